"""Chinese is the source language; the English texts are complete. `bin/translate` collects, merges and compiles them."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from app.web.wording import collect

PROJECT = Path(__file__).resolve().parents[2]
ENGLISH = PROJECT / "app/translations/en/LC_MESSAGES/messages.po"
REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
SAID = re.compile(r"""\b_\(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
COMPARED = re.compile(r'(?:==|!=) "[^"]*"|"[^"]*" in ')
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PLACE = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    with ENGLISH.open("rb") as stream:
        return {str(one.id): str(one.string) for one in read_po(stream, locale="en") if one.id}


def texts() -> set[str]:
    """Every text the program and the pages show through gettext."""
    keywords = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
    found: set[str] = set()
    strict = {"**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}  # else an unreadable page is passed over
    for folder, method in (("app", "python"), ("templates", "jinja2")):
        methods = [("**.py" if method == "python" else "**.html", method)]
        for _, _, said, _, _ in extract_from_dir(PROJECT / folder, methods, strict, keywords=keywords):
            found.update([said] if isinstance(said, str) else [one for one in said if one])
    catalogue, law = PROJECT / "workflows/catalogue", PROJECT / "workflows/law"
    lists = (catalogue / name for name in ("sums.toml", "finality_options.toml", "office_options.toml"))
    for path in (*lists, *law.glob("*.toml")):
        with path.open("rb") as stream:
            found.update(text for _, _, text, _ in collect(stream, None, None, None))
    return found


def test_every_text_of_the_pages_has_its_english(english: dict[str, str]) -> None:
    missing = sorted(text for text in texts() if not english.get(text))
    assert missing == [], "run bin/translate and write the English into messages.po"


def test_no_chinese_stands_in_a_page_outside_what_is_translated() -> None:
    """A word written into a page without _() stays Chinese for everybody; comparing with a word of the data is no showing."""
    left = []
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        if "papers" in path.relative_to(PROJECT).parts:
            continue  # papers are Chinese
        shown = COMPARED.sub("", SAID.sub("", REMARK.sub("", path.read_text(encoding="utf-8"))))
        left += [f"{path.relative_to(PROJECT)}: {found[0]}" for found in CHINESE.finditer(shown)]
    assert left == [], "wrap them in _()"


def test_no_english_is_left_of_texts_that_are_gone(english: dict[str, str]) -> None:
    assert sorted(set(english) - texts()) == [], "run bin/translate"


def test_a_translation_keeps_the_places_that_are_filled_in(english: dict[str, str]) -> None:
    torn = [
        text for text, said in english.items() if said and sorted(PLACE.findall(text)) != sorted(PLACE.findall(said))
    ]
    assert torn == []


def test_the_compiled_texts_are_those_of_the_written_ones(english: dict[str, str]) -> None:
    with ENGLISH.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    stale = [text for text, said in english.items() if said and compiled.gettext(text) != said]
    assert stale == [], "run bin/translate"
