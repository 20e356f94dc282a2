"""研判台: what analyst and head look at first — consistency as last published, divergences, standards, alerts, reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, func, select

from app.models import Case, MeetingTopic, Party, Report, Standard
from app.services import compliance, divergences, report_views, standards
from app.services.compliance import Compliance
from app.services.desk import Desk
from app.services.report_data import REPEAT_EMPLOYER
from app.services.report_periods import MONTH, period
from workflows.consistency import RUNG_TITLES

YEAR = timedelta(days=365)
SHOWN = 6


@dataclass(frozen=True)
class Tile:
    """One figure as published: numerator and denominator beside the rate, and the interval. Rates are shares of 1."""

    name: str
    title: str
    figure: dict[str, Any]


@dataclass(frozen=True)
class Alert:
    """An employer with many cases in twelve months, or a collective case under way."""

    title: str
    cases: Sequence[Case]
    count: int


@dataclass(frozen=True)
class Page:
    """The desk as it stands today."""

    report: Report | None
    month: Sequence[Tile]
    year: Sequence[Tile]
    counts: dict[str, int]
    uncoded: int
    drafts: int
    topics: int
    standards: Sequence[tuple[Standard, Compliance]]
    employers: Sequence[Alert]
    collective: Sequence[Case]
    reports: Sequence[tuple[Report, str]]


def page(desk: Desk) -> Page:
    """Raises NotYours for those who have no desk of this kind."""
    reports = report_views.issued(desk)
    latest = next((one for one, _office in reports if period(one.month).kind == MONTH), None)
    since = desk.today - YEAR
    known = [one for one in standards.listed(desk) if standards.in_force(one, desk.today)][:SHOWN]
    _rows, uncoded = divergences.listed(desk, divergences.Filters(reason="none"))
    return Page(
        report=latest,
        month=_tiles(latest, "month"),
        year=_tiles(latest, "year"),
        counts=divergences.counts(desk),
        uncoded=uncoded,
        drafts=len(divergences.kept_to(desk, since)),
        topics=desk.session.exec(
            select(func.count()).select_from(MeetingTopic).where(MeetingTopic.resolution == "")
        ).one(),
        standards=[(one, compliance.of_standard(desk, one)) for one in known],
        employers=_employers(desk, since),
        collective=_collective(desk),
        reports=reports[:SHOWN],
    )


def _tiles(report: Report | None, period: str) -> list[Tile]:
    """The four rungs of the last published month; none where nothing has been published."""
    if report is None:
        return []
    figures = report.snapshot["figures"]
    return [
        Tile(f"ladder.{period}.first.{rung}", title, figures[f"ladder.{period}.first.{rung}"])
        for rung, title in RUNG_TITLES.items()
        if f"ladder.{period}.first.{rung}" in figures
    ]


def _employers(desk: Desk, since: date) -> list[Alert]:
    """Employers of this office with at least REPEAT_EMPLOYER cases accepted in twelve months, most cases first."""
    times = func.count(func.distinct(col(Party.case_id)))
    inside = (Party.kind == "employer", col(Case.accepted_on) > since, Case.office_id == desk.actor.body_id)
    found = desk.session.exec(
        select(Party.name, times)
        .join(Case, col(Case.id) == Party.case_id)
        .where(*inside)
        .group_by(col(Party.name))
        .having(times >= REPEAT_EMPLOYER)
        .order_by(times.desc(), col(Party.name))
        .limit(SHOWN)
    ).all()
    alerts = []
    for name, count in found:
        cases = desk.session.exec(
            select(Case)
            .join(Party, col(Party.case_id) == Case.id)
            .where(*inside, Party.name == name)
            .distinct()
            .order_by(col(Case.id).desc())
            .limit(SHOWN)
        ).all()
        alerts.append(Alert(name, cases, count))
    return alerts


def _collective(desk: Desk) -> Sequence[Case]:
    """Collective cases (LMA 7) that are not closed, newest first."""
    return desk.session.exec(
        select(Case)
        .where(Case.office_id == desk.actor.body_id, col(Case.collective).is_(True), Case.state != "closed")
        .order_by(col(Case.id).desc())
        .limit(SHOWN)
    ).all()
