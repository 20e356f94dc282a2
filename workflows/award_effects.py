"""After the award (裁决之后): is it effective, from which day, for whom, and who may still do what until when.

The scenario table of rules §7.2 (LMA 47-51; I1 3-4, 10-11, 16-25; SPC2000), worker by worker and clock by
clock: every remedy runs from the party's own receipt. Pure: the day asked about comes in as `on`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.award_facts import Award, Happening, History, history
from workflows.award_kinds import Clocks, Final, NonFinal, NoSuit, OpenRemedy, WorkerEffect
from workflows.award_reasons import Reasons
from workflows.calendar import Calendar
from workflows.working import Line

__all__ = ["AwardEffect", "OpenRemedy", "WorkerEffect", "effects"]

KINDS = {"final": Final, "non_final": NonFinal, "advance_payment": NoSuit, "mediation_statement": NoSuit}


@dataclass(frozen=True)
class AwardEffect:
    """The answer for one award."""

    id: str
    workers: tuple[WorkerEffect, ...]
    open_remedies: tuple[OpenRemedy, ...]
    reasons: tuple[Line, ...]


def effects(
    awards: Iterable[Award], events: Iterable[Happening], on: date, *, calendar: Calendar | None = None
) -> tuple[tuple[AwardEffect, ...], tuple[str, ...]]:
    """Every award's effect on the day `on`, and what is unsure. Events after `on` have not happened yet.

    Raises InputError for events that cannot have happened.
    """
    clocks = Clocks(calendar or Calendar.standard())
    known = tuple(awards)
    by_award: dict[str, list[Happening]] = {a.id: [] for a in known}
    for event in events:
        if event.date <= on:
            by_award[event.award].append(event)
    answers = tuple(_effect(award, by_award[award.id], on, clocks) for award in known)
    return _beside_each_other(known, answers, by_award), clocks.warnings()


def _effect(award: Award, events: Sequence[Happening], on: date, clocks: Clocks) -> AwardEffect:
    facts = history(award, events)
    reasons = Reasons()
    if on < award.made:
        reasons.add("所问之日裁决还没有作出。", "LMA 47")
        return AwardEffect(award.id, tuple(WorkerEffect(w.id, "pending") for w in award.workers), (), reasons.lines())
    kind = _treated_as(award, facts, reasons)
    one = KINDS[kind](award, facts, on, clocks, reasons)
    workers = tuple(one.worker(w) for w in award.workers)
    remedies = [r for r in one.remedies(workers) if r.until is None or r.until >= on]
    for remedy in remedies:
        if remedy.until is None:
            reasons.about(remedy.party, "没有收到文书的记录，期限尚未起算；请登记送达日期。", "LMA 48-50")
    return AwardEffect(award.id, workers, tuple(dict.fromkeys(remedies)), reasons.lines())


def _treated_as(award: Award, facts: History, reasons: Reasons) -> str:
    """Which rules govern the paper (I1 18-20)."""
    if award.type == "mixed":
        reasons.add("同一份裁决书里既有终局又有非终局事项，按非终局裁决处理。", "I1 20")
        return "non_final"
    if award.type != "unlabelled":
        return award.type
    if award.found == "final" or any(s.end == "refused_final" for s in facts.suits):
        reasons.add("裁决书没有写明类型，经基层法院审查属于终局裁决。", "I1 18")
        return "final"
    if not award.found:
        text = "裁决书没有写明类型，暂按非终局裁决计算；基层法院审查认为属于终局的，用人单位收到该裁定后可以申请撤销。"
        reasons.add(text, "I1 18")
    return "non_final"


def _beside_each_other(
    awards: Sequence[Award], answers: tuple[AwardEffect, ...], events: Mapping[str, Sequence[Happening]]
) -> tuple[AwardEffect, ...]:
    """Split awards live side by side; the intermediate court may wait for the non-final one (row 12)."""
    sued = any(a.type == "non_final" and any(e.what == "sue" for e in events[a.id]) for a in awards)
    if not sued:
        return answers
    note = Line(
        "同案的非终局裁决已经起诉，两份裁决各按各的救济途径进行；中级法院可以中止撤销案件，等待该案结果。", "O1 十二"
    )
    return tuple(
        replace(answer, reasons=(*answer.reasons, note))
        if award.type == "final" and any(e.what == "apply_annul" for e in events[award.id])
        else answer
        for award, answer in zip(awards, answers, strict=True)
    )
