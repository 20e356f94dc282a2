"""`hengjian cases …`: an office's old register comes in, whole or not at all."""

import json
import sys
from pathlib import Path

import click
from sqlmodel import Session, col, select

from app.database import open_session
from app.models import Staff, StaffRole
from app.runtime import Runtime
from app.services import case_import, people
from app.services.actor import Actor
from app.services.case_import import Plan
from app.settings import load
from workflows.errors import HengjianError, InputError

SHOWN = 30


@click.group("cases")
def cases() -> None:
    """案件：旧案登记簿的模板和导入。"""


@cases.command("template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path("旧案登记簿.xlsx"), metavar="[FILE.xlsx]")
def template(file: Path) -> None:
    """写出一份空的登记簿模板。"""
    if file.exists():
        click.echo(f"{file} 已经存在，没有覆盖。请换一个文件名。", err=True)
        sys.exit(2)
    file.write_bytes(case_import.template_workbook())
    click.echo(f"模板已写到 {file}。填好第一张表后运行：hengjian cases import {file}")


@cases.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.(xlsx|jsonl)")
@click.option("--by", "login", default="", help="由哪个立案人员登记（登录名）。只有一个立案人员时可以不写。")
@click.option("--preview", is_flag=True, help="只核对，不导入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def import_command(file: Path, login: str, preview: bool, as_json: bool) -> None:
    """导入已结案的旧案。先核对全部行；有一行有误就一件也不导入。"""
    runtime = Runtime(load())
    try:
        content = _content(file)
        with open_session(runtime.engine) as session:
            desk = runtime.desk(session, _actor(session, login))
            found = case_import.plan(desk, content, file.name)
            made = [] if preview or found.problems else case_import.apply(desk, found)
            session.commit()
    except HengjianError as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    _say(found, len(made), preview, as_json)
    sys.exit(1 if found.problems else 0)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("文件", file, f"打不开（{error.strerror}）。", "请核对路径和读取权限。") from None


def _actor(session: Session, login: str) -> Actor:
    query = select(Staff).join(StaffRole, col(StaffRole.staff_id) == Staff.id).where(
        StaffRole.role == "filing_clerk", col(Staff.active).is_(True)
    )
    clerks = session.exec(query.where(Staff.login == login) if login else query).all()
    if len(clerks) != 1:
        why = "没有这个立案人员。" if login else f"有{len(clerks)}个立案人员，不知道由谁登记。"
        raise InputError("--by", login, why, "请写明立案人员的登录名，例如 --by filing。")
    return people.actor_of(session, clerks[0])


def _say(found: Plan, made: int, preview: bool, as_json: bool) -> None:
    if as_json:
        said = {
            "rows": found.rows,
            "cases": len(found.cases),
            "known": list(found.known),
            "imported": made,
            "errors": [p.as_dict() for p in found.problems],
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for problem in found.problems[:SHOWN]:
        click.echo(str(problem), err=True)
    if len(found.problems) > SHOWN:
        click.echo(f"另有 {len(found.problems) - SHOWN} 处，用 --json 查看全部。", err=True)
    click.echo(f"读到 {found.rows} 行；可以导入 {len(found.cases)} 件；已在册 {len(found.known)} 件，不重复导入。")
    if found.problems:
        click.echo(f"有 {len(found.problems)} 处有误，一件也没有导入。请改正后重新导入。")
    elif preview:
        click.echo("只作核对，没有导入。")
    else:
        click.echo(f"已导入 {made} 件。")
