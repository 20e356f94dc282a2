"""The rule tables of work and approval: sound, and no row without a test that knows it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from workflows import approvals, worklist
from workflows.errors import DefinitionError
from workflows.statute import statute
from workflows.worklist import Work

TODAY = date(2026, 3, 10)
PLAIN = Work(today=TODAY, filed_on=TODAY)
ROWS = {
    "limit_passed": Work(TODAY, TODAY, due=TODAY - timedelta(days=1), statutory=True),
    "limit_in_3": Work(TODAY, TODAY, due=TODAY + timedelta(days=3), statutory=True),
    "limit_in_7": Work(TODAY, TODAY, due=TODAY + timedelta(days=7), statutory=True),
    "limit_in_14": Work(TODAY, TODAY, due=TODAY + timedelta(days=14), statutory=True),
    "statutory": Work(TODAY, TODAY, due=TODAY + timedelta(days=40), statutory=True),
    "hearing_in_3": Work(TODAY, TODAY, hearing_on=TODAY),
    "hearing_in_7": Work(TODAY, TODAY, hearing_on=TODAY + timedelta(days=4)),
    "collective": Work(TODAY, TODAY, collective=True),
    "livelihood": Work(TODAY, TODAY, kinds=frozenset({"wages"})),
    "age_60": Work(TODAY, TODAY - timedelta(days=60)),
    "age_30": Work(TODAY, TODAY - timedelta(days=59)),
}
"""Priority row → work it speaks of."""
WEIGHTS = {"collective": ("ordinary", True, 3.0), "simplified": ("simplified", False, 0.5), "ordinary": ("ordinary", False, 1.0)}
APPROVALS = {
    "extension": "V", "suspension": "V", "review_extension": "V", "refusal": "P", "cancellation": "P", "transfer": "P",
    "supervision": "P", "closing": "P", "award_draft": "P",
}  # fmt: skip
ADD = "add a test for your row"


def test_every_row_of_the_tables_is_known_here() -> None:
    """A row nobody tests is a row nobody has thought through."""
    assert {row.id for row in worklist.worklist().priorities} == set(ROWS), ADD
    assert {row.id for row in worklist.worklist().weights} == set(WEIGHTS), ADD
    assert {kind.id: kind.mark for kind in approvals.approvals().kinds.values()} == APPROVALS, ADD


@pytest.mark.parametrize("row", ROWS)
def test_a_row_counts_for_the_work_it_speaks_of_and_not_for_other_work(row: str) -> None:
    found = {one.id for one in worklist.worklist().priority(ROWS[row]).rows}
    assert row in found
    assert row not in {one.id for one in worklist.worklist().priority(PLAIN).rows}


def test_one_row_of_each_thing_looked_at_counts_and_the_points_add_up() -> None:
    found = worklist.worklist().priority(ROWS["limit_passed"])
    assert [row.looks_at for row in found.rows] == ["limit", "statutory"]
    assert found.points == sum(row.points for row in found.rows)


@pytest.mark.parametrize("row", WEIGHTS)
def test_a_case_weighs_what_its_row_says(row: str) -> None:
    procedure, collective, weight = WEIGHTS[row]
    assert worklist.worklist().weight(procedure, collective=collective) == weight


def test_every_kind_of_approval_an_article_names_is_in_the_table_and_ends_with_the_head() -> None:
    """CHR 45, 47：最后由主任或者其委托的仲裁院负责人批准。"""
    known = approvals.approvals().kinds
    assert {rule.approval for rule in statute().rules if rule.approval} <= set(known)
    assert {kind.levels[-1] for kind in known.values()} == {"head"}


BROKEN = {
    "no such level": ('levels   = ["section_head", "head"]', 'levels   = ["porter", "head"]', "没有审批层级 'porter'"),
    "not up to the head": ('levels   = ["section_head", "head"]', 'levels   = ["section_head"]', "最后一级"),
    "no such limit": ('until    = "arb.decide_45"', 'until    = "arb.nothing"', "没有期限规则"),
    "no ground": ('basis    = "LMA 43; CHR 45"\n', "", "缺少 basis"),
    "no mark": ('mark     = "V"', 'mark     = "X"', "mark 应当"),
    "a strange key": ('title    = "延长审理期限"', 'titel    = "x"\ntitle    = "延长审理期限"', "不认识的键"),
    "twice": ('id       = "suspension"', 'id       = "extension"', "写了两次"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_unsound_table_of_approvals_does_not_load(what: str, tmp_path: Path) -> None:
    find, put, said = BROKEN[what]
    text = approvals.FILE.read_text(encoding="utf-8")
    assert find in text
    path = tmp_path / "approvals.toml"
    path.write_text(text.replace(find, put, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        approvals.load(path)


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ('looks_at = "limit"', 'looks_at = "moon"', "不知道看什么"),
        ("up_to = 3\n", "", "缺少 up_to"),
        ('kinds = ["wages"', 'kinds = ["wagess"', "没有请求种类"),
        ('id = "limit_in_7"', 'id = "limit_in_3"', "写了两次"),
        ('id = "ordinary"\nweight', 'id = "ordinary"\nprocedure = "ordinary"\nweight', "最后一行"),
    ],
)
def test_an_unsound_worklist_does_not_load(find: str, put: str, said: str, tmp_path: Path) -> None:
    text = worklist.FILE.read_text(encoding="utf-8")
    assert find in text
    path = tmp_path / "worklist.toml"
    path.write_text(text.replace(find, put, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        worklist.load(path)
