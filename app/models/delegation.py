"""推举代表 of a collective case, and what each worker answered when the representatives asked (LMA 7; CHR 63)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of
from app.models.referral import CONSENT_WAYS


class Delegation(SQLModel, table=True):
    """One election: who was elected by whom, from when to when. The one without an end is in office."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    delegates: list[int] = Field(default_factory=list, sa_column=json_column(list))
    signers: list[int] = Field(default_factory=list, sa_column=json_column(list))
    """Who signed the 推举代表书, by party id: they are represented, nobody else is."""
    receives_awards: bool = Field(default=False, description="the mandate says: may take delivery of awards too")
    document: str = Field(default="", max_length=500, description="which paper it stands on")
    elected_on: date
    ended_on: date | None = None


class GroupConsent(SQLModel, table=True):
    """One worker's answer to one act of the representatives that needs consent."""

    __tablename__ = "group_consent"
    __table_args__ = (UniqueConstraint("request_id", "party_id"), one_of("way", CONSENT_WAYS))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    request_id: int = Field(foreign_key="procedural_request.id", index=True)
    party_id: int = Field(foreign_key="party.id")
    agrees: bool
    given_on: date
    way: str = Field(max_length=20)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
