"""One sample office, prepared once; each story gets a copy of it and a clock of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from teller import PaperlessRuntime, Told

from app.database import open_session
from app.demonstration import StoryClock, prepare_office
from app.runtime import Runtime
from app.services import histories
from app.settings import Settings


def settings_in(folder: Path) -> Settings:
    return Settings(environment="test", data=folder, secret_key="a key for tests", search_engine="whoosh")


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office, migrated and filled."""
    folder = tmp_path_factory.mktemp("office")
    runtime = Runtime(settings_in(folder), StoryClock())
    prepare_office(runtime, "no password")
    runtime.engine.dispose()
    return folder


@pytest.fixture
def story(office_template: Path, tmp_path: Path) -> Iterator[Told]:
    folder = tmp_path / "office"
    shutil.copytree(office_template, folder)
    clock = StoryClock()
    told = Told(PaperlessRuntime(settings_in(folder), clock), clock)
    yield told
    if folder := os.environ.get("HENGJIAN_RECORD"):
        # HENGJIAN_RECORD=tests/histories pytest -n 0 tests/stories: what the stories did, kept for the replay.
        with open_session(told.runtime.engine, writing=False) as session:
            histories.record(session, Path(folder))
    told.runtime.engine.dispose()

