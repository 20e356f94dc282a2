"""Court matters of a report as the public definition of consistency sees them (workflows.consistency)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from app.services.report_cases import DECIDED, Record
from workflows.consistency import (
    EXCLUSIONS,
    RUNG_TITLES,
    RUNGS,
    AllAwards,
    Comparison,
    Decision,
    Item,
    Rung,
    Suit,
    View,
    among_all_awards,
    compare,
    reason,
)
from workflows.funnel import LEVELS, funnel

MOST_CASES = 500
"""A list of cases a page can show."""


class Suits:
    """All matters of one report's frozen facts. `month` and `year` (twelve months) are the comparisons."""

    def __init__(self, data: Record) -> None:
        self.data = data
        self.matters: dict[int, Record] = {m["id"]: m for m in data["matters"]}
        self.first = [m for m in data["matters"] if m["kind"] == "first_instance"]
        self.second = [m for m in data["matters"] if m["kind"] == "second_instance"]
        self.appealed = {m["previous"] for m in self.second if self.is_open(m)}
        self.amount_missing: list[int] = []
        self._suits = {m["id"]: self._suit(m) for m in self.first + self.second}

    # -- which matters -------------------------------------------------------------------------------------------

    def is_open(self, matter: Record) -> bool:
        """Not ended by the last day of the month, whatever happened later."""
        return matter["decided"] is None or matter["decided"] > self.data["end"]

    def is_ended(self, matter: Record, period: str) -> bool:
        since = self.data["start"] if period == "month" else self.data["rolling_start"]
        return matter["decided"] is not None and since <= matter["decided"] <= self.data["end"]

    def ended(self, period: str) -> list[Record]:
        """First-instance matters that ended in the month, or in the twelve months."""
        return [m for m in self.first if self.is_ended(m, period)]

    @cached_property
    def sued(self) -> set[int]:
        """Awards a confirmed first-instance suit attacks."""
        return {award for m in self.first for award in m["awards"]}

    @cached_property
    def plaintiffs(self) -> set[tuple[int, int]]:
        """(award, party) for everyone who sued."""
        return {(award, m["plaintiff"]) for m in self.first for award in m["awards"]}

    @staticmethod
    def per_item(awards: Iterable[Record]) -> list[int]:
        """The case of each award once for each item it decides."""
        return [a["case"] for a in awards for _ in range(a["items"])]

    # -- as the definition sees them -----------------------------------------------------------------------------

    def _suit(self, matter: Record) -> Suit:
        ended_by = matter["ended_by"] or "pending"
        if self.is_open(matter):
            ended_by = "pending"
        elif ended_by == "not_accepted":
            ended_by = "dismissed_procedure"
        before = self.matters.get(matter["previous"] or 0)
        linked = matter["awards"] or (before["awards"] if before else [])
        return Suit(
            id=matter["id"],
            ended_by=ended_by,
            instance=1 if matter["kind"] == "first_instance" else 2,
            linked=bool(linked),
            effective=matter["id"] not in self.appealed,
            items=tuple(self._items(matter)),
            awards=tuple(linked),
            first=matter["previous"] if matter["kind"] == "second_instance" else None,
        )

    def _items(self, matter: Record) -> Iterable[Item]:
        for ident, kind, award, awarded, court, amount, code in matter["items"]:
            one = Decision(award if award in DECIDED else "absent", awarded if award in ("granted", "partly") else None)
            other = Decision(court, amount if court in ("granted", "partly") else None)
            item = Item(ident, kind, one, other, code)
            if item.lacks_amount and not item.is_new:
                self.amount_missing.append(matter["case"])
            yield item

    def of(self, period: str) -> list[Suit]:
        """Suits ended in the period, with appeals still open, so that the final view knows what is not final."""
        chosen = [m for m in self.first + self.second if self.is_ended(m, period)]
        appeals = [m for m in self.second if self.is_open(m)]
        return [self._suits[m["id"]] for m in chosen + appeals]

    @cached_property
    def month(self) -> Comparison:
        return compare(self.of("month"))

    @cached_property
    def year(self) -> Comparison:
        return compare(self.of("year"))

    def _comparison(self, period: str) -> Comparison:
        return self.month if period == "month" else self.year

    def compared(self, period: str) -> list[Suit]:
        """First-instance suits in the denominators."""
        return [s for s in self.of(period) if s.instance == 1 and s.left_out_as is None]

    def case_of(self, suit: Suit) -> int:
        return int(self.matters[int(suit.id)]["case"])

    # -- figures -------------------------------------------------------------------------------------------------

    def rung_figures(self, period: str, which: str) -> dict[str, Record]:
        """The four rungs as figures; `which` is "first" or "final"."""
        found: View = self._comparison(period).first if which == "first" else self._comparison(period).final
        counted = [s for s in self.of(period) if s.left_out_as is None and (which == "final" or s.instance == 1)]
        same = {
            "case_strict": [s for s in counted if s.same],
            "case_lenient": [s for s in counted if s.nearly_same(self.month.tolerance)],
        }
        said = {"month": "本月", "year": "近十二个月"}[period] + ("" if which == "first" else "（终审口径）")
        return {
            name: rung_figure(
                found.rungs[name],
                f"{said}{RUNG_TITLES[name]}",
                f"ladder.{name}",
                [self.case_of(s) for s in counted],
                [self.case_of(s) for s in same.get(name, [s for s in counted if any(i.kept for i in s.compared)])],
            )
            for name in RUNGS
        }

    def all_awards(self) -> AllAwards:
        """The second basis, on the cohort of awards made in the twelve months; suits by confirmed links only."""
        cohort = {a["id"] for a in self.data["awards"] if a["made"] and a["made"] >= self.data["rolling_start"]}
        suits = []
        for matter in self.first:
            inside = tuple(a for a in matter["awards"] if a in cohort)
            if inside:
                suits.append(replace(self._suits[matter["id"]], awards=inside))
        return among_all_awards(suits, len(cohort))

    def all_awards_figures(self) -> dict[str, Record]:
        found = self.all_awards()
        cases = [a["case"] for a in self.data["awards"] if a["made"] and a["made"] >= self.data["rolling_start"]]
        return {
            f"ladder.all_awards.{name}": rung_figure(
                rung, f"近十二个月{RUNG_TITLES[name]}（按全部裁决）", "ladder.all_awards", cases, []
            )
            for name, rung in (("case_strict", found.case_strict), ("case_lenient", found.case_lenient))
        }

    def bounds(self, period: str) -> dict[str, list[float] | None]:
        return {n: None if b is None else list(b) for n, b in self._comparison(period).first.bounds.items()}

    def left_out(self, period: str) -> dict[str, list[int]]:
        """The cases behind each reason for leaving a first-instance suit, or an item of one, out of the comparison."""
        found: dict[str, set[int]] = {name: set() for name in EXCLUSIONS}
        for suit in self.of(period):
            if suit.instance != 1:
                continue
            if suit.left_out_as is not None:
                found[suit.left_out_as].add(self.case_of(suit))
            if suit.left_out_as in (None, "nothing_to_compare") and any(i.is_new for i in suit.items):
                found["new_claims"].add(self.case_of(suit))
            if suit.left_out_as in (None, "nothing_to_compare") and any(
                i.lacks_amount and not i.is_new for i in suit.items
            ):
                found["amount_missing"].add(self.case_of(suit))
        return {name: sorted(cases)[:MOST_CASES] for name, cases in found.items()}

    def second_instance(self) -> tuple[list[int], list[int]]:
        """Cases of second-instance judgments of the month, and of those that left every item of the first as it was."""
        judged = [m for m in self.second if self.is_ended(m, "month") and m["ended_by"] == "judgment" and m["items"]]
        affirmed = []
        for matter in judged:
            before = self.matters.get(matter["previous"] or 0)
            if before is not None and _decided(before) == _decided(matter):
                affirmed.append(matter["case"])
        return [m["case"] for m in judged], affirmed

    # -- tables --------------------------------------------------------------------------------------------------

    def trend(self) -> list[Record]:
        """Each of the twelve months on its own, with what is known now."""
        by_month: dict[str, list[Suit]] = defaultdict(list)
        for suit in self.of("year"):
            decided = self.matters[int(suit.id)]["decided"]
            if decided is not None and suit.instance == 1:
                by_month[decided[:7]].append(suit)
        rows = []
        for month in _months(self.data["rolling_start"], 12):
            rungs = compare(by_month[month]).first.rungs
            rows.append({"month": month, **{name: _rung(rungs[name]) for name in RUNGS}})
        return rows

    def divergence_table(self) -> list[Record]:
        """Unequal items of the month by kind, reason, office and court; most frequent first."""
        groups: dict[tuple[str, str, int, int], list[Record]] = defaultdict(list)
        for line in self._divergences("month"):
            groups[(line["kind"], line["reason"], line["office"], line["court"])].append(line)
        rows = [
            {
                "kind": kind,
                "reason": code,
                "office": office,
                "court": court,
                "n": len(lines),
                "delta": sum(line["delta"] or 0 for line in lines),
                "cases": sorted({line["case"] for line in lines}),
            }
            for (kind, code, office, court), lines in groups.items()
        ]
        return sorted(rows, key=lambda r: (-r["n"], r["kind"], r["reason"], r["office"], r["court"]))

    def _divergences(self, period: str) -> list[Record]:
        lines = []
        for d in self._comparison(period).first.divergences:
            matter = self.matters[int(d.suit)]
            lines.append(
                {
                    "matter": matter["id"],
                    "case": matter["case"],
                    "office": matter["office"],
                    "court": matter["court"],
                    "item": d.item,
                    "kind": d.kind,
                    "delta": d.delta,
                    "reason": "" if d.reason_code is None else reason(d.reason_code).id,
                    "side": "arbitration" if d.arbitration_side else "other",
                }
            )
        return lines

    @cached_property
    def sheets(self) -> list[Record]:
        """One sheet for each unequal item of the month, the largest differences first."""
        words = {(s["matter"], s["item"]): s for s in self.data["sheets"]}
        sums = {(m["id"], row[0]): row for m in self.first for row in m["items"]}
        sheets = []
        for line in self._divergences("month"):
            key = (line["matter"], line["item"])
            said = words.get(key, {})
            _, _, award, awarded, court, amount, _ = sums[key]
            sheets.append(
                {
                    **line,
                    "matter_number": self.matters[line["matter"]]["number"] or "",
                    "award": [award, awarded],
                    "judgment": [court, amount],
                    **{k: said.get(k) or "" for k in ("claim", "award_number", "award_text", "award_reasoning")},
                    **{k: said.get(k) or "" for k in ("court_text", "note")},
                    "court_agrees": bool(said.get("court_agrees")),
                    "office_agrees": bool(said.get("office_agrees")),
                    "said": said.get("said", {}),
                    "standards": [s["number"] for s in self.data["standards"] if line["kind"] in s["kinds"]],
                }
            )
        return sorted(sheets, key=lambda s: (-abs(s["delta"] or 0), s["matter"], str(s["item"])))

    def offices(self) -> Record:
        """The funnel: items alike of items compared in twelve months, by office."""
        same: dict[int, list[int]] = {office: [0, 0] for office in self.data["offices"]}
        for suit in self.compared("year"):
            line = same.setdefault(self.matters[int(suit.id)]["office"], [0, 0])
            line[0] += sum(item.same for item in suit.compared)
            line[1] += len(suit.compared)
        found = funnel([(str(office), a, b) for office, (a, b) in same.items()])
        return {
            "rate": found.rate,
            "dispersion": found.dispersion,
            "levels": list(LEVELS),
            "dots": [
                {
                    "office": int(dot.name),
                    "numerator": dot.numerator,
                    "denominator": dot.denominator,
                    "limits": [list(pair) for pair in dot.limits],
                    "outside": [dot.outside(0), dot.outside(1)],
                }
                for dot in found.dots
            ],
        }

    def questions(self) -> list[Record]:
        """For the joint meeting: kinds with a difference on the arbitration's side, or one not yet settled."""
        groups: dict[str, list[Record]] = defaultdict(list)
        for sheet in self.sheets:
            if sheet["side"] == "arbitration" or not sheet["reason"]:
                groups[sheet["kind"]].append(sheet)
        rows = [
            {
                "kind": kind,
                "n": len(lines),
                "uncoded": sum(not line["reason"] for line in lines),
                "unsettled": sum(not (line["court_agrees"] and line["office_agrees"]) for line in lines),
                "standards": sorted({number for line in lines for number in line["standards"]}),
                "cases": sorted({line["case"] for line in lines}),
            }
            for kind, lines in groups.items()
        ]
        return sorted(rows, key=lambda r: (-r["n"], r["kind"]))

    def standards(self) -> list[Record]:
        """Each standard in force: items of its kinds judged after its adoption, and how many were alike."""
        return [{**one, **self._followed(one["kinds"], one["adopted"])} for one in self.data["standards"]]

    def actions(self) -> list[Record]:
        """Each kind of measure for each kind of claim, from the earliest day it was taken: what was judged later."""
        first: dict[tuple[str, str], str] = {}
        for one in self.data["actions"]:
            key = (one["kind"], one["action"])
            first[key] = min(first.get(key, one["since"]), one["since"])
        return [
            {"kind": kind, "action": action, "since": since, **self._followed([kind], since)}
            for (kind, action), since in sorted(first.items())
        ]

    def _followed(self, kinds: Sequence[str], since: str) -> Record:
        """Items of these kinds judged after the day, within the twelve months: how many alike of how many, and their cases."""
        items: list[tuple[int, Item]] = []
        for suit in self.compared("year"):
            if self.matters[int(suit.id)]["decided"] > since:
                items += [(self.case_of(suit), i) for i in suit.compared if i.kind in kinds]
        return {
            "numerator": sum(item.same for _, item in items),
            "denominator": len(items),
            "cases": sorted({case for case, _ in items}),
        }


def rung_figure(rung: Rung, title: str, definition: str, cases: Sequence[int], hits: Sequence[int]) -> Record:
    return {
        "part": 4,
        "title": title,
        **_rung(rung),
        "median": None,
        "p90": None,
        "definition": definition,
        "cases": sorted(set(cases)),
        "hits": sorted(set(hits)),
    }


def _rung(rung: Rung) -> Record:
    unit = {"suit": "件", "item": "项", "fen": "分", "award": "份"}[rung.unit]
    return {
        "numerator": rung.numerator,
        "denominator": rung.denominator,
        "unit": unit,
        "rate": rung.rate,
        "interval": None if rung.interval is None else list(rung.interval),
    }


def _decided(matter: Record) -> list[tuple[str, str, int]]:
    return sorted((str(i), court, amount or 0) for i, _, _, _, court, amount, _ in matter["items"])


def _months(first: str, count: int) -> list[str]:
    year, month = int(first[:4]), int(first[5:7])
    return [f"{year + (month - 1 + n) // 12}-{(month - 1 + n) % 12 + 1:02d}" for n in range(count)]
