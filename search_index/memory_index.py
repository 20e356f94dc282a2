"""The small index: everything in memory, the same answers as the embedded engine. For tests and measured sets."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from search_index.port import NO_FILTERS, Filters, Hit, PrecedentDoc, Progress, SimilarQuery, Stats
from search_index.ranking import rank
from search_index.scoring import ARTICLE_BOOST, CANDIDATES, FIELDS, K1, Vector, document_vector, key_terms, query_vector


class MemoryIndex:
    """A SearchIndex that lives as long as the object."""

    def __init__(self, docs: Iterable[PrecedentDoc] = (), candidates: int = CANDIDATES) -> None:
        self._docs: dict[str, tuple[PrecedentDoc, Vector]] = {}
        self._postings: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._lengths: Counter[str] = Counter()
        self._candidates = candidates
        self.put(docs)

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        ready = [(doc, document_vector(doc)) for doc in docs]
        for doc, vector in ready:
            self._remove(doc.key)
            self._docs[doc.key] = (doc, vector)
            for field in FIELDS:
                self._lengths[field] += vector.lengths[field]
                for term, count in vector.counts[field].items():
                    self._postings[field, term][doc.key] = count
            for article in doc.articles:
                self._postings["articles", article][doc.key] = 1

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._remove(key)

    def _remove(self, key: str) -> None:
        if key not in self._docs:
            return
        doc, vector = self._docs.pop(key)
        for field in FIELDS:
            self._lengths[field] -= vector.lengths[field]
            for term in vector.counts[field]:
                del self._postings[field, term][key]
        for article in doc.articles:
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

    def search(self, query: SimilarQuery, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
        if query.empty or not self._docs:
            return []
        reach = max(self._candidates, k)
        scores = dict.fromkeys(self._docs, 0.0) if len(self._docs) <= reach else self._choose(query)
        allowed = [key for key in scores if filters.accept(self._docs[key][0])]
        best = sorted(allowed, key=lambda key: (-scores[key], key))[:reach]
        return rank(query, [self._docs[key] for key in best], self, k)

    def _choose(self, query: SimilarQuery) -> dict[str, float]:
        """Candidates by key terms. A small stock needs none: there every document is ranked."""
        scores: dict[str, float] = defaultdict(float)
        for field, term, weight in key_terms(query_vector(query), self):
            for key, count in self._postings[field, term].items():
                scores[key] += weight * count / (count + K1)
        for article in query.articles:
            for key in self._postings["articles", article]:
                scores[key] += ARTICLE_BOOST
        return scores

    def get(self, key: str) -> PrecedentDoc | None:
        found = self._docs.get(key)
        return found[0] if found else None

    def stats(self) -> Stats:
        return Stats(documents=len(self._docs), where="内存")

    def refresh(self) -> None:
        """Nothing to do: writers and readers share the object."""

    def close(self) -> None:
        """Nothing to do."""

    # Statistics for scoring
    def documents(self) -> int:
        return len(self._docs)

    def frequency(self, field: str, term: str) -> int:
        return len(self._postings.get((field, term), ()))

    def average_length(self, field: str) -> float:
        return self._lengths[field] / len(self._docs) if self._docs else 0.0
