"""转介/委托调解 as a legal act: consent, letter, body, sessions, outcome, hand-over or return; and 调解协议."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field, SQLModel

from app.models.base import fen_column, json_column, not_negative, one_of, state_of
from workflows.links import STAGES

CONSENT_WAYS = ("in_person", "phone", "written", "online")
SESSION_MODES = ("on_site", "online", "phone")


class Referral(SQLModel, table=True):
    """One hand-over of a dispute to one mediation body in one of the eight channels."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        state_of("referral"),
        one_of("stage", STAGES),
        one_of(
            "outcome",
            ("agreed", "partly_agreed", "refused", "no_agreement", "withdrawn", "lapsed", "declined"),
            optional=True,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    state: str = Field(default="proposed", max_length=30, index=True)
    version: int = 0
    stage: str = Field(max_length=30)
    channel: str = Field(max_length=30)
    sending_body_id: int = Field(foreign_key="body.id")
    receiving_body_id: int = Field(foreign_key="body.id", index=True)
    previous_id: int | None = Field(default=None, foreign_key="referral.id")
    mediator_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    proposed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    proposed_on: date
    consented_on: date | None = None
    delegated_on: date | None = None
    received_on: date | None = None
    ended_on: date | None = Field(default=None, index=True)
    outcome: str | None = Field(default=None, max_length=20)
    outcome_reason: str = Field(default="", max_length=1000)
    began_at_body: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="the parties came to the body themselves: no letter sent them there",
    )


class Consent(SQLModel, table=True):
    """One side's answer to one proposal of mediation: a recorded fact with day and way."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("referral_id", "party_id"), one_of("way", CONSENT_WAYS))

    id: int | None = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referral.id", index=True)
    party_id: int = Field(foreign_key="party.id")
    agrees: bool
    given_on: date
    given_at: datetime | None = Field(default=None, description="the hour of it, where it was written down")
    way: str = Field(max_length=20)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")


class MediationSession(SQLModel, table=True):
    """One meeting at a mediation body. `private_notes` and `offers` are sealed from tribunal and court (NEG 11)."""

    __tablename__ = "mediation_session"
    __table_args__ = (one_of("mode", SESSION_MODES),)

    id: int | None = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referral.id", index=True)
    held_on: date
    held_at: str = Field(default="", max_length=5, sa_column_kwargs={"server_default": ""}, description="09:30")
    mode: str = Field(default="on_site", max_length=10, sa_column_kwargs={"server_default": "on_site"})
    place: str = Field(default="", max_length=120)
    came: str = Field(default="", max_length=300)
    private_notes: str = ""
    offers: str = ""
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
    recorded_at: datetime


class Agreement(SQLModel, table=True):
    """调解协议. The ways it gains force exclude one another (rules §5)."""

    __tablename__ = "agreement"
    __table_args__ = (
        state_of("agreement"),
        one_of("force", ("none", "performed", "review", "confirmation", "payment_order", "judgment")),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    referral_id: int | None = Field(default=None, foreign_key="referral.id", unique=True)
    state: str = Field(default="drafted", max_length=20)
    version: int = 0
    force: str = Field(default="none", max_length=20)
    terms: str = ""
    made_on: date
    effective_on: date | None = None
    body_id: int | None = Field(default=None, foreign_key="body.id", description="the mediation body it was made before")
    by_listed_body: bool = Field(default=True, description="a body named in LMA 10")
    subjects: list[str] = Field(default_factory=list, sa_column=json_column(list), description="what it settles")
    item_ids: list[int] = Field(
        default_factory=list, sa_column=json_column(list), description="the claims it settles when it binds; empty: all"
    )
    other_duties: str = Field(default="", description="what is promised besides money")
    other_done_on: date | None = None
    next_due_on: date | None = Field(default=None, description="the day of the first line not yet paid")
    performed_on: date | None = None

    @property
    def receiving_body_id(self) -> int | None:
        """The body whose mediator follows the performance."""
        return self.body_id


class Signature(SQLModel, table=True):
    """One signature or seal under an agreement: a recorded fact. `signer` is "party-<id>", "mediator" or "body"."""

    __tablename__ = "agreement_signature"
    __table_args__ = (UniqueConstraint("agreement_id", "signer"),)

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    signer: str = Field(max_length=30)
    signed_on: date
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")


class PaymentLine(SQLModel, table=True):
    """One payment an agreement promises. `paid_on` is the day the last part of it came."""

    __tablename__ = "payment_line"
    __table_args__ = (UniqueConstraint("agreement_id", "ordinal"), not_negative("amount_fen"))

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    ordinal: int
    due_on: date
    amount_fen: int = Field(sa_column=fen_column(nullable=False))
    text: str = Field(default="", max_length=300)
    paid_on: date | None = None


class Payment(SQLModel, table=True):
    """One payment made on a line: the whole of it or a part."""

    __tablename__ = "agreement_payment"
    __table_args__ = (not_negative("amount_fen"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="payment_line.id", index=True)
    paid_on: date
    amount_fen: int = Field(sa_column=fen_column(nullable=False))
    note: str = Field(default="", max_length=300)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
