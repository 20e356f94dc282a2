"""口径: agreed rules of judging — listed, shown, entered and changed by the head and the analyst."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import AdminAct, Standard
from app.permissions import May, allows
from app.services import forms, standard_precedents
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from workflows.errors import InputError
from workflows.items import KINDS

LONGEST_TEXT = 10000
LENGTHS = {"number": ("编号", 40), "title": ("标题", 120), "meeting": ("形成口径的会议", 200)}


def listed(desk: Desk, kind: str = "", words: str = "") -> Sequence[Standard]:
    """Standards, newest first, by claim kind or by words in title and text."""
    query = select(Standard).order_by(col(Standard.adopted_on).desc(), col(Standard.id).desc())
    if words.strip():
        asked = words.strip()
        query = query.where(col(Standard.title).contains(asked) | col(Standard.text).contains(asked))
    found = desk.session.exec(query).all()
    return [one for one in found if not kind or kind in one.kinds]


def on_kinds(desk: Desk, kinds: Sequence[str], day: date) -> list[Standard]:
    """The standards in force on a day that govern one of these claim kinds."""
    return [one for one in listed(desk) if set(one.kinds) & set(kinds) and in_force(one, day)]


def in_force(standard: Standard, day: date) -> bool:
    return standard.adopted_on <= day and (standard.valid_to is None or day <= standard.valid_to)


def save(desk: Desk, standard: Standard | None, raw: Mapping[str, Any]) -> Standard:
    """Enter a standard, or change one. Raises InvalidInput with every problem, NotAllowed.

    Fields: number, title, text, meeting, adopted_on, valid_to, kinds (list), source_cases and articles (one a line).
    """
    if not allows(desk.actor, May.EDIT_STANDARDS):
        raise NotAllowed("登记口径", ["仲裁院负责人", "统计分析员"], "O70 三")
    problems: list[InputError] = []
    values: dict[str, Any] = {}
    for name, (title, most) in LENGTHS.items():
        values[name] = _text(name, title, str(raw.get(name) or ""), most, problems)
    values["text"] = _text("text", "口径内容", str(raw.get("text") or ""), LONGEST_TEXT, problems)
    values["adopted_on"] = _day("adopted_on", "通过日期", str(raw.get("adopted_on") or ""), problems, needed=True)
    values["valid_to"] = _day("valid_to", "停止适用日期", str(raw.get("valid_to") or ""), problems)
    if values["adopted_on"] and values["valid_to"] and values["valid_to"] < values["adopted_on"]:
        problems.append(
            _named("valid_to", InputError("停止适用日期", values["valid_to"], "早于通过日期。", "请核对两个日期。"))
        )
    values["kinds"] = _kinds(raw.get("kinds") or (), problems)
    for name in ("source_cases", "articles"):
        lines = str(raw.get(name) or "").replace("；", "\n").replace(";", "\n").splitlines()
        values[name] = [line.strip()[:200] for line in lines if line.strip()]
    same = desk.session.exec(select(Standard).where(Standard.number == values["number"])).first()
    if same is not None and (standard is None or same.id != standard.id):
        problems.append(
            _named("number", InputError("编号", values["number"], "已有这个编号的口径。", "请换一个编号，或者修改原有口径。"))
        )
    if problems:
        raise InvalidInput(problems)
    new = standard is None
    standard = standard or Standard(number=values["number"], title="", text="", adopted_on=values["adopted_on"])
    before = {} if new else {name: getattr(standard, name) for name in values}
    for name, value in values.items():
        setattr(standard, name, value)
    desk.session.add(standard)
    desk.session.flush()
    standard_precedents.refresh(desk.session, [standard], desk.now)
    changed = "、".join(name for name in values if before.get(name) != values[name])
    desk.session.add(
        AdminAct(
            at=desk.now,
            actor_id=desk.actor.id,
            actor_name=desk.actor.name,
            what="standard.new" if new else "standard.edit",
            about=f"{standard.number} {standard.title}"[:200],
            detail="" if new else changed,
        )
    )
    return standard


def _kinds(given: Sequence[str], problems: list[InputError]) -> list[str]:
    chosen = [given] if isinstance(given, str) else list(given)
    if unknown := [one for one in chosen if one not in KINDS]:
        problems.append(_named("kinds", InputError("适用的请求类型", unknown[0], "目录里没有。", "请从列表中选择。")))
    if not chosen:
        problems.append(_named("kinds", InputError("适用的请求类型", "", "一类也没有选。", "请至少选择一类。")))
    return chosen


def _text(name: str, title: str, typed: str, most: int, problems: list[InputError]) -> str:
    text = typed.strip()
    if not text:
        problems.append(_named(name, InputError(title, "", "没有填写。", "请填写后再保存。")))
    elif len(text) > most:
        problems.append(_named(name, InputError(title, text, f"共{len(text)}个字，超过{most}个字。", "请精简。")))
    elif "\x00" in text:
        problems.append(_named(name, InputError(title, text, "含有不能保存的控制字符。", "请删除后重新填写。")))
    return text


def _day(name: str, title: str, typed: str, problems: list[InputError], *, needed: bool = False) -> date | None:
    if not typed.strip() and not needed:
        return None
    try:
        return forms.day(title, typed)
    except InputError as problem:
        problems.append(_named(name, problem))
        return None


def _named(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem
