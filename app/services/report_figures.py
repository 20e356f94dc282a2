"""The figures of a month, computed from frozen facts alone: the same facts give the same figures for ever.

A figure is a dict: part, title, numerator, denominator (None for a plain count), unit, rate, interval, median,
p90, definition, cases (behind the denominator) and hits (behind the numerator), both as case ids.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import ceil
from statistics import median
from typing import Any

from app.services import report_tables
from app.services.report_cases import SUCCESS, Record, between
from app.services.report_periods import worded
from app.services.report_suits import Suits
from workflows.consistency import share
from workflows.links import links
from workflows.states import STATES, label

FORCED = ("performed", "review", "confirmation", "payment_order")
SUIT_ENDINGS = {
    "judgment": "判决",
    "settled": "调解、和解",
    "withdrawn": "撤诉",
    "dismissed_procedure": "程序驳回",
    "not_accepted": "不予受理",
}


class Book:
    """Collects figures under their ids."""

    def __init__(self) -> None:
        self.figures: dict[str, Record] = {}

    def count(
        self, name: str, part: int, title: str, cases: Sequence[int], unit: str = "件", definition: str = ""
    ) -> None:
        self._add(name, part, title, len(cases), None, unit, definition, cases=cases, hits=cases)

    def rate(
        self,
        name: str,
        part: int,
        title: str,
        hits: Sequence[int],
        cases: Sequence[int],
        unit: str = "件",
        definition: str = "",
    ) -> None:
        """`hits` and `cases` hold one case id for each thing counted, so the same id may stand there twice."""
        found = share(len(hits), len(cases), unit)
        self._add(
            name,
            part,
            title,
            len(hits),
            len(cases),
            unit,
            definition,
            rate=found.rate,
            interval=found.interval,
            cases=cases,
            hits=hits,
        )

    def days(self, name: str, part: int, title: str, values: Sequence[tuple[int, int]], definition: str = "") -> None:
        """`values`: (case id, days). The average never stands without its median and ninetieth percentile."""
        sorted_days = sorted(days for _, days in values)
        total, n = sum(sorted_days), len(sorted_days)
        self._add(
            name,
            part,
            title,
            total,
            n,
            "天",
            definition,
            rate=total / n if n else None,
            median=median(sorted_days) if n else None,
            p90=sorted_days[ceil(0.9 * n) - 1] if n else None,
            cases=[case for case, _ in values],
            hits=[],
        )

    def _add(
        self,
        name: str,
        part: int,
        title: str,
        numerator: int,
        denominator: int | None,
        unit: str,
        definition: str,
        *,
        rate: float | None = None,
        interval: tuple[float, float] | None = None,
        median: float | None = None,
        p90: int | None = None,
        cases: Iterable[int],
        hits: Iterable[int],
    ) -> None:
        self.figures[name] = {
            "part": part,
            "title": title,
            "numerator": numerator,
            "denominator": denominator,
            "unit": unit,
            "rate": rate,
            "interval": None if interval is None else list(interval),
            "median": median,
            "p90": p90,
            "definition": definition or name,
            "cases": sorted(set(cases)),
            "hits": sorted(set(hits)),
        }


def compute(data: Record) -> Record:
    """{"figures": {id: figure}, "tables": {…}} from what `report_data.collect` froze."""
    book, suits = Book(), Suits(data)
    _quality(book, data, suits)
    _flow(book, data)
    _pairs(book, data)
    _after_award(book, data, suits)
    _acts(book, data)
    _ladder(book, suits)
    for figure in book.figures.values():
        figure["title"] = worded(figure["title"], data["kind"])
    return {"figures": book.figures, "tables": report_tables.tables(data, suits, book.figures)}


def _ids(records: Iterable[Record], test: Callable[[Record], Any] = lambda _: True) -> list[int]:
    return [r["case"] if "case" in r else r["id"] for r in records if test(r)]


def _quality(book: Book, data: Record, suits: Suits) -> None:
    """Part 1."""
    for period, title in (("month", "本月审结"), ("year", "近十二个月审结")):
        ended = suits.ended(period)
        book.rate(
            f"coverage.{period}",
            1,
            f"关联覆盖率（{title}的一审案件）",
            _ids(ended, lambda m: m["awards"]),
            _ids(ended),
            definition="coverage",
        )
    # A suit tried together with another is one case with it (I1 4). Reports frozen before know no "merged".
    waiting = [m for m in suits.first if suits.is_open(m) and m.get("merged") is None]
    book.count("quality.waiting_judgment", 1, "月末尚待一审裁判", _ids(waiting))
    book.count(
        "quality.unlinked",
        1,
        "月末未关联裁决的一审案件",
        _ids(waiting + suits.ended("month"), lambda m: not m["awards"]),
    )
    judged = [m for m in suits.ended("month") if m["ended_by"] == "judgment"]
    book.rate("quality.items_entered", 1, "已逐项登记的一审判决", _ids(judged, lambda m: m["items"]), _ids(judged))
    made = [a for a in data["awards"] if between(data, "made")(a)]
    book.rate(
        "quality.service_known",
        1,
        "已有送达日期（起诉期可计算）的裁决",
        _ids(made, lambda a: a["shut"]),
        _ids(made),
        "份",
    )
    book.count("quality.amount_missing", 1, "一方有金额、一方缺金额而无法比较的请求项", suits.amount_missing, "项")


def _flow(book: Book, data: Record) -> None:
    """Part 2: cases."""
    start, end, cases = data["start"], data["end"], data["cases"]
    accepted_now, closed_now = between(data, "accepted"), between(data, "closed")
    carried = [
        c for c in cases if c["accepted"] and c["accepted"] < start and (not c["closed"] or c["closed"] >= start)
    ]
    accepted = [c for c in cases if accepted_now(c)]
    closed = [c for c in cases if c["accepted"] and closed_now(c)]
    handled = [c for c in cases if c["accepted"] and c["accepted"] <= end and (not c["closed"] or c["closed"] >= start)]
    due = [c for c in cases if between(data, "due")(c)]
    book.count("flow.carried_in", 2, "上期未结", _ids(carried))
    book.count("flow.filed", 2, "本期收件", _ids(cases, between(data, "filed")))
    book.count("flow.accepted", 2, "本期受理", _ids(accepted))
    book.count("flow.collective", 2, "其中集体劳动争议", _ids(accepted, lambda c: c["collective"]))
    book.count("flow.closed", 2, "本期结案", _ids(closed))
    book.count(
        "flow.ended_unaccepted",
        2,
        "未受理而终结（不予受理、受理前撤回等）",
        _ids(cases, lambda c: not c["accepted"] and closed_now(c)),
    )
    book.count("flow.open_end", 2, "期末未结", _ids(handled, lambda c: not closed_now(c)))
    for way in sorted({c["by"] or "" for c in closed}):
        name = label("case", way) if way in STATES["case"] else way or "未登记方式"
        book.rate(
            f"flow.closed_by.{way or 'unknown'}",
            2,
            f"结案方式：{name}",
            _ids([c for c in closed if (c["by"] or "") == way]),
            _ids(closed),
            definition="flow.closed_by",
        )
    book.rate("flow.closing_a", 2, "仲裁结案率（甲：含上期未结）", _ids(closed), _ids(handled))
    book.rate("flow.closing_b", 2, "仲裁结案率（乙：本期受理中本期结案）", _ids(closed, accepted_now), _ids(accepted))
    book.rate(
        "flow.closing_c",
        2,
        "仲裁结案率（丙：本期届满中按期结案）",
        _ids(due, lambda c: c["closed"] and c["closed"] <= c["due"]),
        _ids(due),
    )
    book.rate("flow.overdue", 2, "超审限率", _ids(closed, lambda c: c["due"] and c["closed"] > c["due"]), _ids(closed))
    book.rate("flow.settled", 2, "仲裁调解率", _ids(closed, lambda c: c["by"] == "settled"), _ids(closed))
    gross = [(c["id"], _days(c["accepted"], c["closed"])) for c in closed]
    book.days("flow.days_gross", 2, "受理至结案天数（毛）", gross)
    stopped = {c["id"]: c["stopped"] for c in closed}
    book.days("flow.days_net", 2, "受理至结案天数（扣除中止、公告）", [(i, max(0, d - stopped[i])) for i, d in gross])


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _pairs(book: Book, data: Record) -> None:
    """Part 2: the four linked pairs and their channels."""
    proposed_now, ended_now = between(data, "proposed"), between(data, "ended")
    book_of = links()
    for pair in book_of.pairs.values():
        channels = [c.id for c in book_of.channels.values() if c.pair == pair.id]
        here = [r for r in data["referrals"] if r["channel"] in channels]
        proposed = [r for r in here if proposed_now(r)]
        answered = [r for r in proposed if r["consented"] or r["outcome"] == "refused" or r["state"] == "not_agreed"]
        ended = [r for r in here if ended_now(r) and r["consented"] and r["outcome"]]
        succeeded = [r for r in ended if r["outcome"] in SUCCESS]
        key, said = f"pair.{pair.id}", pair.title
        book.count(f"{key}.referred", 2, f"{said}：提议", _ids(proposed), "次", "pair.referred")
        book.rate(
            f"{key}.consented",
            2,
            f"{said}：双方同意",
            _ids(answered, lambda r: r["consented"]),
            _ids(answered),
            "次",
            "pair.consented",
        )
        book.rate(f"{key}.succeeded", 2, f"{said}：调解成功", _ids(succeeded), _ids(ended), "次", "pair.succeeded")
        book.rate(
            f"{key}.forced",
            2,
            f"{said}：协议取得执行保障",
            _ids(succeeded, lambda r: r["force"] in FORCED),
            _ids(succeeded),
            "次",
            "pair.forced",
        )
        for state, name in (("handed_over", "移交对接渠道"), ("returned", "退回仲裁")):
            book.count(
                f"{key}.{state}",
                2,
                f"{said}：{name}",
                _ids([r for r in here if ended_now(r) and r["state"] == state]),
                "次",
                f"pair.{state}",
            )


def _after_award(book: Book, data: Record, suits: Suits) -> None:
    """Part 3."""
    made = [a for a in data["awards"] if between(data, "made")(a)]
    final = [a for a in made if a["type"] == "final"]
    book.rate("award.final", 3, "终局裁决率（按裁决）", _ids(final), _ids(made), "份")
    book.rate("award.final_items", 3, "终局裁决率（按请求项）", suits.per_item(final), suits.per_item(made), "项")
    shut = [a for a in data["awards"] if between(data, "shut")(a)]
    book.rate("award.sued", 3, "起诉率（按裁决）", _ids(shut, lambda a: a["id"] in suits.sued), _ids(shut), "份")
    book.rate(
        "award.sued_persons",
        3,
        "起诉率（按人）",
        _ids(data["persons"], lambda p: (p["award"], p["party"]) in suits.plaintiffs),
        _ids(data["persons"]),
        "人次",
    )
    filed = [m for m in suits.first if between(data, "filed")(m)]
    book.count("suit.filed", 3, "本月新收一审", _ids(filed))
    for kind, name in (("worker", "劳动者"), ("employer", "用人单位")):
        book.rate(
            f"suit.filed_by.{kind}",
            3,
            f"其中{name}起诉",
            _ids([m for m in filed if m["plaintiff_kind"] == kind]),
            _ids(filed),
            definition="suit.filed_by",
        )
    ended = suits.ended("month")
    for way, name in SUIT_ENDINGS.items():
        book.rate(
            f"suit.ended_by.{way}",
            3,
            f"一审结案：{name}",
            _ids([m for m in ended if m["ended_by"] == way]),
            _ids(ended),
            definition="suit.ended_by",
        )
    compared = suits.compared("month")
    book.rate(
        "suit.changed",
        3,
        "改裁率",
        [suits.case_of(s) for s in compared if not s.same],
        [suits.case_of(s) for s in compared],
    )
    annulments = [m for m in data["matters"] if m["kind"] == "annulment" and suits.is_ended(m, "month")]
    book.rate(
        "annulment.set_aside",
        3,
        "撤裁率（按审结的撤裁案件）",
        _ids(annulments, lambda m: m["annulled"]),
        _ids(annulments),
    )
    second, affirmed = suits.second_instance()
    book.rate("second.affirmed", 3, "二审维持率", affirmed, second)
    without_award = [c for c in data["cases"] if c["accepted"] and between(data, "closed")(c) and c["by"] != "awarded"]
    cohort = {c["id"]: False for c in without_award}
    last_shut: dict[int, str | None] = {}
    for award in data["awards"]:
        shut_on, before = award["shut"], last_shut.get(award["case"], "")
        last_shut[award["case"]] = None if shut_on is None or before is None else max(before, shut_on)
    in_court = {m["case"] for m in suits.first}
    for case in _ids(shut):
        # A case with two awards joins when the last window of both has shut.
        if last_shut[case] is not None and data["start"] <= last_shut[case] <= data["end"]:
            cohort[case] = case in in_court
    book.rate("award.ended_here", 3, "仲裁终结率", [case for case, sued in cohort.items() if not sued], list(cohort))


def _acts(book: Book, data: Record) -> None:
    """Part 3: service, preservation and enforcement."""

    def each(key: str) -> list[int]:
        return [one["case"] for one in data["services"] for _ in range(one[key])]

    book.rate("service.electronic", 3, "电子送达率（结案文书以外）", each("electronic"), each("acts"), "次", "service.electronic")
    book.rate(
        "service.electronic_closing",
        3,
        "电子送达率（裁决书、调解书等结案文书）",
        each("closing_electronic"),
        each("closing"),
        "次",
        "service.electronic",
    )
    book.count("court.preservation", 3, "申请财产保全", _ids(data["preservation"], between(data, "received")))
    answered = [one for one in data["preservation"] if between(data, "decided")(one)]
    waited = [(one["case"], _days(one["received"], one["decided"])) for one in answered]
    book.days("court.preservation_days", 3, "保全申请至答复天数", waited)
    book.count("court.enforcement", 3, "申请强制执行", _ids(data["enforcement"], between(data, "filed")))
    ended = [one for one in data["enforcement"] if between(data, "decided")(one)]
    book.rate(
        "court.enforced", 3, "执行完毕率", _ids(ended, lambda m: m["ended_by"] == "performed"), _ids(ended)
    )


def _ladder(book: Book, suits: Suits) -> None:
    """Part 4."""
    for period in ("month", "year"):
        for which in ("first", "final"):
            for name, figure in suits.rung_figures(period, which).items():
                book.figures[f"ladder.{period}.{which}.{name}"] = figure
    book.figures.update(suits.all_awards_figures())
