"""The golden cases of §14: every worked example, every table entry, every boundary, every regional option."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from workflows import parameters
from workflows.amounts import fen_of, yuan_text
from workflows.money import sum_of, sums

CASES = tomllib.loads(Path(__file__).with_name("sums.toml").read_text(encoding="utf-8"))["case"]
# Looked up by other modules (finality, panel) or by people only.
NOT_FOR_SUMS = {"final_award_multiple", "panel_three_from", "panel_sizes", "delegates_range"}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['sum']}-{c['title']}")
def test_a_sum_is_what_the_rule_book_says(case):
    """§14。"""
    answer = sum_of(case["sum"], **case["inputs"])
    assert answer.amount_fen == fen_of("amount", case["amount"]), [line.text for line in answer.working]
    assert answer.working
    assert all(line.text and line.basis for line in answer.working)
    said = " ".join(line.text for line in answer.working)
    for text in case.get("says", []):
        assert text in said
    for text in case.get("warns", []):
        assert any(text in warning for warning in answer.warnings), answer.warnings
    if "parts" in case:
        parts = [f"{p.title} {yuan_text(p.amount_fen).replace(',', '')} {p.payer}" for p in answer.parts]
        assert parts == case["parts"]


def test_every_sum_and_every_choice_has_a_golden_case():
    assert {case["sum"] for case in CASES} == set(sums())
    used = {(case["sum"], key, value) for case in CASES for key, value in case["inputs"].items()}
    wanted = {
        (rule.id, field.key, value)
        for rule in sums().values()
        for field in rule.fields
        for value in field.choices
        if value != field.default
    }
    assert wanted - used == set()


def test_every_input_of_every_sum_is_used_by_a_golden_case():
    used = {(case["sum"], key) for case in CASES for key in case["inputs"]}
    optional = {"on", "place", "minimum_wage", "insured"}
    wanted = {(rule.id, f.key) for rule in sums().values() for f in rule.fields if f.key not in optional}
    assert wanted - used == set()


def test_every_parameter_of_money_is_looked_up_by_a_golden_case(monkeypatch):
    asked: set[str] = set()
    original = parameters.on

    def spy(day: date, name: str, place: str = "", extra=()):
        asked.add(name)
        return original(day, name, place, extra)

    monkeypatch.setattr(parameters, "on", spy)
    for case in CASES:
        sum_of(case["sum"], **case["inputs"])
    ours = {p.name for p in parameters.shipped().values() if p.name.startswith(MONEY_PREFIXES)}
    assert ours - asked - NOT_FOR_SUMS == set()


MONEY_PREFIXES = (
    "pay_", "work_month", "overtime_", "severance_", "wrongful_", "double_wage", "probation_", "extra_damages",
    "annual_leave", "noncompete", "injury_", "urban_", "court_fee", "annul_fee", "enforcement_fee", "property_fee",
    "payment_order", "parttime", "minimum_wage",
)  # fmt: skip
