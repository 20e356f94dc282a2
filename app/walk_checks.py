"""What must be true of a case after every step, whoever took it (rules §21). Each check names what is broken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from app.models import (
    Approval,
    Award,
    Case,
    CourtLink,
    CourtMatter,
    Event,
    Limit,
    OutboxMessage,
    Paper,
    Request,
    Task,
)
from app.permissions import May, allows
from app.services import access, approvals, case_rows, casefile, events, steps
from app.services.actor import Actor
from app.services.desk import Desk
from app.services.machines import PARTS
from app.walk_input import SEALED
from workflows import panel
from workflows.replay import carried_out
from workflows.soundness import together
from workflows.states import STATES
from workflows.statute import ASIDE_CONDITION, START, statute

Row = TypeVar("Row", bound=SQLModel)

DECIDED_STATES = ("under_approval", "approved", "awarded")
AFTER_CLOSING = (
    "svc.record", "svc.record_many", "svc.record_list", "svc.send", "svc.prepare_notice", "svc.record_failure", "svc.correct", "file.gather", "file.hand_over", "file.hold", "file.release", "arb.reopen_award",
    "arb.reopen_statement", "definition.migrate",
)  # fmt: skip
"""What the articles allow on a closed file: service that was still under way, the archive, supervision (O1 十八)."""
AFTER_THE_END = (*AFTER_CLOSING, "svc.confirm_address", "arb.close", "arb.may_sue", "collective.elect")
"""What they still allow on a case that has ended but is not yet archived."""
ENDED = ("awarded", "settled", "refused", "withdrawn", "deemed_withdrawn", "terminated_by_suit", "no_jurisdiction", "cancelled", "transferred", "not_taken")


@dataclass
class Seen:
    """How far a case was looked at: the last event and its hash."""

    sequence: int = 0
    head: str = ""


@dataclass(frozen=True)
class Look:
    """One case after a step, with the events that are new."""

    desk: Desk
    case: Case
    fresh: Sequence[Event]

    def rows(self, model: type[Row]) -> Sequence[Row]:
        return case_rows.of_case(self.desk.session, model, self.case.id or 0)


def broken(desk: Desk, case: Case, seen: Seen, fresh: Sequence[Event]) -> list[str]:
    """Everything that is not as it must be; `seen` moves on to the newest event."""
    look = Look(desk, case, fresh)
    found = [*_chain(case, seen, fresh), *(one for check in CHECKS for one in check(look))]
    return [f"{case.title}：{one}" for one in found]


def _states(look: Look) -> Iterator[str]:
    for machine, rows in _subjects(look).items():
        for row in rows:
            if row.state not in STATES[machine]:
                yield f"{machine} {row.id} 的状态 {row.state!r} 不存在"


def _chain(case: Case, seen: Seen, fresh: Sequence[Event]) -> Iterator[str]:
    """The new events go on where the last look ended, each sealed over what it says."""
    for event in fresh:
        if event.sequence != seen.sequence + 1:
            yield f"缺少第 {seen.sequence + 1} 条记录"
        if event.previous_hash != seen.head or events.hash_of(event) != event.hash:
            yield f"办案记录断开：第 {event.sequence} 条"
        seen.sequence, seen.head = event.sequence, event.hash
    if (seen.sequence, seen.head) != (case.version, case.head_hash):
        yield f"案件是第 {case.version} 版，记录却到第 {seen.sequence} 条"


def whole_chain(session: Session, case: Case) -> str:
    """The whole chain from the first event; empty when it holds."""
    link = events.verify_case(session, case)
    return f"{case.title}：{link.why}" if link else ""


def shown_wrongly(
    desk_of: Callable[[Session, Actor], Desk], session: Session, case: Case, actors: Sequence[Actor]
) -> list[str]:
    """What each person is shown of the case, asked as that person: nothing sealed to anybody it is not for."""
    found = []
    for actor in actors:
        desk = desk_of(session, actor)
        concern = access.concern_of(session, case, desk.today)
        if not allows(actor, May.SEE_CASE, concern):
            continue
        view = casefile.view(desk, case)
        inner = allows(actor, May.SEE_INNER, concern)
        if SEALED in repr([e.note for e in view.events]) or any(SEALED in events.canonical(p.facts) for p in view.papers):
            found.append(f"{actor.name} 看到了调解员手记")
        if not inner and (any(e.inner for e in view.events) or any(p.folder != "main" for p in view.papers)):
            found.append(f"{actor.name} 看到了副卷")
        if not allows(actor, May.SEE_DELIBERATION, concern) and any(p.kind == "deliberation_record" for p in view.papers):
            found.append(f"{actor.name} 看到了评议笔录")
        if not inner and view.agreements:
            found.append(f"{actor.name} 看到了调解协议")
    return [f"{case.title}：{one}" for one in found]


def _limits(look: Look) -> Iterator[str]:
    for limit in look.rows(Limit):
        if limit.due < limit.origin:
            yield f"期限 {limit.rule} 期满日 {limit.due} 早于起算日 {limit.origin}"


def _mediation(look: Look) -> Iterator[str]:
    case = look.case
    if case.state in DECIDED_STATES and not (case.mediation_tried_on or case.no_mediation_reason):
        yield "没有先行调解也没有原因，却已送审或者裁决"


def _panel(look: Look) -> Iterator[str]:
    case = look.case
    sitting = {case.chief_id, *case.panel} - {None}
    if case.recorder_id is not None and case.recorder_id in sitting:
        yield "书记员在仲裁庭里"
    workers = sum(p.side == "applicant" and p.kind == "worker" for p in case.parties)
    if not sitting:
        return
    known = panel.CaseFacts(workers=workers, common_claim=case.collective)
    if panel.objections([str(one) for one in sorted(i for i in sitting if i)], "", (), known, case.filed_on):
        yield f"{workers}名劳动者，仲裁庭却是{len(sitting)}人"


def _awards(look: Look) -> Iterator[str]:
    case = look.case
    confirms = any(item.kind == "relation_confirmation" for item in case.items)
    for award in look.rows(Award):
        if confirms and award.type == "final":
            yield "确认劳动关系的案件有终局裁决"
        if award.state != "in_effect":
            continue
        if award.effective_from is None:
            yield f"裁决 {award.number} 已生效，没有生效日期"
        if award.type == "non_final":
            yield from _effect_too_early(look.desk, award)


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
        .where(Event.machine == "award", Event.subject_id == award.id, Event.after == "in_effect", Event.before != "in_effect")
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


def _papers(look: Look) -> Iterator[str]:
    for paper in look.rows(Paper):
        if paper.made_at != look.desk.now and not any(event.at == paper.made_at for event in look.fresh):
            continue  # looked at when it was made
        if paper.facts_hash != events.digest(paper.facts):
            yield f"《{paper.title}》的事实与校验值不符"
        if SEALED in events.canonical(paper.facts):
            yield f"《{paper.title}》里有调解员手记"


def _sealed(look: Look) -> Iterator[str]:
    for event in look.fresh:
        if SEALED in event.note or SEALED in events.canonical(event.snapshot):
            yield f"第 {event.sequence} 条记录里有调解员手记"
    newest = select(OutboxMessage).order_by(col(OutboxMessage.id).desc()).limit(5)
    for message in look.desk.session.exec(newest).all():
        if SEALED in events.canonical(message.payload):
            yield f"待发消息 {message.id} 里有调解员手记"


def _tasks(look: Look) -> Iterator[str]:
    standing = [task for task in look.rows(Task) if task.state == "open"]
    open_now = {(t.machine, t.subject_id, t.kind) for t in standing}
    if len(open_now) != len(standing):
        yield "同一待办开了两次"
    for machine, rows in _subjects(look).items():
        rules = [t for t in statute().tasks if t.machine == machine]
        for row in rows:
            fitting = {t.id for t in rules if row.state in t.states}
            always = {t.id for t in rules if row.state in t.states and not t.when}
            there = {kind for m, i, kind in open_now if (m, i) == (machine, row.id)}
            if not always <= there:
                yield f"{machine} {row.id} 在 {row.state}，缺少待办 {sorted(always - there)}"
            if there - fitting:
                yield f"{machine} {row.id} 在 {row.state}，待办 {sorted(there - fitting)} 没有结束"


def _ends(look: Look) -> Iterator[str]:
    for event in look.fresh:
        if event.machine != "case":
            continue
        allowed = AFTER_CLOSING if event.before == "closed" else AFTER_THE_END
        if event.before in (*ENDED, "closed") and event.rule not in allowed:
            yield f"已经结束（{event.before}），还办理了 {event.rule}"


def _articles(look: Look) -> Iterator[str]:
    """Each event is of an article that starts where it started and leads to where it led, taken by a role it names."""
    for event in look.fresh:
        rule = statute().rule(event.rule, steps.applicable_on(look.case))
        if event.machine != rule.machine or (event.before or START) not in rule.sources or event.after not in rule.targets():
            yield f"第 {event.sequence} 条记录 {event.rule} 由 {event.before} 到 {event.after}，条目不是这样写的"
        if event.actor_role not in rule.by and not carried_out(rule):
            yield f"第 {event.sequence} 条记录 {event.rule} 由 {event.actor_role} 办理，条目没有这个岗位"


def _four_eyes(look: Look) -> Iterator[str]:
    """Nobody decides what they asked for, nobody decides twice, and what needs approval is not done without it."""
    requests = {one.id: one for one in look.rows(Approval)}
    for approval in requests.values():
        spoke = [one["by_id"] for one in approval.opinions]
        if approval.requested_by_id in spoke:
            yield f"报请 {approval.ordinal} 由报请人自己审批"
        if len(spoke) != len(set(spoke)):
            yield f"报请 {approval.ordinal} 由同一个人审批了两级"
    approved = {one.rule for one in requests.values() if one.state == "approved" and one.decided_on == look.desk.today}
    for event in look.fresh:
        rule = statute().rule(event.rule, steps.applicable_on(look.case))
        wanted = approvals.asked_for(look.desk, rule) is not None
        if wanted and event.on_day == look.desk.today and event.rule not in approved:
            yield f"第 {event.sequence} 条记录 {event.rule} 没有经过批准"


def _challenged(look: Look) -> Iterator[str]:
    """CHR 11: between the challenge and its decision the person takes no step of the case, urgent measures excepted."""
    if not look.fresh:
        return
    waiting = {one.staff_id: one.id for one in look.rows(Request) if one.kind == "recusal" and one.state == "received"}
    for event in look.fresh:
        rule = statute().rule(event.rule, steps.applicable_on(look.case))
        own = event.machine == "request" and event.subject_id == waiting.get(event.actor_id)
        if event.actor_id in waiting and not own and not rule.urgent and ASIDE_CONDITION in rule.conditions:
            yield f"第 {event.sequence} 条记录 {event.rule} 由正被申请回避的人办理"


def _retention(look: Look) -> Iterator[str]:
    """CHR 24: a closed file has a last day, which is not before its closing; one that is open has none."""
    case = look.case
    if case.state == "closed" and (case.keep_until is None or case.closed_on is None or case.keep_until <= case.closed_on):
        yield f"已经结案归档，保管到 {case.keep_until}，结案日 {case.closed_on}"
    if case.state not in ("closed", "pre_filing") and case.keep_until is not None:
        yield f"没有归档（{case.state}），却有保管期限"


def _subjects(look: Look) -> dict[str, Sequence[Any]]:
    return {"case": [look.case], **{machine: look.rows(model) for machine, model in PARTS.items()}}


def _together(look: Look) -> Iterator[str]:
    """No contradiction between the case and its parts (workflows/soundness/together.py)."""
    parts = {machine: {row.state for row in rows} for machine, rows in _subjects(look).items() if machine != "case"}
    yield from together.contradictions(look.case.state, parts)


Check = Callable[[Look], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _states, _limits, _mediation, _panel, _awards, _papers, _sealed, _tasks, _ends, _articles, _together, _four_eyes,
    _challenged, _retention,
)  # fmt: skip
