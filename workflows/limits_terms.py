"""The open questions of a rule answered: by the caller's options, or by visible defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflows.errors import InputError
from workflows.limits_rules import LimitRule, Option, roll_options
from workflows.working import Line

ROLL_WEEKEND = "roll_weekend"


@dataclass(frozen=True)
class Terms:
    """A rule with its open questions answered. `weekends`: a period does not end on Saturday or Sunday."""

    law: LimitRule
    origin: date
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    weekends: bool


def settle(law: LimitRule, origin: date, given: Mapping[str, str]) -> Terms:
    """The rule with the caller's options, or their defaults, put in; the defaults that matter are said."""
    asked = law.options + (roll_options() if law.roll else ())
    known = {option.name for option in asked}
    for name in given:
        if name not in known:
            remedy = f"可用的选项：{'、'.join(sorted(known))}。" if known else "这条规则没有选项。"
            raise InputError("options", name, f"规则「{law.title}」没有这个选项。", remedy)
    lines: list[Line] = []
    warnings: list[str] = []
    counted_from = origin
    length, unit = law.length, law.unit
    weekends = True
    for option in asked:
        if not option.choices:
            days = _number(option, given)
            if days is not None:
                length = days
                lines.append(Line(f"{option.title}：{days}", option.basis))
            continue
        value = given.get(option.name, option.default)
        choice = next((c for c in option.choices if c.value == value), None)
        if choice is None:
            raise InputError(
                f"options.{option.name}", value, f"「{option.title}」没有这个选项值。",
                f"可选：{'；'.join(f'{c.value}（{c.label}）' for c in option.choices)}。",
            )  # fmt: skip
        length = choice.length if choice.length is not None else length
        unit = choice.unit or unit
        if option.name == ROLL_WEEKEND:
            weekends = value == option.default
        if choice.start == "next_year":
            counted_from = date(origin.year, 12, 31)
        if option.warn or option.mark == "V" or value != option.default:
            lines.append(Line(f"{option.title}：{choice.label}", option.basis))
        if option.warn or (value != option.default and option.mark in ("P", "U", "S")):
            what = "采用" if option.name in given else "默认"
            warnings.append(
                f"{option.title}：{what}“{choice.label}”（标记 {option.mark}，{option.basis}），可由机构设置。"
            )
    changed = (length, unit) != (law.length, law.unit)
    return Terms(
        replace(law, length=length, unit=unit) if changed else law,
        counted_from,
        tuple(lines),
        tuple(warnings),
        weekends,
    )


def _number(option: Option, given: Mapping[str, str]) -> int | None:
    """A number of days a tribunal sets itself; None when it was not given and need not be."""
    if option.name not in given:
        if option.required:
            raise InputError(
                f"options.{option.name}",
                "",
                f"没有填写{option.title}。",
                f"请用选项 {option.name} 给出天数。",
                option.basis,
            )
        return None
    text = str(given[option.name])
    if not text.isascii() or not text.isdigit() or not option.minimum <= int(text) <= option.maximum:
        raise InputError(
            f"options.{option.name}",
            text,
            "不是可用的天数。",
            f"请填 {option.minimum} 至 {option.maximum} 的整数。",
            option.basis,
        )
    return int(text)
