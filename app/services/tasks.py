"""待办: open while their subject is in the states the articles name, done when it leaves them."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_
from sqlalchemy.orm import lazyload, selectinload
from sqlmodel import SQLModel, col, select

from app.models import Approval, Case, Limit, Party, Task
from app.services import case_rows
from app.services.actor import Actor
from app.services.desk import Desk
from workflows.approvals import approvals
from workflows.facts import Facts
from workflows.procedure import missing
from workflows.statute import TaskRule


def reconcile(desk: Desk, case: Case, machine: str, subject: SQLModel, facts: Facts) -> None:
    """Open the tasks the subject's state calls for; end those it no longer does; set days from running limits."""
    subject_id: int = subject.id  # type: ignore[attr-defined]
    state: str = subject.state  # type: ignore[attr-defined]
    wanted = {
        t.id: t
        for t in desk.book.tasks
        if t.machine == machine and state in t.states and not missing(t.when, facts)
    }
    standing = desk.session.exec(
        select(Task).where(Task.machine == machine, Task.subject_id == subject_id, Task.state == "open")
    ).all()
    running = _running(desk, case) if wanted else {}
    for task in standing:
        rule = wanted.pop(task.kind, None)
        if rule is None:
            task.state = "done"
            task.ended_at = desk.now
        else:
            _place(task, rule, case, subject, running)
        desk.session.add(task)
    for rule in wanted.values():
        assert case.id is not None
        task = Task(
            case_id=case.id,
            kind=rule.id,
            title=_title(rule, subject),
            machine=machine,
            subject_id=subject_id,
            role=rule.role,
            body_id=case.office_id,
            opened_at=desk.now,
        )
        _place(task, rule, case, subject, running)
        desk.session.add(task)


def _title(rule: TaskRule, subject: SQLModel) -> str:
    """What is to be done; of an approval, what it is about."""
    return f"审批{approvals().kinds[subject.kind].title}" if isinstance(subject, Approval) else rule.title


def _running(desk: Desk, case: Case) -> Mapping[str, date]:
    """Rule → the nearest last day among the limits of the case that run."""
    found = case_rows.of_case(desk.session, Limit, case.id or 0)
    return {one.rule: one.due for one in sorted(found, key=lambda one: one.due, reverse=True) if one.state == "open"}


def machine_has_day(subject: SQLModel) -> bool:
    """Whether the subject carries a day of its own to act by: an agreement has that of its next payment."""
    return hasattr(subject, "next_due_on")


def _place(task: Task, rule: TaskRule, case: Case, subject: SQLModel, running: Mapping[str, date]) -> None:
    task.body_id, task.assignee_id = {
        "office": (case.office_id, None),
        "panel": (case.office_id, case.hearing_officer_id),
        "sending": (getattr(subject, "sending_body_id", case.office_id), None),
        "receiving": (getattr(subject, "receiving_body_id", case.office_id), getattr(subject, "mediator_id", None)),
        "court": (getattr(subject, "court_id", case.office_id), None),
    }[rule.at]
    task.due_rule = rule.limit or getattr(subject, "due_rule", "")
    if task.due_rule:
        task.due = running.get(task.due_rule)
    elif machine_has_day(subject):
        task.due = subject.next_due_on  # type: ignore[attr-defined]


def open_tasks(desk: Desk, actor: Actor, most: int = 100) -> Sequence[tuple[Task, Case]]:
    """What waits for this person: their roles at their body, unassigned or assigned to them; nearest day first."""
    if actor.body_id is None:
        return []
    found = desk.session.exec(
        select(Task, Case)
        .join(Case, col(Case.id) == Task.case_id)
        .where(
            Task.state == "open",
            Task.body_id == actor.body_id,
            col(Task.role).in_(actor.roles),
            or_(col(Task.assignee_id).is_(None), col(Task.assignee_id) == actor.id),
        )
        .order_by(col(Task.due).is_(None), col(Task.due), col(Task.id))
        .limit(most)
        .options(lazyload(Case.items), selectinload(Case.parties).lazyload(Party.agents))  # type: ignore[arg-type]
    ).all()
    return list(found)


def band(due: date | None, today: date) -> str:
    """How near a day is: overdue, urgent (three days or fewer), soon (seven), calm, or none."""
    if due is None:
        return "none"
    left = (due - today).days
    if left < 0:
        return "overdue"
    return "urgent" if left <= 3 else "soon" if left <= 7 else "calm"
