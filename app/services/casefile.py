"""What the pages about cases ask: lists, search, one case with everything the reader may see, and what changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, union
from sqlalchemy.orm import defer, lazyload, selectinload
from sqlmodel import col, select

from app.models import (
    Agreement,
    Approval,
    Attachment,
    Award,
    Body,
    Case,
    Consent,
    CourtMatter,
    Delegation,
    Event,
    Hearing,
    Limit,
    MediationStatement,
    Paper,
    Party,
    Referral,
    Request,
    Review,
    Service,
    Staff,
)
from app.permissions import COURT_ROLES, PRE_FILING, Concern, May, allows, may_see_paper
from app.rendering.kinds import kind as paper_kind
from app.services import access, case_rows, facts, fates, group, limits, made_papers, steps
from app.services.agreements import ShownAgreement, of_case
from app.services.approvals import waiting
from app.services.award_fate import PartyFate
from app.services.desk import BEIJING, Desk
from app.services.steps import Offer
from workflows import limits as law
from workflows.approvals import approvals
from workflows.facts import Facts
from workflows.limits import LimitAnswer

PAGE = 50
MOST_TYPED = 60
SHOWN_CHANGES = 30
EXPLAINED_LIMITS = 40
"""How many limits of a case are shown with their working; a case of hundreds of workers has hundreds of clocks."""
BRACKETS = str.maketrans("()（）[]［］", "〔〕〔〕〔〕〔〕")
NUMBERED = re.compile(r"\d{1,9}号|[〔（(\[［]\d{4}|^\d+$")
"""What makes a text a case number, or a piece of one."""
REFERABLE = ("filed", "accepted", "tribunal_formed")
PART_TITLES = {"referral": "转介", "agreement": "调解协议", "court_matter": "诉讼", "paper": "文书", "request": "申请", "review": "仲裁审查",
               "approval": "审批", "statement": "调解书"}


@dataclass(frozen=True)
class Filters:
    """How a list of cases is narrowed. `q` is a number, or the name of a party."""

    q: str = ""
    state: str = ""
    whose: str = ""
    """ "mine": only cases whose tribunal or recorder the person is."""


@dataclass(frozen=True)
class Listing:
    """One page of cases, newest first; `following` is the key of the next page, "" at the end."""

    cases: Sequence[Case]
    following: str


def find(desk: Desk, filters: Filters, after: str = "", size: int = PAGE) -> Listing:
    """The cases of this person that fit, by keyset: as quick on the thousandth page as on the first."""
    query = select(Case).where(access.visible_cases(desk.actor, desk.today), Case.state != PRE_FILING)
    if filters.state:
        query = query.where(Case.state == filters.state)
    if filters.whose == "mine":
        query = query.where(sitting(desk))
    if filters.q.strip():
        query = query.where(_matches(filters.q.strip()[:MOST_TYPED]))
    if key := _key(after):
        day, case_id = key
        query = query.where(or_(col(Case.filed_on) < day, and_(col(Case.filed_on) == day, col(Case.id) < case_id)))
    query = query.order_by(col(Case.filed_on).desc(), col(Case.id).desc()).options(
        selectinload(Case.parties).lazyload(Party.agents)  # type: ignore[arg-type]
    )
    rows = desk.session.exec(query.limit(size + 1)).all()
    shown = rows[:size]
    following = f"{shown[-1].filed_on.isoformat()}.{shown[-1].id}" if len(rows) > size else ""
    return Listing(shown, following)


def _key(text: str) -> tuple[date, int] | None:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.(\d{1,12})", text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]), int(match[2])
    except ValueError:
        return None


def _matches(text: str) -> ColumnElement[bool]:
    """By number (either kind, brackets as typed) or by the name of a party: one look through one table each."""
    if NUMBERED.search(text):
        number = text.translate(BRACKETS)
        # Two looks through narrow indexes are far quicker than one through the whole table.
        given = select(Case.id).where(col(Case.number).contains(number, autoescape=True))
        received = select(Case.id).where(col(Case.receipt_number).contains(number, autoescape=True))
        return col(Case.id).in_(union(given, received))
    return col(Case.id).in_(select(Party.case_id).where(col(Party.name).contains(text, autoescape=True)))


def sitting(desk: Desk) -> ColumnElement[bool]:
    """The condition on `Case` for the cases whose tribunal or recorder the person is."""
    me = desk.actor.id
    return or_(col(Case.chief_id) == me, col(Case.hearing_officer_id) == me, col(Case.recorder_id) == me)


def changes(desk: Desk, since: date) -> Sequence[tuple[Event, Case]]:
    """What others did since the morning of a day in the person's cases: those they sit in, or all of their desk."""
    if desk.actor.has("mediator") and not allows(desk.actor, May.SEE_CASE):
        return []
    morning = datetime.combine(since, time(0), BEIJING).astimezone(UTC)
    # Asked event by event, newest first, until the page is full: as a join SQLite would read every case first.
    mine = select(Case.id).where(Case.id == Event.case_id, access.visible_cases(desk.actor, desk.today))
    if desk.actor.has("arbitrator", "hearing_clerk") and not desk.actor.has("filing_clerk", "section_head", "head"):
        mine = mine.where(sitting(desk))
    query = (
        select(Event, Case)
        .join(Case, col(Case.id) == Event.case_id)
        .where(col(Event.at) >= morning, mine.correlate(Event).exists())
        .options(defer(Event.snapshot), lazyload(Case.parties), lazyload(Case.items))  # type: ignore[arg-type]
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(SHOWN_CHANGES)
    )
    if not allows(desk.actor, May.SEE_INNER):
        query = query.where(col(Event.inner).is_(False))
    if desk.actor.id is not None:
        query = query.where(or_(col(Event.actor_id).is_(None), col(Event.actor_id) != desk.actor.id))
    return list(desk.session.exec(query).all())


@dataclass(frozen=True)
class ShownLimit:
    """A limit with its working."""

    limit: Limit
    answer: LimitAnswer | None
    """The working; None far down the list of a case of hundreds, where only the day and the state are shown."""
    party: Party | None


@dataclass(frozen=True)
class PartOffers:
    """The steps of one part of the case (a referral, an agreement, a matter)."""

    machine: str
    part: Any
    title: str
    offers: Sequence[Offer]


@dataclass(frozen=True)
class CaseView:
    """One case as this reader may see it."""

    case: Case
    concern: Concern
    office: Body
    names: Mapping[int, str]
    """Staff id → name."""
    bodies: Mapping[int, Body]
    parties: Mapping[int, Party]
    delegation: Delegation | None
    """The representatives in office of a collective case, and who elected them."""
    referrals: Sequence[Referral]
    consents: Mapping[int, Sequence[Consent]]
    agreements: Sequence[ShownAgreement]
    hearings: Sequence[Hearing]
    requests: Sequence[Request]
    statements: Sequence[MediationStatement]
    papers: Sequence[Paper]
    services: Mapping[int, Sequence[Service]]
    """Paper id → its services."""
    awards: Sequence[Award]
    fates: Mapping[int, Sequence[PartyFate]]
    """Award over several workers → where it stands for each (I1 17)."""
    last_days: Mapping[int, Mapping[int, date]]
    """Award over several workers → party → the last day of its own time to sue."""
    matters: Sequence[CourtMatter]
    attachments: Sequence[Attachment]
    limits: Sequence[ShownLimit]
    events: Sequence[Event]
    offers: Sequence[Offer]
    incoming: Sequence[Offer]
    """What parties may hand in now, for those who take it in."""
    makeable: Sequence[Offer]
    """Papers made at the desk when they are wanted, for those who may make them."""
    part_offers: Sequence[PartOffers]
    sees_inner: bool
    sees_decision: bool
    """Whether the results of the items may be shown: once the award is made, or to those who deliberate."""


def view(desk: Desk, case: Case) -> CaseView:
    """Everything of a case this reader may see. The caller has asked whether the case concerns them."""
    assert case.id is not None
    session = desk.session
    concern = access.concern_of(session, case, desk.today)
    sees_inner = allows(desk.actor, May.SEE_INNER, concern)
    acts = allows(desk.actor, May.ACT_ON_CASE, concern)
    referrals = session.exec(select(Referral).where(Referral.case_id == case.id).order_by(col(Referral.ordinal))).all()
    agreements = session.exec(select(Agreement).where(Agreement.case_id == case.id)).all()
    awards = session.exec(select(Award).where(Award.case_id == case.id).order_by(col(Award.ordinal))).all()
    matters = session.exec(select(CourtMatter).where(CourtMatter.case_id == case.id).order_by(col(CourtMatter.id))).all()
    requests = session.exec(select(Request).where(Request.case_id == case.id).order_by(col(Request.ordinal))).all()
    statements = session.exec(select(MediationStatement).where(MediationStatement.case_id == case.id)).all()
    papers = _papers(desk, case, concern)
    made = any(award.made_on is not None for award in awards)
    bodies = _bodies(desk, case, referrals, matters)
    known = facts.build(desk, case) if acts else None
    parties = {party.id or 0: party for party in case.parties}
    return CaseView(
        case=case,
        concern=concern,
        office=bodies[case.office_id],
        names=_names(desk, case),
        bodies=bodies,
        parties=parties,
        delegation=group.delegation(session, case) if case.collective else None,
        referrals=referrals,
        consents=_consents(desk, referrals),
        agreements=of_case(desk, case, agreements) if sees_inner else (),
        hearings=session.exec(select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal))).all(),
        requests=requests,
        statements=statements,
        papers=papers,
        services=_services(desk, papers),
        awards=awards if made or allows(desk.actor, May.SEE_DELIBERATION, concern) else (),
        fates={a.id or 0: each for a in awards if (each := fates.of_award(desk, case, a))},
        last_days={a.id or 0: fates.own_last_days(desk, case, a) for a in awards if fates.several(case, a)},
        matters=matters,
        attachments=session.exec(_attachments(case, sees_inner)).all(),
        limits=_limits(desk, case, parties),
        events=timeline(desk, case, sees_inner=sees_inner),
        offers=_case_offers(desk, case, awards, known) if acts else (),
        incoming=[one for one in steps.starting_offers(desk, case, "request", known) if one.possible] if acts else (),
        makeable=_makeable(desk, case, known) if known is not None else (),
        part_offers=_part_offers(desk, referrals, agreements, matters, requests, statements, bodies, waiting(desk, case)) if acts else (),
        sees_inner=sees_inner,
        sees_decision=made or allows(desk.actor, May.SEE_DELIBERATION, concern),
    )


def _makeable(desk: Desk, case: Case, known: Facts) -> list[Offer]:
    rules = made_papers.steps_for(desk, case, steps.applicable_on(case))
    return [steps.offer_of(desk, case, case, rule, known) for rule in rules if desk.actor.has(*rule.by)]


def _limits(desk: Desk, case: Case, parties: Mapping[int, Party]) -> list[ShownLimit]:
    """Every limit by one calendar, running ones first; the first of them with their working."""
    calendar = limits.calendar_of(desk.session, case.office_id)
    return [
        ShownLimit(
            one,
            law.compute(one.rule, one.origin, ledger=limits.ledger_of(one), calendar=calendar, options=one.options)
            if position < EXPLAINED_LIMITS
            else None,
            parties.get(one.party_id or 0),
        )
        for position, one in enumerate(steps.limits_of(desk, case))
    ]


def timeline(desk: Desk, case: Case, *, sees_inner: bool) -> Sequence[Event]:
    """What happened, newest first; the inner file only for those who may see it."""
    query = (
        select(Event)
        .where(Event.case_id == case.id)
        .order_by(col(Event.sequence).desc())
        .options(defer(Event.snapshot))  # type: ignore[arg-type]
    )
    if not sees_inner:
        query = query.where(col(Event.inner).is_(False))
    return desk.session.exec(query).all()


def _case_offers(desk: Desk, case: Case, awards: Sequence[Award], known: Facts | None) -> Sequence[Offer]:
    """Next steps of the case, the possible ones first; a suit can be recorded once there is an award."""
    found = list(steps.offers(desk, case))
    if case.state in REFERABLE:
        found += steps.starting_offers(desk, case, "referral", known)
    made = any(award.made_on for award in awards)
    suits = steps.starting_offers(desk, case, "court_matter", known)
    found += [one for one in suits if (made if one.rule.id == "court.file" else one.possible)]
    return sorted(found, key=lambda one: (not one.possible, not one.mine, _pressing(desk, case.state, one)))


def _pressing(desk: Desk, state: str, offer: Offer) -> int:
    """What a task waits for stands before what else moves the case, and that before what is only recorded."""
    if any(task.machine == "case" and state in task.states and offer.rule.id in task.done_by for task in desk.book.tasks):
        return 0
    return 1 if any(branch.to != state for branch in offer.rule.branches) else 2


def _part_offers(
    desk: Desk,
    referrals: Sequence[Referral],
    agreements: Sequence[Agreement],
    matters: Sequence[CourtMatter],
    requests: Sequence[Request],
    statements: Sequence[MediationStatement],
    bodies: Mapping[int, Body],
    waiting: Sequence[Approval],
) -> list[PartOffers]:
    parts: list[tuple[str, Any, str]] = [
        ("referral", r, bodies[r.receiving_body_id].name) for r in referrals if _goes_on(r)
    ]
    parts += [("agreement", a, "") for a in agreements]
    reviews = case_rows.of_case(desk.session, Review, agreements[0].case_id) if agreements else ()
    parts += [("review", r, "") for r in reviews if r.ended_on is None]
    parts += [("court_matter", m, m.number or bodies[m.court_id].name) for m in matters]
    parts += [("approval", one, approvals().kinds[one.kind].title) for one in waiting]
    parts += [("statement", s, "") for s in statements if s.state == "issued"]
    parts += [("request", r, request_title(desk, r.kind)) for r in requests if r.decided_on is None]
    found = [
        PartOffers(machine, part, f"{PART_TITLES[machine]} {title}".strip(), steps.offers(desk, part))
        for machine, part, title in parts
    ]
    return [one for one in found if one.offers]


def _goes_on(referral: Referral) -> bool:
    """A referral somebody may still act on: also one that failed, or came back before the case was accepted."""
    back = referral.state == "returned" and referral.stage == "before_acceptance"
    return referral.ended_on is None or referral.state == "failed" or back


def request_title(desk: Desk, kind: str) -> str:
    """What a kind of request is called: by the article it comes in under."""
    rule = next(r for r in desk.book.rules if r.machine == "request" and r.starts and r.concerns(kind))
    return rule.title.removeprefix("收到")


def _papers(desk: Desk, case: Case, concern: Concern) -> list[Paper]:
    rows = desk.session.exec(
        select(Paper)
        .where(Paper.case_id == case.id)
        .order_by(col(Paper.made_on).desc(), col(Paper.id).desc())
        .options(defer(Paper.facts))  # type: ignore[arg-type]
    ).all()
    return [p for p in rows if sees_paper(desk, p, concern)]


def sees_paper(desk: Desk, paper: Paper, concern: Concern) -> bool:
    """Whether this reader may read one paper of a case."""
    about = paper_kind(paper.kind)
    return may_see_paper(desk.actor, paper.folder, about.seen_by, concern, deliberation=about.deliberation)


def _services(desk: Desk, papers: Sequence[Paper]) -> dict[int, list[Service]]:
    found: dict[int, list[Service]] = {}
    rows = desk.session.exec(
        select(Service).where(col(Service.paper_id).in_([p.id for p in papers])).order_by(col(Service.id))
    ).all()
    for row in rows:
        found.setdefault(row.paper_id, []).append(row)
    return found


def _consents(desk: Desk, referrals: Sequence[Referral]) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = {}
    rows = desk.session.exec(select(Consent).where(col(Consent.referral_id).in_([r.id for r in referrals]))).all()
    for row in rows:
        found.setdefault(row.referral_id, []).append(row)
    return found


def _attachments(case: Case, sees_inner: bool) -> Any:
    query = select(Attachment).where(Attachment.case_id == case.id).order_by(col(Attachment.id))
    return query if sees_inner else query.where(Attachment.folder == "main")


def _bodies(
    desk: Desk, case: Case, referrals: Sequence[Referral], matters: Sequence[CourtMatter]
) -> dict[int, Body]:
    wanted = {case.office_id, *(m.court_id for m in matters)}
    for referral in referrals:
        wanted |= {referral.sending_body_id, referral.receiving_body_id}
    rows = desk.session.exec(select(Body).where(col(Body.id).in_(wanted))).all()
    return {row.id or 0: row for row in rows}


def _names(desk: Desk, case: Case) -> dict[int, str]:
    wanted = {case.chief_id, case.recorder_id, case.hearing_officer_id, *case.panel} - {None}
    rows = desk.session.exec(select(Staff).where(col(Staff.id).in_(wanted))).all()
    return {row.id or 0: row.name for row in rows}


def is_court_reader(desk: Desk) -> bool:
    """Whether the person reads as a court: the main file only."""
    return desk.actor.has(*COURT_ROLES)
