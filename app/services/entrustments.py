"""受委托: who acts for whom today. Entered with its days by the person who goes away, or by the security administrator."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select

from app.models import AdminAct, Entrustment, Staff, StaffRole
from app.permissions import May, allows
from app.services.desk import Desk
from app.services.errors import NotYours
from workflows.approvals import approvals
from workflows.errors import InputError

GIVING = ("section_head", "head")
"""Whose office may be entrusted to another."""
TAKING = ("arbitrator", "section_head", "head")
"""Who may be entrusted with it."""
MOST_REASON = 200


def running(session: Session, office_id: int, on: date) -> Sequence[Entrustment]:
    """The entrustments of one office in force on a day."""
    found = session.exec(
        select(Entrustment)
        .where(Entrustment.office_id == office_id, Entrustment.since <= on, Entrustment.until >= on)
        .order_by(col(Entrustment.id))
    ).all()
    return [one for one in found if one.ended_on is None or on < one.ended_on]


def holders(session: Session, office_id: int, roles: Collection[str]) -> list[Staff]:
    """The people in service at an office who have one of these roles."""
    rows = session.exec(
        select(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(Staff.body_id == office_id, col(Staff.active).is_(True), col(StaffRole.role).in_(roles))
        .order_by(col(Staff.id))
    ).all()
    return list({row.id: row for row in rows}.values())



def enter(
    desk: Desk, giver_id: int, taker_id: int, since: date, until: date, kinds: Sequence[str], reason: str
) -> Entrustment:
    """Entrust an office for these days. Raises NotYours, InputError."""
    if not allows(desk.actor, May.DELEGATE) or not (desk.actor.has("security_admin") or desk.actor.id == giver_id):
        raise NotYours
    giver = desk.session.get(Staff, giver_id)
    if giver is None or giver.id not in {one.id for one in holders(desk.session, giver.body_id, GIVING)}:
        raise InputError("委托人", giver_id, "不是在岗的庭长或者仲裁院负责人。", "请从列表中选择。")
    taker = next((one for one in holders(desk.session, giver.body_id, TAKING) if one.id == taker_id), None)
    if taker is None or taker.id == giver.id:
        raise InputError("受委托人", taker_id, "不是本院其他在岗的仲裁员、庭长或者负责人。", "请从列表中选择。")
    if since < desk.today:
        raise InputError("开始日期", since.isoformat(), "已经过去，委托不能倒签。", "请从今天或者以后的日期开始。")
    if until < since:
        raise InputError("结束日期", until.isoformat(), "早于开始日期。", "请核对两个日期。")
    unknown = [one for one in kinds if one not in approvals().kinds]
    if unknown:
        raise InputError("委托的事项", "、".join(unknown), "没有这种审批事项。", "请从列表中选择。")
    made = Entrustment(
        office_id=giver.body_id,
        from_id=giver_id,
        to_id=taker_id,
        since=since,
        until=until,
        kinds=list(kinds),
        reason=reason.strip()[:MOST_REASON],
        entered_by_id=desk.actor.id or 0,
        entered_at=desk.now,
    )
    desk.session.add(made)
    _note(desk, "delegation.enter", giver, taker, f"{since.isoformat()} 至 {until.isoformat()}；{kinds_in_words(kinds)}")
    desk.session.flush()
    return made


def end(desk: Desk, delegation_id: int) -> Entrustment:
    """Take a delegation back from today on. Raises NotYours."""
    found = desk.session.get(Entrustment, delegation_id)
    if found is None or not allows(desk.actor, May.DELEGATE):
        raise NotYours
    if not (desk.actor.has("security_admin") or desk.actor.id == found.from_id):
        raise NotYours
    if found.ended_on is None and found.until >= desk.today:
        found.ended_on = desk.today
        desk.session.add(found)
        giver, taker = desk.session.get_one(Staff, found.from_id), desk.session.get_one(Staff, found.to_id)
        _note(desk, "delegation.end", giver, taker, f"自 {desk.today.isoformat()} 起收回")
        desk.session.flush()
    return found


def kinds_in_words(kinds: Sequence[str]) -> str:
    """The acts a delegation covers, in words."""
    known = approvals().kinds
    return "、".join(known[one].title for one in kinds if one in known) or "全部审批事项"


def _note(desk: Desk, what: str, giver: Staff, taker: Staff, detail: str) -> None:
    desk.session.add(
        AdminAct(
            at=desk.now,
            actor_id=desk.actor.id,
            actor_name=desk.actor.name,
            what=what,
            about=f"{giver.name} 委托 {taker.name}",
            detail=detail[:1000],
        )
    )


def shown(desk: Desk, most: int = 50) -> Sequence[Entrustment]:
    """What this person may look at and take back: their own; the security administrator sees every office's."""
    query = select(Entrustment).order_by(col(Entrustment.id).desc()).limit(most)
    if not desk.actor.has("security_admin"):
        query = query.where(Entrustment.from_id == desk.actor.id)
    return desk.session.exec(query).all()


def givers(desk: Desk) -> list[Staff]:
    """Whose approvals this person may entrust to another."""
    if not desk.actor.has("security_admin"):
        return [desk.session.get_one(Staff, desk.actor.id)]
    return _in_service(desk.session, GIVING)


def takers(desk: Desk) -> list[Staff]:
    """Who may be entrusted; whether they are of the giver's office is asked when it is entered."""
    found = _in_service(desk.session, TAKING)
    if desk.actor.has("security_admin"):
        return found
    return [one for one in found if one.body_id == desk.actor.body_id and one.id != desk.actor.id]


def _in_service(session: Session, roles: Collection[str]) -> list[Staff]:
    rows = session.exec(
        select(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(col(Staff.active).is_(True), col(StaffRole.role).in_(roles))
        .order_by(col(Staff.id))
    ).all()
    return list({row.id: row for row in rows}.values())
