"""The time bar: computed and explained, and never a reason to refuse acceptance."""

from datetime import date

import pytest

from workflows.calendar import Calendar, Closure
from workflows.errors import DefinitionError, InputError, NotInForce
from workflows.timebar import Interruption, Suspension, interruptions, load_interruptions, time_bar


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


def test_knowing_and_filing_on_one_day_is_in_time():
    found = time_bar(date(2026, 5, 12), date(2026, 5, 12))
    assert not found.passed
    assert "没有超过时效" in found.working[-1].text


def test_a_claim_that_is_not_for_pay_counts_from_knowing_even_after_the_end():
    """LMA 27(4) is about labour remuneration only."""
    found = time_bar(date(2026, 5, 12), date(2025, 3, 3), relation_ended=date(2025, 9, 1))
    assert (found.rule, found.expires) == ("lim.general", date(2026, 3, 3))


def test_pay_claimed_on_the_day_the_relation_ends_is_counted_from_it():
    found = time_bar(date(2026, 5, 12), date(2024, 3, 3), is_pay=True, relation_ended=date(2026, 5, 12))
    assert (found.rule, found.expires) == ("lim.wages_after_end", date(2027, 5, 12))


def test_the_offices_own_closures_move_the_last_day():
    office = Calendar.standard(closures=[Closure(date(2026, 3, 3), date(2026, 3, 3), reason="停电")])
    assert time_bar(date(2026, 3, 4), date(2025, 3, 3), calendar=office).expires == date(2026, 3, 4)


def test_events_on_the_first_and_on_the_last_day_count():
    """LMA 27: from the day of knowing to the end of the last day."""
    for day in (date(2025, 3, 3), date(2026, 3, 3)):
        found = time_bar(date(2026, 3, 3), date(2025, 3, 3), interrupted=[Interruption(day, "claimed", "微信催讨")])
        assert found.expires == day.replace(year=day.year + 1)
        assert any("微信催讨" in line.text for line in found.working)
    pause = Suspension(date(2026, 3, 3), date(2026, 3, 4))
    assert time_bar(date(2026, 3, 3), date(2025, 3, 3), suspended=[pause]).expires == date(2026, 3, 5)


def test_a_suspension_that_ended_on_the_day_of_knowing_is_said_and_left_out():
    pause = Suspension(date(2025, 2, 1), date(2025, 3, 3))
    found = time_bar(date(2026, 3, 3), date(2025, 3, 3), suspended=[pause])
    assert found.expires == date(2026, 3, 3)
    assert any("起算以前结束" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ('id = "x"\ntitle = "某事"\nmark = "V"', "x 缺少 basis"),
        ('id = "x"\ntitle = "某事"\nbasis = "LMA 27"\nmark = "X"', "mark 只能是"),
    ],
)
def test_a_ground_that_is_not_sound_does_not_load(tmp_path, block, reason):
    path = tmp_path / "bad.toml"
    path.write_text(f"[[interruption]]\n{block}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"bad.toml：.*{reason}"):
        load_interruptions(path)
