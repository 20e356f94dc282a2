"""The filters pages and papers share."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rendering.amounts import UPPER_DIGITS, cn_int, cn_money_upper, yuan
from app.rendering.filters import (
    FILTERS,
    article,
    beijing_time,
    case_number,
    cn_date,
    mask_id,
    mask_phone,
    paragraphs,
    ranked,
    sources,
)
from workflows.errors import InputError

UPPER = [
    (0, "零元整"),
    (1, "壹分"),
    (10, "壹角整"),
    (15, "壹角伍分"),
    (100, "壹元整"),
    (105, "壹元零伍分"),
    (1050, "壹拾元零伍角整"),
    (10000, "壹佰元整"),
    (800000, "捌仟元整"),
    (800050, "捌仟元零伍角整"),
    (2640000, "贰万陆仟肆佰元整"),
    (10050000, "壹拾万零伍佰元整"),
    (100000005, "壹佰万元零伍分"),
    (1010101, "壹万零壹佰零壹元零壹分"),
    (10001000000, "壹亿零壹万元整"),
    (123456789012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
    (-500, "负伍元整"),
]


@pytest.mark.parametrize(("fen", "written"), UPPER)
def test_sums_in_words_are_exact_to_the_fen(fen, written):
    assert cn_money_upper(fen) == written


def read_back(text: str) -> int:
    """Sums in words back to fen, by another road than the program writes them."""
    fen = group = total = digit = 0
    for sign in text.removesuffix("整"):
        if sign in UPPER_DIGITS:
            digit = UPPER_DIGITS.index(sign)
        elif sign in "拾佰仟":
            group += digit * 10 ** ("拾佰仟".index(sign) + 1)
            digit = 0
        elif sign in "万亿":
            total += (group + digit) * (10**4 if sign == "万" else 10**8)
            group = digit = 0
        elif sign == "元":
            fen += (total + group + digit) * 100
            total = group = digit = 0
        elif sign in "角分":
            fen += digit * (10 if sign == "角" else 1)
            digit = 0
    return fen


@given(st.integers(0, 10**13))
def test_sums_in_words_can_be_read_back(fen):
    written = cn_money_upper(fen)
    assert read_back(written) == fen
    assert "零零" not in written
    assert written.endswith("分") == bool(fen % 10)


@pytest.mark.parametrize("bad", [1.5, "100", True, None])
def test_money_that_is_not_whole_fen_is_refused(bad):
    with pytest.raises(TypeError, match="整数"):
        yuan(bad)
    with pytest.raises(TypeError, match="整数"):
        cn_money_upper(bad)


def test_sums_have_groups_and_two_places():
    assert [yuan(f) for f in (0, 5, 800000, 123456789, -2000000)] == [
        "0.00元",
        "0.05元",
        "8,000.00元",
        "1,234,567.89元",
        "-20,000.00元",
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (47, "四十七"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1259, "一千二百五十九"),
    ],
)
def test_article_numbers_are_written_in_chinese(number, written):
    assert cn_int(number) == written


def test_a_legal_day_in_both_styles():
    assert cn_date("2026-03-05") == "2026年3月5日"
    assert cn_date(date(2026, 3, 5), "upper") == "二〇二六年三月五日"
    assert cn_date("2030-11-20", "upper") == "二〇三〇年十一月二十日"
    assert cn_date("2026-03-01", "month") == "2026年3月"


@pytest.mark.parametrize("bad", ["2026-02-30", "5.3.2026", 20260305, datetime(2026, 3, 5, tzinfo=UTC)])
def test_what_is_not_a_legal_day_is_refused_with_its_value(bad):
    with pytest.raises(InputError, match="日期"):
        cn_date(bad)


def test_instants_are_shown_in_beijing_time_and_naive_ones_refused():
    assert beijing_time("2026-03-04T16:30:00+00:00") == "2026年3月5日 00:30"
    assert beijing_time(datetime(2026, 3, 5, 6, 30, tzinfo=UTC), "short") == "2026-03-05 14:30"
    with pytest.raises(InputError, match="时区"):
        beijing_time("2026-03-05T06:30:00")


@pytest.mark.parametrize(
    ("basis", "written"),
    [
        ("LMA 42", "《中华人民共和国劳动争议调解仲裁法》第四十二条"),
        ("LMA 42; CHR 71", "《中华人民共和国劳动争议调解仲裁法》第四十二条、《劳动人事争议仲裁办案规则》第七十一条"),
        ("LMA 43(3)", "《中华人民共和国劳动争议调解仲裁法》第四十三条第三款"),
        ("CHR 74–79", "《劳动人事争议仲裁办案规则》第七十四条至第七十九条"),
        ("LCL 47, 87", "《中华人民共和国劳动合同法》第四十七条、第八十七条"),
        ("OW25", "《人力资源社会保障部关于职工全年月平均工作时间和工资折算问题的通知》"),
        ("鲁政字〔2026〕1号", "鲁政字〔2026〕1号"),
        ("工资表; LL 50", "工资表、《中华人民共和国劳动法》第五十条"),
        (
            "LCL 47; LCL 48; LL 44; LCL 87, 47",
            "《中华人民共和国劳动合同法》第四十七条、第四十八条、第八十七条、《中华人民共和国劳动法》第四十四条",
        ),
        ("", ""),
    ],
)
def test_short_citations_are_written_out(basis, written):
    assert article(basis) == written


def test_an_award_cites_laws_before_regulations_rules_and_interpretations():
    """Rules 18, element 7."""
    assert ranked("I1 42; CHR 53; LL 44; LCR 27; LMA 47; 工资表") == "LL 44; LMA 47; LCR 27; CHR 53; I1 42; 工资表"


def test_citations_stay_short_in_english_and_on_screens():
    assert article("LMA 42; CHR 71, 72", "en") == "LMA art. 42; CHR art. 71, 72"
    assert article("LMA 42", "zh", "short") == "《劳动争议调解仲裁法》第四十二条"


def test_every_short_name_of_the_rule_book_has_a_full_title():
    """rules.md, short names of sources."""
    expected = "LMA CHR ORG NEG I1 I2 O1 O70 SPC2000 CPL CPLI CC LL LCL LCR WII ALR ALM OW25 HOL OA FEE MWR PML"
    assert set(expected.split()) == set(sources())
    assert all(set(s) == {"title", "short", "rank"} for s in sources().values())


def test_case_numbers_carry_their_own_brackets():
    assert case_number("东劳人仲案字(2026)第1号") == "东劳人仲案字〔2026〕第1号"
    assert case_number("东劳人仲案字[2026]第1号") == "东劳人仲案字〔2026〕第1号"
    assert case_number("(2026)鲁0502民初1号") == "（2026）鲁0502民初1号"


def test_numbers_of_persons_are_masked():
    assert mask_id("370599199106180022") == "370599********0022"
    assert mask_id("A123") == "****"
    assert mask_phone("13000000001") == "130****0001"
    assert mask_phone("87654321") == "******21"


def test_free_text_becomes_escaped_paragraphs():
    assert str(paragraphs("一<b>\n\n 二 ")) == "<p>一&lt;b&gt;</p>\n<p>二</p>\n"


def test_pages_and_papers_are_filled_from_one_dictionary():
    needed = {
        "cn_date",
        "beijing_time",
        "yuan",
        "cn_money_upper",
        "article",
        "case_number",
        "mask_id",
        "mask_phone",
        "paragraphs",
    }
    assert needed <= set(FILTERS)
