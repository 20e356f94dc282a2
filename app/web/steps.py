"""Every step of every machine through one form: asked as the articles say, taken through the one door."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.database import open_session
from app.models import Case
from app.permissions import PRE_FILING, May, allows, needs
from app.services import access, judgment_reading, papers, readlog, step_form, steps, uploads
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.services.machines import MACHINES
from app.web import autosave, errors, security
from app.web.context import PATH_OF, desk_for_reading, desk_for_writing, runtime, titled
from app.web.papers import inline_pdf
from workflows.errors import HengjianError, InputError, Refused

bp = Blueprint("steps", __name__)

MACHINE_AT = {path: machine for machine, path in PATH_OF.items()}
ADDRESS = f"/<any({', '.join(PATH_OF.values())}):kind>/<int:subject_id>/steps/<rule>"
LISTS = ("members", "not_signing", "settled_items", "agreed_items", "award_items", "agreement_subjects", "photos")
NOT_TYPED = ("csrf_token", "token")
FILES = {"photos": "送达过程的照片、录像"}
"""Fields that take files, and what such a file proves."""


@bp.get(ADDRESS)
@needs(May.SEE_WORK)
def form(kind: str, subject_id: int, rule: str) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        subject = step_form.subject_of(desk, MACHINE_AT[kind], subject_id)
        kept = autosave.fields()
        return _page(desk, kind, subject, rule, _typed(kept) if kept is not None else request.args)


@bp.post(ADDRESS)
@needs(May.SEE_WORK)
def take(kind: str, subject_id: int, rule: str) -> ResponseReturnValue:
    """Take the step. Whatever stands against it, everything typed comes back on the same form."""
    machine, typed = MACHINE_AT[kind], _typed()
    security.case_was_asked()
    try:
        _keep_files(machine, subject_id, rule, typed)
        with desk_for_writing() as desk:
            subject = step_form.subject_of(desk, machine, subject_id, alone=True)
            event = steps.take(desk, subject, rule, typed, request.form.get("token", ""))
            title = titled(desk.book.rule(rule, steps.applicable_on(steps.case_of(desk, subject))), security.locale())
            target = _afterwards(desk, event.machine, event.subject_id, steps.case_of(desk, subject))
    except (InputError, InvalidInput, Refused, Stale, NotYours, NotAllowed) as problem:
        _keep_refusal(machine, subject_id, rule, problem)
        if isinstance(problem, (NotYours, NotAllowed)):
            raise
        return _again(kind, subject_id, rule, typed, problem)
    if event.rule == "approval.request" and rule != "approval.request":
        flash(_("「%(step)s」已报请审批，批准之后才办理。", step=title), "success")
    else:
        flash(_("「%(step)s」已办理。", step=title), "success")
    return redirect(target, 303)


@bp.post(f"{ADDRESS}/preview")
@needs(May.SEE_WORK)
def preview(kind: str, subject_id: int, rule: str) -> ResponseReturnValue:
    """What the step would make, before it is taken: the same papers from the same facts, and nothing is kept."""
    machine, typed = MACHINE_AT[kind], _typed()
    security.case_was_asked()
    try:
        with open_session(runtime().engine) as session:
            desk = runtime().desk(session, g.actor)
            subject = step_form.subject_of(desk, machine, subject_id, alone=True)
            made = steps.rehearse(desk, subject, rule, typed)
            session.rollback()
    except (InputError, InvalidInput, Refused) as problem:
        return _again(kind, subject_id, rule, typed, problem)
    if not made:
        return errors.page(404, _("办理这一步不会制作文书。"), back=None)
    return inline_pdf(papers.preview(made), _("预览.pdf"))


def _typed(given: MultiDict[str, str] | None = None) -> dict[str, Any]:
    """What was typed, lists where several may be chosen."""
    form = request.form if given is None else given
    return {
        name: form.getlist(name) if name in LISTS else form[name]
        for name in form
        if name not in NOT_TYPED
    }


def _keep_files(machine: str, subject_id: int, rule: str, typed: dict[str, Any]) -> None:
    """Photos sent along with a form come into the file first, whatever becomes of the step: nothing chosen is lost."""
    for field, purpose in FILES.items():
        sent = [one for one in request.files.getlist(f"{field}-files") if one.filename]
        if not sent:
            continue
        with desk_for_writing() as desk:
            subject = step_form.subject_of(desk, machine, subject_id)
            case = steps.case_of(desk, subject)
            step_form.offered(desk, subject, rule)
            kept = [uploads.keep_once(desk, case, one.filename or "", one.read(), purpose=purpose) for one in sent]
            typed[field] = [*typed.get(field, []), *(str(one.id) for one in kept)]


def _keep_refusal(machine: str, subject_id: int, rule: str, problem: HengjianError) -> None:
    with desk_for_writing() as desk:
        subject = desk.session.get(MACHINES[machine].model, subject_id)
        case_id = getattr(subject, "case_id", subject_id) if subject is not None else None
        readlog.refused(desk.session, desk.actor, desk.now, machine, subject_id, rule, problem, case_id)


def _again(kind: str, subject_id: int, rule: str, typed: Mapping[str, Any], problem: HengjianError) -> Response:
    """The form once more, with a fresh token, what was typed, and what stands against the step."""
    status = 422 if isinstance(problem, (InputError, InvalidInput)) else 409
    with desk_for_reading() as desk:
        subject = step_form.subject_of(desk, MACHINE_AT[kind], subject_id)
        try:
            return make_response(_page(desk, kind, subject, rule, typed, problem), status)
        except (NotYours, Refused):
            if not isinstance(problem, (Stale, Refused)):
                raise
        # The step no longer starts where the case now stands: say what happened, and give back what was typed.
        case = steps.case_of(desk, subject)
        kept = {name: value for name, value in typed.items() if value}
        return errors.page(
            409,
            _("「%(step)s」没有办理：案件已经有了变化，这一步现在不能再办。", step=problem.step),
            changed=getattr(problem, "changed", ()),
            reasons=getattr(problem, "reasons", ()),
            kept=kept,
            back=_afterwards(desk, MACHINE_AT[kind], subject_id, case),
        )


def _page(
    desk: Desk,
    kind: str,
    subject: Any,
    rule: str,
    typed: Mapping[str, Any],
    problem: HengjianError | None = None,
) -> str:
    """The form of one step, filled with what was typed, or with what a judgment was read to say."""
    one = step_form.offered(desk, subject, rule)
    case = steps.case_of(desk, subject)
    g.concern = access.concern_of(desk.session, case, desk.today)
    security.case_was_asked()
    locale = security.locale()
    problems: list[InputError] = []
    if isinstance(problem, InvalidInput):
        problems = list(problem.errors)
    elif isinstance(problem, InputError):
        problems = [problem]
    dispositions, reasons = step_form.court_words(locale.startswith("en"))
    return render_template(
        "pages/steps/form.html",
        offer=one,
        case=case,
        kind=kind,
        subject=subject,
        inputs=step_form.inputs(desk, one, subject, typed, locale),
        typed=typed,
        problems=problems,
        at_field={getattr(p, "name", ""): p for p in problems},
        refused=problem if isinstance(problem, Refused) else None,
        stale=problem if isinstance(problem, Stale) else None,
        rows=step_form.outcome_rows(desk, case, typed) if "outcomes" in one.rule.asks else (),
        marks=judgment_reading.marks(typed),
        new_kinds=step_form.new_kinds(case, locale.startswith("en")) if "outcomes" in one.rule.asks else (),
        payment_rows=step_form.payment_rows(desk, subject, typed),
        dispositions=dispositions,
        reasons=reasons,
        back=_afterwards(desk, MACHINE_AT[kind], subject.id, case),
    )


def _afterwards(desk: Desk, machine: str, subject_id: int, case: Case) -> str:
    """Where the person works on: the file if it is theirs, else the page of the part."""
    concern = access.concern_of(desk.session, case, desk.today)
    pages = {"lead": ("leads.show", "lead_id"), "referral": ("referrals.show", "referral_id"), "court_matter": ("court.show", "matter_id")}
    mine = allows(desk.actor, May.SEE_CASE, concern)
    if machine in pages and (not mine or machine in ("court_matter", "lead") or case.state == PRE_FILING):
        endpoint, name = pages[machine]
        if endpoint in current_app.view_functions:
            return url_for(endpoint, **{name: subject_id})
    if mine:
        return url_for("cases.show", case_id=case.id, _anchor="next")
    return url_for("work.index")

