"""Citations, sums, dates and case numbers in legal texts."""

from datetime import date

import pytest

from search_index.citations import amounts, articles, case_numbers, citations, dates, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《劳动合同法》第四十七条", ["LCL 47"]),
        ("《中华人民共和国劳动合同法》第47条", ["LCL 47"]),
        ("劳动合同法第四十七条第二款", ["LCL 47(2)"]),
        ("《劳动合同法》第三十九条第（二）项", ["LCL 39(0)(2)"]),
        ("《劳动合同法》第八十二条第一款、第十四条第三款和第四十八条", ["LCL 82(1)", "LCL 14(3)", "LCL 48"]),
        ("《劳动合同法实施条例》第二十五条", ["LCR 25"]),
        ("《劳动争议调解仲裁法》第二十七条，同法第四十七条", ["LMA 27", "LMA 47"]),
        ("《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第四十四条", ["I1 44"]),
        ("《最高人民法院关于审理劳动争议案件适用法律问题的解释(二)》第七条", ["I2 7"]),
        ("《工伤保险条例》（国务院令第586号）第十四条第六项", ["WII 14(0)(6)"]),
        ("《工资支付暂行规定》第十三条", ["WPR 13"]),
        ("《民法通则》第一百三十五条", ["民法通则 135"]),
        ("《刑法》第一百三十三条之一", ["刑法 133-1"]),
        ("LCL 82(1)(2); LMA 27", ["LCL 82(1)(2)", "LMA 27"]),
        ("第三条没有说是哪部法律", []),
        ("劳动法与劳动合同法都没有规定", []),
    ],
)
def test_every_way_of_citing_an_article_gives_one_form(text, expected):
    assert [c.full for c in citations(text)] == expected


def test_the_index_form_leaves_paragraph_and_item_out_and_names_each_article_once():
    text = "《劳动合同法》第八十二条第一款、第八十二条第二款，劳动合同法第87条"
    assert articles(text) == ("LCL 82", "LCL 87")


@pytest.mark.parametrize(
    ("text", "value"),
    [("47", 47), ("四十七", 47), ("十", 10), ("一百零二", 102), ("一百二十", 120), ("两万三千", 23_000), ("叁佰伍拾", 350)],
)
def test_chinese_numerals_are_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "第", "四十x"])
def test_what_is_no_number_is_an_error(text):
    with pytest.raises(ValueError, match="number"):
        number(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("支付加班费8400元", [840_000]),
        ("共计8,400.50元", [840_050]),
        ("赔偿１２０００元", [1_200_000]),
        ("约1.25万元", [1_250_000]),
        ("三万五千元整", [3_500_000]),
        ("人民币壹万贰仟叁佰元", [1_230_000]),
        ("工资为每月5000元，奖金2000余元", [500_000, 200_000]),
        ("0.001元不是整分", []),
        ("共元", []),
    ],
)
def test_sums_are_read_in_fen(text, fen):
    assert amounts(text) == fen


def test_impossible_dates_are_no_dates():
    text = "2020年1月5日入职，2020年2月30日离职，2021-03-04申请，2021.12.31开庭"
    assert dates(text) == [date(2020, 1, 5), date(2021, 3, 4), date(2021, 12, 31)]


def test_case_numbers_of_courts_and_offices_have_one_form():
    text = "（2021）鲁05民终0123号判决；东劳人仲案字（2024）第12号裁决；东劳人仲案字〔2024〕12号"
    assert case_numbers(text) == ["(2021)鲁05民终123号", "东劳人仲案字〔2024〕12号", "东劳人仲案字〔2024〕12号"]
