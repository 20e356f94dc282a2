"""司法确认、支付令、依据协议的起诉: the conditions of rulings, orders and objections. Each answers nothing, or the reason."""

from datetime import date

from workflows import limits
from workflows.errors import Reason
from workflows.facts import Facts, MatterFacts
from workflows.guards.registry import guard


def _matter(facts: Facts) -> MatterFacts:
    assert facts.matter is not None
    return facts.matter


@guard
def decided_day_is_possible(facts: Facts) -> Reason | None:
    """A ruling is made after the matter was accepted and not in the future."""
    day, accepted = facts.asked.get("decided_on"), _matter(facts).accepted_on
    if day is None or ((accepted is None or accepted <= day) and day <= facts.today):
        return None
    return Reason("裁判日期早于立案日期，或者晚于今天。请核对日期。", "CPL 126")


@guard
def objection_is_upheld(facts: Facts) -> Reason | None:
    if facts.asked.get("objection_result") == "upheld":
        return None
    return Reason("异议不成立。", "CPL 225–228; CPLI 372")


@guard
def objection_is_in_writing(facts: Facts) -> Reason | None:
    """CPL 227: an objection by word of mouth is none."""
    if facts.asked.get("in_writing") in (True, "yes"):
        return None
    return Reason("对支付令的异议须以书面提出；口头异议无效。", "LMA 16; CPL 225–228")


@guard
def objection_day_is_possible(facts: Facts) -> Reason | None:
    """An objection follows what it is against."""
    day = facts.asked.get("objected_on")
    since = _matter(facts).served_on or _matter(facts).decided_on
    if day is None or ((since is None or since <= day) and day <= facts.today):
        return None
    return Reason("提出异议之日早于收到支付令（裁定）之日，或者晚于今天。请核对。", "CPL 225–228; CPLI 372")


@guard
def objection_came_in_time(facts: Facts) -> Reason | None:
    """CPL 227; CPLI 372: fifteen days from receipt; an interested third person six months from knowing."""
    day = facts.asked.get("objected_on")
    due = _last_day(facts)
    if facts.asked.get("objector") == "third" and due is None:
        return Reason("请填写利害关系人知道或者应当知道权益受到侵害之日。", "CPLI 372")
    if day is None or due is None or day <= due:
        return None
    return Reason(f"提出异议的期限已于{due.isoformat()}届满，逾期的异议不成立。", "CPL 225–228; CPLI 372")


def _last_day(facts: Facts) -> date | None:
    if facts.asked.get("objector") != "third":
        return _matter(facts).last_day_to_object
    knew = facts.asked.get("knew_on")
    calendar = facts.agreement.calendar if facts.agreement else None
    return limits.compute("confirm.object_third", knew, calendar=calendar).due if knew is not None else None


@guard
def order_receipt_is_possible(facts: Facts) -> Reason | None:
    """The order reaches the debtor after it was issued."""
    day, issued = facts.asked.get("order_reached_on"), _matter(facts).decided_on
    if day is None or ((issued is None or issued <= day) and day <= facts.today):
        return None
    return Reason("收到支付令之日早于发出之日，或者晚于今天。请核对。", "CPL 225–228")


@guard
def payment_day_is_possible(facts: Facts) -> Reason | None:
    day, served = facts.asked.get("paid_on"), _matter(facts).served_on
    if day is None or ((served is None or served <= day) and day <= facts.today):
        return None
    return Reason("清偿之日早于收到支付令之日，或者晚于今天。请核对。", "CPL 225–228")


@guard
def time_to_object_is_over(facts: Facts) -> Reason | None:
    """LMA 16; CPL 227: only when the fifteen days passed with neither payment nor a written objection."""
    due = _matter(facts).last_day_to_object
    if due is not None and due < facts.today:
        return None
    return Reason("清偿或者书面异议的期限还没有届满。", "LMA 16; CPL 225–228")
