"""收件: the application form. Rows are added and taken away by buttons that work without scripts."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Case
from app.permissions import May, needs
from app.services import filing, filing_hints, leads, parties
from app.services.errors import InvalidInput
from app.services.filing import Application, ItemInput, PartyInput
from app.web import autosave, security
from app.web.context import case_or_404, concern, desk_for_reading, desk_for_writing
from workflows import items as catalogue
from workflows.errors import InputError

bp = Blueprint("filing", __name__)

PARTY_FIELDS = (
    "side",
    "kind",
    "name",
    "identity",
    "address",
    "postal_address",
    "phone",
    "legal_representative",
    "legal_representative_post",
)
MOST_ROWS = 700
ROW = re.compile(r"(party|item)-(\d{1,4})-[a-z_]+")


def blank(today: str) -> Application:
    return Application(
        filed_on=today,
        parties=[PartyInput("applicant", "worker", ""), PartyInput("respondent", "employer", "")],
        items=[ItemInput("wages")],
    )


def _positions(form: Mapping[str, str], what: str) -> list[int]:
    found = {int(match[2]) for name in form if (match := ROW.fullmatch(name)) and match[1] == what}
    return sorted(found)[:MOST_ROWS]


def typed_application(form: Mapping[str, str]) -> Application:
    """The application as typed, in the order of the rows."""
    parties = []
    for n in _positions(form, "party"):
        given = {name: form.get(f"party-{n}-{name}", "") for name in PARTY_FIELDS}
        agent = {part: form.get(f"party-{n}-agent_{part}", "") for part in ("name", "kind", "powers")}
        parties.append(
            PartyInput(
                **given,
                e_service_consent=form.get(f"party-{n}-e_service_consent") == "yes",
                agents=[agent] if agent["name"].strip() else [],
            )
        )
    items = [
        ItemInput(
            kind=form.get(f"item-{n}-kind", ""),
            amount=form.get(f"item-{n}-amount", ""),
            text=form.get(f"item-{n}-text", ""),
            applicant=_number(form.get(f"item-{n}-applicant", "0")),
            respondent=_number(form.get(f"item-{n}-respondent", "0")),
        )
        for n in _positions(form, "item")
    ]
    return Application(
        filed_on=form.get("filed_on", ""),
        parties=parties,
        items=items,
        facts_and_reasons=form.get("facts_and_reasons", ""),
        procedure=form.get("procedure", "ordinary"),
        key=form.get("key", "")[:64],
        performance_place=form.get("performance_place", ""),
        infringed_on=form.get("infringed_on", ""),
        relation_ended_on=form.get("relation_ended_on", ""),
    )


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else -1


def with_row(application: Application, do: str) -> Application:
    """The same form with one row more or less."""
    parties, items = list(application.parties), list(application.items)
    if do.startswith("add-party-"):
        side = do.removeprefix("add-party-")
        kind = {"applicant": "worker", "respondent": "employer"}.get(side, "other")
        parties.append(PartyInput(side if side in ("applicant", "respondent", "third_party") else "applicant", kind, ""))
    elif do == "add-item":
        items.append(ItemInput(""))
    elif match := re.fullmatch(r"remove-(party|item)-(\d{1,4})", do):
        rows: list[PartyInput] | list[ItemInput] = parties if match[1] == "party" else items
        if int(match[2]) < len(rows):
            del rows[int(match[2])]
    return replace(application, parties=parties, items=items)


def form_page(application: Application, problems: tuple[InputError, ...] = (), **more: Any) -> str:
    """The form of an application; `more` says what differs where a dispute is entered before anybody applied."""
    sides = {
        side: [p for p in application.parties if p.side == side] for side in ("applicant", "respondent")
    }
    return render_template(
        "pages/filing/new.html",
        form=application,
        key=application.key or secrets.token_urlsafe(18),
        problems=problems,
        at_field={getattr(p, "name", ""): p for p in problems},
        kinds=catalogue.kinds(),
        sides=sides,
        **more,
    )


@bp.get("/cases/new")
@needs(May.FILE_CASE)
def new() -> ResponseReturnValue:
    if kept := autosave.fields():
        return form_page(typed_application(kept))
    with desk_for_reading() as desk:
        return form_page(blank(desk.today.isoformat()))


@bp.post("/cases/new")
@needs(May.FILE_CASE)
def create() -> ResponseReturnValue:
    application = typed_application(request.form)
    if request.form.get("do") == "check":
        with desk_for_reading() as desk:
            return form_page(application, hints=filing_hints.of(desk, application))
    if do := request.form.get("do", ""):
        return form_page(with_row(application, do))
    try:
        with desk_for_writing() as desk:
            case = filing.receive(desk, application)
            others = filing.related(desk, case)
    except InvalidInput as problem:
        return make_response(form_page(application, problem.errors), 422)
    flash(_("已收件，收件号 %(number)s。", number=case.receipt_number), "success")
    if others:
        flash(
            _(
                "同一当事人还有 %(n)s 件案件：%(numbers)s。请核对是否重复申请或者关联争议。",
                n=len(others),
                numbers="、".join(one.title for one in others[:5]),
            ),
            "warning",
        )
    return redirect(url_for("cases.show", case_id=case.id), 303)


@bp.post("/cases/new/check")
@needs(May.REGISTER_LEAD)
def check() -> str:
    """What there is to say of an application while it is typed; nothing is saved."""
    application = typed_application(request.form)
    lead_id = request.args.get("lead", type=int)
    with desk_for_reading() as desk:
        origin = leads.found(desk, lead_id)[1].id if lead_id else None
        return render_template("pages/filing/_hints.html", hints=filing_hints.of(desk, application, origin))


@bp.get("/cases/<int:case_id>/parties")
@needs(May.EDIT_CASE)
def edit_parties(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.EDIT_CASE, reading="当事人信息")
        return _parties_page(case, autosave.fields() or {})


@bp.post("/cases/<int:case_id>/parties")
@needs(May.EDIT_CASE)
def save_parties(case_id: int) -> ResponseReturnValue:
    """Complete what the application left open: identity, address, phone. Names and sides stay."""
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.EDIT_CASE)
            parties.complete(desk, case, request.form)
    except InvalidInput as problem:
        with desk_for_reading() as desk:
            again = desk.session.get_one(Case, case_id)
            security.require_case(May.EDIT_CASE, concern(desk, again))
            return make_response(_parties_page(again, request.form, problem.errors), 422)
    flash(_("当事人信息已保存。"), "success")
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _parties_page(case: Case, typed: Mapping[str, str], problems: tuple[InputError, ...] = ()) -> str:
    return render_template(
        "pages/filing/parties.html",
        case=case,
        typed=typed,
        problems=problems,
        at_field={getattr(p, "name", ""): p for p in problems},
    )
