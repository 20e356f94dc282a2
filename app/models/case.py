"""案件, 当事人, 代理人 and 仲裁请求项."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlmodel import Field, Relationship, SQLModel

from app.models.base import fen_column, json_column, not_negative, one_of, state_of

SIDES = ("applicant", "respondent", "third_party")
LEAVINGS = ("withdrawn", "settling", "settled", "severed")
"""How a worker left a collective case before it ended; settling: the 调解书 is made and not signed by everybody."""
PARTY_KINDS = ("worker", "employer", "other")
SOURCES = ("direct", "mediation", "negotiation", "report", "import", "transfer")
"""Where a case came from: the desk, a mediation body, a negotiation, an early report, an old register, another office."""
DISPOSITIONS = ("pending", "granted", "partly", "refused", "withdrawn", "settled")


class Case(SQLModel, table=True):
    """One application to one commission. Only `app.services.steps` changes `state`.

    `version` counts the events of the case; `head_hash` is the hash of the last one.
    """

    __tablename__ = "arbitration_case"
    __table_args__ = (
        UniqueConstraint("receipt_number"),
        UniqueConstraint("number"),
        state_of("case"),
        one_of("procedure", ("ordinary", "simplified", "collective")),
        one_of("source", SOURCES),
        CheckConstraint("accepted_on IS NULL OR accepted_on >= filed_on", name="accepted_after_filed"),
        Index("ix_case_office_state", "office_id", "state", "filed_on", "id"),
        Index("ix_case_filed", "filed_on", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    receipt_number: str = Field(max_length=60, description="收件号, given at the desk")
    number: str | None = Field(default=None, max_length=60, description="案号, given at acceptance")
    office_id: int = Field(foreign_key="body.id")
    state: str = Field(default="filed", max_length=30)
    version: int = 0
    head_hash: str = Field(default="", max_length=64)
    definition: str = Field(default="", max_length=64, description="version of the articles the case runs under")
    procedure: str = Field(default="ordinary", max_length=20)
    collective: bool = Field(default=False, description="ten or more workers with a common claim")
    collective_contract: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    guided_on: date | None = Field(default=None, description="CHR 66: negotiation or mediation before the hearing")
    source: str = Field(default="direct", max_length=20)
    origin_id: int | None = Field(
        default=None, foreign_key="arbitration_case.id", index=True, description="the dispute before filing it came from"
    )
    cause: str = Field(default="", max_length=60, description="案由 code, versioned by filing date")
    filed_on: date
    law_on: date | None = Field(
        default=None, description="the day whose articles the case follows, when not the day of filing (a migration)"
    )
    papers_complete_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = Field(default=None, index=True)
    closed_by: str | None = Field(default=None, max_length=30)
    facts_and_reasons: str = ""
    performance_place: str = Field(
        default="", max_length=120, sa_column_kwargs={"server_default": ""}, description="where the work was done (LMA 21)"
    )
    infringed_on: date | None = Field(default=None, description="the day the applicant knew of the infringement (LMA 27)")
    relation_ended_on: date | None = Field(default=None, description="the day the employment ended, as the applicant says")
    hearing_officer_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    chief_id: int | None = Field(default=None, foreign_key="staff.id")
    panel: list[int] = Field(default_factory=list, sa_column=json_column(list))
    recorder_id: int | None = Field(default=None, foreign_key="staff.id")
    restricted: bool = False
    state_before_suspension: str | None = Field(default=None, max_length=30)
    mediation_tried_on: date | None = None
    no_mediation_reason: str = Field(default="", max_length=500)
    answer_text: str = ""
    facts_found: str = ""
    reasoning: str = ""
    deliberation: str = Field(default="", description="评议记录: inner file only")
    votes: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=json_column(list), description="each arbitrator's view: inner file only"
    )
    not_signing: list[int] = Field(
        default_factory=list, sa_column=json_column(list), description="dissenters who leave the award unsigned"
    )
    partial_items: list[int] = Field(
        default_factory=list, sa_column=json_column(list), description="claims a partial award under way decides"
    )
    reopened_on: date | None = Field(default=None, description="仲裁监督: the day the commission took the case up again")
    earlier_panel: list[int] = Field(
        default_factory=list, sa_column=json_column(list), description="who decided before the case was taken up again"
    )
    keep_until: date | None = Field(default=None, description="the last day the closed file must be kept (CHR 24)")
    legal_hold: str = Field(default="", max_length=500, description="why the file must be kept beyond that day")
    hold_until: date | None = Field(default=None, description="the hold ends after this day; empty: until released")
    held_by_id: int | None = Field(default=None, description="staff: who ordered the hold")
    evidence_until: date | None = None
    debate_closed_on: date | None = Field(default=None, description="until then O1 五 and CHR 11 still allow asking")
    agreed_facts: str = Field(
        default="", sa_column_kwargs={"server_default": ""}, description="facts agreed before ordinary handling (CHR 61)"
    )
    transfer_to: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    transfer_to_id: int | None = Field(default=None, foreign_key="body.id")
    transfer_number: str = Field(
        default="", max_length=60, sa_column_kwargs={"server_default": ""}, description="the receiving office's number"
    )
    transferred_from_id: int | None = Field(default=None, foreign_key="arbitration_case.id", index=True)
    may_sue_from: date | None = Field(default=None, description="from this day the matter may go to court undecided")
    may_sue_ground: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    private_ground: str = Field(default="", max_length=20, description="why hearings are not public; empty: they are")
    severed_from_id: int | None = Field(default=None, foreign_key="arbitration_case.id", description="分案: out of which case")
    filing_key: str | None = Field(default=None, max_length=64, unique=True, description="stops a doubled submission")
    created_at: datetime

    parties: list["Party"] = Relationship(
        back_populates="case", sa_relationship_kwargs={"order_by": "Party.ordinal", "lazy": "selectin"}
    )
    items: list["ClaimItem"] = Relationship(
        back_populates="case", sa_relationship_kwargs={"order_by": "ClaimItem.ordinal", "lazy": "selectin"}
    )

    def held_on(self, day: date) -> bool:
        """Whether something keeps the closed file beyond its term; a hold with a last day ends after it."""
        return bool(self.legal_hold) and (self.hold_until is None or day <= self.hold_until)

    @property
    def title(self) -> str:
        """The number a person knows the case by."""
        return self.number or self.receipt_number

    @property
    def taking_part(self) -> list["Party"]:
        """The parties without those somebody else stands for now: an heir, a successor (LMA 25; I1 26)."""
        gone = {party.succeeds_id for party in self.parties} - {None}
        return [party for party in self.parties if party.id not in gone]

    @property
    def two_sides(self) -> list["Party"]:
        """Applicants and respondents as they now take part: whose consent or signature an agreement needs (LMA 14, 42)."""
        return [p for p in self.taking_part if p.side != "third_party" and p.left_on is None]

    def on_side(self, side: str) -> list["Party"]:
        """The parties of one side, those included who left the case since."""
        return [party for party in self.taking_part if party.side == side]

    def still_in(self, side: str) -> list["Party"]:
        """The parties of one side who have not left the case."""
        return [party for party in self.on_side(side) if party.left_on is None]


class Party(SQLModel, table=True):
    """当事人. Identity numbers are checked (GB 11643, GB 32100) before they come here."""

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        one_of("side", SIDES),
        one_of("kind", PARTY_KINDS),
        one_of("left_how", LEAVINGS, optional=True),
        CheckConstraint("id_number = '' OR length(id_number) = 18", name="id_number_length"),
        CheckConstraint("uscc = '' OR length(uscc) = 18", name="uscc_length"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    side: str = Field(max_length=20)
    kind: str = Field(max_length=20)
    name: str = Field(max_length=120, index=True)
    sex: str = Field(default="", max_length=4)
    birth_date: date | None = None
    id_number: str = Field(default="", max_length=18, index=True)
    uscc: str = Field(default="", max_length=18, index=True)
    legal_representative: str = Field(default="", max_length=60)
    legal_representative_post: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=300)
    postal_address: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=40)
    e_service_consent: bool = False
    left_on: date | None = Field(default=None, description="the day this worker left a collective case")
    left_how: str | None = Field(default=None, max_length=20)
    left_paper_id: int | None = Field(default=None, description="the paper it stands on")
    joined_on: date | None = Field(default=None, description="added to a running case on this day (LMA 22, 23, 25)")
    joined_ground: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    succeeds_id: int | None = Field(default=None, foreign_key="party.id", description="the party it stands for (LMA 25)")

    case: Case = Relationship(back_populates="parties")
    agents: list["Agent"] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})


class Agent(SQLModel, table=True):
    """代理人 (LMA 24): a written mandate with matters and powers."""

    __tablename__ = "agent"

    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key="party.id", index=True)
    name: str = Field(max_length=60)
    kind: str = Field(default="", max_length=60)
    powers: str = Field(default="", max_length=300)


class ClaimItem(SQLModel, table=True):
    """仲裁请求项: the unit of filing, hearing, decision, finality and comparison. `kind` is from the catalogue."""

    __tablename__ = "claim_item"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        one_of("disposition", DISPOSITIONS),
        not_negative("claimed_fen"),
        not_negative("awarded_fen"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="arbitration_case.id", index=True)
    ordinal: int
    kind: str = Field(max_length=40, index=True)
    applicant_id: int = Field(foreign_key="party.id")
    respondent_id: int = Field(foreign_key="party.id")
    counterclaim: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}, description="反申请: against the applicant (CHR 36)"
    )
    claimed_fen: int | None = Field(default=None, sa_column=fen_column())
    text: str = Field(default="", max_length=2000)
    disposition: str = Field(default="pending", max_length=20)
    awarded_fen: int | None = Field(default=None, sa_column=fen_column())
    decision_text: str = Field(default="", max_length=2000)
    reasoning: str = ""
    working: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column(list))
    articles: list[str] = Field(default_factory=list, sa_column=json_column(list))
    check: dict[str, Any] = Field(
        default_factory=dict, sa_column=json_column(dict), description="the draft check's answer, and to what draft"
    )
    deviation_reason: str = Field(default="", max_length=1000)
    award_id: int | None = Field(default=None, foreign_key="award.id", index=True)

    case: Case = Relationship(back_populates="items")

    @property
    def draft_digest(self) -> str:
        """What the draft check compared: result, sum and articles. Another one, and the check no longer counts."""
        return f"{self.disposition}:{self.awarded_fen}:{';'.join(self.articles)}"
