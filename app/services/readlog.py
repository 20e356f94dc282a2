"""Who read which case file, or which paper of it. Written before anything is shown."""

from datetime import datetime

from sqlmodel import Session

from app.models import CaseRead
from app.services.actor import Actor


def record(session: Session, actor: Actor, case_id: int, what: str, at: datetime, address: str = "") -> None:
    """Note that `actor` opens `what` of a case."""
    session.add(
        CaseRead(
            at=at,
            case_id=case_id,
            staff_id=actor.id or 0,
            staff_name=actor.name,
            role="、".join(sorted(actor.roles)),
            what=what,
            address=address,
        )
    )
    session.flush()
