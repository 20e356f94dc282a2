"""简易处理与一般程序、答辩期的缩短、合并审理、逾期举证、鉴定、调查取证。"""

from dataclasses import replace
from datetime import date

from sqlmodel import select
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.database import open_session
from app.demonstration import APPLICATION
from app.models import CaseJoin, Paper, Request


def simplified(**more: str) -> dict[str, str]:
    return {"simplified_ground": "agreed", "average_wage": "", "simplified_bar": "none", "note_optional": "", **more}


def test_simplified_handling_needs_one_condition_and_no_bar(story: Told) -> None:
    """CHR 56、57：三个条件有其一；涉及公共利益、下落不明等不得简易处理。"""
    is_served(story)
    story.is_refused("arb.to_simplified", "arbitrator", "下落不明", **simplified(simplified_bar="missing"))
    story.is_refused(
        "arb.to_simplified", "arbitrator", "简易处理", **simplified(simplified_ground="amount", average_wage="80000")
    )
    story.takes(
        "arb.to_simplified", "arbitrator", **simplified(simplified_ground="amount", average_wage="90000")
    )  # 88,000 asked for
    assert story.case().procedure == "simplified"


def test_the_answer_period_is_cut_with_the_respondents_consent(story: Told) -> None:
    """CHR 58：简易处理的，经被申请人同意可以缩短或者取消答辩期。"""
    is_served(story)
    cut = {"consenting_party": str(story.party("respondent")), "note": "笔录载明同意"}
    story.is_refused("arb.cut_answer", "clerk", "不是简易处理", answer_days="4", **cut)
    story.takes("arb.to_simplified", "arbitrator", **simplified())
    story.is_refused("arb.cut_answer", "clerk", "之间", answer_days="10", **cut)
    assert story.limit("arb.answer").due == date(2026, 3, 16)
    story.takes("arb.cut_answer", "clerk", answer_days="4", **cut)
    assert story.limit("arb.answer").due == date(2026, 3, 6)
    story.takes("arb.cut_answer", "clerk", answer_days="0", **cut)
    assert story.limit("arb.answer").state == "closed"


def test_simplified_becomes_ordinary_and_the_term_runs_on(story: Told) -> None:
    """CHR 61：期限届满前转为一般程序，仲裁期限从受理之日连续计算，已确认的事实不再举证。"""
    is_served(story)
    story.takes("arb.to_simplified", "arbitrator", **simplified())
    story.clock.to(3, 20)
    story.takes("arb.to_ordinary", "arbitrator", agreed_facts="双方确认月工资6,000元", note="案情复杂")
    case = story.case()
    assert (case.procedure, case.agreed_facts) == ("ordinary", "双方确认月工资6,000元")
    assert story.limit("arb.decide_45").due == date(2026, 4, 16)
    assert story.row(Paper, kind="ordinary_notice").facts["decision"]["rights"] == "双方已经确认的事实不再举证。"


def test_after_the_term_there_is_no_change_of_procedure(story: Told) -> None:
    """CHR 61：仲裁期限届满之后不能再转。"""
    is_served(story)
    story.takes("arb.to_simplified", "arbitrator", **simplified())
    story.clock.to(4, 17)
    story.is_refused("arb.to_ordinary", "arbitrator", "已经届满", agreed_facts="", note="案情复杂")


def links(story: Told) -> list[CaseJoin]:
    with open_session(story.runtime.engine, writing=False) as session:
        return list(session.exec(select(CaseJoin)).all())


def test_two_cases_are_heard_together_and_decided_apart(story: Told) -> None:
    """CHR 19；ORG 12：相同当事人、同一仲裁庭的案件合并审理，一次开庭；各有案号和裁决；可以再分开。"""
    is_served(story)
    first, number = story.case_id, story.case().number or ""
    parties = [replace(APPLICATION.parties[0], name="邹明远", identity="370502198501011235"), APPLICATION.parties[1]]
    story.files(replace(APPLICATION, filed_on="2026-03-02", parties=parties), by="filing")
    story.is_accepted()
    second = story.case_id
    other = {"note": "同一用人单位、同一批解除"}
    story.takes(
        "arb.form_tribunal", "head", chief=str(story.staff_id("arbitrator2")), members=[], recorder=str(story.staff_id("clerk"))
    )
    story.takes("arb.notify_respondent", "filing", evidence_until="2026-03-27")
    story.is_refused("arb.join_case", "arbitrator2", "没有这个案号", other_case="东川劳人仲案字〔2026〕第99号", **other)
    story.is_refused("arb.join_case", "arbitrator2", "同一仲裁庭", other_case=number, **other)
    story.takes(
        "arb.replace_member", "head", leaving=str(story.staff_id("arbitrator2")), replacement=str(story.staff_id("arbitrator")),
        replacement_reason="other", earlier_acts="stand", note_optional="",
    )  # fmt: skip
    story.takes("arb.join_case", "arbitrator", other_case=number.replace("〔", "[").replace("〕", "]"), **other)
    story.is_refused("arb.join_case", "arbitrator", "已经与本案合并", other_case=number, **other)
    assert [(one.lead_id, one.case_id) for one in links(story)] == [(second, first)]
    story.case_id = first
    story.is_set_down_and_notified("2026-03-31 09:00")
    story.case_id = second
    story.is_refused("arb.set_hearing", "clerk", "同时同地开庭", hearing_at="2026-04-01 09:00", room="第一仲裁庭")
    story.is_set_down_and_notified("2026-03-31 09:00")
    story.clock.to(3, 31)
    for case_id in (first, second):
        story.case_id = case_id
        story.is_heard_without_settlement()
    story.takes("arb.separate_case", "arbitrator", note="一案需要鉴定")
    assert links(story)[0].ended_on == date(2026, 3, 31)
    story.is_refused("arb.separate_case", "arbitrator", "没有与其他案件合并", note="再分一次")
    assert (story.case().number, story.case().state) == ("东川劳人仲案字〔2026〕第2号", "heard")


def test_late_evidence_is_admitted_with_a_reprimand(story: Told) -> None:
    """CHR 15：逾期举证应当说明理由；理由不成立的，可以不采纳，也可以采纳并训诫。"""
    at_hearing_set(story)
    late = {"asking_party": str(story.party("respondent")), "request_text": "补交考勤记录，此前由外地项目部保管"}
    story.clock.to(3, 27)
    story.is_refused("evidence.late", "clerk", "还没有届满", **late)
    story.clock.to(3, 30)
    story.takes("evidence.late", "clerk", **late)
    story.takes("evidence.admit", "arbitrator", request_of(story, "late_evidence"), late_evidence_how="reprimand", note="与案件基本事实有关")
    row = story.row(Request, kind="late_evidence")
    assert (row.state, row.data["how"], row.data["evidence_until"]) == ("granted", "reprimand", "2026-03-27")


def test_two_people_go_on_an_inquiry_with_card_and_letter(story: Told) -> None:
    """CHR 17：调查取证由两人以上进行，出示工作证件和介绍信。"""
    is_served(story)
    went = {"inquiry_on": "2026-03-02", "inquiry_place": "项目部，材料员周某", "request_text": "制作谈话笔录一份"}
    one, two = str(story.staff_id("arbitrator")), str(story.staff_id("clerk"))
    story.is_refused("evidence.inquire", "arbitrator", "两人以上", inquirers=[one], credentials_shown="yes", **went)
    story.is_refused("evidence.inquire", "arbitrator", "出示", inquirers=[one, two], credentials_shown="", **went)
    story.takes("evidence.inquire", "arbitrator", inquirers=[one, two], credentials_shown="yes", **went)
    assert story.row(Request, kind="inquiry").data["people"] == [int(one), int(two)]


def test_two_people_inspect_the_place_and_the_record_is_kept(story: Told) -> None:
    """CHR 17：勘验由两人以上进行，出示工作证件；记明何日、何处、何人；尚未到的日子不能登记。"""
    is_served(story)
    people = [str(story.staff_id("arbitrator")), str(story.staff_id("clerk"))]
    went = {"inquirers": people, "inquiry_place": "三号车间", "credentials_shown": "yes", "request_text": "拍照十二张，制作勘验笔录"}
    story.is_refused("evidence.inspect", "arbitrator", "日期晚于今天", inquiry_on="2026-03-03", **went)
    story.is_refused("evidence.inspect", "arbitrator", "两人以上", inquiry_on="2026-03-02", **went | {"inquirers": people[:1]})
    story.takes("evidence.inspect", "clerk", inquiry_on="2026-03-02", **went)
    row = story.row(Request, kind="inspection")
    assert (row.state, row.data["place"], row.data["people"]) == ("recorded", "三号车间", [int(one) for one in people])


def test_the_side_the_appraisal_disfavours_bears_its_cost(story: Told) -> None:
    """CHR 40：鉴定费用由申请方垫付，由鉴定结果对其不利的一方负担；结果不明确的，由申请方负担。"""
    is_served(story)
    for disfavoured, borne_by in ((str(story.party("applicant")), story.party("applicant")), ("", story.party("respondent"))):
        story.takes(
            "appraisal.ask", "clerk", asking_party=str(story.party("respondent")), request_text="鉴定劳动合同签名的真伪"
        )
        asked = request_of(story, "appraisal")
        story.takes("appraisal.entrust", "arbitrator", asked, appraiser="东川司法鉴定所", appraiser_chosen="appointed", note_optional="")
        story.takes("appraisal.result", "clerk", asked, appraisal_result="签名鉴定意见", appraisal_fee="3200", result_disfavours=disfavoured)
        row = story.row(Request, kind="appraisal")
        assert (row.state, row.data["fee_fen"], row.data["borne_by"]) == ("granted", 320000, borne_by)
