"""`hengjian file …`: the signed package of a main file — made, checked, and the key it is checked with."""

import json
import sys
from pathlib import Path

import click
from sqlmodel import Session, col, or_, select

from app import verify_package
from app.database import open_session
from app.models import Body, Case, Staff
from app.permissions import May, allows
from app.runtime import Runtime
from app.services import access, package, people, signing
from app.services.actor import Actor
from app.services.desk import Desk
from app.settings import load
from workflows.errors import HengjianError, InputError


@click.group("file")
def file_group() -> None:
    """电子卷宗：制作、核验移送包，显示签名公钥。"""


@file_group.command("export")
@click.argument("case", metavar="案号或收件号")
@click.option("--out", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件。")
@click.option("--court", default="", help="移送哪个法院（机构编号）；案卷只向一个法院开放时可以不写。")
@click.option("--by", "login", required=True, help="由谁制作（登录名）；须有权导出这件案卷。")
@click.option("--reason", default="", help="事由，写入记录。")
def export(case: str, target: Path, court: str, login: str, reason: str) -> None:
    """制作一件案卷的移送包：正卷、目录、事实、清单和签名。每次制作都有记录。"""
    if target.exists():
        click.echo(f"{target} 已经存在，没有覆盖。请换一个文件名。", err=True)
        sys.exit(2)
    runtime = Runtime(load())
    try:
        with open_session(runtime.engine, writing=False) as session:
            desk = runtime.desk(session, _actor(session, login))
            found = _case(desk, case)
            made = package.make(runtime.engine, desk, found, _court(desk, found, court), target, reason=reason)
    except HengjianError as problem:
        target.unlink(missing_ok=True)
        click.echo(str(problem), err=True)
        sys.exit(2 if isinstance(problem, InputError) else 1)
    click.echo(f"已写到 {target}：{len(made.entries)} 个条目，正卷 {made.pages} 页。")
    click.echo(f"公钥指纹：{made.key_fingerprint}")


@file_group.command("verify")
@click.argument("path", metavar="PACKAGE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", default="", help="制作机构公布的公钥指纹或公钥；写了就一并核对是不是它签的。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify(path: Path, key: str, as_json: bool) -> None:
    """逐字节核验移送包：全部相符为绿，否则说出第一个坏的条目。"""
    try:
        answer = verify_package.verify(str(path), key)
    except OSError as error:
        click.echo(f"打不开 {path}：{error.strerror}。请核对路径和读取权限。", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps({"green": answer.green, "fingerprint": answer.fingerprint, **answer._asdict()}, ensure_ascii=False))
    else:
        click.echo(verify_package.report(answer))
    sys.exit(0 if answer.green else 1)


@file_group.command("key")
def key() -> None:
    """显示本系统的签名公钥和指纹，供公布。"""
    settings = load()
    click.echo(f"公钥：{signing.public_key(settings)}\n指纹：{signing.public_fingerprint(settings)}")


def _actor(session: Session, login: str) -> Actor:
    staff = session.exec(select(Staff).where(Staff.login == login, col(Staff.active).is_(True))).first()
    if staff is None:
        raise InputError("--by", login, "没有这个账号，或者账号已停用。", "请写明有权导出的人的登录名，例如 --by clerk。")
    return people.actor_of(session, staff)


def _case(desk: Desk, number: str) -> Case:
    """A case of others does not exist for whoever is named by `--by`."""
    case = desk.session.exec(select(Case).where(or_(Case.number == number, Case.receipt_number == number))).first()
    if case is None or not allows(desk.actor, May.EXPORT_FILE, access.concern_of(desk.session, case, desk.today)):
        raise InputError("案号", number, "没有找到这件案件，或者不属于所写账号的范围。", "请核对案号和 --by。")
    return case


def _court(desk: Desk, case: Case, code: str) -> Body:
    courts = package.courts_open_to(desk, case)
    named = [one for one in courts if one.code == code] if code else courts
    if len(named) == 1:
        return named[0]
    known = "、".join(f"{one.code}（{one.name}）" for one in courts) or "没有"
    why = "案卷没有向这个法院开放。" if code else f"案卷向{len(courts)}个法院开放，不知道移送哪一个。"
    raise InputError("--court", code, why, f"案卷开放的法院：{known}。", "O70 三")
