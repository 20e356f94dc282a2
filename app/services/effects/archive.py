"""结案与归档: how long the closed file is kept, gathering and handing over, and a hold beyond the term (CHR 24)."""

from collections.abc import Mapping
from typing import Any

from app.models import Award, Case, Event
from app.services import case_rows, limits, office_options, unserved
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError


@during("arb.close")
def closed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """CHR 24: ten years when an award was made, five for every other ending; from the setting's day (U)."""
    keep(desk, case, event)
    unserved.lay_aside(desk, case)
    for rule in ("file.practice.gather", "file.practice.hand_over"):
        limits.open_limit(desk, case, rule, desk.today, event.id)


@during("filing.import_closed")
def imported(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """A file taken over closed is kept as long as any other; where it lies is not for this office to say."""
    keep(desk, case, event)


def keep(desk: Desk, case: Case, event: Event) -> None:
    """Open the term of retention and show it with the case."""
    by_award = case.closed_by == "awarded" or any(
        award.made_on is not None and award.type != "advance_payment"
        for award in case_rows.of_case(desk.session, Award, case.id or 0)
    )
    answers = {
        "closed_by": "award" if by_award else "other",
        "starts": office_options.answer(desk, "keep_starts"),
    }
    limit = limits.open_limit(desk, case, "file.keep", case.closed_on or desk.today, event.id, options=answers)
    case.keep_until = limit.due
    desk.session.add(case)


@before("file.hold")
def hold(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 24: other state rules may ask for more (a retrial, enforcement, an audit): why, until when, by whose order."""
    until = asked["hold_until"]
    if until is not None and until < desk.today:
        problem = InputError("暂停处置到哪一天", until, "这一天已经过去。", "请填写今天以后的日期，或者留空。", "CHR 24")
        raise InvalidInput([problem])
    case.legal_hold, case.hold_until, case.held_by_id = asked["hold_reason"], until, desk.actor.id


@before("file.release")
def release(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    case.legal_hold, case.hold_until, case.held_by_id = "", None, None
