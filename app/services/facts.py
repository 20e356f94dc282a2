"""The facts of a case as the conditions of the procedure see them, read from the tables in one place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import SQLModel, col, select

from app.models import (
    Approval,
    Award,
    Body,
    Case,
    CourtLink,
    CourtMatter,
    Hearing,
    Limit,
    MediationStatement,
    Paper,
    Party,
    Request,
    Service,
)
from app.services import (
    agreement_facts,
    approvals,
    case_rows,
    court_facts,
    facts_between,
    fates,
    group,
    mediation_facts,
    office_links,
    service_facts,
    sittings,
)
from app.services.deliberation import dissenters
from app.services.desk import BEIJING, Desk
from app.services.limits import calendar_of
from workflows import case_numbers, causes, limits
from workflows.errors import InputError
from workflows.facts import (
    AwardFacts,
    Facts,
    ItemFacts,
    PartyFacts,
    RequestFacts,
    StatementFacts,
)

CLOSING_KINDS = (
    "award",
    "advance_award",
    "correction_decision",
    "refusal_notice",
    "withdrawal_decision",
    "deemed_withdrawal_decision",
    "mediation_statement",
    "termination_decision",
    "cancellation_decision",
    "jurisdiction_explanation",
)
SUE_RULES = ("post.sue.nonfinal", "post.sue.final_worker")


def build(
    desk: Desk, case: Case, machine: str = "case", subject: SQLModel | None = None, asked: Mapping[str, Any] | None = None
) -> Facts:
    """Everything the conditions may ask about `case`, with the part (`subject`) a step is about."""
    assert case.id is not None
    session, today = desk.session, desk.today
    papers = case_rows.of_case(session, Paper, case.id)
    services = case_rows.services(session, case.id)
    running = case_rows.of_case(session, Limit, case.id)
    referrals = mediation_facts.referrals(desk, case, running)
    hearings = case_rows.of_case(session, Hearing, case.id)
    hearing = max(hearings, key=lambda h: h.ordinal, default=None)
    awards = sorted(case_rows.of_case(session, Award, case.id), key=lambda a: a.ordinal)
    matters = case_rows.of_case(session, CourtMatter, case.id)
    suits = _suits(desk, awards)
    award_facts = {a.id: _award(desk, case, a, papers, services, running, suits.get(a.id, ()), today, a is subject) for a in awards}
    matter_facts = court_facts.matters(desk, case, matters, running)
    referral_facts = {r.id: r for r in referrals}
    asked_for = case_rows.of_case(session, Request, case.id)
    requests = {r.id: _request(r) for r in asked_for}
    discussion_open, meeting_held = court_facts.discussion(desk, case, subject)
    statements = {s.id: _statement(s, services) for s in case_rows.of_case(session, MediationStatement, case.id)}
    enriched = _enrich(desk, case, dict(asked or {}), papers)
    mediation_facts.enrich(desk, case, subject, enriched)
    service_facts.enrich(desk, case, enriched)
    about_award = award_facts.get(enriched.get("award", 0))
    awarded = {a.id for a in awards if a.number}
    return Facts(
        today=today,
        actor_id=desk.actor.id,
        state=case.state,
        procedure=case.procedure,
        collective=case.collective,
        collective_contract=case.collective_contract,
        guided=case.guided_on is not None,
        filed_on=case.filed_on,
        accepted_on=case.accepted_on,
        parties=tuple(_party(p) for p in case.taking_part),
        items=tuple(
            ItemFacts(
                id=item.id or 0,
                ordinal=item.ordinal,
                kind=item.kind,
                claimed_fen=item.claimed_fen,
                disposition=item.disposition,
                awarded_fen=item.awarded_fen,
                has_reasoning=bool(item.reasoning.strip()),
                has_result_text=bool(item.decision_text.strip()),
                was_checked=item.check.get("digest") == item.draft_digest,
                deviates=bool(item.check.get("needs_reason")),
                has_deviation_reason=bool(item.deviation_reason.strip()),
                working_fen=next((w["amount_fen"] for w in item.working if "amount_fen" in w), None),
                is_awarded=item.award_id in awarded,
                award_id=item.award_id,
                respondent_id=item.respondent_id,
                applicant_id=item.applicant_id,
            )
            for item in case.items
        ),
        referrals=tuple(referrals),
        hearing=sittings.facts_of(desk, case, hearing, papers, services) if hearing else None,
        hearings_held=sum(h.state == "held" for h in hearings),
        heard_in_default=any(h.state == "held" and h.default_reason for h in hearings),
        first_heard_on=min((h.starts_at.astimezone(BEIJING).date() for h in hearings if h.state == "held"), default=None),
        public=not case.private_ground,
        awards=tuple(award_facts.values()),
        matters=tuple(matter_facts.values()),
        delegation=group.delegation_facts(session, case),
        consents=group.consents(session, case),
        answers=group.answers(session, case, getattr(subject, "id", 0)) if machine == "request" else {},
        requests=tuple(requests.values()),
        request=requests.get(getattr(subject, "id", 0)) if machine == "request" else None,
        approval=approvals.facts_of(desk, case, subject) if isinstance(subject, Approval) else None,
        award_of_paper=subject.award_id if isinstance(subject, Paper) else None,
        earlier_panel=tuple(case.earlier_panel),
        running=frozenset(one.rule for one in running if one.state == "open"),
        held=case.held_on(desk.today),
        statements=tuple(statements.values()),
        statement=statements.get(getattr(subject, "id", 0)) if machine == "statement" else None,
        partial_items=tuple(case.partial_items),
        evidence_until=case.evidence_until,
        chief_id=case.chief_id,
        panel=tuple(case.panel),
        recorder_id=case.recorder_id,
        papers=frozenset(
            [p.kind for p in papers]
            + (["answer"] if case.answer_text or any(r.data.get("answer_text") for r in asked_for) else [])
            + (["response_notice"] if any(p.kind == "collective_notice" for p in papers) else [])  # CHR 64: all in one
        ),
        mediation_tried_on=case.mediation_tried_on,
        no_mediation_reason=case.no_mediation_reason,
        corrections_asked=sum(1 for p in papers if p.kind == "correction_request"),
        extension_days=_extended(running),
        extension_allowed=_extension_allowed(),
        decide_limit_passed=_decision_overdue(running, today),
        state_before_suspension=case.state_before_suspension,
        has_deliberation=bool(case.deliberation),
        dissenters=dissenters(case),
        referral=referral_facts.get(getattr(subject, "id", 0)) if machine == "referral" else None,
        award=award_facts.get(getattr(subject, "id", 0)) if machine == "award" else about_award,
        matter=matter_facts.get(getattr(subject, "id", 0)) if machine == "court_matter" else None,
        earlier_filings=facts_between.earlier(desk, case) if case.state == "filed" and machine == "case" else {},
        asked=enriched,
        five_working_days_on=_first_hearing_day(desk, case),
        acceptance_limit_passed=any(
            one.rule == "arb.accept.decide" and one.state == "open" and one.due < today for one in running
        ),
        i1_12=court_facts.excuses(desk, case, papers, services, asked_for),
        standing=court_facts.standing(desk, case, enriched, subject if isinstance(subject, Request) else None),
        discussion_open=discussion_open,
        meeting_held=meeting_held,
        agreement=agreement_facts.about(desk, case, machine, subject),
        review=agreement_facts.review_facts(desk, case, subject) if machine == "review" else None,
        unserved_closing_papers=_unserved(
            case, [p for p in papers if p.id not in {s.paper_id for s in statements.values() if s.state == "refused"}],
            services, today,
        ),
        papers_about={p.id or 0: p.kind for p in papers if machine == "paper" and p is subject},
        lead=mediation_facts.lead(desk, case, running),
        between=facts_between.build(desk, case, running, subject, enriched),
        service=service_facts.build(desk, case, enriched),
        actor_roles=desk.actor.roles,
        links=office_links.on_day(session, case.office_id, today),
    )


def _party(party: Party) -> PartyFacts:
    identity = party.id_number or (party.kind != "worker" and (party.uscc or party.legal_representative))
    return PartyFacts(
        id=party.id or 0,
        side=party.side,
        kind=party.kind,
        name=party.name,
        has_identity=bool(identity),
        has_address=bool(party.address),
        left=party.left_on is not None,
    )


def _request(request: Request) -> RequestFacts:
    return RequestFacts(
        id=request.id or 0,
        kind=request.kind,
        state=request.state,
        party_id=request.party_id,
        staff_id=request.staff_id,
        received_on=request.received_on,
        item_id=request.data.get("item"),
    )


def _statement(statement: MediationStatement, services: Sequence[Service]) -> StatementFacts:
    return StatementFacts(
        id=statement.id or 0,
        state=statement.state,
        whole=statement.whole,
        paper_id=statement.paper_id,
        signed=frozenset(s.party_id for s in services if s.paper_id == statement.paper_id and s.served_on is not None),
        item_ids=frozenset(statement.item_ids),
    )


def _suits(desk: Desk, awards: Sequence[Award]) -> Mapping[int | None, Sequence[CourtMatter]]:
    """Award id → the suits over it that still stand."""
    if not awards:
        return {}
    ids = tuple(a.id for a in awards)
    query = (
        select(CourtLink.award_id, CourtMatter)
        .join(CourtMatter, col(CourtMatter.id) == CourtLink.matter_id)
        .where(col(CourtLink.award_id).in_(ids), CourtMatter.kind == "first_instance")
    )
    rows = case_rows.once(desk.session, CourtLink, ("suits", ids), lambda: desk.session.exec(query).all())
    found: dict[int | None, list[CourtMatter]] = {}
    for award_id, matter in rows:
        if matter.state in ("not_accepted", "ended"):
            continue
        found.setdefault(award_id, []).append(matter)
    return found


def _award(
    desk: Desk,
    case: Case,
    award: Award,
    papers: Sequence[Paper],
    services: Sequence[Service],
    limits_of_case: Sequence[Limit],
    suits: Sequence[CourtMatter],
    today: date,
    worker_by_worker: bool,
) -> AwardFacts:
    """`worker_by_worker`: with where it stands for each, which only the steps of this award ask about."""
    made = {p.id for p in papers if p.award_id == award.id and p.kind in ("award", "advance_award")}
    served = {s.party_id for s in services if s.paper_id in made and s.served_on is not None and s.served_on <= today}
    clocks = [
        one
        for one in limits_of_case
        if one.machine == "award" and one.subject_id == award.id and one.rule in SUE_RULES
    ]
    kinds = {p.id: p.kind for p in case.parties}
    several = fates.summary(desk, case, award) if worker_by_worker else None
    return AwardFacts(
        fates=several.counts if several else {},
        fates_changed=several is not None and several.as_row() != award.worker_fates,
        id=award.id or 0,
        type=award.type,
        state=award.state,
        submitted_by=award.submitted_by_id,
        unserved=frozenset(
            p.id or 0 for p in case.taking_part if p.side != "third_party" and p.left_on is None and p.id not in served
        ),
        last_day_to_sue=max((clock.due for clock in clocks), default=None),
        sued_by=frozenset(kinds.get(m.plaintiff_id, "other") for m in suits),
        made_on=award.made_on,
    )


def _extended(clocks: Sequence[Limit]) -> int:
    running = [one for one in clocks if one.rule == "arb.decide_45"]
    return sum(entry.days or 0 for limit in running for entry in limit.entries if entry.kind == "extend")


def _decision_overdue(clocks: Sequence[Limit], today: date) -> bool:
    """Whether the time for the award is over; a clock that stands still is not."""
    return any(
        one.rule == "arb.decide_45"
        and one.state == "open"
        and one.due < today
        and not any(e.kind == "exclude" and e.end_on is None for e in one.entries)
        for one in clocks
    )


def _extension_allowed() -> int:
    extend = limits.rule("arb.decide_45").extend
    return (extend.max or 0) if extend else 0


def _first_hearing_day(desk: Desk, case: Case) -> date | None:
    """The first day whose notice could still go out today: the fifth working day after today has to be there."""
    if case.state not in ("tribunal_formed", "heard"):
        return None
    calendar = calendar_of(desk.session, case.office_id)
    law = limits.rule("arb.hearing_notice")
    return calendar.nth_working_day_after(desk.today, law.length)


def _unserved(case: Case, papers: Sequence[Paper], services: Sequence[Service], today: date) -> tuple[str, ...]:
    """Papers that end the case and have not reached everyone yet; one published reaches on the day it is deemed to."""
    others = {p.id for p in case.taking_part if p.side == "respondent"}
    left = []
    for paper in papers:
        if paper.kind not in CLOSING_KINDS or paper.review_id is not None:
            continue
        leavers = {p.id for p in case.parties if p.left_paper_id == paper.id}
        applicants = leavers or {p.id for p in case.still_in("applicant")}
        addressed = applicants if paper.kind in ("refusal_notice", "jurisdiction_explanation") else applicants | others
        served = {s.party_id for s in services if s.paper_id == paper.id and s.served_on is not None and s.served_on <= today}
        if addressed - served:
            left.append(f"《{paper.title}》（{paper.number}）")
    return tuple(left)


def _enrich(desk: Desk, case: Case, asked: dict[str, Any], papers: Sequence[Paper]) -> dict[str, Any]:
    """Adds to what was typed what the conditions need to know about the things chosen."""
    if "hearing_at" in asked and asked["hearing_at"] is not None:
        asked["hearing_on"] = asked["hearing_at"].astimezone(BEIJING).date()
        asked["hearing_local"] = f"{asked['hearing_at'].astimezone(BEIJING):%Y-%m-%d %H:%M}"
        asked["hearing_clashes"] = sittings.clashes(desk, case, asked["hearing_at"], asked.get("room") or "")
    chosen = next((p for p in papers if p.id == asked.get("paper")), None)
    if chosen is not None:
        asked["paper_kind"], asked["paper_folder"], asked["paper_made_on"] = chosen.kind, chosen.folder, chosen.made_on
    statement = next((p for p in papers if p.id == asked.get("mediation_paper")), None)
    if statement is not None:
        asked["mediation_paper_kind"] = statement.kind
    if "plaintiff" in asked:
        asked["plaintiff_kind"] = next((p.kind for p in case.parties if p.id == asked["plaintiff"]), "")
    if asked.get("workers"):
        asked["whom"] = group.whom(case, asked["workers"])
    if asked.get("cause"):
        asked["cause_title"] = causes.cause(asked["cause"], case.filed_on).title
    if "court" in asked:
        court = desk.session.get(Body, asked["court"])
        asked["court_level"] = court.court_level if court else ""
    if "court_number" in asked:
        asked["court_number_parsed"] = _is_court_number(asked["court_number"])
    if "outcomes" in asked:
        covered = {row["item_id"] for row in asked["outcomes"]}
        asked["items_without_outcome"] = tuple(
            item.ordinal for item in case.items if item.id not in covered and item.id in _sued_items(desk, case, asked)
        )
    return asked


def _sued_items(desk: Desk, case: Case, asked: Mapping[str, Any]) -> set[int | None]:
    """The items of the awards the matter is linked to."""
    matter = asked.get("matter_id")
    linked = desk.session.exec(select(CourtLink.award_id).where(CourtLink.matter_id == matter)).all() if matter else []
    return {item.id for item in case.items if item.award_id in linked}


def _is_court_number(text: str) -> bool:
    try:
        return case_numbers.parse(text).system == "court"
    except InputError:
        return False
