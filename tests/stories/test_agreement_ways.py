"""调解协议：签名盖章才生效，逐笔履行，逾期之后走得通的途径一条一条说清楚。"""

from datetime import date

import pytest
from agreement_words import (
    LINES,
    asks_for_confirmation,
    asks_for_order,
    asks_for_review,
    binds,
    order_is_served,
    pays,
    reaches_agreement,
    review_is_accepted,
    signs,
    state,
    story_line,
    sues,
    suit,
)
from teller import Told

from app.models import Agreement, CourtMatter, Limit, Review, Task
from app.services.errors import NotAllowed

# ---- 签名、盖章 ----


def test_an_agreement_does_not_bind_until_it_is_sealed(story: Told) -> None:
    """LMA 14：双方签名、调解员签名并加盖调解组织印章后生效；缺一样都不生效，案件也不因此了结。"""
    agreement = reaches_agreement(story)
    signs(story, agreement, f"party-{story.party('applicant')}", "2026-03-02", "drafted")
    story.clock.to(3, 4)
    signs(story, agreement, f"party-{story.party('respondent')}", "2026-03-03", "drafted")
    signs(story, agreement, "mediator", "2026-03-03", "drafted")
    assert story.row(Agreement).effective_on is None
    assert story.case().state == "on_hold"
    story.is_refused_on(
        agreement, "agreement.sign", "peoples", "已登记于2026-03-03", signer="mediator", signed_on="2026-03-04"
    )
    signs(story, agreement, "body", "2026-03-04", "binding")
    assert story.row(Agreement).effective_on == date(2026, 3, 4)
    assert story.limit("review.apply").due == date(2026, 3, 19)
    assert story.limit("confirm.apply").due == date(2026, 4, 3)
    assert story.case().state == "settled"


def test_what_was_signed_is_not_changed_without_signing_anew(story: Told) -> None:
    """LMA 14：签名之后内容不能再改；要改，先撤销签名。"""
    agreement = reaches_agreement(story)
    changed = {
        "terms": "公司一次付清15,000元。", "other_duties": "", "by_listed_body": "yes", "agreement_subjects": "pay",
        "line-1-day": "2026-03-31", "line-1-amount": "15000",
    }  # fmt: skip
    signs(story, agreement, "mediator", "2026-03-02", "drafted")
    story.is_refused_on(agreement, "agreement.edit", "peoples", "撤销已登记的签名", **changed)
    story.takes("agreement.redraw", "peoples", agreement, note="双方同意改为一次付清")
    early = {**changed, "line-1-day": "2026-03-01"}
    story.is_refused_on(agreement, "agreement.edit", "peoples", "不能早于达成协议之日", **early)
    story.takes("agreement.edit", "peoples", agreement, into="drafted", **changed)
    assert story.row(Agreement).next_due_on == date(2026, 3, 31)
    signs(story, agreement)


def test_an_agreement_nobody_signs_sends_the_case_back(story: Told) -> None:
    """CHR 69：没有达成（签成）协议的，恢复受理审查，期限继续计算。"""
    agreement = reaches_agreement(story)
    story.clock.to(3, 6)
    story.takes("agreement.abandon", "peoples", agreement, note="公司不肯盖章", into="abandoned")
    assert story.case().state == "filed"
    story.is_accepted()


# ---- 履行 ----


def test_an_agreement_is_performed_line_by_line(story: Told) -> None:
    """LMA 14：逐笔登记，部分付款也算；最后一笔付清，协议自己履行完毕，两个申请期限随之结束。"""
    agreement = binds(story)
    assert story.row(Agreement).subjects == ["pay"]
    reminder = story.row(Task, kind="watch_payment", state="open")
    assert reminder.due == date(2026, 3, 20)
    story.clock.to(3, 20)
    pays(story, agreement, 1, "5000", "2026-03-18", "binding")
    story.is_refused_on(
        agreement, "agreement.pay", "peoples", "只剩3,000.00元",
        payment_line=str(story_line(story, agreement, 1)), paid_amount="3000.01", paid_on="2026-03-20", note_optional="",
    )  # fmt: skip
    pays(story, agreement, 1, "3000", "2026-03-20", "binding")
    assert story.row(Task, kind="watch_payment", state="open").due == date(2026, 4, 20)
    story.clock.to(3, 31)
    pays(story, agreement, 2, "7000", "2026-03-30", "performed")
    row = story.row(Agreement)
    assert (row.performed_on, row.force, row.next_due_on) == (date(2026, 3, 30), "performed", None)
    assert story.limit("confirm.apply").state == "met"


def test_a_late_line_breaks_the_agreement_by_itself_and_paying_it_mends_it(story: Told) -> None:
    """LMA 15、16：过了约定的日子没有付，次日起就是逾期；补付之后继续履行下一笔。"""
    agreement = binds(story)
    story.clock.to(3, 20)
    assert story.time_passes()["late"] == 0
    story.clock.to(3, 21)
    assert story.time_passes()["late"] == 1
    assert state(story) == "broken"
    assert story.row(Task, kind="pursue_breach", state="open").due == date(2026, 3, 20)
    pays(story, agreement, 1, "7999.99", "2026-03-21", "broken")
    pays(story, agreement, 1, "0.01", "2026-03-21", "binding")


def test_duties_besides_money_are_part_of_performance(story: Told) -> None:
    """LMA 14：还约定出具离职证明的，钱付清了也没有履行完毕。"""
    agreement = binds(story, **{**LINES, "other_duties": "公司于3月31日前出具解除劳动合同证明。"})
    story.clock.to(3, 20)
    pays(story, agreement, 1, "8000", "2026-03-20")
    pays(story, agreement, 2, "7000", "2026-03-20", "binding")
    story.takes("agreement.perform", "peoples", agreement, performed_on="2026-03-20", note_optional="", into="performed")


# ---- 支付令 ----


def test_a_late_line_leads_over_an_opposed_payment_order_to_a_direct_suit(story: Told) -> None:
    """LMA 16；I1 13；O1 一：逾期申请支付令，公司书面异议成立，支付令失效，可以依据协议直接起诉。"""
    agreement = binds(story, ("severance", "15000"))
    order = {
        "plaintiff": str(story.party("applicant")), "order_ground": "LMA 16",
        "court": str(story.body_id("court-hewan")), "applied_on": "2026-03-20", "note_optional": "",
    }  # fmt: skip
    story.clock.to(3, 20)
    story.is_refused_on(agreement, "agreement.apply_payment_order", "filing", "还没有逾期", **order)
    story.clock.to(3, 23)
    story.time_passes()
    story.is_refused_on(agreement, "agreement.sue", "filing", "不能直接起诉", **suit(story, "2026-03-23"))
    matter = asks_for_order(story, agreement, "2026-03-23")
    assert story.limit("payorder.accept").state == "met"
    assert story.limit("payorder.issue").due == date(2026, 4, 7)  # 4月4日至6日清明节，顺延
    story.clock.to(3, 27)
    order_is_served(story, matter, "2026-03-27")
    assert story.limit("payorder.object").due == date(2026, 4, 13)  # 4月11日是星期六，顺延
    story.clock.to(4, 13)
    objects = {"objected_on": "2026-04-13", "objection_result": "upheld", "note": "对数额有争议"}
    story.is_refused_on(matter, "payorder.object", "judge", "须以书面提出", in_writing="", **objects)
    story.takes("payorder.object", "judge", matter, in_writing="yes", into="order_lapsed", **objects)
    assert state(story) == "broken"
    claim = sues(story, agreement, "2026-04-13")
    story.takes("agreement_suit.accept", "courtclerk", claim, court_number="（2026）鲁0591民初301号", into="accepted")
    story.takes(
        "agreement_suit.judge",
        "judge",
        claim,
        decided_on="2026-04-13",
        operative_part="被告给付原告15,000元。",
        ruling_reached_worker="",
        ruling_reached_employer="",
        into="judged",
    )
    assert (state(story), story.row(Agreement).force) == ("decided", "judgment")
    assert story.limit("court.appeal").due == date(2026, 4, 28)


def test_a_payment_order_neither_paid_nor_opposed_comes_into_force(story: Told) -> None:
    """LMA 16；CPL 225–228：收到支付令十五日内既不清偿又不书面异议的，可以申请强制执行；口头说不同意不算。"""
    agreement = binds(story)
    story.clock.to(3, 23)
    story.time_passes()
    matter = asks_for_order(story, agreement, "2026-03-23")
    order_is_served(story, matter, "2026-03-23")
    story.clock.to(4, 7)
    assert story.time_passes()["in_force"] == 0
    story.clock.to(4, 8)
    assert story.time_passes()["in_force"] == 1
    assert (state(story), story.row(Agreement).force) == ("enforceable", "payment_order")
    assert story.row(CourtMatter).state == "order_in_force"


def test_an_order_that_is_paid_settles_what_was_due_and_leaves_the_rest(story: Told) -> None:
    """LMA 16：支付令只管已经到期的部分；清偿之后，后一期照协议继续。"""
    agreement = binds(story)
    story.clock.to(3, 23)
    story.time_passes()
    matter = asks_for_order(story, agreement, "2026-03-23")
    order_is_served(story, matter, "2026-03-23")
    story.takes("payorder.paid", "courtclerk", matter, paid_on="2026-03-23", note_optional="", into="order_paid")
    row = story.row(Agreement)
    assert (row.state, row.next_due_on) == ("binding", date(2026, 4, 20))


def test_a_late_objection_is_none(story: Told) -> None:
    """CPL 227：异议在收到支付令之日起十五日内提出。"""
    agreement = binds(story)
    story.clock.to(3, 23)
    story.time_passes()
    matter = asks_for_order(story, agreement, "2026-03-23")
    order_is_served(story, matter, "2026-03-23")
    story.clock.to(4, 8)
    story.is_refused_on(
        matter, "payorder.object", "judge", "届满",
        objected_on="2026-04-08", in_writing="yes", objection_result="upheld", note="迟了一天",
    )  # fmt: skip


def test_an_order_under_the_contract_law_leads_to_arbitration_first(story: Told) -> None:
    """LCL 30；I1 13：依照劳动合同法第三十条申请的支付令终结后，应当先申请仲裁，不能直接起诉。"""
    agreement = binds(story, ("wages", "8000"), ("severance", "7000"))
    story.clock.to(3, 23)
    story.time_passes()
    matter = asks_for_order(story, agreement, "2026-03-23", "LCL 30")
    order_is_served(story, matter, "2026-03-23")
    story.takes(
        "payorder.object", "judge", matter,
        objected_on="2026-03-23", in_writing="yes", objection_result="upheld", note="不认可", into="order_lapsed",
    )  # fmt: skip
    story.is_refused_on(agreement, "agreement.sue", "filing", "先就争议申请仲裁", **suit(story, "2026-03-23"))


# ---- 仲裁审查 ----


def test_a_review_is_granted_and_takes_effect_with_the_second_signature(story: Told) -> None:
    """CHR 74–79：十五日内共同申请，五个工作日内审查，调解书与协议内容一致，双方签收后生效。"""
    agreement = binds(story)
    story.clock.to(3, 17)
    review = asks_for_review(story, agreement, "2026-03-17")
    assert story.limit("review.apply").state == "met"
    review_is_accepted(story, review)
    assert story.limit("review.decide").due == date(2026, 3, 24)
    story.clock.to(3, 19)
    with pytest.raises(NotAllowed):
        story.takes("review.grant", "filing", review, note_optional="")
    story.is_refused_on(review, "review.grant", "arbitrator2", "指定的仲裁员", note_optional="")
    story.takes("review.grant", "arbitrator", review, note_optional="", into="granted")
    assert story.papers()[-1] == "mediation_statement"
    story.clock.to(3, 20)
    worker, firm = str(story.party("applicant")), str(story.party("respondent"))
    story.takes("review.sign_for", "filing", review, party=worker, signed_for_on="2026-03-20", into="granted")
    assert state(story) == "in_review"
    story.is_refused_on(review, "review.sign_for", "filing", "已经签收", party=worker, signed_for_on="2026-03-20")
    story.takes("review.sign_for", "filing", review, party=firm, signed_for_on="2026-03-20", into="effective")
    assert (state(story), story.row(Agreement).force) == ("enforceable", "review")
    story.is_refused_on(
        agreement, "agreement.apply_confirmation", "filing", "已经制作调解书，可以申请强制执行",
        both_ask="yes", court=str(story.body_id("court-hewan")), applied_on="2026-03-20", note_optional="",
    )  # fmt: skip


def test_the_statement_served_like_any_paper_takes_effect_the_same_way(story: Told) -> None:
    """CHR 20、77：用「登记送达」办的签收，同样在第二方签收时生效；调解书不能留置。"""
    agreement = binds(story)
    review = asks_for_review(story, agreement, "2026-03-02")
    review_is_accepted(story, review)
    story.takes("review.grant", "arbitrator", review, note_optional="", into="granted")
    day = story.clock.day
    for side in ("applicant", "respondent"):
        assert story.row(Review).state == "granted"
        story.serves("mediation_statement", side, "filing", method="direct", sent=day, served=day)
    assert story.row(Review).state == "effective"
    assert state(story) == "enforceable"


def test_a_review_that_confirms_a_relation_is_refused_at_the_door(story: Told) -> None:
    """CHR 74–79；O1 一：确认劳动关系的，不予受理；就争议事项可以申请仲裁。"""
    agreement = binds(story, ("relation_confirmation", ""), ("wages", "15000"))
    assert story.row(Agreement).subjects == ["pay", "relation"]
    review = asks_for_review(story, agreement, "2026-03-02")
    story.is_refused_on(
        review, "review.accept", "filing", "涉及确认劳动关系",
        review_scope_checked="yes", review_arbitrator=str(story.staff_id("arbitrator")),
    )  # fmt: skip
    story.is_refused_on(review, "review.refuse_at_door", "filing", "没有超出期间", review_door_ground="late", note="迟")
    story.takes(
        "review.refuse_at_door",
        "filing",
        review,
        review_door_ground="relation",
        note="协议第一项确认劳动关系",
        into="not_accepted",
    )
    assert story.papers()[-1] == "review_refusal_notice"
    assert state(story) == "binding"
    again = {"both_ask": "yes", "applied_on": "2026-03-02", "note_optional": ""}
    story.is_refused_on(agreement, "agreement.apply_review", "filing", "不能再次申请", **again)


def test_a_review_asked_for_a_day_late_is_refused_at_the_door(story: Told) -> None:
    """CHR 74、75：十五日到3月17日为止；3月18日申请的不予受理。"""
    agreement = binds(story)
    story.clock.to(3, 18)
    review = asks_for_review(story, agreement, "2026-03-18")
    assert story.limit("review.apply").state == "missed"
    accept = {"review_scope_checked": "yes", "review_arbitrator": str(story.staff_id("arbitrator"))}
    story.is_refused_on(review, "review.accept", "filing", "2026年3月17日（星期二）届满", **accept)
    story.takes(
        "review.refuse_at_door", "filing", review, review_door_ground="late", note="3月18日申请", into="not_accepted"
    )
    asks_for_confirmation(story, agreement, "2026-03-18")


def test_a_review_withdrawn_before_service_leaves_room_for_the_court(story: Told) -> None:
    """CHR 74–79：调解书送达前可以撤回；撤回之后可以申请司法确认，确认之后立即可以执行。"""
    agreement = binds(story)
    review = asks_for_review(story, agreement, "2026-03-02")
    review_is_accepted(story, review)
    story.takes("review.grant", "arbitrator", review, note_optional="", into="granted")
    worker = str(story.party("applicant"))
    story.takes("review.sign_for", "filing", review, party=worker, signed_for_on="2026-03-02", into="granted")
    story.takes("review.withdraw", "filing", review, asking_party=worker, note_optional="改走法院", into="withdrawn")
    assert state(story) == "binding"
    story.clock.to(3, 10)
    matter = asks_for_confirmation(story, agreement, "2026-03-10")
    assert story.limit("confirm.decide").due == date(2026, 4, 9)
    story.clock.to(3, 24)
    story.takes(
        "confirm.grant",
        "judge",
        matter,
        decided_on="2026-03-24",
        ruling_reached_worker="2026-03-24",
        ruling_reached_employer="",
        note_optional="",
        into="confirmed",
    )
    assert (state(story), story.row(Agreement).force) == ("enforceable", "confirmation")
    assert story.limit("confirm.object").due == date(2026, 4, 8)


def test_a_review_is_extended_once_and_not_twice(story: Told) -> None:
    """CHR 74–79：经主任或者其委托的负责人批准，可以延长五个工作日，一次。"""
    agreement = binds(story)
    review = asks_for_review(story, agreement, "2026-03-02")
    review_is_accepted(story, review)
    assert story.limit("review.decide").due == date(2026, 3, 9)
    more = {"note": "需要向社保机构核实"}
    with pytest.raises(NotAllowed):
        story.takes("review.extend", "clerk", review, review_extension_days="5", **more)
    story.is_refused_on(review, "review.extend", "arbitrator", "最多延长5个工作日", review_extension_days="6", **more)
    story.asks_for("review.extend", "arbitrator", review, review_extension_days="5", **more)
    assert story.limit("review.decide").due == date(2026, 3, 16)
    story.is_refused_on(review, "review.extend", "arbitrator", "已经延长过一次", review_extension_days="1", **more)


def test_a_review_that_fails_on_the_merits_opens_arbitration_but_no_suit(story: Told) -> None:
    """CHR 74–79；O1 一：不予制作调解书的，可就争议事项申请仲裁，不能直接起诉。"""
    agreement = binds(story, ("severance", "15000"))
    review = asks_for_review(story, agreement, "2026-03-02")
    review_is_accepted(story, review)
    story.takes(
        "review.refuse", "arbitrator", review, review_merit_ground="not_voluntary", note="劳动者称受胁迫", into="refused"
    )
    assert story.papers()[-1] == "review_no_statement_notice"
    assert state(story) == "binding"
    story.is_refused_on(agreement, "agreement.sue", "filing", "不能直接起诉", **suit(story, "2026-03-02"))
    found = {w.id: w.is_open for w in story.ways_of(agreement)}
    assert (found["arbitrate"], found["review"], found["sue"]) == (True, False, False)


# ---- 司法确认 ----


def test_a_refused_confirmation_of_money_opens_a_direct_suit(story: Told) -> None:
    """O1 一：经济补偿、赔偿金的协议，双方申请司法确认而法院裁定驳回，可以依据协议直接起诉。"""
    agreement = binds(story, ("severance", "9000"), ("wrongful_termination", "6000"))
    matter = asks_for_confirmation(story, agreement, "2026-03-02")
    story.takes(
        "confirm.refuse",
        "judge",
        matter,
        decided_on="2026-03-02",
        confirm_merit_ground="unclear",
        note="付款方式不明确",
        into="not_confirmed",
    )
    assert state(story) == "binding"
    sues(story, agreement, "2026-03-02")


def test_a_confirmation_asked_for_too_late_is_not_recorded(story: Told) -> None:
    """PML 33；CPL 205：自协议生效之日起三十日，到4月1日为止。"""
    agreement = binds(story)
    story.clock.to(4, 2)
    ask = {"both_ask": "yes", "court": str(story.body_id("court-hewan")), "note_optional": ""}
    story.is_refused_on(agreement, "agreement.apply_confirmation", "peoples", "届满", applied_on="2026-04-02", **ask)
    story.is_refused_on(
        agreement, "agreement.apply_confirmation", "peoples", "共同申请", applied_on="2026-04-01", **{**ask, "both_ask": ""}
    )
    story.takes("agreement.apply_confirmation", "peoples", agreement, applied_on="2026-04-01", **ask)


def test_a_confirmation_revoked_upon_objection_takes_the_force_away(story: Told) -> None:
    """CPLI 372：当事人十五日、利害关系人六个月内提出异议；异议成立的撤销裁定。"""
    agreement = binds(story, ("severance", "15000"))
    matter = asks_for_confirmation(story, agreement, "2026-03-02")
    dates = {"ruling_reached_worker": "", "ruling_reached_employer": "", "note_optional": ""}
    story.takes("confirm.grant", "judge", matter, decided_on="2026-03-02", **dates)
    story.clock.to(3, 18)
    objects = {"objected_on": "2026-03-18", "objection_result": "upheld", "note": "损害他人权益"}
    story.is_refused_on(matter, "confirm.object", "judge", "届满", objector="party", knew_on="", **objects)
    story.takes("confirm.object", "judge", matter, objector="third", knew_on="2026-03-10", into="revoked", **objects)
    assert (state(story), story.row(Agreement).force) == ("binding", "none")


# ---- 互斥与直接起诉 ----


def test_two_ways_at_once_are_refused_with_the_reason(story: Told) -> None:
    """rules §5：四条途径相互排斥；先撤回正在走的，才能改走别的。"""
    agreement = binds(story)
    asks_for_review(story, agreement, "2026-03-02")
    assert state(story) == "in_review"
    reasons = {w.id: w.reasons[0].text for w in story.ways_of(agreement) if not w.is_open}
    assert "仲裁审查正在进行" in reasons["confirm"]
    assert "先撤回" in reasons["payment_order"]
    assert "仲裁审查正在进行" in story.shut(agreement, "agreement.apply_confirmation", "peoples")
    assert "先撤回" in story.shut(agreement, "agreement.apply_payment_order", "filing")
    assert "不必重复申请" in story.shut(agreement, "agreement.apply_review", "filing")
    story.is_refused_on(
        agreement, "agreement.apply_confirmation", "peoples", "仲裁审查正在进行。要改走别的途径，请先撤回",
        both_ask="yes", court=str(story.body_id("court-hewan")), applied_on="2026-03-02", note_optional="",
    )  # fmt: skip


def test_pay_only_and_broken_may_be_sued_for_directly(story: Told) -> None:
    """I1 51；O1 一：列名的调解组织主持、仅涉及劳动报酬的协议，公司不付，可以直接起诉；没到期不行。"""
    agreement = binds(story)
    story.is_refused_on(agreement, "agreement.sue", "filing", "不能直接起诉", **suit(story, "2026-03-02"))
    assert "不能直接起诉" in story.shut(agreement, "agreement.sue", "filing")
    story.clock.to(3, 21)
    story.time_passes()
    claim = sues(story, agreement, "2026-03-21")
    assert story.limit("court.filing").state == "open"
    story.takes("agreement_suit.not_accept", "courtclerk", claim, note="材料不齐，先补正", into="not_accepted")
    assert state(story) == "broken"
    story.clock.to(3, 22)
    sues(story, agreement, "2026-03-22")


def test_the_days_to_apply_run_out_without_being_anybodys_failure(story: Told) -> None:
    """CHR 74；CPL 205：申请期限是当事人的权利，过了就关闭，不算超期。"""
    binds(story)
    story.clock.to(4, 2)
    story.time_passes()
    assert {story.row(Limit, rule=rule).state for rule in ("review.apply", "confirm.apply")} == {"closed"}
