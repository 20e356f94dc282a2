"""The draft check: each decided item against like decisions and the standards that govern it, before it is sent up."""

from dataclasses import asdict
from typing import Any

from sqlmodel import select

from app.models import Case, ClaimItem, Standard
from app.services import precedents
from app.services.desk import Desk
from search_index import consistency
from search_index.port import Filters, SearchIndex

LIKE = 40
SHOWN = 6


def digest(item: ClaimItem) -> str:
    """What was compared: when the draft changes, the comparison no longer counts."""
    return f"{item.disposition}:{item.awarded_fen}"


def run(desk: Desk, case: Case, index: SearchIndex) -> list[consistency.ItemCheck]:
    """Compare the draft with like decisions and standards, and keep the result with each item.

    A note asks for one sentence of reason when the draft stays as it is (guard `deviations_have_reasons`); it is
    never a verdict. The method is search_index/consistency.py.
    """
    standards = [
        consistency.Standard(
            number=row.number,
            title=row.title,
            text=row.text,
            kinds=tuple(row.kinds),
            adopted_on=row.adopted_on,
            valid_to=row.valid_to,
        )
        for row in desk.session.exec(select(Standard)).all()
    ]
    checks: list[consistency.ItemCheck] = []
    for item in case.items:
        if item.disposition not in consistency.COMPARED:
            item.check = {}
            desk.session.add(item)
            continue
        hits = precedents.similar_to_case(index, case, Filters(kinds=(item.kind,)), LIKE)
        draft = consistency.DraftItem(
            id=str(item.id),
            kind=item.kind,
            disposition=item.disposition,
            claimed_fen=item.claimed_fen,
            awarded_fen=item.awarded_fen,
        )
        found = consistency.check([draft], hits, standards, case.filed_on)
        checks += found
        item.check = {"digest": digest(item), "at": desk.now.isoformat(), **_kept(found[0])}
        desk.session.add(item)
    desk.session.flush()
    return checks


def _kept(check: consistency.ItemCheck) -> dict[str, Any]:
    """What stands beside the item from now on."""
    return {
        "needs_reason": check.needs_reason,
        "notes": list(check.notes),
        "remarks": list(check.remarks),
        "distribution": asdict(check.distribution),
        "standards": [{"number": s.number, "title": s.title, "text": s.text} for s in check.standards],
        "like": [precedents.hit_as_dict(hit) for hit in check.like[:SHOWN]],
    }
