"""Where machines meet: combinations of states that contradict one another, as a table. No database behind it.

The walk asks it after every step; `contradictions` takes the states of one case and of its parts as they stand.
"""

from collections.abc import Collection, Iterator, Mapping

OVER = frozenset({"closed", "refused", "withdrawn", "deemed_withdrawn", "terminated_by_suit", "awarded"})
WITH_A_BODY = frozenset({"agreed", "delegated", "accepted"})
NOT_TOGETHER: tuple[tuple[frozenset[str], str, frozenset[str], str], ...] = (
    (OVER, "referral", WITH_A_BODY, "案件已经结束，却还在委托调解"),
    (OVER, "hearing", frozenset({"set", "notified"}), "案件已经结束，却还有没开的庭"),
    (frozenset({"filed", "correcting", "on_hold"}), "award", frozenset({"approved", "awaiting", "in_effect"}), "还没有受理，却有了裁决"),
    (frozenset({"deliberated", "heard", "tribunal_formed", "accepted"}), "award", frozenset({"submitted"}), "没有送审，裁决稿却在审批"),
    (OVER, "award", frozenset({"submitted", "approved"}), "案件已经结束，裁决稿却还在送审"),
)
"""States of the case, a machine, states of a part of it, and what is wrong when both stand."""
MEDIATED = ("referral", frozenset({"agreed", "delegated", "accepted", "failed", "proposed"}))
UNSIGNED = ("agreement", frozenset({"drafted"}))
"""LMA 14: a draft nobody has signed settles nothing; the case waits for the signatures."""
NEEDS: Mapping[str, tuple[tuple[tuple[str, frozenset[str]], ...], str]] = {
    "on_hold": ((MEDIATED, UNSIGNED), "暂缓受理，却没有进行中的调解，也没有等待签字的调解协议"),
    "in_delegated_mediation": ((MEDIATED, UNSIGNED), "委托调解中，却没有进行中的调解，也没有等待签字的调解协议"),
    "hearing_set": ((("hearing", frozenset({"set", "notified"})),), "待开庭，却没有排定的庭"),
}
"""State of the case → parts one of which has to stand in one of these states."""


def contradictions(case: str, parts: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What is wrong with one case standing in `case` while its parts stand in `parts` (machine → states)."""
    for states, machine, others, why in NOT_TOGETHER:
        if case in states and set(parts.get(machine, ())) & others:
            yield why
    if needed := NEEDS.get(case):
        alternatives, why = needed
        if not any(set(parts.get(machine, ())) & others for machine, others in alternatives):
            yield why
