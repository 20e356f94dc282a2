"""档案: the closed files of the office — to be gathered, handed over, held, or past their term."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.permissions import May, needs
from app.services import archive
from app.web.context import desk_for_reading

bp = Blueprint("archive", __name__)


@bp.get("/archive")
@needs(May.SEE_ARCHIVE)
def index() -> ResponseReturnValue:
    with desk_for_reading() as desk:
        return render_template("pages/efile/archive.html", lists=archive.lists(desk), today=desk.today)
