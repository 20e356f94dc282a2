"""In which order work is shown, and how much a case weighs when it is given out (worklist.toml)."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError
from workflows.items import KINDS

FILE = Path(__file__).parent / "worklist.toml"
LOOKS_AT = ("limit", "statutory", "hearing", "collective", "livelihood", "age")


@dataclass(frozen=True)
class PriorityRow:
    """One reason to do a thing earlier, with its points."""

    id: str
    looks_at: str
    points: int
    title: str
    title_en: str
    up_to: int | None = None
    at_least: int | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeightRow:
    """How much a kind of case weighs."""

    id: str
    weight: float
    title: str
    title_en: str
    procedure: str = ""
    collective: bool = False


@dataclass(frozen=True)
class Work:
    """What the rows look at: one task with its case, as they stand on `today`."""

    today: date
    filed_on: date
    due: date | None = None
    statutory: bool = False
    hearing_on: date | None = None
    collective: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Priority:
    """The points of a piece of work and the rows they come from."""

    points: int
    rows: tuple[PriorityRow, ...]


@dataclass(frozen=True)
class Worklist:
    """The whole table."""

    priorities: tuple[PriorityRow, ...]
    weights: tuple[WeightRow, ...]
    chief_share: float
    member_share: float

    def priority(self, work: Work) -> Priority:
        """The first fitting row of each thing looked at counts."""
        met: dict[str, PriorityRow] = {}
        for row in self.priorities:
            if row.looks_at not in met and _fits(row, work):
                met[row.looks_at] = row
        return Priority(sum(row.points for row in met.values()), tuple(met.values()))

    def weight(self, procedure: str, *, collective: bool) -> float:
        """What a case weighs before the seat in the tribunal is looked at."""
        for row in self.weights:
            if (not row.procedure or row.procedure == procedure) and (not row.collective or collective):
                return row.weight
        raise AssertionError("the loader insists on a row for every case")


def _fits(row: PriorityRow, work: Work) -> bool:
    if row.looks_at == "statutory":
        return work.statutory
    if row.looks_at == "collective":
        return work.collective
    if row.looks_at == "livelihood":
        return not work.kinds.isdisjoint(row.kinds)
    if row.looks_at == "age":
        return (work.today - work.filed_on).days >= (row.at_least or 0)
    day = work.hearing_on if row.looks_at == "hearing" else work.due if work.statutory else None
    if day is None or row.up_to is None:
        return False
    left = (day - work.today).days
    return left <= row.up_to and (row.looks_at == "limit" or left >= 0)


def load(path: Path = FILE) -> Worklist:
    """Read the table and prove it sound. Raises DefinitionError with file, block and reason."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path.name}：不是合格的 TOML：{error}") from error
    rows = tuple(_priority(block, path.name) for block in raw.get("priority", ()))
    _once([row.id for row in rows], path.name)
    weights = tuple(WeightRow(**block) for block in raw.get("weight", ()))
    if not weights or weights[-1].procedure or weights[-1].collective:
        raise DefinitionError(f"{path.name}：分量的最后一行应当不带条件，对任何案件成立")
    share = raw.get("share", {})
    return Worklist(rows, weights, float(share["chief"]), float(share["member"]))


def _priority(block: dict[str, Any], file: str) -> PriorityRow:
    where = f"{file}：先后 {block.get('id')} 有误"
    named = {**block, "kinds": tuple(block.get("kinds", ()))}
    if "from" in named:
        named["at_least"] = named.pop("from")
    try:
        row = PriorityRow(**named)
    except TypeError as error:
        raise DefinitionError(f"{where}：{error}") from error
    if row.looks_at not in LOOKS_AT:
        raise DefinitionError(f"{where}：不知道看什么：{row.looks_at!r}")
    if row.looks_at in ("limit", "hearing") and row.up_to is None:
        raise DefinitionError(f"{where}：缺少 up_to")
    if row.looks_at == "age" and row.at_least is None:
        raise DefinitionError(f"{where}：缺少 from")
    for kind in row.kinds:
        if kind not in KINDS:
            raise DefinitionError(f"{where}：没有请求种类 {kind!r}")
    return row


def _once(ids: Collection[str], file: str) -> None:
    for one in ids:
        if list(ids).count(one) > 1:
            raise DefinitionError(f"{file}：先后 {one} 有误：写了两次")


@cache
def worklist() -> Worklist:
    """The table the product ships, read and proved once per process."""
    return load()
