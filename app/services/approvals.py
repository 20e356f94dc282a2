"""审批: the chain a request passes, who stands at each level today, and what the approvers read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import Approval, Award, Case, ClaimItem, Paper, Party, Setting, Staff
from app.services import case_rows, entrustments
from app.services.actor import Actor
from app.services.desk import Desk
from workflows.approvals import Kind, Level, approvals
from workflows.errors import Reason, Refused
from workflows.facts import ApprovalFacts
from workflows.items import kind as item_kind
from workflows.states import START
from workflows.statute import Rule

DRAFT_RULE = "arb.approve"
"""What the last level does to a draft award."""
VERDICTS = {"endorse": "同意，报上一级", "approve": "批准", "return": "退回"}
DISPOSITIONS = {"granted": "支持", "partly": "部分支持", "refused": "驳回", "pending": "未裁决"}


@dataclass(frozen=True)
class Standing:
    """Somebody who may decide at a level: in their own right, or for another who entrusted them."""

    staff_id: int
    name: str
    for_id: int | None = None
    for_name: str = ""


def asked_for(desk: Desk, rule: Rule) -> Kind | None:
    """The kind of approval a step needs; None where it needs none, or the office has switched its own practice off."""
    return kind_in_use(desk, rule.approval) if rule.approval else None


def kind_in_use(desk: Desk, name: str) -> Kind | None:
    kind = approvals().kinds[name]
    if kind.mark == "P":
        row = case_rows.once(
            desk.session, Setting, kind.setting, lambda: desk.session.get(Setting, kind.setting)
        )
        if row is not None and row.value == "no":
            return None
    return kind


def waiting(desk: Desk, case: Case, machine: str = "", subject_id: int | None = None, rule: str = "") -> list[Approval]:
    """The requests of a case nobody has decided, of one subject or rule where named."""
    return [
        one
        for one in case_rows.of_case(desk.session, Approval, case.id or 0)
        if one.state == "waiting"
        and (not machine or (one.machine, one.subject_id) == (machine, subject_id))
        and (not rule or one.rule == rule)
    ]


def in_the_way(desk: Desk, case: Case, machine: str, subject_id: int | None, rule: Rule) -> Reason | None:
    """One waiting request per subject and rule."""
    if not rule.approval:
        return None
    for one in waiting(desk, case, machine, subject_id, rule.id):
        return Reason(
            f"{one.requested_by_name}已于{one.requested_on.isoformat()}报请审批，正等待{level_of(one).title}审批。"
            "请等候审批结果，或者由报请人撤回后重新报请。",
            approvals().kinds[one.kind].basis,
        )
    return None


def level_of(approval: Approval) -> Level:
    return approvals().levels[approval.level]


def open_request(
    desk: Desk, case: Case, machine: str, subject_id: int, rule: Rule, kind: Kind, raw: Mapping[str, Any]
) -> Approval:
    """The row of a new request, with its chain. Raises Refused when nobody could approve it."""
    assert desk.actor.id is not None
    levels = chain(desk, case, kind)
    earlier = desk.session.exec(
        select(Approval)
        .where(
            Approval.case_id == case.id,
            Approval.machine == machine,
            Approval.subject_id == subject_id,
            Approval.rule == rule.id,
        )
        .order_by(col(Approval.id).desc())
    ).first()
    every = case_rows.of_case(desk.session, Approval, case.id or 0)
    made = Approval(
        case_id=case.id or 0,
        ordinal=len(every) + 1,
        kind=kind.id,
        rule=rule.id,
        machine=machine,
        subject_id=subject_id,
        asked={name: value for name, value in raw.items() if _is_asked(name, rule)},
        content=draft_content(case) if rule.id == DRAFT_RULE else step_content(desk, case, rule, raw),
        levels=levels,
        level=next(one["id"] for one in levels if not one.get("skipped")),
        requested_by_id=desk.actor.id,
        requested_by_name=desk.actor.name,
        requested_on=desk.today,
        due_rule=kind.until,
        earlier_id=earlier.id if earlier is not None and earlier.state in ("returned", "withdrawn") else None,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def _is_asked(name: str, rule: Rule) -> bool:
    """Fields of the step; those with a row of their own for each item or person carry its id after a dash."""
    return name in rule.asks or "-" in name


def chain(desk: Desk, case: Case, kind: Kind) -> list[dict[str, str]]:
    """The levels in order, those skipped with the reason. Raises Refused when nobody can give the last approval."""
    found: list[dict[str, str]] = []
    for name in kind.levels:
        level = approvals().levels[name]
        row = {"id": name, "title": level.title}
        if why := _skipped(desk, case, kind, level):
            row["skipped"] = why
        found.append(row)
    if not people_at(desk, case, kind, approvals().levels[kind.levels[-1]], desk.actor.id):
        why = "除报请人以外，没有可以批准的仲裁院负责人。请由负责人先登记委托，再报请。"
        raise Refused(f"报请审批（{kind.title}）", [Reason(why, kind.basis)], kind.basis)
    return found


def _skipped(desk: Desk, case: Case, kind: Kind, level: Level) -> str:
    """Why a level before the last has nothing to say; "" when it has."""
    if level.id == kind.levels[-1]:
        return ""
    if level.id == "chief":
        if case.chief_id is None:
            return "本案尚未组庭"
        return "报请人就是首席（独任）仲裁员" if case.chief_id == desk.actor.id else ""
    if desk.actor.has(level.role):
        return f"报请人就是{level.title}"
    if not people_at(desk, case, kind, level, desk.actor.id):
        return f"没有其他在岗的{level.title}"
    return ""


def people_at(desk: Desk, case: Case, kind: Kind, level: Level, requester_id: int | None) -> list[Standing]:
    """Everybody who may decide at a level today. What the requester entrusted to another does not count."""
    own = list(entrustments.holders(desk.session, case.office_id, (level.role,)))
    if level.id == "chief":
        own = [one for one in own if one.id == case.chief_id]
    found = [Standing(one.id or 0, one.name) for one in own if one.id != requester_id]
    if level.role not in entrustments.GIVING:
        return found
    names = {one.id: one.name for one in own}
    for given in entrustments.running(desk.session, case.office_id, desk.today):
        covered = not given.kinds or kind.id in given.kinds
        if covered and given.from_id in names and requester_id not in (given.from_id, given.to_id):
            taker = desk.session.get(Staff, given.to_id)
            if taker is not None and taker.active and taker.body_id == case.office_id:
                found.append(Standing(given.to_id, taker.name, given.from_id, names[given.from_id]))
    return found


def standing(desk: Desk, case: Case, approval: Approval) -> Standing | None:
    """How the person at the desk stands at the level reached: in their own right first, else for another."""
    kind = approvals().kinds[approval.kind]
    here = people_at(desk, case, kind, level_of(approval), approval.requested_by_id)
    mine = [one for one in here if one.staff_id == desk.actor.id]
    return min(mine, key=lambda one: one.for_id is not None, default=None)


def facts_of(desk: Desk, case: Case, approval: Approval) -> ApprovalFacts:
    """The request as its conditions see it."""
    level = level_of(approval)
    return ApprovalFacts(
        id=approval.id or 0,
        kind=approval.kind,
        state=approval.state,
        level=approval.level,
        level_title=level.title,
        is_last=approval.level == approvals().kinds[approval.kind].levels[-1],
        requested_by=approval.requested_by_id,
        stands_here=standing(desk, case, approval) is not None,
        has_spoken=any(one["by_id"] == desk.actor.id for one in approval.opinions),
    )


def on_behalf(desk: Desk, case: Case, approval: Approval) -> str:
    """受…委托, for the event and the paper; "" for who acts in their own right."""
    here = standing(desk, case, approval) if approval.state == "waiting" else None
    return f"受{here.for_name}委托" if here is not None and here.for_name else ""


def record_opinion(desk: Desk, case: Case, approval: Approval, verdict: str, remark: str) -> None:
    """Who said what at which level, when, and for whom."""
    here = standing(desk, case, approval)
    opinion: dict[str, Any] = {
        "level": approval.level,
        "level_title": level_of(approval).title,
        "by_id": desk.actor.id,
        "by_name": desk.actor.name,
        "on": desk.today.isoformat(),
        "at": desk.now.isoformat(),
        "verdict": verdict,
        "remark": remark,
    }
    if here is not None and here.for_id is not None:
        opinion |= {"for_id": here.for_id, "for_name": here.for_name}
    approval.opinions = [*approval.opinions, opinion]
    desk.session.add(approval)


def next_level(approval: Approval) -> str:
    """The level after the one reached that has something to say. Raises StopIteration after the last."""
    at = [one["id"] for one in approval.levels].index(approval.level)
    return next(one["id"] for one in approval.levels[at + 1 :] if not one.get("skipped"))


def approved_by(approval: Approval) -> str:
    """Who asked and who approved, as the event of the step says it."""
    last = approval.opinions[-1]
    whom = f"{last['by_name']}（受{last['for_name']}委托）" if last.get("for_name") else last["by_name"]
    return f"{approval.requested_by_name}报请，{whom}批准"


def has_lapsed(approval: Approval, rule: Rule, state: str) -> bool:
    """Whether the step asked for can no longer be taken from where its subject now stands."""
    return state == "closed" if rule.sources == (START,) else state not in rule.sources


# ---- what the approvers read ----


def draft_content(case: Case) -> list[dict[str, str]]:
    """The draft award: findings, reasons, and each claim with what is decided on it."""
    lines = [("查明的事实", case.facts_found), ("本委认为", case.reasoning)]
    for item in case.items:
        lines.append((f"第{item.ordinal}项 {item_kind(item.kind).title}", _item_text(item)))
    return [{"title": title, "text": text} for title, text in lines]


def _item_text(item: ClaimItem) -> str:
    decided = DISPOSITIONS.get(item.disposition, item.disposition)
    if item.awarded_fen is not None:
        decided += f" {item.awarded_fen / 100:,.2f}元"
    parts = [decided, item.decision_text, item.reasoning, "；".join(item.articles), item.deviation_reason]
    return "\n".join(part for part in parts if part)


def step_content(desk: Desk, case: Case, rule: Rule, raw: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was typed for a step, field by field, in words."""
    found = []
    for name in rule.asks:
        field = desk.book.fields[name]
        given = raw.get(name)
        values: Sequence[Any] = given if isinstance(given, (list, tuple)) else [given]
        words = [_word(desk, case, field.type, field.choices, str(one)) for one in values if one not in (None, "")]
        if words:
            found.append({"title": field.title, "text": "、".join(words)})
    return found


def _word(desk: Desk, case: Case, type_: str, choices: tuple[tuple[str, str, str], ...], value: str) -> str:
    if type_ == "choice":
        return next((choice[1] for choice in choices if choice[0] == value), value)
    if type_ == "yes_no":
        return "是" if value in ("yes", "on", "1", "true", "True") else "否"
    if type_ == "item":
        return next((f"第{i.ordinal}项" for i in case.items if str(i.id) == value), value)
    models: Mapping[str, tuple[type[Any], str]] = {
        "party": (Party, "name"), "staff": (Staff, "name"), "staff_list": (Staff, "name"),
        "paper": (Paper, "number"), "award": (Award, "number"),
    }  # fmt: skip
    if type_ in models and value.isdigit():
        model, name = models[type_]
        row = desk.session.get(model, int(value))
        return str(getattr(row, name)) if row is not None else value
    return value


def actor_who_asked(desk: Desk, approval: Approval, actor_of: Any) -> Actor | None:
    """The requester as they stand today; None when they are no longer in service."""
    staff = desk.session.get(Staff, approval.requested_by_id)
    return actor_of(desk.session, staff) if staff is not None and staff.active else None
