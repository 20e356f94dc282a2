"""A small application with the real door in front of routes made for tests of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask, flash, request
from flask.testing import FlaskClient
from flask_babel import Babel
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from sqlalchemy import Engine
from sqlmodel import SQLModel

from app.database import make_engine, transaction
from app.models.body import Body
from app.permissions import Concern, May, needs, public
from app.rendering.filters import FILTERS
from app.services import people
from app.services.actor import SYSTEM
from app.settings import PROJECT, Settings
from app.web import accounts, auth, security

GOOD = "Blue-horse-staple-7"
BASE = """<!doctype html><title>{% block title %}{% endblock %}</title>
{% for kind, text in get_flashed_messages(with_categories=true) %}<p>{{ text }}</p>{% endfor %}
{% block content %}{% endblock %}"""
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people, "hasher", lambda: cheap)
    people._nobody_hash.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'auth.db'}")
    SQLModel.metadata.create_all(engine)
    with transaction(engine) as session:
        body = Body(code="dc", name="东川市仲裁委", kind="commission", level="city", place="山东省/东川市")
        session.add(body)
        session.flush()
        at = datetime(2026, 3, 1, tzinfo=UTC)
        for login, role, must_change in (("wang", "filing_clerk", False), ("audit", "audit_admin", False), ("sys", "system_admin", False), ("sec", "security_admin", False),
                                         ("new", "arbitrator", True)):  # fmt: skip
            people.create(
                session, SYSTEM, login=login, name="某人", body=body, roles=[role], at=at,
                password=GOOD, must_change=must_change,
            )  # fmt: skip
    yield engine
    engine.dispose()


def small_app(engine: Engine, clock: Clock, folder: Path, environment: str = "test") -> Flask:
    app = Flask(__name__)
    app.testing = True
    app.jinja_loader = ChoiceLoader([DictLoader({"base.html": BASE}), FileSystemLoader(PROJECT / "templates")])
    app.jinja_env.filters.update(FILTERS)
    Babel(app, locale_selector=security.locale, default_locale="zh")
    settings = Settings(environment=environment, data=folder, secret_key="k" * 32, lock_after=3, idle_minutes=30)
    security.init(app, settings, engine, clock)
    app.register_blueprint(auth.bp)
    app.register_blueprint(accounts.bp)

    @app.get("/")
    @needs(May.SEE_WORK)
    def home() -> str:
        return "我的工作"

    @app.route("/cases/new", methods=["GET", "POST"])
    @needs(May.FILE_CASE)
    def new_case() -> str:
        return f"收到：{request.form.get('facts', '')}"

    @app.get("/cases/<int:office>")
    @needs(May.SEE_CASE)
    def case(office: int) -> str:
        security.require_case(May.SEE_CASE, Concern(office_id=office))
        return "案件"

    @app.get("/careless")
    @needs(May.SEE_CASE)
    def careless() -> str:
        return "没有问过这个案件与谁有关"

    @app.get("/silent")
    def silent() -> str:
        return "没有写谁可以用"

    @app.get("/open")
    @public
    def open_page() -> str:
        flash("公开")
        return "公开"

    return app


@pytest.fixture
def app(engine: Engine, clock: Clock, tmp_path: Path) -> Flask:
    return small_app(engine, clock, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, login: str = "wang", password: str = GOOD, **fields: str) -> Any:
    page = client.get("/sign-in").text
    data = {"login": login, "password": password, "csrf_token": token_on(page), **fields}
    return client.post("/sign-in", data=data, headers=SAME_SITE)


def own_token(client: FlaskClient) -> str:
    return token_on(client.get("/account/password").text)
