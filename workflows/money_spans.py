"""Whole months and the rest: how long somebody worked, and what a span is worth at a monthly wage."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from workflows.calendar import Calendar
from workflows.errors import InputError
from workflows.money_inputs import Sheet, fraction, shown, yuan

ONE_DAY = timedelta(days=1)
MONTHS_PER_YEAR = 12


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or that month's last day."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + count, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Span:
    """First to last day, both counted: `whole` months, then `rest_from`..`last` (empty when rest_from is after last)."""

    first: date
    last: date
    whole: int
    rest_from: date


def span(first: date, last: date, most: int | None = None) -> Span:
    """`first`..`last` in whole months and a rest; `most` caps the months and then drops the rest."""
    whole = 0
    while (most is None or whole < most) and add_months(first, whole + 1) <= last + ONE_DAY:
        whole += 1
    rest_from = add_months(first, whole)
    if most is not None and whole == most:
        last = rest_from - ONE_DAY
    return Span(first, last, whole, rest_from)


def in_order(sheet: Sheet, first: str, last: str) -> tuple[date, date]:
    """Two days of the inputs, the first not after the last. Raises InputError."""
    start, end = sheet.day(first), sheet.day(last)
    if end < start:
        why = f"早于 {first}（{start.isoformat()}）。"
        raise InputError(last, end.isoformat(), why, "请核对两个日期。", sheet.rule.basis)
    return start, end


def working_days(sheet: Sheet, first: date, last: date) -> int:
    """Working days from `first` to `last`; a year without a holiday notice is said aloud."""
    calendar = Calendar.standard()
    for year in calendar.unpublished_years(first, last) if first <= last else ():
        sheet.warn(f"{year} 年的放假通知没有登记，工作日按周末和固定节日推算，登记通知后请重新计算。")
    return sum(not calendar.is_rest_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


def worth(sheet: Sheet, found: Span, monthly: Fraction, *, what: str, actual: bool = False) -> Fraction:
    """Whole months at `monthly` and the rest by working days; writes the lines.

    The rest is divided by the month's pay days, or by the actual working days of that month when `actual`.
    """
    if found.last < found.first:
        sheet.line(f"{what}：没有应计的期间 = 0.00 元")
        return Fraction(0)
    total = monthly * found.whole
    sheet.line(f"{what}：{found.first} 至 {found.last}，满 {found.whole} 个月 × {yuan(monthly)} 元 = {yuan(total)} 元")
    if found.rest_from > found.last:
        return total
    days = working_days(sheet, found.rest_from, found.last)
    if actual:
        month_end = add_months(found.first, found.whole + 1) - ONE_DAY
        divisor = Fraction(working_days(sheet, found.rest_from, month_end))
        basis = sheet.rule.basis
    else:
        entry = sheet.parameter("pay_month_days", found.last)
        divisor, basis = fraction(entry.value), entry.basis
    part = monthly * days / divisor
    text = f"不足整月：{found.rest_from} 至 {found.last}，{days} 个工作日 × {yuan(monthly)} ÷ {shown(divisor)} = {yuan(part)} 元"
    sheet.line(text, basis)
    return total + part
