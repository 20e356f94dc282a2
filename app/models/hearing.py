"""庭审."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, state_of


class Hearing(SQLModel, table=True):
    """One sitting: time, room, notice, appearance, record. `starts_at` is an instant in UTC."""

    __tablename__ = "hearing"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"), state_of("hearing"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    state: str = Field(default="set", max_length=20)
    version: int = 0
    starts_at: datetime = Field(index=True)
    room: str = Field(max_length=60)
    notified_on: date | None = None
    came: str = Field(default="", max_length=500, description="who came, as the award prints it")
    appearance: dict[str, Any] = Field(
        default_factory=dict, sa_column=json_column(dict), description="party id → how it appeared"
    )
    default_reason: str = Field(default="", max_length=500, description="heard in default (LMA 36): why, on what proof")
    public: bool = True
    record: str = Field(default="", description="庭审笔录")
    mediation_result: str = Field(default="", max_length=500)
    postponed_to_id: int | None = Field(default=None, foreign_key="hearing.id")
    postpone_reason: str = Field(default="", max_length=500)
