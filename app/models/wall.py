"""隔离: a stored denial that beats every grant."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class ConflictWall(SQLModel, table=True):
    """This person gets nothing of one case, or of any case one party takes part in, whatever their roles and seats.

    Set and lifted by the security administrator; never deleted. A party is meant by its exact name, and by its
    identity number or credit code where one was given.
    """

    __tablename__ = "conflict_wall"
    __table_args__ = (CheckConstraint("case_id IS NOT NULL OR party_name <> ''", name="case_or_party"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="arbitration_case.id", index=True)
    party_name: str = Field(default="", max_length=120, index=True)
    party_number: str = Field(default="", max_length=18)
    reason: str = Field(max_length=300)
    since: date
    until: date | None = Field(default=None, description="the last day; none: until it is lifted")
    set_by_id: int | None = Field(default=None, foreign_key="staff.id")
    set_at: datetime
    lifted_by_id: int | None = Field(default=None, foreign_key="staff.id")
    lifted_at: datetime | None = None
