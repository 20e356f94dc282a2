"""Policies of sessions, lock-out and passwords: the security administrator's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import policies
from app.services.errors import InvalidInput
from app.web.context import desk_for_reading, desk_for_writing

bp = Blueprint("policies", __name__)


@bp.get("/policies")
@needs(May.EDIT_POLICIES)
def index() -> str:
    return _page()


@bp.post("/policies")
@needs(May.EDIT_POLICIES)
def choose() -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            policies.choose(desk, request.form)
    except InvalidInput as problem:
        return _page(problem), 422
    flash(_("已保存，立即生效。"), "success")
    return redirect(url_for(".index"), 303)


def _page(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        held = policies.of(desk.session, desk.settings)
        typed = request.form if problem else {one.name: str(getattr(held, one.name)) for one in policies.BOUNDS}
        return render_template("pages/walls/policies.html", bounds=policies.BOUNDS, typed=typed, problems={getattr(one, "name", ""): one for one in problem.errors} if problem else {})
