"""What the lines of a judgment mean for each claim of a case: a proposal with its confidence and its reasons. Pure.

A line is matched to a claim by kind, by who pays whom and by sum. What the result does not speak of is read from
驳回其他诉讼请求, or counts as not before the court. At second instance the lines kept and changed are put together first.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search_index.judgment_text import Judgment, Line, Part
from workflows.items import KINDS

DECIDED = ("granted", "partly", "refused")
LIKELY = 80
"""From this confidence on a proposal is called likely; below it the person is told to look twice."""


@dataclass(frozen=True)
class Asked:
    """One claim item as the award decided it. Sums in fen; `claimant` and `against` are names."""

    key: int
    kind: str
    claimed_fen: int | None = None
    award: str = "pending"
    awarded_fen: int | None = None
    claimant: str = ""
    against: str = ""

    @property
    def money(self) -> bool:
        return KINDS[self.kind].money if self.kind in KINDS else True


@dataclass(frozen=True)
class Proposal:
    """What the court decided on one claim, as read. `disposition`: granted, partly, refused, absent, or "" (not read).

    `ordinals` are the lines it rests on, `fen` the sum in fen, `confidence` 0 to 100.
    """

    key: int
    disposition: str
    fen: int | None
    confidence: int
    why: tuple[str, ...]
    ordinals: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Every claim's proposal, and the lines no claim explains: perhaps new claims (I1 14)."""

    proposals: tuple[Proposal, ...]
    unmatched: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def propose(
    judgment: Judgment,
    items: Sequence[Asked],
    *,
    plaintiff: str = "",
    below: Judgment | None = None,
    decided_below: Mapping[int, tuple[str, int | None]] | None = None,
) -> Reading:
    """Match the result to the claims. `below` is the judgment appealed against, `decided_below` its registered outcomes."""
    if judgment.ending in ("remanded", "dismissed", "withdrawn"):
        said = {"remanded": "发回重审", "dismissed": "驳回起诉", "withdrawn": "撤诉"}[judgment.ending]
        return Reading((), (), (f"这份文书写的是{said}，没有逐项结果。",))
    decided_below = decided_below or {}
    if any(line.effect == "uphold_all" for line in judgment.lines) and decided_below:
        kept = [_as_below(item, decided_below, 95, "二审驳回上诉、维持原判，照一审登记的结果") for item in items]
        return Reading(tuple(kept), ())
    if any(line.effect == "as_award" for line in judgment.lines):
        only = ("文书只写明判决与裁决一致，没有主文，照裁决",)
        return Reading(tuple(Proposal(i.key, i.award, i.awarded_fen, 70, only) for i in items if i.award in DECIDED), ())
    lines, notes, whole = _standing(judgment, below)
    matched = _Match(items, lines, plaintiff).run()
    found = []
    for item in items:
        one = matched.proposals.get(item.key)
        if one is None and not whole and item.key in decided_below:
            one = _as_below(item, decided_below, 55, "二审主文没有提到这一项，照一审登记的结果")
        found.append(one or Proposal(item.key, "absent", None, 50, ("判决主文没有提到这一项",)))
    return Reading(tuple(found), tuple(matched.unmatched), notes)


def _as_below(item: Asked, below: Mapping[int, tuple[str, int | None]], sure: int, why: str) -> Proposal:
    if item.key not in below:
        return Proposal(item.key, "absent", None, 60, ("一审没有登记这一项",))
    disposition, fen = below[item.key]
    return Proposal(item.key, disposition, fen, sure, (why,))


def _standing(judgment: Judgment, below: Judgment | None) -> tuple[list[Line], tuple[str, ...], bool]:
    """The lines that stand after this judgment: its own, and those of the judgment below it keeps or changes.

    The last answer says whether the lines are the whole result (True), or only what changed (False).
    """
    own = list(judgment.lines)
    speaks_of_below = any(line.effect in ("uphold", "uphold_all", "set_aside", "change") for line in own)
    if not speaks_of_below:
        return own, (), True
    earlier = {line.ordinal: line for line in below.lines} if below else {}
    standing: list[Line] = []
    gone: set[int] = set()
    everything = any(line.effect == "set_aside" and not line.refers for line in own)
    for line in own:
        if line.effect in ("set_aside", "change"):
            gone.update(line.refers)
        if line.effect == "change" and line.content is not None:
            standing.append(replace(line.content, ordinal=line.ordinal, text=line.text, confidence=line.confidence))
        elif line.effect not in ("uphold", "uphold_all", "set_aside", "joint"):
            standing.append(line)
    if everything:
        return standing, (), True
    if not earlier:
        return standing, ("没有一审判决主文，二审维持的几项照一审登记的结果。",), False
    kept = [line for n, line in sorted(earlier.items()) if n not in gone]
    fallen = [replace(line, effect="not_pay") for n, line in earlier.items() if n in gone and line.effect == "pay"]
    spoken = {kind for line in standing for kind in line.kinds}
    fallen = [
        replace(line, confidence=70, why=("一审的这一项被撤销，没有改判新的数额",))
        for line in fallen
        if not spoken & set(line.kinds)
    ]
    return [*kept, *standing, *fallen], (), True


class _Match:
    """One matching of lines to claims; first exact evidence, then what is left over."""

    def __init__(self, items: Sequence[Asked], lines: Sequence[Line], plaintiff: str) -> None:
        self.items, self.lines, self.plaintiff = items, lines, plaintiff
        self.proposals: dict[int, Proposal] = {}
        self.unmatched: list[Line] = []

    def run(self) -> "_Match":
        self._pay([line for line in self.lines if line.effect == "pay"])
        for line in self.lines:
            if line.effect in ("confirm", "perform"):
                self._plain(line, "granted")
            elif line.effect in ("deny", "refuse"):
                self._plain(line, "refused")
            elif line.effect == "not_pay":
                self._not_pay(line)
        self._left_over()
        for line in self.lines:
            if line.effect == "refuse_rest":
                self._rest(line)
        return self

    def _left_over(self) -> None:
        """One sum whose claim is not named and one claim nothing speaks of: perhaps they belong together."""
        nameless = [line for line in self.unmatched if len(line.parts) == 1 and not line.parts[0].kinds]
        left = [item for item in self.items if item.key not in self.proposals and item.money]
        if len(nameless) == 1 and len(left) == 1 and _fits(left[0], nameless[0]):
            self.unmatched.remove(nameless[0])
            why = ("主文没有写是哪一类请求，本案只剩这一项",)
            self._sum(left[0], nameless[0].parts[0].fen, replace(nameless[0], confidence=55, why=why))

    def _open(self, kinds: Sequence[str], line: Line) -> list[Asked]:
        """Claims of one of these kinds that fit who pays whom."""
        found = [item for item in self.items if item.kind in kinds and _fits(item, line)]
        special = [item for item in found if not (item.kind == "employer_damages" and len(kinds) > 1)]
        return special or found

    def _pay(self, lines: Sequence[Line]) -> None:
        """All sums of one kind together, from whatever lines, against the claims of that kind."""
        groups: dict[tuple[tuple[str, ...], str], list[tuple[Line, Part]]] = defaultdict(list)
        for line in lines:
            if not line.parts:
                self._plain(line, "granted")
            for part in line.parts:
                groups[part.kinds, line.payer].append((line, part))
        for (kinds, _), paid in groups.items():
            line, parts = paid[0][0], [part for _, part in paid]
            items = self._open(kinds, line) if kinds else self._by_sum(parts[0])
            if not items:
                self.unmatched += [one for one, _ in paid if one not in self.unmatched]
            elif len(items) == 1:
                for one, part in paid:
                    self._sum(items[0], part.fen, one)
            elif len(items) == len(parts):
                for item, (one, part) in zip(_in_order(items, parts), paid, strict=True):
                    self._sum(item, part.fen, one, paired=True)
            else:
                self._together(items, sum(p.fen for p in parts), line)

    def _by_sum(self, part: Part) -> list[Asked]:
        same = [i for i in self.items if part.fen in (i.awarded_fen, i.claimed_fen) and i.key not in self.proposals]
        return same if len(same) == 1 else []

    def _sum(self, item: Asked, fen: int, line: Line, *, paired: bool = False) -> None:
        why, sure = [f"主文第{line.ordinal}项"], line.confidence
        before = self.proposals.get(item.key)
        if before is not None and before.fen is not None and before.disposition in ("granted", "partly"):
            fen, sure = fen + before.fen, min(before.confidence, 75)
            why.append("同一类有几个金额，已相加")
        if paired:
            sure = min(sure, 75)
            why.append("有几项同类请求，按金额和先后对应")
        if not line.payee and not line.payer:
            sure = min(sure, 85)
        if item.claimed_fen is None:
            disposition, sure = ("granted", min(sure, 75))
        else:
            disposition = "refused" if fen == 0 else "granted" if fen >= item.claimed_fen else "partly"
        if item.claimed_fen is not None and fen > item.claimed_fen:
            sure = min(sure, 65)
            why.append("判决金额超过请求金额，请核对是否同一请求")
        if fen == (item.awarded_fen or 0) and item.award in ("granted", "partly"):
            why.append("与裁决金额相同")
            if item.claimed_fen is None or item.award == "partly":
                disposition = item.award if item.claimed_fen is None else disposition
        ordinals = (*(before.ordinals if before else ()), line.ordinal)
        self.proposals[item.key] = Proposal(item.key, disposition, fen, sure, (*why, *line.why), ordinals)

    def _together(self, items: Sequence[Asked], fen: int, line: Line) -> None:
        """One sum for several claims: split only where the award's or the claims' sums add up to it."""
        for sums, said in (
            ([item.awarded_fen or 0 for item in items], "各项裁决金额之和与判决金额相同"),
            ([item.claimed_fen or 0 for item in items], "各项请求金额之和与判决金额相同"),
        ):
            if sum(sums) == fen and fen:
                for item, part in zip(items, sums, strict=True):
                    self._sum(item, part, replace(line, confidence=min(85, line.confidence + 15), why=(said,)))
                return
        for item in items:
            why = (f"主文第{line.ordinal}项", "几项请求合写一个金额，分不出各项是多少，请按判决理由填写")
            self.proposals[item.key] = Proposal(item.key, "partly", None, 35, why, (line.ordinal,))

    def _plain(self, line: Line, disposition: str) -> None:
        items = self._open(line.kinds, line)
        if not items:
            if line.kinds:
                self.unmatched.append(line)
            return
        for item in items:
            sure = line.confidence if len(items) == 1 else min(70, line.confidence)
            fen = 0 if disposition == "refused" and item.money else None
            if disposition == "granted" and item.money:
                fen, sure = item.awarded_fen or item.claimed_fen, min(sure, 45)
            self.proposals[item.key] = Proposal(
                item.key, disposition, fen, sure, (f"主文第{line.ordinal}项", *line.why), (line.ordinal,)
            )

    def _not_pay(self, line: Line) -> None:
        """无需支付: the claim it speaks of is refused; with no kind named, the one claim whose awarded sum it names."""
        items = self._open(line.kinds, line) if line.kinds else [i for p in line.parts for i in self._by_sum(p)]
        sums = {part.fen for part in line.parts}
        exact = [item for item in items if item.awarded_fen in sums or item.claimed_fen in sums]
        chosen = exact or items
        if not chosen:
            self.unmatched.append(line)
        for item in chosen:
            if item.key in self.proposals and self.proposals[item.key].disposition in ("granted", "partly"):
                continue
            sure = line.confidence if line.kinds and (exact or len(chosen) == 1) else min(65, line.confidence)
            why = (f"主文第{line.ordinal}项", *line.why, *(("金额与裁决相同",) if exact else ()))
            self.proposals[item.key] = Proposal(item.key, "refused", 0 if item.money else None, sure, why, (line.ordinal,))

    def _rest(self, line: Line) -> None:
        """驳回（其他）诉讼请求: what that side asked for and no line speaks of. A firm's dismissed suit leaves the award's sums."""
        whose = set(line.who)
        for item in self.items:
            if item.key in self.proposals and self.proposals[item.key].ordinals != (0,):
                continue
            claims = not whose or item.claimant in whose or (not item.claimant and self.plaintiff in whose)
            answers = bool(whose) and item.against in whose
            why = f"主文第{line.ordinal}项驳回"
            if claims and not (item.claimant and self.plaintiff and item.claimant != self.plaintiff and not whose):
                sure = 85 if whose else 75
                if any(not one.kinds or not all(part.kinds for part in one.parts) for one in self.unmatched):
                    sure = 55  # a sum nobody could place may be this claim's
                fen = 0 if item.money else None
                self.proposals[item.key] = Proposal(item.key, "refused", fen, sure, (f"{why}请求人的其他请求",), (line.ordinal,))
            elif answers and item.award in ("granted", "partly"):
                said = (f"{why}对方的请求，裁决的这一项没有改动",)
                self.proposals[item.key] = Proposal(item.key, item.award, item.awarded_fen, 60, said, (0,))
            elif answers and item.award == "refused":
                said = (f"{why}的是对方的请求，请求人没有起诉这一项",)
                self.proposals[item.key] = Proposal(item.key, "absent", None, 60, said, (0,))


def _fits(item: Asked, line: Line) -> bool:
    """Whether the one who pays may be the one the claim is against. Nothing known speaks against nothing."""
    if line.effect not in ("pay", "not_pay") or not line.payer:
        return True
    if item.claimant and line.payer == item.claimant:
        return False
    return not (item.claimant and line.payee and line.payee == item.against)


def _in_order(items: Sequence[Asked], parts: Sequence[Part]) -> list[Asked]:
    """Items of one kind beside the sums: equal sums first, the rest in the order of the claims."""
    left = list(items)
    chosen: list[Asked | None] = []
    for part in parts:
        same = next((i for i in left if part.fen in (i.awarded_fen, i.claimed_fen)), None)
        chosen.append(same)
        if same is not None:
            left.remove(same)
    return [one if one is not None else left.pop(0) for one in chosen]
