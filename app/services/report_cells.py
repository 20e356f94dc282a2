"""How one figure, one sum, one decision is written in a report: the same on the page, on paper and in the workbook."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rendering import charts
from app.rendering.amounts import yuan
from app.services.report_words import PARTS
from workflows.consistency import reason
from workflows.funnel import LEVELS, limits
from workflows.items import KINDS

Record = dict[str, Any]
Cell = str | Record
MOST_ROWS = 60
"""A province has a thousand groups of divergences a month: the most frequent are printed, the workbook has all."""
FEWEST_DOTS = 3
"""A funnel of one or two says nothing the table does not say."""

DISPOSITIONS = {
    "granted": "支持",
    "partly": "部分支持",
    "refused": "驳回",
    "absent": "未涉及",
    "pending": "未决定",
    "withdrawn": "已撤回",
    "settled": "已调解",
}


def value(figure: Mapping[str, Any]) -> str:
    """ " 85.7%（6/7）" or "（无：分母为零）": a rate in running text."""
    if figure["rate"] is None:
        return "（无：分母为零）"
    return f" {figure['rate']:.1%}（{parts_of(figure)}）"


def parts_of(figure: Mapping[str, Any]) -> str:
    if figure["unit"] == "分":
        return f"{yuan(figure['numerator'])} / {yuan(figure['denominator'])}"
    if figure["denominator"] is None:
        return f"{figure['numerator']:,}"
    return f"{figure['numerator']:,} / {figure['denominator']:,}"


def figure_row(name: str, figure: Mapping[str, Any]) -> list[Cell]:
    """Title, value, numerator and denominator, interval."""
    if figure["denominator"] is None:
        shown, interval = f"{figure['numerator']:,} {figure['unit']}", ""
    elif figure["rate"] is None:
        shown, interval = "—", ""
    elif figure["unit"] == "天":
        shown = f"平均 {figure['rate']:.1f} 天，中位数 {figure['median']:g}，第九十百分位 {figure['p90']}"
        interval = ""
    else:
        shown = f"{figure['rate']:.1%}"
        interval = span(figure["interval"])
    made_of = "" if figure["denominator"] is None else parts_of(figure)
    if figure["denominator"] is not None and figure["unit"] not in ("分", "天"):
        made_of += f" {figure['unit']}"
    return [figure["title"], {"text": shown, "figure": name}, made_of, interval]


def span(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f"{interval[0] * 100:.1f}–{interval[1]:.1%}"


def short(figure: Mapping[str, Any]) -> str:
    """A figure in one cell: "85.7%（6/7）", "12 件", "平均 31.0 天"."""
    if figure["denominator"] is None:
        return f"{figure['numerator']:,} {figure['unit']}"
    if figure["rate"] is None:
        return "—"
    if figure["unit"] == "天":
        return f"平均 {figure['rate']:.1f} 天"
    return f"{figure['rate']:.1%}" + (f"（{parts_of(figure)}）" if figure["unit"] != "分" else "")


def kind_title(name: str) -> str:
    return KINDS[name].title if name in KINDS else name


def reason_title(code: str) -> str:
    return reason(code).title if code else "未登记"


def decision(row: Sequence[Any]) -> str:
    """ "部分支持 30,000.00元"."""
    disposition, amount = row
    said = DISPOSITIONS.get(disposition, disposition)
    return f"{said} {yuan(amount)}" if amount and disposition in ("granted", "partly") else said


ACTIONS = {"standard": "形成口径", "training": "培训", "template": "修改文书模板", "none": "不采取措施"}


def opinion(said: Sequence[str] | None) -> str:
    """ "法律适用：……": a side's reason and words, "—" where it has not spoken."""
    if not said:
        return "—"
    code, words = said
    return reason_title(code) + (f"：{words}" if words else "")


def measure(said: Sequence[str] | None) -> str:
    """ "形成口径（东川裁审口径〔2026〕1号，自 2026-10-20）：……"."""
    if not said:
        return "尚未登记"
    action, words, standard, since = said
    inside = "，".join(part for part in (standard, f"自 {since}") if part)
    return f"{ACTIONS[action]}（{inside}）" + (f"：{words}" if words else "")


def delta_text(delta: int | None) -> str:
    return "" if delta is None else f"{'+' if delta > 0 else ''}{yuan(delta)}"


def with_cases(text: str, cases: Sequence[int] | None) -> Cell:
    return {"text": text, "cases": cases} if cases else text


def funnel_chart(dots: Sequence[tuple[int, int, bool]], title: str, unit: str = "可比较请求项") -> str:
    """The funnel of (same, compared, outside) dots, numbered in the order of the table below it; "" for fewer than three."""
    if sum(bool(n) for _, n, _ in dots) < FEWEST_DOTS:
        return ""
    total = sum(n for _, n, _ in dots)
    rate = sum(same for same, _, _ in dots) / total if total else None
    most = max([n for _, n, _ in dots] + [1])
    sizes = sorted({max(1, round(most * 1.1 * n / 24)) for n in range(1, 25)})
    curves = [] if rate is None else [[(n, *limits(n, rate, level)) for n in sizes] for level in LEVELS]
    shown = [
        {"label": f"{place}", "n": n, "rate": same / n, "outside": outside}
        for place, (same, n, outside) in enumerate(dots, start=1)
        if n
    ]
    return charts.funnel(rate, shown, curves, title, unit)


def section(part: int, **more: Any) -> Record:
    return {"part": part, "title": PARTS[part], "paragraphs": [], "charts": [], "tables": [], **more}


def rest(total: int, most: int, unit: str) -> list[str]:
    """What to say when not everything is printed."""
    return [f"共 {total:,} {unit}，此处列出前 {most} {unit}，其余见随附的 JSON 和 XLSX。"] if total > most else []
