"""审批的页面: the queue and its order, one request with its buttons, entrusting, taking and giving tasks."""

from collections.abc import Callable
from datetime import timedelta

from factories import Browser, Office, words

from app.models import Approval, Task

SignIn = Callable[[str], Browser]


def asks(office: Office) -> int:
    """A refusal of acceptance sent up for approval."""
    case_id = office.files()
    office.takes(case_id, "arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围")
    return office.latest(Approval, case_id)


def test_the_head_finds_what_waits_and_approves_it_on_a_page(office: Office, client_as: SignIn) -> None:
    """CHR 22、45：审批人的页面写明谁报请、等了几个工作日、应在哪一天前批下。"""
    one = asks(office)
    page = client_as("head").get("/approvals/")
    assert "不予受理" in words(page)
    assert "0个工作日" in words(page)
    assert "2026-03-09" in words(page)
    assert "没有等待您审批的事项" in words(client_as("filing").get("/approvals/"))
    shown = client_as("head").get(f"/approvals/{one}")
    assert "不属于受理范围" in words(shown)
    assert f"/approvals/{one}/steps/approval.approve" in shown.text
    assert client_as("judge").get(f"/approvals/{one}").status_code == 403


def test_the_form_says_that_approval_comes_first(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    page = client_as("filing").get(f"/cases/{case_id}/steps/arb.refuse")
    assert "提交后先报请审批：仲裁院负责人" in words(page)
    assert "报请审批「不予受理」" in words(page)


def test_several_at_once_only_where_it_is_harmless(office: Office, client_as: SignIn) -> None:
    """不予受理不能成批批准：请求里夹带的也不办。"""
    one = asks(office)
    head = client_as("head")
    answer = head.post("/approvals/together", data={"approval": str(one)})
    assert answer.status_code == 303
    assert "不能一并批准" in words(head.get("/approvals/"))
    with office.reading() as session:
        assert session.get_one(Approval, one).state == "waiting"


def test_the_head_entrusts_the_deputy_on_a_page(office: Office, client_as: SignIn) -> None:
    """委托写明起止日期；倒签的说明原因。"""
    one = asks(office)
    day = office.clock.now.date()
    form = {"taker": str(office.staff_id("deputy")), "until": (day + timedelta(days=3)).isoformat(), "reason": "出差"}
    late = client_as("head").post("/entrustments", data={**form, "since": (day - timedelta(days=3)).isoformat()})
    assert late.status_code == 422
    assert "倒签" in words(late)
    assert client_as("head").post("/entrustments", data={**form, "since": day.isoformat()}).status_code == 303
    assert "受方之远委托" in words(client_as("deputy").get("/approvals/"))
    assert client_as("deputy").get(f"/approvals/{one}/steps/approval.approve").status_code == 200
    assert client_as("arbitrator").get("/entrustments").status_code == 403
    assert "方之远" in words(client_as("security").get("/entrustments"))


def test_a_task_is_taken_and_given_on_the_pages(office: Office, client_as: SignIn) -> None:
    case_id = office.files()
    task = office.latest(Task, case_id)
    assert client_as("filing").post(f"/work/{task}/claim").status_code == 303
    with office.reading() as session:
        assert session.get_one(Task, task).assignee_id == office.staff_id("filing")
    load = client_as("sectionhead").get("/work/load")
    assert "决定是否受理" in words(load)
    assert client_as("sectionhead").post(f"/work/{task}/assign", data={"staff": ""}).status_code == 303
    with office.reading() as session:
        assert session.get_one(Task, task).assignee_id is None
    assert client_as("filing").get("/work/load").status_code == 403
    office.clock.to(2026, 3, 6)
    assert "3日内" in words(client_as("head").get("/work/lapsing"))
