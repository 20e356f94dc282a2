"""From a mediation agreement to force: what is open, until when, and what closes what (rules.md §5)."""

from datetime import date

import pytest

from workflows.agreements import AgreementFacts, Attempt, Way, closed_by_others, ways
from workflows.calendar import Calendar, Closure
from workflows.errors import InputError

EFFECT, DUE, LATE = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 11)


def open_on(day: date, subjects=("pay",), due=DUE, **facts) -> dict[str, Way]:
    found = ways(AgreementFacts(EFFECT, frozenset(subjects), due=due, **facts), day)
    return {way.id: way for way in found}


def opened(found: dict[str, Way]) -> set[str]:
    return {name for name, way in found.items() if way.is_open}


@pytest.mark.parametrize(
    ("about", "day", "facts", "expected"),
    [
        ("fresh", EFFECT, {}, {"performed", "review", "confirm"}),
        ("last day of review", date(2026, 9, 16), {}, {"performed", "review", "confirm", "payment_order", "arbitrate", "sue"}),
        ("day after it", date(2026, 9, 17), {}, {"performed", "confirm", "payment_order", "arbitrate", "sue"}),
        ("confirmation rolls over the holiday", date(2026, 10, 8), {}, {"performed", "confirm", "payment_order", "arbitrate", "sue"}),
        ("day after that", date(2026, 10, 9), {}, {"performed", "payment_order", "arbitrate", "sue"}),
        ("more than pay", LATE, {"subjects": ("pay", "compensation")}, {"performed", "review", "confirm", "payment_order", "arbitrate"}),
        ("relation", LATE, {"subjects": ("relation",)}, {"performed", "confirm", "arbitrate"}),
        ("pay and other", LATE, {"subjects": ("pay", "other")}, {"performed", "review", "confirm", "payment_order", "arbitrate"}),
        ("no day to perform", LATE, {"due": None}, {"performed", "review", "confirm"}),
        ("another body", LATE, {"by_listed_body": False}, {"performed", "review", "confirm", "payment_order", "arbitrate"}),
        ("performed", LATE, {"performed_on": DUE}, set()),
        ("not yet performed", EFFECT, {"performed_on": DUE}, {"performed", "review", "confirm"}),
    ],
)  # fmt: skip
def test_which_ways_are_open(about, day, facts, expected):
    """CHR 74–79: 十五日；PML 33、CPL 205: 三十日；LMA 16: 支付令；O1 一、I1 51: 直接起诉的例外。"""
    assert opened(open_on(day, **facts)) == expected, about


def test_the_last_days_to_apply_are_given():
    found = open_on(EFFECT)
    assert found["review"].until == date(2026, 9, 16)
    assert found["confirm"].until == date(2026, 10, 8)
    assert found["payment_order"].until is None


@pytest.mark.parametrize("way", ["review", "confirm", "payment_order"])
def test_a_way_under_way_closes_the_others(way):
    """The ways exclude one another; withdrawing opens them again (CHR 74–79; CPL 205, 225)."""
    pending = (Attempt(way, LATE),)
    found = open_on(date(2026, 9, 14), attempts=pending)
    assert opened(found) == {"performed"}
    others = [w for w in found.values() if w.id not in (way, "performed")]
    assert all("先撤回" in other.reasons[0].text for other in others)
    withdrawn = (Attempt(way, LATE, "withdrawn", date(2026, 9, 13)),)
    assert {"review", "confirm", "payment_order"} <= opened(open_on(date(2026, 9, 14), attempts=withdrawn))


@pytest.mark.parametrize("way", ["review", "confirm", "payment_order"])
def test_a_way_that_gave_force_closes_everything_but_performance(way):
    done = (Attempt(way, LATE, "done", date(2026, 9, 14)),)
    assert opened(open_on(date(2026, 9, 15), attempts=done)) == {"performed"}
    assert "可以申请强制执行" in open_on(date(2026, 9, 15), attempts=done)["sue"].reasons[0].text


def test_a_result_counts_only_from_its_own_day():
    later = (Attempt("review", LATE, "done", date(2026, 9, 20)),)
    assert "正在进行" in open_on(date(2026, 9, 15), attempts=later)["confirm"].reasons[0].text
    assert "review" in opened(open_on(date(2026, 9, 10), attempts=later))


def test_a_refused_review_leads_to_arbitration_and_not_to_court():
    """O1 一: 仲裁审查未通过的，就争议事项申请仲裁。"""
    refused = (Attempt("review", EFFECT, "refused", date(2026, 9, 5)),)
    found = open_on(date(2026, 9, 8), subjects=("other",), attempts=refused)
    assert opened(found) == {"performed", "confirm", "arbitrate"}


@pytest.mark.parametrize(
    ("subjects", "attempt", "suit"),
    [
        (("compensation",), Attempt("payment_order", LATE, "lapsed", date(2026, 9, 14)), True),
        (("compensation",), Attempt("payment_order", LATE, "refused", date(2026, 9, 14)), False),
        (("compensation", "pay"), Attempt("confirm", LATE, "refused", date(2026, 9, 14)), True),
        (("compensation", "other"), Attempt("confirm", LATE, "refused", date(2026, 9, 14)), False),
        (("compensation",), Attempt("review", LATE, "refused", date(2026, 9, 14)), False),
        (("pay",), Attempt("review", LATE, "refused", date(2026, 9, 14)), True),
    ],
)
def test_a_direct_suit_is_open_in_three_cases_only(subjects, attempt, suit):
    """O1 一; I1 13, 51."""
    found = open_on(date(2026, 9, 15), subjects=subjects, attempts=(attempt,))["sue"]
    assert found.is_open is suit
    assert found.reasons[0].basis


def test_pay_that_is_not_due_yet_cannot_be_sued_for():
    assert not open_on(DUE)["sue"].is_open
    assert open_on(LATE)["sue"].is_open


def test_an_agreement_before_the_review_existed_says_since_when_it_does():
    """CHR 74–79 from 2017-07-01."""
    facts = AgreementFacts(date(2016, 5, 3), frozenset({"pay"}))
    review = ways(facts, date(2016, 5, 4))[1]
    assert not review.is_open
    assert "2017-07-01" in review.reasons[0].text


def test_every_way_gives_its_reasons_with_articles():
    for way in open_on(LATE).values():
        assert way.reasons
        assert way.reasons[0].basis
        assert way.as_dict()["open"] == way.is_open


def test_bad_facts_are_refused():
    with pytest.raises(InputError, match="才生效"):
        open_on(date(2026, 8, 31))
    with pytest.raises(InputError, match="没有写明"):
        open_on(EFFECT, subjects=())


@pytest.mark.parametrize(
    ("way", "result", "words"),
    [
        ("review", "refused", "仲裁审查没有通过"),
        ("confirm", "refused", "驳回司法确认"),
        ("payment_order", "lapsed", "支付令程序已经终结"),
        ("payment_order", "refused", "没有受理或者驳回"),
    ],
)
def test_a_way_that_failed_is_not_open_a_second_time(way, result, words):
    """CHR 74–79; CPL 206; LMA 16."""
    found = open_on(date(2026, 9, 15), attempts=(Attempt(way, LATE, result, date(2026, 9, 14)),))[way]
    assert not found.is_open
    assert any(words in reason.text for reason in found.reasons)


def test_confirming_a_relation_in_court_is_left_to_a_person():
    """CPLI 351–358; 是否包括劳动关系没有读到明文（标记 P）。"""
    asked = open_on(EFFECT, subjects=("relation",))["confirm"]
    assert asked.is_open
    assert any("请先向法院核实" in reason.text for reason in asked.reasons)
    assert not any("核实" in reason.text for reason in open_on(EFFECT)["confirm"].reasons)


def test_a_payment_order_leaves_out_what_is_not_money():
    """LMA 16."""
    mixed = open_on(LATE, subjects=("pay", "other"))["payment_order"]
    assert any("其他事项不在支付令范围内" in reason.text for reason in mixed.reasons)
    assert not any("其他事项" in reason.text for reason in open_on(LATE)["payment_order"].reasons)
    nothing = open_on(LATE, subjects=("other",))["payment_order"]
    assert any("只有拖欠劳动报酬" in reason.text for reason in nothing.reasons)
    early = open_on(DUE)["payment_order"]
    assert any("还没有逾期" in reason.text for reason in early.reasons)


def test_an_agreement_performed_late_is_not_late_any_more():
    found = open_on(date(2026, 9, 20), performed_on=date(2026, 9, 15))
    assert opened(found) == set()
    assert all("已经履行完毕" in way.reasons[0].text for way in found.values())


def test_a_way_asked_for_twice_is_told_so():
    found = open_on(date(2026, 9, 14), attempts=(Attempt("review", LATE),))["review"]
    assert "不必重复申请" in found.reasons[0].text


def test_an_attempt_in_the_future_does_not_count_yet():
    later = (Attempt("review", date(2026, 9, 15)),)
    assert "confirm" in opened(open_on(date(2026, 9, 14), attempts=later))
    assert "confirm" not in opened(open_on(date(2026, 9, 15), attempts=later))


def test_nothing_needs_arbitration_before_somebody_is_late():
    assert "约束力" in open_on(DUE)["arbitrate"].reasons[0].text
    assert open_on(LATE)["arbitrate"].is_open
    assert not open_on(date(2026, 12, 1), due=None)["arbitrate"].is_open


def test_an_office_calendar_moves_the_last_day_to_apply():
    office = Calendar.standard(closures=[Closure(date(2026, 9, 16), date(2026, 9, 16), reason="停电")])
    facts = AgreementFacts(EFFECT, frozenset({"pay"}), due=DUE)
    review = ways(facts, EFFECT, calendar=office)[1]
    assert review.until == date(2026, 9, 17)
    assert any("停电" in reason.text for reason in review.reasons)


def test_what_happens_on_the_day_asked_about_has_happened():
    assert opened(open_on(DUE, performed_on=DUE)) == set()
    done = (Attempt("review", EFFECT, "done", DUE),)
    assert opened(open_on(DUE, attempts=done)) == {"performed"}


def test_a_refused_confirmation_opens_a_suit_for_money_in_any_mixture_of_the_four_kinds():
    """O1 一."""
    refused = (Attempt("confirm", LATE, "refused", date(2026, 9, 14)),)
    four = ("pay", "injury_medical", "compensation", "damages")
    assert open_on(date(2026, 9, 15), subjects=four, attempts=refused)["sue"].is_open


def test_a_closed_way_gives_no_last_day_and_the_reason_cites_the_rule():
    found = open_on(date(2026, 9, 17))["review"]
    assert found.until is None
    assert (found.as_dict()["until"], found.reasons[0].basis) == (None, "CHR 74–79; O1 一")
    assert open_on(EFFECT)["review"].as_dict()["until"] == "2026-09-16"


def test_a_payment_order_under_the_contract_law_leads_to_arbitration_first():
    """LCL 30; I1 13: 依照劳动合同法第三十条申请的支付令终结后，先仲裁；依照调解仲裁法第十六条的，可以直接起诉。"""
    ended = date(2026, 9, 14)
    wages = Attempt("payment_order", LATE, "lapsed", ended, "LCL 30")
    found = open_on(date(2026, 9, 15), subjects=("compensation",), attempts=(wages,))
    assert not found["sue"].is_open
    assert "先就争议申请仲裁" in found["sue"].reasons[0].text
    assert found["arbitrate"].is_open
    assert found["payment_order"].is_open
    agreed = Attempt("payment_order", LATE, "lapsed", ended)
    assert open_on(date(2026, 9, 15), subjects=("compensation",), attempts=(agreed,))["sue"].is_open


def test_a_suit_on_the_agreement_closes_the_other_ways_while_it_runs_and_once_it_is_judged():
    """O1 一; I1 13, 51."""
    day = date(2026, 9, 14)
    assert opened(open_on(day, attempts=(Attempt("sue", LATE),))) == {"performed"}
    done = open_on(day, attempts=(Attempt("sue", LATE, "done", day),))
    assert opened(done) == {"performed"}
    assert "按判决履行" in done["review"].reasons[0].text
    assert closed_by_others(AgreementFacts(EFFECT, frozenset({"pay"}), performed_on=DUE), day, "review")
