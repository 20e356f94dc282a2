"""What must be true of a case after every step, whoever took it (rules §21). Each check names what is broken."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session, col, select

from app.models import (
    Award,
    Case,
    CourtLink,
    CourtMatter,
    Event,
    Limit,
    OutboxMessage,
    Paper,
    Task,
)
from app.services import events
from app.services.desk import Desk
from app.services.machines import PARTS
from app.walk_input import SEALED
from workflows import panel
from workflows.states import STATES
from workflows.statute import statute

DECIDED_STATES = ("under_approval", "approved", "awarded")
AFTER_THE_END = ("svc.record", "arb.close")
"""What the articles still allow on a case that has ended but is not yet archived."""
ENDED = ("awarded", "settled", "refused", "withdrawn", "deemed_withdrawn", "terminated_by_suit")


def broken(desk: Desk, case: Case, since: int) -> list[str]:
    """Everything that is not as it must be. `since`: events up to this sequence were looked at before."""
    return [f"{case.title}：{one}" for check in CHECKS for one in check(desk, case, since)]


def _states(desk: Desk, case: Case, _: int) -> Iterator[str]:
    for machine, rows in _subjects(desk.session, case).items():
        for row in rows:
            if row.state not in STATES[machine]:
                yield f"{machine} {row.id} 的状态 {row.state!r} 不存在"


def _chain(desk: Desk, case: Case, _: int) -> Iterator[str]:
    link = events.verify_case(desk.session, case)
    if link is not None:
        yield f"办案记录断开：{link.why}"


def _limits(desk: Desk, case: Case, _: int) -> Iterator[str]:
    for limit in desk.session.exec(select(Limit).where(Limit.case_id == case.id)).all():
        if limit.due < limit.origin:
            yield f"期限 {limit.rule} 期满日 {limit.due} 早于起算日 {limit.origin}"


def _mediation(desk: Desk, case: Case, _: int) -> Iterator[str]:
    if case.state in DECIDED_STATES and not (case.mediation_tried_on or case.no_mediation_reason):
        yield "没有先行调解也没有原因，却已送审或者裁决"


def _panel(desk: Desk, case: Case, _: int) -> Iterator[str]:
    sitting = {case.chief_id, *case.panel} - {None}
    if case.recorder_id is not None and case.recorder_id in sitting:
        yield "书记员在仲裁庭里"
    workers = sum(p.side == "applicant" and p.kind == "worker" for p in case.parties)
    if not sitting:
        return
    known = panel.CaseFacts(workers=workers, common_claim=case.collective)
    if panel.objections([str(one) for one in sorted(i for i in sitting if i)], "", (), known, case.filed_on):
        yield f"{workers}名劳动者，仲裁庭却是{len(sitting)}人"


def _awards(desk: Desk, case: Case, _: int) -> Iterator[str]:
    confirms = any(item.kind == "relation_confirmation" for item in case.items)
    for award in desk.session.exec(select(Award).where(Award.case_id == case.id)).all():
        if confirms and award.type == "final":
            yield "确认劳动关系的案件有终局裁决"
        if award.state != "in_effect":
            continue
        if award.effective_from is None:
            yield f"裁决 {award.number} 已生效，没有生效日期"
        if award.type == "non_final":
            yield from _effect_too_early(desk, award)


def _effect_too_early(desk: Desk, award: Award) -> Iterator[str]:
    clocks = desk.session.exec(
        select(Limit).where(
            Limit.machine == "award", Limit.subject_id == award.id, Limit.rule == "post.sue.nonfinal"
        )
    ).all()
    if not clocks or any(clock.due >= desk.today for clock in clocks):
        yield f"非终局裁决 {award.number} 在起诉期内生效"
    took_effect = desk.session.exec(
        select(Event.at)
        .where(Event.machine == "award", Event.subject_id == award.id, Event.after == "in_effect")
        .order_by(col(Event.id).desc())
    ).first()
    suits = desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(CourtLink.award_id == award.id, CourtMatter.kind == "first_instance")
    ).all()
    for suit in suits:
        filed_at = desk.session.exec(
            select(Event.at).where(Event.machine == "court_matter", Event.subject_id == suit.id, Event.rule == "court.file")
        ).first()
        # A suit recorded after the effect is late; what it does to the award is for the court to say.
        known_before = filed_at is not None and took_effect is not None and filed_at < took_effect
        if suit.state in ("filed", "accepted", "judged") and known_before:
            yield f"非终局裁决 {award.number} 已被起诉（{suit.id}），却生效"


def _papers(desk: Desk, case: Case, _: int) -> Iterator[str]:
    for paper in desk.session.exec(select(Paper).where(Paper.case_id == case.id)).all():
        if paper.facts_hash != events.digest(paper.facts):
            yield f"《{paper.title}》的事实与校验值不符"
        if SEALED in events.canonical(paper.facts):
            yield f"《{paper.title}》里有调解员手记"


def _sealed(desk: Desk, case: Case, since: int) -> Iterator[str]:
    for event in desk.session.exec(select(Event).where(Event.case_id == case.id, Event.sequence > since)).all():
        if SEALED in event.note or SEALED in events.canonical(event.snapshot):
            yield f"第 {event.sequence} 条记录里有调解员手记"
    for message in desk.session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id).desc()).limit(20)).all():
        if SEALED in events.canonical(message.payload):
            yield f"待发消息 {message.id} 里有调解员手记"


def _tasks(desk: Desk, case: Case, _: int) -> Iterator[str]:
    standing = desk.session.exec(select(Task).where(Task.case_id == case.id, Task.state == "open")).all()
    open_now = {(t.machine, t.subject_id, t.kind) for t in standing}
    if len(open_now) != len(standing):
        yield "同一待办开了两次"
    for machine, rows in _subjects(desk.session, case).items():
        rules = [t for t in statute().tasks if t.machine == machine]
        for row in rows:
            fitting = {t.id for t in rules if row.state in t.states}
            always = {t.id for t in rules if row.state in t.states and not t.when}
            there = {kind for m, i, kind in open_now if (m, i) == (machine, row.id)}
            if not always <= there:
                yield f"{machine} {row.id} 在 {row.state}，缺少待办 {sorted(always - there)}"
            if there - fitting:
                yield f"{machine} {row.id} 在 {row.state}，待办 {sorted(there - fitting)} 没有结束"


def _ends(desk: Desk, case: Case, since: int) -> Iterator[str]:
    for event in desk.session.exec(
        select(Event).where(Event.case_id == case.id, Event.sequence > since, Event.machine == "case")
    ).all():
        if event.before == "closed" or (event.before in ENDED and event.rule not in AFTER_THE_END):
            yield f"已经结束（{event.before}），还办理了 {event.rule}"


def _subjects(session: Session, case: Case) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"case": [case]}
    for machine, model in PARTS.items():
        found[machine] = list(session.exec(select(model).where(model.case_id == case.id)).all())
    return found


Check = Callable[[Desk, Case, int], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _states, _chain, _limits, _mediation, _panel, _awards, _papers, _sealed, _tasks, _ends,
)  # fmt: skip
