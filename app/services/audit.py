"""审计: who read what, who signed in, what administrators changed, which steps were refused, whether the chain holds.

The audit administrator sees numbers of cases and names of officials, never what is in a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from app.models import AdminAct, Case, CaseRead, RefusedStep, SearchMade, SignIn
from app.services import events, look_up
from app.services.desk import BEIJING

MOST = 200


@dataclass(frozen=True)
class Asked:
    """What to look for. Empty parts ask nothing; days are Beijing days, both included."""

    case: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None

    def since(self) -> datetime | None:
        return datetime.combine(self.first, time(), BEIJING) if self.first else None

    def before(self) -> datetime | None:
        return datetime.combine(self.last + timedelta(days=1), time(), BEIJING) if self.last else None


@dataclass(frozen=True)
class Read:
    """One look into a file; `case` is the number a person knows it by."""

    row: CaseRead
    case: str


def reads(session: Session, asked: Asked) -> list[Read]:
    """Who opened which case file or paper, newest first."""
    query = select(CaseRead, Case).join(Case, col(Case.id) == CaseRead.case_id)
    if asked.case:
        query = query.where(or_(col(Case.number) == asked.case, col(Case.receipt_number) == asked.case))
    if asked.person:
        query = query.where(col(CaseRead.staff_name) == asked.person)
    if since := asked.since():
        query = query.where(CaseRead.at >= since)
    if before := asked.before():
        query = query.where(CaseRead.at < before)
    found = session.exec(query.order_by(col(CaseRead.at).desc(), col(CaseRead.id).desc()).limit(MOST)).all()
    return [Read(row, case.title) for row, case in found]


@dataclass(frozen=True)
class Reader:
    """How often one person opened one case file, from when to when."""

    name: str
    times: int
    first: datetime
    last: datetime


def readers(session: Session, asked: Asked) -> list[Reader]:
    """Who read one case, each once, the most frequent first; nothing unless a case is asked for."""
    if not asked.case:
        return []
    case = select(Case.id).where(or_(col(Case.number) == asked.case, col(Case.receipt_number) == asked.case))
    found = session.exec(
        select(CaseRead.staff_name, func.count(), func.min(CaseRead.at), func.max(CaseRead.at))
        .where(col(CaseRead.case_id).in_(case))
        .group_by(col(CaseRead.staff_id), col(CaseRead.staff_name))
        .order_by(func.count().desc(), col(CaseRead.staff_name))
        .limit(MOST)
    ).all()
    return [Reader(name, int(times), first, last) for name, times, first, last in found]


def searches(session: Session, asked: Asked) -> Sequence[SearchMade]:
    """What was looked for, newest first."""
    query = select(SearchMade)
    if asked.person:
        query = query.where(col(SearchMade.staff_name) == asked.person)
    if since := asked.since():
        query = query.where(SearchMade.at >= since)
    if before := asked.before():
        query = query.where(SearchMade.at < before)
    return session.exec(query.order_by(col(SearchMade.at).desc(), col(SearchMade.id).desc()).limit(MOST)).all()


def shown_words(words: str) -> str:
    """What was looked for as the audit desk may read it: numbers and articles whole, of names and words the first sign."""
    asked = look_up.understand(words)
    return words if asked.is_number or asked.articles else words[:1] + "＊" * min(len(words) - 1, 11)


def sign_ins(session: Session, asked: Asked) -> Sequence[SignIn]:
    """Attempts to sign in, newest first; `person` is the name typed."""
    query = select(SignIn)
    if asked.person:
        query = query.where(col(SignIn.login) == asked.person)
    if since := asked.since():
        query = query.where(SignIn.at >= since)
    if before := asked.before():
        query = query.where(SignIn.at < before)
    return session.exec(query.order_by(col(SignIn.at).desc(), col(SignIn.id).desc()).limit(MOST)).all()


def acts(session: Session, asked: Asked) -> Sequence[AdminAct]:
    """What administrators changed, newest first."""
    query = select(AdminAct)
    if asked.person:
        query = query.where(col(AdminAct.actor_name) == asked.person)
    if since := asked.since():
        query = query.where(AdminAct.at >= since)
    if before := asked.before():
        query = query.where(AdminAct.at < before)
    return session.exec(query.order_by(col(AdminAct.at).desc(), col(AdminAct.id).desc()).limit(MOST)).all()


def refused(session: Session, asked: Asked) -> list[tuple[RefusedStep, str]]:
    """Steps somebody tried and could not take, newest first, with the number of the case."""
    query = select(RefusedStep, Case).outerjoin(Case, col(Case.id) == RefusedStep.case_id)
    if asked.case:
        query = query.where(or_(col(Case.number) == asked.case, col(Case.receipt_number) == asked.case))
    if asked.person:
        query = query.where(col(RefusedStep.actor_name) == asked.person)
    if since := asked.since():
        query = query.where(RefusedStep.at >= since)
    if before := asked.before():
        query = query.where(RefusedStep.at < before)
    found = session.exec(query.order_by(col(RefusedStep.at).desc(), col(RefusedStep.id).desc()).limit(MOST)).all()
    return [(row, case.title if case else "") for row, case in found]


def refused_most(session: Session, since: datetime) -> list[tuple[str, str, int]]:
    """Which steps were refused most, and how: where the procedure hurts."""
    found = session.exec(
        select(RefusedStep.rule, RefusedStep.kind, func.count())
        .where(RefusedStep.at >= since)
        .group_by(col(RefusedStep.rule), col(RefusedStep.kind))
        .order_by(func.count().desc(), col(RefusedStep.rule))
        .limit(20)
    ).all()
    return [(rule, kind, int(count)) for rule, kind, count in found]


@dataclass(frozen=True)
class Chain:
    """The answer of a verification: how many cases were walked, the first broken link, and the head over all."""

    cases: int
    broken_case: str
    broken_at: int
    why: str
    head: str

    @property
    def holds(self) -> bool:
        return not self.why


def verify(session: Session) -> Chain:
    """Walk every case's chain of events."""
    walked, broken = events.verify(session)
    head = events.audit_head(session)
    if broken is None:
        return Chain(walked, "", 0, "", head)
    return Chain(walked, session.get_one(Case, broken.case_id).title, broken.sequence, broken.why, head)
