"""裁审一致率: the public definition, executed. docs/consistency/definition.md says the same in words.

Four rungs over linked suits ended by judgment (first instance; the final view follows the second instance):
case strict, case lenient, item, money. What cannot be compared is left out and counted, never guessed.
Money is whole fen. Nothing here depends on the order of suits or items.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from workflows.errors import InputError
from workflows.intervals import Interval, money_interval, wilson

Key = str | int

DEFINITION = "hengjian-consistency-1"
TOLERANCE = Fraction(1, 20)
RUNGS = ("case_strict", "case_lenient", "item", "money")
RUNG_TITLES = {
    "case_strict": "案件一致率（严格）",
    "case_lenient": "案件一致率（宽松）",
    "item": "请求项一致率",
    "money": "金额一致率",
}
EXCLUSIONS = {
    "unlinked": "已起诉但未与裁决建立关联",
    "pending": "法院尚未审结",
    "settled": "诉讼中调解、和解结案",
    "withdrawn": "撤诉结案",
    "dismissed_procedure": "因程序原因驳回起诉、不予受理或发回",
    "not_effective": "裁判尚未生效",
    "nothing_to_compare": "判决中没有经仲裁裁决的请求项",
    "new_claims": "未经仲裁的新增诉讼请求（按项计）",
    "amount_missing": "一方有金额、支持请求的另一方缺金额的请求项（按项计）",
}
"""Suits are counted once, under the first that fits in this order; ITEMS_LEFT_OUT count items of compared suits."""
ITEMS_LEFT_OUT = ("new_claims", "amount_missing")

FOR_CLAIMANT = ("granted", "partly")
DISPOSITIONS = FOR_CLAIMANT + ("refused", "absent")
ENDINGS = ("judgment", "settled", "withdrawn", "dismissed_procedure", "pending")


@dataclass(frozen=True)
class ReasonCode:
    """Why a judgment differs. Only some reasons lie on the arbitration's side (practice §3.3)."""

    id: str
    title: str
    arbitration: bool
    also: tuple[str, ...] = ()


REASONS = (
    ReasonCode("new_evidence", "新证据", False, ("evidence", "新的证据")),
    ReasonCode("fact_finding", "事实认定", True, ("事实", "fact", "facts", "finding_of_fact")),
    ReasonCode("law", "法律适用", True, ("法律", "legal", "law_application", "application_of_law")),
    ReasonCode("calculation", "计算", True, ("计算（基数、期间、封顶）", "computation")),
    ReasonCode("time_bar", "时效", False, ("仲裁时效", "limitation", "limitation_period")),
    ReasonCode("procedure", "程序", True, ("procedural",)),
    ReasonCode("discretion", "自由裁量", True, ("裁量",)),
    ReasonCode("party_choice", "当事人处分", False, ("disposition", "party_disposition", "party", "item_dropped")),
    ReasonCode("policy_change", "政策变化", False, ("政策", "policy")),
)


def reason(code: str) -> ReasonCode:
    """The reason behind a code, a Chinese title or a usual short form, in any case of letters. Raises InputError."""
    plain = "_".join(code.strip().lower().replace("-", " ").split())
    for known in REASONS:
        if plain in (known.id, known.title, *known.also):
            return known
    listed = "、".join(f"{r.title}（{r.id}）" for r in REASONS)
    raise InputError("reason_code", code, "没有这个差异原因。", f"请从下列九项中选一项：{listed}。")


@dataclass(frozen=True)
class Decision:
    """What one body decided on one item. `amount` in fen; None where the item is not about money."""

    disposition: str
    amount: int | None = None

    @property
    def for_claimant(self) -> bool:
        return self.disposition in FOR_CLAIMANT

    @property
    def fen(self) -> int:
        return self.amount or 0


@dataclass(frozen=True)
class Item:
    """One claim item as the award and as the judgment decided it. A province's year has a quarter of a million."""

    id: Key
    kind: str
    award: Decision
    court: Decision
    reason_code: str | None = None
    same: bool = field(init=False)
    """Same disposition and the same sum to the fen."""
    larger: int = field(init=False)
    kept: int = field(init=False)
    """larger − |difference|, which is the smaller sum. Both in fen."""

    def __post_init__(self) -> None:
        award, court = self.award.fen, self.court.fen
        object.__setattr__(self, "same", award == court and self.award.disposition == self.court.disposition)
        object.__setattr__(self, "larger", max(award, court))
        object.__setattr__(self, "kept", min(award, court))

    @property
    def is_new(self) -> bool:
        """Never before the arbitrator (I1 14): there is nothing to be consistent with."""
        return self.award.disposition == "absent"

    @property
    def lacks_amount(self) -> bool:
        """One side grants without saying how much, the other says a sum: not guessed, left out and counted."""
        award, court = self.award, self.court
        if award.amount is None:
            return bool(court.amount) and award.for_claimant
        return court.amount is None and award.amount > 0 and court.for_claimant

    @property
    def about_money(self) -> bool:
        return self.award.amount is not None or self.court.amount is not None

    def nearly_same(self, tolerance: Fraction) -> bool:
        """Same direction, and sums no further apart than `tolerance` of the larger one."""
        if self.same:
            return True
        within = (self.larger - self.kept) * tolerance.denominator <= tolerance.numerator * self.larger
        return within and self.award.for_claimant == self.court.for_claimant


@dataclass(frozen=True)
class Suit:
    """One suit at one instance. `awards` are the awards it attacks; empty means one award of its own.

    `first` is the id of the suit at first instance when an appeal has an id of its own.
    """

    id: Key
    ended_by: str
    instance: int = 1
    linked: bool = True
    effective: bool = True
    items: tuple[Item, ...] = ()
    awards: tuple[Key, ...] = ()
    first: Key | None = None

    @property
    def thread(self) -> str:
        return str(self.id if self.first is None else self.first)

    @property
    def attacked(self) -> tuple[str, ...]:
        return tuple(map(str, self.awards)) or (f"suit:{self.thread}",)

    @cached_property
    def compared(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_new and not item.lacks_amount)

    @cached_property
    def left_out_as(self) -> str | None:
        """Why this suit is not in the denominators, or None when it is."""
        if not self.linked:
            return "unlinked"
        if self.ended_by != "judgment":
            return self.ended_by
        if not self.effective:
            return "not_effective"
        return None if self.compared else "nothing_to_compare"

    @cached_property
    def same(self) -> bool:
        return all(item.same for item in self.compared)

    @cached_property
    def weight(self) -> int:
        """The larger sums of its items together, in fen."""
        return sum(item.larger for item in self.compared)

    def nearly_same(self, tolerance: Fraction) -> bool:
        return all(item.nearly_same(tolerance) for item in self.compared)


@dataclass(frozen=True)
class Rung:
    """A rate with what it is made of. `unit`: suit, item, fen or award."""

    numerator: int
    denominator: int
    unit: str
    interval: Interval | None

    @property
    def rate(self) -> float | None:
        """None when there is nothing to divide by: no rate is not a rate of nought or of one hundred."""
        return self.numerator / self.denominator if self.denominator else None


def share(numerator: int, denominator: int, unit: str) -> Rung:
    return Rung(numerator, denominator, unit, wilson(numerator, denominator))


@dataclass(frozen=True)
class Divergence:
    """One item the court decided otherwise. `delta` = judgment − award, in fen; None where no money is involved."""

    suit: Key
    instance: int
    item: Key
    kind: str
    delta: int | None
    reason_code: str | None

    @property
    def arbitration_side(self) -> bool:
        return self.reason_code is not None and reason(self.reason_code).arbitration


@dataclass(frozen=True)
class View:
    """The ladder over one set of suits. `bounds` is the range each rung could take if unlinked suits were known."""

    rungs: Mapping[str, Rung]
    coverage: Rung
    excluded: Mapping[str, int]
    divergences: tuple[Divergence, ...]
    bounds: Mapping[str, Interval | None]

    def divergences_by_side(self) -> dict[str, int]:
        """Items on the arbitration's side, on another side, and still without a reason code (part of other)."""
        count = Counter("arbitration" if d.arbitration_side else "other" for d in self.divergences)
        uncoded = sum(d.reason_code is None for d in self.divergences)
        return {"arbitration": count["arbitration"], "other": count["other"], "uncoded": uncoded}

    def divergences_by_reason(self) -> dict[str, int]:
        count = Counter(reason(d.reason_code).id for d in self.divergences if d.reason_code is not None)
        return {code.id: count[code.id] for code in REASONS if count[code.id]}


@dataclass(frozen=True)
class AllAwards:
    """The second basis: awards nobody sued upon are assumed consistent. Shown beside the ladder, never instead."""

    case_strict: Rung
    case_lenient: Rung
    total: int
    unsued: int
    left_out: int


@dataclass(frozen=True)
class Comparison:
    """Everything `compare` finds. `first` is the headline view."""

    first: View
    second: View
    final: View
    all_awards: AllAwards | None
    tolerance: Fraction = TOLERANCE


def compare(
    suits: Iterable[Suit], awards_total: int | None = None, tolerance: Fraction = TOLERANCE
) -> Comparison:
    """Compare awards with judgments. Raises InputError when `awards_total` is smaller than the awards sued upon."""
    every = tuple(suits)
    first = [s for s in every if s.instance == 1]
    return Comparison(
        first=view(first, tolerance),
        second=view([s for s in every if s.instance == 2], tolerance),
        final=view(_last_instances(every), tolerance),
        all_awards=None if awards_total is None else among_all_awards(first, awards_total, tolerance),
        tolerance=tolerance,
    )


def view(suits: Sequence[Suit], tolerance: Fraction = TOLERANCE) -> View:
    """The ladder over `suits`, all taken as they are, whatever their instance."""
    counted = [s for s in suits if s.left_out_as is None]
    items = [item for s in counted for item in s.compared]
    kept = sum(item.kept for item in items)
    weights = [s.weight for s in counted]
    rungs = {
        "case_strict": share(sum(s.same for s in counted), len(counted), "suit"),
        "case_lenient": share(sum(s.nearly_same(tolerance) for s in counted), len(counted), "suit"),
        "item": share(sum(item.same for item in items), len(items), "item"),
        "money": Rung(kept, sum(weights), "fen", money_interval(kept, weights)),
    }
    left_out = Counter(s.left_out_as for s in suits)
    excluded = {name: left_out[name] for name in EXCLUSIONS}
    judged = [item for s in suits if s.left_out_as in (None, "nothing_to_compare") for item in s.items]
    excluded["new_claims"] = sum(item.is_new for item in judged)
    excluded["amount_missing"] = sum(item.lacks_amount and not item.is_new for item in judged)
    return View(
        rungs=rungs,
        coverage=share(sum(s.linked for s in suits), len(suits), "suit"),
        excluded=excluded,
        divergences=tuple(sorted(_divergences(counted), key=lambda d: (str(d.suit), d.instance, str(d.item)))),
        bounds=_bounds(rungs, [s for s in suits if not s.linked and s.ended_by == "judgment"]),
    )


def among_all_awards(suits: Iterable[Suit], total: int, tolerance: Fraction = TOLERANCE) -> AllAwards:
    """Un-sued awards and awards with a compared suit; awards sued upon but not comparable are left out and counted.

    An award several suits attack counts once, and is consistent only if every compared suit is.
    """
    attacked: dict[str, list[Suit]] = {}
    for suit in suits:
        for award in suit.attacked:
            attacked.setdefault(award, []).append(suit)
    if total < len(attacked):
        raise InputError(
            "awards_total",
            total,
            f"少于被起诉的裁决数（{len(attacked)} 件）。",
            "请核对裁决总数；几件诉讼针对同一裁决的，请在各件的 award 中写同一裁决编号。",
        )
    unsued = total - len(attacked)
    known = [[s for s in listed if s.left_out_as is None] for listed in attacked.values()]
    known = [listed for listed in known if listed]
    base = unsued + len(known)
    strict = sum(all(s.same for s in listed) for listed in known)
    lenient = sum(all(s.nearly_same(tolerance) for s in listed) for listed in known)
    return AllAwards(
        case_strict=share(unsued + strict, base, "award"),
        case_lenient=share(unsued + lenient, base, "award"),
        total=total,
        unsued=unsued,
        left_out=len(attacked) - len(known),
    )


def _last_instances(suits: Iterable[Suit]) -> list[Suit]:
    """One suit a thread: the appeal, unless it was withdrawn, when the first judgment stands."""
    last: dict[str, Suit] = {}
    for suit in sorted(suits, key=lambda s: s.instance):
        if suit.instance == 1 or suit.ended_by != "withdrawn" or suit.thread not in last:
            last[suit.thread] = suit
    return [last[thread] for thread in sorted(last)]


def _divergences(suits: Iterable[Suit]) -> Iterable[Divergence]:
    for suit in suits:
        for item in suit.compared:
            if not item.same:
                delta = item.court.fen - item.award.fen if item.about_money else None
                yield Divergence(suit.id, suit.instance, item.id, item.kind, delta, item.reason_code)


def _bounds(rungs: Mapping[str, Rung], hidden: Sequence[Suit]) -> dict[str, Interval | None]:
    """The rate if everything in the unlinked suits were changed, and if nothing were.

    An unlinked suit counts as one suit. How many items and what sums it holds is known only where its items are
    listed; as soon as one does not list them, the item and money rungs have no bounds (None) rather than invented ones.
    """
    items = [item for s in hidden for item in s.compared]
    more = {"suit": len(hidden), "item": len(items), "fen": sum(item.larger for item in items)}
    unknown = any(not s.compared for s in hidden)
    bounds: dict[str, Interval | None] = {}
    for name, rung in rungs.items():
        whole = rung.denominator + more[rung.unit]
        if not whole or (unknown and rung.unit != "suit"):
            bounds[name] = None
        else:
            bounds[name] = (rung.numerator / whole, (rung.numerator + more[rung.unit]) / whole)
    return bounds
