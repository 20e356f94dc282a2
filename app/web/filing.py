from flask import Blueprint
from app.permissions import May, needs
bp = Blueprint("filing", __name__)


@bp.get("/cases/new")
@needs(May.FILE_CASE)
def new() -> str:
    return ""
