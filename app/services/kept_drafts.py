"""What a person typed and has not sent: kept while they type, given back after a crash or an ended session, then dropped."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.models import TypedDraft
from app.services.desk import Desk
from workflows.errors import InputError

MOST_CHARACTERS = 2_000_000
NOT_KEPT = ("csrf_token", "token", "kept", "mark", "do")
"""What a form carries for itself: made anew when the page is opened again."""

Fields = Sequence[tuple[str, str]]


def keep(desk: Desk, path: str, fields: Fields) -> datetime:
    """Keep a form as it now stands, in place of what was kept of it before. Raises InputError for what is too long."""
    kept = [[name, value] for name, value in fields if name not in NOT_KEPT and "password" not in name]
    if sum(len(value) for _, value in kept) > MOST_CHARACTERS:
        raise InputError("自动保存", "", "内容过长，没有自动保存。", "请现在就提交，或者把一部分作为附件上传。")
    row = find(desk.session, desk.actor.id or 0, path)
    if row is None:
        row = TypedDraft(staff_id=desk.actor.id or 0, path=path, saved_at=desk.now)
        try:  # two windows of one person may arrive at the same moment
            with desk.session.begin_nested():
                desk.session.add(row)
        except IntegrityError:
            row = desk.session.exec(_mine(desk.actor.id or 0, path)).one()
    row.fields, row.saved_at = kept, desk.now
    desk.session.add(row)
    desk.session.flush()
    return row.saved_at


def find(session: Session, staff_id: int, path: str) -> TypedDraft | None:
    """What this person last typed at this address and did not send."""
    return session.exec(_mine(staff_id, path)).first()


def drop(session: Session, staff_id: int, path: str) -> None:
    """The form was sent, or its writer does not want it back."""
    session.exec(delete(TypedDraft).where(col(TypedDraft.staff_id) == staff_id, col(TypedDraft.path) == path))


def drop_old(session: Session, now: datetime, days: int) -> int:
    """Drop what nobody came back for. Returns how many."""
    gone = session.exec(delete(TypedDraft).where(col(TypedDraft.saved_at) < now - timedelta(days=days)))
    return int(gone.rowcount)


def _mine(staff_id: int, path: str) -> SelectOfScalar[TypedDraft]:
    return select(TypedDraft).where(TypedDraft.staff_id == staff_id, TypedDraft.path == path)
