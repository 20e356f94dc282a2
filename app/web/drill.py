"""研判：drilling into the issued months down to the cases."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.rendering.amounts import yuan
from app.services import report_drill, report_views
from app.services.report_cells import span
from app.services.report_drill import DIMENSIONS, FUNNEL, KIND_TITLES, OF_TOPIC, TOPICS, Answer, Question, Row
from app.web.context import desk_for_reading
from workflows.errors import InputError

bp = Blueprint("drill", __name__, url_prefix="/reports/drill")

ASKED = ("topic", "by", "first", "last", "office", "court", "channel", "kind", "reason", "arbitrator")


@bp.get("/")
@needs(May.DRILL_REPORTS)
def drill() -> ResponseReturnValue:
    asked = _asked()
    with desk_for_reading() as desk:
        try:
            question = report_drill.read(desk, asked)
            found = report_drill.answer(desk, question)
        except InputError as problem:
            question = report_drill.read(desk, {})
            return render_template("pages/reports/drill.html", problem=problem, **_form(question, None) | {"asked": asked}), 422
        return render_template("pages/reports/drill.html", problem=None, **_form(question, found), **_table(found))


@bp.get("/cases")
@needs(May.DRILL_REPORTS)
def cases() -> ResponseReturnValue:
    with desk_for_reading() as desk:
        question = report_drill.read(desk, _asked())
        mine, others = report_views.cases_of(desk, report_drill.cases(desk, question))
        return render_template(
            "pages/reports/cases.html",
            back=url_for(".drill", **_address(question)),
            back_title=_("回到钻取分析"),
            heading=_("%(what)s：背后的案件", what=TOPICS[question.topic]),
            cases=mine,
            others=others,
            hits=set(),
            meaning=None,
        )


def _asked() -> dict[str, str]:
    return {name: request.args[name].strip()[:40] for name in ASKED if request.args.get(name, "").strip()}


def _address(question: Question, **more: str) -> dict[str, str]:
    base = {"topic": question.topic, "by": question.by, "first": question.first, "last": question.last}
    return {**base, **question.fixed, **more}


def _form(question: Question, found: Answer | None) -> dict[str, Any]:
    names = {**DIMENSIONS, "kind": KIND_TITLES[question.topic]}
    able = [name for name in OF_TOPIC[question.topic] if name != "arbitrator" or found is None or found.names_arbitrators]
    return {
        "topics": TOPICS,
        "dimensions": names,
        "able": able,
        "asked": _address(question),
        "choices": {} if found is None else found.choices,
        "found": found,
        "funnels": FUNNEL,
    }


def _table(found: Answer) -> dict[str, Any]:
    columns, notes = _columns(found.question)
    return {
        "columns": columns,
        "notes": notes,
        "rows": [
            {
                "place": place,
                "title": row.title,
                "cells": _cells(found.question, row),
                "deeper": _deeper(found.question, row),
                "cases": url_for(".cases", **_address(found.question, **_held(found.question, row))) if row.value else "",
            }
            for place, row in enumerate(found.rows, start=1)
        ],
        "total": None if found.total is None else {"title": _("合计"), "cells": _cells(found.question, found.total)},
    }


def _columns(question: Question) -> tuple[list[str], list[str]]:
    if question.topic == "closed":
        return [_("结案"), _("未超审限"), _("比率"), _("95% 区间"), _("平均天数"), _("中位数"), _("第九十百分位")], [
            _("天数为受理至结案的毛天数；未超审限按登记的审限计算。")
        ]
    if question.topic == "referral":
        return [_("结束的调解"), _("成功"), _("比率"), _("95% 区间"), _("位置")], [_("双方同意后在期间内结束的调解；成功包括部分达成。")]
    if question.by == "reason":
        return [_("不一致项"), _("较小数之和"), _("较大数之和")], [_("只列不一致的请求项；同一请求项只有一个原因。")]
    return [_("可比较项"), _("一致"), _("一致率"), _("95% 区间"), _("金额一致率"), _("位置")], [
        _("一审判决中可比较的请求项，定义见指标定义。"),
        _("金额一致率 = Σ较小数 ÷ Σ较大数。"),
    ]


def _cells(question: Question, row: Row) -> list[str]:
    rung = row.rung
    rate = "—" if rung.rate is None else f"{rung.rate:.1%}"
    shared = [f"{row.n:,}", f"{rung.numerator:,} / {rung.denominator:,}", rate, span(rung.interval)]
    place = [""] if row.outside is None else [_("界外，宜查明原因") if row.outside else _("界内")]
    if row.days is not None:
        average, middle, ninth = row.days
        return [*shared, f"{average:.1f}", f"{middle:g}", f"{ninth}"]
    if row.money is None:
        return [*shared, *place]
    if question.by == "reason":
        return [shared[0], yuan(row.money.numerator), yuan(row.money.denominator)]
    return [*shared, "—" if row.money.rate is None else f"{row.money.rate:.1%}", *place]


def _held(question: Question, row: Row) -> Mapping[str, str]:
    """What a row holds fast: its own value, or its month."""
    return {"first": row.value, "last": row.value} if question.by == "month" else {question.by: row.value}


def _deeper(question: Question, row: Row) -> str:
    """The same question inside this row, by the next dimension that is still open."""
    if not row.value:
        return ""
    left = [name for name in OF_TOPIC[question.topic] if name not in (question.by, "month", *question.fixed)]
    return url_for(".drill", **_address(question, **_held(question, row)) | {"by": left[0]}) if left else ""
