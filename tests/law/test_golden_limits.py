"""Golden cases of limits, as data in `limits.toml`; a guard fails when a rule has none."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from workflows.errors import HengjianError
from workflows.limits import LedgerEntry, LimitAnswer, compute, rules

CASES = tomllib.loads((Path(__file__).parent / "limits.toml").read_text(encoding="utf-8"))["case"]


def answer(case: dict) -> LimitAnswer:
    ledger = [LedgerEntry("restart", day) for day in case.get("restart", [])]
    ledger += [LedgerEntry("exclude", first, last) for first, last in case.get("exclude", [])]
    if "extend" in case:
        ledger.append(LedgerEntry("extend", max([case["from"], *case.get("restart", [])]), days=case["extend"]))
    return compute(case["rule"], case["from"], ledger=ledger, before=case.get("before"), options=case.get("options"))


def name(case: dict) -> str:
    return f"{case['rule']} {case['from']} {case['about']}"


@pytest.mark.parametrize("case", [c for c in CASES if "due" in c], ids=name)
def test_a_limit_ends_on_the_golden_day(case):
    """rules.md §1: 期间的计算；各例的条文写在例中。"""
    found = answer(case)
    assert found.due == case["due"]
    assert found.unrolled == case.get("unrolled", case["due"])
    assert found.provisional == case.get("provisional", False)
    assert case.get("warns", "") in "；".join(found.warnings)


@pytest.mark.parametrize("case", [c for c in CASES if "due" in c], ids=name)
def test_the_working_cites_the_article_and_ends_in_the_answer(case):
    """Every line has a ground; the case's article is among them; the last line with a date is the answer's."""
    found = answer(case)
    assert all(line.text and line.basis for line in found.working)
    source, _, number = case["article"].partition(" ")
    bases = [part.strip() for line in found.working for part in line.basis.split(";")]
    assert any(b.startswith(source) and number in b for b in bases), bases
    day = found.due
    assert f"{day.year}年{day.month}月{day.day}日" in found.working[-1].text


@pytest.mark.parametrize("case", [c for c in CASES if "error" in c], ids=name)
def test_a_bad_input_is_refused_with_its_reason(case):
    with pytest.raises(HengjianError, match=case["error"]):
        answer(case)


def test_every_limit_rule_has_a_golden_case():
    covered = {case["rule"] for case in CASES if "due" in case}
    assert sorted(set(rules()) - covered) == []


def test_every_option_of_every_rule_has_a_golden_case():
    """An open question (marks P and U) is tested on both sides of the choice."""
    used = {(case["rule"], option, value) for case in CASES for option, value in case.get("options", {}).items()}
    wanted = {
        (rule_id, option.name, choice.value)
        for rule_id, versions in rules().items()
        for version in versions
        for option in version.options
        for choice in option.choices
        if choice.value != option.default
    }
    assert sorted(wanted - used) == []


def test_every_rule_answers_once_on_each_first_day_of_a_quarter_since_its_start():
    """examples-of-style (c): coverage in time."""
    asked = 0
    for versions in rules().values():
        for year in range(2008, 2028):
            for month in (1, 4, 7, 10):
                day = date(year, month, 1)
                fitting = [v for v in versions if v.since <= day and (v.until is None or day <= v.until)]
                assert len(fitting) == (1 if day >= versions[0].since else 0), (versions[0].id, day)
                asked += len(fitting)
    assert asked > len(rules())
