"""What a step does to the rows of its case, by rule id.

`BEFORE` runs after every condition held and before the state changes; its changes are in the event's snapshot.
For a rule that starts something it makes the row. `DURING` works on limits, which need the event behind them, and
runs before papers are made. `AFTER` runs when the step is complete and takes the steps that follow from it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from app.models import Approval, Case, Event
from app.services.desk import Desk


class Door(Protocol):
    """The door as effects see it."""

    def perform(self, desk: Desk, subject: Any, step: str, **asked: Any) -> Event: ...

    def start(self, desk: Desk, case: Case, step: str, subject: Any) -> Event: ...

    def follow(self, desk: Desk, subject: Any, step: str) -> Event:
        """A step that follows, taken by the same person."""
        ...

    def ask(self, desk: Desk, case: Case, step: str, kind: str) -> Event | None:
        """Ask for approval of a step of the case; None where the office has switched that approval off."""
        ...

    def carry_out(self, desk: Desk, case: Case, approval: Approval) -> Event:
        """What an approval was asked for."""
        ...


Before = Callable[[Desk, Case, Any, Mapping[str, Any]], Any]
During = Callable[[Desk, Case, Any, Mapping[str, Any], Event], None]
After = Callable[[Desk, Case, Any, Mapping[str, Any], Door], None]

BEFORE: dict[str, Before] = {}
DURING: dict[str, During] = {}
AFTER: dict[str, After] = {}


def before(*rules: str) -> Callable[[Before], Before]:
    """Register what happens to the rows before the state of `rules` changes."""

    def register(function: Before) -> Before:
        BEFORE.update(dict.fromkeys(rules, function))
        return function

    return register


def during(*rules: str) -> Callable[[During], During]:
    """Register what happens to limits while a step of `rules` is taken."""

    def register(function: During) -> During:
        DURING.update(dict.fromkeys(rules, function))
        return function

    return register


def after(*rules: str) -> Callable[[After], After]:
    """Register the steps that follow from `rules`."""

    def register(function: After) -> After:
        AFTER.update(dict.fromkeys(rules, function))
        return function

    return register
