"""立案前的争议: a dispute known before anybody applied for arbitration, and what interrupted the time bar meanwhile."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import one_of, state_of

LEAD_KINDS = ("report", "negotiation", "mediation")


class Lead(SQLModel, table=True):
    """隐患线索, 协商 or a mediation that began at a body. Its case stays `pre_filing`; an application is a case of its own."""

    __tablename__ = "lead"
    __table_args__ = (
        UniqueConstraint("case_id"),
        UniqueConstraint("number"),
        state_of("lead"),
        one_of("kind", LEAD_KINDS),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    state: str = Field(default="reported", max_length=20, index=True)
    version: int = 0
    kind: str = Field(max_length=20)
    number: str = Field(max_length=60)
    body_id: int = Field(foreign_key="body.id", index=True, description="the body that registered it")
    registered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    reporter: str = Field(default="", max_length=120, description="the grid worker or firm that told of it")
    asked_on: date | None = Field(default=None, description="the day the other side received the call to negotiate")
    negotiate_until: date | None = Field(default=None, description="the longer period both agreed to in writing (NEG 10)")
    unresolved_on: date | None = Field(default=None, description="a year from here its papers may be taken over")
    ended_on: date | None = None
    outcome_text: str = Field(default="", max_length=2000)
    application_id: int | None = Field(default=None, foreign_key="arbitration_case.id")


class Interruption(SQLModel, table=True):
    """时效中断: a day from which the time bar counts anew (LMA 27; NEG 31). `kind` is from the list of interruptions."""

    __tablename__ = "interruption"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    kind: str = Field(max_length=40)
    on_day: date
    note: str = Field(default="", max_length=300)
    basis: str = Field(max_length=120)
    event_id: int | None = Field(default=None, foreign_key="event.id")
