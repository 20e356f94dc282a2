"""办案记录: what happened, refused steps, and who read what. These rows are only ever added."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column


class Event(SQLModel, table=True):
    """One thing that happened to a case or to one of its parts, with the case as it then stood.

    `hash` covers every other column and the hash before it; `sequence` counts from 1 in each case.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("case_id", "sequence"),
        UniqueConstraint("hash"),
        Index("ix_event_at", "at"),
        Index("ix_event_rule_day", "rule", "on_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    sequence: int
    machine: str = Field(max_length=20)
    subject_id: int
    rule: str = Field(max_length=60)
    title: str = Field(max_length=80)
    basis: str = Field(max_length=200)
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor_name: str = Field(max_length=40)
    actor_role: str = Field(max_length=20)
    on_day: date
    at: datetime
    before: str = Field(max_length=30)
    after: str = Field(max_length=30)
    note: str = Field(default="", max_length=2000)
    inner: bool = Field(default=False, description="belongs to the inner file: never shown to parties or courts")
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    definition: str = Field(max_length=64)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class RefusedStep(SQLModel, table=True):
    """A step somebody tried and could not take. These lines show where the procedure hurts."""

    __tablename__ = "refused_step"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    case_id: int | None = Field(default=None, index=True)
    machine: str = Field(max_length=20)
    subject_id: int
    rule: str = Field(max_length=60)
    actor_id: int | None = None
    actor_name: str = Field(max_length=40)
    kind: str = Field(max_length=20, description="not_allowed, stale, refused, input")
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))


class CaseRead(SQLModel, table=True):
    """Somebody opened a case file, or one paper of it."""

    __tablename__ = "case_read"
    __table_args__ = (Index("ix_case_read_case_at", "case_id", "at"), Index("ix_case_read_staff_at", "staff_id", "at"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    case_id: int = Field(foreign_key="arbitration_case.id")
    staff_id: int = Field(foreign_key="staff.id")
    staff_name: str = Field(max_length=40)
    role: str = Field(max_length=60)
    what: str = Field(max_length=80)
    address: str = Field(default="", max_length=64)


class NumberSeries(SQLModel, table=True):
    """The last number given in one series of one office and year. Locked while one is given."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("office_id", "series", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="body.id")
    series: str = Field(max_length=40)
    year: int
    last: int = 0


class OutboxMessage(SQLModel, table=True):
    """Something to do outside the database (index, mail, report), written with the change that caused it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "delivered_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=120)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    created_at: datetime
    delivered_at: datetime | None = None
    attempts: int = 0
    next_at: datetime | None = None
    error: str = Field(default="", max_length=500)
