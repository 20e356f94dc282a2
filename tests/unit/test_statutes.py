"""What a draft cites: repealed texts, articles that moved, texts not yet in force."""

from datetime import date

import pytest

from workflows.catalogue import read
from workflows.statutes import cited, named

DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("name", "article", "paragraph", "day", "kind", "said"),
    [
        ("CPL", 244, 0, DAY, "moved", "第248条"),
        ("CPL", 237, 0, DAY, "moved", "第248条"),
        ("CPL", 237, 0, date(2023, 5, 1), "moved", "第244条"),
        ("CPL", 222, 0, DAY, "moved", "第226条"),
        ("I1", 32, 1, DAY, "part_repealed", "2025年9月1日"),
        ("I1", 32, 0, DAY, "part_repealed", "核对"),
        ("侵权责任法", 6, 0, DAY, "repealed", "民法典"),
        ("最高人民法院关于审理劳动争议案件适用法律若干问题的解释(三)", 8, 0, DAY, "repealed", "请核对原文"),
        ("I2", 7, 0, date(2025, 8, 31), "not_yet", "还不能引用"),
        ("OA", 19, 0, DAY, "not_yet", "2026年7月1日"),
    ],
)
def test_a_cited_text_that_is_not_in_force_or_moved_is_named_with_its_day(name, article, paragraph, day, kind, said):
    """rules §0: article numbers of 民事诉讼法 moved on 2022-01-01 and 2024-01-01; I1 32(1) fell on 2025-09-01."""
    [remark] = cited(name, article, paragraph, day)
    assert (remark.kind, said in remark.text) == (kind, True), remark.text


@pytest.mark.parametrize(
    ("name", "article", "paragraph", "day"),
    [
        ("CPL", 248, 0, DAY),
        ("CPL", 225, 0, DAY),  # a number of the old text that is in use again
        ("CPL", 244, 0, date(2023, 5, 1)),
        ("CPL", 237, 0, date(2021, 5, 1)),
        ("I1", 32, 2, DAY),
        ("I1", 32, 1, date(2025, 8, 31)),
        ("LCL", 47, 0, DAY),
        ("侵权责任法", 6, 0, date(2020, 12, 31)),
        ("工资支付暂行规定", 13, 0, DAY),
    ],
)
def test_what_is_in_force_or_not_known_is_left_alone(name, article, paragraph, day):
    assert cited(name, article, paragraph, day) == []


def test_a_repealed_text_is_noticed_by_name_or_number_even_without_an_article():
    """合同法 inside 劳动合同法 is no mention of the old contract law."""
    said = named("参照劳社部发〔2008〕3号折算；依《中华人民共和国侵权责任法》和《劳动合同法》、劳动合同法。", DAY)
    assert [one.kind for one in said] == ["repealed", "repealed"]
    assert named("依《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第四十四条。", DAY) == []
    [third] = named("《最高人民法院关于审理劳动争议案件适用法律若干问题的解释（三）》", DAY)
    assert "法释〔2010〕12号" in third.text


def test_each_line_of_the_data_says_where_it_is_known_from_and_how_surely():
    rows = [*read("statutes")["statute"], *read("statutes")["part"], *read("statutes")["moved"]]
    assert {row["mark"] for row in rows} <= {"V", "S", "P", "U"}
    assert all(row["basis"] for row in rows)
    for row in read("statutes")["moved"]:
        assert len({len(edition["articles"]) for edition in row["numbers"]}) == 1, row["subject"]
