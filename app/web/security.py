"""What stands before every page: who is asking, whether the route is theirs, forged posts, and safe headers.

`init` wires it into an application. A route without @needs or @public does not answer at all, and a route
about a case that never asked whether the case concerns the reader does not answer either: both are faults.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import Engine
from sqlmodel import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from app.database import open_session
from app.models.staff import Staff
from app.permissions import CASE_BOUND, LABELS, ROLES, Concern, May, View, allows
from app.rendering.filters import mask_address, mask_id, mask_phone
from app.services import people, policies
from app.services.actor import Actor
from app.settings import Settings
from app.web.kept import KeptForm, safe_path

LANGUAGES = {"zh": "中文", "en": "English"}
# How often the cookie is renewed while somebody works; idle time is exact to this.
RENEW_SECONDS = 30
IN_PASSING = ("filing.check", "autosave.keep", "autosave.token", "draft_states.live")
"""What a page asks by itself while somebody types: its refusal ends no session and takes no page away."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Guard:
    """What the checks need to know; kept with the application."""

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]

    def lock_rule(self, db: Session) -> people.LockRule:
        """How many failures lock an account, and for how long, as it holds now."""
        found = policies.of(db, self.settings)
        return people.LockRule(found.lock_after, found.lock_minutes)


def init(app: Flask, settings: Settings, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
    """Wire sign-in, permission, CSRF and headers into `app`. Call before registering other before_request work."""
    app.extensions["hengjian_guard"] = Guard(settings, engine, clock)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="hengjian",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        # A token lives as long as the session it belongs to; the idle limit ends both.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(find_actor)
    app.before_request(allow_media)  # before the form is read for its token
    CSRFProtect(app)
    app.before_request(ask_permission)
    app.after_request(add_headers)
    app.register_error_handler(CSRFError, forged_or_stale)
    app.jinja_env.globals.update(
        May=May, allowed=allowed, shown_id=shown_id, shown_phone=shown_phone, shown_address=shown_address, role_label=role_label, languages=LANGUAGES
    )
    app.context_processor(lambda: {"actor": g.get("actor"), "locale": locale(), "must_change_password": g.get("must_change_password")})


def guard() -> Guard:
    found = current_app.extensions["hengjian_guard"]
    assert isinstance(found, Guard)
    return found


# --- who is asking ----------------------------------------------------------------------------------------------


def begin_session(staff: Staff, now: datetime) -> None:
    """A signed-in session under a new id. Nothing of the session before it lives on but the language."""
    language = session.get("language")
    session.clear()
    g.pop("csrf_token", None)
    session.update(who=staff.id, epoch=staff.session_epoch, seen=int(now.timestamp()), id=secrets.token_hex(16))
    session["language"] = language or staff.locale


def end_session() -> None:
    language = session.get("language")
    session.clear()
    g.pop("csrf_token", None)
    g.actor = None
    if language:
        session["language"] = language


def find_actor() -> None:
    """Put the signed-in account into `g.actor`, or None. Ends a session that is idle, outdated or disabled."""
    g.actor = None
    g.was = session.get("who")
    if g.was is None or _is_static():
        return
    now = guard().clock()
    idle = int(now.timestamp()) - int(session.get("seen", 0))
    with open_session(guard().engine, writing=False) as db:
        staff = db.get(Staff, g.was)
        if staff is None or not staff.active or staff.session_epoch != session.get("epoch"):
            g.ended = _("您的账号在别处退出、更改了密码或岗位，需要重新登录。")
            _end_unless_in_passing()
            return
        if idle > (allowed_minutes := policies.of(db, guard().settings).idle_minutes) * 60:
            g.ended = _(
                "您已有 %(minutes)s 分钟没有操作，为安全起见请重新登录。", minutes=allowed_minutes
            )
            _end_unless_in_passing()
            return
        g.actor = people.actor_of(db, staff)
        g.must_change_password = staff.must_change_password
    if idle >= RENEW_SECONDS:
        session["seen"] = int(now.timestamp())


def takes_media(view: View) -> View:
    """Say on a route that sound and film may be handed in there, larger than any form."""
    view.takes_media = True  # type: ignore[attr-defined]
    return view


def allow_media() -> None:
    """A larger body, for those signed in, on the routes that take it."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if g.actor is not None and getattr(view, "takes_media", False):
        request.max_content_length = (guard().settings.media_megabytes + 1) * 1024 * 1024


def _end_unless_in_passing() -> None:
    """The session is over. A page that asked in passing leaves saying so, and whose it was, to the person's own act."""
    if request.endpoint not in IN_PASSING:
        end_session()


def locale() -> str:
    """The language of this request: chosen here, or of the account, else Chinese.

    Not the browser's: many an office machine runs an English browser for people who read Chinese.
    """
    actor: Actor | None = g.get("actor")
    chosen = session.get("language") or (actor.locale if actor else None)
    return str(chosen) if chosen in LANGUAGES else "zh"


# --- may they ---------------------------------------------------------------------------------------------------


def ask_permission() -> AnyResponse | None:
    """Before every route: what it says it needs, against the one table."""
    if request.endpoint is None or _is_static():
        return None
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "needs"):
        raise RuntimeError(f"{request.endpoint}: add @needs(May.…) or @public")
    needed: May | None = view.needs
    if needed is None:
        return None
    actor: Actor | None = g.actor
    if actor is None:
        return ask_to_sign_in()
    if g.must_change_password and needed is not May.SIGNED_IN:
        return redirect(url_for("auth.password"))
    if not allows(actor, needed):
        if request.path == "/":
            return redirect(url_for(first_page(actor)))
        who = _("、").join(role_label(role) for role, may in ROLES.items() if needed in may)
        abort(403, description=_("这一页由%(who)s使用，您的岗位不能打开。需要时请联系安全管理员调整岗位。", who=who))
    return None


def first_page(actor: Actor) -> str:
    """Where those start who have no cases to work on: the desk they administer, else their own account."""
    desks = (("admin.bodies", May.EDIT_BODIES), ("walls.index", May.EDIT_WALLS), ("audit.index", May.SEE_LOGS))
    return next((name for name, may in desks if name in current_app.view_functions and allows(actor, may)), "auth.account")


def ask_to_sign_in() -> Response:
    """The sign-in page in place of what was asked for; what was typed comes along."""
    reason = g.get("ended")
    kept = KeptForm.of(request, g.was)
    if kept is None and request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        if reason:
            flash(reason, "warning")
        target = safe_path(request.full_path.rstrip("?"))
        return make_response(redirect(url_for("auth.sign_in", next=None if target == "/" else target)))
    back = safe_path(request.full_path.rstrip("?")) if request.method == "GET" else None
    page = render_template("pages/auth/sign_in.html", reason=reason, kept=kept, login="", next=back)
    if "HX-Request" in request.headers and request.endpoint in IN_PASSING:
        return make_response("", 204)
    # htmx shows nothing of a 401; the whole page is put in place of the body instead.
    if "HX-Request" in request.headers:
        return make_response(page, 200, {"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return make_response(page, 401)


def require_case(may: May, concern: Concern) -> None:
    """Every route about a case asks here, once, with the case loaded. A case of others does not exist (404)."""
    actor: Actor | None = g.actor
    if actor is None or not allows(actor, may, concern):
        not_there()
    g.concern = concern
    g.case_asked = True


def case_was_asked() -> None:
    """For routes that let a service decide (and answer `NotYours`) whether the case concerns the reader."""
    g.case_asked = True


def not_there() -> NoReturn:
    raise NotFound(_("没有找到。请核对编号；不属于您承办范围的案件也不会显示。"))


def allowed(may: May | str, case: Concern | None = None) -> bool:
    """For templates: the same question the routes ask, about the case of this page unless another is given."""
    actor: Actor | None = g.get("actor")
    return actor is not None and allows(actor, May(may), case or g.get("concern"))


def shown_id(number: str, case: Concern | None = None) -> str:
    """An identity number as this reader may see it."""
    return number if allowed(May.SEE_IDENTITY, case) else mask_id(number)


def shown_phone(number: str, case: Concern | None = None) -> str:
    """A phone number as this reader may see it."""
    return number if allowed(May.SEE_PHONE, case) else mask_phone(number)


def role_label(role: str) -> str:
    """The name of a role in the language of the page."""
    return LABELS[role][1 if locale() == "en" else 0]


# --- forged posts and headers -----------------------------------------------------------------------------------


def forged_or_stale(error: CSRFError) -> AnyResponse:
    """A post without our token: kept and offered again when it comes from our own page, else refused."""
    if request.endpoint == "auth.take_sign_in":
        reason = _("登录页放得太久了，请再输入一次。")
        login = request.form.get("login", "")[:80]
        kept = KeptForm.opened(request.form.get("kept", ""))
        back = safe_path(request.form.get("next"))
        return make_response(
            render_template("pages/auth/sign_in.html", reason=reason, kept=kept, login=login, next=back), 400
        )
    if g.actor is None:
        return ask_to_sign_in()
    kept = KeptForm.of(request, None)
    if kept is not None:
        return kept.page(400)
    return make_response(render_template("pages/auth/refused_post.html"), 400)


def add_headers(response: Response) -> Response:
    """Headers on every answer; a page about a case that never asked for whom is stopped here."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    about_case = getattr(view, "needs", None) in CASE_BOUND and g.get("actor") is not None
    if about_case and response.status_code < 300 and not g.get("case_asked"):
        raise RuntimeError(f"{request.endpoint}: call security.require_case before answering")
    response.headers.update({name: value for name, value in HEADERS.items() if name not in response.headers})
    if response.mimetype != "application/pdf":  # a browser's own PDF viewer does not run under a page's policy
        response.headers.setdefault("Content-Security-Policy", POLICY)
    if not _is_static() and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if guard().settings.production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _is_static() -> bool:
    return request.endpoint is not None and request.endpoint.split(".")[-1] == "static"


def shown_address(address: str, case: Concern | None = None) -> str:
    """An address as this reader may see it: the place without street and number for those who only count cases."""
    return address if allowed(May.SEE_ADDRESS, case) else mask_address(address)
