"""Fills a believable sample office once: fictional disputes at every stage, dated around today."""

from datetime import timedelta

from sqlmodel import col, select

from app.database import transaction
from app.demonstration import prepare_office
from app.models import Staff, StaffRole
from app.models.staff import ADMIN_ROLES
from app.runtime import Runtime
from app.seed import basics, service, wider
from app.seed.teller import Scenario, Teller
from app.services import people, report
from app.services.desk import BEIJING
from app.storytelling import StoryClock

SAMPLE_PASSWORD = "Dongchuan-2026"  # noqa: S105 - the sample office is fictional and refuses to run in production
SCENARIOS: tuple[Scenario, ...] = (
    basics.judged_last_month,
    basics.before_the_court,
    basics.overdue,
    basics.awarded_and_served,
    basics.waiting_for_approval,
    basics.being_drafted,
    basics.suspended,
    basics.heard_and_unsettled,
    basics.answered,
    basics.hearing_next_week,
    basics.settled_by_mediation,
    basics.collective,
    basics.in_delegated_mediation,
    basics.in_union_mediation,
    basics.in_industry_mediation,
    basics.refused,
    basics.nearly_due,
    basics.papers_missing,
    basics.just_accepted,
    basics.letter_just_sent,
    basics.asked_to_mediate,
    basics.just_received,
    *wider.SCENARIOS,
    *service.SCENARIOS,
)


def fill(runtime: Runtime) -> None:
    """An empty instance becomes the sample office. PDFs and the index follow when the worker runs."""
    today = runtime.now().astimezone(BEIJING).date()
    clock = StoryClock()
    told = Runtime(runtime.settings, clock)
    clock.to(today.month, today.day, today.year)
    prepare_office(told, people.hasher().hash(SAMPLE_PASSWORD))
    with transaction(told.engine) as session:
        # The first start makes each administrator choose a password of their own.
        for staff in session.exec(select(Staff).join(StaffRole).where(col(StaffRole.role).in_(ADMIN_ROLES))).all():
            staff.must_change_password = True
            session.add(staff)
    for number, scenario in enumerate(SCENARIOS, start=1):
        clock.to(today.month, today.day, today.year)
        scenario(Teller(told, clock, today, number))
    clock.to(today.month, today.day, today.year)
    _issue_last_month(told, Teller(told, clock, today, 0))
    told.engine.dispose()


def _issue_last_month(runtime: Runtime, teller: Teller) -> None:
    """The report of the month before, so that the analyst finds one."""
    last = teller.today.replace(day=1) - timedelta(days=1)
    with transaction(runtime.engine) as session:
        report.close_month(runtime.desk(session, teller.actor("analyst")), f"{last:%Y-%m}")
