"""付款约定 as typed: rows of day, yuan and words, line-<n>-day, line-<n>-amount, line-<n>-text. Empty rows are left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.models import PaymentLine
from app.services.errors import InvalidInput
from app.services.typed import day, money
from workflows.errors import InputError
from workflows.statute import FieldDefinition

SPARE = 3
"""Empty rows shown below the filled ones."""
MOST = 120
LONGEST = 300
ROW = re.compile(r"line-(\d{1,3})-(day|amount|text)")


@dataclass(frozen=True)
class Row:
    """One row of the sheet as the page shows it."""

    number: int
    day: str = ""
    amount: str = ""
    text: str = ""


def parse(field: FieldDefinition, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines typed, in their order. Raises InvalidInput with every problem of every row."""
    problems: list[InputError] = []
    found = []
    for number, row in sorted(_typed(raw).items()):
        if not any(row.values()):
            continue
        try:
            found.append(_line(f"第{number}行", row))
        except InputError as problem:
            problem.name = f"line-{number}-{'day' if '日期' in problem.field else 'amount'}"  # type: ignore[attr-defined]
            problems.append(problem)
    if problems:
        raise InvalidInput(problems)
    if len(found) > MOST:
        raise InputError(field.title, len(found), f"超过{MOST}行。", "请合并同日的付款。")
    return found


def _typed(raw: Mapping[str, Any]) -> dict[int, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for name, value in raw.items():
        match = ROW.fullmatch(name)
        if match:
            one = value[0] if isinstance(value, (list, tuple)) and value else value
            rows.setdefault(int(match[1]), {})[match[2]] = str(one or "").strip()
    return rows


def _line(title: str, row: Mapping[str, str]) -> dict[str, Any]:
    text = row.get("text", "")
    if len(text) > LONGEST or "\x00" in text:
        raise InputError(f"{title}付什么", text[:60], f"超过{LONGEST}个字或者含有不能保存的字符。", "请精简。")
    if not row.get("day"):
        raise InputError(f"{title}日期", "", "没有写何日前付。", "请填写日期；没有约定日期的，请先与双方约定。", "LMA 16")
    due = day(f"{title}日期", row["day"])
    if not row.get("amount"):
        raise InputError(f"{title}金额", "", "没有写付多少。", "请填写金额，单位为元。")
    amount = money(f"{title}金额", row["amount"])
    if amount == 0:
        raise InputError(f"{title}金额", row["amount"], "金额应当大于零。", "不付款的行请留空。")
    return {"due_on": due, "amount_fen": amount, "text": text}


def rows(lines: Sequence[PaymentLine], typed: Mapping[str, Any]) -> list[Row]:
    """The rows of the sheet: what was typed, else what stands in the agreement; and some empty ones."""
    given = _typed(typed)
    if given:
        filled = [Row(n, r.get("day", ""), r.get("amount", ""), r.get("text", "")) for n, r in sorted(given.items())]
        filled = [row for row in filled if row.day or row.amount or row.text]
        filled = [Row(n, row.day, row.amount, row.text) for n, row in enumerate(filled, start=1)]
    else:
        filled = [
            Row(n, line.due_on.isoformat(), f"{line.amount_fen / 100:.2f}", line.text)
            for n, line in enumerate(lines, start=1)
        ]
    return filled + [Row(len(filled) + n) for n in range(1, SPARE + 1)]
