"""Drilling into the issued months: by month, office, court, channel, kind, reason and arbitrator, down to the cases.

Everything rests on the lines written with the latest edition of each month, so a number here is the number published.
An arbitrator sees the cases they presided over; who sees arbitrators one by one sees those of the own office.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import col

from app.models import Body, Report, ReportLine, Staff
from app.permissions import OFFICE_ROLES
from app.rendering import charts
from app.services import report_cells
from app.services.desk import Desk
from app.services.entrustments import holders
from app.services.report_cases import RESULTS
from app.services.report_periods import MONTH, period
from app.services.report_views import own_office
from workflows.consistency import REASONS, Rung, share
from workflows.errors import InputError
from workflows.funnel import funnel
from workflows.items import KINDS
from workflows.links import links
from workflows.states import STATES, label

TOPICS = {"item": "逐项一致", "closed": "结案与审限", "referral": "调解渠道"}
DIMENSIONS = {
    "month": "月份",
    "office": "仲裁机构",
    "court": "法院",
    "channel": "渠道",
    "kind": "类型",
    "reason": "差异原因",
    "arbitrator": "仲裁员",
}
OF_TOPIC = {
    "item": ("month", "office", "court", "kind", "reason", "arbitrator"),
    "closed": ("month", "office", "kind", "arbitrator"),
    "referral": ("month", "office", "channel", "kind"),
}
"""What can be asked of each topic."""
UNITS = {"item": "可比较请求项", "referral": "结束的调解"}
KIND_TITLES = {"item": "请求类型", "closed": "结案方式", "referral": "调解结果"}
MOST_MONTHS = 24
MOST_CASES = 500
FUNNEL = ("office", "court", "arbitrator")
OUTCOMES = {
    "agreed": "达成协议",
    "partly_agreed": "部分达成",
    "no_agreement": "不成",
    "refused": "中途拒绝",
    "lapsed": "逾期",
    "withdrawn": "撤回",
}
Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Question:
    """What is asked: a topic, by which dimension, over which months, and what is held fast (dimension → value)."""

    topic: str
    by: str
    first: str
    last: str
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One value of the dimension: things counted, how many hit, the rate, and what else belongs beside it."""

    value: str
    title: str
    n: int
    rung: Rung
    money: Rung | None = None
    days: tuple[float, float, int] | None = None
    """Average, median and ninetieth percentile."""
    outside: bool | None = None


@dataclass(frozen=True)
class Answer:
    question: Question
    rows: tuple[Row, ...]
    total: Row | None
    months: tuple[str, ...]
    """Issued months the answer rests on."""
    missing: tuple[str, ...]
    choices: Mapping[str, Sequence[tuple[str, str]]]
    """For each dimension the values one may hold fast, with their titles."""
    chart: str
    own_only: bool
    names_arbitrators: bool


def may_name_arbitrators(desk: Desk) -> bool:
    return desk.actor.has("head", "section_head", "analyst", "arbitrator")


def own_only(desk: Desk) -> bool:
    """An arbitrator who leads nobody sees the own figures."""
    return desk.actor.has("arbitrator") and not desk.actor.has("head", "section_head", "analyst")


def read(desk: Desk, asked: Mapping[str, str]) -> Question:
    """The question in what a page was asked; whatever is missing is the last issued month, items, by kind. Raises InputError."""
    topic = asked.get("topic") or "item"
    if topic not in TOPICS:
        raise InputError("topic", topic, "没有这个主题。", f"请选{'、'.join(TOPICS.values())}之一。")
    able = [name for name in OF_TOPIC[topic] if name != "arbitrator" or may_name_arbitrators(desk)]
    by = asked.get("by") or "kind"
    last = asked.get("last") or _last_issued(desk) or f"{desk.today:%Y-%m}"
    first = asked.get("first") or last
    for month in (first, last):
        if period(month).kind != MONTH:
            raise InputError("month", month, "不是月份。", "请按 2026-10 的样式填写。")
    if first > last or len(_months(first, last)) > MOST_MONTHS:
        raise InputError("month", f"{first} 至 {last}", f"起止月份不对，最多 {MOST_MONTHS} 个月。", "请改起止月份。")
    fixed = {name: asked[name] for name in DIMENSIONS if name in able and name != "month" and asked.get(name)}
    return Question(topic, by if by in able else "kind", first, last, fixed)


def answer(desk: Desk, question: Question) -> Answer:
    """The rows of a question, by title, never by rate: a funnel, not a league table."""
    reports = _reports(desk, question)
    where = _where(desk, question, reports)
    if question.topic == "item":
        found = _item_rows(desk, question, where, reports)
    else:
        found = _counted_rows(desk, question, where, reports)
    titles = _titles(desk, question.topic, question.by, [value for value, _ in found], reports)
    rows = [_row(question, value, titles[value], told) for value, told in found]
    rows.sort(key=lambda row: (row.title, row.value))
    total = _row(question, "", "合计", _sum([told for _, told in found])) if found else None
    if question.by in FUNNEL and question.topic != "closed":
        rows = _marked(rows)
    wanted = _months(question.first, question.last)
    known = set(reports.values())
    return Answer(
        question=question,
        rows=tuple(rows),
        total=total,
        months=tuple(m for m in wanted if m in known),
        missing=tuple(m for m in wanted if m not in known),
        choices=_choices(desk, question),
        chart=_chart(question, rows),
        own_only=own_only(desk),
        names_arbitrators=may_name_arbitrators(desk),
    )


def cases(desk: Desk, question: Question) -> list[int]:
    """The cases behind what is held fast, at most MOST_CASES."""
    where = _where(desk, question, _reports(desk, question))
    found = select(col(ReportLine.case_id)).where(*where).distinct().order_by(col(ReportLine.case_id)).limit(MOST_CASES)
    return list(desk.session.scalars(found).all())


@dataclass
class _Told:
    """What the lines of one value add up to."""

    n: int = 0
    hit: int = 0
    kept: int = 0
    larger: int = 0
    days: dict[int, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)


def _sum(parts: Sequence[_Told]) -> _Told:
    whole = _Told()
    for part in parts:
        whole.n += part.n
        whole.hit += part.hit
        whole.kept += part.kept
        whole.larger += part.larger
        for days, n in part.days.items():
            whole.days[days] = whole.days.get(days, 0) + n
    return whole


def _item_rows(
    desk: Desk, question: Question, where: list[ColumnElement[bool]], reports: Mapping[int, str]
) -> list[tuple[str, _Told]]:
    by = _column(question.by)
    if question.by == "reason":
        where = [*where, col(ReportLine.hit).is_(False)]
    rows = desk.session.execute(
        select(by, func.count(), func.sum(col(ReportLine.kept_fen)), func.sum(col(ReportLine.larger_fen)), col(ReportLine.hit))
        .where(*where)
        .group_by(by, col(ReportLine.hit))
    )
    found: dict[str, _Told] = defaultdict(_Told)
    for value, n, kept, larger, hit in rows:
        told = found[_value(question.by, value, reports)]
        told.n += n
        told.hit += n if hit else 0
        told.kept += int(kept)
        told.larger += int(larger)
    return list(found.items())


def _counted_rows(
    desk: Desk, question: Question, where: list[ColumnElement[bool]], reports: Mapping[int, str]
) -> list[tuple[str, _Told]]:
    by = _column(question.by)
    rows = desk.session.execute(
        select(by, col(ReportLine.days), col(ReportLine.hit), func.count())
        .where(*where)
        .group_by(by, col(ReportLine.days), col(ReportLine.hit))
    )
    found: dict[str, _Told] = defaultdict(_Told)
    for value, days, hit, n in rows:
        told = found[_value(question.by, value, reports)]
        told.n += n
        told.hit += n if hit else 0
        told.days[days] = told.days.get(days, 0) + n
    return list(found.items())


def _row(question: Question, value: str, title: str, told: _Told) -> Row:
    row = Row(value, title, told.n, share(told.hit, told.n, "item" if question.topic == "item" else "suit"))
    if question.topic == "item":
        # The interval of money needs the suits one by one; it stands in the report.
        return replace(row, money=Rung(told.kept, told.larger, "fen", None))
    if question.topic == "closed":
        return replace(row, days=_days(told.days))
    return row


def _days(counted: Mapping[int, int]) -> tuple[float, float, int]:
    """Average, median and ninetieth percentile (nearest rank) of counted days."""
    days = sorted(counted)
    upto = list(accumulate(counted[day] for day in days))
    total = upto[-1]

    def ranked(rank: int) -> int:
        return next(day for day, n in zip(days, upto, strict=True) if n >= rank)

    middle = (ranked((total + 1) // 2) + ranked(total // 2 + 1)) / 2
    return sum(day * counted[day] for day in days) / total, middle, ranked(ceil(0.9 * total))


def _marked(rows: Sequence[Row]) -> list[Row]:
    """Whether each lies outside the 95 % limits of the common rate."""
    dots = {dot.name: dot for dot in funnel([(row.value, row.rung.numerator, row.rung.denominator) for row in rows]).dots}
    return [replace(row, outside=dots[row.value].outside()) if row.value in dots else row for row in rows]


def _chart(question: Question, rows: Sequence[Row]) -> str:
    """A funnel where offices, courts or arbitrators stand beside each other; the course of months; else none."""
    if question.topic == "closed" or not rows:
        return ""
    if question.by in FUNNEL:
        return report_cells.funnel_chart([(row.rung.numerator, row.rung.denominator, bool(row.outside)) for row in rows], "漏斗图", UNITS[question.topic])
    if question.by == "month":
        return charts.trend(
            [
                {"label": row.title[2:].replace("-", "."), "rate": row.rung.rate, "interval": row.rung.interval, "n": row.rung.denominator}
                for row in rows
            ],
            "逐月走势",
        )
    return ""


# -- which lines ---------------------------------------------------------------------------------------------------


def _last_issued(desk: Desk) -> str | None:
    return desk.session.scalars(
        select(func.max(Report.month)).where(func.length(Report.month) == 7, col(Report.month).not_like("%Q%"), *_scope(desk))
    ).one()


def _scope(desk: Desk) -> list[ColumnElement[bool]]:
    """Reports of all offices together, and those of the own office."""
    if desk.actor.has(*OFFICE_ROLES):
        return [col(Report.office_key).in_((0, own_office(desk) or 0))]
    return [col(Report.office_key) == 0]


def _reports(desk: Desk, question: Question) -> dict[int, str]:
    """The latest edition of each month: of all offices together, else of the own office. Report id → month."""
    rows = desk.session.execute(
        select(col(Report.id), col(Report.month), col(Report.office_key), col(Report.edition)).where(
            col(Report.month).in_(_months(question.first, question.last)), *_scope(desk)
        )
    )
    best: dict[str, tuple[tuple[bool, int], int]] = {}
    for ident, month, office_key, edition in rows:
        rank = (office_key == 0, edition)
        if month not in best or rank > best[month][0]:
            best[month] = (rank, ident)
    return {ident: month for month, (_, ident) in best.items()}


def _months(first: str, last: str) -> list[str]:
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(start, end + 1)]


def _column(dimension: str) -> Column:
    return {
        "month": ReportLine.report_id,
        "office": ReportLine.office_id,
        "court": ReportLine.court_id,
        "channel": ReportLine.channel,
        "kind": ReportLine.kind,
        "reason": ReportLine.reason,
        "arbitrator": ReportLine.arbitrator_id,
    }[dimension]  # type: ignore[return-value]


def _value(dimension: str, value: Any, reports: Mapping[int, str]) -> str:
    if dimension == "month":
        return reports[value]
    return "" if value is None else str(value)


def _where(desk: Desk, question: Question, reports: Mapping[int, str]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [
        col(ReportLine.report_id).in_(reports or {0: ""}),
        col(ReportLine.topic) == question.topic,
    ]
    for name, value in question.fixed.items():
        column = _column(name)
        if name in ("office", "court", "arbitrator"):
            if not (value.isascii() and value.isdecimal() and len(value) < 10):
                raise InputError(name, value, "不是编号。", "请从列表中选择。")
            where.append(column == int(value))
        else:
            where.append(column == value)
    if own_only(desk):
        where.append(col(ReportLine.arbitrator_id) == desk.actor.id)
    elif question.by == "arbitrator" or "arbitrator" in question.fixed:
        office = own_office(desk)
        where += [col(ReportLine.office_id) == office] if office is not None else []
    return where


# -- in words ------------------------------------------------------------------------------------------------------


def _titles(desk: Desk, topic: str, dimension: str, values: Sequence[str], reports: Mapping[int, str]) -> dict[str, str]:
    if dimension in ("office", "court", "arbitrator"):
        ids = [int(value) for value in values if value]
        model = Staff if dimension == "arbitrator" else Body
        names = dict(desk.session.execute(select(col(model.id), col(model.name)).where(col(model.id).in_(ids))).all())
        return {value: names.get(int(value), value) if value else "未登记" for value in values}
    return {value: _title(topic, dimension, value) for value in values}


def _title(topic: str, dimension: str, value: str) -> str:
    if dimension == "month" or not value:
        return value or ("一致" if dimension == "reason" else "未登记")
    if dimension == "channel":
        return links().channels[value].title if value in links().channels else value
    if dimension == "reason":
        return "未登记原因" if value == "uncoded" else report_cells.reason_title(value)
    if topic == "item":
        return report_cells.kind_title(value)
    if topic == "closed":
        return label("case", value) if value in STATES["case"] else value
    return OUTCOMES.get(value, value)


def _choices(desk: Desk, question: Question) -> dict[str, list[tuple[str, str]]]:
    """What may be held fast, for the dimensions of the topic."""
    found: dict[str, list[tuple[str, str]]] = {}
    kinds = {"item": list(KINDS), "closed": list(RESULTS), "referral": list(OUTCOMES)}
    listed = {"kind": kinds[question.topic], "reason": [r.id for r in REASONS] + ["uncoded"], "channel": list(links().channels)}
    bodies = desk.session.execute(
        select(col(Body.id), col(Body.name), col(Body.kind)).where(col(Body.kind).in_(("commission", "court"))).order_by(col(Body.name))
    ).all()
    for name in OF_TOPIC[question.topic]:
        if name in listed:
            found[name] = [(value, _title(question.topic, name, value)) for value in listed[name]]
        elif name in ("office", "court"):
            wanted = "court" if name == "court" else "commission"
            found[name] = [(str(ident), title) for ident, title, kind in bodies if kind == wanted]
        elif name == "arbitrator" and may_name_arbitrators(desk) and not own_only(desk):
            office = own_office(desk)
            offices = [office] if office is not None else [ident for ident, _, kind in bodies if kind == "commission"]
            people = [one for each in offices for one in holders(desk.session, each, ("arbitrator",))]
            found[name] = [(str(one.id), one.name) for one in people]
    return found
