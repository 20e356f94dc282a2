"""裁审差异：双方各自发表意见，原因一致的登记处理，列入联席会议，形成口径，以后的案件是否照办看得见。"""

from sqlmodel import select
from told import Office

from app.models import JointMeeting, MeetingTopic, Outcome, Standard

SHEET = "/divergences/1"


def test_both_sides_speak_agree_act_and_the_meeting_makes_a_standard_of_it(told: Office) -> None:
    """O70 四；practice §4.6–7：争议项、裁决理由、判决理由、金额、原因、谁同意、怎样处理，以后是否照办。"""
    judge, head, analyst = told.as_("judge"), told.as_("head"), told.as_("analyst")
    page = judge.get("/divergences/")
    assert "（2026）鲁0591民初1024号" in page
    assert "-6,000.00元" in page
    assert "待双方发表意见" in head.get(SHEET)
    assert "没有填写" in head.post(SHEET, 422, to=f"{SHEET}/opinions", reason_code="law", text="")
    assert "双方意见不同" in head.post(SHEET, 303, to=f"{SHEET}/opinions", reason_code="law", text="基数的理解不同。")
    assert "双方意见不同" in judge.post(SHEET, 303, to=f"{SHEET}/opinions", reason_code="calculation", text="基数应为平均工资。")
    with told.reading() as session:
        assert session.exec(select(Outcome)).one().agreed_by_office_id is None
    assert "原因已一致，待处理" in head.post(SHEET, 303, to=f"{SHEET}/opinions", reason_code="calculation", text="同意法院的意见。")
    with told.reading() as session:
        outcome = session.exec(select(Outcome)).one()
    assert outcome.reason_code == "calculation"
    assert outcome.agreed_by_court_id
    assert outcome.agreed_by_office_id

    head.post("/meetings/new", 302, title="第三次联席会议", planned_on="2026-09-20", place="", topics="")
    with told.reading() as session:
        meeting = session.exec(select(JointMeeting.id)).one()
    question = "计算基数是否包括报销款？"
    assert question in head.post(SHEET, 303, to=f"{SHEET}/topics", meeting=str(meeting), question=question)
    assert "议程上已经有这一项" in head.post(SHEET, 422, to=f"{SHEET}/topics", meeting=str(meeting), question=question)
    head.post(f"/meetings/{meeting}", 302, to=f"/meetings/{meeting}/held", held_on="2026-09-02", minutes="纪要")
    with told.reading() as session:
        topic = session.exec(select(MeetingTopic.id)).one()
    page = head.post(
        f"/meetings/{meeting}", 303, to=f"/meetings/{meeting}/topics/{topic}", resolution="报销款不计入。"
    )
    assert "据此登记口径" in page
    assert "报销款不计入。" in head.get(f"/standards/new?topic={topic}")

    assert "没有选择适用于这类请求的口径" in analyst.post(SHEET, 422, to=f"{SHEET}/actions", action="standard", note="")
    with told.reading() as session:
        standard = next(s.id for s in session.exec(select(Standard)) if "wrongful_termination" in s.kinds)
    page = analyst.post(SHEET, 303, to=f"{SHEET}/actions", action="standard", standard=str(standard), note="")
    assert "已处理" in page
    assert "以后的案件" in page
    assert "法院已经审结1项，与裁决一致0项" in analyst.get(f"/standards/{standard}")
    assert "0 / 1" in analyst.get("/analysis/")
    assert "1024号" in analyst.get("/divergences/?state=acted&kind=wrongful_termination&side=arbitration")
    assert "没有符合条件的差异" in analyst.get("/divergences/?state=open")

    for login, status in (("judge-mid", 404), ("filing-shiqiao", 403), ("clerk", 403)):
        told.as_(login).get(SHEET, status)
    assert "1024" not in told.as_("judge-mid").get("/divergences/")
    assert "登记处理办法" not in judge.get(SHEET)
    told.as_("judge").get("/analysis/", 403)
