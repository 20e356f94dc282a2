"""What the filing desk is told while an application is typed: numbers that cannot be, cases of the same people, place and time.

Hints, never bars: who applies is received, and lateness or another place is decided later by the steps the law gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from app.models import Body, Case, Interruption, Party
from app.permissions import PRE_FILING, May, allows
from app.services import access, filing, forms, limits
from app.services.desk import Desk
from app.services.filing import Application
from workflows import timebar
from workflows.errors import InputError, NotInForce, Reason
from workflows.items import KINDS
from workflows.jurisdiction import Places, commission_objections
from workflows.timebar import TimeBar

MOST = 5
AFTER_END = "lim.wages_after_end"
"""The kinds of claim that name this limit are labour remuneration (LMA 27 第四款)."""


@dataclass(frozen=True)
class Known:
    """Other cases of one of the parties typed; `same` are those that look like this very application."""

    party: str
    cases: Sequence[Case]
    same: frozenset[int] = frozenset()
    by_name: bool = False
    """Found by the name alone: perhaps another person."""


@dataclass(frozen=True)
class Bar:
    """The time bar of one claim."""

    item: int
    title: str
    bar: TimeBar


@dataclass(frozen=True)
class Hints:
    """Everything there is to say about the application as it stands."""

    problems: Sequence[InputError] = ()
    known: Sequence[Known] = ()
    place: Reason | None = None
    bars: Sequence[Bar] = ()
    asked: Sequence[str] = field(default_factory=tuple)
    """What would have to be filled in for a hint that cannot be given yet."""

    @property
    def anything(self) -> bool:
        return bool(self.problems or self.known or self.place or self.bars)


def of(desk: Desk, application: Application, origin: int | None = None) -> Hints:
    """The hints for an application as typed; `origin` is the dispute before filing it comes from, by its case."""
    filed_on = _day(application.filed_on) or desk.today
    problems: list[InputError] = []
    for position, one in enumerate(application.parties):
        if one.name.strip() or one.identity.strip() or one.phone.strip():
            filing.party_of(one, position, filed_on, problems)
    knows = allows(desk.actor, May.FILE_CASE)
    bars, asked = time_bars(desk, application, filed_on, origin)
    return Hints(
        problems=[p for p in problems if getattr(p, "name", "").endswith(("-identity", "-phone"))],
        known=_known(desk, application) if knows else (),
        place=_place(desk, application),
        bars=bars,
        asked=asked,
    )


def _known(desk: Desk, application: Application) -> list[Known]:
    found = []
    for one in application.parties:
        number, name = one.identity.strip().upper().replace(" ", ""), one.name.strip()
        if len(number) != 18 and (len(name) < 2 or one.kind == "employer"):
            continue
        by_number = (col(Party.id_number) == number) | (col(Party.uscc) == number)
        fits = by_number if len(number) == 18 else (col(Party.name) == name)
        cases = desk.session.exec(
            select(Case)
            .where(
                access.visible_cases(desk.actor, desk.today),
                Case.state != PRE_FILING,
                col(Case.id).in_(select(Party.case_id).where(fits)),
            )
            .order_by(col(Case.filed_on).desc(), col(Case.id).desc())
            .limit(MOST)
        ).all()
        if cases:
            same = frozenset(case.id or 0 for case in cases if _looks_the_same(case, application))
            found.append(Known(name or number, cases, same, by_name=len(number) != 18))
    return found


def _looks_the_same(case: Case, application: Application) -> bool:
    """The same names on both sides and a kind of claim in common."""
    for side in ("applicant", "respondent"):
        typed = {p.name.strip() for p in application.parties if p.side == side and p.name.strip()}
        if not typed & {p.name for p in case.on_side(side)}:
            return False
    return bool({item.kind for item in case.items} & {item.kind for item in application.items})


# ---- place ----


def _place(desk: Desk, application: Application) -> Reason | None:
    """LMA 21; CHR 8, as far as what was typed tells."""
    office = desk.session.get(Body, desk.actor.body_id) if desk.actor.has("filing_clerk") else None
    if office is None:
        return None
    employers = [p.address.strip() for p in application.parties if p.kind == "employer" and p.address.strip()]
    return elsewhere(office, application.performance_place, employers)


def elsewhere(office: Body, performance: str, employers: Sequence[str]) -> Reason | None:
    """Why the office of this place may not be the one, or None: when a place fits, or none is known."""
    here = office.place.split("/")[-1]
    places = [performance.strip(), *employers]
    known = [one for one in places if one]
    if not here or not known or any(here in one for one in known):
        return None
    objections = commission_objections(
        Places(performance=(performance.strip(),) if performance.strip() else (), registered=employers[0] if employers else ""),
        here,
    )
    return objections[0] if objections else None


# ---- time ----


def time_bars(
    desk: Desk, application: Application, filed_on: date, origin: int | None = None
) -> tuple[list[Bar], tuple[str, ...]]:
    """The time bar of each claim (LMA 27), and what is missing to say it."""
    return bars_of(
        desk,
        [item.kind for item in application.items],
        filed_on,
        _day(application.infringed_on),
        _day(application.relation_ended_on),
        (origin,) if origin else (),
        desk.actor.body_id or 0,
    )


def bars_of(
    desk: Desk,
    kinds: Sequence[str],
    filed_on: date,
    infringed_on: date | None,
    ended_on: date | None,
    threads: Sequence[int],
    office_id: int,
) -> tuple[list[Bar], tuple[str, ...]]:
    """As `time_bars`, from plain facts; `threads` are the cases whose interruptions count."""
    if infringed_on is None or infringed_on > filed_on:
        return [], ("infringed_on",) if kinds and infringed_on is None else ()
    rows = desk.session.exec(select(Interruption).where(col(Interruption.case_id).in_(threads))).all() if threads else ()
    grounds = timebar.interruptions()
    interrupted = [timebar.Interruption(row.on_day, row.kind) for row in rows if row.kind in grounds and row.on_day <= filed_on]
    calendar = limits.calendar_of(desk.session, office_id)
    found = []
    for position, name in enumerate(kinds):
        if name not in KINDS:
            continue
        try:
            bar = timebar.time_bar(
                filed_on,
                infringed_on,
                is_pay=AFTER_END in KINDS[name].rules,
                relation_ended=ended_on,
                interrupted=interrupted,
                calendar=calendar,
            )
        except (InputError, NotInForce):
            continue
        found.append(Bar(position + 1, name, bar))
    return found, ()


def _day(text: str) -> date | None:
    try:
        return forms.day("", text) if text.strip() else None
    except InputError:
        return None
