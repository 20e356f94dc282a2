"""What the program asks of an index.

Adapters: `whoosh_index` (embedded default), `tantivy_index` (large stocks), `memory_index` (tests, small sets).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, get_args

Authority = Literal["standard", "guiding", "typical", "higher_court", "own_court", "own_office"]
Fate = Literal["upheld", "changed", "set_aside", "unknown"]
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)
FATES: tuple[Fate, ...] = get_args(Fate)

AUTHORITY_TITLES: dict[str, str] = {
    "standard": "裁审口径",
    "guiding": "指导性案例",
    "typical": "典型案例",
    "higher_court": "上级法院裁判",
    "own_court": "本地法院裁判",
    "own_office": "本机构裁决",
}
FATE_TITLES: dict[str, str] = {
    "upheld": "法院裁判与裁决一致",
    "changed": "已被法院改判",
    "set_aside": "已被法院撤销",
    "unknown": "后续情况未登记",
}
OVERTURNED: frozenset[str] = frozenset({"changed", "set_aside"})
DISPOSITION_TITLES: dict[str, str] = {
    "granted": "支持",
    "partly": "部分支持",
    "refused": "不支持",
    "settled": "调解",
    "withdrawn": "撤回",
    "unknown": "原文未写明",
}


@dataclass(frozen=True)
class ItemOutcome:
    """What was decided on one claim item. Sums in fen; None where the text gives no sum for this item."""

    kind: str
    disposition: str
    claimed_fen: int | None = None
    awarded_fen: int | None = None


@dataclass(frozen=True)
class PrecedentDoc:
    """One de-identified decision as the index holds it. `articles` are index forms ("LCL 47").

    `fate` is what a court made of the award later; `fate_note` says which court and where it is written.
    Nothing from the inner file (副卷) may be put here.
    """

    key: str
    title: str
    publisher: str = ""
    source: str = ""
    authority: Authority = "own_office"
    fate: Fate = "unknown"
    kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    issues: str = ""
    facts: str = ""
    reasoning: str = ""
    result: str = ""
    articles: tuple[str, ...] = ()
    items: tuple[ItemOutcome, ...] = ()
    office: str = ""
    court: str = ""
    day: date | None = None
    region: str = ""
    url: str = ""
    notes: str = ""
    fate_note: str = ""

    @property
    def text(self) -> str:
        """Everything that is searched."""
        return "\n".join(part for part in (self.title, self.issues, self.facts, self.reasoning, self.result) if part)

    @property
    def mark(self) -> str:
        """The sentence that must stand beside an award a court did not leave standing; empty otherwise."""
        if self.fate not in OVERTURNED:
            return ""
        return f"注意：本案裁决{FATE_TITLES[self.fate]}" + (f"（{self.fate_note}）" if self.fate_note else "") + "。"


@dataclass(frozen=True)
class SimilarQuery:
    """A question to the index. Build it with `search_index.query`; any part may be empty.

    `terms` are words a person insists on; `text` is read for its terms and never sent whole.
    """

    kinds: tuple[str, ...] = ()
    issues: str = ""
    articles: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    text: str = ""

    @property
    def empty(self) -> bool:
        return not (self.kinds or self.issues.strip() or self.articles or self.terms or self.text.strip())


@dataclass(frozen=True)
class Filters:
    """What a hit must satisfy. Empty parts ask nothing. `kinds`, `articles`: one of them is enough. `region`: its beginning.

    `outcomes`: one item was decided so; where kinds are asked for, an item of these kinds.
    """

    kinds: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    fates: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    region: str = ""
    office: str = ""
    court: str = ""
    since: date | None = None
    until: date | None = None
    exclude: tuple[str, ...] = ()

    def accept(self, doc: PrecedentDoc) -> bool:
        return (
            (not self.kinds or bool(set(self.kinds) & set(doc.kinds)))
            and (not self.articles or bool(set(self.articles) & set(doc.articles)))
            and (not self.authorities or doc.authority in self.authorities)
            and (not self.fates or doc.fate in self.fates)
            and (not self.outcomes or any(self._decided(item) for item in doc.items))
            and doc.region.startswith(self.region)
            and (not self.office or self.office == doc.office)
            and (not self.court or self.court == doc.court)
            and (not self.since or (doc.day is not None and doc.day >= self.since))
            and (not self.until or (doc.day is not None and doc.day <= self.until))
            and doc.key not in self.exclude
        )


    def _decided(self, item: ItemOutcome) -> bool:
        return item.disposition in self.outcomes and (not self.kinds or item.kind in self.kinds)

    @property
    def outcome_terms(self) -> tuple[str, ...]:
        """The outcomes as an index holds them: "granted", or "overtime=granted" where kinds are asked for."""
        return tuple(f"{kind}={said}" for kind in self.kinds for said in self.outcomes) if self.kinds else self.outcomes


NO_FILTERS = Filters()


@dataclass(frozen=True)
class LookUp:
    """What a person looks for by words: every group must be there, any one of a group's ways of saying it is enough.

    Build it with `search_index.plain`. `phrases` must stand in the text as they are.
    """

    groups: tuple[tuple[tuple[str, str], ...], ...] = ()
    phrases: tuple[str, ...] = ()
    query: SimilarQuery = field(default_factory=SimilarQuery)

    @property
    def empty(self) -> bool:
        return not (self.groups or self.phrases)




@dataclass(frozen=True)
class Hit:
    """A found decision and why. `passages` mark what matched as 〖…〗; `parts` are the shares of the score by name."""

    doc: PrecedentDoc
    score: float
    why: tuple[str, ...]
    passages: tuple[str, ...] = ()
    outcome_for_like_item: ItemOutcome | None = None
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return self.doc.mark


@dataclass(frozen=True)
class Answer:
    """One page of an answer. `total` counts all that were ranked; `capped`: there may be more than were ranked.

    `facets` counts them by kind, authority, office, court, year, outcome and fate, commonest first.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    capped: bool = False
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Stats:
    """How much an index holds. `where` is for people: a folder, or 内存. `stale`: the vocabulary changed, rebuild."""

    documents: int
    where: str
    bytes: int = 0
    updated: str = ""
    stale: bool = False


Progress = Callable[[int], None]


class SearchIndex(Protocol):
    """An index of precedents. `put`, `delete` and `rebuild` write; one process at a time may write.

    Each call of `put` and `delete` is one commit: all of it is there afterwards, or none.
    A reader sees what others wrote after `refresh`.
    """

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        """Add documents, replacing those with the same key. Twice the same is once."""

    def delete(self, keys: Iterable[str]) -> None:
        """Take documents out; a key that is not there is no error."""

    def rebuild(self, docs: Iterable[PrecedentDoc], progress: Progress | None = None) -> int:
        """Make the whole index anew from `docs` while the old one still answers. Answers how many it holds.

        A key that comes twice counts once, as it came first. `progress` is told the number after each document.
        """

    def search(self, query: SimilarQuery, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
        """The `k` best, best first; the same question on the same stock gives the same answer."""

    def ask(self, query: SimilarQuery, filters: Filters = NO_FILTERS, start: int = 0, k: int = 10) -> Answer:
        """One page of the most like decisions, with facets over all that were compared."""

    def order(self, query: SimilarQuery, filters: Filters = NO_FILTERS) -> dict[str, float]:
        """Key and score of every decision compared, best first, without reasons."""

    def look_up(self, wanted: LookUp, filters: Filters = NO_FILTERS, start: int = 0, k: int = 10) -> Answer:
        """One page of the decisions that hold everything wanted."""

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field is."""

    def get(self, key: str) -> PrecedentDoc | None: ...

    def stats(self) -> Stats: ...

    def refresh(self) -> None:
        """See what was written since this reader was opened."""

    def close(self) -> None: ...
