"""Which decisions matter most for a query, and the reasons in words.

Text chooses, structure sorts, authority, age and later fate tip the scale. The weights are a choice of this product,
not of any rule; they are documented in docs/search.md and measured in docs/benchmarks-retrieval.md.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from search_index.governing import governing
from search_index.passages import passages
from search_index.port import (
    AUTHORITY_TITLES,
    DISPOSITION_TITLES,
    FATE_TITLES,
    OVERTURNED,
    Answer,
    Hit,
    ItemOutcome,
    PrecedentDoc,
    SimilarQuery,
)
from search_index.scoring import Statistics, profile_of, rarity, text_scores
from search_index.vectors import Counts, Floats, Matches, Sheet, ascending, query_counts
from search_index.vocabulary import vocabulary

WEIGHTS = {
    "text": 1.0,
    "articles": 0.25,
    "issues": 0.25,
    "authority": 0.10,
    "recency": 0.05,
    "fate": 0.10,
}
# A decision none of these speaks for is no answer, however high its authority.
MATCHING = ("text", "kinds", "articles", "governing", "issues")
AUTHORITY = {"standard": 1.0, "guiding": 1.0, "typical": 0.8, "higher_court": 0.6, "own_court": 0.5, "own_office": 0.3}
FATE = {"upheld": 1.0, "unknown": 0.5, "changed": 0.0, "set_aside": 0.0}
HALF_LIFE_YEARS = 8.0
SHOWN_TERMS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What ranking and facets look at in a document; the whole text is loaded only for the hits that are shown."""

    key: str
    kinds: Sequence[str]
    articles: Sequence[str]
    authority: str
    fate: str
    day: date | None
    office: str
    court: str
    items: Sequence[Sequence[str]]
    packed: bytes
    load: Callable[[], PrecedentDoc]


@dataclass(frozen=True)
class Weighed:
    """The candidates' scores, the parts they are made of, and the order of those that are an answer."""

    whole: Floats
    parts: Mapping[str, Floats]
    order: Sequence[int]
    sheet: Sheet


def weigh(query: SimilarQuery, asked: Counts, candidates: Sequence[Candidate], statistics: Statistics) -> Weighed:
    """Score every candidate. `asked` are the query's terms (`query_counts`). Age is measured against the newest of them, so no answer depends on the day it is asked."""
    sheet = Sheet([candidate.packed for candidate in candidates])
    # Decisions cite many articles, so that only an article itself tells by being the usual one.
    profile = profile_of(sheet)
    weights = WEIGHTS | {"kinds": profile.kinds, "governing": profile.governing}
    usual = governing(f"{query.text}\n{query.issues}") if weights["governing"] else {}
    parts: dict[str, Floats] = {
        "text": text_scores(asked, sheet, statistics),
        "kinds": np.array([_overlap(query.kinds, one.kinds) for one in candidates]),
        "articles": np.array([_covered(query.articles, one.articles) for one in candidates]),
        "governing": _governed(usual, candidates),
        "issues": _issue_shares(query.issues, sheet, statistics),
        "authority": np.array([AUTHORITY[one.authority] for one in candidates]),
        "recency": _recency([one.day for one in candidates]),
        "fate": np.array([FATE[one.fate] for one in candidates]),
    }
    scores = sum((weights[name] * values for name, values in parts.items()), np.zeros(len(candidates)))
    # Looked for by filters alone, everything left is an answer.
    matching = sum((parts[name] for name in MATCHING), np.full(len(candidates), float(query.empty)))
    # Rounded, so that an order never hangs on the last digit of a sum.
    order = sorted(np.flatnonzero(matching > 0).tolist(), key=lambda i: (-round(float(scores[i]), 9), candidates[i].key))
    return Weighed(scores, parts, order, sheet)


def answer(
    query: SimilarQuery,
    asked: Counts,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    start: int,
    k: int,
    most: int,
) -> Answer:
    """Candidates `start` to `start + k` in order, with score, reasons, passages and the outcome of the like item.

    `most` is how many candidates an engine was asked for: that many means there may be more.
    """
    weighed = weigh(query, asked, candidates, statistics)
    shown = weighed.order[start : start + k]
    shared = _SharedTerms(asked, weighed.sheet, statistics) if shown else None
    return Answer(
        hits=tuple(
            _hit(
                query,
                candidates[i],
                float(weighed.whole[i]),
                {name: float(values[i]) for name, values in weighed.parts.items()},
                shared.of(i),
            )
            for i in shown
            if shared
        ),
        total=len(weighed.order),
        capped=len(candidates) >= most,
        facets=_facets([candidates[i] for i in weighed.order], query.kinds),
    )


def _facets(found: Sequence[Candidate], kinds: Sequence[str]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """How many of the found have each value; commonest first. Outcomes are those of the kinds asked for, if any."""
    counted: dict[str, Counter[str]] = {
        name: Counter() for name in ("kind", "authority", "office", "court", "year", "outcome", "fate")
    }
    for one in found:
        for kind in set(one.kinds):
            counted["kind"][kind] += 1
        for said in {said for kind, said in one.items if not kinds or kind in kinds}:
            counted["outcome"][said] += 1
        counted["authority"][one.authority] += 1
        counted["fate"][one.fate] += 1
        for name, value in (("office", one.office), ("court", one.court), ("year", str(one.day.year) if one.day else "")):
            if value:
                counted[name][value] += 1
    return {name: tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))) for name, values in counted.items()}


def _overlap(asked: Sequence[str], has: Sequence[str]) -> float:
    """Shared kinds ÷ all kinds of either."""
    both = set(asked) | set(has)
    return len(set(asked) & set(has)) / len(both) if asked and both else 0.0


def _covered(asked: Sequence[str], has: Sequence[str]) -> float:
    """Share of the asked articles the decision applies; a decision is not punished for citing more."""
    return len(set(asked) & set(has)) / len(set(asked)) if asked else 0.0


def _governed(usual: Mapping[str, float], candidates: Sequence[Candidate]) -> Floats:
    """How much of what usually governs the question each candidate applies; the best candidate has 1."""
    held = np.array([sum(usual.get(article, 0.0) for article in set(one.articles)) for one in candidates], dtype=np.float64)
    best = float(held.max(initial=0.0))
    return held / best if best else held


def _issue_shares(issues: str, sheet: Sheet, statistics: Statistics) -> Floats:
    """How much of the asked issue each candidate's title and issue repeat, rare pairs counting more."""
    terms = query_counts(SimilarQuery(issues=issues))["pairs"] if issues else {}
    if not terms:
        return np.zeros(sheet.size)
    ids, named = ascending("pairs", terms)
    weights = np.array([rarity(statistics, "pairs", term) for term in named])
    found = sheet.matches("stated", ids)
    shares: Floats = np.bincount(found.doc, weights=weights[found.term], minlength=sheet.size) / (weights.sum() or 1.0)
    return shares


def _recency(days: Sequence[date | None]) -> Floats:
    newest = max((day for day in days if day), default=None)
    return np.array([0.5 ** ((newest - day).days / 365.25 / HALF_LIFE_YEARS) if day and newest else 0.0 for day in days])


class _SharedTerms:
    """The rarest words a query and a candidate both have; pairs only where there are no words in common."""

    def __init__(self, asked: Counts, sheet: Sheet, statistics: Statistics) -> None:
        self._asked, self._sheet, self._statistics = asked, sheet, statistics
        self._known: dict[str, tuple[list[str], Matches, list[float]]] = {}

    def _field(self, field: str) -> tuple[list[str], Matches, list[float]]:
        """Looked at only when it is needed: pairs seldom are."""
        if field not in self._known:
            often = self._asked[field]
            ids, terms = ascending(field, (term for term in often if len(term) > 1))
            telling = [(1 + often[term]) * rarity(self._statistics, field, term) ** 2 for term in terms]
            self._known[field] = (terms, self._sheet.matches(field, ids), telling)
        return self._known[field]

    def of(self, place: int) -> list[str]:
        for field in ("words", "pairs"):
            terms, matches, telling = self._field(field)
            both = sorted((-telling[i], terms[i]) for i in set(matches.term[matches.doc == place].tolist()))
            if both:
                return [term for _, term in both[:SHOWN_TERMS]]
        return []


def _hit(
    query: SimilarQuery, candidate: Candidate, score: float, parts: dict[str, float], shared: Sequence[str]
) -> Hit:
    doc = candidate.load()
    like = like_item(query.kinds, doc)
    return Hit(
        doc=doc,
        score=round(score, 6),
        why=_why(query, doc, parts, shared, like),
        passages=passages(doc, shared),
        outcome_for_like_item=like,
        parts={name: round(value, 4) for name, value in parts.items()},
    )


def like_item(kinds: Sequence[str], doc: PrecedentDoc) -> ItemOutcome | None:
    """The decided item of the first asked kind that the decision has; None when it decided none of them."""
    return next((item for kind in kinds for item in doc.items if item.kind == kind), None)


def _why(
    query: SimilarQuery, doc: PrecedentDoc, parts: dict[str, float], shared: Sequence[str], like: ItemOutcome | None
) -> tuple[str, ...]:
    """The reasons, the warning first: an award a court changed or set aside never comes without it."""
    reasons = [doc.mark] if doc.fate in OVERTURNED else []
    title = vocabulary().kind_title
    if same := [kind for kind in query.kinds if kind in doc.kinds]:
        reasons.append("请求项相同：" + "、".join(title(kind) for kind in same))
    if same := [article for article in query.articles if article in doc.articles]:
        reasons.append("适用相同条文：" + "、".join(article_title(article) for article in same))
    usual = governing(f"{query.text}\n{query.issues}") if parts["governing"] else {}
    if same := [article for article in doc.articles if article in usual and article not in query.articles]:
        best = sorted(same, key=lambda article: (-usual[article], article))[:3]
        reasons.append("适用此类争议常用的条文：" + "、".join(article_title(article) for article in best))
    if parts["issues"] >= 0.3:
        reasons.append(f"争议焦点相近（{parts['issues']:.0%} 的要点相同）")
    if shared:
        reasons.append("文字相近：" + "、".join(shared))
    if like:
        reasons.append(f"同类请求项的结果：{outcome_text(like)}")
    reasons.append(f"效力层级：{AUTHORITY_TITLES[doc.authority]}" + (f"（{doc.fate_note}）" if doc.authority == "standard" else ""))
    if doc.authority != "standard" and doc.fate not in OVERTURNED:
        reasons.append(f"后续：{FATE_TITLES[doc.fate]}" + (f"（{doc.fate_note}）" if doc.fate_note else ""))
    return tuple(reasons)


def article_title(article: str) -> str:
    """《劳动合同法》第47条 for "LCL 47"."""
    key, _, number = article.rpartition(" ")
    main, _, bis = number.partition("-")
    return f"《{vocabulary().statute_title(key)}》第{main}条" + (f"之{bis}" if bis else "")


def outcome_text(item: ItemOutcome) -> str:
    """支持 12,000.00 元（请求 15,000.00 元）"""
    words = f"{vocabulary().kind_title(item.kind)} {DISPOSITION_TITLES.get(item.disposition, item.disposition)}"
    if item.awarded_fen is not None and item.disposition != "refused":
        words += f" {item.awarded_fen / 100:,.2f} 元"
    if item.claimed_fen is not None:
        words += f"（请求 {item.claimed_fen / 100:,.2f} 元）"
    return words
