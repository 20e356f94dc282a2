"""从严审查：受理前后、开庭之前容易算错、走错、越权的地方，一处一个故事。"""

from dataclasses import replace
from datetime import date

import pytest
from mediating import answers, both_agree, fails, goes_to, hands_over, proposes, registers, succeeds
from sqlmodel import select
from teller import Told
from walking import at_hearing_set, is_served, request_of

from app.demonstration import APPLICATION
from app.models import Agreement, Case, ClaimItem, Lead, Limit, Referral, Request
from app.services import agreements
from app.services.filing import ItemInput
from app.storytelling import agreed


def is_accepted_on_the_third(story: Told) -> None:
    story.files_application()
    story.is_accepted()
    story.clock.to(3, 3)


def test_ten_working_days_after_both_consented_the_hearing_goes_ahead_though_no_letter_was_sent(story: Told) -> None:
    """CHR 70：自当事人同意之日起十日内未达成调解协议的，应当开庭审理。没有发出委托函，期限照样计算、届满照样退回。"""
    is_accepted_on_the_third(story)
    referral = proposes(story, "peoples")
    both_agree(story, referral)
    assert story.limit("med.commission_delegate").due == date(2026, 3, 17)
    story.clock.to(3, 18)
    story.time_passes()
    assert story.row(Referral).state == "returned"
    assert story.case().state == "accepted"


def test_the_ten_working_days_count_from_the_day_of_the_last_consent_not_of_its_entry(story: Told) -> None:
    """CHR 70：自当事人同意之日起，不是自登记之日起；答复不能早于提议，也不能是将来。"""
    is_accepted_on_the_third(story)
    referral = proposes(story, "peoples")
    story.clock.to(3, 6)
    for wrong in ("2026-03-02 10:00", "2026-03-07 10:00"):
        with pytest.raises(Exception, match="早于提议"):
            answers(story, referral, "applicant", at=wrong)
    answers(story, referral, "applicant", at="2026-03-03 10:00")
    answers(story, referral, "respondent", at="2026-03-04 10:00")
    assert story.row(Referral).consented_on == date(2026, 3, 4)
    story.takes("referral.delegate", "filing", referral, note_optional="")
    assert story.limit("med.commission_delegate").due == date(2026, 3, 18)
    assert story.count(Limit, rule="med.commission_delegate") == 1


def test_a_hand_over_nobody_answers_does_not_hold_the_case_beyond_the_ten_working_days(story: Told) -> None:
    """CHR 70：受理后移交对接渠道，十个工作日不重新计算；没有人答复的，期满同样退回开庭。"""
    is_accepted_on_the_third(story)
    first = goes_to(story, "industry")
    story.clock.to(3, 10)
    fails(story, first, "industry")
    second = hands_over(story, first, "peoples", "industry")
    story.clock.to(3, 18)
    story.time_passes()
    assert story.row(Referral, id=second[1]).state == "returned"
    assert story.case().state == "accepted"


def test_a_third_party_who_does_not_want_mediation_does_not_keep_the_two_sides_from_it(story: Told) -> None:
    """CHR 69、70：须“双方当事人”同意；第三人不是一方，不同意不妨碍。"""
    is_accepted_on_the_third(story)
    story.takes(
        "party.ask", "filing", asking_party_optional="", joining_ground="third_called", new_party_kind="employer",
        new_party_name="东川市众聚人力资源有限公司", new_party_identity="", new_party_address="东川市河湾区和顺街1号",
        stands_for="", request_text="与本案有利害关系",
    )  # fmt: skip
    story.takes("party.add", "filing", request_of(story, "add_party"), note_optional="")
    referral = proposes(story, "peoples")
    answers(story, referral, "third_party", agrees="no")
    assert story.row(Referral).state == "proposed"
    both_agree(story, referral)
    assert story.row(Referral).state == "agreed"


def test_deciding_one_challenge_leaves_the_time_for_another_running(story: Told) -> None:
    """CHR 12：每一项回避申请自提出之日起三日内决定；决定了一项，另一项的期限照样走。"""
    at_hearing_set(story)
    story.clock.to(3, 11)
    said = {
        "asking_party": str(story.party("respondent")), "recusal_ground": "contact", "learnt_on": "",
        "request_text": "私自会见申请人的代理人",
    }  # fmt: skip
    story.takes("recusal.ask", "filing", challenged=str(story.staff_id("arbitrator")), **said)
    first = request_of(story, "recusal")
    story.takes("recusal.ask", "filing", challenged=str(story.staff_id("clerk")), **said)
    story.takes("recusal.reject", "head", first, recusal_decider="director", note="理由不成立")
    assert story.limit("arb.recusal.decide", state="open").subject_id == request_of(story, "recusal")[1]
    assert story.limit("arb.recusal.decide", state="met").subject_id == first[1]


def test_a_mediation_the_parties_began_themselves_lapses_and_the_way_to_arbitration_is_open(story: Told) -> None:
    """LMA 14：自调解组织收到调解申请之日起十五日内未达成协议的，当事人可以申请仲裁；没有委托函，也照样届满。"""
    story.clock.to(3, 2)
    lead = registers(story, "mediation", "peoples")
    referral = (Referral, story.latest(Referral))
    for side in ("applicant", "respondent"):
        answers(story, referral, side, by="peoples")
    story.takes("referral.take_in_hand", "peoples", referral, note_optional="")
    story.clock.to(3, 18)
    assert story.time_passes()["failed"] == 0
    assert story.row(Referral).state == "returned"
    assert story.row(Lead, id=lead[1]).state == "unresolved"


def is_partly_agreed(story: Told) -> tuple[tuple[type[Agreement], int], int]:
    """受理前调解，20,000元工资谈妥了，加班费没有；协议还没有人签。"""
    story.files_application(("wages", "20000"), ("overtime", "8000"))
    referral = goes_to(story, "industry")
    wages = story.case().items[0].id or 0
    story.takes(
        "referral.record_outcome", "industry", referral, outcome="partly_agreed", agreed_items=[str(wages)],
        agreement_terms="单位于3月31日前付清工资18,000元。", outcome_reason_optional="加班时数有争议", into="partly_settled",
    )  # fmt: skip
    return (Agreement, story.latest(Agreement)), wages


def disposition(story: Told, item_id: int) -> str:
    return next(item.disposition for item in story.case().items if item.id == item_id)


def test_a_claim_is_settled_when_the_agreement_binds_and_not_before(story: Told) -> None:
    """LMA 14：调解协议由双方签名、调解员签名并加盖印章后生效；没有签的，请求还在，照样审理。"""
    agreement, wages = is_partly_agreed(story)
    assert disposition(story, wages) == "pending"
    story.is_accepted()
    story.takes("change.ask", "filing", **giving_up(story, wages))
    story.takes("change.accept", "filing", request_of(story, "claim_change"), note_optional="")
    story.is_refused_on(
        agreement, "agreement.sign", "industry", "已经裁决、调解或者撤回", signer="all", signed_on="2026-03-02"
    )


def test_abandoning_one_draft_does_not_reopen_what_another_agreement_has_settled(story: Told) -> None:
    """LMA 14：后一份协议没有签成，前一份已经生效的协议解决的请求不因此恢复。"""
    agreement, wages = is_partly_agreed(story)
    story.takes("agreement.sign", "industry", agreement, signer="all", signed_on="2026-03-02", into="binding")
    second = goes_to(story, "peoples")
    succeeds(story, second, "peoples")
    story.takes("agreement.abandon", "peoples", (Agreement, story.latest(Agreement)), note="单位反悔")
    assert disposition(story, wages) == "settled"
    assert story.case().state == "filed"


def test_a_draft_nobody_is_bound_by_is_not_read_by_the_tribunal(story: Told) -> None:
    """NEG 11：为达成调解作出的让步，不得在其后的仲裁中作为对其不利的证据；没有签成的协议内容，仲裁员看不到。"""
    agreement, _ = is_partly_agreed(story)
    assert terms_seen(story, "arbitrator", agreement) is False
    assert terms_seen(story, "filing", agreement) is True
    story.takes("agreement.abandon", "industry", agreement, note="单位反悔")
    assert [terms_seen(story, one, agreement) for one in ("arbitrator", "head", "filing", "industry")] == [False, False, False, True]


def terms_seen(story: Told, by: str, agreement: tuple[type[Agreement], int]) -> bool:
    with story.reading() as session:
        desk = story.runtime.desk(session, story.actor(by))
        return agreements.shown(desk, session.get_one(Case, story.case_id), session.get_one(*agreement)).sees_terms


def giving_up(story: Told, item: int, by: str = "applicant") -> dict[str, str]:
    return {
        "asking_party": str(story.party(by)), "change_way": "withdraw", "changed_item": str(item),
        "claim_kind_optional": "", "claim_amount": "", "request_text": "放弃这一项",
    }  # fmt: skip


def test_a_counterclaim_is_given_up_by_its_claimant_and_by_nobody_else(story: Told) -> None:
    """CHR 36、44：反申请是被申请人的请求，申请人不能替其放弃或者变更；被申请人自己可以放弃。"""
    is_served(story)
    story.takes(
        "counterclaim.file", "filing", asking_party=str(story.party("respondent")), against_party=str(story.party("applicant")),
        claim_kind="employer_damages", claim_amount="5000", request_text="赔偿丢失的仪器",
    )  # fmt: skip
    story.takes("counterclaim.join", "filing", request_of(story, "counterclaim"), note_optional="")
    item = story.latest(ClaimItem, counterclaim=True)
    own = story.case().items[0].id or 0
    story.is_refused("change.ask", "filing", "不是该当事人提出的", **giving_up(story, item))
    story.is_refused("change.ask", "filing", "由申请人提出", **giving_up(story, own, "respondent"))
    story.takes("change.ask", "filing", **giving_up(story, item, "respondent"))
    story.takes("change.accept", "filing", request_of(story, "claim_change"), note_optional="")
    assert disposition(story, item) == "withdrawn"


def test_what_is_settled_is_not_brought_back_by_changing_the_claim(story: Told) -> None:
    """CHR 44、LMA 14：已经达成生效协议的请求不再审理，不能借“变更”恢复。"""
    agreement, wages = is_partly_agreed(story)
    story.takes("agreement.sign", "industry", agreement, signer="all", signed_on="2026-03-02", into="binding")
    story.is_accepted()
    again = giving_up(story, wages) | {"change_way": "change", "claim_amount": "30000"}
    story.is_refused("change.ask", "filing", "已经达成协议", **again)


def test_nobody_deliberates_while_a_change_of_claims_waits(story: Told) -> None:
    """O1 五：辩论终结前提出由经济补偿变更为赔偿金的，应当准许；没有决定就评议，请求就再也没有人处理。"""
    at_hearing_set(story, ("severance", "20000"))
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    item = story.case().items[0].id or 0
    story.takes(
        "change.ask", "arbitrator", **giving_up(story, item)
        | {"change_way": "change", "claim_kind_optional": "wrongful_termination", "claim_amount": "40000"},
    )  # fmt: skip
    story.is_refused("arb.deliberate", "arbitrator", "还有没有决定的", deliberation_text="评议", **agreed([story.staff_id("arbitrator")]))


def test_a_case_of_another_commission_is_transferred_and_not_heard(story: Told) -> None:
    """CHR 10：管辖异议先决定；成立的移送，不开庭。"""
    at_hearing_set(story)
    story.clock.to(3, 10)
    story.takes("objection.file", "filing", asking_party=str(story.party("respondent")), request_text="合同履行地不在本市")
    story.clock.to(3, 31)
    came = {"came-applicant": "came", "came-respondent": "agent"}
    story.is_refused("arb.hear", "clerk", "管辖异议还没有决定", hearing_record="笔录", **came)
    story.takes("objection.uphold", "arbitrator", request_of(story, "jurisdiction"), note="履行地在邻市")
    story.is_refused("arb.hear", "clerk", "管辖异议已经成立", hearing_record="笔录", **came)


def test_a_ground_learnt_after_the_first_hearing_is_in_time_before_the_second(story: Told) -> None:
    """CHR 11：庭审开始后才知道的，辩论终结前可以提出；“开始”是首次开庭，不是下一次。"""
    at_hearing_set(story)
    story.clock.to(3, 31)
    story.is_heard_without_settlement()
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-04-10 09:00", room="第一仲裁庭")
    story.clock.to(4, 2)
    story.takes(
        "recusal.ask", "filing", asking_party=str(story.party("respondent")), challenged=str(story.staff_id("arbitrator")),
        recusal_ground="contact", learnt_on="2026-04-01", request_text="4月1日私自会见申请人",
    )  # fmt: skip


def test_whoever_takes_the_place_of_a_party_stands_on_its_side(story: Told) -> None:
    """LMA 25；I1 26：单位申请、劳动者被申请的案件，劳动者死亡的近亲属是被申请人，承继单位是申请人。"""
    worker, firm = APPLICATION.parties
    story.files_claims(
        [replace(firm, side="applicant"), replace(worker, side="respondent")], [ItemInput("employer_damages", "5000")]
    )
    story.is_accepted()
    said = {
        "asking_party_optional": "", "new_party_identity": "", "new_party_address": "东川市河湾区和顺街1号",
        "request_text": "有死亡证明、登记材料",
    }  # fmt: skip
    worker_id, firm_id = story.party("respondent"), story.party("applicant")
    story.is_refused(
        "party.ask", "filing", "近亲属", joining_ground="heir", new_party_kind="worker", new_party_name="顾小满",
        stands_for=str(firm_id), **said,
    )  # fmt: skip
    for ground, kind, name, whom in (
        ("heir", "worker", "顾小满", worker_id), ("successor", "employer", "东川市承继测绘有限公司", firm_id)
    ):  # fmt: skip
        story.takes(
            "party.ask", "filing", joining_ground=ground, new_party_kind=kind, new_party_name=name, stands_for=str(whom), **said
        )
        story.takes("party.add", "filing", request_of(story, "add_party"), note_optional="")
    sides = {p.name: p.side for p in story.case().taking_part}
    assert sides == {"顾小满": "respondent", "东川市承继测绘有限公司": "applicant"}


def test_the_time_bar_of_a_counterclaim_counts_to_the_day_it_was_made(story: Told) -> None:
    """LMA 27：反申请的时效看提出反申请之日，不看申请人申请仲裁之日。"""
    is_served(story)
    story.clock.to(3, 12)
    story.takes(
        "counterclaim.file", "filing", asking_party=str(story.party("respondent")), against_party=str(story.party("applicant")),
        claim_kind="employer_damages", claim_amount="5000", request_text="赔偿丢失的仪器",
    )  # fmt: skip
    story.takes("counterclaim.join", "filing", request_of(story, "counterclaim"), note_optional="")
    story.takes(
        "defence.time_bar", "filing", asking_party=str(story.party("applicant")),
        claim_item=str(story.latest(ClaimItem, counterclaim=True)), known_on="2025-03-06", relation_ended_on="",
        request_text="单位早在2025年3月6日就知道仪器丢失",
    )  # fmt: skip
    assert story.row(Request, kind="time_bar_defence").data["passed"] is True


def test_an_answer_period_is_not_cut_back_into_the_past(story: Told) -> None:
    """CHR 58：缩短的是还在走的答辩期；缩短到已经过去的日子，等于事后剥夺管辖异议和反申请。"""
    story.files_application(procedure="simplified")
    story.is_accepted()
    story.has_a_tribunal(alone=True)
    story.serves("response_notice", "respondent", "filing", method="direct", sent=date(2026, 3, 2), served=date(2026, 3, 2))
    story.clock.to(3, 10)
    said = {"consenting_party": str(story.party("respondent")), "note": "书面同意"}
    story.is_refused("arb.cut_answer", "clerk", "事后取消", answer_days="3", **said)
    story.takes("arb.cut_answer", "clerk", answer_days="7", **said)
    assert story.limit("arb.answer").due == date(2026, 3, 11)


def test_a_day_that_has_not_come_does_not_move_the_time_bar(story: Told) -> None:
    """NEG 10、31：协商要求尚未到达、履行期限尚未届满的，不能登记，时效也不从将来的日子重新计算。"""
    story.clock.to(3, 2)
    lead = registers(story, "report", "peoples", reporter="网格员")
    story.is_refused_on(lead, "lead.negotiate", "peoples", "晚于今天", asked_on="2026-03-05")
    story.takes("lead.settled", "peoples", lead, settlement_text="3月10日前付清")
    broken = {"broken_kind": "settlement_not_performed", "note_optional": ""}
    story.is_refused_on(lead, "lead.not_performed", "peoples", "还没有届满", broken_on="2026-03-10", **broken)
    story.clock.to(3, 11)
    story.takes("lead.not_performed", "peoples", lead, broken_on="2026-03-10", **broken)


def test_whoever_was_succeeded_does_not_come_back_with_the_transfer(story: Told) -> None:
    """LMA 25；CHR 9：已由近亲属承继的当事人，移送之后仍由承继人参加；请求随案移送，原仲裁庭的意见不移送。"""
    is_served(story)
    story.takes(
        "party.ask", "clerk", joining_ground="heir", new_party_kind="worker", new_party_name="顾小满",
        stands_for=str(story.party("applicant")), asking_party_optional="", new_party_identity="",
        new_party_address="东川市河湾区和顺街1号", request_text="劳动者病故",
    )  # fmt: skip
    story.takes("party.add", "arbitrator", request_of(story, "add_party"), note_optional="")
    story.asks_for(
        "arb.transfer", "filing", receiving_commission=str(story.body_id("shiqiao")), receiving_commission_name="",
        jurisdiction_reason="履行地在石桥区",
    )  # fmt: skip
    with story.reading() as session:
        linked = session.exec(select(Case).where(Case.transferred_from_id == story.case_id)).one()
        assert [p.name for p in linked.on_side("applicant")] == ["顾小满"]
        assert {item.disposition for item in linked.items} == {"pending"}


def test_the_tribunal_delegates_before_the_hearing_and_the_other_times_run_on(story: Told) -> None:
    """CHR 70：开庭之前由仲裁庭委托调解；不成的，案件回到组庭之后；调解期间照样应诉、答辩、转送。"""
    is_served(story)
    story.clock.to(3, 3)
    referral = goes_to(story, "peoples")
    assert story.case().state == "in_delegated_mediation"
    story.takes("arb.receive_answer", "clerk", answer_text="不同意全部请求")
    story.takes("arb.forward_answer", "clerk", note_optional="")
    fails(story, referral, "peoples")
    story.takes("referral.return", "peoples", referral, note_optional="")
    assert story.case().state == "tribunal_formed"
    story.is_set_down_and_notified("2026-03-31 09:00")
    story.is_refused(
        "referral.propose", "filing", "延期开庭", channel="peoples", receiving_body=str(story.body_id("med-people"))
    )


def test_a_session_is_recorded_on_a_day_it_can_have_taken_place(story: Told) -> None:
    """LMA 13：登记的是开过的调解，不是打算开的，也不在提议之前。"""
    story.files_application()
    referral = goes_to(story, "peoples")
    said = {"session_time": "", "session_mode": "", "session_place": "调解室", "session_came": "双方", "private_notes": "", "offers": ""}
    for wrong in ("2026-03-01", "2026-03-03"):
        story.is_refused_on(referral, "referral.record_session", "peoples", "早于提议", session_on=wrong, **said)
    story.takes("referral.record_session", "peoples", referral, session_on="2026-03-02", **said)
