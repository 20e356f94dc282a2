"""程序申请: what a party asks of the tribunal or the commission on the way — a challenge, a counterclaim, more time."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, state_of


class Request(SQLModel, table=True):
    """One procedural request. What its kind may do, and who decides it by when, stands in the articles."""

    __tablename__ = "procedural_request"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"), state_of("request"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    kind: str = Field(max_length=40, index=True)
    state: str = Field(default="received", max_length=20)
    version: int = 0
    party_id: int | None = Field(default=None, foreign_key="party.id", description="who asks; empty for the office itself")
    staff_id: int | None = Field(default=None, foreign_key="staff.id", description="the official it is about")
    text: str = Field(default="", description="what is asked for and why, as handed in")
    data: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict), description="particulars of its kind")
    received_on: date
    decided_on: date | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="staff.id")
    decision: str = Field(default="", max_length=2000, description="the reasons of the decision")
