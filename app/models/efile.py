"""电子卷宗: the evidence list, reading marks, bound volumes and what left the office as a package."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of

SOURCES = ("party", "inquiry", "inspection", "appraisal", "third_party")
"""Where evidence comes from: handed in by a party, collected, inspected, appraised, or had from somebody else."""
FORMS = ("original", "copy", "compared", "electronic")
"""原件、复印件、经核对无异的复印件、电子数据."""
FINDINGS = ("pending", "admitted", "partly", "not_admitted")
STANCES = ("accepted", "disputed", "not_stated")
COLOURS = ("yellow", "green", "blue", "red")


class Evidence(SQLModel, table=True):
    """证据: one item of the evidence list, with what it proves and what the tribunal found of it."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        one_of("source", SOURCES),
        one_of("form", FORMS),
        one_of("finding", FINDINGS),
        CheckConstraint("pages >= 0", name="pages_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    ordinal: int
    name: str = Field(max_length=120)
    source: str = Field(default="party", max_length=20)
    source_note: str = Field(default="", max_length=200, description="by whom it was made, and where it was had from")
    party_id: int | None = Field(default=None, foreign_key="party.id", description="who handed it in; empty: the commission")
    proves: str = Field(default="", max_length=500)
    form: str = Field(default="copy", max_length=20)
    pages: int = 0
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    handed_in_on: date
    finding: str = Field(default="pending", max_length=20)
    finding_reason: str = Field(default="", max_length=1000)
    found_by_id: int | None = Field(default=None, foreign_key="staff.id")
    added_at: datetime
    added_by_id: int | None = Field(default=None, foreign_key="staff.id")


class EvidenceRemark(SQLModel, table=True):
    """质证: what one party says about one item — authenticity, lawfulness, relevance — and why."""

    __tablename__ = "evidence_remark"
    __table_args__ = (
        UniqueConstraint("evidence_id", "party_id"),
        one_of("authentic", STANCES),
        one_of("lawful", STANCES),
        one_of("relevant", STANCES),
    )

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id")
    party_id: int = Field(foreign_key="party.id", index=True)
    authentic: str = Field(default="not_stated", max_length=20)
    lawful: str = Field(default="not_stated", max_length=20)
    relevant: str = Field(default="not_stated", max_length=20)
    text: str = Field(default="", max_length=1000)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="staff.id")


class ReadingMark(SQLModel, table=True):
    """阅卷批注: a note at a page, for its writer alone or for the writer's own court or office."""

    __tablename__ = "reading_mark"
    __table_args__ = (
        one_of("colour", COLOURS),
        CheckConstraint("page >= 1", name="page_from_one"),
        CheckConstraint("(paper_id IS NULL) <> (attachment_id IS NULL)", name="one_document"),
        Index("ix_reading_mark_case_body", "case_id", "body_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    staff_id: int = Field(foreign_key="staff.id")
    body_id: int = Field(foreign_key="body.id")
    shared: bool = Field(default=False, description="with colleagues of the same body who may read the file")
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    page: int = Field(description="page of the document, from 1")
    colour: str = Field(default="yellow", max_length=10)
    note: str = Field(default="", max_length=1000)
    at: datetime


class Volume(SQLModel, table=True):
    """成册: one bound PDF of a file as it stood; made again only when something in it changed."""

    __tablename__ = "file_volume"
    __table_args__ = (UniqueConstraint("case_id", "fingerprint"), one_of("folder", ("main", "inner")))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    folder: str = Field(default="main", max_length=10)
    fingerprint: str = Field(max_length=64, description="of the catalogue it binds")
    sha256: str = Field(max_length=64)
    pages: int
    starts: list[int] = Field(
        default_factory=list, sa_column=json_column(list), description="first page of each entry; 0 where it has none"
    )
    made_at: datetime


class Export(SQLModel, table=True):
    """移送包: what left the office, for whom, under which signature."""

    __tablename__ = "file_export"
    __table_args__ = (Index("ix_file_export_case", "case_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    court_id: int | None = Field(default=None, foreign_key="body.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = Field(default="", max_length=200)
    at: datetime
    pages: int
    entries: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=json_column(list), description="path, size and hash of everything in it"
    )
    manifest_sha256: str = Field(max_length=64)
    key_fingerprint: str = Field(max_length=64)
