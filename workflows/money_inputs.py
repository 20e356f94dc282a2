"""What a sum asks for and what was given: fields described in data, values parsed exactly, lines collected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

from workflows import catalogue, minimum_wage, parameters
from workflows.amounts import FEN_PER_YUAN, fen_of, yuan_text
from workflows.case_documents import day as read_day
from workflows.errors import InputError
from workflows.parameters import Entry
from workflows.working import Line

PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
FLAGS = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}
# Later than any value: "the newest registered". Never a day of the law.
NEWEST = date.max


@dataclass(frozen=True)
class Field:
    """One input of a sum. `choices` maps values to words; a `mark` other than V makes it an open question."""

    key: str
    kind: str
    title: str
    required: bool
    default: str | None
    choices: Mapping[str, str]
    mark: str
    basis: str

    def describe(self) -> str:
        """key=title, with choices, for help texts."""
        some = "|".join(self.choices)
        return f"{self.key}（{self.title}{'，' + some if some else ''}{'，必填' if self.required else ''}）"


@dataclass(frozen=True)
class SumRule:
    """One sum of §14: id, title, article, mark and the inputs it takes."""

    id: str
    title: str
    basis: str
    mark: str
    fields: tuple[Field, ...]


@cache
def sums() -> Mapping[str, SumRule]:
    """Every sum by its rule id, in the order of the rule book."""
    raw = catalogue.read("sums")
    rules = {}
    for block in raw["sum"]:
        own = [_field(f) for f in block["fields"]]
        shared = [_field({"key": key, **raw["shared"][key]}) for key in block.get("uses", ())]
        rules[block["id"]] = SumRule(block["id"], block["title"], block["basis"], block["mark"], (*own, *shared))
    return MappingProxyType(rules)


def _field(block: Mapping[str, Any]) -> Field:
    return Field(
        key=block["key"],
        kind=block["kind"],
        title=block["title"],
        required=block.get("required", False),
        default=block.get("default"),
        choices=MappingProxyType(block.get("choices", {})),
        mark=block.get("mark", ""),
        basis=block.get("basis", ""),
    )


def number_of(name: str, value: object) -> Fraction:
    """A plain decimal number, not negative. Raises InputError."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal, Fraction)):
        raise InputError(name, value, "应当是数字。", "请填写数字，例如 8 或 7.5。")
    if isinstance(value, (int, Fraction)):
        found = Fraction(value)
    else:
        text = str(value).strip()
        if not PLAIN.fullmatch(text):
            raise InputError(name, value, "不是数字，或者太大。", "请填写普通写法的数字，例如 8 或 7.5。")
        found = Fraction(text)
    if found < 0:
        raise InputError(name, value, "不能是负数。", "请填写零或者正数。")
    return found


def shown(number: Fraction) -> str:
    """A number in a working: exact where it ends within four decimals, else rounded to four and said so by ≈."""
    scaled = number * 10**4
    if scaled.denominator == 1:
        text = f"{Decimal(scaled.numerator) / 10**4:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"≈{Decimal(round(scaled)) / 10**4:f}"


@dataclass
class Sheet:
    """The inputs of one sum, parsed, and the working written line by line. Getters raise InputError."""

    rule: SumRule
    given: Mapping[str, Any]
    extra: tuple[Entry, ...] = ()
    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    parts: list[tuple[str, Fraction, str]] = field(default_factory=list)

    def has(self, key: str) -> bool:
        return self.given.get(key) is not None

    def _value(self, key: str) -> Any:
        if not self.has(key):
            raise InputError(
                key, "", "没有填写。", f"请填写「{self._field(key).title}」，写法：{key}=…。", self.rule.basis
            )
        return self.given[key]

    def _field(self, key: str) -> Field:
        return next(f for f in self.rule.fields if f.key == key)

    def money(self, key: str) -> Fraction:
        """Fen, as a Fraction so that nothing is rounded on the way."""
        return Fraction(fen_of(key, self._value(key)))

    def moneys(self, key: str) -> list[Fraction]:
        value = self._value(key)
        parts = value.replace("，", ",").split(",") if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)):
            parts = [parts]
        return [Fraction(fen_of(key, p.strip() if isinstance(p, str) else p)) for p in parts]

    def day(self, key: str) -> date:
        return read_day(key, self._value(key))

    def number(self, key: str) -> Fraction:
        return number_of(key, self._value(key))

    def whole(self, key: str) -> int:
        found = self.number(key)
        if found.denominator != 1:
            raise InputError(key, self._value(key), "应当是整数。", "请填写整数。")
        return int(found)

    def flag(self, key: str) -> bool:
        value = self._value(key)
        text = str(value).strip().lower()
        if text not in FLAGS:
            raise InputError(key, value, "应当是 yes 或者 no。", f"请写 {key}=yes 或者 {key}=no。")
        return FLAGS[text]

    def choice(self, key: str) -> str:
        """The chosen value; an open question that was left at its default, or chosen, is said aloud."""
        found, value = self._field(key), str(self._value(key))
        if value not in found.choices:
            allowed = "、".join(f"{v}（{t}）" for v, t in found.choices.items())
            raise InputError(key, value, "不是可选的值。", f"请从以下选一个：{allowed}。", found.basis)
        if found.mark not in ("", "V"):
            self.warn(
                f"「{found.title}」没有全国统一规定，本次按“{found.choices[value]}”"
                f"（设置 {key}={value}，标记 {found.mark}，依据 {found.basis}）。"
            )
        return value

    def parameter(self, name: str, on: date | None = None) -> Entry:
        """A dated parameter; on `on`, else on the day given as `on`, else the newest. Unsure values are said aloud."""
        day = on or (self.day("on") if any(f.key == "on" for f in self.rule.fields) and self.has("on") else NEWEST)
        place = str(self.given.get("place") or "")
        entry = parameters.on(day, name, minimum_wage.full_place(place), self.extra)
        if entry.mark != "V":
            note = f"：{entry.note}" if entry.note else ""
            self.warn(f"「{entry.title}」的数值（{entry.basis}）待核对（标记 {entry.mark}）{note}。")
        return entry

    def local_minimum(self, day: date | None = None) -> Fraction | None:
        """The local minimum wage in fen: as given, else looked up by `place`; None when neither is given."""
        if self.has("minimum_wage"):
            return self.money("minimum_wage")
        if not self.has("place"):
            return None
        when = day or (self.day("on") if self.has("on") else NEWEST)
        found = minimum_wage.entry(str(self.given["place"]), when, self.extra)
        caution = minimum_wage.caution(found)
        if caution:
            self.warn(caution)
        return Fraction(minimum_wage.fen(found))

    def base(self, key: str, part: str, question: str, left_out: str) -> Fraction:
        """The wage `key`, less its `part` where the view taken on `question` is `left_out` (rules §14.2).

        Without `part` the wage is taken as it stands. Raises InputError when a part is to be left out and is not given.
        """
        whole, asked = self.money(key), self._field(question)
        if not self.has(part):
            if self.given[question] == left_out != asked.default:
                why = f"选了“{asked.choices[left_out]}”，没有填写{self._field(part).title}。"
                raise InputError(part, "", why, f"请填写 {part}=…；没有的填 0。", asked.basis)
            return whole
        inside, title = self.money(part), self._field(part).title
        if inside > whole:
            why = f"多于 {key} 的 {yuan(whole)} 元。"
            raise InputError(part, self.given[part], why, "请填写已经包含在内的那一部分。", asked.basis)
        if self.choice(question) != left_out:
            self.line(f"{title} {yuan(inside)} 元计入，基数 {yuan(whole)} 元", asked.basis)
            return whole
        self.line(f"{title}不计入：{yuan(whole)} − {yuan(inside)} = {yuan(whole - inside)} 元", asked.basis)
        return whole - inside

    def line(self, text: str, basis: str = "") -> None:
        self.lines.append(Line(text, basis or self.rule.basis))

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def part(self, title: str, fen: Fraction, payer: str = "") -> Fraction:
        """Name a part of the sum and who pays it; answers the part."""
        self.parts.append((title, fen, payer))
        return fen


def yuan(fen: Fraction) -> str:
    """Fen in a working: two decimals, ≈ when the exact figure has more."""
    if fen.denominator == 1:
        return yuan_text(int(fen))
    return "≈" + yuan_text(int(fen + Fraction(1, 2)))


def fraction(value: object) -> Fraction:
    """A parameter's number as written in TOML (text or whole number)."""
    return Fraction(str(value))


def in_fen(yuan_value: object) -> Fraction:
    """A parameter's amount of yuan as fen."""
    return fraction(yuan_value) * FEN_PER_YUAN
