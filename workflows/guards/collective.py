"""集体争议: the conditions of representatives, of the one notice, of consent and of acts for many (LMA 7; CHR 62-67)."""

from collections.abc import Iterable

from workflows.appearance import CAME, DELEGATE
from workflows.collective import ACTS, collective_from, delegates_range, few
from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

PERSONAL_PAPERS = ("award", "mediation_statement")
"""What a representative takes delivery of only where the mandate says so."""


def _names(facts: Facts, ids: Iterable[int]) -> str:
    wanted = set(ids)
    return few([p.name for p in facts.parties if p.id in wanted])



@guard
def ten_workers_share_a_claim(facts: Facts) -> Reason | None:
    """LMA 7; CHR 62: ten or more workers with a common claim."""
    if facts.collective:
        return None
    least = collective_from(facts.filed_on or facts.today)
    return Reason(f"劳动者一方在{least}人以上并有共同请求的，才适用推举代表等集体争议的规定。", "LMA 7; CHR 62, 63")


@guard
def case_runs_collectively(facts: Facts) -> Reason | None:
    """CHR 62, 64."""
    if facts.procedure == "collective":
        return None
    return Reason("本案不按集体争议的特别规定办理，应诉通知和开庭通知分别发出。", "CHR 62, 64")


@guard
def parties_were_guided_first(facts: Facts) -> Reason | None:
    """CHR 66: in a collective case negotiation or mediation comes before the hearing."""
    if facts.procedure != "collective" or facts.guided:
        return None
    return Reason(
        "集体争议开庭前应当引导当事人自行协商或者先行调解，还没有这项记录。请先办理「开庭前引导协商、先行调解」。", "CHR 66"
    )


@guard
def union_or_delegates_apply(facts: Facts) -> Reason | None:
    """CHR 63: over a collective contract the union applies; without one, representatives under the higher union's guidance."""
    if "集体合同" not in str(facts.asked.get("cause_title") or ""):
        return None
    if any("工会" in p.name for p in facts.on_side("applicant")) or facts.delegation is not None:
        return None
    return Reason(
        "因履行集体合同发生的争议，由工会申请仲裁；没有建立工会的，由上级工会指导劳动者推举代表申请。"
        "申请人中没有工会，也没有推举代表的记录。请补正，或者核对案由。",
        "CHR 63",
    )


@guard
def not_under_the_collective_part(facts: Facts) -> Reason | None:
    """CHR 64: one notice of panel, answer, evidence, time and place."""
    if facts.procedure != "collective":
        return None
    return Reason(
        "集体争议应当把仲裁庭组成、答辩期限、举证期限、开庭日期和地点一次性通知当事人。请先组庭，再办理「集体争议一次性通知」。",
        "CHR 64",
    )


@guard
def delegates_are_three_to_five(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: the numbers are a parameter."""
    chosen = facts.asked.get("delegates") or ()
    least, most = delegates_range(facts.filed_on or facts.today)
    if "delegates" not in facts.asked or least <= len(chosen) <= most:
        return None
    return Reason(f"应当推举{least}至{most}名代表，现在是{len(chosen)}名。请重新填写。", "LMA 7; CHR 63")


@guard
def delegates_signed_themselves(facts: Facts) -> Reason | None:
    """CHR 63: representatives are elected by and from the workers they stand for."""
    left = set(facts.asked.get("delegates") or ()) - set(facts.asked.get("signers") or ())
    if not left:
        return None
    return Reason(f"代表{_names(facts, left)}没有在推举代表书上签名。代表应当是参加推举的劳动者，请核对名单。", "LMA 7; CHR 63")


@guard
def election_is_not_in_the_future(facts: Facts) -> Reason | None:
    """CHR 63: the day on the 推举代表书."""
    day = facts.asked.get("elected_on")
    if day is None or day <= facts.today:
        return None
    return Reason("推举日期晚于今天。请按推举代表书上的日期填写。", "CHR 63")


@guard
def delegates_are_in_office(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63."""
    if facts.delegation is not None and facts.delegation.delegates:
        return None
    return Reason("本案还没有推举代表。由劳动者本人办理的，不需要经过征求同意。", "LMA 7; CHR 63")


@guard
def those_asked_are_represented(facts: Facts) -> Reason | None:
    """LMA 7: consent is asked of those represented."""
    known = facts.delegation.represented if facts.delegation else frozenset()
    strange = set(facts.asked.get("workers") or ()) - known
    if not strange:
        return None
    return Reason(f"{_names(facts, strange)}没有推举代表，代表不能代其处分；请由本人办理。", "LMA 7; CHR 63")


@guard
def consent_day_is_possible(facts: Facts) -> Reason | None:
    """LMA 7."""
    day = facts.asked.get("consented_on")
    if day is None or day <= facts.today:
        return None
    return Reason("答复日期晚于今天。请按实际答复的日期填写。", "LMA 7")


@guard
def somebody_agreed(facts: Facts) -> Reason | None:
    """LMA 7."""
    if any(facts.answers.values()):
        return None
    return Reason("还没有劳动者同意的记录。请先登记各人的答复；没有人同意的，请办理「撤回这项申请」。", "LMA 7; CHR 63")


def _without_consent(facts: Facts, act: str) -> set[int]:
    if facts.delegation is None:
        return set()
    return set(facts.delegation.represented - facts.consents.get(act, frozenset()))


def _consent_missing(act: str, left: set[int], facts: Facts) -> Reason:
    return Reason(
        f"代表人{ACTS[act]}，须经被代表的当事人同意；{_names(facts, left)}没有同意的记录。"
        "请先登记「代表人提出处分事项」并逐人记录答复；只有部分劳动者同意的，只对同意的人办理。",
        "LMA 7; CHR 63",
    )


@guard
def represented_agreed_to_settle(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: representatives settle only with the consent of those represented."""
    left = _without_consent(facts, "settle")
    if facts.asked.get("mediation_result") not in ("settled", "partly") or not left:
        return None
    return _consent_missing("settle", left, facts)


@guard
def represented_agreed_to_withdraw(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: giving up the claims of all needs the consent of all."""
    left = _without_consent(facts, "waive")
    return _consent_missing("waive", left, facts) if left else None


@guard
def represented_agreed_to_change(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: a worker changes or gives up their own claim; a representative does so with that worker's consent."""
    request, said = facts.request, facts.between.request_data
    item = next((i for i in facts.items if i.id == said.get("item_id")), None)
    if not facts.collective or request is None or item is None or item.applicant_id == request.party_id:
        return None
    act = "waive" if said.get("way") == "withdraw" else "change"
    if item.applicant_id in facts.consents.get(act, frozenset()):
        return None
    if facts.delegation is not None and item.applicant_id in facts.delegation.represented:
        return _consent_missing(act, {item.applicant_id}, facts)
    return Reason(f"{_names(facts, [item.applicant_id])}没有推举代表，他人不能变更其请求。请由本人提出。", "LMA 7; CHR 63")


@guard
def represented_by_those_elected(facts: Facts) -> Reason | None:
    """CHR 63: representatives attend for those who elected them, and at least one has to be there."""
    came = facts.asked.get("came") or {}
    through = {party for party, way in came.items() if way == DELEGATE}
    if not through:
        return None
    known = facts.delegation.represented if facts.delegation else frozenset()
    if through - known:
        return Reason(f"{_names(facts, through - known)}没有推举代表，不能登记为由代表到庭。请登记本人是否到庭。", "LMA 7; CHR 63")
    if facts.delegation and not any(came.get(one) == CAME for one in facts.delegation.delegates):
        return Reason("登记为由代表到庭，但没有一名代表到庭。请核对代表是否到庭。", "LMA 7; CHR 63")
    return None


@guard
def receiver_may_receive_for_them(facts: Facts) -> Reason | None:
    """CHR 20, 63: a representative receives for those who elected them; awards only where the mandate says so."""
    receiver = facts.asked.get("receiver")
    if receiver is None:
        return None
    if facts.delegation is None or receiver not in facts.delegation.delegates:
        return Reason("代收的人不是本案现任代表。请选择代表，或者留空，按签收名册逐人登记。", "CHR 20, 63")
    if facts.asked.get("paper_kind") in PERSONAL_PAPERS and not facts.delegation.receives_awards:
        return Reason(
            "推举代表书没有写明代表可以代收裁决书、调解书，不能由代表代收：各人的起诉期从本人收到之日起算。请逐人送达，按签收名册登记。",
            "CHR 20, 63; LMA 50",
        )
    strange = set(facts.asked.get("workers") or ()) - facts.delegation.represented
    if strange:
        return Reason(f"{_names(facts, strange)}没有推举代表，不能由代表代收。请对其单独送达。", "CHR 20, 63")
    return None


@guard
def somebody_stays_in_the_case(facts: Facts) -> Reason | None:
    """CHR 35: when everybody goes the case itself ends, by its own step."""
    here = {p.id for p in facts.on_side("applicant")}
    if not facts.asked.get("workers") or here - set(facts.asked["workers"]):
        return None
    return Reason("全体劳动者都列入了，应当办理全案的撤回或者调解，不用本步骤。", "CHR 35; LMA 42")


@guard
def those_settling_agreed(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: who is represented settles through the representatives only with own consent; in person, by signing."""
    if facts.asked.get("acted_by") != "delegates":
        return None
    known = facts.delegation.represented if facts.delegation else frozenset()
    agreed = facts.consents.get("settle", frozenset())
    left = {one for one in facts.asked.get("workers") or () if one not in known or one not in agreed}
    return _consent_missing("settle", left, facts) if left else None


@guard
def those_withdrawing_agreed(facts: Facts) -> Reason | None:
    """LMA 7; CHR 63: giving up a claim through the representatives needs own consent."""
    if facts.asked.get("acted_by") != "delegates":
        return None
    agreed = facts.consents.get("waive", frozenset())
    left = set(facts.asked.get("workers") or ()) - agreed
    return _consent_missing("waive", left, facts) if left else None
