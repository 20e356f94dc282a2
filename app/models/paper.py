"""文书, 裁决, 送达, and files handed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from app.models.base import json_column, one_of, state_of

SCANS = ("not_scanned", "clean")
SERVICE_METHODS = (
    "direct",
    "co_resident",
    "left_or_posted",
    "post",
    "electronic",
    "entrusted",
    "public_notice",
    "simple",
)


class Paper(SQLModel, table=True):
    """One issued document: frozen facts, the bytes made from them by hash, and the file it belongs to."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("number"),
        state_of("paper"),
        one_of("folder", ("main", "inner")),
        Index("ix_paper_case_made", "case_id", "made_on"),
        Index("ix_paper_awaiting", "awaits_service", "made_on", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id")
    referral_id: int | None = Field(default=None, foreign_key="referral.id")
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    review_id: int | None = Field(default=None, foreign_key="agreement_review.id")
    award_id: int | None = Field(default=None, foreign_key="award.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id", description="addressed to one party only")
    kind: str = Field(max_length=40)
    title: str = Field(max_length=80)
    number: str = Field(max_length=80)
    state: str = Field(default="issued", max_length=20)
    version: int = 0
    folder: str = Field(default="main", max_length=10)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    facts_hash: str = Field(default="", max_length=64, description="of the frozen facts, in the event chain")
    sha256: str = Field(default="", max_length=64, index=True, description="of the PDF; empty until first made")
    pages: int = 0
    made_on: date
    made_at: datetime
    made_by_id: int | None = Field(default=None, foreign_key="staff.id")
    awaits_service: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="somebody it is addressed to has not received it",
    )


class Award(SQLModel, table=True):
    """裁决: decides claim items. The type is fixed at signature (rules §21.7)."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        UniqueConstraint("number"),
        state_of("award"),
        one_of("type", ("final", "non_final", "advance_payment")),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    number: str | None = Field(default=None, max_length=80)
    type: str = Field(max_length=20)
    state: str = Field(default="draft", max_length=20, index=True)
    version: int = 0
    remedies: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    options: dict[str, Any] = Field(default_factory=dict, sa_column=json_column(dict))
    partial: bool = Field(default=False, description="先行裁决: decides part of the claims while the rest goes on")
    advance: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=json_column(list), description="先予执行: claim item and sum in fen"
    )
    made_on: date | None = Field(default=None, index=True)
    effective_from: date | None = None
    perform_by: date | None = Field(default=None, description="the last day for performance the award states")
    worker_fates: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=json_column(dict, server_default="{}"),
        description="of an award over several workers: where it stands → for how many; party → first day of effect",
    )
    submitted_by_id: int | None = Field(default=None, foreign_key="staff.id")
    approved_by_id: int | None = Field(default=None, foreign_key="staff.id")
    approved_on: date | None = None


SERVICE_RESULTS = ("sent", "served", "failed", "taken_back")
"""On its way; arrived; did not arrive; recorded in error and taken back by a correction."""


class Service(SQLModel, table=True):
    """送达: one try to bring one paper to one person by one method, with proof.

    `served_on` starts that person's clocks; only a try that arrived has one. A paper may need several tries.
    """

    __tablename__ = "service"
    __table_args__ = (
        one_of("method", SERVICE_METHODS),
        one_of("result", SERVICE_RESULTS),
        CheckConstraint("served_on IS NULL OR result = 'served'", name="served_has_a_day"),
        CheckConstraint("served_on IS NULL OR served_on >= sent_on", name="served_after_sent"),
        Index("ix_service_paper_party", "paper_id", "party_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    paper_id: int = Field(foreign_key="paper.id")
    party_id: int = Field(foreign_key="party.id", index=True)
    method: str = Field(max_length=20)
    sent_on: date
    served_on: date | None = Field(default=None, index=True)
    proof: str = Field(default="", max_length=500)
    receipt_confirmed: bool = False
    received_by_id: int | None = Field(default=None, foreign_key="party.id", description="the representative who received it")
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
    result: str = Field(default="served", max_length=20, sa_column_kwargs={"server_default": "served"})
    signed_by: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    relation: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    tracking_number: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    place: str = Field(
        default="",
        max_length=300,
        sa_column_kwargs={"server_default": ""},
        description="the address, electronic address, place of publication or office entrusted",
    )
    ground: str = Field(
        default="", max_length=20, sa_column_kwargs={"server_default": ""}, description="why left, posted or published"
    )
    inquiry: str = Field(default="", max_length=300, sa_column_kwargs={"server_default": ""})
    attachments: list[int] = Field(
        default_factory=list, sa_column=json_column(list, server_default="[]"), description="photos, video, receipts"
    )
    failure: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    failed_on: date | None = None
    return_paper_id: int | None = Field(default=None, foreign_key="paper.id", description="送达回证 made of it")
    taken_back_on: date | None = None
    taken_back_day: date | None = Field(default=None, description="the day of service that was wrong")
    taken_back_reason: str = Field(default="", max_length=300, sa_column_kwargs={"server_default": ""})


class Attachment(SQLModel, table=True):
    """A file handed in: content checked against its ending, stored by content hash."""

    __tablename__ = "attachment"
    __table_args__ = (one_of("folder", ("main", "inner")), one_of("scan", SCANS))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id")
    name: str = Field(max_length=200)
    purpose: str = Field(default="", max_length=300, description="what it proves")
    folder: str = Field(default="main", max_length=10)
    content_type: str = Field(max_length=80)
    size: int
    sha256: str = Field(max_length=64)
    place: str = Field(
        default="", max_length=40, sa_column_kwargs={"server_default": ""}, description="its place in the file (CHR 22)"
    )
    pages: int = Field(default=0, sa_column_kwargs={"server_default": "0"}, description="0: not a thing of pages")
    pdf_sha256: str = Field(
        default="", max_length=64, sa_column_kwargs={"server_default": ""}, description="an image as PDF, for binding"
    )
    scan: str = Field(
        default="not_scanned", max_length=20, sa_column_kwargs={"server_default": "not_scanned"}, description="for malware"
    )
    added_at: datetime
    added_by_id: int | None = Field(default=None, foreign_key="staff.id")
