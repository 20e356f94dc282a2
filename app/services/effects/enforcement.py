"""执行: applied for or handed over, stayed and resumed, money recovered, ended; the time to ask for it (CPL 250)."""

from collections.abc import Mapping
from typing import Any

from app.models import Award, Case, CourtMatter, Event, Recovery
from app.services import limits
from app.services.desk import Desk
from app.services.effects import court_acts
from app.services.effects.court import link, not_later, not_twice
from app.services.effects.court_trial import decided_on
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError

ENDINGS = {
    "performed": "performed",
    "settled": "settled",
    "no_assets": "no_assets",
    "withdrawn": "withdrawn",
    "not_enforced": "not_enforced",
}


@before("court.enforce")
def enforce(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """LMA 51: the creditor applies to the court of the debtor's domicile or of the assets."""
    not_later(desk, asked["filed_on"])
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind="enforcement",
        plaintiff_id=asked["creditor"],
        filed_on=asked["filed_on"],
        amount_fen=asked["enforce_amount"],
        title_paper_id=asked["mediation_paper"],
    )
    award = desk.session.get(Award, asked["award_optional"]) if asked["award_optional"] else None
    if award is not None:
        not_twice(desk, award, asked["creditor"], "enforcement")
        link(desk, matter, award)
    else:
        desk.session.add(matter)
        desk.session.flush()
    court_acts.open_file(desk, case.id or 0, matter.court_id, matter.id)
    return matter


@during("court.enforce")
def time_used(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    _time_used(desk, case, matter, asked["award_optional"], event)


@during("court.hand_over")
def time_used_by_the_office(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    _time_used(desk, case, matter, asked["award"], event)


def _time_used(desk: Desk, case: Case, matter: CourtMatter, award_id: int | None, event: Event) -> None:
    """CPL 250; I1 49: the creditor's two years, and the three months that keep a preservation, are used."""
    for limit in limits.open_limits(desk.session, case.id or 0, *court_acts.ENFORCEMENT_CLOCKS):
        about = limit.machine == "award" and limit.subject_id == award_id
        if about and limit.party_id == matter.plaintiff_id:
            limits.fulfil(desk, limit, matter.filed_on, event.id)
    limits.open_limit(
        desk, case, "court.filing", matter.filed_on, event.id, machine="court_matter", subject_id=matter.id
    )


@before("court.hand_over")
def hand_over(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """LMA 44; O70 三(三): the commission hands the advance-payment award over, with proof of service."""
    award = desk.session.get_one(Award, asked["award"])
    not_twice(desk, award, asked["creditor"], "enforcement")
    owed = court_acts.owed(case, award, asked["creditor"])
    if not owed:
        raise InvalidInput(
            [InputError("申请执行人（权利人）", asked["creditor"], "这份先予执行裁决没有裁决向该当事人支付。", "请改选权利人。", "LMA 44")]
        )
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind="enforcement",
        plaintiff_id=asked["creditor"],
        filed_on=desk.today,
        amount_fen=owed,
        sent_by_office=True,
    )
    link(desk, matter, award)
    court_acts.open_file(desk, case.id or 0, matter.court_id, matter.id)
    return matter


@before("court.recover")
def recover(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    desk.session.add(
        Recovery(
            matter_id=matter.id or 0,
            received_on=asked["recovered_on"],
            amount_fen=asked["recovered_amount"],
            note=asked["note_optional"][:500],
            recorded_by_id=desk.actor.id,
        )
    )
    desk.session.flush()


@before("court.enforcement_falls")
def enforcement_falls(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    """I1 25; O1 十八: the award was annulled, or set aside by the commission."""
    matter.ended_how = matter.ended_by = "terminated"
    matter.decided_on = desk.today


@before("court.end_enforcement")
def end_enforcement(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    decided_on(desk, matter, asked)
    matter.ended_how = asked["enforcement_ending"]
    matter.ended_by = ENDINGS[asked["enforcement_ending"]]
    court_acts.receipts(desk, case, matter, asked)


@during("court.end_enforcement")
def suit_after_refusal(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """I1 24: refused, either side may sue within thirty days from its own receipt."""
    if asked["enforcement_ending"] == "not_enforced":
        for award in court_acts.awards_of(desk, matter):
            if award.type != "advance_payment":  # I1 10: no suit lies against it; the case itself goes on
                court_acts.open_for_each(desk, case, "post.sue.after_non_enforcement", matter, event, award=award)
            court_acts.stop_enforcement(desk, award, event)


@after("court.end_enforcement")
def not_enforced(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    if asked["enforcement_ending"] == "not_enforced":
        for award in court_acts.awards_of(desk, matter):
            if award.state == "in_effect":
                door.perform(desk, award, "award.refuse_enforcement")


# ---- 裁决生效与履行期限 ----


@during("award.sign")
def final_award_is_enforceable(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """LMA 47: a final award has effect on the day it is made."""
    if award.state == "in_effect":
        award.effective_from = award.made_on
        court_acts.start_enforcement(desk, case, award, event)


@during("award.make_advance", "award.take_effect")
def award_is_enforceable(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """LMA 44, 50, 51; CPL 250: an advance payment award at once, a non-final one when nobody may sue any more."""
    court_acts.start_enforcement(desk, case, award, event)


@before("award.record_performance_day")
def record_performance_day(desk: Desk, case: Case, award: Award, asked: Mapping[str, Any]) -> None:
    award.perform_by = asked["performance_day"]


@during("award.record_performance_day")
def time_from_performance(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """CPL 250: from the last day for performance; by instalments from the last one."""
    for limit in limits.open_limits(desk.session, case.id or 0, "post.enforce"):
        if (limit.machine, limit.subject_id) == ("award", award.id) and award.perform_by and award.effective_from:
            limit.origin, limit.origin_event_id = max(award.perform_by, award.effective_from), event.id
            limits.recompute(desk.session, limit, case.office_id)

