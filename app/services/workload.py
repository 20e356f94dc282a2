"""Everybody's load, who is proposed for a tribunal, and what is about to lapse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from app.models import Agent, Case, Entrustment, Limit, Party, Request, Staff, StaffRelation, Task
from app.permissions import May, allows
from app.services import access, entrustments, walls
from app.services.desk import Desk
from app.services.errors import NotYours
from workflows.worklist import worklist

OPEN = ("tribunal_formed", "hearing_set", "heard", "deliberated", "under_approval", "approved", "suspended")
"""Cases a tribunal has in hand."""
ENDED = ("closed", "refused", "withdrawn", "deemed_withdrawn", "terminated_by_suit", "settled", "awarded")
WEEK = 7
LAPSING = (3, 7, 14)
"""The spans of the view of what is about to lapse, in days."""


@dataclass(frozen=True)
class Load:
    """One person's work: open cases, their weight, and how much of it is due."""

    staff: Staff
    cases: int
    weight: float
    this_week: int
    overdue: int
    tasks: int = 0


def loads(desk: Desk, office_id: int, roles: Sequence[str] = ("arbitrator",)) -> list[Load]:
    """The load of everybody with one of these roles at an office, lightest first."""
    people = entrustments.holders(desk.session, office_id, roles)
    cases = desk.session.exec(select(Case).where(Case.office_id == office_id, col(Case.state).in_(OPEN))).all()
    days = _decide_days(desk, [case.id or 0 for case in cases])
    named = desk.session.exec(
        select(Task.assignee_id).where(Task.state == "open", Task.body_id == office_id, col(Task.assignee_id).is_not(None))
    ).all()
    book = worklist()
    found = []
    for one in people:
        seats = [case for case in cases if one.id in case.panel]
        weight = sum(
            book.weight(case.procedure, collective=case.collective)
            * (book.chief_share if case.chief_id == one.id else book.member_share)
            for case in seats
        )
        due = [days[case.id or 0] for case in seats if case.chief_id == one.id and case.id in days]
        found.append(
            Load(
                staff=one,
                cases=len(seats),
                weight=round(weight, 2),
                this_week=sum(desk.today <= day <= desk.today + timedelta(days=WEEK) for day in due),
                overdue=sum(day < desk.today for day in due),
                tasks=sum(1 for owner in named if owner == one.id),
            )
        )
    return sorted(found, key=lambda load: (load.weight, load.overdue, load.staff.id or 0))


def _decide_days(desk: Desk, cases: Sequence[int]) -> Mapping[int, date]:
    """Case → the last day for its award; a clock that stands still has none."""
    rows = desk.session.exec(
        select(Limit).where(col(Limit.case_id).in_(cases), Limit.rule == "arb.decide_45", Limit.state == "open")
    ).all()
    return {row.case_id: row.due for row in rows if not stands_still(row)}


def stands_still(limit: Limit) -> bool:
    return any(e.kind == "exclude" and e.end_on is None for e in limit.entries)


# ---- who may sit ----


@dataclass(frozen=True)
class Candidate:
    """An arbitrator as the page that forms a tribunal shows them; `why_not` says what speaks against them."""

    load: Load
    why_not: str = ""


def candidates(desk: Desk, case: Case) -> list[Candidate]:
    """Every arbitrator of the office, suitable ones with the least load first. A proposal: the choice is a person's."""
    found = [Candidate(load, _why_not(desk, case, load.staff)) for load in loads(desk, case.office_id)]
    return sorted(found, key=lambda one: bool(one.why_not))


def _why_not(desk: Desk, case: Case, staff: Staff) -> str:
    """Walled off, recused, away, tied to a party, or an agent before this commission (LMA 33; ORG 33(8)); "" when nothing is known."""
    session = desk.session
    if staff.id in walls.of_case(session, case, desk.today):
        return "安全管理员已将本案对其隔离"
    recused = session.exec(
        select(Request.id).where(
            Request.case_id == case.id, Request.staff_id == staff.id, Request.kind == "recusal", Request.state == "granted"
        )
    ).first()
    if recused is not None:
        return "本案已决定回避"
    away = session.exec(
        select(Entrustment).where(
            Entrustment.from_id == staff.id, Entrustment.since <= desk.today, Entrustment.until >= desk.today
        )
    ).first()
    if away is not None and (away.ended_on is None or desk.today < away.ended_on):
        return f"外出至{away.until.isoformat()}"
    names = {party.name for party in case.parties} | {agent.name for party in case.parties for agent in party.agents}
    ties = session.exec(
        select(StaffRelation).where(
            StaffRelation.staff_id == staff.id,
            col(StaffRelation.name).in_(names),
            StaffRelation.since <= desk.today,
            col(StaffRelation.until).is_(None) | (col(StaffRelation.until) >= desk.today),
        )
    ).first()
    if ties is not None:
        return f"与{ties.name}有利害关系"
    acts = session.exec(
        select(Agent.id)
        .join(Party, col(Party.id) == Agent.party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .where(Agent.name == staff.name, Case.office_id == case.office_id, col(Case.state).not_in(ENDED))
    ).first()
    return "在本委的案件中担任代理人（ORG 33）" if acts is not None else ""


# ---- what is about to lapse ----


@dataclass(frozen=True)
class Lapse:
    """One limit that ends soon or has ended: in which case, who works on it, and why it matters."""

    limit: Limit
    case: Case
    who: str
    days: int


def lapsing(desk: Desk, within: int = LAPSING[-1]) -> list[Lapse]:
    """The office's running limits that end within so many days, or have ended, nearest first. Raises NotYours."""
    if not allows(desk.actor, May.ASSIGN_TASKS) or desk.actor.body_id is None:
        raise NotYours
    rows = desk.session.exec(
        select(Limit, Case)
        .join(Case, col(Case.id) == Limit.case_id)
        .where(
            Limit.state == "open",
            Limit.due <= desk.today + timedelta(days=within),
            Case.office_id == desk.actor.body_id,
            access.visible_cases(desk.actor, desk.today),
            col(Limit.party_id).is_(None),
        )
        .order_by(col(Limit.due), col(Limit.id))
    ).all()
    names = {one.id: one.name for one in desk.session.exec(select(Staff).where(Staff.body_id == desk.actor.body_id)).all()}
    doing = desk.session.exec(select(Task).where(Task.state == "open", Task.body_id == desk.actor.body_id)).all()
    found = []
    for limit, case in rows:
        if stands_still(limit):
            continue
        owner = next((t.assignee_id for t in doing if t.case_id == case.id and t.assignee_id and t.due_rule == limit.rule), None)
        who = names.get(owner or case.chief_id or 0, "")
        found.append(Lapse(limit, case, who, (limit.due - desk.today).days))
    return found
