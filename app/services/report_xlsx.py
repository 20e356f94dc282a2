"""The report as a workbook: every printed rate beside a formula that recomputes it, from the items upwards."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.services.report_cases import Record
from app.services.report_cells import DISPOSITIONS, kind_title, reason_title
from app.services.report_periods import period, worded
from app.services.report_suits import Suits
from app.services.report_words import MEANINGS, NOTES
from workflows.consistency import RUNG_TITLES, RUNGS, TOLERANCE

Row = Sequence[Any]
FOR = '"granted"'
PARTLY = '"partly"'
SUITS, ITEMS = "诉讼", "请求项"
LONG_TEXT = 20


class Formula(str):
    """A cell that is meant to be computed. Any other text is kept as text, even when it starts with "="."""

    __slots__ = ()


def workbook(snapshot: Mapping[str, Any], data: Record, sha256: str) -> bytes:
    """The XLSX of a frozen report and its facts. Sums in yuan."""
    asked = period(snapshot["month"])
    # Write-only: a province's year has a quarter of a million items.
    book = Workbook(write_only=True)
    _fill(
        book.create_sheet("说明"),
        ["项目", "内容"],
        [
            ["报告", asked.title],
            ["期间", asked.said],
            ["范围", snapshot["office"]["name"]],
            ["版次", snapshot["edition"]],
            ["更正说明", snapshot["change_note"] or "无"],
            ["快照校验值", sha256],
            ["办案记录链首", snapshot["audit_head"]],
            *([f"说明 {n}", note] for n, note in enumerate(worded(NOTES, asked.kind), start=1)),
        ],
        (18, 100),
    )
    suits = Suits(data)
    _fill(book.create_sheet("指标"), FIGURE_HEAD, _figures(snapshot["figures"]), (38, 40, 10, 16, 16, 14, 14, 10))
    items = _items(suits)
    ladder = _ladder(snapshot["figures"], len(suits.compared("year")), len(items), worded("本月", asked.kind))
    _fill(book.create_sheet("一致率复算"), LADDER_HEAD, ladder, (34, 16, 16, 14, 14, 10))
    _fill(book.create_sheet(SUITS), SUIT_HEAD, _suits(suits, len(items)), (12, 30, 12, 12, 12, 12))
    _fill(book.create_sheet(ITEMS), ITEM_HEAD, items, (12, 12, 24, 14, 14, 14, 14, 12, 12, 14, 14, 12, 14))
    definitions = worded([[m.title, m.formula, m.ground] for m in MEANINGS.values()], asked.kind)
    _fill(book.create_sheet("定义"), ["指标", "分子 ÷ 分母", "依据"], definitions, (30, 80, 40))
    divergences = [_divergence(sheet, data["bodies"]) for sheet in suits.sheets]
    _fill(book.create_sheet("差异"), DIVERGENCE_HEAD, divergences, (30, 30, 24, 16, 14, 16, 14, 14, 18, 24, 50, 50))
    _statistics(book.create_sheet("统计报表栏目"), snapshot["tables"])
    issued = datetime.fromisoformat(snapshot["issued_at"]).replace(tzinfo=None)
    book.properties.creator = "衡鉴"
    book.properties.created = book.properties.modified = issued
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FIGURE_HEAD = ["编号", "指标", "单位", "分子", "分母", "复算", "公布", "相符"]


def _figures(figures: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    rows: list[Row] = []
    for n, (name, figure) in enumerate(figures.items(), start=2):
        scale = 100 if figure["unit"] == "分" else 1
        unit = "元" if figure["unit"] == "分" else figure["unit"]
        if figure["denominator"] is None:
            rows.append([name, figure["title"], unit, figure["numerator"], "", "", "", ""])
            continue
        rows.append(
            [
                name,
                figure["title"],
                unit,
                figure["numerator"] / scale if scale > 1 else figure["numerator"],
                figure["denominator"] / scale if scale > 1 else figure["denominator"],
                Formula(f'=IF(E{n}=0,"",D{n}/E{n})'),
                "" if figure["rate"] is None else figure["rate"],
                Formula(f'=IF(E{n}=0,"",ABS(F{n}-G{n})<0.000000001)'),
            ]
        )
    return rows


LADDER_HEAD = ["层次", "分子", "分母", "复算", "公布", "相符"]


def _ladder(figures: Mapping[str, Mapping[str, Any]], suits: int, items: int, word: str) -> list[Row]:
    """Counts over the two sheets below; `suits` and `items` are their numbers of rows."""

    def column(sheet: str, letter: str, rows: int) -> str:
        return f"{sheet}!${letter}$2:${letter}${rows + 1}"

    rows: list[Row] = []
    for span_of, said in (("month", word), ("year", "近十二个月")):
        of_suit, of_item = column(SUITS, "C", suits), column(ITEMS, "L", items)
        every = "1" if span_of == "month" else '">=0"'
        for rung in RUNGS:
            n = len(rows) + 2
            if rung.startswith("case"):
                same = column(SUITS, "D" if rung == "case_strict" else "E", suits)
                parts = (f"=COUNTIFS({of_suit},{every},{same},1)", f"=COUNTIFS({of_suit},{every})")
            elif rung == "item":
                parts = (
                    f"=COUNTIFS({of_item},{every},{column(ITEMS, 'H', items)},1)",
                    f"=COUNTIFS({of_item},{every})",
                )
            else:
                parts = (
                    f"=SUMIFS({column(ITEMS, 'J', items)},{of_item},{every})",
                    f"=SUMIFS({column(ITEMS, 'K', items)},{of_item},{every})",
                )
            rate = figures[f"ladder.{span_of}.first.{rung}"]["rate"]
            rows.append(
                [
                    said + RUNG_TITLES[rung],
                    Formula(parts[0]),
                    Formula(parts[1]),
                    Formula(f'=IF(C{n}=0,"",B{n}/C{n})'),
                    "" if rate is None else rate,
                    Formula(f'=IF(C{n}=0,"",ABS(D{n}-E{n})<0.000000001)'),
                ]
            )
    return rows


SUIT_HEAD = ["诉讼编号", "法院案号", "本月", "严格一致", "宽松一致", "案件编号"]


def _suits(suits: Suits, items: int) -> list[Row]:
    month = {s.id for s in suits.compared("month")}

    def without(letter: str, n: int) -> Formula:
        ids, same = (f"{ITEMS}!${c}$2:${c}${items + 1}" for c in ("A", letter))
        return Formula(f"=IF(COUNTIFS({ids},A{n},{same},0)=0,1,0)")

    return [
        [
            s.id,
            suits.matters[int(s.id)]["number"] or "",
            int(s.id in month),
            without("H", n),
            without("I", n),
            suits.case_of(s),
        ]
        for n, s in enumerate(suits.compared("year"), start=2)
    ]


ITEM_HEAD = [
    "诉讼编号",
    "请求项",
    "请求类型",
    "裁决结果",
    "裁决金额",
    "判决结果",
    "判决金额",
    "相同",
    "宽松相同",
    "较小数",
    "较大数",
    "本月",
    "差异原因",
]


def _items(suits: Suits) -> list[Row]:
    month = {s.id for s in suits.compared("month")}
    rows: list[Row] = []
    for suit in suits.compared("year"):
        for item in suit.compared:
            n = len(rows) + 2
            award, court = (f"OR({c}{n}={FOR},{c}{n}={PARTLY})" for c in ("D", "F"))
            near = f"ROUND(ABS(E{n}-G{n})*100,0)<=ROUND({float(TOLERANCE)}*K{n}*100,6)"
            rows.append(
                [
                    suit.id,
                    item.id,
                    kind_title(item.kind),
                    item.award.disposition,
                    item.award.fen / 100,
                    item.court.disposition,
                    item.court.fen / 100,
                    Formula(f"=IF(AND(D{n}=F{n},ROUND(E{n}*100,0)=ROUND(G{n}*100,0)),1,0)"),
                    Formula(f"=IF(AND({award}={court},{near}),1,0)"),
                    Formula(f"=MIN(E{n},G{n})"),
                    Formula(f"=MAX(E{n},G{n})"),
                    int(suit.id in month),
                    "" if item.same else reason_title(item.reason_code or ""),
                ]
            )
    return rows


DIVERGENCE_HEAD = [
    "裁决书",
    "判决书",
    "请求类型",
    "裁决结果",
    "裁决金额",
    "判决结果",
    "判决金额",
    "判决减裁决",
    "原因",
    "法院",
    "裁决理由",
    "判决理由",
]


def _divergence(sheet: Mapping[str, Any], bodies: Mapping[str, str]) -> Row:
    """One unequal item of the period with both sides' words."""
    (award, awarded), (court, amount) = sheet["award"], sheet["judgment"]
    sums = [None if fen is None else fen / 100 for fen in (awarded, amount, sheet["delta"])]
    return [
        sheet["award_number"],
        sheet["matter_number"],
        kind_title(sheet["kind"]),
        DISPOSITIONS.get(award, award),
        sums[0],
        DISPOSITIONS.get(court, court),
        sums[1],
        sums[2],
        reason_title(sheet["reason"]),
        bodies[str(sheet["court"])],
        sheet["award_text"] or sheet["award_reasoning"],
        sheet["court_text"] or sheet["note"],
    ]


def _statistics(sheet: Any, tables: Mapping[str, Any]) -> None:
    """The lines of the national statistics, one under the other on a sheet of their own."""
    keys = ("accepted", "closed", "agreed", "no_agreement", "withdrawn", "declined")
    rows: list[Row] = [[r["line"], r["value"]] for r in tables["yearbook"]]
    rows += [[], ["受理前调解（参照 MA1）", "受理", "结案", "达成协议", "不成", "撤回", "另：不同意调解"]]
    rows += [[r["channel"], *(r.get(key, 0) for key in keys)] for r in tables["mediation"]]
    totals: Row = [
        "合计",
        *(Formula(f"=SUM({c}{len(rows) - len(tables['mediation']) + 2}:{c}{len(rows) + 1})") for c in "BCDEFG"),
    ]
    _fill(sheet, ["劳动争议处理情况（参照年鉴）", "数"], [*rows, totals], (40, 12, 12, 12, 12, 12, 16))


def _fill(sheet: Any, head: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> None:
    sheet.freeze_panes = "A2"
    for m, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(m)].width = width
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def kept(value: Any) -> Any:
        if not isinstance(value, str) or isinstance(value, Formula):
            return value
        if len(value) <= LONG_TEXT and not value.startswith("="):
            return value
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        cell.alignment = wrapped
        return cell

    titles = []
    for title in head:
        cell = WriteOnlyCell(sheet, title)
        cell.font = bold
        titles.append(cell)
    sheet.append(titles)
    for row in rows:
        sheet.append([kept(value) for value in row])
