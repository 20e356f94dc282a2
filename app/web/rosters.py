"""集体争议名册 on pages: look first, then bring it in — the workers at filing, the results of the draft award."""

import re

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Case, ClaimItem
from app.permissions import May, needs
from app.services import draft_versions, filing, group, papers, roster
from app.services.errors import InvalidInput
from app.services.filing import Application, PartyInput
from app.web.context import case_or_404, desk_for_reading, desk_for_writing, runtime
from app.web.downloads import disposition
from workflows.errors import InputError, Refused

bp = Blueprint("rosters", __name__)

KEPT = "roster_file"
ROLL = 50
"""Parties on a page of the roll."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRM = ("name", "identity", "address", "phone", "legal_representative", "legal_representative_post")


def _workbook(content: bytes, name: str) -> ResponseReturnValue:
    answer = make_response(content)
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = disposition("attachment", name)
    return answer


def _uploaded() -> tuple[bytes, str]:
    """The file chosen, under a name that is only its ending. Raises InputError when there is none."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InputError("名册", "", _("没有选择文件。"), _("请选择填好的名册。"))
    return file.read(), "名册." + file.filename.rpartition(".")[2].lower()[:10]


def _kept() -> tuple[bytes, str]:
    """The very file that was looked at. Raises InputError when there is none."""
    sha256, name = session.pop(KEPT, ["", ""])
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise InputError("名册", "", _("还没有核对过要导入的名册。"), _("请重新选择文件。"))
    return papers.store_path(runtime().settings, sha256).read_bytes(), name


# ---- filing ----


@bp.get("/cases/new/roster")
@needs(May.FILE_CASE)
def new() -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _page({"filed_on": desk.today.isoformat()})


@bp.get("/cases/new/roster/template.xlsx")
@needs(May.FILE_CASE)
def template() -> ResponseReturnValue:
    return _workbook(roster.template(), "集体争议名册.xlsx")


@bp.post("/cases/new/roster")
@needs(May.FILE_CASE)
def check() -> ResponseReturnValue:
    """Look through the roster and show what would come in. Nothing changes."""
    try:
        content, name = _uploaded()
        found = roster.plan(content, name)
    except InputError as problem:
        return make_response(_page(request.form, problems=(problem,)), 422)
    if not found.problems:
        session[KEPT] = [papers.keep(runtime().settings, content), name]
    return make_response(_page(request.form, found), 422 if found.problems else 200)


@bp.post("/cases/new/roster/confirm")
@needs(May.FILE_CASE)
def confirm() -> ResponseReturnValue:
    """Take the application in with the workers just looked at."""
    try:
        found = roster.plan(*_kept())
        firm = PartyInput("respondent", "employer", **{n: request.form.get(f"firm-{n}", "") for n in FIRM})
        application = Application(
            filed_on=request.form.get("filed_on", ""),
            parties=[*found.parties, firm],
            items=found.items,
            facts_and_reasons=request.form.get("facts_and_reasons", ""),
            key=request.form.get("csrf_token", "")[:64] + request.form.get("filed_on", ""),
        )
        with desk_for_writing() as desk:
            case = filing.receive(desk, application)
    except InputError as problem:
        return make_response(_page(request.form, problems=(problem,)), 422)
    except InvalidInput as several:
        return make_response(_page(request.form, problems=several.errors), 422)
    flash(_("已收件，收件号 %(number)s。", number=case.receipt_number), "success")
    return redirect(url_for("cases.show", case_id=case.id), 303)


def _page(typed: object, found: roster.Plan | None = None, problems: tuple[InputError, ...] = ()) -> str:
    return render_template("pages/filing/roster.html", form=typed, found=found, problems=problems)


# ---- the roll of a case ----


@bp.get("/cases/<int:case_id>/roll")
@needs(May.SEE_CASE)
def roll(case_id: int) -> ResponseReturnValue:
    """Every party with its claims, a page at a time, searched by name or number."""
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, reading="当事人名册")
        q, text = request.args.get("q", "").strip()[:60], request.args.get("page", "1")
        found = [p for p in case.parties if not q or q in p.name or q == str(p.ordinal)]
        pages = max(1, -(-len(found) // ROLL))
        page = min(max(1, int(text) if re.fullmatch(r"\d{1,4}", text) else 1), pages)
        made = any(i.award_id for i in case.items) and case.state in ("awarded", "closed")
        items: dict[int, list[ClaimItem]] = {}
        for item in case.items:
            items.setdefault(item.applicant_id, []).append(item)
        shown = found[(page - 1) * ROLL : page * ROLL]
        return render_template(
            "pages/cases/roll.html",
            case=case,
            shown=shown,
            delegation=group.delegation(desk.session, case) if case.collective else None,
            items=items,
            q=q,
            page=page,
            pages=pages,
            count=len(found),
            made=made,
        )


# ---- the draft award ----


@bp.get("/cases/<int:case_id>/draft/roster")
@needs(May.DRAFT_AWARD)
def results(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _results_page(case_or_404(desk, case_id, May.DRAFT_AWARD, reading="裁决稿"))


@bp.get("/cases/<int:case_id>/draft/roster.xlsx")
@needs(May.DRAFT_AWARD)
def results_template(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.DRAFT_AWARD, reading="裁决结果名册")
        return _workbook(roster.results_template(case), "裁决结果名册.xlsx")


@bp.post("/cases/<int:case_id>/draft/roster")
@needs(May.DRAFT_AWARD)
def check_results(case_id: int) -> ResponseReturnValue:
    """Look through the results and show them; or keep what was written by kind."""
    try:
        if request.form.get("do") == "kinds":
            with desk_for_writing() as desk:
                case = case_or_404(desk, case_id, May.DRAFT_AWARD)
                roster.apply_kinds(desk, case, request.form)
                draft_versions.keep(desk, case)
            flash(_("已按请求类型写入全部请求项。"), "success")
            return redirect(url_for(".results", case_id=case_id), 303)
        content, name = _uploaded()
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            found = roster.plan_results(case, content, name)
            if not found.problems:
                session[KEPT] = [papers.keep(runtime().settings, content), name]
            return make_response(_results_page(case, found), 422 if found.problems else 200)
    except (InputError, Refused) as problem:
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            return make_response(_results_page(case, problem=problem), 422 if isinstance(problem, InputError) else 409)


@bp.post("/cases/<int:case_id>/draft/roster/confirm")
@needs(May.DRAFT_AWARD)
def confirm_results(case_id: int) -> ResponseReturnValue:
    """Write the results just looked at into the draft."""
    try:
        content, name = _kept()
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            found = roster.plan_results(case, content, name)
            roster.apply_results(desk, case, found)
            draft_versions.keep(desk, case)
            count = len(found.rows)
    except (InputError, Refused, InvalidInput) as problem:
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.DRAFT_AWARD)
            return make_response(_results_page(case, problem=problem), 409 if isinstance(problem, Refused) else 422)
    flash(_("已写入 %(n)s 项裁决结果。", n=count), "success")
    return redirect(url_for(".results", case_id=case_id), 303)


def _results_page(case: Case, found: roster.Results | None = None, problem: Exception | None = None) -> str:
    return render_template(
        "pages/drafts/roster.html", case=case, found=found, problem=problem, kinds=roster.kinds_with_texts(case)
    )
