"""Days of rest and statutory days: two calendars, and what is said of years nobody has announced."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from naive_limits import rests

from workflows.calendar import Calendar, Closure, notice_from, past_years, statutory
from workflows.calendar.notice import shipped
from workflows.errors import DefinitionError, InputError, NotInForce

CALENDAR = Calendar.standard()


def every_day(first: int, last: int):
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


def test_every_day_since_2008_agrees_with_another_package():
    """国务院办公厅历年放假通知；两个来源独立。"""
    assert [day for day in every_day(2008, 2026) if CALENDAR.is_rest_day(day) != rests(day)] == []


def test_the_shipped_notice_of_2026_is_the_one_in_the_rule_book():
    """国办发明电〔2025〕7号（rules.md §15.5）: 33 days off, six worked weekend days."""
    (notice,) = shipped()
    assert (notice.year, notice.number, notice.mark) == (2026, "国办发明电〔2025〕7号", "V")
    assert len(notice.off) == 33
    assert len(notice.worked) == 6
    kept = next(n for n in past_years.notices() if n.year == 2026)
    assert set(kept.off) == set(notice.off)
    assert kept.worked == notice.worked
    assert CALENDAR.number_for(2026) == notice.number


@pytest.mark.parametrize(
    ("day", "rest"),
    [
        (date(2026, 2, 14), False),  # a Saturday worked
        (date(2026, 2, 15), True),
        (date(2026, 2, 23), True),
        (date(2026, 2, 24), False),
        (date(2026, 10, 10), False),
        (date(2026, 10, 11), True),
        (date(2015, 9, 3), True),  # the one-off holiday of 2015
    ],
)
def test_swapped_weekends_are_worked_and_long_holidays_are_not(day, rest):
    assert CALENDAR.is_rest_day(day) is rest


@pytest.mark.parametrize(
    ("year", "count"), [(2008, 11), (2013, 11), (2014, 11), (2020, 10), (2024, 11), (2025, 13), (2026, 13)]
)
def test_statutory_days_for_pay_are_thirteen_from_2025_and_eleven_before(year, count):
    """HOL 2. In 2020 the Mid-Autumn day fell on 1 October, so two of the eleven are one day."""
    assert sum(CALENDAR.is_statutory_holiday(day) for day in every_day(year, year)) == count


def test_the_statutory_days_of_2026_are_those_of_the_rule_book():
    """rules.md §15.5; §14.1 example 4: 16–19 Feb carry 300 %, the other days of the long holiday do not."""
    found = [day.strftime("%m-%d") for day in every_day(2026, 2026) if CALENDAR.is_statutory_holiday(day)]
    assert found == [
        "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25", "10-01", "10-02", "10-03",
    ]  # fmt: skip


def test_before_2014_the_eve_counted_and_the_third_day_did_not():
    """HOL 2（2007年修订本、2013年修订本）."""
    assert CALENDAR.is_statutory_holiday(date(2013, 2, 9))  # New Year's Eve
    assert not CALENDAR.is_statutory_holiday(date(2013, 2, 12))
    assert not CALENDAR.is_statutory_holiday(date(2014, 1, 30))
    assert CALENDAR.is_statutory_holiday(date(2014, 2, 2))


def test_every_statutory_day_of_a_published_year_is_a_day_of_rest():
    assert [d for d in every_day(2008, 2026) if CALENDAR.is_statutory_holiday(d) and not CALENDAR.is_rest_day(d)] == []


def test_festival_dates_agree_with_two_other_sources():
    """GB/T 33661-2017."""
    from holidays.calendars.chinese import _ChineseLunisolar

    lunar = _ChineseLunisolar()
    for year, days in statutory.festivals().items():
        assert days["spring"] == lunar.lunar_new_year_date(year)[0]
        assert days["qingming"] == lunar.qingming_date(year)[0]
        assert days["dragon_boat"] == lunar.dragon_boat_date(year)[0]
        assert days["mid_autumn"] == lunar.mid_autumn_date(year)[0]
    for year in range(2008, 2027):
        assert all(chinese_calendar.is_holiday(day) for name, day in statutory.festivals()[year].items())


def test_a_year_without_festival_data_or_before_the_first_version_is_refused():
    with pytest.raises(NotInForce, match="2008年"):
        CALENDAR.is_statutory_holiday(date(2007, 5, 1))
    with pytest.raises(NotInForce, match="2061"):
        CALENDAR.is_statutory_holiday(date(2061, 1, 1))


def test_a_year_without_a_notice_is_a_forecast_of_weekends_and_fixed_days():
    """2027 年放假通知尚未公布：周末、元旦、五一两日、国庆三日。"""
    assert not CALENDAR.is_published(2027)
    weekdays_off = [d.strftime("%m-%d") for d in every_day(2027, 2027) if CALENDAR.is_rest_day(d) and d.weekday() < 5]
    assert weekdays_off == ["01-01", "10-01"]
    assert CALENDAR.unpublished_years(date(2026, 12, 1), date(2028, 1, 1)) == (2027, 2028)
    assert CALENDAR.number_for(2027) == "2027年放假通知未公布"
    assert CALENDAR.name_of(date(2027, 1, 1)) == "法定节日（预测）"
    assert CALENDAR.lunar_rest_days(date(2027, 2, 1), date(2027, 2, 28)) == (date(2027, 2, 5), date(2027, 2, 8))


NOTICE_2027 = {
    "year": 2027,
    "number": "国办发明电〔2026〕9号（试验用）",
    "off": [{"name": "元旦放假", "from": date(2027, 1, 1), "to": date(2027, 1, 3)}],
    "worked": [date(2027, 1, 9)],
}


def test_an_administrator_adds_a_years_notice_as_data():
    office = Calendar.standard(notices=[notice_from(NOTICE_2027, "管理员登记")])
    assert office.is_published(2027)
    assert not office.is_rest_day(date(2027, 1, 9))
    assert office.is_rest_day(date(2027, 1, 10))
    assert office.number_for(2027) == NOTICE_2027["number"]
    assert not CALENDAR.is_published(2027), "the shared calendar stays as it was"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": None}, "缺少 number"),
        ({"off": [{"name": "x", "from": date(2027, 1, 3), "to": date(2027, 1, 1)}]}, "to 早于 from"),
        ({"worked": [date(2027, 1, 11)]}, "不是周末"),
        ({"worked": [date(2027, 1, 2)]}, "又列为放假"),
        ({"worked": [date(2028, 1, 8)]}, "不在 2027 年内"),
    ],
)
def test_a_notice_that_is_not_sound_is_refused_by_name(change, reason):
    raw = {k: v for k, v in {**NOTICE_2027, **change}.items() if v is not None}
    with pytest.raises(DefinitionError, match=f"管理员登记：.*{reason}"):
        notice_from(raw, "管理员登记")


def test_an_office_closure_is_no_working_day_and_an_outage_only_moves_the_end():
    """机构公告；停止办公的日子不是工作日，系统故障的日子照计，但期间不在当日届满。"""
    closed = Closure(date(2026, 5, 13), date(2026, 5, 14), reason="台风停止办公", basis="东营市公告")
    broken = Closure(date(2026, 5, 15), date(2026, 5, 15), kind="outage", reason="立案系统故障")
    office = Calendar.standard(closures=[closed, broken])
    assert office.is_rest_day(date(2026, 5, 13))
    assert not office.is_rest_day(date(2026, 5, 15))
    assert office.nth_working_day_after(date(2026, 5, 12), 1) == date(2026, 5, 15)
    assert office.roll(date(2026, 5, 13)) == date(2026, 5, 18)
    assert CALENDAR.roll(date(2026, 5, 13)) == date(2026, 5, 13)


def test_a_closure_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError, match="早于开始日"):
        Closure(date(2026, 5, 14), date(2026, 5, 13))


def test_counting_by_working_days_goes_both_ways():
    """CHR 80; rules.md §1."""
    assert CALENDAR.nth_working_day_after(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert CALENDAR.nth_working_day_before(date(2026, 10, 13), 5) == date(2026, 9, 30)
    assert CALENDAR.nth_working_day_after(date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert CALENDAR.last_working_day_until(date(2026, 10, 4)) == date(2026, 9, 30)
    assert CALENDAR.last_working_day_until(date(2026, 9, 30)) == date(2026, 9, 30)


def test_runs_of_rest_are_named_once():
    spans = list(CALENDAR.rest_spans(date(2026, 2, 13), date(2026, 3, 1)))
    assert spans == [
        (date(2026, 2, 14), date(2026, 2, 14), "调休上班"),
        (date(2026, 2, 15), date(2026, 2, 23), "春节放假"),
        (date(2026, 2, 28), date(2026, 2, 28), "调休上班"),
        (date(2026, 3, 1), date(2026, 3, 1), "周末"),
    ]


def test_each_kind_of_day_has_its_name():
    """The working of a date shows these words."""
    broken = Closure(date(2026, 5, 12), date(2026, 5, 12), "outage")
    closed = Closure(date(2026, 5, 13), date(2026, 5, 13))
    office = Calendar.standard(closures=[broken, closed])
    named = {
        date(2026, 5, 11): "",
        date(2026, 5, 12): "立案系统故障",
        date(2026, 5, 13): "机构停止办公",
        date(2026, 5, 16): "周末",
        date(2026, 5, 17): "周末",
        date(2026, 5, 9): "调休上班",
        date(2026, 5, 5): "劳动节放假",
    }
    assert {day: office.name_of(day) for day in named} == named


def test_a_period_may_end_on_a_swapped_working_day_but_not_on_an_outage():
    office = Calendar.standard(closures=[Closure(date(2026, 5, 12), date(2026, 5, 12), "outage")])
    assert office.can_end_on(date(2026, 5, 9))
    assert not office.can_end_on(date(2026, 5, 12))
    assert not office.is_rest_day(date(2026, 5, 12))
    assert office.last_working_day_until(date(2026, 5, 12)) == date(2026, 5, 12)


def test_a_holiday_of_one_day_is_a_sound_block():
    one = {"name": "元旦放假", "from": date(2027, 1, 1), "to": date(2027, 1, 1)}
    notice = notice_from({**NOTICE_2027, "off": [one]}, "管理员登记")
    assert set(notice.off) == {date(2027, 1, 1)}
    with pytest.raises(DefinitionError, match="第 2 个"):
        notice_from({**NOTICE_2027, "off": [one, {**one, "to": date(2026, 12, 31)}]}, "管理员登记")


def test_a_year_before_the_first_version_is_forecast_with_its_fixed_days():
    """Before 2004 there is no notice on record; HOL 2 is on record from 2008."""
    assert CALENDAR.is_rest_day(date(2003, 10, 1))
    assert not CALENDAR.is_rest_day(date(2003, 10, 8))
    assert CALENDAR.is_rest_day(date(2027, 5, 2))
    assert statutory.fixed_days(2003) == statutory.fixed_days(2010)
    assert len(statutory.fixed_days(2025)) == 6


def test_the_list_of_holidays_changes_on_its_own_day():
    """HOL 2：2025-01-01 起十三天，此前十一天；登记以前的年份按最早的一版推算。"""
    old, new = statutory.version_on(date(2024, 12, 31)), statutory.version_on(date(2025, 1, 1))
    assert (old.end, new.start) == (date(2024, 12, 31), date(2025, 1, 1))
    assert statutory.version_on(old.start) == old
    assert statutory.fixed_days(2000) == frozenset(min(statutory.versions(), key=lambda v: v.start).fixed)
    assert (5, 2) not in statutory.fixed_days(2000)
