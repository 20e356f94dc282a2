"""Lists, search and the page of one case: who sees what, and why each date is that date."""

from collections.abc import Callable

import pytest
from factories import Browser, Office, firm, words, worker
from sqlmodel import select

from app.models import CaseRead, Referral
from app.services import casefile

SignIn = Callable[[str], Browser]


def test_the_page_of_a_case_shows_parties_items_limits_and_next_steps(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    page = words(client_as("filing").get(f"/cases/{case_id}"))
    for said in ("邹玥", "东川市恒岳建筑安装有限公司", "加班费", "60,000.00元", "已收件", "受理", "收件"):
        assert said in page
    assert "为什么是这一天" in page
    assert "《劳动争议调解仲裁法》第二十九条" in page


def test_a_step_that_cannot_be_taken_shows_every_reason_at_once(office: Office, client_as: SignIn) -> None:
    """LMA 29; CHR 29, 30: identity of the applicant and address of the respondent are both missing."""
    case_id = office.files(parties=[worker(identity=""), firm(address="")])
    page = words(client_as("filing").get(f"/cases/{case_id}"))
    assert "身份信息还没有登记" in page
    assert "名称或者住所还没有登记完整" in page


def test_steps_of_other_roles_say_whose_they_are(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    office.accepts(case_id)
    assert "由仲裁院负责人、立案人员办理" in words(client_as("clerk").get(f"/cases/{case_id}"))


@pytest.mark.parametrize(
    ("login", "status"),
    [("filing", 200), ("arbitrator", 200), ("clerk", 200), ("head", 200), ("analyst", 200), ("filing-shiqiao", 404),
     ("judge", 404), ("judge-mid", 404), ("industry", 403), ("system", 403), ("audit", 403)],
)  # fmt: skip
def test_a_case_of_others_does_not_exist(office: Office, client_as: SignIn, login: str, status: int) -> None:
    case_id = office.files()
    answer = client_as(login).get(f"/cases/{case_id}")
    assert answer.status_code == status
    assert ("邹玥" in answer.text) == (status == 200)


def test_every_reading_of_a_case_is_on_record_and_a_refused_one_is_not(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    client_as("arbitrator").get(f"/cases/{case_id}")
    client_as("filing-shiqiao").get(f"/cases/{case_id}")
    with office.reading() as session:
        rows = session.exec(select(CaseRead)).all()
    assert [(row.staff_name, row.what) for row in rows] == [("顾文渊", "案件页面")]


def test_deliberation_is_shown_to_the_tribunal_and_to_nobody_else_in_the_office(
    office: Office, client_as: SignIn
) -> None:
    """LMA 45; CHR 22, 52: deliberation belongs to the inner file."""
    case_id = office.deliberated()
    secret = "合议庭一致认为应当支持加班费和工资"
    assert secret in client_as("arbitrator").get(f"/cases/{case_id}").text
    assert secret in client_as("head").get(f"/cases/{case_id}").text
    assert secret not in client_as("filing").get(f"/cases/{case_id}").text
    analyst = client_as("analyst").get(f"/cases/{case_id}").text
    assert secret not in analyst
    assert "评议笔录" not in analyst


def test_what_a_mediator_notes_is_nowhere_in_the_case_file(office: Office, client_as: SignIn) -> None:
    """NEG 11: offers made in mediation do not reach the tribunal."""
    case_id = office.files()
    referral = office.refers(case_id)
    office.takes(case_id, "referral.accept_by_body", "industry", (Referral, referral), note_optional="")
    office.takes(
        case_id, "referral.record_session", "industry", (Referral, referral), session_on="2026-03-02",
        session_place="调解室", session_came="双方", private_notes="单位担心效仿", offers="最多三万五",
    )  # fmt: skip
    for login in ("filing", "arbitrator", "head"):
        page = client_as(login).get(f"/cases/{case_id}").text
        assert "担心效仿" not in page
        assert "三万五" not in page


@pytest.mark.parametrize("asked", ["邹玥", "恒岳", "东川劳人仲收〔2026〕第1号", "东川劳人仲收(2026)第1号"])
def test_a_case_is_found_by_number_person_and_firm(office: Office, client_as: SignIn, asked: str) -> None:
    office.files()
    page = client_as("filing").get("/cases", query_string={"q": asked})
    assert "东川劳人仲收〔2026〕第1号" in page.text
    assert "没有符合条件的案件" in client_as("filing").get("/cases", query_string={"q": "查无此人"}).text


@pytest.mark.parametrize("asked", ["%", "_", "'; DROP TABLE party; --", "\x00", "〔", "a" * 5000])
def test_odd_searches_find_nothing_and_break_nothing(office: Office, client_as: SignIn, asked: str) -> None:
    office.files(parties=[worker(name="甲"), firm(name="乙公司")])
    answer = client_as("filing").get("/cases", query_string={"q": asked, "after": "x.y", "state": "nonsense"})
    assert answer.status_code == 200


def test_pages_of_the_list_follow_one_another_without_gap_or_repeat(
    office: Office, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [office.files(key=f"k{n}") for n in range(5)]
    seen, after = [], ""
    with office.reading() as session:
        desk = office.desk(session, "filing")
        while True:
            listing = casefile.find(desk, casefile.Filters(), after, size=2)
            seen += [case.id for case in listing.cases]
            after = listing.following
            if not after:
                break
    assert seen == sorted(made, reverse=True)


def test_another_offices_cases_are_not_in_the_list(office: Office, client_as: SignIn) -> None:
    office.files()
    assert "邹玥" not in client_as("filing-shiqiao").get("/cases").text
    assert "邹玥" not in client_as("judge").get("/cases").text
