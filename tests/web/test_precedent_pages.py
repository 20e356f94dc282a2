"""Like decisions: why found, with what authority, and what became of them, always."""

from urllib.parse import quote

from sqlmodel import select
from told import Office

from app.database import transaction
from app.models import Precedent


def test_a_search_says_why_each_decision_was_found_and_what_became_of_it(told: Office) -> None:
    page = told.as_("industry").get("/precedents/?q=" + quote("休息日加班费"))
    assert "为什么找到它" in page
    assert "加班费" in page
    assert "典型案例" in page
    assert "法院裁判与裁决一致" in page


def test_a_decision_a_court_changed_is_never_shown_without_saying_so(told: Office) -> None:
    with told.reading() as session:
        changed = session.exec(select(Precedent).where(Precedent.fate == "changed")).first()
    assert changed is not None, "the sample needs a decision a court changed"
    assert "已被法院改判" in told.as_("judge").get("/precedents/" + quote(changed.key))


def test_like_decisions_of_a_case_can_be_asked_by_its_number_by_those_it_concerns(told: Office) -> None:
    number = quote("东川劳人仲案字〔2026〕第1号")
    assert "找到" in told.as_("arbitrator").get(f"/precedents/?case={number}")
    assert "没有这个案件" in told.as_("filing-shiqiao").get(f"/precedents/?case={number}", 422)


def test_an_address_that_is_no_web_address_is_not_a_link(told: Office) -> None:
    with transaction(told.engine) as session:
        row = session.exec(select(Precedent)).first()
        assert row is not None
        row.url, key = "javascript:alert(1)", row.key
    assert "javascript:" not in told.as_("judge").get("/precedents/" + quote(key))


def test_filters_narrow_the_search(told: Office) -> None:
    page = told.as_("analyst").get("/precedents/?q=" + quote("加班费") + "&authority=own_office")
    assert "本机构裁决" in page
    assert '<span class="state">典型案例</span>' not in page


def test_a_key_nobody_has_is_not_found(told: Office) -> None:
    told.as_("judge").get("/precedents/nothing", 404)
