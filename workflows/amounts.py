"""Yuan in, fen inside, yuan out: exact, no binary fractions on the way."""

import re
from decimal import Decimal
from fractions import Fraction

from workflows.errors import InputError

_YUAN = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
# The tick of Chinese money: 1 yuan = 100 fen. A unit of measure, not a number of the law.
FEN_PER_YUAN = 100


def fen_of(field: str, value: object) -> int:
    """`value` (int, Decimal or text in yuan, at most two decimals, not negative) as integer fen.

    Raises InputError naming `field`. A binary float is refused: read JSON with parse_float=Decimal.
    """
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise InputError(field, value, "金额要写成数字。", "请写成以元为单位的数，例如 2200 或 2200.50。")
    text = str(value).strip() if not isinstance(value, Decimal) else format(value, "f")
    if not _YUAN.fullmatch(text):
        raise InputError(field, value, "不是金额。", "请写成以元为单位的数，例如 2200 或 2200.50，不带逗号和单位。")
    if text.startswith("-"):
        raise InputError(field, value, "金额不能是负数。", "请填写零或者正数。")
    whole, _, part = text.partition(".")
    if len(part) > 2:
        raise InputError(field, value, "金额最多两位小数（到分）。", "请按分四舍五入后再填写。")
    return int(whole) * FEN_PER_YUAN + int((part + "00")[:2])


def yuan_text(fen: int) -> str:
    """26,400.00 for 2640000."""
    return f"{fen // FEN_PER_YUAN:,}.{fen % FEN_PER_YUAN:02d}" if fen >= 0 else "-" + yuan_text(-fen)


def yuan_number(fen: int) -> int | float:
    """For JSON: a number of yuan with at most two decimals (80000, 32206.9)."""
    return fen // FEN_PER_YUAN if fen % FEN_PER_YUAN == 0 else fen / FEN_PER_YUAN


def to_fen(exact: Fraction) -> int:
    """Round once, half up, to the fen. `exact` is in fen and not negative."""
    return int(exact + Fraction(1, 2))
