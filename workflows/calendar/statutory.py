"""The statutory days of HOL 2, for pay only (LL 44): 13 a year from 2025, 11 before."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from workflows.errors import NotInForce

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Version:
    """The list of days as it stood between two dates."""

    start: date
    end: date | None
    basis: str
    mark: str
    fixed: tuple[tuple[int, int], ...]
    festivals: tuple[tuple[str, int, int], ...]


@cache
def versions() -> tuple[Version, ...]:
    with (FOLDER / "statutory.toml").open("rb") as stream:
        raw = tomllib.load(stream)
    return tuple(
        Version(
            start=block["from"],
            end=block.get("to"),
            basis=block["basis"],
            mark=block["mark"],
            fixed=tuple((int(day[:2]), int(day[3:])) for day in block["fixed"]),
            festivals=tuple((f["name"], f.get("before", 0), f.get("after", 0)) for f in block["festivals"]),
        )
        for block in raw["versions"]
    )


def version_on(day: date) -> Version:
    """The list in force on `day`. Raises NotInForce before the first one."""
    for version in versions():
        if version.start <= day and (version.end is None or day <= version.end):
            return version
    raise NotInForce(
        f"{day.isoformat()} 没有登记全体公民放假的节日。登记自2008年1月1日起；更早的请按当时的规定人工核对。"
    )


@cache
def festivals() -> dict[int, dict[str, date]]:
    """Lunar and solar-term festivals by year."""
    with (FOLDER / "festivals.toml").open("rb") as stream:
        raw = tomllib.load(stream)
    return {block["year"]: {k: v for k, v in block.items() if k != "year"} for block in raw["years"]}


@cache
def days(year: int) -> frozenset[date]:
    """The statutory days of one year. Raises NotInForce for a year without festival data."""
    version = version_on(date(year, 1, 1))
    return frozenset(date(year, month, day) for month, day in version.fixed) | frozenset(lunar_days(year))


def lunar_days(year: int) -> Iterator[date]:
    """Those of the statutory days that move from year to year."""
    if year not in festivals():
        raise NotInForce(f"{year} 年的春节、清明、端午、中秋日期没有登记，请先在 festivals.toml 中补录。")
    for name, before, after in version_on(date(year, 1, 1)).festivals:
        centre = festivals()[year][name]
        yield from (centre + timedelta(days=n) for n in range(-before, after + 1))


@cache
def fixed_days(year: int) -> frozenset[tuple[int, int]]:
    """Month and day of the statutory days that do not move; for years before the first version, of the first."""
    earliest = min(versions(), key=lambda v: v.start)
    return frozenset((earliest if year < earliest.start.year else version_on(date(year, 1, 1))).fixed)
