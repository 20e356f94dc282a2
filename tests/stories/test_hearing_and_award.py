"""组庭到裁决：通知、开庭、缺席、中止、延期、评议、审批、签发。"""

from datetime import date

import pytest
from teller import Told

from app.models import Approval, Award, Hearing, Paper
from app.services.errors import InvalidInput
from app.storytelling import BOTH_CAME, agreed

NOBODY = {"came-applicant": "absent", "came-respondent": "came"}


def reaches_the_tribunal(story: Told, *, alone: bool = True) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=alone)


def test_a_recorder_cannot_sit_in_the_same_tribunal_and_two_is_no_tribunal(story: Told) -> None:
    """ORG 13, 14：三人或者独任；书记员不得由本庭仲裁员兼任。"""
    story.files_application()
    story.is_accepted()
    story.is_refused(
        "arb.form_tribunal",
        "head",
        "仲裁庭应当由",
        chief=str(story.staff_id("arbitrator")),
        members=[str(story.staff_id("arbitrator2"))],
        recorder=str(story.staff_id("clerk")),
    )


def test_the_notice_of_a_hearing_leaves_five_working_days(story: Told) -> None:
    """LMA 35：开庭五日前书面通知；3月10日通知，最早3月17日开庭。"""
    reaches_the_tribunal(story)
    story.is_refused("arb.set_hearing", "clerk", "2026-03-17", hearing_at="2026-03-16 09:00", room="第一仲裁庭")
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-17 09:00", room="第一仲裁庭", into="hearing_set")


def test_no_hearing_without_proof_that_everyone_was_notified(story: Told) -> None:
    """LMA 35；CHR 20：没有送达回证，不能开庭。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    day = story.clock.day
    story.serves(
        "hearing_notice", "applicant", "clerk", method="direct", sent=day, served=day, party_id=story.party("applicant")
    )
    assert story.row(Hearing).state == "set"
    story.clock.to(3, 24)
    story.is_refused("arb.hear", "clerk", "被申请人", hearing_record="笔录", **BOTH_CAME)
    story.serves(
        "hearing_notice",
        "respondent",
        "clerk",
        method="direct",
        sent=story.clock.day,
        served=story.clock.day,
        party_id=story.party("respondent"),
    )
    assert story.row(Hearing).state == "notified"


def test_an_absent_applicant_is_treated_as_withdrawn_only_after_timely_notice(story: Told) -> None:
    """LMA 36；CHR 39：开庭五日前书面通知过，无正当理由不到庭的，才可以按撤回处理。"""
    reaches_the_tribunal(story)
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-24 09:00", room="第一仲裁庭")
    story.clock.to(3, 20)
    day = story.clock.day
    story.serves(
        "hearing_notice", "applicant", "clerk", method="direct", sent=day, served=day, party_id=story.party("applicant")
    )
    story.clock.to(3, 24)
    story.is_refused("arb.deem_withdrawn", "arbitrator", "五个工作日前", absence_reason="未到庭", **NOBODY)


def test_a_duly_notified_absent_applicant_loses_the_case_file(story: Told) -> None:
    """LMA 36：按撤回仲裁申请处理；尚未开庭的庭期随之取消。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.takes("arb.deem_withdrawn", "arbitrator", absence_reason="无正当理由未到庭", into="deemed_withdrawn", **NOBODY)
    assert story.row(Hearing).state == "cancelled"
    assert "deemed_withdrawal_decision" in story.papers()
    story.is_refused("arb.close", "clerk", "还没有送达", note_optional="")


def test_no_deliberation_before_mediation_was_tried(story: Told) -> None:
    """LMA 42：仲裁庭在作出裁决前，应当先行调解。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    away = {"came-applicant": "came", "came-respondent": "absent"}
    story.takes("arb.hear_in_default", "arbitrator", default_reason="书面通知已送达", hearing_record="笔录", **away)
    story.is_refused("arb.deliberate", "arbitrator", "先行调解", deliberation_text="评议", **agreed(story.case().panel))
    story.takes("arb.no_mediation_possible", "arbitrator", no_mediation_reason="被申请人经通知未到庭")
    story.takes("arb.deliberate", "arbitrator", deliberation_text="评议", **agreed(story.case().panel), into="deliberated")


def test_suspension_stops_the_forty_five_days_and_the_case_resumes_where_it_was(story: Told) -> None:
    """CHR 46, 47：中止期间不计入期限。受理3月2日，中止3月20日至5月14日，期满6月11日。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.clock.to(3, 20)
    story.asks_for("arb.suspend", "arbitrator", suspension_ground="appraisal", suspension_reason="等待工伤认定", suspension_awaits="河湾区人力资源和社会保障局，受理〔2026〕31号", into="suspended")
    story.clock.to(5, 15)
    story.takes("arb.resume", "head", note_optional="工伤认定已作出", into="tribunal_formed")
    assert story.limit("arb.decide_45").due == date(2026, 6, 11)
    assert story.papers()[-2:] == ["suspension_notice", "resumption_notice"]


def test_one_extension_of_at_most_fifteen_days(story: Told) -> None:
    """LMA 43：案情复杂需要延期的，经批准可以延期，不得超过十五日。"""
    reaches_the_tribunal(story)
    story.is_refused("arb.extend", "arbitrator", "不得超过15日", extension_days="16", extension_reason="案情复杂")
    story.asks_for("arb.extend", "arbitrator", extension_days="15", extension_reason="案情复杂")
    assert story.limit("arb.decide_45").due == date(2026, 5, 1)
    story.is_refused("arb.extend", "arbitrator", "已经延长过", extension_days="1", extension_reason="案情复杂")


def test_postponing_cancels_the_first_hearing_and_lets_a_second_be_set(story: Told) -> None:
    """CHR 38：延期开庭的，重新通知。"""
    reaches_the_tribunal(story)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.takes("arb.postpone_hearing", "clerk", postpone_reason="申请人住院", into="tribunal_formed")
    assert story.row(Hearing).state == "postponed"
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-03-31 14:00", room="第一仲裁庭", into="hearing_set")
    assert story.row(Hearing).ordinal == 2


def test_small_items_are_final_and_large_ones_are_not_each_in_its_own_award(story: Told) -> None:
    """LMA 47；CHR 50：逐项按裁决金额看，不超过最低工资十二个月的终局；混合的分别裁决。"""
    story.reaches_an_award()
    final, other = story.row(Award, ordinal=1), story.row(Award, ordinal=2)
    assert (final.type, final.state, final.number) == ("final", "in_effect", "东川劳人仲案字〔2026〕第1-1号")
    assert (other.type, other.state, other.number) == ("non_final", "awaiting", "东川劳人仲案字〔2026〕第1-2号")
    assert final.effective_from == final.made_on == date(2026, 3, 24)
    assert [i.award_id == final.id for i in story.case().items] == [True, True, False]
    text = [p.facts["award"] for p in (story.row(Paper, award_id=final.id), story.row(Paper, award_id=other.id))]
    assert [r["action"] for r in text[0]["remedies"]] == ["sue", "annul"]
    assert {r["action"] for r in text[1]["remedies"]} == {"sue"}


def test_a_relation_to_confirm_makes_the_whole_case_one_non_final_award(story: Told) -> None:
    """O1 十一；rules §21.7：确认劳动关系的，全案一份非终局裁决。"""
    story.reaches_an_award(("wages", "5000"), ("relation_confirmation", ""), relation_confirmation=("granted", ""))
    award = story.row(Award)
    assert (award.ordinal, award.type, award.number) == (1, "non_final", "东川劳人仲案字〔2026〕第1号")


def test_nobody_approves_their_own_draft_and_a_returned_draft_goes_round_again(story: Told) -> None:
    """四眼：审批由仲裁院负责人办理，退回的裁决稿修改后重新送审。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    story.takes("arb.submit_draft", "arbitrator", note_optional="")
    waiting = (Approval, story.latest(Approval))
    story.is_refused_on(waiting, "approval.approve", "arbitrator", "本人报请", approval_opinion="")
    story.takes("approval.return", "head", waiting, remarks="加班费计算过程请写明天数", into="returned")
    assert story.case().state == "deliberated"
    assert {story.row(Award, ordinal=n).state for n in (1, 2)} == {"draft"}
    story.is_awarded()
    assert {story.row(Award, ordinal=n).state for n in (1, 2)} == {"in_effect", "awaiting"}


def test_a_claim_left_undecided_or_exceeded_never_goes_up_for_approval(story: Told) -> None:
    """CHR 53, 54：漏裁不能补正；裁决不超出请求。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.takes("arb.deliberate", "arbitrator", deliberation_text="评议", **agreed(story.case().panel))
    first = story.case().items[0]
    story.writes_draft(
        "arbitrator", **{f"item-{first.id}-disposition": "granted", f"item-{first.id}-awarded": "9000"}
    )
    story.is_refused("arb.submit_draft", "arbitrator", "第2、3项请求还没有裁决意见", note_optional="")
    story.is_refused("arb.submit_draft", "arbitrator", "第1项裁决金额超过请求金额", note_optional="")


def test_a_draft_changed_after_its_comparison_must_be_compared_again(story: Told) -> None:
    """裁审衔接：送审的裁决稿，就是与类案和口径比对过的那一稿。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided()
    item = story.case().items[2]
    story.writes_draft("arbitrator", **{f"item-{item.id}-disposition": "partly", f"item-{item.id}-awarded": "30000"})
    story.is_refused("arb.submit_draft", "arbitrator", "重新比对", note_optional="")


def test_a_partial_result_is_not_called_full(story: Told) -> None:
    """裁决稿：少于请求金额的不是全部支持；问题写在填写的那一项上。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    item = story.case().items[0]
    with pytest.raises(InvalidInput, match="部分支持"):
        story.writes_draft("arbitrator", **{f"item-{item.id}-disposition": "granted", f"item-{item.id}-awarded": "1"})


def test_a_calculation_filed_with_an_item_must_agree_with_the_draft(story: Told) -> None:
    """CHR 53：计算清单存入案件；裁决金额与计算结果不一致的，不能送审。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    damages = story.case().items[2]
    story.takes(
        "arb.file_calculation",
        "arbitrator",
        claim_item=str(damages.id),
        sum_name="pay.wrongful",
        sum_inputs="from=2021-02-01\nto=2026-01-30\naverage=6000\nlocal_average=8500",
    )
    working = story.case().items[2].working
    assert working[-1]["amount_fen"] == 6_000_000
    assert story.papers()[-1] == "calculation_sheet"
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.is_decided(wrongful_termination=("partly", "50000"))
    story.is_refused("arb.submit_draft", "arbitrator", "第3项裁决金额与计算过程的结果不一致", note_optional="")


def test_suspending_an_overdue_case_does_not_bring_its_days_back(story: Told) -> None:
    """CHR 46：中止只在期限之内扣除；已经届满的期限不因此恢复。"""
    story.files_application()
    story.is_accepted()
    story.clock.to(4, 20)
    story.asks_for("arb.suspend", "arbitrator", suspension_ground="other", suspension_reason="其他情形")
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)
    story.clock.to(4, 27)
    story.takes("arb.resume", "head", note_optional="")
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)
