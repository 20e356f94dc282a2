"""逾期举证、调查取证、鉴定: their conditions. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def evidence_period_is_over(facts: Facts) -> Reason | None:
    """CHR 15: late is what comes after the period."""
    if facts.evidence_until is not None and facts.today > facts.evidence_until:
        return None
    return Reason("举证期限还没有届满，证据不是逾期提交。", "CHR 15")


@guard
def two_people_went(facts: Facts) -> Reason | None:
    """CHR 17: two people at least, who show card and letter."""
    if len(set(facts.asked.get("inquirers") or ())) < 2:
        return Reason("调查取证应当有两人以上共同进行。请补选参加人员。", "CHR 17")
    if not facts.asked.get("credentials_shown"):
        return Reason("调查取证应当出示工作证件和介绍信。请核实后登记。", "CHR 17")
    return None


@guard
def inquiry_day_is_past(facts: Facts) -> Reason | None:
    """CHR 17: what was done is recorded."""
    day = facts.asked.get("inquiry_on")
    return Reason("日期晚于今天。请核对。", "CHR 17") if day is not None and day > facts.today else None


@guard
def request_is_about_evidence(facts: Facts) -> Reason | None:
    """Which task stands open."""
    kinds = ("late_evidence", "appraisal")
    return None if facts.request and facts.request.kind in kinds else Reason("不是关于证据的申请。", "CHR 15")


@guard
def two_people_go(facts: Facts) -> Reason | None:
    """CHR 17: two people at least; the letter names them all."""
    if len(set(facts.asked.get("inquirers") or ())) >= 2:
        return None
    return Reason("调查取证应当有两人以上共同进行。请补选前往人员。", "CHR 17")
