"""口径: list, show, enter and change."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Standard
from app.permissions import May, allows, needs
from app.services import compliance, divergences, meeting_topics, standards
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours
from app.web.context import desk_for_reading, desk_for_writing, log_search
from workflows.items import KINDS

bp = Blueprint("standards", __name__, url_prefix="/standards")


@bp.get("/")
@needs(May.SEE_STANDARDS)
def index() -> str:
    kind, words = request.args.get("kind", ""), request.args.get("q", "")[:80]
    with desk_for_reading() as desk:
        found = [(one, standards.in_force(one, desk.today)) for one in standards.listed(desk, kind, words)]
        if words.strip():
            log_search(desk, "standards", words, len(found))
        return render_template("pages/standards/index.html", rows=found, kinds=KINDS.values(), kind=kind, words=words)


@bp.get("/new")
@needs(May.EDIT_STANDARDS)
def new() -> str:
    """An empty form, or one begun from a question a meeting has answered (`?topic=`)."""
    topic = request.args.get("topic", 0, type=int)
    with desk_for_reading() as desk:
        begun = meeting_topics.as_standard(desk, topic) if topic else None
    return _form(None, raw=begun)


@bp.post("/new")
@needs(May.EDIT_STANDARDS)
def add() -> ResponseReturnValue:
    return _save(None)


@bp.get("/<int:standard_id>")
@needs(May.SEE_STANDARDS)
def show(standard_id: int) -> str:
    with desk_for_reading() as desk:
        found = _standard(desk, standard_id)
        return render_template(
            "pages/standards/show.html",
            standard=found,
            in_force=standards.in_force(found, desk.today),
            followed=compliance.of_standard(desk, found),
            divergences=divergences.behind(desk, found) if allows(desk.actor, May.SEE_DIVERGENCES) else (),
        )


@bp.get("/<int:standard_id>/edit")
@needs(May.EDIT_STANDARDS)
def edit(standard_id: int) -> str:
    return _form(standard_id)


@bp.post("/<int:standard_id>/edit")
@needs(May.EDIT_STANDARDS)
def change(standard_id: int) -> ResponseReturnValue:
    return _save(standard_id)


def _standard(desk: Desk, standard_id: int) -> Standard:
    found = desk.session.get(Standard, standard_id)
    if found is None:
        raise NotYours
    return found


def _save(standard_id: int | None) -> ResponseReturnValue:
    raw: dict[str, Any] = {**request.form, "kinds": request.form.getlist("kinds")}
    try:
        with desk_for_writing() as desk:
            saved = standards.save(desk, _standard(desk, standard_id) if standard_id else None, raw)
    except InvalidInput as problem:
        return _form(standard_id, problem, raw), 422
    flash(_("口径已保存。"), "success")
    return redirect(url_for(".show", standard_id=saved.id))


def _form(standard_id: int | None, problem: InvalidInput | None = None, raw: dict[str, Any] | None = None) -> str:
    with desk_for_reading() as desk:
        found = _standard(desk, standard_id) if standard_id else None
        typed = raw or (_as_typed(found) if found else {})
        problems = {getattr(one, "name", ""): one for one in problem.errors} if problem else {}
        return render_template(
            "pages/standards/form.html", standard=found, typed=typed, problems=problems, kinds=KINDS.values()
        )


def _as_typed(standard: Standard) -> dict[str, Any]:
    return {
        **standard.model_dump(),
        "valid_to": standard.valid_to or "",
        "source_cases": "\n".join(standard.source_cases),
        "articles": "\n".join(standard.articles),
    }
