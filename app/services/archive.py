"""档案: what is to be gathered and handed over, held, or past its term; who read a file and who took a package of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from app.models import Body, Case, CaseRead, Export, Limit, Staff
from app.services import access
from app.services.desk import Desk

MOST = 200
GATHER, HAND_OVER = "file.practice.gather", "file.practice.hand_over"


@dataclass(frozen=True)
class Due:
    """A closed case and the day by which something is to be done with its file."""

    case: Case
    due: date | None


@dataclass(frozen=True)
class Lists:
    """What the archive of an office has before it."""

    gather: Sequence[Due]
    hand_over: Sequence[Due]
    dispose: Sequence[Due]
    """Past the last day of keeping, and nothing holds it: to be proposed for disposal."""
    held: Sequence[tuple[Case, str]]
    """Held beyond the term, and by whom."""


def lists(desk: Desk) -> Lists:
    """For the files this person may see."""
    visible = access.visible_cases(desk.actor, desk.today)
    closed = select(Case).where(visible, Case.state == "closed")
    past = closed.where(col(Case.keep_until) < desk.today).order_by(col(Case.keep_until), col(Case.id)).limit(MOST)
    still = or_(col(Case.hold_until).is_(None), col(Case.hold_until) >= desk.today)
    held = closed.where(Case.legal_hold != "", still).order_by(col(Case.id)).limit(MOST)
    rows = desk.session.exec(held).all()
    names = _names(desk, [case.held_by_id for case in rows])
    return Lists(
        gather=_waiting(desk, GATHER),
        hand_over=_waiting(desk, HAND_OVER),
        dispose=[Due(case, case.keep_until) for case in desk.session.exec(past).all() if not case.held_on(desk.today)],
        held=[(case, names.get(case.held_by_id, "")) for case in rows],
    )


def _waiting(desk: Desk, rule: str) -> list[Due]:
    query = (
        select(Case, Limit)
        .join(Limit, col(Limit.case_id) == Case.id)
        .where(
            access.visible_cases(desk.actor, desk.today), Case.state == "closed", Limit.rule == rule, Limit.state == "open"
        )
        .order_by(col(Limit.due), col(Case.id))
        .limit(MOST)
    )
    return [Due(case, limit.due) for case, limit in desk.session.exec(query).all()]


def held_by(desk: Desk, case: Case) -> str:
    return _names(desk, [case.held_by_id]).get(case.held_by_id, "") if case.held_by_id else ""


def _names(desk: Desk, ids: Sequence[int | None]) -> dict[int | None, str]:
    rows = desk.session.exec(select(Staff).where(col(Staff.id).in_([one for one in ids if one is not None]))).all()
    return {row.id: row.name for row in rows}


def reads(desk: Desk, case: Case, most: int) -> Sequence[CaseRead]:
    """查阅登记 (CHR 23): who opened what of the file, newest first."""
    query = select(CaseRead).where(CaseRead.case_id == case.id).order_by(col(CaseRead.id).desc()).limit(most)
    return desk.session.exec(query).all()


def exports(desk: Desk, case: Case) -> list[tuple[Export, str, str]]:
    """The packages that left the office: each with its court and who made it. A court sees its own only."""
    query = (
        select(Export, Body, Staff)
        .join(Body, col(Body.id) == Export.court_id)
        .join(Staff, col(Staff.id) == Export.staff_id)
        .where(Export.case_id == case.id)
        .order_by(col(Export.id).desc())
    )
    if desk.actor.has("judge", "court_clerk"):
        query = query.where(Export.court_id == desk.actor.body_id)
    return [(export, body.name, staff.name) for export, body, staff in desk.session.exec(query).all()]
