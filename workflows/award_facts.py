"""What happened to an award: its parties, its suits, applications to annul and enforcement, put together from events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflows import catalogue
from workflows.errors import InputError

SUIT_ENDS = {
    "suit_withdrawn": "withdrawn",
    "suit_dismissed_late": "late",
    "suit_dismissed_wrong_party": "wrong",
    "suit_dismissed_not_labour": "wrong",
    "suit_refused_final": "refused_final",
    "judgment_effective": "judged",
}
ANNUL_ENDS = {"annul_dismissed": "dismissed", "annul_withdrawn": "withdrawn", "annulled": "annulled"}


@dataclass(frozen=True)
class Party:
    """One party of an award; `served` is the day the award reached it, None while it has not."""

    id: str
    side: str
    served: date | None


@dataclass(frozen=True)
class Award:
    """One award. `found` says what an unlabelled award was found to be ("final", "non_final" or "" while nobody said)."""

    id: str
    type: str
    made: date
    parties: tuple[Party, ...]
    found: str = ""

    @cached_property
    def workers(self) -> tuple[Party, ...]:
        return tuple(p for p in self.parties if p.side == "worker")

    @cached_property
    def employers(self) -> tuple[Party, ...]:
        return tuple(p for p in self.parties if p.side == "employer")


@dataclass(frozen=True)
class Happening:
    """One event. `against` narrows an employer's suit to some workers; `of` names whose matter a ruling is about."""

    date: date
    what: str
    award: str
    party: str
    against: tuple[str, ...] = ()
    of: str = ""
    court: str = ""


@dataclass
class Matter:
    """A suit or an application to annul: who brought it when, how it ended, who received the ruling when."""

    by: str
    filed: date
    against: tuple[str, ...] = ()
    court: str = ""
    end: str = ""
    received: dict[str, date] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        return not self.end

    @property
    def ended(self) -> date:
        """The day the one who brought it received the ruling; the first known receipt where that is not recorded."""
        return self.received.get(self.by) or min(self.received.values())

    def concerns(self, worker: str) -> bool:
        return not self.against or worker in self.against


class Matters(list[Matter]):
    """Matters in the order they were brought, also by who brought them: a collective case has hundreds."""

    def __init__(self) -> None:
        super().__init__()
        self._by: dict[str, list[Matter]] = {}

    def by(self, party: str) -> Sequence[Matter]:
        return self._by.get(party, ())

    def bring(self, event: Happening, name: str) -> None:
        """Add the matter an event opens. Raises InputError when it is there already."""
        mine = self._by.setdefault(event.party, [])
        if any(m.filed == event.date and m.against == event.against for m in mine):
            why = f"{event.party} 在同一天已经有一次「{name}」。"
            raise InputError("events", event.date, why, "请删去重复的事件。")
        matter = Matter(event.party, event.date, event.against, event.court)
        mine.append(matter)
        self.append(matter)


@dataclass
class History:
    """Everything that happened to one award up to a day."""

    suits: Matters = field(default_factory=Matters)
    annulments: Matters = field(default_factory=Matters)
    enforcement: dict[str, date] = field(default_factory=dict)
    refused_enforcement: dict[str, date] = field(default_factory=dict)

    def last_suit(self, party: str, worker: str) -> Matter | None:
        """The last suit of `party` that concerns `worker` (a worker's own suit concerns that worker)."""
        return next((s for s in reversed(self.suits.by(party)) if party == worker or s.concerns(worker)), None)


def title(what: str) -> str:
    """The Chinese name of an event."""
    return str(catalogue.read("award_events")["events"][what])


def history(award: Award, events: Iterable[Happening]) -> History:
    """Put the events of one award together. Raises InputError for an event that cannot have happened."""
    ordered = sorted(events, key=lambda e: e.date)
    sides = {p.id: p.side for p in award.parties}
    found = History()
    for event in ordered:
        if event.date < award.made:
            why = f"早于裁决 {award.id} 的作出日 {award.made.isoformat()}。"
            raise InputError("date", event.date, why, f"请核对「{title(event.what)}」的日期。")
        if event.what == "sue":
            found.suits.bring(event, "起诉")
        elif event.what == "apply_annul":
            found.annulments.bring(event, "申请撤销")
        elif event.what == "enforcement_applied":
            found.enforcement.setdefault(event.party, event.date)
        elif event.what == "non_enforcement":
            found.refused_enforcement.setdefault(event.party, event.date)
    # A ruling is tied to the one who brought the matter first; the other side's receipt then finds it already ended.
    rulings = [e for e in ordered if e.what in SUIT_ENDS or e.what in ANNUL_ENDS]
    own: list[Happening] = []
    others: list[Happening] = []
    for event in rulings:
        matters = found.suits if event.what in SUIT_ENDS else found.annulments
        (own if event.of or matters.by(event.party) else others).append(event)
    for event in own + others:
        _rule(found, event, sides)
    return found


def _rule(found: History, event: Happening, sides: dict[str, str]) -> None:
    suits = event.what in SUIT_ENDS
    end = (SUIT_ENDS if suits else ANNUL_ENDS)[event.what]
    targets = _targets(found.suits if suits else found.annulments, event, end, sides)
    if not targets:
        missing = "起诉（sue）" if suits else "申请撤销（apply_annul）"
        why = f"{event.date.isoformat()} 的「{title(event.what)}」之前没有对应的{missing}。"
        raise InputError("what", event.what, why, f"请先补上{missing}事件，或者核对裁决编号、当事人和日期。")
    for matter in targets:
        if end == "refused_final" and sides[matter.by] == "worker":
            why = f"{matter.by} 是劳动者，终局裁决不妨碍劳动者起诉。"
            raise InputError("what", event.what, why, "请核对是谁的起诉被驳回。", "LMA 48")
        matter.end = end
        matter.received.setdefault(event.party, event.date)


def _targets(matters: Matters, event: Happening, end: str, sides: dict[str, str]) -> list[Matter]:
    """The matters a ruling is about."""

    def waiting(candidates: Iterable[Matter]) -> list[Matter]:
        return [m for m in candidates if m.filed <= event.date and m.end in ("", end) and event.party not in m.received]

    # A party's receipts follow its suits in order; the oldest that still waits for this ruling is meant.
    mine = waiting(matters.by(event.of or event.party))[:1]
    if mine or event.of:
        return mine
    theirs = waiting(m for m in matters if sides[m.by] != sides[event.party])
    if sides[event.party] == "worker":
        theirs = [m for m in theirs if m.concerns(event.party)]
    ended = [m for m in theirs if not m.live]
    if ended:
        return ended
    names = list(dict.fromkeys(m.by for m in theirs))
    if len(names) > 1:
        why = f"{event.party} 收到的「{title(event.what)}」可能对应多名当事人（{'、'.join(names)}）的案件。"
        raise InputError("of", event.of, why, "请在该事件里用 of 写明是谁提起的案件。")
    return theirs
