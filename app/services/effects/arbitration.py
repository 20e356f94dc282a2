"""组庭、中止、延期、评议、送审、签发."""

from collections.abc import Mapping
from typing import Any

from app.models import Award, Case, Event
from app.services import awards, calculation, deliberation, draft_versions, fates, limits
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during


@before("arb.form_tribunal")
def form_tribunal(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 31, 32; CHR 37."""
    case.chief_id = asked["chief"]
    case.hearing_officer_id = asked["chief"]
    case.panel = [asked["chief"], *asked["members"]]
    case.recorder_id = asked["recorder"]


@before("arb.notify_respondent")
def notify_respondent(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 15: the evidence period is set with the notice."""
    case.evidence_until = asked["evidence_until"]


@before("arb.receive_answer")
def receive_answer(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    case.answer_text = asked["answer_text"]


@during("arb.receive_answer")
def answer_came(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """LMA 30: the periods of the respondents end; what an applicant may answer to a counterclaim runs on (CHR 36)."""
    applicants = {party.id for party in case.parties if party.side == "applicant"}
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.answer"):
        if limit.party_id not in applicants:
            limits.close_one(desk, limit, event.id, desk.today)


@before("arb.no_mediation_possible")
def no_mediation(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    case.no_mediation_reason = asked["no_mediation_reason"]


@before("arb.deliberate")
def deliberate(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 45; CHR 52: every view is recorded, and which one decides follows from them."""
    case.votes = list(asked["views"])
    case.deliberation = deliberation.in_words(case, asked["deliberation_text"])


@before("arb.suspend")
def suspend(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    case.state_before_suspension = "tribunal_formed" if case.state == "hearing_set" else case.state


@during("arb.suspend")
def stop_clock(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 46(6), 47: suspension is not counted."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.decide_45"):
        limits.add_entry(desk, limit, case, "exclude", desk.today, "中止审理", "CHR 46, 47", event.id)


@during("arb.resume")
def go_on(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.decide_45"):
        limits.end_open_exclusion(desk, limit, case, desk.today)


@during("arb.extend")
def extend(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """LMA 43; CHR 45: once, approved in writing."""
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.decide_45"):
        limits.add_entry(
            desk,
            limit,
            case,
            "extend",
            desk.today,
            asked["extension_reason"][:300],
            "LMA 43; CHR 45",
            event.id,
            days=asked["extension_days"],
        )


@before("arb.file_calculation")
def file_calculation(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """The working of a sum stands with its item from now on; the sheet is made from it."""
    calculation.put_with_item(desk, case, asked["claim_item"], asked["sum_name"], asked["sum_inputs"])


@before("arb.submit_draft")
def submit_draft(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    """CHR 50; O1 十二: what was decided falls into a final and a non-final award, item by item."""
    case.partial_items = []
    awards.split_into_awards(desk, case)
    draft_versions.keep(desk, case, "submitted")


@after("arb.submit_draft")
def submitted(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    for award in awards.with_items(desk, case):
        if award.version == 0:
            door.start(desk, case, "award.draft", award)
        award.submitted_by_id = desk.actor.id
        desk.session.add(award)
        door.perform(desk, award, "award.submit")
    if door.ask(desk, case, "arb.approve", "award_draft") is None:
        door.perform(desk, case, "arb.approve")


@after("arb.return_draft", "arb.recall_draft")
def returned(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    for award in awards.with_items(desk, case):
        door.perform(desk, award, "award.return")


@after("arb.approve")
def approved(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    for award in awards.with_items(desk, case):
        award.approved_by_id = desk.actor.id
        award.approved_on = desk.today
        desk.session.add(award)
        door.perform(desk, award, "award.approve")


@before("arb.sign")
def sign(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 46: from now on the type stands. Split awards carry the case number with -1 and -2 (rules §17, P)."""
    case.not_signing = list(asked["not_signing"])
    awards.number_and_date(desk, case)


@after("arb.sign")
def signed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    for award in awards.with_items(desk, case):
        door.perform(desk, award, "award.sign")
        if award.state == "in_effect":
            award.effective_from = award.made_on
            several = fates.summary(desk, case, award)
            award.worker_fates = several.as_row() if several else {}
            desk.session.add(award)


@before("award.take_effect")
def take_effect(desk: Desk, case: Case, award: Award, _: Mapping[str, Any]) -> None:
    """LMA 50: the day after the last party's period."""
    award.effective_from = awards.first_day_of_effect(desk, award)
