"""Break the law engine one small way at a time and see whether the tests notice.

    .venv/bin/python tests/mutation/mutate.py FILE… -- TEST…

Works on a copy in a temporary folder; the checkout is not touched. Prints every change that
survived (file, line, kind of change, the line) and the score. Comparisons, arithmetic, boolean
operators, integers, truth values and conditions are changed; texts are not.
"""

# ruff: noqa: T201 - a command: printing is its answer

import ast
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("workflows", "tests", "pyproject.toml")
SECONDS_PER_MUTANT = 60
COMPARISONS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def sites(tree: ast.AST) -> list[tuple[ast.AST, str, int]]:
    """Every place that can be changed: node, kind of change, position in the node."""
    found: list[tuple[ast.AST, str, int]] = []
    decorations = {
        id(n) for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for d in c.decorator_list for n in ast.walk(d)
    }
    for node in ast.walk(tree):
        if id(node) in decorations:  # @dataclass(frozen=True): immutability is mypy's to keep
            continue
        if isinstance(node, ast.Compare):
            found += [(node, "comparison", n) for n, op in enumerate(node.ops) if type(op) in COMPARISONS]
        elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
            found.append((node, "arithmetic", 0))
        elif isinstance(node, ast.BoolOp):
            found.append((node, "and/or", 0))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            found.append((node, "not", 0))
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            found.append((node, "constant", 0))
        elif isinstance(node, ast.If | ast.IfExp):
            found.append((node, "condition", 0))
    return found


def change(node: ast.AST, position: int) -> None:
    match node:
        case ast.Compare():
            node.ops[position] = COMPARISONS[type(node.ops[position])]()
        case ast.BinOp() | ast.AugAssign():
            node.op = OPERATORS[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(False)


def is_noticed(tests: list[str]) -> bool:
    """Run the tests in a child process that has the slow imports already; True when one fails."""
    child = os.fork()
    if child == 0:
        import pytest

        signal.alarm(SECONDS_PER_MUTANT)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        quiet = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        os._exit(int(pytest.main([*quiet, "-m", "not nightly", *tests]) != 0))
    _, status = os.waitpid(child, 0)
    return status != 0


def main(files: list[str], tests: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    import chinese_calendar  # noqa: F401 - before the fork, so that no child pays for it
    import holidays  # noqa: F401
    import hypothesis  # noqa: F401

    if is_noticed(tests):
        print("the tests fail without any change; nothing to measure")
        return 2
    total = killed = 0
    for name in files:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for number in range(len(sites(ast.parse(text)))):
            tree = ast.parse(text)
            node, kind, position = sites(tree)[number]
            line = getattr(node, "lineno", 0)
            change(node, position)
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
            total += 1
            if is_noticed(tests):
                killed += 1
            else:
                print(f"survived  {name}:{line}  {kind}  {text.splitlines()[line - 1].strip()}", flush=True)
        path.write_text(text, encoding="utf-8")
    print(f"{killed} of {total} changes noticed: {100 * killed / max(total, 1):.1f} %")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    split = sys.argv.index("--")
    sys.exit(main(sys.argv[1:split], sys.argv[split + 1 :]))
