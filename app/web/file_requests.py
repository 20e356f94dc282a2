"""调卷: a court asks for a file and a second person confirms; the head of the office opens it or not."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import file_requests
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing, log_reading

bp = Blueprint("file_requests", __name__, url_prefix="/file-requests")


@bp.get("/")
@needs(May.ASK_FOR_FILE)
def index() -> str:
    return _page()


@bp.post("/")
@needs(May.ASK_FOR_FILE)
def ask() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            file_requests.ask(desk, request.form)
    except InvalidInput as problem:
        return _page(problem), 422
    flash(_("已登记，等本院另一位法官或者书记员确认。"), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:request_id>/confirm")
@needs(May.ASK_FOR_FILE)
def confirm(request_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            file_requests.confirm(desk, request_id)
    except InvalidInput as problem:
        return _page(problem), 422
    flash(_("已确认并送出。案卷开放以后，在这里和「诉讼」页可以打开。"), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/answers")
@needs(May.ANSWER_FILE_REQUEST)
def answers() -> str:
    return _answers()


@bp.post("/<int:request_id>/answer")
@needs(May.ANSWER_FILE_REQUEST)
def answer(request_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            security.case_was_asked()
            row = file_requests.answer(desk, request_id, request.form)
    except InvalidInput as problem:
        return _answers(problem, request_id), 422
    flash(_("案卷（正卷）已向该院开放，到期自动关闭。") if row.granted else _("已记录不开放。"), "success")
    return redirect(url_for(".answers"), 303)


def _page(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/court/requests.html",
            rows=file_requests.of_court(desk),
            longest=desk.today + file_requests.LONGEST,
            today=desk.today,
            typed=request.form,
            problems={getattr(one, "name", ""): one for one in problem.errors} if problem else {},
        )


def _answers(problem: InvalidInput | None = None, about: int = 0) -> str:
    with desk_for_reading() as desk:
        security.case_was_asked()
        rows = file_requests.before_office(desk)
        for one in rows:
            log_reading(desk, one.request.case_id or 0, f"调卷申请 {one.request.id}")
        return render_template(
            "pages/court/answers.html",
            rows=rows,
            about=about,
            typed=request.form,
            problems=list(problem.errors) if problem else [],
        )
