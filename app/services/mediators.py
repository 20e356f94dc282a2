"""调解员名册: who mediates at a body, on what they are good, how much they carry, and whom they are tied to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, or_, select

from app.models import Case, Party, Referral, Staff, StaffRelation, StaffRole
from app.models.body import Body
from workflows.items import kind as item_kind

OPEN = ("delegated", "accepted")
TIES = {
    "relative": "近亲属",
    "agent": "代理人",
    "employed": "工作单位",
    "adviser": "聘请的顾问",
    "other": "有其他利害关系的人",
}


@dataclass(frozen=True)
class Mediator:
    """One line of the roster, for one dispute where there is one. `tie` is why they may not mediate it, or ""."""

    staff: Staff
    specialities: tuple[str, ...]
    fitting: int
    open: int
    tie: str = ""


def roster(session: Session, body_id: int, today: date, case: Case | None = None) -> list[Mediator]:
    """The mediators of a body in office: best fitting first, then those with the least to do."""
    people = session.exec(
        select(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(Staff.body_id == body_id, col(Staff.active).is_(True), StaffRole.role == "mediator")
        .order_by(col(Staff.id))
    ).all()
    carried = _carried(session, [one.id for one in people])
    kinds = {item.kind for item in case.items} if case else set()
    found = [
        Mediator(
            staff=one,
            specialities=specialities(one),
            fitting=len(kinds.intersection(specialities(one))),
            open=carried.get(one.id or 0, 0),
            tie=tie(session, one, case, today) if case else "",
        )
        for one in people
    ]
    return sorted(found, key=lambda m: (bool(m.tie), -m.fitting, m.open, m.staff.id or 0))


def specialities(staff: Staff) -> tuple[str, ...]:
    """The kinds of claims a mediator is good at."""
    return tuple(word for word in staff.specialities.split(",") if word)


def speciality_titles(staff: Staff) -> list[str]:
    return [item_kind(word).title for word in specialities(staff)]


def _carried(session: Session, ids: Sequence[int | None]) -> dict[int, int]:
    rows = session.exec(
        select(Referral.mediator_id, func.count())
        .where(col(Referral.mediator_id).in_(ids), col(Referral.state).in_(OPEN))
        .group_by(col(Referral.mediator_id))
    ).all()
    return {staff_id: number for staff_id, number in rows if staff_id is not None}


def tie(session: Session, staff: Staff, case: Case, today: date) -> str:
    """Why a mediator may not mediate between these parties (LMA 3), or "". Names are compared as written."""
    for party in case.parties:
        if staff.name in (party.name, party.legal_representative):
            return f"{staff.name}与{_side(party)}{party.name}同名（或者是其负责人），须先核实不是本人"
        if any(agent.name == staff.name for agent in party.agents):
            return f"{staff.name}是{_side(party)}{party.name}的代理人"
    relations = session.exec(
        select(StaffRelation).where(
            StaffRelation.staff_id == staff.id,
            StaffRelation.since <= today,
            or_(col(StaffRelation.until).is_(None), col(StaffRelation.until) >= today),
        )
    ).all()
    for relation in relations:
        for party in case.parties:
            agents = [agent.name for agent in party.agents]
            if relation.name in (party.name, party.legal_representative, *agents):
                return f"{relation.name}是{staff.name}的{TIES[relation.kind]}，与{_side(party)}{party.name}有关"
    return ""


def _side(party: Party) -> str:
    return {"applicant": "申请人", "respondent": "被申请人"}.get(party.side, "第三人")


def office_of(session: Session, body: Body) -> Body | None:
    """The commission whose disputes a mediation body works on: above it in the tree, else the one of its place."""
    above: Body | None = body
    while above is not None and above.kind != "commission":
        above = session.get(Body, above.parent_id) if above.parent_id else None
    if above is not None:
        return above
    offices = session.exec(select(Body).where(Body.kind == "commission").order_by(col(Body.id))).all()
    near = [one for one in offices if f"{body.place}/".startswith(f"{one.place}/")]
    return max(near, key=lambda one: len(one.place), default=None)
