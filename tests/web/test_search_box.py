"""One search box for everybody: what is found, by whom, and that every question is on record."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import Browser, Office, open_office, words
from flask import Flask
from sqlmodel import col, select

from app.models import SearchMade

SignIn = Callable[[str], Browser]


@pytest.fixture(scope="module")
def stocked(office_template: Path, tmp_path_factory: pytest.TempPathFactory, pages: Flask) -> Iterator[Office]:
    """One case with the industry body, on the desk since 2 March 2026; nothing here changes it."""
    made = open_office(office_template, tmp_path_factory.mktemp("stocked"), pages)
    made.refers(made.files())
    yield made
    made.runtime.engine.dispose()


@pytest.fixture
def client_as(stocked: Office) -> SignIn:
    def sign_in(login: str) -> Browser:
        browser = Browser(stocked.app, stocked.app.response_class, use_cookies=True)
        browser.office, browser.login = stocked, login
        return browser

    return sign_in


def found(client: Browser, text: str) -> str:
    answer = client.get("/search", query_string={"q": text})
    assert answer.status_code == 200, answer.text[:500]
    return words(answer).split("查找已记入日志")[0].split("跳到正文")[1]


def groups(client: Browser, text: str) -> set[str]:
    page = client.get("/search", query_string={"q": text}).text
    return set(re.findall(r'<h2 id="(\w+)-head">', page))


@pytest.mark.parametrize(
    "typed", ["东川劳人仲收〔2026〕第1号", "东川劳人仲收(2026)第1号", "收[2026]第1", "2026 1", "邹玥", "恒岳建筑安装", "恒岳公司", "恒岳"]
)
def test_a_case_is_found_by_number_in_any_brackets_by_party_and_by_a_firms_short_name(
    client_as: SignIn, typed: str
) -> None:
    assert "东川劳人仲收〔2026〕第1号" in found(client_as("filing"), typed)


def test_a_party_is_found_only_in_ones_own_files(client_as: SignIn) -> None:
    """A name is nobody's key to files of others: another office, another body, a court and the analyst's neighbours see nothing."""
    assert groups(client_as("industry"), "邹玥") == {"referrals"}
    for login in ("peoples", "judge", "filing-shiqiao", "system", "security", "audit"):
        assert not groups(client_as(login), "邹玥"), login


@pytest.mark.parametrize("typed", ["LMA 29", "调解仲裁法第二十九条", "劳动争议调解仲裁法 29", "《劳动争议调解仲裁法》第29条"])
def test_an_article_leads_to_the_steps_it_grounds(client_as: SignIn, typed: str) -> None:
    page = found(client_as("arbitrator"), typed)
    assert "依据这一条办理的步骤" in page
    assert "不予受理" in page


def test_an_article_leads_to_standards_that_cite_it_and_words_to_standards(client_as: SignIn) -> None:
    client = client_as("judge")
    assert "standards" in groups(client, "加班")
    assert not groups(client, "LCL 999")


def test_administrators_find_what_they_administer(client_as: SignIn) -> None:
    assert groups(client_as("system"), "东川") == {"bodies"}
    assert groups(client_as("security"), "courtclerk") == {"people"}


def test_every_question_is_on_record_with_who_asked_and_how_much_there_was(stocked: Office, client_as: SignIn) -> None:
    with stocked.reading() as session:
        before = session.exec(select(SearchMade.id).order_by(col(SearchMade.id).desc())).first() or 0
    found(client_as("filing"), "邹玥")
    found(client_as("peoples"), "邹玥")
    client_as("filing").get("/cases?q=恒岳")
    found(client_as("filing"), "  ")
    with stocked.reading() as session:
        rows = session.exec(select(SearchMade).where(col(SearchMade.id) > before).order_by(col(SearchMade.id))).all()
    assert [(one.role, one.place, one.words, one.hits) for one in rows] == [
        ("filing_clerk", "everywhere", "邹玥", 1),
        ("mediator", "everywhere", "邹玥", 0),
        ("filing_clerk", "cases", "恒岳", 1),
    ]


def test_strange_questions_get_an_answer_in_words(client_as: SignIn) -> None:
    for typed in ("%", "_", "'; DROP TABLE party; --", "<script>alert(1)</script>", "第", "\x00", "9" * 300, "NOT AND OR ("):
        page = client_as("filing").get("/search", query_string={"q": typed})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
