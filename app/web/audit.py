"""The audit administrator's desk."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.permissions import May, needs
from app.services import audit, forms
from app.services.desk import Desk
from app.web.context import desk_for_reading
from workflows.errors import InputError

bp = Blueprint("audit", __name__, url_prefix="/audit")

TABS = ("reads", "searches", "sign_ins", "acts", "refused", "chain")


@bp.get("/")
@bp.get("/<any(reads, searches, sign_ins, acts, refused):tab>")
@needs(May.SEE_LOGS)
def index(tab: str = "reads") -> ResponseReturnValue:
    problem = None
    try:
        asked = _asked()
    except InputError as error:
        problem, asked = error, audit.Asked()
    with desk_for_reading() as desk:
        page = render_template(
            "pages/audit/index.html", tab=tab, tabs=TABS, asked=asked, problem=problem, **_rows(desk, tab, asked)
        )
    return page, 422 if problem else 200


@bp.get("/chain")
@needs(May.SEE_LOGS)
def chain() -> str:
    with desk_for_reading() as desk:
        return render_template("pages/audit/chain.html", tab="chain", tabs=TABS, chain=audit.verify(desk.session))


def _rows(desk: Desk, tab: str, asked: audit.Asked) -> dict[str, object]:
    if tab == "reads":
        return {"rows": audit.reads(desk.session, asked), "readers": audit.readers(desk.session, asked)}
    if tab == "searches":
        return {"rows": audit.searches(desk.session, asked), "shown_words": audit.shown_words}
    if tab == "sign_ins":
        return {"rows": audit.sign_ins(desk.session, asked)}
    if tab == "acts":
        return {"rows": audit.acts(desk.session, asked)}
    most = audit.refused_most(desk.session, desk.now - timedelta(days=90))
    return {"rows": audit.refused(desk.session, asked), "most": most}


def _asked() -> audit.Asked:
    first, last = (request.args.get(name, "").strip() for name in ("first", "last"))
    return audit.Asked(
        case=request.args.get("case", "").strip()[:80],
        person=request.args.get("person", "").strip()[:80],
        first=forms.day("起", first) if first else None,
        last=forms.day("止", last) if last else None,
    )
