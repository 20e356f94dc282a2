"""Kinds of claim item (仲裁请求项): the unit of filing, hearing, decision, finality and comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from workflows import catalogue
from workflows.errors import InputError

Limb = Literal["1", "2", "none", "relation"]


@dataclass(frozen=True)
class ItemKind:
    """One kind of claim.

    `limb` is the limb of LMA 47 it falls under by default; `option` names the open question
    of §6 that may move it (see workflows.finality.OPTIONS). `money` says whether an amount is
    awarded, `employer_claim` that the employer is the claimant. `rules` are the sums and
    limits a page offers first. `mark` tells how sure the limb is (V, S, P, U). `since` is the
    first day of an application on which the kind exists.
    """

    id: str
    title: str
    title_en: str
    limb: Limb
    money: bool
    employer_claim: bool
    rules: tuple[str, ...]
    basis: str
    mark: str
    since: date
    until: date | None
    option: str
    questions: tuple[str, ...]

    def on(self, day: date) -> bool:
        """Whether an application of `day` may use this kind."""
        return self.since <= day and (self.until is None or day <= self.until)


def _kind(block: Mapping[str, Any]) -> ItemKind:
    return ItemKind(
        id=block["id"],
        title=block["title"],
        title_en=block["title_en"],
        limb=block["limb"],
        money=block["money"],
        employer_claim=block.get("employer_claim", False),
        rules=tuple(block["rules"]),
        basis=block["basis"],
        mark=block["mark"],
        since=block["since"],
        until=block.get("to"),
        option=block.get("option", ""),
        questions=tuple(block.get("questions", ())),
    )


KINDS: Mapping[str, ItemKind] = MappingProxyType({b["id"]: _kind(b) for b in catalogue.read("items")["kind"]})


def kinds(day: date | None = None) -> tuple[ItemKind, ...]:
    """Every kind an application of `day` may use, in the order of the catalogue; all of them without a day."""
    return tuple(k for k in KINDS.values() if day is None or k.on(day))


def kind(name: str, day: date | None = None) -> ItemKind:
    """The kind called `name`. Raises InputError when there is none, or none yet on `day`."""
    found = KINDS.get(name) if isinstance(name, str) else None
    if found is None:
        raise InputError("kind", name, "请求类型目录中没有这一类。", f"请改用目录中的类型：{'、'.join(KINDS)}。")
    if day is not None and not found.on(day):
        raise InputError(
            "kind",
            name,
            f"「{found.title}」自 {found.since.isoformat()} 起才有，申请日 {day.isoformat()} 不能使用。",
            "请改用申请日当时的类型，或者核对申请日。",
            found.basis,
        )
    return found
