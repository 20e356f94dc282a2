"""The security administrator's desk besides accounts: conflict walls."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import people, wall_desk
from app.services.errors import InvalidInput
from app.web.context import desk_for_reading, desk_for_writing

bp = Blueprint("walls", __name__)


@bp.get("/walls")
@needs(May.EDIT_WALLS)
def index() -> str:
    return _walls()


@bp.post("/walls")
@needs(May.EDIT_WALLS)
def set_up() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            wall_desk.set_up(desk, request.form)
    except InvalidInput as problem:
        return _walls(problem), 422
    flash(_("已隔离，立即生效，优先于一切授权。"), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/walls/<int:wall_id>/lift")
@needs(May.EDIT_WALLS)
def lift(wall_id: int) -> ResponseReturnValue:
    with desk_for_writing() as desk:
        wall_desk.lift(desk, wall_id)
    flash(_("隔离已解除，记录保留。"), "success")
    return redirect(url_for(".index"), 303)


def _by_name(problem: InvalidInput | None) -> dict[str, object]:
    return {getattr(one, "name", ""): one for one in problem.errors} if problem else {}


def _walls(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/walls/index.html",
            rows=wall_desk.listed(desk),
            everybody=people.everybody(desk.session),
            typed=request.form,
            problems=_by_name(problem),
            today=desk.today,
        )
