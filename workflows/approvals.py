"""Which acts need approval, by whom one after another, on what ground and by when (approvals.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflows import limits_rules
from workflows.errors import DefinitionError
from workflows.states import ROLES

FILE = Path(__file__).parent / "approvals.toml"
LAST = "head"
"""Every chain ends with the head of the arbitration court, or whom he or she has entrusted (CHR 45, 47)."""
MARKS = ("V", "P")


@dataclass(frozen=True)
class Level:
    """One desk an approval passes. `role` is the role of those who stand at it."""

    id: str
    title: str
    title_en: str
    role: str


@dataclass(frozen=True)
class Kind:
    """One kind of act: the levels it passes, the limit within which it has to be decided, and its ground.

    `mark` "V": law or rules demand the approval; "P": the office's practice, which a setting may switch off.
    """

    id: str
    title: str
    title_en: str
    levels: tuple[str, ...]
    basis: str
    mark: str
    until: str = ""
    together: bool = False

    @property
    def setting(self) -> str:
        """The key under which an office may write "no" where the approval is only practice."""
        return f"approval.{self.id}"


@dataclass(frozen=True)
class Approvals:
    """The whole table."""

    levels: Mapping[str, Level]
    kinds: Mapping[str, Kind]


def load(path: Path = FILE) -> Approvals:
    """Read the table and prove it sound. Raises DefinitionError with file, block and reason."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path.name}：不是合格的 TOML：{error}") from error
    levels = {name: Level(id=name, **block) for name, block in raw.get("level", {}).items()}
    for level in levels.values():
        if level.role not in ROLES:
            raise DefinitionError(f"{path.name}：审批层级 {level.id} 有误：没有岗位 {level.role!r}")
    kinds: dict[str, Kind] = {}
    for position, block in enumerate(raw.get("kind", ()), start=1):
        one = _kind(block, path.name, position, levels)
        if one.id in kinds:
            raise DefinitionError(f"{path.name}：审批种类 {one.id} 有误：写了两次")
        kinds[one.id] = one
    return Approvals(levels, kinds)


def _kind(block: Mapping[str, Any], file: str, position: int, levels: Mapping[str, Level]) -> Kind:
    where = f"{file}：审批种类 {block.get('id', f'第 {position} 种')} 有误"
    for key in ("id", "title", "title_en", "levels", "basis", "mark"):
        if not block.get(key):
            raise DefinitionError(f"{where}：缺少 {key}")
    if strange := set(block) - {"id", "title", "title_en", "levels", "basis", "mark", "until", "together"}:
        raise DefinitionError(f"{where}：不认识的键 {'、'.join(sorted(strange))}")
    one = Kind(**{**block, "levels": tuple(block["levels"])})
    for level in one.levels:
        if level not in levels:
            raise DefinitionError(f"{where}：没有审批层级 {level!r}")
    if len(set(one.levels)) != len(one.levels):
        raise DefinitionError(f"{where}：同一层级写了两次")
    if one.levels[-1] != LAST:
        raise DefinitionError(f"{where}：最后一级应当是仲裁院负责人")
    if one.mark not in MARKS:
        raise DefinitionError(f"{where}：mark 应当是 V 或者 P")
    if one.until and one.until not in limits_rules.rules():
        raise DefinitionError(f"{where}：没有期限规则 {one.until!r}")
    if not re.match(r"[A-Z]", one.basis):
        raise DefinitionError(f"{where}：依据 {one.basis!r} 不是法律名称")
    return one


@cache
def approvals() -> Approvals:
    """The table the product ships, read and proved once per process."""
    return load()
