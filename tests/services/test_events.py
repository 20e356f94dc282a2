"""办案记录: whatever is changed, cut or put into the chain of a case, the first broken link is named."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from offices import Office
from sqlalchemy import text
from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Case, Event
from app.services import events

LAST = 6


@pytest.fixture
def told(small_office: Office) -> Office:
    """A case of six events, and another beside it."""
    small_office.receives()
    small_office.is_accepted()
    small_office.clock.to(3, 10)
    small_office.has_a_tribunal(alone=True)
    small_office.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    small_office.receives_another()
    return small_office


def broken(office: Office) -> tuple[int, int, str] | None:
    """Case, sequence and reason of the first broken link, as `hengjian verify` finds it."""
    with open_session(office.engine, writing=False) as session:
        _, found = events.verify(session)
    return (found.case_id, found.sequence, found.why) if found else None


def tamper(office: Office, statement: str, **values: Any) -> None:
    """What somebody with the database in hand would do: no service is asked, foreign keys are off."""
    with office.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(text(statement), {"case": office.case_id, **values})
        connection.commit()


def test_an_untouched_chain_holds(told: Office) -> None:
    assert broken(told) is None
    assert told.case().version == LAST


CHANGES: dict[str, Callable[[Any], Any]] = {
    "sequence": lambda v: v + 100,
    "machine": lambda v: "award",
    "subject_id": lambda v: v + 1,
    "rule": lambda v: v + "x",
    "title": lambda v: v + "。",
    "basis": lambda v: v.replace("2", "3") + " ",
    "actor_id": lambda v: (v or 1) + 1,
    "actor_name": lambda v: "别人",
    "actor_role": lambda v: "judge",
    "on_day": lambda v: v - timedelta(days=1),
    "at": lambda v: v + timedelta(seconds=1),
    "before": lambda v: v + "x",
    "after": lambda v: v + "x",
    "note": lambda v: v + "补记",
    "inner": lambda v: not v,
    "definition": lambda v: v[:-1] + ("0" if v[-1] != "0" else "1"),
    "previous_hash": lambda v: "0" * 64,
    "hash": lambda v: "f" + v[1:] if v[0] != "f" else "e" + v[1:],
}


def test_every_column_of_an_event_is_covered() -> None:
    """A new column of an event must be hashed, or be left out on purpose here."""
    columns = set(Event.__table__.columns.keys())  # type: ignore[attr-defined]
    assert columns == set(events.HASHED) | {"id", "hash"}
    assert columns == set(CHANGES) | {"id", "case_id", "snapshot"}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("sequence", [1, 3, LAST], ids=["first", "middle", "last"])
def test_a_changed_column_breaks_the_chain_at_its_event(told: Office, column: str, sequence: int) -> None:
    with transaction(told.engine) as session:
        event = session.exec(select(Event).where(Event.case_id == told.case_id, Event.sequence == sequence)).one()
        setattr(event, column, CHANGES[column](getattr(event, column)))
        session.add(event)
    found = broken(told)
    assert found is not None
    assert found[:2] == (told.case_id, sequence)


def test_any_changed_character_of_a_snapshot_is_noticed(told: Office) -> None:
    """Every figure and letter of the frozen case, one after another, in the third event's snapshot."""
    with open_session(told.engine, writing=False) as session:
        event = session.exec(select(Event).where(Event.case_id == told.case_id, Event.sequence == 3)).one()
        whole = events.canonical(event.snapshot)
        places = [m.start() for m in re.finditer(r"[0-9A-Za-z一-鿿]", whole)]
        assert len(places) > 1000
        for place in places[:: max(1, len(places) // 150)]:
            other = "1" if whole[place] != "1" else "2"
            try:
                event.snapshot = json.loads(whole[:place] + other + whole[place + 1 :])
            except json.JSONDecodeError:
                continue  # not a row the database would take
            assert events.hash_of(event) != event.hash, whole[max(0, place - 20) : place + 20]
        session.rollback()


def test_a_changed_snapshot_is_found_in_the_database(told: Office) -> None:
    tamper(
        told,
        "UPDATE event SET snapshot = replace(snapshot, '6000000', '7000000') WHERE case_id = :case AND sequence = 2",
    )
    assert broken(told) == (told.case_id, 2, "第 2 条记录的内容被改动")


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_removed_event_is_named(told: Office, sequence: int) -> None:
    tamper(told, "DELETE FROM event WHERE case_id = :case AND sequence = :sequence", sequence=sequence)
    assert broken(told) == (told.case_id, sequence, f"缺少第 {sequence} 条记录")


def test_a_removed_event_with_the_others_moved_up_is_named(told: Office) -> None:
    tamper(told, "DELETE FROM event WHERE case_id = :case AND sequence = 3")
    tamper(told, "UPDATE event SET sequence = sequence - 1 WHERE case_id = :case AND sequence > 3")
    assert broken(told) == (told.case_id, 3, "第 3 条记录与前一条不衔接")


@pytest.mark.parametrize("kept", [4, 2, 0])
def test_a_cut_tail_is_named(told: Office, kept: int) -> None:
    tamper(told, "DELETE FROM event WHERE case_id = :case AND sequence > :kept", kept=kept)
    assert broken(told) == (told.case_id, kept + 1, f"第 {kept + 1} 条记录起的末尾缺失或者被改动")


def test_two_swapped_events_are_named(told: Office) -> None:
    for old, new in ((2, 100), (3, 2), (100, 3)):
        tamper(told, "UPDATE event SET sequence = :new WHERE case_id = :case AND sequence = :old", old=old, new=new)
    assert broken(told) == (told.case_id, 2, "第 2 条记录与前一条不衔接")


def test_an_event_put_in_is_named(told: Office) -> None:
    """Even one with a right hash of its own."""
    with transaction(told.engine) as session:
        rows = session.exec(select(Event).where(Event.case_id == told.case_id).order_by(col(Event.sequence))).all()
        made = Event(**{**rows[1].model_dump(exclude={"id"}), "sequence": LAST + 1, "on_day": date(2026, 3, 11)})
        made.previous_hash = rows[-1].hash
        made.hash = events.hash_of(made)
        session.add(made)
    assert broken(told) == (told.case_id, LAST + 1, f"第 {LAST + 1} 条记录是多出来的：本案共有 {LAST} 条")


def test_an_event_of_another_case_does_not_fit(told: Office) -> None:
    other = told.case_id + 1
    tamper(told, "DELETE FROM event WHERE case_id = :other", other=other)
    tamper(told, "UPDATE event SET case_id = :other, sequence = 1 WHERE case_id = :case AND sequence = 6", other=other)
    assert broken(told) == (told.case_id, LAST, f"第 {LAST} 条记录起的末尾缺失或者被改动")


def test_a_whole_new_chain_shows_in_the_head_of_all_cases(told: Office) -> None:
    """Whoever rewrites every link of a case still cannot rewrite the head printed on last month's report."""
    with transaction(told.engine) as session:
        printed = events.audit_head(session)
        case = session.get(Case, told.case_id)
        assert case is not None
        before = ""
        for event in session.exec(select(Event).where(Event.case_id == case.id).order_by(col(Event.sequence))).all():
            event.note = "改写"
            event.previous_hash = before
            before = event.hash = events.hash_of(event)
            session.add(event)
        case.head_hash = before
        session.add(case)
    assert broken(told) is None
    with open_session(told.engine, writing=False) as session:
        assert events.audit_head(session) != printed


def test_the_hash_is_the_same_on_both_databases(office: Office) -> None:
    """What was sealed is read back to the same hash: times in UTC, figures as figures, on each database."""
    office.receives()
    office.is_accepted()
    assert broken(office) is None
