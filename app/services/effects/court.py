"""诉讼衔接: suits recorded and linked to awards, accepted or refused by the court, joined and transferred."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, CourtLink, CourtMatter, Event, FileShare, LinkCandidate
from app.services import limits, link_search
from app.services.desk import Desk
from app.services.effects import court_acts
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError, NotInForce


@before("court.file")
def file(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """The matter, its link to the award, and the file opened to the court (O70 四)."""
    award = desk.session.get(Award, asked["award"])
    assert award is not None
    if award.made_on is None or asked["filed_on"] < award.made_on:
        raise InvalidInput(
            [InputError("起诉（申请）日期", asked["filed_on"], "早于裁决作出之日。", "请核对日期。", "LMA 48, 49, 50")]
        )
    not_later(desk, asked["filed_on"])
    not_twice(desk, award, asked["plaintiff"], asked["matter_kind"])
    before_it = _previous(desk, award, asked["matter_kind"])
    matter = CourtMatter(
        case_id=case.id or 0,
        previous_id=before_it.id if before_it else None,
        court_id=asked["court"],
        kind=asked["matter_kind"],
        plaintiff_id=asked["plaintiff"],
        filed_on=asked["filed_on"],
    )
    link(desk, matter, award)
    court_acts.open_file(desk, case.id or 0, matter.court_id, matter.id)
    return matter


def not_later(desk: Desk, day: date) -> None:
    """Nothing is recorded as filed before it was."""
    if day > desk.today:
        raise InvalidInput([InputError("起诉（申请）日期", day, "晚于今天。", "请按实际日期填写。")])


def link(desk: Desk, matter: CourtMatter, award: Award) -> None:
    """Save a new matter with its link: by number where a court typed it, by hand where the office chose."""
    desk.session.add(matter)
    desk.session.flush()
    by_hand = not desk.actor.has("court_clerk", "judge")
    desk.session.add(
        CourtLink(matter_id=matter.id or 0, award_id=award.id or 0, found_by="hand" if by_hand else "number")
    )
    desk.session.flush()


@before("court.file_overdue")
def file_overdue(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """LMA 43: a suit about the dispute itself; there is no award to link it to."""
    running = limits.open_limits(desk.session, case.id or 0, "arb.decide_45")
    first = max((limit.due for limit in running), default=case.filed_on)
    _between(desk, first, asked["filed_on"], "仲裁期限届满", "LMA 43")
    return _without_award(desk, case, asked, "本案逾期未裁决的起诉已经登记。", for_overdue=True)


@before("court.file_refusal")
def file_refusal(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> CourtMatter:
    """LMA 29: refused, or no decision in five working days; the suit is about the dispute itself."""
    running = limits.open_limits(desk.session, case.id or 0, "arb.accept.decide")
    if case.state == "refused" or not running:
        if asked["filed_on"] < case.filed_on:
            raise InvalidInput([InputError("起诉（申请）日期", asked["filed_on"], "早于申请仲裁之日。", "请核对日期。", "LMA 29")])
        not_later(desk, asked["filed_on"])
    else:
        _between(desk, max(limit.due for limit in running), asked["filed_on"], "受理期限届满", "LMA 29")
    matter = _without_award(desk, case, asked, "本案不予受理（逾期未决定受理）的起诉已经登记。", for_refusal=True)
    court_acts.open_file(desk, case.id or 0, matter.court_id, matter.id)
    return matter


def _between(desk: Desk, first: date, day: date, what: str, basis: str) -> None:
    if first < day <= desk.today:
        return
    problem = InputError("起诉（申请）日期", day, f"应当在{what}（{first}）之后、今天或者今天以前。", "请核对日期。", basis)
    problem.name = "filed_on"  # type: ignore[attr-defined]
    raise InvalidInput([problem])


def _without_award(
    desk: Desk, case: Case, asked: Mapping[str, Any], there: str, *, for_overdue: bool = False, for_refusal: bool = False
) -> CourtMatter:
    """A suit that has no award: once, however often the button was pressed."""
    standing = desk.session.exec(
        select(CourtMatter).where(
            CourtMatter.case_id == case.id,
            col(CourtMatter.for_overdue).is_(for_overdue),
            col(CourtMatter.for_refusal).is_(for_refusal),
            CourtMatter.kind == "first_instance",
            col(CourtMatter.state).in_(("filed", "accepted", "judged")),
        )
    ).first()
    if standing is not None:
        problem = InputError("起诉人（申请人）", "", there, "不需要再次登记，请打开该诉讼办理。", "O70 三")
        problem.name = "plaintiff"  # type: ignore[attr-defined]
        raise InvalidInput([problem])
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind="first_instance",
        plaintiff_id=asked["plaintiff"],
        filed_on=asked["filed_on"],
        for_overdue=for_overdue,
        for_refusal=for_refusal,
    )
    desk.session.add(matter)
    desk.session.flush()
    return matter


@during("court.file_overdue", "court.file_refusal")
def court_has_seven_days(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 126."""
    limits.open_limit(
        desk, case, "court.filing", matter.filed_on, event.id, machine="court_matter", subject_id=matter.id
    )


def not_twice(desk: Desk, award: Award, party_id: int, kind: str) -> None:
    """One suit of one party over one award is recorded once, however often the button was pressed."""
    there = desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            CourtLink.award_id == award.id,
            CourtMatter.plaintiff_id == party_id,
            CourtMatter.kind == kind,
            col(CourtMatter.state).in_(("filed", "accepted", "joined", "stayed")),
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


def _previous(desk: Desk, award: Award, kind: str) -> CourtMatter | None:
    """What an appeal or an application for retrial is against: the latest decided matter over the award."""
    if kind not in ("second_instance", "retrial"):
        return None
    query = (
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(CourtLink.award_id == award.id)
        .order_by(col(CourtMatter.decided_on).desc(), col(CourtMatter.id).desc())
    )
    if kind == "second_instance":
        query = query.where(
            CourtMatter.kind == "first_instance", col(CourtMatter.state).in_(("judged", "ended", "not_accepted"))
        )
    else:
        query = query.where(col(CourtMatter.effective_on).is_not(None))
    return desk.session.exec(query).first()


@during("court.file")
def own_clock_used(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """Only the clock of the one who acted ends; the court has seven days (CPL 126)."""
    award = desk.session.get_one(Award, asked["award"])
    court_acts.use_clock(desk, matter, award, event)
    limits.open_limit(
        desk, case, "court.filing", matter.filed_on, event.id, machine="court_matter", subject_id=matter.id
    )


@after("court.file")
def award_sued_upon(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 50; I1 16: a suit on part of a non-final award takes effect from the whole of it."""
    attack(desk, matter, desk.session.get_one(Award, asked["award"]), door)
    link_search.for_matter(desk, case, matter)


def attack(desk: Desk, matter: CourtMatter, award: Award, door: Door) -> None:
    """What a suit does to an award it is about."""
    if matter.kind != "first_instance" or court_acts.each_worker(desk, award, door):
        return
    if award.state == "awaiting" or (award.type == "final" and award.state == "in_effect"):
        event = door.perform(desk, award, "award.sued_upon")
        court_acts.stop_enforcement(desk, award, event)


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
    if matter.kind == "first_instance":
        matter.trial_procedure = asked.get("trial_procedure") or "ordinary"


@during("court.accept", "court.not_accept")
def filing_decided(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 126, 128: the court's seven days are over; the copy goes out in five, and the term of the trial begins."""
    for limit in limits.open_limits(desk.session, case.id or 0, "court.filing"):
        if limit.subject_id == matter.id:
            limits.fulfil(desk, limit, desk.today, event.id)
    if matter.state == "accepted" and matter.kind in ("first_instance", "second_instance"):
        start_trial(desk, case, matter, event)


def start_trial(desk: Desk, case: Case, matter: CourtMatter, event: Event) -> None:
    """CPL 128, 152, 164, 168, 183."""
    procedure = "second" if matter.kind == "second_instance" else matter.trial_procedure or "ordinary"
    try:
        if matter.kind == "first_instance":
            limits.open_limit(
                desk, case, "court.filing.copy", desk.today, event.id, machine="court_matter", subject_id=matter.id
            )
        limits.open_limit(
            desk, case, "court.terms", desk.today, event.id, machine="court_matter", subject_id=matter.id,
            options={"procedure": procedure},
        )  # fmt: skip
    except NotInForce:
        return  # accepted under the older text of the 民事诉讼法


@during("arb.terminate_on_suit")
def commissions_clocks_stop(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """CHR 48: the court has the dispute now; no clock of the commission runs on."""
    for limit in limits.open_limits(desk.session, case.id or 0):
        if limit.rule.startswith(("arb.", "med.")):
            limits.drop(desk, limit, event.id)


@before("court.confirm_link")
def confirm_link(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    for one in desk.session.exec(select(CourtLink).where(CourtLink.matter_id == matter.id)).all():
        one.confirmed_by_id = desk.actor.id
        one.confirmed_at = desk.now
        desk.session.add(one)


@before("court.link_award")
def link_award(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """One suit, several awards, also of several cases (practice §7.8): how it was found stays with the link."""
    found = desk.session.get_one(LinkCandidate, asked["link_candidate"])
    link_search.decide(desk, found, "confirmed", asked["note_optional"])
    desk.session.add(
        CourtLink(
            matter_id=matter.id or 0,
            award_id=found.award_id,
            found_by=found.found_by,
            confidence=found.confidence,
            confirmed_by_id=desk.actor.id,
            confirmed_at=desk.now,
        )
    )
    desk.session.flush()
    court_acts.open_file(desk, found.case_id, matter.court_id, matter.id)


@during("court.link_award")
def its_clock_used(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    found = desk.session.get_one(LinkCandidate, asked["link_candidate"])
    court_acts.use_clock(desk, matter, desk.session.get_one(Award, found.award_id), event)


@after("court.link_award")
def linked_award_sued_upon(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    found = desk.session.get_one(LinkCandidate, asked["link_candidate"])
    award = desk.session.get_one(Award, found.award_id)
    court_acts.case_of(desk, award)
    attack(desk, matter, award, door)


@before("court.reject_link")
def reject_link(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    found = desk.session.get_one(LinkCandidate, asked["link_candidate"])
    link_search.decide(desk, found, "rejected", asked["note"])


@before("court.not_accept")
def not_accept(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.ended_by = matter.ended_how = "not_accepted"
    matter.decided_on = desk.today


@during("court.not_accept")
def plaintiff_may_appeal(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 171: ten days against the ruling, for the one it was given to."""
    if matter.kind != "first_instance" or matter.plaintiff_id is None:
        return
    try:
        limits.open_limit(
            desk, case, "court.appeal.ruling", matter.decided_on or desk.today, event.id, machine="court_matter",
            subject_id=matter.id, party_id=matter.plaintiff_id,
        )  # fmt: skip
    except NotInForce:
        return  # refused under the older text of the 民事诉讼法


@after("court.not_accept")
def suit_fell_away(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """A suit the court never took leaves the award as if nobody had sued."""
    if matter.kind == "first_instance":
        court_acts.restore(desk, matter, door, None)


@before("court.join", "court.transfer")
def join(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    """I1 4: tried together with the suit accepted first; at another court, after a transfer to it."""
    earlier = link_search.accepted_first(desk, matter)
    assert earlier is not None
    matter.merged_into_id = earlier.id
    if earlier.court_id == matter.court_id:
        return
    matter.moved_from_id, matter.court_id = matter.court_id, earlier.court_id
    court_acts.open_file(desk, case.id or 0, matter.court_id, matter.id)
    for shared in desk.session.exec(
        select(FileShare).where(FileShare.case_id == case.id, FileShare.court_id == matter.moved_from_id)
    ):
        if not _has_more(desk, case, matter):
            shared.until = desk.today
            desk.session.add(shared)


def _has_more(desk: Desk, case: Case, matter: CourtMatter) -> bool:
    """Whether the court that transferred still has another matter of the case."""
    return (
        desk.session.exec(
            select(CourtMatter).where(
                CourtMatter.case_id == case.id,
                CourtMatter.court_id == matter.moved_from_id,
                CourtMatter.id != matter.id,
            )
        ).first()
        is not None
    )


@during("court.join", "court.transfer")
def one_trial(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """The term of the trial runs with the suit that goes on."""
    court_acts.fall_away(desk, case.id or 0, "court_matter", matter.id, ("court.terms", "court.filing.copy"), event)


@before("court.go_on_alone")
def go_on_alone(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    """I1 4: one side withdrew; the other's claims go on."""
    matter.merged_into_id = None


@during("court.go_on_alone")
def trial_goes_on(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    start_trial(desk, case, matter, event)
