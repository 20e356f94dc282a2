"""The draft check: each decided item against like decisions, the standards that govern it and the texts in force."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlmodel import select

from app.models import Case, Standard
from app.services import precedents
from app.services.desk import Desk
from search_index import consistency
from search_index.citations import citations
from search_index.port import Filters, SearchIndex
from workflows import statutes
from workflows.statutes import Remark

LIKE = 40
SHOWN = 6
ASKS_WHY = ("repealed", "not_yet")
"""A text that is not in force on the day is kept only with a sentence why; a moved number is a matter of correcting."""


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
    # What the reasons of the whole case cite is answered for once, with the first claim decided.
    whole = texts_cited("\n".join((case.reasoning, case.facts_found)), desk.today)
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
        own = texts_cited("\n".join((*item.articles, item.reasoning)), desk.today)
        law = list({one.text: one for one in [*own, *whole]}.values())
        whole = []
        item.check = {"digest": item.draft_digest, "at": desk.now.isoformat(), **_kept(found[0], law)}
        desk.session.add(item)
    desk.session.flush()
    return checks


def texts_cited(text: str, day: date) -> list[Remark]:
    """What is to be said on `day` about the articles a text cites and the repealed texts it names, each thing once."""
    found = [
        remark for one in citations(text) for remark in statutes.cited(one.statute, one.article, one.paragraph, day)
    ]
    return list({remark.text: remark for remark in [*found, *statutes.named(text, day)]}.values())


def _kept(check: consistency.ItemCheck, law: Sequence[Remark]) -> dict[str, Any]:
    """What stands beside the item from now on."""
    return {
        "needs_reason": check.needs_reason or any(one.kind in ASKS_WHY for one in law),
        "notes": list(check.notes),
        "remarks": list(check.remarks),
        "law": [{"kind": one.kind, "text": one.text, "basis": one.basis, "mark": one.mark} for one in law],
        "distribution": asdict(check.distribution),
        "standards": [{"number": s.number, "title": s.title, "text": s.text} for s in check.standards],
        "like": [precedents.hit_as_dict(hit) for hit in check.like[:SHOWN]],
    }
