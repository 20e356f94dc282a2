"""一份裁决对各劳动者的效力 (I1 17; rules §7.2 row 11): what `award_fate` answers, for an award over several workers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Award, Case, Limit, Party
from app.services import award_fate, case_rows
from app.services.award_fate import PartyFate
from app.services.desk import Desk

STANDS = ("effective", "enforcement_stayed")
"""The statuses under which the award has effect for a worker."""
OWN_CLOCKS = ("post.sue.nonfinal", "post.sue.final_worker")


@dataclass(frozen=True)
class Summary:
    """One award over several workers in figures: status → how many; party → first day of effect."""

    counts: Mapping[str, int]
    effective: Mapping[int, date]

    def as_row(self) -> dict[str, Any]:
        """What is kept with the award: the step that noted it is in the record."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "effective": {str(who): day.isoformat() for who, day in sorted(self.effective.items())},
        }


def workers_of(case: Case, award: Award) -> list[Party]:
    """The workers whose claims the award decides."""
    mine = {i.applicant_id for i in case.items if i.award_id == award.id}
    mine |= {i.respondent_id for i in case.items if i.award_id == award.id}
    return [p for p in case.parties if p.id in mine and p.kind == "worker" and p.left_on is None]


def several(case: Case, award: Award) -> bool:
    """Whether a made award is about more than one worker."""
    return award.made_on is not None and len(workers_of(case, award)) > 1


def of_award(desk: Desk, case: Case, award: Award) -> list[PartyFate]:
    """Where an award over several workers stands for each; nothing for an award of one, whose own state tells."""
    if not several(case, award):
        return []
    mine = {p.id for p in workers_of(case, award)}
    fate = next((f for f in award_fate.of_case(desk, case) if f.award is award), None)
    return [one for one in fate.parties if one.party.id in mine] if fate is not None else []


def summary(desk: Desk, case: Case, award: Award) -> Summary | None:
    """How the award stands for its workers; None for an award of one worker, or one whose events contradict."""
    fates = of_award(desk, case, award)
    if not fates or any(not one.status for one in fates):
        return None
    counts: dict[str, int] = {}
    for one in fates:
        counts[one.status] = counts.get(one.status, 0) + 1
    return Summary(
        counts=counts,
        effective={f.party.id or 0: f.effective_from for f in fates if f.status in STANDS and f.effective_from},
    )


def own_last_days(desk: Desk, case: Case, award: Award) -> dict[int, date]:
    """Party → the last day of its own time to sue."""
    return {
        one.party_id: one.due
        for one in case_rows.of_case(desk.session, Limit, case.id or 0)
        if one.machine == "award" and one.subject_id == award.id and one.rule in OWN_CLOCKS and one.party_id is not None
    }
