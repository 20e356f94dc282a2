"""A real Chromium against the real pages: served from a thread over a fresh sample office whose clock the test moves."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from browsing import Person
from factories import SECRET, Office, open_office
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app.factory import create_app
from app.settings import Settings
from app.web.security import Guard

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names are not even looked up: whatever leaves the machine fails here and is counted by the pages below.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
# A story takes months of the office's clock; people stay signed in through it unless the test is about that.
STORY_MINUTES = 60 * 24 * 366


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Nothing: what goes wrong shows in the browser."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The application and its address; each test sets its own office behind it."""
    folder = tmp_path_factory.mktemp("site")
    app = create_app(Settings(environment="test", data=folder, secret_key=SECRET))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def office(office_template: Path, tmp_path: Path, site: tuple[Flask, str]) -> Iterator[Office]:
    """The sample office behind the running site."""
    made = open_office(office_template, tmp_path, site[0])
    stay_signed_in(made, STORY_MINUTES)
    yield made
    made.runtime.engine.dispose()


def stay_signed_in(office: Office, minutes: int) -> None:
    """Change how long an unused session lasts."""
    runtime = office.runtime
    settings = replace(runtime.settings, idle_minutes=minutes, search_engine="whoosh")
    runtime.settings = settings
    office.app.extensions["hengjian_guard"] = Guard(settings, runtime.engine, office.clock)


@pytest.fixture
def person(office: Office, chromium: Browser, site: tuple[Flask, str]) -> Iterator[Callable[..., Person]]:
    """`person("filing")`: somebody at their own computer, or on a phone. At the end nobody's browser complained."""
    made: dict[str, Person] = {}

    def sit_down(login: str, *, phone: bool = False) -> Person:
        if login not in made:
            made[login] = Person(office, chromium, site[1], login, phone=phone)
        return made[login]

    yield sit_down
    complaints = [line for one in made.values() for line in one.complaints]
    for one in made.values():
        one.leaves()
    assert not complaints, "\n".join(complaints)
