"""`hengjian report …`: the monthly report and the white papers on the command line. Errors are one line and exit 2."""

import json
from collections.abc import Callable
from pathlib import Path

import click
from sqlmodel import Session

from app import clock, settings
from app.commands.users import COMMAND_LINE, office, plainly
from app.models import Report
from app.services import report, report_store
from app.services.desk import Desk
from app.services.report_check import export_problems, extract, read_export, recomputed
from app.services.report_periods import MONTH, QUARTER, YEAR, period
from workflows.errors import InputError


@click.group("report")
def report_group() -> None:
    """裁审衔接月报：冻结、复算、导出。"""


def _issues(kind: str, metavar: str) -> Callable[[str, str, int | None, str], None]:
    @click.argument("name", metavar=metavar)
    @click.option("--out", "folder", metavar="DIR", required=True, help="写入 PDF、XLSX 和 JSON 的文件夹。")
    @click.option("--office", "office_id", type=int, default=None, help="只看一个仲裁机构（机构编号）；默认全部。")
    @click.option("--correct", "note", default="", help="更正已发布的报告：写明更正了什么，另出一版。")
    @plainly
    def issue(name: str, folder: str, office_id: int | None, note: str) -> None:
        if period(name).kind != kind:
            raise InputError(kind, name, "不是这一种期间。", f"请按 {metavar} 的样式填写。")
        _issue(name, folder, office_id, note)

    return issue


report_group.command("month", help="发布 YYYY-MM 的月报并导出；已经发布过的，导出最新一版，数字不变。")(_issues(MONTH, "YYYY-MM"))
report_group.command("quarter", help="发布季度白皮书并导出，例如 2026-Q3。")(_issues(QUARTER, "YYYY-QN"))
report_group.command("year", help="发布年度白皮书并导出，例如 2026。")(_issues(YEAR, "YYYY"))


def _issue(name: str, folder: str, office_id: int | None, note: str) -> None:
    out = Path(folder)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "--out", folder, f"不能作为输出文件夹（{error.strerror}）。", "请换一个可写的文件夹。"
        ) from None
    with office() as session:
        issued = None if note else report.current(session, name, office_id)
        if issued is None:
            desk = Desk(session=session, actor=COMMAND_LINE, now=clock.now(), settings=settings.load())
            issued = report.close_month(desk, name, office_id, note)
            click.echo(f"已发布 {name} 第 {issued.edition} 版。")
        else:
            click.echo(f"{name} 已发布，导出第 {issued.edition} 版。")
        _or_stop(name, report.seal_problems(issued))
        contents = {"json": report.as_json(issued).encode(), "xlsx": report.xlsx(issued), "pdf": report.pdf(issued)}
        for ending, content in contents.items():
            path = out / f"{report.file_name(issued)}.{ending}"
            path.write_bytes(content)
            click.echo(str(path))
        click.echo(f"快照校验值 {issued.sha256}")


def _or_stop(name: str, wrong: list[str]) -> None:
    if wrong:
        raise InputError("month", name, "".join(wrong), "请停止使用本期数字，交审计管理员核查。")


@report_group.command("verify")
@click.argument("name", metavar="YYYY-MM|FILE.json")
@click.option("--office", "office_id", type=int, default=None, help="机构编号；默认全部。")
@plainly
def verify_report(name: str, office_id: int | None) -> None:
    """由底数复算全部数字，并核对校验值：最新一版（月份、季度或年份），或者导出的 JSON 文件（不需要数据库）。不符时退出码 2。"""
    if name.endswith(".json"):
        export = read_export(_text_of(name))
        snapshot = export["snapshot"]
        _or_stop(name, export_problems(export))
    else:
        with office() as session:
            issued = _issued(session, name, office_id)
            snapshot = issued.snapshot
            _or_stop(name, report.problems(issued))
    said = f"{snapshot['month']} 第 {snapshot['edition']} 版：校验值相符，"
    if recomputed(snapshot):
        click.echo(said + f"{len(snapshot['figures'])} 个指标复算一致。")
    else:
        click.echo(said + f"按当时的定义 {snapshot['definition']} 发布，不按现行定义重算。")


@report_group.command("suits")
@click.argument("name", metavar="YYYY-MM|FILE.json")
@click.option("--out", metavar="FILE.json", required=True, help="写入的文件，可交给 hengjian consistency compare。")
@click.option("--year", is_flag=True, help="近十二个月的诉讼；默认本期。")
@click.option("--office", "office_id", type=int, default=None, help="机构编号；默认全部。")
@plainly
def suits_of(name: str, out: str, year: bool, office_id: int | None) -> None:
    """取出报告背后的诉讼（不含案号、姓名），任何人可以按公开的定义复算一致率。"""
    if name.endswith(".json"):
        facts = read_export(_text_of(name))["facts"]
    else:
        with office() as session:
            facts = report_store.facts(_issued(session, name, office_id))
    found = extract(facts, "year" if year else "month")
    try:
        Path(out).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError("--out", out, f"写不进（{error.strerror}）。", "请换一个可写的位置。") from None
    click.echo(f"{out}：{len(found['suits'])} 件诉讼。")


def _issued(session: Session, name: str, office_id: int | None) -> Report:
    kind = period(name).kind
    issued = report.current(session, name, office_id)
    if issued is None:
        raise InputError("month", name, "还没有发布过。", f"请先运行 hengjian report {kind} {name} --out DIR。")
    return issued


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("文件", file, f"打不开（{error.strerror}）。", "请核对路径和读取权限。") from None
    except UnicodeDecodeError:
        raise InputError("文件", file, "不是 UTF-8 文本。", "请用 hengjian report 导出的 JSON。") from None
