"""Judgments received as precedents: de-identified like the office's own decisions, with what a higher court made of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.models import Body, Case, CourtMatter, Outcome, Precedent
from app.services import precedents
from search_index.citations import articles
from search_index.port import Authority, Fate, ItemOutcome, PrecedentDoc
from workflows.items import kind as item_kind

KINDS = ("first_instance", "second_instance", "retrial")
HIGHER = ("second_instance", "retrial")
TITLES = {"first_instance": "一审判决", "second_instance": "二审判决", "retrial": "再审判决"}


def refresh_judgments(session: Session, case: Case, now: datetime, hide: Callable[[str], str]) -> None:
    """Make or renew the precedents of the judgments on a case; take away those that are no longer one.

    A judgment whose text nobody has entered, and every judgment on a restricted case, has none.
    """
    matters = session.exec(select(CourtMatter).where(CourtMatter.case_id == case.id).order_by(col(CourtMatter.id))).all()
    judged = [one for one in matters if one.kind in KINDS and one.ended_by == "judgment" and one.judgment_text.strip()]
    wanted = {} if case.restricted else {f"{precedents.JUDGMENT}{one.id}": one for one in judged}
    keys = [f"{precedents.JUDGMENT}{one.id}" for one in matters]
    there = {row.key: row for row in session.exec(select(Precedent).where(col(Precedent.key).in_(keys))).all()}
    changed = []
    for key, matter in wanted.items():
        doc = document(session, case, matter, judged, hide)
        if precedents.save(session, doc, there.get(key), now, case.id) != "unchanged":
            changed.append(key)
    for key, row in there.items():
        if key not in wanted:
            session.delete(row)
            changed.append(key)
    precedents.announce(session, changed, now)


def document(
    session: Session, case: Case, matter: CourtMatter, judged: Sequence[CourtMatter], hide: Callable[[str], str]
) -> PrecedentDoc:
    """What others may read of a judgment."""
    court = session.get(Body, matter.court_id)
    outcomes = _outcomes(session, matter)
    kinds = tuple(dict.fromkeys(one.kind for one in outcomes))
    fate, note = _fate(session, matter, judged)
    authority: Authority = "higher_court" if matter.kind in HIGHER else "own_court"
    told = "、".join(item_kind(kind).title for kind in kinds) or "劳动争议"
    text = hide(matter.judgment_text)
    return PrecedentDoc(
        key=f"{precedents.JUDGMENT}{matter.id}",
        title=f"{told}（{TITLES[matter.kind]}）"[:180],
        publisher=court.name if court else "",
        source=matter.number or "",
        authority=authority,
        fate=fate,
        fate_note=note,
        kinds=kinds,
        causes=(case.cause,) if case.cause else (),
        result=text,
        articles=articles(text),
        items=tuple(
            ItemOutcome(one.kind, one.disposition, None, one.amount_fen) for one in outcomes if one.disposition != "absent"
        ),
        court=court.name if court else "",
        day=matter.decided_on,
        region=court.place if court else "",
    )


def _outcomes(session: Session, matter: CourtMatter) -> Sequence[Outcome]:
    return session.exec(select(Outcome).where(Outcome.matter_id == matter.id).order_by(col(Outcome.id))).all()


def _fate(session: Session, matter: CourtMatter, judged: Sequence[CourtMatter]) -> tuple[Fate, str]:
    """What a later instance made of the judgment, item by item."""
    later = next((one for one in reversed(judged) if one.previous_id == matter.id), None)
    if later is None:
        return "unknown", ""
    before = {one.claim_item_id: (one.disposition, one.amount_fen or 0) for one in _outcomes(session, matter)}
    after = {one.claim_item_id: (one.disposition, one.amount_fen or 0) for one in _outcomes(session, later)}
    court = session.get(Body, later.court_id)
    where = f"{court.name if court else ''}{later.number or ''}"
    if not after:
        return "unknown", where
    return ("upheld" if all(before.get(item) == said for item, said in after.items()) else "changed"), where
