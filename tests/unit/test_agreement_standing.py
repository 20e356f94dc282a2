"""What conditions read off an agreement: when a line is late, when a payment order comes into force, what it settles."""

from datetime import date

import pytest

from workflows.agreement_standing import AgreementStanding, LineFacts, by_listed_body, subjects_of
from workflows.facts import Facts, MatterFacts
from workflows.guards import GUARDS

DAY = date(2026, 3, 20)


def agreement(**changed: object) -> AgreementStanding:
    lines = (LineFacts(1, 1, DAY, 800), LineFacts(2, 2, date(2026, 4, 20), 700, paid_fen=700))
    return AgreementStanding(1, "binding", date(2026, 3, 2), True, frozenset({"body"}), lines=lines, **changed)  # type: ignore[arg-type]


def test_a_line_is_late_from_the_day_after_its_day_and_a_paid_one_never() -> None:
    """LMA 16：约定之日当日付款不算逾期，次日起才是。"""
    assert agreement().late(DAY) == ()
    assert [line.id for line in agreement().late(date(2026, 3, 21))] == [1]
    assert [line.id for line in agreement().late(date(2026, 5, 1))] == [1]
    assert agreement().late(date(2026, 5, 1), paid=1) == ()


@pytest.mark.parametrize(("today", "over"), [(date(2026, 4, 7), False), (date(2026, 4, 8), True)])
def test_a_payment_order_is_opposed_in_time_on_the_last_day(today: date, over: bool) -> None:
    """CPL 227：第十五日（4月7日）还可以异议，次日起支付令才可以执行。"""
    matter = MatterFacts(1, "payment_order", "order_served", None, 3, last_day_to_object=date(2026, 4, 7))
    facts = Facts(today=today, actor_id=None, state="settled", matter=matter)
    assert (GUARDS["time_to_object_is_over"](facts) is None) is over
    assert GUARDS["time_to_object_is_over"](Facts(today=today, actor_id=None, state="settled", matter=MatterFacts(1, "payment_order", "order_served", None, 3))) is not None


def test_what_an_agreement_settles_follows_from_the_claims() -> None:
    """rules §5：二倍工资推定为赔偿金而不是劳动报酬（P），否则“仅涉及劳动报酬”会放宽直接起诉。"""
    assert subjects_of(["wages", "overtime"]) == ("pay",)
    assert subjects_of(["wages", "double_wage"]) == ("pay", "damages")
    assert subjects_of(["relation_confirmation", "termination_certificate"]) == ("relation", "other")
    assert by_listed_body("peoples")
    assert not by_listed_body("industry")
