"""研判台: consistency, divergences, standards, alerts and reports on one page; and drafts that kept to their own measure."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import analysis, divergences, meeting_topics
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing

bp = Blueprint("analysis", __name__, url_prefix="/analysis")


@bp.get("/")
@needs(May.SEE_ANALYSIS)
def index() -> str:
    with desk_for_reading() as desk:
        security.case_was_asked()
        return render_template("pages/analysis/index.html", page=analysis.page(desk))


@bp.get("/drafts")
@needs(May.SEE_ANALYSIS)
def drafts() -> str:
    return _drafts()


@bp.post("/drafts/<int:item_id>/topics")
@needs(May.SEE_ANALYSIS)
def bring(item_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            security.case_was_asked()
            topic = meeting_topics.bring_draft(desk, item_id, request.form)
    except InvalidInput as problem:
        return _drafts(problem, item_id), 422
    flash(_("已列入联席会议议程。"), "success")
    return redirect(url_for("meetings.show", meeting_id=topic.meeting_id, _anchor="topics"), 303)


def _drafts(problem: InvalidInput | None = None, item_id: int = 0) -> str:
    with desk_for_reading() as desk:
        security.case_was_asked()
        return render_template(
            "pages/analysis/drafts.html",
            rows=divergences.kept_to(desk, desk.today - analysis.YEAR),
            meetings=meeting_topics.open_meetings(desk),
            problems=list(problem.errors) if problem else [],
            about=item_id,
            typed=request.form,
        )
