"""诉讼阶段: the conditions of joined and transferred suits, of rulings, of taking effect. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

MADE = (
    "awaiting", "partly_in_effect", "in_effect", "no_effect", "contested", "annulled", "not_enforced", "never_effective",
    "superseded",
)  # fmt: skip
ALIVE = ("accepted", "joined", "judged")
"""A worker's suit a court has before it, or has judged."""


@guard
def there_is_something_to_sue_on(facts: Facts) -> Reason | None:
    """I1 11: an effective 调解书 is no ground for a suit; without an award there is none against it."""
    if any(a.state in MADE for a in facts.awards):
        return None
    if facts.state == "settled" or "mediation_statement" in facts.papers:
        return Reason("本案以仲裁调解书结案。调解书已经发生法律效力的，当事人起诉，法院不予受理。", "I1 11")
    return Reason("本案还没有作出裁决。不予受理、逾期未决定或者逾期未裁决的起诉，请用相应的登记。", "LMA 48–50")


@guard
def acceptance_was_refused_or_not_decided(facts: Facts) -> Reason | None:
    """LMA 29."""
    if facts.state == "refused" or "refusal_notice" in facts.papers:
        return None
    if facts.state in ("filed", "on_hold") and facts.acceptance_limit_passed:
        return None
    return Reason("本案没有不予受理的决定，五个工作日的受理期限也没有逾期；申请人不能因此直接起诉。", "LMA 29")


@guard
def only_the_applicant_sues_on_a_refusal(facts: Facts) -> Reason | None:
    """LMA 29."""
    chosen = facts.asked.get("plaintiff")
    if chosen in {p.id for p in facts.on_side("applicant")}:
        return None
    return Reason("不予受理或者逾期未决定的，由仲裁申请人起诉。请改选起诉人。", "LMA 29")


@guard
def excuses_were_considered(facts: Facts) -> Reason | None:
    """I1 12: what may excuse the delay is shown before the suit is recorded; whether it does is the court's to say."""
    if not facts.i1_12 or facts.state == "refused" or facts.asked.get("excuses_seen"):
        return None
    listed = "；".join(facts.i1_12)
    return Reason(
        f"案卷显示可能存在法院不予受理的情形：{listed}。是否成立由法院认定；请核对后勾选“已核对”再登记，并告知当事人。",
        "I1 12",
    )


@guard
def court_accepted_a_suit_on_the_refusal(facts: Facts) -> Reason | None:
    """LMA 29; rules §21.11."""
    if any(m.for_refusal and m.state in ("accepted", "judged", "ended", "joined") for m in facts.matters):
        return None
    return Reason("还没有法院受理起诉的记录。当事人仅仅起诉、法院尚未受理的，仍应作出受理或者不予受理的决定。", "LMA 29; I1 12")


@guard
def another_award_may_belong(facts: Facts) -> Reason | None:
    """O70 四: found by number, persons or names, and confirmed by a person."""
    if facts.matter and facts.matter.has_candidates:
        return None
    return Reason("没有找到可能属于本诉讼的其他裁决。", "O70 四")


@guard
def an_earlier_suit_is_before_this_court(facts: Facts) -> Reason | None:
    """I1 4: both sides sued in one court: tried together, each plaintiff and defendant."""
    earlier = facts.matter.earlier if facts.matter else None
    if facts.matter and earlier and earlier.court_id == facts.matter.court_id:
        return None
    return Reason("本院没有先立案的、针对同一裁决的另一方起诉。", "I1 4")


@guard
def another_court_accepted_first(facts: Facts) -> Reason | None:
    """I1 4: the court that accepted later transfers to the one that accepted first."""
    earlier = facts.matter.earlier if facts.matter else None
    if facts.matter and earlier and earlier.court_id != facts.matter.court_id:
        return None
    return Reason("没有其他法院先受理针对同一裁决的起诉；后受理的法院才移送。", "I1 4")


@guard
def the_instance_below_is_known(facts: Facts) -> Reason | None:
    """CPL 171: what is sent back goes to the court whose judgment or ruling was appealed against."""
    if facts.matter and facts.matter.has_previous:
        return None
    return Reason("本案没有登记所针对的一审裁判，不知道发回哪一个法院。请先登记一审。", "CPL 171")


@guard
def the_ending_fits_the_instance(facts: Facts) -> Reason | None:
    """CPL 171: only an appeal against a ruling ends with that ruling upheld."""
    matter = facts.matter
    if matter is None or facts.asked.get("court_ending") != "ruling_upheld" or matter.kind == "second_instance":
        return None
    return Reason("「维持一审裁定」只用于二审。请改选结束方式。", "CPL 171")


@guard
def the_term_can_be_extended(facts: Facts) -> Reason | None:
    """CPL 152, 164, 168."""
    if facts.matter and facts.matter.can_be_extended:
        return None
    return Reason("没有正在计算、可以延长的审限；每种程序只延长一次。", "CPL 152, 164, 168")


@guard
def copy_date_is_possible(facts: Facts) -> Reason | None:
    """CPL 128."""
    matter, day = facts.matter, facts.asked.get("copy_served_on")
    if matter is None or day is None:
        return None
    if facts.asked.get("copy_party") == matter.plaintiff_id:
        return Reason("起诉状副本送达给被告，不是起诉人。请改选当事人。", "CPL 128")
    if (matter.accepted_on is None or matter.accepted_on <= day) and day <= facts.today:
        return None
    return Reason("收到副本之日早于立案之日，或者晚于今天。请核对。", "CPL 128")


@guard
def receipt_is_possible(facts: Facts) -> Reason | None:
    """A ruling reaches nobody before it is made, and nobody twice."""
    matter, day = facts.matter, facts.asked.get("ruling_received_on")
    if matter is None or day is None:
        return None
    if facts.asked.get("receiving_party") in matter.received_by:
        return Reason("该当事人收到裁判文书的日期已经登记；期限从第一次收到起算。", "CPL 171")
    if (matter.decided_on is None or matter.decided_on <= day) and day <= facts.today:
        return None
    return Reason("收到裁判文书之日早于裁判日期，或者晚于今天。请核对。", "CPL 171")


@guard
def the_judgment_can_no_longer_be_appealed(facts: Facts) -> Reason | None:
    """CPL 171: at once after a second instance, else when everybody's time has passed without an appeal."""
    matter = facts.matter
    if matter is None or matter.effective_on is not None:
        return Reason("判决的生效已经登记。", "CPL 171")
    if matter.kind != "first_instance" or matter.single_instance:
        return None
    if matter.appealed:
        return Reason("已经上诉，一审判决不生效；以二审裁判为准。", "CPL 171")
    if matter.appeal_until is None or matter.appeal_until >= facts.today:
        return Reason("还有当事人在上诉期内，或者没有登记其收到判决之日。", "CPL 171")
    return None


@guard
def the_other_award_is_before_a_court(facts: Facts) -> Reason | None:
    """O1 十二: split awards; the annulment may wait for the suit on the non-final one."""
    if any(a.type == "non_final" and a.state == "no_effect" for a in facts.awards):
        return None
    return Reason("同案没有已经起诉的非终局裁决，撤销案件不需要等待。", "O1 十二")


def _worker_sues(facts: Facts) -> bool:
    """Whether every worker of the award has the matter before the basic court: nothing is left to annul (I1 17, 21)."""
    matter = facts.matter
    if matter is None or matter.kind != "annulment":
        return False
    workers = {p.id for p in facts.parties if p.kind == "worker"}
    for award in facts.awards:
        if award.id not in matter.award_ids:
            continue
        if award.fates:
            return not set(award.fates) & {"effective", "enforcement_stayed", "never_effective", "annulled"}
        return any(
            m.kind == "first_instance" and m.state in ALIVE and award.id in m.award_ids and m.plaintiff_id in workers
            for m in facts.matters
        )
    return False


@guard
def no_worker_sues_over_it(facts: Facts) -> Reason | None:
    """I1 21: the intermediate court does not take an application while the worker sues."""
    if not _worker_sues(facts):
        return None
    return Reason(
        "劳动者已经起诉，基层法院正在审理；对用人单位撤销裁决的申请应当不予受理，其撤销事由由基层法院一并审查。请办理「法院不予受理」。",
        "I1 21; O1 十三",
    )


@guard
def an_award_sued_upon_is_not_annulled(facts: Facts) -> Reason | None:
    """I1 21: taken before the worker sued, the application is dismissed."""
    if facts.asked.get("annulment_ending") != "annulled" or not _worker_sues(facts):
        return None
    return Reason(
        "劳动者已经起诉，已经受理的撤销申请应当裁定驳回，不能撤销裁决。请核对裁定结果；劳动者的起诉被驳回或者撤诉的，请先登记。",
        "I1 21",
    )


@guard
def annulment_ruling_has_a_ground(facts: Facts) -> Reason | None:
    """LMA 49(1): one of the six grounds, and only for an annulment."""
    ending, ground = facts.asked.get("annulment_ending"), facts.asked.get("annulment_ground")
    if ending == "annulled" and not ground:
        return Reason("裁定撤销裁决的，请选择撤销的理由（调解仲裁法第四十九条第一款所列之一）。", "LMA 49")
    if ending != "annulled" and ground:
        return Reason("没有撤销裁决的，不填撤销的理由。请清空这一项，或者核对裁定结果。", "LMA 49")
    return None


@guard
def a_court_has_decided(facts: Facts) -> Reason | None:
    """O70 四: award and judgment are compared once there is a judgment."""
    if any(matter.decided_on is not None for matter in facts.matters):
        return None
    return Reason("还没有登记法院的裁判结果。请先在诉讼页逐项登记裁判结果，再制作反馈表。", "O70 四")


@guard
def loan_ends_after_today(facts: Facts) -> Reason | None:
    """O70 四: a file lent is a file to come back."""
    until = facts.asked.get("loan_until")
    if until is None or until > facts.today:
        return None
    return Reason("应还日期应当晚于今天。请改期。", "O70 四")
