"""证据清单: the list, one item, what each side says of it, and what the tribunal finds."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import col, select

from app.models import Attachment, Case, Evidence
from app.models.efile import FINDINGS, FORMS, SOURCES, STANCES
from app.permissions import May, allows, needs
from app.services import evidence
from app.services.desk import Desk
from app.services.errors import InvalidInput
from app.web.context import case_or_404, concern, desk_for_reading, desk_for_writing
from workflows.errors import Refused

bp = Blueprint("evidence", __name__)


@bp.get("/cases/<int:case_id>/evidence")
@needs(May.READ_FILE)
def index(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.READ_FILE, reading="证据清单")
        return render_template(
            "pages/evidence/index.html",
            case=case,
            rows=evidence.of_case(desk, case),
            sees_findings=evidence.sees_findings(desk, case),
            stances_of=evidence.stances_of,
        )


@bp.get("/cases/<int:case_id>/evidence/new")
@needs(May.EDIT_CASE)
def new(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _form(desk, case_or_404(desk, case_id, May.EDIT_CASE), None, {})


@bp.post("/cases/<int:case_id>/evidence/new")
@needs(May.EDIT_CASE)
def add(case_id: int) -> ResponseReturnValue:
    return _save(case_id, None)


@bp.get("/cases/<int:case_id>/evidence/<int:evidence_id>")
@needs(May.EDIT_CASE)
def edit(case_id: int, evidence_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.EDIT_CASE, reading="证据")
        return _form(desk, case, evidence.one_of_case(desk, case, evidence_id), {})


@bp.post("/cases/<int:case_id>/evidence/<int:evidence_id>")
@needs(May.EDIT_CASE)
def change(case_id: int, evidence_id: int) -> ResponseReturnValue:
    return _save(case_id, evidence_id)


def _save(case_id: int, evidence_id: int | None) -> ResponseReturnValue:
    """`do` says what was typed: the item itself, a remark, or a finding."""
    what = request.form.get("do", "item")
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.EDIT_CASE)
            row = evidence.one_of_case(desk, case, evidence_id) if evidence_id is not None else None
            if row is not None and what == "remark":
                evidence.remark(desk, case, row, request.form)
            elif row is not None and what == "finding":
                evidence.find(desk, case, row, request.form)
            else:
                row = evidence.save(desk, case, row, request.form)
    except (InvalidInput, Refused) as problem:
        with desk_for_reading() as desk:
            case = case_or_404(desk, case_id, May.EDIT_CASE)
            row = evidence.one_of_case(desk, case, evidence_id) if evidence_id is not None else None
            return make_response(_form(desk, case, row, request.form, problem), 422 if isinstance(problem, InvalidInput) else 409)
    said = {"remark": _("质证意见已登记。"), "finding": _("认定已登记。")}.get(what, _("证据已登记。"))
    flash(said, "success")
    return redirect(url_for(".edit" if what != "item" else ".index", case_id=case_id, evidence_id=evidence_id), 303)


def _form(
    desk: Desk, case: Case, row: Evidence | None, typed: Any, problem: InvalidInput | Refused | None = None
) -> str:
    files = select(Attachment).where(Attachment.case_id == case.id, Attachment.folder == "main").order_by(col(Attachment.id))
    shown = next((one for one in evidence.of_case(desk, case) if row is not None and one.row.id == row.id), None)
    errors = problem.errors if isinstance(problem, InvalidInput) else ()
    return render_template(
        "pages/evidence/form.html",
        case=case,
        row=row,
        shown=shown,
        other=next((str(one.id) for one in case.parties if row is None or one.id != row.party_id), ""),
        typed=typed,
        files=desk.session.exec(files).all(),
        sources=[(one, evidence.SOURCE_TITLES[one]) for one in SOURCES],
        forms=[(one, evidence.FORM_TITLES[one]) for one in FORMS],
        stances=STANCES,
        findings=FINDINGS,
        may_find=allows(desk.actor, May.DRAFT_AWARD, concern(desk, case)),
        sees_findings=evidence.sees_findings(desk, case),
        stances_of=evidence.stances_of,
        errors=errors,
        reasons=problem.reasons if isinstance(problem, Refused) else (),
        problems={getattr(one, "name", ""): one for one in errors},
        today=desk.today,
    )
