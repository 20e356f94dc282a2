"""The limit rules of the law, read from `workflows/law/limits/*.toml` and checked while reading."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError, InputError, NotInForce
from workflows.parameters import MARKS

FOLDER = Path(__file__).parent / "law" / "limits"
UNITS = {"WD": "个工作日", "CD": "日", "M": "个月", "Y": "年"}
NEEDED = ("id", "title", "title_en", "trigger", "length", "unit", "roll", "bound", "basis", "mark", "since")
OPTIONAL = (
    "missed", "missed_id", "extend", "restart", "restart_basis", "exclude", "exclude_basis",
    "until", "options", "backward", "plan", "note", "day_ground", "result",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One answer to an open question; None leaves the rule's own value."""

    value: str
    label: str
    length: int | None = None
    unit: str | None = None
    start: str | None = None


@dataclass(frozen=True)
class Option:
    """A question the rule leaves open (marks P and U), or a number a tribunal sets itself.

    Either `choices` or the bounds `minimum`..`maximum` of a number of days. `warn`: say the
    default aloud in every answer.
    """

    name: str
    title: str
    mark: str
    basis: str
    default: str = ""
    warn: bool = False
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: int = 0
    maximum: int = 0


@dataclass(frozen=True)
class Extension:
    """How far a period can be made longer: `max` in the rule's unit (None: as the parties agree)."""

    who: str
    basis: str
    max: int | None = None
    times: int | None = None


@dataclass(frozen=True)
class LimitRule:
    """One period of the law as it stands between two dates."""

    id: str
    title: str
    title_en: str
    trigger: str
    length: int
    unit: str
    roll: bool
    bound: str
    basis: str
    mark: str
    since: date
    checked_on: date
    file: str
    until: date | None = None
    backward: bool = False
    plan: bool = False
    missed: str = ""
    missed_id: str = ""
    note: str = ""
    day_ground: str = ""
    result: str = ""
    extend: Extension | None = None
    restart: tuple[str, ...] = ()
    restart_basis: str = ""
    exclude: tuple[str, ...] = ()
    exclude_basis: str = ""
    options: tuple[Option, ...] = ()

    @property
    def period(self) -> str:
        """The period in words: 5个工作日."""
        if self.length:
            return f"{self.length}{UNITS[self.unit]}"
        return "由仲裁庭指定" if any(option.required for option in self.options) else "当日"


@dataclass(frozen=True)
class Ground:
    """One rule of counting (rules.md §1) with its text and article between two dates."""

    id: str
    text: str
    basis: str
    mark: str
    since: date


def rules() -> Mapping[str, tuple[LimitRule, ...]]:
    """Every limit rule by id, its versions oldest first."""
    return _load()[0]


def rule(name: str, on: date | None = None) -> LimitRule:
    """The version of rule `name` in force on day `on`; without a day the newest.

    Raises InputError for an unknown name (naming the nearest), NotInForce for a day without a version.
    """
    known = rules()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"相近的规则：{'、'.join(near)}。" if near else "请用 hengjian law check 查看全部规则编号。"
        raise InputError("rule", name, "没有这条期限规则。", hint)
    versions = known[name]
    if on is None:
        return versions[-1]
    for version in reversed(versions):
        if version.since <= on and (version.until is None or on <= version.until):
            return version
    first = versions[0]
    raise NotInForce(
        f"期限规则「{first.title}」（{name}）自 {first.since.isoformat()} 起施行（{first.basis}），"
        f"不适用于 {on.isoformat()} 的事件。请核对日期；确属更早的事件，请按当时的规定人工计算。"
    )


def ground(name: str, on: date) -> Ground:
    """The counting rule `name` as it stood on day `on`; before its first version, the first."""
    versions = _load()[1][name]
    for version in reversed(versions):
        if version.since <= on:
            return version
    return versions[0]


def grounds() -> tuple[Ground, ...]:
    """Every version of every counting rule."""
    return tuple(version for versions in _load()[1].values() for version in versions)


def roll_options() -> tuple[Option, ...]:
    """The open questions about rolling, which every rolling rule shares."""
    return _load()[2]


@cache
def _load() -> tuple[Mapping[str, tuple[LimitRule, ...]], Mapping[str, tuple[Ground, ...]], tuple[Option, ...]]:
    shared: list[Option] = []
    limits: dict[str, list[LimitRule]] = {}
    grounds: dict[str, list[Ground]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for found in load_limits(path):
            limits.setdefault(found.id, []).append(found)
        for base in load_grounds(path):
            grounds.setdefault(base.id, []).append(base)
        shared += [_option(block, path.name) for block in _read(path).get("roll_option", [])]
    for name, versions in limits.items():
        versions.sort(key=lambda v: v.since)
        for earlier, later in pairwise(versions):
            if earlier.until is None or earlier.until >= later.since:
                raise DefinitionError(f"{later.file}：{name} 的两个版本在 {later.since.isoformat()} 重叠")
        for found in versions:
            if found.day_ground and found.day_ground not in grounds:
                raise DefinitionError(f"{found.file}：{name} 的 day_ground {found.day_ground!r} 没有定义")
    return (
        {name: tuple(versions) for name, versions in limits.items()},
        {name: tuple(sorted(versions, key=lambda g: g.since)) for name, versions in grounds.items()},
        tuple(shared),
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        raw = tomllib.load(stream)
    if "checked_on" not in raw:
        raise DefinitionError(f"{path.name}：缺少 checked_on")
    return raw


def load_grounds(path: Path) -> tuple[Ground, ...]:
    """The counting rules of one file. Raises DefinitionError naming file, block and reason."""
    blocks = _read(path).get("ground", [])
    for block in blocks:
        where = f"{path.name}：[[ground]] {block.get('id', '（无编号）')}"
        _keys(block, where, ("id", "text", "basis", "mark", "since"), ())
    return tuple(Ground(**block) for block in blocks)


def load_limits(path: Path) -> tuple[LimitRule, ...]:
    """The limit rules of one file. Raises DefinitionError naming file, block and reason."""
    raw = _read(path)
    return tuple(_limit(block, path.name, raw["checked_on"]) for block in raw.get("limit", []))


def _limit(block: dict[str, Any], file: str, checked_on: date) -> LimitRule:
    where = f"{file}：[[limit]] {block.get('id', '（无编号）')}"
    _keys(block, where, NEEDED, OPTIONAL)
    if block["unit"] not in UNITS:
        raise DefinitionError(f"{where} 的 unit 只能是 {'、'.join(UNITS)}")
    if not isinstance(block["length"], int) or block["length"] < 0:
        raise DefinitionError(f"{where} 的 length 应为不小于零的整数")
    fields = dict(block)
    if "extend" in fields:
        _keys(fields["extend"], f"{where}.extend", ("who", "basis"), ("max", "times"))
        fields["extend"] = Extension(**fields["extend"])
    fields["restart"] = tuple(fields.get("restart", ()))
    fields["exclude"] = tuple(fields.get("exclude", ()))
    fields["options"] = tuple(_option(option, where) for option in fields.get("options", ()))
    return LimitRule(**fields, file=file, checked_on=checked_on)


def _option(block: dict[str, Any], where: str) -> Option:
    where = f"{where}.options {block.get('name', '（无名称）')}"
    _keys(
        block,
        where,
        ("name", "title", "mark", "basis"),
        ("default", "warn", "required", "choices", "minimum", "maximum"),
    )
    choices = tuple(Choice(**choice) for choice in block.get("choices", ()))
    option = Option(**{**block, "choices": choices})
    if choices and option.default not in [c.value for c in choices]:
        raise DefinitionError(f"{where} 的 default {option.default!r} 不在 choices 之中")
    if not choices and option.maximum <= option.minimum:
        raise DefinitionError(f"{where} 既没有 choices，也没有 minimum 和 maximum")
    if any(c.unit is not None and c.unit not in UNITS for c in choices):
        raise DefinitionError(f"{where} 的 unit 只能是 {'、'.join(UNITS)}")
    return option


def _keys(block: Mapping[str, Any], where: str, needed: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if missing := [key for key in needed if key not in block]:
        raise DefinitionError(f"{where} 缺少 {missing[0]}")
    if unknown := [key for key in block if key not in needed + optional]:
        raise DefinitionError(f"{where} 有不认识的字段 {unknown[0]!r}")
    if "mark" in block and block["mark"] not in MARKS:
        raise DefinitionError(f"{where} 的 mark 只能是 V、S、P、U")
    if block.get("basis") == "":
        raise DefinitionError(f"{where} 没有写明依据 basis")
