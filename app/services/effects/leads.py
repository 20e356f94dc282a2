"""立案前的争议: answers to a call to negotiate, mediation that follows, and the interruptions of the time bar (NEG 31)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Case, Event, Interruption, Lead, Limit, Referral
from app.services import limits
from app.services.desk import Desk
from app.services.effects.registry import Door, before, during

REFUSED = {
    "agreed": "mediation_failed",  # drafted, but a side did not sign
    "refused": "mediation_broken_off",
    "withdrawn": "mediation_broken_off",
    "no_agreement": "mediation_failed",
    "partly_agreed": "mediation_failed",
    "declined": "mediation_failed",
    "lapsed": "mediation_failed",
}
"""How a mediation ended → the interruption of the time bar that follows (NEG 31)."""


def of_case(desk: Desk, case: Case) -> Lead:
    return desk.session.exec(select(Lead).where(Lead.case_id == case.id)).one()


def interrupt(desk: Desk, case: Case, kind: str, on: date, event_id: int | None, note: str = "") -> None:
    """Write down that the time bar counts anew from `on` (LMA 27; NEG 31)."""
    desk.session.add(
        Interruption(
            case_id=case.id or 0, kind=kind, on_day=on, note=note[:300], basis="LMA 27; NEG 31", event_id=event_id
        )
    )
    desk.session.flush()


@during("lead.open")
def opened(desk: Desk, case: Case, lead: Lead, _: Mapping[str, Any], event: Event) -> None:
    """NEG 10: the other side has five days from the day the call reached it. A call or a request interrupts (LMA 27)."""
    if lead.kind == "negotiation" and lead.asked_on is not None:
        _call(desk, case, lead, lead.asked_on, event)
    elif lead.kind == "mediation":
        interrupt(desk, case, "claimed", desk.today, event.id, "向调解组织申请调解")


@before("lead.negotiate")
def negotiate(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any]) -> None:
    lead.asked_on = asked["asked_on"]


@during("lead.negotiate")
def negotiation_asked(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any], event: Event) -> None:
    interrupt(desk, case, "claimed", asked["asked_on"], event.id, "提出协商要求")


def _call(desk: Desk, case: Case, lead: Lead, on: date, event: Event) -> None:
    limits.open_limit(desk, case, "neg.reply", on, event.id, machine="lead", subject_id=lead.id)
    interrupt(desk, case, "claimed", on, event.id, "提出协商要求")


@before("lead.record_reply")
def record_reply(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any]) -> None:
    lead.negotiate_until = asked["negotiate_until"]


@during("lead.record_reply")
def reply_recorded(desk: Desk, case: Case, lead: Lead, _: Mapping[str, Any], event: Event) -> None:
    """NEG 31: an open refusal."""
    if lead.state == "unresolved":
        unresolved(desk, case, lead, "negotiation_refused", desk.today, event)


@during("lead.no_reply")
def no_reply(desk: Desk, case: Case, lead: Lead, _: Mapping[str, Any], event: Event) -> None:
    """NEG 10, 31: from the end of the time to answer."""
    call = desk.session.exec(
        select(Limit).where(Limit.case_id == case.id, Limit.rule == "neg.reply").order_by(col(Limit.id).desc())
    ).first()
    unresolved(desk, case, lead, "negotiation_refused", call.due if call else desk.today, event)


@during("lead.negotiation_failed")
def negotiation_failed(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any], event: Event) -> None:
    unresolved(desk, case, lead, asked["negotiation_ending"], desk.today, event)


@before("lead.settled")
def settled(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any]) -> None:
    lead.outcome_text = asked["settlement_text"]
    lead.ended_on = desk.today


@before("lead.not_performed")
def not_performed(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any]) -> None:
    lead.ended_on = None
    lead.unresolved_on = desk.today


@during("lead.not_performed")
def not_performed_interrupts(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any], event: Event) -> None:
    """NEG 31: from the end of the agreed period for performing."""
    interrupt(desk, case, asked["broken_kind"], asked["broken_on"], event.id)


@before("lead.drop")
def drop(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any]) -> None:
    lead.ended_on = desk.today


@during("lead.mediation_ended")
def mediation_over(desk: Desk, case: Case, lead: Lead, _: Mapping[str, Any], event: Event) -> None:
    """NEG 31: refused, broken off or not reached; the year of the papers begins."""
    last = desk.session.exec(
        select(Referral).where(Referral.case_id == case.id).order_by(col(Referral.ordinal).desc())
    ).first()
    if lead.state == "resolved":
        lead.ended_on = desk.today
        return
    kind = REFUSED.get(last.outcome or "", "mediation_refused") if last else "mediation_refused"
    on = last.ended_on or desk.today if last else desk.today
    if last is not None and last.outcome == "lapsed":
        period = desk.session.exec(
            select(Limit)
            .where(Limit.machine == "referral", Limit.subject_id == last.id, col(Limit.state) == "missed")
            .order_by(col(Limit.id).desc())
        ).first()
        on = period.due if period else on
    unresolved(desk, case, lead, kind, on, event)


def mediation_ended(desk: Desk, case: Case, door: Door) -> None:
    """A mediation before filing is over: the dispute is resolved once an agreement binds, or stays unresolved."""
    lead = of_case(desk, case)
    if lead.state == "in_mediation":
        door.perform(desk, lead, "lead.mediation_ended")


def unresolved(desk: Desk, case: Case, lead: Lead, kind: str, on: date, event: Event) -> None:
    """The day from which the time bar and the year of the papers count."""
    lead.unresolved_on = on
    interrupt(desk, case, kind, on, event.id)
    limits.open_limit(desk, case, "pre.carry_over", on, event.id, machine="lead", subject_id=lead.id)
    desk.session.add(lead)
