"""Input nobody sends by accident: each is answered in words, with a 4xx, and nothing of it is kept."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select
from told import Office

from app.database import transaction
from app.models import Case, CaseRead, CourtMatter, RefusedStep, Staff

HUGE = "9" * 5000
ADDRESSES = (
    "/cases/{n}", "/cases/{n}/draft", "/referrals/{n}", "/court/matters/{n}", "/papers/{n}.pdf", "/materials/{n}",
    "/reports/{n}", "/standards/{n}", "/accounts/{n}", "/admin/bodies/{n}", "/cases/{n}/steps/arb.accept",
)  # fmt: skip


@pytest.mark.parametrize("n", ["2147483648", "99999999999999999999", HUGE, "0", "-1", "1;drop"])
def test_a_row_number_no_table_can_hold_is_not_found(told: Office, n: str) -> None:
    for login in ("head", "system"):
        for address in ADDRESSES:
            status = told.as_(login).bytes(address.format(n=n)).status_code
            assert status in (403, 404), f"{login} {address}: {status}"


@pytest.mark.parametrize(
    "address", ["/cases?q=%00", "/cases?q=a%00b&after=%00", "/precedents/?q=%00", "/precedents/?case=%00", "/court/?state=%00"]
)
def test_a_nul_in_a_search_is_left_out(told: Office, address: str) -> None:
    assert told.as_("head").bytes(address).status_code in (200, 422)


def test_a_nul_in_a_form_is_refused_before_it_reaches_the_database(told: Office) -> None:
    """PostgreSQL cannot hold one; a sign-in with it must not become a fault of the program."""
    told.app.config["WTF_CSRF_ENABLED"] = False
    answer = told.app.test_client().post("/sign-in", data={"login": "a\x00b", "password": "x"})
    assert answer.status_code == 400
    assert "控制字符" in answer.text


def drafting(told: Office) -> tuple[FlaskClient, int]:
    """The arbitrator's browser, and a case whose draft is open."""
    told.app.config["WTF_CSRF_ENABLED"] = False
    with transaction(told.engine) as session:
        case = session.exec(select(Case).order_by(col(Case.id).desc())).first()
        assert case is not None
        chief = session.exec(select(Staff).where(Staff.login == "arbitrator")).one()
        case.state, case.chief_id, case.panel = "heard", chief.id, [chief.id]
        return told.as_("arbitrator").client, case.id or 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("working", "[" * 100_000),
        ("working", "[1, 2]"),
        ("working", '[{"text": 5}]'),
        ("working", '[{"text": "x", "amount_fen": "many"}]'),
        ("working", "[}"),
        ("awarded", "1e999999"),
        ("awarded", "NaN"),
        ("awarded", "-1"),
        ("decision_text", "长" * 2001),
        ("deviation_reason", "长" * 1001),
        ("reasoning", "长" * 50_001),
        ("reasoning", "甲\x00乙"),
    ],
)
def test_a_draft_takes_no_value_it_cannot_keep(told: Office, name: str, text: str) -> None:
    """CHR 53：写不进裁决书的，当时就说清楚。"""
    client, case_id = drafting(told)
    with told.reading() as session:
        item = session.get_one(Case, case_id).items[0]
        before = item.model_dump()
    page = client.get(f"/cases/{case_id}/draft").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    fields = {"mark": mark, f"item-{item.id}-disposition": "partly", f"item-{item.id}-awarded": "100", f"item-{item.id}-{name}": text}
    answer = client.post(f"/cases/{case_id}/draft", data=fields)
    assert answer.status_code == 422, answer.text[:500]
    with told.reading() as session:
        assert session.get_one(Case, case_id).items[0].model_dump() == before


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% raw %}", "甲\u202e乙", "'; DROP TABLE party; --", "𠮷野家"],
)
def test_a_hostile_name_is_only_ever_text(told: Office, name: str) -> None:
    """The name of a party goes onto every page and into every paper."""
    with transaction(told.engine) as session:
        case = session.get_one(Case, 1)
        case.on_side("respondent")[0].name = name
    browser = told.as_("head")
    for address in ("/cases/1", "/cases", "/", "/referrals/1", "/court/", "/court/matters/1", "/cases/1/steps/svc.record"):
        page = browser.bytes(address).get_data(as_text=True)
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert ">49<" not in page, address


def test_a_try_at_an_award_that_does_not_fit_is_on_record(told: Office) -> None:
    """A court that guesses numbers leaves a line each time, and learns nothing."""
    told.app.config["WTF_CSRF_ENABLED"] = False
    client = told.as_("courtclerk").client
    wrong: dict[str, Any] = {"award_number": "东川劳人仲案字〔2026〕第9号", "plaintiff_name": "某甲", "matter_kind": "first_instance"}
    assert client.post("/court/file", data=wrong).status_code == 422
    with told.reading() as session:
        line = session.exec(select(RefusedStep).order_by(col(RefusedStep.id).desc())).first()
        assert line is not None
        assert (line.rule, line.kind, line.actor_name) == ("court.file", "input", "苏芮")
        assert len(session.exec(select(CourtMatter)).all()) == 1


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("filing", "/cases/1"), ("judge", "/cases/1"), ("arbitrator", "/cases/1/draft"), ("filing", "/cases/1/parties"),
        ("industry", "/referrals/1"), ("judge", "/court/matters/1"),
    ],
)  # fmt: skip
def test_every_look_at_a_file_is_on_record_before_it_is_shown(told: Office, login: str, address: str) -> None:
    """个人信息保护法 51；design：谁在何时看过什么。"""
    with told.reading() as session:
        before = len(session.exec(select(CaseRead)).all())
    assert told.as_(login).bytes(address).status_code == 200
    with told.reading() as session:
        rows = session.exec(select(CaseRead)).all()
    assert len(rows) == before + 1
    assert rows[-1].case_id == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil", "/a\r\nSet-Cookie:x=1"])
def test_signing_in_leads_nowhere_else(told: Office, target: str) -> None:
    page = told.app.test_client().get("/sign-in", query_string={"next": target}).text
    kept = re.findall(r'name="next" value="([^"]*)"', page)
    # The language button leads back to this very page; the form to sign in leads nowhere.
    assert all(one.startswith("/sign-in") for one in kept if one), kept
