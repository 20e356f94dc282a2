"""调解协议: the conditions of signing, paying and choosing a way to force. Each answers nothing, or the reason in words."""

from datetime import date

from workflows.agreement_standing import ALL, AgreementStanding
from workflows.agreements import closed_by_others
from workflows.agreements import way as way_of
from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


def _money(fen: int) -> str:
    return f"{fen / 100:,.2f}元"


def _agreement(facts: Facts) -> AgreementStanding:
    assert facts.agreement is not None
    return facts.agreement


# ---- written and signed ----


@guard
def nobody_has_signed(facts: Facts) -> Reason | None:
    """LMA 14: what was signed is not changed afterwards."""
    if not _agreement(facts).signed:
        return None
    return Reason("已有签名或者盖章，内容不能再改。要改内容，请先「撤销已登记的签名，重新拟定」。", "LMA 14")


@guard
def somebody_has_signed(facts: Facts) -> Reason | None:
    if _agreement(facts).signed:
        return None
    return Reason("还没有登记任何签名，可以直接修改协议。", "LMA 14")


@guard
def agreement_is_written_down(facts: Facts) -> Reason | None:
    """LMA 14: an agreement is written; and what it settles is known, or no way could be told."""
    if not facts.asked.get("agreement_subjects"):
        return Reason("请至少勾选一项协议解决的事项。", "LMA 16; O1 一")
    return None


@guard
def payments_are_not_past(facts: Facts) -> Reason | None:
    """A line that was due before the agreement was made promises nothing."""
    made = _agreement(facts).made_on
    if any(line["due_on"] < made for line in facts.asked.get("payment_lines") or ()):
        return Reason(f"付款日期不能早于达成协议之日（{made.isoformat()}）。已经付清的款项请写入协议内容。", "LMA 14")
    return None


@guard
def the_draft_is_complete(facts: Facts) -> Reason | None:
    """LMA 14."""
    if not _agreement(facts).is_written:
        return Reason("协议还没有内容。请先填写协议内容。", "LMA 14")
    if not _agreement(facts).subjects:
        return Reason("还没有确定协议解决了哪些事项。请先「修改协议」，勾选事项。", "LMA 16; O1 一")
    return None


@guard
def agreed_claims_are_still_open(facts: Facts) -> Reason | None:
    """LMA 14: a claim decided or settled meanwhile is not settled again by a draft that lay about."""
    named = _agreement(facts).item_ids
    over = [i for i in facts.items if i.id in named and (i.is_awarded or i.disposition in ("settled", "withdrawn"))]
    if over:
        which = "、".join(str(i.ordinal) for i in over)
        return Reason(f"第{which}项请求已经裁决、调解或者撤回，不能再签这份协议。请办理「一方不签，协议未生效」。", "LMA 14")
    if named and facts.state in ("under_approval", "approved"):
        return Reason("裁决稿已经送审。请先撤回（退回）裁决稿，再登记签名。", "LMA 14; CHR 53")
    return None


def _signed_now(facts: Facts) -> frozenset[str]:
    agreement = _agreement(facts)
    asked = str(facts.asked.get("signer") or "")
    return frozenset(agreement.wanted if asked == ALL else {*agreement.signed, asked})


@guard
def all_have_signed(facts: Facts) -> Reason | None:
    """LMA 14: both sides, the mediator, and the body's seal."""
    if _agreement(facts).wanted <= _signed_now(facts):
        return None
    return Reason("双方签名、调解员签名和调解组织印章还没有齐全。", "LMA 14; NEG 26, 27")


@guard
def has_not_signed_yet(facts: Facts) -> Reason | None:
    """Each signature is recorded once."""
    signed = _agreement(facts).signed.get(str(facts.asked.get("signer") or ""))
    if signed is None:
        return None
    return Reason(f"这一方已登记于{signed.isoformat()}签名（盖章），不需要再次登记。", "LMA 14")


@guard
def signing_day_is_possible(facts: Facts) -> Reason | None:
    """LMA 14: signed after it was made, and not in the future."""
    signed, made = facts.asked.get("signed_on"), _agreement(facts).made_on
    if signed is None or made <= signed <= facts.today:
        return None
    return Reason(f"签名、盖章之日早于达成协议之日（{made.isoformat()}），或者晚于今天。请核对。", "LMA 14")


# ---- performed ----


@guard
def a_line_is_unpaid(facts: Facts) -> Reason | None:
    if _agreement(facts).unpaid():
        return None
    return Reason("协议没有尚未付清的款项。", "LMA 14")


@guard
def payment_fits_the_line(facts: Facts) -> Reason | None:
    """A payment is of something, not of more than is owed, and not of tomorrow."""
    agreement = _agreement(facts)
    amount, paid_on = facts.asked.get("paid_amount"), facts.asked.get("paid_on")
    line = next((one for one in agreement.lines if one.id == facts.asked.get("payment_line")), None)
    if line is None or amount is None or paid_on is None:
        return None
    if amount <= 0:
        return Reason("付款金额应当大于零。请核对。", "LMA 14")
    if amount > line.left_fen:
        return Reason(
            f"第{line.ordinal}笔只剩{_money(line.left_fen)}没有付，多出的部分请登记到下一笔。", "LMA 14"
        )
    if paid_on < agreement.made_on:
        return Reason(
            f"付款日期早于达成协议之日（{agreement.made_on.isoformat()}）。此前已付的款项应当写入协议内容，不算履行协议。", "LMA 14"
        )
    if paid_on > facts.today:
        return Reason("付款日期晚于今天。请按实际付款之日登记。", "LMA 14")
    return None


def _completes(facts: Facts) -> bool:
    agreement = _agreement(facts)
    left = sum(line.left_fen for line in agreement.lines) - int(facts.asked.get("paid_amount") or 0)
    return left <= 0 and (not agreement.has_other_duties or agreement.other_done)


@guard
def this_completes_performance(facts: Facts) -> Reason | None:
    """LMA 14: performed when the last line is paid and nothing else was promised."""
    if _completes(facts):
        return None
    return Reason("协议还没有全部履行。", "LMA 14")


@guard
def all_is_performed(facts: Facts) -> Reason | None:
    agreement = _agreement(facts)
    has_something = bool(agreement.lines) or agreement.has_other_duties
    if has_something and not agreement.unpaid() and (not agreement.has_other_duties or agreement.other_done):
        return None
    return Reason("协议还没有全部履行。", "LMA 14")


@guard
def no_way_is_running(facts: Facts) -> Reason | None:
    """A way under way ends by its own step first."""
    if not _agreement(facts).way_is_running:
        return None
    return Reason("仲裁审查、司法确认、支付令或者诉讼还在进行。", "CHR 74–79; CPL 205, 225")


@guard
def nothing_is_late_any_more(facts: Facts) -> Reason | None:
    """A breach by lateness is over when what was late is paid."""
    agreement = _agreement(facts)
    line = next((one for one in agreement.lines if one.id == facts.asked.get("payment_line")), None)
    full = line is not None and int(facts.asked.get("paid_amount") or 0) >= line.left_fen
    if agreement.state == "broken" and full and line is not None and not agreement.late(facts.today, paid=line.id):
        return None
    return Reason("还有逾期的款项没有付清。", "LMA 15, 16")


@guard
def everything_is_paid(facts: Facts) -> Reason | None:
    if not _agreement(facts).unpaid():
        return None
    return Reason("协议还有款项没有付清。请先「登记付款」。", "LMA 14")


@guard
def other_duties_are_open(facts: Facts) -> Reason | None:
    """Duties besides money; and the whole, where an agreement has no dated payment at all."""
    agreement = _agreement(facts)
    if not agreement.other_done and (agreement.has_other_duties or not agreement.lines):
        return None
    return Reason("协议没有付款以外的约定，或者已经履行。付款请用「登记付款」。", "LMA 14")


@guard
def performed_day_is_possible(facts: Facts) -> Reason | None:
    day = facts.asked.get("performed_on")
    if day is None or _agreement(facts).made_on <= day <= facts.today:
        return None
    return Reason("履行之日早于达成协议之日，或者晚于今天。请核对。", "LMA 14")


@guard
def a_line_is_late(facts: Facts) -> Reason | None:
    """LMA 16: late on the day after the day promised."""
    if _agreement(facts).late(facts.today):
        return None
    return Reason("没有逾期的款项。", "LMA 15, 16")


# ---- the ways ----


def _excluded(facts: Facts, name: str) -> Reason | None:
    law = _agreement(facts).law
    reasons = closed_by_others(law, facts.today, but=name) if law is not None else ()
    return reasons[0] if reasons else None


def _open_that_day(facts: Facts, name: str) -> Reason | None:
    """The engine's reason when the way is not open on the day of the application."""
    agreement = _agreement(facts)
    on = facts.asked.get("applied_on")
    if agreement.law is None or not isinstance(on, date) or on < agreement.law.is_effective_on:
        return None
    found = way_of(name, agreement.law, on, agreement.calendar)
    return None if found.is_open else found.reasons[0]


@guard
def review_is_not_excluded(facts: Facts) -> Reason | None:
    """§5: the ways exclude one another; a review that failed is not tried again. Its time is asked at the door."""
    agreement = _agreement(facts)
    if agreement.law is not None and any(a.way == "review" and a.result == "refused" for a in agreement.law.attempts):
        return Reason("仲裁审查没有通过，不能再次申请；可就争议事项申请仲裁。", "CHR 74–79; O1 一")
    return _excluded(facts, "review")


@guard
def confirmation_is_not_excluded(facts: Facts) -> Reason | None:
    """§5."""
    return _excluded(facts, "confirm")


@guard
def payment_order_is_not_excluded(facts: Facts) -> Reason | None:
    """§5."""
    return _excluded(facts, "payment_order")


@guard
def suit_is_not_excluded(facts: Facts) -> Reason | None:
    """O1 一: open in three cases only; what stands against it today is said before anything is typed."""
    agreement = _agreement(facts)
    return next((w.reasons[0] for w in agreement.ways(facts.today) if w.id == "sue" and not w.is_open), None)


@guard
def confirmation_is_open_that_day(facts: Facts) -> Reason | None:
    """CPL 205: within thirty days of effect."""
    return _open_that_day(facts, "confirm")


@guard
def payment_order_is_open_that_day(facts: Facts) -> Reason | None:
    """LMA 16."""
    return _open_that_day(facts, "payment_order")


@guard
def suit_is_open_that_day(facts: Facts) -> Reason | None:
    """O1 一; I1 13, 51."""
    return _open_that_day(facts, "sue")


@guard
def both_sides_ask(facts: Facts) -> Reason | None:
    """CHR 74–79; CPL 205: a joint request."""
    if facts.asked.get("both_ask") in (True, "yes"):
        return None
    return Reason("须由双方当事人共同申请。请双方都在申请书上签名后再办理。", "CHR 74–79; CPL 205–206")


@guard
def application_day_is_possible(facts: Facts) -> Reason | None:
    law, day = _agreement(facts).law, facts.asked.get("applied_on")
    if law is None or day is None or law.is_effective_on <= day <= facts.today:
        return None
    return Reason(f"申请日期早于协议生效之日（{law.is_effective_on.isoformat()}），或者晚于今天。请核对。", "LMA 14")


@guard
def court_is_a_basic_court(facts: Facts) -> Reason | None:
    """CPL 205, 225."""
    if facts.asked.get("court_level") == "basic":
        return None
    return Reason("司法确认、支付令和依据协议的起诉由基层人民法院管辖。请改选法院。", "CPL 205–206, 225–228")


@guard
def the_worker_asks(facts: Facts) -> Reason | None:
    """LMA 16: the worker alone; a suit on the agreement is the worker's as well."""
    if facts.asked.get("plaintiff_kind") == "worker":
        return None
    return Reason("应当由劳动者申请（起诉）。请改选劳动者一方。", "LMA 16; O1 一")


@guard
def order_ground_fits(facts: Facts) -> Reason | None:
    """LCL 30 is for remuneration only."""
    if facts.asked.get("order_ground") != "LCL 30" or "pay" in _agreement(facts).subjects:
        return None
    return Reason("劳动合同法第三十条的支付令只用于拖欠劳动报酬；这份协议不涉及劳动报酬。请改选依据。", "LCL 30")
