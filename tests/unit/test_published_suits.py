"""Published cases become suits only as far as their text goes; what it does not say stays open."""

import json

import pytest
from click.testing import CliRunner

from app.commands.consistency import consistency
from search_index.published_suits import suits
from workflows.consistency import compare
from workflows.consistency_json import as_dict, read
from workflows.errors import InputError


def record(ident, outcome, agrees, claims=((1000,),), awarded=(), stage="arbitration", instance="一审"):
    return {
        "id": ident,
        "case_cause": "加班费",
        "stage_of_claims": stage,
        "claims": [{"text": "要求支付", "amounts": [{"yuan": yuan} for yuan in amounts]} for amounts in claims],
        "award_outcome": outcome,
        "award_amounts": [{"yuan": yuan} for yuan in awarded],
        "court_results": [{"instance": instance, "consistent_with_award": agrees}],
    }


TOLD = [
    record("支持", "granted", True),
    record("部分", "partly_granted", True, awarded=(400,)),
    record("驳回两项", "dismissed", True, claims=((1000,), (2000,))),
    record("部分两项", "partly_granted", True, claims=((1000,), (2000,)), awarded=(400,)),
    record("没有裁决", "not_stated", None, stage="court"),
    record("没有说", "granted", None),
    record("二审", "granted", True, instance="二审"),
    {**record("没有判决", "granted", True), "court_results": []},
]


def test_the_ladder_runs_on_published_cases_and_unsaid_results_stay_unlinked():
    told = suits(TOLD)
    request = read(told.document)
    answer = as_dict(compare(request.suits))
    assert (answer["rungs"]["item"]["numerator"], answer["rungs"]["item"]["denominator"]) == (4, 4)
    assert answer["rungs"]["money"]["denominator"] == 1400
    assert (answer["coverage"]["numerator"], answer["coverage"]["denominator"]) == (3, 6)
    assert answer["second_instance"]["rungs"]["case_strict"]["numerator"] == 1
    assert answer["bounds"]["case_strict"] == [0.5, 1.0]
    assert [note.split(" ")[0] for note in told.notes] == ["部分两项", "没有裁决", "没有说"]


def test_the_command_writes_a_file_the_ladder_reads(tmp_path):
    source, made = tmp_path / "cases.jsonl", tmp_path / "suits.json"
    source.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in TOLD), "utf-8")
    result = CliRunner().invoke(consistency, ["cases", str(source), "--out", str(made)])
    assert result.exit_code == 0, result.stderr
    assert "没有说判决与裁决一致" in result.stderr
    compared = CliRunner().invoke(consistency, ["compare", str(made), "--text"])
    assert "4 / 4" in compared.output
    source.write_text("{", "utf-8")
    assert CliRunner().invoke(consistency, ["cases", str(source)]).exit_code == 2


def test_a_record_that_cannot_be_placed_is_refused():
    with pytest.raises(InputError, match="没有编号"):
        suits([{}])
    with pytest.raises(InputError, match="审级不明"):
        suits([record("甲", "granted", True, instance="再审")])
