"""立案前的争议: the conditions of reports, negotiation and of taking a dispute to arbitration."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def lead_is_a_report(facts: Facts) -> Reason | None:
    """LMA 5."""
    if facts.lead and facts.lead.kind == "report":
        return None
    return Reason("不是隐患线索。", "LMA 5")


@guard
def lead_is_a_negotiation(facts: Facts) -> Reason | None:
    """LMA 4; NEG 8."""
    if facts.lead and facts.lead.kind == "negotiation":
        return None
    return Reason("不是协商。", "NEG 8")


@guard
def negotiation_is_not_answered(facts: Facts) -> Reason | None:
    """NEG 10: one answer to one call."""
    if facts.lead and facts.lead.reply_runs:
        return None
    return Reason("对方已经回应，或者回应期限已经届满。协商不成的，请办理「协商不成」。", "NEG 10")


@guard
def call_reached_them_already(facts: Facts) -> Reason | None:
    """NEG 10, 31: the days to answer, and the time bar, count from a day that has come."""
    day = facts.asked.get("asked_on")
    return Reason("对方收到协商要求的日期晚于今天。请核对。", "NEG 10, 31") if day is not None and day > facts.today else None


@guard
def performance_was_due(facts: Facts) -> Reason | None:
    """NEG 31: not performed is what was due before today; the time bar counts anew from that day."""
    day = facts.asked.get("broken_on")
    if day is None or day < facts.today:
        return None
    return Reason("约定的履行期限还没有届满，不能登记为未履行。请核对。", "LMA 15; NEG 31")


@guard
def other_side_will_not_negotiate(facts: Facts) -> Reason | None:
    """NEG 31."""
    if facts.asked.get("will_negotiate") == "no":
        return None
    return Reason("对方愿意协商。", "NEG 31")


@guard
def reply_period_is_over(facts: Facts) -> Reason | None:
    """NEG 10: silence is a refusal once the time to answer is over."""
    if facts.lead and facts.lead.reply_passed:
        return None
    return Reason("对协商要求的回应期限还没有届满，或者对方已经回应。", "NEG 10, 31")


@guard
def both_sides_are_entered(facts: Facts) -> Reason | None:
    """LMA 14: mediation needs both sides to agree, so both must be known."""
    if facts.on_side("applicant") and facts.on_side("respondent"):
        return None
    return Reason("双方当事人还没有登记齐全。请先补登当事人，再转调解。", "LMA 14")


@guard
def mediation_agreement_binds(facts: Facts) -> Reason | None:
    """LMA 14."""
    if facts.lead and facts.lead.agreement_binds:
        return None
    return Reason("没有全部达成已经生效的调解协议。", "LMA 14")


@guard
def carry_over_period_runs(facts: Facts) -> Reason | None:
    """Practice of the office (limit pre.carry_over, P): old papers are not taken over without end."""
    if facts.lead and not facts.lead.carry_over_passed:
        return None
    return Reason(
        "调解（协商）未成已超过材料沿用期，不能再直接转为仲裁申请。当事人仍可申请仲裁：请由当事人重新提交材料，"
        "用「收件」登记；是否超过仲裁时效由对方在仲裁中抗辩，窗口不得以此拒收。",
        "LMA 27, 28",
    )


@guard
def application_was_received(facts: Facts) -> Reason | None:
    """LMA 28: an application is what is handed in, not a mark on an old entry."""
    if facts.lead and facts.lead.has_application:
        return None
    return Reason("还没有填写仲裁申请。请在立案前争议页选择「转为仲裁申请」，核对后收件。", "LMA 28")
