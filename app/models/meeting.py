"""联席会议: meetings of courts and commissions, their members, and the hard cases brought before them (O70 四)."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import one_of, state_of


class JointMeeting(SQLModel, table=True):
    """One joint meeting, planned or held."""

    __tablename__ = "joint_meeting"
    __table_args__ = (one_of("status", ("planned", "held")),)

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=120)
    planned_on: date
    place: str = Field(default="", max_length=120)
    topics: str = Field(default="", max_length=2000, description="what else is on the agenda, in words")
    status: str = Field(default="planned", max_length=10)
    held_on: date | None = None
    minutes: str = ""
    body_id: int = Field(foreign_key="body.id", index=True)
    called_by_id: int | None = Field(default=None, foreign_key="staff.id")
    called_at: datetime


class MeetingMember(SQLModel, table=True):
    """One official who takes part, from a court or an office."""

    __tablename__ = "meeting_member"
    __table_args__ = (UniqueConstraint("meeting_id", "staff_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="joint_meeting.id", index=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)


class Discussion(SQLModel, table=True):
    """A hard case brought before a meeting. Its members may read the main file from `read_from` until `read_until`."""

    __tablename__ = "discussion"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"), state_of("discussion"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    state: str = Field(default="proposed", max_length=20)
    version: int = 0
    meeting_id: int | None = Field(default=None, foreign_key="joint_meeting.id", index=True)
    question: str = Field(default="", max_length=2000)
    proposed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    proposed_on: date
    read_from: date | None = None
    read_until: date | None = None
    views: str = Field(default="", description="what was said, without who is right between the parties")
    resolution: str = Field(default="", max_length=5000)
    decided_on: date | None = None
    standard_id: int | None = Field(default=None, foreign_key="standard.id")
