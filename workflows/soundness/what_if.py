"""What if a step or a role were not there: which states would lose every way to an end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from workflows.soundness.graph import Ways, closure, kinds, machines, of_kind, ways
from workflows.states import START, STATES

if TYPE_CHECKING:
    from workflows.statute import Statute


def without(book: Statute, steps: Collection[str] = (), roles: Collection[str] = ()) -> Statute:
    """The definition without these steps, and without the steps only these roles take."""
    kept = []
    for rule in book.rules:
        left = tuple(role for role in rule.by if role not in roles)
        if rule.id not in steps and left:
            kept.append(replace(rule, by=left))
    return replace(book, rules=tuple(kept))


def newly_stranded(book: Statute, reduced: Statute) -> list[tuple[str, str, str]]:
    """Machine, kind and state: a subject may stand there today, and would have no way to an end in `reduced`."""
    found = []
    for machine in machines(book):
        rules = book.of(machine, date.max)
        for kind in kinds(rules):
            along, less = ways(of_kind(rules, kind)), ways(of_kind(reduced.of(machine, date.max), kind))
            for state in sorted(closure({START}, along) - {START}):
                if STATES[machine][state].end or not _ends(machine, state, along):
                    continue
                if not _ends(machine, state, less):
                    found.append((machine, kind, state))
    return found


def _ends(machine: str, state: str, along: Ways) -> bool:
    return any(STATES[machine][one].end for one in closure({state}, along) if one in STATES[machine])
