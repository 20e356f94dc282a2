"""An agreement as it stands on one day, for the conditions of the procedure: what was signed, paid, tried and is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from workflows import catalogue
from workflows.agreements import AgreementFacts, Way, ways
from workflows.calendar import Calendar

RUNNING = ("in_review", "in_confirmation", "under_payment_order", "sued")
MEDIATOR, BODY, ALL = "mediator", "body", "all"
"""Who signs besides the parties, whose mark is "party-<id>"; `ALL` stands for everyone who has not yet."""


@dataclass(frozen=True)
class LineFacts:
    """One payment promised, and what of it was paid so far."""

    id: int
    ordinal: int
    due_on: date
    amount_fen: int
    paid_fen: int = 0

    @property
    def left_fen(self) -> int:
        return self.amount_fen - self.paid_fen


@dataclass(frozen=True)
class AgreementStanding:
    """One agreement. `law` is what the engine of ways looks at; None before it binds."""

    id: int
    state: str
    made_on: date
    is_written: bool
    wanted: frozenset[str]
    signed: dict[str, date] = field(default_factory=dict)
    lines: tuple[LineFacts, ...] = ()
    has_other_duties: bool = False
    other_done: bool = False
    subjects: frozenset[str] = frozenset()
    law: AgreementFacts | None = None
    calendar: Calendar | None = None
    item_ids: frozenset[int] = frozenset()
    """The claims it settles when it binds; empty: the whole dispute."""

    def unpaid(self) -> tuple[LineFacts, ...]:
        return tuple(line for line in self.lines if line.left_fen > 0)

    def late(self, on: date, paid: int | None = None) -> tuple[LineFacts, ...]:
        """The lines past their day on `on`; `paid` is a line taken as paid."""
        return tuple(line for line in self.unpaid() if line.due_on < on and line.id != paid)

    @property
    def way_is_running(self) -> bool:
        return self.state in RUNNING

    def ways(self, on: date) -> tuple[Way, ...]:
        """Every way on a day; none before the agreement binds or while it is not said what it settles."""
        if self.law is None or not self.law.subjects or on < self.law.is_effective_on:
            return ()
        return ways(self.law, on, self.calendar)


def subjects_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """What an agreement on these kinds of claim settles, in the order of the catalogue; "other" for the rest."""
    table: dict[str, list[str]] = catalogue.read("agreement_subjects")["subject"]
    asked = set(kinds)
    known = {kind for listed in table.values() for kind in listed}
    found = [subject for subject, listed in table.items() if asked & set(listed)]
    return (*found, *(("other",) if asked - known else ()))


def by_listed_body(channel: str) -> bool:
    """Whether bodies of this channel are taken to be among those named in LMA 10 (P; confirmed by a person)."""
    return channel in catalogue.read("agreement_subjects")["listed"]["channels"]
