"""调解协议: its draft, signatures and payments, and the start of each way to force."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from app.models import Agreement, Case, CourtMatter, Event, Payment, PaymentLine, Referral, Review, Signature
from app.services import agreement_facts, limits
from app.services.desk import Desk
from app.services.effects import leads
from app.services.effects.registry import Door, after, before, during
from workflows.agreement_standing import ALL, by_listed_body, subjects_of

APPLY = ("review.apply", "confirm.apply")


def drafted(desk: Desk, case: Case, referral: Referral, asked: Mapping[str, Any]) -> Agreement:
    """The row of an agreement reached in a referral, with its lines and what it is taken to settle."""
    agreed = set(asked.get("agreed_items") or ())
    agreement = Agreement(
        case_id=case.id or 0,
        referral_id=referral.id,
        terms=asked["agreement_terms"],
        other_duties=asked.get("other_duties") or "",
        item_ids=sorted(agreed),
        made_on=desk.today,
        body_id=referral.receiving_body_id,
        by_listed_body=by_listed_body(referral.channel),
        subjects=list(subjects_of(item.kind for item in case.items if item.id in agreed or not agreed)),
    )
    desk.session.add(agreement)
    desk.session.flush()
    _write_lines(desk, agreement, asked.get("payment_lines") or ())
    return agreement


def _write_lines(desk: Desk, agreement: Agreement, rows: Any) -> None:
    """The promised payments as typed, by day; what stood there before is replaced. Nothing is paid before it binds."""
    for old in desk.session.exec(select(PaymentLine).where(PaymentLine.agreement_id == agreement.id)).all():
        desk.session.delete(old)
    desk.session.flush()
    ordered = sorted(rows, key=lambda row: row["due_on"])
    for ordinal, row in enumerate(ordered, start=1):
        desk.session.add(PaymentLine(agreement_id=agreement.id or 0, ordinal=ordinal, **row))
    desk.session.flush()
    _set_next_day(desk, agreement)


def _set_next_day(desk: Desk, agreement: Agreement) -> None:
    days = [line.due_on for line in agreement_facts.lines_of(desk, agreement) if line.left_fen > 0]
    agreement.next_due_on = min(days, default=None)
    desk.session.add(agreement)


@before("agreement.edit")
def edit(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any]) -> None:
    agreement.terms = asked["terms"]
    agreement.other_duties = asked["other_duties"]
    agreement.subjects = list(asked["agreement_subjects"])
    agreement.by_listed_body = bool(asked["by_listed_body"])
    _write_lines(desk, agreement, asked["payment_lines"])


@before("agreement.sign")
def sign(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any]) -> None:
    """LMA 14: binding on the day the last signature or seal is there."""
    standing = agreement_facts.standing(desk, case, agreement)
    missing = standing.wanted - set(standing.signed)
    for signer in sorted(missing if asked["signer"] == ALL else {asked["signer"]}):
        desk.session.add(
            Signature(
                agreement_id=agreement.id or 0,
                signer=signer,
                signed_on=asked["signed_on"],
                recorded_by_id=desk.actor.id,
            )
        )
    desk.session.flush()
    signed = agreement_facts.standing(desk, case, agreement).signed
    if standing.wanted <= set(signed):
        agreement.effective_on = max(signed.values())


@during("agreement.sign")
def time_to_apply(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any], event: Event) -> None:
    """CHR 74; CPL 205: fifteen and thirty days from the day of effect."""
    if agreement.effective_on is None:
        return
    for rule in APPLY:
        limits.open_limit(
            desk, case, rule, agreement.effective_on, event.id, machine="agreement", subject_id=agreement.id
        )


@after("agreement.sign")
def settled(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any], door: Door) -> None:
    """CHR 69, 70: the case ends with an agreement that binds, not with one nobody signed."""
    if agreement.effective_on is None:
        return
    for item in case.items:
        if item.id in agreement.item_ids:
            item.disposition, item.awarded_fen, item.working = "settled", None, []
            desk.session.add(item)
    if case.state == "on_hold":
        door.perform(desk, case, "med.settled_before_acceptance")
    elif case.state == "in_delegated_mediation":
        door.perform(desk, case, "med.delegate_settled")
    elif case.state == "pre_filing":
        leads.mediation_ended(desk, case, door)


@before("agreement.redraw")
def redraw(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any]) -> None:
    for signature in desk.session.exec(select(Signature).where(Signature.agreement_id == agreement.id)).all():
        desk.session.delete(signature)
    desk.session.flush()


@after("agreement.abandon")
def abandoned(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any], door: Door) -> None:
    """CHR 69, 70: without an agreement the arbitration goes on, about everything: a draft has settled no claim yet."""
    if case.state == "on_hold":
        door.perform(desk, case, "med.resume_acceptance")
    elif case.state == "in_delegated_mediation":
        door.perform(desk, case, "med.delegate_returned")
    elif case.state == "pre_filing":
        leads.mediation_ended(desk, case, door)


# ---- performance ----


@before("agreement.pay")
def pay(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any]) -> None:
    line = desk.session.get_one(PaymentLine, asked["payment_line"])
    desk.session.add(
        Payment(
            line_id=line.id or 0,
            paid_on=asked["paid_on"],
            amount_fen=asked["paid_amount"],
            note=asked["note_optional"][:300],
            recorded_by_id=desk.actor.id,
        )
    )
    desk.session.flush()
    settle_line(desk, agreement, line)


def settle_line(desk: Desk, agreement: Agreement, line: PaymentLine) -> None:
    """A line is paid on the day its last part came; the next open line gives the agreement its day."""
    now = next(one for one in agreement_facts.lines_of(desk, agreement) if one.id == line.id)
    if now.left_fen <= 0:
        line.paid_on = max(p.paid_on for p in desk.session.exec(select(Payment).where(Payment.line_id == line.id)))
        desk.session.add(line)
        desk.session.flush()
    _set_next_day(desk, agreement)
    _note_performance(desk, agreement)


def _note_performance(desk: Desk, agreement: Agreement) -> None:
    lines = agreement_facts.lines_of(desk, agreement)
    if any(line.left_fen > 0 for line in lines) or (agreement.other_duties.strip() and agreement.other_done_on is None):
        return
    rows = desk.session.exec(select(PaymentLine).where(PaymentLine.agreement_id == agreement.id)).all()
    days = [agreement.other_done_on, *(row.paid_on for row in rows)]
    agreement.performed_on = max((day for day in days if day is not None), default=None)
    desk.session.add(agreement)


@before("agreement.perform")
def perform_agreement(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any]) -> None:
    agreement.other_done_on = asked["performed_on"]
    _note_performance(desk, agreement)


@during("agreement.pay", "agreement.perform", "agreement.way_ended")
def nothing_left_to_ask_for(desk: Desk, case: Case, agreement: Agreement, _: Mapping[str, Any], event: Event) -> None:
    """Once performed there is nothing to give force to: the days to apply are over."""
    if agreement.performed_on is None:
        return
    if agreement.force == "none":
        agreement.force = "performed"
    limits.end_own(desk, case, APPLY, "agreement", agreement.id, event.id, desk.today)


# ---- the ways ----


@after("agreement.apply_review")
def apply_review(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], door: Door) -> None:
    """CHR 74: both sides together; the commission then decides on acceptance."""
    review = Review(case_id=case.id or 0, agreement_id=agreement.id or 0, applied_on=asked["applied_on"])
    desk.session.add(review)
    desk.session.flush()
    door.start(desk, case, "review.receive", review)


@during("agreement.apply_review")
def review_was_asked_for(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], event: Event) -> None:
    limits.end_own(desk, case, ("review.apply",), "agreement", agreement.id, event.id, asked["applied_on"])


@during("agreement.apply_confirmation")
def confirmation_was_asked_for(
    desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], event: Event
) -> None:
    limits.end_own(desk, case, ("confirm.apply",), "agreement", agreement.id, event.id, asked["applied_on"])


KINDS = {
    "agreement.apply_confirmation": ("confirmation", "confirm.file"),
    "agreement.apply_payment_order": ("payment_order", "payorder.file"),
    "agreement.sue": ("agreement_suit", "agreement_suit.file"),
}
"""Step of the agreement → kind of court matter, and the rule that brings it into being."""


def _to_court(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], door: Door, step: str) -> None:
    kind, rule = KINDS[step]
    matter = CourtMatter(
        case_id=case.id or 0,
        court_id=asked["court"],
        kind=kind,
        plaintiff_id=asked.get("plaintiff"),
        filed_on=asked["applied_on"],
        agreement_id=agreement.id,
        order_ground=asked.get("order_ground"),
    )
    desk.session.add(matter)
    desk.session.flush()
    door.start(desk, case, rule, matter)


@after("agreement.apply_confirmation")
def apply_confirmation(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], door: Door) -> None:
    _to_court(desk, case, agreement, asked, door, "agreement.apply_confirmation")


@after("agreement.apply_payment_order")
def apply_payment_order(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], door: Door) -> None:
    _to_court(desk, case, agreement, asked, door, "agreement.apply_payment_order")


@after("agreement.sue")
def sue(desk: Desk, case: Case, agreement: Agreement, asked: Mapping[str, Any], door: Door) -> None:
    _to_court(desk, case, agreement, asked, door, "agreement.sue")


def agreement_of(desk: Desk, part: Any) -> Agreement:
    """The agreement of a review or of a court matter."""
    return desk.session.get_one(Agreement, part.agreement_id)


def gains_force(desk: Desk, part: Any, force: str, door: Door) -> None:
    """What the way was for: the agreement can be enforced."""
    agreement = agreement_of(desk, part)
    agreement.force = force
    desk.session.add(agreement)
    door.perform(desk, agreement, "agreement.gain_force")


def way_ended(desk: Desk, part: Any, door: Door) -> None:
    """The way gave nothing: what else is open stands open again."""
    agreement = agreement_of(desk, part)
    if agreement.performed_on is None:
        agreement.force = "none"
    desk.session.add(agreement)
    door.perform(desk, agreement, "agreement.way_ended")
