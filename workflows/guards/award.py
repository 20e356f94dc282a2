"""调解、评议、裁决: the conditions of mediation before the award, the draft, and the award's effect. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

DECIDED = ("granted", "partly", "refused")


@guard
def mediation_settled_the_case(facts: Facts) -> Reason | None:
    """LMA 42."""
    if facts.asked.get("mediation_result") == "settled":
        return None
    return Reason("没有达成调解。", "LMA 42")


@guard
def mediation_not_yet_tried(facts: Facts) -> Reason | None:
    """LMA 42."""
    if facts.mediation_tried_on is None:
        return None
    return Reason("本案已经进行过庭审调解，不需要再记录无法调解的原因。", "LMA 42")


@guard
def a_side_was_away(facts: Facts) -> Reason | None:
    """LMA 36, 42; rules §21.1: mediation may be left out only where a side did not come."""
    if facts.heard_in_default:
        return None
    return Reason(
        "本案不是缺席审理，双方到庭的，裁决前应当先行调解。请办理「庭审调解」，调解不成的登记为“调解不成”。", "LMA 42; CHR 71"
    )


@guard
def mediation_was_tried(facts: Facts) -> Reason | None:
    """LMA 42; CHR 71; rules §21.1."""
    if facts.mediation_tried_on or facts.no_mediation_reason:
        return None
    return Reason(
        "本案还没有先行调解的记录，不能评议裁决。请先办理「庭审调解」并登记结果；被申请人缺席无法调解的，请登记原因。",
        "LMA 42; CHR 71",
    )


@guard
def every_claim_is_decided(facts: Facts) -> Reason | None:
    """CHR 53: a claim left undecided cannot be mended by a correction (CHR 54)."""
    left = [str(i.ordinal) for i in facts.items if i.disposition == "pending"]
    if facts.items and not left:
        return None
    return Reason(f"第{'、'.join(left)}项请求还没有裁决意见。请在裁决稿中逐项填写，漏裁不能用补正决定书补正。", "CHR 53, 54")


@guard
def results_without_money_are_in_words(facts: Facts) -> Reason | None:
    """CHR 53: a result that is no sum is written out."""
    left = [
        str(i.ordinal)
        for i in facts.items
        if i.disposition in ("granted", "partly") and not i.awarded_fen and not i.has_result_text
    ]
    if not left:
        return None
    return Reason(f"第{'、'.join(left)}项不是金钱请求，请写明裁决结果的文字（例如“确认……存在劳动关系”）。", "CHR 53")


@guard
def nothing_beyond_the_claims(facts: Facts) -> Reason | None:
    """LMA 28: the award answers the claims made."""
    over = [
        str(i.ordinal)
        for i in facts.items
        if i.awarded_fen is not None and i.claimed_fen is not None and i.awarded_fen > i.claimed_fen
    ]
    if not over:
        return None
    return Reason(f"第{'、'.join(over)}项裁决金额超过请求金额。请改正，或者先办理变更请求。", "LMA 28; CHR 44")


@guard
def draft_was_checked(facts: Facts) -> Reason | None:
    """Design §9, ideas 19: the draft as it stands was compared with like decisions and standards (O70 四)."""
    left = [str(i.ordinal) for i in facts.items if i.disposition in DECIDED and not i.was_checked]
    if not left:
        return None
    return Reason(
        f"第{'、'.join(left)}项还没有与类案和口径比对，或者比对之后又作了修改。请在裁决稿页重新比对。", "O70 四"
    )


@guard
def deviations_have_reasons(facts: Facts) -> Reason | None:
    """Our rule: a draft that departs from like cases or a standard carries one sentence why (O70 四; design §9)."""
    left = [str(i.ordinal) for i in facts.items if i.deviates and not i.has_deviation_reason]
    if not left:
        return None
    return Reason(f"第{'、'.join(left)}项与类案或者口径不一致。请写一句理由，或者修改裁决意见。", "O70 四")


@guard
def sums_match_their_working(facts: Facts) -> Reason | None:
    """CHR 53: the calculation stands in the award."""
    wrong = [
        str(i.ordinal)
        for i in facts.items
        if i.working_fen is not None and i.awarded_fen is not None and i.working_fen != i.awarded_fen
    ]
    if not wrong:
        return None
    return Reason(f"第{'、'.join(wrong)}项裁决金额与计算过程的结果不一致。请核对后改正其中一处。", "CHR 53")


@guard
def only_dissenters_leave_unsigned(facts: Facts) -> Reason | None:
    """LMA 46: an arbitrator who dissents may sign or not; the others sign."""
    others = set(facts.asked.get("not_signing") or ()) - set(facts.dissenters)
    if not others:
        return None
    known = "、".join(facts.dissenters.values())
    may = f"本案评议时持不同意见的是{known}。" if known else "本案评议没有不同意见。"
    return Reason(f"只有对裁决持不同意见的仲裁员可以不签名。{may}请改正。", "LMA 46; CHR 53")


@guard
def award_is_final(facts: Facts) -> Reason | None:
    """LMA 47."""
    if facts.award and facts.award.type == "final":
        return None
    return Reason("这份裁决是非终局裁决。", "LMA 47")


@guard
def award_was_served_on_all(facts: Facts) -> Reason | None:
    """LMA 50: each party's own clock starts with its own service."""
    if facts.award and not facts.award.unserved:
        return None
    return Reason("裁决书还没有送达全部当事人。", "LMA 50")


@guard
def nobody_may_still_sue(facts: Facts) -> Reason | None:
    """LMA 50; rules §21.8: effective only when the last party's fifteen days have passed."""
    last = facts.award.last_day_to_sue if facts.award else None
    if facts.award and not facts.award.sued_by and last is not None and last < facts.today:
        return None
    return Reason("还有当事人在起诉期内，或者已经起诉。", "LMA 50")
