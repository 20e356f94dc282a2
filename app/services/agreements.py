"""An agreement as pages show it: what was promised and paid, who signed, which ways are open until when, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from app.models import Agreement, Body, Case, CourtMatter, Payment, PaymentLine, Review
from app.services import agreement_facts, case_rows
from app.services.desk import Desk
from workflows.agreement_standing import AgreementStanding
from workflows.agreements import Way


@dataclass(frozen=True)
class ShownLine:
    """One promised payment with what came so far."""

    line: PaymentLine
    payments: Sequence[Payment]
    left_fen: int
    late: bool


@dataclass(frozen=True)
class ShownAgreement:
    """One agreement as the case page and the mediator's page show it."""

    agreement: Agreement
    standing: AgreementStanding
    body: Body | None
    lines: Sequence[ShownLine]
    signatures: Sequence[tuple[str, date | None]]
    """Who has to sign, by name or role, and the day; None: not yet."""
    ways: Sequence[Way]
    reviews: Sequence[Review]
    matters: Sequence[CourtMatter]
    sees_terms: bool
    """NEG 11: what stands in a draft nobody is bound by are concessions; whoever decides the case does not read them."""

    @property
    def promised_fen(self) -> int:
        return sum(one.line.amount_fen for one in self.lines)

    @property
    def paid_fen(self) -> int:
        return self.promised_fen - sum(one.left_fen for one in self.lines)


def shown(desk: Desk, case: Case, agreement: Agreement) -> ShownAgreement:
    """Everything a page says of one agreement. The caller has asked whether the reader may see it."""
    standing = agreement_facts.standing(desk, case, agreement)
    session, case_id = desk.session, case.id or 0
    lines = [one for one in case_rows.payment_lines(session, case_id) if one.agreement_id == agreement.id]
    paid = case_rows.payments(session, case_id)
    left = {one.id: one.left_fen for one in standing.lines}
    late = {one.id for one in standing.late(desk.today)} if standing.law else set()
    names = {f"party-{p.id}": p.name for p in case.parties}
    order = [f"party-{p.id}" for p in case.two_sides]
    return ShownAgreement(
        sees_terms=_sees_terms(desk, agreement),
        agreement=agreement,
        standing=standing,
        body=session.get(Body, agreement.body_id) if agreement.body_id else None,
        lines=[
            ShownLine(
                line=one,
                payments=[p for p in paid if p.line_id == one.id],
                left_fen=left[one.id or 0],
                late=one.id in late,
            )
            for one in sorted(lines, key=lambda one: one.ordinal)
        ],
        signatures=[
            (names.get(signer, signer), standing.signed.get(signer)) for signer in (*order, "mediator", "body")
        ],
        ways=standing.ways(desk.today),
        reviews=[r for r in case_rows.of_case(session, Review, case_id) if r.agreement_id == agreement.id],
        matters=session.exec(
            select(CourtMatter).where(CourtMatter.agreement_id == agreement.id).order_by(col(CourtMatter.id))
        ).all(),
    )


def _sees_terms(desk: Desk, agreement: Agreement) -> bool:
    if agreement.state not in ("drafted", "abandoned"):
        return True
    at_body = desk.actor.has("mediator") and desk.actor.body_id == agreement.body_id
    return at_body or (agreement.state == "drafted" and desk.actor.has("filing_clerk"))


def of_case(desk: Desk, case: Case, agreements: Sequence[Agreement]) -> list[ShownAgreement]:
    return [shown(desk, case, one) for one in agreements]


def of_matter(desk: Desk, case: Case, matter: CourtMatter) -> ShownAgreement | None:
    """The agreement a court is asked to confirm, to order the payment of, or to decide on."""
    found = desk.session.get(Agreement, matter.agreement_id) if matter.agreement_id else None
    return shown(desk, case, found) if found is not None else None
