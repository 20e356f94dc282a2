"""Materials of a case: registered one by one, opened only by those who may see them."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Attachment, Case
from app.permissions import May, allows, needs
from app.services import upload_checks, uploads
from app.services.errors import NotYours
from app.web import security
from app.web.context import case_or_404, concern, desk_for_reading, desk_for_writing, log_reading, runtime
from app.web.downloads import disposition
from workflows import file_order
from workflows.errors import InputError

bp = Blueprint("uploads", __name__)


@bp.get("/cases/<int:case_id>/materials/new")
@needs(May.EDIT_CASE)
def new(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _page(case_or_404(desk, case_id, May.EDIT_CASE, reading="登记材料"))


@bp.post("/cases/<int:case_id>/materials/new")
@needs(May.EDIT_CASE)
@security.takes_media
def create(case_id: int) -> ResponseReturnValue:
    file = request.files.get("file")
    party = request.form.get("party", "")
    folder, _dot, place = request.form.get("place", "").partition(".")
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.EDIT_CASE)
            kept = uploads.receive(
                desk,
                case,
                file.filename or "" if file else "",
                file.stream if file else b"",
                purpose=request.form.get("purpose", ""),
                party_id=int(party) if party.isdecimal() and len(party) <= 12 else None,
                inner=folder == "inner",
                place=place,
            )
    except InputError as problem:
        with desk_for_reading() as desk:
            return make_response(_page(case_or_404(desk, case_id, May.EDIT_CASE), problem), 422)
    finally:
        if file is not None:
            file.close()
    flash(_("已登记材料：%(name)s。", name=kept.name), "success")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="papers-head"), 303)


@bp.get("/materials/<int:attachment_id>")
@needs(May.SEE_WORK)
def download(attachment_id: int) -> ResponseReturnValue:
    """As handed in, for saving: nothing handed in is ever run or shown as a page of ours."""
    with desk_for_reading() as desk:
        attachment = desk.session.get(Attachment, attachment_id)
        case = desk.session.get(Case, attachment.case_id) if attachment is not None else None
        if attachment is None or case is None:
            raise NotYours
        may = May.READ_FILE if attachment.folder == "main" else May.SEE_INNER
        if not allows(desk.actor, may, concern(desk, case)):
            raise NotYours
        security.case_was_asked()
        log_reading(desk, attachment.case_id, f"材料 {attachment.id}")
        answer = make_response(uploads.content_of(desk, attachment))
    answer.headers["Content-Type"] = attachment.content_type
    answer.headers["Content-Disposition"] = disposition("attachment", attachment.name)
    return answer


def _page(case: Case, problem: InputError | None = None) -> str:
    return render_template(
        "pages/uploads/new.html",
        case=case,
        problem=problem,
        typed=request.form,
        endings=upload_checks.ENDINGS,
        places={folder: file_order.open_to_uploads(folder) for folder in file_order.FOLDERS},
        settings=runtime().settings,
    )
