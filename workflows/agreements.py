"""From a mediation agreement to force (rules.md §5): which ways are open on a day, until when, and why.

Four ways exclude one another: performance, arbitration review, judicial confirmation, payment
order. Beside them stand arbitration of the matters in scope and, in three cases, a direct suit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflows.calendar import Calendar
from workflows.errors import InputError, NotInForce, Reason
from workflows.limits import LimitAnswer, compute
from workflows.limits_ledger import cn

Subject = Literal["pay", "injury_medical", "compensation", "damages", "relation", "other"]
Step = Literal["performed", "review", "confirm", "payment_order", "sue"]
Result = Literal["pending", "withdrawn", "refused", "done", "lapsed"]
Ground = Literal["LMA 16", "LCL 30"]
FORCING = ("review", "confirm", "payment_order", "sue")
"""The ways that exclude one another beside performance."""

MONEY: frozenset[str] = frozenset({"pay", "injury_medical", "compensation", "damages"})
TITLES = {
    "performed": "自行履行",
    "review": "仲裁审查",
    "confirm": "司法确认",
    "payment_order": "支付令",
    "arbitrate": "申请仲裁",
    "sue": "直接起诉",
}
EFFECTS = {
    "performed": ("协议已经履行完毕", "LMA 14"),
    "review": ("仲裁委员会已经制作调解书", "CHR 77"),
    "confirm": ("人民法院已经裁定确认", "CPL 205–206"),
    "payment_order": ("支付令已经生效", "CPL 225–228"),
    "sue": ("人民法院已经就协议作出判决", "O1 一; I1 13, 51"),
}


@dataclass(frozen=True)
class Attempt:
    """One way that was tried.

    `done`: it gave force. `refused`: at the door or on the merits. `lapsed`: a payment order
    ended by a valid objection or otherwise terminated. `ended_on` is None while pending.
    `ground`: what a payment order was asked under; one under LCL 30 does not open a direct suit (I1 13).
    """

    way: Step
    applied_on: date
    result: Result = "pending"
    ended_on: date | None = None
    ground: Ground = "LMA 16"


@dataclass(frozen=True)
class AgreementFacts:
    """What decides the ways. `due` is the last day to perform; `subjects` what the agreement settles.

    `by_listed_body`: made before a body of LMA 10 (enterprise committee, people's mediation body,
    township or street body). `is_effective_on` is the day it takes effect by LMA 14.
    """

    is_effective_on: date
    subjects: frozenset[Subject]
    due: date | None = None
    by_listed_body: bool = True
    performed_on: date | None = None
    attempts: tuple[Attempt, ...] = field(default=())


@dataclass(frozen=True)
class Way:
    """One way on one day: open or not, until when (None: no limit stated), and the reasons."""

    id: str
    title: str
    is_open: bool
    until: date | None
    who: str
    where: str
    reasons: tuple[Reason, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "id": self.id,
            "title": self.title,
            "open": self.is_open,
            "until": self.until.isoformat() if self.until else None,
            "who": self.who,
            "where": self.where,
            "reasons": [{"text": r.text, "basis": r.basis} for r in self.reasons],
        }


@dataclass(frozen=True)
class _View:
    """The facts as they stood on one day."""

    facts: AgreementFacts
    on: date
    calendar: Calendar | None

    def attempts(self, way: str, *results: str) -> list[Attempt]:
        return [
            a for a in self.facts.attempts
            if a.way == way and a.applied_on <= self.on and self.result(a) in results
        ]  # fmt: skip

    def result(self, attempt: Attempt) -> str:
        """A result that came after the day asked about had not come yet."""
        return attempt.result if attempt.ended_on is not None and attempt.ended_on <= self.on else "pending"

    @property
    def performed(self) -> bool:
        return self.facts.performed_on is not None and self.facts.performed_on <= self.on

    @property
    def is_late(self) -> bool:
        return self.facts.due is not None and self.on > self.facts.due and not self.performed


def ways(facts: AgreementFacts, on: date, calendar: Calendar | None = None) -> tuple[Way, ...]:
    """Every way with whether it is open on `on`. Raises InputError for a day before the agreement's effect."""
    if on < facts.is_effective_on:
        raise InputError("on", on, f"协议 {facts.is_effective_on.isoformat()} 才生效。", "请核对日期。", "LMA 14")
    if not facts.subjects:
        raise InputError("subjects", "", "没有写明协议解决了哪些事项。", "请至少选择一项。")
    view = _View(facts, on, calendar)
    makers: tuple[Callable[[_View], Way], ...] = (_performed, _review, _confirm, _payment_order, _arbitrate, _sue)
    return tuple(make(view) for make in makers)


def way(name: str, facts: AgreementFacts, on: date, calendar: Calendar | None = None) -> Way:
    """One of the ways on one day. Raises what `ways` raises, and StopIteration for a name that is no way."""
    return next(one for one in ways(facts, on, calendar) if one.id == name)


def closed_by_others(facts: AgreementFacts, on: date, but: str) -> tuple[Reason, ...]:
    """What stands against starting `but` apart from its own time and conditions: performance, force, a way under way."""
    return tuple(_forced(_View(facts, on, None), but))


def _way(name: str, shut: list[Reason], opened: list[Reason], until: date | None, who: str, where: str) -> Way:
    return Way(name, TITLES[name], not shut, None if shut else until, who, where, tuple(shut or opened))


def _forced(view: _View, but: str = "") -> list[Reason]:
    """What already gave the agreement force, or is on its way to: it closes every other way."""
    found = []
    if view.performed:
        found.append(Reason(*(f"{EFFECTS['performed'][0]}，不需要再取得强制力。", EFFECTS["performed"][1])))
    for way in FORCING:
        if view.attempts(way, "done"):
            then = "按判决履行" if way == "sue" else "可以申请强制执行"
            found.append(Reason(f"{EFFECTS[way][0]}，{then}，不再另走他途。", EFFECTS[way][1]))
        elif view.attempts(way, "pending") and way != but:
            found.append(
                Reason(
                    f"{TITLES[way]}正在进行。要改走别的途径，请先撤回该申请或者等它有结果。", "CHR 74–79; CPL 205, 225"
                )
            )
        elif view.attempts(way, "pending"):
            found.append(Reason(f"{TITLES[way]}已经申请，正在进行，不必重复申请。", ""))
    return found


def _limit(view: _View, rule: str, shut: list[Reason], opened: list[Reason]) -> date | None:
    """The last day to apply; puts the reason on the right list."""
    try:
        answer: LimitAnswer = compute(rule, view.facts.is_effective_on, calendar=view.calendar)
    except NotInForce as error:
        shut.append(Reason(str(error)))
        return None
    basis = answer.working[1].basis
    if view.on > answer.due:
        shut.append(
            Reason(
                f"申请期限已于{cn(answer.due)}届满（自协议生效之日起{answer.working[1].text.removeprefix('期限：')}）。",
                basis,
            )
        )
    else:
        opened.append(Reason(f"最迟在{cn(answer.due)}申请。", basis))
        opened += [Reason(text) for text in answer.warnings]
    return answer.due


def _performed(view: _View) -> Way:
    shut = _forced(view) if view.performed else []
    opened = [Reason("双方可以随时按协议履行。", "LMA 14; NEG 26–27")]
    return _way(
        "performed",
        shut,
        opened,
        view.facts.due,
        "义务人",
        "",
    )


def _review(view: _View) -> Way:
    shut, opened = _forced(view, but="review"), [Reason("双方共同申请，协议内容原样写入调解书。", "CHR 74–79")]
    if "relation" in view.facts.subjects:
        shut.append(Reason("协议涉及确认劳动关系，仲裁审查申请不予受理。", "CHR 74–79; O1 一"))
    if view.attempts("review", "refused"):
        shut.append(
            Reason("仲裁审查没有通过；可就争议事项申请仲裁，不能直接起诉（三种例外见「直接起诉」）。", "CHR 74–79; O1 一")
        )
    until = _limit(view, "review.apply", shut, opened)
    return _way("review", shut, opened, until, "双方共同", "有管辖权的仲裁委员会")


def _confirm(view: _View) -> Way:
    shut, opened = _forced(view, but="confirm"), [Reason("双方共同申请，裁定立即可以申请执行。", "CPL 205–206; O1 二")]
    if "relation" in view.facts.subjects:
        opened.append(
            Reason(
                "协议涉及确认关系：法院对身份关系的确认申请不予受理，是否包括劳动关系请先向法院核实（标记 P）。",
                "CPLI 351–358",
            )
        )
    if view.attempts("confirm", "refused"):
        shut.append(Reason("法院已经裁定驳回司法确认申请；可以变更协议或者另行起诉、申请仲裁。", "CPL 205–206"))
    until = _limit(view, "confirm.apply", shut, opened)
    return _way(
        "confirm",
        shut,
        opened,
        until,
        "双方共同",
        "邀请调解的法院，或者当事人住所地、标的物所在地、调解组织所在地的基层法院",
    )


def _payment_order(view: _View) -> Way:
    shut = _forced(view, but="payment_order")
    money = view.facts.subjects & MONEY
    opened = [Reason("劳动者单独申请；法律没有规定申请的期限，适用一般时效。", "LMA 16; CPL 225–228")]
    if not money:
        shut.append(Reason("只有拖欠劳动报酬、工伤医疗费、经济补偿、赔偿金的调解协议可以申请支付令。", "LMA 16"))
    if view.facts.due is None:
        shut.append(Reason("协议没有写明履行期限，不能认定用人单位逾期。请补充约定履行期限。", "LMA 16; CPL 225–228"))
    elif not view.is_late and not view.performed:
        shut.append(Reason(f"履行期限到{cn(view.facts.due)}，用人单位还没有逾期。", "LMA 16"))
    if _lapsed(view, "LMA 16"):
        shut.append(Reason("支付令程序已经终结；可以依据调解协议直接起诉。", "LMA 16; I1 13"))
    if view.attempts("payment_order", "refused"):
        shut.append(Reason("人民法院没有受理或者驳回了支付令申请；可以就争议事项申请仲裁。", "LMA 15, 16; CPL 225–228"))
    if money and view.facts.subjects - MONEY:
        opened.append(Reason("协议中的其他事项不在支付令范围内。", "LMA 16"))
    return _way("payment_order", shut, opened, None, "劳动者", "有管辖权的基层法院")


def _lapsed(view: _View, ground: Ground) -> bool:
    return any(attempt.ground == ground for attempt in view.attempts("payment_order", "lapsed"))


def _arbitrate(view: _View) -> Way:
    shut = _forced(view)
    opened = [Reason("属于仲裁受案范围的争议事项可以申请仲裁；不履行调解协议使仲裁时效重新计算。", "LMA 15; NEG 31")]
    failed = (
        view.attempts("review", "refused")
        or view.attempts("confirm", "refused")
        or view.attempts("payment_order", "lapsed", "refused")
    )
    if not failed and not view.is_late and not shut:
        shut.append(Reason("协议对双方有约束力；用人单位或者劳动者逾期不履行时才需要申请仲裁。", "LMA 14–15"))
    return _way("arbitrate", shut, opened, None, "任何一方", "有管辖权的仲裁委员会")


def _sue(view: _View) -> Way:
    opened = []
    subjects = view.facts.subjects
    if _lapsed(view, "LMA 16"):
        opened.append(
            Reason("依照调解仲裁法第十六条申请的支付令已经终结，可以依据调解协议直接起诉。", "LMA 16; I1 13; O1 一")
        )
    if subjects == {"pay"} and view.facts.by_listed_body and view.is_late:
        opened.append(Reason("协议仅涉及劳动报酬，用人单位不履行给付义务，可以直接起诉。", "I1 51; O1 一"))
    if subjects <= MONEY and view.attempts("confirm", "refused"):
        opened.append(
            Reason(
                "协议涉及拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金，双方申请司法确认而法院裁定驳回，可以直接起诉。",
                "O1 一",
            )
        )
    shut = _forced(view, but="sue")
    if not opened and not shut and _lapsed(view, "LCL 30"):
        shut.append(
            Reason("依照劳动合同法第三十条申请的支付令终结后，应当先就争议申请仲裁，不能直接起诉。", "LCL 30; I1 13")
        )
    if not opened and not shut:
        shut.append(
            Reason(
                "不能直接起诉：只有支付令终结、仅涉及劳动报酬而用人单位不履行、金钱给付协议的司法确认被驳回三种情形可以。",
                "O1 一; I1 13, 51",
            )
        )
    return _way("sue", shut, opened, None, "劳动者", "基层人民法院")
