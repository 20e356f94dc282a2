"""裁决之后（rules §7.2）：十七种情形，一种一个故事，都经过真实的登记；案件页据此写明各方还能做什么、到哪天。"""

from datetime import date

import pytest
from court_words import (
    FINAL,
    FIRM,
    NON_FINAL,
    WORKER,
    applies_to_annul,
    both_awards_are_served,
    ends,
    files,
    is_judged,
    may,
    rules_on_annulment,
    says,
    stands,
    state,
    sues,
    there_is,
)
from teller import Told

from app.models import Award, CourtMatter
from workflows.errors import Refused

BASIC = "court-hewan"


def enforces(story: Told, award_type: str, month: int, day: int, amount: str = "8000", **more: str) -> tuple[type[CourtMatter], int]:
    story.clock.to(month, day)
    story.takes(
        "court.enforce",
        "filing",
        award_optional=str(story.latest(Award, type=award_type)),
        mediation_paper="",
        creditor=str(story.party(WORKER)),
        court=str(story.body_id(BASIC)),
        filed_on=story.clock.day.isoformat(),
        enforce_amount=amount,
        **more,
    )
    return (CourtMatter, story.latest(CourtMatter))


def test_row_1_a_final_award_nobody_attacks_has_effect_on_the_day_it_is_made(story: Told) -> None:
    """LMA 47：终局裁决自作出之日起发生法律效力，不是十五日之后；写明的履行期届满，即可申请执行。"""
    both_awards_are_served(story)
    assert stands(story, FINAL) == ("effective", date(2026, 3, 24))
    assert may(story, FINAL) == {WORKER: "sue basic 2026-04-09", FIRM: "annul intermediate 2026-04-30"}
    assert story.row(Award, type=FINAL).effective_from == date(2026, 3, 24)
    assert story.limit("post.enforce").due == date(2028, 3, 24)
    with pytest.raises(Refused, match="履行期限到2026-04-03才届满"):
        enforces(story, FINAL, 4, 3, performance_until="2026-04-03")
    enforces(story, FINAL, 4, 4, performance_until="2026-04-03")
    assert story.limit("post.enforce").state == "met"


def test_row_2_a_worker_who_sues_leaves_the_final_award_contested(story: Told) -> None:
    """I1 21；O1 十三（P）：劳动者起诉，效力待定，不能申请执行；用人单位的抗辩由基层法院一并审查。"""
    both_awards_are_served(story)
    sues(story, FINAL, WORKER, 4, 1)
    assert (state(story, FINAL), stands(story, FINAL)) == ("contested", ("contested", None))
    assert may(story, FINAL) == {WORKER: "", FIRM: ""}
    assert "一并审查" in says(story, FINAL)
    assert story.limit("post.enforce").state == "closed"
    with pytest.raises(Refused, match="效力待定"):
        enforces(story, FINAL, 4, 2)


def test_row_3_an_application_to_annul_stays_enforcement_without_taking_the_effect(story: Told) -> None:
    """I1 25：用人单位申请撤销、劳动者申请执行的，中止执行；撤回或者驳回的恢复，撤销的终结执行。"""
    both_awards_are_served(story)
    enforcement = enforces(story, FINAL, 4, 2)
    story.takes("court.accept", "courtclerk", enforcement, court_number="（2026）鲁0591执12号", into="accepted")
    story.is_refused_on(enforcement, "court.stay_enforcement", "judge", "没有尚未审结的申请撤销", note_optional="")
    annulment = applies_to_annul(story, 4, 10)
    assert (state(story, FINAL), stands(story, FINAL)) == ("in_effect", ("enforcement_stayed", date(2026, 3, 24)))
    story.takes("court.stay_enforcement", "judge", enforcement, note_optional="", into="stayed")
    story.is_refused_on(enforcement, "court.resume_enforcement", "judge", "还没有审结", note_optional="")
    rules_on_annulment(story, annulment, "annulment_refused", "2026-05-20")
    assert stands(story, FINAL) == ("effective", date(2026, 3, 24))
    story.takes("court.resume_enforcement", "judge", enforcement, note_optional="", into="accepted")


def test_row_3_an_annulled_award_ends_its_enforcement_and_both_sides_may_sue(story: Told) -> None:
    """LMA 49(3)；I1 25：裁决被撤销，终结执行；当事人自收到裁定之日起十五日内起诉。"""
    both_awards_are_served(story)
    enforcement = enforces(story, FINAL, 4, 2)
    story.takes("court.accept", "courtclerk", enforcement, court_number="（2026）鲁0591执12号")
    annulment = applies_to_annul(story, 4, 10)
    with pytest.raises(Refused, match="请选择撤销的理由"):
        rules_on_annulment(story, annulment, "annulled", "2026-05-20")
    reached = {"ruling_reached_worker": "2026-05-21", "ruling_reached_employer": "2026-05-22"}
    rules_on_annulment(story, annulment, "annulled", "2026-05-20", "procedure", **reached)
    assert story.row(CourtMatter, kind="enforcement").state == "ended"
    assert (state(story, FINAL), stands(story, FINAL)) == ("annulled", ("annulled", None))
    assert may(story, FINAL) == {WORKER: "sue basic 2026-06-05", FIRM: "sue basic 2026-06-08"}
    sues(story, FINAL, FIRM, 6, 1)
    assert may(story, FINAL)[FIRM] == ""


def test_row_4_where_the_worker_sues_the_employers_application_falls(story: Told) -> None:
    """I1 21：劳动者起诉的，中级法院对用人单位的申请不予受理；撤销事由由基层法院一并审查（O1 十三）。"""
    both_awards_are_served(story)
    sues(story, FINAL, WORKER, 4, 1)
    application = files(story, "annulment", FINAL, FIRM, 4, 7, "court-mid")
    story.takes("court.not_accept", "judge-mid", application, note="劳动者已经起诉", into="not_accepted")
    assert (state(story, FINAL), stands(story, FINAL)) == ("contested", ("contested", None))
    assert "用人单位申请撤销不予受理或者驳回" in says(story, FINAL)
    assert may(story, FINAL)[FIRM] == ""


def test_row_5_the_employer_has_a_second_chance_when_the_workers_suit_fails(story: Told) -> None:
    """I1 21：自收到驳回起诉或者准许撤诉的裁定之日起三十日内申请撤销；以后登记收到之日的，按收到之日重算。"""
    both_awards_are_served(story)
    suit = sues(story, FINAL, WORKER, 4, 1)
    ends(story, suit, "withdrawn", "2026-05-12")
    assert stands(story, FINAL) == ("effective", date(2026, 5, 12))
    assert story.limit("post.annul.after_worker_fails").due == date(2026, 6, 11)
    story.clock.to(5, 18)
    typed = {"receiving_party": str(story.party(FIRM)), "ruling_received_on": "2026-05-18"}
    story.takes("court.record_receipt", "courtclerk", suit, **typed)
    assert story.limit("post.annul.after_worker_fails").due == date(2026, 6, 17)
    assert may(story, FINAL)[FIRM] == "annul intermediate 2026-06-17"
    story.is_refused_on(suit, "court.record_receipt", "courtclerk", "已经登记", **typed)
    applies_to_annul(story, 6, 17)
    assert story.limit("post.annul.after_worker_fails").state == "met"


def test_row_6_the_employers_suit_on_a_final_award_is_refused_and_its_thirty_days_run_on(story: Told) -> None:
    """LMA 48, 49；I1 18：用人单位不能起诉终局裁决；申请撤销的三十日不因此改变。"""
    both_awards_are_served(story)
    with pytest.raises(Refused, match="只能自收到裁决书之日起三十日内申请撤销"):
        files(story, "first_instance", FINAL, FIRM, 4, 7)
    clock = story.limit("post.annul")
    assert (clock.state, clock.due) == ("open", date(2026, 4, 30))
    assert may(story, FINAL)[FIRM] == "annul intermediate 2026-04-30"


def test_row_7_a_non_final_award_has_effect_when_the_last_partys_days_have_passed(story: Told) -> None:
    """LMA 50：双方都不起诉，最后一方十五日届满的次日生效；执行的二年从生效之日起算。"""
    both_awards_are_served(story)
    assert stands(story, NON_FINAL) == ("pending", None)
    assert may(story, NON_FINAL) == {WORKER: "sue basic 2026-04-09", FIRM: "sue basic 2026-04-15"}
    story.clock.to(4, 16)
    story.time_passes()
    assert stands(story, NON_FINAL) == ("effective", date(2026, 4, 16))
    assert story.row(Award, type=NON_FINAL).effective_from == date(2026, 4, 16)
    assert story.limit("post.enforce").due == date(2028, 4, 17)


def test_row_8_a_suit_on_part_takes_the_effect_from_the_whole_and_the_rest_is_restated(story: Told) -> None:
    """I1 16；O1 十五：部分起诉，整份裁决不生效；未起诉的事项也要在判决中写明；判决生效后取代裁决。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("no_effect", ("no_effect", None))
    assert "未起诉的事项由法院一并写入判决" in says(story, NON_FINAL)
    overtime = story.case().items[0]
    story.clock.to(6, 18)
    only_one = {"decided_on": "2026-06-18", f"outcome-{overtime.id}-disposition": "refused"}
    story.is_refused_on(suit, "court.enter_judgment", "judge", "未起诉的事项也应在判决中载明", **only_one)
    is_judged(story, suit, "2026-06-18", ruling_reached_worker="2026-06-22", ruling_reached_employer="2026-06-24")
    story.clock.to(7, 9)
    assert story.time_passes()["judgments"] == 0
    assert stands(story, NON_FINAL) == ("no_effect", None)
    story.clock.to(7, 10)
    assert story.time_passes()["judgments"] == 1
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("superseded", ("superseded", None))
    assert story.row(CourtMatter).effective_on == date(2026, 7, 10)


def test_row_9_both_sides_suits_are_one_case_and_one_withdrawal_leaves_the_other(story: Told) -> None:
    """I1 4：双方均起诉的并案审理，互为原告和被告；一方撤诉的，另一方的请求继续审理。"""
    both_awards_are_served(story)
    first = sues(story, NON_FINAL, WORKER, 4, 7, 70)
    second = sues(story, NON_FINAL, FIRM, 4, 10, 71)
    story.is_refused_on(first, "court.join", "judge", "没有先立案的", note_optional="")
    story.takes("court.join", "judge", second, note_optional="", into="joined")
    assert "互为原告和被告" in says(story, NON_FINAL)
    ends(story, first, "withdrawn", "2026-05-12")
    assert story.row(CourtMatter, number="（2026）鲁0591民初71号").state == "accepted"
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("no_effect", ("no_effect", None))
    is_judged(story, second, "2026-06-18", ruling_reached_worker="2026-06-22", ruling_reached_employer="2026-06-24")
    story.clock.to(7, 10)
    story.time_passes()
    assert state(story, NON_FINAL) == "superseded"


def test_row_9_joined_suits_are_decided_by_one_judgment(story: Told) -> None:
    """I1 4：并案审理的，一份判决解决双方的请求；统计只计一次。"""
    both_awards_are_served(story)
    first = sues(story, NON_FINAL, WORKER, 4, 7, 70)
    second = sues(story, NON_FINAL, FIRM, 4, 10, 71)
    story.takes("court.join", "judge", second, note_optional="")
    is_judged(story, first, "2026-06-18", ruling_reached_worker="2026-06-22", ruling_reached_employer="2026-06-24")
    joined = story.row(CourtMatter, number="（2026）鲁0591民初71号")
    assert (joined.state, joined.ended_by, joined.decided_on) == ("judged", None, None)
    story.clock.to(7, 10)
    story.time_passes()
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("superseded", ("superseded", None))


def test_row_10_the_court_that_accepted_later_transfers_to_the_first(story: Told) -> None:
    """I1 4：双方向不同法院起诉的，后受理的法院移送先受理的法院。"""
    both_awards_are_served(story)
    there_is(story, "judge-other", "judge", "court-shiqiao")
    first = sues(story, NON_FINAL, WORKER, 4, 7, 70)
    later = sues(story, NON_FINAL, FIRM, 4, 10, 5, "judge-other", "court-shiqiao")
    assert "后受理的法院移送先受理的法院" in says(story, NON_FINAL)
    story.is_refused_on(first, "court.transfer", "judge", "后受理的法院才移送", note_optional="")
    story.is_refused_on(later, "court.join", "judge-other", "本院没有先立案的", note_optional="")
    story.takes("court.transfer", "judge-other", later, note_optional="", into="joined")
    moved = story.row(CourtMatter)
    assert (moved.court_id, moved.moved_from_id) == (story.body_id(BASIC), story.body_id("court-shiqiao"))
    assert moved.merged_into_id == first[1]


def test_row_12_split_awards_live_side_by_side_and_the_annulment_may_wait(story: Told) -> None:
    """O1 十二：终局裁决申请撤销，非终局裁决起诉，并行不悖；中级法院可以中止撤销案件，等待该案结果。"""
    both_awards_are_served(story)
    annulment = applies_to_annul(story, 4, 8)
    story.is_refused_on(annulment, "court.stay_annulment", "judge-mid", "不需要等待", note_optional="")
    sues(story, NON_FINAL, FIRM, 4, 10)
    assert stands(story, FINAL) == ("effective", date(2026, 3, 24))
    assert stands(story, NON_FINAL) == ("no_effect", None)
    assert "中级法院可以中止撤销案件" in says(story, FINAL)
    story.takes("court.stay_annulment", "judge-mid", annulment, note_optional="", into="stayed")
    story.takes("court.resume_annulment", "judge-mid", annulment, note_optional="", into="accepted")
    assert (state(story, FINAL), state(story, NON_FINAL)) == ("in_effect", "no_effect")


def test_row_13_a_withdrawn_suit_gives_the_award_effect_from_service_of_the_ruling(story: Told) -> None:
    """SPC2000 1：准许撤诉的，裁决自裁定送达之日起生效。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    reached = {"ruling_reached_worker": "2026-05-14", "ruling_reached_employer": "2026-05-15"}
    ends(story, suit, "withdrawn", "2026-05-12", **reached)
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("in_effect", ("effective", date(2026, 5, 15)))
    assert story.row(Award, type=NON_FINAL).effective_from == date(2026, 5, 15)


def test_row_14_after_a_late_suit_the_award_has_effect_from_the_day_after_the_period(story: Told) -> None:
    """SPC2000 2：以逾期为由驳回起诉的，裁决自起诉期限届满的次日起恢复效力。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 16)
    assert "是否逾期由法院认定" in says(story, NON_FINAL)
    ends(story, suit, "dismissed_late", "2026-05-12")
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("in_effect", ("effective", date(2026, 4, 16)))
    assert story.row(Award, type=NON_FINAL).effective_from == date(2026, 4, 16)


@pytest.mark.parametrize("why", ["dismissed_wrong_party", "dismissed_not_labour"])
def test_row_15_wrong_party_or_no_labour_dispute_the_award_never_has_effect(story: Told, why: str) -> None:
    """SPC2000 3：因主体不适格或者不属于劳动争议被驳回的，裁决不发生法律效力。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    ends(story, suit, why, "2026-05-12")
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("never_effective", ("never_effective", None))
    with pytest.raises(Refused, match=r"没有已经生效|不能执行"):
        enforces(story, NON_FINAL, 6, 1)


def test_a_settlement_in_court_replaces_the_award(story: Told) -> None:
    """I1 16；LMA 50：法院调解结案的，法院的调解书取代裁决，谁也不能再执行裁决。"""
    both_awards_are_served(story)
    suit = sues(story, NON_FINAL, FIRM, 4, 10)
    ends(story, suit, "settled", "2026-05-12")
    assert (state(story, NON_FINAL), stands(story, NON_FINAL)) == ("superseded", ("superseded", None))


def test_refused_enforcement_lets_either_side_sue_for_thirty_days(story: Told) -> None:
    """I1 24；CPL 248：裁定不予执行的，当事人自收到裁定次日起三十日内起诉。"""
    both_awards_are_served(story)
    enforcement = enforces(story, FINAL, 4, 2)
    story.takes("court.accept", "courtclerk", enforcement, court_number="（2026）鲁0591执12号")
    story.clock.to(5, 22)
    story.takes(
        "court.end_enforcement",
        "judge",
        enforcement,
        decided_on="2026-05-20",
        enforcement_ending="not_enforced",
        ruling_reached_worker="2026-05-21",
        ruling_reached_employer="2026-05-22",
        note="裁定不予执行",
    )
    assert (state(story, FINAL), stands(story, FINAL)) == ("not_enforced", ("no_effect", None))
    assert may(story, FINAL) == {WORKER: "sue basic 2026-06-22", FIRM: "sue basic 2026-06-22"}
    sues(story, FINAL, FIRM, 6, 1)
    assert story.limit("post.sue.after_non_enforcement", party_id=story.party(FIRM)).state == "met"
