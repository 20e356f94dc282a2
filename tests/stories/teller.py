"""The words stories are told in, on top of `app.demonstration.Story`: the same services and door as the pages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from sqlmodel import col, select

from app.database import open_session
from app.demonstration import APPLICATION, Story
from app.models import Award, Case, CourtMatter, Event, Limit, Paper
from app.runtime import Runtime
from app.services import outbox
from app.services.desk import Desk
from app.services.filing import ItemInput
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

    def is_accepted(self) -> None:
        self.takes("arb.accept", "filing", conditions="yes", cause="205(5)", note_optional="", into="accepted")

    def has_a_tribunal(self, *, alone: bool = False) -> None:
        self.takes(
            "arb.form_tribunal",
            "head",
            chief=str(self.staff_id("arbitrator")),
            members=[] if alone else [str(self.staff_id("arbitrator2")), str(self.staff_id("arbitrator3"))],
            recorder=str(self.staff_id("clerk")),
            into="tribunal_formed",
        )
        self.takes("arb.notify_respondent", "filing", evidence_until="2026-04-20")

    def is_set_down_and_notified(self, at: str = "2026-03-24 09:00") -> None:
        """The hearing is set and its notice served on everyone the same day."""
        self.takes("arb.set_hearing", "clerk", hearing_at=at, room="第一仲裁庭", into="hearing_set")
        for side in ("applicant", "respondent"):
            self.serves(
                "hearing_notice",
                side,
                "clerk",
                method="direct",
                sent=self.clock.day,
                served=self.clock.day,
                party_id=self.party(side),
            )

    def is_heard_without_settlement(self, month: int = 3, day: int = 24) -> None:
        self.clock.to(month, day)
        self.takes("arb.hear", "clerk", came="双方到庭", hearing_record="庭审笔录", into="heard")
        self.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")

    def is_decided(self, **results: tuple[str, str]) -> None:
        """The draft decides each item: kind → (disposition, yuan)."""
        self.takes("arb.deliberate", "arbitrator", deliberation_text="评议意见一致", into="deliberated")
        typed = {"facts_found": "查明的事实。", "reasoning": "裁决的理由。"}
        for item in self.case().items:
            disposition, amount = results.get(item.kind, ("granted", str((item.claimed_fen or 0) // 100)))
            typed |= {
                f"item-{item.id}-disposition": disposition,
                f"item-{item.id}-awarded": amount,
                f"item-{item.id}-reasoning": "理由",
                f"item-{item.id}-deviation_reason": "本案情形不同。",
            }
            if item.claimed_fen is None:
                typed[f"item-{item.id}-decision_text"] = "确认双方2021年2月1日至2026年1月30日存在劳动关系"
        self.writes_draft("arbitrator", **typed)
        self.checks_draft("arbitrator")

    def is_awarded(self) -> None:
        self.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")
        self.takes("arb.approve", "head", note_optional="", into="approved")
        self.takes("arb.sign", "arbitrator", note_optional="", into="awarded")

    def reaches_an_award(self, *items: tuple[str, str], **results: tuple[str, str]) -> None:
        """From the desk to the signed award, the short way, in March 2026."""
        self.files_application(*items)
        self.is_accepted()
        self.clock.to(3, 10)
        self.has_a_tribunal(alone=True)
        self.is_set_down_and_notified()
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
        self, subject: tuple[type[CourtMatter], int], step: str, by: str, because: str, **raw: str
    ) -> None:
        """Try a step on a part of the case that must not go through."""
        with pytest.raises(HengjianError, match=because):
            self.takes(step, by, subject, **raw)

    def case(self) -> Case:
        with open_session(self.runtime.engine, writing=False) as session:
            case = session.get(Case, self.case_id)
            assert case is not None
            return case

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
