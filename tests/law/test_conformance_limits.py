"""docs/conformance-limits.md says of every rule of time what is computed, and of what is not, why."""

import re
from pathlib import Path

from workflows.limits import rules
from workflows.limits_rules import FOLDER

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "conformance-limits.md").read_text(encoding="utf-8")
FAMILIES = r"(?:time|lim|neg|med|arb|svc|review|confirm|payorder|post|court|file)"


def rows() -> dict[str, list[str]]:
    found = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in found}


def test_every_rule_of_the_rule_book_has_a_row():
    """Issue 3 §1: what cannot be computed is listed with the reason."""
    book = (ROOT.parent / "shared" / "domain" / "rules.md").read_text(encoding="utf-8")
    ids = set(re.findall(rf"^\| `({FAMILIES}\.[a-z0-9_.]+)` \|", book, flags=re.MULTILINE))
    assert len(ids) > 90
    assert sorted(ids - set(rows())) == []


def test_every_limit_the_program_computes_has_a_row_with_its_file():
    listed = rows()
    assert sorted(set(rules()) - set(listed)) == []
    for name, versions in rules().items():
        assert listed[name][0] == "期限", name
        assert listed[name][1] == versions[-1].file, name
        assert versions[-1].period in listed[name][3], name


def test_every_file_named_exists_and_every_row_has_a_note():
    for name, (_, where, proof, note) in rows().items():
        assert note, name
        for part in re.split("[、]", f"{where}、{proof}"):
            if part not in ("—", ""):
                assert (ROOT / part).exists() or (FOLDER / part).exists(), (name, part)
