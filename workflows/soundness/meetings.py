"""Where machines meet, as data: what follows a step of the one, which conditions look at the other, what is explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.states import STATES


@dataclass(frozen=True)
class Follow:
    """After one step another is taken in the same act, where both stand in these states (empty: wherever they stand)."""

    after: str
    step: str
    one: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    perhaps: bool = False
    """Whether it follows depends on something the search does not know (whole or part of the claims)."""


@dataclass(frozen=True)
class Meeting:
    """Two machines that move one another."""

    one: str
    part: str
    kind: str = ""
    follows: tuple[Follow, ...] = ()
    ties: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Condition → the machine it looks at and the states in which it holds ("": there is no part yet)."""
    by_others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Steps of the one that a third machine also takes, and the states of the part while it may."""
    beside: frozenset[str] = frozenset()
    """States of the part, besides its ends, that let another part begin beside it."""
    contradict: tuple[tuple[frozenset[str], frozenset[str], str], ...] = ()
    """States of the one and of the part that must not stand together, besides those of `together`."""
    read_wrongly: tuple[tuple[str, str], ...] = ()
    """Follow-ups the static reading of the effects sees through a table or helper shared with other steps."""
    elsewhere: frozenset[str] = frozenset()
    """Steps taken only in another stage, where these two do not meet."""
    apart: frozenset[str] = frozenset()
    """Beginnings that have nothing to do with the part: a dispute nobody has filed."""


def _all(step: str, *after: str, one: frozenset[str] = frozenset(), part: frozenset[str] = frozenset()) -> tuple[Follow, ...]:
    return tuple(Follow(each, step, one, part) for each in after)


ACTIVE = frozenset({"proposed", "agreed", "delegated", "accepted", "failed"})
NO_REFERRAL = frozenset({"", "not_agreed", "handed_over", "returned", "succeeded", "partly_settled", "withdrawn"})
NOT_SET_DOWN = frozenset(set(STATES["case"]) - {"hearing_set"})
LIVE_HEARING = frozenset({"set", "notified"})
HOLD, DELEGATED = frozenset({"on_hold"}), frozenset({"in_delegated_mediation"})
WAITS = frozenset({"issued"})
DRAFTS = frozenset({"draft", "submitted", "approved"})
MADE = frozenset(set(STATES["award"]) - DRAFTS)
NOT_FILED = frozenset({"pre_filing", "closed"})
ENDED = ("arb.withdraw", "arb.terminate_on_suit", "arb.end_undecided")
"""The steps that end a case while something is under way (app/services/effects/falling_away.py)."""
SUBMITTED = frozenset({"submitted", "approved"})

REFERRAL = Meeting(
    "case",
    "referral",
    follows=(
        Follow("referral.record_consent", "med.hold", frozenset({"filed"}), frozenset({"agreed"})),
        Follow("referral.record_consent", "med.delegate", frozenset({"accepted"}), frozenset({"agreed"})),
        *_all("med.resume_acceptance", "referral.return", "referral.withdraw", one=HOLD),
        *_all("med.delegate_returned", "referral.return", "referral.withdraw", one=DELEGATED),
        *_all("med.resume_acceptance", "referral.record_consent", one=HOLD, part=frozenset({"not_agreed"})),
        *_all("med.delegate_returned", "referral.record_consent", one=DELEGATED, part=frozenset({"not_agreed"})),
        *_all("med.resume_acceptance", "referral.record_outcome", one=HOLD, part=frozenset({"partly_settled"})),
        *_all("med.delegate_returned", "referral.record_outcome", one=DELEGATED, part=frozenset({"partly_settled"})),
        *_all("referral.propose", "referral.hand_over"),
        *_all("referral.withdraw", *ENDED, part=ACTIVE - {"failed"}),
        *_all("referral.return", *ENDED, part=frozenset({"failed"})),
    ),
    ties={
        "no_active_referral": ("referral", NO_REFERRAL),
        "round_may_still_be_handed_over": ("case", frozenset({"on_hold", "in_delegated_mediation", "accepted"})),
        "case_may_be_referred": ("case", frozenset({"filed", "accepted"})),
        "both_sides_agreed_to_mediate": ("referral", frozenset({"agreed"})),
    },
    by_others={
        "med.settled_before_acceptance": frozenset({"succeeded"}),
        "med.delegate_settled": frozenset({"succeeded"}),
        "med.resume_acceptance": frozenset({"succeeded"}),
        "med.delegate_returned": frozenset({"succeeded"}),
    },
    elsewhere=frozenset({"referral.begin_at_body", "referral.take_in_hand"}),
    apart=NOT_FILED,
)
HEARING = Meeting(
    "case",
    "hearing",
    follows=(
        *_all("hearing.set", "arb.set_hearing", "collective.notify"),
        *_all("hearing.held", "arb.hear", "arb.hear_in_default"),
        *_all("hearing.postponed", "arb.postpone_hearing"),
        *_all("hearing.cancelled", "arb.deem_withdrawn"),
        *(Follow(each, "hearing.notified", part=frozenset({"set"}), perhaps=True) for each in ("svc.record", "svc.record_many", "svc.record_list")),
        *_all("hearing.cancelled", "arb.withdraw", "arb.terminate_on_suit", "arb.end_undecided", "arb.suspend", "med.statement_effective", "arb.transfer", "arb.ask_designation", "arb.cancel_case", part=LIVE_HEARING),
        *_all("hearing.cancelled", "arb.replace_member", one=NOT_SET_DOWN, part=LIVE_HEARING),
    ),
    ties={
        "was_suspended_from_hearing_set": ("hearing", LIVE_HEARING),
        "a_hearing_still_waits": ("hearing", LIVE_HEARING),
    },
    apart=NOT_FILED,
)
AWARD = Meeting(
    "case",
    "award",
    follows=(
        *_all("award.draft", "arb.submit_draft", "arb.submit_partial", part=MADE | {""}),
        *_all("award.submit", "arb.submit_draft", "arb.submit_partial"),
        *_all("award.return", "arb.return_draft", "arb.recall_draft"),
        *_all("award.approve", "arb.approve"),
        *_all("award.sign", "arb.sign", "arb.sign_partial"),
        *_all("award.set_aside", "arb.reopen_award"),
        Follow("svc.correct", "award.effect_taken_back", part=frozenset({"in_effect"}), perhaps=True),
        *_all("award.return", *ENDED, part=SUBMITTED),
    ),
    beside=MADE,
    ties={"an_award_is_in_effect": ("award", frozenset({"in_effect"}))},
    apart=NOT_FILED,
)
STATEMENT = Meeting(
    "case",
    "statement",
    follows=(
        *_all("statement.issue", "med.in_hearing", "collective.guide", one=frozenset({"settling"})),
        *_all("med.statement_effective", "statement.take_effect"),
        *_all("med.statement_refused", "statement.refuse"),
        *_all("statement.fall", *ENDED, part=WAITS),
        *_all("statement.set_aside", "arb.reopen_statement"),
    ),
    ties={
        "no_statement_waits": ("statement", frozenset({"", "effective", "refused", "set_aside"})),
        "a_statement_is_in_effect": ("statement", frozenset({"effective"})),
    },
    apart=NOT_FILED,
)
APPLIES = ("agreement.apply_confirmation", "agreement.apply_payment_order", "agreement.sue")
"""They share one table of what each files with the court."""


def _way(part: str, kind: str, state: str, begins: tuple[str, str], lost: tuple[Follow, ...], won: tuple[Follow, ...]) -> Meeting:
    """One of the ways from an agreement to something enforceable: only one runs at a time (rules §5)."""
    ends = frozenset(name for name, one in STATES[part].items() if one.end)
    idle = ("agreement", frozenset({"binding", "broken"}))
    return Meeting(
        "agreement",
        part,
        kind,
        follows=(*_all(begins[1], begins[0]), *lost, *won),
        ties={
            **dict.fromkeys(("review_is_not_excluded", "confirmation_is_not_excluded", "payment_order_is_not_excluded", "suit_is_not_excluded"), idle),
            "no_way_is_running": ("agreement", frozenset({"binding", "broken", "enforceable"})),
            "nothing_is_late_any_more": ("agreement", frozenset({"broken"})),
        },
        read_wrongly=tuple((each, begins[1]) for each in APPLIES if each != begins[0]),
        by_others={"agreement.way_ended": ends | {""}, "agreement.gain_force": ends | {""}},
        contradict=(
            (frozenset({state}), ends | {""}, "协议写着这条途径正在进行，途径却没有开始或者已经结束"),
            (frozenset(STATES["agreement"]) - {state}, frozenset(STATES[part]) - ends, "途径正在进行，协议却不在这条途径上"),
        ),
    )


REVIEW = _way(
    "review",
    "",
    "in_review",
    ("agreement.apply_review", "review.receive"),
    _all("agreement.way_ended", "review.refuse_at_door", "review.refuse", "review.withdraw"),
    (*_all("agreement.gain_force", "review.take_effect"), *_all("agreement.gain_force", "review.sign_for", part=frozenset({"effective"}))),
)
CONFIRMATION = _way(
    "court_matter",
    "confirmation",
    "in_confirmation",
    ("agreement.apply_confirmation", "confirm.file"),
    (
        *_all("agreement.way_ended", "confirm.not_accept", "confirm.refuse", "confirm.withdraw"),
        *_all("agreement.way_ended", "confirm.object", one=frozenset({"enforceable"}), part=frozenset({"revoked"})),
    ),
    _all("agreement.gain_force", "confirm.grant"),
)
PAYMENT_ORDER = _way(
    "court_matter",
    "payment_order",
    "under_payment_order",
    ("agreement.apply_payment_order", "payorder.file"),
    (
        *_all("agreement.way_ended", "payorder.not_accept", "payorder.terminate", "payorder.withdraw", "payorder.paid"),
        *_all("agreement.way_ended", "payorder.object", part=frozenset({"order_lapsed"})),
    ),
    _all("agreement.gain_force", "payorder.take_effect"),
)
MEETINGS: tuple[Meeting, ...] = (REFERRAL, HEARING, AWARD, STATEMENT, REVIEW, CONFIRMATION, PAYMENT_ORDER)

EXPLAINED: tuple[tuple[str, frozenset[str], str, str, str], ...] = ()
"""Meeting, states of the one, state of the part ("" for every), what was found, and why it is no fault."""
