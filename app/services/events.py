"""办案记录: one event per step, with a snapshot and the hash of the event before. `verify` names the first broken link."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from app.models import (
    Agreement,
    Approval,
    Award,
    AwardCorrection,
    Case,
    CourtMatter,
    Delegation,
    Discussion,
    Event,
    GroupConsent,
    Hearing,
    Interruption,
    Lead,
    Limit,
    MediationStatement,
    Outcome,
    Paper,
    Referral,
    Request,
    Review,
)
from app.services import case_rows

HASHED = (
    "case_id",
    "sequence",
    "machine",
    "subject_id",
    "rule",
    "title",
    "basis",
    "actor_id",
    "actor_name",
    "actor_role",
    "on_day",
    "at",
    "before",
    "after",
    "note",
    "inner",
    "snapshot",
    "definition",
    "previous_hash",
)


def canonical(value: Any) -> str:
    """JSON in one fixed form, so that equal facts have equal hashes on every database."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def hash_of(event: Event) -> str:
    said = {name: getattr(event, name) for name in HASHED}
    said["at"] = event.at.astimezone(UTC).isoformat()
    return digest(said)


NOT_KEPT = ("version", "head_hash")
AS_THEY_ARE = frozenset((str, int, bool, float, type(None)))
"""What JSON writes without being told how."""


def plain(row: SQLModel, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """The columns of a row as JSON would give them back: the same for a row just made and for one read again."""
    loaded, found = row.__dict__, {}
    for name in only or type(row).model_fields:
        value = loaded[name] if name in loaded else getattr(row, name)
        found[name] = value if type(value) in AS_THEY_ARE else json.loads(canonical(value)) if value else _empty(value)
    return found


def _empty(value: Any) -> Any:
    """An empty list or object needs no turning round."""
    return type(value)() if type(value) in (list, dict) else json.loads(canonical(value))


def snapshot(session: Session, case: Case) -> dict[str, Any]:
    """The case as it stands. Mediators' notes and offers are not in it: they never leave their own table."""
    assert case.id is not None
    case_id = case.id

    def rows(model: type[SQLModel], *only: str) -> list[dict[str, Any]]:
        return [plain(one, only) for one in case_rows.of_case(session, model, case_id)]

    return {
        "case": plain(case, tuple(name for name in Case.model_fields if name not in NOT_KEPT)),
        "parties": [{**plain(p), "agents": [plain(a) for a in p.agents]} for p in case.parties],
        "items": [plain(i) for i in case.items],
        "leads": rows(Lead),
        "interruptions": rows(Interruption),
        "referrals": rows(Referral),
        "consents": [plain(c) for c in case_rows.consents(session, case_id)],
        "agreements": rows(Agreement),
        **agreement_rows(session, case_id),
        "reviews": rows(Review),
        "hearings": rows(Hearing),
        "requests": rows(Request),
        "delegations": rows(Delegation),
        "group_consents": rows(GroupConsent, "request_id", "party_id", "agrees", "given_on"),
        "approvals": rows(Approval),
        "awards": rows(Award),
        "statements": rows(MediationStatement),
        "corrections": rows(AwardCorrection),
        "papers": rows(Paper, "id", "kind", "number", "facts_hash", "made_on", "state"),
        "services": [plain(s) for s in case_rows.services(session, case_id)],
        "limits": rows(Limit, "rule", "subject_id", "party_id", "origin", "due", "state"),
        "court_matters": rows(CourtMatter),
        "discussions": rows(Discussion, "id", "state", "meeting_id", "question", "read_from", "read_until", "standard_id"),
        "court_links": [plain(x) for x in case_rows.court_links(session, case_id)],
        "outcomes": rows(Outcome),
    }


def agreement_rows(session: Session, case_id: int) -> dict[str, Any]:
    """What hangs on the agreements of the case: signatures, promised payments, payments made."""
    read = {"signatures": case_rows.signatures, "payment_lines": case_rows.payment_lines, "payments": case_rows.payments}
    return {
        name: [plain(one) for one in rows(session, case_id)] for name, rows in read.items()
    }


def seal(session: Session, case: Case, event: Event) -> None:
    """Fix an event: snapshot, hash over everything, and the case's new head."""
    event.snapshot = snapshot(session, case)
    event.previous_hash = case.head_hash
    event.hash = hash_of(event)
    case.head_hash = event.hash
    session.add(event)
    session.add(case)
    session.flush()


@dataclass(frozen=True)
class Broken:
    """The first link of a case's chain that does not hold."""

    case_id: int
    sequence: int
    why: str


def verify_case(session: Session, case: Case) -> Broken | None:
    """Walk one case's chain. None when every link holds and nothing is missing at the end."""
    assert case.id is not None
    before = ""
    expected = 1
    for event in session.exec(
        select(Event).where(Event.case_id == case.id).order_by(col(Event.sequence)).execution_options(yield_per=50)
    ):
        if event.sequence != expected:
            return Broken(case.id, expected, f"缺少第 {expected} 条记录")
        if expected > case.version:
            return Broken(case.id, expected, f"第 {expected} 条记录是多出来的：本案共有 {case.version} 条")
        if event.previous_hash != before:
            return Broken(case.id, expected, f"第 {expected} 条记录与前一条不衔接")
        if hash_of(event) != event.hash:
            return Broken(case.id, expected, f"第 {expected} 条记录的内容被改动")
        before = event.hash
        expected += 1
    if before != case.head_hash or expected - 1 != case.version:
        return Broken(case.id, expected, f"第 {expected} 条记录起的末尾缺失或者被改动")
    return None


def verify(session: Session) -> tuple[int, Broken | None]:
    """How many cases were walked, and the first broken link found, if any."""
    ids = session.exec(select(Case.id).order_by(col(Case.id))).all()
    for count, case_id in enumerate(ids, start=1):
        case = session.get(Case, case_id)
        assert case is not None
        broken = verify_case(session, case)
        session.expire_all()
        if broken is not None:
            return count, broken
    return len(ids), None


def audit_head(session: Session) -> str:
    """One hash over the heads of all cases, printed on the monthly report: a witness outside the database."""
    heads = session.exec(select(Case.id, Case.head_hash).order_by(col(Case.id))).all()
    return digest([list(row) for row in heads])


def since(session: Session, case_id: int, version: int) -> Sequence[Event]:
    """What happened to a case after `version`, oldest first."""
    return session.exec(
        select(Event).where(Event.case_id == case_id, Event.sequence > version).order_by(col(Event.sequence))
    ).all()
