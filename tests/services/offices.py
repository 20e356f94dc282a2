"""Sample offices on SQLite and on PostgreSQL, each test with a fresh copy of one prepared once."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import create_engine, make_url, text
from sqlmodel import SQLModel

from app.database import open_session, transaction
from app.demonstration import APPLICATION
from app.models import Case
from app.runtime import Runtime
from app.services import filing, sample, steps
from app.services.desk import Desk
from app.settings import Settings
from app.storytelling import Story, StoryClock

SERIAL = count(1)


def settings_in(folder: Path, url: str = "") -> Settings:
    return Settings(environment="test", data=folder, database_url=url, secret_key="a key for tests")


def prepare(runtime: Runtime) -> None:
    """The sample office's bodies and people, without precedents: what the door needs, quickly."""
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), "no password")


def on_server(url: str, statement: str) -> None:
    """One statement outside any transaction, in the server's own database."""
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def new_database(url: str, template: str = "template0") -> str:
    """The address of a new database on the server at `url`, a copy of `template`."""
    name = f"hengjian_test_{next(SERIAL)}"
    on_server(url, f"DROP DATABASE IF EXISTS {name}")
    on_server(url, f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@dataclass
class Prepared:
    """An office prepared once, and how to copy it."""

    folder: Path
    server: str = ""
    """Address of the PostgreSQL server; empty for SQLite."""
    url: str = ""

    def copy_into(self, folder: Path) -> Settings:
        shutil.copytree(self.folder, folder)
        if not self.server:
            return settings_in(folder)
        database = make_url(self.url).database
        assert database
        return settings_in(folder, new_database(self.server, database))


def prepare_once(folder: Path, server: str = "") -> Prepared:
    url = new_database(server) if server else ""
    runtime = Runtime(settings_in(folder, url), StoryClock())
    prepare(runtime)
    runtime.engine.dispose()
    return Prepared(folder, server, url)


def drop(settings: Settings) -> None:
    if settings.database_url:
        name = make_url(settings.database_url).database
        on_server(settings.database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Office(Story):
    """A story in which nothing is delivered outside the database, with the words the door's tests use."""

    def __init__(self, settings: Settings) -> None:
        clock = StoryClock()
        super().__init__(Runtime(settings, clock), clock, delivering=False)

    @property
    def engine(self) -> Any:
        return self.runtime.engine

    def receives(self) -> None:
        """The sample worker's application lies at the desk."""
        self.files(APPLICATION, by="filing")

    def receives_another(self) -> int:
        """One more application, by its case id, leaving the story's case as it is."""
        actor = self.actor("filing")
        with transaction(self.engine) as session:
            case = filing.receive(self.runtime.desk(session, actor), APPLICATION)
            return case.id or 0

    @contextmanager
    def desk(self, login: str) -> Iterator[tuple[Desk, Case]]:
        """A writing desk that undoes everything at the end, with the story's case."""
        actor = self.actor(login)
        with open_session(self.engine) as session:
            case = session.get(Case, self.case_id)
            assert case is not None
            yield self.runtime.desk(session, actor), case

    def token(self, step: str, by: str) -> str:
        """What a page offering the step to this person carries."""
        with self.desk(by) as (desk, case):
            return steps.offer(desk, case, step).token

    def submits(self, step: str, by: str, token: str, raw: Mapping[str, Any]) -> None:
        """One submission of a form, as the web makes it: one transaction, committed when nothing was raised."""
        actor = self.actor(by)
        with transaction(self.engine) as session:
            case = session.get(Case, self.case_id)
            assert case is not None
            steps.take(self.runtime.desk(session, actor), case, step, raw, token)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, to compare before and after."""
        with self.engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
                for table in SQLModel.metadata.sorted_tables
            }


ACCEPT: Mapping[str, str] = {"conditions": "yes", "cause": "205(5)", "note_optional": ""}


def all_at_once(act: Callable[[int], Any], how_many: int) -> list[Any]:
    """What `act(0) … act(n-1)` answer or raise, started together in threads."""
    barrier = Barrier(how_many)

    def one(which: int) -> Any:
        barrier.wait()
        try:
            return act(which)
        except Exception as problem:
            return problem

    with ThreadPoolExecutor(how_many) as pool:
        return list(pool.map(one, range(how_many)))
