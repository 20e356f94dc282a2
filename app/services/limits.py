"""期限 of cases: opened, restarted, excluded, extended and closed by events; each answers with its working."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from app.models import CalendarYear, Case, Limit, LimitEntry
from app.services import case_rows
from app.services.desk import Desk
from workflows import limits as law
from workflows.calendar import Calendar
from workflows.calendar.notice import Closure, Notice
from workflows.limits_ledger import LedgerEntry

ONE_DAY = timedelta(days=1)


def calendar_of(session: Session, office_id: int) -> Calendar:
    """The calendar of one office: the published notices, and what an administrator has entered for everyone or for it."""
    return case_rows.once(session, CalendarYear, office_id, lambda: _calendar(session, office_id))


def _calendar(session: Session, office_id: int) -> Calendar:
    entered = session.exec(
        select(CalendarYear)
        .where(col(CalendarYear.office_key).in_((0, office_id)))
        .order_by(col(CalendarYear.day), col(CalendarYear.id))
    ).all()
    closures = tuple(
        Closure(
            start=row.day,
            end=row.day,
            kind="office" if row.kind == "closure" else "outage",
            reason=row.source,
            basis=row.source,
        )
        for row in entered
        if row.kind in ("closure", "outage")
    )
    return Calendar.standard(closures=closures, notices=_notices(entered))


def _notices(entered: Sequence[CalendarYear]) -> tuple[Notice, ...]:
    """The rest days and worked weekend days entered for a year the product does not know yet."""
    years = {row.day.year for row in entered if row.kind in ("rest", "work")}
    plain = Calendar.standard()
    return tuple(
        Notice(
            year=year,
            number=next(row.source for row in entered if row.day.year == year and row.kind in ("rest", "work")),
            off={row.day: row.source for row in entered if row.day.year == year and row.kind == "rest"},
            worked=frozenset(row.day for row in entered if row.day.year == year and row.kind == "work"),
            mark="S",
        )
        for year in sorted(years)
        if not plain.is_published(year)
    )


def ledger_of(limit: Limit) -> tuple[LedgerEntry, ...]:
    return tuple(
        LedgerEntry(
            kind=entry.kind,  # type: ignore[arg-type]
            start=entry.start_on,
            end=entry.end_on,
            days=entry.days,
            reason=entry.reason,
            basis=entry.basis,
            event=entry.event_id,
        )
        for entry in limit.entries
    )


def answer(session: Session, limit: Limit, office_id: int) -> law.LimitAnswer:
    """The limit's day with its working, line by line, each with an article."""
    return law.compute(
        limit.rule,
        limit.origin,
        ledger=ledger_of(limit),
        calendar=calendar_of(session, office_id),
        options=limit.options,
    )


def open_limit(
    desk: Desk,
    case: Case,
    rule: str,
    origin: date,
    event_id: int | None,
    *,
    machine: str = "case",
    subject_id: int | None = None,
    party_id: int | None = None,
    options: Mapping[str, str] | None = None,
) -> Limit:
    """Start a limit of `case`. The day is computed, never typed in; `options` answer the rule's open questions."""
    assert case.id is not None
    computed = law.compute(rule, origin, calendar=calendar_of(desk.session, case.office_id), options=options)
    limit = Limit(
        case_id=case.id,
        rule=rule,
        title=computed.title,
        machine=machine,
        subject_id=subject_id or case.id,
        party_id=party_id,
        origin=origin,
        origin_event_id=event_id,
        due=computed.due,
        provisional=computed.provisional,
        options=dict(options) if options else None,
    )
    desk.session.add(limit)
    desk.session.flush()
    return limit


def fulfil(desk: Desk, limit: Limit, on: date, event_id: int | None) -> None:
    """A limit is over with an act on a day: met when in time, missed when not."""
    limit.state = "met" if on <= limit.due else "missed"
    limit.ended_on, limit.ended_event_id = on, event_id
    desk.session.add(limit)


def drop(desk: Desk, limit: Limit, event_id: int | None) -> None:
    """A limit that has lost its object: neither met nor missed."""
    limit.state = "closed"
    limit.ended_on, limit.ended_event_id = desk.today, event_id
    desk.session.add(limit)


def restart_from(desk: Desk, limit: Limit, case: Case, origin: date, event_id: int | None) -> None:
    """The trigger turned out to be another day: the limit is computed from it, and runs again if that day is to come."""
    limit.origin, limit.origin_event_id = origin, event_id
    recompute(desk.session, limit, case.office_id)
    if limit.state == "closed" and limit.due >= desk.today:
        limit.state = "open"
        limit.ended_on = limit.ended_event_id = None
        desk.session.add(limit)


def judge_again(desk: Desk, limit: Limit) -> None:
    """The day moved after the act: an act within the time that truly ran was in time."""
    if limit.state in ("met", "missed") and limit.ended_on is not None:
        fulfil(desk, limit, limit.ended_on, limit.ended_event_id)


def reopen(desk: Desk, limit: Limit) -> None:
    """What ended the limit did not happen: it runs on."""
    limit.state, limit.ended_on, limit.ended_event_id = "open", None, None
    desk.session.add(limit)


def of_subject(session: Session, case_id: int, machine: str, subject_id: int | None) -> list[Limit]:
    """Every limit that hangs on one part of a case, whatever became of it."""
    return [
        one
        for one in case_rows.of_case(session, Limit, case_id)
        if (one.machine, one.subject_id) == (machine, subject_id)
    ]


def with_rule(session: Session, case_id: int, rule: str) -> list[Limit]:
    """Every limit of a case by one rule, whatever became of it."""
    return [one for one in case_rows.of_case(session, Limit, case_id) if one.rule == rule]


def open_limits(session: Session, case_id: int, *rules: str) -> Sequence[Limit]:
    """The limits of a case that run now, by rule where named."""
    query = select(Limit).where(Limit.case_id == case_id, Limit.state == "open")
    if rules:
        query = query.where(col(Limit.rule).in_(rules))
    return session.exec(query.order_by(col(Limit.due), col(Limit.id))).all()


PARTS_OF_THEIR_OWN = ("request", "review")
"""A case may have several of these at once: deciding one ends its own limit, the others' run on."""


def close_limits(
    desk: Desk, case: Case, rules: Sequence[str], event_id: int | None, on: date, *, part: tuple[str, int | None] | None = None
) -> list[Limit]:
    """End the running limits of these rules: met when in time, missed when not. `part` is what the step was about."""
    assert case.id is not None
    if not rules:
        return []
    closed = list(open_limits(desk.session, case.id, *rules))
    if part is not None and part[0] in PARTS_OF_THEIR_OWN:
        closed = [one for one in closed if one.machine != part[0] or one.subject_id == part[1]]
    for limit in closed:
        close_one(desk, limit, event_id, on)
    return closed


def close_one(desk: Desk, limit: Limit, event_id: int | None, on: date) -> None:
    """End one running limit: met when in time or standing still, missed when not."""
    stands_still = any(e.kind == "exclude" and e.end_on is None for e in limit.entries)
    limit.state = "met" if on <= limit.due or stands_still else "missed"
    limit.ended_on = on
    limit.ended_event_id = event_id
    desk.session.add(limit)


def end_own(
    desk: Desk,
    case: Case,
    rules: Sequence[str],
    machine: str,
    subject_id: int | None,
    event_id: int | None,
    on: date,
) -> None:
    """End the running limits of these rules that belong to one part of the case; those of its other parts run on."""
    for limit in open_limits(desk.session, case.id or 0, *rules):
        if (limit.machine, limit.subject_id) == (machine, subject_id):
            limit.state = "met" if on <= limit.due else "missed"
            limit.ended_on = on
            limit.ended_event_id = event_id
            desk.session.add(limit)


def end(desk: Desk, limit: Limit, event_id: int | None) -> None:
    """A period given up by whom it was for: over, neither met nor missed."""
    limit.state, limit.ended_on, limit.ended_event_id = "closed", desk.today, event_id
    desk.session.add(limit)


def lay_aside(desk: Desk, case: Case, rules: Sequence[str], event_id: int | None) -> None:
    """End running limits whose reason is gone: neither met nor missed."""
    for limit in open_limits(desk.session, case.id or 0, *rules):
        limit.state, limit.ended_on, limit.ended_event_id = "closed", desk.today, event_id
        desk.session.add(limit)


def add_entry(
    desk: Desk,
    limit: Limit,
    case: Case,
    kind: str,
    start: date,
    reason: str,
    basis: str,
    event_id: int | None,
    *,
    end: date | None = None,
    days: int | None = None,
) -> None:
    """Write a line into a limit's ledger and compute its day anew."""
    if kind == "exclude":
        # The day of the origin is not counted anyway: nothing can be taken out of it.
        start = max(start, limit.origin + ONE_DAY)
        if start > limit.due or (end is not None and end < start):
            # The period was over already, or had not begun: a suspension does not bring it back.
            return
    limit.entries.append(
        LimitEntry(kind=kind, start_on=start, end_on=end, days=days, reason=reason, basis=basis, event_id=event_id)  # type: ignore[call-arg]
    )
    recompute(desk.session, limit, case.office_id)


def end_open_exclusion(desk: Desk, limit: Limit, case: Case, on: date) -> None:
    """The clock goes on with the day `on`, which counts again; an exclusion without a day in it falls away."""
    for entry in list(limit.entries):
        if entry.kind == "exclude" and entry.end_on is None:
            entry.end_on = on - ONE_DAY
            if entry.end_on < entry.start_on:
                limit.entries.remove(entry)
                desk.session.delete(entry)
    recompute(desk.session, limit, case.office_id)


def recompute(session: Session, limit: Limit, office_id: int) -> None:
    session.add(limit)
    session.flush()
    computed = answer(session, limit, office_id)
    limit.due = computed.due
    limit.provisional = computed.provisional


def days_left(limit: Limit, today: date) -> int:
    """Calendar days to the last day; negative once past."""
    return (limit.due - today).days
