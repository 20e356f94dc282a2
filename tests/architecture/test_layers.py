"""Who may import whom: downwards only, so that the law knows no page and the services know no browser."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

MAY_IMPORT: dict[str, set[str]] = {
    "workflows": {"workflows", "transitions"},
    "search_index": {"search_index", "workflows"},
    "app/models": {"app.models", "workflows", "sqlmodel", "sqlalchemy"},
    "app/rendering": {"app.rendering", "workflows", "jinja2", "markupsafe", "weasyprint", "segno", "fontTools", "pydyf", "tinycss2", "tinyhtml5", "PIL"},
    "app/services": {
        "app.models", "app.rendering", "app.services", "app.permissions", "app.settings", "app.database",
        "workflows", "search_index", "sqlmodel", "sqlalchemy", "argon2", "itsdangerous", "stdnum", "openpyxl",
        "filetype", "huey", "app.verify_package",
    },
    "app/web": {
        "app", "workflows", "search_index", "flask", "flask_babel", "flask_wtf", "werkzeug", "itsdangerous", "sqlmodel",
        "sqlalchemy", "js_lib_htmx", "flask_bootstrap", "jinja2", "markupsafe",
    },
}  # fmt: skip

ONLY_THERE = {
    "search_index/whoosh_index.py": {"whoosh"},
    "search_index/tantivy_index.py": {"tantivy"},
    "search_index/vectors.py": {"numpy"},
    "search_index/scoring.py": {"numpy"},
    "search_index/ranking.py": {"numpy"},
    "search_index/analysis.py": {"rjieba"},
    "search_index/vocabulary.py": {"rjieba"},
    "workflows/calendar/past_years.py": {"chinese_calendar"},
    "search_index/rank_baselines.py": {"rjieba"},
    "app/services/upload_checks.py": {"pikepdf", "PIL"},
    "app/services/uploads.py": {"img2pdf", "PIL"},
    "app/services/binding.py": {"pikepdf"},
    "app/services/papers.py": {"pikepdf"},
    "app/services/publication.py": {"pypdf"},
    "app/services/signing.py": {"cryptography"},
}
"""What one file may import besides its folder: each library has one adapter."""

NEVER = {"app/services": {"flask", "werkzeug", "flask_babel", "app.web"}, "app/web": {"app.commands", "app.demonstration"}}


def imports(file: Path) -> list[str]:
    """Every module a file imports, also inside functions; names for type checkers only are not imports."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found += [node.module or ""]
    return found


def files(folder: str) -> list[Path]:
    return sorted((PROJECT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_only_from_below(folder: str) -> None:
    assert files(folder)
    wrong = []
    for file in files(folder):
        place = file.relative_to(PROJECT).as_posix()
        allowed = MAY_IMPORT[folder] | ONLY_THERE.get(place, set())
        for name in imports(file):
            if name.split(".")[0] in sys.stdlib_module_names:
                continue
            if not any(name == one or name.startswith(f"{one}.") for one in allowed):
                wrong.append(f"{place} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("folder", NEVER)
def test_nothing_reaches_upwards(folder: str) -> None:
    wrong = [
        f"{file.relative_to(PROJECT)} imports {name}"
        for file in files(folder)
        for name in imports(file)
        if any(name == one or name.startswith(f"{one}.") for one in NEVER[folder])
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    """Settings are in one place: nothing else looks at os.environ."""
    wrong = []
    for folder in ("app", "workflows", "search_index"):
        for file in files(folder):
            text = file.read_text(encoding="utf-8")
            if file.name != "settings.py" and ("os.environ" in text or "os.getenv" in text):
                wrong.append(file.relative_to(PROJECT).as_posix())
    assert wrong == []


def _module(file: Path) -> str:
    name = ".".join(file.relative_to(PROJECT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def test_no_module_imports_itself_by_a_way_round() -> None:
    """A circle works or fails by which module happens to be imported first; each can be read, and tested, by itself."""
    sources = {_module(file): file for folder in ("app", "workflows", "search_index") for file in files(folder)}
    graph: dict[str, set[str]] = {}
    for name, file in sources.items():
        graph[name] = set()
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                below = {f"{node.module}.{one.name}" for one in node.names} & set(sources)
                graph[name] |= below or ({node.module} & set(sources))
    list(TopologicalSorter(graph).static_order())  # CycleError names the circle
