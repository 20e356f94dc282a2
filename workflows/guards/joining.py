"""追加当事人: its conditions. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

STANDS_FOR = {"heir": "worker", "guardian": "worker", "successor": "employer"}
"""Ground → the kind of party that is stood for, on whichever side it is: an employer may be the applicant."""


@guard
def new_party_number_is_valid(facts: Facts) -> Reason | None:
    """GB 11643, GB 32100: a number typed has its check digit."""
    problem = facts.between.identity_problem
    return Reason(problem, "CHR 29") if problem else None


@guard
def new_party_stands_for_somebody(facts: Facts) -> Reason | None:
    """LMA 25; I1 26: an heir, a guardian and a successor take part for a party of the case; nobody else does."""
    ground = facts.asked.get("joining_ground", "")
    kind = STANDS_FOR.get(ground)
    party = next((p for p in facts.parties if p.id == facts.asked.get("stands_for")), None)
    if kind is None:
        return Reason("这种情形不填写代替或者代理的当事人。", "LMA 22, 23") if party else None
    if party is not None and party.kind == kind and party.side != "third_party":
        return None
    return Reason("近亲属、法定代理人请选择所代替的劳动者；承继单位请选择原用人单位。", "LMA 25; I1 26")


@guard
def new_party_is_not_there(facts: Facts) -> Reason | None:
    """Nobody is added twice."""
    name = facts.asked.get("new_party_name")
    if facts.asked.get("joining_ground") != "guardian" and any(p.name == name for p in facts.parties):
        return Reason(f"{name}已经是本案当事人。", "LMA 22, 23")
    return None


@guard
def request_is_to_add_a_party(facts: Facts) -> Reason | None:
    """Which task stands open."""
    return None if facts.request and facts.request.kind == "add_party" else Reason("不是追加当事人的申请。", "LMA 23")
