"""One instance: its database, its sample office, its worker, and the check of its records."""

import json
import sys

import click
from sqlmodel import select

from app import worker as background
from app.database import open_session
from app.models import Staff
from app.rendering import fonts
from app.rendering.errors import PaperError
from app.runtime import Runtime
from app.seed import SAMPLE_PASSWORD, fill
from app.services import events, sample
from app.settings import load
from workflows.errors import HengjianError


def runtime() -> Runtime:
    return Runtime(load())


@click.group("db")
def db() -> None:
    """数据库。"""


@db.command("upgrade")
def upgrade() -> None:
    """把数据库升级到最新结构（可以反复执行）。"""
    instance = runtime()
    try:
        fonts.check()
        instance.prepare()
        instance.refuse_sample_in_production()
    except (PaperError, HengjianError) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)


@db.command("revision", hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """按模型与数据库的差异写一份迁移（开发者用）。"""
    from app.migrations import write_revision  # noqa: PLC0415 - a developer's command

    instance = runtime()
    instance.prepare()
    write_revision(instance.engine, message)


@click.command("seed")
@click.option("--show", is_flag=True, help="只显示样例账号。")
def seed(show: bool) -> None:
    """填入样例单位（虚构，一次）。"""
    instance = runtime()
    if instance.settings.production:
        click.echo("正式环境不能填入样例单位。请用 hengjian users start 建立第一个账号。", err=True)
        sys.exit(2)
    if show:
        click.echo(f"样例账号（密码均为 {SAMPLE_PASSWORD}）：")
        for login, title, _, _, _ in sample.PEOPLE:
            click.echo(f"  {login:<15} {title}")
        return
    with open_session(instance.engine, writing=False) as session:
        has_people = session.exec(select(Staff)).first() is not None
        marked = sample.is_sample(session)
    if has_people:
        if not marked:
            click.echo("数据库里已有账号，没有填入样例单位。")
        return
    fill(instance)
    click.echo("样例单位已填好。")


@click.command("worker")
def worker() -> None:
    """后台任务：送出待办消息，每日清理期限。"""
    instance = runtime()
    jobs = instance.jobs()
    background.run(background.attach(background.make_queue(instance.settings), jobs), jobs)


@click.command("verify")
@click.option("--json", "as_json", is_flag=True)
def verify(as_json: bool) -> None:
    """核对办案记录的哈希链，指出第一处断开的地方。"""
    instance = runtime()
    with open_session(instance.engine, writing=False) as session:
        count, broken = events.verify(session)
        head = events.audit_head(session)
    if as_json:
        said = {"cases": count, "head": head, "broken": broken.__dict__ if broken else None}
        click.echo(json.dumps(said, ensure_ascii=False))
    elif broken:
        click.echo(f"案件 {broken.case_id}：{broken.why}。")
    else:
        click.echo(f"{count} 件案件的办案记录完整。链头 {head}")
    sys.exit(1 if broken else 0)


