"""调解转介: the conditions of proposals, answers, outcomes and hand-overs of mediation. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard
from workflows.links import STAGE_TITLES


@guard
def no_active_referral(facts: Facts) -> Reason | None:
    """CHR 69, 70: while mediation goes on the case waits."""
    if not facts.active_referrals:
        return None
    return Reason("本案正在转介调解，尚无结果。请先登记调解结果、退回或者撤回调解。", "CHR 69, 70")


@guard
def case_may_be_referred(facts: Facts) -> Reason | None:
    """CHR 69 before acceptance; CHR 70 after it and before the hearing."""
    if facts.state in ("filed", "accepted", "tribunal_formed"):
        return None
    if facts.state == "pre_filing":
        return Reason("还没有申请仲裁。请在「立案前争议」页办理「转调解」。", "LMA 10")
    return Reason("只有在受理前，或者受理后、排期开庭前，才能提议转介调解。已经排期的，请先办理「延期开庭」；开庭时请使用「庭审调解」。", "CHR 69, 70")


@guard
def channel_fits_the_stage(facts: Facts) -> Reason | None:
    """CHR 69, 70; links.toml."""
    if facts.asked.get("channel") in facts.links.usable(facts.stage):
        return None
    return Reason(f"所选渠道不用于{STAGE_TITLES[facts.stage]}的案件，或者已经停用。请另选渠道。", "CHR 69, 70")


@guard
def channel_is_open_to_the_proposer(facts: Facts) -> Reason | None:
    """links.toml and the office's changes: who may propose a channel."""
    channel = facts.links.channels.get(str(facts.asked.get("channel", "")))
    if channel is None or "system" in facts.actor_roles or facts.actor_roles.intersection(channel.proposers):
        return None
    return Reason(f"「{channel.title}」由其他岗位提议。请由本机构规定的岗位办理。", "CHR 69, 70")


@guard
def way_of_consent_suffices(facts: Facts) -> Reason | None:
    """CHR 69, 70; an office may ask for consent in writing."""
    asked = facts.asked
    needs = facts.referral.consent if facts.referral else "both"
    if needs != "both_written" or asked.get("agrees") != "yes" or asked.get("consent_way") in (None, "written"):
        return None
    return Reason("本机构规定这个渠道须由当事人书面同意。请取得书面答复后登记。", "CHR 69, 70")


@guard
def answer_day_is_possible(facts: Facts) -> Reason | None:
    """CHR 70: the ten working days count from the consent, so it is given after the proposal and not in the future."""
    at = facts.asked.get("answered_at")
    proposed = facts.referral.proposed_on if facts.referral else None
    if at is None or (proposed or at.date()) <= at.date() <= facts.today:
        return None
    return Reason("答复的时间早于提议调解之日，或者晚于今天。请核对。", "CHR 69, 70")


@guard
def both_sides_agreed_to_mediate(facts: Facts) -> Reason | None:
    """CHR 69, 70: both sides must agree."""
    if any(r.state in ("agreed", "delegated", "accepted") for r in facts.referrals):
        return None
    return Reason("双方当事人还没有都同意调解。", "CHR 69, 70")


def _answers(facts: Facts) -> dict[int, bool]:
    """What the two sides have answered, this answer included. A third party is not asked (CHR 69, 70: 双方)."""
    answers = dict(facts.referral.agrees) if facts.referral else {}
    party = facts.asked.get("party")
    if isinstance(party, int):
        answers[party] = facts.asked.get("agrees") == "yes"
    asked = {p.id for p in (*facts.on_side("applicant"), *facts.on_side("respondent"))}
    return {one: agrees for one, agrees in answers.items() if one in asked}


@guard
def a_side_refused(facts: Facts) -> Reason | None:
    """CHR 69: a refusal by either side ends the proposal."""
    if any(not agrees for agrees in _answers(facts).values()):
        return None
    return Reason("没有一方拒绝。", "CHR 69")


@guard
def both_sides_agree(facts: Facts) -> Reason | None:
    """CHR 69, 70: every party on both sides has agreed."""
    answers = _answers(facts)
    sides = [*facts.on_side("applicant"), *facts.on_side("respondent")]
    if sides and all(answers.get(p.id) for p in sides):
        return None
    return Reason("还有当事人没有答复。", "CHR 69, 70")


@guard
def office_sent_the_parties(facts: Facts) -> Reason | None:
    """CHR 69, 70: a letter goes where the office sends a dispute."""
    if facts.referral and not facts.referral.began_at_body:
        return None
    return Reason("当事人自己到调解组织申请调解的，不用委托调解函。", "LMA 12")


@guard
def parties_came_themselves(facts: Facts) -> Reason | None:
    """LMA 12."""
    if facts.referral and facts.referral.began_at_body:
        return None
    return Reason("这是委托调解，请等候委托调解函，再办理接收。", "CHR 69, 70")


@guard
def mediator_is_free_of_ties(facts: Facts) -> Reason | None:
    """LMA 3: who is tied to a party, or acts for one, does not mediate between them."""
    tie = facts.asked.get("mediator_tie")
    if not tie:
        return None
    return Reason(f"{tie}。请另选调解员。", "LMA 3")


@guard
def session_day_is_possible(facts: Facts) -> Reason | None:
    """LMA 13: what took place is recorded."""
    day = facts.asked.get("session_on")
    proposed = facts.referral.proposed_on if facts.referral else None
    if day is None or (proposed or day) <= day <= facts.today:
        return None
    return Reason("调解的日期早于提议调解之日，或者晚于今天。请核对。", "LMA 13")


@guard
def outcome_is_agreement(facts: Facts) -> Reason | None:
    """LMA 14."""
    if facts.asked.get("outcome") == "agreed":
        return None
    return Reason("没有达成协议。", "LMA 14")


@guard
def outcome_is_partial(facts: Facts) -> Reason | None:
    """LMA 14: some claims are settled, the case goes on with the rest."""
    if facts.asked.get("outcome") == "partly_agreed":
        return None
    return Reason("不是部分达成协议。", "LMA 14")


@guard
def agreed_items_are_named(facts: Facts) -> Reason | None:
    """LMA 14: what is settled in part must be said claim by claim."""
    chosen = set(facts.asked.get("agreed_items") or ())
    if facts.asked.get("outcome") != "partly_agreed":
        return Reason("只有部分达成协议时才逐项勾选。全部达成协议的，请不要勾选。", "LMA 14") if chosen else None
    open_items = {i.id for i in facts.items if i.disposition == "pending"}
    if not chosen:
        return Reason("部分达成协议的，请勾选已经达成协议的请求；其余的继续办理。", "LMA 14")
    if not chosen <= open_items:
        return Reason("勾选的请求中有的已经了结。请只勾选这次达成协议的。", "LMA 14")
    if chosen == open_items:
        return Reason("全部请求都达成了协议，请把结果登记为「达成协议」。", "LMA 14")
    return None


@guard
def agreement_has_terms(facts: Facts) -> Reason | None:
    """LMA 14: an agreement is written down; a failure, whole or in part, carries its reason."""
    outcome = facts.asked.get("outcome")
    if outcome in ("agreed", "partly_agreed") and not str(facts.asked.get("agreement_terms") or "").strip():
        return Reason("达成协议的，请填写协议内容（谁、在何日前、付多少、如何付）。", "LMA 14")
    if outcome != "agreed" and not str(facts.asked.get("outcome_reason_optional") or "").strip():
        return Reason("没有（全部）达成协议的，请填写原因；退回仲裁或者移交对接渠道时要用。", "LMA 14; CHR 70")
    return None


@guard
def period_can_be_extended(facts: Facts) -> Reason | None:
    """NEG 29 lets both sides extend; CHR 70 names no extension: after its ten working days the hearing goes ahead."""
    if facts.referral and facts.referral.can_be_extended:
        return None
    return Reason("受理后委托调解的期限不能延长；期限届满未达成协议的，应当开庭审理。", "CHR 70")


@guard
def both_sides_agree_to_extend(facts: Facts) -> Reason | None:
    """NEG 29: by agreement of both."""
    if not facts.asked.get("both_agree_to_extend"):
        return Reason("延长调解期限须双方当事人都同意。请取得双方同意后再办理。", "NEG 29")
    if not facts.asked.get("more_days"):
        return Reason("延长的天数应当大于零。", "NEG 29")
    return None


@guard
def mediation_period_is_over(facts: Facts) -> Reason | None:
    """LMA 14; CHR 70."""
    if facts.referral and facts.referral.limit_passed:
        return None
    return Reason("调解期限还没有届满。", "LMA 14; CHR 70")


@guard
def round_may_still_be_handed_over(facts: Facts) -> Reason | None:
    """What came back is handed over only across acceptance (案外调解 to 裁前调解), and while nothing else goes on."""
    referral = facts.referral
    if referral is None or referral.state != "returned":
        return None
    if facts.state != "accepted" or referral.stage == "before_hearing":
        return Reason("已经退回仲裁机构。受理之后、组庭之前，才能移交对接的裁前渠道；其他情形请另行提议调解。", "CHR 69, 70")
    return no_active_referral(facts)


@guard
def delegation_period_still_runs(facts: Facts) -> Reason | None:
    """CHR 70: a hand-over does not begin the ten working days anew."""
    if facts.referral and not facts.referral.delegation_over:
        return None
    return Reason("受理后委托调解的期限已经届满，应当开庭审理，不再移交。请退回仲裁机构。", "CHR 70")


@guard
def a_linked_channel_exists(facts: Facts) -> Reason | None:
    """links.toml: only linked channels take a hand-over."""
    if facts.referral and facts.referral.linked_channels:
        return None
    return Reason("这个渠道在现阶段没有可以移交的对接渠道。请退回仲裁机构。", "CHR 69")


@guard
def not_handed_over_before(facts: Facts) -> Reason | None:
    """One pair is walked through once: a dispute does not go in circles."""
    if not facts.referral:
        return None
    tried = {r.channel for r in facts.referrals if r.id != facts.referral.id and r.stage == facts.stage}
    if facts.referral.linked_channels - tried:
        return None
    return Reason("对接渠道已经调解过一次，不再往返移交。请退回仲裁机构。", "CHR 69")


@guard
def channel_is_linked(facts: Facts) -> Reason | None:
    """links.toml."""
    if facts.referral and facts.asked.get("linked_channel") in facts.referral.linked_channels:
        return None
    return Reason("只能移交给与本渠道成对衔接的渠道。", "CHR 69")


@guard
def hand_over_is_open_to_the_proposer(facts: Facts) -> Reason | None:
    """links.toml and the office's changes: who may propose a hand-over."""
    handover = facts.referral.handovers.get(str(facts.asked.get("linked_channel"))) if facts.referral else None
    if handover is None or facts.actor_roles.intersection(handover.proposers):
        return None
    return Reason("本机构规定这一移交由其他岗位提出。", "CHR 69")
