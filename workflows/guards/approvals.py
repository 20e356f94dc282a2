"""审批: whose turn it is, and that nobody approves what they asked for themselves."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def it_is_this_persons_turn(facts: Facts) -> Reason | None:
    """CHR 45, 47: whoever stands at the level reached, or is entrusted by who does. Others are told whose turn it is."""
    about = facts.approval
    if about is None or about.stands_here:
        return None
    return Reason(f"现在由{about.level_title}（或者其委托的人）审批，不由您审批。", "CHR 45, 47")


@guard
def nobody_approves_their_own_request(facts: Facts) -> Reason | None:
    """Four eyes, at every level: who asked does not decide, nor does who has already spoken at an earlier level."""
    about = facts.approval
    if about is None:
        return None
    if facts.actor_id == about.requested_by:
        return Reason("这项审批由您本人报请，不能由您本人审批，受委托也不行。请由其他有权的人审批。", "CHR 45, 47")
    if about.has_spoken:
        return Reason("您已在前一级审批过这件事，不能再审批下一级。请由其他有权的人审批。", "CHR 45, 47")
    return None


@guard
def more_levels_follow(facts: Facts) -> Reason | None:
    """Endorsed and passed on."""
    if facts.approval and not facts.approval.is_last:
        return None
    return Reason("这已是最后一级，请办理「批准」或者「退回」。", "CHR 45, 47")


@guard
def this_is_the_last_level(facts: Facts) -> Reason | None:
    """Only the last level approves."""
    if facts.approval and facts.approval.is_last:
        return None
    return Reason("这还不是最后一级，请办理「同意，报上一级」或者「退回」。", "CHR 45, 47")


@guard
def the_person_asked_for_it(facts: Facts) -> Reason | None:
    """What one has asked for one may take back while nobody has decided."""
    if facts.approval and facts.actor_id == facts.approval.requested_by:
        return None
    return Reason("只有报请的人可以撤回。", "CHR 45, 47")


@guard
def the_presiding_arbitrator_is_next(facts: Facts) -> Reason | None:
    if facts.approval and facts.approval.level == "chief":
        return None
    return Reason("现在不由首席（独任）仲裁员审批。", "CHR 53")


@guard
def the_section_head_is_next(facts: Facts) -> Reason | None:
    if facts.approval and facts.approval.level == "section_head":
        return None
    return Reason("现在不由庭长审批。", "CHR 45, 47")


@guard
def the_head_is_next(facts: Facts) -> Reason | None:
    if facts.approval and facts.approval.level == "head":
        return None
    return Reason("现在不由仲裁院负责人审批。", "CHR 45, 47")
