"""The approvers' queue: what waits for a person's decision, oldest first; and one request with what changed since the last."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from app.models import Approval, Award, Case, Limit
from app.permissions import May, allows
from app.services import access, approvals, limits, walls
from app.services.desk import Desk
from app.services.errors import NotYours
from workflows.approvals import Kind
from workflows.approvals import approvals as table

ALIKE = 0.5
"""From this share of like characters on, a replaced clause counts as retouched."""
WORDS = re.compile(r"[0-9][0-9,.]*(?:[年月日元%天个]|小时)?|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Queued:
    """One waiting request: since how many working days, until when it has to be decided, and for whom one decides."""

    approval: Approval
    case: Case
    kind: Kind
    age: int
    due: date | None
    on_behalf: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, was added, or was taken out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line of what is to be approved, with what changed since the request before it."""

    title: str
    text: str
    pieces: Sequence[Piece]
    changed: bool


def waiting_for(desk: Desk) -> list[Queued]:
    """What this person may decide now, oldest first."""
    rows = _waiting(desk)
    found = []
    for approval, case in rows:
        here = approvals.standing(desk, case, approval)
        known = approvals.facts_of(desk, case, approval)
        if here is not None and not known.has_spoken and known.requested_by != desk.actor.id:
            found.append(_queued(desk, approval, case, here.for_name))
    return found


def oldest(desk: Desk, most: int = 5) -> list[Queued]:
    """The head of the queue, for the first page."""
    return waiting_for(desk)[:most]


def asked_by(desk: Desk, most: int = 30) -> list[Queued]:
    """What this person has asked for, newest first."""
    rows = desk.session.exec(
        select(Approval, Case)
        .join(Case, col(Case.id) == Approval.case_id)
        .where(Approval.requested_by_id == desk.actor.id, col(Approval.state).in_(("waiting", "returned")), _open_to(desk))
        .order_by(col(Approval.id).desc())
        .limit(most)
    ).all()
    return [_queued(desk, approval, case, "") for approval, case in rows]


def _waiting(desk: Desk) -> Sequence[tuple[Approval, Case]]:
    return desk.session.exec(
        select(Approval, Case)
        .join(Case, col(Case.id) == Approval.case_id)
        .where(Approval.state == "waiting", Case.office_id == desk.actor.body_id, _open_to(desk))
        .order_by(col(Approval.requested_on), col(Approval.id))
    ).all()


def _open_to(desk: Desk) -> ColumnElement[bool]:
    return walls.open_to(desk.actor, desk.today, Approval.case_id)


def _queued(desk: Desk, approval: Approval, case: Case, on_behalf: str) -> Queued:
    calendar = limits.calendar_of(desk.session, case.office_id)
    running = desk.session.exec(
        select(Limit)
        .where(Limit.case_id == case.id, Limit.rule == approval.due_rule, Limit.state == "open")
        .order_by(col(Limit.due))
    ).first()
    passed = (desk.today - approval.requested_on).days
    age = sum(not calendar.is_rest_day(approval.requested_on + timedelta(days=n)) for n in range(1, passed + 1))
    return Queued(
        approval, case, table().kinds[approval.kind], age, running.due if running is not None else None, on_behalf
    )


def one(desk: Desk, approval: Approval, case: Case) -> tuple[Queued, list[Line]]:
    """One request with its lines. A draft award is shown to those who deliberate or decide on it only."""
    queued = _queued(desk, approval, case, "")
    concern = access.concern_of(desk.session, case, desk.today)
    if approval.rule == approvals.DRAFT_RULE and not allows(desk.actor, May.SEE_DELIBERATION, concern):
        return queued, []
    return queued, lines(desk, approval)


def drafts(desk: Desk, approval: Approval, case: Case) -> Sequence[Award]:
    """The draft awards a waiting request is about, for those who may read them: whoever approves reads what is printed."""
    concern = access.concern_of(desk.session, case, desk.today)
    asked = approval.rule == approvals.DRAFT_RULE and approval.state == "waiting"
    if not asked or not allows(desk.actor, May.SEE_DELIBERATION, concern):
        return ()
    unsigned = select(Award).where(Award.case_id == case.id, col(Award.number).is_(None)).order_by(col(Award.ordinal))
    return desk.session.exec(unsigned).all()


def lines(desk: Desk, approval: Approval) -> list[Line]:
    """What is to be approved, line by line, against the request that was returned."""
    earlier = desk.session.get(Approval, approval.earlier_id) if approval.earlier_id is not None else None
    before = {row["title"]: row["text"] for row in earlier.content} if earlier is not None else {}
    found = []
    for row in approval.content:
        old = before.pop(row["title"], "") if earlier is not None else row["text"]
        pieces = difference(old, row["text"])
        found.append(Line(row["title"], row["text"], pieces, old != row["text"]))
    gone = [Line(title, "", (Piece("taken", text),), True) for title, text in before.items()]
    return [*found, *gone]


def difference(old: str, new: str) -> list[Piece]:
    """What stayed, what was taken out, what was added: by clauses, and inside a clause that was only retouched, by words."""
    a, b = _clauses(old), _clauses(new)
    found: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        before, after = "".join(a[i:j]), "".join(b[k:m])
        if kind == "equal":
            found.append(Piece("same", before))
        elif kind == "replace" and _retouched(before, after):
            found += _within(before, after)
        else:
            found += [Piece("taken", before)] * bool(before) + [Piece("added", after)] * bool(after)
    return found


def _retouched(before: str, after: str) -> bool:
    """Whether two clauses are one clause with a few words changed: then the words are shown, else the whole clauses."""
    return difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE


def _within(before: str, after: str) -> list[Piece]:
    """Word by word; a sum or a date is one word, so that 48,000 never shows as a changed digit."""
    a, b = WORDS.findall(before), WORDS.findall(after)
    found: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        taken, added = "".join(a[i:j]), "".join(b[k:m])
        if kind == "equal":
            found.append(Piece("same", taken))
            continue
        found += [Piece("taken", taken)] * bool(taken) + [Piece("added", added)] * bool(added)
    return found


def _clauses(text: str) -> list[str]:
    return re.findall(r"[^，。；、\n]*[，。；、\n]|[^，。；、\n]+", text)


def of(desk: Desk, approval_id: int) -> tuple[Approval, Case]:
    """A request and its case, if the inner file of the case is open to this person. Raises NotYours."""
    approval = desk.session.get(Approval, approval_id)
    case = desk.session.get(Case, approval.case_id) if approval is not None else None
    if approval is None or case is None:
        raise NotYours
    if not allows(desk.actor, May.SEE_INNER, access.concern_of(desk.session, case, desk.today)):
        raise NotYours
    return approval, case
