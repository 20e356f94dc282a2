"""Service of papers, preservation and enforcement as a report freezes them (practice §3.2)."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from app.models import Case, CourtMatter, Paper, Request, Service
from app.rendering.kinds import kind
from app.services.report_cases import Record, records

ELECTRONIC = "electronic"


def services(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """For each case with papers served in the period: acts of service and electronic ones, of closing papers apart."""
    found: dict[int, Record] = {}
    for case, paper, method, n in session.execute(
        select(col(Paper.case_id), col(Paper.kind), col(Service.method), func.count())
        .join(Paper, col(Paper.id) == col(Service.paper_id))
        .join(Case, col(Case.id) == col(Paper.case_id))
        .where(col(Service.served_on).between(start, end), *here)
        .group_by(col(Paper.case_id), col(Paper.kind), col(Service.method))
        .order_by(col(Paper.case_id))
    ):
        line = found.setdefault(case, {"case": case, "acts": 0, "electronic": 0, "closing": 0, "closing_electronic": 0})
        # What may by default not be served electronically, such as awards (CPL 90; the open question svc.electronic_award).
        part = ("acts", "electronic") if kind(paper).electronic_service else ("closing", "closing_electronic")
        line[part[0]] += n
        line[part[1]] += n if method == ELECTRONIC else 0
    return list(found.values())


def preservation(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Requests for preservation (CPL 103, 104; O70 三) received or answered in the period."""
    return records(
        session.execute(
            select(
                col(Request.id).label("id"),
                col(Request.case_id).label("case"),
                col(Request.received_on).label("received"),
                col(Request.decided_on).label("decided"),
            )
            .join(Case, col(Case.id) == col(Request.case_id))
            .where(
                col(Request.kind) == "preservation",
                or_(col(Request.received_on).between(start, end), col(Request.decided_on).between(start, end)),
                *here,
            )
            .order_by(col(Request.id))
        ).all()
    )


def enforcement(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Applications for enforcement filed, or ended, in the period."""
    return records(
        session.execute(
            select(
                col(CourtMatter.id).label("id"),
                col(CourtMatter.case_id).label("case"),
                col(CourtMatter.filed_on).label("filed"),
                col(CourtMatter.decided_on).label("decided"),
                col(CourtMatter.ended_by).label("ended_by"),
            )
            .join(Case, col(Case.id) == col(CourtMatter.case_id))
            .where(
                col(CourtMatter.kind) == "enforcement",
                or_(col(CourtMatter.filed_on).between(start, end), col(CourtMatter.decided_on).between(start, end)),
                *here,
            )
            .order_by(col(CourtMatter.id))
        ).all()
    )
