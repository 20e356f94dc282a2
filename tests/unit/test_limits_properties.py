"""What must hold for every limit, whatever the dates."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.limits import LedgerEntry, compute, rules, status

FORWARD = sorted(
    name for name, versions in rules().items()
    if not versions[-1].backward and versions[-1].length > 0 and versions[-1].since <= date(2024, 1, 1)
)  # fmt: skip
ORIGINS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
NAMES = st.sampled_from(FORWARD)
FEW = settings(max_examples=60, deadline=None)


def due(name, origin, *ledger):
    return compute(name, origin, ledger=ledger).due


def exclusion(origin, after, length):
    first = origin + timedelta(days=after)
    return LedgerEntry("exclude", first, first + timedelta(days=length))


@FEW
@given(NAMES, ORIGINS, st.integers(1, 3), st.integers(0, 40), st.integers(1, 30))
def test_more_exclusion_never_brings_a_limit_forward(name, origin, after, length, more):
    """CHR 46(6): 不计入的日子只会使期限延后。"""
    short, long = exclusion(origin, after, length), exclusion(origin, after, length + more)
    assert due(name, origin) <= due(name, origin, short) <= due(name, origin, long)


@FEW
@given(NAMES, ORIGINS, st.integers(0, 30))
def test_a_restart_never_ends_before_the_original(name, origin, after):
    """CHR 46: 重新计算不早于原期限。"""
    assert due(name, origin, LedgerEntry("restart", origin + timedelta(days=after))) >= due(name, origin)


@FEW
@given(ORIGINS, st.integers(1, 10), st.integers(0, 5), st.integers(20, 30), st.integers(0, 20))
def test_exclusions_may_be_written_in_any_order(origin, a, a_length, b, b_length):
    first, second = exclusion(origin, a, a_length), exclusion(origin, b, b_length)
    assert due("arb.decide_45", origin, first, second) == due("arb.decide_45", origin, second, first)


@FEW
@given(ORIGINS, st.integers(1, 15))
def test_an_extension_adds_exactly_its_days_to_the_term_of_an_award(origin, days):
    """LMA 43: 四十五日，延长不超过十五日，均为自然日，不顺延。"""
    extended = due("arb.decide_45", origin, LedgerEntry("extend", origin, days=days))
    assert extended - due("arb.decide_45", origin) == timedelta(days=days)


@FEW
@given(NAMES, ORIGINS)
def test_a_later_trigger_never_ends_earlier(name, origin):
    assert due(name, origin) <= due(name, origin + timedelta(days=1))


@FEW
@given(NAMES, ORIGINS)
def test_a_rolled_limit_never_ends_on_a_day_of_rest_and_never_before_the_unrolled_day(name, origin):
    """CPL 85; CC 203."""
    from workflows.calendar import Calendar

    found = compute(name, origin)
    assert found.due >= found.unrolled
    if rules()[name][-1].roll:
        assert not Calendar.standard().is_rest_day(found.due)


@FEW
@given(NAMES, ORIGINS, st.integers(-30, 30))
def test_status_counts_down_to_the_last_day_and_is_overdue_only_after_it(name, origin, offset):
    """CC 203: 期间最后一日的截止时间为二十四时。"""
    answer = compute(name, origin)
    now = status(answer, answer.due + timedelta(days=offset))
    assert now.days_left == -offset
    assert now.overdue == (offset > 0)
    assert (now.band == "red") == now.overdue
