"""庭审: what the conditions ask about a sitting, and which other sittings stand in its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from app.models import Case, Hearing, Paper, Service
from app.services import facts_between, office_options
from app.services.desk import BEIJING, Desk
from app.services.limits import calendar_of
from workflows import limits
from workflows.facts import HearingFacts

SET = ("set", "notified")
NOTICES = ("hearing_notice", "collective_notice")
"""The papers that tell time and place of a hearing (LMA 35; CHR 64)."""


def facts_of(
    desk: Desk, case: Case, hearing: Hearing, papers: Sequence[Paper], services: Sequence[Service]
) -> HearingFacts:
    """The sitting as the conditions see it: whom its notice reached, and for whom that is proved in time."""
    on_day = hearing.starts_at.astimezone(BEIJING).date()
    notices = {p.id for p in papers if p.kind in NOTICES and p.hearing_id == hearing.id}
    reached = [s for s in services if s.paper_id in notices and s.served_on is not None and s.served_on <= on_day]
    calendar = calendar_of(desk.session, case.office_id)
    latest = limits.compute("arb.hearing_notice", on_day, calendar=calendar).due
    simplified = case.procedure == "simplified"
    return HearingFacts(
        id=hearing.id or 0,
        state=hearing.state,
        on_day=on_day,
        parties_notified=frozenset(s.party_id for s in reached),
        proven=frozenset(
            s.party_id
            for s in reached
            if (s.method != "simple" or s.receipt_confirmed) and (simplified or (s.served_on or on_day) <= latest)
        ),
        appearance={int(party): way for party, way in hearing.appearance.items()},
        postpone_until=limits.compute("arb.postpone_request", on_day, calendar=calendar).due,
    )


def clashes(desk: Desk, case: Case, at: datetime, room: str) -> tuple[str, ...]:
    """Other sittings of the office that overlap one starting `at`: in the same room, or with the same people."""
    length = timedelta(minutes=int(office_options.answer(desk, "hearing_minutes")))
    found = desk.session.exec(
        select(Hearing, Case)
        .join(Case, col(Case.id) == Hearing.case_id)
        .where(
            Case.office_id == case.office_id,
            # Cases heard together sit in one room at one time.
            col(Case.id).not_in([case.id, *(other.id for other in facts_between.joined_cases(desk, case))]),
            col(Hearing.state).in_(SET),
            col(Hearing.starts_at) > at - length,
            col(Hearing.starts_at) < at + length,
        )
        .order_by(col(Hearing.starts_at))
    ).all()
    mine = {case.chief_id, *case.panel} - {None}
    seats, agents = _workers(case), _agents(case)
    told = []
    for hearing, other in found:
        when = f"{hearing.starts_at.astimezone(BEIJING):%H:%M}"
        if hearing.room.strip() == room.strip():
            told.append(f"{hearing.room}在{when}有{other.title}的庭")
        if mine & {other.chief_id, *other.panel}:
            told.append(f"本案仲裁员在{when}要开{other.title}的庭")
        if case.recorder_id is not None and case.recorder_id == other.recorder_id:
            told.append(f"本案书记员在{when}要记{other.title}的庭")
        for number in seats.keys() & _workers(other).keys():
            told.append(f"{seats[number]}在{when}要出{other.title}的庭")
        for name, kind in sorted(agents & _agents(other)):
            told.append(f"代理人{name}（{kind}）在{when}要出{other.title}的庭")
    return tuple(told)


def _workers(case: Case) -> dict[str, str]:
    """Natural persons by identity number: nobody is heard in two rooms at once. A firm may send two people."""
    return {p.id_number: p.name for p in case.taking_part if p.id_number and p.left_on is None}


def _agents(case: Case) -> set[tuple[str, str]]:
    """Agents by name and kind (a lawyer of one firm): the same in both cases is taken for the same person."""
    return {(a.name, a.kind) for p in case.taking_part for a in p.agents if a.name and a.kind}
