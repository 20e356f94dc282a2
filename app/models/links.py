"""衔接渠道变更: what an office changed in the mediation links, from a day on, over the file the product ships."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of
from workflows.links import CONSENTS


class LinkChange(SQLModel, table=True):
    """One dated change of a channel (`target` empty) or of a hand-over. A row is never changed: a later one follows it."""

    __tablename__ = "link_change"
    __table_args__ = (
        UniqueConstraint("office_key", "source", "target", "start"),
        one_of("consent", CONSENTS),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_key: int = Field(default=0, description="the commission it is for; 0 for all")
    source: str = Field(max_length=30)
    target: str = Field(default="", max_length=30)
    start: date
    is_open: bool = True
    stages: list[str] = Field(default_factory=list, sa_column=json_column(list))
    proposers: list[str] = Field(default_factory=list, sa_column=json_column(list))
    consent: str = Field(default="both", max_length=20)
    limit_rule: str = Field(default="", max_length=60)
    comes_back: str = Field(default="", max_length=300)
    mark: str = Field(default="P", max_length=1)
    basis: str = Field(max_length=200)
    entered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    entered_at: datetime
