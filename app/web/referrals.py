"""The desk of mediators, and the office's view of what it sent to them."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import deliveries, mediators, referrals
from app.services.errors import InvalidInput
from app.web import security
from app.web.context import desk_for_reading, desk_for_writing, log_reading, runtime
from workflows import items as catalogue
from workflows.errors import InputError

bp = Blueprint("referrals", __name__, url_prefix="/referrals")
MOST_DIGITS = 12


@bp.get("/")
@needs(May.SEE_REFERRAL)
def index() -> str:
    security.case_was_asked()
    state = request.args.get("state", "")
    with desk_for_reading() as desk:
        return render_template(
            "pages/referrals/index.html",
            rows=referrals.of_my_body(desk, state),
            state=state,
            today=desk.today,
            states=referrals.states_shown(desk),
        )


@bp.get("/roster")
@needs(May.EDIT_ROSTER)
def roster() -> str:
    """The mediators of the own body: what they are good at, how much they carry, whom they are tied to."""
    return _roster()


@bp.post("/roster")
@needs(May.EDIT_ROSTER)
def edit_roster() -> ResponseReturnValue:
    given = request.form
    staff_id = int(given["staff"]) if given.get("staff", "").isdecimal() and len(given["staff"]) <= MOST_DIGITS else 0
    try:
        with desk_for_writing() as desk:
            if given.get("do") == "tie":
                mediators.add_tie(desk, staff_id, given.get("kind", ""), given.get("name", ""))
            elif given.get("do") == "end":
                mediators.end_tie(desk, staff_id)
            else:
                mediators.save_specialities(desk, staff_id, given.getlist("kinds"))
    except InvalidInput as problem:
        return make_response(_roster(problem.errors), 422)
    flash(_("已保存。"), "success")
    return redirect(url_for(".roster"), 303)


def _roster(problems: tuple[InputError, ...] = ()) -> str:
    with desk_for_reading() as desk:
        return render_template(
            "pages/referrals/roster.html",
            roster=mediators.own_roster(desk),
            kinds=catalogue.kinds(),
            ties=mediators.TIES,
            problems=problems,
            today=desk.today,
        )


@bp.get("/<int:referral_id>")
@needs(May.SEE_REFERRAL)
def show(referral_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        page = referrals.page(desk, referral_id)
        security.require_case(May.SEE_REFERRAL, page.concern)
        log_reading(desk, page.case.id or 0, f"转介 {page.referral.ordinal}")
    return render_template("pages/referrals/show.html", page=page, today=desk.today)


@bp.get("/<int:referral_id>/papers/<int:paper_id>.pdf")
@needs(May.SEE_REFERRAL)
def paper(referral_id: int, paper_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case, found = referrals.paper(desk, referral_id, paper_id)
        security.case_was_asked()
        log_reading(desk, case.id or 0, f"{found.title} {found.number}")
    content = deliveries.read_or_make(runtime().engine, runtime().settings, found.id or 0)
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": "inline"})

