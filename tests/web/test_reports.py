"""The monthly report: closed once, corrected in a new edition, opened by those it is for, down to the cases."""

import json

from told import Office


def close(told: Office, login: str = "analyst", status: int = 302, month: str = "2026-08", **fields: str) -> str:
    return told.as_(login).post("/reports/", status, to="/reports/close", month=month, **fields)


def test_the_analyst_closes_a_month_and_everybody_concerned_reads_it(told: Office) -> None:
    page = close(told)
    assert "第1版" in page
    assert "裁审一致率" in page
    assert "<svg" in page
    for reader in ("judge", "head", "filing"):
        assert "54,000.00元" in told.as_(reader).get("/reports/1")


def test_a_quarter_is_issued_from_the_page_and_set_beside_nothing_that_was_not_issued(told: Office) -> None:
    assert "2026-Q2" in told.as_("analyst").get("/reports/")
    page = close(told, month="2026-Q2")
    assert "裁审衔接季度白皮书 2026年第2季度" in page
    assert "本季度受理" in page
    assert "与上期、上年同期对照" not in page
    assert "已由底数重新计算" in told.as_("analyst").post("/reports/1", 302, to="/reports/1/verify")


def test_a_month_that_still_runs_is_not_closed_but_can_be_looked_at(told: Office) -> None:
    page = close(told, status=409, month="2026-09")
    assert "尚未结束" in page
    assert "不能引用" in told.as_("judge").get("/reports/month?month=2026-09")


def test_a_closed_month_is_not_closed_again_without_a_word_about_the_change(told: Office) -> None:
    close(told)
    assert "不能改动" in close(told, status=409)
    assert "完全相同" in close(told, status=409, change_note="重新核对")


def test_nonsense_for_a_month_is_an_answer_not_a_fault(told: Office) -> None:
    assert "不是月份" in close(told, status=422, month="去年")
    assert "不是月份" in told.as_("head").get("/reports/month?month=2026-13", 422)


def test_a_report_comes_as_pdf_workbook_and_data(told: Office) -> None:
    close(told)
    judge = told.as_("judge")
    assert judge.bytes("/reports/1.pdf").data.startswith(b"%PDF")
    assert judge.bytes("/reports/1.xlsx").data.startswith(b"PK")
    data = json.loads(judge.bytes("/reports/1.json").data)
    assert data["snapshot"]["month"] == "2026-08"
    assert data["sha256"] in judge.get("/reports/1")


def test_a_figure_leads_to_its_cases_for_those_who_may_open_them(told: Office) -> None:
    close(told)
    page = told.as_("analyst").get("/reports/1")
    address = "/reports/1/figures/ladder.month.first.item"
    assert address in page
    assert "东川劳人仲案字〔2026〕第1号" in told.as_("analyst").get(address)
    hidden = told.as_("filing-shiqiao").get(address)
    assert "东川劳人仲案字" not in hidden
    assert "另有 1 件" in hidden
    told.as_("analyst").get("/reports/1/figures/nonsense", 404)


def test_an_office_reads_its_own_report_and_not_that_of_another(told: Office) -> None:
    close(told, office="own")
    assert "第1版" in told.as_("filing").get("/reports/1")
    told.as_("filing-shiqiao").get("/reports/1", 404)
    told.as_("filing-shiqiao").get("/reports/1.pdf", 404)


def test_closing_is_for_the_head_and_the_analyst(told: Office) -> None:
    for login in ("judge", "filing", "arbitrator"):
        assert "发布月报" not in told.as_(login).get("/reports/")
        close(told, login, 403)
    for login in ("industry", "system", "audit"):
        told.as_(login).get("/reports/", 403)


def test_every_figure_has_a_public_definition(told: Office) -> None:
    page = told.as_("judge").get("/reports/definitions")
    assert "关联覆盖率" in page
    assert "÷" in page


def test_issued_months_are_drilled_into_down_to_the_cases_by_those_who_may(told: Office) -> None:
    """issue 6 §5: drill-down by office, court, kind, reason, arbitrator; own figures for the arbitrator, head sees all."""
    close(told)
    analyst = told.as_("analyst")
    page = analyst.get("/reports/drill/?by=kind")
    assert "100.0%" in page or "0.0%" in page
    assert "东川劳人仲案字〔2026〕第1号" in analyst.get("/reports/drill/cases?topic=item&first=2026-08&last=2026-08")
    assert "<svg" in analyst.get("/reports/drill/?by=office&topic=item")
    assert "中位数" in told.as_("head").get("/reports/drill/?topic=closed&by=arbitrator")
    assert "您担任首席" in told.as_("arbitrator").get("/reports/drill/?by=arbitrator")
    assert "您担任首席" not in told.as_("judge").get("/reports/drill/?by=arbitrator")
    assert "起止月份不对" in analyst.get("/reports/drill/?first=2026-09&last=2026-08", 422)
    for login in ("filing", "clerk", "industry", "system"):
        told.as_(login).get("/reports/drill/", 403)
