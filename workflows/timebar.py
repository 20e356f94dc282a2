"""The time bar for asking for arbitration (仲裁时效, LMA 27): computed and explained, never barring.

Lateness is no ground to refuse acceptance (CHR 30); it is the other side's defence, and whether
it was raised during arbitration decides the court stage (I2 20). Callers record that fact.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from workflows.calendar import Calendar
from workflows.errors import DefinitionError, InputError
from workflows.limits import LimitAnswer, compute
from workflows.limits_ledger import LedgerEntry, cn
from workflows.limits_rules import FOLDER, ground
from workflows.parameters import MARKS
from workflows.working import Line


@dataclass(frozen=True)
class Ground:
    """A ground of interruption: what happened, in the words of the law."""

    id: str
    title: str
    basis: str
    mark: str


@dataclass(frozen=True)
class Interruption:
    """Something on day `on` that starts the time bar anew; `ground` is an id of `interruptions()`."""

    on: date
    ground: str
    note: str = ""


@dataclass(frozen=True)
class Suspension:
    """The clock stands still from `start` to `end`, both included; `end` None while it lasts."""

    start: date
    end: date | None
    ground: str = "不可抗力或者其他正当理由"


@dataclass(frozen=True)
class TimeBar:
    """What the time bar comes to for one claim filed on one day.

    `expires` is None where the claim is not subject to it. `passed` says only that the last day
    lay before the filing; nobody may refuse acceptance for it.
    """

    rule: str
    expires: date | None
    passed: bool
    working: tuple[Line, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "expires": self.expires.isoformat() if self.expires else None,
            "passed": self.passed,
            "working": [line.as_dict() for line in self.working],
            "warnings": list(self.warnings),
        }


@cache
def interruptions() -> Mapping[str, Ground]:
    """The grounds of interruption by id: LMA 27 and the eight events of NEG 31."""
    return load_interruptions(FOLDER / "interruptions.toml")


def load_interruptions(path: Path) -> Mapping[str, Ground]:
    """The grounds in one file. Raises DefinitionError naming file, block and reason."""
    with path.open("rb") as stream:
        raw = tomllib.load(stream)
    found = {}
    for block in raw["interruption"]:
        if missing := {"id", "title", "basis", "mark"} - set(block):
            raise DefinitionError(f"{path.name}：[[interruption]] {block.get('id', '')} 缺少 {min(missing)}")
        if block["mark"] not in MARKS:
            raise DefinitionError(f"{path.name}：{block['id']} 的 mark 只能是 V、S、P、U")
        found[block["id"]] = Ground(**block)
    return found


def time_bar(
    filed: date,
    known: date,
    *,
    is_pay: bool = False,
    relation_ended: date | None = None,
    is_civil_servant: bool = False,
    interrupted: Sequence[Interruption] = (),
    suspended: Sequence[Suspension] = (),
    defence_raised: bool | None = None,
    calendar: Calendar | None = None,
) -> TimeBar:
    """Whether a claim filed on `filed` was within time, when the applicant knew on `known`.

    `is_pay`: unpaid labour remuneration, free of the bar while the relation lasts and counted
    from `relation_ended` after it. `defence_raised`: whether the respondent raised it during
    arbitration; None when nobody has recorded it. Raises InputError and NotInForce.
    """
    if known > filed:
        raise InputError("known", known, f"晚于申请仲裁的日期 {filed.isoformat()}。", "请核对知道权利被侵害的日期。")
    rule, origin = _which(known, is_pay, relation_ended, is_civil_servant)
    if is_pay and (relation_ended is None or relation_ended > filed):
        text = f"劳动关系存续期间因拖欠劳动报酬发生争议，{cn(filed)}申请仲裁，不受一年时效限制"
        return TimeBar("lim.wages_in_service", None, False, (Line(text, "LMA 27; CHR 26"),), ())
    office = calendar or Calendar.standard()
    answer, dropped = _run(rule, origin, interrupted, suspended, filed, office)
    passed = filed > answer.due
    warnings = [*answer.warnings, *dropped]
    lines = list(answer.working)
    if passed:
        late = (filed - answer.due).days
        lines.append(Line(f"{cn(filed)}申请仲裁，在时效届满后{late}日", "LMA 27"))
        warnings.append(
            "时效届满不是不予受理的理由；由对方决定是否提出时效抗辩，请记录其在仲裁中是否提出（CHR 30；I2 20）。"
        )
        lines += _court_stage(defence_raised, filed)
    else:
        lines.append(Line(f"{cn(filed)}申请仲裁，没有超过时效", "LMA 27"))
    return TimeBar(rule, answer.due, passed, tuple(lines), tuple(warnings))


def _which(known: date, is_pay: bool, ended: date | None, is_civil_servant: bool) -> tuple[str, date]:
    if is_civil_servant:
        return "lim.civil_servant", known
    if is_pay and ended is not None:
        return "lim.wages_after_end", ended
    return "lim.general", known


def _run(
    rule: str,
    origin: date,
    interrupted: Sequence[Interruption],
    suspended: Sequence[Suspension],
    filed: date,
    calendar: Calendar,
) -> tuple[LimitAnswer, list[str]]:
    """Let events act in their order: an interruption after expiry restarts nothing."""
    ledger: list[LedgerEntry] = []
    dropped: list[str] = []
    for pause in sorted(suspended, key=lambda s: s.start):
        entry = LedgerEntry(
            "exclude", pause.start, pause.end or max(filed, pause.start), reason=f"时效中止：{pause.ground}"
        )
        if pause.end is not None and pause.end <= origin:
            dropped.append(f"{cn(pause.start)}开始的中止在时效起算以前结束，不影响时效。")
        else:
            ledger.append(entry)
    restarts: list[LedgerEntry] = []
    for event in sorted(interrupted, key=lambda i: i.on):
        found = interruptions().get(event.ground)
        if found is None:
            raise InputError("ground", event.ground, "没有这种中断事由。", f"可用：{'、'.join(interruptions())}。")
        if event.on < origin:
            dropped.append(f"{cn(event.on)}「{found.title}」在时效起算以前，不起中断作用。")
            continue
        if event.on > filed:
            dropped.append(f"{cn(event.on)}「{found.title}」在申请仲裁以后，不影响本次申请的时效。")
            continue
        so_far = _compute(rule, origin, restarts, ledger, calendar)
        if event.on > so_far.due:
            dropped.append(
                f"{cn(event.on)}「{found.title}」时，时效已在{cn(so_far.due)}届满，不再中断；请核对有无其他事由。"
            )
            continue
        reason = "时效中断：" + (event.note or found.title)
        restarts.append(LedgerEntry("restart", event.on, reason=reason, basis=found.basis))
        if found.mark != "V":
            dropped.append(
                f"中断事由「{found.title}」的条文见于转载文本（标记 {found.mark}，{found.basis}），采用前请核对。"
            )
    return _compute(rule, origin, restarts, ledger, calendar), dropped


def _compute(
    rule: str, origin: date, restarts: list[LedgerEntry], pauses: list[LedgerEntry], calendar: Calendar
) -> LimitAnswer:
    """The limit with those suspensions that begin before it has run out."""
    taken: list[LedgerEntry] = []
    answer = compute(rule, origin, ledger=restarts, calendar=calendar)
    for pause in pauses:
        if pause.start <= answer.unrolled:
            taken.append(pause)
            answer = compute(rule, origin, ledger=[*restarts, *taken], calendar=calendar)
    return answer


def _court_stage(defence_raised: bool | None, filed: date) -> list[Line]:
    later = ground("lim.court_defence", filed)
    if defence_raised is None:
        text = f"尚未记录对方在仲裁中是否提出时效抗辩；{later.text}"
    elif defence_raised:
        text = "对方已在仲裁中提出时效抗辩，由仲裁庭审查；诉讼中可以继续主张"
    else:
        text = f"对方在仲裁中没有提出时效抗辩；{later.text}"
    return [Line(text, later.basis)]
