"""The words for mediation: proposal, answers, letter, body, outcome, hand-over — each taken by the person whose act it is."""

from dataclasses import replace

from teller import Told

from app.database import open_session, transaction
from app.demonstration import APPLICATION
from app.models import Agreement, Lead, Referral
from app.services import leads, steps
from app.services.filing import Application, ItemInput
from app.services.leads import LeadInput

Subject = tuple[type[Referral], int]
BODY = {
    "out_of_case": ("med-out", "outofcase"),
    "pre_award": ("med-pre", "preaward"),
    "arbitral": ("med-arb", "arbitral"),
    "divisional": ("med-div", "division"),
    "industry": ("med-ind", "industry"),
    "peoples": ("med-people", "peoples"),
    "enterprise_union": ("med-union", "union"),
    "chamber": ("med-chamber", "chamber"),
}
"""Channel → the code of its sample body and the sign-in name of its mediator."""


def proposes(story: Told, channel: str, body: str = "", by: str = "filing") -> Subject:
    story.takes("referral.propose", by, channel=channel, receiving_body=str(story.body_id(body or BODY[channel][0])))
    return Referral, story.latest(Referral)


def answers(
    story: Told, referral: Subject, side: str, agrees: str = "yes", way: str = "phone", by: str = "filing", at: str = ""
) -> None:
    story.takes(
        "referral.record_consent",
        by,
        referral,
        party=str(story.party(side)),
        agrees=agrees,
        consent_way=way,
        answered_at=at,
    )


def both_agree(story: Told, referral: Subject, by: str = "filing") -> None:
    for side in ("applicant", "respondent"):
        answers(story, referral, side, by=by)


def goes_to(story: Told, channel: str, body: str = "", mediator: str = "") -> Subject:
    """Proposed, agreed to, sent and accepted, all on the day the clock shows."""
    referral = proposes(story, channel, body)
    is_taken_up(story, referral, mediator or BODY[channel][1])
    return referral


def is_taken_up(story: Told, referral: Subject, mediator: str) -> None:
    both_agree(story, referral)
    story.takes("referral.delegate", "filing", referral, note_optional="", into="delegated")
    story.takes("referral.accept_by_body", mediator, referral, note_optional="", into="accepted")


def fails(story: Told, referral: Subject, mediator: str, outcome: str = "no_agreement") -> None:
    story.takes(
        "referral.record_outcome", mediator, referral, into="failed", outcome=outcome, outcome_reason_optional="差距过大"
    )


def succeeds(story: Told, referral: Subject, mediator: str) -> None:
    story.takes(
        "referral.record_outcome",
        mediator,
        referral,
        into="succeeded",
        outcome="agreed",
        agreement_terms="单位于2026年4月30日前支付65,000元。",
    )


def is_signed(story: Told, by: str) -> None:
    """Both sides, the mediator and the body's seal: the agreement binds (LMA 14)."""
    agreement = (Agreement, story.latest(Agreement))
    story.takes("agreement.sign", by, agreement, signer="all", signed_on=story.clock.day.isoformat(), into="binding")


def hands_over(story: Told, referral: Subject, to: str, by: str, body: str = "") -> Subject:
    story.takes(
        "referral.hand_over",
        by,
        referral,
        into="handed_over",
        linked_channel=to,
        receiving_body=str(story.body_id(body or BODY[to][0])),
    )
    return Referral, story.latest(Referral)


def registers(
    story: Told, kind: str, by: str, *items: tuple[str, str], asked_on: str = "", reporter: str = ""
) -> tuple[type[Lead], int]:
    """A dispute of the sample parties is entered before anybody applied, on the day the clock shows."""
    claims = [ItemInput(name, amount) for name, amount in items] or list(APPLICATION.items)
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor(by))
        told = replace(APPLICATION, filed_on="", items=claims)
        lead = leads.register(desk, LeadInput(kind, told, reporter=reporter, asked_on=asked_on))
        story.case_id = lead.case_id
        found = lead.id or 0
    return Lead, found


def taken_over(story: Told, lead: tuple[type[Lead], int], by: str = "filing") -> Application:
    """The application form as it comes up, filled with what is known."""
    with open_session(story.runtime.engine, writing=False) as session:
        desk = story.runtime.desk(session, story.actor(by))
        return leads.prefilled(desk, leads.found(desk, lead[1])[1])


def applies(story: Told, lead: tuple[type[Lead], int], by: str = "filing", **changed: object) -> int:
    """One step: the dispute becomes an application. The story goes on in the new case."""
    form = replace(taken_over(story, lead, by), **changed)  # type: ignore[arg-type]
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor(by))
        token = steps.offer(desk, session.get_one(Lead, lead[1]), "lead.apply").token
        before = story.case_id
        story.case_id = leads.apply(desk, lead[1], form, token).id or 0
    return before
