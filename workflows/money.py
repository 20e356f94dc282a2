"""Sums of labour law with the working shown (rules §14): `sum_of("pay.severance", ...)`.

Yuan in (text, int or Decimal, at most two decimals), integer fen out; exact fractions on the way, one
rounding at the end. Numbers of the law come from workflows/law by day and place; open questions are
inputs with a default that is said aloud. What each sum asks for stands in catalogue/sums.toml.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from workflows import catalogue
from workflows import money_ending as ending
from workflows import money_fees as fees
from workflows import money_injury as injury
from workflows import money_wages as wages
from workflows.amounts import to_fen
from workflows.errors import InputError
from workflows.money_inputs import Field, Sheet, SumRule, sums
from workflows.parameters import Entry
from workflows.working import Line

__all__ = ["Field", "Part", "SumAnswer", "SumRule", "rule", "sum_of", "sums"]


@dataclass(frozen=True)
class Part:
    """A named part of a sum and who pays it."""

    title: str
    amount_fen: int
    payer: str


@dataclass(frozen=True)
class SumAnswer:
    """A sum in fen, the working behind it, what to beware of, and its parts where it has several payers."""

    amount_fen: int
    working: tuple[Line, ...]
    warnings: tuple[str, ...]
    parts: tuple[Part, ...] = ()


FORMULAS: Mapping[str, Callable[[Sheet], Fraction]] = MappingProxyType(
    {
        "pay.daily_hourly": wages.daily_hourly,
        "pay.arrears": wages.arrears,
        "pay.overtime": wages.overtime,
        "pay.severance": ending.severance,
        "pay.wrongful": ending.wrongful,
        "pay.reinstatement": wages.reinstatement,
        "pay.notice": ending.notice,
        "pay.double_wage": wages.double_wage,
        "pay.double_wage.open_ended": wages.double_wage_open_ended,
        "pay.extra_damages": ending.extra_damages,
        "pay.probation": wages.probation,
        "pay.annual_leave": wages.annual_leave,
        "pay.noncompete": ending.noncompete,
        "pay.minimum": wages.minimum,
        "pay.parttime": wages.parttime,
        "injury.onetime": injury.onetime,
        "injury.monthly": injury.monthly,
        "injury.leaving": injury.leaving,
        "injury.leave_pay": injury.leave_pay,
        "injury.death": injury.death,
        "fee.court": fees.court,
        "fee.enforcement": fees.enforcement,
        "fee.payment_order": fees.payment_order,
        "fee.annul": fees.annul,
    }
)


def rule(name: str) -> SumRule:
    """The sum called `name`, or the one that rule is part of. Raises InputError naming near ones."""
    name = catalogue.read("sums")["aliases"].get(name, name)
    if name not in sums():
        near = difflib.get_close_matches(name, sums(), n=3, cutoff=0.4) or list(sums())
        raise InputError(
            "NAME", name, "没有这项款项。", f"可用的名称：{'、'.join(near)}；全部名称见 hengjian law sum list。"
        )
    return sums()[name]


def sum_of(name: str, *, extra: Iterable[Entry] = (), **inputs: Any) -> SumAnswer:
    """Compute the sum `name` from `inputs` (keys as in catalogue/sums.toml; None and "" mean not given).

    `extra` are values an administrator has registered. Raises InputError for a bad or missing input,
    NotInForce where a number of the law is not known for the day and place.
    """
    found = rule(name)
    known = {f.key: f for f in found.fields}
    for key, value in inputs.items():
        if key not in known:
            allowed = "、".join(f.describe() for f in found.fields) or "（不需要）"
            raise InputError(key, value, f"「{found.title}」没有这个输入项。", f"可用的输入项：{allowed}。")
    given = {key: inputs.get(key) if inputs.get(key) not in (None, "") else f.default for key, f in known.items()}
    for key, wanted in known.items():
        if wanted.required and given[key] is None:
            why = f"「{found.title}」没有填写{wanted.title}。"
            raise InputError(key, "", why, f"请填写 {key}=…。", found.basis)
    sheet = Sheet(found, given, tuple(extra))
    exact = FORMULAS[found.id](sheet)
    fen = to_fen(exact)
    if exact.denominator != 1:
        sheet.line("最后一步四舍五入到分，中间不舍入。", "规则书 §14")
    parts = tuple(Part(title, to_fen(amount), payer) for title, amount, payer in sheet.parts)
    return SumAnswer(fen, tuple(sheet.lines), tuple(sheet.warnings), parts)
