"""What the conditions of the procedure look at. Plain values; no table and no page behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.agreement_standing import AgreementStanding
from workflows.collective import DelegationFacts
from workflows.facts_between import BetweenFacts
from workflows.links import Handover, Links, links
from workflows.service_methods import ServiceFacts


@dataclass(frozen=True)
class PartyFacts:
    """One party as the conditions see it."""

    id: int
    side: str
    kind: str
    name: str
    has_identity: bool
    has_address: bool
    left: bool = False
    """A worker who withdrew, settled or was severed from a collective case."""


@dataclass(frozen=True)
class ItemFacts:
    """One claim item: what is asked and what the draft says."""

    id: int
    ordinal: int
    kind: str
    claimed_fen: int | None
    disposition: str
    awarded_fen: int | None
    has_reasoning: bool
    has_result_text: bool = False
    was_checked: bool = False
    deviates: bool = False
    has_deviation_reason: bool = False
    working_fen: int | None = None
    is_awarded: bool = False
    """Decided by an award already made (a partial award)."""
    award_id: int | None = None
    respondent_id: int = 0
    applicant_id: int = 0


@dataclass(frozen=True)
class HearingFacts:
    """The hearing that is set, or was last held."""

    id: int
    state: str
    on_day: date
    parties_notified: frozenset[int] = frozenset()
    proven: frozenset[int] = frozenset()
    """Parties whose timely written notice is proved: five working days before; simplified: receipt confirmed."""
    appearance: Mapping[int, str] = field(default_factory=dict)
    postpone_until: date | None = None
    """The last day a party may ask to postpone it (LMA 35)."""


@dataclass(frozen=True)
class ReferralFacts:
    """One referral and each side's answer."""

    id: int
    state: str
    stage: str
    channel: str
    receiving_body_id: int
    agrees: Mapping[int, bool] = field(default_factory=dict)
    outcome: str | None = None
    linked_channels: frozenset[str] = frozenset()
    limit_passed: bool = False
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    """Channel → the hand-over to it, as the office permitted it on the day the referral was proposed."""
    consent: str = "both"
    can_be_extended: bool = False
    began_at_body: bool = False
    proposed_on: date | None = None
    delegation_over: bool = False
    """CHR 70: the ten working days from the first consent of this stage are over, whoever mediates now."""


@dataclass(frozen=True)
class LeadFacts:
    """A dispute before filing: how it began and which of its times run."""

    kind: str
    state: str
    reply_runs: bool = False
    reply_passed: bool = False
    carry_over_passed: bool = False
    has_application: bool = False
    agreement_binds: bool = False
    """The last mediation ended with an agreement everybody signed."""


@dataclass(frozen=True)
class AwardFacts:
    """One award and who may still act against it."""

    id: int
    type: str
    state: str
    submitted_by: int | None
    unserved: frozenset[int] = frozenset()
    last_day_to_sue: date | None = None
    sued_by: frozenset[str] = frozenset()
    made_on: date | None = None
    fates: Mapping[str, int] = field(default_factory=dict)
    """Of an award over several workers: where it stands → for how many (I1 17); empty for one worker."""
    fates_changed: bool = False


@dataclass(frozen=True)
class MatterFacts:
    """One court matter."""

    id: int
    kind: str
    state: str
    number: str | None
    court_id: int
    for_overdue: bool = False
    links_confirmed: bool = False
    for_refusal: bool = False
    award_ids: frozenset[int] = frozenset()
    plaintiff_id: int | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    effective_on: date | None = None
    ended_how: str | None = None
    has_previous: bool = False
    """An instance below is on record."""
    appealed: bool = False
    """A later instance has been recorded, whatever became of it."""
    appeal_until: date | None = None
    """The last day on which somebody may still appeal; None when nobody's time is known to run."""
    can_be_extended: bool = False
    amount_fen: int | None = None
    recovered_fen: int = 0
    annulment_pending: bool = False
    """Somebody's application to annul an award of this matter is before the intermediate court."""
    earlier: "EarlierSuit | None" = None
    """The suit over the same award that a court accepted first (I1 4)."""
    received_by: frozenset[int] = frozenset()
    has_candidates: bool = False
    single_instance: bool = False
    served_on: date | None = None
    last_day_to_object: date | None = None
    """The last day to object to a payment order, or of a party to a confirmation ruling."""


@dataclass(frozen=True)
class EarlierSuit:
    """The suit accepted first, and where."""

    id: int
    court_id: int


@dataclass(frozen=True)
class StatementFacts:
    """One mediation statement: which claims, how it stands, and who has signed for it."""

    id: int
    state: str
    whole: bool
    paper_id: int | None
    signed: frozenset[int] = frozenset()
    item_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RequestFacts:
    """One procedural request: what for, by whom, how it stands."""

    id: int
    kind: str
    state: str
    party_id: int | None = None
    staff_id: int | None = None
    received_on: date | None = None
    item_id: int | None = None


@dataclass(frozen=True)
class StandingFacts:
    """The effect of one award for one party: a status of award_events.toml, since when, and why."""

    status: str
    effective_from: date | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ReviewFacts:
    """One review of a mediation agreement (仲裁审查)."""

    id: int
    state: str
    applied_on: date
    arbitrator_id: int | None = None
    extended: bool = False
    overdue: bool = False
    signed_for: frozenset[int] = frozenset()
    statement_made_on: date | None = None


@dataclass(frozen=True)
class ApprovalFacts:
    """One request for approval, and how the person who looks at it stands to it."""

    id: int
    kind: str
    state: str
    level: str
    level_title: str
    is_last: bool
    requested_by: int
    stands_here: bool = False
    """The person is at the level it has reached, in their own right or entrusted by who is."""
    has_spoken: bool = False
    """The person gave an opinion at an earlier level of it."""


@dataclass(frozen=True)
class Facts:
    """A case as it stands on `today`, with the part a step is about, and what was typed for the step.

    `asked` is empty while steps are only being offered; conditions named in `checks` read it, those in `when` do not.
    """

    today: date
    actor_id: int | None
    state: str
    procedure: str = "ordinary"
    collective: bool = False
    collective_contract: bool = False
    guided: bool = False
    """Whether negotiation or mediation before the hearing is on record (CHR 66)."""
    filed_on: date | None = None
    accepted_on: date | None = None
    parties: tuple[PartyFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()
    referrals: tuple[ReferralFacts, ...] = ()
    hearing: HearingFacts | None = None
    hearings_held: int = 0
    heard_in_default: bool = False
    first_heard_on: date | None = None
    """The day the first hearing began (CHR 11)."""
    public: bool = True
    awards: tuple[AwardFacts, ...] = ()
    matters: tuple[MatterFacts, ...] = ()
    delegation: DelegationFacts | None = None
    consents: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Act of the representatives → those who agreed to it (LMA 7; CHR 63)."""
    answers: Mapping[int, bool] = field(default_factory=dict)
    """What was answered so far to the act a step is about: party → agrees."""
    requests: tuple[RequestFacts, ...] = ()
    request: RequestFacts | None = None
    approval: ApprovalFacts | None = None
    award_of_paper: int | None = None
    """The award the paper a step is about prints."""
    earlier_panel: tuple[int, ...] = ()
    running: frozenset[str] = frozenset()
    """The rules of the limits that run."""
    held: bool = False
    statements: tuple[StatementFacts, ...] = ()
    statement: StatementFacts | None = None
    partial_items: tuple[int, ...] = ()
    """Claims a partial award under way decides; empty when the award is for all that is left."""
    chief_id: int | None = None
    panel: tuple[int, ...] = ()
    recorder_id: int | None = None
    papers: frozenset[str] = frozenset()
    mediation_tried_on: date | None = None
    no_mediation_reason: str = ""
    corrections_asked: int = 0
    extension_days: int = 0
    state_before_suspension: str | None = None
    evidence_until: date | None = None
    decide_limit_passed: bool = False
    has_deliberation: bool = False
    dissenters: Mapping[int, str] = field(default_factory=dict)
    """Arbitrators whose view was not the one that decides → their names."""
    referral: ReferralFacts | None = None
    award: AwardFacts | None = None
    matter: MatterFacts | None = None
    acceptance_limit_passed: bool = False
    """Nobody decided on acceptance within the five days (LMA 29)."""
    i1_12: tuple[str, ...] = ()
    """What on file may excuse the delay of the commission (I1 12), in words; the court decides."""
    standing: "StandingFacts | None" = None
    discussion_open: bool = False
    meeting_held: bool = False
    """Where the award or 调解书 the step is about stands for the person it is about."""
    hearing_about: HearingFacts | None = None
    agreement: AgreementStanding | None = None
    """The agreement a step is about, or its review or court matter."""
    review: ReviewFacts | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    five_working_days_on: date | None = None
    """The first day a hearing may be set for when its notice goes out today (LMA 35)."""
    extension_allowed: int = 0
    """The most days the time for the award may be extended by (LMA 43), from the limit rule."""
    earlier_filings: Mapping[str, str] = field(default_factory=dict)
    """Numbers of earlier cases of the same parties with all these claims → how they ended or stand: "deemed_withdrawn",
    "refused", "pending" or "decided" (CHR 34, 39)."""
    unserved_closing_papers: tuple[str, ...] = ()
    papers_about: Mapping[int, str] = field(default_factory=dict)
    lead: LeadFacts | None = None
    between: BetweenFacts = field(default_factory=BetweenFacts)
    service: ServiceFacts = field(default_factory=ServiceFacts)
    """Filled for the steps of service only."""
    actor_roles: frozenset[str] = frozenset()
    links: Links = field(default_factory=links)
    """The mediation links as the office has them today."""

    @property
    def stage(self) -> str:
        """Where a mediation would stand now: before filing, before acceptance, or before the hearing."""
        if self.state == "pre_filing":
            return "before_filing"
        return "before_acceptance" if self.state in ("filed", "correcting", "on_hold") else "before_hearing"

    def on_side(self, side: str) -> tuple[PartyFacts, ...]:
        """The parties of one side who are still in the case."""
        return tuple(p for p in self.parties if p.side == side and not p.left)

    def waiting(self, kind: str) -> tuple[RequestFacts, ...]:
        """The requests of a kind nobody has decided yet."""
        return tuple(r for r in self.requests if r.kind == kind and r.state == "received")

    @property
    def active_referrals(self) -> tuple[ReferralFacts, ...]:
        return tuple(r for r in self.referrals if r.state in ("proposed", "agreed", "delegated", "accepted", "failed"))
