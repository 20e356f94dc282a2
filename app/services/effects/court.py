"""诉讼衔接: suits linked to awards, their effect on the award, judgments item by item."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, CourtLink, CourtMatter, Event, FileShare, Outcome
from app.services import awards, limits, outbox
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError, NotInForce

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
    ("first_instance", "final"): ("post.sue.final_worker", "post.sue.after_annulled"),
    ("annulment", "final"): ("post.annul", "post.annul.after_worker_fails"),
}
"""Which of a party's own clocks over an award its suit or application uses up."""
APPEALS = ("court.appeal", "court.appeal.ruling")
ALIVE = ("filed", "accepted", "judged")
DISMISSED = ("dismissed_late", "dismissed_wrong_party", "dismissed_not_labour")


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
    _not_twice(desk, award, asked)
    first = _first_instance(desk, award) if asked["matter_kind"] == "second_instance" else None
    matter = CourtMatter(
        case_id=case.id or 0,
        previous_id=first.id if first else None,
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
    elif shared.until is not None and shared.until < desk.today:
        shared.until, shared.matter_id = None, matter.id
        desk.session.add(shared)
    desk.session.flush()
    return matter


@before("court.file_overdue")
def file_overdue(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """LMA 43: a suit about the dispute itself; there is no award to link it to."""
    running = limits.open_limits(desk.session, case.id or 0, "arb.decide_45")
    first = max((limit.due for limit in running), default=case.filed_on)
    if not first < asked["filed_on"] <= desk.today:
        problem = InputError(
            "起诉（申请）日期", asked["filed_on"], f"应当在仲裁期限届满（{first}）之后、今天或者今天以前。", "请核对日期。", "LMA 43"
        )
        problem.name = "filed_on"  # type: ignore[attr-defined]
        raise InvalidInput([problem])
    standing = desk.session.exec(
        select(CourtMatter).where(
            CourtMatter.case_id == case.id,
            col(CourtMatter.for_overdue).is_(True),
            col(CourtMatter.state).in_(("filed", "accepted")),
        )
    ).first()
    if standing is not None:
        problem = InputError("起诉人（申请人）", "", "本案逾期未裁决的起诉已经登记。", "不需要再次登记，请打开该诉讼办理。", "O70 三")
        problem.name = "plaintiff"  # type: ignore[attr-defined]
        raise InvalidInput([problem])
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind="first_instance",
        plaintiff_id=asked["plaintiff"],
        filed_on=asked["filed_on"],
        for_overdue=True,
    )
    desk.session.add(matter)
    desk.session.flush()
    return matter


@during("court.file_overdue")
def court_has_seven_days(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 126."""
    limits.open_limit(
        desk, case, "court.filing", matter.filed_on, event.id, machine="court_matter", subject_id=matter.id
    )


def _not_twice(desk: Desk, award: Award, asked: Mapping[str, Any]) -> None:
    """One suit of one party over one award is recorded once, however often the button was pressed."""
    there = desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            CourtLink.award_id == award.id,
            CourtMatter.plaintiff_id == asked["plaintiff"],
            CourtMatter.kind == asked["matter_kind"],
            col(CourtMatter.state).in_(("filed", "accepted")),
        )
    ).first()
    if there is None:
        return
    which = there.number or f"登记号{there.id}"
    problem = InputError(
        "起诉人（申请人）", which, f"该当事人对这份裁决的同类诉讼已经登记（{which}），尚未审结。", "不需要再次登记，请打开该案办理。", "O70 四"
    )
    problem.name = "plaintiff"  # type: ignore[attr-defined]
    raise InvalidInput([problem])


def _first_instance(desk: Desk, award: Award) -> CourtMatter | None:
    """The latest decided first instance over the award: what an appeal is against."""
    return desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            CourtLink.award_id == award.id,
            CourtMatter.kind == "first_instance",
            col(CourtMatter.state).in_(("judged", "ended")),
        )
        .order_by(col(CourtMatter.decided_on).desc(), col(CourtMatter.id).desc())
    ).first()


@during("court.file")
def own_clock_used(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """Only the clock of the one who acted ends; the others run on (rules §21.6)."""
    award = desk.session.get(Award, asked["award"])
    assert award is not None
    about: tuple[str, int | None]
    rules: tuple[str, ...]
    if matter.kind == "second_instance":
        about, rules = ("court_matter", matter.previous_id), APPEALS
    else:
        about, rules = ("award", award.id), CLOCKS.get((matter.kind, award.type), ())
    for limit in limits.open_limits(desk.session, case.id or 0, *rules) if rules else ():
        if (limit.machine, limit.subject_id) == about and limit.party_id == matter.plaintiff_id:
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
    """A suit the court never took leaves the award as if nobody had sued."""
    _restore(desk, matter, door, None)


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


@during("court.enter_judgment")
def appeal_opens(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """CPL 171: fifteen days against a judgment, for each side from its own receipt."""
    if matter.kind == "first_instance":
        _open_for_each(desk, case, "court.appeal", asked, event, matter=matter)


@after("court.enter_judgment")
def fate_changed(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """The precedent made of this case learns what became of it."""
    outbox.put(desk, "precedent.own", f"case:{case.id}", case_id=case.id)


@before("court.end")
def end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    _decided_on(desk, matter, asked)
    matter.ended_by = ENDINGS[asked["court_ending"]]


@during("court.end")
def clocks_after_the_end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """What the end of the matter gives the parties time for: to appeal, to sue, or to ask for annulment after all."""
    ending = asked["court_ending"]
    if matter.kind == "first_instance" and ending in DISMISSED:
        _open_for_each(desk, case, "court.appeal.ruling", asked, event, matter=matter)
    for award in _awards(desk, matter):
        if ending == "annulled":
            _open_for_each(desk, case, "post.sue.after_annulled", asked, event, award=award)
        elif _worker_failed(desk, case, matter, award, ending):
            # I1 21: while the worker sued, the employer could not be heard on annulment; now it can.
            _open_for_each(desk, case, "post.annul.after_worker_fails", asked, event, award=award, kind="employer")


def _worker_failed(desk: Desk, case: Case, matter: CourtMatter, award: Award, ending: str) -> bool:
    plaintiff = next((p for p in case.parties if p.id == matter.plaintiff_id), None)
    return (
        matter.kind == "first_instance"
        and award.type == "final"
        and award.state != "annulled"
        and plaintiff is not None
        and plaintiff.kind == "worker"
        and ending in ("withdrawn", *DISMISSED)
        and not _another_alive(desk, award, matter)
    )


def _open_for_each(
    desk: Desk,
    case: Case,
    rule: str,
    asked: Mapping[str, Any],
    event: Event,
    *,
    award: Award | None = None,
    matter: CourtMatter | None = None,
    kind: str = "",
) -> None:
    """Start `rule` for each party (of one kind) from the day the ruling reached it, else from the day it was made."""
    for party in case.parties:
        if party.side == "third_party" or kind not in ("", party.kind):
            continue
        side = "worker" if party.kind == "worker" else "employer"
        origin = asked.get(f"ruling_reached_{side}") or asked["decided_on"]
        try:
            limits.open_limit(
                desk,
                case,
                rule,
                origin,
                event.id,
                machine="award" if award else "court_matter",
                subject_id=award.id if award else matter.id if matter else None,
                party_id=party.id,
            )
        except NotInForce:
            return  # a ruling older than the rule: its time was counted, and passed, under other law


@after("court.end")
def ended(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """SPC2000: withdrawn or late, the award has effect again; wrong party or no labour dispute, it never has."""
    if asked["court_ending"] in ("withdrawn", "dismissed_late") and matter.kind == "first_instance":
        reached = [asked.get("ruling_reached_worker"), asked.get("ruling_reached_employer"), asked["decided_on"]]
        late = asked["court_ending"] == "dismissed_late"
        _restore(desk, matter, door, None if late else max(day for day in reached if day is not None), late=late)
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


def _another_alive(desk: Desk, award: Award, matter: CourtMatter) -> bool:
    """Whether another suit against the award still stands."""
    return (
        desk.session.exec(
            select(CourtMatter)
            .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
            .where(
                CourtLink.award_id == award.id,
                CourtMatter.id != matter.id,
                CourtMatter.kind == "first_instance",
                col(CourtMatter.state).in_(ALIVE),
            )
        ).first()
        is not None
    )


def _restore(desk: Desk, matter: CourtMatter, door: Door, ruled_on: date | None, *, late: bool = False) -> None:
    """The award has effect again unless another suit against it is alive, or somebody's time to sue still runs.

    From the day the ruling on the withdrawal was served (`ruled_on`; SPC2000 1); after a late suit, from the day
    after the time to sue (SPC2000 2); after a suit never accepted, from the day it would have had without it.
    """
    for award in _awards(desk, matter):
        if award.state not in ("no_effect", "contested") or _another_alive(desk, award, matter):
            continue
        door.perform(desk, award, "award.suit_ended")
        if award.state == "in_effect":
            own = award.made_on if award.type == "final" and not late else awards.first_day_of_effect(desk, award)
            award.effective_from = max((day for day in (own, ruled_on) if day is not None), default=None)
            desk.session.add(award)
