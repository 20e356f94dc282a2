"""调解书 of the tribunal: all claims settled, or part of them (LMA 42; CHR 72, 73)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import fen_column, json_column, state_of


class MediationStatement(SQLModel, table=True):
    """One mediation statement. It takes effect when the last party has signed for it; until then either may go back."""

    __tablename__ = "mediation_statement"
    __table_args__ = (UniqueConstraint("case_id", "ordinal"), state_of("statement"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    state: str = Field(default="issued", max_length=20)
    version: int = 0
    whole: bool = True
    item_ids: list[int] = Field(default_factory=list, sa_column=json_column(list), description="the claims it settles")
    terms: str = ""
    reached_on: date
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    effective_on: date | None = None
    refused_by_id: int | None = Field(default=None, foreign_key="party.id")
    refusal: str = Field(default="", max_length=500)


class AwardCorrection(SQLModel, table=True):
    """补正决定书: what an award says and what it shall say (CHR 54). The award itself is never edited."""

    __tablename__ = "award_correction"
    __table_args__ = (UniqueConstraint("award_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    ordinal: int
    kind: str = Field(max_length=20, description="writing, calculation or omitted")
    item_id: int | None = Field(default=None, foreign_key="claim_item.id")
    before_text: str = Field(default="", max_length=2000)
    after_text: str = Field(default="", max_length=2000)
    before_fen: int | None = Field(default=None, sa_column=fen_column())
    after_fen: int | None = Field(default=None, sa_column=fen_column())
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    made_on: date
