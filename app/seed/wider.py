"""The sample cases of the wider procedure: before filing, agreements, requests, approvals, several awards, enforcement."""

from datetime import timedelta

from sqlmodel import select

from app.database import open_session, transaction
from app.models import Agreement, Approval, Award, CourtMatter, Discussion, PaymentLine, Referral, Request, Review
from app.seed.teller import DAMAGES, LEAVE, NO_CONTRACT, OVERTIME, PAY, Teller
from app.services import divergences, file_requests, meeting_topics, meetings
from app.storytelling import BOTH_CAME


def reported_from_the_grid(t: Teller) -> None:
    """一名网格员报告欠薪，社区登记，转人民调解。"""
    t.back(3)
    lead = t.registers("report", "community", PAY, reporter="和顺街道第三网格网格员 李敏")
    t.takes("lead.mediate", "community", lead, channel="peoples", receiving_body=str(t.body_id("med-people")))


def negotiated(t: Teller) -> None:
    """劳动者要求协商，单位五日内应当回应。"""
    day = t.back(2)
    t.registers("negotiation", "filing", OVERTIME, asked_on=day.isoformat())


def mediated_in_sessions(t: Teller) -> None:
    """人民调解，两次调解会议，还没有结果。"""
    t.comes_in(PAY, LEAVE, back=9)
    t.back(8)
    referral = t.is_referred("peoples", "med-people", "peoples", received=True)
    for back, time, mode, place, offers in (
        (6, "09:30", "on_site", "人民调解中心一号调解室", "单位愿付一万二"),
        (2, "14:30", "online", "视频调解室", "单位愿付一万五，分两期"),
    ):
        day = t.back(back)
        t.takes(
            "referral.record_session",
            "peoples",
            referral,
            session_on=day.isoformat(),
            session_time=time,
            session_mode=mode,
            session_place=place,
            session_came="双方",
            private_notes="单位担心其他员工效仿",
            offers=offers,
        )


def _agrees(t: Teller, back: int, *lines: tuple[int, str, str]) -> tuple[type[Agreement], int]:
    """人民调解达成协议并签名盖章；每一笔写明从协议之日起第几个日历日。"""
    referral = t.is_referred("peoples", "med-people", "peoples", received=True)
    day = t.back(back)
    typed = {}
    for number, (days, yuan, words) in enumerate(lines, start=1):
        typed |= {
            f"line-{number}-day": (day + timedelta(days=days)).isoformat(),
            f"line-{number}-amount": yuan,
            f"line-{number}-text": words,
        }
    t.takes(
        "referral.record_outcome",
        "peoples",
        referral,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="被申请人分期付清拖欠的工资18,600元，双方再无其他争议。",
        other_duties="",
        **typed,
    )
    agreement = (Agreement, t.latest(Agreement))
    t.takes("agreement.sign", "peoples", agreement, signer="all", signed_on=day.isoformat(), into="binding")
    return agreement


def agreement_paid_late(t: Teller) -> None:
    """分三期支付：第一期已付，第二期逾期，第三期未到。"""
    t.comes_in(PAY, back=34)
    t.back(33)
    agreement = _agrees(t, 30, (10, "6600", "第一期工资"), (30, "6000", "第二期工资"), (90, "6000", "第三期工资"))
    day = t.back(23)
    t.takes(
        "agreement.pay",
        "peoples",
        agreement,
        payment_line=str(_line(t, agreement[1])),
        paid_amount="6600",
        paid_on=day.isoformat(),
        note_optional="银行转账",
    )


def _line(t: Teller, agreement: int) -> int:
    """The first payment line of this agreement."""
    with open_session(t.runtime.engine, writing=False) as session:
        found = session.exec(select(PaymentLine.id).where(PaymentLine.agreement_id == agreement, PaymentLine.ordinal == 1))
        return found.one() or 0


def agreement_in_review(t: Teller) -> None:
    """双方共同申请仲裁审查，仲裁委员会已经受理。"""
    t.comes_in(PAY, back=14)
    t.back(13)
    agreement = _agrees(t, 8, (30, "10000", "第一期工资"), (60, "8600", "第二期工资"))
    day = t.back(4)
    t.takes("agreement.apply_review", "filing", agreement, both_ask="yes", applied_on=day.isoformat(), note_optional="")
    t.back(2)
    t.takes(
        "review.accept",
        "filing",
        (Review, t.latest(Review)),
        review_scope_checked="yes",
        review_arbitrator=str(t.staff_id("arbitrator2")),
    )


def extension_over_two_levels(t: Teller) -> None:
    """延长审理期限：庭长已同意，等负责人批准。"""
    t.comes_in(DAMAGES, OVERTIME, back=29)
    t.back(27)
    t.is_accepted()
    t.back(25)
    t.is_notified()
    t.back(2)
    t.takes("arb.extend", "arbitrator", extension_days="15", extension_reason="案情复杂，需要调取银行流水")
    t.back(1)
    approval = (Approval, t.latest(Approval, state="waiting"))
    t.takes("approval.endorse", "sectionhead", approval, approval_opinion="情况属实")


def recusal_waiting(t: Teller) -> None:
    """开庭前申请仲裁员回避，三日内决定。"""
    t.comes_in(NO_CONTRACT, back=14)
    t.back(12)
    t.is_accepted()
    t.back(11)
    t.is_notified()
    t.back(3)
    t.is_set_down_and_notified(f"{t.ahead(10).isoformat()} 09:00")
    t.back(1)
    t.takes(
        "recusal.ask",
        "clerk",
        asking_party=str(t.party("respondent")),
        challenged=str(t.staff_id("arbitrator")),
        recusal_ground="contact",
        learnt_on="",
        request_text="仲裁员私自会见申请人的代理人",
    )


def counterclaim_joined(t: Teller) -> None:
    """答辩期内的反申请，决定合并处理。"""
    t.comes_in(PAY, DAMAGES, back=13)
    t.back(11)
    t.is_accepted()
    t.back(9)
    t.is_notified()
    t.back(4)
    t.takes(
        "counterclaim.file",
        "filing",
        asking_party=str(t.party("respondent")),
        against_party=str(t.party("applicant")),
        claim_kind="employer_damages",
        claim_amount="5000",
        request_text="请求申请人赔偿丢失的测量仪器5,000元",
    )
    t.back(2)
    t.takes("counterclaim.join", "filing", (Request, t.latest(Request, kind="counterclaim")), note_optional="")


def simplified(t: Teller) -> None:
    """双方同意简易处理，经被申请人同意缩短答辩期。"""
    t.comes_in(OVERTIME, back=7)
    t.back(5)
    t.is_accepted()
    t.back(4)
    t.is_notified()
    t.takes(
        "arb.to_simplified", "arbitrator", simplified_ground="agreed", average_wage="", simplified_bar="none", note_optional=""
    )
    t.back(3)
    consent = {"consenting_party": str(t.party("respondent")), "note": "笔录载明同意"}
    t.takes("arb.cut_answer", "clerk", answer_days="5", **consent)


def half_signed_statement(t: Teller) -> None:
    """当庭达成调解，调解书只有申请人签收。"""
    t.comes_in(PAY, LEAVE, back=24)
    t.back(22)
    t.is_accepted()
    t.back(20)
    t.is_notified()
    hearing = t.calendar.nth_working_day_before(t.today, 3)
    t.is_set_down_and_notified(f"{hearing.isoformat()} 09:00")
    t.back(3)
    t.takes("arb.hear", "clerk", hearing_record="庭审笔录", into="heard", **BOTH_CAME)
    t.takes(
        "med.in_hearing",
        "arbitrator",
        mediation_result="settled",
        mediation_terms="被申请人于本月底前支付申请人工资16,000元；\n双方再无其他争议。",
        mediation_note="当庭达成协议",
        into="settling",
    )
    day = t.back(2)
    t.serves("mediation_statement", "applicant", "clerk", method="direct", sent=day, served=day)


def partly_awarded(t: Teller) -> None:
    """拖欠的工资事实已经清楚，先行裁决；赔偿金继续审理。"""
    t.comes_in(PAY, DAMAGES, back=30)
    t.back(28)
    t.is_accepted()
    t.is_tried(formed=25, heard=10)
    t.back(8)
    t.is_decided()
    t.back(6)
    wages = next(item for item in t.case().items if item.kind == "wages")
    t.takes(
        "arb.submit_partial", "arbitrator", award_items=[str(wages.id)], partial_reason="欠薪数额双方无异议", into="under_approval"
    )
    t.is_approved(into="approved")
    t.back(5)
    t.takes("arb.sign_partial", "arbitrator", note_optional="", into="heard")


def _is_awarded(t: Teller, *items: tuple[str, str, str], back: int, served: int) -> None:
    """收件之后二十四个工作日作出裁决，双方在 `served` 个工作日前收到。"""
    t.comes_in(*items, back=back)
    t.back(back - 2)
    t.is_accepted()
    t.is_tried(formed=back - 5, heard=back - 18)
    t.back(back - 22)
    t.is_decided()
    t.back(back - 24)
    t.is_awarded()
    t.award_reaches("applicant", served + 1)
    t.award_reaches("respondent", served)


def enforced(t: Teller) -> None:
    """终局裁决生效，法院执行，已到账一笔；非终局部分单位起诉。"""
    _is_awarded(t, PAY, DAMAGES, back=62, served=36)
    day = t.back(20)
    t.takes(
        "court.enforce",
        "filing",
        award_optional=str(t.latest(Award, type="final")),
        mediation_paper="",
        creditor=str(t.party("applicant")),
        court=str(t.body_id("court-hewan")),
        filed_on=day.isoformat(),
        enforce_amount="18600",
    )
    matter = (CourtMatter, t.latest(CourtMatter))
    t.back(17)
    t.takes("court.accept", "courtclerk", matter, court_number=f"（{t.today.year}）鲁0591执612号", into="accepted")
    day = t.back(4)
    t.takes("court.recover", "courtclerk", matter, recovered_amount="8000", recovered_on=day.isoformat(), note_optional="")


def discussed_jointly(t: Teller) -> None:
    """疑难案件列入联席会议议程，与会人员在规定的日子里阅卷。"""
    _is_awarded(t, OVERTIME, DAMAGES, back=40, served=8)
    t.back(3)
    planned = t.ahead(9)
    with transaction(t.runtime.engine) as session:
        desk = t.runtime.desk(session, t.actor("head"))
        typed = {"title": f"{t.today.year}年第四次裁审衔接联席会议", "planned_on": planned.isoformat(), "place": "仲裁院第一会议室"}
        meeting = meetings.call(desk, typed).id or 0
        for login in ("judge", "judge-mid", "arbitrator"):
            meetings.invite(desk, meeting, {"member": str(t.staff_id(login))})
    t.takes("discussion.propose", "head", discussion_question="考勤表没有劳动者签字的，加班事实由谁举证。")
    t.takes(
        "discussion.schedule",
        "head",
        (Discussion, t.latest(Discussion)),
        joint_meeting=str(meeting),
        read_from=t.today.isoformat(),
        read_until=planned.isoformat(),
    )
    _office_and_court(t, meeting)


def _office_and_court(t: Teller, meeting: int) -> None:
    """一项差异双方说法不同，列为议题；法院为关联案件申请调卷，等负责人答复。"""
    with transaction(t.runtime.engine) as session:
        desk = t.runtime.desk(session, t.actor("head"))
        for row in divergences.listed(desk, divergences.Filters())[0][:1]:
            about = row.outcome.id or 0
            divergences.speak(desk, about, {"reason_code": "law", "text": "报销款按月固定发放，应当计入平均工资。"})
            question = "按月固定发放的报销款，是否计入经济补偿、赔偿金的计算基数？"
            meeting_topics.bring_divergence(desk, about, {"meeting": str(meeting), "question": question})
    with transaction(t.runtime.engine) as session:
        desk = t.runtime.desk(session, t.actor("judge"))
        asked = file_requests.ask(
            desk,
            {
                "number": t.case().number,
                "party_name": next(p.name for p in t.case().parties if p.side == "applicant"),
                "reason": "审理关联案件，需要核对双方劳动关系的起止时间。",
                "until": t.ahead(30).isoformat(),
            },
        )
        made = asked.id or 0
    with transaction(t.runtime.engine) as session:
        file_requests.confirm(t.runtime.desk(session, t.actor("courtclerk")), made)


def transferred(t: Teller) -> None:
    """管辖异议成立，移送石桥县劳动人事争议仲裁委员会，等其受理。"""
    t.comes_in(PAY, back=12)
    t.back(10)
    t.is_accepted()
    t.back(9)
    t.is_notified()
    t.back(5)
    t.takes(
        "objection.file",
        "filing",
        asking_party=str(t.party("respondent")),
        request_text="劳动合同履行地和公司注册地都在石桥县",
    )
    t.back(3)
    t.takes("objection.uphold", "arbitrator", (Request, t.latest(Request, kind="jurisdiction")), note="劳动合同履行地在石桥县")
    t.back(2)
    t.asks_for(
        "arb.transfer",
        "filing",
        receiving_commission=str(t.body_id("shiqiao")),
        receiving_commission_name="",
        jurisdiction_reason="劳动合同履行地和用人单位所在地都在石桥县",
        into="transferring",
    )


def closing(t: Teller) -> None:
    """裁决已经送达，书记员报请结案归档。"""
    _is_awarded(t, PAY, back=44, served=17)
    t.back(1)
    t.takes("arb.close", "clerk", note_optional="")


def handed_over(t: Teller) -> None:
    """行业调解没有谈成，转商会调解；转办不带让步方案。"""
    t.comes_in(OVERTIME, PAY, back=11)
    t.back(10)
    first = t.is_referred("industry", "med-ind", "industry", received=True)
    t.back(4)
    t.takes("referral.record_outcome", "industry", first, outcome="no_agreement", outcome_reason_optional="双方差距较大")
    t.takes(
        "referral.hand_over",
        "industry",
        first,
        linked_channel="peoples",
        receiving_body=str(t.body_id("med-people")),
        note_optional="",
    )
    assert t.latest(Referral) != first[1]


SCENARIOS = (
    enforced,
    closing,
    discussed_jointly,
    agreement_paid_late,
    partly_awarded,
    extension_over_two_levels,
    half_signed_statement,
    agreement_in_review,
    recusal_waiting,
    counterclaim_joined,
    transferred,
    handed_over,
    mediated_in_sessions,
    simplified,
    reported_from_the_grid,
    negotiated,
)
