"""Agreed standards (口径) among what is searched: found beside the decisions they govern."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.models import Precedent, Standard
from app.services import precedents
from search_index.citations import articles
from search_index.port import PrecedentDoc


def refresh(session: Session, standards: Iterable[Standard], now: datetime) -> int:
    """Make or renew what the search knows of these standards. Answers how many changed."""
    changed = []
    for standard in standards:
        key = f"{precedents.STANDARD}{standard.id}"
        row = session.exec(select(Precedent).where(Precedent.key == key)).one_or_none()
        if precedents.save(session, document(standard), row, now) != "unchanged":
            changed.append(key)
    precedents.announce(session, changed, now)
    return len(changed)


def refresh_all(session: Session, now: datetime) -> int:
    """Every standard there is; heals what was entered before standards were searched."""
    return refresh(session, session.exec(select(Standard).order_by(col(Standard.id))).all(), now)


def document(standard: Standard) -> PrecedentDoc:
    ends = f"，{standard.valid_to.isoformat()}起停止适用" if standard.valid_to else ""
    cited = "\n".join([*standard.articles, standard.text])
    return PrecedentDoc(
        key=f"{precedents.STANDARD}{standard.id}",
        title=standard.title,
        publisher=standard.meeting,
        source=standard.number,
        authority="standard",
        fate_note=f"{standard.adopted_on.isoformat()}通过{ends}",
        kinds=tuple(standard.kinds),
        reasoning=standard.text,
        articles=articles(cited),
        day=standard.adopted_on,
    )
