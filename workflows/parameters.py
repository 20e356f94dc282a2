"""Dated parameters of the law: one TOML file each in `workflows/law/`, looked up by day and place.

A value never changes; a new one is added below with its date. Marks: V read in full text,
S secondary copy, P practice or one region only, U nobody has read the text. A value marked U
is never a silent default: `on` returns it with `needs_check` true and callers must say so.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError, InputError, NotInForce

FOLDER = Path(__file__).parent / "law"
MARKS = ("V", "S", "P", "U")


@dataclass(frozen=True)
class Entry:
    """One value of a parameter with the ground it stands on."""

    name: str
    title: str
    unit: str
    value: Any
    start: date
    basis: str
    mark: str
    place: str = ""
    note: str = ""
    end: date | None = None

    @property
    def needs_check(self) -> bool:
        """True when nobody has read the text this value comes from (marks S and U)."""
        return self.mark in ("S", "U")


@dataclass(frozen=True)
class Parameter:
    """All values of one parameter, oldest first, and the day somebody last compared them."""

    name: str
    title: str
    unit: str
    checked_on: date
    entries: tuple[Entry, ...]
    note: str = ""
    by_place: bool = field(default=False)

    def on(self, day: date, place: str = "") -> Entry:
        """The entry in force on `day` at `place` (the nearest enclosing place wins: 东营区 → 东营市 → 山东省 → 全国).

        Raises NotInForce when none is.
        """
        for candidate in enclosing(place) if self.by_place else ("",):
            fitting = [
                e for e in self.entries if e.place == candidate and e.start <= day and (e.end is None or day <= e.end)
            ]
            if fitting:
                return max(fitting, key=lambda e: e.start)
        where = f"{place or '全国'}" if self.by_place else "全国"
        raise NotInForce(
            f"参数「{self.title}」（{self.name}）在 {day.isoformat()}、{where} 没有生效的数值。"
            "请由管理员按公布文件登记该数值、起始日期和出处后再算。"
        )


def enclosing(place: str) -> tuple[str, ...]:
    """`place` and every place around it, innermost first; places are written "山东省/东营市/东营区"."""
    parts = [p for p in place.split("/") if p]
    return tuple("/".join(parts[:n]) for n in range(len(parts), 0, -1)) + ("",)


def load_file(path: Path) -> Parameter:
    """Read one parameter file; raises DefinitionError naming the file, the block and the reason."""
    with path.open("rb") as stream:
        raw = tomllib.load(stream)
    for key in ("title", "unit", "checked_on", "values"):
        if key not in raw:
            raise DefinitionError(f"{path.name}：缺少 {key}")
    entries = []
    for position, block in enumerate(raw["values"], start=1):
        for key in ("from", "value", "basis", "mark"):
            if key not in block:
                raise DefinitionError(f"{path.name}：第 {position} 个 [[values]] 缺少 {key}")
        if block["mark"] not in MARKS:
            raise DefinitionError(f"{path.name}：第 {position} 个 [[values]] 的 mark 只能是 V、S、P、U")
        entries.append(
            Entry(
                name=path.stem,
                title=raw["title"],
                unit=raw["unit"],
                value=block["value"],
                start=block["from"],
                basis=block["basis"],
                mark=block["mark"],
                place=block.get("place", ""),
                note=block.get("note", ""),
                end=block.get("to"),
            )
        )
    return Parameter(
        name=path.stem,
        title=raw["title"],
        unit=raw["unit"],
        checked_on=raw["checked_on"],
        entries=tuple(entries),
        note=raw.get("note", ""),
        by_place=any(e.place for e in entries),
    )


@cache
def shipped() -> Mapping[str, Parameter]:
    """Every parameter file the product ships, by name."""
    return {path.stem: load_file(path) for path in sorted(FOLDER.glob("*.toml"))}


def on(day: date, name: str, place: str = "", extra: Iterable[Entry] = ()) -> Entry:
    """The entry of parameter `name` in force on `day` at `place`.

    `extra` are entries an office's administrator has added with date and source; where one
    starts later than the shipped one it wins. Raises InputError for an unknown name,
    NotInForce when nothing is in force.
    """
    known = shipped()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"相近的参数：{'、'.join(near)}。" if near else "请用 hengjian law check 查看全部参数名。"
        raise InputError("name", name, "没有这个参数。", hint)
    parameter = known[name]
    added = tuple(e for e in extra if e.name == name)
    if added:
        parameter = Parameter(
            name=parameter.name,
            title=parameter.title,
            unit=parameter.unit,
            checked_on=parameter.checked_on,
            entries=parameter.entries + added,
            note=parameter.note,
            by_place=parameter.by_place or any(e.place for e in added),
        )
    return parameter.on(day, place)
