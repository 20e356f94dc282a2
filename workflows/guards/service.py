"""送达: the conditions of service of papers. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

NEVER_SERVED = frozenset(("answer", "service_return", "approval_form", "deliberation_record", "referral_return"))


@guard
def a_paper_can_be_served(facts: Facts) -> Reason | None:
    """CHR 20: service is of a paper, and of one that leaves the office."""
    if facts.papers - NEVER_SERVED:
        return None
    return Reason("本案还没有需要送达的文书。先办理制发文书的步骤，再登记送达。", "CHR 20")


@guard
def paper_leaves_the_office(facts: Facts) -> Reason | None:
    """CHR 22: what stands in the inner file, and what only records service, is served on nobody."""
    if facts.asked.get("paper_folder", "main") == "main" and facts.asked.get("paper_kind") not in NEVER_SERVED:
        return None
    return Reason("这份文书属于副卷，或者只作内部记录，不向当事人送达。请选择正卷里需要送达的文书。", "CHR 20, 22")


@guard
def paper_may_go_this_way(facts: Facts) -> Reason | None:
    """CHR 20, 59: electronic service needs consent; an award or mediation statement never goes by simple means."""
    method = facts.asked.get("service_method")
    kind = facts.asked.get("paper_kind")
    party = next((p for p in facts.parties if p.id == facts.asked.get("party")), None)
    if method == "electronic":
        if kind in ("award", "mediation_statement") and not facts.electronic_awards_allowed:
            return Reason("裁决书、调解书不以电子方式送达（本委设置）。请改用直接、邮寄等方式。", "CHR 20, 59")
        if party is not None and not party.can_be_served_electronically:
            return Reason(f"{party.name}没有签署同意电子送达的送达地址确认书。请改用其他方式。", "CHR 20; CPL 90")
    if method == "simple" and (facts.procedure != "simplified" or kind in ("award", "mediation_statement")):
        return Reason("电话、短信、传真、电子邮件等简便方式只用于简易处理的案件，并且不用于送达调解书和裁决书。请改用其他方式。", "CHR 59")
    if method == "left_or_posted" and kind == "mediation_statement":
        return Reason("调解书应当直接送达当事人本人或者其指定的代收人，不适用留置送达。", "CPLI 133")
    return None


@guard
def service_date_is_possible(facts: Facts) -> Reason | None:
    """CHR 20: the date signed is the date of service; it is neither before sending nor in the future."""
    sent, served = facts.asked.get("sent_on"), facts.asked.get("served_on")
    made = facts.asked.get("paper_made_on")
    if sent is None:
        return None
    if made is not None and sent < made:
        return Reason(f"发出日期早于文书制发日期（{made.isoformat()}）。请核对。", "CHR 20")
    if sent > facts.today or (served is not None and served > facts.today):
        return Reason("日期晚于今天。送达以实际发生的日期登记。请核对。", "CHR 20")
    if served is not None and served < sent:
        return Reason("签收日期早于发出日期。请核对。", "CHR 20")
    deemed = facts.asked.get("service_method") in ("left_or_posted", "public_notice")
    if deemed and served is not None:
        return Reason("留置、张贴和公告送达的日期由系统按规定推算，请把签收日期留空。", "CHR 20; CPL 95")
    if not deemed and served is None:
        return Reason("请填写签收（回执、到达系统）日期；还没有送达的，先不登记。", "CHR 20")
    return None
