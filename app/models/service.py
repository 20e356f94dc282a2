"""送达地址确认书: what a party, or their agent, laid down for the service of papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import false
from sqlmodel import Field, SQLModel

from app.models.base import json_column


class ServiceAddress(SQLModel, table=True):
    """送达地址确认书 of one party or agent; a later one stands in its place, and the earlier stays on record."""

    __tablename__ = "service_address"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    party_id: int = Field(foreign_key="party.id", index=True)
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    address: str = Field(max_length=300)
    phone: str = Field(default="", max_length=40)
    recipients: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=json_column(list), description="name, relation, phone of each named recipient"
    )
    e_consent: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    e_address: str = Field(default="", max_length=120)
    signed_on: date
    recorded_at: datetime
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    replaced_on: date | None = Field(default=None, description="the day a later confirmation took its place")
