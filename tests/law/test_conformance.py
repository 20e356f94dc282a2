"""docs/conformance.md names articles, conditions and tests that exist."""

import re
from pathlib import Path

from workflows.guards.registry import GUARDS
from workflows.limits import rules as limits
from workflows.statute import statute

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
RULES = {rule.id for rule in statute().rules}
MACHINES = {rule_id.split(".")[0] for rule_id in RULES}


def book() -> set[str]:
    """The rule ids of the rule book, first column of its tables."""
    text = (ROOT.parent / "shared" / "domain" / "rules.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z_0-9.]+)` \|", text, flags=re.MULTILINE))


def test_every_article_named_exists():
    """规则一栏写的是手册的编号，条目一栏写的是程序的条目，或者期限的编号。"""
    named = {one for row in ROWS for cell in row[1:] for one in re.findall(r"`([a-z]+\.[a-z_0-9.]+)`", cell)}
    named = {one.rstrip(".") for one in named if one.split(".")[0] in MACHINES and not one.endswith((".py", ".toml", ".md"))}
    assert sorted(named - RULES - book() - set(limits())) == []


def test_every_condition_named_exists():
    """括号里写的是条件。"""
    inside = {word for row in ROWS for part in re.findall(r"（([^）]*)）", row[1]) for word in re.split(r"[、；，]", part)}
    named = {word.strip("… ") for word in inside if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+){2,}", word)}
    assert named
    assert sorted(named - set(GUARDS)) == []


def test_every_test_module_named_exists():
    """检验一栏写的是测试文件。"""
    there = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    named = {one for row in ROWS for one in re.findall(r"\btest_[a-z_0-9]+\b", row[-1]) if not one.startswith("test_invariant_")}
    assert sorted(named - there) == []


def test_no_row_says_that_what_is_done_is_still_to_come():
    """议题 4 的条目都已经写进程序。"""
    assert "议题 4" not in PAGE
