"""A frozen report as the nine parts a person reads: the same sections for the page and for the paper.

A section: {"part", "title", "paragraphs", "charts": [{"caption", "svg"}], "tables": [{"caption", "columns", "rows",
"notes"}]}. A cell is text, or {"text", "figure"} where a figure stands behind it, or {"text", "cases"}.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.rendering import charts
from app.services import report_agenda
from app.services.report_cells import (
    MOST_ROWS,
    Cell,
    Record,
    decision,
    delta_text,
    figure_row,
    funnel_chart,
    kind_title,
    measure,
    opinion,
    parts_of,
    reason_title,
    rest,
    section,
    span,
    with_cases,
)
from app.services.report_periods import period, worded
from app.services.report_tables import MOST_SHEETS, alerts
from app.services.report_words import MEANINGS, NOTES
from workflows.consistency import EXCLUSIONS, RUNG_TITLES, RUNGS
from workflows.links import links

TOP = 5
FIGURE_COLUMNS = ["指标", "数值", "分子 / 分母", "95% 区间"]


def sections(snapshot: Mapping[str, Any]) -> list[Record]:
    """The nine parts of the report in order; part 9 is the definitions page."""
    figures, tables = snapshot["figures"], _tables(snapshot)
    found = [
        section(1, tables=[_figure_table("", figures, _ids_of(figures, 1))]),
        _flow(figures, tables),
        section(3, tables=[_figure_table("", figures, _ids_of(figures, 3))]),
        _ladder(figures, tables),
        _divergences(tables),
        _sheets(tables),
        report_agenda.questions(tables),
        report_agenda.alerts(tables["alerts"]),
        section(
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
    return [_in_own_words(section, period(snapshot["month"]).kind) for section in found]


def _tables(snapshot: Mapping[str, Any]) -> Record:
    """The tables; those of a report of the first definition are completed from the facts in its snapshot."""
    tables: Record = snapshot["tables"]
    if "data" not in snapshot:
        return tables
    data, none = snapshot["data"], dict.fromkeys(EXCLUSIONS, 0)
    return {
        "left_out": {"month": {}, "year": {}},
        "sheets_total": len(tables["sheets"]),
        "alerts": alerts(data, set(snapshot["figures"]["flow.accepted"]["cases"])),
        "bodies": data["bodies"],
        **tables,
        "excluded": {name: {**none, **found} for name, found in tables["excluded"].items()},
        "sheets": tables["sheets"][:MOST_SHEETS],
    }


def _in_own_words(section: Record, kind: str) -> Record:
    """What the parts say about a month, said about a quarter or a year. Words taken from files are left alone."""
    tables = [
        {**table, **{k: worded(table[k], kind) for k in ("caption", "columns", "notes")}}
        | ({"rows": worded(table["rows"], kind)} if section["part"] == 9 else {})
        for table in section["tables"]
    ]
    rest = {key: worded(section[key], kind) for key in ("title", "paragraphs", "charts")}
    return {**section, **rest, "tables": tables}


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
            shown = f"{figure['numerator']}" if figure["denominator"] is None else parts_of(figure)
            row.append({"text": shown, "figure": name})
        pairs.append(row)
    cases = [name for name in _ids_of(figures, 2) if not name.startswith("pair.")]
    return section(
        2,
        tables=[
            _figure_table("仲裁案件", figures, cases),
            {
                "caption": "四对衔接（次）",
                "columns": ["渠道对", "提议", "同意 / 已答复", "成功 / 结束", "执行保障 / 成功", "移交", "退回"],
                "rows": pairs,
                "notes": [],
            },
            *_statistics(tables),
        ],
    )


def _statistics(tables: Mapping[str, Any]) -> list[Record]:
    """The lines of the national statistics, as a sheet of their own."""
    keys = ("accepted", "closed", "agreed", "no_agreement", "withdrawn", "declined")
    return [
        {
            "caption": "统计报表栏目（一）：劳动争议处理情况（参照年鉴）",
            "columns": ["栏目", "数"],
            "rows": [[r["line"], with_cases(f"{r['value']:,}", r.get("cases"))] for r in tables["yearbook"]],
            "notes": ["参照年鉴“劳动争议处理情况”的栏目，由办案记录直接取数，供填报参考，不是正式统计报表。"],
        },
        {
            "caption": "统计报表栏目（二）：受理前调解（参照人社统 MA1 表）",
            "columns": ["渠道", "受理", "结案", "达成协议", "不成", "撤回", "另：不同意调解"],
            "rows": [
                [with_cases(r["channel"], r.get("cases")), *(f"{r.get(key, 0)}" for key in keys)]
                for r in tables["mediation"]
            ],
            "notes": ["案外调解单列一行。现行 MA1、MA2 表式未能取得全文，本表供填报参考。"],
        },
    ]


def _ladder(figures: Mapping[str, Any], tables: Mapping[str, Any]) -> Record:
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
    return section(
        4,
        paragraphs=["一致率应与覆盖率、区间一并引用；样本很小时，单月数字不说明趋势。", *bounds],
        charts=[
            {"caption": "近十二个月各层一致率及 95% 区间", "svg": charts.ladder(shown, "近十二个月各层一致率")},
            {"caption": "请求项一致率，逐月（竖线为 95% 区间）", "svg": charts.trend(months, "请求项一致率逐月走势")},
            *_funnel(tables["offices"]),
        ],
        tables=[
            _figure_table("一审口径", figures, names),
            _figure_table("终审口径（二审改变一审的，以二审为准）", figures, final),
            _figure_table(
                "另一基数：按全部裁决（未起诉的视为一致）",
                figures,
                ["ladder.all_awards.case_strict", "ladder.all_awards.case_lenient"],
            ),
            _office_table(tables["offices"], tables["bodies"]),
            {
                "caption": "未计入的案件",
                "columns": ["原因", "本月", "近十二个月"],
                "rows": [
                    [
                        said,
                        *(
                            with_cases(f"{tables['excluded'][span_of][name]}", tables["left_out"][span_of].get(name))
                            for span_of in ("month", "year")
                        ),
                    ]
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


def _funnel(offices: Mapping[str, Any]) -> list[Record]:
    dots = [(dot["numerator"], dot["denominator"], dot["outside"][0]) for dot in offices["dots"]]
    svg = funnel_chart(dots, "各仲裁机构请求项一致率漏斗图")
    return [{"caption": "各仲裁机构请求项一致率（实线 95%、虚线 99.8% 预测界限）", "svg": svg}] if svg else []


def _office_table(offices: Mapping[str, Any], bodies: Mapping[str, str]) -> Record:
    rows = [
        [
            f"{n}",
            bodies[str(dot["office"])],
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


def _divergences(tables: Mapping[str, Any]) -> Record:
    bodies = tables["bodies"]
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
                [
                    s["award_text"] or s["award_reasoning"] or "（未登记裁决理由）",
                    s["court_text"] or s["note"] or "（未登记判决理由）",
                ],
            ],
            "notes": [],
        }
        for n, s in enumerate(tables["sheets"][:TOP], start=1)
    ]
    return section(
        5,
        tables=[
            {
                "caption": "本月不一致的请求项",
                "columns": ["请求类型", "原因", "仲裁机构", "法院", "项数", "判决减裁决"],
                "rows": rows,
                "notes": rest(len(tables["divergences"]), MOST_ROWS, "组"),
            },
            *side_by_side,
        ],
    )


def _sheets(tables: Mapping[str, Any]) -> Record:
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
                ["判决", f"{tables['bodies'][str(s['court'])]} {s['matter_number']}：{decision(s['judgment'])}"],
                ["判决理由", s["court_text"] or "—"],
                ["差额", delta_text(s["delta"]) or "不涉及金额"],
                ["原因", reason_title(s["reason"]) + (f"（{s['note']}）" if s["note"] else "")],
                ["原因是否确认", agreed[(s["court_agrees"], s["office_agrees"])]],
                ["仲裁机构意见", opinion(s.get("said", {}).get("office"))],
                ["法院意见", opinion(s.get("said", {}).get("court"))],
                ["采取的措施", measure(s.get("said", {}).get("action"))],
                ["适用口径", "、".join(s["standards"]) or "无"],
            ],
            "notes": [],
        }

    said = rest(tables["sheets_total"], MOST_SHEETS, "项") if tables["sheets"] else ["本月没有不一致的请求项。"]
    return section(6, paragraphs=said, tables=[sheet(s) for s in tables["sheets"]])


