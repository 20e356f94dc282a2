"""Which decisions matter most for a query, and the reasons in words.

Text chooses, structure sorts, authority, age and later fate tip the scale. The weights are a choice of this product,
not of any rule; they are documented in docs/search.md and measured in docs/benchmarks-retrieval.md.
"""

from collections.abc import Sequence
from datetime import date

from search_index.passages import passages
from search_index.port import (
    AUTHORITY_TITLES,
    DISPOSITION_TITLES,
    FATE_TITLES,
    OVERTURNED,
    Hit,
    ItemOutcome,
    PrecedentDoc,
    SimilarQuery,
)
from search_index.scoring import Statistics, Vector, query_vector, rarity, text_scores
from search_index.vocabulary import vocabulary

WEIGHTS = {"text": 1.0, "kinds": 0.35, "articles": 0.25, "issues": 0.25, "authority": 0.10, "recency": 0.05, "fate": 0.10}
# A decision none of these speaks for is no answer, however high its authority.
MATCHING = ("text", "kinds", "articles", "issues")
AUTHORITY = {"guiding": 1.0, "typical": 0.8, "higher_court": 0.6, "own_court": 0.5, "own_office": 0.3}
FATE = {"upheld": 1.0, "unknown": 0.5, "changed": 0.0, "set_aside": 0.0}
HALF_LIFE_YEARS = 8.0
SHOWN_TERMS = 6


def rank(
    query: SimilarQuery, candidates: Sequence[tuple[PrecedentDoc, Vector]], statistics: Statistics, k: int
) -> list[Hit]:
    """The `k` best candidates with score, reasons, passages and the outcome of the like item.

    Age is measured against the newest candidate, so the same stock gives the same answer on every day.
    """
    asked = query_vector(query)
    texts = text_scores(asked, [vector for _, vector in candidates], statistics)
    newest = max((doc.day for doc, _ in candidates if doc.day), default=None)
    issue_terms = query_vector(SimilarQuery(issues=query.issues)) if query.issues else None
    scored = []
    for (doc, vector), text in zip(candidates, texts, strict=True):
        parts = {
            "text": text,
            "kinds": _overlap(query.kinds, doc.kinds),
            "articles": _covered(query.articles, doc.articles),
            "issues": _issue_share(issue_terms, doc, statistics) if issue_terms else 0.0,
            "authority": AUTHORITY[doc.authority],
            "recency": _recency(doc.day, newest),
            "fate": FATE[doc.fate],
        }
        if not any(parts[name] for name in MATCHING):
            continue
        scored.append((sum(WEIGHTS[name] * value for name, value in parts.items()), doc, vector, parts))
    scored.sort(key=lambda row: (-row[0], row[1].key))
    return [_hit(query, asked, row, statistics) for row in scored[:k]]


def _overlap(asked: Sequence[str], has: Sequence[str]) -> float:
    """Shared kinds ÷ all kinds of either."""
    both = set(asked) | set(has)
    return len(set(asked) & set(has)) / len(both) if asked and both else 0.0


def _covered(asked: Sequence[str], has: Sequence[str]) -> float:
    """Share of the asked articles the decision applies; a decision is not punished for citing more."""
    return len(set(asked) & set(has)) / len(set(asked)) if asked else 0.0


def _issue_share(asked: Vector, doc: PrecedentDoc, statistics: Statistics) -> float:
    stated = query_vector(SimilarQuery(issues=f"{doc.title}\n{doc.issues}")).counts["pairs"]
    weights = {term: rarity(statistics, "pairs", term) for term in asked.counts["pairs"]}
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in stated) / whole if whole else 0.0


def _recency(day: date | None, newest: date | None) -> float:
    if day is None or newest is None:
        return 0.0
    return float(0.5 ** ((newest - day).days / 365.25 / HALF_LIFE_YEARS))


Scored = tuple[float, PrecedentDoc, Vector, dict[str, float]]


def _hit(query: SimilarQuery, asked: Vector, row: Scored, statistics: Statistics) -> Hit:
    score, doc, vector, parts = row
    like = like_item(query.kinds, doc)
    shared = _shared_terms(asked, vector, statistics)
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


def _shared_terms(asked: Vector, vector: Vector, statistics: Statistics) -> list[str]:
    """The rarest words both have; pairs only where there are no words in common."""
    for field in ("words", "pairs"):
        both = [
            ((1 + count) * rarity(statistics, field, term) ** 2, term)
            for term, count in asked.counts[field].items()
            if term in vector.counts[field] and len(term) > 1
        ]
        if both:
            return [term for _, term in sorted(both, key=lambda pair: (-pair[0], pair[1]))[:SHOWN_TERMS]]
    return []


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
    if parts["issues"] >= 0.3:
        reasons.append(f"争议焦点相近（{parts['issues']:.0%} 的要点相同）")
    if shared:
        reasons.append("文字相近：" + "、".join(shared))
    if like:
        reasons.append(f"同类请求项的结果：{outcome_text(like)}")
    reasons.append(f"效力层级：{AUTHORITY_TITLES[doc.authority]}")
    if doc.fate not in OVERTURNED:
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
