"""The database itself: its shape, what it refuses whoever asks, and the whole thread on PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from offices import Office, drop, new_database, settings_in
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from app import migrations
from app.database import make_engine, open_session, transaction
from app.demonstration import prepare_office, tell
from app.models import Case
from app.runtime import Runtime
from app.services import events
from app.settings import Settings, load
from app.storytelling import Story, StoryClock


def test_no_migration_is_missing(office: Office) -> None:
    """The models and the migrated database say the same; else `migrations.write_revision` was forgotten."""
    assert migrations.differences(office.engine) == []


def test_migrating_twice_changes_nothing(small_office: Office) -> None:
    before = small_office.everything()
    migrations.upgrade(small_office.engine)
    assert small_office.everything() == before


def test_tables_made_by_migrations_have_every_constraint_of_the_models(small_office: Office) -> None:
    """Autogenerate does not compare checks: their names are compared here."""
    found = inspect(small_office.engine)
    for table in SQLModel.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if type(c).__name__ == "CheckConstraint" and c.name}
        assert wanted <= {c["name"] for c in found.get_check_constraints(table.name)}, table.name
        assert {str(i.name) for i in table.indexes} <= {i["name"] for i in found.get_indexes(table.name)}, table.name


WRONG = {
    "a state the machine does not have": "UPDATE arbitration_case SET state = 'nowhere'",
    "no state at all": "UPDATE arbitration_case SET state = NULL",
    "accepted before filed": "UPDATE arbitration_case SET accepted_on = '2020-01-01'",
    "a case without an office": "UPDATE arbitration_case SET office_id = 99999",
    "an unknown procedure": "UPDATE arbitration_case SET procedure = 'quick'",
    "the same receipt number twice": "UPDATE arbitration_case SET receipt_number = 'x'",
    "a party of no case": "UPDATE party SET case_id = 99999",
    "a side nobody knows": "UPDATE party SET side = 'judge'",
    "an identity number of 17 digits": "UPDATE party SET id_number = '37050219900315242' WHERE side = 'applicant'",
    "a negative claim": "UPDATE claim_item SET claimed_fen = -1",
    "a negative award": "UPDATE claim_item SET awarded_fen = -1",
    "an unknown result": "UPDATE claim_item SET disposition = 'perhaps'",
    "a limit with a state of its own making": "UPDATE limit_clock SET state = 'late'",
    "a task nobody can place": "UPDATE task SET body_id = 99999",
    "two events in one place of the chain": "UPDATE event SET sequence = 1",
    "a case removed from under its parts": "DELETE FROM arbitration_case",
    "an office removed from under its cases": "DELETE FROM body",
    "two roles of administrators in one account":
        "UPDATE staff_role SET slot = 'admin', staff_id = (SELECT min(staff_id) FROM staff_role) WHERE slot = 'admin'",
}  # fmt: skip


def test_the_database_refuses_what_must_not_be(office: Office) -> None:
    """Even to somebody who asks no service."""
    office.receives()
    office.receives_another()
    office.is_accepted()
    taken = []
    with office.engine.connect() as connection:
        for what, statement in WRONG.items():
            inner = connection.begin_nested()
            try:
                connection.execute(text(statement))
                taken.append(what)
            except IntegrityError:
                pass  # as it should
            finally:
                inner.rollback()
    assert taken == []


def test_sqlite_runs_in_wal_mode_with_foreign_keys_on(small_office: Office) -> None:
    with small_office.engine.connect() as connection:
        read = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "foreign_keys", "busy_timeout")}
    assert read == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30000}


def test_a_reader_is_not_held_up_by_a_writer(small_office: Office) -> None:
    """And sees the file as it was before the writer's commit."""
    small_office.receives()
    with transaction(small_office.engine) as writing:
        case = writing.get(Case, small_office.case_id)
        assert case is not None
        case.answer_text = "答辩"
        writing.add(case)
        writing.flush()
        assert small_office.case().answer_text == ""
    assert small_office.case().answer_text == "答辩"


def test_an_error_in_the_block_undoes_everything(office: Office) -> None:
    before = office.everything()

    def fails_half_way() -> None:
        with transaction(office.engine) as session:
            session.execute(text("UPDATE body SET name = 'x'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    assert office.everything() == before


def test_a_connection_whose_commit_failed_is_not_used_again(office: Office) -> None:
    """It would still be inside its transaction, and the next request with it."""

    def fails(_: Any) -> None:
        raise OSError("the disk was full")

    office.engine.dialect.do_commit = fails
    with pytest.raises(OSError, match="disk"), transaction(office.engine) as session:
        session.execute(text("UPDATE body SET name = 'x'"))
    del office.engine.dialect.do_commit
    with open_session(office.engine, writing=False) as session:
        assert session.execute(text("SELECT count(*) FROM body WHERE name = 'x'")).scalar_one() == 0
    with transaction(office.engine) as session:
        session.execute(text("UPDATE body SET name = name"))


# ---- settings ----


def test_settings_come_from_the_environment_and_nowhere_else(tmp_path: Path) -> None:
    made = load(
        {
            "HENGJIAN_DATA": str(tmp_path / "here"),
            "HENGJIAN_ENV": "production",
            "DATABASE_URL": "postgresql+psycopg://db/hengjian",
            "HENGJIAN_SECRET": "s",
            "HENGJIAN_TOKEN_MINUTES": "5",
        }
    )
    assert (made.production, made.url, made.secret_key, made.token_minutes) == (
        True,
        "postgresql+psycopg://db/hengjian",
        "s",
        5,
    )
    assert made.data == (tmp_path / "here").resolve()
    assert made.idle_minutes == Settings().idle_minutes
    assert "s" not in repr(made).split("secret")[0][-3:]


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    first, second = load({}, tmp_path), load({}, tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert first.secret_key not in repr(first)


def test_two_instances_have_two_secrets(tmp_path: Path) -> None:
    assert load({}, tmp_path / "a").secret_key != load({}, tmp_path / "b").secret_key


def test_the_database_lies_in_the_data_folder_unless_said_otherwise(tmp_path: Path) -> None:
    assert load({}, tmp_path).url == f"sqlite:///{tmp_path.resolve() / 'hengjian.db'}"


# ---- PostgreSQL ----


def test_the_whole_demonstration_runs_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """The same services, door and report; only DATABASE_URL differs. The chain holds afterwards."""
    settings = settings_in(tmp_path / "pg", new_database(postgres_url))
    clock = StoryClock()
    runtime = Runtime(settings, clock)
    try:
        prepare_office(runtime, "no password")
        story = Story(runtime, clock, delivering=False)
        reports = tell(story, tmp_path / "reports")
        assert [path.suffix for path in reports] == [".json", ".xlsx", ".pdf"]
        assert all(path.stat().st_size for path in reports)
        with open_session(runtime.engine, writing=False) as session:
            assert events.verify(session) == (1, None)
        assert story.case().state == "closed"
        at = datetime(2026, 9, 2, tzinfo=UTC)
        assert story.runtime.now() > at
    finally:
        runtime.engine.dispose()
        drop(settings)


def test_both_databases_tell_the_same_story(office: Office) -> None:
    """States, limits and numbers of a case up to its award do not depend on the database."""
    office.receives()
    office.is_accepted()
    office.clock.to(3, 10)
    office.has_a_tribunal(alone=True)
    office.is_set_down_and_notified("2026-03-24 09:00")
    with open_session(office.engine, writing=False) as session:
        case = session.get(Case, office.case_id)
        assert case is not None
        said = events.snapshot(session, case)
    assert said["case"]["number"] == "东川劳人仲案字〔2026〕第1号"
    due = {one["rule"]: one["due"] for one in said["limits"] if one["state"] == "open"}
    assert due["arb.decide_45"] == "2026-04-16"
    assert due["arb.serve_application"] == "2026-03-09"


def test_the_url_alone_decides_the_database(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    assert engine.dialect.name == "sqlite"
    engine.dispose()
    assert make_engine("postgresql+psycopg://nobody@nowhere/x").dialect.name == "postgresql"
