"""仲裁审查: acceptance, decision, the signatures that give the 调解书 effect, and what each end does to the agreement."""

from collections.abc import Mapping
from typing import Any

from app.models import Case, Event, Paper, Review, Service
from app.services import agreement_facts, case_rows, limits, papers
from app.services.desk import Desk
from app.services.effects import agreements
from app.services.effects.registry import Door, after, before, during
from app.services.paper_facts import common, service_facts


@before("review.accept")
def accept(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any]) -> None:
    """CHR 74–79: accepted, and an arbitrator is named to examine the agreement."""
    review.accepted_on = desk.today
    review.arbitrator_id = asked["review_arbitrator"]


@before("review.refuse_at_door")
def refuse_at_door(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any]) -> None:
    review.ended_on, review.ground, review.reason = desk.today, asked["review_door_ground"], asked["note"]


@before("review.refuse")
def refuse(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any]) -> None:
    review.ended_on, review.ground, review.reason = desk.today, asked["review_merit_ground"], asked["note"]


@before("review.withdraw")
def withdraw(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any]) -> None:
    review.ended_on, review.reason = desk.today, asked["note_optional"]


@after("review.refuse_at_door", "review.refuse", "review.withdraw")
def ended(desk: Desk, case: Case, review: Review, _: Mapping[str, Any], door: Door) -> None:
    """The other ways stand open again, as the engine says."""
    agreements.way_ended(desk, review, door)


@during("review.extend")
def extend(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 74–79: once, approved by the head."""
    for limit in limits.open_limits(desk.session, case.id or 0, "review.decide"):
        if (limit.machine, limit.subject_id) == ("review", review.id):
            limits.add_entry(
                desk,
                limit,
                case,
                "extend",
                desk.today,
                asked["note"][:300],
                "CHR 74–79",
                event.id,
                days=asked["review_extension_days"],
            )


@before("review.sign_for")
def sign_for(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any]) -> None:
    """CPLI 133: a 调解书 is handed to the party in person; the return of service is made with it."""
    desk.session.add(
        Service(
            paper_id=_statement(desk, case, review).id or 0,
            party_id=asked["party"],
            method="direct",
            sent_on=asked["signed_for_on"],
            served_on=asked["signed_for_on"],
            proof="当事人签收",
            recorded_by_id=desk.actor.id,
        )
    )
    desk.session.flush()
    if _both_signed(desk, case, review):
        review.ended_on = max(s.served_on for s in _services(desk, case, review) if s.served_on is not None)


@during("review.sign_for")
def return_of_service(desk: Desk, case: Case, review: Review, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 20."""
    statement = _statement(desk, case, review)
    service = next(s for s in reversed(_services(desk, case, review)) if s.party_id == asked["party"])
    known_as = {**common(desk, case)["case"], "number": case.title}
    papers.issue(
        desk, case, "service_return", extra={"case": known_as, "service": service_facts(desk, case, statement, service)}
    )


@after("review.sign_for")
def signed_for(desk: Desk, case: Case, review: Review, _: Mapping[str, Any], door: Door) -> None:
    """CHR 77: in effect with the second signature."""
    if review.ended_on is not None:
        agreements.gains_force(desk, review, "review", door)


@after("review.take_effect")
def took_effect(desk: Desk, case: Case, review: Review, _: Mapping[str, Any], door: Door) -> None:
    agreements.gains_force(desk, review, "review", door)


@before("review.take_effect")
def take_effect(desk: Desk, case: Case, review: Review, _: Mapping[str, Any]) -> None:
    review.ended_on = max(s.served_on for s in _services(desk, case, review) if s.served_on is not None)


def served(desk: Desk, case: Case, review_id: int, door: Door) -> None:
    """A paper of a review was served by the step for all papers: with the second receipt its 调解书 takes effect."""
    review = desk.session.get(Review, review_id)
    starts = desk.book.rule("review.take_effect", desk.today).sources
    if review is not None and review.state in starts and _both_signed(desk, case, review):
        door.perform(desk, review, "review.take_effect")


def _statement(desk: Desk, case: Case, review: Review) -> Paper:
    made = case_rows.of_case(desk.session, Paper, case.id or 0)
    return next(p for p in reversed(made) if p.review_id == review.id and p.kind == "mediation_statement")


def _services(desk: Desk, case: Case, review: Review) -> list[Service]:
    statement = _statement(desk, case, review)
    return [s for s in case_rows.services(desk.session, case.id or 0) if s.paper_id == statement.id]


def _both_signed(desk: Desk, case: Case, review: Review) -> bool:
    signed = agreement_facts.signed_for(desk, case, _statement(desk, case, review).id)
    return {p.id for p in case.two_sides} <= signed
