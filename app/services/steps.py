"""The one door: every change of state of every machine goes through here, whoever asks and from wherever.

In this order, in the caller's one transaction: authorise, check the page's token, ask every condition, move the
machine, write the event, open and close limits, make papers, place tasks, leave messages for the worker. An error
anywhere leaves nothing behind. Nothing else assigns a state; an architecture test looks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy.orm import Session as _Session
from sqlmodel import col, select

from app.models import Agreement, Approval, Case, CourtMatter, Discussion, Event, Hearing, Lead, Limit, Paper, Referral
from app.permissions import LABELS, May, allows
from app.services import (
    access,
    approvals,
    case_rows,
    events,
    facts,
    forms,
    limits,
    outbox,
    papers,
    people,
    tasks,
    tokens,
)
from app.services.desk import Desk
from app.services.effects import AFTER, BEFORE, DURING
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.services.machines import MACHINES, kind_of, machine_of
from workflows import procedure
from workflows.approvals import Kind
from workflows.errors import Reason, Refused
from workflows.facts import Facts
from workflows.states import ROLES, label
from workflows.statute import START, Rule

__all__ = ["Offer", "Subject", "machine_of", "offer", "offers", "perform", "start", "take"]


class Subject(Protocol):
    """Anything that has a place in the procedure."""

    id: int | None
    state: str
    version: int


@dataclass(frozen=True)
class Offer:
    """A step as a page shows it: whether it can be taken, every reason why not, and the token to take it with."""

    rule: Rule
    mine: bool
    reasons: tuple[Reason, ...]
    token: str
    approval: Kind | None = None
    """The approval it waits for after it was submitted."""

    @property
    def possible(self) -> bool:
        return self.mine and not self.reasons


def case_of(desk: Desk, subject: Any) -> Case:
    """The case a part belongs to. Raises NotYours when it is gone."""
    case = subject if isinstance(subject, Case) else desk.session.get(Case, subject.case_id)
    if case is None:
        raise NotYours
    return case


def applicable_on(case: Case) -> date:
    """The day whose articles a case runs under: what changed later reaches it only by a migration (law_on)."""
    return case.law_on or case.filed_on


def offers(desk: Desk, subject: Any, *, all_pages: bool = False) -> list[Offer]:
    """Every step that starts where the subject stands, for this person: possible, or grey with all its reasons.

    Steps only the system takes are left out, and those taken from a page of their own unless `all_pages`; steps of
    other roles are shown with who takes them.
    """
    case = case_of(desk, subject)
    machine = machine_of(subject)
    known = facts.build(desk, case, machine, subject)
    concerned = _concerned(desk, case, subject)
    return [
        Offer(
            rule=step.rule,
            mine=concerned and desk.actor.has(*step.rule.by),
            reasons=step.missing + _waiting(desk, case, machine, subject, step.rule),
            token=_token(desk, machine, subject, step.rule, case),
            approval=approvals.asked_for(desk, step.rule),
        )
        for step in procedure.next_steps(
            machine, subject.state, known, applicable_on(case), desk.book, kind_of(subject)
        )
        if step.rule.by != ("system",) and (all_pages or not step.rule.elsewhere)
    ]


def starting_offers(desk: Desk, case: Case, machine: str, known: Facts | None = None) -> list[Offer]:
    """The steps that bring a new part of a case into being (a referral, a court matter).

    Who asks for several machines builds the facts of the case once and hands them in.
    """
    known = known or facts.build(desk, case)
    return [
        offer_of(desk, case, case, rule, known)
        for rule in desk.book.of(machine, applicable_on(case))
        if rule.starts and rule.by != ("system",)
    ]


def is_theirs(desk: Desk, case: Case, subject: Any, rule: Rule) -> bool:
    """Whether the step is this person's and the subject concerns them; conditions not asked."""
    concerned = _may_start(desk, case, rule) if rule.starts else _concerned(desk, case, subject)
    return concerned and desk.actor.has(*rule.by)


def offer_of(desk: Desk, case: Case, subject: Any, rule: Rule, known: Facts) -> Offer:
    """One step as `offers` shows it, with facts the caller has built."""
    machine = machine_of(subject)
    return Offer(
        rule=rule,
        mine=is_theirs(desk, case, subject, rule),
        reasons=procedure.missing(rule.conditions, known) + _waiting(desk, case, machine, subject, rule),
        token=_token(desk, machine, subject, rule, case),
        approval=approvals.asked_for(desk, rule),
    )


def offer(desk: Desk, subject: Any, step: str) -> Offer:
    """One step of a subject as a page would show it. Raises NotYours when the step does not start here."""
    case = case_of(desk, subject)
    rule = _rule(desk, case, step)
    if rule.by == ("system",):
        raise NotYours
    if rule.starts:
        if not isinstance(subject, Case) or rule.machine == "case":
            raise NotYours
        return offer_of(desk, case, case, rule, facts.build(desk, case))
    machine = machine_of(subject)
    if rule.machine != machine or subject.state not in rule.sources or not rule.concerns(kind_of(subject)):
        raise NotYours
    return offer_of(desk, case, subject, rule, facts.build(desk, case, machine, subject))


def take(desk: Desk, subject: Any, step: str, raw: Mapping[str, Any], token: str) -> Event:
    """Take one step of the procedure and leave its trace, or raise and leave none.

    Raises NotYours (404), NotAllowed (403), Stale (409), InvalidInput (422), Refused (409).
    """
    case = _locked(desk, subject)
    rule = _rule(desk, case, step)
    _authorise(desk, case, subject, rule)
    _check_token(desk, case, subject, rule, token)
    if not rule.starts and not rule.concerns(kind_of(subject)):
        raise NotYours
    asked = forms.parse(desk, rule, case, raw)
    if kind := approvals.asked_for(desk, rule):
        _may_be_asked_for(desk, case, subject, rule, asked)
        return _ask_approval(desk, case, subject, rule, kind, raw)
    return _start(desk, case, rule, asked) if rule.starts else _do(desk, case, subject, rule, asked)


def rehearse(desk: Desk, subject: Any, step: str, raw: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Kind and facts of the papers a step would make, taken as typed and without asking for approval first. The caller undoes everything.

    Raises what `take` raises, but for a page that is out of date: nothing of this is kept.
    """
    case = _locked(desk, subject)
    rule = _rule(desk, case, step)
    _authorise(desk, case, subject, rule)
    if not rule.starts and not rule.concerns(kind_of(subject)):
        raise NotYours
    known = set(desk.session.exec(select(Paper.id).where(Paper.case_id == case.id)).all())
    asked = forms.parse(desk, rule, case, raw)
    _start(desk, case, rule, asked) if rule.starts else _do(desk, case, subject, rule, asked)
    made = desk.session.exec(select(Paper).where(Paper.case_id == case.id).order_by(col(Paper.id))).all()
    return [(paper.kind, paper.facts) for paper in made if paper.id not in known]


def take_by_number(desk: Desk, case: Case, step: str, raw: Mapping[str, Any]) -> Event:
    """A first step on a case found by the exact number of its award (a suit that came with the award attached).

    The role is asked as always; whether the case concerns the person follows from the number they hold.
    """
    case = _locked(desk, case)
    rule = _rule(desk, case, step)
    if not rule.starts or not desk.actor.has(*rule.by):
        raise NotAllowed(rule.title, [_role_title(r) for r in rule.by], rule.basis)
    return _start(desk, case, rule, forms.parse(desk, rule, case, raw))


def perform(desk: Desk, subject: Any, step: str, **asked: Any) -> Event:
    """A step that follows from another one, taken by the system inside the same transaction."""
    system = desk.as_system()
    case = case_of(desk, subject)
    rule = _rule(desk, case, step)
    if not system.actor.has(*rule.by):
        raise NotAllowed(rule.title, [_role_title(r) for r in rule.by], rule.basis)
    return _do(system, case, subject, rule, asked)


def start(desk: Desk, case: Case, step: str, asked: Mapping[str, Any], subject: Any) -> Event:
    """Record that `subject`, just made, came into being by `step`. For services that make parts of a case."""
    rule = _rule(desk, case, step)
    if not desk.actor.has(*rule.by):
        raise NotAllowed(rule.title, [_role_title(r) for r in rule.by], rule.basis)
    return _do(desk, case, subject, rule, asked, made=True)


def _waiting(desk: Desk, case: Case, machine: str, subject: Any, rule: Rule) -> tuple[Reason, ...]:
    reason = approvals.in_the_way(desk, case, machine, subject.id, rule)
    return (reason,) if reason is not None else ()


def _may_be_asked_for(desk: Desk, case: Case, subject: Any, rule: Rule, asked: Mapping[str, Any]) -> None:
    """Everything the step itself would be asked, before anybody is troubled with approving it. Raises Refused."""
    machine = machine_of(subject)
    known = facts.build(desk, case, machine, None if rule.starts else subject, asked)
    if rule.starts:
        procedure.may_be_taken(rule, known)
    else:
        procedure.move(rule, subject.state, known)
    if reasons := _waiting(desk, case, machine, subject, rule):
        raise Refused(rule.title, list(reasons), rule.basis)


def _ask_approval(desk: Desk, case: Case, subject: Any, rule: Rule, kind: Kind, raw: Mapping[str, Any]) -> Event:
    """Nothing moves yet: the request goes to the first of its levels."""
    approval = approvals.open_request(desk, case, machine_of(subject), subject.id, rule, kind, raw)
    request = _rule(desk, case, "approval.request")
    return _do(desk, case, approval, replace(request, title=f"{request.title}：{kind.title}"), {}, made=True)


def _carry_out(desk: Desk, case: Case, approval: Approval) -> Event:
    """The step the last level approved, its conditions asked again. Raises Refused with every reason against it now.

    The requester takes it, as they stand today; the record names who approved. What is nobody's but the approver's
    (the approval of a draft) the approver takes.
    """
    rule = _rule(desk, case, approval.rule)
    subject = desk.session.get(MACHINES[approval.machine].model, approval.subject_id)
    if rule.by == ("system",):
        return _do(desk, case, subject, rule, {})
    actor = approvals.actor_who_asked(desk, approval, people.actor_of)
    asker = replace(desk, actor=actor) if actor is not None else None
    if asker is None or not asker.actor.has(*rule.by) or not _concerned(asker, case, subject):
        why = f"报请人{approval.requested_by_name}已不能办理这一步。请退回，由现在的承办人重新报请。"
        raise Refused(rule.title, [Reason(why, rule.basis)], rule.basis)
    try:
        asked = forms.parse(asker, rule, case, approval.asked)
    except InvalidInput as problem:
        raise Refused(rule.title, [Reason(str(one)) for one in problem.errors], rule.basis) from problem
    said = approvals.approved_by(approval)
    return _start(asker, case, rule, asked, said) if rule.starts else _do(asker, case, subject, rule, asked, said=said)


def _start(desk: Desk, case: Case, rule: Rule, asked: Mapping[str, Any], said: str = "") -> Event:
    """A step that brings its subject into being: its effect makes the row, then the machine takes it over."""
    known = facts.build(desk, case, asked=asked)
    procedure.may_be_taken(rule, known)
    subject = BEFORE[rule.id](desk, case, case, known.asked)
    return _do(desk, case, subject, rule, asked, made=True, said=said)


def _do(
    desk: Desk, case: Case, subject: Any, rule: Rule, asked: Mapping[str, Any], *, made: bool = False, said: str = ""
) -> Event:
    """Conditions, move, effect, event, limits, papers, tasks. The caller has authorised."""
    machine = rule.machine
    asked = {**asked, **_about(desk, case, machine, subject)}
    known = facts.build(desk, case, machine, subject, asked)
    before = START if rule.starts else subject.state
    after = procedure.begin(rule, known) if rule.starts else procedure.move(rule, before, known)
    if rule.id in BEFORE and not made:
        BEFORE[rule.id](desk, case, subject, known.asked)
    subject.state = after
    if not isinstance(subject, Case):
        subject.version += 1
    case.version += 1
    event = _event(desk, case, subject, rule, before, after, known.asked, said)
    desk.session.add_all((subject, case, event))
    desk.session.flush()
    assert event.id is not None
    limits.close_limits(desk, case, rule.closes, event.id, desk.today, part=(machine, subject.id))
    for opens in rule.opens:
        origin = known.asked[opens.origin] if opens.origin != "today" else desk.today
        limits.open_limit(
            desk, case, opens.rule, origin, event.id, machine=machine, subject_id=subject.id
        )
    if rule.id in DURING:
        DURING[rule.id](desk, case, subject, known.asked, event)
    for name in rule.issues:
        papers.issue_for_step(
            desk,
            case,
            name,
            known.asked,
            referral=subject if machine == "referral" else None,
            review=subject if machine == "review" else None,
            hearing=_current_hearing(desk, case) if name in ("hearing_notice", "postponement_notice", "collective_notice") else None,
        )
    events.seal(desk.session, case, event)
    if rule.id in AFTER:
        AFTER[rule.id](desk, case, subject, known.asked, DOOR)
    _drop_what_lapsed(desk, case, machine, subject)
    _reconcile(desk, case, machine, subject, rule)
    outbox.put(desk, "case.changed", f"case:{case.id}:{case.version}", case_id=case.id)
    desk.session.flush()
    return event


class _Door:
    """What an effect may do through the door: take steps that follow, or record that a part came into being."""

    def perform(self, desk: Desk, subject: Any, step: str, **asked: Any) -> Event:
        return perform(desk, subject, step, **asked)

    def start(self, desk: Desk, case: Case, step: str, subject: Any) -> Event:
        return start(desk.as_system(), case, step, {}, subject)

    def follow(self, desk: Desk, subject: Any, step: str) -> Event:
        case = case_of(desk, subject)
        return _do(desk, case, subject, _rule(desk, case, step), {})

    def ask(self, desk: Desk, case: Case, step: str, kind: str) -> Event | None:
        rule, chosen = _rule(desk, case, step), approvals.kind_in_use(desk, kind)
        return _ask_approval(desk, case, case, rule, chosen, {}) if chosen is not None else None

    def carry_out(self, desk: Desk, case: Case, approval: Approval) -> Event:
        return _carry_out(desk, case, approval)


DOOR = _Door()


def _about(desk: Desk, case: Case, machine: str, subject: Any) -> dict[str, Any]:
    """What effects and papers of a part need to know besides what was typed."""
    if machine == "approval":
        return {"approval_id": subject.id, "on_behalf": approvals.on_behalf(desk, case, subject)}
    return {"matter_id": subject.id} if machine == "court_matter" else {}


def _drop_what_lapsed(desk: Desk, case: Case, machine: str, subject: Any) -> None:
    """A request whose step no longer starts where its subject now stands has nothing left to approve."""
    for one in approvals.waiting(desk, case, machine, subject.id) if machine != "approval" else ():
        if approvals.has_lapsed(one, _rule(desk, case, one.rule), subject.state):
            perform(desk, one, "approval.void")


def _reconcile(desk: Desk, case: Case, machine: str, subject: Any, rule: Rule) -> None:
    """Tasks of the subject, and of the case when a part of it moved."""
    known = facts.build(desk, case, machine, subject)
    tasks.reconcile(desk, case, machine, subject, known, rule.id)
    if machine != "case":
        tasks.reconcile(desk, case, "case", case, known, rule.id)


def _event(
    desk: Desk, case: Case, subject: Any, rule: Rule, before: str, after: str, asked: Mapping[str, Any], said: str
) -> Event:
    role = next((r for r in (*rule.by, *ROLES) if desk.actor.has(r)), "system")
    return Event(
        case_id=case.id or 0,
        sequence=case.version,
        machine=rule.machine,
        subject_id=subject.id,
        rule=rule.id,
        title=rule.title,
        basis=rule.basis,
        actor_id=desk.actor.id,
        actor_name=desk.actor.name,
        actor_role=role,
        on_day=desk.today,
        at=desk.now,
        before="" if before == START else before,
        after=after,
        note=_note(asked, said),
        inner=rule.inner,
        definition=desk.book.version,
        previous_hash=case.head_hash,
        hash=f"pending-{uuid4().hex}",
    )


NOTED = (
    "whom",
    "helpers",
    "note",
    "note_optional",
    "missing_papers",
    "refusal_reason",
    "withdrawal_reason",
    "postpone_reason",
    "suspension_reason",
    "extension_reason",
    "outcome_reason",
    "outcome_reason_optional",
    "reassign_reason",
    "designating_department",
    "jurisdiction_reason",
    "absence_reason",
    "default_reason",
    "request_text",
    "refusal_of_statement",
    "partial_reason",
    "reopening_reason",
    "hold_reason",
    "correction_before",
    "no_mediation_reason",
    "remarks",
    "approval_opinion",
    "on_behalf",
    "correction_text",
    "correction_reason",
)


def _note(asked: Mapping[str, Any], first: str) -> str:
    """What a reader of the timeline needs of what was typed. Offers and notes of mediators are never in it."""
    said = [str(asked[name]) for name in NOTED if asked.get(name)]
    return "；".join([first, *said] if first else said)[:2000]


def _rule(desk: Desk, case: Case, step: str) -> Rule:
    try:
        return desk.book.rule(step, applicable_on(case))
    except KeyError:
        raise NotYours from None


def _concerned(desk: Desk, case: Case, subject: Any) -> bool:
    may = MACHINES[machine_of(subject)].act
    concern = access.concern_of(desk.session, case, desk.today)
    if isinstance(subject, (Lead, Referral, Agreement)) and allows(desk.actor, May.ACT_ON_CASE, concern):
        return True
    if isinstance(subject, (Lead, Referral, Agreement)) and desk.actor.has("mediator"):
        return _receiving(desk, subject) == desk.actor.body_id and allows(desk.actor, may, concern)
    if isinstance(subject, CourtMatter):
        linking = allows(desk.actor, May.LINK_MATTER) and allows(desk.actor, May.ACT_ON_CASE, concern)
        return subject.court_id == desk.actor.body_id or linking
    return allows(desk.actor, may, concern)


def _may_start(desk: Desk, case: Case, rule: Rule) -> bool:
    """A new part is started by whoever acts on the case; a case is brought before a meeting by whoever may read it."""
    return _concerned(desk, case, Discussion(case_id=case.id or 0, ordinal=0, proposed_on=desk.today) if rule.machine == "discussion" else case)


def _receiving(desk: Desk, subject: Lead | Referral | Agreement) -> int | None:
    """The mediation body a dispute began at, a referral went to, or an agreement was reached before."""
    if isinstance(subject, Lead):
        return subject.body_id
    if isinstance(subject, Referral):
        return subject.receiving_body_id
    referral = desk.session.get(Referral, subject.referral_id) if subject.referral_id else None
    return referral.receiving_body_id if referral is not None else None


def _authorise(desk: Desk, case: Case, subject: Any, rule: Rule) -> None:
    """Before any condition or effect runs: does the case concern the person, and is the act theirs?"""
    if not (_may_start(desk, case, rule) if rule.starts else _concerned(desk, case, subject)):
        raise NotYours
    if not desk.actor.has(*rule.by):
        raise NotAllowed(rule.title, [_role_title(r) for r in rule.by], rule.basis)


def _role_title(role: str) -> str:
    return LABELS[role][0] if role in LABELS else "系统"


def _locked(desk: Desk, subject: Any) -> Case:
    """The case, its row locked until the transaction ends, and both read anew."""
    case_id = subject.id if isinstance(subject, Case) else subject.case_id
    case = desk.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotYours
    case_rows.forget(desk.session)
    if subject is not case:
        _Session.refresh(desk.session, subject)
    return case


def _token(desk: Desk, machine: str, subject: Any, rule: Rule, case: Case) -> str:
    return tokens.sign(
        desk.settings, machine, subject.id, rule.id, subject.state, case.version, desk.book.version, desk.now
    )


def _check_token(desk: Desk, case: Case, subject: Any, rule: Rule, token: str) -> None:
    read = tokens.read(desk.settings, token, machine_of(subject), subject.id, rule.id, desk.now)
    if read == (subject.state, case.version, desk.book.version):
        return
    if read is None:
        raise Stale(rule.title, ["页面打开时间过长，或者不是从本案页面提交。"])
    changed = [
        f"{event.on_day.month}月{event.on_day.day}日 {event.actor_name} 办理了「{event.title}」"
        for event in events.since(desk.session, case.id or 0, read[1])
        if not event.inner
    ]
    raise Stale(rule.title, changed or [f"案件现在的状态是「{label(machine_of(subject), subject.state)}」。"])


def _current_hearing(desk: Desk, case: Case) -> Hearing | None:
    return desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal).desc())
    ).first()


def limits_of(desk: Desk, case: Case) -> list[Limit]:
    """Every limit of a case, running ones first."""
    found = desk.session.exec(select(Limit).where(Limit.case_id == case.id)).all()
    return sorted(found, key=lambda limit: (limit.state != "open", limit.due, limit.id or 0))
