"""回避、自行回避、更换、重新开庭。"""

from datetime import date

import pytest
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.database import transaction
from app.models import Paper, StaffRole
from workflows.errors import HengjianError


def challenge(story: Told, who: str = "arbitrator", **more: str) -> dict[str, str]:
    return {
        "asking_party": str(story.party("respondent")),
        "challenged": str(story.staff_id(who)),
        "recusal_ground": "contact",
        "learnt_on": "",
        "request_text": "仲裁员私自会见申请人的代理人",
        **more,
    }


GRANT = {"recusal_decider": "director", "note": "经调查，申请理由成立"}


def test_whoever_is_challenged_stands_aside_until_it_is_decided(story: Told) -> None:
    """LMA 33；CHR 11、12：开庭前申请回避，三日内决定；决定前被申请人暂停参与；驳回后继续。"""
    at_hearing_set(story)
    story.clock.to(3, 11)
    story.is_refused("recusal.ask", "clerk", "不是本案仲裁庭组成人员", **challenge(story, "arbitrator2"))
    story.takes("recusal.ask", "clerk", **challenge(story))
    assert story.limit("arb.recusal.decide").due == date(2026, 3, 16)
    story.is_refused("arb.postpone_hearing", "arbitrator", "暂停参与", postpone_reason="另有安排")
    story.is_refused("recusal.ask", "clerk", "还没有决定", **challenge(story))
    story.takes(
        "recusal.reject", "head", request_of(story, "recusal"), recusal_decider="director", note="所称会见系依法接待，不属于私自会见"
    )
    assert story.row(Paper, kind="recusal_decision").facts["decision"]["result"] == "驳回回避申请"
    assert story.limit("arb.recusal.decide").state == "met"
    story.takes("arb.postpone_hearing", "arbitrator", postpone_reason="另有安排", into="tribunal_formed")


def test_the_hearing_waits_for_the_decision_on_a_challenge(story: Told) -> None:
    """CHR 11：被申请回避的人员没有决定之前，仲裁庭不能开庭，由书记员登记也不行。"""
    at_hearing_set(story)
    story.clock.to(3, 30)
    story.takes("recusal.ask", "clerk", **challenge(story))
    story.clock.to(3, 31)
    came = {"came-applicant": "came", "came-respondent": "agent"}
    story.is_refused("arb.hear", "clerk", "回避申请还没有决定", hearing_record="笔录", **came)


def test_a_recusal_after_the_hearing_leads_to_another_arbitrator_and_another_hearing(story: Told) -> None:
    """CHR 11、37：开庭之后才知道事由，辩论终结前申请；决定回避，更换仲裁员，决定重新开庭，重新调解和评议。"""
    at_hearing_set(story)
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.is_refused("recusal.ask", "clerk", "填写知道的日期", **challenge(story))
    story.takes("recusal.ask", "clerk", **challenge(story, learnt_on="2026-03-31"))
    story.takes("recusal.grant", "head", request_of(story, "recusal"), **GRANT)
    swap = {
        "leaving": str(story.staff_id("arbitrator")),
        "replacement": str(story.staff_id("arbitrator2")),
        "earlier_acts": "repeat",
        "note_optional": "",
    }
    story.is_refused("arb.no_mediation_possible", "arbitrator", "暂停参与", no_mediation_reason="试试")
    story.is_refused("arb.replace_member", "head", "更换原因", replacement_reason="illness", **swap)
    story.takes("arb.replace_member", "head", replacement_reason="recusal", into="tribunal_formed", **swap)
    case = story.case()
    assert (case.chief_id, case.panel) == (story.staff_id("arbitrator2"), [story.staff_id("arbitrator2")])
    assert case.mediation_tried_on is None
    assert story.papers().count("panel_notice") == 2
    story.is_set_down_and_notified("2026-04-10 09:00")
    story.clock.to(4, 10)
    story.takes("arb.hear", "clerk", hearing_record="重新开庭笔录", into="heard", **{"came-applicant": "came", "came-respondent": "agent"})
    with pytest.raises(HengjianError):
        story.takes("arb.deliberate", "arbitrator2", deliberation_text="合议")


def test_after_the_debate_a_challenge_does_not_stop_the_case(story: Told) -> None:
    """CHR 11：辩论终结之后提出的，不影响程序进行；但知道应当回避的，本人随时应当自行回避。"""
    at_hearing_set(story)
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.takes("arb.close_debate", "arbitrator", note_optional="")
    story.is_refused("recusal.ask", "clerk", "不影响仲裁程序", **challenge(story, learnt_on="2026-03-31"))
    story.takes("recusal.own", "arbitrator", recusal_ground="relative", request_text="发现与被申请人的股东是近亲属")
    story.is_refused("recusal.own", "arbitrator", "暂停参与", recusal_ground="relative", request_text="再提一次")
    story.takes("recusal.grant", "head", request_of(story, "recusal"), **GRANT)
    assert story.row(Paper, kind="recusal_decision").facts["decision"]["opening"] == "顾文渊自行提出回避"


def test_of_a_recorder_the_director_decides_not_the_commission(story: Told) -> None:
    """CHR 12：仲裁员、书记员由主任或者授权的负责人决定，选错决定人的不能办理。"""
    is_served(story)
    story.takes("recusal.ask", "filing", **challenge(story, "clerk"))
    asked = request_of(story, "recusal")
    story.is_refused_on(asked, "recusal.grant", "head", "由主任或者其授权", recusal_decider="commission", note="理由成立")
    story.takes("recusal.grant", "head", asked, **GRANT)


def test_an_arbitrator_who_falls_ill_is_replaced_and_what_was_done_stands(story: Told) -> None:
    """CHR 37：因病更换，决定此前的程序继续有效；接替的人不能是书记员。"""
    at_hearing_set(story)
    swap = {
        "leaving": str(story.staff_id("arbitrator")),
        "replacement_reason": "illness",
        "earlier_acts": "stand",
        "note_optional": "",
    }
    story.is_refused("arb.replace_member", "head", "已经在本案仲裁庭中", replacement=str(story.staff_id("clerk")), **swap)
    story.takes("arb.replace_member", "head", replacement=str(story.staff_id("arbitrator3")), into="hearing_set", **swap)
    assert story.case().panel == [story.staff_id("arbitrator3")]


def test_of_the_director_who_sits_the_commission_decides_and_never_himself(story: Told) -> None:
    """CHR 12：主任担任仲裁员的，其回避由仲裁委员会决定；被申请回避的本人不能决定；决定书写明由谁决定。"""
    is_served(story)
    with transaction(story.runtime.engine) as session:
        session.add(StaffRole(staff_id=story.staff_id("deputy"), role="head", slot="head"))
        session.add(StaffRole(staff_id=story.staff_id("head"), role="arbitrator", slot="arbitrator"))
    swap = {"replacement_reason": "other", "earlier_acts": "stand", "note_optional": ""}
    story.takes(
        "arb.replace_member", "deputy", leaving=str(story.staff_id("arbitrator")), replacement=str(story.staff_id("head")), **swap
    )
    story.takes("recusal.ask", "clerk", **challenge(story, "head"))
    asked = request_of(story, "recusal")
    own = "暂停参与|不能由本人决定"
    story.is_refused_on(asked, "recusal.reject", "head", own, recusal_decider="director", note="不成立")
    story.is_refused_on(asked, "recusal.grant", "head", own, recusal_decider="commission", note="成立")
    story.takes("recusal.grant", "deputy", asked, recusal_decider="commission", note="经仲裁委员会会议讨论，理由成立", into="granted")
    assert story.row(Paper, kind="recusal_decision").facts["decision"]["result"] == "经仲裁委员会决定，方之远回避"


def test_a_challenged_arbitrator_does_not_write_the_award(story: Told) -> None:
    """CHR 11：申请回避未决定的，被申请人暂停参与，也不能撰写裁决稿；驳回之后可以。"""
    at_hearing_set(story)
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.takes("recusal.ask", "clerk", **challenge(story, learnt_on="2026-03-31"))
    with pytest.raises(HengjianError, match="暂停参与"):
        story.writes_draft("arbitrator", facts_found="2025年入职。")
    assert story.case().facts_found == ""
    story.takes("recusal.reject", "head", request_of(story, "recusal"), recusal_decider="director", note="会见系依法接待")
    story.writes_draft("arbitrator", facts_found="2025年入职。")
    assert story.case().facts_found == "2025年入职。"
