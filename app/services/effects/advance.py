"""先行裁决与先予执行: part of the claims decided first (CHR 49), or a sum to be paid in advance (CHR 51)."""

from collections.abc import Mapping
from typing import Any

from app.models import Award, Case, Request
from app.services import awards, draft_versions, papers
from app.services.award_paper import advance_facts
from app.services.desk import Desk
from app.services.effects.registry import AFTER, Door, after, before
from app.services.effects.requests import decided, new_request


@before("arb.submit_partial")
def submit_partial(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 49, 50: the chosen claims fall into awards by themselves."""
    case.partial_items = list(asked["award_items"])
    awards.split_into_awards(desk, case)
    draft_versions.keep(desk, case, "submitted")


@after("arb.submit_partial")
def submitted(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    AFTER["arb.submit_draft"](desk, case, _, asked, door)


@before("arb.sign_partial")
def sign(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 46: the type stands from now on; the number continues the case's own (P)."""
    case.not_signing = list(asked["not_signing"])
    awards.number_and_date(desk, case)


@after("arb.sign_partial")
def signed(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """The case goes on with the rest: heard, to be mediated, deliberated and decided anew."""
    AFTER["arb.sign"](desk, case, _, asked, door)
    case.partial_items = []
    desk.session.add(case)


@before("request.advance_payment")
def ask(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "advance_payment", asked, data={"item": asked["claim_item"]})


@before("request.grant_advance")
def grant(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    request.data = {**request.data, "fen": asked["advance_amount"]}
    decided(desk, request, asked["advance_reason"])


@after("request.grant_advance")
def made(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 44; I1 10: an award of its own, enforceable at once, against which no suit lies."""
    award = Award(
        case_id=case.id or 0,
        ordinal=awards.next_ordinal(desk, case),
        type="advance_payment",
        advance=[{"item": request.data["item"], "fen": request.data["fen"]}],
        number=awards.following_number(desk, case, 1),
        made_on=desk.today,
        effective_from=desk.today,
    )
    desk.session.add(award)
    desk.session.flush()
    door.start(desk, case, "award.draft", award)
    door.perform(desk, award, "award.make_advance")
    facts = {"advance": advance_facts(case, request, award)}
    papers.issue(desk, case, "advance_award", award=award, number=award.number or "", extra=facts)


@before("request.refuse_advance")
def refuse(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])
