"""受理前后: numbers, correction, acceptance, withdrawal."""

from collections.abc import Mapping
from typing import Any

from app.models import Body, Case, Event
from app.services import limits, numbers, outbox
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from workflows import causes


@before("arb.accept")
def accept(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """The case gets its number and its cause (LMA 29)."""
    office = desk.session.get(Body, case.office_id)
    assert office is not None
    case.number = numbers.case_number(desk.session, office, desk.today.year)
    case.accepted_on = desk.today
    case.cause = asked["cause"]
    if "集体合同" in causes.cause(case.cause, case.filed_on).title:
        case.collective_contract, case.procedure = True, "collective"  # CHR 62


@before("arb.papers_completed")
def papers_completed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    """CHR 29, 46(2): the acceptance clock counts from the day the papers are complete."""
    case.papers_complete_on = desk.today


@during("med.hold")
def hold(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """CHR 69: while acceptance is on hold its clock stands still."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.accept.decide"):
        limits.add_entry(desk, limit, case, "exclude", desk.today, "暂缓受理（案前调解）", "CHR 69", event.id)


@during("med.resume_acceptance")
def resume_acceptance(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """CHR 69: the clock goes on the day after mediation came back."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.accept.decide"):
        limits.end_open_exclusion(desk, limit, case, desk.today)


@before("arb.close")
def close(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    """CHR 24: how the case ended decides how long its file is kept."""
    case.closed_on = desk.today
    case.closed_by = case.state


@after("arb.close")
def closed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    """A closed case becomes, de-identified, a precedent of the office."""
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


@before("definition.migrate")
def migrate(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """Only a reviewed plan comes here (app/services/migration.py); `to_day` None gives back the day of filing."""
    case.law_on = asked["to_day"]
