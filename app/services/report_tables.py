"""The tables of a report, computed from its frozen facts beside the figures: what is printed row by row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.services.report_cases import FAILURE, SUCCESS, Record, between
from app.services.report_suits import MOST_CASES, Suits
from workflows.causes import cause
from workflows.errors import InputError
from workflows.links import links

MOST_SHEETS = 40
"""A province has thousands of divergences: the largest are printed, the workbook holds all of them."""
LARGEST = 5


def tables(data: Record, suits: Suits, figures: Mapping[str, Any]) -> Record:
    """{name: rows} of plain JSON."""
    return {
        "bodies": data["bodies"],
        "months": _months(data, suits),
        "trend": suits.trend(),
        "excluded": {"month": dict(suits.month.first.excluded), "year": dict(suits.year.first.excluded)},
        "left_out": {period: suits.left_out(period) for period in ("month", "year")},
        "bounds": {"month": suits.bounds("month"), "year": suits.bounds("year")},
        "divergences": suits.divergence_table(),
        "sheets": suits.sheets[:MOST_SHEETS],
        "sheets_total": len(suits.sheets),
        "sides": {"month": suits.month.first.divergences_by_side(), "year": suits.year.first.divergences_by_side()},
        "offices": suits.offices(),
        "questions": suits.questions(),
        "standards": suits.standards(),
        "actions": suits.actions(),
        "topics": data["topics"],
        "yearbook": _yearbook(data),
        "mediation": _mediation(data),
        "alerts": alerts(data, set(figures["flow.accepted"]["cases"])),
    }


def _months(data: Record, suits: Suits) -> list[Record]:
    """The months of a quarter or a year, one beside the other; empty for a report of one month."""
    if len(data["months"]) == 1:
        return []
    rows = {month: dict.fromkeys(("accepted", "closed", "overdue", "sued", "judged"), 0) for month in data["months"]}
    for one in data["cases"]:
        if one["accepted"] and one["accepted"][:7] in rows:
            rows[one["accepted"][:7]]["accepted"] += 1
        if one["accepted"] and one["closed"] and one["closed"][:7] in rows:
            rows[one["closed"][:7]]["closed"] += 1
            rows[one["closed"][:7]]["overdue"] += bool(one["due"] and one["closed"] > one["due"])
    for matter in suits.first:
        if matter["filed"][:7] in rows:
            rows[matter["filed"][:7]]["sued"] += 1
        if matter["decided"] and matter["decided"][:7] in rows and matter["ended_by"] == "judgment":
            rows[matter["decided"][:7]]["judged"] += 1
    rungs = {row["month"]: row for row in suits.trend()}
    return [{"month": month, **counts, "item": rungs[month]["item"]} for month, counts in rows.items()]


def alerts(data: Record, accepted: set[int]) -> Record:
    """Part 8: what somebody should look at now."""
    mine = [c for c in data["cases"] if c["id"] in accepted]
    largest = sorted((c for c in mine if c["claimed"]), key=lambda c: (-c["claimed"], c["id"]))[:LARGEST]

    def lines(cases: list[Record]) -> list[Record]:
        return [{key: c[key] for key in ("id", "title", "workers", "claimed")} for c in cases]

    return {
        "repeat_employer": data["settings"]["repeat_employer"],
        "employers": data["employers"],
        "collective": lines([c for c in mine if c["collective"]]),
        "largest": lines(largest),
        "unpaid": {
            "n": len(data["unpaid"]),
            "fen": sum(p["fen"] for p in data["unpaid"]),
            "cases": sorted({p["case"] for p in data["unpaid"]}),
        },
    }


def _yearbook(data: Record) -> list[Record]:
    """The columns of the yearbook table 劳动争议处理情况, as far as event data fill them, each with its cases."""
    accepted = [c for c in data["cases"] if between(data, "accepted")(c)]
    closed = [c for c in data["cases"] if c["accepted"] and between(data, "closed")(c)]
    carried = [
        c
        for c in data["cases"]
        if c["accepted"] and c["accepted"] < data["start"] and (not c["closed"] or c["closed"] >= data["start"])
    ]
    ended = {c["id"] for c in closed}
    awarded = [c for c in closed if c["by"] == "awarded"]
    by_result: dict[str, list[Record]] = {"worker": [], "employer": [], "both": []}
    for one in awarded:
        by_result[_result(one)].append(one)
    rows: list[tuple[str, list[Record], int | None]] = [
        ("上期未结案件数", carried, None),
        ("当期案件受理数", accepted, None),
        ("　其中集体劳动争议案件数", [c for c in accepted if c["collective"]], None),
        ("　其中劳动者申诉案件数", [c for c in accepted if c["by_worker"]], None),
        ("劳动者当事人数", accepted, sum(c["workers"] for c in accepted)),
        (
            "　其中集体劳动争议劳动者当事人数",
            [c for c in accepted if c["collective"]],
            sum(c["workers"] for c in accepted if c["collective"]),
        ),
    ]
    by_cause: dict[str, list[Record]] = {}
    for one in accepted:
        by_cause.setdefault(_cause(one), []).append(one)
    rows += [
        (f"　争议原因：{title}", cases, None)
        for title, cases in sorted(by_cause.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    rows += [
        ("结案数", closed, None),
        ("　处理方式：仲裁调解", [c for c in closed if c["by"] == "settled"], None),
        ("　处理方式：仲裁裁决", awarded, None),
        ("　处理方式：其他方式", [c for c in closed if c["by"] not in ("settled", "awarded")], None),
        ("　处理结果（裁决）：用人单位胜诉", by_result["employer"], None),
        ("　处理结果（裁决）：劳动者胜诉", by_result["worker"], None),
        ("　处理结果（裁决）：双方部分胜诉及其他", by_result["both"], None),
        ("期末未结案件数", [c for c in [*carried, *accepted] if c["id"] not in ended], None),
    ]
    return [
        {
            "line": line,
            "value": len(cases) if value is None else value,
            "cases": sorted(c["id"] for c in cases)[:MOST_CASES],
        }
        for line, cases, value in rows
    ]


def _result(case: Record) -> str:
    """Who won an award: everything granted is for who applied, everything refused for the other side."""
    if (
        not case["granted"] + case["partly"] + case["refused"]
        or case["partly"]
        or (case["granted"] and case["refused"])
    ):
        return "both"
    return "worker" if bool(case["granted"]) == bool(case["by_worker"]) else "employer"


def _cause(case: Record) -> str:
    if not case["cause"] or not case["filed"]:
        return "未登记案由"
    return cause_title(case["cause"], case["filed"])


def cause_title(code: str, filed: str) -> str:
    """The court's name of a cause on the day of filing; the code itself where no list in force knows it."""
    try:
        return cause(code, date.fromisoformat(filed)).title
    except InputError:
        return code


def _mediation(data: Record) -> list[Record]:
    """Lines in the manner of 人社统MA1号表, by channel: mediation before acceptance only."""
    before = [r for r in data["referrals"] if r["stage"] in ("before_filing", "before_acceptance")]
    proposed_now, ended_now = between(data, "proposed"), between(data, "ended")
    rows = []
    for channel in links().channels.values():
        here = [r for r in before if r["channel"] == channel.id]
        ended = [r for r in here if ended_now(r) and r["consented"]]
        rows.append(
            {
                "channel": channel.title,
                "accepted": sum(proposed_now(r) and r["consented"] is not None for r in here),
                "closed": sum(r["outcome"] is not None for r in ended),
                "agreed": sum(r["outcome"] in SUCCESS for r in ended),
                "no_agreement": sum(r["outcome"] in FAILURE for r in ended),
                "withdrawn": sum(r["outcome"] == "withdrawn" for r in ended),
                "declined": sum(proposed_now(r) and r["state"] == "not_agreed" for r in here),
                "cases": sorted({r["case"] for r in here if proposed_now(r) or ended_now(r)})[:MOST_CASES],
            }
        )
    return rows
