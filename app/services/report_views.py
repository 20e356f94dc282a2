"""Issued reports for their readers: which there are, a month not yet issued, and the cases behind a figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import col, select

from app.models import Body, Case, Report
from app.permissions import OFFICE_ROLES
from app.services import access, report, report_overview, report_sections
from app.services.desk import Desk
from app.services.errors import NotYours
from app.services.report_periods import Period, period


def issued(desk: Desk) -> list[tuple[Report, str]]:
    """Every edition this person may read with the office it is for ("" for all), newest month and edition first."""
    theirs = [col(Report.office_key).in_((0, desk.actor.body_id or 0))] if desk.actor.has(*OFFICE_ROLES) else []
    found = desk.session.exec(
        select(Report)
        .where(*theirs)
        # A list needs no figures: years of reports would fill the memory.
        .options(defer(Report.snapshot))  # type: ignore[arg-type]
        .order_by(col(Report.month).desc(), col(Report.edition).desc())
    ).all()
    return [(one, _office_name(desk, one.office_id)) for one in found if _mine(desk, one.office_id)]


def one(desk: Desk, report_id: int) -> Report:
    """An issued report. Raises NotYours: offices read their own reports and those of all offices together."""
    found = desk.session.get(Report, report_id)
    if found is None or not _mine(desk, found.office_id):
        raise NotYours
    return found


def editions(desk: Desk, of: Report) -> Sequence[Report]:
    """All editions of the same month and office, oldest first."""
    return desk.session.exec(
        select(Report).where(Report.month == of.month, Report.office_key == of.office_key).order_by(col(Report.edition))
    ).all()


def own_office(desk: Desk) -> int | None:
    """The commission whose report this person may close; None where the person is not at one."""
    return desk.actor.body_id if desk.actor.body_kind == "commission" else None


def unissued(desk: Desk, month: str, office_id: int | None) -> dict[str, Any]:
    """The figures of a month as they stand now, in the shape of an issued report. They may still change."""
    if not _mine(desk, office_id):
        raise NotYours
    found = report.figures(desk.session, month, office_id)
    snapshot: Mapping[str, Any] = {
        "month": month,
        "edition": 0,
        "change_note": "",
        "figures": found.figures,
        "tables": found.tables,
    }
    return {
        "month": month,
        "office": {"id": office_id, "name": _office_name(desk, office_id)},
        "said": period(month).said,
        "summary": report_overview.summary(snapshot),
        "sections": [*report_overview.comparisons(snapshot), *report_sections.sections(snapshot)],
    }


def recent_periods(today: date) -> list[Period]:
    """What may be issued now: the last three months, the last quarter and the last year that are over."""
    last = period(last_full_month(today))
    months = [last, period(last.before), period(period(last.before).before)]
    quarter = period(f"{today.year}-Q{(today.month + 2) // 3}")
    return [*months, period(quarter.before), period(f"{today.year - 1}")]


def last_full_month(today: date) -> str:
    """The month before this one: 2026-10 on any day of November 2026."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02d}"


def cases_of(desk: Desk, ids: Sequence[int]) -> tuple[list[Case], int]:
    """Those of these cases the reader may open, and how many others there are."""
    mine: list[Case] = []
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        mine += desk.session.exec(
            select(Case)
            .where(col(Case.id).in_(part), access.visible_cases(desk.actor, desk.today))
            .order_by(col(Case.id))
        ).all()
    return mine, len(wanted) - len(mine)


def _mine(desk: Desk, office_id: int | None) -> bool:
    return office_id is None or not desk.actor.has(*OFFICE_ROLES) or office_id == desk.actor.body_id


def _office_name(desk: Desk, office_id: int | None) -> str:
    return desk.session.get_one(Body, office_id).name if office_id is not None else ""
