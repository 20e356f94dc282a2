"""收件: everything wrong is told at once, at its field; nothing typed is lost; a doubled form makes one case."""

from collections.abc import Callable
from typing import Any

import pytest
from factories import FIRM_CODE, WORKER_ID, Browser, Office, words
from sqlmodel import func, select

from app.models import Case

SignIn = Callable[[str], Browser]
URL = "/cases/new"


def typed(**other: str) -> dict[str, str]:
    """The form as a clerk fills it in."""
    form = {
        "key": "form-1",
        "filed_on": "2026-03-02",
        "procedure": "ordinary",
        "party-0-side": "applicant",
        "party-0-kind": "worker",
        "party-0-name": "邹玥",
        "party-0-identity": WORKER_ID,
        "party-0-address": "东川市河湾区槐荫里14号",
        "party-0-phone": "13800010086",
        "party-1-side": "respondent",
        "party-1-kind": "employer",
        "party-1-name": "东川市恒岳建筑安装有限公司",
        "party-1-identity": FIRM_CODE,
        "party-1-address": "东川市河湾区工匠巷18号",
        "item-0-kind": "wages",
        "item-0-amount": "20000",
        "item-0-text": "请求支付拖欠的工资20,000元",
        "item-0-applicant": "0",
        "item-0-respondent": "0",
        "facts_and_reasons": "拖欠2025年11月至2026年1月的工资。",
    }
    return form | other


def count(office: Office) -> int:
    with office.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def test_an_application_becomes_a_case_with_a_receipt_number(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    assert client.get(URL).status_code == 200
    answer = client.post(URL, data=typed())
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "已收件，收件号 东川劳人仲收〔2026〕第1号" in page.text
    assert "20,000.00元" in page.text


def test_the_same_form_sent_twice_gives_the_same_case(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    first, second = (client.post(URL, data=typed()).location for _ in range(2))
    assert first == second
    assert count(office) == 1


def test_each_blank_form_has_a_key_of_its_own(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    keys = {client.get(URL).text.split('name="key" value="')[1].split('"')[0] for _ in range(2)}
    assert len(keys) == 2


def test_rows_are_added_and_taken_away_by_plain_buttons_and_nothing_is_lost(
    office: Office, client_as: SignIn
) -> None:
    client = client_as("filing")
    more = client.post(URL, data=typed(do="add-party-applicant"))
    assert more.status_code == 200
    assert 'name="party-2-name"' in more.text
    assert 'value="邹玥"' in more.text
    assert 'name="item-1-kind"' in client.post(URL, data=typed(do="add-item")).text
    fewer = client.post(URL, data=typed(do="remove-party-0"))
    assert 'value="邹玥"' not in fewer.text
    assert "恒岳" in fewer.text
    assert count(office) == 0


BAD = [
    ({"filed_on": "2026-02-30"}, "没有这一天", "filed_on"),
    ({"filed_on": "昨天"}, "看不懂这个日期", "filed_on"),
    ({"filed_on": "2026-03-09"}, "晚于今天", "filed_on"),
    ({"filed_on": "2025-03-02"}, "旧案导入", "filed_on"),
    ({"filed_on": ""}, "看不懂这个日期", "filed_on"),
    ({"item-0-amount": "-5"}, "金额不能是负数", "item-0-amount"),
    ({"item-0-amount": "1e30"}, "金额过大", "item-0-amount"),
    ({"item-0-amount": "NaN"}, "这不是金额", "item-0-amount"),
    ({"item-0-amount": "三千"}, "这不是金额", "item-0-amount"),
    ({"item-0-amount": "0.001"}, "最多两位小数", "item-0-amount"),
    ({"item-0-amount": "0"}, "请求金额为零", "item-0-amount"),
    ({"item-0-amount": ""}, "没有填写", "item-0-amount"),
    ({"item-0-kind": "nonsense"}, "目录中没有这一类", "item-0-kind"),
    ({"item-0-kind": ""}, "请从目录中选择", "item-0-kind"),
    ({"item-0-text": "字" * 2001}, "超过2000个字", "item-0-text"),
    ({"item-0-applicant": "7"}, "所指的当事人不存在", ""),
    ({"party-0-identity": "370502199003152428"}, "不是有效的公民身份号码", "party-0-identity"),
    ({"party-1-identity": "91370500MA3C4D5E6E"}, "不是有效的统一社会信用代码", "party-1-identity"),
    ({"party-0-name": "  "}, "没有填写", "party-0-name"),
    ({"party-0-name": "字" * 121}, "过长", "party-0-name"),
    ({"party-0-name": "甲\x00乙"}, "控制字符", "party-0-name"),
    ({"party-0-phone": "打他电话"}, "不是电话号码", "party-0-phone"),
    ({"party-0-kind": "robot"}, "不在可选范围内", "party-0-kind"),
    ({"party-1-side": "applicant"}, "请填写被申请人", "respondent"),
    ({"facts_and_reasons": ""}, "请写明争议经过", "facts_and_reasons"),
    ({"facts_and_reasons": "字" * 20001}, "超过20000个字", "facts_and_reasons"),
    ({"procedure": "secret"}, "不在可选范围内", ""),
]


@pytest.mark.parametrize(("change", "said", "at"), BAD, ids=[f"{next(iter(b[0]))}-{b[1]}" for b in BAD])
def test_what_cannot_be_used_is_told_at_its_field_and_the_rest_stays(
    office: Office, client_as: SignIn, change: dict[str, str], said: str, at: str
) -> None:
    answer = client_as("filing").post(URL, data=typed(**change))
    assert answer.status_code == 422
    assert said in words(answer)
    if at:
        assert f'href="#{at}"' in answer.text
        assert f'id="{at}"' in answer.text
    for name, value in (typed() | change).items():
        chosen = name in ("key", "procedure") or name.endswith(("-kind", "-side", "-applicant"))
        if value.strip() and not chosen and len(value) < 100 and value.isprintable():
            assert value in answer.text, f"{name} is lost"
    assert count(office) == 0


def test_all_problems_come_at_once(office: Office, client_as: SignIn) -> None:
    answer = client_as("filing").post(
        URL, data=typed(filed_on="x", facts_and_reasons="", **{"item-0-amount": "-1", "party-0-identity": "1"})
    )
    page = words(answer)
    assert "有 4 处需要更正" in page
    for said in ("看不懂这个日期", "请写明争议经过", "金额不能是负数", "不是有效的公民身份号码"):
        assert said in page


def test_a_form_without_parties_and_claims_says_what_is_missing(office: Office, client_as: SignIn) -> None:
    page = words(client_as("filing").post(URL, data={"filed_on": "2026-03-02"}))
    for said in ("请填写申请人", "请填写被申请人", "请逐项填写请求", "请写明争议经过"):
        assert said in page
    assert count(office) == 0


def test_twenty_megabytes_of_text_are_refused_in_words(office: Office, client_as: SignIn) -> None:
    answer = client_as("filing").post(URL, data=typed(facts_and_reasons="字" * 7_000_000))
    assert answer.status_code == 413
    assert "超过20兆字节" in answer.text
    assert count(office) == 0


@pytest.mark.parametrize("login", ["arbitrator", "judge", "industry", "analyst", "system"])
def test_only_the_filing_desk_receives_applications(office: Office, client_as: SignIn, login: str) -> None:
    answer = client_as(login).post(URL, data=typed())
    assert answer.status_code == 403
    assert "立案人员" in answer.text
    assert count(office) == 0


def test_other_cases_of_the_same_person_are_pointed_out(office: Office, client_as: SignIn) -> None:
    client = client_as("filing")
    client.post(URL, data=typed())
    second = client.post(URL, data=typed(key="form-2"))
    assert "同一当事人还有 1 件案件：东川劳人仲收〔2026〕第1号" in client.get(second.location).text


def test_what_was_left_open_is_completed_before_acceptance(office: Office, client_as: SignIn) -> None:
    """CHR 29, 30: identity may be missing at the desk, not at acceptance."""
    client = client_as("filing")
    case = client.post(URL, data=typed(**{"party-0-identity": ""})).location
    assert "身份信息还没有登记" in client.get(case).text
    party = office.party(1, "applicant")
    wrong = client.post(f"{case}/parties", data={f"party-{party}-identity": "37050219900315242X"})
    assert wrong.status_code == 422
    assert "37050219900315242X" in wrong.text
    assert client.post(f"{case}/parties", data={f"party-{party}-identity": WORKER_ID}).status_code == 303
    assert "身份信息还没有登记" not in client.get(case).text


@pytest.mark.parametrize("field", ["name", "address", "facts_and_reasons"])
def test_markup_in_a_form_is_shown_as_text(office: Office, client_as: SignIn, field: str) -> None:
    change: dict[str, Any] = {field if field == "facts_and_reasons" else f"party-0-{field}": "<script>alert(1)</script>"}
    client = client_as("filing")
    page = client.get(client.post(URL, data=typed(**change)).location)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
