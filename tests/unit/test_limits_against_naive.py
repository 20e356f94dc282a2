"""The engine against a second, naive count, day by day, on random timelines."""

import random
from datetime import date, timedelta

import pytest
from naive_limits import Outside, backward, forward

from workflows.errors import InputError
from workflows.limits import LedgerEntry, compute, rules

FIRST, LAST = date(2018, 1, 1), date(2027, 6, 30)


def timeline(seed: int) -> dict:
    """One made-up history of a limit. The choices are those of the law's data; the counting is not."""
    dice = random.Random(seed)
    law = dice.choice(
        [versions[-1] for versions in rules().values() if not any(o.required for o in versions[-1].options)]
    )
    origin = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    origin = max(origin, law.since)
    reach = max(law.length * {"CD": 1, "WD": 2, "M": 31, "Y": 366}[law.unit], 4)
    near = lambda: origin + timedelta(days=dice.randrange(-2, reach * 2))  # noqa: E731 - a short name for a die
    restarts = [max(origin, near()) for _ in range(dice.choice([0, 0, 0, 1, 2]))]
    excluded = [
        (day, day + timedelta(days=dice.randrange(60))) for day in (near() for _ in range(dice.choice([0, 0, 1, 2, 3])))
    ]
    more = 0
    if law.extend and dice.random() < 0.4:
        more = dice.randrange(1, (law.extend.max or 20) + 1)
    return {"law": law, "origin": origin, "restarts": restarts, "excluded": excluded, "more": more}


def compare(seed: int) -> None:
    t = timeline(seed)
    law, origin = t["law"], t["origin"]
    if law.backward:
        assert compute(law.id, origin).due == backward(origin, law.length), f"seed {seed}"
        return
    start = max([origin, *t["restarts"]])
    ledger = [LedgerEntry("restart", day) for day in t["restarts"]]
    ledger += [LedgerEntry("exclude", first, last) for first, last in t["excluded"]]
    if t["more"]:
        ledger.append(LedgerEntry("extend", start, days=t["more"]))
    try:
        expected = forward(origin, law.length, law.unit, law.roll, t["restarts"], t["excluded"], t["more"])
    except Outside:
        with pytest.raises(InputError, match="不在期间之内"):
            compute(law.id, origin, ledger=ledger)
        return
    found = compute(law.id, origin, ledger=ledger)
    assert (found.unrolled, found.due) == expected, f"seed {seed}: {t}"


def test_two_thousand_random_timelines_agree_with_a_count_day_by_day():
    """CPL 85; CC 201–203; CHR 46, 80."""
    for seed in range(2_000):
        compare(seed)


@pytest.mark.nightly
def test_a_hundred_thousand_random_timelines_agree_with_a_count_day_by_day():
    """The long form: `pytest -m nightly`."""
    for seed in range(100_000):
        compare(seed)


def test_the_random_timelines_are_worth_comparing():
    """Among them are refusals, restarts, overlaps and extensions; else the comparison shows little."""
    drawn = [timeline(seed) for seed in range(2_000)]
    assert sum(bool(t["restarts"]) for t in drawn) > 500
    assert sum(len(t["excluded"]) > 1 for t in drawn) > 500
    assert sum(bool(t["more"]) for t in drawn) > 30
    assert {t["law"].unit for t in drawn} == {"WD", "CD", "M", "Y"}
