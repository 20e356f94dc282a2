"""No number of the law stands in Python: periods, rates and sums live in TOML with their basis and day."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "workflows"
PARTS = ("limits*", "calendar/*", "finality", "award_*", "after_award", "money*", "agreements", "timebar", "panel")
MODULES = sorted(path for part in PARTS for path in ROOT.glob(f"{part}.py"))
EVERYWHERE = {0, 1, 2}
# What each other number is. One that the law could change does not belong here but in workflows/law.
KNOWN = {
    "award_reasons": {10: "names shown before 等"},
    "calendar/__init__": {5: "Saturday and Sunday", 64: "size of a cache"},
    "calendar/notice": {5: "Saturday and Sunday"},
    "calendar/past_years": {5: "Saturday and Sunday"},
    "calendar/statutory": {3: "a slice of MM-DD"},
    "limits": {
        3: "days shown amber",
        12: "months of a year",
        2199: "slips of the keyboard",
        9999: "slips of the keyboard",
    },
    "limits_rules": {3: "names suggested"},
    "limits_terms": {12: "the last month", 31: "its last day"},
    "money": {3: "names suggested"},
    "money_ending": {100: "per cent"},
    "money_fees": {100: "per cent"},
    "money_injury": {100: "per cent"},
    "money_inputs": {10: "four decimals shown", 4: "four decimals shown"},
    "money_spans": {12: "months of a year"},
    "money_wages": {100: "per cent", 12: "the last month", 31: "its last day"},
}


def numbers(path: Path) -> set[int]:
    """The whole numbers written in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is int}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_of_the_law_engine_holds_no_number_of_the_law(path: Path) -> None:
    name = path.relative_to(ROOT).with_suffix("").as_posix()
    assert numbers(path) - EVERYWHERE == set(KNOWN.get(name, {}))


def test_every_part_of_the_engine_is_read() -> None:
    assert {"limits", "finality", "money_wages", "award_kinds", "statutory"} <= {path.stem for path in MODULES}
