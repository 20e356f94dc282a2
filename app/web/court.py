"""The court's desk: matters, files open to the court, a suit recorded by the award's number, award and judgment compared."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import COURT_ROLES, May, needs
from app.services import court_link, court_notices, feedback, judgment_reading, readlog, stage_view, step_form
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import PATH_OF, desk_for_reading, desk_for_writing, log_reading
from workflows.errors import InputError, Refused

bp = Blueprint("court", __name__, url_prefix="/court")


@bp.get("/")
@needs(May.SEE_MATTER)
def index() -> str:
    security.case_was_asked()
    state = request.args.get("state", "")
    with desk_for_reading() as desk:
        return render_template(
            "pages/court/index.html",
            rows=court_link.matters_before(desk, state),
            files=court_link.files_open_to(desk),
            notices=court_notices.unlinked(desk),
            state=state,
            today=desk.today,
            is_court=desk.actor.has(*COURT_ROLES),
            tiles=feedback.of_court(desk) if desk.actor.has(*COURT_ROLES) else None,
        )


@bp.get("/file")
@needs(May.LINK_MATTER)
def new() -> ResponseReturnValue:
    return _form()


@bp.post("/file")
@needs(May.LINK_MATTER)
def file() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            event = court_link.file_by_award_number(desk, request.form)
    except (InvalidInput, Refused) as problem:
        # Numbers that did not fit are on record too: somebody may be trying which awards there are.
        with desk_for_writing() as desk:
            readlog.refused(desk.session, desk.actor, desk.now, "court_matter", 0, "court.file", problem)
        return _form(problem), 422 if isinstance(problem, InvalidInput) else 409
    flash(_("已登记。案卷（正卷）已向本院开放。"), "success")
    return redirect(url_for(".show", matter_id=event.subject_id))


@bp.get("/matters/<int:matter_id>")
@needs(May.SEE_MATTER)
def show(matter_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        page = court_link.page(desk, matter_id)
        security.require_case(May.SEE_MATTER, page.concern)
        log_reading(desk, page.case.id or 0, f"诉讼案件 {page.matter.number or page.matter.id}")
        stage = stage_view.of_matter(desk, page.case, page.matter)
        return render_template(
            "pages/court/show.html",
            page=page,
            stage=stage,
            today=desk.today,
            reads_judgment=any(one.rule.id == "court.enter_judgment" and one.mine for one in page.steps),
            may_propose=feedback.may_propose(desk, page.case),
        )


@bp.get("/matters/<int:matter_id>/judgment")
@needs(May.ACT_ON_MATTER)
def read_judgment(matter_id: int) -> ResponseReturnValue:
    return _reading_form(matter_id)


@bp.post("/matters/<int:matter_id>/judgment")
@needs(May.ACT_ON_MATTER)
def read_judgment_text(matter_id: int) -> ResponseReturnValue:
    """What the text says is kept as typed on the form of the step, and the form opened: reading registers nothing."""
    text = request.form.get("text", "")
    file = request.files.get("file")
    try:
        if file is not None and file.filename and not text.strip():
            text = judgment_reading.text_of(file.read(), file.filename)
        with desk_for_writing() as desk:
            page = court_link.page(desk, matter_id)
            security.require_case(May.ACT_ON_MATTER, page.concern)
            step_form.offered(desk, page.matter, "court.enter_judgment")
            found = judgment_reading.of_matter(desk, page.case, page.matter, text)
            path = url_for("steps.form", kind=PATH_OF["court_matter"], subject_id=matter_id, rule="court.enter_judgment")
            judgment_reading.put_before(desk, path, found)
    except InputError as problem:
        return _reading_form(matter_id, problem, text), 422
    for warning in found.warnings:
        flash(warning, "warning")
    return redirect(f"{path}?typed=1", 303)


@bp.get("/notice")
@needs(May.LINK_MATTER)
def notice() -> ResponseReturnValue:
    return _notice_form()


@bp.post("/notice")
@needs(May.LINK_MATTER)
def enter_notice() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            court_notices.enter_notice(desk, request.form)
    except InvalidInput as problem:
        return _notice_form(problem), 422
    flash(_("已登记，列为待关联的诉讼。"), "success")
    return redirect(url_for(".index", _anchor="unlinked"))


@bp.post("/candidates/<int:candidate_id>")
@needs(May.LINK_MATTER)
def answer(candidate_id: int) -> ResponseReturnValue:
    security.case_was_asked()
    try:
        with desk_for_writing() as desk:
            matter = court_notices.answer(desk, candidate_id, request.form)
    except (InvalidInput, Refused) as problem:
        said = problem.errors[0] if isinstance(problem, InvalidInput) else problem
        flash(str(said), "danger")
        return redirect(url_for(".index", _anchor="unlinked"))
    if matter is None:
        flash(_("已记录：不是同一争议。"), "success")
        return redirect(url_for(".index", _anchor="unlinked"))
    flash(_("已确认关联，案卷（正卷）已向该院开放。"), "success")
    return redirect(url_for(".show", matter_id=matter.id))


def _reading_form(matter_id: int, problem: InputError | None = None, text: str = "") -> str:
    with desk_for_reading() as desk:
        page = court_link.page(desk, matter_id)
        security.require_case(May.ACT_ON_MATTER, page.concern)
        step_form.offered(desk, page.matter, "court.enter_judgment")
        return render_template("pages/court/read.html", matter=page.matter, problem=problem, text=text)


def _notice_form(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/court/notice.html",
            kinds=desk.book.fields["matter_kind"].choices,
            typed=request.form,
            problems={getattr(one, "name", ""): one for one in problem.errors} if problem else {},
        )


def _form(problem: InvalidInput | Refused | None = None) -> str:
    with desk_for_reading() as desk:
        kinds = desk.book.fields["matter_kind"].choices
        problems = {getattr(one, "name", ""): one for one in problem.errors} if isinstance(problem, InvalidInput) else {}
        return render_template(
            "pages/court/file.html",
            kinds=kinds,
            typed=request.form,
            problems=problems,
            reasons=problem.reasons if isinstance(problem, Refused) else (),
            today=desk.today,
            is_court=desk.actor.has(*COURT_ROLES),
        )
