"""Importing official cases: good rows come in, each bad one says where and why and stops nothing."""

import io
import json
from dataclasses import asdict
from datetime import date

import pytest

from search_index.documents import doc_from_dict
from search_index.import_cases import LONGEST_LINE, read_cases
from search_index.import_rows import RowError
from search_index.port import ItemOutcome, PrecedentDoc

GOOD = {
    "id": "x-1",
    "title": "加班审批制度不能免除支付加班费的义务",
    "series": "2023年典型案例",
    "publisher": "某市人力资源和社会保障局",
    "date": "2023-11-05",
    "region": "某市",
    "source_url": "https://example.org/1",
    "case_cause": "加班费",
    "issues": ["未经审批的加班应否支付加班费"],
    "facts": "李某入职某公司。",
    "claims_text": "要求支付加班费10000元。",
    "claims": [{"text": "要求支付加班费10000元", "amounts": [{"yuan": 10000, "text": "10000元", "approx": False}]}],
    "stage_of_claims": "arbitration",
    "award_text": "裁决支付8000元。",
    "award_outcome": "partly_granted",
    "award_amounts": [{"yuan": 8000, "text": "8000元", "approx": False}],
    "court_results": [{"instance": "一审", "result_text": "一审判决与仲裁裁决一致", "consistent_with_award": True}],
    "reasoning": "依据《劳动法》第四十四条。",
}


def read(*rows):
    lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    return list(read_cases(io.BytesIO(b"\n".join(lines))))


def one(**changes):
    (doc,) = read({**GOOD, **changes})
    return doc


def errors(*rows):
    return [answer for answer in read(*rows) if isinstance(answer, RowError)]


def test_a_typical_case_becomes_a_precedent():
    doc = one()
    assert doc.key == "x-1"
    assert doc.authority == "typical"
    assert doc.kinds == ("overtime",)
    assert doc.articles == ("LL 44",)
    assert doc.items == (ItemOutcome("overtime", "partly", 1_000_000, 800_000),)
    assert (doc.fate, doc.fate_note) == ("upheld", "一审判决与仲裁裁决一致")
    assert doc.day == date(2023, 11, 5)


@pytest.mark.parametrize(
    ("results", "fate"),
    [
        ([], "unknown"),
        ([{"result_text": "驳回上诉，维持原判。", "consistent_with_award": None}], "unknown"),
        ([{"result_text": "一审、二审判决结果与仲裁裁决结果一致", "consistent_with_award": None}], "upheld"),
        ([{"result_text": "一审判决改判支付5000元", "consistent_with_award": None}], "changed"),
        ([{"result_text": "", "consistent_with_award": False}], "changed"),
        ([{"result_text": "中级法院裁定撤销该仲裁裁决", "consistent_with_award": None}], "set_aside"),
        (
            [
                {"result_text": "一审判决与仲裁裁决不一致", "consistent_with_award": False},
                {"result_text": "二审判决结果与仲裁裁决结果一致", "consistent_with_award": True},
            ],
            "upheld",
        ),
    ],
)
def test_the_last_court_that_speaks_of_the_award_decides_its_fate(results, fate):
    assert one(court_results=results).fate == fate


def test_a_second_instance_that_changes_a_judgment_says_nothing_about_an_award():
    results = [{"result_text": "二审法院改判：支付24404.89元。", "consistent_with_award": None}]
    assert one(stage_of_claims="court", court_results=results, award_outcome="not_stated").fate == "unknown"


def test_a_refused_claim_was_awarded_nothing_and_a_granted_one_what_was_claimed():
    refused = one(award_outcome="dismissed", award_amounts=[])
    granted = one(award_outcome="granted", award_amounts=[])
    assert refused.items == (ItemOutcome("overtime", "refused", 1_000_000, 0),)
    assert granted.items == (ItemOutcome("overtime", "granted", 1_000_000, 1_000_000),)


def test_a_partly_granted_pair_of_claims_is_not_split_by_guessing():
    claims = [{"text": "要求支付加班费100元"}, {"text": "要求支付未休年休假工资200元"}]
    doc = one(claims=claims)
    assert [(item.kind, item.disposition, item.awarded_fen) for item in doc.items] == [
        ("overtime", "unknown", None),
        ("annual_leave", "unknown", None),
    ]


def test_an_approximate_sum_is_no_sum():
    claims = [{"text": "要求支付加班费", "amounts": [{"yuan": 10000, "text": "10000余元", "approx": True}]}]
    assert one(claims=claims).items[0].claimed_fen is None


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ({**GOOD, "id": None}, "id", "缺少"),
        ({**GOOD, "title": ""}, "title", "缺少"),
        ({**GOOD, "title": "长" * 201}, "title", "最多 200 字"),
        ({**GOOD, "title": 5}, "title", "应是文字，现为数字"),
        ({**GOOD, "date": "2023-02-30"}, "date", "不是日期"),
        ({**GOOD, "date": 20230101}, "date", "不是日期"),
        ({**GOOD, "claims": "加班费"}, "claims", "对象的列表"),
        ({**GOOD, "claims": [1]}, "claims", "对象的列表"),
        ({**GOOD, "issues": [1]}, "issues", "文字的列表"),
        ({**GOOD, "award_outcome": "won"}, "award_outcome", "不是认识的值"),
        ({**GOOD, "award_outcome": ["granted"]}, "award_outcome", "不是认识的值"),
        ({**GOOD, "court_results": [{"result_text": 1}]}, "court_results", "应是文字"),
        ({**GOOD, "award_amounts": [{"yuan": "many"}]}, "award_amounts", "不小于 0"),
        ({**GOOD, "facts": "", "claims_text": "", "award_text": "", "reasoning": "", "court_results": []}, "facts", "都是空的"),
        (json.dumps({**GOOD, "facts": "\ud800"}).encode(), "facts", "不完整的字符"),
        (b'{"id": "x"', "", "不是完整的 JSON"),
        (b"[1, 2]", "", "一个案例"),
        (b'{"id": NaN}', "", "不能使用的数"),
        (b"[" * 100_000, "", ""),
        (json.dumps(GOOD, ensure_ascii=False).encode("gb18030"), "", "不是 UTF-8"),
        (b'{"id": "' + b"a" * (LONGEST_LINE + 10) + b'"}', "", "超过 5 MB"),
        ({"key": "k", "title": "t", "facts": "f", "kinds": ["nonsense"]}, "kinds", "没有“nonsense”"),
        ({"key": "k", "title": "t", "facts": "f", "items": [{"kind": "wages", "claimed_fen": 1.5}]}, "claimed_fen", "整数"),
        ({"key": "k", "title": "t", "facts": "f", "fate": "lost"}, "fate", "不是认识的值"),
    ],
)
def test_a_bad_row_says_where_and_why_and_stops_no_other_row(row, field, why):
    answers = read(row, {**GOOD, "id": "after"})
    wrong = [answer for answer in answers if isinstance(answer, RowError)]
    assert any(error.row == 1 and error.field == field and why in error.why and error.remedy for error in wrong)
    assert [answer.key for answer in answers if isinstance(answer, PrecedentDoc)] == ["after"]


def test_all_errors_of_a_row_are_told_at_once():
    assert {error.field for error in errors({**GOOD, "id": "", "title": 1, "date": "x"})} == {"id", "title", "date"}


def test_the_same_number_twice_in_one_file_is_told_with_the_first_row():
    (error,) = errors(GOOD, b"", GOOD)
    assert (error.row, error.field) == (3, "id")
    assert "第 1 行" in error.why


def test_a_utf16_file_is_told_once_and_a_byte_order_mark_is_no_error():
    assert "UTF-16" in errors(json.dumps(GOOD).encode("utf-16"))[0].why
    assert not errors(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())


def test_personal_numbers_are_masked_and_the_masking_is_said():
    doc = one(facts="李某（身份证号370502199001011234，电话13812345678）入职，案号（2021）鲁05民终123号，工资18000元。")
    assert "370502199001011234" not in doc.text
    assert "13812345678" not in doc.text
    assert "（2021）鲁05民终123号" in doc.text
    assert "2 处" in doc.notes


def test_our_own_shape_comes_back_as_it_was_written():
    doc = one()
    assert read(json.dumps(asdict(doc), default=str, ensure_ascii=False).encode()) == [doc]
    assert doc_from_dict(json.loads(json.dumps(asdict(doc), default=str))) == doc
