"""The calendar of an office: what administrators have entered reaches every date (CPL 85; CHR 19, 80)."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from offices import Office

from app.database import open_session, transaction
from app.models import CalendarYear
from app.services import limits
from workflows.calendar import Calendar
from workflows.limits import LimitAnswer, compute

NEXT_YEAR = "国办发明电〔2026〕样例号（虚构）"
# A made-up notice for 2027, entered day by day: 元旦, 春节, 清明, 劳动节, 端午, 中秋, 国庆.
OFF = [
    (date(2027, 1, 1), 3), (date(2027, 2, 5), 8), (date(2027, 4, 3), 3), (date(2027, 5, 1), 5), (date(2027, 6, 9), 1),
    (date(2027, 9, 15), 1), (date(2027, 10, 1), 7),
]  # fmt: skip
WORKED = [date(2027, 1, 30), date(2027, 2, 14)]


def enter(office: Office, kind: str, days: Iterable[date], *, source: str = NEXT_YEAR, office_id: int = 0) -> None:
    with transaction(office.engine) as session:
        for day in days:
            session.add(CalendarYear(day=day, kind=kind, office_key=office_id, source=source))


def enter_next_year(office: Office) -> None:
    enter(office, "rest", [first + timedelta(days=n) for first, length in OFF for n in range(length)])
    enter(office, "work", WORKED)


def calendar(office: Office, office_id: int) -> Calendar:
    with open_session(office.engine, writing=False) as session:
        return limits.calendar_of(session, office_id)


@pytest.fixture
def ours(small_office: Office) -> int:
    return small_office.body_id("city")


@pytest.fixture
def accepted_before_spring_festival(small_office: Office, ours: int):
    """Acceptance to be decided of an application of 3 February 2027: five working days, with the calendar as it is."""

    def ask() -> LimitAnswer:
        return compute("arb.accept.decide", date(2027, 2, 3), calendar=calendar(small_office, ours))

    return ask


def test_without_a_notice_an_answer_in_2027_is_a_forecast(accepted_before_spring_festival):
    """国务院办公厅的放假通知未公布：只按周末和固定日期的节日。"""
    answer = accepted_before_spring_festival()
    # 4, 5, 8, 9, 10 February: the forecast knows no Spring Festival.
    assert (answer.due, answer.provisional) == (date(2027, 2, 10), True)
    assert any("2027年放假通知尚未公布" in warning for warning in answer.warnings)


def test_an_entered_notice_ends_the_forecast_and_moves_the_day(small_office, accepted_before_spring_festival):
    """全国年节及纪念日放假办法；CHR 80：工作日按当年通知，调休上班日照计。"""
    enter_next_year(small_office)
    answer = accepted_before_spring_festival()
    # 4; then 5 to 12 off, Saturday 13; Sunday the 14th worked; 15, 16, 17.
    assert (answer.due, answer.provisional) == (date(2027, 2, 17), False)
    assert not any("放假通知尚未公布" in warning for warning in answer.warnings)
    assert any(NEXT_YEAR in line.basis for line in answer.working)


def test_an_entered_notice_says_nothing_about_the_year_after(small_office, ours):
    enter_next_year(small_office)
    made = calendar(small_office, ours)
    assert made.is_published(2027)
    assert not made.is_published(2028)
    assert not made.is_rest_day(date(2027, 1, 30))
    assert made.is_rest_day(date(2027, 1, 31))


def test_entered_days_do_not_replace_a_published_year(small_office, ours):
    """2026 stands as the shipped notice has it (国办发明电〔2025〕7号); one more row must not wipe out the year."""
    enter(small_office, "rest", [date(2026, 3, 3)])
    made = calendar(small_office, ours)
    assert made.is_rest_day(date(2026, 2, 16))
    assert not made.is_rest_day(date(2026, 3, 3))
    assert made.number_for(2026) == "国办发明电〔2025〕7号"


def test_a_closure_of_one_office_is_its_own_and_one_of_everybody_is_everybodys(small_office, ours):
    """机构停止办公的日子不是工作日。"""
    other = small_office.body_id("shiqiao")
    enter(small_office, "closure", [date(2026, 3, 3)], source="本院停电通告", office_id=ours)
    enter(small_office, "closure", [date(2026, 3, 4)], source="全市停办通告")
    closed_to_us = calendar(small_office, ours)
    assert [closed_to_us.is_rest_day(date(2026, 3, n)) for n in (2, 3, 4, 5)] == [False, True, True, False]
    assert [calendar(small_office, other).is_rest_day(date(2026, 3, n)) for n in (3, 4)] == [False, True]
    answer = compute("arb.accept.decide", date(2026, 3, 2), calendar=calendar(small_office, ours))
    # Without the closures 9 March; two working days later.
    assert answer.due == date(2026, 3, 11)
    assert any("本院停电通告" in warning for warning in answer.warnings)


def test_an_outage_counts_but_a_period_does_not_end_on_it(small_office, ours):
    """CPL 85：系统故障的日子照计，期间不在当日届满。"""
    plain = compute("post.sue.nonfinal", date(2026, 3, 2), calendar=calendar(small_office, ours))
    assert plain.due == date(2026, 3, 17)
    enter(small_office, "outage", [date(2026, 3, 16), date(2026, 3, 17)], source="网上立案故障公告", office_id=ours)
    answer = compute("post.sue.nonfinal", date(2026, 3, 2), calendar=calendar(small_office, ours))
    assert (answer.unrolled, answer.due) == (date(2026, 3, 17), date(2026, 3, 18))
    working_days = compute("arb.accept.decide", date(2026, 3, 10), calendar=calendar(small_office, ours))
    assert working_days.unrolled == date(2026, 3, 17)


def test_a_closure_in_2027_does_not_pass_for_a_notice(small_office, accepted_before_spring_festival):
    """A closed office says nothing about the holidays of the year: the answer stays a forecast."""
    enter(small_office, "closure", [date(2027, 2, 8)], source="停电通告")
    answer = accepted_before_spring_festival()
    assert (answer.due, answer.provisional) == (date(2027, 2, 11), True)
