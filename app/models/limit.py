"""期限 with its ledger, and 待办."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index
from sqlmodel import Field, Relationship, SQLModel

from app.models.base import one_of


class Limit(SQLModel, table=True):
    """A limit that runs, or ran. The date is computed from rule, origin and ledger; `due` is its stored answer."""

    __tablename__ = "limit_clock"
    __table_args__ = (
        one_of("state", ("open", "met", "missed", "closed")),
        Index("ix_limit_open_due", "state", "due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    rule: str = Field(max_length=60)
    title: str = Field(max_length=80)
    machine: str = Field(default="case", max_length=20)
    subject_id: int
    party_id: int | None = Field(default=None, foreign_key="party.id")
    origin: date
    origin_event_id: int | None = Field(default=None, foreign_key="event.id")
    due: date
    provisional: bool = False
    state: str = Field(default="open", max_length=10)
    ended_on: date | None = None
    ended_event_id: int | None = Field(default=None, foreign_key="event.id")
    options: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSON, nullable=True), description="answers to the rule's open questions"
    )

    entries: list["LimitEntry"] = Relationship(
        sa_relationship_kwargs={"order_by": "LimitEntry.id", "lazy": "selectin"}
    )


class LimitEntry(SQLModel, table=True):
    """One line of a limit's ledger: a restart, an exclusion or an extension, and the event behind it."""

    __tablename__ = "limit_entry"
    __table_args__ = (
        one_of("kind", ("restart", "exclude", "extend")),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ends_after_start"),
    )

    id: int | None = Field(default=None, primary_key=True)
    limit_id: int = Field(foreign_key="limit_clock.id", index=True)
    kind: str = Field(max_length=10)
    start_on: date
    end_on: date | None = None
    days: int | None = None
    reason: str = Field(max_length=300)
    basis: str = Field(default="", max_length=120)
    event_id: int | None = Field(default=None, foreign_key="event.id")


class Task(SQLModel, table=True):
    """待办: what to do, for which role at which body, by when."""

    __tablename__ = "task"
    __table_args__ = (
        one_of("state", ("open", "done", "cancelled")),
        Index("ix_task_work", "state", "body_id", "role", "due", "id"),
        Index("ix_task_subject", "machine", "subject_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    kind: str = Field(max_length=40)
    title: str = Field(max_length=80)
    machine: str = Field(max_length=20)
    subject_id: int
    role: str = Field(max_length=20)
    body_id: int = Field(foreign_key="body.id")
    assignee_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    due: date | None = None
    due_rule: str = Field(default="", max_length=60)
    state: str = Field(default="open", max_length=10)
    opened_at: datetime
    ended_at: datetime | None = None
    by_hand: bool = Field(default=False, description="claimed or assigned: the rules do not lay it elsewhere")


class TaskTrace(SQLModel, table=True):
    """Who took, gave or took back a task, and when. Rows are only ever added."""

    __tablename__ = "task_trace"
    __table_args__ = (one_of("what", ("claim", "give_back", "assign", "take_back", "left")),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    at: datetime
    what: str = Field(max_length=20)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(max_length=40)
    from_id: int | None = Field(default=None, foreign_key="staff.id")
    to_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = Field(default="", max_length=200)
