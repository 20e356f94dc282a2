"""The PDFs as a printer would measure them: margins, grid, page numbers, signatures, heads of tables. GB/T 9704-2012."""

import copy
import io
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pypdf
import pytest
from paper_samples import SAMPLES

from app.rendering.papers import make_pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 210 * MM - 26 * MM, 297 * MM - 37 * MM, 35 * MM
PITCH, SIZE = 225 * MM / 22, 16.0


class Piece(NamedTuple):
    """A run of characters: where its baseline begins, in points from the lower left corner."""

    x: float
    y: float
    size: float
    text: str


def pieces(page: pypdf.PageObject) -> list[Piece]:
    found: list[Piece] = []

    def seen(text, cm, tm, _, size):
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append(Piece(x, y, abs(size * tm[0] * cm[0]), text.rstrip("\n")))

    page.extract_text(visitor_text=seen)
    return found


@cache
def pages(sample: str) -> list[list[Piece]]:
    return [pieces(page) for page in pypdf.PdfReader(io.BytesIO(make_pdf(*SAMPLES[sample]).pdf)).pages]


def wide(text: str) -> float:
    """Width in characters: what is not Chinese takes half a square."""
    return sum(1.0 if ord(one) > 0x2000 and one not in "〔〕" else 0.5 for one in text)


def test_text_stands_in_22_lines_of_28_characters_within_the_margins():
    for number, page in enumerate(pages("award_non_final"), start=1):
        text = [p for p in page if p.y > BOTTOM and round(p.size) == SIZE]
        lines = sorted({round(p.y, 1) for p in text}, reverse=True)
        assert len(lines) <= 22, number
        for piece in text:
            assert piece.x > LEFT - 1, (number, piece.text)
            assert piece.x + wide(piece.text) * SIZE < RIGHT + SIZE, (number, piece.text)  # by estimate: figures are narrower than half
            assert BOTTOM - 1 < piece.y < TOP + 1, (number, piece.text)
            assert wide(piece.text) <= 28.4, (number, piece.text)
    body = [p for p in pages("award_non_final")[1] if round(p.size) == SIZE]
    steps = {round(above.y - below.y, 1) for above, below in pairwise(body) if above.y - below.y > 1}
    assert steps <= {29.0, 28.9}, "a page of plain text keeps to the grid"
    assert abs(PITCH - 28.98) < 0.02


@pytest.mark.parametrize("sample", ["award_non_final", "hearing_notice"])
def test_every_page_has_its_number_outside_and_only_the_first_its_check_code(sample):
    for number, page in enumerate(pages(sample), start=1):
        mark = next(p for p in page if p.text.strip() == f"— {number} —")
        assert (mark.x > 297) == (number % 2 == 1), "odd pages right, even pages left"
        assert mark.y < BOTTOM
        codes = [p for p in page if "核验码" in p.text]
        assert len(codes) == (number == 1)
        assert all(p.x < 297 and p.y < BOTTOM for p in codes)


def test_a_signature_never_stands_on_a_page_alone():
    """A page with nothing but a seal could be put behind any text."""
    kind, facts = SAMPLES["procedural_decision"]
    for extra in range(6, 19):
        longer = copy.deepcopy(facts)
        longer["decision"]["rights"] = "不服本决定的，可以向本委书面提出意见。" * extra
        *_, last = pypdf.PdfReader(io.BytesIO(make_pdf(kind, longer).pdf)).pages
        words = pieces(last)
        seal = max(p.y for p in words if "二〇二六年" in p.text)
        above = {round(p.y) for p in words if p.y > seal + PITCH + 1 and round(p.size) == SIZE}
        assert len(above) >= 2, f"{extra}: {[p.text for p in words]}"


def test_a_roll_of_sixty_repeats_its_heads_and_breaks_no_line():
    """Rules §18: schedules behind the signatures; every page of one says what its columns are."""
    kind, facts = SAMPLES["award_of_many"]
    many = copy.deepcopy(facts)
    group = many["award"]["group"]
    for name in ("people", "rows"):
        group[name] = [{**copy.deepcopy(group[name][n % len(group[name])]), "ordinal": n + 1} for n in range(60)]
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(kind, many).pdf))
    texts = [page.extract_text() for page in reader.pages]
    first = next(n for n, text in enumerate(texts) if "附表一" in text and "公民身份号码" in text)
    second = next(n for n, text in enumerate(texts) if n > first and "附表二" in text)
    assert second - first >= 2, "the roll covers several pages"
    for text in texts[first:second]:
        assert "公民身份号码" in text
    for text in texts[second:]:
        if "裁决合计" not in text:
            assert "附表三" in text or "计算过程" in text
    assert sum(text.count("370599") for text in texts[first:second]) >= 60
