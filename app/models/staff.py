"""Officials and their sign-ins. A party to a case is a Party, not a Staff."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import one_of

BUSINESS_ROLES = (
    "filing_clerk",
    "mediator",
    "arbitrator",
    "hearing_clerk",
    "section_head",
    "head",
    "judge",
    "court_clerk",
    "analyst",
)
ADMIN_ROLES = ("system_admin", "security_admin", "audit_admin")


class Staff(SQLModel, table=True):
    """One account. It belongs to one body and sees what that body may see."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("login"),)

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=40)
    name: str = Field(max_length=40)
    body_id: int = Field(foreign_key="body.id", index=True)
    password_hash: str = Field(default="", max_length=200)
    must_change_password: bool = True
    active: bool = True
    failed_count: int = 0
    locked_until: datetime | None = None
    session_epoch: int = Field(default=0, description="counts up when a password changes: older sessions end")
    locale: str = Field(default="zh", max_length=5)
    specialities: str = Field(default="", max_length=200)


class StaffRole(SQLModel, table=True):
    """A role of an account. `slot` is "admin" for the three administrators and for nothing else twice:
    the unique pair keeps two of them out of one account even if a program forgets to ask."""

    __tablename__ = "staff_role"
    __table_args__ = (
        UniqueConstraint("staff_id", "role"),
        UniqueConstraint("staff_id", "slot"),
        one_of("role", BUSINESS_ROLES + ADMIN_ROLES),
    )

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    role: str = Field(max_length=20)
    slot: str = Field(max_length=20)


class SignIn(SQLModel, table=True):
    """One attempt to sign in, successful or not, with the name as typed."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    login: str = Field(max_length=80, index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    result: str = Field(max_length=20, description="ok, wrong, locked, inactive, out")
    address: str = Field(default="", max_length=64)


class AdminAct(SQLModel, table=True):
    """One thing an administrator changed: an account, a role, a body, a setting."""

    __tablename__ = "admin_act"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor_name: str = Field(max_length=40)
    what: str = Field(max_length=60)
    about: str = Field(max_length=200)
    detail: str = Field(default="", max_length=1000)
