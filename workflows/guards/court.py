"""诉讼: the conditions of suits, rulings and judgments. Each answers nothing, or the reason in words."""

from workflows.errors import Reason
from workflows.facts import Facts
from workflows.guards.registry import guard


@guard
def suit_fits_the_award(facts: Facts) -> Reason | None:
    """LMA 48–50; rules §7.3: who may do what against which award."""
    kind, side = facts.asked.get("matter_kind"), facts.asked.get("plaintiff_kind")
    award = facts.award
    if award is None:
        return None
    if award.type == "advance_payment":
        return Reason("对先予执行裁决不能起诉，也不能申请撤销；该裁决移送人民法院执行。", "LMA 44; I1 10")
    if award.state == "set_aside":
        return Reason("这份裁决已经由仲裁委员会撤销、重新处理，不能对它起诉或者申请撤销；对新的裁决可以起诉。", "O1 十八; I1 8")
    if kind == "second_instance":
        return _appeal_fits(facts, award.id)
    if kind == "retrial":
        return _retrial_fits(facts)
    if kind == "annulment":
        if award.state == "annulled":
            return Reason("这份裁决已经被撤销，不能再次申请撤销；当事人可以自收到裁定之日起十五日内起诉。", "LMA 49")
        if award.type != "final":
            return Reason("非终局裁决不能申请撤销，当事人不服的应当向基层法院起诉。", "LMA 49, 50")
        if side != "employer":
            return Reason("只有用人单位可以申请撤销终局裁决；劳动者不服的可以起诉。", "LMA 48, 49")
        if facts.asked.get("court_level") != "intermediate":
            return Reason("撤销终局裁决由仲裁委员会所在地的中级人民法院管辖。请改选法院。", "LMA 49")
        return None
    if award.type == "final" and side == "employer" and award.state not in ("annulled", "not_enforced"):
        return Reason("用人单位对终局裁决不能起诉，只能自收到裁决书之日起三十日内申请撤销。", "LMA 48, 49; I1 18")
    if facts.asked.get("court_level") != "basic":
        return Reason("不服裁决的起诉由基层人民法院管辖。请改选法院。", "I1 3")
    return None


@guard
def the_award_is_overdue(facts: Facts) -> Reason | None:
    """LMA 43; I1 12: only when the time for the award has passed without one."""
    if facts.decide_limit_passed and all(a.state in ("draft", "submitted", "approved") for a in facts.awards):
        return None
    return Reason("仲裁期限还没有届满，或者裁决已经作出；只有逾期未裁决的，当事人才能就该争议起诉。", "LMA 43; I1 12")


@guard
def overdue_suit_goes_to_a_basic_court(facts: Facts) -> Reason | None:
    """I1 3."""
    if facts.asked.get("court_level") == "basic":
        return None
    return Reason("逾期未裁决的起诉由基层人民法院管辖。请改选法院。", "I1 3")


def _appeal_fits(facts: Facts, award_id: int) -> Reason | None:
    """CPL 165, 171: against the judgment over this award, or a dismissal; small claims have one instance."""
    over_it = [m for m in facts.matters if m.kind == "first_instance" and award_id in m.award_ids]
    decided = [m for m in over_it if m.state in ("judged", "ended", "not_accepted")]
    if not decided:
        return Reason("还没有登记一审的裁判，不能登记二审。请先登记一审结果。", "CPL 171")
    against = [m for m in decided if m.state in ("judged", "not_accepted") or (m.ended_how or "").startswith("dismissed")]
    if not against:
        return Reason("一审以撤诉或者调解结案，准许撤诉的裁定和调解书不能上诉。", "CPL 171")
    if all(m.single_instance for m in against):
        return Reason("一审适用小额诉讼程序，实行一审终审，不能上诉；认为有错误的，可以依法申请再审。", "CPL 165")
    if facts.asked.get("court_level") != "intermediate":
        return Reason("二审由上一级人民法院审理，应当选择中级人民法院。请改选法院。", "CPL 171")
    return None


def _retrial_fits(facts: Facts) -> Reason | None:
    """民事诉讼法 (审判监督程序; the rule book gives no number): against a judgment in effect, at the court above."""
    if not any(m.effective_on is not None for m in facts.matters):
        return Reason("还没有登记发生法律效力的判决，不能登记申请再审。请先登记裁判结果和收到日期。", "CPL")
    if facts.asked.get("court_level") == "basic":
        return Reason("申请再审一般向上一级人民法院提出。请改选法院。", "CPL")
    return None


@guard
def ruling_dates_are_possible(facts: Facts) -> Reason | None:
    """CPL 171: a ruling reaches nobody before it is made."""
    decided = facts.asked.get("decided_on")
    days = [facts.asked.get(name) for name in ("ruling_reached_worker", "ruling_reached_employer")]
    if decided is None or all(day is None or decided <= day <= facts.today for day in days):
        return None
    return Reason("收到裁判文书之日早于裁判日期，或者晚于今天。请核对；还没有送达的请留空。", "CPL 171")


@guard
def court_number_is_well_formed(facts: Facts) -> Reason | None:
    """案号若干规定: checked by the parser of case numbers before it comes here."""
    if facts.asked.get("court_number_parsed"):
        return None
    return Reason("法院案号的写法不对。应当像“（2026）鲁0591民初1024号”这样：年份、法院代字、类型代字、编号。", "案号若干规定 3, 9")


@guard
def a_link_waits_for_confirmation(facts: Facts) -> Reason | None:
    """Practice §7.8: a link counts once a person has confirmed it."""
    if facts.matter and not facts.matter.links_confirmed:
        return None
    return Reason("案件关联已经确认。", "O70 四")


@guard
def judgment_covers_the_items(facts: Facts) -> Reason | None:
    """I1 16; O1 十五: the court restates the items not sued upon; each item of the award gets its result."""
    left = facts.asked.get("items_without_outcome") or ()
    if not left:
        return None
    return Reason(
        f"第{'、'.join(str(n) for n in left)}项没有登记裁判结果。裁决整体不生效，未起诉的事项也应在判决中载明，请逐项登记。",
        "I1 16; O1 十五",
    )


@guard
def paper_is_an_award(facts: Facts) -> Reason | None:
    """CHR 54."""
    if "award" in facts.papers_about.values():
        return None
    return Reason("补正决定书只用于裁决书。", "CHR 54")
