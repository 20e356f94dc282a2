"""The ledger of a limit: what restarted it, what is not counted, what made it longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workflows.errors import InputError
from workflows.limits_rules import UNITS, LimitRule
from workflows.working import Line

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LedgerEntry:
    """One event on a limit.

    `restart`: `start` is the day of the event. `exclude`: `start`..`end`, both included, are not
    counted (or `days` from `start`; with neither, still open: the answer is then the earliest
    possible day and says so). `extend`: `days` more in the rule's unit; `start` is the day
    of approval. `reason` is shown; `basis` the article; `event` the id of the recorded event.
    """

    kind: Literal["restart", "exclude", "extend"]
    start: date
    end: date | None = None
    days: int | None = None
    reason: str = ""
    basis: str = ""
    event: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a ledger comes to: where counting starts, which days it skips, how many it adds."""

    start: date
    skipped: tuple[tuple[date, date], ...]
    added: int
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    is_open: bool


def cn(day: date) -> str:
    """2026年2月26日（星期四）"""
    return f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）"


def span(first: date, last: date) -> str:
    """2月15日至2月23日, with the year once."""
    head = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return head
    tail = f"{last.month}月{last.day}日"
    return f"{head}至{tail}" if first.year == last.year else f"{head}至{last.year}年{tail}"


def read(ledger: Sequence[LedgerEntry], law: LimitRule, origin: date) -> Reading:
    """Check a ledger against its rule and bring it to one start, disjoint skipped spans and one extension.

    Raises InputError for what the rule does not allow and for impossible dates.
    """
    lines: list[Line] = []
    warnings: list[str] = []
    start = _restart([e for e in ledger if e.kind == "restart"], law, origin, lines, warnings)
    skipped = _exclude([e for e in ledger if e.kind == "exclude"], law, origin, start, lines, warnings)
    added = _extend([e for e in ledger if e.kind == "extend"], law, origin, start, lines, warnings)
    is_open = any(e.kind == "exclude" and e.end is None and e.days is None for e in ledger)
    return Reading(start, skipped, added, tuple(lines), tuple(warnings), is_open)


def _restart(entries: list[LedgerEntry], law: LimitRule, origin: date, lines: list[Line], warnings: list[str]) -> date:
    if not entries:
        return origin
    for entry in entries:
        if entry.start < origin:
            raise InputError(
                "restart", entry.start, f"重新计算的日期早于起算日 {origin.isoformat()}。", "请核对这两个日期。"
            )
    if not law.restart:
        warnings.append(f"规则「{law.title}」没有列明可以重新计算的事由，请核对依据。")
    decisive = max(entries, key=lambda e: e.start)
    basis = law.restart_basis or law.basis
    for entry in sorted(entries, key=lambda e: e.start):
        last = "" if entry is decisive else "（以后又重新计算，不再起作用）"
        lines.append(
            Line(
                f"{cn(entry.start)}{entry.reason or '发生重新计算的事由'}，期限从次日起重新计算{last}",
                entry.basis or basis,
            )
        )
    return decisive.start


def _exclude(
    entries: list[LedgerEntry], law: LimitRule, origin: date, start: date, lines: list[Line], warnings: list[str]
) -> tuple[tuple[date, date], ...]:
    if entries and not law.exclude:
        warnings.append(f"规则「{law.title}」没有列明不计入的事由；请核对是否有准予顺延的决定（CPL 86）。")
    spans: list[tuple[date, date]] = []
    for entry in sorted(entries, key=lambda e: (e.start, _end(e))):
        first, last = entry.start, _end(entry)
        reason = entry.reason or "不计入期限的事由"
        if entry.end is None and entry.days is None:
            last = max(last, start + ONE_DAY)  # it lasts still, so it covers whatever day is counted first
            warnings.append(f"「{reason}」还没有结束，期限停在这里；算出的日期只是最早可能的一天，结束后须重新计算。")
        basis = entry.basis or law.exclude_basis or (law.basis if law.exclude else "CPL 86")
        if last <= origin:
            raise InputError(
                "exclude",
                f"{first}..{last}",
                f"不计入的日期全部在起算日 {origin.isoformat()} 以前，不在期间之内。",
                "请核对起止日期。",
            )
        if first < origin:
            warnings.append(f"「{reason}」从{span(first, first)}开始，早于起算日，只扣除起算之后的日子。")
        if last <= start:
            lines.append(Line(f"{span(first, last)}（{reason}）在重新计算以前，不再影响期限", basis))
            continue
        first = max(first, start + ONE_DAY)
        lines.append(Line(f"{span(first, last)}共{(last - first).days + 1}日不计入（{reason}，首尾两日都扣除）", basis))
        if spans and first <= spans[-1][1]:
            warnings.append(f"「{reason}」与前一段不计入的日期重叠，已合并，重叠的日子只扣除一次。")
            last = max(last, spans[-1][1])
            first = spans.pop()[0]
        spans.append((first, last))
    return tuple(spans)


def _end(entry: LedgerEntry) -> date:
    """The last day of an exclusion; one still open counts as its first day only. InputError when it ends before it starts."""
    end = entry.end
    if end is None:
        end = entry.start + timedelta(days=(entry.days or 1) - 1)
    if end < entry.start:
        raise InputError("exclude", f"{entry.start}..{end}", "结束日早于开始日。", "请把两个日期核对后重新填写。")
    return end


def _extend(
    entries: list[LedgerEntry], law: LimitRule, origin: date, start: date, lines: list[Line], warnings: list[str]
) -> int:
    if not entries:
        return 0
    if law.extend is None:
        raise InputError(
            "extend", entries[0].days, f"规则「{law.title}」不能延长。", "请删去延期，或者核对规则编号。", law.basis
        )
    total = 0
    for entry in entries:
        if entry.days is None or entry.days <= 0:
            raise InputError("extend", entry.days, "延长的天数应为大于零的整数。", "请填写批准的天数，例如 15。")
        total += entry.days
        if entry.start < origin:
            raise InputError("extend", entry.start, f"延期批准日早于起算日 {origin.isoformat()}。", "请核对批准日期。")
        if entry.start < start:
            warnings.append("延期批准在期限重新计算以前；批准是否仍然有效没有明文，请核对后再采用。")
        lines.append(
            Line(
                f"延长{entry.days}{UNITS[law.unit]}（{entry.reason or '经批准延期'}；{law.extend.who}）",
                entry.basis or law.extend.basis,
            )
        )
    if law.extend.times is not None and len(entries) > law.extend.times:
        raise InputError(
            "extend",
            len(entries),
            f"「{law.title}」只能延长{law.extend.times}次。",
            "请只保留一次批准。",
            law.extend.basis,
        )
    if law.extend.max is not None and total > law.extend.max:
        raise InputError(
            "extend", total, f"「{law.title}」最多延长{law.extend.max}{UNITS[law.unit]}（{law.extend.basis}）。",
            f"请改为不超过{law.extend.max}。", law.extend.basis,
        )  # fmt: skip
    return total
