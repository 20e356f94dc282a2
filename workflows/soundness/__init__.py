"""Many small validators of the articles. The loader refuses a definition any of them finds fault with.

Each takes the whole definition and yields findings that name file, block and reason. What also concerns effects, papers
and tables is looked at by `app.services.definition`, one layer up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from workflows.soundness import branches, graph, names, timing, versions, wording
from workflows.soundness.finding import Finding

if TYPE_CHECKING:
    from workflows.statute import Statute

__all__ = ["SPELLING", "STRUCTURE", "Finding", "findings"]

Validator = Callable[["Statute"], Iterator[Finding]]
SPELLING: tuple[Validator, ...] = (
    names.states,
    names.roles,
    names.conditions,
    names.fields,
    names.approvals,
    names.limits,
    names.tasks,
    branches.defaults,
    versions.once,
    versions.follow,
)
"""Asked first: with an unknown name or an ill-formed rule the others could not speak."""
STRUCTURE: tuple[Validator, ...] = (
    graph.reached,
    graph.left,
    graph.left_on_every_day,
    branches.overlaps,
    branches.asked_in_time,
    wording.titles,
    wording.languages,
    wording.grounds,
    timing.consequences,
)


def findings(book: Statute) -> list[Finding]:
    """Everything wrong with a definition; empty when it is sound."""
    return [one for check in SPELLING for one in check(book)] or [one for check in STRUCTURE for one in check(book)]
