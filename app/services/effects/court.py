"""诉讼衔接: suits linked to awards, their effect on the award, judgments item by item."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from app.models import Award, Case, CourtLink, CourtMatter, Event, FileShare, Outcome
from app.services import limits, outbox
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError

ENDINGS = {
    "withdrawn": "withdrawn",
    "settled": "settled",
    "dismissed_late": "dismissed_procedure",
    "dismissed_wrong_party": "dismissed_procedure",
    "dismissed_not_labour": "dismissed_procedure",
    "annulled": "judgment",
    "annulment_refused": "judgment",
}
CLOCKS = {
    ("first_instance", "non_final"): ("post.sue.nonfinal",),
    ("first_instance", "final"): ("post.sue.final_worker",),
    ("annulment", "final"): ("post.annul",),
}


@before("court.file")
def file(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """The matter, its link to the award, and the file opened to the court (O70 四)."""
    award = desk.session.get(Award, asked["award"])
    assert award is not None
    if award.made_on is None or asked["filed_on"] < award.made_on:
        raise InvalidInput(
            [InputError("起诉（申请）日期", asked["filed_on"], "早于裁决作出之日。", "请核对日期。", "LMA 48, 49, 50")]
        )
    if asked["filed_on"] > desk.today:
        raise InvalidInput([InputError("起诉（申请）日期", asked["filed_on"], "晚于今天。", "请按实际日期填写。")])
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind=asked["matter_kind"],
        plaintiff_id=asked["plaintiff"],
        filed_on=asked["filed_on"],
    )
    desk.session.add(matter)
    desk.session.flush()
    by_hand = not desk.actor.has("court_clerk", "judge")
    desk.session.add(
        CourtLink(
            matter_id=matter.id or 0,
            award_id=award.id or 0,
            found_by="hand" if by_hand else "number",
            confirmed_by_id=None,
        )
    )
    shared = desk.session.exec(
        select(FileShare).where(FileShare.case_id == case.id, FileShare.court_id == asked["court"])
    ).first()
    if shared is None:
        desk.session.add(
            FileShare(case_id=case.id or 0, court_id=asked["court"], matter_id=matter.id, since=desk.today)
        )
    desk.session.flush()
    return matter


@during("court.file")
def own_clock_used(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """Only the clock of the one who acted ends; the others run on (rules §21.6)."""
    award = desk.session.get(Award, asked["award"])
    assert award is not None
    for limit in limits.open_limits(desk.session, case.id or 0, *CLOCKS.get((matter.kind, award.type), ())):
        if limit.subject_id == award.id and limit.party_id == matter.plaintiff_id:
            limit.state = "met" if matter.filed_on <= limit.due else "missed"
            limit.ended_on = matter.filed_on
            limit.ended_event_id = event.id
            desk.session.add(limit)
    limits.open_limit(
        desk, case, "court.filing", matter.filed_on, event.id, machine="court_matter", subject_id=matter.id
    )


@after("court.file")
def award_sued_upon(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 50; I1 16: a suit on part of a non-final award takes effect from the whole of it."""
    award = desk.session.get(Award, asked["award"])
    if award is None or matter.kind != "first_instance":
        return
    if award.state == "awaiting" or (award.type == "final" and award.state == "in_effect"):
        door.perform(desk, award, "award.sued_upon")


@before("court.accept")
def accept(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    number = asked["court_number"].replace("(", "（").replace(")", "）")
    taken = desk.session.exec(
        select(CourtMatter).where(CourtMatter.court_id == matter.court_id, CourtMatter.number == number)
    ).first()
    if taken is not None and taken.id != matter.id:
        raise InvalidInput(
            [InputError("法院案号", number, "这个案号已经登记在另一案件上。", "请核对案号；同一诉讼涉及几份裁决的，请登记关联。")]
        )
    matter.number = number
    matter.accepted_on = desk.today


@during("court.accept", "court.not_accept")
def filing_decided(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 126: the court's seven days are over with its decision."""
    for limit in limits.open_limits(desk.session, case.id or 0, "court.filing"):
        if limit.subject_id == matter.id:
            limit.state = "met" if desk.today <= limit.due else "missed"
            limit.ended_on = desk.today
            limit.ended_event_id = event.id
            desk.session.add(limit)


@before("court.confirm_link")
def confirm_link(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    for link in desk.session.exec(select(CourtLink).where(CourtLink.matter_id == matter.id)).all():
        link.confirmed_by_id = desk.actor.id
        link.confirmed_at = desk.now
        desk.session.add(link)


@before("court.not_accept")
def not_accept(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.ended_by = "not_accepted"
    matter.decided_on = desk.today


@after("court.not_accept")
def suit_fell_away(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    _restore(desk, matter, door)


@before("court.enter_judgment")
def enter_judgment(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """One row per claim item, with the reason where the court differs (practice §3.3)."""
    _decided_on(desk, matter, asked)
    matter.ended_by = "judgment"
    matter.judgment_text = asked["judgment_text"]
    items = {item.id: item for item in case.items}
    for row in asked["outcomes"]:
        item = items.get(row["item_id"])
        desk.session.add(
            Outcome(
                matter_id=matter.id or 0,
                claim_item_id=row["item_id"],
                case_id=case.id or 0,
                kind=item.kind if item else row["kind"],
                text=row["text"],
                disposition=row["disposition"],
                amount_fen=row["amount_fen"],
                reason_code=row["reason_code"],
                reason_note=row["reason_note"],
                agreed_by_court_id=desk.actor.id if row["reason_code"] else None,
                office_id=case.office_id,
                court_id=matter.court_id,
                month=asked["decided_on"].strftime("%Y-%m"),
            )
        )
    desk.session.flush()


@after("court.enter_judgment")
def fate_changed(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """The precedent made of this case learns what became of it."""
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


@before("court.end")
def end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    _decided_on(desk, matter, asked)
    matter.ended_by = ENDINGS[asked["court_ending"]]


@after("court.end")
def ended(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """SPC2000: withdrawn or late, the award has effect again; wrong party or no labour dispute, it never has."""
    if asked["court_ending"] in ("withdrawn", "dismissed_late"):
        _restore(desk, matter, door)
    elif asked["court_ending"] == "annulled":
        for award in _awards(desk, matter):
            if award.state in ("in_effect", "contested"):
                door.perform(desk, award, "award.annul")
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


def _decided_on(desk: Desk, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    decided = asked["decided_on"]
    if decided > desk.today or (matter.accepted_on is not None and decided < matter.accepted_on):
        raise InvalidInput([InputError("裁判日期", decided, "早于立案日期，或者晚于今天。", "请核对日期。")])
    matter.decided_on = decided


def _awards(desk: Desk, matter: CourtMatter) -> list[Award]:
    links = desk.session.exec(select(CourtLink).where(CourtLink.matter_id == matter.id)).all()
    found = [desk.session.get(Award, link.award_id) for link in links]
    return [award for award in found if award is not None]


def _restore(desk: Desk, matter: CourtMatter, door: Door) -> None:
    """The award has effect again unless another suit against it is alive."""
    for award in _awards(desk, matter):
        others = desk.session.exec(
            select(CourtMatter)
            .join(CourtLink, CourtLink.matter_id == CourtMatter.id)  # type: ignore[arg-type]
            .where(CourtLink.award_id == award.id, CourtMatter.id != matter.id, CourtMatter.kind == "first_instance")
        ).all()
        alive = any(other.state in ("filed", "accepted", "judged") for other in others)
        if award.state in ("no_effect", "contested") and not alive:
            door.perform(desk, award, "award.suit_ended")
