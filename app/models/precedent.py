"""类案: indexed, de-identified decisions; and 月报 as issued."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of

AUTHORITIES = ("standard", "guiding", "typical", "higher_court", "own_court", "own_office")
FATES = ("upheld", "changed", "set_aside", "unknown")


class Precedent(SQLModel, table=True):
    """One decision the index knows. `key` is the publisher's id or "case:<id>"; the index is rebuilt from here."""

    __tablename__ = "precedent"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("authority", AUTHORITIES),
        one_of("fate", FATES),
        Index("ix_precedent_decided", "decided_on", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=80)
    title: str = Field(max_length=200)
    publisher: str = Field(default="", max_length=120)
    source: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=80)
    office: str = Field(default="", max_length=120)
    court: str = Field(default="", max_length=120)
    decided_on: date | None = None
    authority: str = Field(max_length=20)
    fate: str = Field(default="unknown", max_length=20)
    fate_note: str = Field(default="", max_length=500)
    kinds: list[str] = Field(default_factory=list, sa_column=json_column(list))
    causes: list[str] = Field(default_factory=list, sa_column=json_column(list))
    articles: list[str] = Field(default_factory=list, sa_column=json_column(list))
    items: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    issues: str = ""
    facts: str = ""
    reasoning: str = ""
    result: str = ""
    notes: str = ""
    content_hash: str = Field(max_length=64)
    case_id: int | None = Field(default=None, foreign_key="arbitration_case.id", index=True)
    updated_at: datetime


class SavedSearch(SQLModel, table=True):
    """A search of decisions somebody keeps to ask again; `asked` holds the fields of the page's form."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("staff_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    title: str = Field(max_length=80)
    asked: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    saved_at: datetime


class Report(SQLModel, table=True):
    """裁审衔接月报 as issued: frozen with its data. A correction is a new edition of the same month."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("month", "office_key", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str = Field(max_length=7)
    office_id: int | None = Field(default=None, foreign_key="body.id")
    office_key: int = Field(default=0, description="office_id, or 0 for all offices: NULL would not be unique")
    edition: int = 1
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    sha256: str = Field(max_length=64)
    audit_head: str = Field(default="", max_length=64)
    change_note: str = Field(default="", max_length=1000)
    issued_at: datetime
    issued_by_id: int | None = Field(default=None, foreign_key="staff.id")
    pdf_sha256: str = Field(default="", max_length=64)


class CalendarYear(SQLModel, table=True):
    """A year's official rest-day notice, or an office's closure, as entered by the system administrator."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("day", "kind", "office_key"),
        one_of("kind", ("rest", "work", "statutory", "closure", "outage")),
    )

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(index=True)
    kind: str = Field(max_length=10)
    office_key: int = 0
    source: str = Field(max_length=200)
    entered_by_id: int | None = Field(default=None, foreign_key="staff.id")


class ParameterValue(SQLModel, table=True):
    """A value of a law parameter entered by an administrator, with its date, place and source."""

    __tablename__ = "parameter_value"
    __table_args__ = (UniqueConstraint("name", "place", "start"), one_of("mark", ("V", "S", "P", "U")))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    place: str = Field(default="", max_length=80)
    start: date
    value: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    basis: str = Field(max_length=200)
    mark: str = Field(max_length=1)
    entered_by_id: int | None = Field(default=None, foreign_key="staff.id")


class Setting(SQLModel, table=True):
    """A choice of the office where the law leaves one (marks P and U), or a fact about the instance."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=2000)
