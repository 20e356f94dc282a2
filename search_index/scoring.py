"""How alike a query and a document are as texts. Pure arithmetic; the same for every adapter.

Two measures are joined, because each fails where the other is good (docs/benchmarks-retrieval.md): a sum over matched
terms (Okapi BM25), which suits short questions, and the angle between term vectors (cosine, "lnc.ltc"), which suits
whole case texts. Document vectors carry no idf, so they stay right while the stock grows.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from search_index.analysis import Terms, analyse
from search_index.port import PrecedentDoc, SimilarQuery

FIELDS = ("words", "pairs", "concepts")

# Weights of the joined text score: shares of 1 for the best candidate in each measure.
BM25_WEIGHT = 1.0
COSINE_WEIGHTS = {"words": 0.4, "pairs": 0.4, "concepts": 0.6}
FEEDBACK_WEIGHT = 0.3
K1, B = 1.2, 0.9
FEEDBACK_DOCUMENTS, FEEDBACK_TERMS = 5, 20
# How many documents are compared in full with a query, and how much a cited article counts in choosing them.
CANDIDATES = 200
ARTICLE_BOOST = 5.0
# Terms in more than this share of documents choose no candidates: they would only cost time.
COMMON = 0.5


class Statistics(Protocol):
    """What an index knows about its stock."""

    def documents(self) -> int: ...

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term occurs."""

    def average_length(self, field: str) -> float: ...


@dataclass(frozen=True)
class Vector:
    """The term counts of one text in the three fields."""

    counts: Mapping[str, Mapping[str, int]]

    @cached_property
    def lengths(self) -> dict[str, int]:
        return {field: sum(self.counts[field].values()) for field in FIELDS}

    @cached_property
    def norms(self) -> dict[str, float]:
        return {
            field: math.sqrt(sum((1 + math.log(n)) ** 2 for n in self.counts[field].values())) or 1.0 for field in FIELDS
        }


def document_vector(doc: PrecedentDoc) -> Vector:
    """What of a document is searched: its text, and its kinds as concepts, so that a kind set by hand is found."""
    terms = analyse(doc.text)
    terms.concepts.update(f"kind:{kind}" for kind in doc.kinds)
    return _vector(terms)


def query_vector(query: SimilarQuery) -> Vector:
    """A query's terms. Issues and chosen terms stand for themselves and count on top of the text."""
    terms = analyse("\n".join(part for part in (query.text, query.issues, " ".join(query.terms)) if part))
    terms.concepts.update(f"kind:{kind}" for kind in query.kinds)
    return _vector(terms)


def _vector(terms: Terms) -> Vector:
    return Vector({"words": terms.words, "pairs": terms.pairs, "concepts": terms.concepts})


def rarity(statistics: Statistics, field: str, term: str) -> float:
    """idf of BM25; never negative."""
    n, found = statistics.documents(), statistics.frequency(field, term)
    return math.log(1 + (n - found + 0.5) / (found + 0.5))


def key_terms(vector: Vector, statistics: Statistics, limit: int = 30) -> list[tuple[str, str, float]]:
    """The (field, term, weight) that choose candidates: at most `limit`, the highest tf × idf of each field.

    A whole case text is never sent to the engine (tech.md §1: 56 s at 100,000 documents). Words and pairs share the
    places; concepts get a fifth. Left out, unless nothing else is there: terms of one document only (names, mostly,
    and they would crowd out what makes a case) and terms of more than half of the documents.
    """
    n = max(1, statistics.documents())
    chosen: list[tuple[str, str, float]] = []
    for field, places in (("words", limit * 2 // 5), ("pairs", limit * 2 // 5), ("concepts", limit - limit * 4 // 5)):
        known = [
            (count * rarity(statistics, field, term), term, found)
            for term, count in vector.counts[field].items()
            if (found := statistics.frequency(field, term))
        ]
        telling = [entry for entry in known if 1 < entry[2] <= max(2.0, COMMON * n)]
        best = sorted(telling or known, key=lambda entry: (-entry[0], entry[1]))[:places]
        chosen += [(field, term, weight) for weight, term, _ in best]
    return chosen


def text_scores(query: Vector, candidates: Sequence[Vector], statistics: Statistics) -> list[float]:
    """How alike each candidate is, 0 to 1; only the order and the distances inside one answer mean anything."""
    if not candidates:
        return []
    weights = {
        field: {term: (1 + math.log(n), rarity(statistics, field, term)) for term, n in query.counts[field].items()}
        for field in FIELDS
    }
    averages = {field: statistics.average_length(field) or 1.0 for field in FIELDS}
    sums = [_bm25(weights, vector, averages) for vector in candidates]
    parts = [(BM25_WEIGHT, sums)]
    for field, weight in COSINE_WEIGHTS.items():
        parts.append((weight, [_cosine(weights[field], vector, field) for vector in candidates]))
    scores = _join(parts)
    return _join([(1.0, scores), (FEEDBACK_WEIGHT, _feedback(scores, candidates, statistics, averages))])


Weights = Mapping[str, Mapping[str, tuple[float, float]]]


def _bm25(weights: Weights, vector: Vector, averages: Mapping[str, float]) -> float:
    total = 0.0
    for field in FIELDS:
        counts = vector.counts[field]
        damped = K1 * (1 - B + B * vector.lengths[field] / averages[field])
        for term, (often, rare) in weights[field].items():
            if n := counts.get(term):
                total += often * rare * n * (K1 + 1) / (n + damped)
    return total


def _cosine(weights: Mapping[str, tuple[float, float]], vector: Vector, field: str) -> float:
    counts = vector.counts[field]
    return sum(
        often * (1 + rare) * (1 + math.log(counts[term])) for term, (often, rare) in weights.items() if term in counts
    ) / vector.norms[field]


def _feedback(
    scores: Sequence[float], candidates: Sequence[Vector], statistics: Statistics, averages: Mapping[str, float]
) -> list[float]:
    """Pseudo-relevance feedback: words the best candidates share, looked for in all candidates (Rocchio's idea)."""
    best = sorted(range(len(scores)), key=lambda i: -scores[i])[:FEEDBACK_DOCUMENTS]
    shared: Counter[str] = Counter()
    whole = sum(scores[i] for i in best) or 1.0
    for i in best:
        vector = candidates[i]
        for term, n in vector.counts["words"].items():
            shared[term] += scores[i] / whole * (1 + math.log(n)) / vector.norms["words"]  # type: ignore[assignment]
    weighed = {term: weight * rarity(statistics, "words", term) ** 2 for term, weight in shared.items()}
    terms = sorted(weighed, key=lambda term: (-weighed[term], term))[:FEEDBACK_TERMS]
    weights = {"words": {term: (weighed[term], 1.0) for term in terms}, "pairs": {}, "concepts": {}}
    return [_bm25(weights, vector, averages) for vector in candidates]


def _join(parts: Iterable[tuple[float, Sequence[float]]]) -> list[float]:
    """Each measure as a share of its best value, then the weighted mean."""
    shares = [(weight, values, max(values, default=0.0)) for weight, values in parts]
    used = [(weight, values, best) for weight, values, best in shares if best > 0]
    whole = sum(weight for weight, _, _ in used) or 1.0
    length = len(shares[0][1])
    return [sum(weight * values[i] / best for weight, values, best in used) / whole for i in range(length)]
