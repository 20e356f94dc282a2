"""The golden cases of §7.2: every scenario row, its boundaries and its combinations."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from workflows.after_award import after_award

CASES = tomllib.loads(Path(__file__).with_name("after_award.toml").read_text(encoding="utf-8"))["case"]
BOTH = ["w worker 2026-03-04", "e employer 2026-03-06"]


def document(case: dict[str, Any]) -> dict[str, Any]:
    parties = [dict(zip(("id", "side", "served"), p.split(), strict=True)) for p in case.get("parties", BOTH)]
    award = {
        "id": "A",
        "type": case["type"],
        "made": str(case.get("made", "2026-03-02")),
        "parties": [p if p["served"] != "-" else {k: p[k] for k in ("id", "side")} for p in parties],
    } | ({"found": case["found"]} if "found" in case else {})
    return {"awards": [award], "events": [event(text) for text in case.get("events", [])], "on": str(case["on"])}


def event(text: str) -> dict[str, Any]:
    day, what, party, *more = text.split()
    extra: dict[str, Any] = dict(pair.split("=") for pair in more)
    if "against" in extra:
        extra["against"] = [extra["against"]]
    return {"date": day, "what": what, "award": "A", "party": party, **extra}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"row{c['row']}-{c['title']}")
def test_the_award_stands_where_the_scenario_table_says(case):
    """§7.2。"""
    award = after_award(document(case))["awards"][0]
    workers = [" ".join([w["id"], w["status"], w.get("effective_from", "")]).strip() for w in award["workers"]]
    remedies = [f"{r['party']} {r['action']} {r['until'] or '-'}" for r in award["open_remedies"]]
    assert workers == case["workers"], case["basis"]
    assert remedies == case["open"], case["basis"]
    for remedy in award["open_remedies"]:
        assert remedy["court"] == ("intermediate" if remedy["action"] == "annul" else "basic")
    assert award["reasons"]
    assert all(line["basis"] for line in award["reasons"])
    said = " ".join(line["text"] for line in award["reasons"])
    for text in case.get("says", []):
        assert text in said
    for text in case.get("silent", []):
        assert text not in said


def test_split_awards_live_their_own_lives_and_the_annulment_may_wait():
    """Row 12 (O1 十二): 终局裁决申请撤销，非终局裁决起诉，并行不悖。"""
    final = document({"type": "final", "on": "2026-03-25"})["awards"][0]
    other = final | {"id": "B", "type": "non_final"}
    events = [event("2026-03-16 sue w") | {"award": "B"}, event("2026-03-24 apply_annul e")]
    events += [event("2026-03-20 enforcement_applied w") | {"award": name} for name in "AB"]
    found = after_award({"awards": [final, other], "events": events, "on": "2026-03-25"})["awards"]
    assert found[0]["workers"] == [{"id": "w", "status": "enforcement_stayed", "effective_from": "2026-03-02"}]
    assert found[1]["workers"] == [{"id": "w", "status": "no_effect"}]
    assert "等待该案结果" in found[0]["reasons"][-1]["text"]


def test_a_split_award_waits_only_for_a_suit_against_the_other_and_only_where_annulment_is_asked_for():
    """Row 12 (O1 十二)：起诉的是终局裁决本身，或者没有申请撤销，都不等待。"""
    final = document({"type": "final", "on": "2026-03-25"})["awards"][0]
    other = final | {"id": "B", "type": "non_final"}
    quiet = [event("2026-03-16 sue w"), event("2026-03-24 apply_annul e")]
    quiet.append(event("2026-03-20 enforcement_applied w") | {"award": "B"})
    sued = [event("2026-03-16 sue w") | {"award": "B"}, event("2026-03-20 enforcement_applied w")]
    for events in (quiet, sued):
        found = after_award({"awards": [final, other], "events": events, "on": "2026-03-25"})["awards"]
        assert not any("等待该案结果" in line["text"] for award in found for line in award["reasons"])


def test_every_scenario_row_has_a_golden_case():
    assert {case["row"] for case in CASES} | {12} == set(range(1, 18))
