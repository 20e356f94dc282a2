"""Time: a limit that is opened has a consequence, and something ends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows import limits_rules
from workflows.guards import GUARDS
from workflows.soundness.finding import Finding

if TYPE_CHECKING:
    from workflows.statute import Statute


def opened(book: Statute) -> set[str]:
    """The limits the articles open, by a step or by service of a paper."""
    return {o.rule for rule in book.rules for o in rule.opens} | {clock.rule for clock in book.clocks}


def closed(book: Statute) -> set[str]:
    """The limits the articles end."""
    return {name for rule in book.rules for name in rule.closes} | {c.closes for c in book.clocks if c.closes}


def consequences(book: Statute) -> Iterator[Finding]:
    """What happens when it passes is said by the law's own table (`missed`, `result`, `note`)."""
    for name in sorted(opened(book)):
        for version in limits_rules.rules().get(name, ()):
            if not (version.missed or version.result or version.note):
                yield Finding(version.file, f"期限 {name}", "没有写明期满之后怎样（missed）")


def conditions_are_used(book: Statute) -> Iterator[Finding]:
    """A condition no article and no task asks is a condition nobody tests."""
    used = {w for r in book.rules for w in (*r.when, *r.checks, *(w for b in r.branches for w in b.when))}
    used |= {name for task in book.tasks for name in task.when}
    for name in GUARDS:
        if name not in used:
            yield Finding("", f"条件 {name}", "没有一个条目用到它")
