"""The ways a rule can go: one default, the last; no way that an earlier one always takes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.soundness.finding import Finding, about

if TYPE_CHECKING:
    from workflows.statute import Statute


def defaults(book: Statute) -> Iterator[Finding]:
    """Exactly one way without condition, written last."""
    for rule in book.rules:
        if not rule.branches:
            yield about(rule, "to 是空的")
            continue
        if rule.branches[-1].when:
            yield about(rule, "有条件的去向之后必须有一个不带条件的默认去向")
        if any(not branch.when for branch in rule.branches[:-1]):
            yield about(rule, "不带条件的去向只能有一个，并且写在最后")


def overlaps(book: Statute) -> Iterator[Finding]:
    """A way whose conditions include all of an earlier one's is never taken: the earlier one is."""
    for rule in book.rules:
        for position, branch in enumerate(rule.branches):
            for earlier in rule.branches[:position]:
                if earlier.when and branch.when and set(earlier.when) <= set(branch.when):
                    yield about(rule, f"去向 {branch.to!r} 永远轮不到：条件成立时已先去了 {earlier.to!r}")
        if len(rule.branches) > 1 and len({branch.to for branch in rule.branches}) == 1:
            yield about(rule, "几个去向都是同一状态，条件没有意义")


def asked_in_time(book: Statute) -> Iterator[Finding]:
    """What the conditions of taking a step already require cannot decide which way it goes."""
    for rule in book.rules:
        always = {*rule.when, *rule.checks}
        for branch in rule.branches[:-1]:
            if branch.when and set(branch.when) <= always:
                yield about(rule, f"去向 {branch.to!r} 的条件就是办理这一步的条件，其他去向永远轮不到")
