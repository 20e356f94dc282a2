"""Plots of a walk: the steps that bring a case somewhere, which chance alone would hardly reach.

A plot only says what is tried first, and what is typed so that it can go on. Every step goes through the door as a
person's would, everything else happens in between, and a plot that cannot go on is passed over step by step.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

PLOTS = Path(__file__).with_suffix(".toml")
PATIENCE = 13
"""Turns in which a step may not come about before the plot passes over it."""
ARRIVED = "arrived"
MISSED = 2
"""Steps in a row a plot may pass over before it is given up."""
PUSH = 400.0
HELP = {
    "svc.record": 30.0, "approval.approve": 60.0, "approval.endorse": 60.0, "referral.record_consent": 40.0, "agreement.sign": 20.0,
    "request.group_answers": 10.0, "arb.notify_respondent": 5.0, "review.sign_for": 10.0, "referral.delegate": 40.0,
}  # fmt: skip
"""What mostly stands between a case and the next step of its plot."""


@dataclass(frozen=True)
class Plot:
    """Steps in their order; what is typed on the way, by step and field; how the dispute begins."""

    id: str
    steps: tuple[str, ...]
    typed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    begins: str = "application"
    workers: int = 1
    respondents: int = 1
    claims: tuple[str, ...] = ()


@dataclass
class Pursuit:
    """One case on its way along a plot."""

    plot: Plot
    at: int = 0
    tried: int = 0
    passed_over: int = 0

    @property
    def next(self) -> str:
        return self.plot.steps[self.at] if self.at < len(self.plot.steps) else ""

    def went(self, rules: Sequence[str]) -> None:
        """The case went on: these steps were recorded, of people and of the system."""
        for rule in rules:
            if rule == self.next:
                self.at, self.tried, self.passed_over = self.at + 1, 0, 0

    def failed(self) -> None:
        """Another turn in which the next step did not come about."""
        self.tried += 1
        if self.tried > PATIENCE:
            self.at, self.tried, self.passed_over = self.at + 1, 0, self.passed_over + 1
        if self.passed_over > MISSED:
            self.at = len(self.plot.steps)

    def weight(self, rule: str) -> float:
        """How much more a step is wanted than by chance."""
        if rule == self.next:
            return PUSH
        if rule in self.plot.steps[self.at + 1 :]:
            return 0.02  # its time has not come
        return HELP.get(rule, 0.2)

    def typed(self, rule: str) -> Mapping[str, Any]:
        return self.plot.typed.get(rule, {})


@cache
def plots() -> tuple[Plot, ...]:
    """All plots of the file, their roads put before their own steps."""
    raw = tomllib.loads(PLOTS.read_text(encoding="utf-8"))
    roads: dict[str, tuple[list[str], dict[str, Any]]] = {"": ([], {})}
    for one in raw["road"]:
        roads[one["id"]] = _joined(roads, one)
    found = []
    for one in raw["plot"]:
        steps, typed = _joined(roads, one)
        found.append(
            Plot(
                one["id"], tuple(steps), typed, one.get("begins", "application"), one.get("workers", 1), one.get("respondents", 1),
                tuple(one.get("claims", ())),
            )
        )
    return tuple(found)


def _joined(
    roads: Mapping[str, tuple[list[str], dict[str, Any]]], one: Mapping[str, Any]
) -> tuple[list[str], dict[str, Any]]:
    steps, typed = roads[one.get("after", "")]
    own = one.get("typed", {})
    return [*steps, *one["steps"]], {**typed, **{rule: {**typed.get(rule, {}), **given} for rule, given in own.items()}}


class Book:
    """Hands out the plots of a walk, each once before any comes again."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.left: list[Plot] = []

    def next(self, begins: str = "") -> Plot:
        """The next plot; of those that begin as `begins` says."""
        if not self.left:
            own = [one for one in plots() if one.begins != ARRIVED]
            self.left = self.random.sample(own, len(own))
        found = next((one for one in self.left if not begins or one.begins == begins), self.left[0])
        self.left.remove(found)
        return found

    def arrived(self) -> Plot:
        """For a case another case brought about: transferred here, or severed."""
        return self.random.choice([one for one in plots() if one.begins == ARRIVED])
