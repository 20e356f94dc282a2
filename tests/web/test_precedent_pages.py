"""Like decisions: why found, with what authority, and what became of them, always."""

from urllib.parse import quote

from sqlmodel import select
from told import Office

from app.database import transaction
from app.models import Paper, Precedent


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


def test_facets_narrow_words_are_explained_and_a_search_can_be_kept(told: Office) -> None:
    analyst = told.as_("analyst")
    page = analyst.get("/precedents/?way=words&q=" + quote("2N 加斑费"))
    assert "也按" in page
    assert "您要找的是不是“加班费”" in page
    address = "/precedents/?q=" + quote("公司拖欠加班费") + "&fate=upheld"
    assert "aria-current" in analyst.get(address)
    assert "已保存" in analyst.post(address, 302, "/precedents/kept", title="加班费")
    assert "我保存的检索" in analyst.get("/precedents/")
    assert "我保存的检索" not in told.as_("judge").get("/precedents/")
    page = analyst.get("/precedents/?q=" + quote("加班费") + "&since=2026-02-30", 422)
    assert "不是一个日期" in page


def test_the_report_is_made_by_those_who_draft_the_award_and_lies_in_the_inner_file(told: Office) -> None:
    number = "东川劳人仲案字〔2026〕第1号"
    arbitrator = told.as_("arbitrator")
    address = f"/precedents/?case={quote(number)}"
    page = arbitrator.get(address)
    assert "制作类案检索报告" in page
    key = page.split('name="key" value="')[1].split('"')[0]
    told_off = arbitrator.post(address, 422, "/precedents/report", key=key)
    assert "请写明这些类案对本案是否有参考意义" in told_off
    assert f'value="{key}" id="pick-{key}" checked' in told_off
    arbitrator.post(address, 302, "/precedents/report", key=key, conclusion="事实不同，不参照。")
    with told.reading() as session:
        paper = session.exec(select(Paper).where(Paper.kind == "similar_case_report")).one()
    assert paper.folder == "inner"
    told.as_("judge").post(address, 403, "/precedents/report", key=key, conclusion="看一看")
