"""Work lists: what waits for a person, most pressing first; taken, given and taken back with a trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import lazyload, selectinload
from sqlmodel import col, select

from app.models import Case, Hearing, Party, Staff, StaffRole, Task, TaskTrace
from app.permissions import May, allows
from app.services import access, walls
from app.services.desk import BEIJING, Desk
from app.services.errors import NotYours
from workflows.errors import Reason, Refused
from workflows.worklist import Priority, Work, worklist

MOST = 100
"""Read for one list; the most pressing of them are shown first."""
BASIS = "ORG 9"


@dataclass(frozen=True)
class Waiting:
    """One task as a list shows it: its case, its points with their reasons, and whose it is."""

    task: Task
    case: Case
    priority: Priority
    assignee: str = ""


def mine(desk: Desk) -> list[Waiting]:
    """What waits for this person: theirs by name, and unassigned work of their roles at their body."""
    actor = desk.actor
    if actor.body_id is None:
        return []
    condition = or_(col(Task.assignee_id).is_(None), col(Task.assignee_id) == actor.id)
    open_to = walls.open_to(actor, desk.today, Task.case_id)
    return _read(desk, col(Task.body_id) == actor.body_id, col(Task.role).in_(actor.roles), condition, open_to)


def of_office(desk: Desk) -> list[Waiting]:
    """All open work of the office of somebody who gives out work. Raises NotYours."""
    if not allows(desk.actor, May.ASSIGN_TASKS) or desk.actor.body_id is None:
        raise NotYours
    return _read(desk, col(Task.body_id) == desk.actor.body_id, access.visible_cases(desk.actor, desk.today))


def _read(desk: Desk, *conditions: ColumnElement[bool]) -> list[Waiting]:
    found = desk.session.exec(
        select(Task, Case)
        .join(Case, col(Case.id) == Task.case_id)
        .where(Task.state == "open", *conditions)
        .order_by(col(Task.due).is_(None), col(Task.due), col(Task.id))
        .limit(MOST)
        .options(selectinload(Case.items), selectinload(Case.parties).options(lazyload(Party.agents)))  # type: ignore[arg-type]
    ).all()
    hearings = _hearings(desk, [case.id or 0 for _, case in found])
    names = _names(desk, {task.assignee_id for task, _ in found if task.assignee_id is not None})
    rows = [
        Waiting(task, case, priority_of(task, case, hearings.get(case.id or 0), desk.today), names.get(task.assignee_id or 0, ""))
        for task, case in found
    ]
    return sorted(rows, key=lambda one: (-one.priority.points, one.task.due or date.max, one.task.id or 0))


def priority_of(task: Task, case: Case, hearing_on: date | None, today: date) -> Priority:
    """The points of a task as things stand today: nothing is stored, so a moved day moves it at once."""
    return worklist().priority(
        Work(
            today=today,
            filed_on=case.filed_on,
            due=task.due,
            statutory=bool(task.due_rule and task.due),
            hearing_on=hearing_on,
            collective=case.collective,
            kinds=frozenset(item.kind for item in case.items),
        )
    )


def _hearings(desk: Desk, cases: Sequence[int]) -> Mapping[int, date]:
    """Case → the day of the hearing that is set."""
    rows = desk.session.exec(
        select(Hearing.case_id, Hearing.starts_at).where(
            col(Hearing.case_id).in_(cases), col(Hearing.state).in_(("set", "notified"))
        )
    ).all()
    return {case_id: at.astimezone(BEIJING).date() for case_id, at in rows}


def _names(desk: Desk, wanted: set[int]) -> Mapping[int, str]:
    return {one.id or 0: one.name for one in desk.session.exec(select(Staff).where(col(Staff.id).in_(wanted))).all()}


# ---- taking, giving, taking back ----


def claim(desk: Desk, task_id: int) -> Task:
    """Take an unassigned task of one's own role. Raises NotYours, Refused when another has it."""
    task = _task(desk, task_id)
    if task.body_id != desk.actor.body_id or not desk.actor.has(task.role):
        raise NotYours
    if task.assignee_id is not None and task.assignee_id != desk.actor.id:
        raise Refused("领取待办", [Reason("这项待办已由别人领取或者指派。请选择其他待办，或者请庭长、负责人调整。", BASIS)], BASIS)
    return _move(desk, task, "claim", desk.actor.id)


def give_back(desk: Desk, task_id: int) -> Task:
    """Lay a task one had claimed back on the common pile. Raises NotYours."""
    task = _task(desk, task_id)
    if task.assignee_id != desk.actor.id or not task.by_hand:
        raise NotYours
    return _move(desk, task, "give_back", None)


def assign(desk: Desk, task_id: int, staff_id: int, reason: str = "") -> Task:
    """Give a task to a person of its role. For section heads and the head. Raises NotYours, Refused."""
    task = _led(desk, task_id)
    if staff_id not in {one.id for one in able(desk, task)}:
        raise Refused("指派待办", [Reason("这个人不在岗，或者不担任办理这项待办的岗位。请从列表中选择。", BASIS)], BASIS)
    return _move(desk, task, "assign", staff_id, reason)


def take_back(desk: Desk, task_id: int, reason: str = "") -> Task:
    """Take a task from whoever has it. For section heads and the head. Raises NotYours."""
    return _move(desk, _led(desk, task_id), "take_back", None, reason)


def able(desk: Desk, task: Task) -> list[Staff]:
    """Those in service at the task's body who have its role."""
    return list(
        desk.session.exec(
            select(Staff)
            .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
            .where(Staff.body_id == task.body_id, col(Staff.active).is_(True), StaffRole.role == task.role)
            .order_by(col(Staff.id))
        ).all()
    )


def release_absent(desk: Desk) -> int:
    """What lies with somebody who is no longer in service goes back on the pile. Returns how many."""
    rows = desk.session.exec(
        select(Task).join(Staff, col(Staff.id) == Task.assignee_id).where(Task.state == "open", col(Staff.active).is_(False))
    ).all()
    for task in rows:
        _move(desk, task, "left", None, "已离岗")
    return len(rows)


def trace(desk: Desk, task_id: int) -> Sequence[TaskTrace]:
    """Who had a task when, oldest first."""
    return desk.session.exec(select(TaskTrace).where(TaskTrace.task_id == task_id).order_by(col(TaskTrace.id))).all()


def _task(desk: Desk, task_id: int) -> Task:
    task = desk.session.get(Task, task_id, with_for_update=True, populate_existing=True)
    if task is None or task.state != "open":
        raise NotYours
    return task


def _led(desk: Desk, task_id: int) -> Task:
    task = _task(desk, task_id)
    if not allows(desk.actor, May.ASSIGN_TASKS) or task.body_id != desk.actor.body_id:
        raise NotYours
    return task


def _move(desk: Desk, task: Task, what: str, to: int | None, reason: str = "") -> Task:
    desk.session.add(
        TaskTrace(
            task_id=task.id or 0,
            at=desk.now,
            what=what,
            by_id=desk.actor.id,
            by_name=desk.actor.name,
            from_id=task.assignee_id,
            to_id=to,
            reason=reason.strip()[:200],
        )
    )
    task.assignee_id = to
    task.by_hand = to is not None
    desk.session.add(task)
    desk.session.flush()
    return task
