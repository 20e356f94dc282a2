"""What the court stage adds to a matter: receipts, sums recovered, cases a court entered that are not linked yet."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import fen_column, json_column, not_negative, one_of
from app.models.court import MATTER_KINDS


class CourtReceipt(SQLModel, table=True):
    """The day one party received the ruling or judgment of one matter: its clocks run from here (rules §21.6)."""

    __tablename__ = "court_receipt"
    __table_args__ = (UniqueConstraint("matter_id", "party_id"),)

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="court_matter.id", index=True)
    party_id: int = Field(foreign_key="party.id")
    received_on: date
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")


class Recovery(SQLModel, table=True):
    """Money that came in while an award is enforced."""

    __tablename__ = "recovery"
    __table_args__ = (not_negative("amount_fen"),)

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="court_matter.id", index=True)
    received_on: date
    amount_fen: int = Field(sa_column=fen_column(nullable=False))
    note: str = Field(default="", max_length=500)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")


class CourtNotice(SQLModel, table=True):
    """A suit as a court entered it by names, before anybody knows which award it attacks.

    The court does not see which awards fit: an office that made one confirms or rejects it.
    """

    __tablename__ = "court_notice"
    __table_args__ = (
        UniqueConstraint("court_id", "number"),
        one_of("kind", MATTER_KINDS),
        one_of("status", ("open", "linked", "not_labour")),
        Index("ix_court_notice_status", "status", "court_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    court_id: int = Field(foreign_key="body.id")
    number: str = Field(max_length=60)
    kind: str = Field(max_length=20)
    status: str = Field(default="open", max_length=12)
    plaintiff_name: str = Field(max_length=120)
    plaintiff_identity: str = Field(default="", max_length=18)
    defendant_name: str = Field(max_length=120)
    award_number: str = Field(default="", max_length=80, description="as the papers of the suit name it")
    filed_on: date
    accepted_on: date
    entered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    entered_at: datetime
    matter_id: int | None = Field(default=None, foreign_key="court_matter.id")


class LinkCandidate(SQLModel, table=True):
    """An award that may belong to a suit: how it was found, how sure that is, and what a person said to it."""

    __tablename__ = "link_candidate"
    __table_args__ = (
        UniqueConstraint("notice_id", "matter_id", "award_id"),
        one_of("found_by", ("number", "names", "persons")),
        one_of("status", ("open", "confirmed", "rejected")),
        CheckConstraint("(notice_id IS NULL) <> (matter_id IS NULL)", name="one_source"),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int | None = Field(default=None, foreign_key="court_notice.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="court_matter.id", index=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    found_by: str = Field(max_length=10)
    confidence: int
    why: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    status: str = Field(default="open", max_length=10)
    decided_by_id: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=500)
