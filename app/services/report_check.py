"""Recomputing a frozen report, from the database or from an exported file alone, and taking its suits out for others.

Whoever holds the exported JSON can check every printed figure and run the public definition on its suits, without this office.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.services.events import canonical, digest
from app.services.report_cases import Record
from app.services.report_figures import compute
from app.services.report_store import behind, collector_paused, printed_figures, text_hash
from app.services.report_suits import Suits
from workflows.consistency import Decision, Item, Suit
from workflows.consistency_json import yuan
from workflows.errors import InputError

DEFINITION = "hengjian-report-3"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every figure that differs between two editions, with numerator and denominator before and after."""

    def pair(figure: Mapping[str, Any] | None) -> list[int | None] | None:
        return None if figure is None else [figure["numerator"], figure["denominator"]]

    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if pair(old) != pair(new):
            title = (new or old or {})["title"]
            found.append({"figure": name, "title": title, "before": pair(old), "after": pair(new)})
    return found


def seal_problems(snapshot: Mapping[str, Any], sha256: str) -> list[str]:
    """Whether the hash fits the printed snapshot."""
    return [] if digest(snapshot) == sha256 else ["快照与其校验值不符，数据在发布后被改动过。"]


def problems(snapshot: Mapping[str, Any], sha256: str, facts: str, cases: Mapping[str, Any]) -> list[str]:
    """Hashes that do not fit, and figures the facts do not give. `facts` is canonical JSON, `cases` those behind figures."""
    found = seal_problems(snapshot, sha256)
    if text_hash(facts) != snapshot["facts_sha256"]:
        found.append("底数与其校验值不符，在发布后被改动过。")
    if digest(cases) != snapshot["behind_sha256"]:
        found.append("指标背后的案件清单与其校验值不符。")
    if not recomputed(snapshot):
        return found
    with collector_paused():
        again = compute(json.loads(facts))
    figures = printed_figures(again["figures"])
    if canonical(figures) != canonical(snapshot["figures"]):
        wrong = [c["title"] for c in changes(snapshot["figures"], figures)]
        found.append(f"由快照复算的数字与公布的不同：{'、'.join(wrong) or '区间'}。")
    if digest(behind(again["figures"])) != snapshot["behind_sha256"]:
        found.append("由快照复算的组成案件与公布的不同。")
    if canonical(again["tables"]) != canonical(snapshot["tables"]):
        found.append("由快照复算的表格与公布的不同。")
    return found


def recomputed(snapshot: Mapping[str, Any]) -> bool:
    """Whether this program computes by the definition of the report; an earlier one is sealed by its hashes only."""
    return bool(snapshot["definition"] == DEFINITION)


def read_export(text: str) -> Record:
    """The exported JSON of a report. Raises InputError when it is none."""
    try:
        found = json.loads(text)
        whole = all(key in found for key in ("sha256", "snapshot", "facts", "behind"))
    except (ValueError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise InputError("文件", "（导出的 JSON）", "不是本系统导出的报告。", "请用 hengjian report month 导出的 JSON。")
    return dict(found)


def export_problems(export: Mapping[str, Any]) -> list[str]:
    """The same check on an exported report, which needs no database."""
    return problems(export["snapshot"], export["sha256"], canonical(export["facts"]), export["behind"])


def extract(facts: Record, span: str) -> Record:
    """The suits of the period ("month") or of the twelve months ("year") as `hengjian consistency compare` reads them.

    No case number and no name: the ids are those of this report alone.
    """
    return {"suits": [_suit(suit) for suit in Suits(facts).of(span)]}


def _suit(suit: Suit) -> Record:
    found: Record = {
        "id": suit.id,
        "instance": suit.instance,
        "ended_by": suit.ended_by,
        "coverage": "linked" if suit.linked else "unlinked",
        "effective": suit.effective,
    }
    if suit.first is not None:
        found["first"] = suit.first
    if suit.awards:
        found["awards"] = list(suit.awards)
    if suit.linked and suit.ended_by == "judgment":
        found["items"] = [_item(item) for item in suit.items]
    return found


def _item(item: Item) -> Record:
    found: Record = {"id": item.id, "kind": item.kind, "award": _decision(item.award), "court": _decision(item.court)}
    return {**found, "reason_code": item.reason_code} if item.reason_code else found


def _decision(decision: Decision) -> Record:
    amount = {} if decision.amount is None else {"amount": yuan(decision.amount)}
    return {"disposition": decision.disposition, **amount}
