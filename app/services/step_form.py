"""What a page must know to ask for a step: its fields with the choices this case offers, and what was typed so far."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from app.models import (
    Agreement,
    Award,
    Body,
    Case,
    ClaimItem,
    CourtMatter,
    Hearing,
    JointMeeting,
    LinkCandidate,
    MediationSession,
    Paper,
    PaymentLine,
    Referral,
    Staff,
    StaffRole,
)
from app.models.court import COURT_DISPOSITIONS, REASON_CODES
from app.permissions import May, allows
from app.services import (
    access,
    agreement_facts,
    case_rows,
    form_rows,
    forms,
    hearing_records,
    mediation_facts,
    mediators,
    office_links,
    payment_lines,
    service_forms,
    steps,
    workload,
)
from app.services.desk import Desk
from app.services.errors import NotAllowed, NotYours
from app.services.machines import MACHINES
from app.services.steps import Offer
from workflows import causes
from workflows.agreement_standing import ALL, BODY, MEDIATOR
from workflows.errors import HengjianError, NotInForce, Reason, Refused
from workflows.items import kind as item_kind
from workflows.items import kinds as item_kinds
from workflows.states import label
from workflows.statute import FieldDefinition

MOST_NAMED = 6
"""More parties than that are not written out as those who came."""
NOT_SERVED = (
    "service_return", "approval_form", "deliberation_record", "consistency_report", "service_address_confirmation", "filing_receipt",
    "inquiry_letter", "inquiry_record", "inspection_record", "appraisal_letter", "hearing_record", "overdue_suit_record",
    "file_loan_slip", "judgment_feedback", "service_left_record", "public_notice", "entrusted_service_letter", "designation_request",
)  # fmt: skip
DISPOSITION_TITLES = {
    "granted": ("支持", "granted"),
    "partly": ("部分支持", "granted in part"),
    "refused": ("驳回", "refused"),
    "absent": ("未起诉（未处理）", "not before the court"),
}
REASON_TITLES = {
    "new_evidence": ("出现新证据", "new evidence"),
    "fact_finding": ("事实认定不同", "other finding of fact"),
    "law": ("法律适用不同", "other view of the law"),
    "calculation": ("计算方法或者基数不同", "other calculation"),
    "time_bar": ("时效认定不同", "time bar"),
    "procedure": ("程序原因", "procedure"),
    "discretion": ("裁量幅度不同", "discretion"),
    "party_choice": ("当事人处分", "choice of the parties"),
    "policy_change": ("规定有变化", "change of rules"),
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `group` is the heading it stands under."""

    value: str
    title: str
    group: str = ""


@dataclass(frozen=True)
class Input:
    """One field as the page shows it."""

    field: FieldDefinition
    title: str
    help: str
    choices: tuple[Choice, ...]
    value: Any
    rows: tuple[form_rows.Row, ...] = ()
    """The lines of a field that asks about each party or each arbitrator."""
    locked: bool = False
    """Shown, and written elsewhere: the record of a hearing has its own page."""
    only: str = ""
    """The methods of service that have a use for the field; empty: every one."""


@dataclass(frozen=True)
class OutcomeRow:
    """One claim item on the sheet a judge fills in."""

    key: str
    title: str
    claimed_fen: int | None
    awarded_fen: int | None
    money: bool
    new: bool = False


NEW_ROWS = 2
"""Empty lines for claims that were never before the arbitrator (I1 14)."""


def offered(desk: Desk, subject: Any, step: str) -> Offer:
    """The step for a page of its own. NotYours when the subject does not concern the person or the step does not
    start where it stands; NotAllowed when the step is another role's."""
    case = steps.case_of(desk, subject)
    machine = steps.machine_of(subject)
    see = MACHINES[machine].look
    concern = access.concern_of(desk.session, case, desk.today)
    if not allows(desk.actor, see, concern):
        raise NotYours
    if not allows(desk.actor, May.SEE_CASE, concern) and not steps._concerned(desk, case, subject):
        raise NotYours  # another body's part of the same thread: not even its state is told
    try:
        one = steps.offer(desk, subject, step)
    except NotYours:
        raise _not_now(desk, case, machine, subject, step) from None
    if not one.mine:
        if not desk.actor.has(*one.rule.by):
            raise NotAllowed(one.rule.title, [steps._role_title(role) for role in one.rule.by], one.rule.basis)
        raise NotYours
    return one


def _not_now(desk: Desk, case: Case, machine: str, subject: Any, step: str) -> HengjianError:
    """A step the procedure has, but not from where the subject stands; or none at all."""
    try:
        rule = desk.book.rule(step, steps.applicable_on(case))
    except KeyError:
        return NotYours()
    if rule.machine != machine or rule.by == ("system",):
        return NotYours()
    why = f"现在的状态是「{label(machine, subject.state)}」，这一步不从这里开始。请回到案件，查看现在可以办理的步骤。"
    return Refused(rule.title, [Reason(why, rule.basis)], rule.basis)


def subject_of(desk: Desk, machine: str, subject_id: int, *, alone: bool = False) -> Any:
    """The row a step is about. Raises NotYours when there is none.

    `alone`: of a case without its parties and claims, for the door, which reads all anew once it holds the lock.
    """
    lightly = [lazyload(Case.parties), lazyload(Case.items)] if alone and machine == "case" else None  # type: ignore[arg-type]
    found = desk.session.get(MACHINES[machine].model, subject_id, options=lightly)
    if found is None:
        raise NotYours
    return found


def inputs(desk: Desk, one: Offer, subject: Any, typed: Mapping[str, Any], locale: str = "zh") -> list[Input]:
    """The fields of a step with their choices, filled with what was typed, or with what is likely."""
    case = steps.case_of(desk, subject)
    english = locale.startswith("en")
    found = []
    for name in one.rule.asks:
        field = service_forms.as_needed(one.rule, typed, desk.book.fields[name])
        reader = CHOICES.get(field.type)
        choices = tuple(reader(desk, case, subject, field, english)) if reader else ()
        kept = _kept(desk, subject, field.id)
        value = kept or (typed[name] if name in typed else (not typed and _standing(desk, subject, field.id)) or _likely(desk, field, choices))
        found.append(
            Input(
                field=field,
                title=field.title_en if english else field.title,
                help=field.help_en if english else field.help,
                choices=choices,
                value=value,
                rows=form_rows.rows(desk, case, field, typed, english),
                locked=bool(kept),
                only=service_forms.only(one.rule, name),
            )
        )
    return service_forms.narrowed(one.rule, typed, found, lambda shown: shown.field.id)


def outcome_rows(desk: Desk, case: Case, typed: Mapping[str, Any]) -> list[OutcomeRow]:
    """A row for each claim item of the case, and of other cases whose award is in the same suit; then new claims."""
    named = {int(m[1]) for name in typed if (m := re.fullmatch(r"outcome-new-(\d{1,4})-disposition", name))}
    new = [OutcomeRow(f"new-{n}", "", None, None, True, new=True) for n in range(1, max(NEW_ROWS, *named, 0) + 1)]
    return [
        OutcomeRow(
            key=str(item.id),
            title=_which(case, item) + f"{item.ordinal}. {item_kind(item.kind).title}",
            claimed_fen=item.claimed_fen,
            awarded_fen=item.awarded_fen,
            money=item_kind(item.kind).money,
        )
        for item in forms.before_the_court(desk, case)
    ] + new


def _which(case: Case, item: ClaimItem) -> str:
    """The number of the other case an item belongs to; nothing for one's own."""
    return "" if item.case_id == case.id else f"{item.case.title} "


def new_kinds(case: Case, english: bool) -> list[Choice]:
    """The kinds a claim that was never before the arbitrator may be of."""
    return [Choice(k.id, k.title_en if english else k.title) for k in item_kinds(case.filed_on)]


def court_words(english: bool) -> tuple[list[Choice], list[Choice]]:
    """What a court may have done with an item, and why it differs."""
    at = 1 if english else 0
    return (
        [Choice(word, DISPOSITION_TITLES[word][at]) for word in COURT_DISPOSITIONS],
        [Choice(word, REASON_TITLES[word][at]) for word in REASON_CODES],
    )


def payment_rows(desk: Desk, subject: Any, typed: Mapping[str, Any]) -> list[payment_lines.Row]:
    """The rows of the sheet of promised payments."""
    lines: Sequence[PaymentLine] = ()
    if isinstance(subject, Agreement):
        known = case_rows.payment_lines(desk.session, subject.case_id)
        lines = sorted((x for x in known if x.agreement_id == subject.id), key=lambda x: x.ordinal)
    return payment_lines.rows(lines, typed)


def _kept(desk: Desk, subject: Any, name: str) -> str:
    """The record of the hearing as it was written while it was held."""
    if name != "hearing_record" or not isinstance(subject, Case):
        return ""
    hearing = max(case_rows.of_case(desk.session, Hearing, subject.id or 0), key=lambda h: h.ordinal, default=None)
    return hearing_records.text_of(desk, hearing) if hearing is not None else ""


def _standing(desk: Desk, subject: Any, name: str) -> Any:
    """What an edit starts from: the draft of an agreement as it is, a session of mediation as the last one was."""
    if isinstance(subject, Referral):
        return _as_last_time(desk, subject, name)
    if not isinstance(subject, Agreement):
        return ""
    now = {
        "terms": subject.terms,
        "other_duties": subject.other_duties,
        "agreement_subjects": list(subject.subjects),
        "by_listed_body": "yes" if subject.by_listed_body else "",
    }
    return now.get(name, "")


def _as_last_time(desk: Desk, referral: Referral, name: str) -> str:
    """Where and how the last session was, else at the body with everybody: one press logs a session as it mostly is."""
    if name not in ("session_mode", "session_place", "session_came"):
        return ""
    last = desk.session.exec(
        select(MediationSession).where(MediationSession.referral_id == referral.id).order_by(col(MediationSession.id).desc())
    ).first()
    if last is not None:
        return {"session_mode": last.mode, "session_place": last.place, "session_came": last.came}[name]
    if name == "session_came":
        parties = steps.case_of(desk, referral).two_sides
        return "、".join(p.name for p in parties) if len(parties) <= MOST_NAMED else ""
    body = desk.session.get_one(Body, referral.receiving_body_id)
    return {"session_mode": "on_site", "session_place": body.address[:120]}[name]


def _likely(desk: Desk, field: FieldDefinition, choices: Sequence[Choice]) -> Any:
    """Where there is one answer only, or a day that is usually today, it is filled in."""
    if field.type in ("staff_list", "item_list", "choice_list", "attachment_list"):
        return []
    if field.required and field.type in CHOICES and field.type != "choice" and len(choices) == 1:
        return choices[0].value
    if field.id == "chief" and choices and choices[0].group and not choices[0].group.startswith(("不宜", "Not")):
        return choices[0].value
    if field.type == "date" and field.required and field.id in ("session_on", "sent_on", "signed_on", "paid_on", "applied_on", "failed_on", "address_signed_on"):
        return desk.today.isoformat()
    return ""


def _of_field(_: Desk, __: Case, ___: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    return [Choice(value, title_en if english else title) for value, title, title_en in field.choices]


def _of_rows(_: Desk, __: Case, ___: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    return [Choice(value, words) for value, words in form_rows.choices(field, english)]


def _parties(_: Desk, case: Case, ___: Any, ____: FieldDefinition, english: bool) -> list[Choice]:
    titles = {
        "applicant": ("申请人", "applicant"),
        "respondent": ("被申请人", "respondent"),
        "third_party": ("第三人", "third party"),
    }
    return [Choice(str(p.id), p.name, titles[p.side][english]) for p in case.parties]


def _signers(desk: Desk, case: Case, subject: Any, ___: FieldDefinition, english: bool) -> list[Choice]:
    """Those who have not signed the agreement yet; all of them at once when they signed on one day."""
    signed = {s.signer for s in case_rows.signatures(desk.session, case.id or 0) if s.agreement_id == subject.id}
    words = {
        MEDIATOR: ("调解员签名", "the mediator"),
        BODY: ("调解组织盖章", "the body's seal"),
        ALL: ("其余各方均在同一日签名、盖章", "all the others, on one day"),
    }
    parties = [(f"party-{p.id}", p.name) for p in case.parties if p.side != "third_party"]
    left = [*parties, (MEDIATOR, words[MEDIATOR][english]), (BODY, words[BODY][english])]
    return [Choice(value, title) for value, title in (*left, (ALL, words[ALL][english])) if value not in signed]


def _open_lines(desk: Desk, case: Case, subject: Any, __: FieldDefinition, english: bool) -> list[Choice]:
    """The payments of the agreement that are not fully made."""
    if not isinstance(subject, Agreement):
        return []
    said = "{n}. due {day}, {left} yuan left" if english else "第{n}笔 {day}前，尚欠{left}元"
    return [
        Choice(str(x.id), said.format(n=x.ordinal, day=x.due_on.isoformat(), left=f"{x.left_fen / 100:,.2f}"))
        for x in agreement_facts.lines_of(desk, subject)
        if x.left_fen > 0
    ]


def _items(_: Desk, case: Case, __: Any, ___: FieldDefinition, english: bool) -> list[Choice]:
    return [Choice(value, words) for value, words in form_rows.item_choices(case, english)]


def _open_items(desk: Desk, case: Case, subject: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    """The claims nothing has settled yet."""
    settled = {str(item.id) for item in case.items if item.disposition != "pending"}
    return [one for one in _items(desk, case, subject, field, english) if one.value not in settled]


def _staff(desk: Desk, case: Case, _: Any, field: FieldDefinition, __: bool) -> list[Choice]:
    rows = desk.session.exec(
        select(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(Staff.body_id == case.office_id, col(Staff.active).is_(True), col(StaffRole.role).in_(field.roles))
        .distinct()
        .order_by(col(Staff.id))
    ).all()
    return [Choice(str(one.id), one.name) for one in rows]


def _mediators(desk: Desk, case: Case, subject: Any, _: FieldDefinition, english: bool) -> list[Choice]:
    """The roster of the body the dispute is with, for this dispute; who is tied to a party is left out."""
    if not isinstance(subject, Referral):
        return []
    found = []
    for one in mediators.roster(desk.session, subject.receiving_body_id, desk.today, case):
        fitting = (" · fits the claims" if english else "，专长相合") if one.fitting else ""
        load = f" ({one.open} open{fitting})" if english else f"（在办{one.open}件{fitting}）"
        if not one.tie:
            found.append(Choice(str(one.staff.id), one.staff.name + load))
    return found


def _arbitrators(desk: Desk, case: Case, subject: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    """For a tribunal: the least loaded first, those something speaks against last, with the reason (ORG 12; LMA 33)."""
    if field.id not in ("chief", "members") or case.state != "accepted":
        return list(_staff(desk, case, subject, field, english))
    found = []
    for one in workload.candidates(desk, case):
        load = f"在办{one.load.cases}件，折算{one.load.weight:g}" + (f"，已逾期{one.load.overdue}" if one.load.overdue else "")
        if english:
            load = f"{one.load.cases} cases, weight {one.load.weight:g}"
        group = ("Not suitable" if english else "不宜选任") if one.why_not else ("Least loaded first" if english else "按办案量从少到多")
        found.append(Choice(str(one.load.staff.id), f"{one.load.staff.name}（{one.why_not or load}）", group))
    return found


def _channels(desk: Desk, case: Case, subject: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    """Those that may be used now: at this stage of the case, or linked to the channel that did not succeed."""
    if isinstance(subject, Referral) and field.id == "linked_channel":
        book = mediation_facts.links_of(desk, subject)
        usable = book.linked(subject.channel, mediation_facts.stage_of(case))
    else:
        book = office_links.on_day(desk.session, case.office_id, desk.today)
        usable = book.usable(mediation_facts.stage_of(case))
    return [
        Choice(
            name,
            book.channels[name].title_en if english else book.channels[name].title,
            book.pairs[book.channels[name].pair].title_en if english else book.pairs[book.channels[name].pair].title,
        )
        for name in usable
    ]


def _bodies(desk: Desk, case: Case, subject: Any, field: FieldDefinition, english: bool) -> list[Choice]:
    """Mediation bodies in office, under the channels that may be used now."""
    heading = "linked_channel" if isinstance(subject, Referral) else "channel"
    channels = {c.value: c.title for c in _channels(desk, case, subject, desk.book.fields[heading], english)}
    rows = desk.session.exec(
        select(Body).where(
            col(Body.channel).in_(channels),
            col(Body.active_from) <= desk.today,
            col(Body.active_to).is_(None) | (col(Body.active_to) >= desk.today),
        )
    ).all()
    order = list(channels)
    rows = sorted(rows, key=lambda body: (order.index(body.channel or ""), body.id or 0))
    return [Choice(str(b.id), (b.name_en or b.name) if english else b.name, channels[b.channel or ""]) for b in rows]


def _courts(desk: Desk, case: Case, _: Any, __: FieldDefinition, english: bool) -> list[Choice]:
    office = desk.session.get_one(Body, case.office_id)
    rows = desk.session.exec(select(Body).where(Body.kind == "court").order_by(col(Body.id))).all()
    near = (office.basic_court_id, office.intermediate_court_id)
    rows = sorted(rows, key=lambda body: (body.id not in near, body.id or 0))
    return [Choice(str(b.id), (b.name_en or b.name) if english else b.name) for b in rows]


def _papers(desk: Desk, case: Case, _: Any, __: FieldDefinition, ___: bool) -> list[Choice]:
    rows = desk.session.exec(
        select(Paper)
        .where(Paper.case_id == case.id, Paper.folder == "main", col(Paper.kind).not_in(NOT_SERVED))
        .order_by(col(Paper.id).desc())
    ).all()
    names = {p.id: p.name for p in case.parties}
    return [
        Choice(str(p.id), f"《{p.title}》{p.number}" + (f"（{names[p.party_id]}）" if p.party_id in names else ""))
        for p in rows
    ]


def _awards(desk: Desk, case: Case, _: Any, __: FieldDefinition, english: bool) -> list[Choice]:
    types = {"final": ("终局", "final"), "non_final": ("非终局", "non-final")}
    types["advance_payment"] = ("先予执行", "advance payment")
    rows = desk.session.exec(
        select(Award).where(Award.case_id == case.id, col(Award.number).is_not(None)).order_by(col(Award.ordinal))
    ).all()
    return [Choice(str(a.id), f"{a.number}（{types[a.type][english]}）") for a in rows]


def _causes(_: Desk, case: Case, __: Any, ___: FieldDefinition, ____: bool) -> list[Choice]:
    try:
        known = causes.list_on(case.filed_on)
    except NotInForce:
        return []
    return [Choice(c.code, f"{c.code} {c.title}", c.group) for c in known.causes if c.kind == "dispute"]


def _link_candidates(desk: Desk, _: Case, subject: Any, __: FieldDefinition, ___: bool) -> list[Choice]:
    """The awards found for this suit that nobody has said yes or no to; the surest first."""
    if not isinstance(subject, CourtMatter):
        return []
    rows = desk.session.exec(
        select(LinkCandidate, Award)
        .join(Award, col(Award.id) == LinkCandidate.award_id)
        .where(LinkCandidate.matter_id == subject.id, LinkCandidate.status == "open")
        .order_by(col(LinkCandidate.confidence).desc(), col(LinkCandidate.id))
    ).all()
    return [
        Choice(str(one.id), f"{award.number}（{'；'.join(str(w['text']) for w in one.why)}，把握{one.confidence}%）")
        for one, award in rows
        if one.case_id == subject.case_id or not desk.actor.has("judge", "court_clerk")
    ]


def _meetings(desk: Desk, _: Case, __: Any, ___: FieldDefinition, ____: bool) -> list[Choice]:
    rows = desk.session.exec(
        select(JointMeeting).where(JointMeeting.status == "planned").order_by(col(JointMeeting.planned_on))
    ).all()
    return [Choice(str(m.id), f"{m.planned_on.isoformat()} {m.title}") for m in rows]


def _item_kinds(_: Desk, case: Case, __: Any, ___: FieldDefinition, english: bool) -> list[Choice]:
    return [Choice(k.id, k.title_en if english else k.title) for k in item_kinds(case.filed_on)]


def _commissions(desk: Desk, case: Case, _: Any, __: FieldDefinition, english: bool) -> list[Choice]:
    rows = desk.session.exec(
        select(Body).where(Body.kind == "commission", Body.id != case.office_id).order_by(col(Body.id))
    ).all()
    return [Choice(str(b.id), (b.name_en or b.name) if english else b.name) for b in rows]


Reader = Callable[[Desk, Case, Any, FieldDefinition, bool], Sequence[Choice]]
CHOICES: Mapping[str, Reader] = {
    "choice": _of_field,
    "choice_list": _of_field,
    "signer": _signers,
    "payment_line": _open_lines,
    "party": _parties,
    "item": _items,
    "item_list": _open_items,
    "appearance": _of_rows,
    "votes": _of_rows,
    "mediator": _mediators,
    "staff": _arbitrators,
    "staff_list": _arbitrators,
    "channel": _channels,
    "body": _bodies,
    "court": _courts,
    "paper": _papers,
    "award": _awards,
    "cause": _causes,
    "link_candidate": _link_candidates,
    "meeting": _meetings,
    "item_kind": _item_kinds,
    "commission": _commissions,
    "agent": lambda _, case, __, ___, ____: [Choice(*one) for one in service_forms.agent_choices(case)],
    "service": lambda desk, case, _, __, ___: [Choice(*one) for one in service_forms.service_choices(desk, case)],
    "attachment_list": lambda desk, case, _, __, ___: [Choice(*one) for one in service_forms.file_choices(desk, case)],
}


