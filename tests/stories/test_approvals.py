"""审批：报请之后什么也不动，逐级同意、最后一级批准才办；谁也不能审批自己报请的事，受委托也不行。"""

from datetime import date

import pytest
from sqlmodel import select
from teller import Told

from app.database import open_session, transaction
from app.models import AdminAct, Approval, Entrustment, Event, Paper, Setting, StaffRole, Task
from app.services import entrustments
from workflows.errors import HengjianError

EXTEND = {"extension_days": "15", "extension_reason": "案情复杂，需要调取银行流水"}
SUSPEND = {"suspension_ground": "appraisal", "suspension_reason": "等待劳动能力鉴定结论", "suspension_awaits": "东川市劳动能力鉴定委员会，收件〔2026〕57号"}


def reaches_tribunal(story: Told) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)


def newest(story: Told) -> tuple[type[Approval], int]:
    return (Approval, story.latest(Approval))


def entrusts(story: Told, giver: str, taker: str, since: date, until: date, *kinds: str, by: str = "") -> int:
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor(by or giver))
        made = entrustments.enter(desk, story.staff_id(giver), story.staff_id(taker), since, until, kinds, "外出培训")
        return made.id or 0


def test_an_extension_passes_two_levels_and_only_then_is_the_time_longer(story: Told) -> None:
    """CHR 45：案情复杂需要延期的，经仲裁委员会主任或者其委托的仲裁院负责人书面批准，可以延期并书面通知当事人。"""
    reaches_tribunal(story)
    before = story.limit("arb.decide_45").due
    story.takes("arb.extend", "arbitrator", **EXTEND)
    request = newest(story)
    assert story.limit("arb.decide_45").due == before
    assert "extension_notice" not in story.papers()
    assert story.row(Approval).level == "section_head"
    story.is_refused("arb.extend", "arbitrator", "正等待庭长审批", **EXTEND)
    story.is_refused_on(request, "approval.approve", "head", "现在由庭长", approval_opinion="")
    story.is_refused_on(request, "approval.approve", "sectionhead", "还不是最后一级", approval_opinion="")
    story.takes("approval.endorse", "sectionhead", request, approval_opinion="情况属实")
    assert story.limit("arb.decide_45").due == before
    story.clock.to(3, 11)
    story.takes("approval.approve", "head", request, approval_opinion="", into="approved")
    assert (story.limit("arb.decide_45").due - before).days == 15
    event = story.row(Event, rule="arb.extend")
    assert event.actor_name == "顾文渊"
    assert event.note.startswith("顾文渊报请，方之远批准")
    said = [(o["level"], o["by_name"], o["verdict"], o["remark"]) for o in story.row(Approval).opinions]
    assert said == [("section_head", "梁慎言", "endorse", "情况属实"), ("head", "方之远", "approve", "同意")]
    assert story.row(Event, rule="approval.endorse").inner
    assert "extension_notice" in story.papers()
    form = story.row(Paper, kind="approval_form")
    assert form.folder == "inner"
    assert form.facts["approval"]["steps"][1]["opinion"] == "情况属实"


def test_suspension_waits_for_approval_and_the_requesting_section_head_is_skipped_with_the_reason(story: Told) -> None:
    """CHR 47：经仲裁委员会主任或者其委托的仲裁院负责人批准，可以中止案件审理；报请人就是庭长的，庭长一级略过。"""
    reaches_tribunal(story)
    story.takes("arb.suspend", "sectionhead", **SUSPEND)
    approval = story.row(Approval)
    assert approval.level == "head"
    assert approval.levels[0]["skipped"] == "报请人就是庭长"
    assert story.case().state == "tribunal_formed"
    story.is_refused_on(newest(story), "approval.approve", "sectionhead", "本人报请", approval_opinion="")
    story.takes("approval.approve", "head", newest(story), approval_opinion="")
    assert story.case().state == "suspended"
    steps = story.row(Paper, kind="approval_form").facts["approval"]["steps"]
    assert steps[1] == {"role_title": "庭长", "opinion": "略过：报请人就是庭长"}


def test_a_refusal_of_acceptance_is_approved_before_it_is_issued(story: Told) -> None:
    """LMA 29：不予受理的，书面通知并说明理由；通知书在负责人批准之后才制作，审批以五个工作日为限。"""
    story.files_application()
    story.takes("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围")
    assert story.case().state == "filed"
    assert story.papers() == []
    assert story.row(Task, machine="approval").due == story.limit("arb.accept.decide").due == date(2026, 3, 9)
    story.is_approved(into="refused")
    assert story.papers() == ["approval_form", "refusal_notice"]


def test_an_office_may_switch_off_what_is_only_its_own_practice_but_not_what_the_law_demands(story: Told) -> None:
    """rules §0：标 P 的是本院做法，可以在设置中停用；CHR 45 要求的书面批准不能停用。"""
    with transaction(story.runtime.engine) as session:
        session.add(Setting(key="approval.refusal", value="no"))
        session.add(Setting(key="approval.extension", value="no"))
    reaches_tribunal(story)
    story.takes("arb.extend", "arbitrator", **EXTEND)
    assert story.row(Approval, kind="extension").state == "waiting"
    story.files_application(key="second")
    story.takes("arb.refuse", "filing", refusal_ground="unclear", refusal_reason="请求不明确", into="refused")


def test_nobody_approves_what_they_asked_for_not_even_entrusted(story: Told) -> None:
    """四眼：报请人受负责人委托，也不能批准自己报请的事；同一人也不能审批前后两级。"""
    reaches_tribunal(story)
    entrusts(story, "head", "arbitrator", story.clock.day, date(2026, 3, 20))
    story.takes("arb.extend", "arbitrator", **EXTEND)
    story.takes("approval.endorse", "sectionhead", newest(story), approval_opinion="")
    story.is_refused_on(newest(story), "approval.approve", "arbitrator", "本人报请", approval_opinion="")
    entrusts(story, "head", "sectionhead", story.clock.day, date(2026, 3, 20))
    story.is_refused_on(newest(story), "approval.approve", "sectionhead", "前一级审批过", approval_opinion="")
    entrusts(story, "head", "deputy", story.clock.day, date(2026, 3, 20))
    story.takes("approval.approve", "deputy", newest(story), approval_opinion="", into="approved")


def test_what_the_requester_entrusted_to_another_does_not_help_them(story: Told) -> None:
    """四眼：庭长报请中止，把自己的审批委托给别人也没有用；没有人能批准的，报请时就说明。"""
    reaches_tribunal(story)
    with transaction(story.runtime.engine) as session:
        session.add(StaffRole(staff_id=story.staff_id("sectionhead"), role="head", slot="head"))
        head = session.get_one(entrustments.Staff, story.staff_id("head"))
        head.active = False
        session.add(head)
    entrusts(story, "sectionhead", "deputy", story.clock.day, date(2026, 3, 20))
    story.is_refused("arb.suspend", "sectionhead", "没有可以批准的仲裁院负责人", **SUSPEND)


def test_a_delegate_acts_in_the_days_and_for_the_acts_entrusted_and_is_named(story: Told) -> None:
    """CHR 45：主任委托的负责人批准。委托写明起止日期和事项，到期自行终止，文书和记录写明受谁委托。"""
    reaches_tribunal(story)
    story.takes("arb.suspend", "arbitrator", **SUSPEND)
    story.takes("approval.endorse", "sectionhead", newest(story), approval_opinion="")
    story.clock.to(3, 11)
    entrusts(story, "head", "deputy", date(2026, 3, 12), date(2026, 3, 13), "suspension", by="security")
    story.is_refused_on(newest(story), "approval.approve", "deputy", "现在由仲裁院负责人", approval_opinion="")
    story.clock.to(3, 14)  # the delegation ended by itself
    story.is_refused_on(newest(story), "approval.approve", "deputy", "现在由仲裁院负责人", approval_opinion="")
    story.clock.to(3, 16)
    entrusts(story, "head", "deputy", date(2026, 3, 16), date(2026, 3, 20), "extension")
    story.is_refused_on(newest(story), "approval.approve", "deputy", "现在由仲裁院负责人", approval_opinion="")
    entrusts(story, "head", "deputy", date(2026, 3, 16), date(2026, 3, 20), "suspension")
    story.takes("approval.approve", "deputy", newest(story), approval_opinion="同意中止", into="approved")
    assert "受方之远委托" in story.row(Event, rule="approval.approve").note
    assert "石婉（受方之远委托）批准" in story.row(Event, rule="arb.suspend").note
    assert story.row(Paper, kind="approval_form").facts["approval"]["steps"][-1]["name"] == "石婉（受方之远委托）"
    with open_session(story.runtime.engine, writing=False) as session:
        acts = session.exec(select(AdminAct).where(AdminAct.what == "delegation.enter")).all()
        assert [a.actor_name for a in acts] == ["安权", "方之远", "方之远"]


def test_a_delegation_is_entered_by_the_person_or_the_security_administrator_and_never_backdated(story: Told) -> None:
    """委托由本人或者安全管理员登记；不能倒签，不能委托给本院以外的人；收回当日起不再有效。"""
    story.files_application()
    day = story.clock.day
    for by in ("sectionhead", "arbitrator", "system"):
        with pytest.raises(HengjianError):
            entrusts(story, "head", "deputy", day, day, by=by)
    with pytest.raises(HengjianError, match="倒签"):
        entrusts(story, "head", "deputy", date(2026, 3, 1), day)
    with pytest.raises(HengjianError, match="不是本院其他在岗的"):
        entrusts(story, "head", "filing-shiqiao", day, day)
    made = entrusts(story, "head", "deputy", day, date(2026, 3, 20))
    with transaction(story.runtime.engine) as session:
        entrustments.end(story.runtime.desk(session, story.actor("head")), made)
    story.takes("arb.refuse", "filing", refusal_ground="unclear", refusal_reason="请求不明确")
    story.is_refused_on(newest(story), "approval.approve", "deputy", "现在由仲裁院负责人", approval_opinion="")
    with open_session(story.runtime.engine, writing=False) as session:
        assert session.get_one(Entrustment, made).ended_on == day


def test_conditions_that_broke_while_waiting_are_told_and_nothing_happens(story: Told) -> None:
    """批准时条件重新核对：等待期间条件不再成立的，逐条告知，什么也不发生。"""
    story.files_application()
    story.takes("arb.refuse", "filing", refusal_ground="unclear", refusal_reason="请求不明确")
    story.takes("referral.propose", "filing", channel="industry", receiving_body=str(story.body_id("med-ind")))
    story.is_refused_on(newest(story), "approval.approve", "head", "转介", approval_opinion="")
    approval = story.row(Approval)
    assert (approval.state, approval.opinions, story.case().state) == ("waiting", [], "filed")
    assert story.papers() == ["mediation_proposal"]


def test_a_request_whose_requester_left_is_not_carried_out(story: Told) -> None:
    """报请人已经离岗的，不能以其名义办理，由现在的承办人重新报请。"""
    reaches_tribunal(story)
    story.takes("arb.suspend", "arbitrator", **SUSPEND)
    story.takes("approval.endorse", "sectionhead", newest(story), approval_opinion="")
    with transaction(story.runtime.engine) as session:
        gone = session.get_one(entrustments.Staff, story.staff_id("arbitrator"))
        gone.active = False
        session.add(gone)
    story.is_refused_on(newest(story), "approval.approve", "head", "顾文渊已不能办理", approval_opinion="")
    assert story.case().state == "tribunal_formed"


def test_a_request_that_no_longer_arises_is_void_and_one_taken_back_may_be_sent_again(story: Told) -> None:
    """案件已撤回的，等待中的报请失效；报请人可以自己撤回后重新报请，别人不能替他撤回。"""
    reaches_tribunal(story)
    story.takes("arb.extend", "arbitrator", **EXTEND)
    story.is_refused_on(newest(story), "approval.withdraw", "arbitrator2", "只有报请的人", note_optional="")
    story.takes("approval.withdraw", "arbitrator", newest(story), note_optional="天数写错", into="withdrawn")
    story.takes("arb.extend", "arbitrator", **{**EXTEND, "extension_days": "10"})
    second = story.row(Approval)
    assert second.earlier_id is not None
    story.takes("arb.withdraw", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    assert story.row(Approval).state == "void"
    with open_session(story.runtime.engine, writing=False) as session:
        tasks = session.exec(select(Task).where(Task.machine == "approval", Task.state == "open")).all()
        assert tasks == []


def test_the_draft_goes_by_the_chief_when_another_sends_it_up(story: Told) -> None:
    """CHR 53：承办人不是首席仲裁员的，裁决稿先由首席仲裁员同意，再由负责人批准；意见都记在审批里。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal()
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.takes("arb.submit_draft", "arbitrator2", note_optional="", into="under_approval")
    request = newest(story)
    story.is_refused_on(request, "approval.endorse", "arbitrator3", "首席（独任）仲裁员", approval_opinion="")
    story.takes("approval.endorse", "arbitrator", request, approval_opinion="合议庭意见已反映")
    story.takes("approval.approve", "head", request, approval_opinion="")
    assert story.case().state == "approved"
    assert story.row(Event, rule="arb.approve").actor_name == "方之远"
