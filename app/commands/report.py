"""`hengjian report …`: the monthly report on the command line. Errors are one line and exit 2."""

from pathlib import Path

import click

from app import clock, settings
from app.commands.users import COMMAND_LINE, office, plainly
from app.services import report
from app.services.desk import Desk
from workflows.errors import InputError


@click.group("report")
def report_group() -> None:
    """裁审衔接月报：冻结、复算、导出。"""


@report_group.command("month")
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", "folder", metavar="DIR", required=True, help="写入 PDF、XLSX 和 JSON 的文件夹。")
@click.option("--office", "office_id", type=int, default=None, help="只看一个仲裁机构（机构编号）；默认全部。")
@click.option("--correct", "note", default="", help="更正已发布的月份：写明更正了什么，另出一版。")
@plainly
def month_report(month: str, folder: str, office_id: int | None, note: str) -> None:
    """发布 YYYY-MM 的月报并导出；已经发布过的，导出最新一版，数字不变。"""
    out = Path(folder)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "--out", folder, f"不能作为输出文件夹（{error.strerror}）。", "请换一个可写的文件夹。"
        ) from None
    with office() as session:
        report.month_bounds(month)
        issued = None if note else report.current(session, month, office_id)
        if issued is None:
            desk = Desk(session=session, actor=COMMAND_LINE, now=clock.now(), settings=settings.load())
            issued = report.close_month(desk, month, office_id, note)
            click.echo(f"已发布 {month} 第 {issued.edition} 版。")
        else:
            click.echo(f"{month} 已发布，导出第 {issued.edition} 版。")
        wrong = report.problems(issued)
        if wrong:
            raise InputError("month", month, "".join(wrong), "请停止使用本期数字，交审计管理员核查。")
        name = f"裁审衔接月报-{month}" + (f"-机构{office_id}" if office_id else "") + f"-第{issued.edition}版"
        contents = {".json": report.as_json(issued).encode(), ".xlsx": report.xlsx(issued), ".pdf": report.pdf(issued)}
        for ending, content in contents.items():
            path = out / (name + ending)
            path.write_bytes(content)
            click.echo(str(path))
        click.echo(f"快照校验值 {issued.sha256}")


@report_group.command("verify")
@click.argument("month", metavar="YYYY-MM")
@click.option("--office", "office_id", type=int, default=None, help="机构编号；默认全部。")
@plainly
def verify_month(month: str, office_id: int | None) -> None:
    """由快照复算最新一版的全部数字，并核对校验值。不符时退出码 2。"""
    with office() as session:
        report.month_bounds(month)
        issued = report.current(session, month, office_id)
        if issued is None:
            raise InputError("month", month, "还没有发布过。", f"请先运行 hengjian report month {month} --out DIR。")
        wrong = report.problems(issued)
        if wrong:
            raise InputError("month", month, "".join(wrong), "请停止使用本期数字，交审计管理员核查。")
        click.echo(f"{month} 第 {issued.edition} 版：校验值相符，{len(issued.snapshot['figures'])} 个指标复算一致。")
