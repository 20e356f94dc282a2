"""收件到受理：补正、不予受理、撤回、案前调解。"""

from datetime import date

import pytest
from teller import Told

from app.models import Agreement, Limit, Referral
from app.services.errors import NotAllowed, NotYours


def proposes_mediation(story: Told, channel: str = "industry", body: str = "med-ind") -> tuple[type[Referral], int]:
    story.takes("referral.propose", "filing", channel=channel, receiving_body=str(story.body_id(body)))
    return Referral, story.latest(Referral)


def answers(story: Told, referral: tuple[type[Referral], int], side: str, agrees: str) -> None:
    story.takes(
        "referral.record_consent",
        "filing",
        referral,
        party=str(story.party(side)),
        agrees=agrees,
        consent_way="phone",
    )


def test_the_desk_decides_within_five_working_days(story: Told) -> None:
    """LMA 29; CHR 80：收到申请之日起五日内决定；春节假期不算工作日，2月14日调休上班要算。"""
    story.files_application(on="2026-02-12")
    assert story.limit("arb.accept.decide").due == date(2026, 2, 26)


def test_missing_papers_are_asked_for_once_and_start_the_clock_anew(story: Told) -> None:
    """CHR 29：一次性告知补正；材料补齐之日起重新计算受理期限。"""
    story.files_application()
    story.takes("arb.request_correction", "filing", missing_papers="身份证复印件\n劳动合同", into="correcting")
    story.clock.to(3, 9)
    story.takes("arb.papers_completed", "filing", note_optional="", into="filed")
    assert story.limit("arb.accept.decide", state="open").due == date(2026, 3, 16)
    story.is_refused("arb.request_correction", "filing", "只能一次性告知", missing_papers="工资条")
    assert story.papers() == ["correction_request"]


def test_lateness_is_no_ground_to_refuse_acceptance(story: Told) -> None:
    """CHR 30：四项受理条件中没有时效；时效由被申请人在仲裁中抗辩。"""
    story.files_application()
    story.is_refused("arb.refuse", "filing", "时效", refusal_ground="late", refusal_reason="已过一年")
    assert story.case().state == "filed"


def test_a_refusal_issues_its_notice_and_ends_the_clock(story: Told) -> None:
    """LMA 29：不予受理的，书面通知并说明理由；申请人可以起诉。"""
    story.files_application()
    story.asks_for(
        "arb.refuse",
        "filing",
        refusal_ground="out_of_scope",
        refusal_reason="请求补缴社会保险费不属于受理范围",
        into="refused",
    )
    assert story.papers() == ["approval_form", "refusal_notice"]
    assert story.limit("arb.accept.decide").state == "met"


def test_a_notice_of_refusal_is_served_and_the_case_closed_without_a_number(story: Told) -> None:
    """CHR 20, 22, 31：不予受理的案件没有案号，通知书以收件号送达，送达之后才能归档（随机行走查出）。"""
    story.files_application()
    story.asks_for("arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="不属于受理范围")
    for side in ("applicant", "respondent"):
        day = story.clock.day
        story.serves("refusal_notice", side, "filing", method="direct", sent=day, served=day)
        if story.papers().count("service_return") == 1:
            assert story.case().number is None
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")


def test_an_unexamined_condition_keeps_the_case_from_acceptance(story: Told) -> None:
    """CHR 30：四项条件缺一不可。"""
    story.files_application()
    story.is_refused("arb.accept", "filing", "四项受理条件", conditions="", cause="205(5)", note_optional="")


def test_acceptance_gives_the_number_and_opens_three_clocks(story: Told) -> None:
    """LMA 29, 30, 32, 43：受理之后五日内组庭、五日内送达副本、四十五日内裁决。"""
    story.files_application()
    story.is_accepted()
    case = story.case()
    assert case.number == "东川劳人仲案字〔2026〕第1号"
    assert {r: story.limit(r).due for r in ("arb.panel.form", "arb.serve_application", "arb.decide_45")} == {
        "arb.panel.form": date(2026, 3, 9),
        "arb.serve_application": date(2026, 3, 9),
        "arb.decide_45": date(2026, 4, 16),
    }


def test_one_side_refusing_mediation_leaves_the_case_where_it_was(story: Told) -> None:
    """CHR 69：一方不同意调解的，应当依法受理，不得暂缓。"""
    story.files_application()
    referral = proposes_mediation(story)
    answers(story, referral, "applicant", "yes")
    answers(story, referral, "respondent", "no")
    assert story.case().state == "filed"
    assert story.row(Referral).state == "not_agreed"
    story.is_accepted()


def test_acceptance_waits_and_its_clock_stands_still_while_mediation_goes_on(story: Told) -> None:
    """CHR 69：双方同意调解的，暂缓受理；退回之后期限继续计算。"""
    story.files_application()
    referral = proposes_mediation(story)
    answers(story, referral, "applicant", "yes")
    story.is_refused("arb.accept", "filing", "正在转介调解", conditions="yes", cause="205(5)", note_optional="")
    answers(story, referral, "respondent", "yes")
    assert story.case().state == "on_hold"
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.clock.to(3, 3)
    story.takes("referral.accept_by_body", "industry", referral, note_optional="")
    story.clock.to(3, 10)
    story.takes(
        "referral.record_outcome",
        "industry",
        referral,
        outcome="no_agreement",
        outcome_reason_optional="差距过大",
        agreement_terms="",
    )
    story.takes("referral.return", "industry", referral, note_optional="", into="returned")
    assert story.case().state == "filed"
    # 3月3日至9日不计；退回的3月10日起继续计算，第五个工作日是3月16日。
    assert story.limit("arb.accept.decide").due == date(2026, 3, 16)


def test_a_settlement_before_acceptance_becomes_an_agreement(story: Told) -> None:
    """LMA 14：达成协议的，制作调解协议书；双方与调解员签名、加盖印章后生效，十五日内可以申请仲裁审查。"""
    story.files_application()
    referral = proposes_mediation(story, "peoples", "med-people")
    answers(story, referral, "applicant", "yes")
    answers(story, referral, "respondent", "yes")
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.accept_by_body", "peoples", referral, note_optional="")
    story.takes(
        "referral.record_outcome",
        "peoples",
        referral,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="公司于2026年3月31日前支付65,000元。",
        into="succeeded",
    )
    assert story.case().state == "on_hold"  # a draft nobody signed settles nothing
    agreement = (Agreement, story.latest(Agreement))
    story.takes("agreement.sign", "peoples", agreement, signer="all", signed_on="2026-03-02", into="binding")
    assert story.case().state == "settled"
    assert story.limit("review.apply").due == date(2026, 3, 17)
    assert story.limit("confirm.apply").due == date(2026, 4, 1)


def test_hand_over_goes_only_to_the_linked_channel_and_asks_both_sides_anew(story: Told) -> None:
    """八调衔接：行业调解不成的，可以移交人民调解；重新征得双方同意。"""
    story.files_application()
    referral = proposes_mediation(story)
    answers(story, referral, "applicant", "yes")
    answers(story, referral, "respondent", "yes")
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.decline_by_body", "industry", referral, outcome_reason="近期人手不足", into="failed")
    with pytest.raises(Exception, match="成对衔接"):
        story.takes(
            "referral.hand_over",
            "industry",
            referral,
            linked_channel="chamber",
            receiving_body=str(story.body_id("med-chamber")),
            note_optional="",
        )
    story.takes(
        "referral.hand_over",
        "industry",
        referral,
        linked_channel="peoples",
        receiving_body=str(story.body_id("med-people")),
        note_optional="",
        into="handed_over",
    )
    following = story.row(Referral)
    assert (following.channel, following.state, following.previous_id) == ("peoples", "proposed", referral[1])


def test_a_mediation_that_outlasts_its_period_lapses_by_itself(story: Told) -> None:
    """LMA 14：调解组织收到申请之日起十五日内未达成协议的，可以申请仲裁。"""
    story.files_application()
    referral = proposes_mediation(story)
    answers(story, referral, "applicant", "yes")
    answers(story, referral, "respondent", "yes")
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.accept_by_body", "industry", referral, note_optional="")
    story.clock.to(3, 17)
    assert story.time_passes()["lapsed"] == 0
    story.clock.to(3, 18)
    assert story.time_passes()["lapsed"] == 1
    assert (story.row(Referral).state, story.row(Referral).outcome) == ("failed", "lapsed")
    assert story.time_passes()["lapsed"] == 0


def test_another_channels_mediator_does_not_even_see_the_referral(story: Told) -> None:
    """每个调解组织只看到发给自己的委托。"""
    story.files_application()
    referral = proposes_mediation(story)
    answers(story, referral, "applicant", "yes")
    answers(story, referral, "respondent", "yes")
    story.takes("referral.delegate", "filing", referral, note_optional="")
    with pytest.raises(NotYours):
        story.takes("referral.accept_by_body", "union", referral, note_optional="")


def test_accepting_is_the_desks_business(story: Told) -> None:
    """受理由立案人员办理；仲裁员没有这一步。"""
    story.files_application()
    with pytest.raises(NotAllowed, match="立案人员"):
        story.takes("arb.accept", "arbitrator", conditions="yes", cause="205(5)", note_optional="")


def test_withdrawal_before_acceptance_needs_no_decision(story: Told) -> None:
    """CHR 35：撤回之后可以再次申请。"""
    story.files_application()
    story.takes("arb.withdraw_before_acceptance", "filing", withdrawal_reason="双方自行和解", into="withdrawn")
    assert story.papers() == []
    assert story.row(Limit).state == "met"
