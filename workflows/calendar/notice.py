"""What an office knows about days: the yearly holiday notices, its own closures, declared outages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from workflows.errors import DefinitionError, InputError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Notice:
    """The State Council's holiday notice for one year: days off with their names, weekend days worked."""

    year: int
    number: str
    off: Mapping[date, str] = field(repr=False)
    worked: frozenset[date] = field(repr=False, default=frozenset())
    mark: str = "V"


@dataclass(frozen=True)
class Closure:
    """Days an office could not be reached, by its own announcement.

    `office`: closed, so not a working day and a period does not end on it. `outage`: only the
    filing system was down; working days still count, but a period does not end on it.
    `basis` names the announcement.
    """

    start: date
    end: date
    kind: Literal["office", "outage"] = "office"
    reason: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError("end", self.end, "停止办公的结束日早于开始日。", "请把两个日期核对后重新填写。")

    @property
    def label(self) -> str:
        return self.reason or ("机构停止办公" if self.kind == "office" else "立案系统故障")


def days_between(start: date, end: date) -> tuple[date, ...]:
    """Every day from `start` to `end`, both included."""
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))


def notice_from(raw: Mapping[str, Any], where: str) -> Notice:
    """A notice from its table (a shipped TOML file, or an administrator's form in the same shape).

    Raises DefinitionError naming `where` and the reason.
    """
    for key in ("year", "number", "off"):
        if key not in raw:
            raise DefinitionError(f"{where}：缺少 {key}")
    year = raw["year"]
    off: dict[date, str] = {}
    for position, block in enumerate(raw["off"], start=1):
        if not block["from"] <= block["to"]:
            raise DefinitionError(f"{where}：第 {position} 个 [[off]] 的 to 早于 from")
        off.update((day, block["name"]) for day in days_between(block["from"], block["to"]))
    worked = frozenset(raw.get("worked", ()))
    for day in worked:
        if day.weekday() < 5 or day in off:
            raise DefinitionError(f"{where}：调休上班日 {day.isoformat()} 不是周末，或者又列为放假")
    if stray := [day for day in (*off, *worked) if day.year != year]:
        raise DefinitionError(f"{where}：{stray[0].isoformat()} 不在 {year} 年内")
    return Notice(year=year, number=raw["number"], off=off, worked=worked, mark=raw.get("mark", "V"))


@cache
def shipped() -> tuple[Notice, ...]:
    """The notices shipped as TOML, one file a year."""
    found = []
    for path in sorted(FOLDER.glob("[0-9][0-9][0-9][0-9].toml")):
        with path.open("rb") as stream:
            found.append(notice_from(tomllib.load(stream), path.name))
    return tuple(found)
