"""The published definition of 裁审一致率 against its published vectors, and what may not change a figure."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.consistency import (
    DISPOSITIONS,
    ENDINGS,
    EXCLUSIONS,
    ITEMS_LEFT_OUT,
    REASONS,
    RUNGS,
    Decision,
    Item,
    Suit,
    compare,
    reason,
)
from workflows.consistency_json import as_dict, read, read_text
from workflows.consistency_vectors import check, differences
from workflows.errors import InputError
from workflows.intervals import effective_size, money_interval, wilson

VECTORS = Path(__file__).parents[2] / "docs" / "consistency" / "vectors"
NAMES = sorted(p.stem for p in VECTORS.glob("*.json") if not p.stem.endswith(".expected"))


def answer_to(document: Any) -> dict[str, Any]:
    request = read(document)
    return as_dict(compare(request.suits, request.awards_total, request.tolerance))


@pytest.fixture(scope="module")
def checked():
    return {one.name: one for one in check(VECTORS)}


@pytest.mark.parametrize("name", NAMES)
def test_each_published_vector_gives_its_hand_computed_figures(checked, name):
    """practice §3.3; the working by hand stands in the expected file."""
    assert checked[name].working
    assert checked[name].differences == ()


def test_there_is_a_vector_for_every_rung_exclusion_reason_and_ending():
    text = "".join(p.read_text(encoding="utf-8") for p in VECTORS.glob("*.json"))
    assert len(NAMES) >= 20
    for name in (*RUNGS, *EXCLUSIONS, *ENDINGS, *DISPOSITIONS, *(r.id for r in REASONS)):
        assert f'"{name}"' in text, name


def test_a_vector_that_is_not_met_says_where_and_by_how_much():
    found = {"rungs": {"item": {"rate": 0.5}}, "divergences": [1]}
    wanted = {"rungs": {"item": {"rate": 0.25, "unit": "item"}}, "divergences": []}
    assert list(differences(found, wanted)) == [
        ".rungs.item.rate：应为 0.25，得 0.5",
        ".rungs.item.unit：没有这一项",
        ".divergences：应有 0 项，得 [1]",
    ]


AMOUNTS = st.integers(min_value=0, max_value=10_000_000)


@st.composite
def decisions(draw, *, money: bool):
    disposition = draw(st.sampled_from(["granted", "partly", "refused", "absent"]))
    return Decision(disposition, draw(AMOUNTS) if money and disposition in ("granted", "partly") else None)


@st.composite
def items(draw, ident):
    money = draw(st.booleans())
    code = draw(st.sampled_from([None] + [r.id for r in REASONS]))
    return Item(ident, "wages", draw(decisions(money=money)), draw(decisions(money=money)), code)


@st.composite
def suits(draw):
    made = []
    for n in range(draw(st.integers(0, 8))):
        ended = draw(st.sampled_from(["judgment", "judgment", "judgment", "settled", "withdrawn", "pending"]))
        made.append(
            Suit(
                id=f"s{n}",
                ended_by=ended,
                instance=draw(st.sampled_from([1, 1, 2])),
                linked=draw(st.sampled_from([True, True, False])),
                effective=draw(st.sampled_from([True, True, False])),
                items=tuple(draw(items(i)) for i in range(draw(st.integers(0, 4)))),
                awards=tuple(draw(st.lists(st.sampled_from(["A", "B"]), max_size=1))),
            )
        )
    return made


@settings(max_examples=20, deadline=None)
@given(suits(), st.randoms(use_true_random=False))
def test_permuting_suits_and_items_changes_nothing(made, random):
    before = as_dict(compare(made, 50))
    shuffled = []
    for suit in made:
        inner = list(suit.items)
        random.shuffle(inner)
        shuffled.append(replace(suit, items=tuple(inner)))
    random.shuffle(shuffled)
    assert json.dumps(as_dict(compare(shuffled, 50))) == json.dumps(before)


@settings(max_examples=20, deadline=None)
@given(suits())
def test_the_ladder_is_in_order_and_every_suit_is_counted_once(made):
    found = compare(made)
    for shown, instance in ((found.first, 1), (found.second, 2)):
        strict, lenient = shown.rungs["case_strict"], shown.rungs["case_lenient"]
        assert 0 <= strict.numerator <= lenient.numerator <= lenient.denominator
        left_out = sum(n for name, n in shown.excluded.items() if name not in ITEMS_LEFT_OUT)
        assert strict.denominator + left_out == sum(s.instance == instance for s in made)
        assert len(shown.divergences) == shown.rungs["item"].denominator - shown.rungs["item"].numerator
        assert sum(shown.divergences_by_side()[side] for side in ("arbitration", "other")) == len(shown.divergences)
        for name, rung in shown.rungs.items():
            if rung.rate is None:
                assert rung.interval is None
            else:
                low, high = rung.interval
                assert 0 <= low <= rung.rate <= high <= 1
                bound = shown.bounds[name]
                assert bound is None or bound[0] <= rung.rate <= bound[1]


def test_only_five_reasons_lie_on_the_side_of_arbitration():
    """practice §3.3: Only 事实, 法律, 计算, 程序, 裁量 count as arbitration-side divergence."""
    assert {r.title for r in REASONS if r.arbitration} == {"事实认定", "法律适用", "计算", "程序", "自由裁量"}
    assert len(REASONS) == 9
    for known in REASONS:
        assert reason(known.id) is reason(known.title) is known


def test_wilson_gives_the_textbook_values():
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=5e-5)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-5)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=5e-5)
    assert wilson(0, 0) is None


def test_one_suit_with_nearly_all_the_money_leaves_a_wide_interval():
    assert effective_size([100] * 10) == 10
    assert effective_size([1_000_000] + [1] * 9) < Fraction(101, 100)
    low, high = money_interval(1_000_009, [1_000_000] + [1] * 9)
    assert low < 0.25
    assert high == 1.0
    assert money_interval(0, [0, 0]) is None


def good() -> dict[str, Any]:
    return {
        "suits": [
            {
                "id": "a",
                "ended_by": "judgment",
                "instance": 1,
                "items": [
                    {
                        "id": "1",
                        "kind": "wages",
                        "award": {"disposition": "granted", "amount": 100},
                        "court": {"disposition": "granted", "amount": 100},
                    }
                ],
            }
        ]
    }


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    document = good()
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


ITEM = ["suits", 0, "items", 0]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["suits"], ..., "列表"),
        (["suits"], {"a": 1}, "列表"),
        (["suits", 0], 3, "对象"),
        (["suits", 0, "id"], ..., "编号"),
        (["suits", 0, "ended_by"], "won", "judgment"),
        (["suits", 0, "ended_by"], ..., "缺少"),
        (["suits", 0, "instance"], 3, "审级"),
        (["suits", 0, "instance"], True, "审级"),
        (["suits", 0, "coverage"], "half", "linked"),
        (["suits", 0, "effective"], "no", "true"),
        (["suits", 0, "items"], ..., "列表"),
        (ITEM + ["award"], ..., "缺少"),
        (ITEM + ["court"], "granted", "对象"),
        (ITEM + ["court", "disposition"], "won", "granted"),
        (ITEM + ["court", "disposition"], "refused", "不应有金额"),
        (ITEM + ["court", "amount"], -1, "负"),
        (ITEM + ["court", "amount"], 1.005, "两位小数"),
        (ITEM + ["court", "amount"], True, "不是金额"),
        (ITEM + ["court", "amount"], "一百元", "不是金额"),
        (ITEM + ["court", "amount"], "NaN", "不是金额"),
        (ITEM + ["court", "amount"], 1e30, "过大"),
        (ITEM + ["reason_code"], "bad luck", r"suits\[0\]（a）.items\[0\]（1）.reason_code.*九项"),
        (["awards_total"], -1, "整数"),
        (["awards_total"], 1.5, "整数"),
        (["tolerance"], 2, "0 与 1"),
        (["tolerance"], "5%", "0 与 1"),
        (["suits"], good()["suits"] * 2, "两次"),
        (["suits", 0, "items"], good()["suits"][0]["items"] * 2, "两次"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_the_remedy(path, value, message):
    with pytest.raises(InputError, match=message) as refused:
        answer_to(changed(path, value))
    assert "\n" not in str(refused.value)
    assert refused.value.remedy


def test_fewer_awards_than_suits_attack_is_refused():
    with pytest.raises(InputError, match="少于被起诉的裁决数"):
        answer_to({**good(), "awards_total": 0})


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"suits": [NaN]}', "[" * 100_000, '{"suits": ' + "9" * 5000 + "}", '{"suits": "\\ud800"}'])
def test_text_that_is_not_json_is_refused(text):
    with pytest.raises(InputError):
        read_text(text)
