"""收件与受理: the conditions of intake and acceptance. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def not_corrected_before(facts: Facts) -> Reason | None:
    """CHR 29: missing papers are asked for once, all together."""
    if facts.corrections_asked == 0:
        return None
    return Reason("本案已经告知过一次补正，补正只能一次性告知。请依据现有材料决定受理或者不予受理。", "CHR 29")


@guard
def claims_are_clear(facts: Facts) -> Reason | None:
    """CHR 30(2)."""
    if facts.items:
        return None
    return Reason("还没有登记仲裁请求。请先在「请求」中逐项登记。", "CHR 30")


@guard
def respondent_is_known(facts: Facts) -> Reason | None:
    """CHR 30(3)."""
    respondents = facts.on_side("respondent")
    if respondents and all(p.name and p.has_address for p in respondents):
        return None
    return Reason("被申请人的名称或者住所还没有登记完整。请先在「当事人」中补全。", "CHR 29, 30")


@guard
def applicant_is_identified(facts: Facts) -> Reason | None:
    """CHR 29, 30(3)."""
    without = [p.name for p in facts.on_side("applicant") if not p.has_identity]
    if facts.on_side("applicant") and not without:
        return None
    return Reason(f"申请人{'、'.join(without)}的身份信息还没有登记。请先在「当事人」中补全身份证件号码。", "CHR 29, 30")


@guard
def counts_match_procedure(facts: Facts) -> Reason | None:
    """CHR 62: the collective part is for ten or more workers with a common claim."""
    if facts.procedure != "collective" or facts.collective or "集体合同" in str(facts.asked.get("cause_title") or ""):
        return None
    return Reason("登记为集体争议，但劳动者人数不足。请核对人数；因履行集体合同发生的争议，请选择集体合同的案由。", "LMA 7; CHR 62")


@guard
def four_conditions_confirmed(facts: Facts) -> Reason | None:
    """CHR 30: all four."""
    if facts.asked.get("conditions") is True:
        return None
    return Reason("四项受理条件须逐项核对并确认后才能受理。缺一项的，应当告知补正、说明管辖或者不予受理。", "CHR 30")


@guard
def no_earlier_filing_bars_this_one(facts: Facts) -> Reason | None:
    """CHR 34, 39; rules §21.3: after a deemed withdrawal, or a refusal, the same claim is not taken again.

    A withdrawn case bars nothing (CHR 35). Whether the dispute is the same is for a person to say.
    """
    if not facts.earlier_filings or facts.asked.get("other_dispute") is True:
        return None
    deemed = [number for number, how in facts.earlier_filings.items() if how == "deemed_withdrawn"]
    if deemed:
        return Reason(
            f"同一当事人的相同请求已在{'、'.join(deemed)}中按撤回申请处理，再次申请的不予受理。"
            "请办理「不予受理」（按撤回处理后再次申请）；核对后确属另一争议的，请勾选“不是同一争议”。",
            "LMA 36; CHR 39",
        )
    running = [number for number, how in facts.earlier_filings.items() if how in ("pending", "decided")]
    if running:
        return Reason(
            f"同一当事人的相同请求正在{'、'.join(running)}中处理，或者已经裁决、调解，不再受理。"
            "请办理「不予受理」（已在处理或者已有结果）；核对后确属另一争议的，请勾选“不是同一争议”。",
            "CHR 34",
        )
    return Reason(
        f"同一当事人的相同请求已在{'、'.join(facts.earlier_filings)}中决定不予受理，不再受理。申请人可以就该争议向人民法院起诉。"
        "请办理「不予受理」（重复申请）；核对后确属另一争议的，请勾选“不是同一争议”。",
        "LMA 29; CHR 34",
    )


@guard
def barring_case_is_named(facts: Facts) -> Reason | None:
    """CHR 34: a refusal because of another case says which."""
    about_another = facts.asked.get("refusal_ground") in ("repeated", "pending_or_decided", "after_deemed_withdrawal")
    numbers = tuple(facts.earlier_filings)
    if not about_another or not numbers or any(one in str(facts.asked.get("refusal_reason")) for one in numbers):
        return None
    return Reason(f"请在理由中写明此前的案件：{'、'.join(numbers)}。", "CHR 34")


@guard
def refusal_is_not_for_lateness(facts: Facts) -> Reason | None:
    """CHR 30: the time bar is no condition of acceptance."""
    if facts.asked.get("refusal_ground") != "late":
        return None
    return Reason(
        "超过仲裁时效不是不予受理的理由：四项受理条件中没有时效，时效由被申请人在仲裁中提出抗辩。请受理后审查。",
        "CHR 30; LMA 27",
    )
