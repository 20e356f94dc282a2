"""Where two machines meet: every pair of states that can come about, searched to the end, conditions left open.

A pair is one subject and the current part of it ("" while there is none). An edge is an article with everything that
follows it. Conditions are free choices, but for the few that tie the two machines together (`meetings.MEETINGS`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.soundness.finding import Finding
from workflows.soundness.meetings import EXPLAINED, MEETINGS, Meeting
from workflows.soundness.together import NEEDS, NOT_TOGETHER
from workflows.states import START, STATES, STAY, label

if TYPE_CHECKING:
    from workflows.statute import Rule, Statute

Pair = tuple[str, str]
"""The state of the one, the state of its part; "" where there is no part yet."""


class Search:
    """Every pair reachable at one meeting, and what went wrong on the way."""

    def __init__(self, book: Statute, meeting: Meeting) -> None:
        self.meeting = meeting
        self.rules = [r for r in book.rules if r.until is None and self._belongs(r)]
        self.by_id: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            self.by_id[rule.id].append(rule)
        self.driven = {one.step for one in meeting.follows}
        self.refused: set[tuple[str, str, Pair]] = set()
        self.edges: dict[Pair, set[Pair]] = {}
        self.came: dict[Pair, tuple[str, Pair]] = {}
        self._walk()

    def _belongs(self, rule: Rule) -> bool:
        meeting = self.meeting
        return rule.machine == meeting.one or (rule.machine == meeting.part and rule.concerns(meeting.kind))

    def _walk(self) -> None:
        todo: list[Pair] = [(s, "") for s in self._beginnings()]
        while todo:
            pair = todo.pop()
            if pair in self.edges:
                continue
            self.edges[pair] = set()
            for rule in self.rules:
                for to in self._take(rule, pair) if self._free(rule, pair) and self._asked(rule, pair) else ():
                    self.edges[pair].add(to)
                    self.came.setdefault(to, (rule.id, pair))
            todo += self.edges[pair]

    def way(self, pair: Pair, steps: int = 6) -> str:
        """The last steps of one way there."""
        taken: list[str] = []
        seen: set[Pair] = set()
        while pair in self.came and pair not in seen and len(taken) < steps:
            seen.add(pair)
            step, pair = self.came[pair]
            taken.insert(0, step)
        return " → ".join(taken)

    def _beginnings(self) -> list[str]:
        starts = [b.to for r in self.rules if r.machine == self.meeting.one and r.starts for b in r.branches]
        return [to for to in starts if to not in self.meeting.apart]

    def _free(self, rule: Rule, pair: Pair) -> bool:
        """Whether somebody may take it by itself: a step that follows another is taken only there, or by a third machine."""
        if rule.id in self.meeting.elsewhere or (rule.machine == self.meeting.one and rule.starts):
            return False
        if rule.by == ("system",) and (rule.id in self.driven or rule.id in self.meeting.by_others):
            return pair[1] in self.meeting.by_others.get(rule.id, ())
        return True

    def _take(self, rule: Rule, pair: Pair) -> set[Pair]:
        """Where the pair stands after a step and what follows it; empty when it cannot be taken."""
        if not self._stands(rule, pair):
            return set()
        after: set[Pair] = set()
        for branch in rule.branches:
            if all(self._holds(name, pair) for name in branch.when):
                after |= self._followed(rule, self._moved(rule, branch.to, pair))
                if all(name in self.meeting.ties for name in branch.when):
                    break  # certain here: no later way is taken
        return after

    def _asked(self, rule: Rule, pair: Pair) -> bool:
        """The conditions of taking it, which a step that follows another is not asked (procedure.move)."""
        return all(self._holds(name, pair) for name in (*rule.when, *rule.checks))

    def _stands(self, rule: Rule, pair: Pair) -> bool:
        one, part = pair
        if rule.machine == self.meeting.one:
            return one in rule.sources
        if rule.starts:
            return not part or part in self.meeting.beside or STATES[self.meeting.part][part].end
        return part in rule.sources

    def _holds(self, condition: str, pair: Pair) -> bool:
        tie = self.meeting.ties.get(condition)
        return tie is None or (pair[0] if tie[0] == self.meeting.one else pair[1]) in tie[1]

    def _moved(self, rule: Rule, to: str, pair: Pair) -> Pair:
        if to == STAY:
            return pair
        return (to, pair[1]) if rule.machine == self.meeting.one else (pair[0], to)

    def _followed(self, rule: Rule, pair: Pair) -> set[Pair]:
        pairs = {pair}
        for follow in self.meeting.follows:
            if follow.after != rule.id:
                continue
            following: set[Pair] = set()
            for now in pairs:
                stands = (not follow.one or now[0] in follow.one) and (not follow.part or now[1] in follow.part)
                if not stands or follow.perhaps:
                    following.add(now)
                if not stands:
                    continue
                taken = {to for r in self.by_id[follow.step] for to in self._take(r, now)}
                if not taken:
                    self.refused.add((rule.id, follow.step, now))
                following |= taken
            pairs = following
        return pairs

    def ended(self, pair: Pair) -> bool:
        """Both rest; a part that never was rests too."""
        one, part = pair
        return STATES[self.meeting.one][one].end and (not part or STATES[self.meeting.part][part].end)

    def stuck(self) -> list[Pair]:
        """Pairs from which no way leads to one where both rest."""
        back: dict[Pair, set[Pair]] = defaultdict(set)
        for pair, following in self.edges.items():
            for to in following:
                back[to].add(pair)
        good = {pair for pair in self.edges if self.ended(pair)}
        todo = list(good)
        while todo:
            for before in back[todo.pop()] - good:
                good.add(before)
                todo.append(before)
        return sorted(set(self.edges) - good)

    def contradictory(self) -> Iterator[tuple[Pair, str]]:
        """Reachable pairs the table of contradictions forbids."""
        for one, part in sorted(self.edges):
            for ones, parts, why in self.meeting.contradict:
                if one in ones and part in parts:
                    yield (one, part), why
            if self.meeting.one != "case":
                continue
            for states, machine, others, why in NOT_TOGETHER:
                if machine == self.meeting.part and one in states and part in others:
                    yield (one, part), why
            alternatives, why = NEEDS.get(one, ((), ""))
            elsewhere = {state for states in self.meeting.by_others.values() for state in states}
            for machine, needed in alternatives:
                if machine == self.meeting.part and part not in needed | elsewhere:
                    yield (one, part), why


def met(book: Statute) -> Iterator[Finding]:
    """Everything wrong where machines meet that nobody has explained."""
    for meeting in MEETINGS:
        search = Search(book, meeting)
        name = f"{meeting.one} × {meeting.part}" + (f"（{meeting.kind}）" if meeting.kind else "")

        def found(pair: Pair, why: str, key: str, name: str = name, meeting: Meeting = meeting, search: Search = search) -> Iterator[Finding]:
            if not any(part in ("", pair[1]) and pair[0] in ones and what == key for at, ones, part, what, _ in EXPLAINED if at == name):
                part = label(meeting.part, pair[1]) if pair[1] else "还没有"
                yield Finding("", name, f"{label(meeting.one, pair[0])}（{pair[0]}）与{part}（{pair[1]}）：{why}；经过 {search.way(pair)}")

        for pair in search.stuck():
            yield from found(pair, "走不到两者都终结的地方", "stuck")
        for pair, why in search.contradictory():
            yield from found(pair, why, "together")
        for after, step, pair in sorted(search.refused):
            yield from found(pair, f"办理 {after} 之后应当随之办理 {step}，却办不了", step)


def unknown(book: Statute) -> Iterator[Finding]:
    """A meeting speaks of steps, states and conditions that are there."""
    ids = {r.id: r.machine for r in book.rules}
    asked = {w for r in book.rules for w in (*r.when, *r.checks, *(w for b in r.branches for w in b.when))}
    for meeting in MEETINGS:
        both = {meeting.one, meeting.part}
        for follow in meeting.follows:
            for step in (follow.after, follow.step):
                if ids.get(step) not in both:
                    yield Finding("", f"{meeting.one} × {meeting.part}", f"没有步骤 {step!r}")
        for condition, (machine, states) in meeting.ties.items():
            if condition not in asked or machine not in both or not set(states) - {""} <= set(STATES.get(machine, {})):
                yield Finding("", f"{meeting.one} × {meeting.part}", f"条件 {condition!r} 写得不对")
    assert START not in STATES["case"]
