"""电子卷宗: catalogue, bound volumes, reading marks, the package for a court, and who read the file."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Attachment, Case
from app.models.efile import COLOURS
from app.permissions import May, allows, needs
from app.services import archive, awards, marks, package, papers, signing, volume_making, volumes
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours
from app.services.volumes import Audience
from app.web import security
from app.web.context import case_or_404, concern, desk_for_reading, desk_for_writing, log_reading, runtime
from app.web.downloads import disposition
from app.web.papers import inline_pdf

bp = Blueprint("efile", __name__)

AUDIENCES: dict[str, Audience] = {"court": "court", "party": "party"}
SHOWN_READS = 50
CHUNK = 1 << 18


@bp.get("/cases/<int:case_id>/file")
@needs(May.READ_FILE)
def show(case_id: int) -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return _page(desk, case_or_404(desk, case_id, May.READ_FILE, reading="电子卷宗目录"))


def _page(desk: Desk, case: Case, problem: InvalidInput | None = None) -> str:
    main = volumes.catalogue(desk, case)
    inner = volumes.catalogue(desk, case, "inner") if volumes.may_read_inner(desk, case) else None
    return render_template(
        "pages/efile/show.html",
        case=case,
        main=main,
        inner=inner,
        fallen=awards.fallen(desk, case),
        marks=marks.of_case(desk, case, main),
        colours=COLOURS,
        document_key=marks.document_key,
        courts=package.courts_open_to(desk, case),
        exports=archive.exports(desk, case),
        reads=archive.reads(desk, case, SHOWN_READS) if inner is not None else (),
        held_by=archive.held_by(desk, case),
        today=desk.today,
        typed=request.form,
        problems={getattr(one, "name", ""): one for one in problem.errors} if problem else {},
        errors=problem.errors if problem else (),
    )


@bp.get("/cases/<int:case_id>/file/<any(main, inner):folder>.pdf")
@needs(May.READ_FILE)
def volume(case_id: int, folder: str) -> ResponseReturnValue:
    """The bound volume, on record before a byte of it is sent. The inner one only inside the office."""
    audience = AUDIENCES.get(request.args.get("for", ""), "reader")
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.READ_FILE)
        if folder == "inner" and not volumes.may_read_inner(desk, case):
            security.not_there()
        log_reading(desk, case_id, {"main": "正卷 PDF", "inner": "副卷 PDF"}[folder])
        listed = volumes.catalogue(desk, case, folder, audience)
        path, _listed = volume_making.bound(runtime().engine, desk, case, listed)
        title = f"{case.title} {volume_making.VOLUME_TITLES[folder]}.pdf"
    return _sent(path, "application/pdf", disposition("inline", title))


@bp.get("/materials/<int:attachment_id>.pdf")
@needs(May.SEE_WORK)
def material(attachment_id: int) -> ResponseReturnValue:
    """A material of pages for the browser's viewer: a PDF that was looked through, or an image made into one."""
    with desk_for_reading() as desk:
        row = desk.session.get(Attachment, attachment_id)
        case = desk.session.get(Case, row.case_id) if row is not None else None
        if row is None or case is None or not row.pages:
            raise NotYours
        may = May.READ_FILE if row.folder == "main" else May.SEE_INNER
        if not allows(desk.actor, may, concern(desk, case)):
            raise NotYours
        security.case_was_asked()
        log_reading(desk, row.case_id, f"材料 {row.id}")
        path = papers.store_path(desk.settings, row.pdf_sha256 or row.sha256)
        name = row.name
    return inline_pdf(path.read_bytes(), name.rpartition(".")[0] + ".pdf", path.name)


@bp.post("/cases/<int:case_id>/file/export")
@needs(May.EXPORT_FILE)
def export(case_id: int) -> ResponseReturnValue:
    """The signed package for one court: made, put on record, sent, and gone from this machine."""
    court = request.form.get("court", "")
    with desk_for_reading() as desk:
        case = case_or_404(desk, case_id, May.EXPORT_FILE)
        open_to = package.courts_open_to(desk, case)
        body = next((one for one in open_to if court == str(one.id) or (not court and len(open_to) == 1)), None)
        if body is None:
            security.not_there()
        handle, name = tempfile.mkstemp(suffix=".zip", dir=desk.settings.data)
        os.close(handle)
        target = Path(name)
        try:
            package.make(
                runtime().engine, desk, case, body, target,
                reason=request.form.get("reason", ""), address=request.remote_addr or "",
            )  # fmt: skip
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        answer = _sent(target, "application/zip", disposition("attachment", f"{case.title}-移送包.zip"))
    answer.call_on_close(lambda: target.unlink(missing_ok=True))
    return answer


@bp.post("/cases/<int:case_id>/file/marks")
@needs(May.READ_FILE)
def mark(case_id: int) -> ResponseReturnValue:
    try:
        with desk_for_writing() as desk:
            case = case_or_404(desk, case_id, May.READ_FILE)
            marks.add(desk, case, volumes.catalogue(desk, case), request.form)
    except InvalidInput as problem:
        with desk_for_reading() as desk:
            return make_response(_page(desk, case_or_404(desk, case_id, May.READ_FILE), problem), 422)
    flash(_("批注已保存，只有您和您允许的本单位同事看得到。"), "success")
    return redirect(url_for(".show", case_id=case_id, _anchor="marks"), 303)


@bp.post("/cases/<int:case_id>/file/marks/<int:mark_id>/remove")
@needs(May.READ_FILE)
def unmark(case_id: int, mark_id: int) -> ResponseReturnValue:
    with desk_for_writing() as desk:
        marks.remove(desk, case_or_404(desk, case_id, May.READ_FILE), mark_id)
    flash(_("批注已删除。"), "success")
    return redirect(url_for(".show", case_id=case_id, _anchor="marks"), 303)


@bp.get("/signing-key")
@needs(May.SIGNED_IN)
def key() -> ResponseReturnValue:
    """The public key of this instance, to be compared with the one in a package."""
    settings = runtime().settings
    return render_template(
        "pages/efile/key.html", public_key=signing.public_key(settings), fingerprint=signing.public_fingerprint(settings)
    )


@bp.get("/verify_package.py")
@needs(May.SIGNED_IN)
def verifier() -> ResponseReturnValue:
    """The stand-alone verifier, from the office rather than out of the package it is to judge."""
    answer = make_response(package.VERIFIER.read_bytes())
    answer.headers["Content-Type"] = "text/x-python; charset=utf-8"
    answer.headers["Content-Disposition"] = disposition("attachment", "verify_package.py")
    return answer


def _sent(path: Path, mimetype: str, how: str) -> Response:
    """Something large, sent from the disk piece by piece."""
    answer = Response(_pieces(path), mimetype=mimetype)
    answer.headers["Content-Length"] = str(path.stat().st_size)
    answer.headers["Content-Disposition"] = how
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece
