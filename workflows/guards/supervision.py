"""仲裁监督、补正与归档: the conditions. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard

ACCEPTED = ("accepted", "joined", "stayed", "judged", "ended")
SUITS = ("first_instance", "annulment")


@guard
def an_award_is_in_effect(facts: Facts) -> Reason | None:
    """O1 十八: only an effective result is taken up again; against the others the ordinary remedies run."""
    if any(a.state == "in_effect" for a in facts.awards):
        return None
    return Reason("没有已经生效的裁决书。没有生效的，当事人可以起诉。", "O1 十八")


@guard
def the_award_to_reopen_is_in_effect(facts: Facts) -> Reason | None:
    """O1 十八."""
    if facts.award is not None and facts.award.type == "advance_payment":
        return Reason("先予执行裁决随全案处理，不单独由仲裁委员会重新处理。", "O1 十八; CHR 51")
    if facts.award is None or facts.award.state == "in_effect":
        return None
    return Reason("所选的裁决书没有生效，或者已经被撤销，不能由仲裁委员会重新处理。", "O1 十八")


@guard
def no_court_has_accepted_a_suit_over_it(facts: Facts) -> Reason | None:
    """I1 8; O1 十八: from the court's acceptance the matter is the court's."""
    chosen = facts.award.id if facts.award else None
    found = [m for m in facts.matters if chosen in m.award_ids and m.kind in SUITS and m.state in ACCEPTED]
    return _with_the_court(found[0].number) if found else None


@guard
def no_court_has_accepted_a_suit(facts: Facts) -> Reason | None:
    """I1 8; O1 十八."""
    found = [m for m in facts.matters if m.kind in SUITS and m.state in ACCEPTED]
    return _with_the_court(found[0].number) if found else None


def _with_the_court(number: str | None) -> Reason:
    which = f"（{number}）" if number else ""
    return Reason(f"人民法院已经受理就此提起的诉讼{which}，仲裁委员会不再重新处理。", "O1 十八; I1 8")


@guard
def a_statement_is_in_effect(facts: Facts) -> Reason | None:
    """O1 十八."""
    if any(s.state == "effective" for s in facts.statements):
        return None
    return Reason("没有已经生效的调解书。", "O1 十八")


@guard
def panel_is_new_after_reopening(facts: Facts) -> Reason | None:
    """O1 十八: taken up again by another tribunal."""
    chosen = {facts.asked.get("chief"), *(facts.asked.get("members") or ())}
    if not chosen & set(facts.earlier_panel):
        return None
    return Reason("仲裁委员会决定重新处理的案件应当另行组成仲裁庭，原仲裁庭的仲裁员不再参加。请改选。", "O1 十八")


# ---- 补正 ----


@guard
def correction_fits_the_award(facts: Facts) -> Reason | None:
    """CHR 54: slips, calculation, or what was decided and left out of the text; never a claim not decided."""
    kind, chosen = facts.asked.get("correction_kind"), facts.asked.get("correction_item")
    if kind in ("calculation", "omitted") and chosen is None:
        return Reason("补正计算错误或者遗漏的，请选择是哪一项请求。", "CHR 54")
    item = next((i for i in facts.items if i.id == chosen), None)
    if item is None:
        return None
    if item.award_id != facts.award_of_paper:
        return Reason(
            f"第{item.ordinal}项请求没有在这份裁决书中作出裁决。漏裁的请求不能用补正决定书补正；尚未裁决的，另行裁决。", "CHR 54"
        )
    amount = facts.asked.get("correct_amount")
    if kind == "calculation":
        if amount is None:
            return Reason("补正计算错误的，请填写正确的金额。", "CHR 54")
        if amount == item.awarded_fen:
            return Reason("正确的金额与裁决书上的金额相同，没有需要补正的。", "CHR 54")
        if item.claimed_fen is not None and amount > item.claimed_fen:
            return Reason(f"补正后的金额超过第{item.ordinal}项请求的金额。请核对。", "CHR 44, 54")
    return None


# ---- 归档 ----


@guard
def the_file_is_being_gathered(facts: Facts) -> Reason | None:
    """Local practice (P): ten days."""
    return None if "file.practice.gather" in facts.running else Reason("案卷已经归集，或者不在归集期内。", "CHR 22")


@guard
def the_file_was_gathered(facts: Facts) -> Reason | None:
    """Local practice (P)."""
    return Reason("案卷还没有归集完成。请先办理「案卷归集完成」。", "CHR 22") if "file.practice.gather" in facts.running else None


@guard
def the_file_is_still_here(facts: Facts) -> Reason | None:
    """Local practice (P): a month."""
    return None if "file.practice.hand_over" in facts.running else Reason("案卷已经移交。", "CHR 24")


@guard
def the_file_is_not_held(facts: Facts) -> Reason | None:
    return Reason("案卷已经暂停到期处置。", "CHR 24") if facts.held else None


@guard
def the_file_is_held(facts: Facts) -> Reason | None:
    return None if facts.held else Reason("案卷没有暂停到期处置。", "CHR 24")
