"""一份裁决对各劳动者的效力 (I1 17): the conditions of an award over several workers."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


def _counts(facts: Facts) -> dict[str, int]:
    return dict(facts.award.fates) if facts.award else {}


@guard
def award_concerns_one_worker(facts: Facts) -> Reason | None:
    """LMA 50: one worker, one fate."""
    if not _counts(facts):
        return None
    return Reason("这份裁决涉及几名劳动者，效力分别确定。", "I1 17")


@guard
def award_concerns_several_workers(facts: Facts) -> Reason | None:
    """I1 17."""
    return None if _counts(facts) else Reason("这份裁决只涉及一名劳动者。", "I1 17")


@guard
def fates_have_changed(facts: Facts) -> Reason | None:
    """I1 17: the award has come into effect, or lost it, for somebody since it was last looked at."""
    if facts.award and facts.award.fates_changed:
        return None
    return Reason("对各劳动者的效力没有变化。", "I1 17")


@guard
def effective_for_all(facts: Facts) -> Reason | None:
    """I1 17."""
    counts = _counts(facts)
    if counts and not set(counts) - {"effective", "enforcement_stayed"}:
        return None
    return Reason("裁决没有对全部劳动者生效。", "I1 17")


@guard
def effective_for_some(facts: Facts) -> Reason | None:
    """I1 17: no effect for those who sued, effect for the others."""
    counts = _counts(facts)
    if counts.get("effective", 0) + counts.get("enforcement_stayed", 0):
        return None
    return Reason("裁决对哪一名劳动者都还没有生效。", "I1 17")


@guard
def some_still_wait(facts: Facts) -> Reason | None:
    """I1 17; LMA 50."""
    return None if _counts(facts).get("pending") else Reason("没有还在起诉期内的劳动者。", "LMA 50; I1 17")


@guard
def annulled_for_all(facts: Facts) -> Reason | None:
    """LMA 49."""
    counts = _counts(facts)
    return None if counts and set(counts) == {"annulled"} else Reason("裁决没有被撤销。", "LMA 49")


@guard
def superseded_for_all(facts: Facts) -> Reason | None:
    """LMA 50; I1 16: an effective judgment stands in the award's place for everybody."""
    counts = _counts(facts)
    return None if counts and set(counts) == {"superseded"} else Reason("生效裁判没有取代全部裁决。", "I1 16, 17")


@guard
def never_effective_for_all(facts: Facts) -> Reason | None:
    """SPC2000 3."""
    counts = _counts(facts)
    return None if counts and set(counts) == {"never_effective"} else Reason("不是对全部劳动者自始不生效力。", "SPC2000 3")
