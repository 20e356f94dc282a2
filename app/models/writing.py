"""What is being written: the states of a draft award, and the record of a hearing."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column


class DraftVersion(SQLModel, table=True):
    """The draft award as it was saved once. Inner file: it is deliberation put into words (CHR 22)."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    ordinal: int
    saved_at: datetime
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(default="", max_length=60)
    how: str = Field(default="saved", max_length=20, description="saved, or submitted: the state that went to approval")
    content: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    digest: str = Field(default="", max_length=64)


class HearingRecord(SQLModel, table=True):
    """庭审笔录 while it is written and after it is closed (LMA 40; CHR 41, 42). `version` counts the savings.

    `parts`: phase → what was said, one line a turn, "speaker：words". `corrections`: requests to correct, granted or
    not. `signatures`: who signed or refused, and why.
    """

    __tablename__ = "hearing_record"
    __table_args__ = (UniqueConstraint("hearing_id"),)

    id: int | None = Field(default=None, primary_key=True)
    hearing_id: int = Field(foreign_key="hearing.id")
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    version: int = 0
    parts: dict[str, str] = Field(default_factory=dict, sa_column=json_column(dict))
    corrections: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    signatures: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    saved_at: datetime | None = None
    saved_by_id: int | None = Field(default=None, foreign_key="staff.id")
    closed_at: datetime | None = Field(default=None, description="from then on nothing of it changes")
