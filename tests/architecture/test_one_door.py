"""The rules the layout rests on, read from the program itself: one door, one commit, imports downwards, no hidden state."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CLOCK_WORDS = {"app/services/limits.py", "app/services/sweep.py", "app/services/tasks.py", "app/services/effects/court.py"}
"""Limits and tasks have status words of their own (open, met, done), which are no places in the procedure."""
MAY_IMPORT = {
    "workflows": {"workflows", "transitions", "chinese_calendar"},
    "search_index": {"search_index", "workflows", "whoosh", "tantivy", "numpy", "rjieba"},
    "app/models": {"app.models", "sqlmodel", "sqlalchemy", "workflows"},
    "app/rendering": {"app.rendering", "jinja2", "markupsafe", "weasyprint", "segno", "workflows", "fontTools", "tinycss2", "tinyhtml5"},
    "app/services": {
        "app.models",
        "app.services",
        "app.rendering",
        "app.permissions",
        "app.settings",
        "app.database",
        "app.clock",
        "sqlmodel",
        "sqlalchemy",
        "itsdangerous",
        "argon2",
        "stdnum",
        "filetype",
        "openpyxl",
        "pikepdf",
        "pypdf",
        "PIL",
        "img2pdf",
        "cryptography",
        "app.verify_package",
        "workflows",
        "search_index",
    },
}


def files(folder: str) -> list[Path]:
    return sorted((PROJECT / folder).rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), name_of(file))


def state_assignments(program: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every `something.state = …`, also by setattr and by a bulk update."""
    for node in ast.walk(program):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [t for target in node.targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                yield node.lineno, ast.unparse(target.value)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called == "setattr" and "'state'" in ast.unparse(node):
                yield node.lineno, ast.unparse(node.args[0])
            if called.endswith(".values") and any(k.arg == "state" for k in node.keywords):
                yield node.lineno, called


def test_only_the_door_assigns_a_state() -> None:
    """Design §3: nothing else may assign the state of a case or of one of its parts."""
    found = {
        (name_of(file), line, what)
        for file in files("app")
        for line, what in state_assignments(tree(file))
        if not (name_of(file) in CLOCK_WORDS and what in ("limit", "task"))
    }
    assert {(file, what) for file, _, what in found} == {("app/services/steps.py", "subject")}, found


def test_the_search_for_assignments_knows_each_way_of_writing_one() -> None:
    written = "case.state = 'x'\na, case.state = 1, 'x'\nsetattr(case, 'state', 'x')\nupdate(Case).values(state='x')\n"
    assert sorted(line for line, _ in state_assignments(ast.parse(written))) == [1, 2, 3, 4]


def test_no_service_commits() -> None:
    """One commit per request, by whoever opened the session: a step, its event and its paper stand or fall together."""
    found = [
        f"{name_of(file)}:{node.lineno}"
        for file in files("app/services")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert found == []


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)} imports relatively"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" if module == "app" else module for alias in node.names)


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_only_from_below(folder: str) -> None:
    for file in files(folder):
        for name in imports(file):
            below = any(name == top or name.startswith(f"{top}.") for top in MAY_IMPORT[folder])
            assert below or name.split(".")[0] in sys.stdlib_module_names, f"{name_of(file)} imports {name}"


def test_services_know_no_web() -> None:
    web = ("flask", "werkzeug", "app.web", "app.factory")
    found = [(name_of(f), n) for folder in ("app/services", "app/models", "workflows", "search_index") for f in files(folder)
             for n in imports(f) if n.startswith(web)]  # fmt: skip
    assert found == []


REGISTRIES = {
    # Filled by decorators while the module is read, never after.
    "app/services/effects/registry.py": {"BEFORE", "DURING", "AFTER"},
    "workflows/guards/registry.py": {"GUARDS"},
}
MUTATORS = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "remove", "insert", "popitem", "discard"}


def changed_globals(program: ast.Module) -> Iterator[tuple[int, str]]:
    """Names of the module's own level that a function of it changes: `global x`, x[…] = …, x.append(…)."""
    own = {
        target.id
        for node in program.body
        for target in (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(program):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        arguments = {a.arg for a in (*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs)}
        local = arguments | {
            n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield node.lineno, ", ".join(node.names)
            if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                base = node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
                base = node.func.value
            else:
                continue
            if isinstance(base, ast.Name) and base.id in own - local:
                yield node.lineno, base.id


@pytest.mark.parametrize("folder", ["workflows", "search_index", "app"])
def test_no_module_keeps_state_between_calls(folder: str) -> None:
    """Any number of web workers and threads: what one request leaves in a module another would trip over."""
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in files(folder)
        for line, name in changed_globals(tree(file))
        if name not in REGISTRIES.get(name_of(file), set())
    ]
    assert found == []


def test_nothing_is_built_at_import() -> None:
    """No engine, session, application, index or clock at a module's own level (wsgi.py is the one exception)."""
    builders = {"create_engine", "make_engine", "Session", "open_session", "create_app", "Runtime", "open_index", "load",
                "make_queue", "datetime.now", "date.today", "time.time"}  # fmt: skip
    found = []
    for folder in ("app", "workflows", "search_index"):
        for file in files(folder):
            for node in tree(file).body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.If)):
                    continue
                found += [
                    f"{name_of(file)}:{call.lineno} {ast.unparse(call.func)}"
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and ast.unparse(call.func) in builders
                ]
    assert [one for one in found if "/migrations/" not in one] == []
