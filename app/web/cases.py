"""Cases: the list with its search box, and one case with its file, limits, history and next steps."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.permissions import May, needs
from app.services import between_view, casefile, stage_view, timeline
from app.web.context import case_or_404, desk_for_reading, log_search
from workflows.states import STATES

bp = Blueprint("cases", __name__)
SHOWN_EVENTS = 60
"""Of a long history the newest; the rest on demand."""


@bp.get("/cases")
@needs(May.SEE_WORK)
def index() -> ResponseReturnValue:
    filters = casefile.Filters(
        q=request.args.get("q", ""),
        state=request.args.get("state", "") if request.args.get("state", "") in STATES["case"] else "",
        whose="mine" if request.args.get("whose") == "mine" else "",
    )
    with desk_for_reading() as desk:
        listing = casefile.find(desk, filters, request.args.get("after", ""))
        if filters.q.strip():
            log_search(desk, "cases", filters.q, len(listing.cases))
        page = "pages/cases/_rows.html" if request.headers.get("HX-Target") == "rows" else "pages/cases/index.html"
        return render_template(page, listing=listing, filters=filters, states=tuple(STATES["case"]))


@bp.get("/cases/<int:case_id>")
@needs(May.SEE_CASE)
def show(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, reading="案件页面")
        view = casefile.view(desk, case)
        return render_template(
            "pages/cases/show.html",
            view=view,
            stories=timeline.of(view, len(view.events) if request.args.get("events") == "all" else SHOWN_EVENTS),
            case=case,
            stage=stage_view.of_case(desk, case),
            between=between_view.of_case(desk, case),
        )
