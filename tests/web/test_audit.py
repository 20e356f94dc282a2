"""The audit administrator finds who read what, and sees whether the records still hold."""

from sqlalchemy import text
from told import Office

from app.database import transaction


def test_reads_are_found_by_case_by_person_and_by_day(told: Office) -> None:
    told.as_("judge").get("/court/matters/1")
    audit = told.as_("audit")
    assert "郑怀瑾" in audit.get("/audit/reads?case=东川劳人仲案字〔2026〕第1号&first=2026-09-02&last=2026-09-02")
    assert "诉讼案件" in audit.get("/audit/reads?person=郑怀瑾")
    assert "没有记录" in audit.get("/audit/reads?person=无此人")
    assert "没有记录" in audit.get("/audit/reads?first=2026-09-03")


def test_the_audit_desk_shows_numbers_and_names_but_nothing_of_a_case(told: Office) -> None:
    told.as_("judge").get("/cases/1")
    told.as_("filing").get("/search?q=邹玥")
    audit = told.as_("audit")
    for tab in ("reads", "searches", "sign_ins", "acts", "refused", "chain"):
        page = audit.get(f"/audit/{tab}")
        for inside in ("邹玥", "恒岳", "加班", "三万五"):
            assert inside not in page, f"{tab}: {inside}"


def test_who_read_one_case_is_told_person_by_person_and_what_was_searched_is_told_too(told: Office) -> None:
    told.as_("judge").get("/cases/1")
    told.as_("judge").get("/cases/1")
    told.as_("judge").get("/search?q=LCL 47")
    audit = told.as_("audit")
    page = audit.get("/audit/reads?case=东川劳人仲案字〔2026〕第1号")
    assert "谁看过 东川劳人仲案字〔2026〕第1号" in page
    assert "郑怀瑾" in page.split("逐次")[0]
    assert "LCL 47" in audit.get("/audit/searches?person=郑怀瑾")


def test_a_refused_step_is_listed_with_its_kind(told: Office) -> None:
    office = told.as_("industry")
    office.post("/referrals/3/steps/referral.record_outcome", 422, outcome="", agreement_terms="")
    page = told.as_("audit").get("/audit/refused")
    assert "referral.record_outcome" in page
    assert "填写有误" in page


def test_a_wrong_day_is_said_to_be_wrong(told: Office) -> None:
    assert "看不懂这个日期" in told.as_("audit").get("/audit/reads?first=gestern", 422)


def test_the_chain_holds_until_somebody_changes_a_record_behind_our_back(told: Office) -> None:
    audit = told.as_("audit")
    assert "前后衔接完整" in audit.get("/audit/chain")
    with transaction(told.engine) as session:
        session.execute(text("UPDATE event SET note = '改过' WHERE case_id = 1 AND sequence = 5"))
    page = audit.get("/audit/chain")
    assert "从第 5 条起不能核对" in page
    assert "东川劳人仲案字〔2026〕第1号" in page
