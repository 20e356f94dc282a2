"""隔离的设置: walls set and lifted by the security administrator, who sees the number of a case and nothing in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from app.models import Case, ConflictWall, Staff
from app.permissions import May, allows
from app.services import admin, people, typed
from app.services.casefile import BRACKETS
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows.errors import InputError

MOST = 300


@dataclass(frozen=True)
class Row:
    """One wall as its page shows it: whom it keeps from what. Of a case only its number."""

    wall: ConflictWall
    staff: Staff
    case: str
    stands: bool


def listed(desk: Desk) -> list[Row]:
    """Every wall there ever was, standing ones first, newest first."""
    rows = desk.session.exec(
        select(ConflictWall, Staff, Case)
        .join(Staff, col(Staff.id) == ConflictWall.staff_id)
        .outerjoin(Case, col(Case.id) == ConflictWall.case_id)
        .options(lazyload(Case.parties), lazyload(Case.items))  # type: ignore[arg-type]
        .order_by(col(ConflictWall.id).desc())
        .limit(MOST)
    ).all()
    found = [Row(wall, staff, case.title if case else "", _stands(wall, desk.today)) for wall, staff, case in rows]
    return sorted(found, key=lambda one: not one.stands)


def _stands(wall: ConflictWall, today: date) -> bool:
    return wall.lifted_at is None and (wall.until is None or wall.until >= today)


def set_up(desk: Desk, raw: Mapping[str, str]) -> ConflictWall:
    """Keep one person from a case (fields: login, case) or from every case of a party (party_name, party_number).

    Raises InvalidInput with every problem, NotAllowed.
    """
    _must(desk)
    problems: list[InputError] = []
    staff = people.by_login(desk.session, raw.get("login", ""))
    if staff is None:
        problems.append(_named("login", InputError("用户名", raw.get("login", ""), "没有这个账号。", "请从列表中选择。")))
    number, name = raw.get("case", "").strip(), raw.get("party_name", "").strip()[:120]
    case = None
    if number:
        exact = number.translate(BRACKETS)
        case = desk.session.exec(select(Case).where((Case.number == exact) | (Case.receipt_number == exact))).first()
        if case is None:
            problems.append(_named("case", InputError("案号或者收件号", number, "没有这个案号。", "请写全案号，逐字核对。")))
    if bool(number) == bool(name):
        why = "案件和当事人只填一样。" if number else "没有写对哪个案件或者哪个当事人隔离。"
        problems.append(_named("party_name", InputError("隔离的对象", number, why, "填写案号，或者填写当事人的姓名、名称。")))
    reason = raw.get("reason", "").strip()
    if not 4 <= len(reason) <= 300:
        problems.append(_named("reason", InputError("理由", reason, "应为4至300个字。", "请写明利害关系或者要求隔离的来由。", "LMA 33")))
    since, until = (_day(field, title, raw.get(field, ""), problems) for field, title in (("since", "开始日期"), ("until", "最后一日")))
    if until is not None and until < (since or desk.today):
        problems.append(_named("until", InputError("最后一日", raw.get("until", ""), "早于开始日期。", "请核对。")))
    if problems or staff is None:
        raise InvalidInput(problems)
    wall = ConflictWall(
        staff_id=staff.id or 0,
        case_id=case.id if case else None,
        party_name="" if case else name,
        party_number="" if case else raw.get("party_number", "").strip().upper()[:18],
        reason=reason,
        since=since or desk.today,
        until=until,
        set_by_id=desk.actor.id,
        set_at=desk.now,
    )
    desk.session.add(wall)
    admin.note(desk, "wall.set", f"{staff.login}（{staff.name}）", f"{case.title if case else name}：{reason}")
    desk.session.flush()
    return wall


def lift(desk: Desk, wall_id: int) -> None:
    """Take a wall away; the row stays. Raises NotYours for one that does not stand."""
    _must(desk)
    wall = desk.session.get(ConflictWall, wall_id, with_for_update=True)
    if wall is None or not _stands(wall, desk.today):
        raise NotYours
    wall.lifted_at, wall.lifted_by_id = desk.now, desk.actor.id
    desk.session.add(wall)
    staff = desk.session.get_one(Staff, wall.staff_id)
    admin.note(desk, "wall.lift", f"{staff.login}（{staff.name}）", wall.reason)
    desk.session.flush()


def _must(desk: Desk) -> None:
    if not allows(desk.actor, May.EDIT_WALLS):
        raise NotAllowed("设置隔离", ["安全管理员"])


def _day(name: str, title: str, text: str, problems: list[InputError]) -> date | None:
    if not text.strip():
        return None
    try:
        return typed.day(title, text)
    except InputError as problem:
        problems.append(_named(name, problem))
        return None


def _named(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem
