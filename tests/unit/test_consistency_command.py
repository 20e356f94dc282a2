"""`hengjian consistency compare`: the shape of its answer and its one-line errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands.consistency import consistency

VECTORS = Path(__file__).parents[2] / "docs" / "consistency" / "vectors"
LEFT_OUT = str(VECTORS / "03-what-is-left-out.json")


def test_the_answer_is_json_with_or_without_the_flag():
    plain = CliRunner().invoke(consistency, ["compare", LEFT_OUT])
    flagged = CliRunner().invoke(consistency, ["compare", LEFT_OUT, "--json"])
    assert plain.exit_code == flagged.exit_code == 0
    assert plain.output == flagged.output
    assert json.loads(plain.output)["rungs"]["case_strict"]["rate"] == 0.5


def test_the_text_says_numerator_denominator_interval_and_what_was_left_out():
    shown = CliRunner().invoke(consistency, ["compare", LEFT_OUT, "--text"]).output
    assert "案件一致率（严格）：50.0%（1 / 2；95% 区间 9.5% 至 90.5%）" in shown
    assert "诉讼中调解、和解结案 1" in shown
    assert "15 / 16" in shown


def test_standard_input_is_read():
    result = CliRunner().invoke(consistency, ["compare", "-"], input='{"suits": []}')
    assert result.exit_code == 0
    assert json.loads(result.output)["rungs"]["money"]["rate"] is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "不是完整的 JSON"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b'{"suits": [{"id": "a\\nb", "ended_by": "x"}]}', "ended_by"),
        (b"[]", "对象"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path, content, message):
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    result = CliRunner().invoke(consistency, ["compare", str(file)])
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_missing_file_is_one_line_and_exit_2(tmp_path):
    result = CliRunner().invoke(consistency, ["compare", str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert "打不开" in result.stderr


def test_a_misspelt_name_is_said_not_passed_over():
    result = CliRunner().invoke(consistency, ["compare", "-"], input='{"suits": [], "award_totals": 3}')
    assert "未予理会的项：award_totals" in json.loads(result.output)["notes"][-1]


def test_anybody_can_run_the_published_vectors(tmp_path):
    result = CliRunner().invoke(consistency, ["vectors"])
    assert result.exit_code == 0, result.output
    assert "全部相符" in result.output
    for name in ("12-no-money-at-all.json", "12-no-money-at-all.expected.json"):
        (tmp_path / name).write_text((VECTORS / name).read_text("utf-8").replace('"numerator": 2', '"numerator": 3'), "utf-8")
    wrong = CliRunner().invoke(consistency, ["vectors", str(tmp_path)])
    assert wrong.exit_code == 1
    assert ".rungs.item.numerator：应为 3，得 2" in wrong.output
    assert CliRunner().invoke(consistency, ["vectors", str(tmp_path / "none")]).exit_code == 2
