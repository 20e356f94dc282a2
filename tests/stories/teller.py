"""The words stories are told in, on top of `app.demonstration.Story`: the same services and door as the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, col, func, select

from app.database import open_session
from app.demonstration import APPLICATION
from app.models import Award, Case, CourtMatter, Event, Limit, Paper, Party
from app.runtime import Runtime
from app.services import agreement_facts, outbox, steps
from app.services.desk import Desk
from app.services.filing import ItemInput, PartyInput
from app.storytelling import Story
from workflows.agreements import Way
from workflows.errors import HengjianError

T = TypeVar("T")


class PaperlessRuntime(Runtime):
    """A runtime whose worker leaves the PDFs unmade: the stories are about the procedure, tests/papers about paper."""

    def handlers(self) -> Mapping[str, outbox.Handler]:
        return {**super().handlers(), "paper.make": lambda session, payload: None}

    def deliver(self) -> int:
        return outbox.deliver_due(self.engine, self.handlers(), self.now())


class Told(Story):
    """A story with the words tests like to use."""

    def _tell(self, desk: Desk, event: Event) -> None:
        """Nothing is read aloud here; the demonstration does that."""

    def files_application(self, *items: tuple[str, str], on: str = "2026-03-02", **changed: object) -> None:
        """沈禾 takes in the sample worker's application, with these (kind, yuan) as claims."""
        claims = [ItemInput(kind, amount) for kind, amount in items] or list(APPLICATION.items)
        self.clock.day = date.fromisoformat(on)
        self.files(replace(APPLICATION, filed_on=on, items=claims, **changed), by="filing")  # type: ignore[arg-type]

    def files_claims(
        self, parties: Sequence[PartyInput], claims: Sequence[ItemInput], procedure: str = "ordinary", on: str = "2026-03-02"
    ) -> None:
        """沈禾 takes in an application of these parties with these claims."""
        self.clock.day = date.fromisoformat(on)
        made = replace(APPLICATION, filed_on=on, parties=parties, items=claims, procedure=procedure)
        self.files(made, by="filing")

    def worker_id(self, ordinal: int) -> int:
        """The worker with this number in the roll."""
        return self.row(Party, ordinal=ordinal).id or 0

    def severed_case(self, case_id: int) -> int:
        """The case that came out of this one."""
        with open_session(self.runtime.engine, writing=False) as session:
            return session.exec(select(Case.id).where(Case.severed_from_id == case_id)).one() or 0

    def latest_paper(self, kind: str) -> int:
        return self.latest(Paper, kind=kind)

    def count(self, model: type[Any], **equal: object) -> int:
        """How many rows have these values."""
        with open_session(self.runtime.engine, writing=False) as session:
            query = select(func.count()).select_from(model)
            for name, value in equal.items():
                query = query.where(getattr(model, name) == value)
            return session.exec(query).one()

    def reaches_an_award(self, *items: tuple[str, str], **results: tuple[str, str]) -> None:
        """From the desk to the signed award, the short way, in March 2026."""
        self.files_application(*items)
        self.is_accepted()
        self.clock.to(3, 10)
        self.has_a_tribunal(alone=True)
        self.is_set_down_and_notified("2026-03-24 09:00")
        self.clock.to(3, 24)
        self.is_heard_without_settlement()
        self.is_decided(**results)
        self.is_awarded()

    def is_sued_on(self, award_type: str, by: str, on: str, court: str = "court-hewan") -> CourtMatter:
        """A suit against the award of this type, recorded at the office."""
        self.takes(
            "court.file",
            "filing",
            matter_kind="first_instance",
            award=str(self.latest(Award, type=award_type)),
            plaintiff=str(self.party(by)),
            court=str(self.body_id(court)),
            filed_on=on,
        )
        return self.row(CourtMatter)

    def is_refused_on(
        self, subject: tuple[type[Any], int], step: str, by: str, because: str, **raw: str
    ) -> None:
        """Try a step on a part of the case that must not go through."""
        with pytest.raises(HengjianError, match=because):
            self.takes(step, by, subject, **raw)

    def row(self, model: type[T], **equal: object) -> T:
        with open_session(self.runtime.engine, writing=False) as session:
            found = session.get(model, self.latest(model, **equal))
            assert found is not None
            return found

    def limit(self, rule: str, **equal: object) -> Limit:
        return self.row(Limit, rule=rule, **equal)

    def papers(self) -> list[str]:
        with open_session(self.runtime.engine, writing=False) as session:
            query = select(Paper.kind).where(Paper.case_id == self.case_id).order_by(col(Paper.id))
            return list(session.exec(query).all())

    def reading(self) -> Session:
        """A session to look things up in."""
        return open_session(self.runtime.engine, writing=False)

    def shut(self, subject: tuple[type[Any], int], step: str, by: str) -> str:
        """Why a step is shown grey before anything is typed; "" when it is offered."""
        with self.reading() as session:
            desk = self.runtime.desk(session, self.actor(by))
            return "；".join(r.text for r in steps.offer(desk, session.get_one(*subject), step).reasons)

    def ways_of(self, agreement: tuple[type[Any], int]) -> tuple[Way, ...]:
        """The ways of an agreement as they stand today."""
        with self.reading() as session:
            desk = self.runtime.desk(session, self.actor("filing"))
            row = session.get_one(*agreement)
            return agreement_facts.standing(desk, self.case(), row).ways(desk.today)
