"""衔接渠道: the mediation links of one office on one day — the shipped file with the dated changes of the office over it."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from app.models import LinkChange
from app.services import case_rows
from workflows.links import Change, Links, links

EVERYWHERE = 0


def on_day(session: Session, office_id: int, day: date) -> Links:
    """The links of an office as they applied on `day`."""
    return case_rows.once(session, LinkChange, (office_id, day), lambda: links().on(_changes(session, office_id), day))


def rows(session: Session) -> Sequence[LinkChange]:
    """Every change entered, the newest first."""
    return session.exec(select(LinkChange).order_by(col(LinkChange.start).desc(), col(LinkChange.id).desc())).all()


def _changes(session: Session, office_id: int) -> list[Change]:
    """What is for everybody first, so that an office's own change of the same day prevails."""
    found = session.exec(
        select(LinkChange)
        .where(col(LinkChange.office_key).in_((EVERYWHERE, office_id)))
        .order_by(col(LinkChange.office_key), col(LinkChange.id))
    ).all()
    return [
        Change(
            source=row.source,
            to=row.target,
            start=row.start,
            open=row.is_open,
            stages=tuple(row.stages),
            proposers=tuple(row.proposers),
            consent=row.consent,
            limit=row.limit_rule,
            comes_back=row.comes_back,
            mark=row.mark,
            basis=row.basis,
        )
        for row in found
    ]
