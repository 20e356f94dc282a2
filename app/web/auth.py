"""Signing in and out, one's own password and language."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from sqlmodel import Session

from app.database import open_session, transaction
from app.models.staff import Staff
from app.permissions import May, allows, needs, public
from app.services import people, policies
from app.web.kept import KeptForm, safe_path
from app.web.security import LANGUAGES, begin_session, end_session, first_page, guard
from workflows.errors import InputError

bp = Blueprint("auth", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    back = safe_path(request.args.get("next"))
    if g.actor is not None:
        return redirect(back or home())
    return render_template("pages/auth/sign_in.html", login="", next=back, kept=None, reason=None)


@bp.post("/sign-in")
@public
def take_sign_in() -> ResponseReturnValue:
    login, password = request.form.get("login", ""), request.form.get("password", "")
    kept = KeptForm.opened(request.form.get("kept", ""))
    back = safe_path(request.form.get("next"))
    now = guard().clock()
    with open_session(guard().engine, writing=False) as db:
        attempt = people.compare(db, login, password)
    # Committed whatever the answer is: a failure must count. The comparison above held no lock.
    with transaction(guard().engine) as db:
        rule = guard().lock_rule(db)
        staff = people.conclude(db, attempt, address=request.remote_addr or "", at=now, rule=rule)
    if staff is None:
        page = render_template(
            "pages/auth/sign_in.html", login=login[:80], next=back, kept=kept, reason=None, refused=rule
        )
        return page, 422
    begin_session(staff, now)
    with open_session(guard().engine, writing=False) as db:
        g.actor = people.actor_of(db, staff)
    refresh()
    # What was typed goes only to whoever typed it.
    if kept is not None and kept.who in (None, staff.id) and not staff.must_change_password:
        return kept.page(200)
    return redirect(url_for("auth.password") if staff.must_change_password else back or home())


@bp.post("/sign-out")
@needs(May.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    with transaction(guard().engine) as db:
        people.sign_out(db, _own(db), address=request.remote_addr or "", at=guard().clock())
    end_session()
    flash(_("已退出。"), "success")
    return redirect(url_for("auth.sign_in"))


@bp.get("/account")
@needs(May.SIGNED_IN)
def account() -> str:
    with open_session(guard().engine, writing=False) as db:
        recent = people.recent_sign_ins(db, limit=10, staff_id=g.actor.id)
        return render_template("pages/auth/account.html", recent=recent)


@bp.get("/account/password")
@needs(May.SIGNED_IN)
def password() -> str:
    return render_template("pages/auth/password.html", first=g.must_change_password, problem=None)


@bp.post("/account/password")
@needs(May.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    old, new, again = (request.form.get(name, "") for name in ("old_password", "new_password", "again_password"))
    now = guard().clock()
    try:
        if new != again:
            raise InputError(_("再次输入"), "……", _("两次输入的新密码不一样。"), _("请重新输入两次。"))
        with transaction(guard().engine) as db:
            staff = _own(db)
            people.change_password(db, staff, old, new, now, least=policies.of(db, guard().settings).min_password)
    except InputError as problem:
        page = render_template("pages/auth/password.html", first=g.must_change_password, problem=problem)
        return page, 422
    begin_session(staff, now)
    flash(_("密码已更改。其他地方的登录都已退出。"), "success")
    return redirect(home())


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400, description=_("没有这种语言。请选择中文或 English。"))
    session["language"] = chosen
    if g.actor is not None:
        with transaction(guard().engine) as db:
            _own(db).locale = chosen
    return redirect(safe_path(request.form.get("next")) or url_for("auth.sign_in"))


def home() -> str:
    """Where this account starts: its work, or its own page for those who have none."""
    return "/" if g.actor is None or allows(g.actor, May.SEE_WORK) else url_for(first_page(g.actor))


def _own(db: Session) -> Staff:
    return db.get_one(Staff, g.actor.id)
