"""Reads the program's own address table: who may use it stands on every route, and what changes things is a post."""

from pathlib import Path

import pytest
from flask import Flask

from app.factory import create_app
from app.permissions import CASE_BOUND, ROLES, May
from app.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("routes")
    return create_app(Settings(environment="test", data=folder, secret_key="k" * 32))


def views(app: Flask) -> list[tuple[str, object]]:
    """Every endpoint of ours with its function; files served as they are need nothing."""
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    return [(end, app.view_functions[end]) for end in sorted(rules) if end.split(".")[-1] != "static"]


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [end for end, view in views(app) if not hasattr(view, "needs")]
    assert silent == [], f"add @needs(May.…) or @public to: {silent}"


def test_only_the_door_is_open_to_strangers(app: Flask) -> None:
    """A page for everybody is a decision: it is added here by hand."""
    public = {end for end, view in views(app) if getattr(view, "needs", None) is None}
    assert public <= {"auth.sign_in", "auth.take_sign_in", "auth.language", "health.index", "health"}


def test_every_permission_a_route_asks_for_is_held_by_some_role(app: Flask) -> None:
    held = set().union(*ROLES.values())
    asked = {view.needs for _, view in views(app) if getattr(view, "needs", None) is not None}  # type: ignore[attr-defined]
    assert asked <= held
    assert all(isinstance(may, May) for may in asked)


def test_every_writing_route_is_checked_for_forgery(app: Flask) -> None:
    assert app.config.get("WTF_CSRF_ENABLED", True)
    csrf = app.extensions["csrf"]
    assert not csrf._exempt_views
    assert not csrf._exempt_blueprints


def test_routes_with_a_case_in_their_address_need_a_permission_about_cases(app: Flask) -> None:
    """Otherwise the check whom the case concerns would never be asked for."""
    loose = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "/cases/<" in rule.rule and getattr(app.view_functions[rule.endpoint], "needs", None) not in CASE_BOUND
    ]
    assert loose == []


def test_templates_hold_nothing_the_content_policy_would_stop() -> None:
    """No inline script, no inline style, no event attribute, nothing from another host."""
    found = []
    for page in sorted((PROJECT / "templates").rglob("*.html")):
        if "papers" in page.relative_to(PROJECT / "templates").parts[:1]:
            continue
        text = page.read_text(encoding="utf-8")
        for sign in (
            'style="',
            "<style",
            " onclick=",
            " onchange=",
            " onsubmit=",
            "javascript:",
            'src="http',
            'href="http',
        ):
            if sign in text:
                found.append(f"{page.relative_to(PROJECT)}: {sign}")
        found += [
            f"{page.relative_to(PROJECT)}: inline script"
            for tag in text.split("<script")[1:]
            if "src=" not in tag.split(">")[0]
        ]
    assert found == []


def test_every_form_that_posts_carries_the_token() -> None:
    found = []
    for page in sorted((PROJECT / "templates").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for form in text.split("<form")[1:]:
            if 'method="post"' in form.split(">")[0].lower() and "csrf" not in form.split("</form>")[0]:
                found.append(str(page.relative_to(PROJECT)))
    assert found == []
