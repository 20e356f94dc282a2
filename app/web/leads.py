"""立案前的争议: entering one, the list, its page, and the form that makes an arbitration application of it."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import leads
from app.services.errors import InvalidInput, Stale
from app.services.filing import Application
from app.services.leads import LeadInput
from app.web import autosave, security
from app.web.context import desk_for_reading, desk_for_writing, log_reading
from app.web.filing import blank, form_page, typed_application, with_row
from workflows.errors import InputError, Refused
from workflows.states import names

bp = Blueprint("leads", __name__, url_prefix="/leads")


@bp.get("/")
@needs(May.SEE_LEADS)
def index() -> str:
    state = request.args.get("state", "")
    state = state if state in names("lead") else ""
    with desk_for_reading() as desk:
        return render_template(
            "pages/leads/index.html", rows=leads.mine(desk, state), state=state, states=names("lead"), today=desk.today
        )


@bp.get("/new")
@needs(May.REGISTER_LEAD)
def new() -> str:
    if kept := autosave.fields():
        return _new_page(typed_application(kept), kept.get("lead_kind", "report"), typed=kept)
    with desk_for_reading() as desk:
        return _new_page(blank(desk.today.isoformat()), request.args.get("kind", "report"))


@bp.post("/new")
@needs(May.REGISTER_LEAD)
def create() -> ResponseReturnValue:
    told = typed_application(request.form)
    kind = request.form.get("lead_kind", "")
    if do := request.form.get("do", ""):
        return _new_page(with_row(told, do), kind)
    told.items = [one for one in told.items if one.amount.strip() or one.text.strip()]
    try:
        with desk_for_writing() as desk:
            given = LeadInput(kind, told, request.form.get("reporter", ""), request.form.get("asked_on", ""))
            lead = leads.register(desk, given)
            number, lead_id = lead.number, lead.id
    except InvalidInput as problem:
        return make_response(_new_page(told, kind, problem.errors), 422)
    flash(_("已登记，登记号 %(number)s。", number=number), "success")
    return redirect(url_for(".show", lead_id=lead_id), 303)


def _new_page(
    told: Application, kind: str, problems: tuple[InputError, ...] = (), typed: Mapping[str, str] | None = None
) -> str:
    return form_page(
        told,
        problems,
        heading=_("登记立案前争议"),
        lead_kind=kind or "report",
        typed=typed or request.form,
        sent_to=url_for(".create"),
        back=url_for(".index"),
    )


@bp.get("/<int:lead_id>")
@needs(May.SEE_REFERRAL)
def show(lead_id: int) -> str:
    with desk_for_reading() as desk:
        page = leads.page(desk, lead_id)
        security.case_was_asked()
        log_reading(desk, page.case.id or 0, f"立案前争议 {page.lead.number}")
        return render_template(
            "pages/leads/show.html", page=page, today=desk.today, interruption_title=leads.interruption_title
        )


@bp.get("/<int:lead_id>/apply")
@needs(May.FILE_CASE)
def application(lead_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        page = leads.page(desk, lead_id)
        security.case_was_asked()
        log_reading(desk, page.case.id or 0, f"立案前争议 {page.lead.number}")
        if page.apply is None or page.apply.reasons:
            return redirect(url_for(".show", lead_id=lead_id))
        kept = autosave.fields()
        told = typed_application(kept) if kept else leads.prefilled(desk, page.case)
        return _apply_page(told, lead_id, page.apply.token)


@bp.post("/<int:lead_id>/apply")
@needs(May.FILE_CASE)
def apply(lead_id: int) -> ResponseReturnValue:
    typed, token = typed_application(request.form), request.form.get("token", "")
    security.case_was_asked()
    if do := request.form.get("do", ""):
        return _apply_page(with_row(typed, do), lead_id, token)
    try:
        with desk_for_writing() as desk:
            case = leads.apply(desk, lead_id, typed, token)
            number, case_id = case.receipt_number, case.id
    except InvalidInput as problem:
        return make_response(_apply_page(typed, lead_id, token, problem.errors), 422)
    except (Refused, Stale) as problem:
        reasons = [one.text for one in getattr(problem, "reasons", ())] or list(getattr(problem, "changed", ()))
        told = tuple(InputError(_("转为仲裁申请"), "", reason, "") for reason in reasons)
        return make_response(_apply_page(typed, lead_id, token, told), 409)
    flash(_("已收件，收件号 %(number)s。", number=number), "success")
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _apply_page(form: Application, lead_id: int, token: str, problems: tuple[InputError, ...] = ()) -> str:
    return form_page(
        form,
        problems,
        heading=_("转为仲裁申请"),
        lead=lead_id,
        token=token,
        sent_to=url_for(".apply", lead_id=lead_id),
        back=url_for(".show", lead_id=lead_id),
    )
