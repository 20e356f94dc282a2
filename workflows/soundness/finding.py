"""What a validator of the articles found: file, block and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.statute import Rule


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a definition, in words a person can act on."""

    file: str
    block: str
    why: str

    def __str__(self) -> str:
        where = f"{self.file}：{self.block}" if self.file else self.block
        return f"{where} 有误：{self.why}"


def about(rule: Rule, why: str) -> Finding:
    """A finding about one article."""
    return Finding(rule.file, f"条目 {rule.id}", why)


def machine_is(machine: str, why: str, kind: str = "") -> Finding:
    """A finding about a whole machine, or about one kind of its subjects."""
    return Finding("", f"状态机 {machine}" + (f"（{kind}）" if kind else ""), why)
