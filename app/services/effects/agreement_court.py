"""司法确认、支付令、依据调解协议的起诉: what the court does with them, and what that does to the agreement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.models import Case, CourtMatter, Event, Payment, PaymentLine
from app.services import agreement_facts, limits
from app.services.desk import Desk
from app.services.effects import agreements, court
from app.services.effects.registry import Door, after, before, during

WRONG_COURT = "wrong_court"


@before("confirm.accept", "payorder.accept", "agreement_suit.accept")
def accept(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """The court's number, which no other matter of the court has."""
    court.accept(desk, case, matter, asked)


@during("agreement_suit.accept", "agreement_suit.not_accept")
def filing_decided(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    """CPL 126."""
    limits.end_own(desk, case, ("court.filing",), "court_matter", matter.id, event.id, desk.today)


@before("confirm.not_accept", "payorder.not_accept", "agreement_suit.not_accept")
def not_accept(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """Refused only because another court is competent, the request may go there while its time runs."""
    matter.ended_by, matter.decided_on = "not_accepted", desk.today
    matter.wrong_court = WRONG_COURT in (asked.get("confirm_door_ground"), asked.get("order_door_ground"))


@before("confirm.withdraw", "payorder.withdraw")
def withdraw(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.ended_by, matter.decided_on = "withdrawn", desk.today


@after(
    "confirm.not_accept",
    "payorder.not_accept",
    "agreement_suit.not_accept",
    "confirm.withdraw",
    "payorder.withdraw",
    "confirm.refuse",
    "payorder.terminate",
    "agreement_suit.end",
)
def ended(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """What the law opens then, the engine of ways says."""
    agreements.way_ended(desk, matter, door)


# ---- 司法确认 ----


@before("confirm.grant", "confirm.refuse", "agreement_suit.judge")
def rule(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    matter.ended_by, matter.decided_on = "judgment", asked["decided_on"]
    why = asked.get("confirm_merit_ground")
    grounds = {choice[0]: choice[1] for choice in desk.book.fields["confirm_merit_ground"].choices}
    said = [asked.get("operative_part") or "", grounds.get(why or "", ""), asked.get("note") or ""]
    matter.judgment_text = "：".join(part for part in said if part)


@during("confirm.grant")
def time_to_object(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """CPLI 372: each party fifteen days from its own receipt of the ruling."""
    _open_for_each(desk, case, matter, "confirm.object", asked, event)


@after("confirm.grant")
def confirmed(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    """CPL 206: enforceable at once."""
    agreements.gains_force(desk, matter, "confirmation", door)


@before("confirm.object")
def object_to_confirmation(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    if asked["objection_result"] == "upheld":
        matter.decided_on = desk.today


@after("confirm.object")
def confirmation_examined(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """A ruling revoked takes the force with it; what was performed meanwhile stays performed."""
    if asked["objection_result"] != "upheld":
        return
    agreement = agreements.agreement_of(desk, matter)
    if agreement.performed_on is None:
        agreements.way_ended(desk, matter, door)


# ---- 支付令 ----


@before("payorder.issue", "payorder.terminate")
def issue(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.decided_on = desk.today


@before("payorder.serve")
def serve(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    matter.served_on = asked["order_reached_on"]


@before("payorder.object")
def object_to_order(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    if asked["objection_result"] == "upheld":
        matter.decided_on = desk.today


@during("payorder.object")
def objection_ends_the_time(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    if asked["objection_result"] == "upheld":
        limits.end_own(
            desk, case, ("payorder.object",), "court_matter", matter.id, event.id, asked["objected_on"]
        )


@after("payorder.object")
def order_examined(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], door: Door) -> None:
    """LMA 16; I1 13: a valid objection makes the order lapse, and the worker may sue on the agreement."""
    if asked["objection_result"] == "upheld":
        agreements.way_ended(desk, matter, door)


@before("payorder.paid")
def paid(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    """The order was about what was due when it was asked for: these lines are paid."""
    matter.decided_on = asked["paid_on"]
    agreement = agreements.agreement_of(desk, matter)
    for line in agreement_facts.lines_of(desk, agreement):
        if line.left_fen > 0 and line.due_on < matter.filed_on:
            desk.session.add(
                Payment(
                    line_id=line.id,
                    paid_on=asked["paid_on"],
                    amount_fen=line.left_fen,
                    note="依支付令清偿",
                    recorded_by_id=desk.actor.id,
                )
            )
            desk.session.flush()
            agreements.settle_line(desk, agreement, desk.session.get_one(PaymentLine, line.id))


@after("payorder.paid")
def order_was_paid(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    agreements.way_ended(desk, matter, door)


@before("payorder.take_effect")
def take_effect(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any]) -> None:
    matter.decided_on = desk.today


@during("payorder.take_effect")
def nobody_objected(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], event: Event) -> None:
    limits.end_own(desk, case, ("payorder.object",), "court_matter", matter.id, event.id, desk.today)


@after("payorder.take_effect")
def took_effect(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    agreements.gains_force(desk, matter, "payment_order", door)


# ---- 依据协议的起诉 ----


@before("agreement_suit.end")
def end(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any]) -> None:
    matter.ended_by, matter.decided_on = asked["suit_ending"], asked["decided_on"]


@during("agreement_suit.judge")
def appeal_opens(desk: Desk, case: Case, matter: CourtMatter, asked: Mapping[str, Any], event: Event) -> None:
    """CPL 171."""
    _open_for_each(desk, case, matter, "court.appeal", asked, event)


@after("agreement_suit.judge")
def judged(desk: Desk, case: Case, matter: CourtMatter, _: Mapping[str, Any], door: Door) -> None:
    agreement = agreements.agreement_of(desk, matter)
    agreement.force = "judgment"
    desk.session.add(agreement)
    door.perform(desk, agreement, "agreement.be_decided")


def _open_for_each(
    desk: Desk, case: Case, matter: CourtMatter, rule_id: str, asked: Mapping[str, Any], event: Event
) -> None:
    """For each party from the day the ruling reached it, else from the day it was made."""
    for party in case.parties:
        if party.side == "third_party":
            continue
        side = "worker" if party.kind == "worker" else "employer"
        origin: date = asked.get(f"ruling_reached_{side}") or asked["decided_on"]
        limits.open_limit(
            desk, case, rule_id, origin, event.id, machine="court_matter", subject_id=matter.id, party_id=party.id
        )
