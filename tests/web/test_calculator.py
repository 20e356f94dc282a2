"""The calculator: the same engine as the cases, with every line of the working and its article."""

from urllib.parse import quote

from told import Office


def test_a_limit_is_counted_with_its_ledger_line_by_line(told: Office) -> None:
    """LMA 43: 四十五日；经批准延期不得超过十五日。"""
    page = told.as_("arbitrator").get(
        "/calculator/limit?rule=arb.decide_45&from=2026-03-26&kind-0=extend&start-0=2026-04-20&days-0=15"
    )
    assert "2026年5月25日" in page
    assert "延长15日" in page
    assert "《劳动争议调解仲裁法》第四十三条" in page


def test_a_limit_the_law_does_not_allow_to_grow_says_why(told: Office) -> None:
    page = told.as_("arbitrator").get(
        "/calculator/limit?rule=arb.decide_45&from=2026-03-26&kind-0=extend&start-0=2026-04-20&days-0=16", 422
    )
    assert "最多延长15" in page
    assert 'value="16"' in page, "what was typed stays"


def test_half_a_ledger_line_is_not_skipped_silently(told: Office) -> None:
    page = told.as_("clerk").get("/calculator/limit?rule=arb.decide_45&from=2026-03-26&kind-0=restart", 422)
    assert "事由和日期要一起填写" in page


def test_a_wrong_date_keeps_the_form(told: Office) -> None:
    page = told.as_("judge").get("/calculator/limit?rule=arb.decide_45&from=2026-02-30", 422)
    assert "没有这一天" in page


def test_more_rows_can_be_had_without_script(told: Office) -> None:
    page = told.as_("clerk").get("/calculator/limit?rule=arb.decide_45&rows=3&more=1")
    assert 'id="kind-3"' in page
    assert 'id="kind-4"' not in page


def test_a_sum_shows_its_working_and_its_words(told: Office) -> None:
    """LCL 47: 六个月以上不满一年的，按一年计算。"""
    page = told.as_("arbitrator").get("/calculator/sums/pay.severance?from=2020-01-01&to=2026-01-30&average=6000")
    assert "39,000.00元" in page
    assert "叁万玖仟元整" in page
    assert "第四十六条" in page or "第四十七条" in page


def test_a_sum_without_its_inputs_says_what_is_missing(told: Office) -> None:
    assert "没有填写" in told.as_("judge").get("/calculator/sums/pay.severance?average=6000", 422)


def test_an_unknown_sum_is_not_found(told: Office) -> None:
    told.as_("judge").get("/calculator/sums/pay.nonsense", 404)


def test_the_type_of_an_award_is_previewed_with_the_remedies_of_each_side(told: Office) -> None:
    """LMA 47; CHR 50: 分别制作裁决书。"""
    place = quote("山东省/东川市")
    page = told.as_("arbitrator").get(
        f"/calculator/finality?filed_on=2026-03-02&place={place}"
        "&kind-0=overtime&amount-0=8000&kind-1=wrongful_termination&amount-1=60000"
    )
    assert "第1份：终局裁决" in page
    assert "第2份：非终局裁决" in page
    assert "向中级人民法院申请撤销" in page
    assert "26,400.00" in page
    assert "标记 P" in page, "an open question is said aloud"


def test_a_preview_without_items_says_so(told: Office) -> None:
    assert "一项也没有填写" in told.as_("arbitrator").get("/calculator/finality?filed_on=2026-03-02", 422)


def test_every_sum_and_every_limit_has_a_page(told: Office) -> None:
    browser = told.as_("head")
    page = browser.get("/calculator/")
    for part in page.split('href="/calculator/')[1:]:
        browser.get("/calculator/" + part.split('"')[0])


def test_administrators_have_no_use_for_it(told: Office) -> None:
    for login in ("system", "security", "audit"):
        told.as_(login).get("/calculator/", 403)
