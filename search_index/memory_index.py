"""The small index: everything in memory, the same answers as the embedded engines. For tests and measured sets."""

from collections import defaultdict
from collections.abc import Iterable
from math import log

from search_index.port import Filters, PrecedentDoc, Progress, Stats
from search_index.ranking import Candidate
from search_index.scoring import CANDIDATES, K1
from search_index.stock import Record, Stock, Wanted, candidate, record
from search_index.vectors import FIELDS


class MemoryIndex(Stock):
    """A SearchIndex that lives as long as the object."""

    def __init__(self, docs: Iterable[PrecedentDoc] = (), candidates: int = CANDIDATES) -> None:
        self._docs: dict[str, tuple[Record, Candidate]] = {}
        self._postings: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._lengths: dict[str, int] = {}
        self.reach = candidates
        self.put(docs)

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        ready = [record(doc) for doc in docs]
        for one in ready:
            key = one.doc.key
            self._remove(key)
            self._docs[key] = (one, candidate(one.brief, one.packed, lambda doc=one.doc: doc))  # type: ignore[misc]
            self._lengths[key] = sum(one.counts["pairs"].values())
            for field in FIELDS:
                for term, count in one.counts[field].items():
                    self._postings[field, term][key] = count
            for article in one.doc.articles:
                self._postings["articles", article][key] = 1

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._remove(key)

    def _remove(self, key: str) -> None:
        if key not in self._docs:
            return
        gone, _ = self._docs.pop(key)
        del self._lengths[key]
        for field in FIELDS:
            for term in gone.counts[field]:
                del self._postings[field, term][key]
        for article in gone.doc.articles:
            self._postings["articles", article].pop(key, None)

    def rebuild(self, docs: Iterable[PrecedentDoc], progress: Progress | None = None) -> int:
        fresh = MemoryIndex()
        for doc in docs:
            if doc.key in fresh._docs:
                continue
            fresh.put([doc])
            if progress:
                progress(len(fresh._docs))
        self._docs, self._postings, self._lengths = fresh._docs, fresh._postings, fresh._lengths
        return len(self._docs)

    def choose(self, wanted: Wanted, filters: Filters, most: int) -> list[Candidate]:
        scores = self._sums(wanted) if wanted.terms else dict.fromkeys(self._docs, 0.0)
        for group in wanted.groups:
            some = {key for term in group for key in self._postings.get(term, ())}
            scores = {key: score for key, score in scores.items() if key in some}
        allowed = [key for key in scores if filters.accept(self._docs[key][0].doc)]
        best = sorted(allowed, key=lambda key: (-scores[key], key))[:most]
        return [self._docs[key][1] for key in best]

    def _sums(self, wanted: Wanted) -> dict[str, float]:
        """BM25 without the rarity the weights already hold; a long document is not chosen for its length."""
        usual = sum(self._lengths.values()) / max(1, len(self._lengths)) or 1.0
        scores: dict[str, float] = defaultdict(float)
        for field, term, weight in wanted.terms:
            entries = self._postings.get((field, term), {})
            rare = log(1 + (len(self._docs) - len(entries) + 0.5) / (len(entries) + 0.5)) if field == "articles" else 1.0
            for key, count in entries.items():
                scores[key] += weight * rare * count / (count + K1 * (0.25 + 0.75 * self._lengths[key] / usual))
        return scores

    def get(self, key: str) -> PrecedentDoc | None:
        found = self._docs.get(key)
        return found[0].doc if found else None

    def stats(self) -> Stats:
        return Stats(documents=len(self._docs), where="内存")

    def refresh(self) -> None:
        """Nothing to do: writers and readers share the object."""

    def close(self) -> None:
        """Nothing to do."""

    def documents(self) -> int:
        return len(self._docs)

    def frequency(self, field: str, term: str) -> int:
        return len(self._postings.get((field, term), ()))
