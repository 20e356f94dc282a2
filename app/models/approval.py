"""审批 and 委托: who asked for what, who said what at which level, and who stands in for whom from when to when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, state_of


class Approval(SQLModel, table=True):
    """One request for approval of one step. The step itself is taken when the last level approves."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"), state_of("approval"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    kind: str = Field(max_length=40, index=True)
    state: str = Field(default="waiting", max_length=20, index=True)
    version: int = 0
    rule: str = Field(max_length=60, description="the step that is taken when the last level approves")
    machine: str = Field(max_length=20)
    subject_id: int
    asked: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict), description="what was typed, as typed")
    content: list[dict[str, str]] = Field(
        default_factory=list, sa_column=json_column(list), description="what the approvers read: title and text, line by line"
    )
    levels: list[dict[str, str]] = Field(
        default_factory=list, sa_column=json_column(list), description="the chain: id, title, and why a level is skipped"
    )
    level: str = Field(default="", max_length=20, description="the level it has reached")
    opinions: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    requested_by_id: int = Field(foreign_key="staff.id", index=True)
    requested_by_name: str = Field(max_length=40)
    requested_on: date
    due_rule: str = Field(default="", max_length=60, description="the limit within which it has to be decided")
    decided_on: date | None = None
    earlier_id: int | None = Field(default=None, foreign_key="approval.id", description="the returned request it follows")


class Entrustment(SQLModel, table=True):
    """受委托: while one approver is away, another acts for them. It ends by itself on `until`."""

    __tablename__ = "entrustment"
    __table_args__ = (
        CheckConstraint("until >= since", name="ends_after_start"),
        CheckConstraint("from_id <> to_id", name="two_people"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="body.id", index=True)
    from_id: int = Field(foreign_key="staff.id", index=True)
    to_id: int = Field(foreign_key="staff.id", index=True)
    since: date
    until: date
    kinds: list[str] = Field(default_factory=list, sa_column=json_column(list), description="kinds of act; empty: all")
    reason: str = Field(default="", max_length=200)
    entered_by_id: int = Field(foreign_key="staff.id")
    entered_at: datetime
    ended_on: date | None = Field(default=None, description="taken back before its day")
