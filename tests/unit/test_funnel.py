"""The funnel says what chance alone would do (T43: 4–6 % of equal offices outside the 95 % limits)."""

import random

import pytest

from workflows.funnel import funnel, limits


def test_about_one_equal_office_in_twenty_lies_outside():
    chance = random.Random(20261123)
    outside = shown = 0
    for _ in range(150):
        offices = []
        for n in range(25):
            size = chance.randint(10, 150)
            offices.append((f"仲裁院{n}", sum(chance.random() < 0.85 for _ in range(size)), size))
        dots = funnel(offices).dots
        shown += len(dots)
        outside += sum(dot.outside() for dot in dots)
    assert 0.04 <= outside / shown <= 0.06


def test_an_office_that_really_differs_is_found():
    offices = [(f"仲裁院{n}", 85, 100) for n in range(19)] + [("偏离的仲裁院", 60, 100)]
    found = funnel(offices)
    assert [dot.name for dot in found.dots if dot.outside(1)] == ["偏离的仲裁院"]
    assert found.dispersion > 1.5


def test_offices_with_nothing_compared_have_no_dot():
    assert funnel([("甲", 0, 0)]).rate is None
    assert [dot.name for dot in funnel([("甲", 0, 0), ("乙", 3, 4)]).dots] == ["乙"]


def test_limits_close_in_as_an_office_grows():
    widths = [high - low for low, high in (limits(size, 0.9, 0.95) for size in (5, 50, 500, 50_000))]
    assert widths == sorted(widths, reverse=True)
    assert limits(50_000, 0.9, 0.95) == pytest.approx((0.9 - 0.00263, 0.9 + 0.00263), abs=1e-4)


def test_when_all_agree_nobody_is_outside():
    assert not any(dot.outside() for dot in funnel([("甲", 4, 4), ("乙", 900, 900)]).dots)
