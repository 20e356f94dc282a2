"""反申请、变更请求、时效抗辩、责任形式: their conditions. Each answers nothing, or the reason in words."""

from workflows import items
from workflows.errors import Reason
from workflows.facts import Facts, ItemFacts
from workflows.guards.jurisdiction import UNDER_WAY, answer_period_over
from workflows.guards.registry import guard

COMPENSATION, DAMAGES = "severance", "wrongful_termination"
"""O1 五: 经济补偿 may become 赔偿金 on the same facts."""


def _side(facts: Facts, name: str = "asking_party") -> str:
    return next((p.side for p in facts.parties if p.id == facts.asked.get(name)), "")


def _item(facts: Facts, item_id: object) -> ItemFacts | None:
    return next((item for item in facts.items if item.id == item_id), None)


@guard
def asked_by_a_respondent(facts: Facts) -> Reason | None:
    """CHR 36."""
    if _side(facts) == "respondent":
        return None
    return Reason("反申请由被申请人提出。申请人增加请求的，请登记「增加、变更仲裁请求」。", "CHR 36")


@guard
def a_counterclaim_was_joined(facts: Facts) -> Reason | None:
    """LMA 30; CHR 36: whom a joined counterclaim is against answers it like an application."""
    if any(r.kind == "counterclaim" and r.state == "granted" for r in facts.requests):
        return None
    return Reason("本案没有已经受理并合并处理的反申请。被申请人的答辩书请办理「收到答辩书」。", "LMA 30; CHR 36")


@guard
def asked_by_an_applicant(facts: Facts) -> Reason | None:
    """CHR 44."""
    item = _item(facts, facts.asked.get("changed_item"))
    gives_up_own = facts.asked.get("change_way") == "withdraw" and item and item.applicant_id == facts.asked.get("asking_party")
    if _side(facts) == "applicant" or gives_up_own:
        return None
    return Reason("增加、变更仲裁请求由申请人提出。被申请人提出自己的请求的，请登记「反申请」。", "CHR 36, 44")


@guard
def counterclaim_is_in_time(facts: Facts) -> Reason | None:
    """CHR 36: within the answer period."""
    ended = answer_period_over(facts)
    if not ended:
        return None
    return Reason(f"答辩期已于{ended}届满。反申请应当在答辩期内提出，逾期提出的应当另行申请仲裁，另案处理。", "CHR 36")


@guard
def counterclaim_is_against_an_applicant(facts: Facts) -> Reason | None:
    """CHR 36."""
    if _side(facts, "against_party") == "applicant":
        return None
    return Reason("反申请应当针对申请人。请重新选择对方。", "CHR 36")


@guard
def counterclaim_sum_is_given(facts: Facts) -> Reason | None:
    """CHR 29, 36: a claim for money says how much."""
    return _sum_is_given(facts, "claim_kind")


def _sum_is_given(facts: Facts, field: str) -> Reason | None:
    kind = facts.asked.get(field)
    if not kind or not items.kind(kind).money or facts.asked.get("claim_amount"):
        return None
    return Reason("这是金钱请求，请填写请求的金额。", "CHR 29")


def is_n_to_2n(facts: Facts) -> bool:
    """O1 五: on the same facts, 经济补偿 becomes 赔偿金."""
    item = _item(facts, facts.asked.get("changed_item"))
    return bool(
        facts.asked.get("change_way") == "change"
        and item is not None
        and item.kind == COMPENSATION
        and facts.asked.get("claim_kind_optional") == DAMAGES
    )


def debate_closed(facts: Facts) -> bool:
    """The debate ends when it is declared closed, at the latest with the deliberation."""
    state = facts.state_before_suspension if facts.state == "suspended" else facts.state
    return facts.between.debate_closed_on is not None or state not in UNDER_WAY


@guard
def debate_is_open(facts: Facts) -> Reason | None:
    """LMA 38."""
    return Reason("已经宣布辩论终结。", "LMA 38") if facts.between.debate_closed_on else None


@guard
def change_says_what(facts: Facts) -> Reason | None:
    """CHR 44: an added claim has a kind; a changed or given-up one is named."""
    way, kind = facts.asked.get("change_way"), facts.asked.get("claim_kind_optional")
    item = _item(facts, facts.asked.get("changed_item"))
    if way == "add":
        if item is not None or not kind:
            return Reason("增加请求的，请选择请求类型，不选已有的请求项。", "CHR 44")
        return _sum_is_given(facts, "claim_kind_optional")
    if item is None:
        return Reason("请选择要变更或者放弃的请求项。", "CHR 44")
    if not _may_change(facts, item):
        return Reason("这一项请求不是该当事人提出的，不能由其变更或者放弃。", "CHR 36, 44")
    if closed := _closed(item):
        return closed
    if way == "withdraw" and (kind or facts.asked.get("claim_amount")):
        return Reason("放弃请求的，不填新的类型和金额。", "CHR 44")
    if way == "change" and not kind and not facts.asked.get("claim_amount"):
        return Reason("请填写变更后的类型或者金额。", "CHR 44")
    return None


def _may_change(facts: Facts, item: ItemFacts) -> bool:
    """A claim is its claimant's; in a collective case the representatives act for their side (LMA 7)."""
    asker = facts.asked.get("asking_party")
    sides = {p.id: p.side for p in facts.parties}
    together = facts.delegation is not None and sides.get(asker or 0) == sides.get(item.applicant_id) == "applicant"
    return item.applicant_id == asker or together


def _closed(item: ItemFacts) -> Reason | None:
    """CHR 44, 49, 73: what was given up, settled or decided is no longer before the tribunal."""
    if item.disposition == "withdrawn":
        return Reason("这一项请求已经放弃，不能再变更。", "CHR 44")
    if item.disposition == "settled" or item.is_awarded:
        return Reason("这一项请求已经达成协议（调解）或者裁决，不能再变更、放弃。", "CHR 44, 49, 73")
    return None


@guard
def change_is_in_time(facts: Facts) -> Reason | None:
    """CHR 44: before the evidence period ends; giving up a claim at any time; 经济补偿→赔偿金 until debate ends (O1 五)."""
    if facts.asked.get("change_way") == "withdraw":
        return None
    if is_n_to_2n(facts):
        if not debate_closed(facts):
            return None
        return Reason("仲裁辩论已经终结，不能再由经济补偿变更为赔偿金；可以在一审法庭辩论终结前变更。", "O1 五")
    if facts.evidence_until is None and debate_closed(facts):
        return Reason("仲裁辩论已经终结，不能再增加、变更请求。请告知申请人另行申请仲裁。", "CHR 44")
    if facts.evidence_until is None or facts.today <= facts.evidence_until:
        return None
    return Reason(
        f"举证期限已于{facts.evidence_until.isoformat()}届满，增加、变更请求应当在此前提出。请告知申请人另行申请仲裁。",
        "CHR 44",
    )


@guard
def changed_item_still_stands(facts: Facts) -> Reason | None:
    """An item given up, settled or decided meanwhile cannot be changed."""
    item = _item(facts, facts.between.request_data.get("item_id"))
    return _closed(item) if item else None


@guard
def change_may_be_refused(facts: Facts) -> Reason | None:
    """O1 五: 经济补偿 changed to 赔偿金 on the same facts must be allowed; giving up is the applicant's right."""
    item = _item(facts, facts.between.request_data.get("item_id"))
    if item and _closed(item):
        return None
    if facts.between.request_data.get("n_to_2n"):
        return Reason("基于同一事实由经济补偿变更为赔偿金的，应当准许。", "O1 五")
    if facts.between.request_data.get("way") == "withdraw":
        return Reason("放弃请求是申请人的权利，应当准许。", "CHR 35")
    return None


@guard
def request_is_a_counterclaim(facts: Facts) -> Reason | None:
    """Which task stands open."""
    return None if facts.request and facts.request.kind == "counterclaim" else Reason("不是反申请。", "CHR 36")


@guard
def request_is_a_change(facts: Facts) -> Reason | None:
    """Which task stands open."""
    return None if facts.request and facts.request.kind == "claim_change" else Reason("不是变更请求的申请。", "CHR 44")


@guard
def arbitration_goes_on(facts: Facts) -> Reason | None:
    """I2 20: the defence counts when raised during arbitration."""
    if facts.state in (*UNDER_WAY, "deliberated", "suspended"):
        return None
    return Reason("仲裁程序没有进行，不能在这里记录抗辩。", "I2 20")


@guard
def defence_is_by_the_other_side(facts: Facts) -> Reason | None:
    """LMA 27: the time bar is the defence of the party the claim is against."""
    if facts.between.item_respondents.get(facts.asked.get("claim_item", 0)) == facts.asked.get("asking_party"):
        return None
    return Reason("时效抗辩由被请求的一方提出。请核对提出人和请求项。", "LMA 27")


@guard
def defence_is_new(facts: Facts) -> Reason | None:
    """One record for each item and party."""
    raised = facts.between.defended_items.get(facts.asked.get("claim_item", 0), ())
    return Reason("该当事人对这一项请求的时效抗辩已经记录。", "I2 20") if facts.asked.get("asking_party") in raised else None


@guard
def known_day_is_past(facts: Facts) -> Reason | None:
    """LMA 27: counted from a day before the filing."""
    known, ended = facts.asked.get("known_on"), facts.asked.get("relation_ended_on")
    claimed = facts.between.claimed_on.get(facts.asked.get("claim_item", 0)) or facts.filed_on or facts.today
    if any(day is not None and day > claimed for day in (known, ended)):
        return Reason(f"起算日、终止日晚于提出这一项请求之日（{claimed.isoformat()}）。请核对。", "LMA 27")
    return None


@guard
def liable_party_is_another_respondent(facts: Facts) -> Reason | None:
    """LMA 22; CHR 6, 7: somebody else of the side the claim is against."""
    first = facts.between.item_respondents.get(facts.asked.get("claim_item", 0))
    other = facts.asked.get("liable_party")
    sides = {p.id: p.side for p in facts.parties}
    if first is not None and other != first and sides.get(other or 0) == sides.get(first):
        return None
    return Reason("请选择这一项请求的被请求人以外、同一方的另一当事人。需要追加的，请先办理「追加当事人」。", "LMA 22; CHR 6, 7")
