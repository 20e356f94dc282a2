"""How far a draft departs from like decisions, item by item. A hint with its figures, never a verdict.

Method (docs/search.md §4), the same for every kind:

- Compared are like decisions that decided the same kind on the merits. One that a court changed or set aside is shown,
  with its mark, but counts in no figure: it did not stand.
- Result: a note only when at least `FEW` decisions are there and the 95 % Wilson interval of the share that decided as
  the draft does lies wholly below one half, so that a clear majority decided otherwise.
- Money: awarded ÷ claimed, where both are known. A note only when the draft lies outside the range of at least
  `FEW_SUMS` decisions; the note says how often a like case would lie there by chance alone, 2 ÷ (n + 1).
- With fewer decisions nothing is said but their number.
- Beside the notes stand the figures themselves: granted, partly, refused; least, lower quartile, median, upper quartile
  and greatest of awarded ÷ claimed. The quartiles describe; only the range decides about a note.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from statistics import median, quantiles

from search_index.port import AUTHORITIES, DISPOSITION_TITLES, OVERTURNED, Hit, ItemOutcome
from workflows.intervals import wilson

FEW = 5
FEW_SUMS = 7
HALF = 0.5
COMPARED = ("granted", "partly", "refused")
NO_VERDICT = "这只是提示，不是结论；维持原意见的，请写明理由。"


@dataclass(frozen=True)
class DraftItem:
    """One decided item of a draft. Sums in fen."""

    id: str
    kind: str
    disposition: str
    claimed_fen: int | None = None
    awarded_fen: int | None = None

    @property
    def ratio(self) -> Fraction | None:
        return _ratio(ItemOutcome(self.kind, self.disposition, self.claimed_fen, self.awarded_fen))


@dataclass(frozen=True)
class Standard:
    """口径: an agreed rule of judging, as the caller found it. `valid_to` is the last day it holds."""

    number: str
    title: str
    text: str
    kinds: tuple[str, ...]
    adopted_on: date
    valid_to: date | None = None

    def governs(self, kind: str, day: date) -> bool:
        return kind in self.kinds and self.adopted_on <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Distribution:
    """How like decisions went. `ratios` is least, median and greatest of awarded ÷ claimed over `sums` decisions.

    `quartiles` (lower, upper) are given from `FEW_SUMS` decisions on: of fewer they would only repeat single cases.
    """

    decisions: int
    granted: int
    partly: int
    refused: int
    sums: int = 0
    ratios: tuple[float, float, float] | None = None
    quartiles: tuple[float, float] | None = None


@dataclass(frozen=True)
class ItemCheck:
    """What the stock says about one draft item. `like` has contrary and higher-authority decisions first."""

    item: DraftItem
    distribution: Distribution
    like: tuple[Hit, ...]
    standards: tuple[Standard, ...]
    notes: tuple[str, ...] = field(default=())
    remarks: tuple[str, ...] = field(default=())

    @property
    def needs_reason(self) -> bool:
        """Whether the arbitrator is asked for a sentence when the draft stays as it is."""
        return bool(self.notes)


def check(items: Iterable[DraftItem], hits: Sequence[Hit], standards: Iterable[Standard], day: date) -> list[ItemCheck]:
    """Compare each item decided on the merits with the like decisions found; the order of `hits` changes nothing.

    `day` picks the standards in force. An item decided otherwise (settled, withdrawn) is not compared.
    """
    known = list(standards)
    return [_check(item, hits, known, day) for item in items if item.disposition in COMPARED]


def _check(item: DraftItem, hits: Sequence[Hit], standards: Sequence[Standard], day: date) -> ItemCheck:
    outcomes = [(hit, outcome) for hit in hits if (outcome := _of_kind(hit, item.kind)) is not None]
    standing = [outcome for hit, outcome in outcomes if hit.doc.fate not in OVERTURNED]
    ratios = sorted(ratio for outcome in standing if (ratio := _ratio(outcome)) is not None)
    counts = Counter(outcome.disposition for outcome in standing)
    notes = [note for note in (_result_note(item, counts), _sum_note(item, ratios)) if note]
    remarks = []
    if len(standing) < FEW:
        remarks.append(f"同类请求项只找到 {len(standing)} 件可比的裁判，少于 {FEW} 件，不作比较。")
    if fallen := len(outcomes) - len(standing):
        remarks.append(f"另有 {fallen} 件已被法院改判或撤销，列出供参考，不计入分布。")
    outcomes.sort(key=lambda pair: _place(pair, item))
    return ItemCheck(
        item=item,
        distribution=Distribution(
            decisions=len(standing),
            granted=counts["granted"],
            partly=counts["partly"],
            refused=counts["refused"],
            sums=len(ratios),
            ratios=(float(ratios[0]), float(median(ratios)), float(ratios[-1])) if ratios else None,
            quartiles=_quartiles(ratios),
        ),
        like=tuple(hit for hit, _ in outcomes),
        standards=tuple(standard for standard in standards if standard.governs(item.kind, day)),
        notes=tuple(notes),
        remarks=tuple(remarks),
    )


def _quartiles(ratios: Sequence[Fraction]) -> tuple[float, float] | None:
    """Lower and upper quartile by linear interpolation within the sample."""
    if len(ratios) < FEW_SUMS:
        return None
    lower, _, upper = quantiles([float(one) for one in ratios], n=4, method="inclusive")
    return lower, upper


def _of_kind(hit: Hit, kind: str) -> ItemOutcome | None:
    return next((item for item in hit.doc.items if item.kind == kind and item.disposition in COMPARED), None)


def _place(pair: tuple[Hit, ItemOutcome], item: DraftItem) -> tuple[bool, bool, int, float, str]:
    """Contrary ones first, those that stood before those that fell, the higher authority before the lower."""
    hit, outcome = pair
    contrary = outcome.disposition != item.disposition
    return (not contrary, hit.doc.fate in OVERTURNED, AUTHORITIES.index(hit.doc.authority), -hit.score, hit.doc.key)


def _ratio(outcome: ItemOutcome) -> Fraction | None:
    if not outcome.claimed_fen:
        return None
    if outcome.disposition == "refused":
        return Fraction(0)
    return None if outcome.awarded_fen is None else Fraction(outcome.awarded_fen, outcome.claimed_fen)


def _result_note(item: DraftItem, counts: Counter[str]) -> str:
    total, same = sum(counts.values()), counts[item.disposition]
    interval = wilson(same, total)
    if total < FEW or interval is None or interval[1] >= HALF:
        return ""
    low, high = interval
    others = "、".join(f"{DISPOSITION_TITLES[name]} {counts[name]} 件" for name in COMPARED if counts[name])
    return (
        f"拟{DISPOSITION_TITLES[item.disposition]}；{total} 件可比裁判中同样处理的 {same} 件"
        f"（95% 区间 {low:.0%} 至 {high:.0%}），分布为：{others}。{NO_VERDICT}"
    )


def _sum_note(item: DraftItem, ratios: Sequence[Fraction]) -> str:
    n, mine = len(ratios), item.ratio
    if mine is None or n < FEW_SUMS or ratios[0] <= mine <= ratios[-1]:
        return ""
    side = "低于" if mine < ratios[0] else "高于"
    return (
        f"拟裁金额为请求的 {float(mine):.0%}，{side} {n} 件可比裁判的范围（{float(ratios[0]):.0%} 至 {float(ratios[-1]):.0%}，"
        f"中位 {float(median(ratios)):.0%}）；同类案件仅因偶然落在范围之外的机会约 {2 / (n + 1):.0%}。{NO_VERDICT}"
    )
