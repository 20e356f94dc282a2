"""The search box in the header: one question, answers by kind, every question on record."""

from contextlib import closing

from flask import Blueprint, render_template, request

from app.permissions import May, needs
from app.services import look_up
from app.web.context import desk_for_reading, log_search, runtime

bp = Blueprint("search", __name__)


@bp.get("/search")
@needs(May.SIGNED_IN)
def index() -> str:
    words = request.args.get("q", "")
    with desk_for_reading() as desk, closing(runtime().index()) as stock:
        found = look_up.look_up(desk, words, stock)
        if found.asked.words:
            log_search(desk, "everywhere", found.asked.words, found.hits)
        return render_template("pages/search/index.html", found=found, most=look_up.MOST)
