"""Fixtures for all tests: one office per test, copied from a database made once.

The application is loaded by the fixtures that need it: tests of the law engine start without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from model_coverage import ModelCoverage

if TYPE_CHECKING:
    from factories import Browser, Office
    from flask import Flask


def pytest_configure(config: pytest.Config) -> None:
    """Count what the tests meet of the procedure (tests/model_coverage.py)."""
    config.pluginmanager.register(ModelCoverage(config), "model_coverage")


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from argon2 import PasswordHasher
    from factories import make_template

    from app.services import people

    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(people, "hasher", lambda: cheap)
        return make_template(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The web application, put together once; each test's office is set behind it."""
    from factories import SECRET

    from app.factory import create_app
    from app.settings import Settings

    folder = tmp_path_factory.mktemp("pages")
    return create_app(Settings(environment="test", data=folder, secret_key=SECRET, search_engine="memory"))


@pytest.fixture
def office(office_template: Path, tmp_path: Path, pages: Flask) -> Iterator[Office]:
    """The sample office: bodies, people and standards, and no case yet."""
    from factories import open_office

    made = open_office(office_template, tmp_path, pages)
    yield made
    made.runtime.engine.dispose()


@pytest.fixture
def client_as(office: Office) -> Callable[[str], Browser]:
    """`client_as("filing")`: the browser of one of the sample people."""
    from factories import Browser

    def sign_in(login: str) -> Browser:
        browser = Browser(office.app, office.app.response_class, use_cookies=True)
        browser.office, browser.login = office, login
        return browser

    return sign_in
