"""The loader of the articles: a definition that is not sound does not load, and says where and why."""

from datetime import date
from pathlib import Path

import pytest

from workflows import diagram, links
from workflows.errors import DefinitionError
from workflows.guards import GUARDS
from workflows.states import STATES
from workflows.statute import FOLDER, ROLES, load, statute

SOUND = {
    path.name: path.read_text(encoding="utf-8")
    for path in FOLDER.glob("*.toml")
}


def broken(folder: Path, file: str, find: str, put: str) -> Path:
    """The shipped articles with one change."""
    for name, text in SOUND.items():
        if name == file:
            assert find in text, find
            text = text.replace(find, put, 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


ACCEPT = 'id       = "arb.accept"\n'

UNSOUND = {
    "a state nobody knows": ("filing.toml", 'to       = "accepted"', 'to       = "acepted"', "arb.accept 有误.*acepted"),
    "a condition nobody wrote": ("filing.toml", '"claims_are_clear"', '"claims_are_klear"', "arb.accept 有误.*claims_are_klear"),
    "a role nobody holds": ("filing.toml", 'id       = "arb.refuse"\ntitle    = "不予受理"\ntitle_en = "refuse acceptance"\nfrom     = "filed"\nto       = "refused"\nby       = ["filing_clerk"]', 'id       = "arb.refuse"\ntitle    = "不予受理"\ntitle_en = "refuse acceptance"\nfrom     = "filed"\nto       = "refused"\nby       = ["porter"]', "arb.refuse 有误.*porter"),
    "no legal basis": ("filing.toml", 'basis    = "LMA 29; CHR 30"\n', "", "arb.accept 有误.*缺少 basis"),
    "no role at all": ("award.toml", 'to       = "approved"\nby       = ["system"]\n', 'to       = "approved"\n', "arb.approve 有误.*缺少 by"),
    "a wildcard": ("filing.toml", 'from     = ["filed", "correcting"]', 'from     = ["*"]', "任何状态"),
    "a branch without default": ("hearing.toml", "  { to = \"tribunal_formed\" },\n", "", "默认去向"),
    "a key nobody reads": ("filing.toml", ACCEPT, ACCEPT + 'wihtin = "5 WD"\n', "wihtin"),
    "a question nobody defined": ("filing.toml", 'asks     = ["conditions", "cause", "other_dispute", "note_optional"]', 'asks     = ["conditoins"]', "conditoins"),
    "a state that cannot be reached": ("hearing.toml", 'to       = "suspended"', 'to       = "withdrawn"', "suspended.*到不了"),
    "a state without a way out": ("award.toml", '"deemed_withdrawn", "terminated_by_suit", "no_jur', '"terminated_by_suit", "no_jur', "deemed_withdrawn.*走不到"),
    "broken TOML": ("filing.toml", "[[rule]]", "[[rule]", "filing.toml.*TOML"),
    "the same article twice": ("filing.toml", '[[rule]]\nid       = "arb.refuse"', '[[rule]]\nid       = "arb.accept"', "arb.accept 有误.*两次"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSOUND)
def test_an_unsound_definition_does_not_load(case: str, tmp_path: Path) -> None:
    """Design §4: no unknown names, no wildcard, no dead end; the message names file, article and reason."""
    file, find, put, said = UNSOUND[case]
    with pytest.raises(DefinitionError, match=said):
        load(broken(tmp_path, file, find, put))


def test_the_shipped_articles_are_sound_and_have_one_version() -> None:
    """The version is the hash of all articles: the same articles, the same version."""
    assert load().version == statute().version


def test_a_changed_article_has_another_version(tmp_path: Path) -> None:
    """A running case names the definition it ran under."""
    changed = load(broken(tmp_path, "filing.toml", '"claims_are_clear", ', ""))
    assert changed.version != statute().version


def test_a_later_version_of_an_article_applies_from_its_date(tmp_path: Path) -> None:
    """Design §4: the date of the case picks the version of the rule."""
    text = SOUND["filing.toml"]
    start = text.index('[[rule]]\nid       = "arb.request_correction"')
    block = text[start : text.index("[[rule]]", start + 8)]
    newer = block.replace("since    = 2017-07-01", "since    = 2027-01-01").replace("一次性告知补正", "补正（新）")
    book = load(broken(tmp_path, "filing.toml", block, block + newer))
    assert book.rule("arb.request_correction", date(2026, 12, 31)).title == "一次性告知补正"
    assert book.rule("arb.request_correction", date(2027, 1, 1)).title == "补正（新）"


def test_every_condition_is_used_by_some_article() -> None:
    """A condition nobody asks is a condition nobody tests."""
    used = {
        name
        for rule in statute().rules
        for name in (*rule.when, *rule.checks, *(w for b in rule.branches for w in b.when))
    } | {name for task in statute().tasks for name in task.when}
    assert set(GUARDS) == used


def test_eight_channels_in_four_pairs_linked_both_ways() -> None:
    """八调衔接：八个渠道，四对，成对互相移交。"""
    known = links.links()
    assert len(known.channels) == 8
    assert len(known.pairs) == 4
    assert len(known.handovers) == 8
    for source, target in known.handovers:
        assert known.channels[source].pair == known.channels[target].pair


def test_a_hand_over_respects_the_stage() -> None:
    """CHR 69, 70：案外调解与裁前调解以受理为界，同一阶段内不能互相移交。"""
    assert links.links().linked("industry", "before_acceptance") == ("peoples",)
    assert links.links().linked("out_of_case", "before_acceptance") == ()
    assert links.links().linked("out_of_case", "before_hearing") == ("pre_award",)


def test_an_unsound_links_file_names_its_block(tmp_path: Path) -> None:
    """A pair always has two channels."""
    path = tmp_path / "links.toml"
    path.write_text(links.FILE.read_text(encoding="utf-8").replace('pair = "L4"', 'pair = "L3"', 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"L[34] 对应当正好有两个渠道"):
        links.load(path)


def test_the_diagram_shows_every_state_and_no_other() -> None:
    """The picture is generated from the articles."""
    drawn = diagram.mermaid(statute(), "case", date(2026, 1, 1))
    for state, info in STATES["case"].items():
        assert f"    {state}: {info.label}" in drawn
    assert "filed --> accepted: 受理" in drawn


def test_the_matrix_has_a_cell_for_every_role_at_every_step() -> None:
    """Who may do what where: one row a cell."""
    rows = list(diagram.matrix(statute(), date(2026, 1, 1)))
    cells = {(m, s, r, who): allowed for m, s, r, who, allowed in rows}
    assert len(cells) == len(rows)
    assert {who for _, _, _, who in cells} == set(ROLES)
    assert cells[("approval", "waiting", "approval.approve", "head")] == "yes"
    assert cells[("approval", "waiting", "approval.approve", "filing_clerk")] == "no"
