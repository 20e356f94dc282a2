"""回避: the conditions of challenge, decision and replacement, and of those who stand aside meanwhile."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.claims import debate_closed
from workflows.guards.registry import guard


def _sitting(facts: Facts) -> frozenset[int]:
    return frozenset(one for one in (*facts.panel, facts.chief_id, facts.recorder_id) if one is not None)


@guard
def actor_is_not_challenged(facts: Facts) -> Reason | None:
    """CHR 11: who is challenged stops acting until it is decided, but for urgent measures; who is recused for good."""
    actor = facts.actor_id
    if actor is None or actor not in facts.between.challenged | facts.between.recused:
        return None
    return Reason("回避决定作出前（或者决定回避后），您应当暂停参与本案的处理，采取紧急措施的除外。", "CHR 11")


@guard
def nobody_who_sits_is_challenged(facts: Facts) -> Reason | None:
    """CHR 11: the tribunal does not go on with somebody who stands aside."""
    if facts.between.recused:
        return Reason("已决定回避的人员还没有更换。请先办理「更换仲裁庭组成人员」。", "CHR 11")
    if facts.between.challenged & _sitting(facts):
        return Reason("有一项回避申请还没有决定，被申请回避的人员应当暂停参与处理。请先决定。", "CHR 11")
    return None


@guard
def somebody_recused_still_sits(facts: Facts) -> Reason | None:
    """Which task stands open."""
    return None if facts.between.recused else Reason("没有应当更换的人员。", "CHR 11")


@guard
def challenge_is_possible_now(facts: Facts) -> Reason | None:
    """CHR 11: there is a tribunal, and its debate is not closed."""
    if not _sitting(facts):
        return Reason("本案还没有组庭，没有可以申请回避的人员。", "LMA 33; CHR 11")
    if debate_closed(facts):
        return Reason("庭审辩论已经终结，逾期提出的回避申请不影响仲裁程序的进行。", "CHR 11")
    return None


@guard
def challenged_person_sits(facts: Facts) -> Reason | None:
    """LMA 33: arbitrators and the recorder of this case."""
    if facts.asked.get("challenged") in _sitting(facts):
        return None
    return Reason("所选人员不是本案仲裁庭组成人员或者书记员。", "LMA 33")


@guard
def challenge_is_in_time(facts: Facts) -> Reason | None:
    """CHR 11: before the hearing; later only for a ground learnt after it began."""
    if not facts.hearings_held:
        return None
    learnt = facts.asked.get("learnt_on")
    began = facts.first_heard_on or facts.today
    if learnt is not None and began <= learnt <= facts.today:
        return None
    return Reason(
        f"回避申请应当在首次开庭前提出；庭审开始（{began.isoformat()}）后才知道事由的，请填写知道的日期。", "CHR 11"
    )


@guard
def challenge_does_not_wait_already(facts: Facts) -> Reason | None:
    """One challenge of a person at a time."""
    if facts.asked.get("challenged") in facts.between.challenged:
        return Reason("对该人员的回避申请还没有决定。请先决定。", "CHR 11")
    return None


@guard
def actor_sits_in_the_case(facts: Facts) -> Reason | None:
    """LMA 33."""
    if facts.actor_id in _sitting(facts):
        return None
    return Reason("您不是本案仲裁庭组成人员或者书记员。", "LMA 33")


@guard
def decider_may_decide(facts: Facts) -> Reason | None:
    """CHR 12: nobody decides on themselves; only of the director sitting as arbitrator the commission decides.

    Which head is the director the office's own records do not say: of a head either may decide, never he himself.
    """
    about = facts.request.staff_id if facts.request else None
    if about is not None and about == facts.actor_id:
        return Reason("对本人的回避申请，不能由本人决定。请由仲裁委员会主任决定；本人就是主任的，由仲裁委员会决定。", "CHR 12")
    if facts.asked.get("recusal_decider") == "commission" and about not in facts.between.heads:
        return Reason("仲裁员、书记员的回避由主任或者其授权的仲裁院负责人决定。", "CHR 12")
    return None


@guard
def request_is_a_recusal(facts: Facts) -> Reason | None:
    """Which task stands open."""
    return None if facts.request and facts.request.kind == "recusal" else Reason("不是回避申请。", "CHR 11")


@guard
def rehearing_was_decided(facts: Facts) -> Reason | None:
    """What was heard before the change is heard again."""
    if facts.asked.get("earlier_acts") == "repeat" and facts.state in ("heard", "deliberated"):
        return None
    return Reason("没有决定重新开庭。", "CHR 37")


@guard
def replacement_fits(facts: Facts) -> Reason | None:
    """ORG 14: one for one; nobody twice, and the recorder is no arbitrator of the same tribunal."""
    leaving, coming = facts.asked.get("leaving"), facts.asked.get("replacement")
    if leaving not in _sitting(facts):
        return Reason("离开的人员不是本案仲裁庭组成人员或者书记员。", "ORG 14")
    if coming in _sitting(facts):
        return Reason("接替的人员已经在本案仲裁庭中（或者担任书记员）。请另选。", "ORG 14")
    if coming in facts.between.challenged | facts.between.ever_recused:
        return Reason("接替的人员应当回避或者正被申请回避。请另选。", "LMA 33")
    role = "hearing_clerk" if leaving == facts.recorder_id else "arbitrator"
    if coming is not None and coming not in facts.between.able.get(role, frozenset()):
        return Reason("接替的人员不能担任这一职务。请另选。", "ORG 14")
    return None


@guard
def replacement_reason_is_true(facts: Facts) -> Reason | None:
    """CHR 11: who has to withdraw leaves for that reason, and only they."""
    because = facts.asked.get("replacement_reason") == "recusal"
    if (facts.asked.get("leaving") in facts.between.recused) == because:
        return None
    return Reason("更换原因与回避决定不符。请先决定回避，或者改选原因。", "CHR 11")
