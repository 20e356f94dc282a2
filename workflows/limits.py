"""Limits that explain themselves: rule + origin + ledger + calendar → a day and the way to it.

`compute` answers one limit; every line of its working carries its article. The numbers of the
law are in `workflows/law/limits/*.toml`. Days are Beijing dates; nothing here asks for today.
"""

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from workflows.calendar import Calendar
from workflows.errors import InputError
from workflows.limits_ledger import LedgerEntry, Reading, cn, read, span
from workflows.limits_rules import LimitRule, ground, rule, rules
from workflows.limits_terms import Terms, settle
from workflows.working import Line

__all__ = [
    "RULES",
    "LedgerEntry",
    "LimitAnswer",
    "LimitRule",
    "Status",
    "compute",
    "in_time",
    "rule",
    "rules",
    "status",
]

ONE_DAY = timedelta(days=1)
LAST_YEAR = 2199  # a slip of the keyboard, not a limit of the law: nobody waits for a count to the year 9999
MOST_DAYS = 9999

if TYPE_CHECKING:
    RULES: Mapping[str, LimitRule]


def __getattr__(name: str) -> object:
    """`RULES`: the newest version of every rule by id, read when first asked for."""
    if name == "RULES":
        return {key: versions[-1] for key, versions in rules().items()}
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True)
class LimitAnswer:
    """The last day of a limit and how it was found.

    `due` counts in law; `unrolled` is the day before any move to a working day. `provisional`:
    the day rests on a year whose holiday notice is not known, or the clock stands still now.
    """

    rule: str
    title: str
    due: date
    unrolled: date
    working: tuple[Line, ...]
    warnings: tuple[str, ...]
    provisional: bool

    def as_dict(self) -> dict[str, object]:
        """The command line's JSON shape."""
        return {
            "rule": self.rule,
            "due": self.due.isoformat(),
            "unrolled": self.unrolled.isoformat(),
            "working": [line.as_dict() for line in self.working],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Status:
    """Where a limit stands on one day. `days_left` is negative once overdue, 0 on the last day."""

    days_left: int
    overdue: bool
    band: str
    label: str


def compute(
    rule: str,
    origin: date,
    *,
    ledger: Sequence[LedgerEntry] = (),
    calendar: Calendar | None = None,
    before: date | None = None,
    options: Mapping[str, str] | None = None,
) -> LimitAnswer:
    """The day limit `rule` ends when its trigger fell on `origin`, explained.

    For a backward rule ("五日前") the event is `before`, or `origin` where `before` is not given;
    given both, `origin` is the day of the act and is compared. For a forward rule `before` is a
    day the period should end before (a hearing), compared too. `options` answer the rule's open
    questions by name. Raises InputError and NotInForce.
    """
    days = [("from", origin), ("before", before)]
    days += [(entry.kind, day) for entry in ledger for day in (entry.start, entry.end)]
    for field, day in days:
        if isinstance(day, datetime) or not isinstance(day, date | None):
            raise InputError(field, day, "这里要填日期，不能带时刻。", "请按 2026-02-12 的样子填写。")
        if day is not None and day.year > LAST_YEAR:
            raise InputError(field, day, f"日期太远，最晚到{LAST_YEAR}年。", "请核对年份。")
    for entry in ledger:
        if entry.days is not None and entry.days > MOST_DAYS:
            raise InputError(entry.kind, entry.days, "天数太多。", f"请填写不超过{MOST_DAYS}的天数。")
    return _compute(rule, origin, tuple(ledger), calendar or Calendar.standard(), before, options or {})


def _compute(
    name: str,
    origin: date,
    ledger: tuple[LedgerEntry, ...],
    calendar: Calendar,
    before: date | None,
    options: Mapping[str, str],
) -> LimitAnswer:
    law = rule(name, before if before is not None and rule(name).backward else origin)
    terms = settle(law, origin, options)
    law = terms.law
    if law.backward:
        return _backward(terms, before or origin, origin if before not in (None, origin) else None, ledger, calendar)
    reading = read(ledger, law, terms.origin)
    base = _base(law, reading, calendar)
    due = calendar.roll(base, weekends=terms.weekends) if law.roll else base
    lines = [
        _line("time.start", terms.origin, f"{law.trigger}：{cn(origin)}；"),
        Line(f"期限：{law.period}" + (f"（{law.note}）" if law.note else ""), law.basis),
        *terms.lines,
        _day_type(law, origin),
        *reading.lines,
    ]
    if law.unit == "WD" and (rest := _rest_line(calendar, reading.start + ONE_DAY, base)):
        lines.append(rest)
    lines.append(Line(f"{law.result or '计得最后一日'}：{cn(base)}", law.basis))
    if due != base:
        lines.append(_roll_line(calendar, base, due, origin))
    first = min(reading.start + ONE_DAY, due) if law.unit == "WD" else base
    warnings = [*terms.warnings, *reading.warnings, *_cautions(law, calendar, first, due, base, origin)]
    if before is not None and due >= before:
        warnings.append(f"期限到{cn(due)}才届满，不早于{cn(before)}；请另定日期，或者确认期限已经放弃或缩短。")
    provisional = reading.is_open or bool(_forecast_years(law, calendar, first, due))
    return _answer(law, due, base, lines, warnings, provisional)


def _base(law: LimitRule, reading: Reading, calendar: Calendar) -> date:
    """The last counted day, before any roll. Raises InputError for exclusions that begin after it."""
    start, skipped = reading.start, reading.skipped
    if law.unit == "WD":
        end = _working_days(calendar, start, law.length + reading.added, skipped)
    else:
        end = start + timedelta(days=law.length) if law.unit == "CD" else _same_day(start, law.length, law.unit)
        end += timedelta(days=reading.added)
        for first, last in skipped:
            if first <= end:
                end += last - first + ONE_DAY
    for first, last in skipped:
        if first > end:
            raise InputError(
                "exclude",
                f"{first}..{last}",
                f"不计入的日期在期间届满（{end.isoformat()}）以后，不在期间之内。",
                "请核对起止日期。",
            )
    return end


def _working_days(calendar: Calendar, start: date, n: int, skipped: tuple[tuple[date, date], ...]) -> date:
    if not skipped:
        return calendar.nth_working_day_after(start, n)
    day = start
    while n > 0:
        day += ONE_DAY
        if not calendar.is_rest_day(day) and not any(first <= day <= last for first, last in skipped):
            n -= 1
    return day


def _same_day(start: date, n: int, unit: str) -> date:
    """The corresponding day `n` months or years later, or that month's last day (CC 202)."""
    if unit == "M":
        year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        month += 1
    else:
        year, month = start.year + n, start.month
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _backward(
    terms: Terms, event: date, acted: date | None, ledger: tuple[LedgerEntry, ...], calendar: Calendar
) -> LimitAnswer:
    law = terms.law
    if ledger:
        raise InputError(
            ledger[0].kind,
            ledger[0].start,
            f"「{law.title}」是向前倒数的期限，不能重新计算、扣除或延长。",
            "请删去这些条目。",
        )
    due = calendar.nth_working_day_before(event, law.length)
    lines = [
        Line(f"{law.trigger}：{cn(event)}；当日不计入，从前一日起向前倒数", ground("time.start", event).basis),
        Line(f"期限：不少于{law.period}以前" + (f"（{law.note}）" if law.note else ""), law.basis),
        *terms.lines,
        _day_type(law, event),
    ]
    if rest := _rest_line(calendar, due, event - ONE_DAY):
        lines.append(rest)
    lines.append(Line(f"最迟应在：{cn(due)}", law.basis))
    last = event - ONE_DAY
    warnings = [*terms.warnings, *_cautions(law, calendar, due, last, due, event)]
    if acted is not None and acted > due:
        warnings.append(f"{cn(acted)}已经迟于最后一日{cn(due)}：{law.missed}。")
    return _answer(law, due, due, lines, warnings, bool(_forecast_years(law, calendar, due, last)))


def _answer(
    law: LimitRule, due: date, base: date, lines: list[Line], warnings: list[str], provisional: bool
) -> LimitAnswer:
    return LimitAnswer(
        rule=law.id,
        title=law.title,
        due=due,
        unrolled=base,
        working=tuple(lines),
        warnings=tuple(dict.fromkeys(warnings)),
        provisional=provisional,
    )


def _line(name: str, on: date, before: str = "", after: str = "") -> Line:
    found = ground(name, on)
    return Line(f"{before}{found.text}{after}", found.basis)


def _day_type(law: LimitRule, origin: date) -> Line:
    if law.unit == "WD":
        return _line("time.day_type.arb", origin)
    if law.unit == "CD":
        return _line(law.day_ground or "time.day_type.natural", origin)
    return _line("time.month_year", origin)


def _rest_line(calendar: Calendar, first: date, last: date) -> Line | None:
    """The days of rest (and swapped working days) inside a count of working days."""
    text = "、".join(f"{span(a, b)}{name}" for a, b, name in calendar.rest_spans(first, last))
    return Line(f"其间休息日不计、调休上班日照计：{text}", _notices(calendar, first, last)) if text else None


def _notices(calendar: Calendar, first: date, last: date) -> str:
    return "; ".join(calendar.number_for(year) for year in range(first.year, last.year + 1))


def _roll_line(calendar: Calendar, base: date, due: date, origin: date) -> Line:
    why = "、".join(dict.fromkeys(calendar.name_of(base + timedelta(days=n)) for n in range((due - base).days)))
    weekend = "；" + ground("time.roll.weekend", origin).text if "周末" in why else ""
    roll = ground("time.roll", origin)
    return Line(
        f"{cn(base)}是休息日（{why}）；{roll.text}：{cn(due)}{weekend}",
        f"{roll.basis}; {_notices(calendar, base, due)}",
    )


def _forecast_years(law: LimitRule, calendar: Calendar, first: date, last: date) -> tuple[int, ...]:
    """The years without a notice between the days looked at, if the answer or the plan for it depends on them."""
    depends = law.length > 0 if law.unit == "WD" else law.roll or law.plan
    return calendar.unpublished_years(first, last) if depends else ()


def _cautions(law: LimitRule, calendar: Calendar, first: date, last: date, base: date, origin: date) -> list[str]:
    """What a reader must not overlook: forecasts, own limits on rest days, marks, closures.

    `first`..`last` are the days the calendar was asked about; `base` is the last counted day.
    """
    found = []
    years = _forecast_years(law, calendar, first, last)
    if years:
        which = f"{years[0]}年" if len(years) == 1 else f"{years[0]}年至{years[-1]}年"
        found.append(
            f"{which}放假通知尚未公布（或未登记）：按周末和固定日期的节日推算，属于预测；登记通知后须重新计算。"
        )
    if years and (lunar := calendar.lunar_rest_days(first, last)):
        found.append(f"预测没有计入农历节日（{'、'.join(span(d, d) for d in lunar)}），实际届满日可能不同。")
    if law.plan and calendar.is_rest_day(base):
        plan = calendar.last_working_day_until(base)
        note = "本期限不顺延" if not law.roll else f"顺延到{cn(last)}，但为稳妥起见"
        why = ground("time.arb_reference", origin)
        found.append(f"最后一日{cn(base)}是休息日，{note}，请按{cn(plan)}以前办结安排（{why.text}，{why.basis}）。")
    if law.unit == "WD" and (type_of_day := ground("time.day_type.arb", origin)).mark == "U":
        found.append(f"{type_of_day.text}：{type_of_day.basis}，标记 U。")
    if law.mark != "V":
        marks = {"S": "只见于转载文本", "P": "属于做法或地方规定", "U": "原文没有人核对过"}
        found.append(f"本规则的依据{marks[law.mark]}（标记 {law.mark}，{law.basis}），采用前请核对。")
    touched = [c for c in calendar.closures if c.start <= last and c.end >= first]
    for closure in touched:
        found.append(
            f"{span(closure.start, closure.end)}{closure.label}由机构登记（{closure.basis or '未写明公告'}），不是法定节假日，请核对。"
        )
    return found


def in_time(answer: LimitAnswer, arrived: date, posted: date | None = None) -> tuple[bool, Line]:
    """Whether an act kept the limit: what was posted before expiry is in time (CPL 85)."""
    if posted is not None and posted <= answer.due < arrived:
        return True, _line("time.posting", posted, f"{cn(posted)}交邮，{cn(arrived)}到达：")
    if arrived <= answer.due:
        return True, _line("time.end_of_day", arrived, f"{cn(arrived)}在届满日{cn(answer.due)}以前或当日，没有逾期；")
    late = min(arrived, posted) if posted is not None else arrived
    return False, Line(f"{cn(late)}已经超过届满日{cn(answer.due)}{(late - answer.due).days}日", answer.working[1].basis)


def status(answer: LimitAnswer, today: date, *, amber_within: int = 3) -> Status:
    """How a limit stands on `today`: green, amber within `amber_within` days of the end, red once overdue."""
    left = (answer.due - today).days
    if left < 0:
        return Status(left, True, "red", f"已逾期{-left}日")
    if left == 0:
        return Status(0, False, "amber", "今日届满")
    return Status(left, False, "amber" if left <= amber_within else "green", f"还有{left}日")
