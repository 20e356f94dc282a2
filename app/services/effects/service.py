"""送达: the return of service, and the clocks that start for that person alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from sqlmodel import col, select

from app.models import Award, Case, Event, Hearing, Paper, Party, Service
from app.services import limits, office_options, papers, service_papers, unserved
from app.services.desk import Desk
from app.services.effects import leaving, reviews
from app.services.effects.registry import Door, after, before, during
from app.services.effects.settlement import signed_for
from app.services.errors import InvalidInput
from app.services.paper_facts import service_facts
from app.services.sittings import NOTICES
from workflows import limits as law
from workflows.errors import InputError
from workflows.service_methods import book

ONE_DAY = timedelta(days=1)


@before("svc.record")
def record(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20: one paper, one person, one method; left, posted and published papers count as served by rule."""
    paper, party = _to_serve(desk, asked)
    done = desk.session.exec(
        select(Service).where(
            Service.paper_id == paper.id, Service.party_id == party.id, col(Service.served_on).is_not(None)
        )
    ).first()
    if done is not None:
        why = f"这份文书已于{done.served_on}送达该当事人。"
        remedy = "不需要再次登记；日期有误的，请办理「更正送达日期」。"
        raise InvalidInput([InputError("当事人", party.name, why, remedy, "CHR 20")])
    service = _on_its_way(desk, paper, party, asked["service_method"]) or new_service(desk, paper, party, asked)
    with_proof(desk, service, party, asked)
    service.result, service.served_on = "served", day_of_service(desk, case, asked)
    service.receipt_confirmed = asked["receipt_confirmed"]
    desk.session.add(service)
    desk.session.flush()


def _to_serve(desk: Desk, asked: Mapping[str, Any]) -> tuple[Paper, Party]:
    """The paper and the person it goes to. Raises InvalidInput for a paper addressed to somebody else."""
    paper, party = desk.session.get_one(Paper, asked["paper"]), desk.session.get_one(Party, asked["party"])
    if paper.party_id not in (None, party.id):
        why = f"《{paper.title}》不是发给该当事人的。"
        raise InvalidInput([InputError("当事人", party.name, why, "请选择写明该当事人的那一份。")])
    return paper, party


def _on_its_way(desk: Desk, paper: Paper, party: Party, method: str) -> Service | None:
    """The try by this method that has no result yet."""
    return desk.session.exec(
        select(Service)
        .where(
            Service.paper_id == paper.id, Service.party_id == party.id, Service.method == method, Service.result == "sent"
        )
        .order_by(col(Service.id).desc())
    ).first()


def new_service(desk: Desk, paper: Paper, party: Party, asked: Mapping[str, Any]) -> Service:
    """A try by the method typed, sent on the day typed; its result is the caller's to say."""
    return Service(
        paper_id=paper.id or 0,
        party_id=party.id or 0,
        method=asked["service_method"],
        sent_on=asked["sent_on"],
        result="sent",
        recorded_by_id=desk.actor.id,
    )


def with_proof(desk: Desk, service: Service, party: Party, asked: Mapping[str, Any]) -> None:
    """What was typed as proof goes into the row; the place is where the method brings the paper to."""
    service.sent_on = asked["sent_on"]
    service.proof = asked.get("proof") or asked.get("proof_optional") or service.proof
    service.signed_by = asked.get("signed_by") or service.signed_by
    service.relation = asked.get("relation") or service.relation
    service.tracking_number = asked.get("tracking_number") or service.tracking_number
    service.ground = asked.get("leave_ground") or asked.get("notice_ground") or service.ground
    service.inquiry = asked.get("inquiry") or service.inquiry
    service.attachments = list(asked.get("photos") or service.attachments)
    elsewhere = asked.get("e_address") or asked.get("entrusted_to") or asked.get("published_in")
    service.place = elsewhere or service.place or party.postal_address or party.address


def take_in(desk: Desk, paper: Paper, party: Party, asked: Mapping[str, Any], served: date | None) -> Service:
    """One line of a table: on its way, arrived or failed, with its proof."""
    service = _on_its_way(desk, paper, party, asked["service_method"]) or new_service(desk, paper, party, asked)
    with_proof(desk, service, party, asked)
    service.result = {"svc.record": "served", "svc.send": "sent", "svc.record_failure": "failed"}[asked["step"]]
    service.served_on = served
    service.failure, service.failed_on = asked.get("failure") or "", asked.get("failed_on")
    desk.session.add(service)
    return service


@before("svc.send")
def send(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CPL 90, 91: sent, and not known yet whether it arrived."""
    paper, party = _to_serve(desk, asked)
    if _on_its_way(desk, paper, party, asked["service_method"]) is not None:
        why = "这份文书已经以这种方式发出，还没有结果。"
        raise InvalidInput([InputError("送达方式", "", why, "请先登记送达，或者登记没有送到。", "CHR 20")])
    service = new_service(desk, paper, party, asked)
    with_proof(desk, service, party, asked)
    desk.session.add(service)
    desk.session.flush()


@during("svc.send")
def entrusted(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CPL 91: what is entrusted goes out with a letter."""
    if asked["service_method"] == "entrusted":
        paper, party = _to_serve(desk, asked)
        service_papers.entrusting_letter(desk, case, paper, party, asked["entrusted_to"])


@during("svc.prepare_notice")
def prepare_notice(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CPL 95: the notice is made before it is published; its publication is what is recorded as service."""
    paper, party = _to_serve(desk, asked)
    service_papers.public_notice(desk, case, paper, party, asked["notice_ground"])


@before("svc.record_failure")
def record_failure(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20; CPL 89, 95: a try that failed stays on record; it is what a later method rests on."""
    paper, party = _to_serve(desk, asked)
    service = _on_its_way(desk, paper, party, asked["service_method"]) or new_service(desk, paper, party, asked)
    with_proof(desk, service, party, asked)
    service.result, service.failure, service.failed_on = "failed", asked["failure"], asked["failed_on"]
    desk.session.add(service)
    desk.session.flush()


def day_of_service(desk: Desk, case: Case, asked: Mapping[str, Any]) -> date | None:
    """The day signed for; for papers left, posted and published the day they count as served."""
    method = book().methods[asked["service_method"]]
    if not method.deemed:
        return cast("date | None", asked["served_on"])
    return deemed_day(desk, case, method.id, asked["sent_on"])


def deemed_day(desk: Desk, case: Case, method: str, sent_on: date) -> date:
    """The day a paper left, posted or published counts as served (CHR 20; CPL 95)."""
    rule = law.rule(book().methods[method].counts, sent_on)
    options = {"days": office_options.answer(desk, "public_notice_days")} if rule.options else None
    return law.compute(rule.id, sent_on, calendar=limits.calendar_of(desk.session, case.office_id), options=options).due


def _just_recorded(desk: Desk, asked: Mapping[str, Any]) -> tuple[Paper, Party, Service]:
    service = desk.session.exec(
        select(Service)
        .where(
            Service.paper_id == asked["paper"], Service.party_id == asked["party"], col(Service.served_on).is_not(None)
        )
        .order_by(col(Service.id).desc())
    ).one()
    return desk.session.get_one(Paper, asked["paper"]), desk.session.get_one(Party, asked["party"]), service


@during("svc.record")
def start_clocks(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """The date of service starts that person's clocks, and nobody else's (rules §21.6)."""
    paper, party, service = _just_recorded(desk, asked)
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    assert service.served_on is not None
    start_clocks_of(desk, case, paper, award, party, service.served_on, event)
    leave_out_public_notice(desk, case, paper, service, event)
    make_return(desk, case, paper, service)
    if service.method == "left_or_posted":
        service_papers.left_record(desk, case, paper, service)
    unserved.settle(desk, case, paper)


def make_return(desk: Desk, case: Case, paper: Paper, service: Service, **more: Any) -> None:
    """CHR 20; CPL 87: 送达回证. Before acceptance there is no 案号: the paper is known under the 收件号."""
    facts = {**service_facts(desk, case, paper, service), **more}
    known_as = service_papers.known_as(desk, case)
    made = papers.issue(desk, case, "service_return", extra={"case": known_as, "service": facts})
    service.return_paper_id = made.id
    desk.session.add(service)


def start_clocks_of(
    desk: Desk, case: Case, paper: Paper, award: Award | None, party: Party, served_on: date, event: Event
) -> None:
    """The clocks one paper starts for one party on the day it reached them."""
    for clock in desk.book.clocks:
        if clock.paper != paper.kind or clock.side not in ("", party.side) or clock.party_kind not in ("", party.kind):
            continue
        if clock.award_type and (award is None or award.type != clock.award_type):
            continue
        if clock.closes and (last := reached_everyone_on(desk, case, paper, clock.side)):
            limits.close_limits(desk, case, (clock.closes,), event.id, last)
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


def reached_everyone_on(desk: Desk, case: Case, paper: Paper, side: str) -> date | None:
    """The day the last of one side received the paper; None while somebody has not."""
    rows = desk.session.exec(
        select(Service).where(Service.paper_id == paper.id, col(Service.served_on).is_not(None))
    ).all()
    days = {row.party_id: row.served_on for row in rows if row.served_on is not None}
    wanted = [p.id or 0 for p in case.still_in(side)]
    return max((days[one] for one in wanted), default=None) if all(one in days for one in wanted) else None


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
    leaving.signed_for(desk, case, paper)
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
