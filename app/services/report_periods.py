"""The time a report speaks of: a month (2026-10), a quarter (2026-Q3) or a year (2026), and its own words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflows.errors import InputError

MONTH, QUARTER, YEAR = "month", "quarter", "year"
LENGTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
WORDS: Mapping[str, Mapping[str, str]] = {
    MONTH: {},
    QUARTER: {"本月": "本季度", "月末": "季末", "月报": "季报"},
    YEAR: {"本月": "本年", "月末": "年末", "月报": "年度报告"},
}
"""The parts are written for a month; longer reports say their own word in the same sentences."""
TITLES = {MONTH: "裁审衔接月报", QUARTER: "裁审衔接季度白皮书", YEAR: "裁审衔接年度白皮书"}


@dataclass(frozen=True)
class Period:
    """`start` to `end` inclusive; `rolling` is the first of the twelve months that end with it."""

    name: str
    kind: str
    start: date
    end: date
    rolling: date

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def said(self) -> str:
        """2026年10月, 2026年第3季度, 2026年."""
        tail = {MONTH: f"{self.start.month}月", QUARTER: f"第{(self.start.month + 2) // 3}季度", YEAR: ""}
        return f"{self.start.year}年{tail[self.kind]}"

    @property
    def before(self) -> str:
        """The name of the period of the same length just before."""
        return _name(self.kind, self.start - timedelta(days=1))

    @property
    def year_before(self) -> str:
        return _name(self.kind, date(self.start.year - 1, self.start.month, 1))

    @property
    def months(self) -> list[str]:
        first = self.start.year * 12 + self.start.month - 1
        return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, first + LENGTHS[self.kind])]


def period(name: str) -> Period:
    """The period of that name. Raises InputError."""
    kind, first = _first(name)
    if first is None:
        raise InputError(
            "month", name, "不是月份、季度或年份。", "月份按 2026-10 的样式填写，季度按 2026-Q3，年份按 2026。"
        )
    after = _months_later(first, LENGTHS[kind])
    return Period(name, kind, first, after - timedelta(days=1), date(after.year - 1, after.month, 1))


def _first(name: object) -> tuple[str, date | None]:
    text = name if isinstance(name, str) else ""
    year, _, rest = text.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2999):
        return MONTH, None
    if not rest and "-" not in text:
        return YEAR, date(int(year), 1, 1)
    if len(rest) == 2 and rest[0] == "Q" and rest[1] in "1234":
        return QUARTER, date(int(year), 3 * int(rest[1]) - 2, 1)
    if len(rest) == 2 and rest.isascii() and rest.isdecimal() and 1 <= int(rest) <= 12:
        return MONTH, date(int(year), int(rest), 1)
    return MONTH, None


def _months_later(day: date, months: int) -> date:
    n = day.year * 12 + day.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)


def _name(kind: str, day: date) -> str:
    tail = {MONTH: f"-{day.month:02d}", QUARTER: f"-Q{(day.month + 2) // 3}", YEAR: ""}
    return f"{day.year}{tail[kind]}"


def worded(value: Any, kind: str) -> Any:
    """The same text, list or record with the words of this kind of period."""
    if not WORDS[kind]:
        return value
    if isinstance(value, str):
        for plain, own in WORDS[kind].items():
            value = value.replace(plain, own)
        return value
    if isinstance(value, Mapping):
        return {key: item if key in ("svg", "figure", "cases") else worded(item, kind) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [worded(item, kind) for item in value]
    return value
