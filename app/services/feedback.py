"""裁审反馈 on the first page, and the court's desk: what waits for this person between office and court."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from app.models import Case, CourtMatter
from app.permissions import COURT_ROLES, May, allows
from app.services import divergences, file_requests, steps
from app.services.desk import Desk
from workflows.errors import HengjianError


@dataclass(frozen=True)
class Waiting:
    """Divergences that wait for one's own side, file requests to confirm (court) or to answer (head)."""

    divergences: int
    requests: int


def waiting(desk: Desk) -> Waiting | None:
    """None when nothing waits."""
    asked = len(file_requests.waiting(desk)) if desk.actor.has(*COURT_ROLES) else len(file_requests.before_office(desk))
    found = Waiting(divergences.waiting_for(desk), asked)
    return found if found.divergences or found.requests else None


@dataclass(frozen=True)
class Tiles:
    """The court's own matters in figures."""

    filed: int
    accepted: int
    waiting: Waiting


def of_court(desk: Desk) -> Tiles:
    """How many matters of this court wait for acceptance, and how many for a decision."""
    rows = dict(
        desk.session.exec(
            select(CourtMatter.state, func.count())
            .where(CourtMatter.court_id == desk.actor.body_id, col(CourtMatter.state).in_(("filed", "accepted")))
            .group_by(col(CourtMatter.state))
        ).all()
    )
    return Tiles(rows.get("filed", 0), rows.get("accepted", 0), waiting(desk) or Waiting(0, 0))


def may_propose(desk: Desk, case: Case) -> bool:
    """Whether a person of the court may bring this case before a joint meeting now."""
    if not desk.actor.has(*COURT_ROLES) or not allows(desk.actor, May.SEE_MEETINGS):
        return False
    try:
        one = steps.offer(desk, case, "discussion.propose")
    except HengjianError:
        return False
    return one.mine and not one.reasons
