"""Two calendars: days of rest for counting periods, and the statutory days for pay.

A year's days of rest come from the State Council's notice: shipped TOML, past years from a kept
package, or a notice the office's administrator has added as data. A year without a notice is a
forecast (weekends and fixed-date holidays) and `is_published` says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from workflows.calendar import past_years, statutory
from workflows.calendar.notice import Closure, Notice, days_between, notice_from, shipped

__all__ = ["Calendar", "Closure", "Notice", "days_between", "notice_from"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days are days of rest at one office. Immutable; build it with `Calendar.standard`."""

    notices: Mapping[int, Notice]
    closures: tuple[Closure, ...] = ()
    _off: Mapping[date, str] = field(repr=False, default_factory=dict)
    _worked: frozenset[date] = field(repr=False, default=frozenset())
    _outage: Mapping[date, str] = field(repr=False, default_factory=dict)

    @staticmethod
    def standard(closures: Iterable[Closure] = (), notices: Iterable[Notice] = ()) -> "Calendar":
        """The calendar with every published year; `notices` and `closures` are the office's own additions.

        An added notice replaces the shipped one of the same year.
        """
        closures, notices = tuple(closures), tuple(notices)
        return build(closures, notices) if notices else with_closures(closures)

    def is_rest_day(self, day: date) -> bool:
        """True on weekends, days off by notice and days the office is closed; not on swapped working days."""
        if day in self._off:
            return True
        if day in self._worked:
            return False
        if day.weekday() >= 5:
            return True
        return day.year not in self.notices and (day.month, day.day) in statutory.fixed_days(day.year)

    def is_statutory_holiday(self, day: date) -> bool:
        """True on the days of HOL 2, which alone carry triple pay (LL 44): 13 a year from 2025, 11 before.

        Raises NotInForce before 2008 and for years without festival data.
        """
        return day in statutory.days(day.year)

    def is_published(self, year: int) -> bool:
        """True when the days of rest of `year` rest on a notice and not on a forecast."""
        return year in self.notices

    def can_end_on(self, day: date) -> bool:
        """False on days of rest and on days of a declared outage: a period does not end there."""
        return not self.is_rest_day(day) and day not in self._outage

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself does not count; n = 0 answers `day`."""
        while n > 0:
            day += ONE_DAY
            if not self.is_rest_day(day):
                n -= 1
        return day

    def nth_working_day_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`, which itself does not count; n = 0 answers `day`."""
        while n > 0:
            day -= ONE_DAY
            if not self.is_rest_day(day):
                n -= 1
        return day

    def roll(self, day: date, weekends: bool = True) -> date:
        """`day`, or the first day after it on which a period can end (CPL 85; CC 203).

        Without `weekends`, 法定休假日 is read as in LL 44: only statutory days, closures and outages move the end.
        """
        while not self.can_end_on(day) if weekends else self._is_barred(day):
            day += ONE_DAY
        return day

    def _is_barred(self, day: date) -> bool:
        return self.is_statutory_holiday(day) or any(c.start <= day <= c.end for c in self.closures)

    def last_working_day_until(self, day: date) -> date:
        """`day`, or the last working day before it: what a body should plan for."""
        return day if not self.is_rest_day(day) else self.nth_working_day_before(day, 1)

    def unpublished_years(self, start: date, end: date) -> tuple[int, ...]:
        """Years touched between two days for which there is no notice."""
        return tuple(year for year in range(start.year, end.year + 1) if year not in self.notices)

    def name_of(self, day: date) -> str:
        """Why nobody works, or somebody does, on `day`; empty on a plain working day."""
        if day in self._off:
            return self._off[day]
        if day in self._outage:
            return self._outage[day]
        if day in self._worked:
            return "调休上班"
        if day.weekday() >= 5:
            return "周末"
        return "法定节日（预测）" if self.is_rest_day(day) else ""

    def rest_spans(self, start: date, end: date) -> Iterator[tuple[date, date, str]]:
        """Runs of days of rest between two days (both included) under one name, and swapped working days."""
        first, last, name = start, start, ""
        day = start
        while day <= end:
            here = self.name_of(day) if self.is_rest_day(day) or day in self._worked else ""
            if here != name:
                if name:
                    yield first, last, name
                first, name = day, here
            last = day
            day += ONE_DAY
        if name:
            yield first, last, name

    def number_for(self, year: int) -> str:
        """The number of the notice a year's days rest on, or that there is none."""
        return self.notices[year].number if year in self.notices else f"{year}年放假通知未公布"

    def lunar_rest_days(self, start: date, end: date) -> tuple[date, ...]:
        """Statutory lunar days in unpublished years between two days, which the forecast leaves out."""
        return tuple(
            sorted(
                day
                for year in self.unpublished_years(start, end)
                if year in statutory.festivals()
                for day in statutory.lunar_days(year)
                if start <= day <= end and not self.is_rest_day(day)
            )
        )


def build(closures: tuple[Closure, ...], added: tuple[Notice, ...]) -> Calendar:
    """A calendar of its own for an office with closures or added notices."""
    notices = {n.year: n for n in (*past_years.notices(), *shipped(), *added)}
    off = {day: name for notice in notices.values() for day, name in notice.off.items()}
    outage: dict[date, str] = {}
    for closure in closures:
        target = off if closure.kind == "office" else outage
        target.update((day, closure.label) for day in days_between(closure.start, closure.end))
    worked = frozenset(day for notice in notices.values() for day in notice.worked)
    return Calendar(notices=notices, closures=closures, _off=off, _worked=worked, _outage=outage)


@lru_cache(maxsize=64)
def with_closures(closures: tuple[Closure, ...]) -> Calendar:
    """The calendar with an office's closures and no notices of its own; immutable, so shared."""
    return build(closures, ())
