"""组庭、应诉、开庭: the conditions of tribunal, notice, hearing; suspension, extension, ending. Each answers nothing, or the reason in words."""

from workflows import panel
from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import GUARDS, Guard, guard


@guard
def panel_has_the_right_size(facts: Facts) -> Reason | None:
    """ORG 13: three with a chief for ten or more workers; otherwise three or one. The numbers are parameters."""
    members = [str(facts.asked.get("chief")), *(str(m) for m in facts.asked.get("members") or ())]
    workers = sum(p.side == "applicant" and p.kind == "worker" for p in facts.parties)
    known = panel.CaseFacts(
        workers=workers, common_claim=facts.collective, collective_contract=facts.collective_contract
    )
    day = facts.filed_on or facts.today
    found = panel.objections(members, "", (), known, day)
    if not found:
        return None
    said_aloud = panel.size(known, day, simplified=facts.procedure == "simplified").warnings
    return Reason(found[0].text + "".join(said_aloud), found[0].basis)


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


def _suspended_from(state: str) -> Guard:
    def condition(facts: Facts) -> Reason | None:
        if facts.state_before_suspension == state:
            return None
        return Reason("中止前不是这个状态。", "CHR 47")

    condition.__doc__ = "CHR 47: the case resumes where it stopped."
    return condition


for _state in ("accepted", "tribunal_formed", "hearing_set", "heard", "deliberated"):
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
