"""`hengjian report …`: the monthly report and the white papers on the command line. Errors are one line and exit 2."""

from collections.abc import Callable
from pathlib import Path

import click

from app import clock, settings
from app.commands.users import COMMAND_LINE, office, plainly
from app.services import report
from app.services.desk import Desk
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
@click.argument("name", metavar="YYYY-MM")
@click.option("--office", "office_id", type=int, default=None, help="机构编号；默认全部。")
@plainly
def verify_month(name: str, office_id: int | None) -> None:
    """由快照复算最新一版（月份、季度或年份）的全部数字，并核对校验值。不符时退出码 2。"""
    with office() as session:
        kind = period(name).kind
        issued = report.current(session, name, office_id)
        if issued is None:
            raise InputError("month", name, "还没有发布过。", f"请先运行 hengjian report {kind} {name} --out DIR。")
        _or_stop(name, report.problems(issued))
        click.echo(f"{name} 第 {issued.edition} 版：校验值相符，{len(issued.snapshot['figures'])} 个指标复算一致。")
