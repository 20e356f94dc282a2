"""审批: the approvers' queue, one request with what changed in it, and who stands in for whom."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Entrustment, Staff
from app.permissions import May, allows, needs
from app.services import access, approval_queue, entrustments, forms, steps, workload
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing, log_reading
from workflows.approvals import approvals as table
from workflows.errors import InputError, Refused

bp = Blueprint("approvals", __name__)


@bp.get("/approvals/")
@needs(May.SEE_APPROVALS)
def index() -> str:
    with desk_for_reading() as desk:
        gives = allows(g.actor, May.ASSIGN_TASKS)
        return render_template(
            "pages/approvals/index.html",
            waiting=approval_queue.waiting_for(desk),
            asked=approval_queue.asked_by(desk),
            loads=workload.loads(desk, desk.actor.body_id or 0) if gives else (),
            lapses=workload.lapsing(desk, workload.WEEK) if gives else (),
        )


@bp.get("/approvals/<int:approval_id>")
@needs(May.SEE_INNER)
def show(approval_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        approval, case = approval_queue.of(desk, approval_id)
        security.require_case(May.SEE_INNER, access.concern_of(desk.session, case, desk.today))
        log_reading(desk, case.id or 0, f"审批 {approval.ordinal}")
        queued, lines = approval_queue.one(desk, approval, case)
        return render_template(
            "pages/approvals/show.html",
            one=queued,
            lines=lines,
            drafts=approval_queue.drafts(desk, approval, case),
            offers=steps.offers(desk, approval),
            case=case,
        )


@bp.post("/approvals/together")
@needs(May.SEE_APPROVALS)
def together() -> ResponseReturnValue:
    """Several at once, only of kinds where that is harmless; each is its own transaction with its own conditions."""
    done, refused = 0, []
    for approval_id in request.form.getlist("approval", type=int):
        try:
            with desk_for_writing() as desk:
                approval, _case = approval_queue.of(desk, approval_id)
                if not table().kinds[approval.kind].together:
                    raise NotYours
                step = steps.offer(desk, approval, "approval.approve")
                steps.take(desk, approval, step.rule.id, {"approval_opinion": ""}, step.token)
            done += 1
        except (Refused, InvalidInput, NotYours, NotAllowed, Stale) as problem:
            refused.append(str(problem) or _("有一件不能一并批准，请打开后单独审批。"))
    if done:
        flash(_("已批准%(n)s件。", n=done), "success")
    for text in refused:
        flash(text, "danger")
    return redirect(url_for(".index"), 303)


@bp.get("/entrustments")
@needs(May.DELEGATE)
def entrusting() -> str:
    with desk_for_reading() as desk:
        return _entrusting(desk)


@bp.post("/entrustments")
@needs(May.DELEGATE)
def entrust() -> ResponseReturnValue:
    typed = request.form
    try:
        with desk_for_writing() as desk:
            entrustments.enter(
                desk,
                typed.get("giver", type=int) or desk.actor.id or 0,
                typed.get("taker", 0, type=int),
                forms.day(_("开始日期"), typed.get("since", "")),
                forms.day(_("结束日期"), typed.get("until", "")),
                typed.getlist("kinds"),
                typed.get("reason", ""),
            )
    except InputError as problem:
        with desk_for_reading() as desk:
            return _entrusting(desk, problem), 422
    flash(_("委托已登记，到期自行终止。"), "success")
    return redirect(url_for(".entrusting"), 303)


@bp.post("/entrustments/<int:entrustment_id>/end")
@needs(May.DELEGATE)
def end(entrustment_id: int) -> ResponseReturnValue:
    with desk_for_writing() as desk:
        entrustments.end(desk, entrustment_id)
    flash(_("委托自今天起收回。"), "success")
    return redirect(url_for(".entrusting"), 303)


def _entrusting(desk: Desk, problem: InputError | None = None) -> str:
    shown = entrustments.shown(desk)
    return render_template(
        "pages/approvals/entrusting.html",
        shown=shown,
        givers=entrustments.givers(desk),
        takers=entrustments.takers(desk),
        kinds=table().kinds.values(),
        problem=problem,
        typed=request.form,
        today=desk.today,
        person=lambda staff_id: desk.session.get_one(Staff, staff_id).name,
        runs=lambda one: _runs(one, desk.today),
    )


def _runs(one: Entrustment, today: date) -> str:
    if one.ended_on is not None and one.ended_on <= today:
        return _("已收回")
    if one.until < today:
        return _("已到期")
    return _("生效中") if one.since <= today else _("未开始")
