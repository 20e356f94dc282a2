"""程序申请: the conditions of asking and deciding. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def evidence_period_runs(facts: Facts) -> Reason | None:
    """CHR 15: more time is asked for before the period ends."""
    if facts.evidence_until is None:
        return Reason("本案还没有指定举证期限。请先办理「发应诉通知」。", "CHR 15")
    if facts.today <= facts.evidence_until:
        return None
    return Reason(
        f"举证期限已于{facts.evidence_until.isoformat()}届满，不能再申请延长；逾期提交的证据由仲裁庭审查理由。", "CHR 15"
    )


@guard
def no_evidence_request_waits(facts: Facts) -> Reason | None:
    """One request at a time: the earlier one is decided first."""
    if not facts.waiting("evidence_time"):
        return None
    return Reason("已有一项延长举证期限的申请还没有决定。请先决定。", "CHR 15")


@guard
def new_evidence_day_is_later(facts: Facts) -> Reason | None:
    """CHR 15."""
    day = facts.asked.get("new_evidence_until")
    if day is None or facts.evidence_until is None or day > facts.evidence_until:
        return None
    return Reason(f"延长后的截止日应当晚于现在的截止日（{facts.evidence_until.isoformat()}）。请改期。", "CHR 15")
