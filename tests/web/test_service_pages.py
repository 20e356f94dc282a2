"""送达的页面：未送达清单、一案的送达、按登记表登记、照片随表单上传、按岗位隐藏地址。"""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

from factories import Browser, Office, words
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from app.models import Attachment, Paper, Service
from app.story_service import picture

SignIn = Callable[[str], Browser]
HEADINGS = ("文号", "序号", "受送达人", "送达方式", "邮件号码", "发出日期", "结果", "签收日期", "没有送到的原因", "送达证明")


def with_papers(office: Office) -> int:
    """Accepted, a tribunal formed, the respondent notified: four papers, none of them served."""
    case_id = office.files()
    office.accepts(case_id)
    office.forms_tribunal(case_id)
    office.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-20")
    return case_id


def book(rows: list[list[object]]) -> bytes:
    made, out = Workbook(), BytesIO()
    for row in (HEADINGS, *rows):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def services(office: Office) -> list[Service]:
    with office.reading() as session:
        return list(session.exec(select(Service).order_by(Service.id)).all())


def test_what_has_not_arrived_is_listed_by_age_with_the_next_method(office: Office, client_as: SignIn) -> None:
    """CHR 20；LMA 30：未送达清单：已过天数、试过的方式、法定最后日期、下一步；只列读者能看的案件；导出 CSV。"""
    case_id = with_papers(office)
    clerk = client_as("clerk")
    page = words(clerk.get("/service/unserved"))
    assert "应诉通知书" in page
    assert "直接送达" in page
    notice, firm = office.latest(Paper, case_id, kind="response_notice"), office.party(case_id, "respondent")
    today = office.clock.now.date().isoformat()
    office.takes(
        case_id, "svc.record_failure", "clerk", paper=str(notice), party=str(firm), service_method="direct", sent_on=today,
        failure="refused", failed_on=today, proof="前台拒收",
    )  # fmt: skip
    assert "上一次没有送到：拒绝签收" in words(clerk.get("/service/unserved?method=left_or_posted"))
    assert "没有未送达的文书" in words(clerk.get("/service/unserved?days=30"))
    table = list(csv.reader(StringIO(clerk.get("/service/unserved.csv?q=邹玥").text.lstrip("\ufeff"))))
    tried = next(row for row in table if row[1] == "应诉通知书")
    assert tried[8:10] == ["直接送达：拒绝签收", "留置、张贴"]
    assert "份文书还没有送到" in words(clerk.get("/"))
    assert client_as("analyst").get("/service/unserved").status_code in (403, 404)
    here = words(client_as("head").get(f"/cases/{case_id}/service"))
    assert "前台拒收" in here
    assert "登记确认书" in here


def test_a_table_comes_back_and_good_lines_are_recorded(office: Office, client_as: SignIn) -> None:
    """CHR 20：登记表逐行核对，有问题的行说明原因，好的行先登记；各人的期限从本人签收起算；什么也不丢。"""
    case_id = with_papers(office)
    clerk, today = client_as("clerk"), office.clock.now.date().isoformat()
    downloaded = clerk.get(f"/cases/{case_id}/service/table.xlsx").data
    untouched = clerk.post(f"/cases/{case_id}/service/table", data={"file": (BytesIO(downloaded), "登记表.xlsx")})
    assert "没有填写结果的行" in words(untouched)
    sheet = load_workbook(BytesIO(downloaded)).worksheets[0]
    assert sheet.cell(2, 8).value is None  # an empty cell is empty
    given = {(row[0], row[2]): row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    with office.reading() as session:
        numbers = {p.kind: p.number for p in session.exec(select(Paper).where(Paper.case_id == case_id))}
    notice, panel = numbers["response_notice"], numbers["panel_notice"]
    worker, firm = given[panel, 1], given[panel, 2]
    rows = [
        [notice, 2, firm, "邮寄送达", "XA1", today, "已送达", today, "", "回执在卷"],
        [panel, 1, worker, "直接送达", "", today, "没有送到", today, "无人在场", "上门无人"],
        [panel, 2, worker, "直接送达", "", today, "已送达", today, "", ""],
        [panel, 2, firm, "邮寄送达", "", today, "已送达", "2026-13-40", "", ""],
        [numbers["acceptance_notice"], 1, worker, "", "", "", "", "", "", ""],
    ]
    answer = clerk.post(f"/cases/{case_id}/service/table", data={"file": (BytesIO(book(rows)), "登记表.xlsx")})
    page = words(answer)
    assert answer.status_code == 422
    assert "2行有问题" in page
    assert f"第2号是{firm}" in page
    assert "没有这一天" in page
    assert "可以登记的2行" in page
    assert services(office) == []
    token = answer.text.split('name="token" value="')[1].split('"')[0]
    assert clerk.post(f"/cases/{case_id}/service/table/confirm", data={"token": token}).status_code == 303
    assert [(s.method, s.result, s.tracking_number) for s in services(office)] == [("post", "served", "XA1"), ("direct", "failed", "")]
    empty = clerk.post(f"/cases/{case_id}/service/table", data={"file": (BytesIO("文号,序号\n".encode("gb18030")), "表.csv")})
    assert "缺少这些列" in words(empty)


def test_a_photo_sent_along_is_kept_even_when_the_step_is_refused(office: Office, client_as: SignIn) -> None:
    """CHR 20：留置的照片随表单上传；表单有误，照片已在案卷里、已勾选；改正后一次办成，回证列明照片。"""
    case_id = with_papers(office)
    clerk, today = client_as("clerk"), office.clock.now.date().isoformat()
    address = f"/cases/{case_id}/steps/svc.record"
    notice, firm = office.latest(Paper, case_id, kind="response_notice"), office.party(case_id, "respondent")
    page = clerk.get(f"{address}?paper={notice}&party={firm}&service_method=left_or_posted").text
    assert "照片、录像" in page
    assert "邮件号码" not in page  # only what the method asks for
    token = page.split('name="token" value="')[1].split('"')[0]
    typed = {
        "token": token, "paper": str(notice), "party": str(firm), "service_method": "left_or_posted", "sent_on": today, "proof": "留置于前台",
    }  # fmt: skip
    answer = clerk.post(address, data={**typed, "photos-files": (BytesIO(picture(1)), "现场.png")})
    assert answer.status_code == 409
    assert "请选择是哪一种" in words(answer)
    photo = office.latest(Attachment, case_id)
    assert f'value="{photo}" checked' in answer.text
    answer = clerk.post(address, data={**typed, "leave_ground": "refused", "photos": str(photo)})
    assert answer.status_code == 303, words(answer)
    with office.reading() as session:
        record = session.get_one(Paper, office.latest(Paper, case_id, kind="service_left_record"))
        assert record.facts["service"]["evidence"] == ["现场.png"]


def test_addresses_are_hidden_from_those_who_only_count_cases(office: Office, client_as: SignIn) -> None:
    """个人信息按岗位隐藏：分析员只看到区县，办案人员看到全部。"""
    case_id = with_papers(office)
    with office.reading() as session:
        street = session.get_one(Paper, office.latest(Paper, case_id, kind="acceptance_notice")).facts["applicants"][0]["address"]
    for address in (f"/cases/{case_id}/service", f"/cases/{case_id}"):
        assert street not in client_as("analyst").get(address).text
    assert street in client_as("clerk").get(f"/cases/{case_id}/service").text
