"""The facts a monthly report is computed from, read once and frozen as plain JSON.

Every list is ordered by id. Days are ISO text, money is fen. No party's name is taken but employers' (for the
list of repeat employers), and nothing of the inner file.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col

from app.models import (
    Agreement,
    Award,
    Body,
    Case,
    ClaimItem,
    CourtLink,
    CourtMatter,
    Limit,
    Outcome,
    Party,
    PaymentLine,
    Referral,
    Standard,
)
from app.services import report_acts, report_feedback
from app.services.hiding import Hider
from app.services.report_cases import Record, cases, records
from app.services.report_periods import period
from workflows.errors import InputError

MATTERS = ("first_instance", "second_instance", "annulment")
WINDOWS = ("post.sue.nonfinal", "post.sue.final_worker", "post.annul")
REPEAT_EMPLOYER = 3
"""From so many cases accepted in twelve months an employer is named to the joint meeting."""
BATCH = 500
LONGEST_TEXT = 1500
"""Characters of a holding shown on a divergence sheet; the papers hold the rest."""


def collect(session: Session, month: str, office_id: int | None = None) -> Record:
    """Everything the figures of `month` rest on, for one office or for all. Raises InputError for a bad period."""
    asked = period(month)
    start, end, rolling = asked.start, asked.end, asked.rolling
    here: list[ColumnElement[bool]] = [] if office_id is None else [col(Case.office_id) == office_id]
    bodies = session.execute(
        select(col(Body.id), col(Body.name), col(Body.kind))
        # The name of an enterprise's committee names the enterprise: a report names nobody's employer.
        .where(col(Body.level) != "enterprise")
        .order_by(col(Body.id))
    ).all()
    if office_id is not None and (office_id, "commission") not in [(i, kind) for i, _, kind in bodies]:
        raise InputError("office", office_id, "没有这个仲裁机构。", "请核对机构编号。")
    data: Record = {
        "month": month,
        "kind": asked.kind,
        "months": asked.months,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "rolling_start": rolling.isoformat(),
        "office_id": office_id,
        "bodies": {str(ident): name for ident, name, _ in bodies},
        "offices": [i for i, _, kind in bodies if kind == "commission" and office_id in (None, i)],
        "settings": {"repeat_employer": REPEAT_EMPLOYER},
    }
    data["cases"] = cases(session, start, end, here)
    data["referrals"] = _referrals(session, start, end, here)
    data["awards"] = _awards(session, start, end, rolling, here)
    data["persons"] = _persons(session, start, end, here)
    data["matters"] = _matters(session, start, end, rolling, here)
    data["sheets"] = _sheets(session, start, end, here)
    data["employers"] = _employers(session, rolling, end, here)
    data["unpaid"] = _unpaid(session, end, here)
    data["standards"] = _standards(session, end)
    data["services"] = report_acts.services(session, start, end, here)
    data["preservation"] = report_acts.preservation(session, start, end, here)
    data["enforcement"] = report_acts.enforcement(session, start, end, here)
    data["actions"] = report_feedback.actions(session, end, here)
    data["topics"] = report_feedback.topics(session, start, end, office_id)
    return data


def _referrals(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Referrals proposed or ended in the month, with the way their agreement gained force."""
    found = session.execute(
        select(
            col(Referral.id).label("id"),
            col(Referral.case_id).label("case"),
            col(Case.office_id).label("office"),
            col(Referral.channel).label("channel"),
            col(Referral.stage).label("stage"),
            col(Referral.state).label("state"),
            col(Referral.proposed_on).label("proposed"),
            col(Referral.consented_on).label("consented"),
            col(Referral.delegated_on).label("delegated"),
            col(Referral.ended_on).label("ended"),
            col(Referral.outcome).label("outcome"),
            col(Agreement.force).label("force"),
        )
        .join(Case, col(Case.id) == Referral.case_id)
        .outerjoin(Agreement, col(Agreement.referral_id) == Referral.id)
        .where(or_(col(Referral.proposed_on).between(start, end), col(Referral.ended_on).between(start, end)), *here)
        .order_by(col(Referral.id))
    ).all()
    return records(found)


def _awards(session: Session, start: date, end: date, rolling: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Awards made in the twelve months, and older ones whose last window shut in the month."""
    windows = (
        select(col(Limit.case_id), col(Limit.subject_id), func.max(col(Limit.due)).label("shut"))
        .where(col(Limit.rule).in_(WINDOWS), col(Limit.machine) == "award")
        .group_by(col(Limit.case_id), col(Limit.subject_id))
        .subquery()
    )
    items = (
        select(col(ClaimItem.award_id), func.count().label("n"))
        .where(col(ClaimItem.award_id).is_not(None))
        .group_by(col(ClaimItem.award_id))
        .subquery()
    )
    found = session.execute(
        select(
            col(Award.id).label("id"),
            col(Award.case_id).label("case"),
            col(Award.number).label("number"),
            col(Award.type).label("type"),
            col(Award.state).label("state"),
            col(Award.made_on).label("made"),
            windows.c.shut.label("shut"),
            func.coalesce(items.c.n, 0).label("items"),
        )
        .join(Case, col(Case.id) == Award.case_id)
        .outerjoin(windows, and_(windows.c.case_id == Award.case_id, windows.c.subject_id == Award.id))
        .outerjoin(items, items.c.award_id == Award.id)
        .where(or_(col(Award.made_on).between(rolling, end), windows.c.shut.between(start, end)), *here)
        .order_by(col(Award.id))
    ).all()
    return records(found)


def _persons(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """One line for each person and award whose own time to sue shut in the month."""
    found = session.execute(
        select(
            col(Limit.id).label("id"),
            col(Limit.case_id).label("case"),
            col(Limit.subject_id).label("award"),
            col(Limit.party_id).label("party"),
        )
        .join(Case, col(Case.id) == Limit.case_id)
        .where(
            col(Limit.rule).in_(WINDOWS[:2]), col(Limit.machine) == "award", col(Limit.due).between(start, end), *here
        )
        .order_by(col(Limit.id))
    ).all()
    return records(found)


def _matters(session: Session, start: date, end: date, rolling: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Court matters filed by the end of the month and not decided before the twelve months, with items and links.

    An item is a short list: claim item (or "new-<outcome>"), kind, award's disposition and sum, court's disposition
    and sum, reason code.
    """
    chosen = and_(
        col(CourtMatter.kind).in_(MATTERS),
        col(CourtMatter.filed_on) <= end,
        or_(col(CourtMatter.decided_on).is_(None), col(CourtMatter.decided_on) >= rolling),
        *here,
    )
    matters = records(
        session.execute(
            select(
                col(CourtMatter.id).label("id"),
                col(CourtMatter.case_id).label("case"),
                col(Case.office_id).label("office"),
                col(CourtMatter.court_id).label("court"),
                col(CourtMatter.kind).label("kind"),
                col(CourtMatter.number).label("number"),
                col(CourtMatter.previous_id).label("previous"),
                col(CourtMatter.plaintiff_id).label("plaintiff"),
                col(Party.kind).label("plaintiff_kind"),
                col(CourtMatter.filed_on).label("filed"),
                col(CourtMatter.decided_on).label("decided"),
                col(CourtMatter.ended_by).label("ended_by"),
                col(CourtMatter.merged_into_id).label("merged"),
            )
            .join(Case, col(Case.id) == CourtMatter.case_id)
            .outerjoin(Party, col(Party.id) == CourtMatter.plaintiff_id)
            .where(chosen)
            .order_by(col(CourtMatter.id))
        ).all()
    )
    by_id: dict[int, Record] = {m["id"]: m for m in matters}
    for matter in matters:
        matter.update(awards=[], waiting=0, items=[], annulled=False)
    for matter_id, award_id, confirmed, state in session.execute(
        select(col(CourtLink.matter_id), col(CourtLink.award_id), col(CourtLink.confirmed_at), col(Award.state))
        .join(Award, col(Award.id) == CourtLink.award_id)
        .join(CourtMatter, col(CourtMatter.id) == col(CourtLink.matter_id))
        .join(Case, col(Case.id) == CourtMatter.case_id)
        .where(chosen)
        .order_by(col(CourtLink.matter_id), col(CourtLink.award_id))
    ):
        if confirmed is None:
            by_id[matter_id]["waiting"] += 1
        else:
            by_id[matter_id]["awards"].append(award_id)
            by_id[matter_id]["annulled"] |= state == "annulled"
    for row in session.execute(
        select(
            col(Outcome.matter_id),
            col(Outcome.id),
            col(Outcome.claim_item_id),
            col(Outcome.kind),
            col(ClaimItem.disposition),
            col(ClaimItem.awarded_fen),
            col(Outcome.disposition),
            col(Outcome.amount_fen),
            col(Outcome.reason_code),
        )
        .join(CourtMatter, col(CourtMatter.id) == col(Outcome.matter_id))
        .join(Case, col(Case.id) == CourtMatter.case_id)
        .outerjoin(ClaimItem, col(ClaimItem.id) == col(Outcome.claim_item_id))
        .where(chosen)
        .order_by(col(Outcome.matter_id), col(Outcome.id))
    ):
        matter_id, outcome, item, kind, award, awarded, court, amount, code = row
        by_id[matter_id]["items"].append([item or f"new-{outcome}", kind, award, awarded, court, amount, code])
    return matters


def _sheets(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """The words of both sides for first-instance outcomes of the month that have a like item in an award, de-identified."""
    found = session.execute(
        select(
            col(Outcome.id).label("outcome"),
            col(Outcome.matter_id).label("matter"),
            col(Outcome.case_id).label("case"),
            col(Outcome.claim_item_id).label("item"),
            col(ClaimItem.text).label("claim"),
            col(ClaimItem.decision_text).label("award_text"),
            col(ClaimItem.reasoning).label("award_reasoning"),
            col(Award.number).label("award_number"),
            col(Outcome.text).label("court_text"),
            col(Outcome.reason_note).label("note"),
            col(Outcome.agreed_by_court_id).is_not(None).label("court_agrees"),
            col(Outcome.agreed_by_office_id).is_not(None).label("office_agrees"),
        )
        .join(CourtMatter, col(CourtMatter.id) == col(Outcome.matter_id))
        .join(Case, col(Case.id) == CourtMatter.case_id)
        .join(ClaimItem, col(ClaimItem.id) == col(Outcome.claim_item_id))
        .outerjoin(Award, col(Award.id) == col(ClaimItem.award_id))
        .where(
            col(CourtMatter.kind) == "first_instance",
            col(CourtMatter.decided_on).between(start, end),
            or_(
                col(Outcome.disposition) != col(ClaimItem.disposition),
                func.coalesce(col(Outcome.amount_fen), 0) != func.coalesce(col(ClaimItem.awarded_fen), 0),
            ),
            *here,
        )
        .order_by(col(Outcome.matter_id), col(Outcome.claim_item_id))
    ).all()
    sheets = records(found)
    hide = _hiders(session, {sheet["case"] for sheet in sheets})
    said = report_feedback.of_outcomes(session, {sheet["outcome"]: hide[sheet["case"]] for sheet in sheets})
    for sheet in sheets:
        sheet["said"] = said.get(sheet["outcome"], {})
        for key in ("claim", "award_text", "award_reasoning", "court_text", "note"):
            text = hide[sheet["case"]](sheet[key] or "")
            sheet[key] = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "……（下略）"
        for key in ("court_agrees", "office_agrees"):
            sheet[key] = bool(sheet[key])
    return sheets


def _hiders(session: Session, cases: set[int]) -> dict[int, Hider]:
    """For each case what hides its parties: a report names nobody (practice §4; PIPL 6)."""
    wanted = sorted(cases)
    found: dict[int, Hider] = {}
    for start in range(0, len(wanted), BATCH):
        rows = session.execute(
            select(Case, col(Body.place))
            .join(Body, col(Body.id) == col(Case.office_id))
            .where(col(Case.id).in_(wanted[start : start + BATCH]))
            .options(selectinload(Case.parties).selectinload(Party.agents))  # type: ignore[arg-type]
        )
        found |= {one.id: Hider(one, place) for one, place in rows}
    return found


def _employers(session: Session, rolling: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Employers with at least REPEAT_EMPLOYER cases accepted in the twelve months, most cases first."""
    inside = and_(col(Party.kind) == "employer", col(Case.accepted_on).between(rolling, end), *here)
    times = func.count(func.distinct(col(Party.case_id)))
    found = session.execute(
        select(col(Party.name).label("name"), times.label("n"))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(inside)
        .group_by(col(Party.name))
        .having(times >= REPEAT_EMPLOYER)
        .order_by(times.desc(), col(Party.name))
        .limit(20)
    ).all()
    employers: list[Record] = []
    for name, _ in found:
        ids = (
            select(col(Party.case_id))
            .join(Case, col(Case.id) == col(Party.case_id))
            .where(inside, col(Party.name) == name)
            .distinct()
        )
        line: Record = {"name": name, "cases": sorted(session.scalars(ids)), "suits": [], "enforcement": []}
        sued = session.execute(
            select(col(CourtMatter.kind), col(CourtMatter.case_id))
            .where(
                col(CourtMatter.case_id).in_(ids),
                col(CourtMatter.kind).in_(("first_instance", "enforcement")),
                col(CourtMatter.filed_on) <= end,
            )
            .order_by(col(CourtMatter.case_id))
        )
        for kind, case_id in sued:
            line["suits" if kind == "first_instance" else "enforcement"].append(case_id)
        employers.append(line)
    return employers


def _unpaid(session: Session, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Payments promised in an agreement that fell due by the end of the month and were not made by then."""
    found = session.execute(
        select(
            col(PaymentLine.id).label("id"),
            col(Agreement.case_id).label("case"),
            col(PaymentLine.due_on).label("due"),
            col(PaymentLine.amount_fen).label("fen"),
        )
        .join(Agreement, col(Agreement.id) == PaymentLine.agreement_id)
        .join(Case, col(Case.id) == Agreement.case_id)
        .where(
            col(Agreement.state) != "drafted",
            col(PaymentLine.due_on) <= end,
            or_(col(PaymentLine.paid_on).is_(None), col(PaymentLine.paid_on) > end),
            *here,
        )
        .order_by(col(PaymentLine.id))
    ).all()
    return records(found)


def _standards(session: Session, end: date) -> list[Record]:
    """口径 adopted by the end of the month and still valid then."""
    found = session.execute(
        select(
            col(Standard.number).label("number"),
            col(Standard.title).label("title"),
            col(Standard.meeting).label("meeting"),
            col(Standard.adopted_on).label("adopted"),
            col(Standard.kinds).label("kinds"),
        )
        .where(col(Standard.adopted_on) <= end, or_(col(Standard.valid_to).is_(None), col(Standard.valid_to) > end))
        .order_by(col(Standard.number))
    ).all()
    return records(found)
