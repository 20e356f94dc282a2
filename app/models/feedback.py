"""裁审反馈: what office and court say to each divergence, what was done about it, what a meeting takes up, files asked for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import one_of
from app.models.court import REASON_CODES

SIDES = ("office", "court")
ACTIONS = ("standard", "training", "template", "none")


class DivergenceOpinion(SQLModel, table=True):
    """One side's view of why a judgment differs on one claim. Never changed: the last of each side counts."""

    __tablename__ = "divergence_opinion"
    __table_args__ = (
        one_of("side", SIDES),
        one_of("reason_code", REASON_CODES),
        Index("ix_divergence_opinion_outcome", "outcome_id", "side"),
    )

    id: int | None = Field(default=None, primary_key=True)
    outcome_id: int = Field(foreign_key="outcome.id")
    side: str = Field(max_length=10)
    reason_code: str = Field(max_length=20)
    text: str = Field(default="", max_length=2000)
    by_id: int = Field(foreign_key="staff.id")
    at: datetime


class DivergenceAction(SQLModel, table=True):
    """What was done about a divergence: a standard, training, a template changed, or nothing. The last one counts."""

    __tablename__ = "divergence_action"
    __table_args__ = (one_of("action", ACTIONS),)

    id: int | None = Field(default=None, primary_key=True)
    outcome_id: int = Field(foreign_key="outcome.id", index=True)
    action: str = Field(max_length=10)
    note: str = Field(default="", max_length=1000)
    standard_id: int | None = Field(default=None, foreign_key="standard.id")
    since: date = Field(description="later cases are watched from this day on")
    by_id: int = Field(foreign_key="staff.id")
    at: datetime


class MeetingTopic(SQLModel, table=True):
    """A question on the agenda of a joint meeting: from a divergence, or from a draft that kept to its own measure."""

    __tablename__ = "meeting_topic"
    __table_args__ = (
        UniqueConstraint("meeting_id", "outcome_id"),
        UniqueConstraint("meeting_id", "claim_item_id"),
        CheckConstraint("(outcome_id IS NULL) <> (claim_item_id IS NULL)", name="one_source"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="joint_meeting.id", index=True)
    outcome_id: int | None = Field(default=None, foreign_key="outcome.id", index=True)
    claim_item_id: int | None = Field(default=None, foreign_key="claim_item.id", index=True)
    kind: str = Field(max_length=40)
    question: str = Field(max_length=1000)
    resolution: str = Field(default="", max_length=2000)
    added_by_id: int = Field(foreign_key="staff.id")
    added_at: datetime
    resolved_by_id: int | None = Field(default=None, foreign_key="staff.id")
    resolved_at: datetime | None = None


class FileRequest(SQLModel, table=True):
    """A court asks for a file that is not open to it: why, until when; a second person of the court confirms, the office answers.

    Whether there is such a file is found only when the office looks; the court is told nothing but "open" or "not open".
    """

    __tablename__ = "file_request"
    __table_args__ = (Index("ix_file_request_court", "court_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    court_id: int = Field(foreign_key="body.id")
    number: str = Field(max_length=120, description="of the case or of its award, as typed")
    party_name: str = Field(max_length=120)
    reason: str = Field(max_length=500)
    until: date
    asked_by_id: int = Field(foreign_key="staff.id")
    asked_at: datetime
    confirmed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = None
    case_id: int | None = Field(default=None, foreign_key="arbitration_case.id", index=True)
    granted: bool | None = None
    answered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    answered_at: datetime | None = None
    answer: str = Field(default="", max_length=500)
