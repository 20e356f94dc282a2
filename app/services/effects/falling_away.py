"""What falls away with the case: no hearing, mediation, draft or unsigned statement outlives what it was for.

Found by the search of the pairs of states (workflows/soundness/product.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, Hearing, MediationStatement, Referral
from app.services.desk import Desk
from app.services.effects.registry import Door, after

SUIT = "人民法院已受理起诉，仲裁程序终止"


@after("arb.suspend", "med.statement_effective")
def suspended(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    """CHR 47: a hearing that was set is set anew when the case goes on; of a settled case none is left (LMA 42)."""
    cancel_hearings(desk, case, door)


@after("arb.withdraw", "arb.terminate_on_suit", "arb.end_undecided")
def ended(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    """LMA 42, 43; CHR 48: with the claim ends everything that was under way about it."""
    cancel_hearings(desk, case, door)
    for award in _of(desk, case, Award, ("submitted", "approved")):
        door.perform(desk, award, "award.return")
    for statement in _of(desk, case, MediationStatement, ("issued",)):
        door.perform(desk, statement, "statement.fall")
    for referral in _of(desk, case, Referral, ("proposed", "agreed", "delegated", "accepted")):
        door.perform(desk, referral, "referral.withdraw", outcome_reason=SUIT)
    for referral in _of(desk, case, Referral, ("failed",)):
        door.perform(desk, referral, "referral.return", note_optional=SUIT)


@after("arb.replace_member")
def no_longer_set_down(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    """CHR 37: to be heard again by others, the hearing that was set falls away."""
    if case.state != "hearing_set":
        cancel_hearings(desk, case, door)


def cancel_hearings(desk: Desk, case: Case, door: Door) -> None:
    """Every hearing that is set and was not held."""
    for hearing in _of(desk, case, Hearing, ("set", "notified")):
        door.perform(desk, hearing, "hearing.cancelled")


def _of(desk: Desk, case: Case, model: type[Any], states: Sequence[str]) -> Sequence[Any]:
    return desk.session.exec(select(model).where(model.case_id == case.id, col(model.state).in_(states))).all()
