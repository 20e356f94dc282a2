"""程序申请: the row of a request when it comes in, the decision on it, and what follows for the case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Case, Event, Request
from app.services import decision_papers
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.hearing_papers import in_words


def new_request(desk: Desk, case: Case, kind: str, asked: Mapping[str, Any], **more: Any) -> Request:
    """The row of a request just handed in."""
    last = desk.session.exec(
        select(Request.ordinal).where(Request.case_id == case.id).order_by(col(Request.ordinal).desc())
    ).first()
    request = Request(
        case_id=case.id or 0,
        ordinal=(last or 0) + 1,
        kind=kind,
        party_id=asked.get("asking_party"),
        text=asked.get("request_text") or "",
        received_on=desk.today,
        **more,
    )
    desk.session.add(request)
    desk.session.flush()
    return request


def decided(desk: Desk, request: Request, reasons: str = "") -> None:
    """Who decided the request, when and why."""
    request.decided_on = desk.today
    request.decided_by_id = desk.actor.id
    request.decision = reasons[:2000]


@before("request.evidence_time")
def evidence_time(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "evidence_time", asked)


@before("request.grant_evidence_time")
def grant_evidence_time(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 15: the period is longer for everyone; what hangs on it (CHR 44) moves with it."""
    request.data = {"from": str(case.evidence_until), "until": asked["new_evidence_until"].isoformat()}
    case.evidence_until = asked["new_evidence_until"]
    decided(desk, request, asked["note_optional"])


@before("request.refuse_evidence_time")
def refuse_evidence_time(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@during("request.grant_evidence_time", "request.refuse_evidence_time")
def tell_evidence_time(desk: Desk, case: Case, request: Request, _: Mapping[str, Any], event: Event) -> None:
    """CHR 15: the commission answers the request; the new last day holds for everyone."""
    granted = event.after == "granted"
    decision_papers.issue(
        desk,
        case,
        "evidence_time_decision",
        opening=f"{decision_papers.who(case, request.party_id)}申请延长举证期限：{request.text[:500].rstrip('。')}",
        reason=request.decision or "在举证期限内提供证据确有困难",
        articles=["CHR 15"],
        result=f"准许，举证期限延长至{in_words(date.fromisoformat(request.data['until']))}" if granted else "不准许延长举证期限",
    )


@before("request.withdraw")
def withdraw(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note_optional"])
