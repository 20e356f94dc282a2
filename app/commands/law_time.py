"""`hengjian law limit · parameter · check`: dates, dated values, and whether the law's data is sound."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from app.commands.law_input import DAY, EXCLUDE, EXTEND, OPTION, RESTART
from app.rendering.filters import article
from workflows import limits, parameters
from workflows.errors import InputError
from workflows.law_check import findings
from workflows.limits import LedgerEntry, LimitAnswer
from workflows.limits_ledger import cn


@click.command("limit")
@click.argument("rule", metavar="RULE")
@click.option("--from", "origin", type=DAY, help="起算事件的日期。")
@click.option("--before", type=DAY, help="向前倒数的期限：事件（如开庭）的日期。")
@click.option("--restart", "restarts", type=RESTART, multiple=True, help="重新计算。")
@click.option("--exclude", "excludes", type=EXCLUDE, multiple=True, help="不计入，首尾两日都扣除。")
@click.option("--extend", "extends", type=EXTEND, multiple=True, help="延长。")
@click.option("--option", "options", type=OPTION, multiple=True, help="规则留待选择的问题。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def limit(
    rule: str,
    origin: date | None,
    before: date | None,
    restarts: tuple[tuple[date, str], ...],
    excludes: tuple[tuple[date, date, str], ...],
    extends: tuple[tuple[int, str], ...],
    options: tuple[tuple[str, str], ...],
    as_json: bool,
) -> None:
    """算出期限 RULE 的最后一日，并逐行说明怎样算出、依据哪一条。"""
    law = limits.rule(rule)
    if origin is None and not (law.backward and before):
        raise InputError("--from", "", "没有给出起算日期。", "请加上 --from 年-月-日。")
    start = origin or before
    assert start is not None
    approved = max([start, *(day for day, _ in restarts)])
    ledger = (
        *(LedgerEntry("restart", day, reason=reason) for day, reason in restarts),
        *(LedgerEntry("exclude", first, last, reason=reason) for first, last, reason in excludes),
        *(LedgerEntry("extend", approved, days=days, reason=reason) for days, reason in extends),
    )
    answer = limits.compute(rule, start, ledger=ledger, before=before, options=dict(options))
    click.echo(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2) if as_json else shown(answer))


def shown(answer: LimitAnswer) -> str:
    """The answer for a person: the date large, then the numbered way to it."""
    law = limits.rule(answer.rule, None)
    lines = [f"{answer.title}（{answer.rule}）", "", "    " + click.style(cn(answer.due), bold=True), ""]
    if answer.unrolled != answer.due:
        lines += [f"    未顺延：{cn(answer.unrolled)}", ""]
    for number, line in enumerate(answer.working, start=1):
        lines += [f"{number:>2}. {line.text}", f"    依据：{article(line.basis, form='short')}"]
    if law.missed:
        lines += ["", f"逾期后果：{law.missed}。"]
    if answer.warnings:
        lines += ["", "注意"] + [f"  ! {warning}" for warning in answer.warnings]
    return "\n".join(lines)


@click.command("parameter")
@click.argument("name", metavar="NAME")
@click.option("--on", "day", type=DAY, required=True, help="要适用的日期。")
@click.option("--place", default="", help="地点，如 山东省/东营市/东营区。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def parameter(name: str, day: date, place: str, as_json: bool) -> None:
    """参数 NAME 在某日、某地的数值、起始日期和出处。"""
    entry = parameters.on(day, name, place)
    if as_json:
        fields = {
            "name": entry.name,
            "title": entry.title,
            "unit": entry.unit,
            "value": entry.value,
            "from": entry.start.isoformat(),
            "to": entry.end.isoformat() if entry.end else None,
            "place": entry.place,
            "basis": entry.basis,
            "mark": entry.mark,
            "note": entry.note,
            "needs_check": entry.needs_check,
        }
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(f"{entry.title}（{entry.name}）\n\n    {click.style(str(entry.value), bold=True)} {entry.unit}\n")
    click.echo(f"自 {entry.start} 起{f'至 {entry.end}' if entry.end else ''}，{entry.place or '全国'}")
    click.echo(f"依据：{article(entry.basis, form='short')}（标记 {entry.mark}）")
    if entry.note:
        click.echo(f"说明：{entry.note}")
    if entry.needs_check:
        click.echo("注意：原文没有人核对过，采用前请按公布文件核对。")


@click.command("check")
@click.option("--on", "day", type=DAY, default=None, help="以哪一天为准看是否超过一年未核对；默认今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def check(day: date | None, as_json: bool) -> None:
    """法律数据是否完好、哪些超过一年没有核对、哪些标记为 S、P、U。数据有错时退出码 2。"""
    today = day or datetime.now(ZoneInfo("Asia/Shanghai")).date()
    found = findings(stale_before=today - timedelta(days=365), today=today)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(
        f"法律数据完好：期限规则 {len(found.limits)} 条，参数 {len(found.parameters)} 项，放假通知到 {found.last_notice} 年。"
    )
    for heading, rows in found.sections():
        click.echo(f"\n{heading}（{len(rows)}）")
        for row in rows:
            click.echo(f"  {row}")
