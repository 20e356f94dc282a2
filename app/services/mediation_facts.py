"""What the conditions ask about referrals and about disputes before filing, read from the tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.models import Agreement, Body, Case, Consent, Lead, Limit, Referral, Staff
from app.services import case_rows, mediators, office_links
from app.services.desk import Desk
from app.services.limits import calendar_of
from workflows import limits
from workflows.facts import LeadFacts, ReferralFacts
from workflows.links import Links


def stage_of(case: Case) -> str:
    """Where a mediation of the case would stand now."""
    if case.state == "pre_filing":
        return "before_filing"
    return "before_acceptance" if case.state in ("filed", "correcting", "on_hold") else "before_hearing"


def referrals(desk: Desk, case: Case, clocks: Sequence[Limit]) -> list[ReferralFacts]:
    rows = sorted(case_rows.of_case(desk.session, Referral, case.id or 0), key=lambda r: r.ordinal)
    answers = case_rows.consents(desk.session, case.id or 0)
    by_id = {row.id: row for row in rows}
    return [_referral(desk, case, row, by_id, [a for a in answers if a.referral_id == row.id], clocks) for row in rows]


def _referral(
    desk: Desk,
    case: Case,
    referral: Referral,
    all_of_case: Mapping[int | None, Referral],
    answers: Sequence[Consent],
    clocks: Sequence[Limit],
) -> ReferralFacts:
    book = links_of(desk, referral)
    stage = stage_of(case)
    linked = book.linked(referral.channel, stage)
    before = all_of_case.get(referral.previous_id)
    running = [
        one
        for one in clocks
        if one.machine == "referral" and one.subject_id == referral.id and one.state == "open"
        and one.rule != book.committee.accept
    ]
    return ReferralFacts(
        id=referral.id or 0,
        state=referral.state,
        stage=referral.stage,
        channel=referral.channel,
        receiving_body_id=referral.receiving_body_id,
        agrees={answer.party_id: answer.agrees for answer in answers},
        outcome=referral.outcome,
        linked_channels=frozenset(linked),
        limit_passed=any(limit.due < desk.today for limit in running),
        handovers={name: book.handovers[referral.channel, name] for name in linked},
        consent=book.consent(referral.channel, before.channel if before else ""),
        can_be_extended=any(limits.rule(one.rule).extend is not None for one in running),
        began_at_body=referral.began_at_body,
        proposed_on=referral.proposed_on,
        delegation_over=stage == "before_hearing" and _delegation_over(desk, case, referral, all_of_case, book),
    )


def links_of(desk: Desk, referral: Referral) -> Links:
    """The links of the office on the day the referral was proposed: it is finished under them (a change comes later)."""
    return office_links.on_day(desk.session, referral.sending_body_id, referral.proposed_on)


def consent_the_days_count_from(referral: Referral, before: Mapping[int | None, Referral]) -> date | None:
    """CHR 70: the first consent of this stage; a hand-over goes on with the same ten working days."""
    first = referral.consented_on
    earlier = before.get(referral.previous_id)
    while earlier is not None and earlier.stage == referral.stage:
        first = earlier.consented_on or first
        earlier = before.get(earlier.previous_id)
    return first


def _delegation_over(
    desk: Desk, case: Case, referral: Referral, before: Mapping[int | None, Referral], book: Links
) -> bool:
    rule = book.stage_limits.get(referral.stage)
    origin = consent_the_days_count_from(referral, before)
    if rule is None or origin is None:
        return False
    return limits.compute(rule, origin, calendar=calendar_of(desk.session, case.office_id)).due < desk.today


def lead(desk: Desk, case: Case, clocks: Sequence[Limit]) -> LeadFacts | None:
    if case.state != "pre_filing":
        return None
    row = next(iter(case_rows.of_case(desk.session, Lead, case.id or 0)), None)
    if row is None:
        return None
    running = {one.rule: one for one in clocks if one.state == "open"}
    reply = running.get("neg.reply")
    carry = max((one for one in clocks if one.rule == "pre.carry_over"), key=lambda one: one.id or 0, default=None)
    return LeadFacts(
        kind=row.kind,
        state=row.state,
        agreement_binds=_agreement_binds(desk, case),
        has_application=row.application_id is not None,
        reply_runs=reply is not None and reply.due >= desk.today,
        reply_passed=reply is not None and reply.due < desk.today,
        carry_over_passed=row.state == "unresolved" and carry is not None and carry.due < desk.today,
    )


def _agreement_binds(desk: Desk, case: Case) -> bool:
    last = max(case_rows.of_case(desk.session, Referral, case.id or 0), key=lambda r: r.ordinal, default=None)
    made = case_rows.of_case(desk.session, Agreement, case.id or 0)
    return last is not None and any(
        one.referral_id == last.id and one.effective_on is not None and last.state == "succeeded" for one in made
    )


def enrich(desk: Desk, case: Case, subject: Any, asked: dict[str, Any]) -> None:
    """Adds why the mediator chosen (or the person acting, where nobody was) may not mediate."""
    if not isinstance(subject, Referral) or not {"mediator", "new_mediator"}.intersection(asked):
        return
    chosen = asked.get("new_mediator") or asked.get("mediator") or desk.actor.id
    staff = desk.session.get(Staff, chosen) if chosen else None
    if staff is None:
        return
    if staff.body_id != subject.receiving_body_id:
        body = desk.session.get_one(Body, subject.receiving_body_id)
        asked["mediator_tie"] = f"{staff.name}不是{body.name}的调解员"
    else:
        asked["mediator_tie"] = mediators.tie(desk.session, staff, case, desk.today)
