"""送达: a case's services, the table for many, and everything of the office that has not arrived."""

import csv
import re
from io import StringIO

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Case
from app.permissions import May, needs
from app.services import awards, entrustments, papers, service_list, service_view, steps, unserved
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours, Stale
from app.services.unserved import Filters
from app.web.context import case_or_404, desk_for_reading, desk_for_writing, log_readings, runtime
from app.web.downloads import disposition
from workflows.errors import HengjianError, InputError, Refused
from workflows.service_methods import book

bp = Blueprint("service", __name__)

KEPT = "service_table"
AGES = (5, 10, 15, 30)
CLERKS = ("hearing_clerk", "arbitrator")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEP = "svc.record_list"


# ---- the office ----


@bp.get("/service/unserved")
@needs(May.SEE_UNSERVED)
def unserved_list() -> ResponseReturnValue:
    """What has not arrived, oldest first."""
    filters = _filters()
    with desk_for_reading() as desk:
        return render_template(
            "pages/service/unserved.html",
            listing=unserved.find(desk, filters, request.args.get("after", "")[:24]),
            filters=filters,
            clerks=entrustments.holders(desk.session, desk.actor.body_id or 0, CLERKS),
            methods=book().methods,
            ages=AGES,
        )


@bp.get("/service/unserved.csv")
@needs(May.SEE_UNSERVED)
def unserved_csv() -> ResponseReturnValue:
    """The same list as a table; what it tells of each case is on record as read."""
    out = StringIO()
    with desk_for_reading() as desk:
        rows = unserved.rows_to_export(desk, _filters())
        log_readings(desk, sorted(unserved.cases_in(desk, _filters())), "未送达清单")
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in rows])
    answer = make_response("\ufeff" + out.getvalue())
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = disposition("attachment", "未送达清单.csv")
    return answer


def _harmless(cell: str) -> str:
    """A cell a spreadsheet would run as a formula is text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _filters() -> Filters:
    asked = request.args
    method = asked.get("method", "")
    days, clerk = asked.get("days", ""), asked.get("clerk", "")
    return Filters(
        q=asked.get("q", "")[:60],
        clerk=int(clerk) if re.fullmatch(r"[0-9]{1,9}", clerk) else None,
        method=method if method in book().methods else "",
        days=int(days) if re.fullmatch(r"[0-9]{1,4}", days) else 0,
    )


# ---- one case ----


@bp.get("/cases/<int:case_id>/service")
@needs(May.SEE_CASE)
def of_case(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, reading="送达")
        view = service_view.of_case(desk, case)
        return render_template(
            "pages/service/case.html",
            case=case,
            view=view,
            fallen=awards.fallen(desk, case),
            methods=book().methods,
            today=desk.today,
        )


@bp.get("/cases/<int:case_id>/service/table")
@needs(May.ACT_ON_CASE)
def table(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _page(desk, case_or_404(desk, case_id, May.ACT_ON_CASE, reading="送达登记表"))


@bp.get("/cases/<int:case_id>/service/table.xlsx")
@needs(May.ACT_ON_CASE)
def template(case_id: int) -> ResponseReturnValue:
    """Everything of the case that has not arrived, to be filled in."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.ACT_ON_CASE, reading="送达登记表")
        answer = make_response(service_list.template(desk, case))
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = disposition("attachment", f"送达登记表-{case.title}.xlsx")
    return answer


@bp.post("/cases/<int:case_id>/service/table")
@needs(May.ACT_ON_CASE)
def check(case_id: int) -> ResponseReturnValue:
    """Look through the table that came back; nothing is recorded yet, and the file is kept."""
    file = request.files.get("file")
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.ACT_ON_CASE)
        if file is None or not file.filename:
            problem = InputError("送达登记表", "", _("没有选择文件。"), _("请选择填好的登记表。"))
            return make_response(_page(desk, case, problem=problem), 422)
        content, ending = file.read(), "csv" if file.filename.lower().endswith(".csv") else "xlsx"
        try:
            found = service_list.plan(desk, case, content, f"表.{file.filename.rpartition('.')[2].lower()[:10]}")
        except InputError as wrong:
            return make_response(_page(desk, case, problem=wrong), 422)
        session[KEPT] = [case_id, papers.keep(runtime().settings, content), ending]
        return make_response(_page(desk, case, found), 422 if found.problems else 200)


@bp.post("/cases/<int:case_id>/service/table/confirm")
@needs(May.ACT_ON_CASE)
def confirm(case_id: int) -> ResponseReturnValue:
    """Record the good lines of the very table that was looked at."""
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.ACT_ON_CASE)
            steps.take(desk, case, STEP, {"service_rows": _kept(case_id)}, request.form.get("token", ""))
    except (InputError, InvalidInput, Refused, Stale) as problem:
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.ACT_ON_CASE)
            return make_response(_page(desk, case, problem=problem), 409 if isinstance(problem, (Refused, Stale)) else 422)
    session.pop(KEPT, None)
    flash(_("已按登记表登记送达。"), "success")
    return redirect(url_for(".of_case", case_id=case_id), 303)


def _kept(case_id: int) -> tuple[bytes, str] | None:
    """The very table that was looked at for this case."""
    of, sha256, ending = session.get(KEPT, [0, "", ""])
    if of != case_id or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        return None
    return papers.store_path(runtime().settings, sha256).read_bytes(), f"表.{ending}"


def _page(desk: Desk, case: Case, found: service_list.Plan | None = None, problem: HengjianError | None = None) -> str:
    try:
        token = steps.offer(desk, case, STEP).token
    except NotYours:
        token = ""  # the case stands where nothing is served any more: the step itself says so
    return render_template("pages/service/table.html", case=case, found=found, problem=problem, token=token)
