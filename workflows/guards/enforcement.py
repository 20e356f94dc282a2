"""执行、生效证明、保全: the conditions of what follows an effective award. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.court_stage import MADE
from workflows.guards.registry import guard

EFFECTIVE = ("effective", "enforcement_stayed")
UNDECIDED = (
    "accepted", "in_delegated_mediation", "tribunal_formed", "hearing_set", "heard", "deliberated", "under_approval",
    "approved", "suspended",
)  # fmt: skip


@guard
def something_can_be_enforced(facts: Facts) -> Reason | None:
    """LMA 51."""
    if any(a.state in ("in_effect", "partly_in_effect") or (a.type == "advance_payment" and a.state in MADE) for a in facts.awards):
        return None
    if "mediation_statement" in facts.papers:
        return None
    if any(a.state == "contested" for a in facts.awards):
        return Reason("劳动者已就终局裁决起诉，效力待定，暂停执行。请先核对诉讼的结果。", "I1 21; O1 十三")
    return Reason("本案没有已经生效的裁决书或者调解书，不能申请执行。", "LMA 51")


@guard
def one_title_is_enforced(facts: Facts) -> Reason | None:
    """LMA 51: an award or a 调解书, one of them."""
    award, paper = facts.asked.get("award_optional"), facts.asked.get("mediation_paper")
    if paper and facts.asked.get("mediation_paper_kind") != "mediation_statement":
        return Reason("所选的文书不是仲裁调解书。请改选，或者在“执行依据：裁决书”一项选择裁决书。", "LMA 51")
    if bool(award) == bool(paper):
        return Reason("执行依据请选一份：裁决书或者调解书，二者填一项。", "LMA 51")
    return None


@guard
def one_title_is_named(facts: Facts) -> Reason | None:
    """A certificate says that one paper has effect."""
    award, paper = facts.asked.get("award_optional"), facts.asked.get("mediation_paper")
    if paper and facts.asked.get("mediation_paper_kind") != "mediation_statement":
        return Reason("所选的文书不是仲裁调解书。请改选。", "LMA 51")
    if bool(award) == bool(paper):
        return Reason("请写明证明哪一份文书生效：裁决书或者调解书，二者填一项。", "LMA 51")
    return None


@guard
def the_title_is_effective_for_the_creditor(facts: Facts) -> Reason | None:
    """LMA 47, 50, 51; I1 10, 17: for this person."""
    if facts.standing is None or facts.standing.status in EFFECTIVE:
        return None
    return Reason(_why(facts, "对该申请执行人，这份文书现在不能执行"), "LMA 47, 50, 51")


def _why(facts: Facts, said: str) -> str:
    reasons = "".join(facts.standing.reasons) if facts.standing else ""
    return f"{said}：{reasons}" if reasons else f"{said}。"


@guard
def time_for_performance_has_passed(facts: Facts) -> Reason | None:
    """CPL 250; rules §7.2 row 1: enforcement is asked for once the stated day of performance has passed."""
    until, filed = facts.asked.get("performance_until"), facts.asked.get("filed_on")
    if until is None or filed is None or until < filed:
        return None
    return Reason(f"文书规定的履行期限到{until.isoformat()}才届满，届满以后才能申请执行。请核对日期。", "CPL 250")


@guard
def money_asked_is_due(facts: Facts) -> Reason | None:
    """CPL 250: something must be asked for."""
    if facts.asked.get("enforce_amount") != 0:
        return None
    return Reason("申请执行的金额是零。请填写未履行的金额。", "CPL 235")


@guard
def an_advance_award_was_served(facts: Facts) -> Reason | None:
    """O70 三(三): the award and proof of its service go with the letter."""
    advance = [a for a in facts.awards if a.type == "advance_payment" and a.state in MADE]
    if not advance:
        return Reason("本案没有先予执行裁决，不需要移送执行；其他裁决由当事人向法院申请执行。", "LMA 44, 51")
    if all(a.unserved for a in advance):
        return Reason("先予执行裁决还没有送达全部当事人；移送执行要附送达证明。请先登记送达。", "O70 三(三)")
    return None


@guard
def the_award_is_for_advance_payment(facts: Facts) -> Reason | None:
    """LMA 44."""
    if facts.award is None or (facts.award.type == "advance_payment" and not facts.award.unserved):
        return None
    return Reason("只移送已经送达的先予执行裁决。请改选裁决书，或者先登记送达。", "LMA 44; O70 三(三)")


@guard
def an_annulment_is_pending(facts: Facts) -> Reason | None:
    """I1 25."""
    matter = facts.matter
    if matter and matter.kind == "enforcement" and matter.state == "accepted" and matter.annulment_pending:
        return None
    return Reason("没有尚未审结的申请撤销裁决的案件，不中止执行。", "I1 25")


@guard
def no_annulment_is_pending(facts: Facts) -> Reason | None:
    """I1 25: withdrawn or dismissed, enforcement goes on."""
    matter = facts.matter
    if matter and matter.kind == "enforcement" and matter.state == "stayed" and not matter.annulment_pending:
        return None
    return Reason("申请撤销裁决的案件还没有审结，不能恢复执行。", "I1 25")


@guard
def money_came_in_by_today(facts: Facts) -> Reason | None:
    """What has come in has a day that has come."""
    matter, day, sum_ = facts.matter, facts.asked.get("recovered_on"), facts.asked.get("recovered_amount")
    if matter is None or day is None:
        return None
    if day > facts.today or (matter.accepted_on is not None and day < matter.accepted_on):
        return Reason("到账日期早于执行立案，或者晚于今天。请核对。", "CPL 235")
    if matter.amount_fen is not None and sum_ is not None and matter.recovered_fen + sum_ > matter.amount_fen:
        return Reason(
            f"累计到账将超过申请执行的金额（{matter.amount_fen / 100:,.2f}元）。请核对金额；迟延履行利息另行计算，不在这里登记。",
            "CPL 235",
        )
    return None


@guard
def performed_means_paid(facts: Facts) -> Reason | None:
    """Performed in full only when all that was asked for came in."""
    matter = facts.matter
    if matter is None or facts.asked.get("enforcement_ending") != "performed" or matter.amount_fen is None:
        return None
    if matter.recovered_fen >= matter.amount_fen:
        return None
    left = (matter.amount_fen - matter.recovered_fen) / 100
    return Reason(f"登记的到账金额还差{left:,.2f}元，不能登记为执行完毕。请先登记到账，或者改选结果。", "CPL 235")


@guard
def performance_day_is_not_before_the_award(facts: Facts) -> Reason | None:
    """CPL 250."""
    day = facts.asked.get("performance_day")
    if day is None or facts.award is None or facts.award.made_on is None or day >= facts.award.made_on:
        return None
    return Reason("履行期限的最后一日早于裁决作出之日。请核对。", "CPL 250")


# ---- 生效证明 ----


@guard
def there_is_an_award_or_statement(facts: Facts) -> Reason | None:
    """LMA 51."""
    if any(a.state in MADE for a in facts.awards) or "mediation_statement" in facts.papers:
        return None
    return Reason("本案还没有裁决书或者调解书，没有可以证明生效的文书。", "LMA 51")


@guard
def the_title_is_effective_for_the_one_who_asks(facts: Facts) -> Reason | None:
    """LMA 47, 50; I1 16, 17."""
    if facts.standing is not None and facts.standing.status in EFFECTIVE:
        return None
    return Reason(_why(facts, "对申请人，这份文书现在没有生效，不能开具生效证明"), "LMA 47, 50; I1 16, 17")


@guard
def the_title_is_not_effective_for_the_one_who_asks(facts: Facts) -> Reason | None:
    """A certificate is not refused where the paper has effect."""
    if facts.standing is None or facts.standing.status not in EFFECTIVE:
        return None
    return Reason("对申请人，这份文书已经生效，应当开具生效证明，不能拒绝。", "LMA 47, 50, 51")


# ---- 财产保全 ----


@guard
def the_case_is_accepted_and_undecided(facts: Facts) -> Reason | None:
    """O70 三(二): during arbitration the commission forwards; after it the party asks the court of the suit."""
    if facts.state in UNDECIDED:
        return None
    return Reason("仲裁受理以后、裁决以前的保全申请由本委移送法院；其他时候请当事人直接向法院申请。", "O70 三(二); CPL 104")


@guard
def the_request_is_for_preservation(facts: Facts) -> Reason | None:
    """Which requests are forwarded."""
    if facts.request is not None and facts.request.kind == "preservation":
        return None
    return Reason("不是财产保全申请。", "O70 三(二)")


@guard
def the_acceptance_notice_is_there(facts: Facts) -> Reason | None:
    """O70 三(二): the request goes with the notice of acceptance."""
    if "acceptance_notice" in facts.papers:
        return None
    return Reason("移送保全申请要附受理通知书。请先办理受理。", "O70 三(二)")


@guard
def preservation_ruling_is_possible(facts: Facts) -> Reason | None:
    """CPL 104."""
    day, request = facts.asked.get("preserved_on"), facts.request
    if day is None or request is None or request.received_on is None:
        return None
    if request.received_on <= day <= facts.today:
        return None
    return Reason("采取保全措施之日早于收到申请之日，或者晚于今天。请核对。", "CPL 104")


@guard
def the_preservation_came_before_the_application(facts: Facts) -> Reason | None:
    """CPL 104: thirty days from the measure to the application."""
    day = facts.asked.get("preserved_on")
    if day is None or facts.filed_on is None or day <= facts.filed_on:
        return None
    return Reason("采取保全措施之日晚于申请仲裁之日，不是仲裁前的保全。请用“收到财产保全申请”。", "CPL 104")
