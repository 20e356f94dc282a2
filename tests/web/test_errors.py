"""What cannot be done is a page that says what, why and what now; what we did wrong shows nothing of how."""

from collections.abc import Callable
from pathlib import Path

import pytest
from factories import SECRET, Browser, Office, words

from app.factory import create_app
from app.settings import Settings

SignIn = Callable[[str], Browser]


@pytest.mark.parametrize("path", ["/nothing/here", "/cases/x", "/cases/99999", "/cases/-1"])
def test_what_is_not_there_is_said_in_words(office: Office, client_as: SignIn, path: str) -> None:
    answer = client_as("filing").get(path)
    assert answer.status_code == 404
    assert "请核对编号" in words(answer)


def test_the_wrong_way_of_sending_is_said_in_words(office: Office, client_as: SignIn) -> None:
    answer = client_as("filing").post("/cases")
    assert answer.status_code == 405
    assert "请从页面上的按钮" in words(answer)


def test_pages_not_for_this_role_name_the_roles_they_are_for(office: Office, client_as: SignIn) -> None:
    answer = client_as("judge").get("/cases/new")
    assert answer.status_code == 403
    assert "由立案人员使用" in words(answer)


def test_a_fault_of_ours_shows_no_trace_of_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(environment="production", data=tmp_path, secret_key=SECRET))
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def breaks(*_: object, **__: object) -> None:
        raise KeyError("secret detail")

    monkeypatch.setitem(app.view_functions, "auth.sign_in", breaks)
    breaks.needs = None  # type: ignore[attr-defined]
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 500
    assert "没有办成的事情没有留下任何改动" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    app.extensions["hengjian"].engine.dispose()


def test_no_page_of_ours_needs_anything_from_another_host(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    case_id = office.files()
    for path in ("/", "/cases", "/cases/new", f"/cases/{case_id}", f"/cases/{case_id}/steps/arb.accept", "/cases/import"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "https://" not in answer.text
        assert 'src="//' not in answer.text
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert " style=" not in answer.text
        assert "onclick" not in answer.text


@pytest.mark.parametrize("asset", ["/vendor/htmx/htmx.min.js", "/static/js/hengjian.js", "/static/css/hengjian.css", "/static/mark.svg"])
def test_every_file_a_page_needs_is_served_from_here(office: Office, client_as: SignIn, asset: str) -> None:
    answer = client_as("filing").get(asset)
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize("login", ["filing", "arbitrator", "head", "analyst", "judge", "industry", "system", "security", "audit"])
def test_every_line_of_the_menu_opens(office: Office, client_as: SignIn, login: str) -> None:
    client = client_as(login)
    start = client.get("/", follow_redirects=True)
    menu = start.text.split('class="menu"')[1].split("</nav>")[0]
    addresses = [part.split('"')[0] for part in menu.split('<a href="')[1:]]
    assert addresses
    for address in addresses:
        assert client.get(address, follow_redirects=True).status_code == 200, address


def test_pages_are_in_english_for_those_who_chose_it(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    with client.session_transaction() as session:
        session["language"] = "en"
    case_id = office.files()
    page = client.get(f"/cases/{case_id}")
    assert '<html lang="en">' in page.text
    assert "put acceptance on hold" not in page.text
    assert "receive the application" in page.text
    assert "LMA art. 28" in page.text
