"""What is typed and not sent: kept for its writer alone, given back on the same page, dropped once the form is taken."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from factories import Browser, Office, open_office
from flask import Flask
from sqlmodel import select
from test_filing import typed

from app.database import transaction
from app.models import TypedDraft
from app.services import kept_drafts

SignIn = Callable[[str], Browser]
KEPT = "恢复填写的内容"


@pytest.fixture(scope="module")
def stocked(office_template: Path, tmp_path_factory: pytest.TempPathFactory, pages: Flask) -> Iterator[Office]:
    made = open_office(office_template, tmp_path_factory.mktemp("autosave"), pages)
    made.files()
    yield made
    made.runtime.engine.dispose()


@pytest.fixture
def client_as(stocked: Office) -> SignIn:
    def sign_in(login: str) -> Browser:
        browser = Browser(stocked.app, stocked.app.response_class, use_cookies=True)
        browser.office, browser.login = stocked, login
        return browser

    return sign_in


def keep(client: Browser, path: str, status: int = 200, who: str = "", **fields: str) -> None:
    who = who or client.login
    answer = client.post(f"/typed?at={path}&who={client.office.staff_id(who)}", data=fields)
    assert answer.status_code == status, answer.text[:300]


def kept(office: Office) -> list[TypedDraft]:
    with office.reading() as session:
        return list(session.exec(select(TypedDraft)).all())


def test_a_form_comes_back_to_its_writer_and_to_nobody_else_and_goes_when_it_is_taken(
    stocked: Office, client_as: SignIn
) -> None:
    client = client_as("filing")
    keep(client, "/cases/new", **typed(**{"party-2-side": "third_party", "party-2-kind": "other", "party-2-name": "石磊"}))
    assert KEPT in client.get("/cases/new").text
    assert KEPT not in client_as("filing-shiqiao").get("/cases/new").text
    page = client.get("/cases/new?typed=1").text
    assert 'value="石磊"' in page
    assert "拖欠2025年11月至2026年1月的工资。" in page
    assert client.post("/cases/new", data=typed(facts_and_reasons="")).status_code == 422
    assert kept(stocked), "a form that was not taken is still kept"
    assert client.post("/cases/new", data=typed(key="autosave")).status_code == 303
    assert not kept(stocked)


def test_a_step_comes_back_with_its_text_and_can_be_thrown_away(stocked: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    path = "/cases/1/steps/arb.refuse"
    keep(client, path, refusal_reason="不属于劳动争议，告知向法院起诉。", token="old", csrf_token=client._token())
    assert [name for name, _ in kept(stocked)[0].fields] == ["refusal_reason"], "what a form carries for itself is made anew"
    assert "不属于劳动争议，告知向法院起诉。" in client.get(f"{path}?typed=1").text
    assert client.post(f"/typed/drop?at={path}").status_code == 303
    assert KEPT not in client.get(path).text


def test_somebody_else_at_the_same_computer_a_foreign_address_and_passwords_are_not_kept(
    stocked: Office, client_as: SignIn
) -> None:
    client = client_as("clerk")
    keep(client, "/cases/new", 409, who="filing", facts_and_reasons="别人的")
    keep(client, "//evil.example/", 400, facts_and_reasons="x")
    keep(client, "/account", 200, new_password="secret")
    assert [one.fields for one in kept(stocked)] == [[]]


def test_what_nobody_came_back_for_goes_after_its_days(stocked: Office, client_as: SignIn) -> None:
    keep(client_as("clerk"), "/account", 200, note="留着")
    with transaction(stocked.runtime.engine) as session:
        assert kept_drafts.drop_old(session, stocked.clock.now + timedelta(days=7), 7) == 0
        assert kept_drafts.drop_old(session, stocked.clock.now + timedelta(days=8), 7) == 1
