"""What the papers of 仲裁审查 state: the agreement as it was signed, word for word, and the decision on it (CHR 74–79)."""

from typing import Any

from sqlmodel import col, select

from app.models import Agreement, Body, Case, PaymentLine, Review, Staff
from app.rendering.amounts import yuan
from app.services.desk import Desk
from workflows import limits

FIELDS = ("review_door_ground", "review_merit_ground")


def facts_of(desk: Desk, case: Case, review: Review, name: str) -> dict[str, Any]:
    """The block `review`; for the 调解书 also its result, the same in content as the agreement (CHR 77)."""
    agreement = desk.session.get_one(Agreement, review.agreement_id)
    body = desk.session.get(Body, agreement.body_id) if agreement.body_id else None
    arbitrator = desk.session.get(Staff, review.arbitrator_id) if review.arbitrator_id else None
    facts: dict[str, Any] = {
        "review": {
            "applied_on": review.applied_on.isoformat(),
            "accepted_on": review.accepted_on.isoformat() if review.accepted_on else "",
            "body": body.name if body else "调解组织",
            "made_on": agreement.made_on.isoformat(),
            "effective_on": agreement.effective_on.isoformat() if agreement.effective_on else "",
            "arbitrator": arbitrator.name if arbitrator else "",
            "ground": ground_title(desk, review),
            "reason": review.reason.rstrip("。；"),
            "days": limits.rule("review.decide").length,
            "more_days": (extend.max or 0) if (extend := limits.rule("review.decide").extend) else 0,
        }
    }
    if name == "mediation_statement":
        facts["settlement"] = {"reached_on": agreement.made_on.isoformat(), "terms": terms_of(desk, agreement)}
    return facts


def ground_title(desk: Desk, review: Review) -> str:
    """The ground of a refusal in the words of the rule."""
    for name in FIELDS:
        for choice in desk.book.fields[name].choices:
            if choice[0] == review.ground:
                return choice[1]
    return ""


def terms_of(desk: Desk, agreement: Agreement) -> list[dict[str, Any]]:
    """Everything the agreement says: its words, each payment, and the duties besides money."""
    lines = desk.session.exec(
        select(PaymentLine).where(PaymentLine.agreement_id == agreement.id).order_by(col(PaymentLine.ordinal))
    ).all()
    said = [part.strip().rstrip("。；") for part in agreement.terms.splitlines() if part.strip()]
    return [
        *({"text": text} for text in said),
        *(
            {"text": x.text.rstrip("。；") or f"支付{yuan(x.amount_fen)}", "amount_fen": x.amount_fen, "due": x.due_on.isoformat()}
            for x in lines
        ),
        *({"text": part.strip().rstrip("。；")} for part in agreement.other_duties.splitlines() if part.strip()),
    ]
