"""裁决书 for many workers: the roll, what each claims and is awarded, and a sum for each kind in the result (CHR 53)."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.models import Case, ClaimItem, Party
from app.services import group
from app.services.desk import Desk
from workflows import items

LISTED_ONE_BY_ONE = 5
"""Up to so many applicants an award names everybody in its text; beyond, tables say it better. No rule of law."""


def facts(desk: Desk, case: Case, decided: Sequence[ClaimItem]) -> dict[str, Any] | None:
    """The tables of an award over many workers; None where the text names each of them.

    Sums of money go into the tables; what is no money, a result written out and a counterclaim stay lines of their
    own (`ordinals` are those of the claims in the tables).
    """
    workers = [p for p in case.taking_part if p.id in {i.applicant_id for i in decided if not i.counterclaim}]
    in_tables = [i for i in decided if items.kind(i.kind).money and not i.decision_text and not i.counterclaim]
    if len(workers) <= LISTED_ONE_BY_ONE or not in_tables:
        return None
    names = list(dict.fromkeys(i.kind for i in in_tables))
    parties = {p.id: p for p in case.parties}
    row = group.delegation(desk.session, case)
    claimed: dict[tuple[int, str], list[ClaimItem]] = {}
    for item in in_tables:
        claimed.setdefault((item.applicant_id, item.kind), []).append(item)
    return {
        "count": len(workers),
        "told": group.told(workers),
        "delegates": "、".join(p.name for p in workers if row is not None and p.id in row.delegates),
        "ordinals": [i.ordinal for i in in_tables],
        "people": [_person(p) for p in workers],
        "columns": [items.kind(name).title for name in names],
        "kinds": [_kind(name, [i for i in in_tables if i.kind == name], parties) for name in names],
        "rows": [_row(p, [claimed.get((p.id or 0, name), []) for name in names]) for p in workers],
        "claimed_fen": sum(i.claimed_fen or 0 for i in in_tables),
        "awarded_fen": sum(i.awarded_fen or 0 for i in in_tables),
        "workings": [
            {"ordinal": parties[i.applicant_id].ordinal, "name": parties[i.applicant_id].name,
             "kind_title": items.kind(i.kind).title, "lines": [w["text"] for w in i.working if w.get("text")]}
            for i in in_tables
            if any(w.get("text") for w in i.working)
        ],
    }  # fmt: skip


def _person(party: Party) -> dict[str, Any]:
    return {
        "ordinal": party.ordinal,
        "name": party.name,
        "sex": party.sex,
        "id_number": party.id_number,
        "address": party.address,
    }


def _row(party: Party, claims: Sequence[Sequence[ClaimItem]]) -> dict[str, Any]:
    """One worker: for each kind what is claimed and awarded, an empty cell where nothing is claimed."""
    cells = [
        {"claimed_fen": sum(i.claimed_fen or 0 for i in some), "awarded_fen": sum(i.awarded_fen or 0 for i in some)}
        if some
        else {"nothing": True}
        for some in claims
    ]
    total = sum(c.get("awarded_fen", 0) for c in cells)
    return {"ordinal": party.ordinal, "name": party.name, "cells": cells, "total_fen": total}


def _kind(name: str, claims: Sequence[ClaimItem], parties: Mapping[int | None, Party]) -> dict[str, Any]:
    """One kind of claim: its sums, the lines of its result by who pays, and its reasons."""
    return {
        "title": items.kind(name).title,
        "count": len({i.applicant_id for i in claims}),
        "claimed_fen": sum(i.claimed_fen or 0 for i in claims),
        "awarded_fen": sum(i.awarded_fen or 0 for i in claims),
        "payments": _payments(claims, parties),
        "partly": _whom([i for i in claims if i.disposition == "partly"], parties),
        "refused": _whom([i for i in claims if i.disposition == "refused"], parties),
        "reasons": _reasons(claims, parties),
    }


def _payments(claims: Sequence[ClaimItem], parties: Mapping[int | None, Party]) -> list[dict[str, Any]]:
    """Payer by payer: how many workers receive how much together."""
    paid = [i for i in claims if i.disposition in ("granted", "partly") and i.awarded_fen]
    by_payer: dict[int, list[ClaimItem]] = {}
    for item in paid:
        by_payer.setdefault(item.respondent_id, []).append(item)
    return [
        {
            "payer": parties[payer].name,
            "payees": group.told(_of(some, parties)),
            "amount_fen": sum(i.awarded_fen or 0 for i in some),
        }
        for payer, some in by_payer.items()
    ]


def _reasons(claims: Sequence[ClaimItem], parties: Mapping[int | None, Party]) -> list[dict[str, str]]:
    """Each reason once, with whom it is about where workers' reasons differ."""
    texts: dict[str, list[ClaimItem]] = {}
    for item in claims:
        if item.reasoning.strip():
            texts.setdefault(item.reasoning.strip(), []).append(item)
    alone = len(texts) == 1 and sum(map(len, texts.values())) == len(claims)
    return [{"text": text, "whom": "" if alone else _whom(some, parties)} for text, some in texts.items()]


def _of(claims: Sequence[ClaimItem], parties: Mapping[int | None, Party]) -> list[Party]:
    ids = {i.applicant_id for i in claims}
    return [p for p in parties.values() if p.id in ids]


def _whom(claims: Sequence[ClaimItem], parties: Mapping[int | None, Party]) -> str:
    """Names and numbers of the roll; nothing for nobody."""
    people = _of(claims, parties)
    return f"{group.told(people)}（序号{group.numbers(people)}）" if people else ""
