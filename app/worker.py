"""Background work through huey: what waits in the outbox, and the daily sweep of limits. Builds nothing at import.

The outbox in the database is what must be done; the queue only says when to look. A queue that is lost loses nothing.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.exceptions import ConfigurationError

from app.settings import Settings
from workflows.errors import InputError

log = logging.getLogger("hengjian.worker")
LOOK_SECONDS = 1.0
# 00:05 in Beijing; the queue counts in UTC.
SWEEP_AT = {"hour": "16", "minute": "5"}

Job = Callable[[datetime], Any]


@dataclass(frozen=True)
class Jobs:
    """What the worker can be asked to do. Each takes the instant it runs at and may be repeated without harm."""

    deliver: Job
    """Deliver what waits in the outbox."""
    sweep: Job
    """Mark what became overdue, put reminders and transitions by time in place."""
    waiting: Callable[[datetime], bool]
    """Whether anything waits in the outbox: a cheap read."""
    daily: Mapping[str, Job] = field(default_factory=dict)
    """Further jobs once a day, after the sweep, by name."""


def make_queue(settings: Settings, *, immediate: bool = False) -> Huey:
    """The queue the settings ask for: Redis by address, else SQLite in the data folder. `immediate` is for tests."""
    if immediate:
        return MemoryHuey("hengjian", results=False, immediate=True)
    if settings.redis_url:
        try:
            return RedisHuey("hengjian", url=settings.redis_url, results=False)
        except ConfigurationError as problem:
            raise InputError(
                "HENGJIAN_REDIS", settings.redis_url, "没有安装 Redis 的 Python 包。",
                "请运行 .venv/bin/python -m pip install -c constraints.txt redis，或清空这个设置（改用 SQLite）。",
            ) from problem  # fmt: skip
    return SqliteHuey("hengjian", filename=str(settings.data / "queue.db"), results=False)


@dataclass(frozen=True)
class Tasks:
    """The jobs as the queue knows them: call one to have the worker do it soon."""

    queue: Huey
    deliver: Callable[[], Any]
    sweep: Callable[[], Any]


def attach(queue: Huey, jobs: Jobs, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Tasks:
    """Make the jobs known to the queue, under names that stay the same between releases."""

    def deliver() -> None:
        jobs.deliver(clock())

    def sweep() -> None:
        jobs.sweep(clock())
        for name, job in jobs.daily.items():
            log.info("daily job %s", name)
            job(clock())

    queue.periodic_task(crontab(**SWEEP_AT), name="sweep_daily")(sweep)
    return Tasks(
        queue=queue,
        deliver=queue.task(name="deliver")(deliver),
        sweep=queue.task(name="sweep")(sweep),
    )


def run(tasks: Tasks, jobs: Jobs, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Work until a signal asks to stop; what is in hand is finished first."""
    stop = threading.Event()
    watcher = threading.Thread(target=_watch_outbox, args=(tasks, jobs, clock, stop), name="outbox", daemon=True)
    # A machine that was off at midnight catches up now; a second sweep of the same day changes nothing.
    tasks.sweep()
    watcher.start()
    try:
        tasks.queue.create_consumer(workers=1, periodic=True, max_delay=1.0).run()
    finally:
        stop.set()
        watcher.join(timeout=5)


def _watch_outbox(tasks: Tasks, jobs: Jobs, clock: Callable[[], datetime], stop: threading.Event) -> None:
    """Ask for a delivery within a second of a commit, whoever committed: page, command or another machine."""
    while not stop.wait(LOOK_SECONDS):
        try:
            if tasks.queue.pending_count() == 0 and jobs.waiting(clock()):
                tasks.deliver()
        except Exception:
            # The database or the queue is away for a moment; said aloud, and looked at again.
            log.exception("looking at the outbox failed; trying again")
            stop.wait(5)
