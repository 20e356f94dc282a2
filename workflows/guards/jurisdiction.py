"""管辖、移送、撤销案件: their conditions. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

ASKED = {
    "jurisdiction": "管辖异议",
    "counterclaim": "反申请",
    "claim_change": "增加、变更仲裁请求的申请",
    "add_party": "追加当事人的申请",
    "late_evidence": "逾期证据",
}
"""Kind of request → what it is called; each changes what there is to decide."""
UNDER_WAY = ("accepted", "in_delegated_mediation", "tribunal_formed", "hearing_set", "heard")


@guard
def case_is_under_way(facts: Facts) -> Reason | None:
    """From acceptance until the tribunal deliberates."""
    if facts.state in UNDER_WAY:
        return None
    return Reason("本案不在受理之后、评议之前的阶段，不能办理这项申请。", "CHR 19")


@guard
def right_to_sue_has_arisen(facts: Facts) -> Reason | None:
    """LMA 29: refused, or no decision within five working days; recorded once."""
    if facts.between.may_sue:
        return Reason("已经记录可以起诉。", "LMA 29")
    if facts.state == "refused" or facts.between.acceptance_overdue:
        return None
    return Reason("受理决定的期限还没有届满。", "LMA 29")


@guard
def cancellation_is_not_for_jurisdiction(facts: Facts) -> Reason | None:
    """CHR 32: a case wrongly accepted is cancelled; one of another commission is transferred (CHR 9)."""
    if facts.asked.get("cancel_ground") != "jurisdiction":
        return None
    return Reason("受理后发现不属于本委管辖的，应当移送有管辖权的仲裁委员会，不撤销案件。请办理「移送管辖」。", "CHR 9, 32")


@guard
def did_not_come_by_transfer(facts: Facts) -> Reason | None:
    """CHR 9: who received a case by transfer does not transfer it again by itself."""
    if not facts.between.came_by_transfer:
        return None
    return Reason("本案是移送来的，不得再自行移送。认为不属本委管辖的，请报请共同的上一级主管部门指定管辖。", "CHR 9")


@guard
def came_by_transfer(facts: Facts) -> Reason | None:
    """CHR 9."""
    if facts.between.came_by_transfer:
        return None
    return Reason("本案不是移送来的。认为应由其他仲裁委员会管辖的，请办理「移送管辖」。", "CHR 9")


@guard
def no_objection_waits(facts: Facts) -> Reason | None:
    """CHR 10: the objection is decided first."""
    if not facts.waiting("jurisdiction"):
        return None
    return Reason("有一项管辖异议还没有决定。请先决定。", "CHR 10")


@guard
def no_upheld_objection_stands(facts: Facts) -> Reason | None:
    """CHR 10: once the objection is upheld the case is transferred, not heard."""
    if not facts.between.upheld_not_carried_out:
        return None
    return Reason("管辖异议已经成立，本委不能审理裁决。请办理「移送管辖」。", "CHR 10")


@guard
def what_was_asked_is_decided(facts: Facts) -> Reason | None:
    """CHR 15, 36, 44: nobody deliberates over claims, parties and evidence that are not settled yet."""
    left = [title for kind, title in ASKED.items() if facts.waiting(kind)]
    return Reason(f"还有没有决定的{'、'.join(left)}。请先决定，再评议。", "CHR 10, 15, 36, 44") if left else None


@guard
def an_objection_was_upheld(facts: Facts) -> Reason | None:
    """CHR 10: then the case is to be transferred."""
    if facts.between.upheld_not_carried_out:
        return None
    return Reason("没有成立的管辖异议。", "CHR 10")


@guard
def receiving_commission_is_named(facts: Facts) -> Reason | None:
    """CHR 9: one of the two ways to name it."""
    inside, outside = facts.asked.get("receiving_commission"), facts.asked.get("receiving_commission_name")
    if bool(inside) != bool(outside):
        return None
    return Reason("请选择受移送的仲裁委员会，或者写明其名称，二者填一项。", "CHR 9")


@guard
def receiver_reports_itself(facts: Facts) -> Reason | None:
    """Where the receiving commission works with the system, its own act is the record."""
    if facts.actor_id is None or not facts.between.receiver_is_inside:
        return None
    return Reason("受移送的仲裁委员会使用本系统，由其自己受理或者提出不同意见，这里自动登记。", "CHR 9")


@guard
def taken_after_the_acceptance_here(facts: Facts) -> Reason | None:
    """CHR 46(5): the day the receiving commission took it lies between the acceptance here and today."""
    day = facts.asked.get("taken_on")
    if day is None or (facts.accepted_on or day) <= day <= facts.today:
        return None
    return Reason("受移送机构受理的日期早于本委受理，或者晚于今天。请核对。", "CHR 9, 46")


@guard
def was_accepted_here(facts: Facts) -> Reason | None:
    """CHR 9: the designation is recorded where the transfer began."""
    if facts.accepted_on is not None:
        return None
    return Reason("指定管辖的决定由移送的仲裁委员会登记，登记后本案自动改变状态。", "CHR 9")


@guard
def transfer_was_not_designated(facts: Facts) -> Reason | None:
    """CHR 9: what was designated is taken."""
    if not facts.between.was_designated:
        return None
    return Reason("本案已经指定由本委管辖，应当受理。", "CHR 9")


@guard
def designated_here(facts: Facts) -> Reason | None:
    """CHR 9."""
    return None if facts.asked.get("designated_to") == "here" else Reason("没有指定由本委管辖。", "CHR 9")


@guard
def designated_commission_is_named(facts: Facts) -> Reason | None:
    """CHR 9: a third commission is named; the day is past."""
    if facts.asked.get("designated_to") == "other" and not facts.asked.get("receiving_commission_name"):
        return Reason("指定由其他仲裁委员会管辖的，请写明名称。", "CHR 9")
    day = facts.asked.get("designated_on")
    if day is not None and day > facts.today:
        return Reason("指定的日期晚于今天。请核对。", "CHR 9")
    return None


def answer_period_over(facts: Facts) -> str:
    """The day the answer period of the party that asks ended; "" while it runs or has not begun (LMA 30; CHR 10, 36)."""
    until, party = facts.between.answer_until, facts.asked.get("asking_party")
    respondents = {p.id for p in facts.on_side("respondent")}
    if party in respondents:
        due = until.get(party)
    else:
        # An applicant may have a period of its own, to answer a counterclaim: it does not count here.
        due = max((until[one] for one in respondents), default=None) if respondents <= set(until) else None
    return due.isoformat() if due is not None and due < facts.today else ""


@guard
def objection_is_in_time(facts: Facts) -> Reason | None:
    """CHR 10: in writing, before the answer period ends."""
    ended = answer_period_over(facts)
    if not ended:
        return None
    return Reason(f"答辩期已于{ended}届满。管辖异议应当在答辩期满前书面提出，逾期提出的不影响仲裁程序的进行。", "CHR 10")
