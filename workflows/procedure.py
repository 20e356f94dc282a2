"""What may be done next, and doing it. One shared `transitions` machine per definition, fired on a small holder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from transitions import Machine

from workflows.errors import Reason, Refused
from workflows.facts import Facts
from workflows.guards import GUARDS
from workflows.states import names
from workflows.statute import START, STAY, Branch, Rule, Statute, statute


class Holder:
    """The smallest thing `transitions` can move. One per step; nothing keeps it."""

    def __init__(self, state: str) -> None:
        self.state = state


def event_name(rule: Rule, branch: int) -> str:
    return f"{rule.id}/{rule.since.isoformat()}/{branch}"


@cache
def machine(name: str, version: str) -> Machine:
    """The shared machine of one definition. `version` is part of the key, so a changed definition gets its own."""
    book = statute()
    assert book.version == version
    built = Machine(model=None, states=[START, *names(name)], initial=START, auto_transitions=False)
    for rule in book.rules:
        if rule.machine != name:
            continue
        for position, branch in enumerate(rule.branches):
            for source in rule.sources:
                built.add_transition(event_name(rule, position), source, source if branch.to == STAY else branch.to)
    return built


@dataclass(frozen=True)
class NextStep:
    """A step that starts at the present state, and everything that still stands against it."""

    rule: Rule
    missing: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return not self.missing


def missing(conditions: Iterable[str], facts: Facts) -> tuple[Reason, ...]:
    """Every reason the named conditions give, in their order."""
    answers = (GUARDS[name](facts) for name in conditions)
    return tuple(reason for reason in answers if reason is not None)


def next_steps(
    name: str, state: str, facts: Facts, on: date, book: Statute | None = None, kind: str = ""
) -> list[NextStep]:
    """Every rule of machine `name` that starts at `state`, with what is still missing for it.

    `on` is the day whose law applies to the case; `kind` the kind of the subject, where its machine knows kinds.
    """
    book = book or statute()
    return [
        NextStep(rule, missing(rule.conditions, facts))
        for rule in book.of(name, on)
        if state in rule.sources and rule.concerns(kind)
    ]


def move(rule: Rule, state: str, facts: Facts) -> str:
    """The state after the step. Raises Refused with every reason when it may not be taken now."""
    if state not in rule.sources:
        why = "案件现在的状态不能办理这一步。请刷新页面，查看现在可以办理的步骤。"
        raise Refused(rule.title, [Reason(why, rule.basis)], rule.basis)
    may_be_taken(rule, facts)
    return _fire(rule, state, facts)


def begin(rule: Rule, facts: Facts) -> str:
    """The first state of something just made. Its conditions were asked (`may_be_taken`) before it was made."""
    return _fire(rule, START, facts)


def may_be_taken(rule: Rule, facts: Facts) -> None:
    """Raises Refused with every reason a rule's conditions give."""
    reasons = missing((*rule.conditions, *rule.checks), facts)
    if reasons:
        raise Refused(rule.title, list(reasons), rule.basis)


def _fire(rule: Rule, state: str, facts: Facts) -> str:
    holder = Holder(state)
    shared = machine(rule.machine, statute().version)
    shared.events[event_name(rule, _branch(rule.branches, facts))].trigger(holder)
    return holder.state


def _branch(branches: tuple[Branch, ...], facts: Facts) -> int:
    """The first branch whose conditions all hold; the last has none."""
    for position, branch in enumerate(branches):
        if not missing(branch.when, facts):
            return position
    raise AssertionError("the loader insists on a default branch")
