"""送达: the conditions of service of papers. Each answers nothing, or the reason in words."""

from collections.abc import Iterable

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard
from workflows.service_methods import book, lacking, objections, wrong_taker

NEVER_SERVED = frozenset((
    "answer", "service_return", "approval_form", "filing_approval_form", "deliberation_record", "referral_return",
    "service_address_confirmation", "filing_receipt", "inquiry_letter", "inquiry_record", "inspection_record", "appraisal_letter",
    "hearing_record", "overdue_suit_record", "file_loan_slip", "judgment_feedback", "service_left_record", "public_notice",
    "entrusted_service_letter", "designation_request",
))  # fmt: skip
"""Records of what happened, and letters to others than the parties."""


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
    """CHR 20, 59; CPL 88–91, 95: what a method may carry and whom it is open to (workflows/law/service/methods.toml)."""
    return _first(_against(facts, [facts.asked.get("party")]))


@guard
def group_may_be_served_this_way(facts: Facts) -> Reason | None:
    """CHR 20; CPL 90; CPLI 133: what holds for one person holds for everyone on the list."""
    return _first(_against(facts, facts.asked.get("workers") or ()))


def _against(facts: Facts, ids: Iterable[int | None]) -> list[Reason]:
    """Every reason against this paper going this way to one of these."""
    method, kind, setting = facts.asked.get("service_method"), str(facts.asked.get("paper_kind")), facts.service.setting
    if method is None or setting is None:
        return []
    found: dict[Reason, None] = {}
    for one in ids:
        person = facts.service.recipients.get(one or 0)
        if person is not None:
            found |= dict.fromkeys(objections(kind, method, person, setting, facts.asked))
    return list(found)


def _first(reasons: list[Reason]) -> Reason | None:
    """Several reasons as one, with every article."""
    if len(reasons) < 2:
        return reasons[0] if reasons else None
    return Reason("".join(r.text for r in reasons[:5]), "; ".join(dict.fromkeys(r.basis for r in reasons)))


@guard
def proof_of_service_is_complete(facts: Facts) -> Reason | None:
    """CHR 20; CPL 87–91, 95: each method has its proof; without it the paper was not served in that way."""
    method = facts.asked.get("service_method")
    if method is None:
        return None
    return _first(lacking(method, facts.asked, for_many="workers" in facts.asked))


@guard
def whoever_signed_may_sign(facts: Facts) -> Reason | None:
    """CPL 88; CPLI 133: an adult of the family, the reception, an agent, a named recipient; of a 调解书 only some."""
    person = facts.service.recipients.get(facts.asked.get("party") or 0)
    method, relation = facts.asked.get("service_method"), facts.asked.get("relation")
    if person is None or method is None or not relation:
        return None
    kind, name = str(facts.asked.get("paper_kind")), str(facts.asked.get("signed_by") or "")
    return wrong_taker(kind, method, person, relation, name)


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
    known = book().methods.get(str(facts.asked.get("service_method")))
    deemed = known is not None and known.deemed
    if deemed and served is not None:
        return Reason("留置、张贴和公告送达的日期由系统按规定推算，请把签收日期留空。", "CHR 20; CPL 95")
    if not deemed and served is None:
        return Reason(
            "请填写签收（回执、到达系统）日期；已经发出还没有结果的，请办理「登记发出」；没有送到的，请办理「登记没有送到」。", "CHR 20"
        )
    return None


@guard
def sending_is_possible(facts: Facts) -> Reason | None:
    """CPL 91: what was sent on a day can be on its way; a paper nobody signs for is not."""
    sent, made = facts.asked.get("sent_on"), facts.asked.get("paper_made_on")
    known = book().methods.get(str(facts.asked.get("service_method")))
    if known is not None and known.deemed:
        return Reason("留置、张贴、公告不需要等签收，请直接办理「登记送达」，视为送达的日期由系统推算。", "CHR 20; CPL 95")
    if sent is not None and made is not None and not made <= sent <= facts.today:
        return Reason(f"发出日期应当在文书制发日期（{made.isoformat()}）和今天之间。请核对。", "CHR 20")
    return None


@guard
def notice_may_be_published(facts: Facts) -> Reason | None:
    """CPL 95: whereabouts unknown, or the other ways have failed; a 调解书 is never published."""
    kind, setting = str(facts.asked.get("paper_kind")), facts.service.setting
    person = facts.service.recipients.get(facts.asked.get("party") or 0)
    if setting is None or person is None:
        return None
    if not facts.asked.get("notice_ground"):
        return next((r for r in lacking("public_notice", {**facts.asked, "published_in": "—"})), None)
    return _first(objections(kind, "public_notice", person, setting, facts.asked))


@guard
def failure_is_possible(facts: Facts) -> Reason | None:
    """CHR 20: a try that failed has its day and its proof, as one that succeeded."""
    sent, failed, made = (facts.asked.get(name) for name in ("sent_on", "failed_on", "paper_made_on"))
    if sent is None or failed is None:
        return None
    if made is not None and sent < made:
        return Reason(f"发出日期早于文书制发日期（{made.isoformat()}）。请核对。", "CHR 20")
    if not sent <= failed <= facts.today:
        return Reason("没有送到的日期应当在发出日期和今天之间。请核对。", "CHR 20")
    return None


@guard
def not_served_yet(facts: Facts) -> Reason | None:
    """CHR 20: after the service nothing more is sent; a date that is wrong is corrected."""
    paper, party = facts.asked.get("paper"), facts.asked.get("party")
    done = next((d for d in facts.service.done.values() if (d.paper_id, d.party_id) == (paper, party)), None)
    if done is None:
        return None
    return Reason(f"这份文书已于{done.served_on.isoformat()}送达该当事人。日期有误的，请办理「更正送达日期」。", "CHR 20")


# ---- correcting ----


@guard
def something_was_served(facts: Facts) -> Reason | None:
    """CHR 20."""
    if facts.papers - NEVER_SERVED:
        return None
    return Reason("本案还没有送达登记，没有可以更正的。", "CHR 20")


@guard
def corrected_day_is_possible(facts: Facts) -> Reason | None:
    """CHR 20: the true day is neither before the paper was sent nor in the future; a deemed day is computed."""
    done = facts.service.done.get(facts.asked.get("service") or 0)
    if done is None:
        return None
    if facts.asked.get("correction_way") == "not_served":
        return None
    sent = facts.asked.get("true_sent_on") or done.sent_on
    served, deemed = facts.asked.get("true_served_on"), book().methods[done.method].deemed
    if sent < done.paper_made_on or sent > facts.today:
        return Reason(f"发出日期应当在文书制发日期（{done.paper_made_on.isoformat()}）和今天之间。请核对。", "CHR 20")
    if deemed and served is not None:
        return Reason("留置、张贴和公告送达的日期由系统按规定推算：请更正发出（留置、张贴、公告）日期，签收日期留空。", "CHR 20; CPL 95")
    if not deemed and served is None:
        return Reason("请填写实际签收（回执、到达系统）的日期。", "CHR 20")
    if served is not None and not sent <= served <= facts.today:
        return Reason("签收日期应当在发出日期和今天之间。请核对。", "CHR 20")
    if (sent, served or done.served_on) == (done.sent_on, done.served_on):
        return Reason("填写的日期与登记的相同，没有需要更正的。", "CHR 20")
    return None


# ---- 送达地址确认书 ----


@guard
def address_confirmation_is_complete(facts: Facts) -> Reason | None:
    """CHR 20; CPLI 130–136: consent to electronic service names an address; the consequences were told."""
    if "address_signed_on" not in facts.asked:
        return None
    if facts.asked["address_signed_on"] is not None and facts.asked["address_signed_on"] > facts.today:
        return Reason("签署日期晚于今天。请按送达地址确认书上的日期填写。", "CHR 20")
    if facts.asked.get("e_consent") and not facts.asked.get("e_address"):
        return Reason("同意电子送达的，要写明接收的电子地址（手机号码、电子邮件或者平台账号）。", "CPL 90")
    if not facts.asked.get("told_consequences"):
        return Reason("请先告知当事人：地址不准确、变更不告知、拒绝签收的，文书退回之日等视为送达的后果，并由其在确认书上签字。", "CHR 20")
    return None
