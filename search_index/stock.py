"""What every adapter has in common: a document's record, and answering from the candidates an engine names."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from search_index.citations import plain
from search_index.governing import governing
from search_index.port import NO_FILTERS, Answer, Filters, Hit, LookUp, PrecedentDoc, SimilarQuery
from search_index.ranking import Candidate, answer, weigh
from search_index.scoring import ARTICLE_BOOST, CANDIDATES, GOVERNING_BOOST, key_terms
from search_index.vectors import Counts, document_counts, pack, query_counts

USUAL_ARTICLES = 8
"""How many of the articles that usually govern a question help to choose candidates."""

SHORT = 500
FEW = 50
"""An article applied by more documents than this says little about any of them, and costs time."""

Term = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """What an engine shall choose candidates by. All of `groups` (any term of each); then the more of `terms` the better.

    Neither: every document.
    """

    terms: Sequence[tuple[str, str, float]] = ()
    groups: Sequence[Sequence[Term]] = ()


@dataclass(frozen=True)
class Record:
    """A document as an index holds it: its terms for the engine, and what is kept beside them."""

    doc: PrecedentDoc
    counts: Counts
    brief: str
    packed: bytes

    @property
    def outcomes(self) -> tuple[str, ...]:
        said = {item.disposition for item in self.doc.items}
        return (*sorted(said), *sorted({f"{item.kind}={item.disposition}" for item in self.doc.items}))


def record(doc: PrecedentDoc) -> Record:
    counts = document_counts(doc)
    brief = [
        doc.key,
        doc.kinds,
        doc.articles,
        doc.authority,
        doc.fate,
        doc.day.toordinal() if doc.day else 0,
        doc.office,
        doc.court,
        [(item.kind, item.disposition) for item in doc.items],
    ]
    return Record(doc, counts, json.dumps(brief, ensure_ascii=False, separators=(",", ":")), pack(doc, counts))


def candidate(brief: str | bytes, packed: bytes, load: Callable[[], PrecedentDoc]) -> Candidate:
    key, kinds, articles, authority, fate, day, office, court, items = json.loads(brief)
    when = date.fromordinal(day) if day else None
    return Candidate(key, kinds, articles, authority, fate, when, office, court, items, packed, load)


class Stock(ABC):
    """The reading half of a SearchIndex. An adapter says what it holds and names candidates; the rest is the same for all."""

    reach: int = CANDIDATES
    """How many candidates are compared in full."""

    postings: int | None = None
    """How many entries an engine may read to choose them; None where reading is cheap."""

    @abstractmethod
    def documents(self) -> int: ...

    @abstractmethod
    def frequency(self, field: str, term: str) -> int: ...

    @abstractmethod
    def choose(self, wanted: Wanted, filters: Filters, most: int) -> list[Candidate]:
        """Up to `most` candidates, the likeliest first."""

    def search(self, query: SimilarQuery, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
        return list(self.ask(query, filters, 0, k).hits)

    def ask(self, query: SimilarQuery, filters: Filters = NO_FILTERS, start: int = 0, k: int = 10) -> Answer:
        if query.empty or not self.documents():
            return Answer()
        most = max(self.reach, start + k)
        asked = query_counts(query)
        found = self.choose(self._wanted(query, asked, most), filters, most)
        return answer(query, asked, found, self, start, k, most)

    def order(self, query: SimilarQuery, filters: Filters = NO_FILTERS) -> dict[str, float]:
        if query.empty or not self.documents():
            return {}
        asked = query_counts(query)
        found = self.choose(self._wanted(query, asked, self.reach), filters, self.reach)
        scores = weigh(query, asked, found, self)
        return {found[i].key: round(float(scores.whole[i]), 9) for i in scores.order}

    def _wanted(self, query: SimilarQuery, asked: Counts, most: int) -> Wanted:
        """Key terms and articles. A small stock needs none: there every document is ranked."""
        if self.documents() <= most:
            return Wanted()
        terms: Iterable[tuple[str, str, float]] = key_terms(asked, self, postings=self.postings)
        # A whole case speaks of everything; its own kinds and articles say better what it is about.
        usual = governing(f"{query.text}\n{query.issues}") if len(query.text) <= SHORT else {}
        known = [(a, w) for a, w in usual.items() if a not in query.articles and 0 < self.frequency("articles", a) <= FEW]
        best = sorted(known, key=lambda pair: (-pair[1], pair[0]))[:USUAL_ARTICLES]
        return Wanted(
            terms=(
                *terms,
                *(("articles", article, ARTICLE_BOOST) for article in query.articles),
                *(("articles", article, GOVERNING_BOOST * weight) for article, weight in best),
            )
        )

    def look_up(self, wanted: LookUp, filters: Filters = NO_FILTERS, start: int = 0, k: int = 10) -> Answer:
        if (wanted.empty and filters == NO_FILTERS) or not self.documents():
            return Answer()
        most = max(5 * self.reach, start + k)
        found = self.choose(Wanted(groups=wanted.groups), filters, most)
        capped = len(found) >= most
        if wanted.phrases:
            found = [one for one in found if _says(one.load(), wanted.phrases)]
        return replace(answer(wanted.query, query_counts(wanted.query), found, self, start, k, most), capped=capped)


def _says(doc: PrecedentDoc, phrases: Sequence[str]) -> bool:
    text = plain(doc.text).lower()
    return all(phrase in text for phrase in phrases)


def as_json(doc: dict[str, Any]) -> bytes:
    return json.dumps(doc, ensure_ascii=False, default=str).encode()
