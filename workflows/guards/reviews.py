"""仲裁审查: the conditions at the door, on the merits and at the signing. Each answers nothing, or the reason in words."""

from workflows import limits
from workflows.agreements import Way
from workflows.agreements import way as way_of
from workflows.errors import Reason
from workflows.facts import Facts, ReviewFacts
from workflows.guards.registry import guard


def _review(facts: Facts) -> ReviewFacts:
    assert facts.review is not None
    return facts.review


def _last_day(facts: Facts) -> tuple[bool, Reason]:
    """Whether the application was in time, and the engine's words about its last day."""
    assert facts.agreement is not None
    assert facts.agreement.law is not None
    law = facts.agreement.law
    due = limits.compute("review.apply", law.is_effective_on, calendar=facts.agreement.calendar).due
    review = _review(facts)
    found: Way = way_of("review", law, max(review.applied_on, law.is_effective_on), facts.agreement.calendar)
    said = next((r for r in found.reasons if "届满" in r.text or "最迟" in r.text), found.reasons[0])
    return review.applied_on <= due, said


@guard
def review_is_in_time(facts: Facts) -> Reason | None:
    """CHR 74–79: fifteen days from the day of effect; a late request is refused at the door, by a notice."""
    in_time, said = _last_day(facts)
    return None if in_time else Reason(f"{said.text}请办理「仲裁审查申请不予受理」。", said.basis)


@guard
def review_confirms_no_relation(facts: Facts) -> Reason | None:
    """CHR 74–79."""
    assert facts.agreement is not None
    if "relation" not in facts.agreement.subjects:
        return None
    return Reason(
        "协议涉及确认劳动关系，仲裁审查申请不予受理。请办理「仲裁审查申请不予受理」。", "CHR 74–79; O1 一"
    )


@guard
def review_is_in_scope(facts: Facts) -> Reason | None:
    """CHR 74–79: what only a person can see is confirmed by one."""
    if facts.asked.get("review_scope_checked") in (True, "yes"):
        return None
    return Reason("请先核对受理范围、管辖和是否已经司法确认。不符合的，办理「仲裁审查申请不予受理」。", "CHR 74–79")


@guard
def door_ground_is_true(facts: Facts) -> Reason | None:
    """CHR 74–79: a ground the records contradict is none."""
    ground = facts.asked.get("review_door_ground")
    assert facts.agreement is not None
    if ground == "late" and _last_day(facts)[0]:
        return Reason(f"申请没有超出期间：{_last_day(facts)[1].text}", "CHR 74–79")
    if ground == "relation" and "relation" not in facts.agreement.subjects:
        return Reason("协议登记的事项中没有确认劳动关系。请核对后改选情形。", "CHR 74–79")
    return None


@guard
def review_was_not_extended(facts: Facts) -> Reason | None:
    """CHR 74–79: once."""
    if not _review(facts).extended:
        return None
    return Reason("审查期限已经延长过一次，不能再次延长。", "CHR 74–79")


@guard
def review_term_is_not_over(facts: Facts) -> Reason | None:
    """CHR 74–79: what is over cannot be made longer."""
    if not _review(facts).overdue:
        return None
    return Reason("审查期限已经届满，不能再延长。请作出审查决定。", "CHR 74–79")


@guard
def review_extension_is_within_the_limit(facts: Facts) -> Reason | None:
    """CHR 74–79."""
    extend = limits.rule("review.decide").extend
    most = (extend.max or 0) if extend else 0
    days = facts.asked.get("review_extension_days")
    if days is None or 1 <= days <= most:
        return None
    return Reason(f"审查期限最多延长{most}个工作日。请改填。", "CHR 74–79")


@guard
def examined_by_the_one_named(facts: Facts) -> Reason | None:
    """CHR 77: the commission names an arbitrator to examine the agreement."""
    if facts.actor_id is None or _review(facts).arbitrator_id in (None, facts.actor_id):
        return None
    return Reason("由受理时指定的仲裁员审查。", "CHR 74–79")


@guard
def both_have_signed_for_it(facts: Facts) -> Reason | None:
    """CHR 72, 77; rules §21.12: in effect with the second signature."""
    signed = set(_review(facts).signed_for)
    if facts.asked.get("signed_for_on") is not None:
        signed.add(int(facts.asked.get("party") or 0))
    if {p.id for p in facts.parties if p.side != "third_party" and not p.left} <= signed:
        return None
    return Reason("还有当事人没有签收调解书。", "CHR 72, 77")


@guard
def has_not_signed_for_it(facts: Facts) -> Reason | None:
    if facts.asked.get("party") not in _review(facts).signed_for:
        return None
    return Reason("该当事人已经签收，不需要再次登记。", "CHR 72, 77")


@guard
def receipt_day_is_possible(facts: Facts) -> Reason | None:
    """CHR 20: signed for after it was made, and not in the future."""
    day, made = facts.asked.get("signed_for_on"), _review(facts).statement_made_on
    if day is None or made is None or made <= day <= facts.today:
        return None
    return Reason(f"签收之日早于调解书制作之日（{made.isoformat()}），或者晚于今天。请核对。", "CHR 20, 72")
