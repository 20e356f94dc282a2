"""生效证明与财产保全: requests around an award's effect and a court's protection of it."""

from collections.abc import Mapping
from typing import Any

from app.models import Case, Event, Request
from app.services import court_papers, limits, papers
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.effects.requests import decided, new_request
from workflows.errors import NotInForce


@before("request.effect_certificate")
def effect_certificate(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    award, paper = asked["award_optional"], asked["mediation_paper"]
    request = new_request(desk, case, "effect_certificate", asked)
    request.text = asked["note_optional"]
    request.data = {"title": f"A{award}" if award else f"M{paper}"}
    return request


@before("request.issue_certificate")
def issue_certificate(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note_optional"])


@during("request.issue_certificate")
def certificate(desk: Desk, case: Case, request: Request, _: Mapping[str, Any], event: Event) -> None:
    """The paper says for whom, since when and on what ground."""
    papers.issue(
        desk,
        case,
        "effect_certificate",
        party=next((p for p in case.parties if p.id == request.party_id), None),
        extra=court_papers.certificate(desk, case, request),
    )


@before("request.refuse_certificate")
def refuse_certificate(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """The reasons are those of the award's own state; a note may be added."""
    why = court_papers.why_not_effective(desk, case, request)
    decided(desk, request, "；".join(filter(None, (why, asked["note_optional"]))))


@before("request.preservation")
def preservation(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    """O70 三(二): told of the right, the worker asks; the commission passes it on."""
    request = new_request(desk, case, "preservation", asked)
    request.text = asked["preservation_property"]
    request.data = {"amount_fen": asked["preservation_amount"], "court_id": asked["court"]}
    return request


@during("request.forward_preservation")
def forwarded(desk: Desk, case: Case, request: Request, _: Mapping[str, Any], event: Event) -> None:
    """O70 三(二): the request goes to the court with the notice of acceptance."""
    request.data = {**request.data, "forwarded_on": desk.today.isoformat()}
    desk.session.add(request)
    papers.issue(desk, case, "preservation_letter", extra=court_papers.preservation_letter(desk, case, request))


@before("request.preservation_granted")
def preservation_granted(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    request.data = {
        **request.data,
        "number": asked["preservation_number"],
        "preserved_on": asked["preserved_on"].isoformat(),
    }
    decided(desk, request, asked["note_optional"])


@before("request.preservation_denied")
def preservation_denied(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    request.data = {**request.data, "number": asked["preservation_number"]}
    decided(desk, request, asked["note"])


@before("request.preservation_before")
def preservation_before(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    request = new_request(desk, case, "preservation_before", asked)
    request.data = {
        "number": asked["preservation_number"],
        "preserved_on": asked["preserved_on"].isoformat(),
        "court_id": asked["court"],
    }
    decided(desk, request)
    return request


@during("request.preservation_before")
def thirty_days(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], event: Event) -> None:
    """CPL 104: without a suit or an application within thirty days the court lifts the measure; the filing meets it."""
    try:
        limit = limits.open_limit(
            desk, case, "court.preserve_lapse", asked["preserved_on"], event.id, machine="request",
            subject_id=request.id, party_id=request.party_id,
        )  # fmt: skip
    except NotInForce:
        return
    limits.fulfil(desk, limit, case.filed_on, event.id)
