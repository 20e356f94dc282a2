"""What belongs to a person's own desk: what was typed and not yet sent, and what was searched for."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import json_column


class TypedDraft(SQLModel, table=True):
    """A form as it was last kept while somebody typed. Seen by nobody else; gone once the form is sent."""

    __tablename__ = "typed_draft"
    __table_args__ = (UniqueConstraint("staff_id", "path"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    path: str = Field(max_length=300, description="the address the form stands at")
    fields: list[list[str]] = Field(default_factory=list, sa_column=json_column(list), description="name and value, in order")
    saved_at: datetime = Field(index=True)


class SearchMade(SQLModel, table=True):
    """One search: who, what words, how many hits. Rows are only ever added."""

    __tablename__ = "search_made"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    staff_name: str = Field(max_length=40)
    role: str = Field(max_length=200)
    place: str = Field(max_length=20, description="everywhere, cases, precedents, standards")
    words: str = Field(max_length=200)
    hits: int
    address: str = Field(default="", max_length=64)
