"""调解转介: the conditions of proposals, answers, outcomes and hand-overs of mediation. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard
from workflows.links import links


@guard
def no_active_referral(facts: Facts) -> Reason | None:
    """CHR 69, 70: while mediation goes on the case waits."""
    if not facts.active_referrals:
        return None
    return Reason("本案正在转介调解，尚无结果。请先登记调解结果、退回或者撤回调解。", "CHR 69, 70")


@guard
def case_may_be_referred(facts: Facts) -> Reason | None:
    """CHR 69 before acceptance; CHR 70 after it and before the hearing."""
    if facts.state in ("filed", "accepted"):
        return None
    return Reason("只有在受理前，或者受理后、组庭开庭前，才能提议转介调解。开庭时请使用「庭审调解」。", "CHR 69, 70")


@guard
def channel_fits_the_stage(facts: Facts) -> Reason | None:
    """CHR 69, 70; links.toml."""
    channel = links().channels.get(str(facts.asked.get("channel", "")))
    stage = "before_acceptance" if facts.state == "filed" else "before_hearing"
    if channel is not None and stage in channel.stages:
        return None
    when = "受理前" if stage == "before_acceptance" else "受理后"
    return Reason(f"所选渠道不用于{when}的案件。请另选渠道。", "CHR 69, 70")


@guard
def both_sides_agreed_to_mediate(facts: Facts) -> Reason | None:
    """CHR 69, 70: both sides must agree."""
    if any(r.state in ("agreed", "delegated", "accepted") for r in facts.referrals):
        return None
    return Reason("双方当事人还没有都同意调解。", "CHR 69, 70")


def _answers(facts: Facts) -> dict[int, bool]:
    answers = dict(facts.referral.agrees) if facts.referral else {}
    party = facts.asked.get("party")
    if isinstance(party, int):
        answers[party] = facts.asked.get("agrees") == "yes"
    return answers


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
def outcome_is_agreement(facts: Facts) -> Reason | None:
    """LMA 14."""
    if facts.asked.get("outcome") == "agreed":
        return None
    return Reason("没有达成协议。", "LMA 14")


@guard
def agreement_has_terms(facts: Facts) -> Reason | None:
    """LMA 14: an agreement is written down; a failure carries its reason."""
    if facts.asked.get("outcome") == "agreed":
        if str(facts.asked.get("agreement_terms") or "").strip():
            return None
        return Reason("达成协议的，请填写协议内容（谁、在何日前、付多少、如何付）。", "LMA 14")
    if str(facts.asked.get("outcome_reason_optional") or "").strip():
        return None
    return Reason("没有达成协议的，请填写原因；退回仲裁或者移交对接渠道时要用。", "LMA 14; CHR 70")


@guard
def mediation_period_is_over(facts: Facts) -> Reason | None:
    """LMA 14; CHR 70."""
    if facts.referral and facts.referral.limit_passed:
        return None
    return Reason("调解期限还没有届满。", "LMA 14; CHR 70")


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
    tried = {r.channel for r in facts.referrals if r.id != facts.referral.id and r.stage == facts.referral.stage}
    if facts.referral.linked_channels - tried:
        return None
    return Reason("对接渠道已经调解过一次，不再往返移交。请退回仲裁机构。", "CHR 69")


@guard
def channel_is_linked(facts: Facts) -> Reason | None:
    """links.toml."""
    if facts.referral and facts.asked.get("linked_channel") in facts.referral.linked_channels:
        return None
    return Reason("只能移交给与本渠道成对衔接的渠道。", "CHR 69")
