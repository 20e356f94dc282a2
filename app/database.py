"""The engine, and sessions that hold one transaction each. Who opens a session commits it; services never do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

WRITING = "hengjian_writing"


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys on) or PostgreSQL; the URL decides."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED", json_deserializer=read_json)
    engine = create_engine(
        url, connect_args={"timeout": 30, "check_same_thread": False}, json_deserializer=read_json
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # The driver must not open transactions by itself: "begin" below does, in the mode asked for.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its place at once: a reader that turned writer later could be refused (SQLITE_BUSY_SNAPSHOT).
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def read_json(text: str) -> Any:
    """The value of a JSON column; most hold nothing, and six hundred claims have three such columns each."""
    return [] if text == "[]" else {} if text == "{}" else json.loads(text)


def open_session(engine: Engine, *, writing: bool = True) -> Session:
    """A session of one transaction. `writing` says before the first statement that rows will change."""
    bound = engine.execution_options(**{WRITING: True}) if writing else engine
    return Session(bound, expire_on_commit=False)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A writing session that commits at the end, or undoes everything when an error leaves the block."""
    with open_session(engine) as session:
        yield session
        try:
            session.commit()
        except BaseException:
            # SQLAlchemy would hand the connection of a failed commit to the next request, its transaction still open.
            session.invalidate()
            raise
