"""我的工作: what waits for me and by when, and what changed in my cases."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.permissions import May, needs
from app.services import casefile, tasks
from app.web.context import desk_for_reading

bp = Blueprint("work", __name__)


@bp.get("/")
@needs(May.SEE_WORK)
def index() -> ResponseReturnValue:
    with desk_for_reading() as desk:
        waiting = tasks.open_tasks(desk, desk.actor)
        return render_template(
            "pages/work/index.html", waiting=waiting, changes=casefile.changes(desk), today=desk.today
        )
