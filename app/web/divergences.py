"""裁审差异: the register, one divergence with what both sides say, the action taken, and the way onto an agenda."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import COURT_ROLES, May, allows, needs
from app.services import compliance, divergences, meeting_topics, step_form
from app.services.divergences import Filters
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing, log_reading
from workflows.items import KINDS

bp = Blueprint("divergences", __name__, url_prefix="/divergences")

NAMES = ("month", "kind", "reason", "side", "state", "instance")


@bp.get("/")
@needs(May.SEE_DIVERGENCES)
def index() -> str:
    wanted = _wanted()
    page = max(1, request.args.get("page", 1, type=int))
    with desk_for_reading() as desk:
        security.case_was_asked()
        rows, total = divergences.listed(desk, wanted, page)
        _found, reasons = step_form.court_words(security.locale().startswith("en"))
        return render_template(
            "pages/divergences/index.html",
            rows=rows,
            total=total,
            page=page,
            pages=-(-total // divergences.PAGE),
            counts=divergences.counts(desk),
            wanted=wanted,
            asked={name: value for name, value in request.args.items() if name != "page" and value},
            months=divergences.months(desk),
            courts=divergences.courts(desk),
            kinds=KINDS.values(),
            reasons=reasons,
            is_court=desk.actor.has(*COURT_ROLES),
            sees_drafts=allows(desk.actor, May.SEE_ANALYSIS),
        )


@bp.get("/<int:outcome_id>")
@needs(May.SEE_DIVERGENCES)
def show(outcome_id: int) -> str:
    return _sheet(outcome_id)


@bp.post("/<int:outcome_id>/opinions")
@needs(May.SPEAK_ON_DIVERGENCE)
def speak(outcome_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            security.case_was_asked()
            divergences.speak(desk, outcome_id, request.form)
    except InvalidInput as problem:
        return _sheet(outcome_id, problem), 422
    flash(_("意见已登记。"), "success")
    return redirect(url_for(".show", outcome_id=outcome_id), 303)


@bp.post("/<int:outcome_id>/actions")
@needs(May.ACT_ON_DIVERGENCE)
def act(outcome_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            security.case_was_asked()
            divergences.act(desk, outcome_id, request.form)
    except InvalidInput as problem:
        return _sheet(outcome_id, problem), 422
    flash(_("处理已登记，以后的案件是否照办会列在这里。"), "success")
    return redirect(url_for(".show", outcome_id=outcome_id), 303)


@bp.post("/<int:outcome_id>/topics")
@needs(May.SEE_MEETINGS)
def bring(outcome_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            security.case_was_asked()
            topic = meeting_topics.bring_divergence(desk, outcome_id, request.form)
    except InvalidInput as problem:
        return _sheet(outcome_id, problem), 422
    flash(_("已列入联席会议议程。"), "success")
    return redirect(url_for("meetings.show", meeting_id=topic.meeting_id, _anchor="topics"), 303)


def _wanted() -> Filters:
    chosen = {name: request.args.get(name, "")[:40] for name in NAMES}
    return Filters(**chosen, court_id=request.args.get("court", 0, type=int))


def _sheet(outcome_id: int, problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        sheet = divergences.sheet(desk, outcome_id)
        security.case_was_asked()
        log_reading(desk, sheet.row.case.id or 0, f"裁审差异 {outcome_id}")
        _found, reasons = step_form.court_words(security.locale().startswith("en"))
        last = sheet.actions[-1].row if sheet.actions else None
        return render_template(
            "pages/divergences/show.html",
            sheet=sheet,
            row=sheet.row,
            reasons=reasons,
            meetings=meeting_topics.open_meetings(desk),
            later=compliance.later(desk, [sheet.row.item.kind], last.since) if last else None,
            acted=last,
            typed=request.form,
            problems={getattr(one, "name", ""): one for one in problem.errors} if problem else {},
        )
