"""How alike a query and the candidates are as texts. Pure arithmetic; the same for every adapter.

Several measures are joined, because each fails where another is good (docs/benchmarks-retrieval.md): a sum over matched
terms (Okapi BM25), the angle between term vectors (cosine, "lnc.ltc"), and how likely the document's own language makes
the question (Dirichlet smoothing). Document vectors carry no rarity, so they stay right while the stock grows.

Two kinds of stock want different weights. Decisions are long because they repeat themselves: their length is taken out
altogether. Articles of law and other short passages are long because they say more: there length counts for something,
and single characters help, since a lay question shares few words with a statute.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from search_index.vectors import FIELDS, Counts, Floats, Ids, Matches, Sheet, ascending
from search_index.vocabulary import vocabulary

K1 = 1.2
# Candidates whose texts have on average fewer characters than this are passages (an article of law has about 110).
PASSAGE = 250
# How many documents are compared in full with a query, and how much a cited or a usual article counts in choosing them.
CANDIDATES = 200
ARTICLE_BOOST = 5.0
GOVERNING_BOOST = 2.0
# Terms in more than this share of documents choose no candidates: they would only cost time.
COMMON = 0.5


class Statistics(Protocol):
    """What an index knows about its stock."""

    def documents(self) -> int: ...

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term occurs."""


@dataclass(frozen=True)
class Profile:
    """Weights of the measures. `sums` within the BM25 sum; all others as shares of the best candidate's value.

    `b` and `slope`: how far a document's length is taken out of the sums and of the angles (1: altogether).
    `kinds`: what shared claim kinds count beside the text; `governing`: what it counts beside the text that a document is an article that usually governs the question.
    """

    b: float
    slope: float
    sums: dict[str, float]
    sum_weight: float
    angles: dict[str, float]
    closeness: dict[str, float]
    likelihood: dict[str, float]
    characters: float = 0.0
    character_angle: float = 0.0
    kinds: float = 0.0
    governing: float = 0.0


DECISIONS = Profile(
    b=1.0,
    slope=1.0,
    sums={"words": 1.0, "pairs": 0.6, "concepts": 1.5},
    sum_weight=1.0,
    angles={"words": 0.3, "pairs": 1.5, "concepts": 1.5},
    closeness={"concepts": 1.0},
    likelihood={"words": 1.0, "pairs": 0.4},
    kinds=0.3,
)
PASSAGES = Profile(
    b=0.9,
    slope=0.75,
    sums={"words": 0.6, "pairs": 0.6, "concepts": 1.0},
    sum_weight=1.0,
    angles={"pairs": 0.6, "concepts": 0.6},
    closeness={},
    likelihood={},
    characters=1.0,
    character_angle=0.3,
    kinds=0.1,
    governing=0.6,
)


def rarity(statistics: Statistics, field: str, term: str) -> float:
    return _rarity(statistics.documents(), statistics.frequency(field, term))


def _rarity(documents: int, found: int) -> float:
    return math.log(1 + (documents - found + 0.5) / (found + 0.5))


def key_terms(
    counts: Counts, statistics: Statistics, limit: int = 30, postings: int | None = None
) -> list[tuple[str, str, float]]:
    """The `limit` terms that tell most (count × rarity), to choose candidates by; with field.

    A whole case text is never sent to the engine (tech.md §1: 56 s at 100,000 documents). Words and pairs share the
    places; concepts get a fifth. Left out, unless nothing else is there: terms of one document only (names, mostly,
    and they would crowd out what makes a case) and terms of more than half of the documents. `postings` bounds how
    many entries the engine must read in all: the terms that tell most for their price come first, three always.
    """
    n = max(1, statistics.documents())
    chosen: list[tuple[str, str, float, int]] = []
    for field, places in (("words", limit * 2 // 5), ("pairs", limit * 2 // 5), ("concepts", limit - limit * 4 // 5)):
        known = [
            (count * _rarity(n, found), term, found)
            for term, count in counts[field].items()
            if (found := statistics.frequency(field, term))
        ]
        telling = [entry for entry in known if 1 < entry[2] <= max(2.0, COMMON * n)]
        best = sorted(telling or known, key=lambda entry: (-entry[0], entry[1]))[:places]
        chosen += [(field, term, weight, found) for weight, term, found in best]
    if postings is None:
        return [(field, term, weight) for field, term, weight, _ in chosen]
    cheap = sorted(chosen, key=lambda entry: (-entry[2] / entry[3] ** 0.5, entry[0], entry[1]))
    kept: list[tuple[str, str, float]] = []
    spent = 0
    for field, term, weight, found in cheap:
        if len(kept) < 3 or spent + found <= postings:
            kept.append((field, term, weight))
            spent += found
    return kept


def profile_of(sheet: Sheet) -> Profile:
    """The weights that suit the candidates, by how long they are."""
    return PASSAGES if sheet.size and float(sheet.lengths["pairs"].mean()) < PASSAGE else DECISIONS


def text_scores(asked: Counts, sheet: Sheet, statistics: Statistics) -> Floats:
    """How alike each candidate is, 0 to 1; only the order and the distances inside one answer mean anything."""
    if not sheet.size:
        return np.zeros(0)
    profile = profile_of(sheet)
    sums = np.zeros(sheet.size)
    parts: list[tuple[float, Floats]] = []
    for field in FIELDS:
        ids, terms = ascending(field, asked[field])
        if not terms:
            continue
        often = np.array([asked[field][term] for term in terms], dtype=np.float64)
        found = np.array([statistics.frequency(field, term) for term in terms], dtype=np.float64)
        measured = _Field(sheet, sheet.matches(field, ids), often, found, float(statistics.documents()))
        lengths, norms = sheet.lengths[field], sheet.norms[field]
        sums += profile.sums.get(field, 0.0) * measured.okapi(lengths, profile.b)
        if weight := profile.angles.get(field, 0.0):
            parts.append((weight, _share(measured.angle(norms, profile.slope))))
        if weight := profile.closeness.get(field, 0.0):
            parts.append((weight, measured.angle(norms, profile.slope) / measured.length))
        if weight := profile.likelihood.get(field, 0.0):
            parts.append((weight, _share(_lifted(measured.likelihood(lengths, float(sheet.terms[field].mean()))))))
    if profile.characters:
        okapi, angle = _characters(asked, sheet, profile)
        sums += profile.characters * okapi
        parts.append((profile.character_angle, _share(angle)))
    parts.append((profile.sum_weight, _share(sums)))
    whole = sum(weight for weight, _ in parts)
    scores: Floats = sum((weight * values for weight, values in parts), np.zeros(sheet.size)) / whole
    return scores


class _Field:
    """The measures of one field, from the same matches."""

    def __init__(self, sheet: Sheet, matches: Matches, often: Floats, found: Floats, documents: float) -> None:
        self.size = sheet.size
        self.matches = matches
        self.often = often
        self.found = np.minimum(found, documents)
        self.documents = documents
        self.logged = 1 + np.log(often)
        self.rare = np.log(1 + (documents - self.found + 0.5) / (self.found + 0.5))
        self.length = float(np.sqrt(((self.logged * (1 + self.rare)) ** 2).sum())) or 1.0

    def _add(self, values: Floats) -> Floats:
        return np.bincount(self.matches.doc, weights=values, minlength=self.size).astype(np.float64)

    def okapi(self, lengths: Floats, b: float) -> Floats:
        doc, term, n = self.matches.doc, self.matches.term, self.matches.count
        damped = K1 * (1 - b + b * lengths / (lengths.mean() or 1.0))
        return self._add((self.logged * self.rare)[term] * n * (K1 + 1) / (n + damped[doc]))

    def angle(self, norms: Floats, slope: float) -> Floats:
        inner = self._add((self.logged * (1 + self.rare))[self.matches.term] * (1 + np.log(self.matches.count)))
        return np.asarray(inner / ((1 - slope) * norms.mean() + slope * norms), dtype=np.float64)

    def likelihood(self, lengths: Floats, kinds_of_term: float) -> Floats:
        """log P(question | document); how common a term is, is judged by the number of documents that have it."""
        usual = float(lengths.mean()) or 1.0
        share = np.maximum(self.found, 1) / max(1.0, self.documents * kinds_of_term)
        seen = self._add(self.often[self.matches.term] * np.log(1 + self.matches.count / (usual * share[self.matches.term])))
        asked = float(self.often[self.found > 0].sum())
        likely: Floats = seen + asked * np.log(usual / (lengths + usual))
        return likely


def _characters(asked: Counts, sheet: Sheet, profile: Profile) -> tuple[Floats, Floats]:
    """BM25 and cosine over single characters; how rare one is, is judged among the candidates."""
    often: dict[int, int] = {}
    stop = vocabulary().stop
    for term, n in asked["pairs"].items():
        if not term[0].isascii() and term[0] not in stop:
            often[ord(term[0]) & 0xFFFF] = often.get(ord(term[0]) & 0xFFFF, 0) + n
    ids: Ids = np.array(sorted(often), dtype=np.uint32)
    if not len(ids):
        return np.zeros(sheet.size), np.zeros(sheet.size)
    matches = sheet.characters(ids)
    found = np.bincount(matches.term, minlength=len(ids)).astype(np.float64)
    measured = _Field(sheet, matches, np.array([often[int(one)] for one in ids], dtype=np.float64), found, float(sheet.size))
    # A text has about as many different characters as the square root of what its pairs tell: their norm stands for both.
    return measured.okapi(sheet.lengths["pairs"], profile.b), measured.angle(sheet.norms["pairs"], profile.slope)


def _share(values: Floats) -> Floats:
    best = float(values.max(initial=0.0))
    return np.asarray(values / best if best > 0 else np.zeros(len(values)), dtype=np.float64)


def _lifted(values: Floats) -> Floats:
    lifted: Floats = values - values.min()
    return lifted
