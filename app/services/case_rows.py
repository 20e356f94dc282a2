"""The rows of one case, read once in a transaction: conditions, snapshot and tasks of one step ask for the same.

What is kept belongs to one session. A flush that adds or removes a row drops what was read of its table, a rollback
drops all; a changed column needs neither, as the session hands out the same objects. `forget` before a lock is used.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, event, exists
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.main import default_registry

from app.models import (
    Agreement,
    Case,
    Consent,
    CourtLink,
    CourtMatter,
    CourtReceipt,
    LinkCandidate,
    Paper,
    Payment,
    PaymentLine,
    Recovery,
    Referral,
    Service,
    Signature,
)

Row = TypeVar("Row", bound=SQLModel)
Read = TypeVar("Read")
KEPT = "hengjian_case_rows"
ROWS = "rows"
"""Marks what was read by `case_id` alone: others keep what they read of a case in other ways (walls by name, joined cases)."""


def of_case(session: Session, model: type[Row], case_id: int) -> Sequence[Row]:
    """The rows of a table that has a `case_id`, oldest first."""
    return once(session, model, (ROWS, case_id), lambda: _read(session, model, case_id))


def _read(session: Session, model: type[Row], case_id: int) -> Sequence[Row]:
    """Most tables have nothing of most cases: the first question of all asks which, in one query, and answers for those."""
    kept = session.info[KEPT]
    if (Case, case_id) not in kept:
        tables = _tables_of_a_case()
        there = session.execute(_presence(), {"of_case": case_id}).one()
        kept[Case, case_id] = True
        for other, has_rows in zip(tables, there, strict=True):
            if not has_rows:
                kept.setdefault((other, (ROWS, case_id)), [])
        if (model, (ROWS, case_id)) in kept:
            return []
    return session.scalars(_by_case(model), {"of_case": case_id}).all()


@cache
def _tables_of_a_case() -> tuple[type[SQLModel], ...]:
    mapped = (one.class_ for one in default_registry.mappers)
    return tuple(sorted((one for one in mapped if hasattr(one, "case_id")), key=lambda one: one.__name__))


@cache
def _presence() -> Any:
    """Whether each of those tables has a row of the case; all of them are indexed by it."""
    return select(*(exists().where(one.case_id == bindparam("of_case")) for one in _tables_of_a_case()))  # type: ignore[attr-defined]


@cache
def _by_case(model: type[Row]) -> Any:
    """The query is put together once: its making costs as much as its running."""
    return select(model).where(model.case_id == bindparam("of_case")).order_by(model.id)  # type: ignore[attr-defined]


def services(session: Session, case_id: int) -> Sequence[Service]:
    """送达 of every paper of the case."""
    return _belonging(session, case_id, Service, Service.paper_id, of_case(session, Paper, case_id))


def consents(session: Session, case_id: int) -> Sequence[Consent]:
    """What the parties answered to every referral of the case."""
    return _belonging(session, case_id, Consent, Consent.referral_id, of_case(session, Referral, case_id))


def court_links(session: Session, case_id: int) -> Sequence[CourtLink]:
    """Which awards the matters of the case are about."""
    return _belonging(session, case_id, CourtLink, CourtLink.matter_id, of_case(session, CourtMatter, case_id))


def court_receipts(session: Session, case_id: int) -> Sequence[CourtReceipt]:
    """When each party got each paper of the court."""
    return _belonging(session, case_id, CourtReceipt, CourtReceipt.matter_id, of_case(session, CourtMatter, case_id))


def recoveries(session: Session, case_id: int) -> Sequence[Recovery]:
    """Money that came in by enforcement."""
    return _belonging(session, case_id, Recovery, Recovery.matter_id, of_case(session, CourtMatter, case_id))


def link_candidates(session: Session, case_id: int) -> Sequence[LinkCandidate]:
    """Links between matters of the case and awards that were proposed to a person."""
    return _belonging(session, case_id, LinkCandidate, LinkCandidate.matter_id, of_case(session, CourtMatter, case_id))


def payment_lines(session: Session, case_id: int) -> Sequence[PaymentLine]:
    """The payments promised in every agreement of the case."""
    return _belonging(session, case_id, PaymentLine, PaymentLine.agreement_id, of_case(session, Agreement, case_id))


def payments(session: Session, case_id: int) -> Sequence[Payment]:
    """What was paid on every agreement of the case."""
    return _belonging(session, case_id, Payment, Payment.line_id, payment_lines(session, case_id))


def signatures(session: Session, case_id: int) -> Sequence[Signature]:
    """Who signed the agreements of the case."""
    return _belonging(session, case_id, Signature, Signature.agreement_id, of_case(session, Agreement, case_id))


def _belonging(session: Session, case_id: int, model: type[Row], column: Any, owners: Sequence[Any]) -> Sequence[Row]:
    if not owners:
        return ()
    ids = [owner.id for owner in owners]
    return once(session, model, case_id, lambda: session.scalars(_by_owner(model, column), {"owners": ids}).all())


@cache
def _by_owner(model: type[Row], column: Any) -> Any:
    return select(model).where(col(column).in_(bindparam("owners", expanding=True))).order_by(model.id)  # type: ignore[attr-defined]


def once(session: Session, model: type[SQLModel], key: object, read: Callable[[], Read]) -> Read:
    """What `read` answers from the table of `model`, asked once until a row of it is added or removed."""
    kept: dict[tuple[type, object], Any] | None = session.info.get(KEPT)
    if kept is None:
        kept = session.info[KEPT] = {}
        event.listen(session, "after_flush", _drop_changed)
        event.listen(session, "after_soft_rollback", lambda *_: forget(session))
    if session.new or session.deleted:
        session.flush()
    if (model, key) not in kept:
        kept[model, key] = read()
    found: Read = kept[model, key]
    return found


def forget(session: Session) -> None:
    """Read everything anew: what was read before a lock may have changed since."""
    if kept := session.info.get(KEPT):
        kept.clear()


def _drop_changed(session: AnySession, _: object) -> None:
    changed = {type(row) for row in (*session.new, *session.deleted)}
    kept = session.info[KEPT]
    for model, key in [one for one in kept if one[0] in changed]:
        del kept[model, key]
