"""机构: commissions, courts, mediation bodies and divisions, in a tree of five levels."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import one_of

KINDS = ("commission", "court", "mediation_body", "division", "bureau")
LEVELS = ("city", "district", "town", "community", "enterprise")


class Body(SQLModel, table=True):
    """One institution. `place` is written outermost first: "山东省/东川市/河湾区"."""

    __tablename__ = "body"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("kind", KINDS),
        one_of("level", LEVELS),
        one_of("court_level", ("basic", "intermediate", "high"), optional=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=120)
    kind: str = Field(max_length=20)
    level: str = Field(max_length=20)
    parent_id: int | None = Field(default=None, foreign_key="body.id", index=True)
    channel: str | None = Field(default=None, max_length=30, description="one of the eight mediation channels")
    court_level: str | None = Field(default=None, max_length=20)
    place: str = Field(max_length=80)
    address: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=40)
    office_name: str = Field(default="", max_length=80, description="仲裁院: the commission's executive office (ORG 9)")
    number_prefix: str = Field(default="", max_length=20, description="e.g. 东川劳人仲 in case numbers")
    basic_court_id: int | None = Field(default=None, foreign_key="body.id")
    intermediate_court_id: int | None = Field(default=None, foreign_key="body.id")
    active_from: date = Field(default=date(2000, 1, 1))
    active_to: date | None = None
