"""The database's shape over time (Alembic)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from app.database import WRITING
from workflows.errors import HengjianError

HERE = Path(__file__).parent


class NewerDatabase(HengjianError):
    """The database was last opened by a version of the program this one does not know."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest shape. Safe to call at every start."""
    config = _config()
    with engine.execution_options(**{WRITING: True}).connect() as connection, _tables_may_be_made_anew(connection):
        config.attributes["connection"] = connection
        try:
            with connection.begin():
                command.upgrade(config, "head")
        except CommandError as problem:
            raise NewerDatabase(
                f"数据库不是本版本程序认识的结构（{problem}）。它可能由更新的版本建立，请用同一版本或者更新的版本打开。"
            ) from problem


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a constraint by making the table anew; rows that point at it must not stop the old one's removal."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if driver.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise RuntimeError("after the migration some row points at a row that is not there")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def write_revision(engine: Engine, message: str) -> None:
    """Write a new migration file from the difference between tables and models (for developers)."""
    config = _config()
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)


def differences(engine: Engine) -> list[Any]:
    """What the models say and the migrated database lacks; empty when no migration is missing."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))
