"""今日工作: the tiles of a person's first page. One tile is one line of TILES, one function and one partial.

A new tile: a function of the desk that answers what its partial shows (nothing: the tile is left out), and
`templates/pages/work/_<name>.html`, which finds it as `tile.data`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from app.models import Case, CourtMatter, Limit, Referral
from app.permissions import COURT_ROLES, May, allows
from app.services import access, approval_queue, casefile, feedback, limits, referrals, unserved, walls, worklist
from app.services.actor import Actor
from app.services.desk import Desk
from app.services.sweep import RIGHTS
from app.services.workload import stands_still
from workflows.limits import LimitRule, rules

SOON = 30
"""A limit is shown that many days before its last day."""
MOST = 15
SITTING = ("arbitrator", "hearing_clerk")
LEADING = ("head", "section_head")


@dataclass(frozen=True)
class Tile:
    """One part of the first page. `always`: it is shown with nothing in it as well."""

    name: str
    read: Callable[[Desk], Any]
    shown_to: Callable[[Actor], bool]
    side: bool = False
    always: bool = False


@dataclass(frozen=True)
class Shown:
    """A tile with what it shows today."""

    tile: Tile
    data: Any

    @property
    def partial(self) -> str:
        return f"pages/work/_{self.tile.name}.html"


def of(desk: Desk) -> list[Shown]:
    """The tiles of this person, in the order of TILES, empty ones left out."""
    found = [Shown(tile, tile.read(desk)) for tile in TILES if tile.shown_to(desk.actor)]
    return [one for one in found if one.data or one.tile.always]


# ---- what is due ----


@dataclass(frozen=True)
class Due:
    """A running limit of a case in hand: `rule` says the article and how long it is, `days` how many are left."""

    limit: Limit
    case: Case
    rule: LimitRule | None
    days: int
    referral_id: int | None = None
    matter_id: int | None = None


def due(desk: Desk) -> list[Due]:
    """The limits that have passed or end within a month in what is this person's, nearest first.

    Rights of parties are not among them: nobody here has to do anything before they end.
    """
    mine = _hands(desk)
    if mine is None:
        return []
    query = (
        select(Limit, Case)
        .join(Case, col(Case.id) == Limit.case_id)
        .where(
            Limit.state == "open",
            Limit.due <= desk.today + timedelta(days=SOON),
            col(Limit.rule).not_in(RIGHTS),
            col(Limit.party_id).is_(None),
            mine,
        )
        .order_by(col(Limit.due), col(Limit.id))
        .limit(3 * MOST)
    )
    rows = [(limit, case) for limit, case in desk.session.exec(query).all() if not stands_still(limit)]
    known = rules()
    return [
        Due(
            limit,
            case,
            known[limit.rule][-1] if limit.rule in known else None,
            (limit.due - desk.today).days,
            referral_id=limit.subject_id if limit.machine == "referral" else None,
            matter_id=limit.subject_id if limit.machine == "court_matter" else None,
        )
        for limit, case in rows[:MOST]
    ]


def _hands(desk: Desk) -> ColumnElement[bool] | None:
    """Which limits are this person's to keep; None for those who keep none."""
    actor, found = desk.actor, []
    seen = access.visible_cases(actor, desk.today)
    if actor.has(*LEADING):
        found.append(seen)
    elif actor.has(*SITTING):
        found.append(seen & casefile.sitting(desk))
    if actor.has("filing_clerk") and not actor.has(*LEADING):
        states = {s for task in desk.book.tasks if task.role == "filing_clerk" and task.machine == "case" for s in task.states}
        found.append(seen & col(Case.state).in_(states))
    open_to = walls.open_to(actor, desk.today, Limit.case_id)
    if actor.has("mediator"):
        reached = or_(col(Referral.delegated_on).is_not(None), col(Referral.began_at_body))
        here = select(Referral.id).where(Referral.receiving_body_id == actor.body_id, reached)
        found.append((col(Limit.machine) == "referral") & col(Limit.subject_id).in_(here) & open_to)
    if actor.has(*COURT_ROLES):
        at = select(CourtMatter.id).where(CourtMatter.court_id == actor.body_id)
        found.append((col(Limit.machine) == "court_matter") & col(Limit.subject_id).in_(at) & open_to)
    return or_(*found) if found else None


# ---- a mediator's cases in hand ----


@dataclass(frozen=True)
class InHand:
    """A mediation that lies with this mediator, with the steps of the moment: one press from here to the form."""

    row: referrals.Row
    steps: Sequence[str]


MOMENT = {
    "delegated": ("referral.accept_by_body", "referral.decline_by_body"),
    "agreed": ("referral.take_in_hand",),
    "accepted": ("referral.record_session", "referral.record_outcome"),
    "failed": ("referral.hand_over", "referral.return"),
}


def in_hand(desk: Desk) -> list[InHand]:
    """Referrals to the own body that wait for this mediator or for any, nearest day first."""
    mine = [
        row
        for row in referrals.of_my_body(desk)
        if row.referral.mediator_id in (None, desk.actor.id) and row.referral.receiving_body_id == desk.actor.body_id
    ]
    return [InHand(row, MOMENT.get(row.referral.state, ())) for row in mine[:MOST]]


# ---- what changed ----


@dataclass(frozen=True)
class Changes:
    """What others did since the person's last working day."""

    since: date
    rows: Sequence[Any]


def changes(desk: Desk) -> Changes:
    """Events of one's cases since the working day before today: on a Monday that is Friday, after a holiday the day before it."""
    calendar = limits.calendar_of(desk.session, desk.actor.body_id or 0)
    since = calendar.nth_working_day_before(desk.today, 1)
    return Changes(since, casefile.changes(desk, since))


# ---- the tiles ----


def _everybody(_: Actor) -> bool:
    return True


def _sees_cases(actor: Actor) -> bool:
    return allows(actor, May.SEE_CASE)


TILES: tuple[Tile, ...] = (
    Tile("in_hand", in_hand, lambda actor: actor.has("mediator")),
    Tile("due", due, lambda actor: actor.has(*LEADING, *SITTING, *COURT_ROLES, "filing_clerk", "mediator"), always=True),
    Tile("waiting", worklist.mine, _everybody, always=True),
    Tile("unserved", unserved.summary, lambda actor: allows(actor, May.SEE_UNSERVED), side=True),
    Tile("approvals", approval_queue.oldest, lambda actor: allows(actor, May.APPROVE), side=True),
    Tile("feedback", feedback.waiting, lambda actor: allows(actor, May.SEE_DIVERGENCES), side=True),
    Tile("changes", changes, _sees_cases, side=True),
)
