"""Between filing and hearing: how claims changed, who answers for them together, which cases are heard together."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of

LIABILITY_FORMS = ("each", "joint", "several", "supplementary")


class ItemChange(SQLModel, table=True):
    """One change of a claim item (CHR 44; O1 五): what it was, what it is. Nothing is overwritten without this trace."""

    __tablename__ = "claim_item_change"
    __table_args__ = (one_of("kind", ("added", "changed", "withdrawn", "succeeded")),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    item_id: int = Field(foreign_key="claim_item.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="procedural_request.id")
    kind: str = Field(max_length=20)
    on_day: date
    before: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    after: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))


class ItemLiability(SQLModel, table=True):
    """A further person who is to answer for a claim item, and how: each, jointly, by shares, or in second line."""

    __tablename__ = "item_liability"
    __table_args__ = (UniqueConstraint("item_id", "party_id"), one_of("form", LIABILITY_FORMS))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    item_id: int = Field(foreign_key="claim_item.id", index=True)
    party_id: int = Field(foreign_key="party.id")
    form: str = Field(max_length=20)
    ground: str = Field(default="", max_length=500)


class CaseJoin(SQLModel, table=True):
    """Two cases heard together: one hearing, each its own award and number."""

    __tablename__ = "case_join"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="arbitration_case.id", index=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    joined_on: date
    ended_on: date | None = None
    reason: str = Field(default="", max_length=1000)
