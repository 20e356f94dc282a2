"""The small machines in one list: the table behind each, its address, and what it takes to see and to act on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.models import (
    Agreement,
    Approval,
    Award,
    Case,
    CourtMatter,
    Discussion,
    Hearing,
    Lead,
    MediationStatement,
    Paper,
    Referral,
    Request,
    Review,
)
from app.permissions import May


@dataclass(frozen=True)
class Machine:
    """One kind of thing that has a place in the procedure. `path` is the first part of the address of its steps."""

    model: type[Any]
    path: str
    look: May = May.SEE_CASE
    act: May = May.ACT_ON_CASE


MACHINES: Mapping[str, Machine] = {
    "case": Machine(Case, "cases"),
    "lead": Machine(Lead, "leads", May.SEE_REFERRAL, May.ACT_ON_REFERRAL),
    "referral": Machine(Referral, "referrals", May.SEE_REFERRAL, May.ACT_ON_REFERRAL),
    "agreement": Machine(Agreement, "agreements", May.SEE_REFERRAL, May.ACT_ON_REFERRAL),
    "review": Machine(Review, "reviews"),
    "hearing": Machine(Hearing, "hearings"),
    "request": Machine(Request, "requests"),
    "approval": Machine(Approval, "approvals", May.SEE_INNER),
    "paper": Machine(Paper, "papers"),
    "award": Machine(Award, "awards"),
    "statement": Machine(MediationStatement, "statements"),
    "court_matter": Machine(CourtMatter, "matters", May.SEE_MATTER, May.ACT_ON_MATTER),
    "discussion": Machine(Discussion, "discussions", May.SEE_CASE, May.SEE_CASE),
}
PARTS: Mapping[str, type[Any]] = {name: one.model for name, one in MACHINES.items() if name != "case"}
"""The machines of parts of a case: every table has a `case_id`."""


def machine_of(subject: Any) -> str:
    """The machine a row belongs to. Raises StopIteration for a row that has no place in the procedure."""
    return next(name for name, one in MACHINES.items() if isinstance(subject, one.model))


def kind_of(subject: Any) -> str:
    """The kind of a subject, where its machine tells kinds apart."""
    return str(getattr(subject, "kind", ""))
