"""`hengjian users …`: accounts on the command line. Whoever may run commands on the machine acts as 系统 in the log."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session, select

from app import settings
from app.database import make_engine, transaction
from app.models.body import Body
from app.models.staff import ADMIN_ROLES, Staff, StaffRole
from app.permissions import LABELS
from app.services import people
from app.services.actor import SYSTEM
from workflows.errors import HengjianError, InputError

COMMAND_LINE = replace(SYSTEM, name="系统（命令行）")
ROLE = click.Choice(list(LABELS))


@contextmanager
def office() -> Iterator[Session]:
    """One transaction on the configured database; what goes wrong is one line and exit 2."""
    try:
        with transaction(make_engine(settings.load().url)) as session:
            yield session
    except (OperationalError, ProgrammingError) as problem:
        _fail(f"数据库还没有准备好：{problem.orig}。请先运行 hengjian db upgrade。")


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(2)


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What the services refuse is one line on stderr and exit 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except HengjianError as problem:
            _fail(str(problem))

    return run


def _now() -> datetime:
    return datetime.now(UTC)


def _staff(session: Session, login: str) -> Staff:
    staff = people.by_login(session, login)
    if staff is None:
        raise InputError("用户名", login, "没有这个账号。", "hengjian users list 列出全部账号。")
    return staff


def _body(session: Session, text: str) -> Body:
    body = session.exec(select(Body).where((Body.code == text) | (Body.name == text))).one_or_none()
    if body is None:
        known = "、".join(session.exec(select(Body.code).order_by(Body.code).limit(12))) or "（还没有单位）"
        raise InputError("单位", text, "没有这个单位。", f"请写单位的代码或全称，例如：{known}。")
    return body


@click.group("users")
def users() -> None:
    """账号：列出、新建、岗位、重置密码、停用、解锁。"""


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="机器可读的输出")
@plainly
def list_(as_json: bool) -> None:
    """列出全部账号。"""
    with office() as session:
        rows = people.everybody(session)
    if as_json:
        listed = [
            {
                "login": staff.login,
                "name": staff.name,
                "body": body.code,
                "roles": sorted(roles),
                "active": staff.active,
                "locked_until": staff.locked_until.isoformat() if staff.locked_until else None,
                "must_change_password": staff.must_change_password,
            }
            for staff, body, roles in rows
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("还没有账号。首次使用：hengjian users start")
    for staff, body, roles in rows:
        click.echo(f"{staff.login:<16} {staff.name}  {body.name}  {people.labels(roles)}{_marks(staff)}")


def _marks(staff: Staff) -> str:
    marks = []
    if not staff.active:
        marks.append("已停用")
    if staff.locked_until is not None and staff.locked_until > _now():
        marks.append(f"锁定至 {staff.locked_until.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}")
    if staff.must_change_password:
        marks.append("待改密码")
    return f"  [{'，'.join(marks)}]" if marks else ""


@users.command("add")
@click.argument("login")
@click.option("--name", required=True, help="姓名")
@click.option("--body", required=True, help="单位的代码或全称")
@click.option("--role", "roles", multiple=True, required=True, type=ROLE, help="岗位，可重复")
@plainly
def add(login: str, name: str, body: str, roles: tuple[str, ...]) -> None:
    """新建账号，打印一次性密码。"""
    with office() as session:
        staff, password = people.create(
            session, COMMAND_LINE, login=login, name=name, body=_body(session, body), roles=roles, at=_now()
        )
    click.echo(f"已建立 {staff.login}（{staff.name}）。一次性密码：{password}")
    click.echo("密码只显示这一次；本人首次登录时必须改成自己的。")


@users.command("roles")
@click.argument("login")
@click.argument("roles", nargs=-1, required=True, type=ROLE)
@plainly
def roles(login: str, roles: tuple[str, ...]) -> None:
    """把账号的岗位改为给出的这些。"""
    with office() as session:
        staff = _staff(session, login)
        people.set_roles(session, COMMAND_LINE, staff, roles, _now())
    click.echo(f"{staff.login} 的岗位现在是：{people.labels(roles)}。")


@users.command("reset")
@click.argument("login")
@plainly
def reset(login: str) -> None:
    """重置密码（同时解锁），打印一次性密码。"""
    with office() as session:
        staff = _staff(session, login)
        password = people.reset_password(session, COMMAND_LINE, staff, _now())
    click.echo(f"{staff.login} 的一次性密码：{password}")
    click.echo("密码只显示这一次；本人登录后必须改成自己的。已有的登录都已失效。")


@users.command("disable")
@click.argument("login")
@plainly
def disable(login: str) -> None:
    """停用账号：不能再登录，已有的登录立即失效。"""
    with office() as session:
        people.set_active(session, COMMAND_LINE, _staff(session, login), False, _now())
    click.echo(f"{login} 已停用。")


@users.command("enable")
@click.argument("login")
@plainly
def enable(login: str) -> None:
    """重新启用停用的账号。"""
    with office() as session:
        people.set_active(session, COMMAND_LINE, _staff(session, login), True, _now())
    click.echo(f"{login} 已启用。")


@users.command("unlock")
@click.argument("login")
@plainly
def unlock(login: str) -> None:
    """解除因连续输错密码而来的锁定。"""
    with office() as session:
        people.unlock(session, COMMAND_LINE, _staff(session, login), _now())
    click.echo(f"{login} 已解锁。")


@users.command("start")
@click.option("--body", required=True, help="仲裁委员会全称，如 东川市劳动人事争议仲裁委员会")
@click.option("--place", required=True, help="所在地，由大到小，如 山东省/东川市")
@plainly
def start(body: str, place: str) -> None:
    """正式使用的第一步：建立本单位和三个管理员账号，打印一次性密码。已有管理员时什么也不做。"""
    made = []
    with office() as session:
        if session.exec(select(StaffRole).where(StaffRole.slot == "admin")).first() is not None:
            click.echo("已经有管理员账号，没有改动。hengjian users list 列出全部账号。")
            return
        own = session.exec(select(Body).where(Body.name == body)).one_or_none()
        if own is None:
            own = Body(code="office", name=body, kind="commission", level=_level(place), place=place)
            session.add(own)
            session.flush()
        for role in ADMIN_ROLES:
            login = role.removesuffix("_admin") + "-admin"
            made.append(
                people.create(
                    session, COMMAND_LINE, login=login, name=LABELS[role][0], body=own, roles=[role], at=_now()
                )
            )
    for staff, password in made:
        click.echo(f"{staff.name}：用户名 {staff.login}，一次性密码 {password}")
    click.echo("密码只显示这一次，首次登录必须改成自己的。请交给三个不同的人。")


def _level(place: str) -> str:
    return "district" if place.count("/") >= 2 else "city"
