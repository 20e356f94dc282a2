"""A frozen report as the nine parts a person reads: the same sections for the page and for the paper.

A section: {"part", "title", "paragraphs", "charts": [{"caption", "svg"}], "tables": [{"caption", "columns", "rows",
"notes"}]}. A cell is text, or {"text", "figure"} where a figure stands behind it, or {"text", "cases"}.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.rendering import charts
from app.rendering.amounts import yuan
from app.services.report_words import MEANINGS, NOTES, PARTS
from workflows.consistency import EXCLUSIONS, RUNG_TITLES, RUNGS, reason
from workflows.funnel import LEVELS, limits
from workflows.items import KINDS
from workflows.links import links

Record = dict[str, Any]
Cell = str | Record

DISPOSITIONS = {
    "granted": "支持",
    "partly": "部分支持",
    "refused": "驳回",
    "absent": "未涉及",
    "pending": "未决定",
    "withdrawn": "已撤回",
    "settled": "已调解",
}
TOP = 5
MOST_ROWS = 60
MOST_SHEETS = 40
"""A province has a thousand divergences a month: the largest are printed, all of them are in JSON and workbook."""
FIGURE_COLUMNS = ["指标", "数值", "分子 / 分母", "95% 区间"]


def sections(snapshot: Mapping[str, Any]) -> list[Record]:
    """The parts of the report in order; part 9 is the definitions page."""
    figures, tables, data = snapshot["figures"], snapshot["tables"], snapshot["data"]
    return [
        _section(1, tables=[_figure_table("", figures, _ids_of(figures, 1))]),
        _flow(figures, tables),
        _section(3, tables=[_figure_table("", figures, _ids_of(figures, 3))]),
        _ladder(figures, tables, data),
        _divergences(tables, data),
        _sheets(tables, data),
        _questions(tables),
        _alerts(figures, data),
        _section(
            9,
            tables=[
                {
                    "caption": "",
                    "columns": ["指标", "分子 ÷ 分母", "依据"],
                    "rows": [[m.title, m.formula, m.ground] for m in MEANINGS.values()],
                    "notes": list(NOTES),
                }
            ],
        ),
    ]


def summary(snapshot: Mapping[str, Any]) -> list[str]:
    """One page in a few sentences; every rate with its numerator and denominator."""
    figures = snapshot["figures"]
    said = [
        f"本月受理 {figures['flow.accepted']['numerator']} 件，结案 {figures['flow.closed']['numerator']} 件，"
        f"期末未结 {figures['flow.open_end']['numerator']} 件；超审限率{value(figures['flow.overdue'])}。",
        f"本月救济期限届满的裁决起诉率{value(figures['award.sued'])}；本月审结一审案件的关联覆盖率{value(figures['coverage.month'])}。",
    ]
    for period, name in (("month", "本月"), ("year", "近十二个月")):
        rungs = [f"{RUNG_TITLES[r]}{value(figures[f'ladder.{period}.first.{r}'])}" for r in RUNGS]
        said.append(f"{name}：" + "；".join(rungs) + "。")
    sides = snapshot["tables"]["sides"]["month"]
    said.append(
        f"本月不一致的请求项中，属仲裁一侧原因的 {sides['arbitration']} 项，其他 {sides['other']} 项"
        f"（其中 {sides['uncoded']} 项尚未登记原因）。"
    )
    if snapshot["edition"] > 1:
        said.insert(0, f"本版为第 {snapshot['edition']} 版，更正说明：{snapshot['change_note']}")
    return said


def value(figure: Mapping[str, Any]) -> str:
    """ " 85.7%（6/7）" or "（无：分母为零）": a rate in running text."""
    if figure["rate"] is None:
        return "（无：分母为零）"
    return f" {figure['rate']:.1%}（{_parts_of(figure)}）"


def _parts_of(figure: Mapping[str, Any]) -> str:
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
    made_of = "" if figure["denominator"] is None else _parts_of(figure)
    if figure["denominator"] is not None and figure["unit"] not in ("分", "天"):
        made_of += f" {figure['unit']}"
    return [figure["title"], {"text": shown, "figure": name}, made_of, interval]


def span(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f"{interval[0] * 100:.1f}–{interval[1]:.1%}"


def _section(part: int, **more: Any) -> Record:
    return {"part": part, "title": PARTS[part], "paragraphs": [], "charts": [], "tables": [], **more}


def _ids_of(figures: Mapping[str, Any], part: int) -> list[str]:
    return [name for name, figure in figures.items() if figure["part"] == part]


def _figure_table(caption: str, figures: Mapping[str, Any], names: Iterable[str], notes: Sequence[str] = ()) -> Record:
    rows = [figure_row(name, figures[name]) for name in names]
    return {"caption": caption, "columns": FIGURE_COLUMNS, "rows": rows, "notes": list(notes)}


def _flow(figures: Mapping[str, Any], tables: Mapping[str, Any]) -> Record:
    pairs = []
    for pair in links().pairs.values():
        row: list[Cell] = [pair.title]
        for what in ("referred", "consented", "succeeded", "forced", "handed_over", "returned"):
            name = f"pair.{pair.id}.{what}"
            figure = figures[name]
            shown = f"{figure['numerator']}" if figure["denominator"] is None else _parts_of(figure)
            row.append({"text": shown, "figure": name})
        pairs.append(row)
    cases = [name for name in _ids_of(figures, 2) if not name.startswith("pair.")]
    return _section(
        2,
        tables=[
            _figure_table("仲裁案件", figures, cases),
            {
                "caption": "四对衔接（次）",
                "columns": ["渠道对", "提议", "同意 / 已答复", "成功 / 结束", "执行保障 / 成功", "移交", "退回"],
                "rows": pairs,
                "notes": [],
            },
            {
                "caption": "年鉴栏目",
                "columns": ["栏目", "数"],
                "rows": [[r["line"], f"{r['value']:,}"] for r in tables["yearbook"]],
                "notes": ["参照年鉴“劳动争议处理情况”，非正式统计报表。"],
            },
            {
                "caption": "受理前调解（参照 MA1 表栏目）",
                "columns": ["渠道", "受理", "结案", "达成协议", "不成", "撤回"],
                "rows": [
                    [r["channel"], *(f"{r[k]}" for k in ("accepted", "closed", "agreed", "no_agreement", "withdrawn"))]
                    for r in tables["mediation"]
                ],
                "notes": ["现行 MA1、MA2 表式未能取得全文，本表供填报参考。"],
            },
        ],
    )


def _ladder(figures: Mapping[str, Any], tables: Mapping[str, Any], data: Mapping[str, Any]) -> Record:
    names = [f"ladder.{period}.first.{rung}" for period in ("month", "year") for rung in RUNGS]
    final = [f"ladder.{period}.final.{rung}" for period in ("month", "year") for rung in RUNGS]
    bounds = [
        f"未关联案件全不一致或全一致时，{title}案件一致率（严格）在 {span(tables['bounds'][period]['case_strict'])} 之间。"
        for period, title in (("month", "本月"), ("year", "近十二个月"))
        if tables["excluded"][period]["unlinked"] and tables["bounds"][period]["case_strict"]
    ]
    shown = [
        {
            "label": RUNG_TITLES[r],
            "rate": figures[f"ladder.year.first.{r}"]["rate"],
            "interval": figures[f"ladder.year.first.{r}"]["interval"],
            "note": _chart_note(figures[f"ladder.year.first.{r}"]),
        }
        for r in RUNGS
    ]
    months = [
        {
            "label": row["month"][2:].replace("-", "."),
            "rate": row["item"]["rate"],
            "interval": row["item"]["interval"],
            "n": row["item"]["denominator"],
        }
        for row in tables["trend"]
    ]
    return _section(
        4,
        paragraphs=["一致率应与覆盖率、区间一并引用；样本很小时，单月数字不说明趋势。", *bounds],
        charts=[
            {"caption": "近十二个月各层一致率及 95% 区间", "svg": charts.ladder(shown, "近十二个月各层一致率")},
            {"caption": "请求项一致率，逐月（竖线为 95% 区间）", "svg": charts.trend(months, "请求项一致率逐月走势")},
            {
                "caption": "各仲裁机构请求项一致率（实线 95%、虚线 99.8% 预测界限）",
                "svg": _funnel(tables["offices"]),
            },
        ],
        tables=[
            _figure_table("一审口径", figures, names),
            _figure_table("终审口径（二审改变一审的，以二审为准）", figures, final),
            _figure_table(
                "另一基数：按全部裁决（未起诉的视为一致）",
                figures,
                ["ladder.all_awards.case_strict", "ladder.all_awards.case_lenient"],
            ),
            _office_table(tables["offices"], data),
            {
                "caption": "未计入的案件",
                "columns": ["原因", "本月", "近十二个月"],
                "rows": [
                    [said, f"{tables['excluded']['month'][name]}", f"{tables['excluded']['year'][name]}"]
                    for name, said in EXCLUSIONS.items()
                ],
                "notes": [],
            },
        ],
    )


def _chart_note(figure: Mapping[str, Any]) -> str:
    if figure["unit"] == "分":
        return f"{figure['denominator'] / 1_000_000:,.2f} 万元"
    return f"{figure['numerator']} / {figure['denominator']}"


def _funnel(offices: Mapping[str, Any]) -> str:
    dots = [
        {
            "label": f"{n}",
            "n": dot["denominator"],
            "rate": dot["numerator"] / dot["denominator"],
            "outside": dot["outside"][0],
        }
        for n, dot in enumerate(offices["dots"], start=1)
    ]
    most = max([dot["n"] for dot in dots] + [1])
    sizes = sorted({max(1, round(most * 1.1 * n / 24)) for n in range(1, 25)})
    curves = (
        [[(n, *limits(n, offices["rate"], level)) for n in sizes] for level in LEVELS]
        if offices["rate"] is not None
        else []
    )
    return charts.funnel(offices["rate"], dots, curves, "各仲裁机构请求项一致率漏斗图")


def _office_table(offices: Mapping[str, Any], data: Mapping[str, Any]) -> Record:
    rows = [
        [
            f"{n}",
            data["bodies"][str(dot["office"])],
            f"{dot['numerator']} / {dot['denominator']}",
            f"{dot['numerator'] / dot['denominator']:.1%}",
            span(dot["limits"][0]),
            "界外，宜查明原因" if dot["outside"][0] else "界内",
        ]
        for n, dot in enumerate(offices["dots"], start=1)
    ]
    notes = ["漏斗图不是排名：界外只说明差异大于偶然，不说明对错；各机构相同也约有二十分之一在 95% 界外。"]
    if offices["dispersion"] is not None:
        notes.append(f"离散系数 {offices['dispersion']:.2f}；明显大于 1 时界限偏窄。")
    return {
        "caption": "近十二个月各仲裁机构请求项一致率",
        "columns": ["图中编号", "仲裁机构", "一致 / 可比较", "比率", "95% 界限", "位置"],
        "rows": rows,
        "notes": notes,
    }


def kind_title(name: str) -> str:
    return KINDS[name].title if name in KINDS else name


def reason_title(code: str) -> str:
    return reason(code).title if code else "未登记"


def decision(row: Sequence[Any]) -> str:
    """ "部分支持 30,000.00元"."""
    disposition, amount = row
    said = DISPOSITIONS.get(disposition, disposition)
    return f"{said} {yuan(amount)}" if amount and disposition in ("granted", "partly") else said


def delta_text(delta: int | None) -> str:
    return "" if delta is None else f"{'+' if delta > 0 else ''}{yuan(delta)}"


def _divergences(tables: Mapping[str, Any], data: Mapping[str, Any]) -> Record:
    bodies = data["bodies"]
    rows: list[list[Cell]] = [
        [
            kind_title(r["kind"]),
            reason_title(r["reason"]),
            bodies[str(r["office"])],
            bodies[str(r["court"])],
            {"text": f"{r['n']}", "cases": r["cases"]},
            delta_text(r["delta"]),
        ]
        for r in tables["divergences"][:MOST_ROWS]
    ]
    side_by_side = [
        {
            "caption": f"{n}. {kind_title(s['kind'])}　{delta_text(s['delta'])}",
            "columns": [f"裁决　{s['award_number']}", f"判决　{s['matter_number']}"],
            "rows": [
                [decision(s["award"]), decision(s["judgment"])],
                [s["award_text"] or s["award_reasoning"] or "（未登记裁决理由）", s["court_text"] or s["note"] or "（未登记判决理由）"],
            ],
            "notes": [],
        }
        for n, s in enumerate(tables["sheets"][:TOP], start=1)
    ]
    return _section(
        5,
        tables=[
            {
                "caption": "本月不一致的请求项",
                "columns": ["请求类型", "原因", "仲裁机构", "法院", "项数", "判决减裁决"],
                "rows": rows,
                "notes": _rest(len(tables["divergences"]), MOST_ROWS, "组"),
            },
            *side_by_side,
        ],
    )


def _sheets(tables: Mapping[str, Any], data: Mapping[str, Any]) -> Record:
    def sheet(s: Mapping[str, Any]) -> Record:
        agreed = {(True, True): "双方一致", (True, False): "法院已确认，仲裁机构待确认"}
        agreed |= {(False, True): "仲裁机构已确认，法院待确认", (False, False): "双方均未确认"}
        return {
            "caption": f"{s['award_number']}　{kind_title(s['kind'])}",
            "columns": ["栏目", "内容"],
            "rows": [
                ["请求", s["claim"] or "—"],
                ["裁决", decision(s["award"]) + (f"。{s['award_text']}" if s["award_text"] else "")],
                ["裁决理由", s["award_reasoning"] or "—"],
                ["判决", f"{data['bodies'][str(s['court'])]} {s['matter_number']}：{decision(s['judgment'])}"],
                ["判决理由", s["court_text"] or "—"],
                ["差额", delta_text(s["delta"]) or "不涉及金额"],
                ["原因", reason_title(s["reason"]) + (f"（{s['note']}）" if s["note"] else "")],
                ["原因是否确认", agreed[(s["court_agrees"], s["office_agrees"])]],
                ["适用口径", "、".join(s["standards"]) or "无"],
            ],
            "notes": [],
        }

    said = _rest(len(tables["sheets"]), MOST_SHEETS, "项") if tables["sheets"] else ["本月没有不一致的请求项。"]
    return _section(6, paragraphs=said, tables=[sheet(s) for s in tables["sheets"][:MOST_SHEETS]])


def _rest(total: int, most: int, unit: str) -> list[str]:
    """What to say when not everything is printed."""
    return [f"共 {total} {unit}，此处列出前 {most} {unit}，其余见随附的 JSON 和 XLSX。"] if total > most else []


def _questions(tables: Mapping[str, Any]) -> Record:
    rows: list[list[Cell]] = [
        [
            kind_title(q["kind"]),
            {"text": f"{q['n']}", "cases": q["cases"]},
            f"{q['uncoded']}",
            f"{q['unsettled']}",
            "、".join(q["standards"]) or "尚无口径",
        ]
        for q in tables["questions"]
    ]
    followed: list[list[Cell]] = [
        [
            f"{s['number']} {s['title']}",
            s["adopted"],
            {"text": f"{s['numerator']} / {s['denominator']}", "cases": s["cases"]},
        ]
        for s in tables["standards"]
    ]
    return _section(
        7,
        tables=[
            {
                "caption": "提请讨论",
                "columns": ["请求类型", "不一致项数", "未登记原因", "原因未经双方确认", "现有口径"],
                "rows": rows,
                "notes": [],
            },
            {
                "caption": "已有口径的执行",
                "columns": ["口径", "通过日期", "通过后一致项 / 可比较项"],
                "rows": followed,
                "notes": ["只看近十二个月内、口径通过之后的一审判决。"],
            },
        ],
    )


def _alerts(figures: Mapping[str, Any], data: Mapping[str, Any]) -> Record:
    accepted = set(figures["flow.accepted"]["cases"])
    largest = sorted((c for c in data["cases"] if c["id"] in accepted and c["claimed"]), key=lambda c: -c["claimed"])
    collective = [c for c in data["cases"] if c["id"] in accepted and c["collective"]]
    return _section(
        8,
        paragraphs=[
            f"到期未付的调解协议款项 {len(data['unpaid'])} 笔，合计 {yuan(sum(p['fen'] for p in data['unpaid']))}。"
        ],
        tables=[
            {
                "caption": f"近十二个月受理 {data['settings']['repeat_employer']} 件以上的用人单位",
                "columns": ["用人单位", "件数"],
                "rows": [[e["name"], {"text": f"{len(e['cases'])}", "cases": e["cases"]}] for e in data["employers"]],
                "notes": [],
            },
            {
                "caption": "本月受理的集体劳动争议",
                "columns": ["案号", "劳动者人数", "请求金额"],
                "rows": [[c["title"], f"{c['workers']}", yuan(c["claimed"])] for c in collective],
                "notes": [],
            },
            {
                "caption": "本月受理案件中请求金额最大的五件",
                "columns": ["案号", "劳动者人数", "请求金额"],
                "rows": [[c["title"], f"{c['workers']}", yuan(c["claimed"])] for c in largest[:TOP]],
                "notes": [],
            },
        ],
    )
