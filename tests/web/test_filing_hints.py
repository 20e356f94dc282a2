"""What the filing desk is told while it types: numbers, the same people, place and time; hints that save and bar nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import FIRM_CODE, WORKER_ID, Browser, Office, open_office, words
from flask import Flask
from sqlmodel import func, select
from test_filing import typed

from app.models import Case

Check = Callable[..., str]


@pytest.fixture(scope="module")
def stocked(office_template: Path, tmp_path_factory: pytest.TempPathFactory, pages: Flask) -> Iterator[Office]:
    """One application received on 2 March 2026; nothing here adds another."""
    made = open_office(office_template, tmp_path_factory.mktemp("hints"), pages)
    made.files()
    yield made
    made.runtime.engine.dispose()


@pytest.fixture
def check(stocked: Office) -> Check:
    def ask(login: str = "filing", **fields: str) -> str:
        browser = Browser(stocked.app, stocked.app.response_class, use_cookies=True)
        browser.office, browser.login = stocked, login
        answer = browser.post("/cases/new/check", data=typed(**fields))
        assert answer.status_code == 200, answer.text[:500]
        with stocked.reading() as session:
            assert session.exec(select(func.count()).select_from(Case)).one() == 1, "a hint saves nothing"
        return words(answer).replace(" ：", "：").replace("： ", "：")

    return ask


def test_a_wrong_number_is_told_before_anything_is_sent(check: Check) -> None:
    """GB 11643, GB 32100: which of the parties, what is wrong, what now."""
    said = check(**{"party-0-identity": "370502199003152428", "party-1-identity": "91370500MA3C4D5E6E"})
    assert "第1位当事人公民身份号码：不是有效的公民身份号码" in said
    assert "统一社会信用代码：不是有效的统一社会信用代码" in said
    assert "请对照身份证核对每一位" in said


def test_the_same_application_and_other_cases_of_the_same_people_are_pointed_out(check: Check) -> None:
    """CHR 34: the same parties and claims are perhaps a repeat; the same firm in another dispute is a related case."""
    assert "可能是重复申请" in check(**{"party-0-identity": WORKER_ID, "party-1-identity": FIRM_CODE, "item-0-kind": "wages"})
    other = check(**{"party-0-name": "周宁", "party-0-identity": "", "party-1-identity": FIRM_CODE})
    assert "可能是重复申请" not in other
    assert "同一当事人的其他案件：东川市恒岳建筑安装有限公司" in other
    assert "同名的当事人（请核对是否同一人）：邹玥" in check(
        **{"party-0-identity": "", "party-1-name": "东川市另一家公司", "party-1-identity": ""}
    )


def test_a_mediator_is_told_about_numbers_and_not_about_files_of_the_office(check: Check) -> None:
    said = check("industry", **{"party-0-identity": WORKER_ID, "party-1-identity": "91370500MA3C4D5E6E"})
    assert "不是有效的统一社会信用代码" in said
    assert "东川劳人仲收" not in said


def test_a_place_that_is_not_this_offices_is_said_with_its_article(check: Check) -> None:
    """LMA 21; CHR 8: where the work is done, or where the employer is."""
    away = {"party-1-address": "西河市高新区长安路3号"}
    assert "既不是劳动合同履行地" in check(**away)
    assert "既不是劳动合同履行地" not in check(performance_place="东川市河湾区", **away)


def test_the_time_bar_of_each_claim_is_computed_and_said_to_be_no_bar(check: Check) -> None:
    """LMA 27: one year; pay is free of it while the employment lasts; CHR 30: lateness is no ground to refuse."""
    claims = {"item-0-kind": "severance", "item-0-amount": "1", "item-1-kind": "wages", "item-1-amount": "1"}
    said = check(infringed_on="2025-01-10", **claims)
    assert "时效在2026年1月12日届满，收件在其后。这不是不予受理的理由" in said
    assert "不受一年时效限制" in said
    assert "时效到2027年1月15日，没有超过" in check(infringed_on="2025-01-10", relation_ended_on="2026-01-15", **claims)
    assert "填写知道权利被侵害的日期" in check(**claims)


def test_a_session_that_ends_meanwhile_does_not_take_the_form_away(stocked: Office) -> None:
    """The hint is asked for in passing: its refusal stays unseen, and what was typed stays on the page."""
    browser = Browser(stocked.app, stocked.app.response_class, use_cookies=True)
    browser.office, browser.login = stocked, "filing"
    browser.get("/cases/new")
    browser.login = ""  # nobody keeps the session alive from here
    with browser.session_transaction() as cookie:
        cookie["seen"] -= 31 * 60
    token = {"csrf_token": browser._token()}
    answer = browser.post("/cases/new/check", data={**typed(), **token}, headers={"HX-Request": "true"})
    assert answer.status_code == 204, "htmx does nothing with it"
    assert "HX-Retarget" not in answer.headers
    sent = browser.post("/cases/new", data={**typed(), **token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "没有操作" in sent.text, "the person's own act is told why"
    assert "已经保留" in sent.text
