"""立案前的争议转调解: the referral that follows from it."""

from collections.abc import Mapping
from typing import Any

from app.models import Case, Event, Lead, Referral
from app.services import case_rows
from app.services.desk import Desk
from app.services.effects.mediation import new_referral, start_period
from app.services.effects.registry import Door, after, during


@after("lead.mediate")
def mediate(desk: Desk, case: Case, lead: Lead, asked: Mapping[str, Any], door: Door) -> None:
    """To the body that registered it without a letter; to another by proposal, consent and letter."""
    begin(desk, case, lead, asked["channel"], asked["receiving_body"], door)


def begin(desk: Desk, case: Case, lead: Lead, channel: str, body_id: int, door: Door) -> Referral:
    own = body_id == lead.body_id
    referral = new_referral(desk, case, channel, body_id, began_at_body=own)
    door.start(desk, case, "referral.begin_at_body" if own else "referral.propose", referral)
    return referral


@during("referral.begin_at_body")
def began_at_body(desk: Desk, case: Case, referral: Referral, _: Mapping[str, Any], event: Event) -> None:
    """LMA 14: the fifteen days count from the day the body received the application."""
    referral.received_on = desk.today
    start_period(desk, case, referral, event)
    case_rows.forget(desk.session)
