"""Agreements as the conditions see them: signatures, payments, and every way that was tried, read from the rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.models import Agreement, Case, CourtMatter, Limit, Paper, Review
from app.services import case_rows
from app.services.desk import Desk
from app.services.limits import calendar_of
from workflows.agreement_standing import BODY, MEDIATOR, AgreementStanding, LineFacts
from workflows.agreements import AgreementFacts, Attempt, Result, Step
from workflows.facts import ReviewFacts

WAYS: dict[str, Step] = {"confirmation": "confirm", "payment_order": "payment_order", "agreement_suit": "sue"}
"""Kind of court matter → the way it is."""
REVIEWS: dict[str, Result] = {
    "applied": "pending",
    "accepted": "pending",
    "granted": "pending",
    "effective": "done",
    "not_accepted": "refused",
    "refused": "refused",
    "withdrawn": "withdrawn",
}
MATTERS: dict[str, Result] = {
    "filed": "pending",
    "accepted": "pending",
    "order_issued": "pending",
    "order_served": "pending",
    "judged": "done",
    "confirmed": "done",
    "order_in_force": "done",
    "order_paid": "withdrawn",
    "not_confirmed": "refused",
    "revoked": "refused",
    "not_accepted": "refused",
    "order_lapsed": "lapsed",
    "ended": "withdrawn",
}
"""Where a review or matter stands → what became of the way.

A paid order has done its work and closes nothing: later instalments may need another.
A revoked ruling counts as a refused confirmation: the court has said no to the same request (CPLI 372; O1 一).
"""
OBJECTIONS = {"payment_order": "payorder.object", "confirmation": "confirm.object"}


def about(desk: Desk, case: Case, machine: str, subject: Any) -> AgreementStanding | None:
    """The agreement a step is about: the agreement itself, or that of a review or of a court matter."""
    agreement_id = getattr(subject, "id" if machine == "agreement" else "agreement_id", None)
    if machine not in ("agreement", "review", "court_matter") or agreement_id is None:
        return None
    found = next((a for a in case_rows.of_case(desk.session, Agreement, case.id or 0) if a.id == agreement_id), None)
    return standing(desk, case, found) if found is not None else None


def standing(desk: Desk, case: Case, agreement: Agreement) -> AgreementStanding:
    """One agreement as it stands today."""
    session, case_id = desk.session, case.id or 0
    lines = lines_of(desk, agreement)
    late = [line for line in lines if line.left_fen > 0]
    law = None
    if agreement.effective_on is not None:
        law = AgreementFacts(
            is_effective_on=agreement.effective_on,
            subjects=frozenset(agreement.subjects),  # type: ignore[arg-type]
            due=min((line.due_on for line in late), default=None),
            by_listed_body=agreement.by_listed_body,
            performed_on=agreement.performed_on,
            attempts=tuple(attempts(desk, agreement)),
        )
    signed = {s.signer: s.signed_on for s in case_rows.signatures(session, case_id) if s.agreement_id == agreement.id}
    return AgreementStanding(
        id=agreement.id or 0,
        state=agreement.state,
        made_on=agreement.made_on,
        is_written=bool(agreement.terms.strip() or lines),
        wanted=frozenset({f"party-{p.id}" for p in case.two_sides} | {MEDIATOR, BODY}),
        signed=signed,
        lines=lines,
        has_other_duties=bool(agreement.other_duties.strip()),
        other_done=agreement.other_done_on is not None,
        subjects=frozenset(agreement.subjects),
        law=law,
        calendar=calendar_of(session, case.office_id),
        item_ids=frozenset(agreement.item_ids),
    )


def lines_of(desk: Desk, agreement: Agreement) -> tuple[LineFacts, ...]:
    """The promised payments with what was paid on each, in their order."""
    rows = [one for one in case_rows.payment_lines(desk.session, agreement.case_id) if one.agreement_id == agreement.id]
    paid = case_rows.payments(desk.session, agreement.case_id)
    return tuple(
        LineFacts(
            id=row.id or 0,
            ordinal=row.ordinal,
            due_on=row.due_on,
            amount_fen=row.amount_fen,
            paid_fen=sum(p.amount_fen for p in paid if p.line_id == row.id),
        )
        for row in sorted(rows, key=lambda row: row.ordinal)
    )


def attempts(desk: Desk, agreement: Agreement) -> list[Attempt]:
    """Every way that was tried, oldest first. Refused only for want of competence, a way may be asked for elsewhere."""
    found = []
    for review in case_rows.of_case(desk.session, Review, agreement.case_id):
        if review.agreement_id == agreement.id:
            result = "withdrawn" if review.ground == "wrong_commission" else REVIEWS[review.state]
            found.append(Attempt("review", review.applied_on, result, review.ended_on))
    for matter in case_rows.of_case(desk.session, CourtMatter, agreement.case_id):
        if matter.agreement_id == agreement.id and matter.kind in WAYS:
            found.append(
                Attempt(
                    WAYS[matter.kind],
                    matter.filed_on,
                    "withdrawn" if matter.wrong_court else MATTERS[matter.state],
                    matter.decided_on,
                    "LCL 30" if matter.order_ground == "LCL 30" else "LMA 16",
                )
            )
    return sorted(found, key=lambda attempt: attempt.applied_on)


def review_facts(desk: Desk, case: Case, review: Any) -> ReviewFacts | None:
    """A review as the conditions see it."""
    if not isinstance(review, Review):
        return None
    clocks = [one for one in case_rows.of_case(desk.session, Limit, case.id or 0) if one.rule == "review.decide"]
    mine = [one for one in clocks if one.machine == "review" and one.subject_id == review.id]
    made = [p for p in case_rows.of_case(desk.session, Paper, case.id or 0) if p.review_id == review.id]
    statement = next((p for p in reversed(made) if p.kind == "mediation_statement"), None)
    return ReviewFacts(
        id=review.id or 0,
        state=review.state,
        applied_on=review.applied_on,
        arbitrator_id=review.arbitrator_id,
        extended=any(entry.kind == "extend" for one in mine for entry in one.entries),
        overdue=any(one.state == "open" and one.due < desk.today for one in mine),
        signed_for=signed_for(desk, case, statement.id) if statement else frozenset(),
        statement_made_on=statement.made_on if statement else None,
    )


def signed_for(desk: Desk, case: Case, paper_id: int | None) -> frozenset[int]:
    """The parties a paper has been served on by today: a 调解书 has effect with the second signature (CHR 72, 77)."""
    return frozenset(
        s.party_id
        for s in case_rows.services(desk.session, case.id or 0)
        if s.paper_id == paper_id and s.served_on is not None and s.served_on <= desk.today
    )


def last_day_to_object(matter: CourtMatter, clocks: Sequence[Limit]) -> date | None:
    """The last day of the clock to object, of the party whose clock ends last."""
    rule = OBJECTIONS.get(matter.kind)
    days = [
        one.due for one in clocks
        if one.rule == rule and one.machine == "court_matter" and one.subject_id == matter.id
    ]  # fmt: skip
    return max(days, default=None)
