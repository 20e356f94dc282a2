"""What holds for every split, whatever the items (§6; §21)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.errors import InputError, NotInForce
from workflows.finality import DecidedItem, Split, court_view, options, split
from workflows.items import KINDS, kind, kinds

# The folder runs on every save: few examples, many rules.
FEW = settings(max_examples=20, deadline=None)
MW = 220000
LINE = 12 * MW
DAY = date(2026, 7, 1)
AMOUNTS = st.one_of(st.sampled_from([0, 1, LINE - 1, LINE, LINE + 1]), st.integers(0, 50_000_000))
ITEMS = st.lists(
    st.tuples(st.sampled_from(sorted(KINDS)), AMOUNTS, st.sampled_from(["", "甲", "乙"])), min_size=1, max_size=8
)
CHOICES = st.fixed_dictionaries({}, optional={o.id: st.sampled_from(sorted(o.values)) for o in options().values()})


def decided(drawn: list[tuple[str, int, str]]) -> list[DecidedItem]:
    return [
        DecidedItem(str(n), name, amount if KINDS[name].money else None, worker)
        for n, (name, amount, worker) in enumerate(drawn)
    ]


def splits(items: list[DecidedItem], **more) -> Split:
    return split(items, place="", application_date=DAY, minimum_wage_fen=MW, award_date=DAY, **more)


@FEW
@given(ITEMS, CHOICES)
def test_every_item_lands_in_exactly_one_award(drawn, picked):
    """CHR 50(4): 分别制作，不重不漏；每种类型至多一份。"""
    items = decided(drawn)
    awards = splits(items, options=picked).awards
    assert sorted(i for plan in awards for i in plan.items) == sorted(i.id for i in items)
    assert len({plan.type for plan in awards}) == len(awards)


@FEW
@given(ITEMS, CHOICES, st.randoms())
def test_the_order_of_the_items_does_not_matter(drawn, picked, rng):
    items = decided(drawn)
    mixed = items[:]
    rng.shuffle(mixed)
    first, second = splits(items, options=picked), splits(mixed, options=picked)
    assert {p.type: set(p.items) for p in first.awards} == {p.type: set(p.items) for p in second.awards}


@FEW
@given(ITEMS)
def test_a_relation_to_confirm_can_only_yield_one_non_final_award(drawn):
    """§21 第 7 条；O1 十一。"""
    items = [*decided(drawn), DecidedItem("R", "relation_confirmation", None)]
    assert [plan.type for plan in splits(items).awards] == ["non_final"]


@FEW
@given(ITEMS, st.integers(1, 10_000_000))
def test_a_smaller_amount_is_never_less_final(drawn, less):
    """LMA 47: 不超过。"""
    items = decided(drawn)
    smaller = [
        DecidedItem(i.id, i.kind, None if i.awarded_fen is None else max(i.awarded_fen - less, 0), i.worker)
        for i in items
    ]

    def final(found: Split) -> set[str]:
        return {i for plan in found.awards if plan.type == "final" for i in plan.items}

    assert final(splits(items)) <= final(splits(smaller))


def test_the_same_wages_are_final_or_not_by_the_place():
    """最低工资按地方查：东营一类 2,200 元，三类地区 1,820 元。"""
    item = [DecidedItem("1", "wages", 2_200_000)]
    day = date(2024, 5, 6)
    assert split(item, place="东营市", application_date=day).awards[0].type == "final"
    assert split(item, place="山东省/三类地区", application_date=day).awards[0].type == "non_final"


def test_a_decided_setting_is_said_and_an_idle_one_is_not():
    warned = " ".join(splits([DecidedItem("1", "overtime", 100)]).warnings)
    assert "overtime_and_leave_limb=1，标记 P" in warned
    assert "employer_claims" not in warned
    assert splits([DecidedItem("1", "wages", 100)]).warnings == ()


def test_every_reason_names_the_item_the_amount_and_the_line():
    reason = splits([DecidedItem("甲1", "severance", LINE + 1)]).awards[0].reasons[0]
    assert "甲1" in reason.text
    assert "26,400.01" in reason.text
    assert "超过 26,400.00 元" in reason.text
    assert "LMA 47(1)" in reason.basis


@pytest.mark.parametrize(
    ("printed", "amounts", "expected"),
    [
        ("mixed", (100, LINE + 1), "non_final"),
        ("mixed", (100, 100), "non_final"),
        ("unlabelled", (100, LINE), "final"),
        ("unlabelled", (100, LINE + 1), "non_final"),
        ("final", (LINE + 1,), "final"),
        ("non_final", (1,), "non_final"),
    ],
)
def test_the_courts_look_at_what_was_printed(printed, amounts, expected):
    """I1 18-20: 写明类型的从其写明；没有写明的由法院审查；混在一起的按非终局。"""
    items = [DecidedItem(str(n), "wages", fen) for n, fen in enumerate(amounts)]
    found = court_view(items, printed, place="", application_date=DAY, minimum_wage_fen=MW)
    assert found.type == expected
    assert found.items == tuple(i.id for i in items)
    assert any("I1" in line.basis for line in found.reasons)


def test_a_kind_exists_only_from_its_date():
    """§21 第 16 条：OA 自 2026-07-01，I2 自 2025-09-01。"""
    assert kind("overage_pay", date(2026, 7, 1)).title == "超龄劳动者劳动报酬"
    with pytest.raises(InputError, match="2026-07-01"):
        kind("overage_pay", date(2026, 6, 30))
    with pytest.raises(InputError, match="2025-09-01"):
        kind("reinstatement_pay", date(2025, 8, 31))
    assert {k.id for k in kinds()} - {k.id for k in kinds(date(2025, 8, 31))} == {"overage_pay", "reinstatement_pay"}


@pytest.mark.parametrize(
    ("items", "more", "match"),
    [
        ([], {}, "没有裁决事项"),
        ([DecidedItem("1", "wagez", 1)], {}, "wagez.*目录"),
        ([DecidedItem("1", "wages", -1)], {}, "不能是负数"),
        ([DecidedItem("1", "wages", None)], {}, "没有写裁决金额"),
        ([DecidedItem("1", "wages", 1), DecidedItem("1", "overtime", 1)], {}, "同一编号"),
        ([DecidedItem("1", "wages", 1)], {"options": {"nope": "1"}}, "没有这个终局裁决设置"),
        ([DecidedItem("1", "wages", 1)], {"options": {"rejected_items": "maybe"}}, "不是这项设置的选项"),
        ([DecidedItem("1", "wages", 1)], {"options": {"minimum_wage_date": "award"}}, "必须给出裁决日"),
        ([DecidedItem("1", "wages", 1)], {"award_date": date(2026, 6, 30)}, "早于申请仲裁之日"),
        ([DecidedItem("1", "wages", 1)], {"application_date": date(2008, 4, 30)}, "2008-05-01"),
        ([DecidedItem("1", "wages", 1)], {"minimum_wage_fen": 0}, "必须大于零"),
    ],
)
def test_a_bad_item_or_setting_is_named_with_its_remedy(items, more, match):
    arguments = {"place": "", "application_date": DAY, "minimum_wage_fen": MW} | more
    with pytest.raises(InputError, match=match):
        split(items, **arguments)


def test_no_minimum_wage_is_guessed_for_an_unknown_place():
    with pytest.raises(NotInForce, match="由管理员按公布文件登记"):
        split([DecidedItem("1", "wages", 1)], place="云南省/昆明市", application_date=DAY)


def test_an_administrators_later_value_wins_and_needs_no_check():
    from workflows.parameters import Entry

    new = Entry(
        "minimum_wage", "月最低工资标准", "元/月", 2400, date(2026, 6, 1), "鲁政字〔2026〕×号", "V", "山东省/东营市"
    )
    items = [DecidedItem("1", "wages", 12 * 240000)]
    assert split(items, place="东营市", application_date=DAY, extra=[new]).awards[0].type == "final"
    found = split(items, place="东营市", application_date=date(2026, 5, 31), extra=[new])
    assert found.awards[0].type == "non_final"
    assert any("标记 U" in w for w in found.warnings)


def test_a_single_award_does_not_speak_of_two():
    """CHR 50(4); O1 十二。"""
    one = splits(decided([("wages", LINE, "")])).awards
    two = splits(decided([("wages", LINE, ""), ("wages", LINE + 1, "")])).awards
    assert [any("分别制作" in line.text for line in plan.reasons) for plan in (*one, *two)] == [False, True, True]


def test_the_smallest_minimum_wage_is_taken_and_none_is_not():
    item = [DecidedItem("1", "wages", 12)]
    assert split(item, place="", application_date=DAY, minimum_wage_fen=1).awards[0].type == "final"
    with pytest.raises(InputError, match="最低工资必须大于零"):
        split(item, place="", application_date=DAY, minimum_wage_fen=0)


def test_a_rejected_request_adds_nothing_to_the_sum_of_its_kind():
    """江西意见：同类请求各劳动者合计。"""
    items = decided([("wages", LINE, "甲"), ("wages", 0, "乙")])
    assert [plan.type for plan in splits(items, options={"several_workers": "per_kind"}).awards] == ["final"]


def test_one_item_that_is_compared_is_enough_to_look_up_the_minimum_wage():
    """LMA 47(1)：第一项逐项比较，第二项不比较。"""
    items = [DecidedItem("1", "wages", 20_000_00), DecidedItem("2", "rest_and_leave", None)]
    found = split(items, place="山东省/东营市", application_date=date(2024, 7, 1))
    assert [(plan.type, plan.items) for plan in found.awards] == [("final", ("1", "2"))]
