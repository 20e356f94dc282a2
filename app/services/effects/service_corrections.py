"""更正送达登记: the wrong day is taken back, not written over; every limit that rested on it is computed anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from app.models import Award, Case, Event, Hearing, Limit, MediationStatement, Paper, Party, Service
from app.services import case_rows, limits, unserved
from app.services.desk import Desk
from app.services.effects import service as services
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from app.services.sittings import NOTICES
from workflows.errors import InputError
from workflows.service_methods import book

COPIED = (
    "paper_id", "party_id", "method", "sent_on", "proof", "receipt_confirmed", "received_by_id", "signed_by", "relation",
    "tracking_number", "place", "ground", "inquiry", "attachments",
)  # fmt: skip


@before("svc.correct")
def correct(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20: the day signed is the day of service. The row that was wrong stays, without effect, and says why."""
    wrong = desk.session.get_one(Service, asked["service"])
    _may_be_taken_back(desk, wrong, asked)
    wrong.taken_back_day, wrong.taken_back_on = wrong.served_on, desk.today
    wrong.taken_back_reason = asked["correction_reason"]
    wrong.served_on, wrong.result = None, "taken_back"
    desk.session.add(wrong)
    desk.session.flush()
    if asked["correction_way"] == "not_served":
        return
    right = Service(**{name: getattr(wrong, name) for name in COPIED}, result="served", recorded_by_id=desk.actor.id)
    right.sent_on = asked["true_sent_on"] or wrong.sent_on
    deemed = book().methods[wrong.method].deemed
    right.served_on = services.deemed_day(desk, case, wrong.method, right.sent_on) if deemed else asked["true_served_on"]
    desk.session.add(right)
    desk.session.flush()


def _may_be_taken_back(desk: Desk, wrong: Service, asked: Mapping[str, Any]) -> None:
    """LMA 42: a 调解书 in effect is not undone at the desk by saying nobody signed for it. Raises InvalidInput."""
    statement = desk.session.exec(
        select(MediationStatement).where(MediationStatement.paper_id == wrong.paper_id, MediationStatement.state == "effective")
    ).first()
    settled = desk.session.exec(
        select(Party).where(Party.left_paper_id == wrong.paper_id, Party.left_how == "settled")
    ).first()
    if (statement is not None or settled is not None) and asked["correction_way"] == "not_served":
        why = "这份调解书已经因双方签收发生法律效力，不能用更正登记否定签收。"
        raise InvalidInput([InputError("更正什么", "", why, "日期有误的可以更正日期；确有错误的，依仲裁监督程序处理。", "LMA 42; O1 十八")])


@during("svc.correct")
def compute_anew(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """rules §21.6: the limits of that person, and what rested on everybody having been reached."""
    wrong = desk.session.get_one(Service, asked["service"])
    paper, party = desk.session.get_one(Paper, wrong.paper_id), desk.session.get_one(Party, wrong.party_id)
    right = next(
        (s for s in case_rows.services(desk.session, case.id or 0)
         if (s.paper_id, s.party_id) == (paper.id, party.id) and s.served_on is not None),
        None,
    )  # fmt: skip
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    _clocks(desk, case, paper, party, award, wrong, right, event)
    _notice_time(desk, case, paper, wrong, right, event)
    _hearing(desk, case, paper)
    if right is not None:
        said = f"原登记{wrong.taken_back_day}送达有误，更正：{wrong.taken_back_reason}"
        services.make_return(desk, case, paper, right, remarks=f"{right.proof}。{said}")
    unserved.settle(desk, case, paper)


def _clocks(
    desk: Desk, case: Case, paper: Paper, party: Party, award: Award | None, wrong: Service, right: Service | None, event: Event
) -> None:
    on = award or case
    for clock in desk.book.clocks:
        if clock.paper != paper.kind or clock.side not in ("", party.side) or clock.party_kind not in ("", party.kind):
            continue
        for limit in case_rows.of_case(desk.session, Limit, case.id or 0):
            if (limit.rule, limit.party_id, limit.subject_id) != (clock.rule, party.id, on.id):
                continue
            if right is None or right.served_on is None:
                limits.drop(desk, limit, event.id)
            else:
                limits.restart_from(desk, limit, case, right.served_on, event.id)
                limits.judge_again(desk, limit)
        if clock.closes:
            _closed_by_service(desk, case, paper, clock.closes, clock.side, wrong.taken_back_day, event)


def _closed_by_service(
    desk: Desk, case: Case, paper: Paper, rule: str, side: str, wrong_day: date | None, event: Event
) -> None:
    """The commission's own time to serve ends when the last of the side is reached (LMA 30)."""
    last = services.reached_everyone_on(desk, case, paper, side)
    for limit in limits.with_rule(desk.session, case.id or 0, rule):
        if limit.state not in ("met", "missed") or limit.ended_on is None or wrong_day is None:
            continue
        if last is not None:
            limits.fulfil(desk, limit, last, event.id)
        else:
            limits.reopen(desk, limit)


def _notice_time(desk: Desk, case: Case, paper: Paper, wrong: Service, right: Service | None, event: Event) -> None:
    """CHR 46(6): the days of a notice that did not run as recorded are counted again; the true ones are left out."""
    if wrong.method != "public_notice":
        return
    for limit in limits.with_rule(desk.session, case.id or 0, "arb.decide_45"):
        for entry in list(limit.entries):
            if entry.kind == "exclude" and (entry.start_on, entry.end_on) == (wrong.sent_on + services.ONE_DAY, wrong.taken_back_day):
                limit.entries.remove(entry)
                desk.session.delete(entry)
        limits.recompute(desk.session, limit, case.office_id)
    if right is not None:
        services.leave_out_public_notice(desk, case, paper, right, event)


def _hearing(desk: Desk, case: Case, paper: Paper) -> None:
    """LMA 35: the day everyone had been told of the hearing; the conditions ask the services themselves."""
    hearing = desk.session.get(Hearing, paper.hearing_id) if paper.hearing_id else None
    if hearing is None or paper.kind not in NOTICES or hearing.notified_on is None:
        return
    notices = [p.id for p in case_rows.of_case(desk.session, Paper, case.id or 0) if p.hearing_id == hearing.id]
    rows = case_rows.services(desk.session, case.id or 0)
    hearing.notified_on = max((s.served_on for s in rows if s.paper_id in notices and s.served_on is not None), default=None)
    desk.session.add(hearing)


@after("svc.correct")
def what_rested_on_it(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 50: the effect of a non-final award rests on the last party's time to sue; it is found anew by the daily sweep."""
    wrong = desk.session.get_one(Service, asked["service"])
    paper = desk.session.get_one(Paper, wrong.paper_id)
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    starts = desk.book.rule("award.effect_taken_back", desk.today).sources
    if award is not None and award.type == "non_final" and award.state in starts and not award.worker_fates:
        door.perform(desk, award, "award.effect_taken_back")
    statement = desk.session.exec(
        select(MediationStatement).where(MediationStatement.paper_id == paper.id, MediationStatement.state == "effective")
    ).first()
    if statement is not None:
        rows = case_rows.services(desk.session, case.id or 0)
        statement.effective_on = max(s.served_on for s in rows if s.paper_id == paper.id and s.served_on is not None)
        desk.session.add(statement)


@before("award.effect_taken_back")
def effect_taken_back(desk: Desk, case: Case, award: Award, _: Mapping[str, Any]) -> None:
    """LMA 50: not in effect on the day it was thought to be."""
    award.effective_from = None


@during("award.effect_taken_back")
def nothing_to_enforce_yet(desk: Desk, case: Case, award: Award, _: Mapping[str, Any], event: Event) -> None:
    """LMA 51: the time to ask for enforcement counts from the effect."""
    for limit in limits.open_limits(desk.session, case.id or 0, "post.enforce"):
        if (limit.machine, limit.subject_id) == ("award", award.id):
            limits.drop(desk, limit, event.id)
