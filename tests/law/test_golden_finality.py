"""The golden cases of §6: every kind at its boundary, every cell of the truth table, every open setting."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from workflows.amounts import fen_of
from workflows.finality import DecidedItem, Split, options, split
from workflows.items import KINDS

GOLDEN = tomllib.loads(Path(__file__).with_name("finality.toml").read_text(encoding="utf-8"))
LINE = Decimal("26400.00")
STEPS = {"below": LINE - Decimal("0.01"), "equal": LINE, "above": LINE + Decimal("0.01")}
CELLS = [
    pytest.param(cell, step, id=f"{cell['kind']}-{step}-{'-'.join(cell.get('options', {}).values()) or 'default'}")
    for cell in GOLDEN["cell"]
    for step in ("below", "equal", "above", "alone")
    if step in cell
]
REMEDIES = {
    "final": [("worker", "sue", "basic", 15), ("employer", "annul", "intermediate", 30)],
    "non_final": [("worker", "sue", "basic", 15), ("employer", "sue", "basic", 15)],
}


def answer(case: dict[str, Any], items: list[DecidedItem]) -> Split:
    wage = case.get("minimum_wage", "2200")
    return split(
        items,
        place=case.get("place", "山东省/东营市"),
        application_date=case.get("application", date(2026, 7, 1)),
        minimum_wage_fen=fen_of("minimum_wage", wage) if wage else None,
        options=case.get("options"),
        award_date=case.get("award_date"),
    )


def item(text: str) -> DecidedItem:
    name, kind, amount, *worker = text.split()
    return DecidedItem(name, kind, None if amount == "-" else fen_of("awarded", amount), "".join(worker))


@pytest.mark.parametrize(("cell", "step"), CELLS)
def test_each_kind_falls_where_the_law_puts_it(cell, step):
    """LMA 47: 不超过当地月最低工资标准十二个月金额的……为终局裁决。"""
    amount = None if step == "alone" else fen_of("awarded", STEPS[step])
    found = answer(cell, [DecidedItem("1", cell["kind"], amount)])
    assert [plan.type for plan in found.awards] == [cell[step]], cell["basis"]
    said = [f"{name}={value}" for name, value in cell.get("options", {}).items()]
    touched = [text for text in said if any(text in warning for warning in found.warnings)]
    assert touched == ([] if cell.get("untouched") else said)


@pytest.mark.parametrize("case", GOLDEN["case"], ids=lambda c: c["row"])
def test_a_case_splits_into_the_awards_the_rule_book_says(case):
    """CHR 50(4); O1 十至十二。"""
    found = answer(case, [item(text) for text in case["items"]])
    assert [f"{plan.type}: {' '.join(plan.items)}" for plan in found.awards] == case["awards"], case["basis"]
    for plan in found.awards:
        assert [(r.party, r.action, r.court, r.days) for r in plan.remedies] == REMEDIES[plan.type]
        assert all(line.basis for line in plan.reasons)
    reasons = " ".join(line.text for plan in found.awards for line in plan.reasons)
    for text in case.get("says", []):
        assert text in reasons
    for text in case.get("warns", []):
        assert any(text in warning for warning in found.warnings), found.warnings


def test_every_kind_and_every_open_setting_has_a_golden_case():
    assert {cell["kind"] for cell in GOLDEN["cell"]} == set(KINDS)
    tried = {(n, v) for block in GOLDEN["cell"] + GOLDEN["case"] for n, v in block.get("options", {}).items()}
    untried = {
        (o.id, value)
        for o in options().values()
        for value in o.values
        if value != o.default and (o.id, value) not in tried
    }
    assert untried == set()


def test_the_truth_table_has_all_its_cells():
    """§6: R, F, N；没有任何事项的一格是输入错误，另有测试。"""
    rows = {case["row"] for case in GOLDEN["case"]}
    wanted = {f"R{r} F{f} N{n}" for r in "+-" for f in "+-" for n in "+-"} - {"R- F- N-"}
    assert wanted <= rows
