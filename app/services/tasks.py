"""待办: open while their subject is in the states the articles name, done when it leaves them."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, SQLModel, col, select

from app.models import Approval, Case, Event, Hearing, Limit, Task
from app.services import case_rows
from app.services.desk import BEIJING, Desk
from workflows.approvals import approvals
from workflows.facts import Facts
from workflows.procedure import missing
from workflows.statute import TaskRule


def reconcile(desk: Desk, case: Case, machine: str, subject: SQLModel, facts: Facts, step: str) -> None:
    """Open the tasks the subject's state calls for; end those it no longer does; set days from running limits.

    `step` is the step just taken: a task it does is done; one that ends for another reason is cancelled.
    """
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
            task.state = "done" if _is_done(desk, task, step) else "cancelled"
            task.ended_at = desk.now
        else:
            _place(desk.session, task, rule, case, subject, running)
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
        _place(desk.session, task, rule, case, subject, running)
        desk.session.add(task)


def _is_done(desk: Desk, task: Task, step: str) -> bool:
    """Whether the last thing that happened to the subject is the doing of the task."""
    last = desk.session.exec(
        select(Event.rule)
        .where(Event.machine == task.machine, Event.subject_id == task.subject_id)
        .order_by(col(Event.id).desc())
    ).first()
    rule = next((t for t in desk.book.tasks if t.id == task.kind), None)
    if rule is not None and rule.done_by:
        return step in rule.done_by or last in rule.done_by
    return any(r.id == last and task.role in r.by for r in desk.book.rules)


def _title(rule: TaskRule, subject: SQLModel) -> str:
    """What is to be done; of an approval, what it is about."""
    return f"审批{approvals().kinds[subject.kind].title}" if isinstance(subject, Approval) else rule.title


def _running(desk: Desk, case: Case) -> Mapping[str, date]:
    """Rule → the nearest last day among the limits of the case that run."""
    found = case_rows.of_case(desk.session, Limit, case.id or 0)
    return {one.rule: one.due for one in sorted(found, key=lambda one: one.due, reverse=True) if one.state == "open"}


def _place(session: Session, task: Task, rule: TaskRule, case: Case, subject: SQLModel, running: Mapping[str, date]) -> None:
    task.body_id, laid_with = {
        "office": (case.office_id, None),
        "panel": (case.office_id, case.hearing_officer_id),
        "sending": (getattr(subject, "sending_body_id", case.office_id), None),
        "receiving": (getattr(subject, "receiving_body_id", case.office_id), getattr(subject, "mediator_id", None)),
        "court": (getattr(subject, "court_id", case.office_id), None),
    }[rule.at]
    task.due_rule = rule.limit or getattr(subject, "due_rule", "")
    if rule.day == "hearing":
        task.due = _hearing_day(session, case)
    else:
        # An agreement carries a day of its own to act by: that of its next payment.
        task.due = running.get(task.due_rule) if task.due_rule else getattr(subject, "next_due_on", None)
    if not task.by_hand:
        task.assignee_id = laid_with


def _hearing_day(session: Session, case: Case) -> date | None:
    """The day of the hearing that is set and not yet held."""
    ahead = [h for h in case_rows.of_case(session, Hearing, case.id or 0) if h.state in ("set", "notified")]
    last = max(ahead, key=lambda h: h.ordinal, default=None)
    return last.starts_at.astimezone(BEIJING).date() if last is not None else None


def band(due: date | None, today: date) -> str:
    """How near a day is: overdue, urgent (three days or fewer), soon (seven), calm, or none."""
    if due is None:
        return "none"
    left = (due - today).days
    if left < 0:
        return "overdue"
    return "urgent" if left <= 3 else "soon" if left <= 7 else "calm"
