"""Templates: every page has its skeleton, its words go through translation, and nothing imported lies unused."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

FOLDER = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted((FOLDER / "pages").rglob("*.html"))
SHARED = sorted((FOLDER / "partials").rglob("*.html"))
IMPORT = re.compile(r'{%-?\s*from\s+"[^"]+"\s+import\s+(.+?)(?:\s+with context)?\s*-?%}')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("page", [p for p in PAGES if not p.name.startswith("_")], ids=name)
def test_a_page_stands_on_the_skeleton_with_a_title_and_one_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert '{% extends "base.html" %}' in text
    assert "{% block title %}" in text


@pytest.mark.parametrize("page", [*PAGES, *SHARED], ids=name)
def test_a_macro_that_is_imported_is_used(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for found in IMPORT.finditer(text):
        rest = text.replace(found[0], "")
        for macro in (one.strip().split(" as ")[-1] for one in found[1].split(",")):
            assert re.search(rf"\b{macro}\(", rest), f"{macro} is imported and not used"


@pytest.mark.parametrize("page", [*PAGES, *SHARED], ids=name)
def test_every_word_a_reader_sees_can_be_translated(page: Path) -> None:
    """Chinese stands inside _(…), or in a comment; punctuation alone may stand bare."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    bare = [line.strip() for line in text.splitlines() if CHINESE.search(line)]
    assert bare == []


@pytest.mark.parametrize("page", [*PAGES, *SHARED], ids=name)
def test_templates_that_are_named_are_there(page: Path) -> None:
    environment = Environment(loader=FileSystemLoader(FOLDER), extensions=["jinja2.ext.do"], autoescape=True)
    tree = environment.parse(page.read_text(encoding="utf-8"))
    for other in meta.find_referenced_templates(tree):
        if other is not None and not other.startswith("bootstrap5/"):
            assert (FOLDER / other).is_file(), f"{name(page)} names {other}"


@pytest.mark.parametrize("page", [*PAGES, *SHARED], ids=name)
def test_a_template_stays_short_enough_to_read(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 130
