"""What was typed for a step, turned into values. Every problem is told at once; nothing is guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import (
    Award,
    Body,
    Case,
    ClaimItem,
    CourtLink,
    CourtMatter,
    JointMeeting,
    LinkCandidate,
    Paper,
    Party,
    Referral,
    Staff,
    StaffRole,
)
from app.models.court import COURT_DISPOSITIONS, REASON_CODES
from app.services import case_rows, form_rows, payment_lines, service_forms
from app.services.desk import Desk
from app.services.errors import InvalidInput
from app.services.typed import day, instant, money
from workflows import causes
from workflows import items as catalogue
from workflows.agreement_standing import ALL, BODY, MEDIATOR
from workflows.errors import InputError, NotInForce
from workflows.links import links
from workflows.statute import FieldDefinition, Rule

__all__ = ["day", "instant", "money", "parse"]

MOST_ITEMS_TEXT = 2000


def parse(desk: Desk, rule: Rule, case: Case, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The values a step asks for. Raises InvalidInput with every problem."""
    asked: dict[str, Any] = {}
    problems: list[InputError] = []
    for name in rule.asks:
        field = desk.book.fields[name]
        try:
            asked[name] = _value(desk, field, case, raw)
        except InputError as problem:
            problem.name = name  # type: ignore[attr-defined]
            problems.append(problem)
        except InvalidInput as several:
            problems += several.errors
    if problems:
        raise InvalidInput(problems)
    return asked


def _value(desk: Desk, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> Any:
    if field.type == "outcomes":
        return _outcomes(desk, case, raw)
    if field.type in form_rows.READERS:
        return form_rows.READERS[field.type](desk, field, case, raw)
    if field.type == "payment_lines":
        return payment_lines.parse(field, raw)
    given = raw.get(field.id)
    if field.type == "choice_list":
        return _choices(field, given)
    if field.type == "staff_list":
        chosen = given if isinstance(given, (list, tuple)) else [given] if given else []
        return tuple(_staff(desk, field, case, str(one)) for one in chosen if str(one).strip())
    if isinstance(given, (list, tuple)):
        given = given[0] if given else None
    if field.type == "yes_no":
        return given in (True, "yes", "on", "1", "true")
    text = "" if given is None else str(given).strip()
    if not text:
        if field.required:
            raise InputError(field.title, "", "这一项没有填写。", "请填写后再提交。")
        return "" if field.type in ("text", "long_text") else None
    if "\x00" in text:
        raise InputError(field.title, text, "含有不能保存的控制字符。", "请删除后重新填写。")
    return _READERS[field.type](desk, field, case, text)


def _text(_: Desk, field: FieldDefinition, __: Case, text: str) -> str:
    if len(text) > field.max_length:
        raise InputError(
            field.title, text, f"共{len(text)}个字，超过{field.max_length}个字。", "请精简，或者作为材料上传。"
        )
    return text


def _number(_: Desk, field: FieldDefinition, __: Case, text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise InputError(field.title, text, "这不是正整数。", "请填写阿拉伯数字。")
    return int(text)


def _choice(_: Desk, field: FieldDefinition, __: Case, text: str) -> str:
    if text not in {choice[0] for choice in field.choices}:
        raise InputError(field.title, text, "不在可选范围内。", "请从列表中选择。")
    return text


def _choices(field: FieldDefinition, given: Any) -> tuple[str, ...]:
    """Several of the choices, in the order they are listed."""
    several = given if isinstance(given, (list, tuple)) else [given] if given else []
    chosen = {str(one).strip() for one in several} - {""}
    known = [choice[0] for choice in field.choices]
    for one in sorted(chosen - set(known)):
        raise InputError(field.title, one, "不在可选范围内。", "请从列表中选择。")
    if field.required and not chosen:
        raise InputError(field.title, "", "这一项没有填写。", "请至少选择一项。")
    return tuple(one for one in known if one in chosen)


def _id(field: FieldDefinition, text: str) -> int:
    if not re.fullmatch(r"\d{1,12}", text):
        raise InputError(field.title, text, "不在可选范围内。", "请从列表中选择。")
    return int(text)


def _party(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    party = desk.session.get(Party, _id(field, text))
    if party is None or party.case_id != case.id:
        raise InputError(field.title, text, "不是本案的当事人。", "请从列表中选择。")
    return _id(field, text)


def _staff(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    found = desk.session.exec(
        select(Staff.id)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(
            Staff.id == _id(field, text),
            Staff.body_id == case.office_id,
            col(Staff.active).is_(True),
            col(StaffRole.role).in_(field.roles),
        )
    ).first()
    if found is None:
        raise InputError(field.title, text, "不是本委可以担任此职的在岗人员。", "请从列表中选择。")
    return found


def _body(desk: Desk, field: FieldDefinition, _: Case, text: str) -> int:
    body = desk.session.get(Body, _id(field, text))
    if body is None or body.channel is None or not body.active_from <= desk.today <= (body.active_to or date.max):
        raise InputError(field.title, text, "不是在册的调解组织。", "请从列表中选择。")
    return _id(field, text)


def _court(desk: Desk, field: FieldDefinition, _: Case, text: str) -> int:
    body = desk.session.get(Body, _id(field, text))
    if body is None or body.kind != "court":
        raise InputError(field.title, text, "不是在册的法院。", "请从列表中选择。")
    return _id(field, text)


def _mediator(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    bodies = [one.receiving_body_id for one in case_rows.of_case(desk.session, Referral, case.id or 0)]
    found = desk.session.exec(
        select(Staff.id)
        .join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        .where(
            Staff.id == _id(field, text),
            col(Staff.body_id).in_(bodies),
            col(Staff.active).is_(True),
            StaffRole.role == "mediator",
        )
    ).first()
    if found is None:
        raise InputError(field.title, text, "不是受委托组织在岗的调解员。", "请从列表中选择。")
    return found


def _channel(_: Desk, field: FieldDefinition, __: Case, text: str) -> str:
    if text not in links().channels:
        raise InputError(field.title, text, "没有这个调解渠道。", "请从列表中选择。")
    return text


def _paper(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    paper = desk.session.get(Paper, _id(field, text))
    if paper is None or paper.case_id != case.id:
        raise InputError(field.title, text, "不是本案的文书。", "请从列表中选择。")
    return _id(field, text)


def _signer(desk: Desk, field: FieldDefinition, case: Case, text: str) -> str:
    parties = {f"party-{p.id}" for p in case.parties if p.side != "third_party"}
    if text not in {*parties, MEDIATOR, BODY, ALL}:
        raise InputError(field.title, text, "不在可选范围内。", "请从列表中选择。")
    return text


def _payment_line(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    if _id(field, text) not in {line.id for line in case_rows.payment_lines(desk.session, case.id or 0)}:
        raise InputError(field.title, text, "不是本案协议约定的付款。", "请从列表中选择。")
    return _id(field, text)


def _item(_: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    if _id(field, text) not in {item.id for item in case.items}:
        raise InputError(field.title, text, "不是本案的请求项。", "请从列表中选择。")
    return _id(field, text)


def _award(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    award = desk.session.get(Award, _id(field, text))
    if award is None or award.case_id != case.id:
        raise InputError(field.title, text, "不是本案的裁决书。", "请从列表中选择。")
    return _id(field, text)


def _cause(_: Desk, field: FieldDefinition, case: Case, text: str) -> str:
    try:
        causes.cause(text, case.filed_on)
    except InputError as problem:
        raise InputError(field.title, text, problem.why, problem.remedy, problem.basis) from None
    except NotInForce as problem:
        raise InputError(field.title, text, str(problem), "") from None
    return text


def _link_candidate(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    found = desk.session.get(LinkCandidate, _id(field, text))
    matter = desk.session.get(CourtMatter, found.matter_id) if found and found.matter_id else None
    others = found is not None and found.case_id != case.id and desk.actor.has("judge", "court_clerk")
    if found is None or matter is None or others or matter.case_id != case.id or found.status != "open":
        raise InputError(field.title, text, "不是本诉讼待核对的裁决。", "请从列表中选择。")
    return _id(field, text)


def _meeting(desk: Desk, field: FieldDefinition, _: Case, text: str) -> int:
    meeting = desk.session.get(JointMeeting, _id(field, text))
    if meeting is None or meeting.status != "planned":
        raise InputError(field.title, text, "不是尚未召开的联席会议。", "请从列表中选择；没有的，先在「联席会议」页登记。")
    return _id(field, text)


def before_the_court(desk: Desk, case: Case) -> list[ClaimItem]:
    """The claims a judgment in the thread of this case may decide: its own, and those of other awards in its suits."""
    linked = select(CourtLink.award_id).join(CourtMatter, col(CourtMatter.id) == CourtLink.matter_id)
    others = desk.session.exec(
        select(ClaimItem)
        .where(
            ClaimItem.case_id != case.id,
            col(ClaimItem.award_id).in_(linked.where(CourtMatter.case_id == case.id)),
        )
        .order_by(col(ClaimItem.case_id), col(ClaimItem.ordinal))
    ).all()
    return [*case.items, *others]


def _item_kind(_: Desk, field: FieldDefinition, case: Case, text: str) -> str:
    try:
        return catalogue.kind(text, case.filed_on).id
    except InputError as problem:
        raise InputError(field.title, text, problem.why, problem.remedy, problem.basis) from None


def _commission(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    body = desk.session.get(Body, _id(field, text))
    if body is None or body.kind != "commission" or body.id == case.office_id:
        raise InputError(field.title, text, "不是使用本系统的其他仲裁委员会。", "请从列表中选择，或者写明名称。")
    return _id(field, text)


_READERS: dict[str, Callable[[Desk, FieldDefinition, Case, str], Any]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "choice": _choice,
    "money": lambda _, field, __, text: money(field.title, text),
    "date": lambda _, field, __, text: day(field.title, text),
    "instant": lambda _, field, __, text: instant(field.title, text),
    "party": _party,
    "item": _item,
    "mediator": _mediator,
    "staff": _staff,
    "body": _body,
    "court": _court,
    "channel": _channel,
    "paper": _paper,
    "award": _award,
    "cause": _cause,
    "link_candidate": _link_candidate,
    "meeting": _meeting,
    "signer": _signer,
    "payment_line": _payment_line,
    "item_kind": _item_kind,
    "commission": _commission,
    **service_forms.ONE,
}


def readers() -> frozenset[str]:
    """The types of field that can be read."""
    return frozenset({*_READERS, *form_rows.READERS})


def _outcomes(desk: Desk, case: Case, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows typed as outcome-<item id>-disposition, -amount, -reason, -note; and new claims outcome-new-<n>-…

    -read is what the reader of judgments proposed (disposition:fen), so that what a person changed stays known.
    """
    items = {item.id: item for item in before_the_court(desk, case)}
    rows: dict[str, dict[str, str]] = {}
    for name, value in raw.items():
        match = re.fullmatch(r"outcome-(\d{1,12}|new-\d{1,4})-(disposition|amount|reason|note|kind|text|read)", name)
        if match:
            one = value[0] if isinstance(value, (list, tuple)) and value else value
            rows.setdefault(match[1], {})[match[2]] = str(one or "").strip()
    problems: list[InputError] = []
    found: list[dict[str, Any]] = []
    for key, row in rows.items():
        if not row.get("disposition"):
            continue
        try:
            found.append(_outcome(items, key, row))
        except InputError as problem:
            problem.name = f"outcome-{key}-amount"  # type: ignore[attr-defined]
            problems.append(problem)
    if problems:
        raise InvalidInput(problems)
    if not found:
        raise InputError("逐项结果", "", "还没有登记任何一项的裁判结果。", "请逐项选择。")
    return found


def _outcome(items: Mapping[int | None, ClaimItem], key: str, row: Mapping[str, str]) -> dict[str, Any]:
    item = items.get(int(key)) if key.isdigit() else None
    if key.isdigit() and item is None:
        raise InputError("逐项结果", key, "不是本案的请求项。", "请刷新页面后重新填写。")
    title = f"第{item.ordinal}项" if item else "新增请求"
    if item is None and row.get("kind") not in catalogue.KINDS:
        raise InputError(title, row.get("kind"), "没有选择请求类型。", "请从列表中选择；不是新增请求的，把判决结果改回“请选择”。", "I1 14")
    if row["disposition"] not in COURT_DISPOSITIONS:
        raise InputError(title, row["disposition"], "不在可选范围内。", "请从列表中选择。")
    amount = money(f"{title}金额", row["amount"]) if row.get("amount") else None
    if row["disposition"] in ("granted", "partly") and item and item.claimed_fen is not None and amount is None:
        raise InputError(f"{title}金额", "", "支持或者部分支持的，须填写金额。", "请按判决主文填写。")
    if row["disposition"] == "refused":
        amount = 0 if item and item.claimed_fen is not None else None
    reason = row.get("reason") or None
    if reason is not None and reason not in REASON_CODES:
        raise InputError(f"{title}差异原因", reason, "不在可选范围内。", "请从列表中选择。")
    return {
        "item_id": item.id if item else None,
        "kind": item.kind if item else row["kind"],
        "text": (row.get("text") or "")[:MOST_ITEMS_TEXT],
        "disposition": row["disposition"],
        "amount_fen": amount,
        "reason_code": reason,
        "reason_note": row.get("note") or "",
        "recognised": _recognised(row.get("read", ""), row["disposition"], amount),
    }


def _recognised(proposed: str, disposition: str, fen: int | None) -> str:
    """Whether the person kept what the reader of judgments proposed; nothing where it proposed nothing."""
    if not proposed:
        return ""
    return "kept" if proposed == f"{disposition}:{fen or 0}" else "changed"
