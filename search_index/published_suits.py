"""Published cases that tell what became of the award, in the form `hengjian consistency compare` reads.

A record has `id`, `claims` (text and amounts), `award_outcome`, `award_amounts`, `stage_of_claims` and `court_results`
(instance, consistent_with_award). Nothing is guessed: where the text does not state the award, the suit is unlinked; where
it says neither that the judgment agrees nor item by item how it differs, a person has to enter it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.errors import InputError

INSTANCES = {"一审": 1, "二审": 2}
DISPOSITIONS = {"granted": "granted", "partly_granted": "partly", "dismissed": "refused"}


@dataclass(frozen=True)
class Told:
    """A document for `consistency compare`, and in words what could not be taken over."""

    document: Mapping[str, Any]
    notes: tuple[str, ...]


def suits(records: Iterable[Mapping[str, Any]]) -> Told:
    """One suit for each instance a record tells of. Raises InputError for a record without id, claims or instance."""
    found: list[dict[str, Any]] = []
    notes: list[str] = []
    for number, record in enumerate(records, start=1):
        ident = record.get("id")
        if not isinstance(ident, str) or not ident:
            raise InputError("id", f"第 {number} 行", "没有编号。", "请按 docs/consistency/typical-cases-check.md 的格式提供。")
        items = _items(record)
        for result in record.get("court_results") or []:
            instance = INSTANCES.get(str(result.get("instance")))
            if instance is None:
                raise InputError(f"{ident} instance", result.get("instance"), "审级不明。", "请填写一审或二审。")
            suit: dict[str, Any] = {"id": ident, "instance": instance, "ended_by": "judgment"}
            if not items or record.get("stage_of_claims") == "court":
                found.append({**suit, "coverage": "unlinked"})
                notes.append(f"{ident} {result['instance']}：原文没有写明裁决结果，按未关联处理。")
            elif result.get("consistent_with_award") is True:
                found.append({**suit, "items": [{**item, "court": item["award"]} for item in items]})
            else:
                found.append({**suit, "coverage": "unlinked"})
                notes.append(f"{ident} {result['instance']}：原文没有说判决与裁决一致，须由人逐项登记，暂按未关联处理。")
    return Told({"suits": found}, tuple(notes))


def _items(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The claims with what the award gave; empty where the text does not say it claim by claim.

    One outcome is told for the whole award: it holds for a single claim, and for several only when all were granted
    or all refused.
    """
    claims = record.get("claims") or []
    disposition = DISPOSITIONS.get(str(record.get("award_outcome")))
    if disposition is None or (len(claims) > 1 and disposition == "partly"):
        return []
    items = []
    for place, claim in enumerate(claims, start=1):
        award: dict[str, Any] = {"disposition": disposition}
        amount = _amount(record, claim, alone=len(claims) == 1)
        if disposition != "refused" and amount is not None:
            award["amount"] = amount
        items.append({"id": place, "kind": str(record.get("case_cause", "")), "award": award})
    return items


def _amount(record: Mapping[str, Any], claim: Mapping[str, Any], *, alone: bool) -> Any:
    """What was awarded: the sum the award names, else what was claimed when it was granted as claimed."""
    named = [one.get("yuan") for one in record.get("award_amounts") or []]
    if alone and len(named) == 1:
        return named[0]
    asked = [one.get("yuan") for one in claim.get("amounts") or []]
    return asked[0] if len(asked) == 1 and not named else None
