"""What holds for every sum: it scales, it is exact until the end, it cannot be fed nonsense (§14)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.amounts import fen_of, yuan_number, yuan_text
from workflows.errors import InputError, NotInForce
from workflows.money import sum_of, sums
from workflows.parameters import Entry

# The folder runs on every save: few examples, many rules.
FEW = settings(max_examples=20, deadline=None)
FEN = st.integers(1, 5_000_000)
FACTOR = st.integers(2, 9)
DAYS = st.dates(date(2010, 1, 1), date(2026, 6, 30))
# A sum of one wage: with the wage times k the sum is times k, but for the one rounding at the end.
SCALING = {
    "pay.daily_hourly": ("monthly", {}),
    "pay.overtime": ("monthly", {"workday_hours": "7.5", "rest_day_hours": "8", "holiday_hours": "3"}),
    "pay.annual_leave": ("average", {"entitlement": "10", "taken": "1", "leaving": "2026-06-30"}),
    "pay.double_wage": ("monthly", {"start": "2025-03-03", "signed": "2025-09-15"}),
    "pay.double_wage.open_ended": ("monthly", {"due": "2025-03-03", "end": "2025-09-14"}),
    "pay.probation": ("monthly", {"start": "2026-01-01", "served_to": "2026-04-15", "contract_months": "12"}),
    "pay.reinstatement": ("monthly", {"from": "2025-10-01", "to": "2026-03-15"}),
    "pay.severance": ("average", {"from": "2016-05-15", "to": "2025-12-20"}),
    "pay.wrongful": ("average", {"from": "2016-05-15", "to": "2025-12-20"}),
    "pay.notice": ("previous_month", {}),
    "pay.noncompete": ("average", {}),
    "pay.extra_damages": ("due", {"percent": "75"}),
    "injury.onetime": ("own_wage", {"grade": "8"}),
    "injury.monthly": ("own_wage", {"grade": "3"}),
    "injury.leaving": ("area_average", {"grade": "9", "place": "山东省", "occupational_disease": "yes"}),
    "injury.leave_pay": ("monthly", {"months": "6.5"}),
}


@pytest.mark.parametrize("name", SCALING)
@FEW
@given(fen=FEN, factor=FACTOR)
def test_a_sum_scales_with_the_wage(name, fen, factor):
    """§14: 只在最后舍入，所以误差不超过每份半分。"""
    key, rest = SCALING[name]
    once = sum_of(name, **rest, **{key: yuan_text(fen).replace(",", "")}).amount_fen
    times = sum_of(name, **rest, **{key: yuan_text(fen * factor).replace(",", "")}).amount_fen
    assert abs(times - once * factor) <= factor / 2 + 0.5


@FEW
@given(first=DAYS, more=st.integers(0, 4000), longer=st.integers(1, 400))
def test_longer_service_never_earns_less_severance(first, more, longer):
    """LCL 47(1)。"""
    short = date.fromordinal(min(first.toordinal() + more, date(2030, 1, 1).toordinal()))
    long = date.fromordinal(short.toordinal() + longer)
    n = [sum_of("pay.severance", **{"from": first, "to": end, "average": 8000}).amount_fen for end in (short, long)]
    assert n[0] <= n[1]
    assert n[0] % 400000 == 0


@FEW
@given(first=DAYS, last=DAYS, average=FEN)
def test_damages_are_twice_severance_where_all_service_is_after_2008(first, last, average):
    """LCL 87。"""
    if last < first:
        first, last = last, first
    given_ = {"from": first, "to": last, "average": Decimal(average) / 100, "local_average": 8500}
    twice = 2 * sum_of("pay.severance", **given_).amount_fen
    assert 0 <= twice - sum_of("pay.wrongful", **given_).amount_fen <= 1  # N itself may have been rounded up


@FEW
@given(start=st.dates(date(2015, 1, 1), date(2025, 1, 1)), after=st.integers(0, 900))
def test_the_second_wage_never_exceeds_eleven_months(start, after):
    """LCR 6-7: 至满一年的前一日。"""
    signed = date.fromordinal(start.toordinal() + after)
    found = sum_of("pay.double_wage", start=start, signed=signed, monthly=6000).amount_fen
    assert 0 <= found <= 11 * 600000


def test_rounding_is_said_only_where_something_was_rounded():
    """§14: 只在最后舍入到分。"""
    exact, rounded = (sum_of("pay.daily_hourly", monthly=m).working for m in ("6525", "6000"))
    assert not any("四舍五入" in line.text for line in exact)
    assert "最后一步四舍五入到分" in rounded[-1].text


def test_a_period_paid_to_the_fen_is_not_called_overpaid():
    warned = sum_of("pay.arrears", due="5000,5000", paid="3000,5000").warnings
    assert not any("抵扣" in text for text in warned)


@pytest.mark.parametrize(
    ("word", "fen"), [*((w, 0) for w in ("yes", "TRUE", "1", "是")), *((w, 640000) for w in ("no", "false", "0", "否"))]
)
def test_yes_and_no_are_understood_in_every_usual_way(word, fen):
    assert sum_of("pay.annual_leave", average="6960", entitlement="10", waived=word).amount_fen == fen


def test_a_rule_that_is_part_of_a_sum_answers_as_that_sum():
    """pay.severance.cap 和 pay.severance.pre2008 在 pay.severance 里算。"""
    inputs = {"from": "2010-07-01", "to": "2025-06-30", "average": "40000", "local_average": "8500"}
    assert sum_of("pay.severance.cap", **inputs) == sum_of("pay.severance", **inputs)


def test_the_cliff_of_the_cap_is_the_law():
    """例 2、3：略低于三倍线的人得到的更多，程序不“修正”它。"""
    base = {"from": "2010-07-01", "to": "2025-06-30", "local_average": "8500"}
    below = sum_of("pay.severance", average="25500", **base).amount_fen
    above = sum_of("pay.severance", average="25500.01", **base).amount_fen
    assert below == 38_250_000
    assert above == 30_600_000


def test_every_sum_that_scales_is_in_the_table_or_says_why_not():
    flat = {"pay.arrears", "pay.minimum", "pay.parttime", "injury.death"}  # differences, floors, fixed multiples
    fees = {name for name in sums() if name.startswith("fee.")}
    assert set(SCALING) | flat | fees == set(sums())


def test_an_administrators_income_for_a_later_year_is_used():
    new = Entry(
        "urban_disposable_income", "收入", "元/年", 60000, date(2027, 1, 1), "2026 年公报", "V", end=date(2027, 12, 31)
    )
    assert sum_of("injury.death", death="2027-03-01", extra=[new]).amount_fen == 120_000_000
    with pytest.raises(NotInForce, match="由管理员按公布文件登记"):
        sum_of("injury.death", death="2027-03-01")


@pytest.mark.parametrize(
    ("name", "inputs", "match"),
    [
        ("pay.severence", {}, "pay.severance"),
        ("pay.notice", {}, "previous_month.*没有填写"),
        ("pay.notice", {"previous_month": "-1"}, "不能是负数"),
        ("pay.notice", {"previous_month": "1.005"}, "最多两位小数"),
        ("pay.notice", {"previous_month": "9,300"}, "不是金额"),
        ("pay.notice", {"previous_month": "9300元"}, "不是金额"),
        ("pay.notice", {"previous_month": "1e3"}, "不是金额"),
        ("pay.notice", {"previous_month": "٣"}, "不是金额"),
        ("pay.notice", {"previous_month": 0.1}, "要写成数字"),
        ("pay.notice", {"previous_month": True}, "要写成数字"),
        ("pay.notice", {"previous_month": "1", "average_wage": "2"}, "没有这个输入项"),
        ("pay.overtime", {"monthly": "1", "workday_hours": "-1"}, "不能是负数"),
        ("pay.overtime", {"monthly": "1", "workday_hours": "8h"}, "不是数字"),
        ("pay.overtime", {"monthly": "1", "workday_hours": "nan"}, "不是数字"),
        ("pay.overtime", {"monthly": "1", "workday_hours": "1e20"}, "太大"),
        ("pay.severance", {"from": "2026-02-31", "to": "2026-03-01", "average": "1"}, "没有这一天"),
        ("pay.severance", {"from": "2026-03-02", "to": "2026-03-01", "average": "1"}, "早于 from"),
        ("pay.severance", {"from": "2005-03-02", "to": "2007-12-31", "average": "1"}, "2008-01-01"),
        ("pay.double_wage", {"start": "2026-03-02", "signed": "2026-03-01", "monthly": "1"}, "早于用工之日"),
        ("pay.double_wage", {"start": "2026-03-02", "monthly": "1", "count": "mine"}, "不是可选的值"),
        ("pay.double_wage", {"start": "2026-03-02", "monthly": "1", "time_bar": "daily"}, "claimed.*没有填写"),
        ("pay.annual_leave", {"average": "1"}, "应休天数"),
        ("pay.annual_leave", {"average": "1", "entitlement": "5", "waived": "maybe"}, "yes 或者 no"),
        (
            "pay.annual_leave",
            {"average": "1", "entitlement": "5", "joined": "2026-05-01", "leaving": "2026-04-01"},
            "早于入职",
        ),
        ("pay.extra_damages", {"due": "1", "percent": "49"}, "50% 到 100%"),
        ("pay.extra_damages", {"due": "1", "percent": "101"}, "50% 到 100%"),
        (
            "pay.reinstatement",
            {"from": "2026-01-01", "to": "2026-02-01", "monthly": "1", "worker_share": "101"},
            "不能超过 100",
        ),
        ("pay.minimum", {"paid": "1"}, "没有填写当地最低工资"),
        ("pay.minimum", {"paid": "1", "overtime": "2", "minimum_wage": "2200"}, "超过实发"),
        ("pay.arrears", {"due": "1", "paid": "1,2"}, "一一对应"),
        ("injury.onetime", {"grade": "11", "own_wage": "1"}, "没有 11 级"),
        ("injury.onetime", {"grade": "1.5", "own_wage": "1"}, "整数"),
        ("injury.leaving", {"grade": "4", "area_average": "1", "place": "山东省"}, "没有 4 级"),
        ("injury.leaving", {"grade": "8", "area_average": "1"}, "没有填写地方"),
        ("injury.death", {"death": "2026-03-01", "spouse": "2", "own_wage": "1"}, "只能有一人"),
        ("injury.death", {"death": "2026-03-01", "spouse": "1", "alone": "2", "own_wage": "1"}, "超过供养亲属"),
        ("injury.death", {"death": "2026-03-01", "spouse": "1"}, "own_wage.*没有填写"),
    ],
)
def test_a_bad_input_is_named_with_its_remedy(name, inputs, match):
    with pytest.raises(InputError, match=match) as caught:
        sum_of(name, **inputs)
    assert "请" in str(caught.value) or "可用的" in str(caught.value)


def test_another_provinces_table_is_never_borrowed():
    with pytest.raises(NotInForce, match="云南省"):
        sum_of("injury.leaving", grade=8, area_average=8000, place="云南省")


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("0", 0),
        ("0.1", 10),
        ("2200", 220000),
        ("2200.5", 220050),
        (2200, 220000),
        (Decimal("26400.01"), 2640001),
        (" 7 ", 700),
    ],
)
def test_yuan_is_read_exactly(value, fen):
    assert fen_of("x", value) == fen
    assert fen_of("x", str(yuan_number(fen))) == fen


def test_amounts_leave_as_numbers_of_at_most_two_decimals():
    assert [yuan_number(f) for f in (8000000, 3220690, 1)] == [80000, 32206.9, 0.01]
    assert yuan_text(-123456789) == "-1,234,567.89"


def test_a_part_to_be_left_out_must_be_given_and_fit_in_the_whole():
    """§14.2: 加班工资是否计入经济补偿基数，各地不一（北京 55）。"""
    given = {"from": "2024-01-01", "to": "2025-12-31", "average": "8000", "overtime_in_base": "excluded"}
    with pytest.raises(InputError, match="选了“不计入”，没有填写其中月平均加班工资"):
        sum_of("pay.severance", **given)
    assert sum_of("pay.severance", **given, overtime_average="8000").amount_fen == 0
    with pytest.raises(InputError, match=r"多于 average 的 8,000\.00 元"):
        sum_of("pay.severance", **given, overtime_average="8000.01")


def test_a_view_on_the_base_is_only_spoken_of_where_it_matters():
    """§14.2: without a part to argue over, no view was taken."""
    answer = sum_of("injury.leave_pay", monthly="6000", months="1")
    assert not [w for w in answer.warnings if "base=" in w]
    assert sum_of("injury.leave_pay", monthly="6000", months="1", base="without_overtime").amount_fen == 600_000


def said(name: str, **inputs: str) -> str:
    return "\n".join(line.text for line in sum_of(name, **inputs).working)


def cautions(name: str, **inputs: str) -> str:
    return "\n".join(sum_of(name, **inputs).warnings)


def test_an_amount_that_just_fills_a_step_of_a_fee_leaves_the_next_step_unsaid():
    """FEE 14：执行金额不超过 1 万元的，每件 50 元。"""
    assert "超过 10,000.00 元的部分" not in said("fee.enforcement", amount="10000")
    assert "超过 10,000.00 元的部分：0.01" in said("fee.enforcement", amount="10000.01")


def test_a_cut_that_takes_nothing_away_is_not_spoken_of():
    """WII 39；ALM 12；LMA 27。"""
    exact = {"death": "2026-03-01", "own_wage": "7000", "spouse": "1", "others": "2"}
    assert "按 100%" not in said("injury.death", **exact)
    used_up = {"entitlement": "5", "taken": "5", "leaving": "2025-12-31", "average": "6525"}
    assert "不再扣回" not in cautions("pay.annual_leave", **used_up)
    assert "不再扣回" in cautions("pay.annual_leave", **{**used_up, "taken": "6"})
    in_time = {"start": "2024-01-01", "signed": "2024-06-01", "monthly": "5000", "time_bar": "daily"}
    assert "以前的部分不计" not in said("pay.double_wage", **in_time, claimed="2025-02-01")
    assert "2024-02-02 以前的部分不计" in said("pay.double_wage", **in_time, claimed="2025-02-02")


def test_a_floor_that_was_not_checked_is_said_and_one_that_was_is_not():
    """WII 35：伤残津贴低于当地最低工资的，补足差额。"""
    assert "没有检查下限" in cautions("injury.monthly", grade="1", own_wage="7000")
    assert "没有检查下限" not in cautions("injury.monthly", grade="1", own_wage="7000", minimum_wage="2200")


def test_a_worker_may_be_wholly_at_fault_and_not_more():
    """I2 16：按过错比例承担。"""
    lost = {"from": "2026-03-02", "to": "2026-04-01", "monthly": "5000"}
    assert sum_of("pay.reinstatement", **lost, worker_share="100").amount_fen == 0
    with pytest.raises(InputError, match="worker_share"):
        sum_of("pay.reinstatement", **lost, worker_share="101")


# At the edge itself nothing is cut, floored or replaced: (sum, inputs, what must not be said). §14.
AT_THE_EDGE = [
    ("injury.monthly", {"grade": "1", "own_wage": "1000", "minimum_wage": "900"}, "低于当地最低工资"),
    ("injury.onetime", {"grade": "7", "own_wage": "3000", "area_average": "5000"}, "超出"),
    ("injury.onetime", {"grade": "7", "own_wage": "15000", "area_average": "5000"}, "超出"),
    ("injury.leave_pay", {"monthly": "6000", "months": "12"}, "最长"),
    ("pay.noncompete", {"average": "6000", "months": "24", "minimum_wage": "2000"}, "最长"),
    ("pay.noncompete", {"average": "10000", "minimum_wage": "3000"}, "低于当地最低工资"),
    ("pay.parttime", {"hours": "10", "hourly": "22", "hourly_minimum": "22"}, "低于最低标准"),
    ("pay.severance", {"from": "2024-01-01", "to": "2025-12-31", "average": "2200", "minimum_wage": "2200"}, "低于当地"),
    ("pay.severance", {"from": "2008-01-01", "to": "2009-12-31", "average": "5000"}, "以前的工作年限"),
    ("pay.severance", {"from": "2013-01-01", "to": "2024-12-31", "average": "30000", "local_average": "5000"}, "→"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "silent"), AT_THE_EDGE)
def test_at_the_edge_itself_nothing_is_cut(name, inputs, silent):
    assert silent not in said(name, **inputs)


def test_the_whole_length_of_service_is_said():
    """LCL 47(1)：每满一年支付一个月工资。"""
    assert "：2 年 0 个月" in said("pay.severance", **{"from": "2024-01-01", "to": "2025-12-31", "average": "5000"})
    assert "：1 年 0 个月" in said("pay.severance", **{"from": "2024-01-01", "to": "2025-01-20", "average": "5000"})


def test_the_first_day_of_the_law_may_end_a_contract():
    """LCL 97：2008-01-01 起施行。"""
    assert (
        sum_of("pay.severance", **{"from": "2008-01-01", "to": "2008-01-01", "average": "5000"}).amount_fen == 250_000
    )


def test_a_day_given_chooses_the_numbers_of_that_day():
    """OW25：2025 年起月工作日 20.67 天，此前 20.83 天。"""
    assert "20.83 天" in cautions("pay.daily_hourly", monthly="6525", on="2024-12-31")
    assert "20.67 天" in cautions("pay.daily_hourly", monthly="6525", on="2025-01-01")


def test_a_working_shows_the_difference_it_takes():
    """MWR 12；I2 18。"""
    text = said("pay.minimum", paid="2300", overtime="300", allowances="0", benefits="0", minimum_wage="2200")
    assert "= 2,000.00 元" in text
    assert "2,200.00 − 2,000.00 = 200.00 元" in text
    same = {"paid": "300", "overtime": "300", "allowances": "0", "benefits": "0", "minimum_wage": "2200"}
    assert sum_of("pay.minimum", **same).amount_fen == 220_000
    shared = {"from": "2026-03-02", "to": "2026-04-01", "monthly": "5000", "worker_share": "30"}
    assert "× 70%" in said("pay.reinstatement", **shared)


def test_a_family_cannot_have_more_lonely_members_than_members():
    """WII 39。"""
    given = {"death": "2026-03-01", "own_wage": "7000", "others": "1"}
    assert sum_of("injury.death", **given, alone="1").parts[-1].amount_fen == 280_000
    with pytest.raises(InputError, match="超过供养亲属人数"):
        sum_of("injury.death", **given, alone="2")


def test_arrears_count_their_periods_from_one():
    assert said("pay.arrears", due="5000,5000", paid="4000,4000").startswith("第 1 个周期")


def test_a_slip_in_a_name_is_answered_with_what_there_is():
    with pytest.raises(InputError) as refused:
        sum_of("pay.severence")
    assert str(refused.value).count("、") == 2
    with pytest.raises(InputError) as refused:
        sum_of("完全没有这一项")
    assert all(name in str(refused.value) for name in sums())
    with pytest.raises(InputError, match=r"可用的输入项：previous_month（上一个月工资，必填）、average"):
        sum_of("pay.notice", previous="1")
    with pytest.raises(InputError, match=r"unit（折算成，day\|hour）"):
        sum_of("pay.daily_hourly", month="1")


@pytest.mark.parametrize("wrong", [True, 1.5, [1], "1,5", "-1", "１"])
def test_a_count_that_is_no_plain_number_is_refused(wrong):
    with pytest.raises(InputError, match="workday_hours"):
        sum_of("pay.overtime", monthly="6525", workday_hours=wrong)
