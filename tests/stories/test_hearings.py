"""庭审与评议：延期、撞庭、缺席、按撤回处理、不公开、少数意见。"""


import pytest
from teller import Told

from app.models import Award, Case, Hearing, Paper, Party, Request
from app.services.errors import InvalidInput
from app.story_service import PROOFS
from app.storytelling import BOTH_CAME, agreed

FIRM_AWAY = {"came-applicant": "came", "came-respondent": "absent"}
WORKER_AWAY = {"came-applicant": "absent", "came-respondent": "agent"}


def reaches_the_tribunal(story: Told, *, alone: bool = True, **how: str) -> None:
    story.files_application(**how)
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=alone)


def is_notified(story: Told, side: str, day: int, method: str = "direct", **more: str) -> None:
    """The notice reaches this side on a day of March."""
    story.clock.to(3, day)
    story.takes(
        "svc.record",
        "clerk",
        paper=str(story.latest(Paper, kind="hearing_notice", party_id=story.party(side))),
        party=str(story.party(side)),
        service_method=method,
        sent_on=story.clock.day.isoformat(),
        served_on=story.clock.day.isoformat(),
        **{**PROOFS[method], **more},
    )


def asks_to_postpone(story: Told) -> tuple[type[Request], int]:
    story.takes(
        "request.postpone",
        "clerk",
        asking_party=str(story.party("applicant")),
        request_text="申请人三月二十三日手术，不能到庭",
    )
    return (Request, story.latest(Request))


def test_a_hearing_is_postponed_when_asked_three_working_days_before(story: Told) -> None:
    """LMA 35；CHR 38：三月二十四日开庭，最迟十九日申请延期；同意的，重新排期、重新通知。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 19)
    asked = asks_to_postpone(story)
    story.is_refused("request.postpone", "clerk", "还没有决定", asking_party=str(story.party("respondent")), request_text="无")
    story.takes("request.grant_postpone", "arbitrator", asked, note="有医院通知为证", into="granted")
    assert story.case().state == "tribunal_formed"
    assert story.row(Hearing).state == "postponed"
    assert story.papers()[-2:] == ["postponement_notice", "postponement_notice"]
    told = story.row(Paper, kind="postponement_notice").facts
    assert told["hearing"]["date"] == "2026-03-24"
    assert "手术" in told["postponement"]["reason"]
    story.is_set_down_and_notified("2026-04-02 14:00")
    first, second = story.row(Hearing, ordinal=1), story.row(Hearing, ordinal=2)
    assert (first.postponed_to_id, second.state) == (second.id, "notified")


def test_a_request_to_postpone_that_comes_too_late_cannot_be_granted(story: Told) -> None:
    """LMA 35：开庭前三个工作日以内才提出的，不能按申请延期；仲裁庭认为必要的，可以依职权延期。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 20)
    asked = asks_to_postpone(story)
    story.is_refused_on(asked, "request.grant_postpone", "arbitrator", "最迟在2026-03-19提出", note="同意")
    story.takes("request.refuse_postpone", "arbitrator", asked, note="逾期提出，又没有证据", into="refused")
    assert story.case().state == "hearing_set"
    story.takes("arb.postpone_hearing", "clerk", postpone_reason="仲裁庭网络故障", into="tribunal_formed")


def test_one_room_one_arbitrator_and_one_recorder_sit_in_one_case_at_a_time(story: Told) -> None:
    """CHR 38：同一时间，仲裁庭、仲裁员、书记员都只能开一个庭；一次开庭的长度是本委的设置。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    first = story.case().title
    story.files_application(on="2026-03-10")
    story.is_accepted(other_dispute="yes")
    story.has_a_tribunal(alone=True)
    for at, room, why in (
        ("2026-03-24 10:30", "第一仲裁庭", f"第一仲裁庭在09:00有{first}的庭"),
        ("2026-03-24 10:30", "第二仲裁庭", f"本案仲裁员在09:00要开{first}的庭"),
        ("2026-03-24 08:00", "第二仲裁庭", f"本案书记员在09:00要记{first}的庭"),
    ):
        story.is_refused("arb.set_hearing", "clerk", why, hearing_at=at, room=room)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 11:00", room="第一仲裁庭", into="hearing_set")


def test_other_people_in_another_room_may_sit_at_the_same_time(story: Told) -> None:
    """CHR 38：仲裁庭、仲裁员、书记员和劳动者都不同的，互不妨碍；用人单位可以派不同的人。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    story.files_application(on="2026-03-10")
    story.is_accepted(other_dispute="yes")
    story.has_a_tribunal(alone=True)
    with story.runtime.engine.begin() as connection:
        connection.execute(
            Case.__table__.update()  # type: ignore[attr-defined]
            .where(Case.__table__.c.id == story.case_id)  # type: ignore[attr-defined]
            .values(chief_id=story.staff_id("arbitrator2"), panel=[story.staff_id("arbitrator2")], recorder_id=story.staff_id("arbitrator3"))
        )
    story.is_refused("arb.set_hearing", "clerk", "第一仲裁庭在09:00", hearing_at="2026-03-24 09:30", room="第一仲裁庭")
    story.is_refused("arb.set_hearing", "clerk", "邹玥在09:00要出", hearing_at="2026-03-24 09:30", room="第二仲裁庭")
    with story.runtime.engine.begin() as connection:
        another = {"name": "沈禾", "id_number": "370502198807158029"}
        mine = (Party.__table__.c.case_id == story.case_id) & (Party.__table__.c.kind == "worker")  # type: ignore[attr-defined]
        connection.execute(Party.__table__.update().where(mine).values(**another))  # type: ignore[attr-defined]
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:30", room="第二仲裁庭", into="hearing_set")


def test_who_came_is_recorded_party_by_party(story: Told) -> None:
    """CHR 41：逐一登记到庭情况；有一方没有登记的，不能办理。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    with pytest.raises(InvalidInput, match="没有登记被申请人"):
        story.takes("arb.hear", "clerk", hearing_record="笔录", **{"came-applicant": "came"})
    story.takes("arb.hear", "clerk", hearing_record="笔录", **BOTH_CAME)
    hearing = story.row(Hearing)
    assert hearing.appearance == {str(story.party("applicant")): "came", str(story.party("respondent")): "agent"}
    assert hearing.came == "申请人邹玥本人到庭，被申请人东川市恒岳建筑安装有限公司的委托代理人到庭"


def test_an_absent_respondent_is_heard_in_default_and_the_award_says_so(story: Told) -> None:
    """LMA 36；CHR 39：被申请人经书面通知无正当理由不到庭的，可以缺席裁决；裁决书写明。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_refused("arb.hear", "clerk", "缺席审理", hearing_record="笔录", **FIRM_AWAY)
    story.is_refused("arb.hear_in_default", "arbitrator", "都到庭了", default_reason="无", hearing_record="笔录", **BOTH_CAME)
    story.takes(
        "arb.hear_in_default",
        "arbitrator",
        default_reason="开庭通知三月十日直接送达，未说明理由",
        hearing_record="笔录",
        into="heard",
        **FIRM_AWAY,
    )
    story.takes("arb.no_mediation_possible", "arbitrator", no_mediation_reason="被申请人未到庭")
    story.is_decided()
    story.is_awarded()
    told = story.row(Paper, kind="award").facts["award"]
    assert "依法缺席审理" in "".join(told["procedure_notes"])
    assert "经书面通知，无正当理由未到庭" in told["hearings"][0]["appearance"]


def test_no_default_hearing_without_timely_notice(story: Told) -> None:
    """LMA 35, 36；rules §21.2：通知没有在开庭五个工作日前送达的，不能缺席审理。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    is_notified(story, "applicant", 10)
    is_notified(story, "respondent", 18)
    story.clock.to(3, 24)
    typed = {"default_reason": "未到庭", "hearing_record": "笔录", **FIRM_AWAY}
    story.is_refused("arb.hear_in_default", "arbitrator", "五个工作日前", **typed)
    story.takes("arb.postpone_hearing", "clerk", postpone_reason="被申请人通知过晚", into="tribunal_formed")


def test_who_has_a_good_reason_is_not_heard_against_in_absence(story: Told) -> None:
    """LMA 36：有正当理由未到庭的，延期开庭。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    typed = {"default_reason": "突发疾病", "hearing_record": "笔录", "came-applicant": "came", "came-respondent": "excused"}
    story.is_refused("arb.hear_in_default", "arbitrator", "应当延期开庭", **typed)


def test_simple_notice_supports_a_default_hearing_only_when_receipt_is_confirmed(story: Told) -> None:
    """CHR 59：简易处理的案件可以用电话、短信通知开庭，未确认收悉的不能缺席裁决，也不能按撤回处理。"""
    reaches_the_tribunal(story, procedure="simplified")
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-13 09:00", room="第一仲裁庭")
    is_notified(story, "applicant", 11, "simple")
    is_notified(story, "respondent", 11, "simple", receipt_confirmed="yes")
    story.clock.to(3, 13)
    story.is_refused("arb.deem_withdrawn", "arbitrator", "须确认收悉", absence_reason="未到庭", **WORKER_AWAY)
    typed = {"default_reason": "短信回复收到", "hearing_record": "笔录"}
    story.takes("arb.hear_in_default", "arbitrator", into="heard", **typed, **FIRM_AWAY)


def test_simple_means_are_not_for_ordinary_cases(story: Told) -> None:
    """CHR 59：简便方式只用于简易处理。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    story.is_refused(
        "svc.record",
        "clerk",
        "只用于简易处理",
        paper=str(story.latest(Paper, kind="hearing_notice")),
        party=str(story.party("respondent")),
        service_method="simple",
        sent_on="2026-03-10",
        served_on="2026-03-10",
        proof="短信",
        receipt_confirmed="yes",
    )


def test_a_case_is_not_deemed_withdrawn_while_an_applicant_is_there(story: Told) -> None:
    """LMA 36：申请人到庭，或者有正当理由的，不能按撤回处理。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    for way in ("came", "excused"):
        typed = {"came-applicant": way, "came-respondent": "agent"}
        story.is_refused("arb.deem_withdrawn", "arbitrator", "不能把全案按撤回", absence_reason="未到庭", **typed)
    story.is_refused("arb.hear", "clerk", "按撤回申请处理", hearing_record="笔录", **WORKER_AWAY)


def test_an_applicant_who_leaves_without_leave_is_treated_as_withdrawn(story: Told) -> None:
    """LMA 36；CHR 39：申请人未经仲裁庭同意中途退庭的，按撤回处理；决定书写明是退庭。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes(
        "arb.hear", "clerk", hearing_record="十时申请人退庭", **{"came-applicant": "left", "came-respondent": "agent"}
    )
    story.takes("arb.deem_withdrawn_left", "arbitrator", absence_reason="质证中途退庭", into="deemed_withdrawn")
    told = story.row(Paper, kind="deemed_withdrawal_decision").facts["absence"]
    assert (told["kind"], told["notified_on"]) == ("left", "2026-03-10")


def test_a_further_hearing_may_be_set_and_postponed_without_undoing_the_first(story: Told) -> None:
    """CHR 38：可以再次开庭；再次开庭延期的，已经开过的庭仍然有效。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.hear", "clerk", hearing_record="第一次庭审", **BOTH_CAME)
    story.is_set_down_and_notified("2026-04-02 09:00")
    story.takes("arb.postpone_hearing", "clerk", postpone_reason="证人不能到庭", into="heard")
    story.is_set_down_and_notified("2026-04-08 09:00")
    story.clock.to(4, 8)
    story.takes("arb.hear", "clerk", hearing_record="第二次庭审", into="heard", **BOTH_CAME)
    states = [story.row(Hearing, ordinal=n).state for n in (1, 2, 3)]
    assert states == ["held", "postponed", "held"]


def test_a_hearing_is_private_on_a_partys_written_request(story: Told) -> None:
    """LMA 26；CHR 25：涉及商业秘密的，当事人书面申请，不公开开庭；通知书写明不公开。"""
    reaches_the_tribunal(story)
    story.is_refused("arb.hear_in_private", "arbitrator", "当事人书面提出", private_ground="trade_secret")
    story.takes(
        "request.private_hearing",
        "clerk",
        asking_party=str(story.party("respondent")),
        private_ground="trade_secret",
        request_text="涉及投标报价",
    )
    story.takes("request.grant_private_hearing", "arbitrator", (Request, story.latest(Request)), note_optional="")
    story.is_set_down_and_notified("2026-03-24 09:00")
    assert story.row(Paper, kind="hearing_notice").facts["hearing"]["public"] is False
    assert story.row(Hearing).public is False


def test_each_ground_of_suspension_says_whom_or_what_it_waits_for(story: Told) -> None:
    """CHR 47：劳动者死亡等事由写明是谁；等待另一案或者鉴定的，写明案号或者受理文号。"""
    reaches_the_tribunal(story)
    firm, worker = str(story.party("respondent")), str(story.party("applicant"))
    for ground, more, why in (
        ("death", {"suspension_party": firm}, "哪一名劳动者"),
        ("employer_ended", {"suspension_party": worker}, "哪一名用人单位"),
        ("other_case", {}, "等待的是哪一件案件"),
        ("appraisal", {}, "等待的是哪一件案件"),
    ):
        story.is_refused("arb.suspend", "arbitrator", why, suspension_ground=ground, suspension_reason="事由", **more)
    story.asks_for(
        "arb.suspend", "arbitrator", suspension_ground="death", suspension_party=worker, suspension_reason="死亡证明在卷"
    )


# ---- 评议 ----


def is_ready_to_deliberate(story: Told) -> list[int]:
    reaches_the_tribunal(story, alone=False)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    return list(story.case().panel)


def held(views: dict[int, str]) -> dict[str, str]:
    """Who holds which view, with a reason each."""
    return {
        name: value
        for one, view in views.items()
        for name, value in ((f"views-{one}-view", view), (f"views-{one}-text", f"理由{view}"))
    }


def test_the_minority_is_recorded_and_a_dissenter_may_leave_the_award_unsigned(story: Told) -> None:
    """LMA 45, 46；CHR 52, 53：按多数意见裁决，少数意见入笔录；持不同意见的可以不签名，其他人应当签名。"""
    chief, second, third = is_ready_to_deliberate(story)
    with pytest.raises(InvalidInput, match="没有登记仲裁员"):
        story.takes("arb.deliberate", "arbitrator", deliberation_text="支持", **held({chief: "first", second: "first"}))
    views = held({chief: "first", second: "first", third: "second"})
    story.is_decided()
    story.takes("arb.deliberate", "arbitrator", deliberation_text="支持全部请求", **views)
    told = story.row(Paper, kind="deliberation_record")
    assert told.folder == "inner"
    assert "多数意见（第一种意见）" in told.facts["deliberation"]["conclusion"]
    assert [d["text"] for d in told.facts["deliberation"]["dissent"]] == ["理由second"]
    story.takes("arb.submit_draft", "arbitrator", note_optional="")
    story.is_approved()
    story.is_refused("arb.sign", "arbitrator", "持不同意见的仲裁员可以不签名", not_signing=[str(second)])
    story.takes("arb.sign", "arbitrator", not_signing=[str(third)], note_optional="", into="awarded")
    award = story.row(Paper, kind="award")
    assert award.facts["panel"]["unsigned"] == [story.actor("arbitrator3").name]
    assert "理由second" not in str(award.facts)


def test_without_a_majority_the_chiefs_view_decides(story: Told) -> None:
    """LMA 45：不能形成多数意见时，按首席仲裁员的意见作出裁决。"""
    chief, second, third = is_ready_to_deliberate(story)
    views = held({chief: "second", second: "first", third: "third"})
    story.takes("arb.deliberate", "arbitrator", deliberation_text="部分支持", **views)
    told = story.row(Paper, kind="deliberation_record").facts["deliberation"]
    assert "不能形成多数意见，按首席仲裁员的意见（第二种意见）" in told["conclusion"]
    assert len(told["dissent"]) == 2


def test_a_sole_arbitrator_decides_alone(story: Told) -> None:
    """LMA 31, 45：独任仲裁员的意见就是结论，没有不同意见，裁决书必须签名。"""
    story.reaches_an_award()
    assert "独任仲裁员按上述意见" in story.row(Paper, kind="deliberation_record").facts["deliberation"]["conclusion"]
    assert story.row(Award, ordinal=1).state == "in_effect"
    assert agreed([1])["views-1-view"] == "first"
