"""Puts one instance together: settings, engine, the outbox's handlers and the worker's jobs. No Flask here."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, inspect
from sqlmodel import Session

from app import clock, database, migrations
from app.models import Paper
from app.services import deliveries, outbox, own_precedents, papers, precedents, sample, sweep
from app.services.actor import Actor
from app.services.desk import Desk
from app.settings import Settings
from app.worker import Jobs
from search_index.engines import open_index
from search_index.port import SearchIndex
from workflows.errors import HengjianError


class SampleInProduction(HengjianError):
    """The data folder holds the sample office, and the settings say production."""


@dataclass
class Runtime:
    """One running instance. Hand in a clock to run it on another day."""

    settings: Settings
    now: Callable[[], datetime] = field(default=clock.now)

    @cached_property
    def engine(self) -> Engine:
        return database.make_engine(self.settings.url)

    def prepare(self) -> None:
        """Bring the database to the newest shape."""
        self.settings.files.mkdir(parents=True, exist_ok=True)
        migrations.upgrade(self.engine)

    def refuse_sample_in_production(self) -> None:
        """Raises SampleInProduction: fictional people and one public password have no place in a real office."""
        if not self.settings.production or not inspect(self.engine).has_table("setting"):
            return
        with database.open_session(self.engine, writing=False) as session:
            if sample.is_sample(session):
                raise SampleInProduction(
                    "这个数据文件夹里是样例单位，不能用于正式环境。请换一个空的数据文件夹（HENGJIAN_DATA）。"
                )

    def desk(self, session: Session, actor: Actor) -> Desk:
        return Desk(session, actor, self.now(), self.settings)

    def handlers(self) -> Mapping[str, outbox.Handler]:
        """What each kind of message makes the worker do."""
        return {
            "paper.make": self._make_paper,
            "case.changed": _nothing,
            "precedent.own": self._own_precedent,
            precedents.INDEX_MESSAGE: self._index,
        }

    def index(self, *, writing: bool = False) -> SearchIndex:
        """The precedent index: web workers only read it, the worker alone writes. Close it after use."""
        return open_index(self.settings.search_engine, self.settings.index, read_only=not writing)

    def _own_precedent(self, session: Session, payload: Mapping[str, Any]) -> None:
        own_precedents.refresh_own(session, payload["case_id"], self.now())

    def _index(self, session: Session, payload: Mapping[str, Any]) -> None:
        with closing(self.index(writing=True)) as index:
            precedents.deliver(session, index, payload)

    def _make_paper(self, session: Session, payload: Mapping[str, Any]) -> None:
        paper = session.get(Paper, payload["paper_id"])
        if paper is not None:
            papers.pdf_of(session, self.settings, paper)

    def deliver(self) -> int:
        """Deliver what waits in the outbox. Returns how many messages."""
        deliveries.make_papers(self.engine, self.settings)
        return outbox.deliver_due(self.engine, self.handlers(), self.now())

    def jobs(self) -> Jobs:
        """What the worker does (app/worker.py)."""

        def waiting(at: datetime) -> bool:
            with database.open_session(self.engine, writing=False) as session:
                return outbox.waiting(session, at) > 0

        return Jobs(
            deliver=lambda _: self.deliver(),
            sweep=lambda at: sweep.sweep(self.engine, self.settings, at),
            waiting=waiting,
        )


def _nothing(_: Session, __: Mapping[str, Any]) -> None:
    """Delivered: the change needs nothing outside the database yet."""
