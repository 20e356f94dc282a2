"""How many subjects stand in each state, and which cases stand in given ones."""

from collections.abc import Collection, Mapping

from sqlalchemy import inspect
from sqlmodel import Session, func, select

from app.models import Case
from app.services.machines import MACHINES, kind_of


def has_tables(session: Session) -> bool:
    return inspect(session.connection()).has_table("arbitration_case")


def counts(session: Session, machine: str) -> Mapping[str, int]:
    """State → how many subjects of a machine stand in it now."""
    model = MACHINES[machine].model
    rows = session.exec(select(model.state, func.count()).group_by(model.state)).all()
    return {state: int(number) for state, number in rows}


def standing(session: Session, places: Collection[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Title of the case, machine and state of every subject that stands in one of `places` (machine, kind, state)."""
    found = []
    for machine, kind, state in places:
        model = MACHINES[machine].model
        for row in session.exec(select(model).where(model.state == state)).all():
            if kind and kind_of(row) != kind:
                continue
            case = row if isinstance(row, Case) else session.get(Case, row.case_id)
            found.append((case.title if case else "", machine, state))
    return sorted(set(found))


