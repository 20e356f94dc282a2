"""The sample cases from the desk to the court and back, one at each stage."""

from datetime import timedelta

from app.models import Agreement, Award, CourtMatter, Paper
from app.seed.teller import DAMAGES, LEAVE, MEDICAL, NO_CONTRACT, OVERTIME, PAY, Teller


def just_received(t: Teller) -> None:
    t.comes_in(PAY, LEAVE, back=0)


def nearly_due(t: Teller) -> None:
    t.comes_in(NO_CONTRACT, back=4)


def papers_missing(t: Teller) -> None:
    t.comes_in(OVERTIME, back=3)
    t.back(2)
    t.takes("arb.request_correction", "filing", missing_papers="劳动者身份证复印件\n工资发放记录", into="correcting")


def asked_to_mediate(t: Teller) -> None:
    t.comes_in(PAY, OVERTIME, back=1)
    t.takes("referral.propose", "filing", channel="peoples", receiving_body=str(t.body_id("med-people")))


def in_industry_mediation(t: Teller) -> None:
    t.comes_in(PAY, back=6)
    t.back(5)
    t.is_referred("industry", "med-ind", "industry", received=True)


def letter_just_sent(t: Teller) -> None:
    t.comes_in(DAMAGES, back=2)
    t.is_referred("peoples", "med-people", "peoples", received=False)


def in_union_mediation(t: Teller) -> None:
    t.comes_in(OVERTIME, LEAVE, back=7)
    t.back(6)
    t.is_referred("enterprise_union", "med-union", "union", received=True)


def in_delegated_mediation(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=8)
    t.back(6)
    t.is_accepted()
    t.back(5)
    t.is_referred("pre_award", "med-pre", "preaward", received=True)


def just_accepted(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=3)
    t.back(1)
    t.is_accepted()


def answered(t: Teller) -> None:
    t.comes_in(OVERTIME, DAMAGES, back=16)
    t.back(14)
    t.is_accepted()
    t.back(12)
    t.has_a_tribunal()
    day = t.back(11)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)
    t.back(4)
    t.takes("arb.receive_answer", "clerk", answer_text="被申请人认为加班未经审批，解除合法。")


def hearing_next_week(t: Teller) -> None:
    t.comes_in(NO_CONTRACT, PAY, back=15)
    t.back(12)
    t.is_accepted()
    day = t.back(10)
    t.has_a_tribunal(alone=True)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)
    t.back(1)
    t.is_set_down_and_notified(f"{t.ahead(7).isoformat()} 14:00")


def heard_and_unsettled(t: Teller) -> None:
    t.comes_in(PAY, OVERTIME, back=22)
    t.back(20)
    t.is_accepted()
    t.is_tried(formed=17, heard=2)


def being_drafted(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, LEAVE, back=26)
    t.back(24)
    t.is_accepted()
    t.is_tried(formed=21, heard=5)
    t.back(3)
    t.is_decided()


def waiting_for_approval(t: Teller) -> None:
    t.comes_in(OVERTIME, back=28)
    t.back(26)
    t.is_accepted()
    t.is_tried(formed=23, heard=8)
    t.back(6)
    t.is_decided()
    t.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")


def suspended(t: Teller) -> None:
    t.comes_in(MEDICAL, back=25)
    t.back(22)
    t.is_accepted()
    t.back(20)
    t.is_notified()
    t.back(15)
    t.asks_for("arb.suspend", "arbitrator", into="suspended", suspension_ground="appraisal", suspension_reason="等待劳动能力鉴定结论",
        suspension_awaits="东川市劳动能力鉴定委员会，收件〔2026〕57号",
    )


def overdue(t: Teller) -> None:
    t.comes_in(PAY, back=48)
    t.back(45)
    t.is_accepted()
    day = t.back(42)
    t.has_a_tribunal(alone=True)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)


def collective(t: Teller) -> None:
    t.comes_in(("wages", "9600", "请求支付2026年拖欠的工资9,600元"), back=9, workers=12, text="被申请人停产后拖欠十二名劳动者工资。")
    t.back(7)
    t.is_accepted()
    day = t.back(6)
    t.takes(
        "collective.elect",
        "filing",
        delegates="1、2、3",
        signers="全体",
        elected_on=day.isoformat(),
        election_paper="推举代表书一份，附十二人签名名册",
    )
    t.back(5)
    t.has_a_tribunal()
    t.takes(
        "collective.notify",
        "clerk",
        evidence_until=t.ahead(12).isoformat(),
        hearing_at=f"{t.ahead(14).isoformat()} 09:00",
        room="厂区会议室",
        at_workplace="yes",
    )
    sent = t.back(4)
    t.takes(
        "svc.record_many",
        "clerk",
        paper=str(t.latest(Paper, kind="collective_notice")),
        workers="全体",
        receiver="",
        service_method="direct",
        sent_on=sent.isoformat(),
        served_on=sent.isoformat(),
        proof="签收名册在卷",
    )
    t.serves("collective_notice", "respondent", "clerk", method="direct", sent=sent, served=sent)


def awarded_and_served(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=34)
    t.back(32)
    t.is_accepted()
    t.is_tried(formed=29, heard=14)
    t.back(10)
    t.is_decided()
    t.back(6)
    t.is_awarded()
    t.award_reaches("applicant", 5)
    t.award_reaches("respondent", 3)


def before_the_court(t: Teller) -> None:
    t.comes_in(DAMAGES, back=58)
    t.back(56)
    t.is_accepted()
    t.is_tried(formed=53, heard=40)
    t.back(36)
    t.is_decided()
    t.back(34)
    t.is_awarded()
    t.award_reaches("applicant", 33)
    t.award_reaches("respondent", 32)
    _suit(t, filed=26, accepted=22, number="（2026）鲁0591民初2107号")


def judged_last_month(t: Teller) -> None:
    t.comes_in(DAMAGES, OVERTIME, back=110)
    t.back(108)
    t.is_accepted()
    t.is_tried(formed=105, heard=92)
    t.back(90)
    t.is_decided()
    t.back(88)
    t.is_awarded()
    t.award_reaches("applicant", 87)
    t.award_reaches("respondent", 86)
    matter = _suit(t, filed=80, accepted=76, number="（2026）鲁0591民初1733号")
    last_month = t.today.replace(day=1) - timedelta(days=8)
    t.clock.to(last_month.month, last_month.day, last_month.year)
    damages = next(item for item in t.case().items if item.kind == "wrongful_termination")
    t.takes(
        "court.enter_judgment",
        "judge",
        matter,
        decided_on=last_month.isoformat(),
        judgment_text="被告于判决生效之日起十日内支付赔偿金46,800元。",
        **{
            f"outcome-{damages.id}-disposition": "partly",
            f"outcome-{damages.id}-amount": "46800",
            f"outcome-{damages.id}-reason": "calculation",
            f"outcome-{damages.id}-note": "平均工资不应包括报销款",
        },
        into="judged",
    )


def _suit(t: Teller, *, filed: int, accepted: int, number: str) -> tuple[type[CourtMatter], int]:
    day = t.back(filed)
    t.takes(
        "court.file",
        "filing",
        matter_kind="first_instance",
        award=str(t.latest(Award, type="non_final")),
        plaintiff=str(t.party("respondent")),
        court=str(t.body_id("court-hewan")),
        filed_on=day.isoformat(),
    )
    matter = (CourtMatter, t.latest(CourtMatter))
    t.takes("court.confirm_link", "courtclerk", matter, note_optional="")
    t.back(accepted)
    t.takes("court.accept", "courtclerk", matter, court_number=number, into="accepted")
    day = t.back(accepted - 2)
    t.takes("court.record_copy", "courtclerk", matter, copy_party=str(t.party("applicant")), copy_served_on=day.isoformat())
    return matter


def settled_by_mediation(t: Teller) -> None:
    t.comes_in(PAY, back=12)
    t.back(11)
    referral = t.is_referred("chamber", "med-chamber", "chamber", received=True)
    t.back(4)
    t.takes(
        "referral.record_outcome",
        "chamber",
        referral,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="被申请人于本月底前一次性支付申请人15,000元，双方再无其他争议。",
    )
    day = t.back(3)
    t.takes("agreement.sign", "chamber", (Agreement, t.latest(Agreement)), signer="all", signed_on=day.isoformat())


def refused(t: Teller) -> None:
    t.comes_in(("social_insurance_loss", "5200", "请求被申请人补缴社会保险费"), back=6)
    t.back(4)
    t.asks_for(
        "arb.refuse",
        "filing",
        refusal_ground="out_of_scope",
        refusal_reason="补缴社会保险费由社会保险经办机构处理，不属于受理范围",
        into="refused",
    )
