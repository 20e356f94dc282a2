"""Whether a case, or a part of it, concerns a person. Asked before anything else; answered from the database."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from app.models import Case, CourtMatter, FileShare, Referral
from app.services.actor import Actor

OFFICE_ROLES = ("filing_clerk", "arbitrator", "hearing_clerk", "head", "analyst")
COURT_ROLES = ("judge", "court_clerk")
REACHED_THE_BODY = ("delegated", "accepted", "failed", "handed_over", "returned", "succeeded", "withdrawn")


def visible_cases(actor: Actor, today: date) -> ColumnElement[bool]:
    """The condition on `Case` for the cases whose file concerns this person. Mediators see referrals, not files."""
    conditions: list[ColumnElement[bool]] = []
    if actor.has("system"):
        return Case.id.is_not(None)  # type: ignore[union-attr]
    if actor.has(*OFFICE_ROLES) and actor.body_id is not None:
        own = col(Case.office_id) == actor.body_id
        open_or_mine = or_(
            col(Case.restricted).is_(False),
            col(Case.chief_id) == actor.id,
            col(Case.recorder_id) == actor.id,
        )
        conditions.append(own if actor.has("head") else and_(own, open_or_mine))
    if actor.has(*COURT_ROLES) and actor.body_id is not None:
        shared = select(FileShare.case_id).where(  # type: ignore[call-overload]
            FileShare.court_id == actor.body_id,
            FileShare.since <= today,
            or_(col(FileShare.until).is_(None), col(FileShare.until) >= today),
        )
        conditions.append(col(Case.id).in_(shared))
    return or_(*conditions) if conditions else false()


def concerns(session: Session, actor: Actor, case: Case, today: date) -> bool:
    """Whether the case file concerns this person."""
    found = session.execute(select(Case.id).where(Case.id == case.id, visible_cases(actor, today)))  # type: ignore[call-overload]
    return found.first() is not None


def referral_concerns(actor: Actor, referral: Referral) -> bool:
    """Whether a referral is before this mediator's body: only once it was sent there."""
    return (
        actor.has("mediator")
        and referral.receiving_body_id == actor.body_id
        and referral.state in REACHED_THE_BODY
    )


def matter_concerns(actor: Actor, matter: CourtMatter) -> bool:
    """Whether a court matter is before this person's court."""
    return actor.has(*COURT_ROLES) and matter.court_id == actor.body_id
