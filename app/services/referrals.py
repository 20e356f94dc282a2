"""转介调解: what a mediation body's desk and the office see of a referral, and no more than the letter states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from app.models import Agreement, Body, Case, Consent, Lead, Limit, MediationSession, Paper, Party, Referral, Staff
from app.models.limit import Task
from app.permissions import OFFICE_ROLES, PRE_FILING, PRE_FILING_ROLES, Concern, May, allows, may_see_paper
from app.rendering.kinds import kind
from app.services import access, limits, mediation_facts, steps, walls
from app.services.agreements import ShownAgreement, shown
from app.services.desk import Desk
from app.services.errors import NotYours
from app.services.steps import Offer
from workflows.errors import InputError
from workflows.limits import LimitAnswer
from workflows.links import Channel, links
from workflows.states import names

OPEN = ("proposed", "agreed", "delegated", "accepted", "failed")
SHOWN_PAPERS = ("delegation_letter", "referral_return")
MOST = 200


@dataclass(frozen=True)
class Row:
    """One line of the list. `limit` is the running limit nearest to its end, or None."""

    referral: Referral
    channel: Channel
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    other_body: str
    limit: Limit | None
    todo: Task | None


@dataclass(frozen=True)
class Page:
    """One referral as one reader may see it. `sessions` say when and who; notes and offers only with `sees_offers`."""

    referral: Referral
    case: Case
    channel: Channel
    sending: Body
    receiving: Body
    mediator: str
    lead: Lead | None
    """The dispute before filing this mediation belongs to, for those who may see it."""
    comes_back: str
    previous: Referral | None
    following: Referral | None
    concern: Concern
    sees_offers: bool
    sees_case: bool
    consents: Sequence[tuple[Party, Consent | None]]
    sessions: Sequence[MediationSession]
    agreement: ShownAgreement | None
    papers: Sequence[Paper]
    limits: Sequence[tuple[Limit, LimitAnswer]]
    steps: Sequence[Offer]
    agreement_steps: Sequence[Offer]


def of_my_body(desk: Desk, state: str = "") -> list[Row]:
    """The referrals on this person's desk, the nearest day first: open ones, or those in one state.

    A mediation body sees what was delegated to it; an arbitration office what it sent out. Raises InputError for a
    state the referral does not have.
    """
    if state and state not in (*names("referral"), "ended"):
        raise InputError("状态", state, "没有这个状态。", "请从列表中选择。")
    if desk.actor.body_id is None:
        return []
    wanted = [state] if state in names("referral") else [s for s in names("referral") if (s in OPEN) != (state == "ended")]
    referrals = desk.session.exec(
        select(Referral)
        .where(mine(desk), col(Referral.state).in_(wanted), walls.open_to(desk.actor, desk.today, Referral.case_id))
        .order_by(col(Referral.id).desc())
        .limit(MOST)
    ).all()
    rows = _rows(desk, _visible(desk, referrals))
    return sorted(rows, key=lambda r: (r.limit is None, r.limit.due if r.limit else r.referral.proposed_on))


def of_cases(desk: Desk, ids: Any, most: int) -> list[tuple[Referral, Case]]:
    """The referrals of this desk that belong to some cases (a query of their ids), newest first."""
    query = (
        select(Referral, Case)
        .join(Case, col(Case.id) == Referral.case_id)
        .where(mine(desk), walls.open_to(desk.actor, desk.today, Referral.case_id), col(Case.id).in_(ids))
    )
    rows = desk.session.exec(query.order_by(col(Referral.id).desc()).limit(most)).all()
    shown = {one.id for one in _visible(desk, [referral for referral, _ in rows])}
    return [(referral, case) for referral, case in rows if referral.id in shown]


def states_shown(desk: Desk) -> tuple[str, ...]:
    """The open states this person can have something in: a mediation body hears of a dispute with the letter."""
    return OPEN if desk.actor.has(*OFFICE_ROLES) else tuple(s for s in OPEN if s not in ("proposed", "agreed"))


def mine(desk: Desk) -> ColumnElement[bool]:
    """The referrals of this person's body: what was sent to it, what the office sent out."""
    body = desk.actor.body_id
    conditions: list[ColumnElement[bool]] = []
    if desk.actor.has("mediator"):
        reached = or_(col(Referral.delegated_on).is_not(None), col(Referral.began_at_body))
        conditions.append((col(Referral.receiving_body_id) == body) & reached)
    if desk.actor.has(*OFFICE_ROLES):
        conditions.append(col(Referral.sending_body_id) == body)
    return or_(*conditions) if conditions else col(Referral.id).is_(None)


def _visible(desk: Desk, referrals: Sequence[Referral]) -> list[Referral]:
    """A restricted case stays with those who sit in it, in lists as well."""
    restricted = {
        one.id: one
        for one in desk.session.exec(
            select(Case).where(
                col(Case.id).in_([one.case_id for one in referrals]),
                or_(col(Case.restricted).is_(True), col(Case.state) == PRE_FILING),
            )
        )
    }
    return [
        one
        for one in referrals
        if (case := restricted.get(one.case_id)) is None
        or allows(desk.actor, May.SEE_REFERRAL, access.concern_of(desk.session, case, desk.today))
    ]


def _rows(desk: Desk, referrals: Sequence[Referral]) -> list[Row]:
    """The lines of the list, everything they show read in a few questions however many they are."""
    ids = [one.id for one in referrals]
    cases = {
        one.id: one
        for one in desk.session.exec(select(Case).where(col(Case.id).in_([one.case_id for one in referrals])))
    }
    bodies = {
        one.id: one
        for one in desk.session.exec(
            select(Body).where(
                col(Body.id).in_({one.sending_body_id for one in referrals} | {one.receiving_body_id for one in referrals})
            )
        )
    }
    running: dict[int, Limit] = {}
    for limit in desk.session.exec(
        select(Limit)
        .where(Limit.machine == "referral", col(Limit.subject_id).in_(ids), Limit.state == "open")
        .order_by(col(Limit.due))
    ):
        running.setdefault(limit.subject_id, limit)
    tasks = {
        task.subject_id: task
        for task in desk.session.exec(
            select(Task).where(
                Task.machine == "referral",
                col(Task.subject_id).in_(ids),
                Task.state == "open",
                Task.body_id == desk.actor.body_id,
                col(Task.role).in_(desk.actor.roles),
            )
        )
    }
    return [
        Row(
            referral=one,
            channel=links().channels[one.channel],
            applicants=tuple(p.name for p in cases[one.case_id].on_side("applicant")),
            respondents=tuple(p.name for p in cases[one.case_id].on_side("respondent")),
            other_body=bodies[
                one.sending_body_id if desk.actor.body_id == one.receiving_body_id else one.receiving_body_id
            ].name,
            limit=running.get(one.id or 0),
            todo=tasks.get(one.id or 0),
        )
        for one in referrals
    ]


def page(desk: Desk, referral_id: int) -> Page:
    """Everything the referral page shows. Raises NotYours when it does not concern the reader.

    A mediator sees only referrals to the own body; what another body heard in confidence stays there.
    """
    referral = desk.session.get(Referral, referral_id)
    if referral is None:
        raise NotYours
    case = steps.case_of(desk, referral)
    concern = access.concern_of(desk.session, case, desk.today)
    if not _may_see(desk, referral, concern):
        raise NotYours
    agreement = desk.session.exec(select(Agreement).where(Agreement.referral_id == referral.id)).first()
    found = desk.session.exec(
        select(Limit).where(Limit.machine == "referral", Limit.subject_id == referral.id).order_by(col(Limit.id))
    ).all()
    given = {c.party_id: c for c in desk.session.exec(select(Consent).where(Consent.referral_id == referral.id))}
    mediator = desk.session.get(Staff, referral.mediator_id) if referral.mediator_id else None
    following = desk.session.exec(select(Referral).where(Referral.previous_id == referral.id)).first()
    return Page(
        referral=referral,
        case=case,
        channel=links().channels[referral.channel],
        sending=desk.session.get_one(Body, referral.sending_body_id),
        receiving=desk.session.get_one(Body, referral.receiving_body_id),
        mediator=mediator.name if mediator else "",
        lead=_lead(desk, referral, case),
        comes_back=_comes_back(desk, referral),
        previous=desk.session.get(Referral, referral.previous_id) if referral.previous_id else None,
        following=following,
        concern=concern,
        sees_offers=sees_offers(desk, referral, concern),
        sees_case=allows(desk.actor, May.SEE_CASE, concern),
        consents=[(party, given.get(party.id or 0)) for party in case.parties],
        sessions=desk.session.exec(
            select(MediationSession)
            .where(MediationSession.referral_id == referral.id)
            .order_by(col(MediationSession.held_on), col(MediationSession.id))
        ).all(),
        agreement=shown(desk, case, agreement) if agreement else None,
        papers=_papers(desk, referral, concern),
        limits=[(limit, limits.answer(desk.session, limit, case.office_id)) for limit in found],
        steps=steps.offers(desk, referral),
        agreement_steps=steps.offers(desk, agreement) if agreement else (),
    )


def _lead(desk: Desk, referral: Referral, case: Case) -> Lead | None:
    if case.state != PRE_FILING:
        return None
    lead = desk.session.exec(select(Lead).where(Lead.case_id == case.id)).one()
    return lead if desk.actor.has(*PRE_FILING_ROLES) or lead.body_id == desk.actor.body_id else None


def _comes_back(desk: Desk, referral: Referral) -> str:
    """What the office asked to have back of a dispute that was handed over (links of the day of the proposal)."""
    before = desk.session.get(Referral, referral.previous_id) if referral.previous_id else None
    book = mediation_facts.links_of(desk, referral)
    handover = book.handovers.get((before.channel, referral.channel)) if before else None
    return handover.comes_back if handover else ""


def paper(desk: Desk, referral_id: int, paper_id: int) -> tuple[Case, Paper]:
    """A letter that went with the referral. Raises NotYours for any other paper of the case."""
    referral = desk.session.get(Referral, referral_id)
    if referral is None:
        raise NotYours
    case = steps.case_of(desk, referral)
    concern = access.concern_of(desk.session, case, desk.today)
    if not _may_see(desk, referral, concern):
        raise NotYours
    found = next((one for one in _papers(desk, referral, concern) if one.id == paper_id), None)
    if found is None:
        raise NotYours
    return case, found


def sees_offers(desk: Desk, referral: Referral, concern: Concern) -> bool:
    """NEG 11: private notes and offers are for the mediator who has the matter, and nobody else."""
    here = desk.actor.body_id == referral.receiving_body_id and referral.mediator_id in (None, desk.actor.id)
    return here and allows(desk.actor, May.SEE_OFFERS, concern)


def _may_see(desk: Desk, referral: Referral, concern: Concern) -> bool:
    if not allows(desk.actor, May.SEE_REFERRAL, concern):
        return False
    if desk.actor.has(*OFFICE_ROLES):
        return True
    reached = referral.delegated_on is not None or referral.began_at_body
    return referral.receiving_body_id == desk.actor.body_id and reached


def _papers(desk: Desk, referral: Referral, concern: Concern) -> list[Paper]:
    found = desk.session.exec(
        select(Paper)
        .where(Paper.referral_id == referral.id, col(Paper.kind).in_(SHOWN_PAPERS))
        .order_by(col(Paper.id))
    ).all()
    return [one for one in found if may_see_paper(desk.actor, one.folder, kind(one.kind).seen_by, concern)]
