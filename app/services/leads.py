"""立案前的争议: registering one, the list, its page, and the step that makes an arbitration application of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from app.models import Attachment, Body, Case, Interruption, Lead, Limit, Referral
from app.permissions import PRE_FILING, PRE_FILING_ROLES, Concern, May, allows
from app.services import access, filing, forms, limits, mediators, numbers, steps, walls
from app.services.desk import Desk
from app.services.effects.lead_steps import begin
from app.services.errors import InvalidInput, NotAllowed, NotYours
from app.services.filing import Application, ItemInput, PartyInput
from app.services.steps import DOOR, Offer
from workflows.errors import InputError
from workflows.limits import LimitAnswer
from workflows.timebar import interruptions as grounds

RULES = {"report": "pre.report", "negotiation": "pre.negotiation", "mediation": "pre.mediation"}
OPEN = ("reported", "negotiating", "in_mediation", "unresolved")
MOST = 200


@dataclass(frozen=True)
class LeadInput:
    """A dispute as told before anybody applied. `asked_on` for a negotiation: the day the other side got the call."""

    kind: str
    told: Application
    reporter: str = ""
    asked_on: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    lead: Lead
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    body: str
    limit: Limit | None


@dataclass(frozen=True)
class Page:
    """One dispute before filing as one reader may see it."""

    lead: Lead
    case: Case
    body: Body
    concern: Concern
    referrals: Sequence[tuple[Referral, Body]]
    interruptions: Sequence[Interruption]
    limits: Sequence[tuple[Limit, LimitAnswer]]
    attachments: Sequence[Attachment]
    steps: Sequence[Offer]
    application: Case | None
    apply: Offer | None
    """The step to the application, for the filing desk; None for others and once it is taken."""


def register(desk: Desk, given: LeadInput) -> Lead:
    """Enter a dispute nobody has applied for yet. Raises InvalidInput with every problem, NotAllowed."""
    rule = RULES.get(given.kind)
    body = desk.session.get(Body, desk.actor.body_id) if desk.actor.body_id else None
    if rule is None or body is None:
        raise InvalidInput([InputError("类别", given.kind, "不在可选范围内。", "请从列表中选择。")])
    if not desk.actor.has("mediator", *(("filing_clerk",) if given.kind != "mediation" else ())):
        raise NotAllowed("登记立案前争议", ["调解员"] + (["立案人员"] if given.kind != "mediation" else []), "LMA 10")
    problems: list[InputError] = []
    asked_on = _asked_on(desk, given, problems)
    if given.kind == "mediation" and body.channel is None:
        problems.append(InputError("调解组织", body.name, "不是在册的调解组织。", "请由调解组织登记。"))
    told = given.told
    parties = [p for n, one in enumerate(told.parties) if (p := filing.party_of(one, n, desk.today, problems))]
    filing.both_sides(told, problems)
    items = [i for n, one in enumerate(told.items) if (i := filing.item_of(one, n, told, desk.today, problems))]
    office = mediators.office_of(desk.session, body)
    if office is None or office.id is None:
        problems.append(InputError("仲裁机构", body.name, "没有找到所在地的仲裁委员会。", "请由系统管理员核对机构的所在地。"))
    if problems or office is None or office.id is None:
        raise InvalidInput(problems)
    number = numbers.lead_number(desk.session, office, desk.today.year)
    case = Case(
        receipt_number=number,
        office_id=office.id,
        state=PRE_FILING,
        definition=desk.book.version,
        source=given.kind,
        filed_on=desk.today,
        facts_and_reasons=told.facts_and_reasons.strip()[: filing.LONGEST_FACTS],
        created_at=desk.now,
    )
    desk.session.add(case)
    desk.session.flush()
    filing.add_rows(desk, case, parties, items)
    lead = Lead(
        case_id=case.id or 0,
        kind=given.kind,
        number=number,
        body_id=body.id or 0,
        registered_by_id=desk.actor.id,
        reporter=given.reporter.strip()[:120],
        asked_on=asked_on,
    )
    desk.session.add(lead)
    desk.session.flush()
    steps.start(desk, case, rule, {}, case)
    DOOR.start(desk, case, "lead.open", lead)
    if given.kind == "mediation":
        begin(desk, case, lead, body.channel or "", body.id or 0, DOOR)
    return lead


def _asked_on(desk: Desk, given: LeadInput, problems: list[InputError]) -> date | None:
    if given.kind != "negotiation":
        return None
    try:
        found = forms.day("对方收到协商要求的日期", given.asked_on)
        if found > desk.today:
            raise InputError("对方收到协商要求的日期", given.asked_on, "晚于今天。", "请填写对方实际收到的日期。", "NEG 10")
    except InputError as problem:
        problem.name = "asked_on"  # type: ignore[attr-defined]
        problems.append(problem)
        return None
    return found


def mine(desk: Desk, state: str = "") -> list[Row]:
    """The disputes of this desk: those a body registered or mediates, or all of the office; open ones unless a state is asked."""
    wanted = [state] if state else list(OPEN)
    leads = desk.session.exec(
        select(Lead)
        .join(Case, col(Case.id) == Lead.case_id)
        .where(visible(desk), col(Lead.state).in_(wanted), walls.open_to(desk.actor, desk.today, Lead.case_id))
        .order_by(col(Lead.id).desc())
        .limit(MOST)
    ).all()
    cases = {c.id: c for c in desk.session.exec(select(Case).where(col(Case.id).in_([one.case_id for one in leads])))}
    bodies = {b.id: b.name for b in desk.session.exec(select(Body).where(col(Body.id).in_([x.body_id for x in leads])))}
    running: dict[int, Limit] = {}
    for limit in desk.session.exec(
        select(Limit).where(col(Limit.case_id).in_(list(cases)), Limit.state == "open").order_by(col(Limit.due))
    ):
        running.setdefault(limit.case_id, limit)
    return [
        Row(
            lead=one,
            applicants=tuple(p.name for p in cases[one.case_id].on_side("applicant")),
            respondents=tuple(p.name for p in cases[one.case_id].on_side("respondent")),
            body=bodies.get(one.body_id, ""),
            limit=running.get(one.case_id),
        )
        for one in leads
    ]


def visible(desk: Desk) -> ColumnElement[bool]:
    """The condition for the disputes before filing this person knows of: of the own body, of the own office."""
    conditions: list[ColumnElement[bool]] = []
    if desk.actor.has("mediator"):
        conditions.append(col(Lead.body_id) == desk.actor.body_id)
    if desk.actor.has(*PRE_FILING_ROLES):
        conditions.append(col(Case.office_id) == desk.actor.body_id)
    return or_(*conditions) if conditions else col(Lead.id).is_(None)


def found(desk: Desk, lead_id: int) -> tuple[Lead, Case, Concern]:
    """A dispute this person may see: the body that registered it, the filing desk and the head. Raises NotYours."""
    lead = desk.session.get(Lead, lead_id)
    case = desk.session.get(Case, lead.case_id) if lead is not None else None
    if lead is None or case is None:
        raise NotYours
    concern = access.concern_of(desk.session, case, desk.today)
    of_office = desk.actor.has(*PRE_FILING_ROLES) and allows(desk.actor, May.SEE_CASE, concern)
    of_body = desk.actor.has("mediator") and lead.body_id == desk.actor.body_id and desk.actor.id not in concern.walled
    if not (of_office or of_body):
        raise NotYours
    return lead, case, concern


def page(desk: Desk, lead_id: int) -> Page:
    """Everything the page shows. Raises NotYours."""
    lead, case, concern = found(desk, lead_id)
    rows = desk.session.exec(select(Referral).where(Referral.case_id == case.id).order_by(col(Referral.ordinal))).all()
    running = desk.session.exec(select(Limit).where(Limit.case_id == case.id).order_by(col(Limit.id))).all()
    offers = steps.offers(desk, lead, all_pages=True)
    return Page(
        lead=lead,
        case=case,
        body=desk.session.get_one(Body, lead.body_id),
        concern=concern,
        referrals=[(one, desk.session.get_one(Body, one.receiving_body_id)) for one in rows],
        interruptions=interruptions(desk, case),
        limits=[(one, limits.answer(desk.session, one, case.office_id)) for one in running],
        attachments=_attachments(desk, case),
        steps=[one for one in offers if not one.rule.elsewhere],
        application=desk.session.get(Case, lead.application_id) if lead.application_id else None,
        apply=next((one for one in offers if one.rule.id == "lead.apply" and one.mine), None),
    )


def interruptions(desk: Desk, case: Case) -> Sequence[Interruption]:
    """The days from which the time bar counts anew, oldest first."""
    return desk.session.exec(
        select(Interruption).where(Interruption.case_id == case.id).order_by(col(Interruption.on_day), col(Interruption.id))
    ).all()


def _attachments(desk: Desk, case: Case) -> Sequence[Attachment]:
    return desk.session.exec(
        select(Attachment).where(Attachment.case_id == case.id, Attachment.folder == "main").order_by(col(Attachment.id))
    ).all()


def prefilled(desk: Desk, case: Case) -> Application:
    """The application as the dispute was told: everything is there to be read again and changed. Settled claims stay out."""
    sides = {
        side: {p.id: n for n, p in enumerate(case.on_side(side))} for side in ("applicant", "respondent")
    }
    return Application(
        filed_on=desk.today.isoformat(),
        parties=[
            PartyInput(
                side=p.side,
                kind=p.kind,
                name=p.name,
                identity=p.id_number or p.uscc,
                address=p.address,
                postal_address=p.postal_address,
                phone=p.phone,
                legal_representative=p.legal_representative,
                legal_representative_post=p.legal_representative_post,
                e_service_consent=p.e_service_consent,
                agents=[{"name": a.name, "kind": a.kind, "powers": a.powers} for a in p.agents],
            )
            for p in case.parties
        ],
        items=[
            ItemInput(
                kind=item.kind,
                amount="" if item.claimed_fen is None else f"{item.claimed_fen / 100:.2f}",
                text=item.text,
                applicant=sides["applicant"].get(item.applicant_id, 0),
                respondent=sides["respondent"].get(item.respondent_id, 0),
            )
            for item in case.items
            if item.disposition == "pending"
        ]
        or [ItemInput("wages")],
        facts_and_reasons=case.facts_and_reasons,
    )


def apply(desk: Desk, lead_id: int, application: Application, token: str) -> Case:
    """One step: the application is received and the dispute before it is done. Both or neither.

    The case is of today and new: the tribunal sees the application, what was handed in and what interrupted the time
    bar, and nothing of how the parties talked. Raises as `filing.receive` and `steps.take` do.
    """
    lead, before, _ = found(desk, lead_id)
    case = filing.receive(desk, replace(application, source=lead.kind, origin=before.id))
    if lead.application_id == case.id:
        return case  # the form was sent twice
    for one in _attachments(desk, before):
        desk.session.add(
            Attachment(**{**one.model_dump(exclude={"id", "case_id", "party_id"}), "case_id": case.id, "party_id": None})
        )
    for past in interruptions(desk, before):
        desk.session.add(Interruption(**{**past.model_dump(exclude={"id", "case_id", "event_id"}), "case_id": case.id}))
    lead.application_id = case.id
    lead.ended_on = desk.today
    desk.session.add(lead)
    desk.session.flush()
    steps.take(desk, lead, "lead.apply", {}, token)
    return case


def origin_of(desk: Desk, case: Case) -> Lead | None:
    """The dispute before filing a case comes from, for those who may see it."""
    if case.origin_id is None:
        return None
    lead = desk.session.exec(select(Lead).where(Lead.case_id == case.origin_id)).first()
    if lead is None:
        return None
    try:
        found(desk, lead.id or 0)
    except NotYours:
        return None
    return lead


def interruption_title(kind: str) -> str:
    """What the law calls an interruption of the time bar."""
    known = grounds().get(kind)
    return known.title if known else kind
