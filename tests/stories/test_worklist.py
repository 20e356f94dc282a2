"""待办：急的在前；领取、指派有痕迹；期日变了，先后跟着变；事由没有了是取消，不是办完。"""

from datetime import date

import pytest
from sqlmodel import select
from teller import Told

from app.database import open_session, transaction
from app.models import Agent, Case, Entrustment, Party, Staff, StaffRelation, Task, TaskTrace
from app.services import approval_queue, step_form, steps, worklist, workload
from app.services.errors import NotYours
from app.services.worklist import Waiting
from workflows.errors import Refused


def task(story: Told, kind: str, state: str = "open") -> Task:
    return story.row(Task, kind=kind, state=state)


def list_of(story: Told, login: str) -> list[Waiting]:
    with open_session(story.runtime.engine, writing=False) as session:
        return worklist.mine(story.runtime.desk(session, story.actor(login)))


def entry(story: Told, login: str, kind: str) -> Waiting:
    return next(one for one in list_of(story, login) if one.task.kind == kind and one.case.id == story.case_id)


def reaches_tribunal(story: Told, **more: object) -> None:
    story.files_application(**more)
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)


def test_a_task_is_claimed_given_back_and_assigned_with_a_trace(story: Told) -> None:
    """领取同岗位的待办；别人领了的不能再领；庭长、负责人可以指派和收回，都有痕迹。"""
    story.files_application()
    made = task(story, "decide_acceptance").id or 0
    with transaction(story.runtime.engine) as session:
        with pytest.raises(NotYours):
            worklist.claim(story.runtime.desk(session, story.actor("clerk")), made)
        worklist.claim(story.runtime.desk(session, story.actor("filing")), made)
    assert task(story, "decide_acceptance").assignee_id == story.staff_id("filing")
    story.takes("referral.propose", "filing", channel="industry", receiving_body=str(story.body_id("med-ind")))
    assert task(story, "decide_acceptance").assignee_id == story.staff_id("filing"), "later steps leave it where it lies"
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("sectionhead"))
        with pytest.raises(Refused, match="不在岗"):
            worklist.assign(desk, made, story.staff_id("arbitrator"))
        worklist.take_back(desk, made, "另有安排")
        with pytest.raises(NotYours):
            worklist.assign(story.runtime.desk(session, story.actor("arbitrator")), made, story.staff_id("filing"))
        worklist.assign(desk, made, story.staff_id("filing"))
        worklist.give_back(story.runtime.desk(session, story.actor("filing")), made)
        told = [(row.what, row.by_name) for row in worklist.trace(desk, made)]
    assert told == [("claim", "沈禾"), ("take_back", "梁慎言"), ("assign", "梁慎言"), ("give_back", "沈禾")]


def test_what_another_has_taken_is_not_taken_twice(story: Told) -> None:
    """一项待办一个人办：已被领取的，第二个人领不到。"""
    reaches_tribunal(story)
    with transaction(story.runtime.engine) as session:
        row = session.get_one(Task, task(story, "set_hearing").id)
        row.role = "arbitrator"
        session.add(row)
        session.flush()
        worklist.claim(story.runtime.desk(session, story.actor("arbitrator2")), row.id or 0)
        with pytest.raises(Refused, match="别人领取"):
            worklist.claim(story.runtime.desk(session, story.actor("arbitrator3")), row.id or 0)


def test_a_step_done_completes_its_task_and_a_reason_that_fell_away_cancels_it(story: Told) -> None:
    """办了的记为办完；案件撤回之后，没有办的待办记为取消。"""
    reaches_tribunal(story)
    assert task(story, "decide_acceptance", "done").ended_at is not None
    assert task(story, "form_tribunal", "done").ended_at is not None
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    assert task(story, "set_hearing", "cancelled").ended_at is not None
    with open_session(story.runtime.engine, writing=False) as session:
        wrong = session.exec(select(Task).where(Task.kind == "set_hearing", Task.state == "done")).all()
    assert wrong == []


def test_a_moved_hearing_moves_the_day_and_the_priority_of_its_task(story: Told) -> None:
    """开庭日就是「开庭」待办的日子；临近开庭的排在前，延期之后重新计算。"""
    reaches_tribunal(story)
    story.is_set_down_and_notified("2026-03-19 09:00")
    story.clock.to(3, 17)
    near = entry(story, "arbitrator", "hold_hearing")
    assert near.task.due == date(2026, 3, 19)
    assert "hearing_in_3" in [row.id for row in near.priority.rows]
    story.takes("arb.postpone_hearing", "clerk", postpone_reason="当事人住院")
    assert task(story, "hold_hearing", "cancelled").ended_at is not None
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-31 09:00", room="第一仲裁庭")
    far = entry(story, "arbitrator", "hold_hearing")
    assert far.task.due == date(2026, 3, 31)
    assert far.priority.points < near.priority.points


def test_an_extension_moves_the_day_and_lowers_the_priority(story: Told) -> None:
    """CHR 45：期限延长之后，待办的期限和先后随之改变。"""
    reaches_tribunal(story)
    story.clock.to(4, 14)
    before = entry(story, "clerk", "set_hearing")
    story.asks_for("arb.extend", "arbitrator", extension_days="15", extension_reason="案情复杂")
    after = entry(story, "clerk", "set_hearing")
    assert before.task.due is not None
    assert after.task.due is not None
    assert (after.task.due - before.task.due).days == 15
    assert after.priority.points < before.priority.points


def test_pressing_work_stands_first(story: Told) -> None:
    """急的在前：临近期限的、关系劳动者生活的排在前。"""
    story.files_application(("wrongful_termination", "60000"))
    story.files_application(("wages", "20000"), key="second")
    kinds = [one.case.items[0].kind for one in list_of(story, "filing") if one.task.kind == "decide_acceptance"]
    assert kinds == ["wages", "wrongful_termination"]


def test_who_left_keeps_no_work(story: Told) -> None:
    """离岗的人名下的待办放回，由同岗位的人领取，痕迹写明已离岗。"""
    story.files_application()
    made = task(story, "decide_acceptance").id or 0
    with transaction(story.runtime.engine) as session:
        worklist.claim(story.runtime.desk(session, story.actor("filing")), made)
        gone = session.get_one(Staff, story.staff_id("filing"))
        gone.active = False
        session.add(gone)
    story.time_passes()
    assert task(story, "decide_acceptance").assignee_id is None
    with open_session(story.runtime.engine, writing=False) as session:
        assert [row.what for row in session.exec(select(TaskTrace).order_by(TaskTrace.id)).all()] == ["claim", "left"]  # type: ignore[arg-type]


def names(story: Told, *, suitable: bool) -> list[str]:
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        case = session.get_one(Case, story.case_id)
        return [c.load.staff.name for c in workload.candidates(desk, case) if bool(c.why_not) is not suitable]


def test_the_least_loaded_is_proposed_and_who_may_not_sit_is_not(story: Told) -> None:
    """ORG 33；LMA 33：按办案量从少到多提出；有利害关系、外出、在本委代理案件的不提出，选谁由人决定。"""
    reaches_tribunal(story)
    story.files_application(("annual_leave", "3000"), key="second")
    story.is_accepted()
    assert names(story, suitable=True)[-1] == "顾文渊"
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        case = session.get_one(Case, story.case_id)
        one = steps.offer(desk, case, "arb.form_tribunal")
        chief = next(i for i in step_form.inputs(desk, one, case, {}) if i.field.id == "chief")
        assert chief.value == str(story.staff_id("arbitrator2"))
    day = story.clock.day
    with transaction(story.runtime.engine) as session:
        firm = session.exec(select(Party).where(Party.case_id == story.case_id, Party.side == "respondent")).one()
        session.add(StaffRelation(staff_id=story.staff_id("arbitrator2"), kind="employed", name=firm.name, since=day))
        session.add(Agent(party_id=firm.id or 0, name="韩铎"))
        session.add(
            Entrustment(
                office_id=story.body_id("city"), from_id=story.staff_id("deputy"), to_id=story.staff_id("head"),
                since=day, until=day, entered_by_id=story.staff_id("security"), entered_at=story.runtime.now(),
            )
        )  # fmt: skip
    assert names(story, suitable=False) == ["白若琳", "韩铎", "石婉"]
    assert names(story, suitable=True) == ["顾文渊"]


def test_a_collective_case_weighs_more_and_a_member_less_than_the_chief(story: Told) -> None:
    """办案量按案件种类和在庭里的位置折算（worklist.toml，P）。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal()
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        weights = {one.staff.name: one.weight for one in workload.loads(desk, story.body_id("city"))}
    assert (weights["顾文渊"], weights["白若琳"], weights["石婉"]) == (1.0, 0.4, 0)


def test_the_head_sees_what_is_about_to_lapse_with_who_and_why(story: Told) -> None:
    """负责人看得到三日、七日、十四日内届满和已过的期限，由谁承办；停计的不在其中，别的岗位看不到。"""
    reaches_tribunal(story)
    story.clock.to(4, 10)
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        found = {one.limit.rule: one for one in workload.lapsing(desk)}
        assert found["arb.decide_45"].who == "顾文渊"
        assert 0 <= found["arb.decide_45"].days <= 14
        with pytest.raises(NotYours):
            workload.lapsing(story.runtime.desk(session, story.actor("arbitrator")))
    story.asks_for(
        "arb.suspend", "arbitrator", suspension_ground="appraisal", suspension_reason="等待鉴定", suspension_awaits="鉴〔2026〕9号"
    )
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        assert "arb.decide_45" not in {one.limit.rule for one in workload.lapsing(desk)}


def test_a_returned_draft_comes_back_with_what_changed(story: Told) -> None:
    """退回的裁决稿修改后再报：审批人看到与上一次相比改了什么。"""
    reaches_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.takes("arb.submit_draft", "arbitrator", note_optional="")
    first = (approval_queue.Approval, story.latest(approval_queue.Approval))
    story.takes("approval.return", "head", first, remarks="写明考勤天数")
    story.writes_draft("arbitrator", facts_found="双方劳动关系成立，考勤共14天。", reasoning="应予支持。")
    story.checks_draft("arbitrator")
    story.takes("arb.submit_draft", "arbitrator", note_optional="")
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor("head"))
        queue = approval_queue.waiting_for(desk)
        assert [one.approval.earlier_id for one in queue] == [first[1]]
        lines = approval_queue.lines(desk, queue[0].approval)
        changed = {line.title: line for line in lines if line.changed}
        assert set(changed) == {"查明的事实", "本委认为"}
        assert "考勤共14天。" in "".join(p.text for p in changed["查明的事实"].pieces if p.kind == "added")
        other = story.runtime.desk(session, story.actor("clerk"))
        assert approval_queue.waiting_for(other) == []
