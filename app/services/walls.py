"""隔离: which cases are closed to a person whatever else is granted (conflict walls), as rows and as SQL."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as rows

from app.models import Case, ConflictWall, Party
from app.services import case_rows
from app.services.actor import Actor


def in_force(today: date, wall: Any = ConflictWall) -> ColumnElement[bool]:
    """The walls that stand today."""
    return col(wall.lifted_at).is_(None) & (col(wall.since) <= today) & (col(wall.until).is_(None) | (col(wall.until) >= today))


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
    """The condition on a column of case ids that no wall stands before this person: for many what `of_case` says for one.

    Asked row by row from the person's own walls, of which there are few or none: as lists of cases, the engine would
    make them from all parties there are.
    """
    wall, party = aliased(ConflictWall), aliased(Party)
    same = or_(
        col(wall.party_number) == "",
        col(wall.party_number) == col(party.uscc),
        col(wall.party_number) == col(party.id_number),
    )
    named = select(party.id).where(col(party.case_id) == case_id, col(party.name) == col(wall.party_name), same)  # type: ignore[call-overload]
    this = or_(
        col(wall.case_id) == case_id, (col(wall.party_name) != "") & named.correlate_except(party).exists()
    )
    standing = select(wall.id).where(col(wall.staff_id) == actor.id, in_force(today, wall), this)  # type: ignore[call-overload]
    free: ColumnElement[bool] = ~standing.correlate_except(wall).exists()
    return free
