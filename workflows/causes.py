"""Court causes of action (案由), by the day of filing. Coded for exchange with courts; finality never looks at them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows import catalogue
from workflows.errors import InputError, NotInForce


@dataclass(frozen=True)
class Cause:
    """One cause: code ("205(5)"), title, the heading it stands under, mark, whether the version introduced it."""

    code: str
    title: str
    group: str
    mark: str
    kind: Literal["dispute", "linkage", "elsewhere"]
    new: bool


@dataclass(frozen=True)
class CauseList:
    """The list courts use for cases filed from `since` on."""

    since: date
    until: date | None
    part: str
    basis: str
    mark: str
    note: str
    causes: tuple[Cause, ...]

    def find(self, code: str) -> Cause | None:
        """The cause with this code; full-width brackets are understood."""
        clean = code.strip().replace("（", "(").replace("）", ")")
        return next((c for c in self.causes if c.code == clean), None)


def versions() -> tuple[CauseList, ...]:
    """Every list, oldest first."""
    return tuple(
        CauseList(
            since=b["since"],
            until=b.get("until"),
            part=b["part"],
            basis=b["basis"],
            mark=b["mark"],
            note=b.get("note", ""),
            causes=tuple(
                Cause(c["code"], c["title"], c["group"], c["mark"], c.get("kind", "dispute"), c.get("new", False))
                for c in b["causes"]
            ),
        )
        for b in catalogue.read("causes")["version"]
    )


def list_on(filed: date) -> CauseList:
    """The list for a case filed on `filed`. Raises NotInForce before the first list we hold."""
    for found in versions():
        if found.since <= filed and (found.until is None or filed <= found.until):
            return found
    first = versions()[0].since
    raise NotInForce(
        f"{filed.isoformat()} 立案的案由没有登记：最早的案由表自 {first.isoformat()} 起。请按当时的案由规定人工填写。"
    )


def cause(code: str, filed: date) -> Cause:
    """The cause `code` of a case filed on `filed`. Raises InputError naming the list it does stand in, if any."""
    current = list_on(filed)
    found = current.find(code)
    if found is not None:
        return found
    other = next((v for v in versions() if v.find(code)), None)
    why = f"{filed.isoformat()} 立案适用的案由表（{current.basis}）里没有这个案由。"
    if other is not None:
        moved = next((c for c in current.causes if c.title == other.find(code).title), None)  # type: ignore[union-attr]
        why += f"它在自 {other.since.isoformat()} 起的案由表里。"
        if moved is not None:
            raise InputError("cause", code, why, f"请改用 {moved.code}（{moved.title}）。", current.basis)
    raise InputError("cause", code, why, "请从该日适用的案由表中选择。", current.basis)
