"""What a walk or a run of the tests met of the procedure: states, steps, roles, and both answers of every condition."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflows import guards
from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import Guard
from workflows.states import STATES
from workflows.statute import statute


@dataclass
class Coverage:
    """Counts of what was met."""

    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    branches: Counter[tuple[str, str]] = field(default_factory=Counter)
    guards: Counter[tuple[str, bool]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    cases: int = 0

    def event(self, machine: str, rule: str, after: str, role: str) -> None:
        """One step was taken."""
        self.rules[rule] += 1
        self.states[(machine, after)] += 1
        self.roles[(rule, role)] += 1
        self.branches[(rule, after)] += 1

    def lines(self) -> list[str]:
        """The coverage in words, with the names of what was never met."""
        return [
            f"{self.taken} 步、{self.cases} 件案件；被拒绝 {sum(self.refusals.values())} 次"
            f"（{'、'.join(f'{k} {n}' for k, n in self.refusals.most_common())}），都没有留下痕迹。",
            *(line for part in self.parts() for line in part.lines()),
        ]

    def parts(self) -> tuple["Part", ...]:
        """Each kind of thing there is to meet."""
        book = statute()
        return (
            Part("状态", [f"{m}.{s}" for m, known in STATES.items() for s in known], {f"{m}.{s}" for m, s in self.states}),
            Part("条目", list(dict.fromkeys(r.id for r in book.rules)), set(self.rules)),
            Part(
                "条目的岗位",
                list(dict.fromkeys(f"{r.id}@{role}" for r in book.rules for role in r.by)),
                {f"{rule}@{role}" for rule, role in self.roles},
            ),
            Part(
                "条目的去向",
                list(dict.fromkeys(f"{r.id}→{state}" for r in book.rules for state in r.targets())),
                {f"{rule}→{state}" for rule, state in self.branches},
            ),
            Part(
                "条件结果",
                [_answer(name, held) for name in guards.GUARDS for held in (True, False)],
                {_answer(name, held) for name, held in self.guards},
            ),
        )

    def add(self, other: "Coverage") -> None:
        """Count in what another run met."""
        for name in ("states", "rules", "roles", "branches", "guards", "refusals"):
            getattr(self, name).update(getattr(other, name))
        self.taken += other.taken
        self.cases += other.cases

    def save(self, path: Path) -> None:
        """Write it down for another process."""
        counters = ("states", "rules", "roles", "branches", "guards", "refusals")
        kept = {name: [[key, n] for key, n in getattr(self, name).items()] for name in counters}
        path.write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Coverage":
        """What another process wrote down."""
        found = cls()
        for name, rows in json.loads(path.read_text(encoding="utf-8")).items():
            for key, n in rows:
                getattr(found, name)[tuple(key) if isinstance(key, list) else key] += n
        return found


@dataclass(frozen=True)
class Part:
    """All there is of one kind, and what of it was met."""

    what: str
    known: list[str]
    met: set[str]

    @property
    def never(self) -> list[str]:
        return [one for one in self.known if one not in self.met]

    @property
    def share(self) -> float:
        return 1 - len(self.never) / len(self.known) if self.known else 1.0

    def lines(self) -> Iterator[str]:
        yield f"{self.what}：{len(self.known)} 个中走到 {len(self.known) - len(self.never)} 个。"
        if self.never:
            yield "  没有走到：" + "、".join(self.never)


def _answer(name: str, held: bool) -> str:
    return f"{name}={'成立' if held else '不成立'}"


@contextmanager
def listening(coverages: Iterable[Coverage]) -> Iterator[None]:
    """Count every answer the conditions give. The conditions themselves stay as they are."""
    counters = [coverage.guards for coverage in coverages]

    def heard(name: str, asked: Guard) -> Guard:
        def condition(facts: Facts) -> Reason | None:
            reason = asked(facts)
            for counter in counters:
                counter[(name, reason is None)] += 1
            return reason

        return condition

    own = dict(guards.GUARDS)
    guards.GUARDS.update({name: heard(name, asked) for name, asked in own.items()})
    try:
        yield
    finally:
        guards.GUARDS.update(own)


def meet(coverage: Coverage, events: Iterable[Any]) -> None:
    """Count the steps these events record."""
    for event in events:
        coverage.event(event.machine, event.rule, event.after, event.actor_role)
