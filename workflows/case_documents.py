"""The JSON documents of `hengjian law finality` and `after-award`: read strictly, say what is wrong and where."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows import catalogue, finality
from workflows.amounts import fen_of
from workflows.award_facts import Award, Happening, Party
from workflows.errors import InputError

# Days outside this span are typing mistakes, not days of a labour case.
EARLIEST, LATEST = 1949, 2199
# What people add for themselves; it decides nothing (finality looks at the amount awarded, never at the claim: CHR 50).
REMARKS = ("title", "name", "note", "claimed")


def read_json(text: str) -> Mapping[str, Any]:
    """A JSON object with exact decimals. Raises InputError with line and column."""
    try:
        found = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 个字符处不是正确的 JSON。"
        raise InputError("FILE", text.strip() or "（空）", where, "请检查括号、引号和逗号。") from error
    except RecursionError as error:
        raise InputError("FILE", "…", "JSON 嵌套层数过多。", "请按文档的格式填写。") from error
    if not isinstance(found, dict):
        raise InputError("FILE", text.strip(), "最外层应当是一个 JSON 对象。", "请用 {…} 括起来，格式见文档。")
    return found


def day(field: str, value: object) -> date:
    """A real calendar day written 2026-03-01. Raises InputError."""
    found = value
    if isinstance(value, str) and len(value) == len("2026-03-01"):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            why = "日历上没有这一天，或者写法不对。"
            raise InputError(field, value, why, "请按 2026-03-01 的样子填写真实的日期。") from None
    if isinstance(found, datetime) or not isinstance(found, date):
        shown = "" if value is None else value
        raise InputError(field, shown, "没有填写日期，或者不是日期。", "请按 2026-03-01 的样子填写。")
    if not EARLIEST <= found.year <= LATEST:
        raise InputError(field, found, "年份不可信。", "请核对年份。")
    return found


def text_in(block: Mapping[str, Any], key: str, where: str) -> str:
    """A non-empty text or whole number under `key`. Raises InputError."""
    value = block.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        why = "没有填写。" if value in (None, "") else "应当是文字。"
        raise InputError(f"{where}.{key}", value if value is not None else "", why, f"请填写 {key}。")
    return str(value).strip()


def blocks_in(block: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    """A list of JSON objects under `key`. Raises InputError."""
    value = block.get(key)
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        shown = value if value is not None else ""
        raise InputError(f"{where}{key}", shown, "应当是由对象组成的列表。", f'请写成 "{key}": [{{…}}, …]。')
    return value


def only(block: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    """Refuse a misspelt key rather than ignore it. Raises InputError."""
    for key in block:
        if key not in allowed and key not in REMARKS:
            raise InputError(where, key, "没有这个字段。", f"请删去或者改用：{'、'.join(allowed)}。")


def finality_answer(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `hengjian law finality`: awards with type, items, remedies and reasons; warnings."""
    fields = ("place", "application_date", "award_date", "minimum_wage", "items", "options")
    only(document, fields, "FILE")
    options = document.get("options", {})
    if not isinstance(options, dict):
        raise InputError("options", options, "应当是一个对象。", '请写成 "options": {"设置": "选项"}。')
    wage = document.get("minimum_wage")
    items = []
    for number, block in enumerate(blocks_in(document, "items", ""), start=1):
        where = f"items[{number}]"
        only(block, ("id", "kind", "awarded", "worker"), where)
        awarded = block.get("awarded")
        items.append(
            finality.DecidedItem(
                id=text_in(block, "id", where),
                kind=text_in(block, "kind", where),
                awarded_fen=None if awarded is None else fen_of(f"{where}.awarded", awarded),
                worker=str(block.get("worker") or ""),
            )
        )
    answer = finality.split(
        items,
        place=text_in(document, "place", "FILE") if wage is None or "place" in document else "",
        application_date=day("application_date", document.get("application_date")),
        minimum_wage_fen=None if wage is None else fen_of("minimum_wage", wage),
        options={str(k): str(v) for k, v in options.items()},
        award_date=day("award_date", document["award_date"]) if "award_date" in document else None,
    )
    return {"awards": [_award_plan(plan) for plan in answer.awards], "warnings": list(answer.warnings)}


def _award_plan(plan: finality.AwardPlan) -> dict[str, Any]:
    return {
        "type": plan.type,
        "items": list(plan.items),
        "remedies": [{"party": r.party, "action": r.action, "court": r.court, "days": r.days} for r in plan.remedies],
        "reasons": [line.as_dict() for line in plan.reasons],
    }


def awards_in(document: Mapping[str, Any]) -> tuple[tuple[Award, ...], tuple[Happening, ...], date]:
    """The awards, the events and the day asked about. Raises InputError."""
    only(document, ("awards", "events", "on"), "FILE")
    awards: dict[str, Award] = {}
    for block in blocks_in(document, "awards", ""):
        award = _award(block)
        if award.id in awards:
            raise InputError("awards.id", award.id, "两份裁决用了同一个编号。", "请给每份裁决不同的编号。")
        awards[award.id] = award
    if not awards:
        raise InputError("awards", "[]", "没有裁决。", "请至少列出一份裁决。")
    events = tuple(_event(b, awards) for b in blocks_in({"events": [], **document}, "events", ""))
    return tuple(awards.values()), events, day("on", document.get("on"))


def _award(block: Mapping[str, Any]) -> Award:
    name = text_in(block, "id", "awards")
    where = f"awards[{name}]"
    only(block, ("id", "type", "made", "parties", "found"), where)
    types = catalogue.read("award_events")["types"]
    kind = text_in(block, "type", where)
    if kind not in types:
        allowed = "、".join(f"{k}（{v}）" for k, v in types.items())
        raise InputError(f"{where}.type", kind, "没有这种裁决类型。", f"请从以下选一种：{allowed}。")
    found = str(block.get("found") or "")
    if found not in ("", "final", "non_final"):
        raise InputError(f"{where}.found", found, "不是裁决类型。", "请填写 final 或者 non_final，或者不填。", "I1 18")
    made = day(f"{where}.made", block.get("made"))
    parties: dict[str, Party] = {}
    for one in blocks_in(block, "parties", f"{where}."):
        party = _party(one, where, made)
        if party.id in parties:
            raise InputError(f"{where}.parties", party.id, "同一当事人出现了两次。", "请合并，或者改用不同的编号。")
        parties[party.id] = party
    for side, label in (("worker", "劳动者"), ("employer", "用人单位")):
        if not any(p.side == side for p in parties.values()):
            raise InputError(f"{where}.parties", side, f"没有{label}。", f"请补上 side 为 {side} 的当事人。")
    return Award(name, kind, made, tuple(parties.values()), found)


def _party(block: Mapping[str, Any], where: str, made: date) -> Party:
    name = text_in(block, "id", f"{where}.parties")
    only(block, ("id", "side", "served"), f"{where}.parties[{name}]")
    side = text_in(block, "side", f"{where}.parties[{name}]")
    if side not in ("worker", "employer"):
        why = "没有这种当事人。"
        raise InputError(
            f"{where}.parties[{name}].side", side, why, "请填写 worker（劳动者）或者 employer（用人单位）。"
        )
    served = None
    if block.get("served") is not None:
        served = day(f"{where}.parties[{name}].served", block["served"])
        if served < made:
            why = f"送达日早于裁决作出日 {made.isoformat()}。"
            raise InputError(f"{where}.parties[{name}].served", served, why, "请核对送达回证和裁决日期。", "LMA 46-50")
    return Party(name, side, served)


def _event(block: Mapping[str, Any], awards: Mapping[str, Award]) -> Happening:
    only(block, ("date", "what", "award", "party", "against", "of", "court"), "events")
    known = catalogue.read("award_events")["events"]
    what = text_in(block, "what", "events")
    if what not in known:
        allowed = "、".join(f"{k}（{v}）" for k, v in known.items())
        raise InputError("events.what", what, "没有这种事件。", f"请从以下选一种：{allowed}。")
    award = text_in(block, "award", "events")
    if award not in awards:
        raise InputError("events.award", award, "没有这份裁决。", f"请改用已列出的裁决：{'、'.join(awards)}。")
    parties = {p.id: p.side for p in awards[award].parties}
    party = text_in(block, "party", "events")
    against = block.get("against", [])
    if not isinstance(against, list):
        raise InputError("events.against", against, "应当是劳动者编号的列表。", '请写成 "against": ["…"]。')
    of = str(block.get("of") or "")
    for field, name in (("party", party), ("of", of), *(("against", str(w)) for w in against)):
        if name and name not in parties:
            why = f"裁决 {award} 没有这个当事人。"
            raise InputError(f"events.{field}", name, why, f"请改用该裁决的当事人：{'、'.join(parties)}。")
    when = day("events.date", block.get("date"))
    return Happening(when, what, award, party, tuple(str(w) for w in against), of, str(block.get("court") or ""))
