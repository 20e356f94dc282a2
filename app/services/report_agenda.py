"""Parts 7 and 8 of a report: what goes to the joint meeting, and what somebody should look at now."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rendering.amounts import yuan
from app.services.report_cells import ACTIONS, MOST_ROWS, Cell, Record, kind_title, rest, section, with_cases


def questions(tables: Mapping[str, Any]) -> Record:
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
    return section(
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
            {
                "caption": "已采取的措施与后续案件",
                "columns": ["请求类型", "措施", "自", "之后一致项 / 可比较项"],
                "rows": [
                    [
                        kind_title(one["kind"]),
                        ACTIONS[one["action"]],
                        one["since"],
                        {"text": f"{one['numerator']} / {one['denominator']}", "cases": one["cases"]},
                    ]
                    for one in tables.get("actions", [])
                ],
                "notes": ["针对差异采取措施之后，近十二个月内同类请求的一审判决。"],
            },
            {
                "caption": "联席会议的议题",
                "columns": ["请求类型", "问题", "会议", "形成的意见"],
                "rows": [
                    [
                        kind_title(one["kind"]),
                        one["question"],
                        one["meeting"] + (f"（{one['held']}）" if one["held"] else "（尚未召开）"),
                        one["resolution"] or "尚未形成",
                    ]
                    for one in tables.get("topics", [])
                ],
                "notes": ["本月召开的会议的议题，以及尚未形成意见的议题。"],
            },
        ],
    )


def alerts(found: Mapping[str, Any]) -> Record:
    unpaid = found["unpaid"]

    def lines(cases: Sequence[Mapping[str, Any]]) -> list[list[Cell]]:
        return [[with_cases(c["title"], [c["id"]]), f"{c['workers']}", yuan(c["claimed"])] for c in cases[:MOST_ROWS]]

    return section(
        8,
        tables=[
            {
                "caption": f"近十二个月受理 {found['repeat_employer']} 件以上的用人单位",
                "columns": ["用人单位", "仲裁受理", "其中起诉到法院", "其中申请执行"],
                "rows": [
                    [
                        e["name"],
                        *(
                            with_cases(f"{len(e.get(key, []))}", e.get(key))
                            for key in ("cases", "suits", "enforcement")
                        ),
                    ]
                    for e in found["employers"]
                ],
                "notes": ["仲裁、诉讼、执行合并看：同一单位的争议分散在各处，单看一处看不出来。"],
            },
            {
                "caption": "本月受理的集体劳动争议",
                "columns": ["案号", "劳动者人数", "请求金额"],
                "rows": lines(found["collective"]),
                "notes": rest(len(found["collective"]), MOST_ROWS, "件"),
            },
            {
                "caption": "本月受理案件中请求金额最大的五件",
                "columns": ["案号", "劳动者人数", "请求金额"],
                "rows": lines(found["largest"]),
                "notes": [],
            },
            {
                "caption": "执行风险：到期未付的调解协议款项",
                "columns": ["笔数", "合计", "涉及案件"],
                "rows": [
                    [f"{unpaid['n']}", yuan(unpaid["fen"]), with_cases(f"{len(unpaid['cases'])}", unpaid["cases"])]
                ],
                "notes": [],
            },
        ],
    )
