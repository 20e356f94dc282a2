"""仲裁审查: the commission's look at a mediation agreement, which makes it a 调解书 (CHR 74–79)."""

from datetime import date

from sqlmodel import Field, SQLModel

from app.models.base import one_of, state_of

DOOR_GROUNDS = ("out_of_scope", "wrong_commission", "late", "relation", "confirmed")
MERIT_GROUNDS = ("unlawful", "harms_others", "false_evidence", "not_voluntary", "unclear", "other")


class Review(SQLModel, table=True):
    """One review of one agreement, asked for by both sides together."""

    __tablename__ = "agreement_review"
    __table_args__ = (
        state_of("review"),
        one_of("ground", (*DOOR_GROUNDS, *MERIT_GROUNDS), optional=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    state: str = Field(default="applied", max_length=20)
    version: int = 0
    applied_on: date
    accepted_on: date | None = None
    arbitrator_id: int | None = Field(default=None, foreign_key="staff.id", description="who examines it")
    ended_on: date | None = None
    ground: str | None = Field(default=None, max_length=20, description="why it was refused")
    reason: str = Field(default="", max_length=2000)
