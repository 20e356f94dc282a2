"""Accounts: created by the system administrator, authorised and reset by the security administrator."""

from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app.database import open_session, transaction
from app.models.body import Body
from app.models.staff import Staff
from app.permissions import LABELS, May, needs
from app.services import people
from app.web.security import guard, not_there
from workflows.errors import InputError

bp = Blueprint("accounts", __name__)


@bp.get("/accounts")
@needs(May.SEE_ACCOUNTS)
def index() -> str:
    with open_session(guard().engine, writing=False) as db:
        return render_template("pages/accounts/index.html", rows=people.everybody(db), now=_now())


@bp.get("/accounts/new")
@needs(May.EDIT_ACCOUNTS)
def new() -> str:
    return _form()


@bp.post("/accounts/new")
@needs(May.EDIT_ACCOUNTS)
def create() -> ResponseReturnValue:
    try:
        with transaction(guard().engine) as db:
            body = db.get(Body, request.form.get("body", type=int) or 0)
            if body is None:
                raise InputError(_("单位"), "", _("没有选择单位。"), _("请从列表中选择。"))
            staff, password = people.create(
                db,
                g.actor,
                login=request.form.get("login", ""),
                name=request.form.get("name", ""),
                body=body,
                roles=(),
                at=_now(),
            )
    except InputError as problem:
        return _form(problem), 422
    return _handed_over(staff, password)


@bp.get("/accounts/<int:staff_id>")
@needs(May.SEE_ACCOUNTS)
def show(staff_id: int) -> str:
    return _show(staff_id)


@bp.post("/accounts/<int:staff_id>/roles")
@needs(May.EDIT_ROLES)
def roles(staff_id: int) -> ResponseReturnValue:
    try:
        with transaction(guard().engine) as db:
            staff = _staff(db, staff_id)
            people.set_roles(db, g.actor, staff, request.form.getlist("roles"), _now())
    except InputError as problem:
        return _show(staff_id, problem), 422
    flash(_("岗位已更改，立即生效。"), "success")
    return redirect(url_for(".show", staff_id=staff_id))


@bp.post("/accounts/<int:staff_id>/reset")
@needs(May.RESET_ACCESS)
def reset(staff_id: int) -> ResponseReturnValue:
    with transaction(guard().engine) as db:
        staff = _staff(db, staff_id)
        password = people.reset_password(db, g.actor, staff, _now())
    return _handed_over(staff, password)


@bp.post("/accounts/<int:staff_id>/unlock")
@needs(May.RESET_ACCESS)
def unlock(staff_id: int) -> ResponseReturnValue:
    with transaction(guard().engine) as db:
        people.unlock(db, g.actor, _staff(db, staff_id), _now())
    flash(_("已解锁。"), "success")
    return redirect(url_for(".show", staff_id=staff_id))


@bp.post("/accounts/<int:staff_id>/active")
@needs(May.EDIT_ACCOUNTS)
def active(staff_id: int) -> ResponseReturnValue:
    wanted = request.form.get("active") == "yes"
    try:
        with transaction(guard().engine) as db:
            people.set_active(db, g.actor, _staff(db, staff_id), wanted, _now())
    except InputError as problem:
        return _show(staff_id, problem), 422
    flash(_("账号已启用。") if wanted else _("账号已停用，它的登录都已失效。"), "success")
    return redirect(url_for(".show", staff_id=staff_id))


def _now() -> datetime:
    return guard().clock()


def _staff(db: Session, staff_id: int) -> Staff:
    staff = db.get(Staff, staff_id)
    return staff if staff is not None else not_there()


def _form(problem: InputError | None = None) -> str:
    with open_session(guard().engine, writing=False) as db:
        bodies = db.exec(select(Body).order_by(col(Body.code))).all()
        return render_template("pages/accounts/new.html", bodies=bodies, problem=problem, typed=request.form)


def _show(staff_id: int, problem: InputError | None = None) -> str:
    with open_session(guard().engine, writing=False) as db:
        staff = _staff(db, staff_id)
        return render_template(
            "pages/accounts/show.html",
            staff=staff,
            body=db.get_one(Body, staff.body_id),
            held=request.form.getlist("roles") if problem else people.roles_of(db, staff),
            all_roles=LABELS,
            recent=people.recent_sign_ins(db, limit=10, staff_id=staff_id),
            problem=problem,
            now=_now(),
        )


def _handed_over(staff: Staff, password: str) -> str:
    return render_template("pages/accounts/password.html", staff=staff, password=password)
