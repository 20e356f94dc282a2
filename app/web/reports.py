"""裁审衔接月报: issued reports, a month as it stands, closing a month, and the cases behind a figure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Report
from app.permissions import May, needs
from app.services import report, report_check, report_views
from app.services.errors import NotYours
from app.services.report_words import MEANINGS, NOTES
from app.web.context import desk_for_reading, desk_for_writing
from workflows.errors import InputError, Refused

bp = Blueprint("reports", __name__, url_prefix="/reports")

FORMATS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@bp.get("/")
@needs(May.SEE_REPORTS)
def index() -> str:
    return _index()


@bp.post("/close")
@needs(May.CLOSE_MONTH)
def close() -> ResponseReturnValue:
    month, note = request.form.get("month", "").strip()[:10], request.form.get("change_note", "").strip()[:1000]
    try:
        with desk_for_writing() as desk:
            office_id = report_views.own_office(desk) if request.form.get("office") == "own" else None
            made = report.close_month(desk, month, office_id, note)
    except InputError as problem:
        return _index(problem=problem), 422
    except Refused as refusal:
        return _index(refusal=refusal), 409
    flash(_("已发布 %(month)s 第 %(edition)s 版。", month=made.month, edition=made.edition), "success")
    return redirect(url_for(".show", report_id=made.id))


@bp.get("/month")
@needs(May.SEE_REPORTS)
def month() -> ResponseReturnValue:
    asked = request.args.get("month", "").strip()[:10]
    try:
        with desk_for_reading() as desk:
            office_id = report_views.own_office(desk) if request.args.get("office") == "own" else None
            facts = report_views.unissued(desk, asked, office_id)
    except InputError as problem:
        return _index(problem=problem), 422
    return render_template("pages/reports/month.html", facts=facts, link=_no_link)


@bp.get("/definitions")
@needs(May.SEE_REPORTS)
def definitions() -> str:
    return render_template("pages/reports/definitions.html", meanings=MEANINGS, notes=NOTES)


@bp.get("/<int:report_id>")
@needs(May.SEE_REPORTS)
def show(report_id: int) -> str:
    with desk_for_reading() as desk:
        found = report_views.one(desk, report_id)
        return render_template(
            "pages/reports/show.html",
            report=found,
            facts=report.page_facts(found),
            editions=report_views.editions(desk, found),
            problems=report.seal_problems(found),
            formats=FORMATS,
            link=_links(found),
        )


@bp.post("/<int:report_id>/verify")
@needs(May.SEE_REPORTS)
def verify(report_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        found = report_views.one(desk, report_id)
        wrong = report.problems(found)
    if wrong:
        flash("".join(wrong), "danger")
    elif not report_check.recomputed(found.snapshot):
        flash(_("校验值相符；本期按当时的定义发布，不按现行定义重算。"), "success")
    else:
        flash(_("已由底数重新计算全部 %(n)s 个指标，与公布的相同，校验值相符。", n=len(found.snapshot["figures"])), "success")
    return redirect(url_for(".show", report_id=report_id))


@bp.get("/<int:report_id>.<any(pdf, xlsx, json):ending>")
@needs(May.SEE_REPORTS)
def download(report_id: int, ending: str) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        found = report_views.one(desk, report_id)
        content = {"pdf": report.pdf, "xlsx": report.xlsx, "json": report.as_json}[ending](found)
    name = report.file_name(found)
    plain = f"report-{found.month}-{found.edition}.{ending}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    return Response(content, mimetype=FORMATS[ending], headers={"Content-Disposition": disposition})


@bp.get("/<int:report_id>/figures/<name>")
@needs(May.SEE_REPORTS)
def figure(report_id: int, name: str) -> str:
    with desk_for_reading() as desk:
        found = report_views.one(desk, report_id)
        known = found.snapshot["figures"]
        if name not in known:
            raise NotYours
        cases, others = report_views.cases_of(desk, report.cases_behind(found, name))
        return render_template(
            "pages/reports/cases.html",
            **_back(found),
            heading=known[name]["title"],
            cases=cases,
            others=others,
            hits=set(report.cases_behind(found, name, hits=True)),
            meaning=MEANINGS.get(name),
        )


@bp.get("/<int:report_id>/cases")
@needs(May.SEE_REPORTS)
def cases(report_id: int) -> str:
    ids = [int(one) for one in request.args.get("ids", "").split(",") if one.isdecimal() and len(one) < 12][:500]
    with desk_for_reading() as desk:
        found = report_views.one(desk, report_id)
        mine, others = report_views.cases_of(desk, ids)
        return render_template(
            "pages/reports/cases.html", **_back(found), heading=_("相关案件"), cases=mine, others=others, hits=set(), meaning=None
        )


def _index(problem: InputError | None = None, refusal: Refused | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/reports/index.html",
            rows=report_views.issued(desk),
            last=report_views.last_full_month(desk.today),
            periods=report_views.recent_periods(desk.today),
            own=report_views.own_office(desk),
            problem=problem,
            refusal=refusal,
            typed=request.form,
        )


def _links(of: Report) -> Any:
    def link(cell: Mapping[str, Any]) -> str:
        if cell.get("figure"):
            figure = of.snapshot["figures"].get(cell["figure"], {})
            return url_for(".figure", report_id=of.id, name=cell["figure"]) if figure.get("numerator") or figure.get("denominator") else ""
        if cell.get("cases"):
            return url_for(".cases", report_id=of.id, ids=",".join(str(one) for one in cell["cases"][:500]))
        return ""

    return link


def _back(to: Report) -> dict[str, str]:
    said = _("回到 %(month)s 第%(n)s版", month=to.month, n=to.edition)
    return {"back": url_for(".show", report_id=to.id), "back_title": said}


def _no_link(cell: Mapping[str, Any]) -> str:
    return ""
