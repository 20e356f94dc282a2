"""发回重审: the second instance sets the judgment or ruling aside, and the suit begins again at the court below."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from app.models import Case, CourtLink, CourtMatter, Event
from app.services import limits, outbox
from app.services.desk import Desk
from app.services.effects import court, court_acts, court_trial
from app.services.effects.registry import Door, after, before, during


@before("court.remand")
def remand(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """What the court below held no longer stands: it counts as ended on procedure, and not as judged (practice §3.3)."""
    court_trial.decided_on(desk, matter, asked)
    matter.ended_how, matter.ended_by = "remanded", "dismissed_procedure"
    below = desk.session.get_one(CourtMatter, matter.previous_id)
    below.ended_by = "dismissed_procedure"
    desk.session.add(below)
    court_acts.receipts(desk, case, matter, asked)


@during("court.remand")
def trial_is_over(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    for limit in limits.open_limits(desk.session, case.id or 0, "court.terms"):
        if limit.subject_id == matter.id:
            limits.fulfil(desk, limit, matter.decided_on or desk.today, event.id)


@after("court.remand")
def begins_again(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """A new suit of the same plaintiff over the same awards, at the court whose decision was set aside."""
    below = desk.session.get_one(CourtMatter, matter.previous_id)
    made = CourtMatter(
        case_id=case.id or 0,
        court_id=below.court_id,
        kind="first_instance",
        plaintiff_id=below.plaintiff_id,
        previous_id=matter.id,
        filed_on=asked["decided_on"],
        for_overdue=below.for_overdue,
        for_refusal=below.for_refusal,
    )
    desk.session.add(made)
    desk.session.flush()
    for link in desk.session.exec(select(CourtLink).where(CourtLink.matter_id == below.id)).all():
        desk.session.add(
            CourtLink(
                matter_id=made.id or 0,
                award_id=link.award_id,
                found_by=link.found_by,
                confidence=link.confidence,
                confirmed_by_id=link.confirmed_by_id,
                confirmed_at=link.confirmed_at,
            )
        )
    desk.session.flush()
    court_acts.open_file(desk, case.id or 0, made.court_id, made.id)
    door.start(desk, case, "court.new_trial", made)
    for award in court_acts.awards_of(desk, made):
        court.attack(desk, made, award, door)
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)
