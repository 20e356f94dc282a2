"""The dates of an article's versions follow one another without a gap, an overlap or a change of machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from workflows.soundness.finding import Finding, about

if TYPE_CHECKING:
    from workflows.statute import Rule, Statute

ONE_DAY = timedelta(days=1)


def once(book: Statute) -> Iterator[Finding]:
    """One article says one thing from one day on."""
    seen: set[tuple[str, object]] = set()
    for rule in book.rules:
        if (rule.id, rule.since) in seen:
            yield about(rule, "同一施行日期写了两次")
        seen.add((rule.id, rule.since))


def follow(book: Statute) -> Iterator[Finding]:
    """A version ends the day before the next begins, or says nothing of its end; none ends before it began."""
    versions: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules:
        versions[rule.id].append(rule)
        if rule.until is not None and rule.until < rule.since:
            yield about(rule, f"失效日期 {rule.until.isoformat()} 早于施行日期")
    for several in versions.values():
        several.sort(key=lambda rule: rule.since)
        for earlier, later in pairwise(several):
            if earlier.until is not None and earlier.until + ONE_DAY < later.since:
                gap = (earlier.until + ONE_DAY).isoformat(), (later.since - ONE_DAY).isoformat()
                yield about(later, f"{gap[0]} 至 {gap[1]} 没有一个版本施行")
            if earlier.until is not None and earlier.until >= later.since:
                yield about(later, f"两个版本在 {later.since.isoformat()} 同时施行")
            if earlier.machine != later.machine:
                yield about(later, f"同一条目先属于 {earlier.machine}，后属于 {later.machine}")
            if earlier.kinds != later.kinds:
                yield about(later, "同一条目的两个版本管的种类不同，请另立条目")
