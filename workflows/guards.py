"""The named conditions of the procedure. Each looks at the facts and answers nothing, or the reason in words."""

from collections.abc import Callable

from workflows import panel
from workflows.errors import Reason
from workflows.facts import Facts
from workflows.links import links

Guard = Callable[[Facts], Reason | None]
GUARDS: dict[str, Guard] = {}


def guard(function: Guard) -> Guard:
    """Register a condition under its own name."""
    GUARDS[function.__name__] = function
    return function


# ---- 收件与受理 ----


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
    if facts.procedure != "collective" or facts.collective:
        return None
    return Reason("登记为集体争议，但劳动者人数不足。请核对人数，或者改按一般程序办理。", "LMA 7; CHR 62")


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
    return Reason(
        f"同一当事人的相同请求已在{'、'.join(facts.earlier_filings)}中决定不予受理，不再受理。"
        "请办理「不予受理」（重复申请）；核对后确属另一争议的，请勾选“不是同一争议”。",
        "CHR 34",
    )


@guard
def refusal_is_not_for_lateness(facts: Facts) -> Reason | None:
    """CHR 30: the time bar is no condition of acceptance."""
    if facts.asked.get("refusal_ground") != "late":
        return None
    return Reason(
        "超过仲裁时效不是不予受理的理由：四项受理条件中没有时效，时效由被申请人在仲裁中提出抗辩。请受理后审查。",
        "CHR 30; LMA 27",
    )


# ---- 调解转介 ----


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


# ---- 组庭、应诉、开庭 ----


@guard
def panel_has_the_right_size(facts: Facts) -> Reason | None:
    """ORG 13: three with a chief for ten or more workers; otherwise three or one. The numbers are parameters."""
    members = [str(facts.asked.get("chief")), *(str(m) for m in facts.asked.get("members") or ())]
    workers = sum(p.side == "applicant" and p.kind == "worker" for p in facts.parties)
    known = panel.CaseFacts(workers=workers, common_claim=facts.collective)
    found = panel.objections(members, "", (), known, facts.filed_on or facts.today)
    return found[0] if found else None


@guard
def recorder_is_not_on_the_panel(facts: Facts) -> Reason | None:
    """ORG 14."""
    if facts.asked.get("recorder") not in {facts.asked.get("chief"), *(facts.asked.get("members") or ())}:
        return None
    return Reason("书记员不能由本案仲裁庭的仲裁员兼任。请另选书记员。", "ORG 14")


@guard
def respondent_not_yet_notified(facts: Facts) -> Reason | None:
    """LMA 30."""
    if "response_notice" not in facts.papers:
        return None
    return Reason("应诉通知书已经制发。", "LMA 30")


@guard
def respondent_notified(facts: Facts) -> Reason | None:
    """LMA 30: the respondent must have been sent the application first."""
    if "response_notice" in facts.papers:
        return None
    return Reason("还没有向被申请人发应诉通知书。请先办理「发应诉通知」。", "LMA 30; CHR 33")


@guard
def answer_received(facts: Facts) -> Reason | None:
    """LMA 30."""
    if "answer" in facts.papers:
        return None
    return Reason("还没有收到答辩书。", "LMA 30")


@guard
def hearing_leaves_five_working_days(facts: Facts) -> Reason | None:
    """LMA 35; CHR 38: written notice five working days before; not fixed for simplified handling (CHR 60)."""
    day = facts.asked.get("hearing_on")
    first = facts.five_working_days_on
    if facts.procedure == "simplified" or day is None or first is None or day >= first:
        return None
    return Reason(
        f"开庭通知须在开庭五个工作日前送达。今天通知，最早可以定在{first.isoformat()}开庭。请改期。",
        "LMA 35; CHR 38",
    )


@guard
def hearing_day_has_come(facts: Facts) -> Reason | None:
    """LMA 35."""
    if facts.hearing and facts.hearing.on_day <= facts.today:
        return None
    day = facts.hearing.on_day.isoformat() if facts.hearing else "未排期"
    return Reason(f"开庭日（{day}）还没有到，不能登记开庭情况。", "LMA 35")


def _not_notified(facts: Facts, side: str) -> list[str]:
    notified = facts.hearing.parties_notified if facts.hearing else frozenset()
    return [p.name for p in facts.on_side(side) if p.id not in notified]


@guard
def applicants_were_notified(facts: Facts) -> Reason | None:
    """LMA 35: no hearing without proof of notice."""
    left = _not_notified(facts, "applicant")
    if not left:
        return None
    return Reason(f"开庭通知书还没有送达申请人{'、'.join(left)}的记录。请先登记送达。", "LMA 35; CHR 20, 38")


@guard
def respondents_were_notified(facts: Facts) -> Reason | None:
    """LMA 35."""
    left = _not_notified(facts, "respondent")
    if not left:
        return None
    return Reason(f"开庭通知书还没有送达被申请人{'、'.join(left)}的记录。请先登记送达。", "LMA 35; CHR 20, 38")


@guard
def applicants_notified_five_working_days_before(facts: Facts) -> Reason | None:
    """LMA 36; CHR 39; rules §21.2: deemed withdrawal needs proof of timely written notice."""
    reason = applicants_were_notified(facts)
    if reason is not None:
        return reason
    if facts.procedure == "simplified" or (facts.hearing and facts.hearing.notified_in_time):
        return None
    return Reason("开庭通知没有在开庭五个工作日前送达申请人，不能按撤回申请处理。请延期开庭并重新通知。", "LMA 35, 36; CHR 38, 39")


# ---- 调解、评议、裁决 ----


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
    left = [str(i.ordinal) for i in facts.items if i.disposition != "pending" and not i.was_checked]
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
def approver_is_not_the_submitter(facts: Facts) -> Reason | None:
    """Four eyes: nobody approves their own request."""
    if facts.actor_id is None or facts.actor_id not in {a.submitted_by for a in facts.awards if a.state == "submitted"}:
        return None
    return Reason("裁决稿由您本人送审，不能由您本人审批。请由其他负责人审批。", "CHR 53")


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


# ---- 中止、延期、终止、结案 ----


def _suspended_from(state: str) -> Guard:
    def condition(facts: Facts) -> Reason | None:
        if facts.state_before_suspension == state:
            return None
        return Reason("中止前不是这个状态。", "CHR 47")

    condition.__doc__ = "CHR 47: the case resumes where it stopped."
    return condition


for _state in ("accepted", "hearing_set", "heard", "deliberated"):
    GUARDS[f"was_suspended_from_{_state}"] = _suspended_from(_state)


@guard
def not_extended_before(facts: Facts) -> Reason | None:
    """LMA 43; CHR 45: one extension."""
    if facts.extension_days == 0:
        return None
    return Reason(f"本案审理期限已经延长过{facts.extension_days}日，不能再延长。", "LMA 43; CHR 45")


@guard
def extension_is_within_the_limit(facts: Facts) -> Reason | None:
    """LMA 43: fifteen days in total. The number stands in the limit rule, not here."""
    days = facts.asked.get("extension_days")
    allowed = facts.extension_allowed
    if isinstance(days, int) and 1 <= days <= allowed:
        return None
    return Reason(f"延长不得超过{allowed}日。请填写1至{allowed}之间的天数。", "LMA 43; CHR 45")


@guard
def court_accepted_an_overdue_suit(facts: Facts) -> Reason | None:
    """CHR 48; rules §21.11: the court's acceptance, not the filing."""
    if any(m.for_overdue and m.state == "accepted" for m in facts.matters):
        return None
    return Reason("还没有法院受理逾期未裁决起诉的记录。当事人仅仅起诉、法院尚未受理的，不能终止审理。", "CHR 48; O70 三")


@guard
def closing_papers_were_served(facts: Facts) -> Reason | None:
    """CHR 20, 22: a closed file holds the returns of service."""
    left = facts.unserved_closing_papers
    if not left:
        return None
    return Reason(f"{'、'.join(left)}还没有送达全部当事人的记录。请先登记送达再归档。", "CHR 20, 22")


# ---- 送达 ----


NEVER_SERVED = frozenset(("answer", "service_return", "approval_form", "deliberation_record", "referral_return"))


@guard
def a_paper_can_be_served(facts: Facts) -> Reason | None:
    """CHR 20: service is of a paper, and of one that leaves the office."""
    if facts.papers - NEVER_SERVED:
        return None
    return Reason("本案还没有需要送达的文书。先办理制发文书的步骤，再登记送达。", "CHR 20")


@guard
def paper_may_go_this_way(facts: Facts) -> Reason | None:
    """CHR 20, 59: electronic service needs consent; an award or mediation statement never goes by simple means."""
    method = facts.asked.get("service_method")
    kind = facts.asked.get("paper_kind")
    party = next((p for p in facts.parties if p.id == facts.asked.get("party")), None)
    if method == "electronic":
        if kind in ("award", "mediation_statement") and not facts.electronic_awards_allowed:
            return Reason("裁决书、调解书不以电子方式送达（本委设置）。请改用直接、邮寄等方式。", "CHR 20, 59")
        if party is not None and not party.can_be_served_electronically:
            return Reason(f"{party.name}没有签署同意电子送达的送达地址确认书。请改用其他方式。", "CHR 20; CPL 90")
    if method == "left_or_posted" and kind == "mediation_statement":
        return Reason("调解书应当直接送达当事人本人或者其指定的代收人，不适用留置送达。", "CPLI 133")
    return None


@guard
def service_date_is_possible(facts: Facts) -> Reason | None:
    """CHR 20: the date signed is the date of service; it is neither before sending nor in the future."""
    sent, served = facts.asked.get("sent_on"), facts.asked.get("served_on")
    made = facts.asked.get("paper_made_on")
    if sent is None:
        return None
    if made is not None and sent < made:
        return Reason(f"发出日期早于文书制发日期（{made.isoformat()}）。请核对。", "CHR 20")
    if sent > facts.today or (served is not None and served > facts.today):
        return Reason("日期晚于今天。送达以实际发生的日期登记。请核对。", "CHR 20")
    if served is not None and served < sent:
        return Reason("签收日期早于发出日期。请核对。", "CHR 20")
    deemed = facts.asked.get("service_method") in ("left_or_posted", "public_notice")
    if deemed and served is not None:
        return Reason("留置、张贴和公告送达的日期由系统按规定推算，请把签收日期留空。", "CHR 20; CPL 95")
    if not deemed and served is None:
        return Reason("请填写签收（回执、到达系统）日期；还没有送达的，先不登记。", "CHR 20")
    return None


# ---- 诉讼 ----


@guard
def suit_fits_the_award(facts: Facts) -> Reason | None:
    """LMA 48–50; rules §7.3: who may do what against which award."""
    kind, side = facts.asked.get("matter_kind"), facts.asked.get("plaintiff_kind")
    award = facts.award
    if award is None:
        return None
    if kind == "second_instance":
        return _appeal_fits(facts)
    if kind == "annulment":
        if award.state == "annulled":
            return Reason("这份裁决已经被撤销，不能再次申请撤销；当事人可以自收到裁定之日起十五日内起诉。", "LMA 49")
        if award.type != "final":
            return Reason("非终局裁决不能申请撤销，当事人不服的应当向基层法院起诉。", "LMA 49, 50")
        if side != "employer":
            return Reason("只有用人单位可以申请撤销终局裁决；劳动者不服的可以起诉。", "LMA 48, 49")
        if facts.asked.get("court_level") != "intermediate":
            return Reason("撤销终局裁决由仲裁委员会所在地的中级人民法院管辖。请改选法院。", "LMA 49")
        return None
    if award.type == "final" and side == "employer" and award.state != "annulled":
        return Reason("用人单位对终局裁决不能起诉，只能自收到裁决书之日起三十日内申请撤销。", "LMA 48, 49; I1 18")
    if facts.asked.get("court_level") != "basic":
        return Reason("不服裁决的起诉由基层人民法院管辖。请改选法院。", "I1 3")
    return None


@guard
def the_award_is_overdue(facts: Facts) -> Reason | None:
    """LMA 43; I1 12: only when the time for the award has passed without one."""
    if facts.decide_limit_passed and all(a.state in ("draft", "submitted", "approved") for a in facts.awards):
        return None
    return Reason("仲裁期限还没有届满，或者裁决已经作出；只有逾期未裁决的，当事人才能就该争议起诉。", "LMA 43; I1 12")


@guard
def overdue_suit_goes_to_a_basic_court(facts: Facts) -> Reason | None:
    """I1 3."""
    if facts.asked.get("court_level") == "basic":
        return None
    return Reason("逾期未裁决的起诉由基层人民法院管辖。请改选法院。", "I1 3")


def _appeal_fits(facts: Facts) -> Reason | None:
    """CPL 171."""
    if not any(m.kind == "first_instance" and m.state in ("judged", "ended") for m in facts.matters):
        return Reason("还没有登记一审的裁判，不能登记二审。请先登记一审结果。", "CPL 171")
    if facts.asked.get("court_level") != "intermediate":
        return Reason("二审由上一级人民法院审理，应当选择中级人民法院。请改选法院。", "CPL 171")
    return None


@guard
def ending_fits_the_matter(facts: Facts) -> Reason | None:
    """LMA 49; SPC2000: an award is annulled in a case about annulling it, and a suit is dismissed in a suit."""
    ending = str(facts.asked.get("court_ending") or "")
    annulling = facts.matter is not None and facts.matter.kind == "annulment"
    if ending in ("annulled", "annulment_refused") and not annulling:
        return Reason("这是起诉案件，不是申请撤销裁决的案件，不能以撤销或者驳回撤销申请结束。请改选结束方式。", "LMA 49")
    if annulling and ending.startswith("dismissed"):
        return Reason("申请撤销裁决的案件没有驳回起诉。撤销理由不成立的，请选“驳回撤销申请”。", "LMA 49; I1 22")
    return None


@guard
def ruling_dates_are_possible(facts: Facts) -> Reason | None:
    """CPL 171: a ruling reaches nobody before it is made."""
    decided = facts.asked.get("decided_on")
    days = [facts.asked.get(name) for name in ("ruling_reached_worker", "ruling_reached_employer")]
    if decided is None or all(day is None or decided <= day <= facts.today for day in days):
        return None
    return Reason("收到裁判文书之日早于裁判日期，或者晚于今天。请核对；还没有送达的请留空。", "CPL 171")


@guard
def court_number_is_well_formed(facts: Facts) -> Reason | None:
    """案号若干规定: checked by the parser of case numbers before it comes here."""
    if facts.asked.get("court_number_parsed"):
        return None
    return Reason("法院案号的写法不对。应当像“（2026）鲁0591民初1024号”这样：年份、法院代字、类型代字、编号。", "案号若干规定 3, 9")


@guard
def a_link_waits_for_confirmation(facts: Facts) -> Reason | None:
    """Practice §7.8: a link counts once a person has confirmed it."""
    if facts.matter and not facts.matter.links_confirmed:
        return None
    return Reason("案件关联已经确认。", "O70 四")


@guard
def judgment_covers_the_items(facts: Facts) -> Reason | None:
    """I1 16; O1 十五: the court restates the items not sued upon; each item of the award gets its result."""
    left = facts.asked.get("items_without_outcome") or ()
    if not left:
        return None
    return Reason(
        f"第{'、'.join(str(n) for n in left)}项没有登记裁判结果。裁决整体不生效，未起诉的事项也应在判决中载明，请逐项登记。",
        "I1 16; O1 十五",
    )


@guard
def paper_is_an_award(facts: Facts) -> Reason | None:
    """CHR 54."""
    if "award" in facts.papers_about.values():
        return None
    return Reason("补正决定书只用于裁决书。", "CHR 54")
