"""The desk of mediators, and the office's view of what it sent to them."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.permissions import May, needs
from app.services import deliveries, referrals
from app.web import security
from app.web.context import desk_for_reading, log_reading, runtime

bp = Blueprint("referrals", __name__, url_prefix="/referrals")


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

