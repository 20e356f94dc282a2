"""What lies between filing and hearing, as the conditions see it: answer periods, challenges, transfer, joined cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.errors import Reason


@dataclass(frozen=True)
class OtherCase:
    """A case named by its number for joining (合并审理), and what would keep it apart."""

    number: str
    id: int = 0
    known: bool = False
    under_way: bool = False
    same_tribunal: bool = False
    shares_a_party: bool = False
    joined_already: bool = False


@dataclass(frozen=True)
class BetweenFacts:
    """One case between filing and hearing."""

    answer_until: Mapping[int, date] = field(default_factory=dict)
    """Party → the last day of its answer period (LMA 30). Nobody here: nothing was served on them yet."""
    answer_runs: frozenset[int] = frozenset()
    """Parties whose answer period is open now."""
    debate_closed_on: date | None = None
    challenged: frozenset[int] = frozenset()
    """Officials a challenge of whom is not decided: they stand aside (CHR 11)."""
    recused: frozenset[int] = frozenset()
    """Officials who have to withdraw and still sit."""
    item_respondents: Mapping[int, int] = field(default_factory=dict)
    """Claim item → the party it is against."""
    defended_items: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Claim item → who raised the time bar against it (I2 20)."""
    ever_recused: frozenset[int] = frozenset()
    able: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Role → who may take it over, while a replacement is asked for."""
    heads: frozenset[int] = frozenset()
    """Who decides on challenges at the office: of themselves the commission does (CHR 12)."""
    claimed_on: Mapping[int, date] = field(default_factory=dict)
    """Claim item added on the way → the day it was asked for: its own day for the time bar (LMA 27)."""
    upheld_not_carried_out: bool = False
    """An objection to jurisdiction was upheld, and the case has not been transferred since (CHR 10)."""
    cut_answer_until: date | None = None
    """The day the answer period would end when cut as asked (CHR 58)."""
    request_data: Mapping[str, Any] = field(default_factory=dict)
    came_by_transfer: bool = False
    was_designated: bool = False
    """It came here by designation: it has to be taken (CHR 9)."""
    receiver_is_inside: bool = False
    """The commission a case is transferred to works with this system: it takes the case itself."""
    joined: tuple[str, ...] = ()
    """Numbers of the cases heard together with this one."""
    common_hearing: tuple[str, ...] = ()
    """When and where the joined cases are set down already."""
    other_case: OtherCase | None = None
    answer_days: tuple[int, int] = (0, 0)
    """The least and most days an answer period may be cut to by consent (CHR 58)."""
    procedure_objections: tuple[Reason, ...] = ()
    """Why simplified handling as asked is not open (CHR 56, 57)."""
    identity_problem: str = ""
    """What is wrong with the identity number typed for a new party."""
    may_sue: bool = False
    """The matter may already go to court undecided (LMA 29)."""
    acceptance_overdue: bool = False
