"""立案前争议的页面：调解员在手机上登记，窗口一步转为仲裁申请，仲裁庭打不开。"""

from sqlmodel import select
from told import Office

from app.models import Case, Interruption, Lead, Staff, StaffRelation

PARTIES = {
    "party-0-side": "applicant",
    "party-0-kind": "worker",
    "party-0-name": "秦朗",
    "party-0-phone": "13800010099",
    "party-1-side": "respondent",
    "party-1-kind": "employer",
    "party-1-name": "东川市海澄机械有限公司",
    "party-1-address": "东川市河湾区工匠巷20号",
    "item-0-kind": "wages",
    "item-0-amount": "12000",
    "item-0-text": "请求支付2026年6月至8月的工资",
    "item-0-applicant": "0",
    "item-0-respondent": "0",
}


def report(told: Office) -> int:
    page = told.as_("community").post(
        "/leads/new", 303, lead_kind="report", reporter="网格员 李敏", facts_and_reasons="三个月没发工资。", **PARTIES
    )
    assert "东川劳人仲案前〔2026〕第1号" in page
    with told.reading() as session:
        return session.exec(select(Lead.id)).one() or 0


def test_a_report_is_entered_at_the_body_and_seen_by_those_it_concerns_only(told: Office) -> None:
    lead = report(told)
    for login in ("community", "filing", "head"):
        assert "秦朗 与 东川市海澄机械有限公司" in told.as_(login).get(f"/leads/{lead}")
    for login in ("arbitrator", "clerk", "peoples"):
        told.as_(login).get(f"/leads/{lead}", 404)
    told.as_("judge").get(f"/leads/{lead}", 403)
    assert "秦朗" in told.as_("filing").get("/leads/")
    assert "秦朗" not in told.as_("peoples").get("/leads/")
    for login in ("filing", "arbitrator", "head", "clerk"):
        assert "海澄" not in told.as_(login).get("/cases?q=秦朗")
    with told.reading() as session:
        case = session.exec(select(Lead.case_id)).one()
    told.as_("arbitrator").get(f"/cases/{case}", 404)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(told: Office) -> None:
    page = told.as_("community").post(
        "/leads/new", 422, lead_kind="negotiation", asked_on="明天", **{**PARTIES, "party-1-name": ""}
    )
    assert "看不懂这个日期" in page
    assert "秦朗" in page
    told.as_("arbitrator").get("/leads/new", 403)


def test_a_report_becomes_an_application_in_one_step(told: Office) -> None:
    lead = report(told)
    filing = told.as_("filing")
    filing.post(f"/leads/{lead}/steps/lead.negotiate", 303, asked_on="2026-09-01")
    form = filing.get(f"/leads/{lead}/apply")
    assert "请求支付2026年6月至8月的工资" in form
    assert 'value="12000.00"' in form
    # The mark alone, without an application, is no application.
    filing.post(f"/leads/{lead}/steps/lead.apply", 409)
    page = filing.post(
        f"/leads/{lead}/apply", 303, key="once", filed_on="2026-09-02", procedure="simplified",
        facts_and_reasons="三个月没发工资，协商不成。", **{**PARTIES, "item-0-amount": "15000"},
    )  # fmt: skip
    assert "收〔2026〕" in page
    with told.reading() as session:
        row = session.exec(select(Lead)).one()
        case = session.get_one(Case, row.application_id)
        assert (row.state, case.source, case.items[0].claimed_fen) == ("applied", "report", 1_500_000)
        assert [i.kind for i in session.exec(select(Interruption).where(Interruption.case_id == case.id))] == ["claimed"]
        assert session.get_one(Case, row.case_id).state == "pre_filing"
    assert "15,000" in told.as_("arbitrator").get(f"/cases/{row.application_id}")
    told.as_("arbitrator").get(f"/leads/{lead}", 404)


def test_a_body_keeps_its_own_roster(told: Office) -> None:
    peoples = told.as_("peoples")
    assert "周牧" in peoples.get("/referrals/roster")
    with told.reading() as session:
        one = session.exec(select(Staff).where(Staff.login == "peoples2")).one().id
        other = session.exec(select(Staff).where(Staff.login == "industry")).one().id
    peoples.post("/referrals/roster", 303, staff=str(one), do="tie", kind="adviser", name="东川市海澄机械有限公司")
    assert "东川市海澄机械有限公司" in peoples.get("/referrals/roster")
    peoples.post("/referrals/roster", 303, staff=str(one), kinds="wages")
    peoples.post("/referrals/roster", 404, staff=str(other), do="tie", kind="adviser", name="某公司")
    peoples.post("/referrals/roster", 422, staff=str(one), do="tie", kind="friend", name="")
    with told.reading() as session:
        assert session.exec(select(StaffRelation)).one().kind == "adviser"
        assert session.get_one(Staff, one).specialities == "wages"
    told.as_("filing").get("/referrals/roster", 403)
