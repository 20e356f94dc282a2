"""English pages: whole, marked as English, and Chinese only where the thing itself is Chinese."""

import re

import pytest
from told import Office

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FORMS = {
    "/court/file": "courtclerk",
    "/standards/new": "analyst",
    "/admin/bodies/new": "system",
    "/admin/calendar": "system",
    "/admin/settings": "system",
    "/audit/chain": "audit",
    "/audit/refused": "audit",
    "/calculator/": "clerk",
    "/calculator/limit": "clerk",
    "/calculator/finality": "clerk",
    "/calculator/sums/pay.severance": "clerk",
    "/referrals/": "chamber",
    "/reports/": "judge",
}


def words_of(page: str) -> str:
    """What a reader sees, without what is marked as Chinese, names of grounds, options of places, the header and who prints."""
    page = re.sub(r'<p class="print-only">.*?</p>', "", page, flags=re.S)
    page = re.sub(r"<header.*?</header>", "", page, flags=re.S)
    page = re.sub(r'<(ol|ul|div|p|abbr)[^>]*(?:lang="zh-CN"|class="basis")[^>]*>.*?</\1>', "", page, flags=re.S)
    page = re.sub(r'<select[^>]*name="(?:office|parent_id|basic_court_id|intermediate_court_id)".*?</select>', "", page, flags=re.S)
    return re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("address", FORMS)
def test_a_form_in_english_has_no_chinese_but_examples(told: Office, address: str) -> None:
    told.language = "en"
    page = told.as_(FORMS[address]).get(address)
    assert '<html lang="en">' in page
    left = {word for word in CHINESE.findall(words_of(page)) if not re.search("东川|东营|山东|劳人仲|第|案字|号|劳动合同法", word)}
    assert left == set()


def test_days_and_sums_read_in_the_language_of_the_page(told: Office) -> None:
    assert "8,000.00元" in told.as_("industry").get("/referrals/1")
    told.language = "en"
    page = told.as_("industry").get("/referrals/1")
    assert "CNY 8,000.00" in page
    assert "2026-03-03" in page
    assert "industry mediation" in page
    assert "LMA art. 14" in page


def test_a_judgment_is_compared_in_english(told: Office) -> None:
    told.language = "en"
    page = told.as_("judge").get("/court/matters/1")
    for words in ("granted in part", "CNY -6,000.00", "Non-final award", "damages for unlawful termination"):
        assert words.lower() in page.lower()


def test_what_is_wrong_with_a_form_keeps_its_place_in_english(told: Office) -> None:
    told.language = "en"
    page = told.as_("courtclerk").post("/court/file", 422, award_number="x", plaintiff_name="y", filed_on="2026-05-10")
    assert "nothing was saved" in page
    assert 'value="x"' in page
