"""联席会议（O70 四）：疑难案件提请讨论，与会人员在规定的日子里只读正卷，形成的意见成为口径。"""

from datetime import date

import pytest
from court_words import there_is
from sqlmodel import select
from teller import Told

from app.database import open_session, transaction
from app.models import Case, Discussion, JointMeeting, Standard
from app.permissions import May, allows, may_see_paper
from app.services import access, casefile, meetings
from app.services.errors import InvalidInput, NotAllowed, NotYours

QUESTION = "考勤表没有劳动者签字的，加班事实由谁举证。"


def is_called(story: Told, by: str = "head") -> int:
    with transaction(story.runtime.engine) as session:
        typed = {"title": "2026年第一次裁审衔接联席会议", "planned_on": "2026-04-20", "place": "第一会议室"}
        return meetings.call(story.runtime.desk(session, story.actor(by)), typed).id or 0


def invites(story: Told, meeting: int, login: str, by: str = "head") -> None:
    with transaction(story.runtime.engine) as session:
        meetings.invite(story.runtime.desk(session, story.actor(by)), meeting, {"member": str(story.staff_id(login))})


def may_read(story: Told, login: str) -> bool:
    """One case, and the list as SQL: both must say the same."""
    with open_session(story.runtime.engine, writing=False) as session:
        actor = story.actor(login)
        case = session.get_one(Case, story.case_id)
        concern = access.concern_of(session, case, story.clock.day)
        assert not allows(actor, May.ACT_ON_CASE, concern)
        assert not allows(actor, May.SEE_INNER, concern)
        assert not allows(actor, May.SEE_IDENTITY, concern)
        assert not may_see_paper(actor, "inner", ["head", "judge"], concern)
        listed = session.exec(select(Case.id).where(access.visible_cases(actor, story.clock.day))).all()
        answer = allows(actor, May.SEE_CASE, concern)
        assert (story.case_id in listed) is answer
        if answer:
            view = casefile.view(story.runtime.desk(session, actor), case)
            assert not any(event.inner for event in view.events)
            assert {paper.folder for paper in view.papers} <= {"main"}
        return answer


def test_a_hard_case_is_discussed_and_its_resolution_becomes_a_standard(story: Told) -> None:
    """O70 四：联席会议研究疑难案件，统一裁判尺度；形成的意见作为口径，写明来自哪次会议、哪件案件。"""
    story.reaches_an_award()
    there_is(story, "head-shiqiao", "head", "shiqiao")
    meeting = is_called(story)
    for login in ("judge-mid", "head-shiqiao"):
        invites(story, meeting, login)
    story.takes("discussion.propose", "head", discussion_question=QUESTION, into="proposed")
    discussion = (Discussion, story.latest(Discussion))
    story.is_refused("discussion.propose", "head", "还没有结束", discussion_question=QUESTION)
    days = {"joint_meeting": str(meeting), "read_from": "2026-04-13", "read_until": "2026-04-20"}
    wrong = {**days, "read_until": "2026-04-12"}
    story.is_refused_on(discussion, "discussion.schedule", "head", "早于第一日", **wrong)
    story.takes("discussion.schedule", "head", discussion, **days, into="on_agenda")

    for day, expected in ((12, False), (13, True), (20, True), (21, False)):
        story.clock.to(4, day)
        assert [may_read(story, login) for login in ("judge-mid", "head-shiqiao")] == [expected, expected]
    assert not may_read(story, "judge")

    story.is_refused_on(discussion, "discussion.record", "head", "还没有登记召开", discussion_views="讨论")
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        meetings.hold(desk, meeting, {"held_on": "2026-04-20", "minutes": "讨论一件，形成意见一条。"})
    story.takes("discussion.record", "head", discussion, discussion_views="多数意见认为由用人单位举证。", into="discussed")
    resolution = "用人单位掌握考勤资料而不提供的，承担不利后果。"
    half = {"discussion_resolution": resolution, "standard_number": "2026-1", "standard_title": "", "standard_item": ""}
    story.is_refused_on(discussion, "discussion.resolve", "head", "要一并填写", **half)
    item = story.case().items[0]
    whole = {**half, "standard_title": "加班事实的举证", "standard_item": str(item.id)}
    story.takes("discussion.resolve", "head", discussion, **whole, into="resolved")
    with open_session(story.runtime.engine, writing=False) as session:
        standard = session.exec(select(Standard).where(Standard.number == "2026-1")).one()
        assert (standard.text, standard.kinds) == (resolution, [item.kind])
        assert (standard.meeting, standard.adopted_on) == ("2026年第一次裁审衔接联席会议", date(2026, 4, 20))
        assert standard.source_cases == [story.case().title]
        page = meetings.page(story.runtime.desk(session, story.actor("judge-mid")), meeting)
        assert [(one.discussion.resolution, one.standard is not None) for one in page.agenda] == [(resolution, True)]


def test_a_judge_may_bring_a_case_that_is_open_to_the_court_and_no_other(story: Told) -> None:
    """O70 四：法院可以提请讨论；案卷没有向其开放的，连案件都不知道。"""
    story.reaches_an_award()
    with pytest.raises(NotYours):
        story.takes("discussion.propose", "judge", discussion_question=QUESTION)
    story.is_sued_on("non_final", by="respondent", on="2026-03-24")
    story.takes("discussion.propose", "judge", discussion_question=QUESTION, into="proposed")
    discussion = (Discussion, story.latest(Discussion))
    story.takes("discussion.withdraw", "judge", discussion, note="双方已经和解", into="withdrawn")


def test_a_withdrawn_discussion_closes_the_file_to_the_members(story: Told) -> None:
    """O70 四：撤回讨论后，与会人员不再能阅卷。"""
    story.reaches_an_award()
    meeting = is_called(story)
    invites(story, meeting, "judge-mid")
    story.takes("discussion.propose", "head", discussion_question=QUESTION)
    discussion = (Discussion, story.latest(Discussion))
    days = {"joint_meeting": str(meeting), "read_from": "2026-03-24", "read_until": "2026-04-20"}
    story.takes("discussion.schedule", "head", discussion, **days)
    assert may_read(story, "judge-mid")
    story.takes("discussion.withdraw", "head", discussion, note="改为书面征求意见")
    assert not may_read(story, "judge-mid")


def test_who_calls_a_meeting_and_who_sees_it(story: Told) -> None:
    """O70 四：负责人、法官、分析员召集；别的机构没有被邀请的，看不到。"""
    story.clock.to(3, 24)
    with pytest.raises(NotAllowed):
        is_called(story, by="filing")
    meeting = is_called(story, by="judge")
    with open_session(story.runtime.engine, writing=False) as session:
        assert session.get_one(JointMeeting, meeting).body_id == story.body_id("court-hewan")
        with pytest.raises(NotYours):
            meetings.page(story.runtime.desk(session, story.actor("head")), meeting)
    invites(story, meeting, "head", by="judge")
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        assert [one.id for one, _, _ in meetings.listed(desk)] == [meeting]
        with pytest.raises(NotAllowed, match="召集会议的机构"):
            meetings.hold(desk, meeting, {"held_on": "2026-03-24", "minutes": "纪要"})
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("judge"))
        with pytest.raises(InvalidInput, match="晚于今天"):
            meetings.hold(desk, meeting, {"held_on": "2026-03-25", "minutes": "纪要"})
