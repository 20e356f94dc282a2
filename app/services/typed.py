"""Sums, days and instants as people type them, turned into values. Each raises InputError naming the field."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from app.services.desk import BEIJING
from workflows.errors import InputError

MOST_FEN = 10**13
"""A hundred thousand million yuan: beyond it a sum is a slip of the hand."""


def money(title: str, text: str) -> int:
    """Yuan as typed → fen. Raises InputError for what is no amount, negative, too exact or absurd."""
    cleaned = text.strip().replace(",", "").replace("，", "").removesuffix("元").removeprefix("¥").strip()
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise InputError(title, text, "这不是金额。", "请填写数字，单位为元，例如 8000 或者 8000.50。") from None
    if not amount.is_finite():
        raise InputError(title, text, "这不是金额。", "请填写数字，单位为元，例如 8000 或者 8000.50。")
    if amount < 0:
        raise InputError(title, text, "金额不能是负数。", "请填写零或者正数。")
    if amount > MOST_FEN:
        raise InputError(title, text[:60], "金额过大，可能多输入了数字。", "请核对位数。")
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise InputError(title, text, "金额最多两位小数。", "请四舍五入到分后填写。")
    if fen > MOST_FEN:
        raise InputError(title, text, "金额过大，可能多输入了数字。", "请核对位数。")
    return int(fen)


def day(title: str, text: str) -> date:
    """An ISO date, or 2026年3月5日. Raises InputError."""
    cleaned = re.sub(r"\s", "", text)
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", cleaned)
    if match:
        try:
            found = date(*(int(part) for part in match.groups()))
        except ValueError:
            raise InputError(title, text, "没有这一天。", "请核对月份和日期。") from None
        if found.year < 1980 or found.year > 2100:
            raise InputError(title, text, "年份不合理。", "请核对年份。")
        return found
    raise InputError(title, text, "看不懂这个日期。", "请按“2026-03-05”的样子填写。")


def instant(title: str, text: str) -> datetime:
    """Beijing time as typed, "2026-03-05 09:30" → an aware datetime. Raises InputError."""
    try:
        return datetime.strptime(text.strip().replace("T", " ")[:16], "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise InputError(title, text, "看不懂这个时间。", "请按“2026-03-05 09:30”的样子填写（北京时间）。") from None
