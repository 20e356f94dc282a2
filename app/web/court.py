"""The court's desk: matters, files open to the court, a suit recorded by the award's number, award and judgment compared."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import COURT_ROLES, May, needs
from app.services import court_link, readlog
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing, log_reading
from workflows.errors import Refused

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
            state=state,
            today=desk.today,
            is_court=desk.actor.has(*COURT_ROLES),
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
    return render_template("pages/court/show.html", page=page, today=desk.today)


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
