"""诉讼案件, links to awards, and what the court decided item by item."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import fen_column, json_column, not_negative, one_of, state_of

MATTER_KINDS = (
    "first_instance",
    "second_instance",
    "annulment",
    "confirmation",
    "payment_order",
    "enforcement",
    "retrial",
    "agreement_suit",
)
REASON_CODES = (
    "new_evidence",
    "fact_finding",
    "law",
    "calculation",
    "time_bar",
    "procedure",
    "discretion",
    "party_choice",
    "policy_change",
)
RECOGNISED = ("", "kept", "changed")
COURT_DISPOSITIONS = ("granted", "partly", "refused", "absent")


class CourtMatter(SQLModel, table=True):
    """One court case. It belongs to the thread of `case_id`; further awards are joined by links."""

    __tablename__ = "court_matter"
    __table_args__ = (
        UniqueConstraint("court_id", "number"),
        state_of("court_matter"),
        one_of("kind", MATTER_KINDS),
        one_of(
            "ended_by",
            (
                "judgment",
                "settled",
                "withdrawn",
                "dismissed_procedure",
                "not_accepted",
                "performed",
                "no_assets",
                "terminated",
                "not_enforced",
            ),
            optional=True,
        ),
        Index("ix_court_matter_court_state", "court_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    court_id: int = Field(foreign_key="body.id")
    kind: str = Field(max_length=20)
    state: str = Field(default="filed", max_length=20)
    version: int = 0
    number: str | None = Field(default=None, max_length=60)
    plaintiff_id: int | None = Field(default=None, foreign_key="party.id")
    previous_id: int | None = Field(default=None, foreign_key="court_matter.id", description="the first instance")
    filed_on: date
    accepted_on: date | None = None
    decided_on: date | None = Field(default=None, index=True)
    ended_by: str | None = Field(default=None, max_length=30)
    for_overdue: bool = Field(default=False, description="sued because no award came in time (LMA 43)")
    for_refusal: bool = Field(default=False, description="sued because acceptance was refused or not decided (LMA 29)")
    ended_how: str | None = Field(default=None, max_length=30, description="the ending as the ruling has it (SPC2000)")
    effective_on: date | None = Field(default=None, description="a judgment that can no longer be appealed")
    merged_into_id: int | None = Field(default=None, foreign_key="court_matter.id", description="tried together (I1 4)")
    moved_from_id: int | None = Field(default=None, foreign_key="body.id", description="the court that transferred it")
    trial_procedure: str | None = Field(default=None, max_length=20, description="ordinary, simplified or small (CPL)")
    amount_fen: int | None = Field(default=None, sa_column=fen_column(), description="asked for in enforcement")
    title_paper_id: int | None = Field(
        default=None, foreign_key="paper.id", description="调解书 enforced where there is no award"
    )
    sent_by_office: bool = Field(default=False, description="handed over by the commission (O70 三(三))")
    agreement_id: int | None = Field(
        default=None, foreign_key="agreement.id", index=True, description="the 调解协议 it is about, instead of an award"
    )
    order_ground: str | None = Field(default=None, max_length=10, description="a payment order under LMA 16 or LCL 30")
    wrong_court: bool = Field(default=False, description="not accepted only because another court is competent")
    served_on: date | None = Field(default=None, description="the day a payment order reached the debtor")
    judgment_text: str = ""


class CourtLink(SQLModel, table=True):
    """A court case meets an award: how the link was found, how sure it is, who confirmed it."""

    __tablename__ = "court_link"
    __table_args__ = (
        UniqueConstraint("matter_id", "award_id"),
        one_of("found_by", ("number", "names", "persons", "hand")),
    )

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="court_matter.id", index=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    found_by: str = Field(max_length=10)
    confidence: int = Field(default=100, description="0 to 100")
    confirmed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = None


class Outcome(SQLModel, table=True):
    """裁判结果项: what a court decided on one claim item. Month, kind and office are copied here for the report."""

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("matter_id", "claim_item_id"),
        one_of("disposition", COURT_DISPOSITIONS),
        one_of("reason_code", REASON_CODES, optional=True),
        one_of("recognised", RECOGNISED),
        not_negative("amount_fen"),
        Index("ix_outcome_month", "month", "office_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="court_matter.id", index=True)
    claim_item_id: int | None = Field(default=None, foreign_key="claim_item.id", index=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    kind: str = Field(max_length=40)
    text: str = Field(default="", max_length=2000, description="a claim never before the arbitrator, in words")
    disposition: str = Field(max_length=20)
    amount_fen: int | None = Field(default=None, sa_column=fen_column())
    reason_code: str | None = Field(default=None, max_length=20)
    reason_note: str = Field(default="", max_length=1000)
    agreed_by_court_id: int | None = Field(default=None, foreign_key="staff.id")
    agreed_by_office_id: int | None = Field(default=None, foreign_key="staff.id")
    office_id: int = Field(foreign_key="body.id")
    court_id: int = Field(foreign_key="body.id")
    month: str = Field(max_length=7, description="of the judgment, 2026-10")
    recognised: str = Field(
        default="", max_length=10, sa_column_kwargs={"server_default": ""},
        description="proposed by the reader of judgments and kept or changed by the person; empty when typed",
    )  # fmt: skip


class FileShare(SQLModel, table=True):
    """A case file (main file only) opened to one court, by the matter that gave cause."""

    __tablename__ = "file_share"
    __table_args__ = (UniqueConstraint("case_id", "court_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    court_id: int = Field(foreign_key="body.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="court_matter.id")
    since: date
    until: date | None = None


class Standard(SQLModel, table=True):
    """口径: an agreed rule of judging, with the meeting it came from and the claim kinds it governs."""

    __tablename__ = "standard"
    __table_args__ = (UniqueConstraint("number"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40)
    title: str = Field(max_length=120)
    text: str
    meeting: str = Field(default="", max_length=200)
    adopted_on: date
    valid_to: date | None = None
    kinds: list[str] = Field(default_factory=list, sa_column=json_column(list))
    source_cases: list[str] = Field(default_factory=list, sa_column=json_column(list))
    articles: list[str] = Field(default_factory=list, sa_column=json_column(list))
