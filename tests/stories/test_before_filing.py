"""立案前的争议：隐患线索、企业内协商、当事人自己到调解组织；化解不了的一步转为仲裁申请。"""

from datetime import date

import pytest
from mediating import applies, both_agree, fails, is_signed, is_taken_up, registers, succeeds, taken_over
from sqlmodel import select
from teller import Told

from app.database import open_session, transaction
from app.models import Agreement, Attachment, Case, Interruption, Lead, Referral
from app.services import access, casefile
from app.services.casefile import Filters
from app.services.errors import NotAllowed, NotYours
from app.services.uploads import receive as hand_in
from workflows.errors import Refused


def interruptions(story: Told) -> list[tuple[str, date]]:
    with open_session(story.runtime.engine, writing=False) as session:
        rows = session.exec(select(Interruption).where(Interruption.case_id == story.case_id).order_by(Interruption.id))  # type: ignore[arg-type]
        return [(row.kind, row.on_day) for row in rows]


def listed(story: Told, login: str) -> int:
    """How many cases stand in this person's list."""
    with open_session(story.runtime.engine, writing=False) as session:
        return len(casefile.find(story.runtime.desk(session, story.actor(login)), Filters()).cases)


def test_a_call_to_negotiate_that_nobody_answers_leads_to_arbitration(story: Told) -> None:
    """NEG 10, 31：收到协商要求五日内不回应的，视为不愿协商；时效从期限届满时起重新计算；可以申请仲裁。"""
    story.clock.to(3, 2)
    lead = registers(story, "negotiation", "filing", asked_on="2026-03-02")
    assert story.row(Lead).state == "negotiating"
    assert story.limit("neg.reply").due == date(2026, 3, 9)  # 第五日3月7日是星期六
    story.clock.to(3, 9)
    assert story.time_passes()["lapsed"] == 0
    story.clock.to(3, 10)
    assert story.time_passes()["lapsed"] == 1
    assert story.row(Lead).state == "unresolved"
    assert interruptions(story) == [("claimed", date(2026, 3, 2)), ("negotiation_refused", date(2026, 3, 9))]
    before = applies(story, lead)
    case = story.case()
    assert (case.state, case.source, case.origin_id, case.filed_on) == ("filed", "negotiation", before, date(2026, 3, 10))
    assert case.receipt_number == "东川劳人仲收〔2026〕第1号"
    assert interruptions(story)[-1] == ("negotiation_refused", date(2026, 3, 9))
    story.is_accepted()


def test_an_answer_in_time_lets_the_parties_talk_and_a_settlement_ends_it(story: Told) -> None:
    """NEG 10, 11：愿意协商的，可以书面约定更长的期限；达成和解即化解；不履行的，时效重新计算。"""
    story.clock.to(3, 2)
    lead = registers(story, "negotiation", "filing", asked_on="2026-03-02")
    story.clock.to(3, 4)
    story.takes("lead.record_reply", "filing", lead, will_negotiate="yes", negotiate_until="2026-03-31", into="negotiating")
    assert story.limit("neg.reply").state == "met"
    story.is_refused_on(lead, "lead.record_reply", "filing", "已经回应", will_negotiate="no")
    story.clock.to(3, 20)
    story.takes("lead.settled", "filing", lead, settlement_text="单位4月10日前付清。", into="resolved")
    story.clock.to(4, 12)
    story.takes("lead.not_performed", "filing", lead, broken_kind="settlement_not_performed", broken_on="2026-04-10")
    assert story.row(Lead).state == "unresolved"
    assert interruptions(story)[-1] == ("settlement_not_performed", date(2026, 4, 10))


def test_an_open_refusal_to_negotiate_interrupts_the_time_bar_on_its_day(story: Told) -> None:
    """NEG 31：对方不同意协商的，时效自该日重新计算。"""
    story.clock.to(3, 2)
    lead = registers(story, "negotiation", "filing", asked_on="2026-03-02")
    story.clock.to(3, 5)
    story.takes("lead.record_reply", "filing", lead, will_negotiate="no", into="unresolved")
    assert interruptions(story)[-1] == ("negotiation_refused", date(2026, 3, 5))


def reported_and_mediated(story: Told) -> tuple[type[Lead], int]:
    """网格员报告欠薪，社区登记；转当地人民调解中心，3月17日期限届满没有达成协议。"""
    story.clock.to(3, 2)
    lead = registers(story, "report", "community", ("wages", "20000"), ("overtime", "8000"), reporter="网格员 李敏")
    story.takes("lead.mediate", "community", lead, channel="peoples", receiving_body=str(story.body_id("med-people")))
    is_taken_up(story, (Referral, story.latest(Referral)), "peoples")
    assert story.limit("med.statutory_15").due == date(2026, 3, 17)
    story.clock.to(3, 18)
    assert story.time_passes()["lapsed"] == 1
    assert (story.row(Referral).state, story.row(Lead).state) == ("returned", "unresolved")
    assert interruptions(story)[-1] == ("mediation_failed", date(2026, 3, 17))
    return lead


def test_an_early_report_goes_through_mediation_to_arbitration_within_the_year(story: Told) -> None:
    """LMA 5, 14；NEG 31：期限内未达成协议的，可以申请仲裁；一年内材料沿用，可以修改，收件日是申请当天。"""
    lead = reported_and_mediated(story)
    assert story.limit("pre.carry_over").due == date(2027, 3, 17)
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("filing"))
        hand_in(desk, session.get_one(Case, story.case_id), "工资条.txt", "三个月没有发".encode(), purpose="欠薪")
    story.clock.to(3, 17, 2027)
    form = taken_over(story, lead)
    assert [(i.kind, i.amount) for i in form.items] == [("wages", "20000.00"), ("overtime", "8000.00")]
    before = applies(story, lead, facts_and_reasons=form.facts_and_reasons + "一年来仍未支付。")
    case = story.case()
    assert (case.source, case.filed_on, case.origin_id) == ("report", date(2027, 3, 17), before)
    assert case.facts_and_reasons.endswith("一年来仍未支付。")
    assert story.row(Attachment).name == "工资条.txt"
    assert ("mediation_failed", date(2026, 3, 17)) in interruptions(story)
    with open_session(story.runtime.engine, writing=False) as session:
        old = session.get_one(Lead, lead[1])
        assert (old.state, old.application_id) == ("applied", story.case_id)


def test_after_the_year_the_papers_are_not_taken_over_but_the_door_is_not_shut(story: Told) -> None:
    """超过材料沿用期的，不再一步转为申请；当事人仍可另行申请，时效由对方抗辩（LMA 27；CHR 30）。"""
    lead = reported_and_mediated(story)
    story.clock.to(3, 18, 2027)
    story.time_passes()
    with pytest.raises(Refused, match=r"重新提交材料.*时效由对方|超过材料沿用期"):
        applies(story, lead)
    with open_session(story.runtime.engine, writing=False) as session:
        assert session.get_one(Lead, lead[1]).application_id is None
    assert listed(story, "filing") == 0
    story.files_application(on="2027-03-18")
    assert story.case().state == "filed"


def test_parties_who_go_to_a_body_themselves_need_no_letter(story: Told) -> None:
    """LMA 12, 14：可以口头或者书面向调解组织申请；自收到之日起十五日；没有建议书和委托函。"""
    story.clock.to(3, 2)
    registers(story, "mediation", "peoples", ("wages", "20000"))
    referral = (Referral, story.latest(Referral))
    assert story.limit("med.statutory_15").due == date(2026, 3, 17)
    story.clock.to(3, 3)
    both_agree(story, referral, by="peoples")
    story.is_refused_on(referral, "referral.delegate", "filing", "自己到调解组织")
    story.takes("referral.take_in_hand", "peoples", referral, into="accepted")
    succeeds(story, referral, "peoples")
    assert story.row(Lead).state == "in_mediation"  # 没有签的协议不算化解
    is_signed(story, "peoples")
    assert story.row(Lead).state == "resolved"
    assert story.papers() == []


def test_a_body_the_parties_went_to_ends_a_failed_mediation_without_reporting_to_the_office(story: Told) -> None:
    """LMA 14；CHR 70：没有委托函，就没有反馈函；十五日届满当天巡查把它结束，当事人可以申请仲裁。"""
    story.clock.to(3, 2)
    registers(story, "mediation", "peoples", ("wages", "20000"))
    referral = (Referral, story.latest(Referral))
    both_agree(story, referral, by="peoples")
    story.takes("referral.take_in_hand", "peoples", referral, into="accepted")
    story.clock.to(3, 18)
    swept = story.time_passes()
    assert (swept["lapsed"], swept["failed"]) == (1, 0)
    assert (story.row(Referral).state, story.row(Lead).state) == ("returned", "unresolved")
    assert interruptions(story)[-1] == ("mediation_failed", date(2026, 3, 17))
    assert story.papers() == []


def test_a_mediator_of_a_body_the_parties_went_to_ends_the_mediation_by_hand(story: Told) -> None:
    """LMA 14：调解不成，调解员结束调解，不需要仲裁机构的委托函文号。"""
    story.clock.to(3, 2)
    lead = registers(story, "mediation", "peoples", ("wages", "20000"))
    referral = (Referral, story.latest(Referral))
    both_agree(story, referral, by="peoples")
    story.takes("referral.take_in_hand", "peoples", referral, into="accepted")
    fails(story, referral, "peoples")
    story.takes("referral.return", "peoples", referral, into="returned")
    assert story.row(Lead).state == "unresolved"
    applies(story, lead)
    assert story.case().state == "filed"


def test_a_side_that_refuses_mediation_leaves_the_way_to_arbitration_open(story: Told) -> None:
    """LMA 5；NEG 31：对方不同意调解的，可以申请仲裁，时效自该日重新计算。"""
    story.clock.to(3, 2)
    lead = registers(story, "mediation", "peoples", ("wages", "20000"))
    referral = (Referral, story.latest(Referral))
    story.clock.to(3, 4)
    story.takes(
        "referral.record_consent", "peoples", referral, party=str(story.party("respondent")), agrees="no",
        consent_way="phone", into="not_agreed",
    )  # fmt: skip
    assert story.row(Lead).state == "unresolved"
    assert interruptions(story)[-1] == ("mediation_refused", date(2026, 3, 4))
    applies(story, lead)
    assert (story.case().source, story.case().state) == ("mediation", "filed")


def test_an_enterprise_committee_that_the_parties_went_to_has_its_own_days(story: Told) -> None:
    """NEG 22, 29：企业调委会收到申请三个工作日内受理，受理之日起十五日内结束；部分达成的，其余去仲裁。"""
    story.clock.to(3, 2)
    lead = registers(story, "mediation", "committee", ("wages", "20000"), ("overtime", "8000"))
    referral = (Referral, story.latest(Referral))
    assert story.limit("med.enterprise.accept").due == date(2026, 3, 5)
    both_agree(story, referral, by="committee")
    story.clock.to(3, 4)
    story.takes("referral.take_in_hand", "committee", referral)
    assert story.limit("med.enterprise.finish").due == date(2026, 3, 19)
    wages = story.case().items[0].id
    story.takes(
        "referral.record_outcome", "committee", referral, outcome="partly_agreed", agreed_items=[str(wages)],
        agreement_terms="单位3月底前付清工资20,000元。", outcome_reason_optional="加班费有争议", into="partly_settled",
    )  # fmt: skip
    assert story.row(Lead).state == "unresolved"
    story.takes("agreement.sign", "committee", (Agreement, story.latest(Agreement)), signer="all", signed_on="2026-03-04")
    applies(story, lead)
    assert [item.kind for item in story.case().items] == ["overtime"]


def test_a_failed_mediation_before_filing_is_handed_over_without_starting_again(story: Told) -> None:
    """八调衔接第三对：立案前也可以移交，材料照旧，重新征得同意。"""
    story.clock.to(3, 2)
    registers(story, "mediation", "peoples", ("wages", "20000"))
    first = (Referral, story.latest(Referral))
    both_agree(story, first, by="peoples")
    story.takes("referral.take_in_hand", "peoples", first)
    fails(story, first, "peoples")
    story.takes(
        "referral.hand_over", "peoples", first, linked_channel="industry", receiving_body=str(story.body_id("med-ind"))
    )
    second = (Referral, story.latest(Referral))
    assert story.row(Lead).state == "in_mediation"
    is_taken_up(story, second, "industry")
    succeeds(story, second, "industry")
    story.takes("agreement.abandon", "industry", (Agreement, story.latest(Agreement)), note="单位不肯盖章")
    assert story.row(Lead).state == "unresolved"
    assert interruptions(story)[-1][0] == "mediation_failed"


def test_a_settlement_before_filing_that_is_signed_resolves_the_dispute(story: Told) -> None:
    """LMA 14：双方、调解员签名并加盖印章之后，争议才算化解。"""
    story.clock.to(3, 2)
    registers(story, "mediation", "peoples", ("wages", "20000"))
    first = (Referral, story.latest(Referral))
    both_agree(story, first, by="peoples")
    story.takes("referral.take_in_hand", "peoples", first)
    succeeds(story, first, "peoples")
    is_signed(story, "peoples")
    assert story.row(Lead).state == "resolved"


def test_the_tribunal_and_other_bodies_know_nothing_of_a_dispute_nobody_filed(story: Told) -> None:
    """立案前的争议只给登记的组织、立案窗口和负责人看；不算案件，不进案件列表，仲裁员看不到。"""
    story.clock.to(3, 2)
    lead = registers(story, "report", "community", ("wages", "20000"))
    assert {login: listed(story, login) for login in ("filing", "head", "arbitrator", "clerk", "analyst")} == dict.fromkeys(
        ("filing", "head", "arbitrator", "clerk", "analyst"), 0
    )
    for login, sees in {"filing": True, "head": True, "arbitrator": False, "clerk": False, "analyst": False}.items():
        with open_session(story.runtime.engine, writing=False) as session:
            actor = story.actor(login)
            shown = session.exec(select(Case.id).where(access.visible_cases(actor, story.clock.day))).all()
        assert bool(shown) is sees, login
    for login in ("arbitrator", "clerk", "peoples", "industry", "judge"):
        with pytest.raises((NotYours, NotAllowed)):
            story.takes("lead.drop", login, lead, note="试")
    story.takes("lead.drop", "community", lead, note="核实后不是劳动争议", into="dropped")


def test_only_a_mediation_body_enters_an_application_for_mediation(story: Told) -> None:
    """LMA 10：调解申请由调解组织登记；窗口登记线索和协商。"""
    story.clock.to(3, 2)
    with pytest.raises(NotAllowed, match="调解员"):
        registers(story, "mediation", "filing")
    with pytest.raises(NotAllowed):
        registers(story, "report", "arbitrator")
