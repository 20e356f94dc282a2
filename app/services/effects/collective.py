"""集体争议: election of representatives, the one notice, answers to their acts, service on many (LMA 7; CHR 62-67)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, Delegation, Event, GroupConsent, Hearing, Paper, Party, Request, Service
from app.services import fates, group, limits, papers, unserved
from app.services.desk import Desk
from app.services.effects import service as one_service
from app.services.effects.registry import Door, after, before, during
from app.services.effects.requests import decided, new_request
from app.services.errors import InvalidInput
from app.services.paper_facts import common, service_facts
from workflows.errors import InputError, NotInForce


@during("arb.accept")
def one_notice_is_due(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """CHR 64: within five working days of acceptance, everything in one notice."""
    if case.procedure == "collective":
        limits.open_limit(desk, case, "arb.collective.notice", desk.today, event.id)


@before("collective.elect")
def elect(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 7; CHR 63: a new election ends the one before."""
    earlier = desk.session.exec(select(Delegation).where(Delegation.case_id == case.id)).all()
    for row in earlier:
        if row.ended_on is None:
            row.ended_on = asked["elected_on"]
            desk.session.add(row)
    desk.session.add(
        Delegation(
            case_id=case.id or 0,
            ordinal=len(earlier) + 1,
            delegates=list(asked["delegates"]),
            signers=list(asked["signers"]),
            receives_awards=asked["receives_awards"],
            document=asked["election_paper"],
            elected_on=asked["elected_on"],
        )
    )
    desk.session.flush()


@before("collective.notify")
def notify(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 64, 67: evidence period, time and place in one step; the panel stands already."""
    case.evidence_until = asked["evidence_until"]
    last = desk.session.exec(
        select(Hearing.ordinal).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal).desc())
    ).first()
    room = asked["room"] + ("（就地开庭）" if asked["at_workplace"] else "")
    desk.session.add(Hearing(case_id=case.id or 0, ordinal=(last or 0) + 1, starts_at=asked["hearing_at"], room=room))
    desk.session.flush()


@after("collective.notify")
def hearing_is_set(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    hearing = desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal).desc())
    ).first()
    assert hearing is not None
    door.start(desk, case, "hearing.set", hearing)


@before("collective.guide")
def guide(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 66: on record that the parties were led to negotiate, and who helped. What was offered is not."""
    case.guided_on = desk.today
    if asked["mediation_result"] == "settled":
        case.mediation_tried_on = desk.today


# ---- acts of the representatives ----


@before("request.group_act")
def group_act(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    """LMA 7; CHR 63: what the representatives want to do, in their words."""
    request = new_request(desk, case, "group_act", asked)
    request.data = {"act": asked["group_act"]}
    desk.session.add(request)
    desk.session.flush()
    return request


@before("request.group_answers")
def group_answers(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """LMA 7: recorded worker by worker; a later answer stands in the place of the earlier one."""
    there = {
        row.party_id: row
        for row in desk.session.exec(select(GroupConsent).where(GroupConsent.request_id == request.id)).all()
    }
    for one in asked["workers"]:
        row = there.get(one) or GroupConsent(
            case_id=case.id or 0, request_id=request.id or 0, party_id=one, agrees=False, given_on=desk.today, way="written"
        )
        row.agrees = asked["consent"] == "yes"
        row.given_on = asked["consented_on"]
        row.way = asked["consent_by"]
        row.recorded_by_id = desk.actor.id
        desk.session.add(row)
    desk.session.flush()


@before("request.group_agreed")
def group_agreed(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """LMA 7; CHR 63: it binds those who agreed, and nobody else."""
    answers = group.answers(desk.session, case, request.id or 0)
    agreed = [p for p in case.parties if answers.get(p.id or 0)]
    words = f"同意的有{group.told(agreed)}（序号{group.numbers(agreed)}）。"
    decided(desk, request, words + asked["note_optional"])


# ---- service on many ----


@before("svc.record_many")
def record_many(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20, 63: one paper, a row for each worker, one proof."""
    paper = desk.session.get(Paper, asked["paper"])
    assert paper is not None
    if paper.party_id is not None:
        raise InvalidInput([InputError("文书", paper.title, "这一份写明只发给一位当事人。", "请用「登记送达」单独登记。")])
    done = set(
        desk.session.exec(
            select(Service.party_id).where(Service.paper_id == paper.id, col(Service.served_on).is_not(None))
        ).all()
    )
    again = [p for p in case.parties if p.id in done and p.id in asked["workers"]]
    if again:
        why = f"这份文书已经送达{group.told(again)}（序号{group.numbers(again)}）。"
        raise InvalidInput([InputError("劳动者", "", why, "请从名单中去掉这些人，不需要再次登记。", "CHR 20")])
    served = one_service.day_of_service(desk, case, asked)
    for party in (p for p in case.parties if p.id in asked["workers"]):
        service = one_service.new_service(desk, paper, party, asked)
        one_service.with_proof(desk, service, party, asked)
        service.result, service.served_on, service.received_by_id = "served", served, asked["receiver"]
        desk.session.add(service)
    desk.session.flush()


@during("svc.record_many")
def clocks_of_many(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """Each worker's own clock from the day it reached them (rules §21.6); one return of service for the list."""
    paper = desk.session.get(Paper, asked["paper"])
    assert paper is not None
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    listed = [p for p in case.parties if p.id in asked["workers"]]
    served = one_service.day_of_service(desk, case, asked)
    assert served is not None
    for party in listed:
        one_service.start_clocks_of(desk, case, paper, award, party, served, event)
    one = desk.session.exec(
        select(Service).where(Service.paper_id == paper.id, Service.party_id == listed[0].id)
    ).first()
    assert one is not None
    one_service.leave_out_public_notice(desk, case, paper, one, event)
    _return(desk, case, paper, one, listed, asked)
    unserved.settle(desk, case, paper)


def _return(
    desk: Desk, case: Case, paper: Paper, service: Service, listed: list[Party], asked: Mapping[str, Any]
) -> None:
    """送达回证 of a list: who received, for whom, by number of the roll."""
    receiver = desk.session.get(Party, asked["receiver"]) if asked["receiver"] else None
    facts = service_facts(desk, case, paper, service)
    facts["recipient"] = f"{group.told(listed)}" + (f"，由代表{receiver.name}代收" if receiver else "，签收名册附卷")
    facts["address"] = (receiver or listed[0]).postal_address or (receiver or listed[0]).address
    facts["remarks"] = f"{service.proof}。受送达人共{len(listed)}人，当事人名册序号：{group.numbers(listed)}。"
    known_as = {**common(desk, case)["case"], "number": case.title}
    papers.issue(desk, case, "service_return", extra={"case": known_as, "service": facts})


@after("svc.record_many")
def many_notified(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    one_service.everyone_notified(desk, case, _, asked, door)


# ---- one award, many workers (I1 17) ----


@before("award.each_worker")
def each_worker(desk: Desk, case: Case, award: Award, _: Mapping[str, Any]) -> None:
    """I1 17: for whom the award has effect from which day; the award's own day is the earliest."""
    found = fates.summary(desk, case, award)
    assert found is not None
    award.worker_fates = found.as_row()
    award.effective_from = min(found.effective.values(), default=None)
    desk.session.add(award)


@during("award.each_worker")
def own_time_to_enforce(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """LMA 51; CPL 250: each creditor's two years run from the day the award took effect for them."""
    effective = {int(who): date.fromisoformat(day) for who, day in award.worker_fates["effective"].items()}
    creditors = {
        i.applicant_id for i in case.items if i.award_id == award.id and i.disposition in ("granted", "partly") and i.awarded_fen
    }
    running = {
        one.party_id: one
        for one in limits.open_limits(desk.session, case.id or 0, "post.enforce")
        if (one.machine, one.subject_id) == ("award", award.id)
    }
    for who, limit in running.items():
        if who not in effective:
            limits.drop(desk, limit, event.id)
        elif limit.origin != (origin := max(award.perform_by or effective[who], effective[who])):
            limits.restart_from(desk, limit, case, origin, event.id)
    for who in sorted(creditors & set(effective) - set(running)):
        origin = max(award.perform_by or effective[who], effective[who])
        try:
            limits.open_limit(
                desk, case, "post.enforce", origin, event.id, machine="award", subject_id=award.id, party_id=who
            )
        except NotInForce:
            return
