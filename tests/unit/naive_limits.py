"""A second, naive count of limits: one day after another, with rests from another package.

Shares no code and no data with `workflows`; slow on purpose. Unpublished years are weekends and
the fixed-date holidays.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

ONE = timedelta(days=1)
LAST_PUBLISHED = 2026
FIXED_FROM_2025 = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


@cache
def china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=range(2008, LAST_PUBLISHED + 1))


@cache
def rests(day: date) -> bool:
    if day.year <= LAST_PUBLISHED:
        return not china().is_working_day(day)
    return day.weekday() >= 5 or (day.month, day.day) in FIXED_FROM_2025


@dataclass
class Outside(Exception):
    """An exclusion that has nothing to do with the period."""

    first: date


def same_day_later(start: date, months: int) -> date:
    """Walk until the months have gone by; stop on the same number or at the month's end."""
    day = start
    gone = 0
    while gone < months:
        day += ONE
        if day.day == 1:
            gone += 1
    while day.day < start.day and (day + ONE).month == day.month:
        day += ONE
    return day


def forward(
    origin: date,
    n: int,
    unit: str,
    roll: bool,
    restarts: list[date] | None = None,
    excluded: list[tuple[date, date]] | None = None,
    more: int = 0,
) -> tuple[date, date]:
    """The last day before and after rolling. Raises Outside."""
    start = origin
    for event in restarts or []:
        start = max(start, event)
    skip: set[date] = set()
    for first, last in excluded or []:
        if last <= origin:
            raise Outside(first)
        day = first
        while day <= last:
            skip.add(day)
            day += ONE
    if unit in ("M", "Y"):
        goal = same_day_later(start, n if unit == "M" else 12 * n)
        n, unit = (goal - start).days, "CD"
    left = n + more
    day = start
    while left:
        day += ONE
        if day in skip or (unit == "WD" and rests(day)):
            continue
        left -= 1
    for first, last in excluded or []:
        if last > start and max(first, start + ONE) > day:
            raise Outside(first)
    end = day
    while roll and rests(end):
        end += ONE
    return day, end


def backward(event: date, n: int) -> date:
    day = event
    while n:
        day -= ONE
        if not rests(day):
            n -= 1
    return day
