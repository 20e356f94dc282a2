"""审理和裁判: the copy, the term, judgments item by item, endings, receipts; and what each does to the awards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from app.models import Award, Case, ClaimItem, CourtMatter, Event, Outcome
from app.services import limits, outbox
from app.services.desk import Desk
from app.services.effects import court_acts
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError

ENDINGS = {
    "withdrawn": "withdrawn",
    "settled": "settled",
    "dismissed_late": "dismissed_procedure",
    "dismissed_wrong_party": "dismissed_procedure",
    "dismissed_not_labour": "dismissed_procedure",
    "ruling_upheld": "dismissed_procedure",
    "annulled": "judgment",
    "annulment_refused": "judgment",
}
DISMISSED = ("dismissed_late", "dismissed_wrong_party", "dismissed_not_labour")
BY_RECEIPT = {
    "post.sue.after_annulled": "award",
    "post.annul.after_worker_fails": "award",
    "post.sue.after_non_enforcement": "award",
    "court.appeal": "court_matter",
    "court.appeal.ruling": "court_matter",
}
"""Limits that run from a party's own receipt of a ruling, and what they hang on."""


@during("court.record_copy")
def defence_begins(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """CPL 128: the copy within five days, fifteen days for the defence from its receipt."""
    for limit in limits.open_limits(desk.session, case.id or 0, "court.filing.copy"):
        if limit.subject_id == matter.id:
            limits.fulfil(desk, limit, asked["copy_served_on"], event.id)
    limits.open_limit(
        desk,
        case,
        "court.filing.defence",
        asked["copy_served_on"],
        event.id,
        machine="court_matter",
        subject_id=matter.id,
        party_id=asked["copy_party"],
    )


@during("court.extend_term")
def longer_term(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 152, 164, 168: the same limit with its longer length; the day is computed anew from the same acceptance."""
    for limit in limits.open_limits(desk.session, case.id or 0, "court.terms"):
        if limit.subject_id == matter.id:
            procedure = (limit.options or {}).get("procedure", "ordinary")
            limit.options = {**(limit.options or {}), "procedure": f"{procedure}_extended"}
            limits.recompute(desk.session, limit, case.office_id)


@before("court.enter_judgment")
def enter_judgment(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """One row per claim item, with the reason where the court differs (practice §3.3)."""
    decided_on(desk, matter, asked)
    matter.ended_by = matter.ended_how = "judgment"
    matter.judgment_text = asked["judgment_text"]
    for row in asked["outcomes"]:
        item = desk.session.get(ClaimItem, row["item_id"]) if row["item_id"] else None
        own = desk.session.get_one(Case, item.case_id) if item else case
        desk.session.add(
            Outcome(
                matter_id=matter.id or 0,
                claim_item_id=row["item_id"],
                case_id=own.id or 0,
                kind=item.kind if item else row["kind"],
                text=row["text"],
                disposition=row["disposition"],
                amount_fen=row["amount_fen"],
                reason_code=row["reason_code"],
                reason_note=row["reason_note"],
                recognised=row["recognised"],
                agreed_by_court_id=desk.actor.id if row["reason_code"] else None,
                office_id=own.office_id,
                court_id=matter.court_id,
                month=asked["decided_on"].strftime("%Y-%m"),
            )
        )
    court_acts.receipts(desk, case, matter, asked)


@during("court.enter_judgment")
def appeal_opens(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 171: fifteen days against a judgment, for each side from its own receipt; small claims have one instance."""
    _trial_is_over(desk, case, matter, event)
    if matter.kind == "first_instance" and matter.trial_procedure != "small":
        court_acts.open_for_each(desk, case, "court.appeal", matter, event)


def _trial_is_over(desk: Desk, case: Case, matter: CourtMatter, event: Event) -> None:
    """The court's own clocks end with its decision."""
    for limit in limits.open_limits(desk.session, case.id or 0, "court.terms", "court.filing.copy"):
        if limit.subject_id == matter.id:
            limits.fulfil(desk, limit, matter.decided_on or desk.today, event.id)
    court_acts.fall_away(desk, case.id or 0, "court_matter", matter.id, ("court.filing.defence",), event)


@after("court.enter_judgment")
def judged(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """The joined suits are decided with it; a judgment no appeal lies against has effect; the precedent learns of it."""
    for other in _joined_to(desk, matter):
        door.perform(desk, other, "court.decided_together")
    if matter.kind == "second_instance" or matter.trial_procedure == "small":
        door.perform(desk, matter, "court.judgment_effective")
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


def _joined_to(desk: Desk, matter: CourtMatter) -> list[CourtMatter]:
    return list(
        desk.session.exec(
            select(CourtMatter).where(CourtMatter.merged_into_id == matter.id, CourtMatter.state == "joined")
        ).all()
    )


@before("court.judgment_effective")
def judgment_effective(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    """CPL 171: the day after the last time to appeal; a judgment without appeal, the day the last side got it."""
    appeals = [
        one.due
        for one in limits.of_subject(desk.session, case.id or 0, "court_matter", matter.id)
        if one.rule == "court.appeal"
    ]
    if appeals and matter.kind == "first_instance":
        matter.effective_on = max(appeals) + limits.ONE_DAY
        return
    matter.effective_on = _received_by_the_last(desk, case, matter)


def _received_by_the_last(desk: Desk, case: Case, matter: CourtMatter) -> date | None:
    days = [court_acts.received_on(desk, matter, p.id) for p in case.parties if p.side != "third_party"]
    return max((day for day in days if day is not None), default=matter.decided_on)


@after("court.judgment_effective")
def award_replaced(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """The effective judgment stands in the award's place (I1 16; O1 十五)."""
    replace_awards(desk, matter, door)


def replace_awards(desk: Desk, matter: CourtMatter, door: Door) -> None:
    for award in court_acts.awards_of(desk, matter):
        if court_acts.each_worker(desk, award, door):
            continue
        if award.state in ("no_effect", "contested") and court_acts.everyone_replaced(desk, award):
            door.perform(desk, award, "award.superseded")


@before("court.end")
def end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    decided_on(desk, matter, asked)
    matter.ended_how = asked["court_ending"]
    matter.ended_by = ENDINGS[asked["court_ending"]]
    court_acts.receipts(desk, case, matter, asked)


@during("court.end")
def clocks_after_the_end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """What the end of the matter gives the parties time for: to appeal, or to ask for annulment after all."""
    _trial_is_over(desk, case, matter, event)
    ending = asked["court_ending"]
    if matter.kind == "first_instance" and ending in DISMISSED:
        court_acts.open_for_each(desk, case, "court.appeal.ruling", matter, event)
    for award in court_acts.awards_of(desk, matter):
        if _worker_failed(desk, case, matter, award, ending):
            # I1 21: while the worker sued, the employer could not be heard on annulment; now it can.
            own = court_acts.case_of(desk, award)
            court_acts.open_for_each(
                desk, own, "post.annul.after_worker_fails", matter, event, award=award, kind="employer"
            )


def _worker_failed(desk: Desk, case: Case, matter: CourtMatter, award: Award, ending: str) -> bool:
    plaintiff = next((p for p in case.parties if p.id == matter.plaintiff_id), None)
    return (
        matter.kind == "first_instance"
        and award.type == "final"
        and award.state != "annulled"
        and plaintiff is not None
        and plaintiff.kind == "worker"
        and ending in ("withdrawn", *DISMISSED)
        and not court_acts.another_alive(desk, award, matter, same_plaintiff=True)
    )


@after("court.end")
def ended(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """SPC2000: withdrawn or late, the award has effect again; wrong party or no labour dispute, it never has.

    The suits joined to it go on alone (I1 4); a settlement before the court ends them with it.
    """
    ending = asked["court_ending"]
    for other in _joined_to(desk, matter):
        door.perform(desk, other, "court.settled_together" if ending == "settled" else "court.go_on_alone")
    if matter.kind == "second_instance" and ending == "withdrawn":
        _first_judgment_stands(desk, matter, door)
    if matter.kind == "first_instance" and ending != "settled":
        reached = [asked.get("ruling_reached_worker"), asked.get("ruling_reached_employer"), asked["decided_on"]]
        day = max(one for one in reached if one is not None) if ending == "withdrawn" else None
        court_acts.restore(desk, matter, door, day, late=ending == "dismissed_late")
    elif ending == "settled":
        replace_awards(desk, matter, door)
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


def _first_judgment_stands(desk: Desk, appeal: CourtMatter, door: Door) -> None:
    """An appeal withdrawn: the first judgment has effect, if nobody else's time to appeal still runs."""
    first = desk.session.get(CourtMatter, appeal.previous_id) if appeal.previous_id else None
    if first is None or first.state != "judged":
        return
    running = limits.open_limits(desk.session, first.case_id, "court.appeal")
    if not any(one.subject_id == first.id and one.due >= desk.today for one in running):
        door.perform(desk, first, "court.judgment_effective")


@before("court.decided_together")
def decided_together(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    """Counted once, with the suit it was joined to: it carries no result of its own."""
    matter.ended_how = "judgment"


@before("court.settled_together")
def settled_together(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.ended_how = "settled"


# ---- 撤销案件（LMA 49） ----


@before("court.rule_on_annulment")
def rule_on_annulment(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    decided_on(desk, matter, asked)
    matter.ended_how = asked["annulment_ending"]
    matter.ended_by = ENDINGS[asked["annulment_ending"]]
    matter.judgment_text = asked["annulment_ground"] or ""
    court_acts.receipts(desk, case, matter, asked)


@during("court.rule_on_annulment")
def suits_after_annulment(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """LMA 49(3): annulled, either side may sue for fifteen days from its own receipt; nothing else opens (I1 22)."""
    if asked["annulment_ending"] != "annulled":
        return
    for award in court_acts.awards_of(desk, matter):
        own = court_acts.case_of(desk, award)
        court_acts.open_for_each(desk, own, "post.sue.after_annulled", matter, event, award=award)
        court_acts.stop_enforcement(desk, award, event)


@after("court.rule_on_annulment")
def annulled(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 49; I1 25: the award is annulled, and the enforcement of it ends."""
    if asked["annulment_ending"] == "annulled":
        for award in court_acts.awards_of(desk, matter):
            if not court_acts.each_worker(desk, award, door) and award.state in ("in_effect", "contested"):
                door.perform(desk, award, "award.annul")
            for enforcement in court_acts.enforcements(desk, award):
                door.perform(desk, enforcement, "court.enforcement_falls")
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


# ---- 收到裁判文书 ----


@before("court.record_receipt")
def record_receipt(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    court_acts.receive(desk, matter, asked["receiving_party"], asked["ruling_received_on"])


@during("court.record_receipt")
def own_clock_from_receipt(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """A clock that ran, to be safe, from the day of the ruling runs from the party's own receipt now (rules §21.6)."""
    about = {"court_matter": {matter.id}, "award": {a.id for a in court_acts.awards_of(desk, matter)}}
    for rule, machine in BY_RECEIPT.items():
        for limit in limits.with_rule(desk.session, case.id or 0, rule):
            counted = limit.machine == machine and limit.subject_id in about[machine]
            if not counted or limit.party_id != asked["receiving_party"] or limit.state not in ("open", "closed"):
                continue
            if limit.origin != matter.decided_on:
                continue
            limits.restart_from(desk, limit, case, asked["ruling_received_on"], event.id)


    _effect_from_receipt(desk, case, matter, event)


def _effect_from_receipt(desk: Desk, case: Case, matter: CourtMatter, event: Event) -> None:
    """SPC2000 1: what took effect with the ruling took it on the day of receipt, not before."""
    if matter.kind == "first_instance" and matter.ended_how == "withdrawn":
        for award in court_acts.awards_of(desk, matter):
            court_acts.effect_moved(desk, award, event)
    single = matter.kind in ("second_instance", "retrial") or matter.trial_procedure == "small"
    if matter.effective_on is not None and single:
        matter.effective_on = _received_by_the_last(desk, case, matter)


@after("court.record_receipt")
def worker_by_worker(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """I1 17: the same for an award over several workers."""
    if matter.kind == "first_instance" and matter.ended_how == "withdrawn":
        for award in court_acts.awards_of(desk, matter):
            court_acts.each_worker(desk, award, door)


def decided_on(desk: Desk, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """The day of the ruling, between acceptance and today."""
    decided: date = asked["decided_on"]
    if decided > desk.today or (matter.accepted_on is not None and decided < matter.accepted_on):
        raise InvalidInput([InputError("裁判日期", decided, "早于立案日期，或者晚于今天。", "请核对日期。")])
    matter.decided_on = decided

