"""反申请、变更请求、放弃、时效抗辩、连带责任：请求怎样变，留下什么痕迹。"""

from datetime import date

import pytest
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.models import ClaimItem, ItemChange, ItemLiability, Limit, Paper
from app.storytelling import WentWrong


def counterclaim(story: Told) -> dict[str, str]:
    return {
        "asking_party": str(story.party("respondent")),
        "against_party": str(story.party("applicant")),
        "claim_kind": "employer_damages",
        "claim_amount": "5000",
        "request_text": "请求申请人赔偿丢失的测量仪器5,000元",
    }


def test_a_counterclaim_in_time_is_joined_and_the_forty_five_days_count_anew(story: Told) -> None:
    """CHR 36、46：答辩期内提出反申请，五日内决定；合并处理的，仲裁期限从受理反申请之日起重新计算。"""
    is_served(story)  # 2 March accepted, copy served the same day: the answer period ends on 16 March
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)
    story.clock.to(3, 12)
    story.takes("counterclaim.file", "filing", **counterclaim(story))
    assert story.limit("arb.counterclaim.decide").due == date(2026, 3, 19)
    story.clock.to(3, 16)
    story.takes("counterclaim.join", "filing", request_of(story, "counterclaim"), note_optional="")
    item = story.row(ClaimItem, counterclaim=True)
    assert (item.applicant_id, item.respondent_id) == (story.party("respondent"), story.party("applicant"))
    assert (item.claimed_fen, item.ordinal) == (500000, 4)
    assert story.limit("arb.decide_45").due == date(2026, 4, 30)
    assert story.limit("arb.counterclaim.decide").state == "met"
    assert story.row(ItemChange).kind == "added"
    told = story.row(Paper, kind="procedural_notice").facts["decision"]
    assert told["articles"] == ["CHR 36", "CHR 46"]
    assert story.case().on_side("applicant")[0].name not in told["to"]


def test_whom_a_counterclaim_is_against_answers_it_in_a_period_of_its_own(story: Told) -> None:
    """LMA 30；CHR 36：反申请受理后，对方自收到副本之日起十日内可以答辩；被申请人交答辩书不了结这一期限，也不因此再能提反申请。"""
    is_served(story)
    story.clock.to(3, 12)
    story.takes("counterclaim.file", "filing", **counterclaim(story))
    story.takes("counterclaim.join", "filing", request_of(story, "counterclaim"), note_optional="")
    rights = story.row(Paper, kind="counterclaim_notice").facts["decision"]["rights"]
    assert "对反申请提交答辩书" in rights
    day = date(2026, 3, 12)
    story.serves("counterclaim_notice", "applicant", "filing", method="direct", sent=day, served=day)
    assert story.limit("arb.answer", party_id=story.party("applicant")).due == date(2026, 3, 26)
    story.takes("arb.receive_answer", "clerk", answer_text="不同意申请人的请求")
    assert story.limit("arb.answer", party_id=story.party("respondent")).state == "met"
    assert story.limit("arb.answer", party_id=story.party("applicant")).state == "open"
    story.is_refused(
        "counterclaim.receive_answer", "clerk", "不是针对该当事人的", party=str(story.party("respondent")), answer_text="同意"
    )
    story.takes("counterclaim.receive_answer", "clerk", party=str(story.party("applicant")), answer_text="不欠反申请的款项")
    assert story.limit("arb.answer", party_id=story.party("applicant")).state == "met"
    story.clock.to(3, 17)
    story.is_refused("counterclaim.file", "filing", "另行申请仲裁", **counterclaim(story))


def test_a_counterclaim_after_the_answer_period_is_a_case_of_its_own(story: Told) -> None:
    """CHR 36：逾期提出的反申请，应当另行申请仲裁。"""
    is_served(story)
    story.clock.to(3, 17)
    story.is_refused("counterclaim.file", "filing", "另行申请仲裁", **counterclaim(story))
    assert len(story.case().items) == 3


def test_a_counterclaim_that_cannot_be_joined_is_answered_in_writing(story: Told) -> None:
    """CHR 36：不能合并处理的，书面告知另行申请；只有被申请人可以对申请人提出。"""
    is_served(story)
    story.is_refused(
        "counterclaim.file", "filing", "由被申请人提出", **counterclaim(story) | {"asking_party": str(story.party("applicant"))}
    )
    story.takes("counterclaim.file", "filing", **counterclaim(story))
    story.takes(
        "counterclaim.apart",
        "filing",
        request_of(story, "counterclaim"),
        counterclaim_answer="apart",
        note="反申请与本案不是同一劳动关系",
    )
    told = story.row(Paper, kind="separate_application_notice").facts["decision"]
    assert told["result"] == "反申请不与本案合并处理，请另行申请仲裁"
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)


def change(story: Told, way: str, item: str = "", kind: str = "", amount: str = "") -> dict[str, str]:
    return {
        "asking_party": str(story.party("applicant")),
        "change_way": way,
        "changed_item": str(story.latest(ClaimItem, kind=item)) if item else "",
        "claim_kind_optional": kind,
        "claim_amount": amount,
        "request_text": "申请变更",
    }


def test_a_claim_is_changed_in_time_with_a_new_answer_period_and_a_trace(story: Told) -> None:
    """CHR 44、46：举证期限届满前变更请求；给新的答辩期；四十五日从受理变更之日起重新计算；原来的请求留有记录。"""
    is_served(story)
    story.clock.to(3, 20)
    story.takes("change.ask", "filing", **change(story, "change", "wages", "", "26000"))
    story.clock.to(3, 23)
    story.takes("change.accept", "filing", request_of(story, "claim_change"), new_answer_waived="", note_optional="")
    item = story.row(ClaimItem, kind="wages")
    trace = story.row(ItemChange)
    assert (trace.before["claimed_fen"], trace.after["claimed_fen"], item.claimed_fen) == (2000000, 2600000, 2600000)
    assert story.limit("arb.decide_45").due == date(2026, 5, 7)
    story.serves("claim_change_notice", "respondent", "filing", method="direct", sent=date(2026, 3, 23), served=date(2026, 3, 23))
    assert story.limit("arb.answer").due == date(2026, 4, 7)


def test_a_new_answer_period_waived_in_writing_does_not_begin(story: Told) -> None:
    """CHR 44：被申请人书面放弃新的答辩期的，不再计算。"""
    is_served(story)
    story.takes("change.ask", "filing", **change(story, "add", "", "annual_leave", "3000"))
    story.takes("change.accept", "filing", request_of(story, "claim_change"), new_answer_waived="yes", note_optional="")
    assert len(story.case().items) == 4
    assert "claim_change_notice" not in story.papers()
    assert story.row(Paper, kind="procedural_notice").facts["decision"]["rights"] == "被申请人已书面放弃新的答辩期。"


def test_after_the_evidence_period_a_new_claim_goes_apart(story: Told) -> None:
    """CHR 44：举证期限届满后增加请求的，另行申请仲裁；放弃请求随时可以。"""
    is_served(story)  # the evidence period ends on 27 March
    story.clock.to(3, 30)
    story.is_refused("change.ask", "filing", "另行申请仲裁", **change(story, "add", "", "annual_leave", "3000"))
    story.takes("change.ask", "filing", **change(story, "withdraw", "overtime"))
    asked = request_of(story, "claim_change")
    story.is_refused_on(asked, "change.apart", "filing", "应当准许", note="不同意")
    story.takes("change.accept", "filing", asked, new_answer_waived="", note_optional="")
    assert story.row(ClaimItem, kind="overtime").disposition == "withdrawn"
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)


def test_compensation_becomes_damages_until_the_debate_is_closed(story: Told) -> None:
    """O1 五：基于同一事实，仲裁辩论终结前将经济补偿变更为赔偿金的，应当准许；辩论终结后在一审辩论终结前变更。"""
    at_hearing_set(story, ("severance", "30000"), ("wages", "20000"))
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.is_refused("change.ask", "clerk", "另行申请仲裁", **change(story, "change", "wages", "", "26000"))
    story.takes("change.ask", "clerk", **change(story, "change", "severance", "wrongful_termination", "60000"))
    asked = request_of(story, "claim_change")
    story.is_refused_on(asked, "change.apart", "arbitrator", "应当准许", note="举证期限已过")
    story.takes("change.accept", "arbitrator", asked, new_answer_waived="yes", note_optional="")
    assert story.row(ClaimItem, ordinal=1).kind == "wrongful_termination"
    assert story.row(ItemChange).before["kind"] == "severance"
    assert story.row(Paper, kind="procedural_notice").facts["decision"]["articles"][0] == "O1 五"


def test_after_the_debate_compensation_stays_compensation(story: Told) -> None:
    """O1 五：仲裁辩论终结之后不再变更。"""
    at_hearing_set(story, ("severance", "30000"))
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.takes("arb.close_debate", "arbitrator", note_optional="")
    story.is_refused(
        "change.ask", "clerk", "辩论已经终结", **change(story, "change", "severance", "wrongful_termination", "60000")
    )


def test_the_time_bar_is_recorded_in_arbitration_and_kept_for_the_court(story: Told) -> None:
    """LMA 27；I2 20：时效抗辩由被请求的一方在仲裁中提出，记录谁、何时、对哪一项；不妨碍受理，留给诉讼阶段。"""
    is_served(story)
    item = story.latest(ClaimItem, kind="overtime")
    defence = {
        "asking_party": str(story.party("respondent")),
        "claim_item": str(item),
        "known_on": "2024-12-31",
        "relation_ended_on": "2025-01-15",
        "request_text": "加班费请求已超过一年",
    }
    story.is_refused(
        "defence.time_bar", "clerk", "由被请求的一方提出", **defence | {"asking_party": str(story.party("applicant"))}
    )
    story.takes("defence.time_bar", "clerk", **defence)
    model, row_id = request_of(story, "time_bar_defence")
    kept = story.row(model, id=row_id)
    assert (kept.state, kept.party_id, kept.data["item_id"]) == ("recorded", story.party("respondent"), item)
    assert (kept.data["expires"], kept.data["passed"]) == ("2026-01-15", True)
    assert any("诉讼中可以继续主张" in line["text"] for line in kept.data["working"])
    story.is_refused("defence.time_bar", "clerk", "已经记录", **defence)
    assert story.case().state == "tribunal_formed"


def test_another_respondent_answers_jointly_for_a_claim(story: Told) -> None:
    """LMA 22；CHR 6、7：共同被申请人对请求的责任形式逐项登记，请求项原来的被请求人不变。"""
    is_served(story)
    item = story.latest(ClaimItem, kind="wages")
    first = story.row(ClaimItem, id=item).respondent_id
    asks = {"claim_item": str(item), "liability_form": "joint", "note": "劳务派遣，用工单位给劳动者造成损害"}
    story.is_refused("arb.state_liability", "clerk", "另一当事人", **asks, liable_party=str(first))
    story.takes(
        "party.ask",
        "clerk",
        asking_party_optional=str(story.party("applicant")),
        joining_ground="dispatch",
        new_party_kind="employer",
        new_party_name="东川市众聚人力资源有限公司",
        new_party_identity="",
        new_party_address="东川市河湾区和顺街1号",
        stands_for="",
        request_text="派遣单位应当作为共同当事人",
    )
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    other = next(p for p in story.case().parties if p.joined_on)
    story.takes("arb.state_liability", "clerk", **asks, liable_party=str(other.id))
    row = story.row(ItemLiability)
    assert (row.item_id, row.party_id, row.form) == (item, other.id, "joint")
    assert story.row(ClaimItem, id=item).respondent_id == first


def test_nothing_is_asked_of_a_case_that_is_not_under_way(story: Told) -> None:
    """CHR 19：受理之前没有反申请，也没有变更请求的申请。"""
    story.files_application()
    story.is_refused("counterclaim.file", "filing", "不在受理之后", **counterclaim(story))
    with pytest.raises(WentWrong):
        story.latest(Limit, rule="arb.counterclaim.decide")
