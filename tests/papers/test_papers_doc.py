"""docs/papers.md says what exists."""

from pathlib import Path

import pytest

from app.rendering.filters import FILTERS
from app.rendering.kinds import fact_labels, kinds

DOC = (Path(__file__).parents[2] / "docs/papers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_paper_is_in_the_table(kind):
    about = kinds()[kind]
    assert f"| `{kind}` | {about.title} |" in DOC


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_explained(name):
    assert f"`{name}`" in DOC


def test_every_block_of_the_contract_is_explained():
    blocks = {path.split(".")[0].removesuffix("[]") for path in fact_labels()}
    assert [block for block in sorted(blocks) if f"`{block}" not in DOC] == []
