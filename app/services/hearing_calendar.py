"""庭期表: one week of sittings, by room or by person, and what stands against a time while it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from app.models import Case, Hearing, Staff
from app.services import access, facts, office_options, steps
from app.services.desk import BEIJING, Desk
from app.services.limits import calendar_of
from app.services.typed import instant
from workflows import limits, procedure
from workflows.errors import InputError, Reason

TAKING_PLACE = ("set", "notified", "held")
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
ROOMS_SEEN = timedelta(days=90)
"""How long an unused room stays on the calendar."""


@dataclass(frozen=True)
class Slot:
    """One sitting on the calendar. `title` and `parties` are empty for who may not see the case."""

    hearing_id: int
    case_id: int
    starts: datetime
    ends: datetime
    room: str
    state: str
    public: bool
    people: tuple[str, ...]
    title: str
    parties: str
    clashes: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """The Monday and the other days of its week that are worked or sat on. `rows`: what stands on the left (rooms or people) → the sittings of each day."""

    days: tuple[date, ...]
    rest: frozenset[date]
    rows: Sequence[tuple[str, Sequence[Sequence[Slot]]]]
    count: int

    @property
    def previous(self) -> date:
        return self.days[0] - ONE_WEEK

    @property
    def next(self) -> date:
        return self.days[0] + ONE_WEEK


def week(desk: Desk, day: date, *, by: str = "room") -> Week:
    """The week `day` falls into, at the reader's own office. By "room" or by "person"."""
    monday = day - timedelta(days=day.weekday())
    days = tuple(monday + n * ONE_DAY for n in range(7))
    slots = _slots(desk, _start_of(days[0]), _start_of(days[-1] + ONE_DAY))
    if by == "person":
        names = sorted({name for slot in slots for name in slot.people})
        rows = [(name, [[s for s in slots if s.starts.date() == d and name in s.people] for d in days]) for name in names]
    else:
        rooms = sorted({slot.room for slot in slots} | _rooms(desk, days[0]))
        rows = [(room, [[s for s in slots if s.starts.date() == d and s.room == room] for d in days]) for room in rooms]
    calendar = calendar_of(desk.session, desk.actor.body_id or 0)
    rest = frozenset(d for d in days if calendar.is_rest_day(d))
    busy = {s.starts.date() for s in slots}
    shown = [n for n, d in enumerate(days) if n == 0 or d not in rest or d in busy]
    return Week(
        days=tuple(days[n] for n in shown),
        rest=rest,
        rows=[(name, [cells[n] for n in shown]) for name, cells in rows],
        count=len(slots),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _rooms(desk: Desk, since: date) -> set[str]:
    """The rooms the office has used lately, whether or not they are taken this week."""
    found = desk.session.exec(
        select(Hearing.room)
        .join(Case, col(Case.id) == Hearing.case_id)
        .where(Case.office_id == desk.actor.body_id, col(Hearing.starts_at) >= _start_of(since) - ROOMS_SEEN)
        .distinct()
    ).all()
    return {room.strip() for room in found}


def _slots(desk: Desk, since: datetime, until: datetime) -> list[Slot]:
    length = timedelta(minutes=int(office_options.answer(desk, "hearing_minutes")))
    found = desk.session.exec(
        select(Hearing, Case)
        .join(Case, col(Case.id) == Hearing.case_id)
        .where(
            Case.office_id == desk.actor.body_id,
            col(Hearing.state).in_(TAKING_PLACE),
            col(Hearing.starts_at) >= since,
            col(Hearing.starts_at) < until,
        )
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    ).all()
    ids = {one for _, case in found for one in (case.chief_id, case.recorder_id, *case.panel) if one is not None}
    names = {s.id: s.name for s in desk.session.exec(select(Staff).where(col(Staff.id).in_(ids))).all()}
    visible = set(
        desk.session.exec(
            select(Case.id).where(col(Case.id).in_([case.id for _, case in found]), access.visible_cases(desk.actor, desk.today))
        ).all()
    )
    return [_slot(hearing, case, length, names, case.id in visible, found) for hearing, case in found]


def _slot(
    hearing: Hearing,
    case: Case,
    length: timedelta,
    names: dict[int | None, str],
    visible: bool,
    others: Sequence[tuple[Hearing, Case]],
) -> Slot:
    starts = hearing.starts_at.astimezone(BEIJING)
    panel = [case.chief_id, *(one for one in case.panel if one != case.chief_id)]
    people = tuple(names[one] for one in [*panel, case.recorder_id] if one in names)
    return Slot(
        hearing_id=hearing.id or 0,
        case_id=case.id or 0,
        starts=starts,
        ends=starts + length,
        room=hearing.room.strip(),
        state=hearing.state,
        public=hearing.public,
        people=people,
        title=case.title if visible else "",
        parties=_parties(case) if visible else "",
        clashes=tuple(_against(hearing, case, length, names, others)) if hearing.state != "held" else (),
    )


def _parties(case: Case) -> str:
    sides = ["、".join(p.name for p in case.on_side(side)[:2]) for side in ("applicant", "respondent")]
    many = len(case.on_side("applicant"))
    return f"{sides[0]}{f'等{many}人' if many > 2 else ''} 诉 {sides[1]}"


def _against(
    hearing: Hearing, case: Case, length: timedelta, names: dict[int | None, str], others: Sequence[tuple[Hearing, Case]]
) -> list[str]:
    """Sittings of the week that cannot both be held: moved panels and later absences bring such about."""
    mine = {case.chief_id, case.recorder_id, *case.panel} - {None}
    said = []
    for other, its in others:
        apart = abs(other.starts_at - hearing.starts_at) >= length
        if other.id == hearing.id or other.state == "held" or apart:
            continue
        when = f"{other.starts_at.astimezone(BEIJING):%H:%M}"
        if other.room.strip() == hearing.room.strip() and other.starts_at != hearing.starts_at:
            said.append(f"与{when}的庭在同一仲裁庭")
        both = mine & ({its.chief_id, its.recorder_id, *its.panel} - {None})
        said += [f"{names[one]}在{when}另有庭" for one in sorted(both, key=str) if one in names and its.id != case.id]
    return said


@dataclass(frozen=True)
class Choice:
    """What a chosen time and room come to. `reasons` are those the door itself would give."""

    reasons: Sequence[Reason]
    problems: Sequence[InputError]
    notice_by: date | None
    first_day: date | None
    rest_day: bool
    weekday: int


def chosen(desk: Desk, case: Case, raw: Any) -> Choice:
    """What stands against a time and room for a hearing of the case, before it is set (LMA 35; CHR 38)."""
    rule = desk.book.rule("arb.set_hearing", steps.applicable_on(case))
    asked: dict[str, Any] = {"room": str(raw.get("room") or "").strip()}
    problems: list[InputError] = []
    try:
        asked["hearing_at"] = instant("开庭时间", str(raw.get("hearing_at") or "")) if raw.get("hearing_at") else None
    except InputError as problem:
        problems.append(problem)
    at = asked.get("hearing_at")
    known = facts.build(desk, case, asked=asked if at is not None else {"room": asked["room"]})
    reasons = procedure.missing((*rule.conditions, *rule.checks), known) if at is not None else ()
    calendar = calendar_of(desk.session, case.office_id)
    day = at.astimezone(BEIJING).date() if at is not None else None
    return Choice(
        reasons=reasons,
        problems=problems,
        notice_by=last_notice(desk, case, day) if day is not None else None,
        first_day=known.five_working_days_on,
        rest_day=day is not None and calendar.is_rest_day(day),
        weekday=day.weekday() if day is not None else -1,
    )


def last_notice(desk: Desk, case: Case, day: date) -> date | None:
    """The last day the notice may reach the parties; none where no such period binds (CHR 60)."""
    if case.procedure == "simplified":
        return None
    from_day = limits.compute("arb.hearing_notice", day, calendar=calendar_of(desk.session, case.office_id))
    return from_day.due
