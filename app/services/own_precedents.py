"""The office's own closed decisions as precedents: de-identified, from the main file only, with what a court made of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.models import Award, Body, Case, CourtLink, CourtMatter, Outcome, Precedent
from app.services import court_precedents, precedents
from app.services.hiding import Hider
from search_index.citations import articles
from search_index.port import Fate, ItemOutcome, PrecedentDoc
from workflows.items import kind as item_kind

MADE = ("awaiting", "partly_in_effect", "in_effect", "no_effect", "contested", "annulled")
DECIDED = ("granted", "partly", "refused")


def refresh_own(session: Session, case_id: int, now: datetime) -> str:
    """Outbox handler of "precedent.own": make or renew the precedent of a case. Answers its key, "" when there is none.

    A case without a made award, and a restricted one, has no precedent; an earlier one is taken away.
    """
    case = session.get(Case, case_id)
    key = f"{precedents.OWN}{case_id}"
    row = session.exec(select(Precedent).where(Precedent.key == key)).one_or_none()
    awards = session.exec(select(Award).where(Award.case_id == case_id, col(Award.state).in_(MADE))).all()
    if case is not None:
        office = session.get(Body, case.office_id)
        court_precedents.refresh_judgments(session, case, now, Hider(case, office.place if office else ""))
    if case is None or case.restricted or not awards:
        if row is not None:
            session.delete(row)
            precedents.announce(session, [key], now)
        return ""
    doc = document(session, case, awards)
    if precedents.save(session, doc, row, now, case_id) != "unchanged":
        precedents.announce(session, [key], now)
    return key


def document(session: Session, case: Case, awards: Sequence[Award]) -> PrecedentDoc:
    """What others may read of the case: no names, numbers or addresses; nothing of deliberation or mediation."""
    office = session.get(Body, case.office_id)
    decided = [item for item in case.items if item.disposition in DECIDED]
    kinds = tuple(dict.fromkeys(item.kind for item in decided))
    fate, note = later_fate(session, case, awards)
    hide = Hider(case, office.place if office else "")
    reasoning = hide("\n".join(part for part in (case.reasoning, *(item.reasoning for item in decided)) if part))
    return PrecedentDoc(
        key=f"{precedents.OWN}{case.id}",
        title="、".join(item_kind(kind).title for kind in kinds)[:180] or "劳动争议",
        publisher=office.name if office else "",
        source=case.number or "",
        authority="own_office",
        fate=fate,
        fate_note=note,
        kinds=kinds,
        causes=(case.cause,) if case.cause else (),
        facts=hide("\n".join(part for part in (case.facts_and_reasons, case.facts_found) if part)),
        reasoning=reasoning,
        result=hide("\n".join(item.decision_text for item in decided if item.decision_text)),
        articles=tuple(
            dict.fromkeys(form for text in (*(a for item in decided for a in item.articles), reasoning) for form in articles(text))
        ),
        items=tuple(ItemOutcome(i.kind, i.disposition, i.claimed_fen, i.awarded_fen) for i in decided),
        office=office.name if office else "",
        day=max((award.made_on for award in awards if award.made_on), default=None),
        region=office.place if office else "",
    )


def later_fate(session: Session, case: Case, awards: Sequence[Award]) -> tuple[Fate, str]:
    """What the last court to judge made of the award: set aside, changed or upheld; unknown while nothing is known."""
    if any(award.state == "annulled" for award in awards):
        return "set_aside", "法院裁定撤销"
    linked = select(CourtLink.matter_id).where(col(CourtLink.award_id).in_([award.id for award in awards]))
    matters = session.exec(
        select(CourtMatter)
        # A second instance need not be linked to the award itself: it hangs on the case's thread.
        .where(or_(col(CourtMatter.id).in_(linked), CourtMatter.case_id == case.id), CourtMatter.ended_by == "judgment")
        .order_by(col(CourtMatter.decided_on).desc(), col(CourtMatter.id).desc())
    ).all()
    if not matters:
        return "unknown", ""
    last = matters[0]
    court = session.get(Body, last.court_id)
    outcomes = session.exec(
        select(Outcome).where(Outcome.matter_id == last.id, col(Outcome.claim_item_id).is_not(None))
    ).all()
    if not outcomes:
        return "unknown", ""
    items = {item.id: item for item in case.items}
    changed = [outcome for outcome in outcomes if not _same(items.get(outcome.claim_item_id), outcome)]
    where = f"{court.name if court else ''}{last.number or ''}"
    if not changed:
        return "upheld", where
    names = "、".join(dict.fromkeys(item_kind(outcome.kind).title for outcome in changed))
    return "changed", f"{where}改变了：{names}"[:500]


def _same(item: object, outcome: Outcome) -> bool:
    """Same result and the same sum, to the fen (docs/consistency/definition.md)."""
    return (
        getattr(item, "disposition", None) == outcome.disposition
        and (getattr(item, "awarded_fen", None) or 0) == (outcome.amount_fen or 0)
    )
