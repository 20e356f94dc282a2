"""联席会议: the list, one meeting with its agenda and members, a new one, and that it was held."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import meeting_topics, meetings
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing

bp = Blueprint("meetings", __name__, url_prefix="/meetings")


@bp.get("/")
@needs(May.SEE_MEETINGS)
def index() -> str:
    with desk_for_reading() as desk:
        return render_template("pages/meetings/index.html", rows=meetings.listed(desk))


@bp.get("/new")
@needs(May.EDIT_MEETINGS)
def new() -> str:
    return _form()


@bp.post("/new")
@needs(May.EDIT_MEETINGS)
def call() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            meeting = meetings.call(desk, request.form)
    except InvalidInput as problem:
        return _form(problem), 422
    flash(_("联席会议已登记。请邀请与会人员。"), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.get("/<int:meeting_id>")
@needs(May.SEE_MEETINGS)
def show(meeting_id: int) -> str:
    return _page(meeting_id)


@bp.post("/<int:meeting_id>/members")
@needs(May.EDIT_MEETINGS)
def invite(meeting_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            meetings.invite(desk, meeting_id, request.form)
    except InvalidInput as problem:
        return _page(meeting_id, problem), 422
    flash(_("已邀请。"), "success")
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.post("/<int:meeting_id>/held")
@needs(May.EDIT_MEETINGS)
def hold(meeting_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            meetings.hold(desk, meeting_id, request.form)
    except InvalidInput as problem:
        return _page(meeting_id, problem), 422
    flash(_("已登记召开。议程上的案件可以登记讨论情况了。"), "success")
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.post("/<int:meeting_id>/topics/<int:topic_id>")
@needs(May.EDIT_MEETINGS)
def resolve(meeting_id: int, topic_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            meeting_topics.resolve(desk, topic_id, request.form)
    except InvalidInput as problem:
        return _page(meeting_id, problem, resolving=topic_id), 422
    flash(_("意见已登记。"), "success")
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor="topics"), 303)


def _form(problem: InvalidInput | None = None) -> str:
    return render_template("pages/meetings/new.html", typed=request.form, problems=_named(problem))


def _page(meeting_id: int, problem: InvalidInput | None = None, resolving: int = 0) -> str:
    with desk_for_reading() as desk:
        page = meetings.page(desk, meeting_id)
        security.case_was_asked()
        return render_template(
            "pages/meetings/show.html",
            page=page,
            topics=meeting_topics.of_meeting(desk, meeting_id),
            typed=request.form,
            problems=_named(problem),
            resolving=resolving,
            today=desk.today,
        )


def _named(problem: InvalidInput | None) -> dict[str, object]:
    return {getattr(one, "name", ""): one for one in problem.errors} if problem else {}
