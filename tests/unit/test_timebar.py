"""The time bar: computed and explained, and never a reason to refuse acceptance."""

from datetime import date

import pytest

from workflows.errors import InputError, NotInForce
from workflows.timebar import Interruption, Suspension, interruptions, time_bar


@pytest.mark.parametrize(
    ("about", "facts", "expires", "passed"),
    [
        ("within the year", {"known": date(2025, 3, 3), "filed": date(2026, 3, 3)}, date(2026, 3, 3), False),
        ("one day late", {"known": date(2025, 3, 3), "filed": date(2026, 3, 4)}, date(2026, 3, 3), True),
        ("last day in a long holiday", {"known": date(2025, 2, 17), "filed": date(2026, 2, 24)}, date(2026, 2, 24), False),
        ("29 February", {"known": date(2024, 2, 29), "filed": date(2025, 3, 1)}, date(2025, 2, 28), True),
        ("pay after the end", {"known": date(2020, 1, 1), "filed": date(2026, 3, 3), "is_pay": True,
                               "relation_ended": date(2025, 6, 30)}, date(2026, 6, 30), False),
        ("civil servant", {"known": date(2026, 5, 12), "filed": date(2026, 7, 14), "is_civil_servant": True}, date(2026, 7, 13), True),
    ],
)  # fmt: skip
def test_the_time_bar_is_a_year_from_knowing(about, facts, expires, passed):
    """LMA 27: 一年，从当事人知道或者应当知道其权利被侵害之日起计算；公务员法第105条: 六十日。"""
    found = time_bar(**facts)
    assert (found.expires, found.passed) == (expires, passed), about


def test_pay_is_free_of_the_bar_while_the_relation_lasts():
    """LMA 27(4)."""
    for ended in (None, date(2026, 12, 31)):
        found = time_bar(date(2026, 9, 1), date(2019, 1, 1), is_pay=True, relation_ended=ended)
        assert (found.rule, found.expires, found.passed) == ("lim.wages_in_service", None, False)


def test_lateness_warns_and_never_refuses():
    """CHR 30: 时效不是受理条件；I2 20: 仲裁中是否提出抗辩决定诉讼阶段。"""
    found = time_bar(date(2026, 9, 1), date(2025, 3, 3))
    assert found.passed
    assert any("不是不予受理的理由" in warning for warning in found.warnings)
    assert "尚未记录" in found.working[-1].text
    assert found.working[-1].basis == "I2 20"


@pytest.mark.parametrize(("raised", "words"), [(True, "可以继续主张"), (False, "不得再提出")])
def test_whether_the_defence_was_raised_in_arbitration_decides_the_court_stage(raised, words):
    """I2 20."""
    assert words in time_bar(date(2026, 9, 1), date(2025, 3, 3), defence_raised=raised).working[-1].text


def test_each_interruption_within_time_starts_a_new_year():
    """LMA 27(2)."""
    found = time_bar(
        date(2026, 9, 1),
        date(2024, 3, 4),
        interrupted=[Interruption(date(2025, 12, 1), "complained"), Interruption(date(2025, 3, 3), "claimed")],
    )
    assert (found.expires, found.passed) == (date(2026, 12, 1), False)


def test_an_interruption_after_expiry_starts_nothing():
    found = time_bar(date(2026, 9, 1), date(2024, 3, 4), interrupted=[Interruption(date(2025, 3, 5), "claimed")])
    assert (found.expires, found.passed) == (date(2025, 3, 4), True)
    assert any("不再中断" in warning for warning in found.warnings)


@pytest.mark.parametrize(("on", "words"), [(date(2025, 1, 1), "起算以前"), (date(2026, 10, 1), "申请仲裁以后")])
def test_an_interruption_before_the_start_or_after_the_filing_is_said_and_left_out(on, words):
    found = time_bar(date(2026, 2, 2), date(2025, 3, 3), interrupted=[Interruption(on, "claimed")])
    assert found.expires == date(2026, 3, 3)
    assert any(words in warning for warning in found.warnings)


def test_a_suspension_stops_the_clock_and_then_it_goes_on():
    """LMA 27(3): 从中止时效的原因消除之日起，仲裁时效期间继续计算。"""
    found = time_bar(date(2026, 3, 20), date(2025, 3, 3), suspended=[Suspension(date(2025, 6, 1), date(2025, 6, 30))])
    assert (found.expires, found.passed) == (date(2026, 4, 2), False)


def test_a_suspension_that_lasts_keeps_the_claim_in_time():
    found = time_bar(date(2026, 9, 1), date(2025, 3, 3), suspended=[Suspension(date(2026, 3, 1), None)])
    assert not found.passed


def test_a_suspension_outside_the_time_bar_changes_nothing():
    before, after = Suspension(date(2024, 1, 1), date(2024, 2, 1)), Suspension(date(2026, 4, 1), date(2026, 5, 1))
    found = time_bar(date(2026, 9, 1), date(2025, 3, 3), suspended=[before, after])
    assert found.expires == date(2026, 3, 3)
    assert any("起算以前结束" in warning for warning in found.warnings)


def test_the_eight_events_of_the_negotiation_rules_interrupt():
    """NEG 31."""
    eight = [ground for ground in interruptions().values() if ground.basis == "NEG 31"]
    assert len(eight) == 8
    for ground in eight:
        found = time_bar(date(2026, 9, 1), date(2025, 3, 3), interrupted=[Interruption(date(2025, 10, 9), ground.id)])
        assert found.expires == date(2026, 10, 9)
        assert any("标记 S" in warning for warning in found.warnings)


def test_bad_facts_are_refused_with_a_remedy():
    with pytest.raises(InputError, match="晚于申请仲裁"):
        time_bar(date(2026, 1, 1), date(2026, 1, 2))
    with pytest.raises(InputError, match=r"没有这种中断事由.*claimed"):
        time_bar(date(2026, 1, 1), date(2025, 5, 2), interrupted=[Interruption(date(2025, 6, 1), "phoned")])
    with pytest.raises(NotInForce, match="2008-05-01"):
        time_bar(date(2008, 5, 1), date(2008, 4, 1))


def test_the_answer_can_be_written_down():
    found = time_bar(date(2026, 3, 3), date(2025, 3, 3)).as_dict()
    assert found["expires"] == "2026-03-03"
    assert all(line["basis"] for line in found["working"])
