"""调解员的利害关系: whom a mediator is related to or acts for, so that no such dispute goes to them."""

from datetime import date

from sqlmodel import Field, SQLModel

from app.models.base import one_of

RELATION_KINDS = ("relative", "agent", "employed", "adviser", "other")


class StaffRelation(SQLModel, table=True):
    """A person or an organisation one official has a tie to, declared or recorded by the own body."""

    __tablename__ = "staff_relation"
    __table_args__ = (one_of("kind", RELATION_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    kind: str = Field(max_length=20)
    name: str = Field(max_length=120)
    since: date
    until: date | None = None
    entered_by_id: int | None = Field(default=None, foreign_key="staff.id")
