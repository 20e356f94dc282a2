"""调解书、先行裁决、先予执行: the conditions. Each answers nothing, or the reason in words."""

from dataclasses import replace

from workflows.errors import Reason
from workflows.facts import Facts, ItemFacts
from workflows.guards import award
from workflows.guards.registry import guard
from workflows.items import kind as item_kind

OVER = ("settled", "withdrawn")
UNDER_WAY = ("accepted", "tribunal_formed", "hearing_set", "heard", "deliberated")


def open_items(facts: Facts) -> tuple[ItemFacts, ...]:
    """The claims no award, settlement or withdrawal has dealt with."""
    return tuple(i for i in facts.items if not i.is_awarded and i.disposition not in OVER)


@guard
def no_statement_waits(facts: Facts) -> Reason | None:
    """LMA 42: one statement at a time, signed for or refused first."""
    if not any(s.state == "issued" for s in facts.statements):
        return None
    return Reason("有一份调解书还没有签收。请先登记送达签收，或者登记当事人反悔。", "LMA 42; CHR 72")


@guard
def no_statement_waits_for_the_part(facts: Facts) -> Reason | None:
    """LMA 42; CHR 49, 73: a claim is settled or decided, never both."""
    waiting = {item for s in facts.statements if s.state == "issued" for item in s.item_ids}
    both = [str(i.ordinal) for i in facts.items if i.id in waiting & set(facts.asked.get("award_items") or ())]
    if not both:
        return None
    return Reason(
        f"第{'、'.join(both)}项请求的调解书还没有签收。请先登记送达签收，或者登记当事人反悔，再就这些请求裁决。", "LMA 42; CHR 73"
    )


@guard
def a_hearing_still_waits(facts: Facts) -> Reason | None:
    """CHR 72: a settlement before the hearing that fails leaves the sitting that was set."""
    if facts.hearing and facts.hearing.state in ("set", "notified"):
        return None
    return Reason("没有排定的庭期。", "CHR 38")


@guard
def a_tribunal_signs_the_statement(facts: Facts) -> Reason | None:
    """LMA 42; CHR 72: the statement is signed by the arbitrators."""
    if facts.asked.get("mediation_result") not in ("settled", "partly") or facts.chief_id is not None:
        return None
    return Reason("调解书由仲裁员签名，加盖仲裁委员会印章；本案还没有组庭。请先办理「组庭」，再登记达成的调解。", "LMA 42; CHR 72")


@guard
def settlement_is_complete(facts: Facts) -> Reason | None:
    """CHR 72, 73: the statement states the claims and the terms; a partial one which claims."""
    result = facts.asked.get("mediation_result")
    if result not in ("settled", "partly"):
        return None
    if not facts.asked.get("mediation_terms"):
        return Reason("达成调解的，请填写调解协议内容，印在调解书上。", "LMA 42; CHR 72")
    chosen, left = set(facts.asked.get("settled_items") or ()), {i.id for i in open_items(facts)}
    if result == "settled":
        return None
    if not chosen:
        return Reason("部分达成调解的，请选择达成调解的请求项。", "CHR 73")
    if chosen - left:
        return Reason("所选请求项中有已经裁决、调解或者撤回的。请改正。", "CHR 73")
    if chosen == left:
        return Reason("所选的是全部请求，请选“全部请求达成调解”。", "CHR 72, 73")
    return None


@guard
def refusing_party_is_one_of_the_two_sides(facts: Facts) -> Reason | None:
    """LMA 42: who signed may still go back until the other has signed; after that it is in effect."""
    party = next((p for p in facts.parties if p.id == facts.asked.get("party")), None)
    if party is None or party.side != "third_party":
        return None
    return Reason("反悔的应当是申请人或者被申请人。请改选。", "LMA 42")


@guard
def statement_still_stands(facts: Facts) -> Reason | None:
    """LMA 42: a refused statement is served on nobody."""
    paper = facts.asked.get("paper")
    found = next((s for s in facts.statements if s.paper_id == paper), None)
    if found is None:
        return None
    if found.state == "refused":
        return Reason("这份调解书因当事人反悔没有生效，不再送达。", "LMA 42")
    return None


# ---- 先行裁决 ----


@guard
def something_is_left_to_decide(facts: Facts) -> Reason | None:
    """CHR 53."""
    if open_items(facts) or not facts.items:
        return None
    return Reason("全部请求都已经裁决、调解或者撤回，没有需要裁决的请求。", "CHR 53")


@guard
def several_claims_are_open(facts: Facts) -> Reason | None:
    """CHR 49: a part is decided while another goes on."""
    if len(open_items(facts)) > 1:
        return None
    return Reason("只剩一项请求没有裁决，不需要先行裁决。请办理「裁决稿送审」。", "CHR 49")


@guard
def a_part_is_chosen(facts: Facts) -> Reason | None:
    """CHR 49."""
    if "award_items" not in facts.asked:
        return None
    chosen, left = set(facts.asked["award_items"]), {i.id for i in open_items(facts)}
    if chosen - left:
        return Reason("所选请求项中有已经裁决、调解或者撤回的。请改正。", "CHR 49")
    if chosen == left:
        return Reason("所选的是全部剩余请求，不是先行裁决。请办理「裁决稿送审」。", "CHR 49")
    return None


@guard
def the_part_is_ready(facts: Facts) -> Reason | None:
    """CHR 49, 53: the claims decided now meet what any award has to meet."""
    chosen = set(facts.asked.get("award_items") or ())
    part = replace(facts, items=tuple(i for i in facts.items if i.id in chosen))
    checks = (
        award.every_claim_is_decided,
        award.results_without_money_are_in_words,
        award.nothing_beyond_the_claims,
        award.draft_was_checked,
        award.deviations_have_reasons,
        award.sums_match_their_working,
    )
    return next((reason for check in checks if (reason := check(part)) is not None), None) if chosen else None


@guard
def a_partial_award_is_approved(facts: Facts) -> Reason | None:
    """CHR 49."""
    return None if facts.partial_items else Reason("批准的不是先行裁决。请办理「签发裁决书」。", "CHR 49")


@guard
def the_award_is_for_all_that_is_left(facts: Facts) -> Reason | None:
    """CHR 49: a partial award does not end the case."""
    return Reason("批准的是先行裁决。请办理「签发先行裁决书」。", "CHR 49") if facts.partial_items else None


# ---- 先予执行 ----


@guard
def the_case_is_being_heard(facts: Facts) -> Reason | None:
    """LMA 44: between acceptance and award."""
    if facts.state in UNDER_WAY:
        return None
    return Reason("先予执行在受理之后、裁决之前申请和作出。", "LMA 44; CHR 51")


def _claim(facts: Facts) -> ItemFacts | None:
    wanted = facts.asked.get("claim_item") or (facts.request.item_id if facts.request else None)
    return next((i for i in facts.items if i.id == wanted), None)


@guard
def advance_is_for_such_a_claim(facts: Facts) -> Reason | None:
    """LMA 44: wages, injury medical costs, economic compensation or damages (the same list as LMA 47(1)), by its claimant."""
    item = _claim(facts)
    if item is None:
        return None
    kind = item_kind(item.kind)
    if kind.limb != "1" or not kind.money:
        return Reason(
            f"先予执行只适用于追索劳动报酬、工伤医疗费、经济补偿或者赔偿金；第{item.ordinal}项（{kind.title}）不属于。", "LMA 44; CHR 51"
        )
    if item.applicant_id != facts.asked.get("asking_party"):
        return Reason(f"先予执行由提出第{item.ordinal}项请求的当事人申请。请改选申请人或者请求项。", "LMA 44")
    if item.is_awarded or item.disposition in OVER:
        return Reason(f"第{item.ordinal}项请求已经裁决、调解或者撤回，不再先予执行。", "LMA 44")
    return None


@guard
def no_advance_for_it_yet(facts: Facts) -> Reason | None:
    """One request for one claim: decided first, and granted once."""
    item = _claim(facts)
    same = [r for r in facts.requests if r.kind == "advance_payment" and item is not None and r.item_id == item.id]
    if not any(r.state in ("received", "granted") for r in same):
        return None
    return Reason("这项请求的先予执行申请已经登记或者已经裁决。", "LMA 44")


@guard
def advance_conditions_are_confirmed(facts: Facts) -> Reason | None:
    """LMA 44; CHR 51: both, confirmed one by one. A worker gives no security."""
    if facts.asked.get("rights_are_clear") and facts.asked.get("living_is_harmed"):
        return None
    return Reason("先予执行须同时具备两项条件：权利义务关系明确；不先予执行将严重影响申请人的生活。缺一项的，请办理「不准许先予执行」。", "LMA 44; CHR 51")


@guard
def advance_is_within_the_claim(facts: Facts) -> Reason | None:
    """LMA 44: not more than is claimed."""
    item, amount = _claim(facts), facts.asked.get("advance_amount")
    if item is None or amount is None or (amount and (item.claimed_fen is None or amount <= item.claimed_fen)):
        return None
    return Reason(f"先予执行的金额应当大于零，并且不超过第{item.ordinal}项请求的金额。请改正。", "LMA 44; CHR 51")
