"""The draft check: honest about small numbers, never a verdict."""

from datetime import date
from random import Random

import pytest

from search_index.consistency import DraftItem, Standard, check
from search_index.port import Hit, ItemOutcome, PrecedentDoc

DAY = date(2026, 11, 2)


def hit(key, disposition, claimed=None, awarded=None, fate="unknown", authority="own_office", kind="overtime"):
    items = (ItemOutcome(kind, disposition, claimed, awarded),)
    return Hit(PrecedentDoc(key=key, title=key, authority=authority, fate=fate, items=items, facts="x"), 1.0, ())


def one(item, hits, standards=()):
    (answer,) = check([item], hits, standards, DAY)
    return answer


REFUSED = DraftItem("1", "overtime", "refused", 1_000, 0)


@pytest.mark.parametrize(
    ("same", "other", "noted"),
    [(0, 4, False), (0, 5, True), (1, 5, False), (1, 8, True), (2, 8, False), (3, 3, False), (5, 0, False), (0, 0, False)],
)
def test_a_note_needs_enough_decisions_and_a_clear_majority(same, other, noted):
    """The 95 % Wilson interval of the share like the draft must lie below one half."""
    hits = [hit(f"s{n}", "refused") for n in range(same)] + [hit(f"o{n}", "granted") for n in range(other)]
    answer = one(REFUSED, hits)
    assert bool(answer.notes) is noted
    assert answer.needs_reason is noted
    assert all("不是结论" in note for note in answer.notes)


def test_few_decisions_are_said_to_be_few():
    assert "不作比较" in one(REFUSED, [hit("a", "granted")]).remarks[0]


def test_an_overturned_decision_counts_in_no_figure_but_is_shown_with_its_mark():
    hits = [hit(f"f{n}", "granted", fate="changed") for n in range(9)] + [hit("s", "refused")]
    answer = one(REFUSED, hits)
    assert answer.distribution.decisions == 1
    assert not answer.notes
    assert any("9 件" in remark for remark in answer.remarks)
    assert all(h.mark for h in answer.like if h.doc.fate == "changed")


def test_contrary_decisions_and_higher_authority_come_first():
    hits = [
        hit("same", "refused", authority="guiding"),
        hit("own", "granted"),
        hit("typical", "granted", authority="typical"),
        hit("fallen", "granted", authority="guiding", fate="set_aside"),
    ]
    assert [h.doc.key for h in one(REFUSED, hits).like] == ["typical", "own", "fallen", "same"]


@pytest.mark.parametrize(("awarded", "word"), [(100, "低于"), (950, "高于"), (500, ""), (400, ""), (900, "")])
def test_a_sum_outside_the_range_is_noted_with_the_chance_of_it(awarded, word):
    hits = [hit(f"p{n}", "partly", 1_000, ratio) for n, ratio in enumerate((400, 500, 550, 600, 700, 800, 900))]
    notes = one(DraftItem("1", "overtime", "partly", 1_000, awarded), hits).notes
    assert bool(notes) is bool(word)
    if word:
        assert word in notes[0]
        assert "25%" in notes[0]


def test_with_six_sums_nothing_is_said_about_a_sum():
    hits = [hit(f"p{n}", "partly", 1_000, 500) for n in range(6)]
    assert not one(DraftItem("1", "overtime", "partly", 1_000, 10), hits).notes


def test_other_kinds_and_unclear_outcomes_are_not_compared():
    hits = [hit("w", "granted", kind="wages"), hit("u", "unknown"), hit("s", "settled")]
    assert one(REFUSED, hits).distribution.decisions == 0
    assert check([DraftItem("1", "overtime", "settled")], hits, (), DAY) == []


def test_the_order_of_the_decisions_found_changes_nothing():
    hits = [hit(f"k{n}", "granted" if n % 3 else "refused", 1_000, n * 100) for n in range(10)]
    shuffled = hits[:]
    Random(1).shuffle(shuffled)
    assert one(REFUSED, hits) == one(REFUSED, shuffled)


def test_only_standards_in_force_that_govern_the_kind_are_shown():
    standards = [
        Standard("1", "现行", "…", ("overtime",), date(2025, 1, 1)),
        Standard("2", "已废止", "…", ("overtime",), date(2020, 1, 1), date(2026, 11, 1)),
        Standard("3", "最后一天", "…", ("overtime",), date(2020, 1, 1), DAY),
        Standard("4", "别的请求", "…", ("wages",), date(2020, 1, 1)),
        Standard("5", "尚未生效", "…", ("overtime",), date(2027, 1, 1)),
    ]
    assert [s.number for s in one(REFUSED, [], standards).standards] == ["1", "3"]
