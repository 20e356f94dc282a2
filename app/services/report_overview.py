"""The first page of a report: a summary in sentences, and this period beside earlier ones."""

from collections.abc import Mapping
from typing import Any

from app.services.report_cells import Cell, Record, short, value
from app.services.report_periods import period, worded
from workflows.consistency import RUNG_TITLES, RUNGS

COMPARED = (
    "flow.accepted", "flow.closed", "flow.open_end", "flow.overdue", "flow.settled", "flow.days_gross", "award.sued", "suit.filed",
    "suit.changed", "annulment.set_aside", "coverage.month", *(f"ladder.month.first.{rung}" for rung in RUNGS),
)  # fmt: skip
"""What is set beside the period before and the year before, where their reports were issued."""


def summary(snapshot: Mapping[str, Any]) -> list[str]:
    """One page in a few sentences; every rate with its numerator and denominator."""
    figures = snapshot["figures"]
    word = worded("本月", period(snapshot["month"]).kind)
    said = [
        f"{word}受理 {figures['flow.accepted']['numerator']:,} 件，结案 {figures['flow.closed']['numerator']:,} 件，"
        f"期末未结 {figures['flow.open_end']['numerator']:,} 件；超审限率{value(figures['flow.overdue'])}。",
        f"{word}救济期限届满的裁决起诉率{value(figures['award.sued'])}；{word}审结一审案件的关联覆盖率{value(figures['coverage.month'])}。",
    ]
    for span_of, name in (("month", word), ("year", "近十二个月")):
        rungs = [f"{RUNG_TITLES[r]}{value(figures[f'ladder.{span_of}.first.{r}'])}" for r in RUNGS]
        said.append(f"{name}：" + "；".join(rungs) + "。")
    sides = snapshot["tables"]["sides"]["month"]
    said.append(
        f"{word}不一致的请求项中，属仲裁一侧原因的 {sides['arbitration']:,} 项，其他 {sides['other']:,} 项"
        f"（其中 {sides['uncoded']:,} 项尚未登记原因）。"
    )
    if snapshot["edition"] > 1:
        said.insert(0, f"本版为第 {snapshot['edition']} 版，更正说明：{snapshot['change_note']}")
    return said


def comparisons(snapshot: Mapping[str, Any]) -> list[Record]:
    """Before the nine parts: this period beside earlier ones, and the months of a quarter or a year."""
    asked, found = period(snapshot["month"]), []
    earlier = {one["month"]: one for one in snapshot.get("earlier", [])}
    if earlier:
        rows = []
        for name in COMPARED:
            figure = snapshot["figures"].get(name)
            if figure is None:
                continue
            row: list[Cell] = [figure["title"], {"text": short(figure), "figure": name}]
            rows.append(row + [_earlier_cell(earlier.get(one), name) for one in (asked.before, asked.year_before)])
        missing = [
            said for one, said in ((asked.before, "上期"), (asked.year_before, "上年同期")) if one not in earlier
        ]
        quoted = "；".join(
            f"{one['month']} 第 {one['edition']} 版（{one['sha256'][:16]}…）" for one in earlier.values()
        )
        notes = [f"对照所用的报告：{quoted}。"] + [f"{'、'.join(missing)}没有发布过报告，不作对照。"] * bool(missing)
        columns = ["指标", "本期", f"上期（{asked.before}）", f"上年同期（{asked.year_before}）"]
        table = {"caption": "", "columns": columns, "rows": rows, "notes": notes}
        found.append({"part": 0, "title": "与上期、上年同期对照", "paragraphs": [], "charts": [], "tables": [table]})
    months = snapshot["tables"].get("months", [])
    if months:
        table = {
            "caption": "",
            "columns": ["月份", "受理", "结案", "超审限", "新收一审", "一审判决", "请求项一致率"],
            "rows": [
                [
                    row["month"],
                    *(f"{row[k]:,}" for k in ("accepted", "closed", "overdue", "sued", "judged")),
                    short(row["item"]),
                ]
                for row in months
            ],
            "notes": [],
        }
        found.append({"part": 10, "title": "各月情况", "paragraphs": [], "charts": [], "tables": [table]})
    return found


def _earlier_cell(report: Mapping[str, Any] | None, name: str) -> str:
    return short(report["figures"][name]) if report is not None and name in report["figures"] else "—"
