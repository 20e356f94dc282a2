"""转介调解: proposal, answers, letter, body, outcome, hand-over, return; and the agreement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Body, Case, Consent, Event, MediationSession, Referral
from app.services import case_rows, limits, mediation_facts
from app.services.desk import BEIJING, Desk
from app.services.effects import agreements, leads
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from app.services.mediation_facts import stage_of
from workflows.errors import InputError
from workflows.links import links


def new_referral(
    desk: Desk, case: Case, channel: str, body_id: int, previous: Referral | None = None, *, began_at_body: bool = False
) -> Referral:
    """The row of a referral just proposed. Raises InvalidInput when the body is not of the channel."""
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
        stage=stage_of(case),
        channel=channel,
        sending_body_id=case.office_id,
        receiving_body_id=body_id,
        previous_id=previous.id if previous else None,
        proposed_by_id=desk.actor.id,
        proposed_on=desk.today,
        began_at_body=began_at_body,
    )
    desk.session.add(referral)
    desk.session.flush()
    return referral


@before("referral.propose")
def propose(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Referral:
    """CHR 69, 70: the row of a new referral."""
    return new_referral(desk, case, asked["channel"], asked["receiving_body"])


@before("referral.record_consent")
def record_consent(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    """A party's answer is a recorded fact with day and way; a later answer replaces an earlier one."""
    answer = desk.session.exec(
        select(Consent).where(Consent.referral_id == referral.id, Consent.party_id == asked["party"])
    ).first() or Consent(
        referral_id=referral.id or 0, party_id=asked["party"], agrees=False, given_on=desk.today, way="in_person"
    )
    answer.agrees = asked["agrees"] == "yes"
    answer.given_at = asked.get("answered_at") or desk.now
    answer.given_on = answer.given_at.astimezone(BEIJING).date()
    answer.way = asked["consent_way"]
    answer.recorded_by_id = desk.actor.id
    desk.session.add(answer)
    desk.session.flush()


@during("referral.record_consent")
def days_count_from_the_consent(
    desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event
) -> None:
    """CHR 70: the ten working days run from the day the last side agreed, whether or not a letter ever goes out."""
    if referral.state != "agreed":
        return
    sides = {p.id for p in case.two_sides}
    given = desk.session.exec(select(Consent).where(Consent.referral_id == referral.id)).all()
    referral.consented_on = max((one.given_on for one in given if one.party_id in sides), default=desk.today)
    desk.session.add(referral)
    desk.session.flush()
    _delegation_period(desk, case, referral, event)


def _delegation_period(desk: Desk, case: Case, referral: Referral, event: Event) -> None:
    book = mediation_facts.links_of(desk, referral)
    rule = book.stage_limits.get(referral.stage)
    before = {row.id: row for row in case_rows.of_case(desk.session, Referral, case.id or 0)}
    origin = mediation_facts.consent_the_days_count_from(referral, before)
    if rule is None or origin is None or limits.of_subject(desk.session, case.id or 0, "referral", referral.id):
        return
    _open(desk, case, referral, rule, origin, event)


@after("referral.record_consent")
def consent_recorded(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], door: Door) -> None:
    """When everyone has agreed the case waits (CHR 69, 70); when one refused after a hold it goes on."""
    if referral.state == "agreed":
        if case.state == "filed":
            door.perform(desk, case, "med.hold")
        elif case.state in ("accepted", "tribunal_formed"):
            door.perform(desk, case, "med.delegate")
    elif referral.state == "not_agreed":
        _back_to_work(desk, case, referral, door)


@before("med.delegate")
def delegate_case(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    """CHR 70: the tribunal delegates before the hearing; the case comes back to where it stood."""
    case.state_before_suspension = case.state


@before("referral.delegate")
def delegate(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any]) -> None:
    referral.delegated_on = desk.today


@during("referral.delegate")
def delegated(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event) -> None:
    """The body has the matter with the letter: fifteen days (LMA 14); or the ten working days from the consent (CHR 70)."""
    start_period(desk, case, referral, event)


def start_period(desk: Desk, case: Case, referral: Referral, event: Event) -> None:
    """Open the limit of a mediation whose body has just received it. A committee first decides on taking it (NEG 22)."""
    level = desk.session.get_one(Body, referral.receiving_body_id).level
    book = mediation_facts.links_of(desk, referral)
    if level == book.committee.level and referral.stage not in book.stage_limits:
        _open(desk, case, referral, book.committee.accept, desk.today, event)
        return
    if referral.stage in book.stage_limits:
        _delegation_period(desk, case, referral, event)
        return
    before = {row.id: row for row in case_rows.of_case(desk.session, Referral, case.id or 0)}
    previous = before.get(referral.previous_id)
    rule = book.limit(referral.channel, referral.stage, level, previous.channel if previous else "")
    _open(desk, case, referral, rule, desk.today, event)


def _open(desk: Desk, case: Case, referral: Referral, rule: str, origin: date, event: Event) -> None:
    limits.open_limit(desk, case, rule, origin, event.id, machine="referral", subject_id=referral.id)


@before("referral.accept_by_body", "referral.take_in_hand")
def accept_by_body(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.received_on = referral.received_on or desk.today
    referral.mediator_id = asked.get("mediator") or desk.actor.id


@during("referral.accept_by_body", "referral.take_in_hand")
def accepted_by_body(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event) -> None:
    """NEG 29: an enterprise committee's fifteen days count from the day it took the matter."""
    level = desk.session.get_one(Body, referral.receiving_body_id).level
    book = mediation_facts.links_of(desk, referral)
    if level == book.committee.level and referral.stage not in book.stage_limits:
        _open(desk, case, referral, book.committee.finish, desk.today, event)


@before("referral.reassign")
def reassign(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.mediator_id = asked["new_mediator"]


@during("referral.extend")
def extend(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any], event: Event) -> None:
    """NEG 29: both sides agreed; the day is computed anew from the ledger."""
    for limit in limits.open_limits(desk.session, case.id or 0):
        if limit.machine == "referral" and limit.subject_id == referral.id:
            limits.add_entry(
                desk, limit, case, "extend", desk.today, "双方当事人同意", "NEG 29", event.id, days=asked["more_days"]
            )


@before("referral.record_session")
def record_session(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    """Notes and offers stay in their own table (NEG 11); the event says only that a session took place."""
    desk.session.add(
        MediationSession(
            referral_id=referral.id or 0,
            held_on=asked["session_on"],
            held_at=asked["session_time"],
            mode=asked["session_mode"] or "on_site",
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
    """LMA 14: an agreement is drafted. The case waits until it binds: a draft nobody signs settles nothing.

    With part of the dispute settled, the rest goes on at once.
    """
    if referral.state not in ("succeeded", "partly_settled"):
        return
    door.start(desk, case, "agreement.draft", agreements.drafted(desk, case, referral, asked))
    if referral.state == "partly_settled":
        _back_to_work(desk, case, referral, door)


@before("referral.decline_by_body")
def decline_by_body(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.outcome = "declined"
    referral.outcome_reason = asked["outcome_reason"]
    referral.ended_on = desk.today
    referral.mediator_id = desk.actor.id


@before("referral.lapse")
def lapse(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any]) -> None:
    referral.outcome = "lapsed"
    referral.ended_on = desk.today


@after("referral.lapse")
def lapsed(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], door: Door) -> None:
    """CHR 70: not settled in time, the hearing goes ahead without anybody's act. LMA 14: the way to arbitration is open."""
    if referral.stage in ("before_hearing", "before_filing"):
        door.perform(desk, referral, "referral.return", note_optional="调解期限届满")


@after("referral.hand_over")
def hand_over(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any], door: Door) -> None:
    """The linked channel takes the same papers and facts; each side is asked anew."""
    following = new_referral(desk, case, asked["linked_channel"], asked["receiving_body"], referral)
    event = door.start(desk, case, "referral.propose", following)
    _delegation_period(desk, case, following, event)


@before("referral.withdraw")
def withdraw(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> None:
    referral.outcome = "withdrawn"
    referral.outcome_reason = asked["outcome_reason"]
    referral.ended_on = desk.today


@after("referral.return", "referral.withdraw")
def came_back(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], door: Door) -> None:
    _back_to_work(desk, case, referral, door)


def _back_to_work(desk: Desk, case: Case, referral: Referral, door: Door) -> None:
    """The case goes on where it waited; a dispute before filing learns how its mediation ended."""
    if case.state == "pre_filing":
        leads.mediation_ended(desk, case, door)
    elif case.state == "on_hold":
        door.perform(desk, case, "med.resume_acceptance")
    elif case.state == "in_delegated_mediation":
        door.perform(desk, case, "med.delegate_returned")
