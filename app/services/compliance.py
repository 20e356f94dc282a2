"""后续遵循: whether cases after a standard, or after another action, were decided alike. Counted, never judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func
from sqlmodel import col, select

from app.models import Award, ClaimItem, CourtMatter, Outcome, Standard
from app.services.desk import Desk
from app.services.divergences import DECIDED, KINDS_OF_MATTER, unequal
from workflows.intervals import Interval, wilson


@dataclass(frozen=True)
class Compliance:
    """Later decisions on the kinds of claim governed, from the day after until the end of validity.

    `awards`: items decided in awards, `kept_apart` of them with a recorded reason for another measure. `compared`: items
    courts decided later, `same` of them as the award had them. `interval` is Wilson's, 95 %.
    """

    since: date
    until: date | None
    awards: int
    kept_apart: int
    compared: int
    same: int

    @property
    def rate(self) -> float | None:
        return self.same / self.compared if self.compared else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.same, self.compared) if self.compared else None


def of_standard(desk: Desk, standard: Standard) -> Compliance:
    """Awards made, and judgments over such awards, while the standard was in force."""
    return later(desk, standard.kinds, standard.adopted_on, standard.valid_to)


def later(desk: Desk, kinds: Sequence[str], since: date, until: date | None = None) -> Compliance:
    """Items of these kinds in awards made after `since` (that day not counted), and what courts made of them."""
    made = [col(Award.made_on) > since, col(ClaimItem.kind).in_(list(kinds)), col(ClaimItem.disposition).in_(DECIDED)]
    if until is not None:
        made.append(col(Award.made_on) <= until)
    of_awards = select(func.count(), func.sum(case((col(ClaimItem.deviation_reason) != "", 1), else_=0)))
    awards, apart = desk.session.exec(
        of_awards.select_from(ClaimItem).join(Award, col(Award.id) == col(ClaimItem.award_id)).where(and_(*made))
    ).one()
    of_courts = select(func.count(), func.sum(case((unequal(), 0), else_=1)))
    compared, same = desk.session.exec(
        of_courts.select_from(Outcome)
        .join(ClaimItem, col(ClaimItem.id) == col(Outcome.claim_item_id))
        .join(Award, col(Award.id) == col(ClaimItem.award_id))
        .join(CourtMatter, col(CourtMatter.id) == col(Outcome.matter_id))
        .where(and_(*made), col(Outcome.disposition).in_(DECIDED), CourtMatter.kind == KINDS_OF_MATTER[0], CourtMatter.ended_by == "judgment")
    ).one()
    return Compliance(since, until, int(awards), int(apart or 0), int(compared), int(same or 0))
