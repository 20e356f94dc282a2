"""今日工作: what is due, what waits for me, most pressing first; and for those who give out work, everybody's load and what lapses."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Task
from app.permissions import May, needs
from app.services import today, worklist, workload
from app.services.desk import Desk
from app.web.context import desk_for_reading, desk_for_writing
from workflows.errors import Refused

bp = Blueprint("work", __name__)


@bp.get("/")
@needs(May.SEE_WORK)
def index() -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return render_template("pages/work/index.html", tiles=today.of(desk), today=desk.today)


@bp.post("/work/<int:task_id>/claim")
@needs(May.SEE_WORK)
def claim(task_id: int) -> ResponseReturnValue:
    return _moved(lambda desk: worklist.claim(desk, task_id), _("已领取，现在是您的待办。"), "work.index")


@bp.post("/work/<int:task_id>/give-back")
@needs(May.SEE_WORK)
def give_back(task_id: int) -> ResponseReturnValue:
    return _moved(lambda desk: worklist.give_back(desk, task_id), _("已放回，其他同岗位的人可以领取。"), "work.index")


@bp.get("/work/load")
@needs(May.ASSIGN_TASKS)
def load() -> str:
    with desk_for_reading() as desk:
        open_work = worklist.of_office(desk)
        return render_template(
            "pages/work/load.html",
            loads=workload.loads(desk, desk.actor.body_id or 0),
            waiting=open_work,
            able={one.task.id: worklist.able(desk, one.task) for one in open_work},
        )


@bp.get("/work/lapsing")
@needs(May.ASSIGN_TASKS)
def lapsing() -> str:
    with desk_for_reading() as desk:
        return render_template("pages/work/lapsing.html", lapses=workload.lapsing(desk), spans=workload.LAPSING)


@bp.post("/work/<int:task_id>/assign")
@needs(May.ASSIGN_TASKS)
def assign(task_id: int) -> ResponseReturnValue:
    """Give the task to a person, or take it back when nobody is chosen."""
    to = request.form.get("staff", type=int)
    if to is None:
        return _moved(lambda desk: worklist.take_back(desk, task_id), _("已收回，现在没有指派给人。"), "work.load")
    return _moved(lambda desk: worklist.assign(desk, task_id, to), _("已指派。"), "work.load")


def _moved(move: Callable[[Desk], Task], said: str, back: str) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            move(desk)
        flash(said, "success")
    except Refused as problem:
        flash("；".join(reason.text for reason in problem.reasons), "danger")
    return redirect(url_for(back), 303)
