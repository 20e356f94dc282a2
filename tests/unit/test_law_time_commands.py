"""`hengjian law limit · parameter · check`: an arbitrator checks a date in ten seconds."""

import json
import re

import pytest
from click.testing import CliRunner

from app.commands.law import law


def run(*words: str):
    return CliRunner().invoke(law, list(words))


def test_a_limit_is_shown_with_its_date_first_and_its_numbered_way():
    found = run("limit", "arb.accept.decide", "--from", "2026-02-12")
    assert found.exit_code == 0
    lines = [line for line in found.output.splitlines() if line]
    assert lines[0] == "受理决定（arb.accept.decide）"
    assert lines[1].strip() == "2026年2月26日（星期四）"
    assert lines[2].startswith(" 1. 收到仲裁申请")
    assert "《劳动争议调解仲裁法》第二十九条" in found.output
    assert "逾期后果：" in found.output


def test_a_limit_as_json_has_the_agreed_keys():
    found = run(
        "limit", "arb.decide_45", "--from", "2026-03-02", "--exclude", "2026-03-20..2026-05-14:中止审理",
        "--extend", "15：案情复杂", "--json",
    )  # fmt: skip
    answer = json.loads(found.output)
    assert list(answer) == ["rule", "due", "unrolled", "working", "warnings"]
    assert answer["due"] == "2026-06-26"
    assert any("中止审理" in line["text"] and line["basis"] == "CHR 46" for line in answer["working"])
    assert any("案情复杂" in line["text"] for line in answer["working"])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["arb.hearing_notice", "--before", "2026-10-13"], "2026-09-30"),
        (["arb.hearing_notice", "--from", "2026-10-13"], "2026-09-30"),
        (["arb.hearing_notice", "--from", "2026-10-13", "--before", "2026-10-13"], "2026-09-30"),
        (["arb.decide_45", "--from", "2026-03-02", "--restart", "2026-04-01:追加第三人", "--restart", "2026-03-20"], "2026-05-16"),
        (["arb.decide_45", "--from", "2026-03-02", "--restart", "2026-04-01", "--extend", "15"], "2026-05-31"),
        (["neg.reply", "--from", "2026-09-29", "--option", "day_type=WD"], "2026-10-12"),
    ],
)  # fmt: skip
def test_every_way_of_asking_is_understood(words, due):
    found = run("limit", *words, "--json")
    assert json.loads(found.output)["due"] == due
    assert not any("已经迟于" in warning for warning in json.loads(found.output)["warnings"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["limit", "arb.accept", "--from", "2026-02-12"], "相近的规则：.*arb.accept.decide"),
        (["limit", "zzzz", "--from", "2026-02-12"], "hengjian law check"),
        (["limit", "arb.answer", "--from", "2026-02-31"], "“2026-02-31”不能使用：没有这一天"),
        (["limit", "arb.answer", "--from", "2026/02/12"], "日期应写成"),
        (["limit", "arb.answer", "--from", "20260212"], "日期应写成"),
        (["limit", "arb.answer"], "没有给出起算日期"),
        (["limit"], "缺少"),
        (["limit", "arb.answer", "--frm", "2026-02-12"], "没有选项「--frm」.*--from"),
        (["limit", "arb.answer", "--from"], "「--from」后面缺少值"),
        (["limit", "arb.decide_45", "--from", "2008-04-30"], "自 2008-05-01 起施行"),
        (["limit", "arb.decide_45", "--from", "2026-03-02", "--extend=-5:x"], "大于零"),
        (["limit", "arb.decide_45", "--from", "2026-03-02", "--extend", "五日"], "天数:事由"),
        (["limit", "arb.decide_45", "--from", "2026-03-02", "--exclude", "2026-03-20"], "开始日..结束日"),
        (["limit", "arb.decide_45", "--from", "2026-03-02", "--exclude", "2025-03-20..2025-03-21"], "不在期间之内"),
        (["limit", "arb.decide_45", "--from", "2026-03-02", "--option", "days"], "名称=值"),
        (["parameter", "no_such", "--on", "2026-01-01"], "没有这个参数"),
        (["parameter", "final_award_multiple", "--on", "2000-01-01"], "没有生效的数值"),
        (["parameter", "final_award_multiple"], "缺少「--on」"),
        (["nothing"], "没有这个命令。可用：.*limit"),
        (["limit", "arb.answer", "x"], "命令用法有误"),
    ],
)  # fmt: skip
def test_a_bad_input_is_one_clear_line_on_stderr_and_exit_code_two(words, says):
    found = run(*words)
    assert found.exit_code == 2
    assert found.stdout == ""
    (line,) = found.stderr.splitlines()
    assert re.search(says, line), line


def test_a_parameter_is_shown_with_its_basis_and_its_mark():
    found = json.loads(run("parameter", "final_award_multiple", "--on", "2026-01-01", "--json").output)
    assert (found["value"], found["mark"]) == (12, "V")
    assert "LMA 47" in found["basis"]
    assert "12" in run("parameter", "final_award_multiple", "--on", "2026-01-01").output


def test_check_reads_all_data_and_lists_what_nobody_has_read():
    """Stale after a year; S and U marks listed; the missing notice of 2027 named."""
    fresh = json.loads(run("check", "--on", "2026-11-23", "--json").output)
    assert fresh["stale"] == []
    assert any("neg.reply" in row and "标记 U" in row for row in fresh["unread"])
    assert any(row.startswith("2027 年") for row in fresh["missing_notices"])
    stale = json.loads(run("check", "--on", "2027-11-24", "--json").output)["stale"]
    assert any("arb.decide_45" in row for row in stale)
    shown = run("check", "--on", "2026-11-23").output
    assert shown.startswith("法律数据完好")
    assert "arb.accept.decide" in shown
