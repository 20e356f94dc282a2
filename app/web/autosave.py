"""Long forms are kept while they are typed. A page offers what was kept (`?typed=1`); sending the form drops it.

The script sends the whole form here a few seconds after the last key. Nothing kept is shown to anybody else.
"""

from flask import Blueprint, Flask, Response, abort, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from app.database import transaction
from app.models import TypedDraft
from app.permissions import May, needs
from app.rendering.filters import beijing_time
from app.services import kept_drafts
from app.web.context import desk_for_reading, desk_for_writing, runtime
from app.web.kept import safe_path
from workflows.errors import InputError

bp = Blueprint("autosave", __name__)
LONGEST_PATH = 300


def init(app: Flask) -> None:
    """Give templates what was kept for their page, and drop it when the form was sent."""
    app.jinja_env.globals.update(typed_draft=offered, typed_fields=fields)
    app.after_request(_sent)


@bp.get("/typed")
@needs(May.SIGNED_IN)
def token() -> ResponseReturnValue:
    """Who is signed in now, and a fresh token: an open page can go on after its writer has signed in again."""
    return jsonify(who=g.actor.id, token=generate_csrf())


@bp.post("/typed")
@needs(May.SIGNED_IN)
def keep() -> ResponseReturnValue:
    """Keep the form of the page at `at`. Another person at the same computer (409) keeps nothing of it."""
    path = _path()
    if request.args.get("who") != str(g.actor.id):
        return jsonify(problem=_("现在登录的是另一个人，没有保存。")), 409
    try:
        with desk_for_writing() as desk:
            at = kept_drafts.keep(desk, path, list(request.form.items(multi=True)))
    except InputError as problem:
        return jsonify(problem=problem.why + problem.remedy), 422
    return jsonify(saved=beijing_time(at, "short")[-5:])


@bp.post("/typed/drop")
@needs(May.SIGNED_IN)
def drop() -> ResponseReturnValue:
    path = _path()
    with desk_for_writing() as desk:
        kept_drafts.drop(desk.session, desk.actor.id or 0, path)
    return redirect(path, 303)


def _path() -> str:
    path = safe_path(request.args.get("at"))
    if path is None or len(path) > LONGEST_PATH:
        abort(400, _("没有这样的页面。"))
    return path


def offered() -> TypedDraft | None:
    """What the reader typed on this page earlier and did not send; not on the page that already shows it."""
    if g.get("actor") is None or request.method != "GET" or request.args.get("typed"):
        return None
    with desk_for_reading() as desk:
        return kept_drafts.find(desk.session, desk.actor.id or 0, request.path)


def fields() -> MultiDict[str, str] | None:
    """The kept fields, when the reader asked for them back."""
    if request.method != "GET" or not request.args.get("typed"):
        return None
    with desk_for_reading() as desk:
        row = kept_drafts.find(desk.session, desk.actor.id or 0, request.path)
    return MultiDict([(str(name), str(value)) for name, value in row.fields]) if row is not None else None


def _sent(response: Response) -> Response:
    """A form that was taken needs no keeping: it answered with the page that comes next."""
    actor = g.get("actor")
    if request.method != "POST" or response.status_code not in (302, 303) or actor is None or actor.id is None:
        return response
    if (request.blueprint or "") in ("autosave", "auth"):
        return response
    with desk_for_reading() as desk:
        kept = kept_drafts.find(desk.session, actor.id, request.path)
    if kept is not None:
        with transaction(runtime().engine) as session:
            kept_drafts.drop(session, actor.id, request.path)
    return response
