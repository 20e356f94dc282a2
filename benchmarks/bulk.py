"""50,000 believable cases in a SQLite office, in a minute: a few cases told by the door, then copied by the database.

Every copy has all the rows its original had (parties, items, events, limits, tasks, papers, services, awards) with
its own ids, numbers and names, moved to its own day: most are closed over the last three years, some are at work now.
Frozen snapshots and facts, which make up most of the volume (0.3 MB a case), are kept whole for one case in twenty:
the first FIRST_WHOLE, and every EVERY_WHOLE-th after them.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from door import Timed, one_case
from server import PASSWORD
from sqlalchemy import Date, DateTime, Table, text, update
from sqlmodel import SQLModel, col

from app.database import transaction
from app.models import Award, Limit
from app.runtime import Runtime
from app.services import people, sample
from app.services.sweep import RIGHTS
from app.settings import load
from app.storytelling import StoryClock

FIRST_WHOLE = 2_000
EVERY_WHOLE = 40
OWN_TEXT = {("party", "name"), ("paper", "number"), ("award", "number"), ("event", "hash"), ("arbitration_case", "number"),
            ("arbitration_case", "receipt_number"), ("arbitration_case", "filing_key")}  # fmt: skip
HEAVY = {("event", "snapshot"), ("paper", "facts")}
PARENTS = ("case_id", "paper_id", "limit_id", "referral_id", "party_id", "matter_id")


def filed(story: Timed) -> None:
    story.receives()


def accepted(story: Timed) -> None:
    story.receives()
    story.is_accepted(other_dispute="yes")


def with_tribunal(story: Timed) -> None:
    accepted(story)
    story.has_a_tribunal(alone=True)


def set_down(story: Timed, at: str = "2026-03-25 09:00") -> None:
    with_tribunal(story)
    story.is_set_down_and_notified(at)


def heard(story: Timed) -> None:
    set_down(story, "2026-03-24 15:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()


def closed(story: Timed) -> None:
    one_case(story)
    day = story.clock.day
    for kind in ("final", "non_final"):
        award = story.latest(Award, type=kind)
        for side in ("applicant", "respondent"):
            story.serves("award", side, "clerk", method="direct", sent=day, served=day, award_id=award)
    story.serves("response_notice", "respondent", "clerk", method="direct", sent=day, served=day)
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")
    story.takes("file.gather", "clerk", note_optional="")
    story.takes("file.hand_over", "clerk", note_optional="")


# How often each stands in an office of 50,000: about two thousand cases at work, the others closed.
SPREAD: tuple[tuple[Callable[[Timed], None], float, int], ...] = (
    (filed, 0.004, 5),
    (accepted, 0.004, 5),
    (with_tribunal, 0.010, 20),
    (set_down, 0.012, 25),
    (heard, 0.010, 20),
    (closed, 0.960, 1000),
)
"""The story, its share, and over how many days up to today its copies are spread."""


def load_cases(folder: Any, how_many: int, today: date) -> dict[str, list[int]]:
    """Fill the instance in `folder`. Returns story → some ids of its cases, whole ones."""
    clock = StoryClock()
    runtime = Runtime(load(data=folder), clock)
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), people.hasher().hash(PASSWORD))
    told: list[tuple[str, int, int, int, date]] = []
    for tell, share, spread in SPREAD:
        story = Timed(runtime, clock)
        clock.to(3, 2)
        tell(story)
        told.append((tell.__name__, story.case_id, int(share * how_many), spread, clock.day))
    ids: dict[str, list[int]] = {}
    with runtime.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        tables = [table for table in SQLModel.metadata.sorted_tables if _belongs(table)]
        stride = 1 + max(connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {t.name}")).scalar_one() for t in tables)
        connection.exec_driver_sql("CREATE TEMP TABLE copy (k INTEGER PRIMARY KEY, days INTEGER)")
        first = 1
        for name, case_id, copies, spread, last_day in told:
            connection.exec_driver_sql("DELETE FROM copy")
            late = (today - last_day).days
            connection.execute(
                text("INSERT INTO copy VALUES (:k, :days)"),
                [{"k": first + n, "days": late - n % spread} for n in range(copies)],
            )
            for table in tables:
                connection.exec_driver_sql(_copying(table, case_id, stride, tables))
            ids[name] = [
                case_id + k * stride for k in range(first, first + copies) if k < FIRST_WHOLE or k % EVERY_WHOLE == 0
            ]
            first += copies
        # As the sweep of each night has left them.
        over = (col(Limit.state) == "open", col(Limit.due) < today, col(Limit.rule).in_(RIGHTS))
        connection.execute(update(Limit).where(*over).values(state="closed", ended_on=Limit.due))
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.invalidate()
    runtime.engine.dispose()
    return ids


def _belongs(table: Table) -> bool:
    """Whether rows of the table belong to one case."""
    if table.name in ("arbitration_case", "agent"):
        return True
    return "id" in table.columns and any(parent in table.columns for parent in PARENTS) and table.name != "refused_step"


def _of_case(table: Table, case_id: int) -> str:
    if table.name == "arbitration_case":
        return f"id = {case_id}"
    if "case_id" in table.columns:
        return f"case_id = {case_id}"
    parent = next(c for c in PARENTS if c in table.columns)
    owner = next(iter(table.columns[parent].foreign_keys)).column.table
    return f"{parent} IN (SELECT id FROM {owner.name} WHERE {_of_case(owner, case_id)})"


def _copying(table: Table, case_id: int, stride: int, tables: list[Table]) -> str:
    """One INSERT … SELECT that makes every copy of one case's rows of one table."""
    names = {t.name for t in tables}
    chosen = []
    for column in table.columns:
        own = f't."{column.name}"'
        target = next(iter(column.foreign_keys)).column.table.name if column.foreign_keys else ""
        if column.name in ("id", "subject_id") or target in names:
            own = f"{own} + c.k * {stride}"
        elif (table.name, column.name) == ("party", "id_number"):
            own = f"CASE WHEN {own} = '' THEN '' ELSE substr({own}, 1, 13) || printf('%05d', c.k) END"
        elif (table.name, column.name) in OWN_TEXT:
            own = f"{own} || '-' || c.k"
        elif (table.name, column.name) in HEAVY:
            own = f"CASE WHEN c.k < {FIRST_WHOLE} OR c.k % {EVERY_WHOLE} = 0 THEN {own} ELSE '{{}}' END"
        elif isinstance(column.type, Date):
            own = f"date({own}, c.days || ' days')"
        elif isinstance(column.type, DateTime) or column.type.__class__.__name__ == "UTCDateTime":
            own = f"strftime('%Y-%m-%d %H:%M:%f000', {own}, c.days || ' days')"
        chosen.append(own)
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    where = _of_case(table, case_id).replace("id =", "t.id =", 1) if table.name == "arbitration_case" else _of_case(table, case_id)
    return f"INSERT INTO {table.name} ({columns}) SELECT {', '.join(chosen)} FROM {table.name} t, copy c WHERE {where}"


