"""送达: the return of service, and the clocks that start for that person alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from sqlmodel import col, select

from app.models import Award, Case, Event, Hearing, Paper, Party, Service
from app.services import limits, papers
from app.services.desk import Desk
from app.services.effects import reviews
from app.services.effects.registry import Door, after, before, during
from app.services.effects.settlement import signed_for
from app.services.errors import InvalidInput
from app.services.paper_facts import common, service_facts
from app.services.sittings import NOTICES
from workflows import limits as law
from workflows.errors import InputError

ONE_DAY = timedelta(days=1)
DEEMED = {"left_or_posted": "svc.leave_or_post", "public_notice": "svc.public"}


@before("svc.record")
def record(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20: one paper, one person, one method; left, posted and published papers count as served by rule."""
    paper = desk.session.get(Paper, asked["paper"])
    party = desk.session.get(Party, asked["party"])
    assert paper is not None
    assert party is not None
    if paper.party_id not in (None, party.id):
        raise InvalidInput(
            [InputError("当事人", party.name, f"《{paper.title}》不是发给该当事人的。", "请选择写明该当事人的那一份。")]
        )
    done = desk.session.exec(
        select(Service).where(
            Service.paper_id == paper.id, Service.party_id == party.id, col(Service.served_on).is_not(None)
        )
    ).first()
    if done is not None:
        raise InvalidInput(
            [InputError("当事人", party.name, f"这份文书已于{done.served_on}送达该当事人。", "不需要再次登记。", "CHR 20")]
        )
    served = day_of_service(desk, case, asked)
    desk.session.add(
        Service(
            paper_id=paper.id or 0,
            party_id=party.id or 0,
            method=asked["service_method"],
            sent_on=asked["sent_on"],
            served_on=served,
            proof=asked["proof"],
            receipt_confirmed=asked["receipt_confirmed"],
            recorded_by_id=desk.actor.id,
        )
    )
    desk.session.flush()


def day_of_service(desk: Desk, case: Case, asked: Mapping[str, Any]) -> date | None:
    """The day signed for; for papers left, posted and published the day they count as served."""
    rule = DEEMED.get(asked["service_method"])
    if rule is None:
        return cast("date | None", asked["served_on"])
    return law.compute(rule, asked["sent_on"], calendar=limits.calendar_of(desk.session, case.office_id)).due


def _just_recorded(desk: Desk, asked: Mapping[str, Any]) -> tuple[Paper, Party, Service]:
    paper = desk.session.get(Paper, asked["paper"])
    party = desk.session.get(Party, asked["party"])
    service = desk.session.exec(
        select(Service)
        .where(Service.paper_id == asked["paper"], Service.party_id == asked["party"])
        .order_by(col(Service.id).desc())
    ).first()
    assert paper is not None
    assert party is not None
    assert service is not None
    return paper, party, service


@during("svc.record")
def start_clocks(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """The date of service starts that person's clocks, and nobody else's (rules §21.6)."""
    paper, party, service = _just_recorded(desk, asked)
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    assert service.served_on is not None
    start_clocks_of(desk, case, paper, award, party, service.served_on, event)
    leave_out_public_notice(desk, case, paper, service, event)
    # Before acceptance there is no 案号: a refusal or a correction notice is returned under the 收件号.
    known_as = {**common(desk, case)["case"], "number": case.title}
    papers.issue(
        desk, case, "service_return", extra={"case": known_as, "service": service_facts(desk, case, paper, service)}
    )


def start_clocks_of(
    desk: Desk, case: Case, paper: Paper, award: Award | None, party: Party, served_on: date, event: Event
) -> None:
    """The clocks one paper starts for one party on the day it reached them."""
    for clock in desk.book.clocks:
        if clock.paper != paper.kind or clock.side not in ("", party.side) or clock.party_kind not in ("", party.kind):
            continue
        if clock.award_type and (award is None or award.type != clock.award_type):
            continue
        if clock.closes and _reached_everyone(desk, case, paper, clock.side):
            limits.close_limits(desk, case, (clock.closes,), event.id, served_on)
        limits.open_limit(
            desk,
            case,
            clock.rule,
            served_on,
            event.id,
            machine="award" if award else "case",
            subject_id=award.id if award else case.id,
            party_id=party.id,
        )


def leave_out_public_notice(desk: Desk, case: Case, paper: Paper, service: Service, event: Event) -> None:
    """CHR 46(6): the time of service by public notice is not counted into the forty-five days."""
    if service.method != "public_notice" or service.served_on is None or service.sent_on is None:
        return
    for limit in limits.open_limits(desk.session, case.id or 0, "arb.decide_45"):
        limits.add_entry(
            desk,
            limit,
            case,
            "exclude",
            service.sent_on + ONE_DAY,
            f"公告送达《{paper.title}》",
            "CHR 46",
            event.id,
            end=service.served_on,
        )


def _reached_everyone(desk: Desk, case: Case, paper: Paper, side: str) -> bool:
    served = desk.session.exec(
        select(Service.party_id).where(Service.paper_id == paper.id, col(Service.served_on).is_not(None))
    ).all()
    return {p.id for p in case.still_in(side)} <= set(served)


def _what_follows(desk: Desk, case: Case, paper: Paper, party: Party, door: Door) -> None:
    """LMA 29: a refusal served on the applicant opens the court; CHR 32: a cancellation served on all is done in time."""
    if paper.kind == "refusal_notice" and party.side == "applicant" and case.may_sue_from is None:
        door.perform(desk, case, "arb.may_sue")
    if paper.kind == "cancellation_decision" and {p.id for p in case.taking_part} <= _served(desk, paper):
        limits.close_limits(desk, case, ("arb.cancel_case",), None, desk.today)


def _served(desk: Desk, paper: Paper) -> set[int]:
    found = select(Service.party_id).where(Service.paper_id == paper.id, col(Service.served_on).is_not(None))
    return set(desk.session.exec(found).all())


@after("svc.record")
def everyone_notified(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """A hearing is notified when its notice has reached every party."""
    paper = desk.session.get(Paper, asked["paper"])
    if paper is None:
        return
    for one in asked.get("workers") or (asked.get("party"),):
        party = desk.session.get(Party, one) if one else None
        if party is not None:
            _what_follows(desk, case, paper, party, door)
    if paper.review_id is not None:
        reviews.served(desk, case, paper.review_id, door)
    signed_for(desk, case, paper, door)
    if paper.hearing_id is None:
        return
    hearing = desk.session.get(Hearing, paper.hearing_id)
    notices = desk.session.exec(
        select(Paper.id).where(Paper.hearing_id == paper.hearing_id, col(Paper.kind).in_(NOTICES))
    ).all()
    served = {
        s.party_id: s.served_on
        for s in desk.session.exec(select(Service).where(col(Service.paper_id).in_(notices))).all()
        if s.served_on is not None
    }
    if hearing is not None and hearing.state == "set" and {p.id for p in case.taking_part if p.left_on is None} <= set(served):
        hearing.notified_on = max(served.values())
        desk.session.add(hearing)
        door.perform(desk, hearing, "hearing.notified")
