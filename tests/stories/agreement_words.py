"""Words for stories about agreements: reached, signed, paid, and the ways to give them force."""


from sqlmodel import select
from teller import Told

from app.models import Agreement, CourtMatter, PaymentLine, Referral, Review

Subject = tuple[type[Agreement], int]
LINES = {
    "line-1-day": "2026-03-20", "line-1-amount": "8000", "line-1-text": "第一期工资",
    "line-2-day": "2026-04-20", "line-2-amount": "7000", "line-2-text": "第二期工资",
}  # fmt: skip


def reaches_agreement(story: Told, *items: tuple[str, str], **typed: str) -> Subject:
    """3月2日收件，人民调解组织当日接收，双方谈妥。"""
    story.files_application(*(items or (("wages", "15000"),)))
    story.takes("referral.propose", "filing", channel="peoples", receiving_body=str(story.body_id("med-people")))
    referral = (Referral, story.latest(Referral))
    for side in ("applicant", "respondent"):
        story.takes(
            "referral.record_consent", "filing", referral, party=str(story.party(side)), agrees="yes", consent_way="phone"
        )
    story.takes("referral.delegate", "filing", referral, note_optional="")
    story.takes("referral.accept_by_body", "peoples", referral, note_optional="")
    story.takes(
        "referral.record_outcome",
        "peoples",
        referral,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="公司分两期付清拖欠的工资15,000元，双方再无其他争议。",
        **(typed or {"other_duties": "", **LINES}),
    )
    return Agreement, story.latest(Agreement)


def signs(story: Told, agreement: Subject, signer: str = "all", on: str = "2026-03-02", into: str = "binding") -> None:
    story.takes("agreement.sign", "peoples", agreement, signer=signer, signed_on=on, into=into)


def binds(story: Told, *items: tuple[str, str], **typed: str) -> Subject:
    agreement = reaches_agreement(story, *items, **typed)
    signs(story, agreement)
    return agreement


def pays(story: Told, agreement: Subject, ordinal: int, yuan: str, on: str, into: str = "") -> None:
    line = story_line(story, agreement, ordinal)
    story.takes(
        "agreement.pay",
        "peoples",
        agreement,
        payment_line=str(line),
        paid_amount=yuan,
        paid_on=on,
        note_optional="银行转账",
        into=into,
    )


def story_line(story: Told, agreement: Subject, ordinal: int) -> int:
    with story.reading() as session:
        found = session.exec(
            select(PaymentLine.id).where(PaymentLine.agreement_id == agreement[1], PaymentLine.ordinal == ordinal)
        ).one()
    return found or 0


def state(story: Told) -> str:
    return story.row(Agreement).state


def asks_for_review(story: Told, agreement: Subject, on: str) -> tuple[type[Review], int]:
    story.takes(
        "agreement.apply_review", "filing", agreement, both_ask="yes", applied_on=on, note_optional="", into="in_review"
    )
    return Review, story.latest(Review)


def review_is_accepted(story: Told, review: tuple[type[Review], int]) -> None:
    story.takes(
        "review.accept",
        "filing",
        review,
        review_scope_checked="yes",
        review_arbitrator=str(story.staff_id("arbitrator")),
        into="accepted",
    )


def asks_for_confirmation(story: Told, agreement: Subject, on: str) -> tuple[type[CourtMatter], int]:
    story.takes(
        "agreement.apply_confirmation",
        "peoples",
        agreement,
        both_ask="yes",
        court=str(story.body_id("court-hewan")),
        applied_on=on,
        note_optional="",
        into="in_confirmation",
    )
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("confirm.accept", "courtclerk", matter, court_number="（2026）鲁0591民特18号", into="accepted")
    return matter


def asks_for_order(
    story: Told, agreement: Subject, on: str, ground: str = "LMA 16"
) -> tuple[type[CourtMatter], int]:
    story.takes(
        "agreement.apply_payment_order",
        "filing",
        agreement,
        plaintiff=str(story.party("applicant")),
        order_ground=ground,
        court=str(story.body_id("court-hewan")),
        applied_on=on,
        note_optional="",
        into="under_payment_order",
    )
    matter = (CourtMatter, story.latest(CourtMatter))
    story.takes("payorder.accept", "courtclerk", matter, court_number="（2026）鲁0591民督7号", into="accepted")
    return matter


def order_is_served(story: Told, matter: tuple[type[CourtMatter], int], on: str) -> None:
    story.takes("payorder.issue", "judge", matter, note_optional="", into="order_issued")
    story.takes("payorder.serve", "courtclerk", matter, order_reached_on=on, into="order_served")


def sues(story: Told, agreement: Subject, on: str) -> tuple[type[CourtMatter], int]:
    story.takes("agreement.sue", "filing", agreement, into="sued", **suit(story, on))
    return CourtMatter, story.latest(CourtMatter, kind="agreement_suit")


def suit(story: Told, on: str) -> dict[str, str]:
    return {
        "plaintiff": str(story.party("applicant")),
        "court": str(story.body_id("court-hewan")),
        "applied_on": on,
        "note_optional": "",
    }
