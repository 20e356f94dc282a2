"""The calendar of hearings, the choice of a time, and the record as it is written and closed."""

from collections.abc import Callable

import pytest
from factories import Browser, Office, firm, words, worker
from sqlmodel import select

from app.database import transaction
from app.models import Agent, Case, HearingRecord, Paper
from app.services.filing import ItemInput
from app.storytelling import BOTH_CAME

SignIn = Callable[[str], Browser]
JSON = {"Accept": "application/json"}


@pytest.fixture
def case_id(office: Office) -> int:
    """A case with its tribunal, ready for a hearing."""
    case_id = office.files()
    office.accepts(case_id)
    office.forms_tribunal(case_id)
    office.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-20")
    office.serves(case_id, "response_notice", "respondent")
    return case_id


@pytest.fixture
def hearing_set(office: Office, case_id: int) -> int:
    office.takes(case_id, "arb.set_hearing", "clerk", hearing_at="2026-03-16 09:00", room="第二仲裁庭")
    for side in ("applicant", "respondent"):
        office.serves(case_id, "hearing_notice", side, party_id=office.party(case_id, side))
    return case_id


def test_what_stands_against_a_time_is_said_while_it_is_chosen(
    office: Office, client_as: SignIn, case_id: int, hearing_set: int
) -> None:
    """LMA 35; CHR 38: five working days; one room, one person, one sitting at a time."""
    other = office.files(key="another", items=[ItemInput("annual_leave", "3000", "请求支付未休年休假工资3,000元")])
    office.accepts(other)
    office.forms_tribunal(other)
    office.takes(other, "arb.notify_respondent", "filing", evidence_until="2026-03-20")
    office.serves(other, "response_notice", "respondent")
    clerk, url = client_as("clerk"), f"/cases/{other}/hearing-check"
    assert "最早可以定在2026-03-09" in words(clerk.get(url))
    assert "2026-03-09" in words(clerk.get(f"{url}?hearing_at=2026-03-04T09:00&room=第一仲裁庭"))
    said = words(clerk.get(f"{url}?hearing_at=2026-03-16T10:00&room=第二仲裁庭"))
    for reason in ("第二仲裁庭在09:00", "本案仲裁员在09:00", "本案书记员在09:00", "邹玥在09:00"):
        assert reason in said
    said = words(clerk.get(f"{url}?hearing_at=2026-03-16T14:00&room=第二仲裁庭"))
    assert "都有空" in said
    assert "最迟应当在2026-03-09送达" in said
    assert "休息日" in words(clerk.get(f"{url}?hearing_at=2026-03-15T14:00&room=第二仲裁庭"))
    assert "看不懂这个时间" in words(clerk.get(f"{url}?hearing_at=明天&room="))
    assert client_as("judge").get(url).status_code in (403, 404)


def test_an_agent_who_stands_in_another_room_is_a_clash(office: Office, client_as: SignIn, hearing_set: int) -> None:
    """CHR 38: nobody can plead in two rooms; a firm with several people can."""
    colleague = worker(name="沈禾", identity="370502198807158029")
    other = office.files(key="other", parties=[colleague, firm()])
    with transaction(office.runtime.engine) as session:
        for case in (hearing_set, other):
            session.add(Agent(party_id=office.party(case, "applicant"), name="赵明远", kind="山东衡平律师事务所律师"))
    said = words(client_as("clerk").get(f"/cases/{other}/hearing-check?hearing_at=2026-03-16T09:30&room=第三仲裁庭"))
    assert "代理人赵明远（山东衡平律师事务所律师）在09:00" in said
    assert "恒岳" not in said


def test_the_week_shows_rooms_and_people_and_hides_what_is_not_the_readers(
    office: Office, client_as: SignIn, hearing_set: int
) -> None:
    office_page = client_as("clerk").get("/hearings/?day=2026-03-18")
    number = office.case(hearing_set).title
    assert number in office_page.text
    assert "第二仲裁庭" in office_page.text
    by_person = words(client_as("clerk").get("/hearings/?day=2026-03-18&by=person"))
    assert office.actor("arbitrator2").name in by_person
    assert number not in client_as("clerk").get("/hearings/?day=2026-03-25").text
    elsewhere = client_as("filing-shiqiao").get("/hearings/?day=2026-03-18")
    assert number not in elsewhere.text
    with transaction(office.runtime.engine) as session:
        case = session.get_one(Case, hearing_set)
        case.restricted = True
    taken = words(client_as("analyst").get("/hearings/?day=2026-03-18"))
    assert number not in taken
    assert client_as("judge").get("/hearings/").status_code == 403


def test_the_record_is_kept_as_it_is_written_and_closed_with_the_hearing(
    office: Office, client_as: SignIn, hearing_set: int
) -> None:
    """LMA 40; CHR 41, 42: who said what; corrections refused are recorded; refusals to sign are noted; then it stands."""
    clerk, url = client_as("clerk"), f"/cases/{hearing_set}/hearings/1/record"
    page = clerk.get(url)
    assert "邹玥" in page.text
    assert "加班的日期和时长怎样确定" in page.text
    assert "规章制度的哪一条" in page.text
    assert "工伤认定决定书" not in page.text
    claims = "申请人：请求支付加班费。\n2025年每周六上班。\n被申请人：不同意。"
    saved = clerk.post(url, data={"part-claims": claims}, headers=JSON).get_json()
    assert saved["conflicts"] == {}
    # Two hands: another phase goes in beside it, the same phase is not written over.
    theirs = client_as("arbitrator")
    theirs.post(url, data={"part-questions": "首席仲裁员：谁安排加班？\n被申请人：班组长。"}, headers=JSON)
    answer = theirs.post(url, data={"part-claims": "申请人：改写", "was-claims": "0" * 16}, headers=JSON).get_json()
    assert answer["conflicts"] == {"claims": claims}
    assert "每周六上班" in theirs.get(url).text
    conflict = theirs.post(url, data={"part-claims": "申请人：改写", "was-claims": "0" * 16})
    assert conflict.status_code == 409
    assert "申请人：改写" in conflict.text
    assert "每周六上班" in conflict.text
    party = office.party(hearing_set, "applicant")
    rows = {
        "correction-0-who": "申请人",
        "correction-0-text": "“每周六”应为“每周六和周日”",
        "correction-0-outcome": "refused",
        "correction-0-note": "与录音不符",
        "sign-chief": "signed",
        f"sign-party-{party}": "refused",
        f"sign-party-{party}-note": "对补正结果不服",
    }
    assert clerk.post(url, data=rows).status_code == 303
    office.clock.to(2026, 3, 16)
    form = clerk.get(f"/cases/{hearing_set}/steps/arb.hear")
    assert "每周六上班" in form.text
    assert "readonly" in form.text
    office.takes(hearing_set, "arb.hear", "clerk", hearing_record="另一份", **BOTH_CAME)
    closed = clerk.post(url, data={"part-claims": "申请人：事后改"}, headers=JSON)
    assert closed.status_code == 422
    assert "不能再修改" in closed.get_json()["refused"][0]
    read = words(clerk.get(url))
    assert "不能修改" in read
    assert "不予补正，与录音不符" in read
    assert "邹玥：拒绝签名（对补正结果不服）" in read
    with office.reading() as session:
        record = session.exec(select(HearingRecord)).one()
        assert record.closed_at is not None
        paper = session.exec(select(Paper).where(Paper.kind == "hearing_record")).one()
        facts = paper.facts["record"]
    phases = {one["title"]: one["entries"] for one in facts["phases"]}
    assert phases["申请人陈述请求、事实和理由"][0] == {"who": "申请人", "text": "请求支付加班费。\n2025年每周六上班。"}
    assert facts["corrections"][0]["outcome"] == "不予补正，记录在案：与录音不符"
    assert {"name": "邹玥", "role_title": "申请人", "note": "拒绝签名：对补正结果不服"} in facts["signatures"]


def test_only_those_who_sit_write_the_record(office: Office, client_as: SignIn, hearing_set: int) -> None:
    url = f"/cases/{hearing_set}/hearings/1/record"
    assert client_as("filing").post(url, data={"part-claims": "x"}).status_code == 403
    assert client_as("filing").get(url).status_code == 200
    assert "textarea" not in client_as("filing").get(url).text
    assert client_as("clerk").get(f"/cases/{hearing_set}/hearings/7/record").status_code == 404
    assert client_as("clerk").get(f"{url}/token").get_json()["csrf_token"]
