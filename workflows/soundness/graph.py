"""Per machine and per kind: every state can be reached, and from every state some end can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workflows.soundness.finding import Finding, machine_is
from workflows.states import START, STATES, STAY

if TYPE_CHECKING:
    from workflows.statute import Rule, Statute

ONE_DAY = timedelta(days=1)
Ways = Mapping[str, set[str]]


def machines(book: Statute) -> tuple[str, ...]:
    """The machines the articles speak of, in their order."""
    return tuple(dict.fromkeys(rule.machine for rule in book.rules if rule.machine in STATES))


def kinds(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The kinds the rules of one machine tell apart; "" stands for every other kind, or for a machine without kinds."""
    rules = tuple(rules)
    named = tuple(dict.fromkeys(kind for rule in rules for kind in rule.kinds))
    started_for_all = any(rule.starts and not rule.kinds for rule in rules)
    return (*named, "") if started_for_all or not named else named


def ways(rules: Iterable[Rule]) -> Ways:
    """State → the states one step leads to."""
    found: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for source in rule.sources:
            found[source] |= {source if branch.to == STAY else branch.to for branch in rule.branches}
    return found


def closure(start: Collection[str], along: Ways) -> set[str]:
    """Every state that can be reached from `start`, with `start` itself."""
    found, todo = set(start), list(start)
    while todo:
        for following in along.get(todo.pop(), ()):
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


def of_kind(rules: Iterable[Rule], kind: str) -> list[Rule]:
    return [rule for rule in rules if rule.concerns(kind)]


def reached(book: Statute) -> Iterator[Finding]:
    """Every state of a machine is reached by some kind, from nothing."""
    for machine in machines(book):
        rules = [rule for rule in book.rules if rule.machine == machine]
        found: set[str] = set()
        for kind in kinds(rules):
            found |= closure({START}, ways(of_kind(rules, kind)))
        for state in STATES[machine]:
            if state not in found:
                yield machine_is(machine, f"状态 {state!r} 从收件起到不了")
        if not any(rule.starts for rule in rules):
            yield machine_is(machine, "没有一个步骤从无到有")


def left(book: Statute) -> Iterator[Finding]:
    """From every state a kind can stand in, an end can be reached. Said of the newest articles."""
    for machine, kind, state in stranded(book, date.max):
        yield machine_is(machine, f"从状态 {state!r} 走不到任何终点", kind)


def left_on_every_day(book: Statute) -> Iterator[Finding]:
    """A change of an article on some day must not take away a way that was there the day before."""
    for day in changes(book):
        before = set(stranded(book, day - ONE_DAY))
        standing = {(m, *one) for m in machines(book) for one in _standing(book, m, day - ONE_DAY)}
        for machine, kind, state in stranded(book, day):
            if (machine, kind, state) not in before and (machine, kind, state) in standing:
                yield machine_is(machine, f"自 {day.isoformat()} 起，从状态 {state!r} 走不到任何终点", kind)


def changes(book: Statute) -> list[date]:
    """The days on which what the articles say changes."""
    begun = {rule.since for rule in book.rules}
    ended = {rule.until + ONE_DAY for rule in book.rules if rule.until is not None}
    return sorted(begun | ended)


def stranded(book: Statute, on: date) -> Iterator[tuple[str, str, str]]:
    """Machine, kind and state: reachable on that day, no end, and no way to one."""
    for machine in machines(book):
        rules = book.of(machine, on)
        for kind in kinds(rules):
            along = ways(of_kind(rules, kind))
            for state in closure({START}, along) - {START}:
                if state not in STATES[machine] or STATES[machine][state].end:
                    continue
                if not any(STATES[machine][s].end for s in closure({state}, along) if s in STATES[machine]):
                    yield machine, kind, state


def _standing(book: Statute, machine: str, on: date) -> set[tuple[str, str]]:
    """Kind and state: where a subject of that kind could stand on a day."""
    rules = book.of(machine, on)
    return {(kind, state) for kind in kinds(rules) for state in closure({START}, ways(of_kind(rules, kind)))}
