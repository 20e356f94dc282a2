"""A writer that dies at any write: nothing is lost, nothing is doubled, and readers are answered throughout."""

import builtins
import gc
import os
import shutil
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel, select

from app.database import make_engine, transaction
from app.models import OutboxMessage
from app.services import outbox, precedents
from search_index.generations import Generations, IndexBusy
from search_index.port import PrecedentDoc
from search_index.query import from_text
from search_index.tantivy_index import TantivyIndex
from search_index.whoosh_index import WhooshIndex

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DOCS = [PrecedentDoc(key=f"d{n}", title=f"加班费争议{n}", facts="公司拖欠加班费。") for n in range(6)]


class PowerCut(BaseException):
    """Not an Exception: like a killed process, no handler of the program may swallow it."""


@pytest.fixture(params=[WhooshIndex, TantivyIndex])
def engine(request):
    return request.param


@pytest.fixture
def quick_collector():
    """What lives before the test is not looked through at each collection of it."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def cut(monkeypatch):
    """Dies at the n-th file that is opened for writing, put in place or taken away below `folder`."""

    def arm(folder, n):
        left = [n]

        def dies(real, writes):
            def act(*args, **kwargs):
                if writes(*args, **kwargs) and str(args[0]).startswith(str(folder)):
                    left[0] -= 1
                    if left[0] == 0:
                        raise PowerCut
                return real(*args, **kwargs)

            return act

        monkeypatch.setattr(builtins, "open", dies(builtins.open, lambda _, mode="r", *a, **k: "w" in mode or "a" in mode))
        monkeypatch.setattr("io.open", dies(builtins.open, lambda _, mode="r", *a, **k: "w" in mode))
        for name in ("rename", "replace", "remove"):
            monkeypatch.setattr(os, name, dies(getattr(os, name), lambda *_: True))
        return lambda: left[0] > 0

    yield arm
    monkeypatch.undo()


def keys(index):
    return sorted(hit.doc.key for hit in index.search(from_text("加班费"), k=50))


# A dead process closes no file; here they are left to the collector, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_whoosh_dying_at_any_write_of_a_commit_or_a_rebuild_loses_and_doubles_nothing(tmp_path, cut, monkeypatch, quick_collector):
    """Every file operation of the engine is tried in turn, until one more than there are."""
    prepared = WhooshIndex(tmp_path / "prepared")
    prepared.put(DOCS[:3])
    del prepared
    for step in range(1, 60):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "prepared", folder)
        index = WhooshIndex(folder)
        survived = cut(folder, step)
        try:
            index.put([replace(DOCS[0], notes="again"), DOCS[3]])
            index.rebuild(DOCS)
        except PowerCut:
            pass
        finally:
            finished = survived()
            monkeypatch.undo()
        # A dead process holds no lock; here its writer must be collected first.
        del index
        gc.collect()
        held = keys(WhooshIndex(folder, read_only=True))
        assert held in (["d0", "d1", "d2"], ["d0", "d1", "d2", "d3"], [doc.key for doc in DOCS]), step
        # What the outbox does after the restart.
        again = WhooshIndex(folder)
        again.put([DOCS[0], DOCS[3]])
        assert {"d0", "d1", "d2", "d3"} <= set(keys(again))
        assert len(keys(again)) == len(set(keys(again))) == again.stats().documents
        if finished:
            break
    else:
        pytest.fail("the writes never came to an end")
    gc.collect()
    assert step > 5, "no write was cut off: the test tests nothing"


@pytest.mark.parametrize("moment", ["fresh", "serve", "drop"])
def test_a_rebuild_cut_off_leaves_one_index_that_serves_and_can_be_started_again(engine, tmp_path, monkeypatch, moment):
    index = engine(tmp_path)
    index.put(DOCS[:3])

    def dies(*_):
        raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(Generations, moment, dies)
        with pytest.raises(PowerCut):
            index.rebuild(DOCS)
    reader = engine(tmp_path, read_only=True)
    assert keys(reader) == ([doc.key for doc in DOCS] if moment == "drop" else ["d0", "d1", "d2"])
    assert engine(tmp_path).rebuild(DOCS) == len(DOCS)
    reader.refresh()
    assert keys(reader) == [doc.key for doc in DOCS]
    assert len(list(tmp_path.glob("g[0-9]*"))) == 1, "what the crash left behind is cleared away"


def test_a_writer_killed_before_its_commit_leaves_what_was_there(engine, tmp_path, monkeypatch):
    index = engine(tmp_path)
    index.put(DOCS[:2])
    with monkeypatch.context() as broken:
        broken.setattr(f"{engine.__module__}.{'_fields' if engine is WhooshIndex else '_document'}", _dies_at(2, engine))
        with pytest.raises(PowerCut):
            index.rebuild(DOCS)
    assert keys(engine(tmp_path, read_only=True)) == ["d0", "d1"]


def _dies_at(n, engine):
    module = sys.modules[engine.__module__]
    real = module._fields if engine is WhooshIndex else module._document
    left = [n]

    def act(one):
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        return real(one)

    return act


def test_the_outbox_brings_an_index_that_was_busy_or_failed_up_to_date(engine, tmp_path):
    store = make_engine(f"sqlite:///{tmp_path / 'o.db'}")
    SQLModel.metadata.create_all(store)
    with transaction(store) as session:
        for doc in DOCS[:2]:
            precedents.save(session, doc, None, NOW)
        precedents.announce(session, ["d0", "d1"], NOW)
    index = engine(tmp_path / "index")
    handlers = {precedents.INDEX_MESSAGE: lambda session, payload: precedents.deliver(session, index, payload)}
    with Generations(tmp_path / "index", index._files.engine, read_only=False).writing():
        assert outbox.deliver_due(store, handlers, NOW) == 0
    assert keys(index) == []
    assert outbox.deliver_due(store, handlers, NOW + timedelta(minutes=1)) == 1
    assert keys(index) == ["d0", "d1"]
    with transaction(store) as session:
        message = session.exec(select(OutboxMessage)).one()
        assert "稍后自动重试" in (message.error or "")
        message.delivered_at = None
    outbox.deliver_due(store, handlers, NOW + timedelta(hours=2))
    assert keys(index) == ["d0", "d1"], "delivered twice is there once"
    store.dispose()


def test_several_readers_read_while_one_writes(engine, tmp_path):
    writer = engine(tmp_path)
    writer.put(DOCS[:1])
    wrong: list[object] = []
    done = threading.Event()

    def read():
        reader = engine(tmp_path, read_only=True)
        try:
            while not done.is_set():
                reader.refresh()
                found = keys(reader)
                if len(found) != len(set(found)) or "d0" not in found:
                    wrong.append(found)
        except BaseException as problem:
            wrong.append(problem)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for one in readers:
        one.start()
    try:
        for doc in DOCS[1:]:
            writer.put([doc])
        writer.rebuild(DOCS)
        with pytest.raises(IndexBusy), engine(tmp_path)._files.writing():
            writer.put(DOCS)
    finally:
        done.set()
        for one in readers:
            one.join()
    assert wrong == []
    writer.refresh()
    assert keys(writer) == [doc.key for doc in DOCS]
