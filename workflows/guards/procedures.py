"""程序变更与合并审理: their conditions. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def procedure_is_ordinary(facts: Facts) -> Reason | None:
    """CHR 56; a collective case only by its own rules (CHR 62)."""
    if facts.procedure == "ordinary":
        return None
    return Reason("本案不是按一般程序办理的，不能转为简易处理。", "CHR 56, 62")


@guard
def procedure_is_simplified(facts: Facts) -> Reason | None:
    """CHR 58, 61."""
    return None if facts.procedure == "simplified" else Reason("本案不是简易处理的案件。", "CHR 58, 61")


@guard
def simplified_handling_is_open(facts: Facts) -> Reason | None:
    """CHR 56, 57: one condition met, no bar."""
    return next(iter(facts.between.procedure_objections), None)


@guard
def term_is_not_over(facts: Facts) -> Reason | None:
    """CHR 61: the change comes before the time for the award ends."""
    if not facts.decide_limit_passed:
        return None
    return Reason("仲裁期限已经届满。简易处理转为一般程序，应当在仲裁期限届满前决定。", "CHR 61")


@guard
def answer_period_runs_for_it(facts: Facts) -> Reason | None:
    """CHR 58: what is cut is a period that runs."""
    if facts.asked.get("consenting_party") in facts.between.answer_runs:
        return None
    return Reason("所选当事人没有正在计算的答辩期。请先登记应诉通知书的送达。", "CHR 58; LMA 30")


@guard
def answer_days_are_possible(facts: Facts) -> Reason | None:
    """CHR 58: the bounds stand in the limit rule."""
    least, most = facts.between.answer_days
    days = facts.asked.get("answer_days")
    until = facts.between.cut_answer_until
    if until is not None and until < facts.today:
        return Reason(
            f"缩短后的答辩期已于{until.isoformat()}届满，等于事后取消。请填写还没有届满的天数；被申请人放弃答辩期的填0。", "CHR 58"
        )
    if isinstance(days, int) and least <= days <= most:
        return None
    return Reason(f"缩短后的答辩期应当在{least}至{most}个工作日之间。", "CHR 58; LMA 30")


@guard
def other_case_may_be_joined(facts: Facts) -> Reason | None:
    """The same tribunal hears both; a party in common; both under way. CHR has no article of its own on it (P)."""
    other = facts.between.other_case
    if other is None or not other.known:
        return Reason("本委没有这个案号的案件。请核对案号。", "CHR 19")
    if other.joined_already:
        return Reason(f"{other.number}已经与本案合并审理。", "CHR 19")
    if not other.under_way:
        return Reason(f"{other.number}不在受理之后、评议之前的阶段，不能合并审理。", "CHR 19")
    if not other.shares_a_party:
        return Reason(f"{other.number}与本案没有相同的当事人，不能合并审理。", "CHR 19")
    if not other.same_tribunal:
        return Reason(f"{other.number}的仲裁庭（含书记员）与本案不同。合并审理的案件应当由同一仲裁庭审理。", "ORG 12")
    return None


@guard
def is_heard_together(facts: Facts) -> Reason | None:
    """There is something to separate."""
    return None if facts.between.joined else Reason("本案没有与其他案件合并审理。", "CHR 19")


@guard
def sits_with_the_joined_cases(facts: Facts) -> Reason | None:
    """One hearing: where a joined case is set down, this one is too."""
    common, at = facts.between.common_hearing, facts.asked.get("hearing_at")
    if not common or at is None:
        return None
    mine = f"{facts.asked.get('hearing_local', '')} {facts.asked.get('room', '')}".strip()
    if mine in common:
        return None
    return Reason(f"合并审理的{'、'.join(facts.between.joined)}定于{'；'.join(common)}开庭，本案应当同时同地开庭。", "CHR 19")
