"""隔离: which cases are closed to a person whatever else is granted (conflict walls), as rows and as SQL."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col
from sqlmodel import select as rows

from app.models import Case, ConflictWall, Party
from app.services import case_rows
from app.services.actor import Actor


def in_force(today: date) -> ColumnElement[bool]:
    """The walls that stand today."""
    return (
        col(ConflictWall.lifted_at).is_(None)
        & (col(ConflictWall.since) <= today)
        & (col(ConflictWall.until).is_(None) | (col(ConflictWall.until) >= today))
    )


def of_case(session: Session, case: Case, today: date) -> frozenset[int]:
    """The people to whom this case is closed today."""

    def read() -> Sequence[ConflictWall]:
        names = {party.name for party in case.parties}
        this = or_(col(ConflictWall.case_id) == case.id, col(ConflictWall.party_name).in_(names))
        return session.exec(rows(ConflictWall).where(in_force(today), this)).all()

    found = case_rows.once(session, ConflictWall, case.id, read)
    if not found:
        return frozenset()
    numbers = {(party.name, number) for party in case.parties for number in (party.uscc, party.id_number)}
    return frozenset(
        wall.staff_id
        for wall in found
        if wall.case_id == case.id or not wall.party_number or (wall.party_name, wall.party_number) in numbers
    )


def open_to(actor: Actor, today: date, case_id: Any = Case.id) -> ColumnElement[bool]:
    """The condition on a column of case ids that no wall stands before this person: for many what `of_case` says for one."""
    mine = (ConflictWall.staff_id == actor.id, in_force(today))
    by_case = select(ConflictWall.case_id).where(*mine, col(ConflictWall.case_id).is_not(None))  # type: ignore[call-overload]
    same = or_(
        col(ConflictWall.party_number) == "",
        col(ConflictWall.party_number) == Party.uscc,
        col(ConflictWall.party_number) == Party.id_number,
    )
    by_party = (
        select(Party.case_id)  # type: ignore[call-overload]
        .join(ConflictWall, col(ConflictWall.party_name) == Party.name)
        .where(*mine, col(ConflictWall.party_name) != "", same)
    )
    return col(case_id).not_in(by_case) & col(case_id).not_in(by_party)
