"""What an issued report keeps beside its printed snapshot: its facts, the cases behind its figures, and lines to drill into."""

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import fen_column, one_of

LINE_TOPICS = ("item", "closed", "referral")


class ReportPart(SQLModel, table=True):
    """One part of an issued report, compressed: "facts", or the cases behind one figure under the figure's id."""

    __tablename__ = "report_part"
    __table_args__ = (UniqueConstraint("report_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    name: str = Field(max_length=80)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReportLine(SQLModel, table=True):
    """One thing a monthly report counted, by everything one may ask for. It changes as little as the report.

    item: a compared claim item (`hit` = alike). closed: a case closed in the month (`hit` = in time, `days` gross).
    referral: a mediation ended in the month (`hit` = agreed).
    """

    __tablename__ = "report_line"
    __table_args__ = (
        one_of("topic", LINE_TOPICS),
        Index(
            "ix_report_line_asked",
            "report_id", "topic", "office_id", "court_id", "arbitrator_id", "channel", "kind", "reason", "hit", "kept_fen", "larger_fen",
            "days",
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    topic: str = Field(max_length=10)
    case_id: int = Field(foreign_key="arbitration_case.id")
    office_id: int = Field(foreign_key="body.id")
    court_id: int | None = Field(default=None, foreign_key="body.id")
    arbitrator_id: int | None = Field(default=None, foreign_key="staff.id", description="who presides")
    channel: str = Field(default="", max_length=30)
    kind: str = Field(
        default="", max_length=40, description="of the claim item; how a case was closed; how a mediation ended"
    )
    reason: str = Field(default="", max_length=20, description="of an unequal item")
    hit: bool = False
    kept_fen: int = Field(default=0, sa_column=fen_column(nullable=False))
    larger_fen: int = Field(default=0, sa_column=fen_column(nullable=False))
    days: int = 0
