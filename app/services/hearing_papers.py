"""What papers say about hearings: the absence behind a deemed withdrawal, and the course of the case in an award."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Case, Event, Hearing, Paper, Service
from app.services.desk import BEIJING, Desk
from app.services.sittings import NOTICES

Sentence = Callable[[Desk, Case, Event], str]


def absence(desk: Desk, case: Case) -> dict[str, Any]:
    """The hearing the applicant did not come to, or left, and the notice that is proved (LMA 36; CHR 39)."""
    hearing = desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.ordinal).desc())
    ).first()
    assert hearing is not None
    notices = desk.session.exec(
        select(Paper.id).where(Paper.hearing_id == hearing.id, col(Paper.kind).in_(NOTICES))
    ).all()
    applicants = {p.id for p in case.on_side("applicant")}
    served = desk.session.exec(
        select(Service)
        .where(col(Service.paper_id).in_(notices), col(Service.party_id).in_(applicants))
        .order_by(col(Service.served_on).desc(), col(Service.id).desc())
    ).first()
    methods = {c[0]: c[1] for c in desk.book.fields["service_method"].choices}
    left = hearing.state == "held"
    return {
        "hearing_on": hearing.starts_at.astimezone(BEIJING).date().isoformat(),
        "notified_on": served.served_on.isoformat() if served and served.served_on else "",
        "notice_method": methods[served.method] if served else "",
        "kind": "left" if left else "absent",
    }


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _default(desk: Desk, case: Case, event: Event) -> str:
    return "，被申请人经书面通知，无正当理由未到庭或者未经仲裁庭许可中途退庭，本庭依法缺席审理。"


def _plainly(words: str) -> Sentence:
    return lambda desk, case, event: f"，本案{words}。"


TOLD: Mapping[str, Sentence] = {
    "arb.suspend": _plainly("中止审理"),
    "arb.resume": _plainly("恢复审理"),
    "arb.extend": _plainly("经批准延长审理期限"),
    "arb.postpone_hearing": _plainly("延期开庭"),
    "arb.hear_in_default": _default,
}
"""Acts about hearings that changed the course of the case → the sentence about them."""
