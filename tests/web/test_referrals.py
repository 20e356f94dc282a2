"""The mediators' desk: what a letter states, and nothing another body heard."""

from sqlmodel import select
from told import Office

from app.database import transaction
from app.models import Case, CaseRead, Paper, Referral


def test_a_mediator_sees_the_referrals_of_the_own_body_with_the_days_left(told: Office) -> None:
    page = told.as_("industry").get("/referrals/")
    assert "邹玥 与 东川市恒岳建筑安装有限公司" in page
    assert "机构已接收，调解中" in page
    assert "还有" in page
    assert "没有转介" not in page
    assert "这里没有转介" in told.as_("chamber").get("/referrals/")


def test_a_referral_that_went_to_another_body_does_not_exist(told: Office) -> None:
    industry, peoples = told.as_("industry"), told.as_("peoples")
    industry.get("/referrals/1")
    industry.get("/referrals/2", 404)
    peoples.get("/referrals/2")
    peoples.get("/referrals/1", 404)
    told.as_("filing-shiqiao").get("/referrals/1", 404)


def test_offers_and_notes_are_shown_to_the_body_that_heard_them_and_to_nobody_else(told: Office) -> None:
    """NEG 11: 调解过程不公开，让步不作为不利证据。"""
    assert "单位最多出三万五" in told.as_("industry").get("/referrals/1")
    for other in ("filing", "head", "arbitrator", "clerk"):
        page = told.as_(other).get("/referrals/1")
        assert "三万五" not in page
        assert "员工效仿" not in page
    assert "三万五" not in told.as_("peoples").get("/referrals/2")
    assert "三万五" not in told.as_("judge").get("/cases/1")


def test_a_mediator_gets_the_letter_but_no_other_paper_and_no_case_file(told: Office) -> None:
    industry = told.as_("industry")
    page = industry.get("/referrals/1")
    address = page.split('.pdf"')[0].rsplit('"', 1)[1] + ".pdf"
    letter = industry.bytes(address)
    assert letter.status_code == 200
    assert letter.data.startswith(b"%PDF")
    stolen = "/".join([*address.split("/")[:-1], "13.pdf"])
    industry.get(stolen, 404)
    industry.get("/cases/1", 403)
    assert "/cases/" not in page
    assert "答辩" not in page


def test_what_one_body_reported_is_no_business_of_the_next(told: Office) -> None:
    with told.reading() as session:
        report = session.exec(select(Paper.id).where(Paper.kind == "referral_return")).one()
    assert told.as_("peoples").bytes(f"/referrals/2/papers/{report}.pdf").status_code == 200
    told.as_("industry").get(f"/referrals/1/papers/{report}.pdf", 404)
    told.as_("industry").get(f"/papers/{report}.pdf", 404)
    told.as_("judge").get(f"/papers/{report}.pdf", 404)


def test_every_look_at_a_referral_is_on_record(told: Office) -> None:
    told.as_("industry").get("/referrals/1")
    with told.reading() as session:
        read = session.exec(select(CaseRead).where(CaseRead.staff_name == "马成")).all()
    assert [row.what for row in read] == ["转介 1"]


def test_the_limit_says_why_it_ends_on_that_day(told: Office) -> None:
    """LMA 14: 自收到调解申请之日起十五日内未达成调解协议的，可以申请仲裁。"""
    page = told.as_("industry").get("/referrals/3")
    assert "为什么是这一天" in page
    assert "劳动争议调解仲裁法" in page


def test_a_mediator_logs_a_session_and_the_outcome_from_the_phone(told: Office) -> None:
    industry = told.as_("industry")
    assert "登记一次调解" in industry.get("/referrals/3")
    page = industry.post(
        "/referrals/3/steps/referral.record_session",
        303,
        session_on="2026-09-01",
        session_place="线上",
        session_came="双方",
        private_notes="",
        offers="单位愿付一万",
    )
    assert "单位愿付一万" in page
    page = industry.post(
        "/referrals/3/steps/referral.record_outcome",
        303,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="单位于2026年9月30日前支付一万元。",
    )
    assert "调解成功" in page
    with told.reading() as session:
        assert session.get_one(Referral, 3).state == "succeeded"


def test_a_restricted_case_is_in_no_list_of_colleagues_outside_it(told: Office) -> None:
    with transaction(told.engine) as session:
        session.get_one(Case, 1).restricted = True
    assert "已移交" not in told.as_("analyst").get("/referrals/", 403)
    assert "已移交" in told.as_("filing").get("/referrals/?state=ended")
    assert "已移交" in told.as_("arbitrator").get("/referrals/?state=ended")


def test_a_state_nobody_knows_is_said_to_be_wrong(told: Office) -> None:
    assert "没有这个状态" in told.as_("industry").get("/referrals/?state=nonsense", 422)
