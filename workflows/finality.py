"""Final or non-final (终局、非终局): which decided items go into which award, and who may then do what.

The rules of LMA 47, CHR 50, I1 18-20 and O1 十 to 十二, item by item on the amount awarded. What the
texts leave open is an option with a default and a mark; each option that decided something says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from workflows import catalogue, limits, minimum_wage, parameters
from workflows.amounts import yuan_text
from workflows.errors import InputError, NotInForce
from workflows.items import ItemKind, kind
from workflows.parameters import Entry
from workflows.working import Line

AwardType = Literal["final", "non_final"]
TITLES: Mapping[str, str] = MappingProxyType({"final": "终局", "non_final": "非终局"})


@dataclass(frozen=True)
class DecidedItem:
    """One item as decided. `awarded_fen` is the amount awarded (0 when rejected), None where no money is decided."""

    id: str
    kind: str
    awarded_fen: int | None
    worker: str = ""


@dataclass(frozen=True)
class Remedy:
    """What one side may do against an award: within `days` calendar days of its own receipt (rule id in `rule`)."""

    party: Literal["worker", "employer"]
    action: Literal["sue", "annul"]
    court: Literal["basic", "intermediate"]
    days: int
    rule: str
    basis: str


@dataclass(frozen=True)
class AwardPlan:
    """One award to make: its type, the ids of its items in the order given, the remedies to print, and why."""

    type: AwardType
    items: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    reasons: tuple[Line, ...]


@dataclass(frozen=True)
class Split:
    """The awards a case needs: one, or a final and a non-final one. `warnings` are for the arbitrator to read."""

    awards: tuple[AwardPlan, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """An open question of §6: its possible answers (value → Chinese), the default and how sure that is."""

    id: str
    title: str
    default: str
    mark: str
    basis: str
    values: Mapping[str, str]


@cache
def options() -> Mapping[str, Option]:
    """Every open question, by name."""
    return MappingProxyType(
        {
            b["id"]: Option(b["id"], b["title"], b["default"], b["mark"], b["basis"], MappingProxyType(b["values"]))
            for b in catalogue.read("finality_options")["option"]
        }
    )


@cache
def remedies(award: AwardType) -> tuple[Remedy, ...]:
    """The remedies against an award of this type (LMA 48-50)."""
    return tuple(
        Remedy(b["party"], b["action"], b["court"], limits.rule(b["rule"]).length, b["rule"], b["basis"])
        for b in catalogue.read("remedies")["remedy"]
        if b["award"] == award
    )


def chosen(given: Mapping[str, str] | None) -> dict[str, str]:
    """Every option with its value: what was given, else the default. Raises InputError on an unknown name or value."""
    known = options()
    for name, value in (given or {}).items():
        if name not in known:
            raise InputError("options", name, "没有这个终局裁决设置。", f"可用的设置：{'、'.join(known)}。")
        if not isinstance(value, str) or value not in known[name].values:
            allowed = "、".join(f"{v}（{text}）" for v, text in known[name].values.items())
            raise InputError(f"options.{name}", value, "不是这项设置的选项。", f"请从以下选项中选：{allowed}。")
    return {name: (given or {}).get(name, option.default) for name, option in known.items()}


def setting_said(name: str, picked: Mapping[str, str]) -> str:
    """What the arbitrator reads when an open question decided something."""
    option = options()[name]
    return (
        f"国家规定没有明确「{option.title}」，本次按“{option.values[picked[name]]}”处理"
        f"（设置 {name}={picked[name]}，标记 {option.mark}，依据 {option.basis}），请仲裁员确认。"
    )


class _Judge:
    """Classifies items one by one and keeps what the arbitrator must be told."""

    def __init__(self, line_fen: int, line_text: str, picked: Mapping[str, str], totals: Mapping[str, int]) -> None:
        self.line_fen = line_fen
        self.line_text = line_text
        self.picked = picked
        self.totals = totals
        self.warnings: list[str] = []

    def judge(self, item: DecidedItem, found: ItemKind) -> tuple[AwardType, Line]:
        """The type of one item as if it stood alone, with the reason."""
        decided_by = f"（设置 {found.option}={self.picked[found.option]}）" if found.option else ""
        rejected = item.awarded_fen == 0
        if found.option:
            self._say(found.option)
        if rejected:
            self._say("rejected_items")
            self.warnings.append(
                f"「{found.title}」（{item.id}）裁决金额为零（驳回），类型没有明文规定，请仲裁员确认。"
            )
            if self.picked["rejected_items"] == "non_final":
                return "non_final", Line(f"「{found.title}」（{item.id}）驳回，按设置归入非终局。", "CHR 50; I1 19")
        place = self.picked[found.option] if found.option else found.limb
        if place in ("final", "non_final"):
            text = f"「{found.title}」（{item.id}）不属于 LMA 47 列明的争议，按设置为{TITLES[place]}{decided_by}。"
            return ("final" if place == "final" else "non_final"), Line(text, found.basis)
        if place == "2":
            text = f"「{found.title}」（{item.id}）属于执行国家劳动标准的争议，不限金额，终局{decided_by}。"
            return "final", Line(text, "LMA 47(2); CHR 50")
        awarded = item.awarded_fen or 0
        compared = self.totals.get(found.id, awarded)
        within = compared <= self.line_fen
        total = f"（同类合计 {yuan_text(compared)} 元）" if compared != awarded else ""
        text = (
            f"「{found.title}」（{item.id}）裁决 {yuan_text(awarded)} 元{total}，{'不超过' if within else '超过'}"
            f" {self.line_text}，{'终局' if within else '非终局'}{decided_by}。"
        )
        return ("final" if within else "non_final"), Line(text, "LMA 47(1); CHR 50; I1 19; O1 十")

    def _say(self, name: str) -> None:
        text = setting_said(name, self.picked)
        if text not in self.warnings:
            self.warnings.append(text)


def split(
    items: Iterable[DecidedItem],
    *,
    place: str,
    application_date: date,
    minimum_wage_fen: int | None = None,
    options: Mapping[str, str] | None = None,
    award_date: date | None = None,
    extra: Iterable[Entry] = (),
) -> Split:
    """Split decided items into awards (CHR 50; I1 18-20; O1 十 to 十二).

    `place` is the commission's place; `minimum_wage_fen` overrides the registered minimum wage; `extra` are
    values an administrator has registered. Raises InputError for bad items, NotInForce where no minimum wage
    is known or LMA was not yet in force.
    """
    decided = list(items)
    multiple = _multiple(application_date)
    found = _checked(decided, application_date)
    picked = chosen(options)
    warnings: list[str] = []
    if award_date is not None and award_date < application_date:
        raise InputError("award_date", award_date, "裁决日早于申请仲裁之日。", "请核对裁决日和申请日。")
    if picked["minimum_wage_date"] == "award" and award_date is None:
        raise InputError("award_date", "", "按裁决作出之日取最低工资时必须给出裁决日。", "请填写 award_date。")

    relation = [i for i, k in zip(decided, found, strict=True) if k.limb == "relation"]
    if relation:
        named = "、".join(i.id for i in relation)
        reason = Line(f"案件要对是否存在劳动关系作出裁决（{named}），全案为一份非终局裁决。", "O1 十一")
        if len({i.worker for i in decided}) > 1:
            warnings.append("本案有多名劳动者，其中有人请求确认劳动关系，全案按非终局处理；如需分别处理，请先分案。")
        return Split((_plan("non_final", decided, [reason]),), tuple(warnings))

    wage_fen, wage_text = _wage(place, application_date, award_date, minimum_wage_fen, picked, extra, warnings, found)
    line_fen = wage_fen * int(multiple.value)
    line_text = f"{yuan_text(line_fen)} 元（{multiple.value} 个月 × {wage_text}）"
    judge = _Judge(line_fen, line_text, picked, _totals(decided, picked, warnings))
    verdicts = [judge.judge(item, k) for item, k in zip(decided, found, strict=True)]
    awards = []
    for award_type in ("final", "non_final"):
        chosen_items = [i for i, v in zip(decided, verdicts, strict=True) if v[0] == award_type]
        reasons = [v[1] for v in verdicts if v[0] == award_type]
        if chosen_items:
            awards.append((award_type, chosen_items, reasons))
    if len(awards) > 1:
        both = Line("本案既有终局事项又有非终局事项，分别制作裁决书，各自写明救济途径。", "CHR 50(4); O1 十二")
        for _, _, reasons in awards:
            reasons.append(both)
    plans = tuple(_plan("final" if t == "final" else "non_final", i, r) for t, i, r in awards)
    return Split(plans, tuple(warnings + judge.warnings))


def court_view(
    items: Iterable[DecidedItem],
    printed: Literal["final", "non_final", "mixed", "unlabelled"],
    *,
    place: str,
    application_date: date,
    minimum_wage_fen: int | None = None,
    options: Mapping[str, str] | None = None,
    award_date: date | None = None,
    extra: Iterable[Entry] = (),
) -> AwardPlan:
    """How the courts treat one paper as printed (I1 18-20): the type printed binds; a mixed paper is non-final;
    a paper silent on its type is final only when every item is."""
    decided = list(items)
    should = split(
        decided,
        place=place,
        application_date=application_date,
        minimum_wage_fen=minimum_wage_fen,
        options=options,
        award_date=award_date,
        extra=extra,
    )
    if printed == "mixed":
        reason = Line("同一份裁决书里既有终局又有非终局事项，法院按非终局裁决处理。", "I1 20")
        return _plan("non_final", decided, [reason])
    if printed == "unlabelled":
        only_final = [plan.type for plan in should.awards] == ["final"]
        text = (
            "裁决书没有写明类型，经审查各项均为终局；用人单位向基层法院起诉的，收到不予受理裁定后可以向中级法院申请撤销。"
            if only_final
            else "裁决书没有写明类型，经审查不是全部事项均为终局，按非终局处理。"
        )
        reasons = [line for plan in should.awards for line in plan.reasons]
        return _plan("final" if only_final else "non_final", decided, [*reasons, Line(text, "I1 18-20")])
    return _plan(printed, decided, [Line(f"裁决书写明为{TITLES[printed]}裁决，以写明的类型为准。", "I1 18")])


def _multiple(application_date: date) -> Entry:
    """Twelve, since LMA is in force; raises InputError for an earlier application."""
    try:
        return parameters.on(application_date, "final_award_multiple")
    except NotInForce as error:
        first = parameters.shipped()["final_award_multiple"].entries[0]
        why = f"调解仲裁法自 {first.start.isoformat()} 起施行，此前没有终局裁决。"
        raise InputError("application_date", application_date, why, "请核对申请仲裁之日。", first.basis) from error


def _plan(award: AwardType, items: Sequence[DecidedItem], reasons: Sequence[Line]) -> AwardPlan:
    return AwardPlan(award, tuple(i.id for i in items), remedies(award), tuple(reasons))


def _checked(items: Sequence[DecidedItem], application_date: date) -> list[ItemKind]:
    """The kind of each item, after the checks that need no wage. Raises InputError."""
    if not items:
        raise InputError("items", "[]", "没有裁决事项。", "请至少列出一项，每项写明 id、kind 和 awarded。", "CHR 50")
    found = []
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise InputError("id", item.id, "同一编号出现了两次。", "请给每个裁决事项不同的编号。")
        seen.add(item.id)
        this = kind(item.kind, application_date)
        if this.money and item.awarded_fen is None:
            why = f"「{this.title}」是金钱请求，没有写裁决金额。"
            raise InputError("awarded", item.id, why, "请填写裁决金额；驳回的填 0。")
        if item.awarded_fen is not None and item.awarded_fen < 0:
            raise InputError("awarded", yuan_text(item.awarded_fen), "裁决金额不能是负数。", "请填写零或者正数。")
        found.append(this)
    return found


def _totals(items: Sequence[DecidedItem], picked: Mapping[str, str], warnings: list[str]) -> dict[str, int]:
    """Sums by kind over the workers, only where the setting asks for them."""
    if len({i.worker for i in items}) > 1:
        warnings.append("本案有多名劳动者。" + setting_said("several_workers", picked))
    if picked["several_workers"] == "per_worker":
        return {}
    sums: dict[str, int] = {}
    for item in items:
        sums[item.kind] = sums.get(item.kind, 0) + (item.awarded_fen or 0)
    return sums


def _wage(
    place: str,
    application_date: date,
    award_date: date | None,
    given_fen: int | None,
    picked: Mapping[str, str],
    extra: Iterable[Entry],
    warnings: list[str],
    found: Sequence[ItemKind],
) -> tuple[int, str]:
    """The monthly minimum wage in fen and how it is shown; adds what is unsure about it to `warnings`."""
    compares = any(k.limb == "1" or (k.option and picked[k.option] == "1") for k in found)
    if given_fen is not None:
        if given_fen <= 0:
            raise InputError("minimum_wage", yuan_text(given_fen), "最低工资必须大于零。", "请填写当地月最低工资标准。")
        return given_fen, f"{yuan_text(given_fen)} 元，由使用者填写"
    if not compares:
        return 0, "不需要比较"
    day = application_date
    if picked["minimum_wage_date"] == "award" and award_date is not None:
        day = award_date
    entry = minimum_wage.entry(place, day, extra)
    amount = yuan_text(minimum_wage.fen(entry))
    warnings.append(
        f"最低工资取 {place} {day.isoformat()} 的 {amount} 元。" + setting_said("minimum_wage_date", picked)
    )
    caution = minimum_wage.caution(entry)
    if caution:
        warnings.append(caution)
    return minimum_wage.fen(entry), f"{yuan_text(minimum_wage.fen(entry))} 元"
