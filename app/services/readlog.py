"""Who read which case file, or which paper of it, and which steps were refused. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from app.models import CaseRead, RefusedStep
from app.services.actor import Actor
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from workflows.errors import HengjianError, Refused


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


def refused(
    session: Session,
    actor: Actor,
    at: datetime,
    machine: str,
    subject_id: int,
    step: str,
    problem: HengjianError,
    case_id: int | None = None,
) -> None:
    """Note a step somebody tried and could not take, with every reason: these lines show where the procedure hurts.

    What was typed is not kept, only what was wrong with it.
    """
    kind, reasons = _why(problem)
    session.add(
        RefusedStep(
            at=at,
            case_id=case_id,
            machine=machine,
            subject_id=subject_id,
            rule=step[:60],
            actor_id=actor.id,
            actor_name=actor.name,
            kind=kind,
            reasons=[dict(one) for one in reasons],
        )
    )
    session.flush()


def _why(problem: HengjianError) -> tuple[str, Sequence[Mapping[str, str]]]:
    match problem:
        case Refused():
            return "refused", [{"text": r.text, "basis": r.basis} for r in problem.reasons]
        case Stale():
            return "stale", [{"text": line, "basis": ""} for line in problem.changed]
        case InvalidInput():
            return "input", [{"text": f"{e.field}：{e.why}", "basis": e.basis} for e in problem.errors]
        case NotAllowed() | NotYours():
            return "not_allowed", [{"text": str(problem), "basis": ""}]
        case _:
            return "refused", [{"text": str(problem), "basis": ""}]
