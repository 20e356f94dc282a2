"""The JSON a person hands to `hengjian consistency compare`, and the JSON it answers with.

In: sums in yuan, as numbers or text, with at most two decimals. Out: sums in yuan, rates as fractions of one.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from workflows.consistency import (
    DEFINITION,
    DISPOSITIONS,
    ENDINGS,
    FOR_CLAIMANT,
    RUNGS,
    TOLERANCE,
    AllAwards,
    Comparison,
    Decision,
    Item,
    Key,
    Rung,
    Suit,
    View,
    reason,
)
from workflows.errors import InputError
from workflows.intervals import METHOD_MONEY, METHOD_SHARE

KNOWN = {
    "file": ("suits", "awards_total", "tolerance"),
    "suit": ("id", "coverage", "ended_by", "instance", "items", "award", "awards", "first", "effective"),
    "item": ("id", "kind", "award", "court", "reason_code"),
    "decision": ("disposition", "amount"),
}
LARGEST_YUAN = 10**12
CENT = Decimal("0.01")
SMALLEST_TOLERANCE = Decimal("0.000001")


@dataclass(frozen=True)
class Request:
    """What one file asks for; the arguments of `consistency.compare`."""

    suits: tuple[Suit, ...]
    awards_total: int | None = None
    tolerance: Fraction = TOLERANCE
    ignored: tuple[str, ...] = ()
    """Names the format does not know, so that a slip of the pen does not change a figure in silence."""


def read_text(text: str) -> Request:
    """Read the file's text. Raises InputError naming the place and the remedy."""
    try:
        document = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(
            "文件", f"第 {error.lineno} 行第 {error.colno} 列", "不是完整的 JSON。", "请检查括号、引号和逗号。"
        ) from None
    except (RecursionError, ValueError):
        raise InputError("文件", "（过大）", "嵌套层数过多或数字过长。", "请按 docs/consistency 的格式提供。") from None
    if "\\u" in text:
        try:
            json.dumps(document, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise InputError("文件", "\\ud800 一类", "含有不成对的代理字符。", "请改用正常的文字。") from None
    return read(document)


def read(document: Any) -> Request:
    """Read an already decoded document. Raises InputError naming the place and the remedy."""
    body = _mapping("文件", document)
    suits = tuple(_suit(n, raw) for n, raw in enumerate(_listed("suits", body.get("suits"))))
    seen: set[tuple[str, int]] = set()
    for suit in suits:
        if (str(suit.id), suit.instance) in seen:
            raise InputError("suits.id", suit.id, "同一审级出现两次。", "请合并重复的诉讼案件，或改正编号。")
        seen.add((str(suit.id), suit.instance))
    total, tolerance = _awards_total(body.get("awards_total")), _tolerance(body.get("tolerance"))
    return Request(suits, total, tolerance, tuple(sorted(_unknown(body))))


def _unknown(body: Mapping[str, Any]) -> set[str]:
    """Every name of the document that the format does not have, once, with the place it stands in."""
    found = {name for name in body if name not in KNOWN["file"]}
    for suit in body["suits"]:
        found |= {f"suits[].{name}" for name in suit if name not in KNOWN["suit"]}
        items = suit.get("items")
        for item in items if isinstance(items, list) else ():
            if not isinstance(item, Mapping):
                continue
            found |= {f"items[].{name}" for name in item if name not in KNOWN["item"]}
            for side in ("award", "court"):
                decision = item.get(side)
                if isinstance(decision, Mapping):
                    found |= {f"items[].{side}.{name}" for name in decision if name not in KNOWN["decision"]}
    return found


def _no_constant(name: str) -> NoReturn:
    raise InputError("文件", name, "不是数。", "请填写普通数字。")


def _mapping(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(where, value, "应当是一个 JSON 对象。", "请按 docs/consistency/definition.md 的格式填写。")
    return value


def _listed(where: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        shown = "（缺少）" if value is None else value
        raise InputError(where, shown, "应当是一个列表。", "请按 docs/consistency/definition.md 的格式填写。")
    return value


def _key(where: str, value: Any) -> Key:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        shown = "（缺少）" if value in (None, "") else value
        raise InputError(where, shown, "应当是非空的编号。", "请填写文字或整数编号。")
    return value


def _one_of(where: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        shown = "（缺少）" if value is None else value
        raise InputError(where, shown, "不是认得的取值。", f"请填写 {'、'.join(allowed)} 之一。")
    return str(value)


def _flag(where: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputError(where, value, "应当是 true 或 false。", "请改为 true 或 false。")
    return value


def _given(raw: Mapping[str, Any], name: str, default: Any) -> Any:
    """The value, or the default where it is missing or null."""
    value = raw.get(name)
    return default if value is None else value


def _suit(position: int, value: Any) -> Suit:
    raw = _mapping(f"suits[{position}]", value)
    ident = _key(f"suits[{position}].id", raw.get("id"))
    where = f"suits[{position}]（{ident}）"
    instance = _given(raw, "instance", 1)
    if isinstance(instance, bool) or instance not in (1, 2):
        raise InputError(f"{where}.instance", instance, "审级不明。", "一审填 1，二审填 2。")
    ended_by = _one_of(f"{where}.ended_by", raw.get("ended_by"), ENDINGS)
    linked = _one_of(f"{where}.coverage", _given(raw, "coverage", "linked"), ("linked", "unlinked")) == "linked"
    items = tuple(_item(where, n, item) for n, item in enumerate(_items_read(where, raw, linked, ended_by)))
    for name, times in Counter(str(item.id) for item in items).items():
        if times > 1:
            raise InputError(f"{where}.items.id", name, "同一请求项出现两次。", "请合并或改正编号。")
    awards = _given(raw, "awards", [raw["award"]] if raw.get("award") is not None else [])
    return Suit(
        id=ident,
        ended_by=ended_by,
        instance=int(instance),
        linked=linked,
        effective=_flag(f"{where}.effective", _given(raw, "effective", True)),
        items=items,
        awards=tuple(_key(f"{where}.awards[{n}]", a) for n, a in enumerate(_listed(f"{where}.awards", awards))),
        first=None if raw.get("first") is None else _key(f"{where}.first", raw["first"]),
    )


def _items_read(where: str, raw: Mapping[str, Any], linked: bool, ended_by: str) -> list[Any]:
    """The items that are needed: all of a compared suit, and those of an unlinked judgment that say both sides.

    Items of a suit that is left out anyway are not asked for, and not read.
    """
    if ended_by != "judgment":
        return []
    if linked:
        return _listed(f"{where}.items", raw.get("items"))
    listed = _listed(f"{where}.items", _given(raw, "items", []))
    whole = all(isinstance(one, Mapping) and "award" in one and "court" in one for one in listed)
    return listed if whole else []


def _item(suit: str, position: int, value: Any) -> Item:
    raw = _mapping(f"{suit}.items[{position}]", value)
    ident = _key(f"{suit}.items[{position}].id", raw.get("id"))
    where = f"{suit}.items[{position}]（{ident}）"
    award = _decision(f"{where}.award", raw.get("award"))
    court = _decision(f"{where}.court", raw.get("court"))
    code = raw.get("reason_code")
    if code is not None:
        try:
            reason(str(code))
        except InputError as unknown:
            raise InputError(f"{where}.reason_code", code, unknown.why, unknown.remedy) from None
    return Item(ident, str(_given(raw, "kind", "")), award, court, None if code is None else str(code))


def _decision(where: str, value: Any) -> Decision:
    raw = _mapping(where, "（缺少）" if value is None else value)
    disposition = _one_of(f"{where}.disposition", raw.get("disposition"), DISPOSITIONS)
    amount = None if raw.get("amount") is None else fen(f"{where}.amount", raw["amount"])
    if amount and disposition not in FOR_CLAIMANT:
        raise InputError(
            f"{where}.amount",
            raw["amount"],
            f"{disposition} 的请求项不应有金额。",
            "请改为 0、删去，或改正 disposition。",
        )
    return Decision(disposition, amount)


def fen(where: str, value: Any) -> int:
    """Yuan as written (number or text, at most two decimals) in whole fen. Raises InputError."""
    try:
        amount = None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise InputError(where, value, "不是金额。", "请填写以元为单位的数字，例如 8000 或 8000.50。")
    if amount < 0:
        raise InputError(where, value, "金额不能为负。", "请填写不小于 0 的金额。")
    if amount > LARGEST_YUAN:
        raise InputError(where, value, "金额过大。", "请核对单位是否为元。")
    rounded = amount.quantize(CENT)
    if rounded != amount:
        raise InputError(where, value, "金额精确到分，最多两位小数。", "请改为两位小数。")
    return int(rounded * 100)


def _awards_total(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError("awards_total", value, "应当是不小于 0 的整数。", "请填写本期裁决总件数，或删去此项。")
    return value


def _tolerance(value: Any) -> Fraction:
    if value is None:
        return TOLERANCE
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 1:
        raise InputError("tolerance", value, "容差应当在 0 与 1 之间。", "例如 0.05 表示 5%。")
    if value and value < SMALLEST_TOLERANCE:
        raise InputError("tolerance", value, "容差过小。", "要求完全相等请填 0。")
    return Fraction(str(value))


def as_dict(comparison: Comparison) -> dict[str, Any]:
    """The JSON of `hengjian consistency compare`: sums in yuan, rates as fractions of one."""
    first, all_awards = comparison.first, comparison.all_awards
    return {
        "definition": DEFINITION,
        "tolerance": float(comparison.tolerance),
        **view_dict(first),
        "by_all_awards": all_awards_dict(all_awards),
        "second_instance": view_dict(comparison.second),
        "final": view_dict(comparison.final),
        "methods": {"share": METHOD_SHARE, "money": METHOD_MONEY},
        "notes": notes(comparison),
    }


UNKNOWN: Mapping[str, Any] = {"numerator": None, "denominator": None, "unit": None, "rate": None, "interval": None}


def all_awards_dict(found: AllAwards | None) -> dict[str, Any]:
    """The second basis in the shape of the first. Of un-sued awards the input says neither items nor sums."""
    rungs = {} if found is None else {"case_strict": found.case_strict, "case_lenient": found.case_lenient}
    return {
        **{name: rung_dict(rungs[name]) if name in rungs else dict(UNKNOWN) for name in RUNGS},
        "awards_total": None if found is None else found.total,
        "unsued": None if found is None else found.unsued,
        "left_out": None if found is None else found.left_out,
    }


def view_dict(shown: View) -> dict[str, Any]:
    return {
        "rungs": {name: rung_dict(shown.rungs[name]) for name in RUNGS},
        "coverage": rung_dict(shown.coverage),
        "excluded": dict(shown.excluded),
        "divergences": [
            {
                "suit": d.suit,
                "instance": d.instance,
                "item": d.item,
                "kind": d.kind,
                "delta": None if d.delta is None else yuan(d.delta),
                "reason_code": d.reason_code,
                "side": "arbitration" if d.arbitration_side else "other",
            }
            for d in shown.divergences
        ],
        "divergences_by_side": shown.divergences_by_side(),
        "divergences_by_reason": shown.divergences_by_reason(),
        "bounds": {name: None if b is None else list(b) for name, b in shown.bounds.items()},
    }


def rung_dict(rung: Rung) -> dict[str, Any]:
    money = rung.unit == "fen"
    return {
        "numerator": yuan(rung.numerator) if money else rung.numerator,
        "denominator": yuan(rung.denominator) if money else rung.denominator,
        "unit": "yuan" if money else rung.unit,
        "rate": rung.rate,
        "interval": None if rung.interval is None else list(rung.interval),
    }


def yuan(fen: int) -> int | float:
    """Fen as a JSON number of yuan: whole where it is whole, else with its exact cents."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def notes(comparison: Comparison) -> list[str]:
    """What a reader must be told before quoting a figure."""
    told = []
    first = comparison.first
    if not first.rungs["case_strict"].denominator:
        told.append("没有可比较的判决：各层一致率无从计算，不以 0% 或 100% 代替。")
    elif first.rungs["case_strict"].denominator < 30:
        told.append(f"可比较的诉讼案件只有 {first.rungs['case_strict'].denominator} 件，请连同区间一并引用。")
    if first.excluded["unlinked"]:
        told.append(f"有 {first.excluded['unlinked']} 件诉讼尚未与裁决建立关联，一致率只代表已关联部分。")
    uncoded = first.divergences_by_side()["uncoded"]
    if uncoded:
        told.append(f"有 {uncoded} 项差异还没有原因代码，暂计入“other”。")
    if comparison.all_awards is None:
        told.append("未提供 awards_total（裁决总数），不能按全部裁决计算。")
    return told
