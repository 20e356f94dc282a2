"""Whether a case, or a part of it, concerns a person: the rows behind `app.permissions`, and lists as SQL."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import Session, col
from sqlmodel import select as rows

from app.models import Approval, Case, CourtMatter, Discussion, Entrustment, FileShare, Lead, MeetingMember, Referral
from app.permissions import COURT_ROLES, OFFICE_ROLES, PRE_FILING, PRE_FILING_ROLES, Concern
from app.services import case_rows, walls
from app.services.actor import Actor


def concern_of(session: Session, case: Case, today: date) -> Concern:
    """Whom this case concerns today."""
    return Concern.of(
        case,
        today,
        referrals=case_rows.of_case(session, Referral, case.id or 0),
        shares=case_rows.of_case(session, FileShare, case.id or 0),
        matters=case_rows.of_case(session, CourtMatter, case.id or 0),
        leads=case_rows.of_case(session, Lead, case.id or 0) if case.state == PRE_FILING else (),
        invited=_invited(session, case, today),
        approving=_approving(session, case, today),
        walled=walls.of_case(session, case, today),
    )


def _invited(session: Session, case: Case, today: date) -> list[int]:
    """The members of joint meetings that may read the file today."""
    meetings = {
        one.meeting_id
        for one in case_rows.of_case(session, Discussion, case.id or 0)
        if one.read_from is not None and one.read_until is not None and one.read_from <= today <= one.read_until
    }
    if not meetings:
        return []
    return list(session.exec(rows(MeetingMember.staff_id).where(col(MeetingMember.meeting_id).in_(meetings))).all())


def _approving(session: Session, case: Case, today: date) -> list[int]:
    """Those entrusted today with what waits for approval in this case."""
    waiting = [a for a in case_rows.of_case(session, Approval, case.id or 0) if a.state == "waiting"]
    if not waiting:
        return []
    given = session.exec(
        rows(Entrustment).where(
            Entrustment.office_id == case.office_id, Entrustment.since <= today, Entrustment.until >= today
        )
    ).all()
    kinds = {one.kind for one in waiting}
    return [
        one.to_id
        for one in given
        if (one.ended_on is None or today < one.ended_on) and (not one.kinds or kinds.intersection(one.kinds))
    ]


def visible_cases(actor: Actor, today: date) -> ColumnElement[bool]:
    """The condition on `Case` for the files that concern this person; mediators see referrals, not files.

    Says for many cases what `permissions.allows(actor, May.SEE_CASE, …)` says for one; a test compares the two.
    """
    conditions: list[ColumnElement[bool]] = []
    if actor.has("system"):
        return true()
    if actor.has(*OFFICE_ROLES) and actor.body_id is not None:
        own = col(Case.office_id) == actor.body_id
        mine = or_(
            col(Case.restricted).is_(False),
            col(Case.chief_id).is_(None) & col(Case.recorder_id).is_(None) & col(Case.hearing_officer_id).is_(None),
            col(Case.chief_id) == actor.id,
            col(Case.hearing_officer_id) == actor.id,
            col(Case.recorder_id) == actor.id,
        )
        if not actor.has(*PRE_FILING_ROLES):
            own = and_(own, col(Case.state) != PRE_FILING)
        conditions.append(own if actor.has("head", "section_head", "filing_clerk") else and_(own, mine))
    if actor.has(*COURT_ROLES) and actor.body_id is not None:
        shared = select(FileShare.case_id).where(  # type: ignore[call-overload]
            FileShare.court_id == actor.body_id,
            FileShare.since <= today,
            or_(col(FileShare.until).is_(None), col(FileShare.until) >= today),
        )
        conditions.append(col(Case.id).in_(shared))
    if conditions and actor.id is not None:
        invited = (
            select(Discussion.case_id)  # type: ignore[call-overload]
            .join(MeetingMember, col(MeetingMember.meeting_id) == Discussion.meeting_id)
            .where(
                MeetingMember.staff_id == actor.id,
                col(Discussion.read_from) <= today,
                col(Discussion.read_until) >= today,
            )
        )
        conditions.append(col(Case.id).in_(invited))
    return and_(or_(*conditions), walls.open_to(actor, today)) if conditions else false()
