"""The cases of a month as a report freezes them, and the form every frozen row has."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlmodel import Session, col

from app.models import Case, ClaimItem, Event, Limit, LimitEntry, Party
from workflows.statute import statute

AWARD_LIMIT = "arb.decide_45"
RESULTS = (
    "awarded", "settled", "refused", "no_jurisdiction", "withdrawn", "deemed_withdrawn", "terminated_by_suit", "transferred",
    "not_taken", "cancelled",
)  # fmt: skip

DECIDED = ("granted", "partly", "refused")
SUCCESS = ("agreed", "partly_agreed")
FAILURE = ("no_agreement", "refused", "lapsed")
"""A side that agreed at first may still refuse later; who never agreed has no mediation to fail."""

Record = dict[str, Any]


def between(data: Record, key: str) -> Callable[[Record], bool]:
    """Whether the day under `key` lies in the period of the report."""
    start, end = data["start"], data["end"]
    return lambda record: record[key] is not None and start <= record[key] <= end


def records(rows: Sequence[Row[Any]] | Sequence[Any]) -> list[Record]:
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row._mapping.items()}
        for row in rows
    ]


def _ending_rules() -> list[str]:
    """The articles by which a case comes to its result (结案); archiving it comes later and counts for nothing here."""
    return sorted({r.id for r in statute().rules if r.machine == "case" and any(b.to in RESULTS for b in r.branches)})


def cases(session: Session, start: date, end: date, here: list[ColumnElement[bool]]) -> list[Record]:
    """Cases filed, accepted or ended in the month, or open at its end.

    `closed` is the day of the result, by its event; a case taken over from an old register has only the day
    the register gives.
    """
    ended = (
        select(col(Event.case_id), func.max(col(Event.on_day)).label("day"))
        .where(
            col(Event.rule).in_(_ending_rules()),
            # A step with several outcomes ends the case only where it came to a result.
            or_(col(Event.after).in_(RESULTS), col(Event.after) == "closed"),
            col(Event.on_day) >= start,
        )
        .group_by(col(Event.case_id))
        .subquery()
    )
    taken_over = case((col(Case.source) == "import", col(Case.closed_on)))
    # Taken up again by the commission, a case is open again: the result before it counts for the months before (O1 十八).
    open_again = and_(col(Case.reopened_on) <= end, col(Case.state).not_in(RESULTS + ("closed",)))
    closed = case((open_again, None), else_=func.coalesce(ended.c.day, taken_over))
    open_or_ended_since = or_(closed >= start, and_(closed.is_(None), col(Case.state).not_in(RESULTS + ("closed",))))
    touched = or_(
        col(Case.filed_on).between(start, end),
        closed.between(start, end),
        and_(col(Case.accepted_on) <= end, open_or_ended_since),
    )
    # A dispute nobody has filed is no case of the commission.
    where = and_(touched, col(Case.state) != "pre_filing", *here)
    workers = (
        select(
            col(Party.case_id),
            func.count().label("n"),
            func.max(case((col(Party.side) == "applicant", 1), else_=0)).label("apply"),
        )
        .where(
            col(Party.kind) == "worker",
            col(Party.side) != "third_party",
            # A severed worker is counted in the case of their own, an heir in the place of the dead.
            func.coalesce(col(Party.left_how), "") != "severed",
            col(Party.id).not_in(select(col(Party.succeeds_id)).where(col(Party.succeeds_id).is_not(None))),
        )
        .group_by(col(Party.case_id))
        .subquery()
    )
    claimed = (
        select(
            col(ClaimItem.case_id),
            func.sum(col(ClaimItem.claimed_fen)).label("fen"),
            *(
                func.sum(case((col(ClaimItem.disposition) == disposition, 1), else_=0)).label(disposition)
                for disposition in DECIDED
            ),
        )
        .group_by(col(ClaimItem.case_id))
        .subquery()
    )
    found = session.execute(
        select(
            col(Case.id).label("id"),
            func.coalesce(Case.number, Case.receipt_number).label("title"),
            col(Case.office_id).label("office"),
            col(Case.filed_on).label("filed"),
            col(Case.accepted_on).label("accepted"),
            closed.label("closed"),
            func.coalesce(col(Case.closed_by), case((col(Case.state).in_(RESULTS), col(Case.state)))).label("by"),
            col(Case.collective).label("collective"),
            col(Case.cause).label("cause"),
            func.coalesce(workers.c.n, 0).label("workers"),
            func.coalesce(workers.c.apply, 0).label("by_worker"),
            func.coalesce(claimed.c.fen, 0).label("claimed"),
            *(func.coalesce(claimed.c[name], 0).label(name) for name in DECIDED),
        )
        .outerjoin(ended, ended.c.case_id == Case.id)
        .outerjoin(workers, workers.c.case_id == Case.id)
        .outerjoin(claimed, claimed.c.case_id == Case.id)
        .where(where)
        .order_by(col(Case.id))
    ).all()
    chosen = select(col(Case.id).label("id")).outerjoin(ended, ended.c.case_id == Case.id).where(where).subquery()
    due: dict[int, date] = dict(
        session.execute(
            select(col(Limit.case_id), func.max(col(Limit.due)))
            .join(chosen, chosen.c.id == Limit.case_id)
            .where(col(Limit.rule) == AWARD_LIMIT)
            .group_by(col(Limit.case_id))
        ).all()
    )
    stopped: dict[int, int] = {}
    for case_id, first, last in session.execute(
        select(col(Limit.case_id), col(LimitEntry.start_on), col(LimitEntry.end_on))
        .join(LimitEntry, col(LimitEntry.limit_id) == Limit.id)
        .join(chosen, chosen.c.id == Limit.case_id)
        .where(col(Limit.rule) == AWARD_LIMIT, col(LimitEntry.kind) == "exclude", col(LimitEntry.end_on) <= end)
    ):
        stopped[case_id] = stopped.get(case_id, 0) + (last - first).days + 1
    return [
        {
            **record,
            **{name: int(record[name]) for name in ("claimed", *DECIDED)},
            "due": due[record["id"]].isoformat() if record["id"] in due else None,
            "stopped": stopped.get(record["id"], 0),
        }
        for record in records(found)
    ]
