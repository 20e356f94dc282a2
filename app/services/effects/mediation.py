"""转介调解: proposal, answers, letter, body, outcome, hand-over, return; and the agreement."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Agreement, Body, Case, Consent, Event, MediationSession, Referral
from app.services import limits
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError
from workflows.links import links


def _new(desk: Desk, case: Case, channel: str, body_id: int, stage: str, previous: Referral | None) -> Referral:
    body = desk.session.get(Body, body_id)
    if body is None or body.channel != channel:
        title = links().channels[channel].title
        raise InvalidInput(
            [InputError("调解组织", body.name if body else body_id, f"不是「{title}」渠道的组织。", "请另选组织或者渠道。")]
        )
    last = desk.session.exec(
        select(Referral.ordinal).where(Referral.case_id == case.id).order_by(col(Referral.ordinal).desc())
    ).first()
    referral = Referral(
        case_id=case.id or 0,
        ordinal=(last or 0) + 1,
        stage=stage,
        channel=channel,
        sending_body_id=case.office_id,
        receiving_body_id=body_id,
        previous_id=previous.id if previous else None,
        proposed_by_id=desk.actor.id,
        proposed_on=desk.today,
    )
    desk.session.add(referral)
    desk.session.flush()
    return referral


@before("referral.propose")
def propose(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Referral:
    """CHR 69, 70: the row of a new referral."""
    stage = "before_acceptance" if case.state == "filed" else "before_hearing"
    return _new(desk, case, asked["channel"], asked["receiving_body"], stage, None)


@before("referral.record_consent")
def record_consent(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    """A party's answer is a recorded fact with day and way; a later answer replaces an earlier one."""
    answer = desk.session.exec(
        select(Consent).where(Consent.referral_id == referral.id, Consent.party_id == asked["party"])
    ).first() or Consent(
        referral_id=referral.id or 0, party_id=asked["party"], agrees=False, given_on=desk.today, way="in_person"
    )
    answer.agrees = asked["agrees"] == "yes"
    answer.given_on = desk.today
    answer.way = asked["consent_way"]
    answer.recorded_by_id = desk.actor.id
    desk.session.add(answer)
    desk.session.flush()


@after("referral.record_consent")
def consent_recorded(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], door: Door) -> None:
    """When everyone has agreed the case waits (CHR 69, 70); when one refused after a hold it goes on."""
    if referral.state == "agreed":
        referral.consented_on = desk.today
        desk.session.add(referral)
        if case.state == "filed":
            door.perform(desk, case, "med.hold")
        elif case.state == "accepted":
            door.perform(desk, case, "med.delegate")
    elif referral.state == "not_agreed":
        _back_to_work(desk, case, door)


@before("referral.delegate")
def delegate(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any]) -> None:
    referral.delegated_on = desk.today


@during("referral.delegate")
def delegated(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event) -> None:
    """CHR 70: the delegated body's ten working days count from the consent."""
    if links().channels[referral.channel].limit == "med.commission_delegate":
        origin = referral.consented_on or desk.today
        limits.open_limit(
            desk, case, "med.commission_delegate", origin, event.id, machine="referral", subject_id=referral.id
        )


@before("referral.accept_by_body")
def accept_by_body(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any]) -> None:
    referral.received_on = desk.today
    referral.mediator_id = desk.actor.id


@during("referral.accept_by_body")
def accepted_by_body(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event) -> None:
    """LMA 14: fifteen days from the day the body received the matter."""
    if links().channels[referral.channel].limit == "med.statutory_15":
        limits.open_limit(
            desk, case, "med.statutory_15", desk.today, event.id, machine="referral", subject_id=referral.id
        )


@before("referral.record_session")
def record_session(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    """Notes and offers stay in their own table (NEG 11); the event says only that a session took place."""
    desk.session.add(
        MediationSession(
            referral_id=referral.id or 0,
            held_on=asked["session_on"],
            place=asked["session_place"],
            came=asked["session_came"],
            private_notes=asked["private_notes"],
            offers=asked["offers"],
            recorded_by_id=desk.actor.id,
            recorded_at=desk.now,
        )
    )


@before("referral.record_outcome")
def record_outcome(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.outcome = asked["outcome"]
    referral.outcome_reason = asked["outcome_reason_optional"]
    referral.ended_on = desk.today


@after("referral.record_outcome")
def outcome_recorded(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any], door: Door) -> None:
    """An agreement is drafted, and the case is settled with it (LMA 14; CHR 70)."""
    if referral.state != "succeeded":
        return
    agreement = Agreement(
        case_id=case.id or 0, referral_id=referral.id, terms=asked["agreement_terms"], made_on=desk.today
    )
    desk.session.add(agreement)
    desk.session.flush()
    door.start(desk, case, "agreement.draft", agreement)
    if case.state == "on_hold":
        door.perform(desk, case, "med.settled_before_acceptance")
    elif case.state == "in_delegated_mediation":
        door.perform(desk, case, "med.delegate_settled")


@before("referral.decline_by_body")
def decline_by_body(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.outcome = "no_agreement"
    referral.outcome_reason = asked["outcome_reason"]
    referral.ended_on = desk.today
    referral.mediator_id = desk.actor.id


@before("referral.lapse")
def lapse(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any]) -> None:
    referral.outcome = "lapsed"
    referral.ended_on = desk.today


@after("referral.hand_over")
def hand_over(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any], door: Door) -> None:
    """The linked channel takes the same papers and facts; each side is asked anew."""
    following = _new(desk, case, asked["linked_channel"], asked["receiving_body"], referral.stage, referral)
    door.start(desk, case, "referral.propose", following)


@before("referral.withdraw")
def withdraw(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.outcome = "withdrawn"
    referral.outcome_reason = asked["outcome_reason"]
    referral.ended_on = desk.today


@after("referral.return", "referral.withdraw")
def came_back(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], door: Door) -> None:
    _back_to_work(desk, case, door)


def _back_to_work(desk: Desk, case: Case, door: Door) -> None:
    if case.state == "on_hold":
        door.perform(desk, case, "med.resume_acceptance")
    elif case.state == "in_delegated_mediation":
        door.perform(desk, case, "med.delegate_returned")


@before("agreement.sign")
def sign_agreement(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any]) -> None:
    """LMA 14: binding once both sides and the mediator signed and the body sealed."""
    agreement.effective_on = asked["signed_on"]


@before("agreement.perform")
def perform_agreement(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any]) -> None:
    agreement.force = "performed"
