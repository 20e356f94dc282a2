"""The told office (told.py), told once and copied for each test that wants it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from told import NOW, Office, settings_in, tell_both

from app.factory import create_app


@pytest.fixture(scope="session")
def told_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    tell_both(folder)
    return folder


@pytest.fixture
def told(told_folder: Path, tmp_path: Path) -> Iterator[Office]:
    """One dispute from the desk to the judgment, a second one with a mediator; 2 September 2026."""
    folder = tmp_path / "told"
    shutil.copytree(told_folder, folder)
    app = create_app(settings_in(folder), lambda: NOW)
    yield Office(app)
    app.extensions["hengjian"].engine.dispose()
