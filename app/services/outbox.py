"""What happens outside the database after a change: written with the change, delivered by a worker, repeatable."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, or_
from sqlmodel import Session, col, select

from app.database import transaction
from app.models import OutboxMessage
from app.services.desk import Desk

Handler = Callable[[Session, Mapping[str, Any]], None]
LONGEST_WAIT = timedelta(hours=1)
DOUBLINGS = 12
"""2¹² seconds are more than the longest wait; a message that failed for days must not grow a number no clock holds."""


def put(desk: Desk, kind: str, key: str, **payload: Any) -> None:
    """Leave a message for the worker in the same transaction. `key` names the thing, so a repeat is harmless."""
    desk.session.add(OutboxMessage(kind=kind, key=key, payload=payload, created_at=desk.now))


def waiting(session: Session, now: datetime) -> int:
    """How many messages could be delivered now; those waiting to be tried again later do not count."""
    return len(session.exec(select(OutboxMessage.id).where(*_due(now))).all())


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxMessage.delivered_at).is_(None),
        or_(col(OutboxMessage.next_at).is_(None), col(OutboxMessage.next_at) <= now),
    )


def deliver_due(engine: Engine, handlers: Mapping[str, Handler], now: datetime, most: int = 200) -> int:
    """Deliver what waits, oldest first, each in its own transaction; a failure is noted and tried again later.

    Returns how many were delivered.
    """
    with transaction(engine) as session:
        ids = session.exec(
            select(OutboxMessage.id)
            .where(*_due(now))
            .order_by(col(OutboxMessage.id))
            .limit(most)
        ).all()
    delivered = 0
    for message_id in ids:
        delivered += _deliver_one(engine, handlers, message_id, now)
    return delivered


def _deliver_one(engine: Engine, handlers: Mapping[str, Handler], message_id: int | None, now: datetime) -> int:
    error = ""
    with transaction(engine) as session:
        message = session.get(OutboxMessage, message_id, with_for_update=True)
        if message is None or message.delivered_at is not None:
            return 0
        try:
            with session.begin_nested():
                handlers[message.kind](session, message.payload)
            message.delivered_at = now
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"[:500]
            message.error = error
            message.next_at = now + min(timedelta(seconds=2 ** min(message.attempts, DOUBLINGS)), LONGEST_WAIT)
        message.attempts += 1
        session.add(message)
    return 0 if error else 1
