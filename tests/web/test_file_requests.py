"""调卷：写明理由和截止日期，第二人确认，仲裁院负责人答复；不开放和没有这件案卷，法院看到的一样。"""

import re

from sqlmodel import select
from told import Office

from app.database import transaction
from app.models import Case, FileRequest, FileShare, Staff, StaffRole

ASKED = {"party_name": "邹玥", "reason": "审理关联案件需要核对劳动关系的起止时间。", "until": "2026-10-01"}
PAGE = "/file-requests/"


def test_a_file_not_shared_is_asked_for_by_two_people_and_a_refusal_looks_like_an_absent_file(told: Office) -> None:
    """O70 四；CHR 23：只开放正卷。"""
    a_clerk_joins_the_intermediate_court(told)
    with told.reading() as session:
        number = session.get_one(Case, 1).number or ""
    judge, clerk, head = told.as_("judge-mid"), told.as_("clerk-mid"), told.as_("head")
    problems = judge.post(PAGE, 422, number=number, party_name="邹玥", reason="", until="2027-10-01")
    assert "没有填写" in problems
    assert "90天以内" in problems
    for typed in (number, "东川劳人仲案字〔2026〕第999号"):
        judge.post(PAGE, 303, number=typed, **ASKED)
    ids = asked(told)
    assert "申请人不能自己确认" in judge.post(PAGE, 422, to=f"{PAGE}{ids[0]}/confirm")
    told.as_("courtclerk").client.post(f"{PAGE}{ids[0]}/confirm")
    told.as_("judge-mid").get("/cases/1", 404)
    for one in ids:
        clerk.post(PAGE, 303, to=f"{PAGE}{one}/confirm")
    assert rows(judge.get(PAGE)) == ["没有开放", "没有开放"], "nothing tells which of the two exists"
    page = head.get(f"{PAGE}answers")
    assert page.count("开放正卷") == 1
    assert "东川市中级人民法院" in page
    assert "没有填写" in head.post(f"{PAGE}answers", 422, to=f"{PAGE}{ids[0]}/answer", granted="no", answer="")
    head.post(f"{PAGE}answers", 303, to=f"{PAGE}{ids[0]}/answer", granted="no", answer="与该院审理的案件无关")
    assert rows(judge.get(PAGE)) == ["没有开放", "没有开放"]
    assert "无关" not in judge.get(PAGE)
    told.as_("judge-mid").get("/cases/1", 404)
    judge.post(PAGE, 303, number=number, **ASKED)
    again = asked(told)[-1]
    clerk.post(PAGE, 303, to=f"{PAGE}{again}/confirm")
    told.as_("filing").get(f"{PAGE}answers", 403)
    head.post(f"{PAGE}answers", 303, to=f"{PAGE}{again}/answer", granted="yes", answer="")
    assert "已开放，打开案卷" in judge.get(PAGE)
    told.as_("judge-mid").get("/cases/1")
    with told.reading() as session:
        shared = {s.court_id: s.until for s in session.exec(select(FileShare).where(FileShare.case_id == 1))}
    assert str(shared[body_of(told, "judge-mid")]) == "2026-10-01"


def a_clerk_joins_the_intermediate_court(told: Office) -> None:
    with transaction(told.engine) as session:
        staff = Staff(login="clerk-mid", name="秦书", body_id=body_of(told, "judge-mid"), must_change_password=False)
        session.add(staff)
        session.flush()
        session.add(StaffRole(staff_id=staff.id or 0, role="court_clerk", slot="court_clerk"))


def body_of(told: Office, login: str) -> int:
    with told.reading() as session:
        return session.exec(select(Staff.body_id).where(Staff.login == login)).one() or 0


def asked(told: Office) -> list[int]:
    with told.reading() as session:
        return [one.id or 0 for one in session.exec(select(FileRequest).order_by(FileRequest.id))]  # type: ignore[arg-type]


def rows(page: str) -> list[str]:
    """The state of each request, as its court reads it."""
    return re.findall(r'<span class="state">([^<]+)</span>', page.partition("<tbody>")[2])
