"""`hengjian court …`: what a judgment's text says, line by line and for each claim of a case."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlmodel import col, or_, select

from app import settings
from app.database import make_engine, open_session
from app.models import Award, Case
from app.rendering.filters import case_number
from app.services import judgment_reading
from app.services.actor import SYSTEM
from app.services.desk import Desk
from app.services.step_form import DISPOSITION_TITLES
from search_index.judgment_items import Reading
from search_index.judgment_text import INSTANCE_TITLES, Judgment, read
from workflows.amounts import yuan_text
from workflows.errors import HengjianError, InputError
from workflows.items import KINDS


@click.group("court")
def court() -> None:
    """诉讼衔接：识别判决书。"""


@court.command("parse")
@click.argument("file", metavar="FILE")
@click.option("--case", "number", metavar="N", help="仲裁案号或者裁决书编号：逐项对应到本案的请求项。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def parse(file: str, number: str | None, as_json: bool) -> None:
    """识别判决书（.txt、.docx，- 为标准输入）：法院、案号、日期、审级、判决主文，每项的把握和理由。只是提议，由人确认。"""
    try:
        text = _text(file)
        found = _for_case(text, number) if number else (read(text), Reading((), ()), (), {})
    except HengjianError as problem:
        click.echo(" ".join(str(problem).split()), err=True)
        sys.exit(2)
    judgment, reading, warnings, titles = found
    if as_json:
        click.echo(json.dumps(_dict(judgment, reading, warnings, titles, number), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(judgment, reading, warnings, titles)))


Found = tuple[Judgment, Reading, tuple[str, ...], dict[int, str]]


def _text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError("文件", file, f"打不开（{error.strerror}）。", "请核对路径和读取权限。") from None
    return judgment_reading.text_of(content, Path(file).name)


def _for_case(text: str, number: str) -> Found:
    chosen = settings.load()
    with open_session(make_engine(chosen.url), writing=False) as session:
        desk = Desk(session, SYSTEM, datetime.now(UTC), chosen)
        wanted = case_number(number)
        case = session.exec(
            select(Case).where(
                or_(col(Case.number) == wanted, col(Case.id).in_(select(Award.case_id).where(Award.number == wanted)))
            )
        ).first()
        if case is None:
            raise InputError("--case", number, "没有这个案号的仲裁案件或者裁决。", "请照受理通知书或者裁决书首页的编号填写。")
        found = judgment_reading.of_case(desk, case, text)
        titles = {item.id or 0: f"{item.ordinal}. {KINDS[item.kind].title}" for item in case.items}
        return found.judgment, found.reading, found.warnings, titles


def _dict(
    judgment: Judgment, reading: Reading, warnings: tuple[str, ...], titles: dict[int, str], number: str | None
) -> dict[str, object]:
    answer: dict[str, object] = judgment.as_dict()
    if number:
        answer["case"] = number
        answer["items"] = [
            {
                "item": one.key, "title": titles.get(one.key, ""), "disposition": one.disposition or None,
                "yuan": None if one.fen is None else f"{one.fen // 100}.{one.fen % 100:02d}",
                "confidence": one.confidence, "lines": [n for n in one.ordinals if n], "why": list(one.why),
            }
            for one in reading.proposals
        ]  # fmt: skip
        answer["new_claims"] = [line.text for line in reading.unmatched]
        answer["warnings"] = list(warnings)
    return answer


def _lines(judgment: Judgment, reading: Reading, warnings: tuple[str, ...], titles: dict[int, str]) -> list[str]:
    day = judgment.day.isoformat() if judgment.day else "没有认出日期"
    said = [
        f"{judgment.court or '没有认出法院'} {judgment.number or '没有认出案号'} {INSTANCE_TITLES[judgment.instance]} {day}"
    ]
    for line in judgment.lines:
        sums = "、".join(f"{yuan_text(p.fen)}元" for p in line.parts)
        kinds = "、".join(KINDS[k].title for k in line.kinds if k in KINDS)
        said.append(f"第{line.ordinal}项（把握{line.confidence}%）{line.text}")
        said.append(f"    {'；'.join(filter(None, (kinds, sums, *line.why)))}")
    for one in reading.proposals:
        word = DISPOSITION_TITLES[one.disposition][0] if one.disposition else "没有认出"
        money = "" if one.fen is None else f" {yuan_text(one.fen)}元"
        said.append(f"{titles.get(one.key, one.key)}：{word}{money}（把握{one.confidence}%，{'；'.join(one.why)}）")
    said += [f"可能是新的请求：{line.text}" for line in reading.unmatched]
    said += [f"注意：{text}" for text in dict.fromkeys((*judgment.missing, *warnings))]
    return said
