"""The queue says when to look; the outbox is what must be done."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey import SqliteHuey, storage

from app import worker
from app.settings import Settings
from workflows.errors import InputError

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class Seen:
    """Jobs that only remember being asked."""

    def __init__(self, waiting: int = 0) -> None:
        self.calls: list[str] = []
        self.waiting = waiting

    def deliver(self, at: datetime) -> None:
        self.calls.append("deliver")
        self.waiting = 0

    def jobs(self) -> worker.Jobs:
        return worker.Jobs(
            deliver=self.deliver,
            sweep=lambda at: self.calls.append("sweep"),
            waiting=lambda at: self.waiting > 0,
            daily={"refresh": lambda at: self.calls.append("refresh")},
        )


def test_the_settings_choose_where_the_queue_lives(tmp_path: Path) -> None:
    embedded = worker.make_queue(Settings(data=tmp_path))
    assert isinstance(embedded, SqliteHuey)
    assert (tmp_path / "queue.db").exists()
    embedded.storage.close()


def test_redis_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "Redis", None)
    monkeypatch.setattr(storage, "ConnectionPool", None)
    with pytest.raises(InputError, match="没有安装 Redis"):
        worker.make_queue(Settings(data=tmp_path, redis_url="redis://queue.example:6379/3"))


def test_the_daily_sweep_runs_first_and_the_other_daily_jobs_after_it(tmp_path: Path) -> None:
    seen = Seen()
    tasks = worker.attach(worker.make_queue(Settings(data=tmp_path), immediate=True), seen.jobs(), lambda: NOON)
    tasks.sweep()
    assert seen.calls == ["sweep", "refresh"]


def test_the_sweep_is_due_just_after_midnight_in_beijing(tmp_path: Path) -> None:
    queue = worker.make_queue(Settings(data=tmp_path), immediate=True)
    worker.attach(queue, Seen().jobs(), lambda: NOON)
    due = [task.name for task in queue.read_periodic(datetime(2026, 3, 1, 16, 5))]  # noqa: DTZ001  the queue's own naive UTC
    assert due == ["sweep_daily"]
    assert queue.read_periodic(datetime(2026, 3, 1, 16, 6)) == []  # noqa: DTZ001


def test_a_message_left_by_anybody_is_delivered_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.01)
    seen = Seen(waiting=1)
    jobs = seen.jobs()
    tasks = worker.attach(worker.make_queue(Settings(data=tmp_path), immediate=True), jobs, lambda: NOON)
    stop = threading.Event()
    watcher = threading.Thread(target=worker._watch_outbox, args=(tasks, jobs, lambda: NOON, stop))
    watcher.start()
    until = time.monotonic() + 5
    while not seen.calls and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    watcher.join()
    assert seen.calls == ["deliver"], "once, and not again when nothing waits"
