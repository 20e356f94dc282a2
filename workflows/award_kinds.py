"""The rules for each type of award, worker by worker and clock by clock (rules §7.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows import limits
from workflows.award_facts import Award, History, Matter, Party
from workflows.award_reasons import Reasons
from workflows.calendar import Calendar
from workflows.errors import InputError

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkerEffect:
    """Where an award stands for one worker. `effective_from` is the first day of effect, None where there is none."""

    id: str
    status: str
    effective_from: date | None = None


@dataclass(frozen=True)
class OpenRemedy:
    """What a party may still do. `until` is the last day, None while the party has not received the paper."""

    party: str
    action: str
    court: str
    until: date | None
    rule: str


class Clocks:
    """The last day of a remedy by rule and day of receipt; each pair is computed once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._known: dict[tuple[str, date], limits.LimitAnswer] = {}

    def answer(self, rule: str, received: date) -> limits.LimitAnswer:
        key = (rule, received)
        if key not in self._known:
            self._known[key] = limits.compute(rule, received, calendar=self.calendar)
        return self._known[key]

    def due(self, rule: str, received: date | None) -> date | None:
        return None if received is None else self.answer(rule, received).due

    def warnings(self) -> tuple[str, ...]:
        """What is unsure about the days computed, once each."""
        return tuple(dict.fromkeys(w for a in self._known.values() for w in a.warnings))


class Kind:
    """One award under one set of rules."""

    def __init__(self, award: Award, facts: History, on: date, clocks: Clocks, reasons: Reasons) -> None:
        self.award = award
        self.facts = facts
        self.on = on
        self.clocks = clocks
        self.reasons = reasons

    def worker(self, who: Party) -> WorkerEffect:
        raise NotImplementedError

    def remedies(self, workers: Sequence[WorkerEffect]) -> list[OpenRemedy]:
        raise NotImplementedError

    def after_late(self, party: Party, rule: str) -> date:
        """First day after the suit period of `party` (SPC2000 2). Raises InputError without its day of receipt."""
        due = self.clocks.due(rule, party.served)
        if due is None:
            why = f"{party.id} 的起诉被以逾期为由驳回，却没有收到裁决的日期。"
            raise InputError("served", "", why, "请在该当事人处填写 served。", "SPC2000 2")
        return due + ONE_DAY

    def say_if_late(self, suit: Matter, party: Party, rule: str) -> None:
        due = self.clocks.due(rule, party.served)
        if suit.live and due is not None and suit.filed > due:
            text = f"起诉日 {suit.filed} 已超过期限 {due}，是否逾期由法院认定；以逾期为由驳回的，自 {due + ONE_DAY} 起恢复效力。"
            self.reasons.about(party.id, text, "SPC2000 2")

    def non_enforcement(self, worker: str) -> bool:
        """Whether enforcement was refused as far as this worker is concerned."""
        told = self.facts.refused_enforcement
        if any(w.id in told for w in self.award.workers):
            return worker in told
        # Only the employer's receipt is known: whose enforcement was refused is not, so it may be anybody's.
        return any(e.id in told for e in self.award.employers)

    def remedies_after_refusal(self, workers: Sequence[WorkerEffect]) -> list[OpenRemedy]:
        """Either side may sue after a refusal to enforce (I1 24)."""
        told = self.facts.refused_enforcement
        if not told:
            return []
        rule = "post.sue.after_non_enforcement"
        touched = {w.id for w in workers if w.status == "no_effect" and self.non_enforcement(w.id)}
        return (
            [
                OpenRemedy(p.id, "sue", "basic", self._from_receipt(rule, p, told, "不予执行裁定"), rule)
                for p in self.award.parties
                if (p.side == "employer" or p.id in touched)
                and not any(s.filed >= min(told.values()) for s in self.facts.suits.by(p.id))
            ]
            if touched
            else []
        )

    def _from_receipt(self, rule: str, party: Party, received: Mapping[str, date], paper: str) -> date | None:
        """The last day from the party's own receipt; provisional from the first known one, None once that has passed."""
        if party.id in received:
            return self.clocks.due(rule, received[party.id])
        provisional = self.clocks.due(rule, min(received.values()))
        text = f"没有收到{paper}的记录，暂从已知最早的收到日起算；实际以本人收到之日为准。"
        self.reasons.about(party.id, text, "LMA 49; I1 21, 24")
        return provisional if provisional is not None and provisional >= self.on else None


class NoSuit(Kind):
    """Advance-payment awards and arbitral mediation statements: no suit lies (rows 16, 17)."""

    def worker(self, who: Party) -> WorkerEffect:
        statement = self.award.type == "mediation_statement"
        if any(s.by for s in self.facts.suits):
            self.reasons.add(
                "对仲裁调解书起诉，法院不予受理。" if statement else "对先予执行裁决起诉，法院不予受理。",
                "I1 11" if statement else "I1 10",
            )
        if not statement:
            self.reasons.add("先予执行裁决不能起诉，劳动者可以依法申请执行。", "LMA 44; I1 10")
            return WorkerEffect(who.id, "effective", self.award.made)
        signed = [p.served for p in (who, *self.award.employers)]
        if None in signed or max(d for d in signed if d) > self.on:
            self.reasons.about(who.id, "双方还没有都签收，调解书未生效，任何一方可以反悔。", "LMA 42")
            return WorkerEffect(who.id, "pending")
        start = max(d for d in signed if d)
        self.reasons.about(who.id, f"最后一方于 {start} 签收，调解书自该日起生效。", "LMA 42")
        return WorkerEffect(who.id, "effective", start)

    def remedies(self, workers: Sequence[WorkerEffect]) -> list[OpenRemedy]:
        return []


class NonFinal(Kind):
    """Non-final awards (rows 7 to 11, 13 to 15)."""

    RULE = "post.sue.nonfinal"

    def worker(self, who: Party) -> WorkerEffect:
        sides = (who, *self.award.employers)
        suits = [(p, self.facts.last_suit(p.id, who.id)) for p in sides]
        brought = [s for _, s in suits if s is not None]
        if any(s.end == "judged" for s in brought):
            self.reasons.about(who.id, "判决已经生效，取代裁决。", "LMA 50")
            return WorkerEffect(who.id, "superseded")
        if any(s.live for s in brought):
            for party, suit in suits:
                if suit is not None:
                    self.say_if_late(suit, party, self.RULE)
            self._say_sued(who, [p for p, s in suits if s is not None and s.live], [s for s in brought if s.live])
            return WorkerEffect(who.id, "no_effect")
        if any(s.end == "wrong" for s in brought):
            self.reasons.about(who.id, "起诉因主体不适格或者不属于劳动争议被驳回，裁决不发生法律效力。", "SPC2000 3")
            return WorkerEffect(who.id, "never_effective")
        days = [self._day(party, suit) for party, suit in suits]
        known = [d for d in days if d is not None]
        if len(known) < len(days) or max(known) > self.on:
            text = "各方起诉期限没有全部届满，裁决未生效。"
            self.reasons.about(who.id, text, "LMA 50; I1 17")
            return WorkerEffect(who.id, "pending")
        start = max(known)
        if self.non_enforcement(who.id):
            self.reasons.about(who.id, f"裁决自 {start} 起生效，后被裁定不予执行，当事人可以就该争议起诉。", "I1 24")
            return WorkerEffect(who.id, "no_effect")
        self.reasons.about(who.id, f"各方起诉期限均已届满或者起诉已经了结，裁决自 {start} 起生效。", "LMA 50; I1 17")
        return WorkerEffect(who.id, "effective", start)

    def _day(self, party: Party, suit: Matter | None) -> date | None:
        """The first day on which nothing of this party stands in the way; None while unknown."""
        if suit is None:
            due = self.clocks.due(self.RULE, party.served)
            return None if due is None else due + ONE_DAY
        if suit.end == "late":
            start = self.after_late(party, self.RULE)
            self.reasons.about(party.id, f"起诉以逾期为由被驳回，其起诉期限届满的次日为 {start}。", "SPC2000 2")
            return start
        if suit.end == "withdrawn":
            self.reasons.about(party.id, f"撤回起诉，准许撤诉裁定于 {suit.ended} 送达。", "SPC2000 1")
            return suit.ended
        return suit.ended

    def _say_sued(self, who: Party, plaintiffs: Sequence[Party], live: Sequence[Matter]) -> None:
        names = "、".join(sorted({"用人单位" if p.side == "employer" else "劳动者" for p in plaintiffs}))
        self.reasons.about(
            who.id, f"{names}已起诉，裁决全部不发生效力；未起诉的事项由法院一并写入判决。", "LMA 50; I1 16; O1 十五"
        )
        if len(live) > 1:
            self.reasons.about(
                who.id, "双方均起诉的并案审理，互为原告和被告；一方撤诉的，另一方的请求继续审理。", "I1 4"
            )
            courts = {s.court for s in live if s.court}
            if len(courts) > 1:
                self.reasons.about(who.id, "双方向不同法院起诉，后受理的法院移送先受理的法院。", "I1 4")

    def remedies(self, workers: Sequence[WorkerEffect]) -> list[OpenRemedy]:
        waiting = {w.id for w in workers if w.status in ("pending", "no_effect") and not self.non_enforcement(w.id)}
        found = []
        for party in self.award.parties:
            concerned = waiting & {party.id} if party.side == "worker" else waiting
            if any(self.facts.last_suit(party.id, w) is None for w in concerned):
                due = self.clocks.due(self.RULE, party.served)
                found.append(OpenRemedy(party.id, "sue", "basic", due, self.RULE))
        for annulment in self.facts.annulments:
            self.reasons.about(annulment.by, "对非终局裁决不能申请撤销，只能向基层法院起诉。", "LMA 49-50")
        return found + self.remedies_after_refusal(workers)


class Final(Kind):
    """Final awards (rows 1 to 6, 13 to 15)."""

    RULE = "post.sue.final_worker"

    def worker(self, who: Party) -> WorkerEffect:
        suit = self.facts.last_suit(who.id, who.id)
        if self._annulled():
            self.reasons.about(who.id, "裁决已被撤销，当事人可以自收到裁定之日起就该争议起诉。", "LMA 49")
            return WorkerEffect(who.id, "annulled")
        if suit is not None and suit.end == "judged":
            self.reasons.about(who.id, "判决已经生效，取代裁决。", "I1 21; O1 十三")
            return WorkerEffect(who.id, "superseded")
        if self.non_enforcement(who.id):
            self.reasons.about(who.id, "裁决被裁定不予执行，当事人可以就该争议起诉。", "I1 24")
            return WorkerEffect(who.id, "no_effect")
        if suit is not None and suit.live:
            text = (
                "劳动者已起诉，终局裁决的效力待法院认定，暂停执行提示，请人工核对；用人单位的抗辩由基层法院一并审查。"
            )
            self.reasons.about(who.id, text, "I1 21; O1 十三")
            self.say_if_late(suit, who, self.RULE)
            return WorkerEffect(who.id, "contested")
        if suit is not None and suit.end == "wrong":
            self.reasons.about(who.id, "起诉因主体不适格或者不属于劳动争议被驳回，裁决不发生法律效力。", "SPC2000 3")
            return WorkerEffect(who.id, "never_effective")
        start = self._start(who, suit)
        if who.id in self.facts.enforcement and any(a.live and not self._moot(a, suit) for a in self._applications()):
            text = "用人单位申请撤销、劳动者申请执行，中止执行；撤回或者驳回撤销申请的恢复执行，撤销裁决的终结执行。"
            self.reasons.about(who.id, text, "I1 25")
            return WorkerEffect(who.id, "enforcement_stayed", start)
        if any(a.live for a in self._applications()):
            self.reasons.add("申请撤销不影响裁决效力；劳动者申请执行的，中止执行。", "I1 25")
        return WorkerEffect(who.id, "effective", start)

    def _start(self, who: Party, suit: Matter | None) -> date:
        if suit is None:
            self.reasons.about(who.id, f"终局裁决自作出之日 {self.award.made} 起生效。", "LMA 47")
            return self.award.made
        if suit.end == "late":
            start = self.after_late(who, self.RULE)
            self.reasons.about(
                who.id, f"起诉以逾期为由被驳回，裁决自起诉期限届满的次日 {start} 起恢复效力。", "SPC2000 2"
            )
            return start
        self.reasons.about(who.id, f"劳动者撤诉，裁决自准许撤诉裁定送达之日 {suit.ended} 起生效。", "SPC2000 1")
        return suit.ended

    def _applications(self) -> list[Matter]:
        """The applications that count: only an employer may ask for annulment (LMA 49)."""
        employers = {e.id for e in self.award.employers}
        return [a for a in self.facts.annulments if a.by in employers]

    def _annulled(self) -> bool:
        return any(a.end == "annulled" for a in self._applications())

    def _moot(self, application: Matter, suit: Matter | None) -> bool:
        """An application lodged before the worker's suit was over falls with it (I1 21)."""
        return suit is not None and (suit.live or application.filed < suit.ended)

    def remedies(self, workers: Sequence[WorkerEffect]) -> list[OpenRemedy]:
        self._say_side_steps()
        if self._annulled():
            return self._after_annulment()
        found = []
        for party, effect in zip(self.award.workers, workers, strict=True):
            if effect.status in ("effective", "enforcement_stayed") and not self.facts.suits.by(party.id):
                due = self.clocks.due(self.RULE, party.served)
                found.append(OpenRemedy(party.id, "sue", "basic", due, self.RULE))
        for employer in self.award.employers:
            for effect in workers:
                remedy = self._annul(employer, effect)
                if remedy is not None:
                    found.append(remedy)
        return found + self.remedies_after_refusal(workers)

    def _annul(self, employer: Party, effect: WorkerEffect) -> OpenRemedy | None:
        """The employer's way to the intermediate court as far as one worker is concerned."""
        if effect.status in ("contested", "superseded", "no_effect"):
            if effect.status == "contested":
                text = "劳动者已起诉，用人单位申请撤销不予受理或者驳回；起诉被驳回或者撤诉的，另有申请撤销的期限。"
                self.reasons.about(employer.id, text, "I1 21")
            return None
        suit = self.facts.last_suit(effect.id, effect.id)
        if any(a.by == employer.id and not self._moot(a, suit) for a in self.facts.annulments):
            return None
        rule, until = "post.annul", self.clocks.due("post.annul", employer.served)
        if suit is not None:
            rule = "post.annul.after_worker_fails"
            until = self._from_receipt(rule, employer, suit.received, "驳回起诉或者准许撤诉裁定")
            if effect.status == "never_effective":
                self.reasons.about(employer.id, "裁决已不发生效力，通常没有申请撤销的必要。", "SPC2000 3; I1 21")
        elif self.award.type == "unlabelled":
            refused = [s for s in self.facts.suits.by(employer.id) if s.end == "refused_final"]
            if refused:
                rule = "post.annul.unlabelled"
                until = self.clocks.due(rule, refused[-1].ended)
        return OpenRemedy(employer.id, "annul", "intermediate", until, rule)

    def _after_annulment(self) -> list[OpenRemedy]:
        rule = "post.sue.after_annulled"
        received: dict[str, date] = {}
        for application in self.facts.annulments:
            if application.end == "annulled":
                received.update(application.received)
        sued = {s.by for s in self.facts.suits if s.live or s.end == "judged"}
        return [
            OpenRemedy(p.id, "sue", "basic", self._from_receipt(rule, p, received, "撤销裁定"), rule)
            for p in self.award.parties
            if p.id not in sued
        ]

    def _say_side_steps(self) -> None:
        """Acts that lead nowhere, said aloud."""
        employers = {e.id for e in self.award.employers}
        for suit in self.facts.suits:
            if suit.by in employers and self.award.type == "final" and not self._annulled():
                text = "用人单位不能就终局裁决起诉，基层法院不予受理或者驳回起诉；申请撤销的期限不因此改变。"
                self.reasons.about(suit.by, text, "LMA 48-49; I1 18")
        for application in self.facts.annulments:
            if application.by not in employers:
                self.reasons.about(application.by, "劳动者不能申请撤销终局裁决，可以在期限内起诉。", "LMA 48-49")
                continue
            served = next(e.served for e in self.award.employers if e.id == application.by)
            due = self.clocks.due("post.annul", served)
            after = [self.facts.last_suit(w.id, w.id) for w in self.award.workers]
            renewed = any(s is not None and not s.live and s.ended <= application.filed for s in after)
            if due is not None and application.filed > due and not renewed and self.award.type == "final":
                text = f"申请撤销日 {application.filed} 已超过期限 {due}，由中级法院审查。"
                self.reasons.about(application.by, text, "LMA 49")
