"""调解协议 on the pages: rows of promised payments without scripts, what is owed, and why a way is not open."""

from sqlmodel import select
from told import Office

from app.models import Agreement, Body, CourtMatter, PaymentLine

OUTCOME = "/referrals/3/steps/referral.record_outcome"
AGREED = {"outcome": "agreed", "outcome_reason_optional": "", "agreement_terms": "单位分两期付清。", "other_duties": ""}


def test_promised_payments_are_typed_in_rows_and_come_back_with_every_mistake(told: Office) -> None:
    """LMA 14：付款逐笔写明日期和金额；写错的一行一行指出，填过的都还在。"""
    industry = told.as_("industry")
    page = industry.get(OUTCOME)
    assert 'name="line-3-day"' in page
    page = industry.post(
        OUTCOME, 422, **{**AGREED, "line-1-day": "2026-09-30", "line-1-amount": "一万", "line-2-amount": "5000"}
    )
    assert "这不是金额" in page
    assert "没有写何日前付" in page
    assert 'value="一万"' in page
    with told.reading() as session:
        assert session.exec(select(Agreement)).all() == []


def test_the_mediators_page_shows_what_is_owed_and_which_way_is_open_until_when(told: Office) -> None:
    """rules §5：开着的途径写明最后一日，不开的写明为什么。"""
    industry = told.as_("industry")
    rows = {"line-2-day": "2026-10-30", "line-2-amount": "5000", "line-1-day": "2026-09-02", "line-1-amount": "4,500.50"}
    page = industry.post(OUTCOME, 303, **AGREED, **rows)
    assert "签名、盖章" in page
    assert "约定共9,500.50元，已付0.00元" in page
    edit = industry.get("/agreements/1/steps/agreement.edit")
    assert 'value="4500.50"' in edit
    assert "单位分两期付清。" in edit
    industry.post("/agreements/1/steps/agreement.sign", 303, signer="all", signed_on="2026-09-02")
    with told.reading() as session:
        line = session.exec(select(PaymentLine.id).where(PaymentLine.ordinal == 1)).one()
    industry.post(
        "/agreements/1/steps/agreement.pay",
        303,
        payment_line=str(line),
        paid_amount="4000",
        paid_on="2026-09-02",
        note_optional="",
    )
    page = industry.get("/referrals/3")
    assert "已付4,000.00元" in page
    assert "最后一日 2026-09-17" in " ".join(page.replace("<span class=\"num\">", "").replace("</span>", "").split())
    assert "还没有逾期" in page
    assert "不能直接起诉" in page
    file = told.as_("filing").get("/cases/2")
    assert "可以走的途径" in file
    told.as_("peoples").get("/agreements/1/steps/agreement.pay", 404)


def test_the_court_sees_the_agreement_it_is_asked_to_confirm_and_no_case_file(told: Office) -> None:
    """CPL 205：申请司法确认的，法院看到协议；案卷没有因此开放。"""
    industry = told.as_("industry")
    industry.post(OUTCOME, 303, **AGREED, **{"line-1-day": "2026-09-30", "line-1-amount": "5000"})
    industry.post("/agreements/1/steps/agreement.sign", 303, signer="all", signed_on="2026-09-02")
    with told.reading() as session:
        court = session.exec(select(Body.id).where(Body.code == "court-hewan")).one()
    industry.post(
        "/agreements/1/steps/agreement.apply_confirmation",
        303,
        both_ask="yes",
        court=str(court),
        applied_on="2026-09-02",
        note_optional="",
    )
    with told.reading() as session:
        matter = session.exec(select(CourtMatter.id).where(CourtMatter.kind == "confirmation")).one()
    page = told.as_("courtclerk").get(f"/court/matters/{matter}")
    assert "涉及的调解协议" in page
    assert "单位分两期付清" in page
    assert "可以走的途径" not in page
