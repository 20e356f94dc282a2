from flask import Blueprint
from app.permissions import May, needs
bp = Blueprint("steps", __name__)

KINDS = "any(cases, referrals, agreements, hearings, papers, awards, matters)"


@bp.get(f"/<{KINDS}:kind>/<int:subject_id>/steps/<rule>")
@needs(May.SEE_WORK)
def form(kind: str, subject_id: int, rule: str) -> str:
    return ""
