"""`hengjian law finality · after-award · sum · number`: the shapes of the issue, one clear line and exit 2 for bad input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands.law import law

FINALITY = {
    "place": "山东省/东营市",
    "application_date": "2026-03-02",
    "minimum_wage": 2200,
    "items": [
        {"id": "1", "kind": "wages", "awarded": 20000},
        {"id": "2", "kind": "overtime", "awarded": "8000.00"},
        {"id": "3", "kind": "wrongful_termination", "awarded": 60000.5, "claimed": 90000},
    ],
}
AFTER = {
    "awards": [
        {
            "id": "A",
            "type": "final",
            "made": "2026-03-02",
            "parties": [
                {"id": "w", "side": "worker", "served": "2026-03-04"},
                {"id": "e", "side": "employer", "served": "2026-03-06"},
            ],
        }
    ],
    "events": [{"date": "2026-03-26", "what": "apply_annul", "award": "A", "party": "e"}],
    "on": "2026-03-27",
}


def run(*arguments: str, document: object = None, tmp: Path | None = None) -> Result:
    if document is not None and tmp is not None:
        path = tmp / "case.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        arguments = (arguments[0], str(path), *arguments[1:])
    return CliRunner().invoke(law, arguments)


def test_finality_answers_in_the_shape_of_the_issue(tmp_path):
    found = run("finality", "--json", document=FINALITY, tmp=tmp_path)
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert set(answer) == {"awards", "warnings"}
    assert [(a["type"], a["items"]) for a in answer["awards"]] == [("final", ["1", "2"]), ("non_final", ["3"])]
    assert answer["awards"][0]["remedies"] == [
        {"party": "worker", "action": "sue", "court": "basic", "days": 15},
        {"party": "employer", "action": "annul", "court": "intermediate", "days": 30},
    ]
    assert set(answer["awards"][0]["reasons"][0]) == {"text", "basis"}


def test_after_award_answers_in_the_shape_of_the_issue(tmp_path):
    found = run("after-award", "--json", document=AFTER, tmp=tmp_path)
    assert found.exit_code == 0
    award = json.loads(found.stdout)["awards"][0]
    assert award["id"] == "A"
    assert award["workers"] == [{"id": "w", "status": "effective", "effective_from": "2026-03-02"}]
    assert award["open_remedies"] == []
    assert award["reasons"]


def test_sum_answers_in_the_shape_of_the_issue():
    found = run(
        "sum", "pay.overtime", "monthly=6525", "workday_hours=10", "rest_day_hours=8", "holiday_hours=8", "--json"
    )
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert answer["amount"] == 2062.5
    assert {"text", "basis"} == set(answer["working"][0])
    assert isinstance(answer["warnings"], list)


def test_number_answers_as_json():
    answer = json.loads(run("number", "(2024)鲁0502民初374号", "--json").stdout)
    assert (answer["system"], answer["year"], answer["type"], answer["serial"]) == ("court", 2024, "民初", 374)


def test_a_person_reads_plain_chinese(tmp_path):
    text = run("finality", document=FINALITY, tmp=tmp_path).stdout
    assert "第 1 份：终局裁决，事项：1、2" in text
    assert "用人单位：自收到裁决书之日起 30 日内向中级人民法院" in text
    text = run("after-award", document=AFTER, tmp=tmp_path).stdout
    assert "w：已生效，自 2026-03-02 起" in text
    text = run("sum", "injury.leaving", "grade=8", "area_average=8000", "place=山东省").stdout
    assert "208,000.00 元" in text
    assert "一次性伤残就业补助金：128,000.00 元（用人单位支付）" in text
    assert "pay.severance" in run("sum", "list").stdout
    assert "第 374 号" in run("number", "(2024)鲁0502民初374号").stdout


def test_a_document_may_come_from_the_standard_input():
    found = CliRunner().invoke(law, ["finality", "-", "--json"], input=json.dumps(FINALITY))
    assert json.loads(found.stdout)["awards"][1]["items"] == ["3"]


def items(**parts: object) -> dict[str, object]:
    return FINALITY | {"items": [FINALITY["items"][0] | parts]}


@pytest.mark.parametrize(
    ("command", "document", "says"),
    [
        ("finality", items(kind="wagez"), "wagez"),
        ("finality", items(awarded=-1), "不能是负数"),
        ("finality", items(awarded="1.005"), "最多两位小数"),
        ("finality", items(awarded=0.001), "最多两位小数"),
        ("finality", items(awarded=None), "没有写裁决金额"),
        ("finality", items(awarded=True), "金额要写成数字"),
        ("finality", items(id=""), "没有填写"),
        ("finality", items(amount=1), "没有这个字段"),
        ("finality", FINALITY | {"items": []}, "没有裁决事项"),
        ("finality", FINALITY | {"items": {}}, "列表"),
        ("finality", FINALITY | {"application_date": "2026-02-31"}, "2026-02-31"),
        ("finality", FINALITY | {"application_date": "2008-04-30"}, "2008-05-01"),
        ("finality", FINALITY | {"minimum_wage": "abc"}, "不是金额"),
        ("finality", FINALITY | {"options": {"x": "y"}}, "没有这个终局裁决设置"),
        ("finality", FINALITY | {"options": []}, "应当是一个对象"),
        ("finality", "{", "不是正确的 JSON"),
        ("finality", "", "不是正确的 JSON"),
        ("finality", "[]", "JSON 对象"),
        ("finality", '{"items": [], "place": NaN}', "应当是文字"),
        ("after-award", AFTER | {"on": "2026-02-31"}, "2026-02-31"),
        ("after-award", AFTER | {"events": [AFTER["events"][0] | {"what": "appeal"}]}, "appeal"),
        ("after-award", AFTER | {"events": [AFTER["events"][0] | {"award": "B"}]}, "没有这份裁决"),
        ("after-award", AFTER | {"events": [AFTER["events"][0] | {"party": "x"}]}, "没有这个当事人"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(command, document, says, tmp_path):
    found = run(command, "--json", document=document, tmp=tmp_path)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert len(found.stderr.strip().splitlines()) == 1
    assert says in found.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sum", "pay.severence"], "pay.severance"),
        (["sum", "pay.notice", "9300"], "没有等号"),
        (["sum", "pay.notice", "previous_month=-1"], "不能是负数"),
        (["sum", "pay.notice", "previous_month=1.234"], "最多两位小数"),
        (["sum", "pay.notice", "previous_month=1", "previous_month=2"], "写了两次"),
        (["sum", "pay.severance", "from=2026-02-31", "to=2026-03-01", "average=1"], "2026-02-31"),
        (["number", "374"], "既不是法院案号"),
        (["finality", "/nowhere/case.json"], "没有这个文件"),
    ],
)
def test_bad_arguments_are_one_clear_line_and_exit_2(arguments, says):
    found = run(*arguments)
    assert found.exit_code == 2
    assert len(found.stderr.strip().splitlines()) == 1
    assert says in found.stderr
