"""What always holds after an award, whatever was served when and whoever did what (§21, invariants 6 to 10)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.after_award import after_award
from workflows.calendar import Calendar, Closure
from workflows.errors import InputError

# The folder runs on every save: few examples, many rules.
FEW = settings(max_examples=20, deadline=None)
MADE = date(2026, 3, 2)
SERVED = st.integers(0, 40).map(lambda n: (MADE + timedelta(days=n)).isoformat())
ON = st.integers(0, 400).map(lambda n: (MADE + timedelta(days=n)).isoformat())


def party(name: str, side: str, served: str | None) -> dict:
    return {"id": name, "side": side} | ({"served": served} if served else {})


def ask(kind: str, parties: list[dict], events: list[tuple[str, str, str]] = (), on: str = "2026-03-10") -> dict:
    award = {"id": "A", "type": kind, "made": MADE.isoformat(), "parties": parties}
    happened = [{"date": d, "what": w, "award": "A", "party": p} for d, w, p in events]
    return after_award({"awards": [award], "events": happened, "on": on})["awards"][0]


def pair(w: str | None = "2026-03-04", e: str | None = "2026-03-06") -> list[dict]:
    return [party("w", "worker", w), party("e", "employer", e)]


@FEW
@given(SERVED, SERVED, ON)
def test_a_final_award_is_effective_at_once_whatever_the_service(w, e, on):
    """§21 第 8 条；LMA 47。"""
    assert ask("final", pair(w, e), on=on)["workers"] == [
        {"id": "w", "status": "effective", "effective_from": MADE.isoformat()}
    ]


@FEW
@given(SERVED, SERVED, ON)
def test_a_non_final_award_is_effective_only_when_no_clock_runs(w, e, on):
    """§21 第 8 条；LMA 50。"""
    found = ask("non_final", pair(w, e), on=on)
    effective = found["workers"][0]["status"] == "effective"
    assert effective == (found["open_remedies"] == [])
    if effective:
        start = date.fromisoformat(found["workers"][0]["effective_from"])
        assert start > max(date.fromisoformat(w), date.fromisoformat(e)) + timedelta(days=15)
        assert start <= date.fromisoformat(on)


@FEW
@given(SERVED, SERVED, SERVED, ON)
def test_each_clock_depends_on_its_own_service_only(w, e, other, on):
    """§21 第 6 条：各方期限从本人收到之日起算。"""

    def mine(found: dict) -> list:
        return [r for r in found["open_remedies"] if r["party"] == "w"]

    assert mine(ask("final", pair(w, e), on=on)) == mine(ask("final", pair(w, other), on=on))


@FEW
@given(SERVED, SERVED, SERVED, ON, st.booleans())
def test_one_workers_suit_does_not_touch_another(w1, w2, e, on, final):
    """§21 第 9 条；I1 17。"""
    kind = "final" if final else "non_final"
    parties = [party("w1", "worker", w1), party("w2", "worker", w2), party("e", "employer", e)]
    quiet = ask(kind, parties, on=on)
    sued = ask(kind, parties, [("2026-03-12", "sue", "w1")], on=on)
    assert quiet["workers"][1] == sued["workers"][1]


@FEW
@given(st.integers(0, 30), st.sampled_from(["w", "e"]), ON)
def test_a_suit_suspends_the_whole_non_final_award(after, who, on):
    """§21 第 9 条；I1 16。"""
    filed = (MADE + timedelta(days=after)).isoformat()
    found = ask("non_final", pair(), [(filed, "sue", who)], on=on)
    if on >= filed:
        assert found["workers"][0] == {"id": "w", "status": "no_effect"}


@FEW
@given(st.integers(0, 30), st.integers(0, 30), ON)
def test_suit_and_annulment_exclude_each_other_and_the_suit_prevails(a, b, on):
    """§21 第 10 条；I1 21。"""
    sued, applied = ((MADE + timedelta(days=n)).isoformat() for n in (a, b))
    found = ask("final", pair(), [(sued, "sue", "w"), (applied, "apply_annul", "e")], on=on)
    if on >= max(sued, applied):
        assert found["workers"][0]["status"] == "contested"
        assert found["open_remedies"] == []


def test_withdrawal_or_dismissal_of_the_suit_reopens_thirty_days():
    """§21 第 10 条；I1 21。"""
    for what in ("suit_withdrawn", "suit_dismissed_late", "suit_dismissed_wrong_party", "suit_dismissed_not_labour"):
        events = [("2026-03-30", "sue", "w"), ("2026-06-10", what, "w"), ("2026-06-10", what, "e")]
        found = ask("final", pair(), events, on="2026-06-10")
        remedy = {"party": "e", "action": "annul", "court": "intermediate", "until": "2026-07-10"}
        assert found["open_remedies"] == [remedy]


@FEW
@given(st.permutations([("2026-03-16", "sue", "w"), ("2026-03-20", "sue", "e"), ("2026-05-06", "suit_withdrawn", "w")]))
def test_the_order_the_events_are_written_in_does_not_matter(events):
    assert ask("non_final", pair(), events, on="2026-05-10")["workers"] == [{"id": "w", "status": "no_effect"}]


def test_what_has_not_happened_yet_changes_nothing():
    events = [("2026-03-16", "sue", "w"), ("2026-05-06", "suit_withdrawn", "w")]
    assert ask("non_final", pair(), events, on="2026-03-15") == ask("non_final", pair(), [], on="2026-03-15")


def test_the_employers_receipt_goes_to_the_suit_that_ended():
    """两名劳动者起诉，一名撤诉；用人单位收到的撤诉裁定只对应这一名。"""
    parties = [
        party("w1", "worker", "2026-03-04"),
        party("w2", "worker", "2026-03-04"),
        party("e", "employer", "2026-03-06"),
    ]
    events = [
        ("2026-03-10", "sue", "w1"),
        ("2026-03-11", "sue", "w2"),
        ("2026-05-06", "suit_withdrawn", "e"),
        ("2026-05-08", "suit_withdrawn", "w1"),
    ]
    found = ask("final", parties, events, on="2026-05-10")
    assert [w["status"] for w in found["workers"]] == ["effective", "contested"]
    assert found["open_remedies"][0]["until"] == "2026-06-05"


def test_three_hundred_workers_share_one_reason_line():
    parties = [party(f"w{n}", "worker", "2026-03-04") for n in range(300)] + [party("e", "employer", "2026-03-06")]
    found = ask("final", parties, on="2026-03-10")
    assert len(found["workers"]) == 300
    assert len(found["reasons"]) == 1
    assert "等 300 人" in found["reasons"][0]["text"]


GOOD = {
    "awards": [{"id": "A", "type": "final", "made": "2026-03-02", "parties": pair()}],
    "events": [],
    "on": "2026-03-10",
}


def changed(**parts) -> dict:
    award = GOOD["awards"][0] | {
        k: v for k, v in parts.items() if k in ("id", "type", "made", "parties", "extra", "found")
    }
    return GOOD | {"awards": [award]} | {k: v for k, v in parts.items() if k in ("awards", "events", "on", "more")}


def happening(**parts) -> list[dict]:
    return [{"date": "2026-03-10", "what": "sue", "award": "A", "party": "w"} | parts]


@pytest.mark.parametrize(
    ("document", "match"),
    [
        (changed(on="2026-02-31"), "on.*2026-02-31.*没有这一天"),
        (changed(on=None), "没有填写日期"),
        (changed(on="2026/03/10"), "没有这一天，或者写法不对"),
        (changed(made="0001-01-01"), "年份不可信"),
        (changed(type="Final"), "没有这种裁决类型"),
        (changed(parties=pair(w="2026-03-01")), "送达日早于裁决作出日"),
        (changed(parties=pair()[:1]), "没有用人单位"),
        (changed(parties=pair()[1:]), "没有劳动者"),
        (changed(parties=[*pair(), pair()[0]]), "同一当事人"),
        (changed(parties=[party("x", "union", None), *pair()]), "没有这种当事人"),
        (changed(parties="w"), "应当是由对象组成的列表"),
        (changed(awards=[]), "没有裁决"),
        (changed(awards=[GOOD["awards"][0], GOOD["awards"][0]]), "同一个编号"),
        (changed(extra=1), "没有这个字段"),
        (changed(found="maybe"), "不是裁决类型"),
        (changed(events=happening(what="appeal")), "appeal.*没有这种事件"),
        (changed(events=happening(award="B")), "没有这份裁决"),
        (changed(events=happening(party="v")), "没有这个当事人"),
        (changed(events=happening(date="2026-03-01")), "早于裁决 A 的作出日.*请核对「起诉」的日期"),
        (changed(events=happening(what="suit_withdrawn")), "没有对应的起诉"),
        (changed(events=happening(what="annulled", party="e")), "没有对应的申请撤销"),
        (changed(events=happening() * 2), "已经有一次"),
        (changed(events=happening(date="2026-03-08") + happening(what="suit_refused_final")), "不妨碍劳动者起诉"),
        (changed(events=happening(against="w")), "应当是劳动者编号的列表"),
        (changed(events=[{"date": "2026-03-10"}]), "what"),
    ],
)
def test_a_bad_document_is_refused_with_field_value_and_remedy(document, match):
    with pytest.raises(InputError, match=match) as caught:
        after_award(document)
    assert "请" in str(caught.value)


def test_a_late_dismissal_without_a_day_of_service_asks_for_it():
    events = [("2026-03-30", "sue", "w"), ("2026-05-06", "suit_dismissed_late", "w")]
    with pytest.raises(InputError, match="served"):
        ask("final", pair(w=None), events, on="2026-05-10")


def test_an_ambiguous_receipt_asks_whose_case_it_was():
    parties = [
        party("w1", "worker", "2026-03-04"),
        party("w2", "worker", "2026-03-04"),
        party("e", "employer", "2026-03-06"),
    ]
    events = [("2026-03-10", "sue", "w1"), ("2026-03-11", "sue", "w2"), ("2026-05-06", "suit_withdrawn", "e")]
    with pytest.raises(InputError, match="请在该事件里用 of 写明"):
        ask("final", parties, events, on="2026-05-10")


def test_the_offices_own_calendar_moves_the_last_day_of_a_remedy():
    """CPL 85：届满日机构停止办公的，顺延。"""
    case = {"id": "A", "type": "non_final", "made": MADE.isoformat(), "parties": pair()}
    document = {"awards": [case], "events": [], "on": "2026-03-10"}
    closed = Calendar.standard(closures=[Closure(date(2026, 3, 19), date(2026, 3, 19), reason="停电")])
    remedies = [after_award(document, calendar=c)["awards"][0]["open_remedies"][0]["until"] for c in (None, closed)]
    assert remedies == ["2026-03-19", "2026-03-20"]
