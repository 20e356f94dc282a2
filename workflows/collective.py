"""集体争议: who represents whom, how many must sign, and how many share a claim (LMA 7; CHR 62-67)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows import parameters

ACTS: Mapping[str, str] = {
    "waive": "放弃或者撤回仲裁请求",
    "change": "变更仲裁请求",
    "admit": "承认对方的请求",
    "settle": "和解或者调解",
}
"""What representatives may not do without the consent of those they represent (LMA 7; CHR 63)."""


@dataclass(frozen=True)
class DelegationFacts:
    """The representatives in office and those who elected them: party ids."""

    delegates: frozenset[int]
    represented: frozenset[int]
    receives_awards: bool = False


def delegates_range(day: date) -> tuple[int, int]:
    """How many representatives may be elected: the fewest and the most."""
    value = parameters.on(day, "delegates_range").value
    return int(value["least"]), int(value["most"])


def collective_from(day: date) -> int:
    """From how many workers with a common claim the collective part applies."""
    return int(parameters.on(day, "panel_three_from").value)


def sharing(workers: int, claims: Iterable[tuple[int, str]]) -> int:
    """How many of `workers` (counted from 0) have a claim in common: the most who ask for the same kind of thing.

    Who has no claim of their own joins in the one filed for all.
    """
    by_kind: dict[str, set[int]] = {}
    for worker, kind in claims:
        by_kind.setdefault(kind, set()).add(worker)
    own = set().union(*by_kind.values()) if by_kind else set()
    silent = set(range(workers)) - own
    return max((len(some | silent) for some in by_kind.values()), default=0)


def few(names: Sequence[str], most: int = 5) -> str:
    """Names for a sentence: the first few, and how many there are."""
    return "、".join(names) if len(names) <= most else f"{'、'.join(names[:most])}等{len(names)}人"
