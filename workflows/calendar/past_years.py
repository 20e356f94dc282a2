"""The holiday notices of past years, read from the package `chinese_calendar`; nothing else imports it."""

from datetime import date
from functools import cache

from chinese_calendar import constants

from workflows.calendar.notice import Notice

NAMES = {
    "New Year's Day": "元旦放假",
    "Spring Festival": "春节放假",
    "Tomb-sweeping Day": "清明节放假",
    "Labour Day": "劳动节放假",
    "Dragon Boat Festival": "端午节放假",
    "Mid-autumn Festival": "中秋节放假",
    "National Day": "国庆节放假",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日放假",
}


@cache
def notices() -> tuple[Notice, ...]:
    """One notice for every year the package has data for (2004 on), oldest first."""
    years = sorted({day.year for day in constants.holidays})
    return tuple(notice(year) for year in years)


def notice(year: int) -> Notice:
    off: dict[date, str] = {
        day: NAMES.get(name, "放假") for day, name in constants.holidays.items() if day.year == year
    }
    worked = frozenset(day for day in constants.workdays if day.year == year and day.weekday() >= 5)
    return Notice(year=year, number=f"国务院办公厅{year}年放假通知", off=off, worked=worked, mark="S")
