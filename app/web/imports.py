"""旧案导入 on a page: check first, look at it, then bring it in."""

import re

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import May, needs
from app.services import case_import, papers
from app.services.case_import import Plan
from app.services.errors import InvalidInput
from app.web.context import desk_for_reading, desk_for_writing, runtime
from app.web.downloads import disposition
from workflows.errors import InputError

bp = Blueprint("imports", __name__)

KEPT = "import_file"
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/cases/import")
@needs(May.IMPORT_CASES)
def new() -> ResponseReturnValue:
    return _page()


@bp.get("/cases/import/template.xlsx")
@needs(May.IMPORT_CASES)
def template() -> ResponseReturnValue:
    answer = make_response(case_import.template_workbook())
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = disposition("attachment", "旧案登记簿.xlsx")
    return answer


@bp.post("/cases/import")
@needs(May.IMPORT_CASES)
def check() -> ResponseReturnValue:
    """Look through the register and show what would come in. Nothing changes."""
    file = request.files.get("file")
    if file is None or not file.filename:
        problem = InputError("登记簿", "", _("没有选择文件。"), _("请选择填好的登记簿。"))
        return make_response(_page(problem=problem), 422)
    content = file.read()
    name = "登记簿." + file.filename.rpartition(".")[2].lower()[:10]
    try:
        with desk_for_reading() as desk:
            found = case_import.plan(desk, content, name)
    except InputError as problem:
        return make_response(_page(problem=problem), 422)
    if not found.problems and found.cases:
        session[KEPT] = [papers.keep(runtime().settings, content), name]
    return make_response(_page(found), 422 if found.problems else 200)


@bp.post("/cases/import/confirm")
@needs(May.IMPORT_CASES)
def confirm() -> ResponseReturnValue:
    """Bring in what was just looked at: the very same file."""
    sha256, name = session.pop(KEPT, ["", ""])
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        problem = InputError("登记簿", "", _("还没有核对过要导入的文件。"), _("请重新选择文件。"))
        return make_response(_page(problem=problem), 422)
    content = papers.store_path(runtime().settings, sha256).read_bytes()
    try:
        with desk_for_writing() as desk:
            made = case_import.apply(desk, case_import.plan(desk, content, name))
    except InvalidInput:
        with desk_for_reading() as desk:
            return make_response(_page(case_import.plan(desk, content, name)), 422)
    flash(_("已导入 %(n)s 件旧案。", n=len(made)), "success")
    return redirect(url_for("cases.index"), 303)


def _page(found: Plan | None = None, problem: InputError | None = None) -> str:
    return render_template("pages/filing/import.html", found=found, problem=problem, shown=SHOWN)
