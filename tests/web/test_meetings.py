"""联席会议 and the court's unlinked suits, on their pages; and what the case page says of each award."""

from sqlmodel import select
from told import Office

from app.models import CourtMatter, JointMeeting, Party

NEW = {"title": "2026年第三次联席会议", "planned_on": "2026-09-20", "place": "第一会议室", "topics": "加班基数"}
NOTICE = {
    "number": "（2026）鲁0591民初1999号",
    "matter_kind": "first_instance",
    "plaintiff_name": "邹玥",
    "defendant_name": "没有这家公司",
    "filed_on": "2026-08-20",
    "accepted_on": "2026-08-24",
}


def test_the_head_calls_a_meeting_invites_a_judge_and_records_it(told: Office) -> None:
    """O70 四。"""
    head = told.as_("head")
    assert "2026年第三次联席会议" in head.post("/meetings/new", 302, **NEW)
    with told.reading() as session:
        meeting = session.exec(select(JointMeeting.id)).one()
    page = head.get(f"/meetings/{meeting}")
    assert "郑怀瑾" in page, "the judge can be invited"
    told.as_("judge").get(f"/meetings/{meeting}", 404)
    judge = next(n for n in page.split('<option value="') if "郑怀瑾" in n).split('"')[0]
    head.post(f"/meetings/{meeting}/members", 302, member=judge)
    assert "2026年第三次联席会议" in told.as_("judge").get("/meetings/")
    told.as_("judge").get(f"/meetings/{meeting}")
    assert "晚于今天" in head.post(f"/meetings/{meeting}/held", 422, held_on="2026-09-20", minutes="纪要")
    assert "已召开" in head.post(f"/meetings/{meeting}/held", 302, held_on="2026-09-02", minutes="纪要") + head.get("/meetings/")


def test_every_problem_of_a_new_meeting_is_said_at_once(told: Office) -> None:
    page = told.as_("head").post("/meetings/new", 422, title="", planned_on="明天", topics="还在")
    for words in ("会议名称", "看不懂这个日期", "还在"):
        assert words in page


def test_a_court_learns_nothing_about_awards_by_entering_names(told: Office) -> None:
    """O70 四：法院按当事人登记，只列为待关联；有没有相符的裁决，由仲裁机构核对。"""
    clerk = told.as_("courtclerk")
    unknown = clerk.post("/court/notice", 302, **NOTICE)
    fitting = clerk.post("/court/notice", 302, **{**NOTICE, "number": "（2026）鲁0591民初2000号", "defendant_name": name(told)})
    assert "东川劳人仲案字" not in unknown.split('id="unlinked"')[1].split("<h2")[0]
    assert "东川劳人仲案字" not in fitting.split('id="unlinked"')[1].split("<h2")[0]
    office = told.as_("filing").get("/court/").split('id="unlinked"')[1]
    assert "1999号" not in office
    assert "2000号" in office
    assert "双方姓名、名称相同" in office


def name(told: Office) -> str:
    with told.reading() as session:
        return session.exec(select(Party.name).where(Party.side == "respondent")).first() or ""


def test_the_office_confirms_a_suit_on_its_page(told: Office) -> None:
    told.as_("courtclerk").post("/court/notice", 302, **{**NOTICE, "defendant_name": name(told)})
    filing = told.as_("filing")
    candidate = filing.get("/court/").split("/court/candidates/")[1].split('"')[0]
    assert "没有填写" in filing.post(f"/court/candidates/{candidate}", 302, answer="no")
    assert "已记录" in filing.post(f"/court/candidates/{candidate}", 302, answer="no", reason="另一争议")
    with told.reading() as session:
        assert len(session.exec(select(CourtMatter)).all()) == 1


def test_the_case_page_says_for_each_party_what_may_still_be_done(told: Office) -> None:
    """§7.2；LMA 47：终局裁决自作出之日起生效；判决生效后由判决取代。"""
    page = told.as_("clerk").get("/cases/1")
    section = page.split('id="awards-head"')[1].split("</section>")[0]
    for words in ("收到文书", "还可以做什么", "为什么", "终局裁决自作出之日"):
        assert words in section
