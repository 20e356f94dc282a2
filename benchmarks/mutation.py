"""How well the tests guard the law engine: change one thing at a time in a copy and see whether a test fails.

    .venv/bin/python -m benchmarks.mutation --minutes 8 --seed 42 finality award_kinds money_ending

Works on a copy in a temporary folder and touches nothing else. Without module names all are drawn from. Prints each
survivor with file, line and what was changed, then the score of each module. One process at a time: every change runs
its tests in a fork, so that Python, pytest and Hypothesis are loaded once. Changes: comparisons, and/or, arithmetic, not, whole
numbers by one, True/False, min/max and any/all, returned values. `frozen=True` is left alone: nothing tests a decorator.
"""

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import chinese_calendar  # noqa: F401 - loaded once here for every fork, as are the two below
import hypothesis  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parents[1]
AWARDS = ("tests/law/test_golden_after_award.py", "tests/unit/test_after_award.py")
FINALITY = ("tests/law/test_golden_finality.py", "tests/unit/test_finality.py")
MONEY = ("tests/law/test_golden_sums.py", "tests/unit/test_money.py")
PARTS = ("tests/unit/test_case_law_parts.py",)
LIMITS = ("tests/law/test_golden_limits.py", "tests/unit/test_limits.py", "tests/unit/test_limits_properties.py")
CALENDAR = ("tests/unit/test_calendar.py", *LIMITS[:2])
SECONDS_AT_MOST = 60
TESTS = {
    **dict.fromkeys(("award_kinds", "award_facts", "award_effects"), AWARDS),
    **dict.fromkeys(("finality",), FINALITY),
    **dict.fromkeys(
        (
            "money",
            "money_ending",
            "money_wages",
            "money_injury",
            "money_fees",
            "money_spans",
            "money_inputs",
            "amounts",
        ),
        MONEY,
    ),
    **dict.fromkeys(("case_numbers", "causes", "jurisdiction", "panel", "regimes"), PARTS),
    **dict.fromkeys(("limits", "limits_ledger", "limits_terms", "limits_rules"), LIMITS),
    **dict.fromkeys(("calendar/__init__", "calendar/notice", "calendar/past_years", "calendar/statutory"), CALENDAR),
    "timebar": ("tests/unit/test_timebar.py",),
    "agreements": ("tests/unit/test_agreements.py",),
}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changeable(tree: ast.AST) -> list[ast.AST]:
    """Every node that can be changed, in a fixed order."""
    decorators = {
        id(n) for d in ast.walk(tree) if isinstance(d, ast.ClassDef) for x in d.decorator_list for n in ast.walk(x)
    }
    return [n for n in ast.walk(tree) if id(n) not in decorators and _kind(n)]


def _kind(node: ast.AST) -> bool:
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BinOp(op=op):
            return type(op) in COUNTED
        case ast.Constant(value=value):
            return isinstance(value, int)
        case ast.Call(func=ast.Name(id=name)):
            return name in NAMES
        case ast.Return(value=value):
            return value is not None and not isinstance(value, ast.Constant)
    return False


def change(node: ast.AST) -> None:
    match node:
        case ast.Compare():
            node.ops[0] = COMPARED[type(node.ops[0])]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp():
            node.op = COUNTED[type(node.op)]()
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value)):
            node.value = value + 1
        case ast.Call(func=ast.Name() as name):
            name.id = NAMES[name.id]
        case ast.Return():
            node.value = ast.Constant(None)


def copy() -> Path:
    """A working copy of what the tests need, with few random examples."""
    folder = Path(tempfile.mkdtemp(prefix="hengjian-mutation-"))
    for name in ("workflows", "app", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    # Offices and browsers are slow to load, and no test of the law asks for one.
    (folder / "tests" / "conftest.py").unlink()
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "few.py").write_text(
        "from hypothesis import settings\nsettings.register_profile('few', max_examples=15, deadline=None, database=None)\n"
        "settings.load_profile('few')\n"
    )
    return folder


def survives(folder: Path, module: str) -> bool:
    """Whether every test of `module` still passes. A change that never ends is noticed: the alarm ends its process."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS_AT_MOST)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(pytest.main(["-x", "-q", "-p", "few", "-p", "no:cacheprovider", "-W", "ignore", *TESTS[module]]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def run(modules: list[str], minutes: float, seed: int) -> Iterator[tuple[str, str, bool]]:
    """Change after change in random order until the time is up: module, what was changed, whether it survived."""
    folder = copy()
    try:
        for module in modules:
            if not survives(folder, module):
                raise SystemExit(f"the tests of {module} fail before anything was changed")
        # The untouched run has compiled everything; a changed file must never be taken from an older compilation.
        sys.dont_write_bytecode = True
        source = {m: (ROOT / "workflows" / f"{m}.py").read_text(encoding="utf-8") for m in modules}
        jobs = [(m, n) for m in modules for n in range(len(changeable(ast.parse(source[m]))))]
        random.Random(seed).shuffle(jobs)
        end = time.monotonic() + minutes * 60
        for module, number in jobs:
            if time.monotonic() > end:
                return
            tree = ast.parse(source[module])
            node = changeable(tree)[number]
            what = f"{module}.py:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:100]}"
            change(node)
            path = folder / "workflows" / f"{module}.py"
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
            yield module, what, survives(folder, module)
            path.write_text(source[module], encoding="utf-8")
    finally:
        shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", choices=[[], *TESTS], default=[])
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--seed", type=int, default=42)
    given = parser.parse_args()
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for module, what, lives in run(given.modules or list(TESTS), given.minutes, given.seed):
        tried[module] += 1
        noticed[module] += not lives
        if lives:
            print(f"survived  {what}", flush=True)
    for name in (*sorted(tried), "all"):
        of, found = (tried[name], noticed[name]) if name != "all" else (tried.total(), noticed.total())
        if of:
            print(f"{name}: {found} of {of} noticed, {100 * found / of:.0f} %")


if __name__ == "__main__":
    main()
