"""Golden cases of dated parameters, as data in `parameters.toml`; a guard fails when a parameter has none."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from workflows import parameters
from workflows.errors import NotInForce

CASES = tomllib.loads((Path(__file__).parent / "parameters.toml").read_text(encoding="utf-8"))["parameter"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['name']} {c['on']} {c.get('place', '')}")
def test_a_parameter_has_the_value_of_the_rule_book(case):
    """rules.md §§6, 12, 14, 15; the section stands in the case."""
    entry = parameters.on(case["on"], case["name"], case.get("place", ""))
    value = entry.value
    for step in case.get("pick", []):
        value = value[step]
    assert value == case["value"]
    assert entry.basis
    if "mark" in case:
        assert entry.mark == case["mark"]


def test_every_parameter_has_a_golden_case():
    """Add a [[parameter]] block to tests/law/parameters.toml, copied from the rule book and not from the program."""
    assert sorted(set(parameters.shipped()) - {case["name"] for case in CASES}) == []


def places(parameter: parameters.Parameter) -> set[str]:
    return {entry.place for entry in parameter.entries}


def test_every_parameter_answers_once_on_the_first_day_of_every_quarter_since_its_start():
    """examples-of-style (c): coverage in time; before the start and after an end nothing is in force."""
    asked = 0
    for parameter in parameters.shipped().values():
        for place in places(parameter):
            entries = [e for e in parameter.entries if e.place == place]
            start = min(e.start for e in entries)
            for year in range(start.year, 2028):
                for month in (1, 4, 7, 10):
                    day = date(year, month, 1)
                    in_force = [e for e in entries if e.start <= day and (e.end is None or day <= e.end)]
                    newest = [e for e in in_force if e.start == max(x.start for x in in_force)]
                    if not in_force:
                        with pytest.raises(NotInForce, match="没有生效的数值"):
                            parameter.on(day, place)
                        continue
                    assert len(newest) == 1, (parameter.name, place, day)
                    assert parameter.on(day, place) == newest[0]
                    asked += 1
    assert asked > 1000
