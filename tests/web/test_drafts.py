"""The draft award: what it becomes, what stands against it, and that nobody writes over anybody."""

import re
from collections.abc import Callable

import pytest
from factories import Browser, Office, words
from sqlmodel import func, select

from app.models import Award

SignIn = Callable[[str], Browser]


@pytest.fixture
def case_id(office: Office) -> int:
    return office.deliberated()


def mark_on(page: str) -> str:
    return re.findall(r'name="mark" value="([^"]+)"', page)[0]


def test_a_draft_shows_the_awards_it_becomes_and_what_is_still_missing(
    office: Office, client_as: SignIn, case_id: int
) -> None:
    """LMA 47; CHR 50: small sums of wages are final, the rest is not."""
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    blank = words(client.get(url))
    assert "还没有一项作出裁决意见" in blank
    assert "还没有裁决意见" in blank
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("partly", "30000"))
    assert client.post(url, data=fields).status_code == 303
    page = words(client.get(url))
    assert "终局裁决" in page
    assert "非终局裁决" in page
    assert "用人单位可以自收到之日起30日内向中级人民法院申请撤销" in page
    assert "还没有与类案和口径比对" in page


def test_the_check_against_like_cases_clears_the_way_to_approval(
    office: Office, client_as: SignIn, case_id: int
) -> None:
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("refused", ""))
    assert client.post(url, data=fields | {"do": "check"}).status_code == 303
    page = client.get(url)
    assert "与类案和口径比对" in page.text
    assert "东川裁审口径〔2025〕2号" in page.text
    assert "没有问题，可以送审" in page.text
    assert f"/cases/{case_id}/steps/arb.submit_draft" in page.text


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((("granted", "-1"), ("granted", "20000"), ("refused", "")), "金额不能是负数"),
        ((("granted", "7000"), ("granted", "20000"), ("refused", "")), "少于请求金额"),
        ((("granted", ""), ("granted", "20000"), ("refused", "")), "须填写金额"),
        ((("granted", "八千"), ("granted", "20000"), ("refused", "")), "这不是金额"),
        ((("maybe", "8000"), ("granted", "20000"), ("refused", "")), "不在可选范围内"),
    ],
)
def test_a_draft_that_cannot_be_saved_keeps_what_was_written(
    office: Office, client_as: SignIn, case_id: int, results: tuple[tuple[str, str], ...], said: str
) -> None:
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, *results) | {"facts_found": "写了很久的事实"}
    answer = client.post(url, data=fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "写了很久的事实" in answer.text
    case = office.case(case_id)
    assert case.facts_found == ""
    assert {item.disposition for item in case.items} == {"pending"}


def test_an_older_draft_is_not_written_over_a_newer_one(office: Office, client_as: SignIn, case_id: int) -> None:
    mine, theirs, url = client_as("arbitrator"), client_as("arbitrator2"), f"/cases/{case_id}/draft"
    mark = mark_on(mine.get(url).text)
    assert theirs.post(url, data={"facts_found": "另一位仲裁员写的", "mark": mark}).status_code == 303
    answer = mine.post(url, data={"facts_found": "我写的", "mark": mark})
    assert answer.status_code == 409
    assert "我写的" in answer.text
    assert "已经由他人" in words(answer)
    assert office.case(case_id).facts_found == "另一位仲裁员写的"


@pytest.mark.parametrize(
    ("login", "status"), [("filing", 403), ("head", 403), ("analyst", 403), ("judge", 403), ("filing-shiqiao", 403)]
)
def test_only_the_tribunal_writes_the_draft(
    office: Office, client_as: SignIn, case_id: int, login: str, status: int
) -> None:
    for path in ("draft", "draft/similar"):
        assert client_as(login).get(f"/cases/{case_id}/{path}").status_code == status
    # The head reads the draft when it is sent up, not while it is written.
    preview = client_as(login).get(f"/cases/{case_id}/draft/award-1.pdf").status_code
    assert preview == (404 if login == "head" else status)
    assert client_as(login).post(f"/cases/{case_id}/draft", data={"facts_found": "x"}).status_code == status


def test_an_arbitrator_who_does_not_sit_finds_no_draft(office: Office, client_as: SignIn) -> None:
    """CHR 22: the draft belongs to those who deliberate."""
    case_id = office.files()
    assert client_as("arbitrator").get(f"/cases/{case_id}/draft").status_code == 404


def test_the_preview_changes_nothing(office: Office, client_as: SignIn, case_id: int) -> None:
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    client.post(url, data=office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("refused", "")))
    answer = client.get(f"{url}/award-1.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    with office.reading() as session:
        assert session.exec(select(func.count()).select_from(Award)).one() == 0
    assert client.get(f"{url}/award-9.pdf").status_code == 404


def test_a_draft_under_approval_cannot_be_changed(office: Office, client_as: SignIn, case_id: int) -> None:
    """CHR 53: what was sent for approval is what is approved."""
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft"
    fields = office.draft_fields(case_id, ("granted", "8000"), ("granted", "20000"), ("refused", ""))
    client.post(url, data=fields | {"do": "check"})
    office.takes(case_id, "arb.submit_draft", "arbitrator", note_optional="")
    assert "不能撰写裁决稿" in words(client.get(url))
    answer = client.post(url, data=fields | {"reasoning": "事后想改"})
    assert answer.status_code == 409
    assert "送审之前才能撰写裁决稿" in words(answer)
    assert office.case(case_id).reasoning == "应当足额支付。"


def test_like_cases_load_beside_the_draft_and_stand_alone_without_scripts(
    office: Office, client_as: SignIn, case_id: int
) -> None:
    client, url = client_as("arbitrator"), f"/cases/{case_id}/draft/similar"
    assert "没有找到类案" in client.get(url).text
    part = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in part.text
