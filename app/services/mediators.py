"""调解员名册: who mediates at a body, on what they are good, how much they carry, and whom they are tied to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, or_, select

from app.models import Body, Case, Party, Referral, Staff, StaffRelation, StaffRole
from app.permissions import May, allows
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours
from workflows.errors import InputError
from workflows.items import kind as item_kind
from workflows.items import kinds

LONGEST_SPECIALITIES = 200
LONGEST_NAME = 120

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


def own_roster(desk: Desk) -> list[tuple[Mediator, list[StaffRelation]]]:
    """The mediators of the person's body, each with the ties that are on record."""
    if not allows(desk.actor, May.EDIT_ROSTER) or desk.actor.body_id is None:
        return []
    found = roster(desk.session, desk.actor.body_id, desk.today)
    ties = desk.session.exec(
        select(StaffRelation)
        .where(col(StaffRelation.staff_id).in_([one.staff.id for one in found]))
        .order_by(col(StaffRelation.id))
    ).all()
    return [(one, [t for t in ties if t.staff_id == one.staff.id]) for one in found]


def save_specialities(desk: Desk, staff_id: int, chosen: Sequence[str]) -> None:
    """What a mediator of the own body is good at. Raises NotYours, InvalidInput."""
    staff = _colleague(desk, staff_id)
    known = {one.id for one in kinds()}
    if not set(chosen) <= known:
        raise InvalidInput([InputError("专长", "、".join(chosen), "不在可选范围内。", "请从列表中选择。")])
    said = ",".join(one.id for one in kinds() if one.id in chosen)
    if len(said) > LONGEST_SPECIALITIES:
        raise InvalidInput([InputError("专长", f"{len(chosen)}项", "选得太多。", "请只选最擅长的几项。")])
    staff.specialities = said
    desk.session.add(staff)


def add_tie(desk: Desk, staff_id: int, kind: str, name: str) -> StaffRelation:
    """Put a tie to a person or an organisation on record, from today. Raises NotYours, InvalidInput."""
    staff = _colleague(desk, staff_id)
    cleaned = " ".join(name.split())
    problems = []
    if kind not in TIES:
        problems.append(InputError("关系", kind, "不在可选范围内。", "请从列表中选择。"))
    if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        problems.append(InputError("姓名或者单位名称", cleaned, "没有填写，或者过长。", "请按证件或者登记名称填写。"))
    if problems:
        raise InvalidInput(problems)
    row = StaffRelation(
        staff_id=staff.id or 0, kind=kind, name=cleaned, since=desk.today, entered_by_id=desk.actor.id
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def end_tie(desk: Desk, relation_id: int) -> None:
    """The tie is over: it counts up to yesterday. It stays on record."""
    row = desk.session.get(StaffRelation, relation_id)
    if row is None:
        raise NotYours
    _colleague(desk, row.staff_id)
    row.until = desk.today - timedelta(days=1)
    desk.session.add(row)


def _colleague(desk: Desk, staff_id: int) -> Staff:
    staff = desk.session.get(Staff, staff_id)
    if staff is None or staff.body_id != desk.actor.body_id or not allows(desk.actor, May.EDIT_ROSTER):
        raise NotYours
    return staff
