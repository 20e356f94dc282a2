"""The system administrator's desk: bodies, parameters, calendar, and the questions the law leaves open."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Body
from app.models.body import KINDS, LEVELS
from app.permissions import May, needs
from app.services import admin, admin_links
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours
from app.web.context import desk_for_reading, desk_for_writing
from workflows.limits import rule as limit_rule
from workflows.links import PROPOSERS, STAGES
from workflows.links import links as shipped_links
from workflows.parameters import MARKS

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@needs(May.EDIT_SETTINGS)
def index() -> ResponseReturnValue:
    return redirect(url_for(".bodies"))


@bp.get("/bodies")
@needs(May.EDIT_BODIES)
def bodies() -> str:
    with desk_for_reading() as desk:
        return render_template("pages/admin/bodies.html", branches=admin.tree(desk.session, desk.today))


@bp.get("/bodies/new")
@needs(May.EDIT_BODIES)
def new_body() -> str:
    return _body_form(None)


@bp.post("/bodies/new")
@needs(May.EDIT_BODIES)
def add_body() -> ResponseReturnValue:
    return _save_body(None)


@bp.get("/bodies/<int:body_id>")
@needs(May.EDIT_BODIES)
def body(body_id: int) -> str:
    return _body_form(body_id)


@bp.post("/bodies/<int:body_id>")
@needs(May.EDIT_BODIES)
def edit_body(body_id: int) -> ResponseReturnValue:
    return _save_body(body_id)


@bp.get("/links")
@needs(May.EDIT_SETTINGS)
def links() -> str:
    """八调衔接: the channels and hand-overs as they are today, and every change entered."""
    with desk_for_reading() as desk:
        return render_template(
            "pages/admin/links.html",
            book=admin_links.in_force(desk.session, desk.today),
            changes=admin_links.changes(desk.session),
            limits=_limit_words(),
            today=desk.today,
        )


@bp.get("/links/change")
@needs(May.EDIT_SETTINGS)
def link() -> str:
    return _link_form(None)


@bp.post("/links/change")
@needs(May.EDIT_SETTINGS)
def change_link() -> ResponseReturnValue:
    return _act(admin_links.change, _("已登记。从起始日期起提议的转介适用，以前提议的照旧办完。"), ".links", _link_form)


def _limit_words() -> dict[str, Any]:
    return {name: limit_rule(name) for name in shipped_links().limits()}


def _link_form(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        book = admin_links.in_force(desk.session, desk.today)
        asked = request.args.get("source", ""), request.args.get("to", "")
        typed: dict[str, Any] = admin_links.likely(desk.session, desk.today, *asked) if asked[0] in book.channels else {}
        if problem is not None:
            several = {name: request.form.getlist(name) for name in ("stages", "proposers")}
            typed = {**request.form.to_dict(), **several}
        return render_template(
            "pages/admin/link.html",
            book=book,
            typed=typed,
            problems=_by_name(problem),
            limits=_limit_words(),
            stages=STAGES,
            proposers=PROPOSERS,
            marks=MARKS,
            offices=[b.body for b in admin.tree(desk.session, desk.today) if b.body.kind == "commission"],
        )


@bp.get("/parameters")
@needs(May.EDIT_SETTINGS)
def parameters() -> str:
    return _parameters()


@bp.post("/parameters")
@needs(May.EDIT_SETTINGS)
def add_parameter() -> ResponseReturnValue:
    return _act(admin.add_parameter, _("已登记。以后的计算按起始日期采用。"), ".parameters", _parameters)


@bp.get("/calendar")
@needs(May.EDIT_SETTINGS)
def calendar() -> str:
    return _calendar()


@bp.post("/calendar")
@needs(May.EDIT_SETTINGS)
def add_closure() -> ResponseReturnValue:
    return _act(admin.add_closure, _("已登记。以后计算的期限会考虑这些日子。"), ".calendar", _calendar)


@bp.get("/settings")
@needs(May.EDIT_SETTINGS)
def settings() -> str:
    return _settings()


@bp.post("/settings")
@needs(May.EDIT_SETTINGS)
def choose_settings() -> ResponseReturnValue:
    return _act(admin.choose_settings, _("已保存。以后的裁决稿按新的选择拆分，已作出的裁决不变。"), ".settings", _settings)


def _act(
    act: Callable[[Desk, Any], object], said: str, back: str, form: Callable[[InvalidInput | None], str]
) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            act(desk, request.form)
    except InvalidInput as problem:
        return form(problem), 422
    flash(said, "success")
    return redirect(url_for(back))


def _by_name(problem: InvalidInput | None) -> dict[str, Any]:
    return {getattr(one, "name", ""): one for one in problem.errors} if problem else {}


def _save_body(body_id: int | None) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            admin.save_body(desk, _body(desk, body_id), request.form)
    except InvalidInput as problem:
        return _body_form(body_id, problem), 422
    flash(_("已保存，更改已写入日志。"), "success")
    return redirect(url_for(".bodies"))


def _body(desk: Desk, body_id: int | None) -> Body | None:
    if body_id is None:
        return None
    found = desk.session.get(Body, body_id)
    if found is None:
        raise NotYours
    return found


def _body_form(body_id: int | None, problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        found = _body(desk, body_id)
        typed = request.form if problem else {k: v for k, v in (found.model_dump() if found else {}).items() if v is not None}
        return render_template(
            "pages/admin/body.html",
            body=found,
            typed=typed,
            problems=_by_name(problem),
            branches=admin.tree(desk.session, desk.today),
            kinds=KINDS,
            levels=LEVELS,
            court_levels=admin.COURT_LEVELS,
            channels=shipped_links().channels.values(),
        )


def _parameters(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/admin/parameters.html",
            table=admin.parameter_table(desk.session),
            enterable=admin.enterable(),
            marks=MARKS,
            typed=request.form,
            problems=_by_name(problem),
            today=desk.today,
        )


def _calendar(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        offices = [b.body for b in admin.tree(desk.session, desk.today) if b.body.kind in ("commission", "court")]
        return render_template(
            "pages/admin/calendar.html",
            entries=admin.calendar_entries(desk.session, desk.today.replace(month=1, day=1)),
            offices=offices,
            kinds=admin.CALENDAR_KINDS,
            typed=request.form,
            problems=_by_name(problem),
        )


def _settings(problem: InvalidInput | None = None) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/admin/settings.html", settings=admin.legal_settings(desk.session), problems=_by_name(problem)
        )
