"""How alike a query and a document are as texts. Pure arithmetic; the same for every adapter.

Two measures are joined, because each fails where the other is good (docs/benchmarks-retrieval.md): a sum over matched
terms (Okapi BM25), which suits short questions, and the angle between term vectors (cosine, "lnc.ltc"), which suits
whole case texts. Document vectors carry no idf, so they stay right while the stock grows.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search_index.analysis import Terms, analyse
from search_index.port import PrecedentDoc, SimilarQuery

FIELDS = ("words", "pairs", "concepts")

# Weights of the joined text score: shares of 1 for the best candidate in each measure.
BM25_WEIGHT = 1.0
COSINE_WEIGHTS = {"words": 0.4, "pairs": 0.6, "concepts": 0.6}
FEEDBACK_WEIGHT = 0.3
K1, B = 1.2, 0.9
# How far a document's own length decides the cosine; the rest is the usual length of the candidates. At 1 the shortest
# texts (an article of one sentence) win too often.
SLOPE = 0.75
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
    """The term counts of one text in the three fields, with their sum and the length of the log-count vector."""

    counts: Mapping[str, Mapping[str, int]]
    lengths: Mapping[str, int]
    norms: Mapping[str, float]


def vector_of(counts: Mapping[str, Mapping[str, int]]) -> Vector:
    return Vector(
        counts=counts,
        lengths={field: sum(counts[field].values()) for field in FIELDS},
        norms={field: math.sqrt(sum((1 + math.log(n)) ** 2 for n in counts[field].values())) or 1.0 for field in FIELDS},
    )


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
    return vector_of({"words": terms.words, "pairs": terms.pairs, "concepts": terms.concepts})


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
    sums = [0.0] * len(candidates)
    parts: list[tuple[float, Sequence[float]]] = [(BM25_WEIGHT, sums)]
    for field, weight in COSINE_WEIGHTS.items():
        usual = sum(vector.norms[field] for vector in candidates) / len(candidates)
        angles = []
        for place, vector in enumerate(candidates):
            okapi, angle = _compare(weights[field], vector, field, averages[field])
            sums[place] += okapi
            angles.append(angle / ((1 - SLOPE) * usual + SLOPE * vector.norms[field]))
        parts.append((weight, angles))
    scores = _join(parts)
    return _join([(1.0, scores), (FEEDBACK_WEIGHT, _feedback(scores, candidates, statistics, averages["words"]))])


Weights = Mapping[str, tuple[float, float]]


def _compare(weights: Weights, vector: Vector, field: str, average: float) -> tuple[float, float]:
    """The BM25 sum and the inner product of one field, in one pass over the terms both have."""
    counts = vector.counts[field]
    damped = K1 * (1 - B + B * vector.lengths[field] / average)
    okapi = angle = 0.0
    # Sorted, so that the sum is the same to the last digit however the terms were stored.
    for term in sorted(weights.keys() & counts.keys()):
        often, rare = weights[term]
        n = counts[term]
        okapi += often * rare * n * (K1 + 1) / (n + damped)
        angle += often * (1 + rare) * (1 + math.log(n))
    return okapi, angle


def _feedback(
    scores: Sequence[float], candidates: Sequence[Vector], statistics: Statistics, average: float
) -> list[float]:
    """Pseudo-relevance feedback: words the best candidates share, looked for in all candidates (Rocchio's idea)."""
    best = sorted(range(len(scores)), key=lambda i: -scores[i])[:FEEDBACK_DOCUMENTS]
    shared: dict[str, float] = defaultdict(float)
    whole = sum(scores[i] for i in best) or 1.0
    for i in best:
        vector = candidates[i]
        for term, n in vector.counts["words"].items():
            shared[term] += scores[i] / whole * (1 + math.log(n)) / vector.norms["words"]
    weighed = {term: weight * rarity(statistics, "words", term) ** 2 for term, weight in shared.items()}
    terms = sorted(weighed, key=lambda term: (-weighed[term], term))[:FEEDBACK_TERMS]
    weights = {term: (weighed[term], 1.0) for term in terms}
    return [_compare(weights, vector, "words", average)[0] for vector in candidates]


def _join(parts: Iterable[tuple[float, Sequence[float]]]) -> list[float]:
    """Each measure as a share of its best value, then the weighted mean."""
    shares = [(weight, values, max(values, default=0.0)) for weight, values in parts]
    used = [(weight, values, best) for weight, values, best in shares if best > 0]
    whole = sum(weight for weight, _, _ in used) or 1.0
    length = len(shares[0][1])
    return [sum(weight * values[i] / best for weight, values, best in used) / whole for i in range(length)]
