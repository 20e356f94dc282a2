"""Plain rankings to compare ours with: BM25 over words and over character pairs, TF-IDF over pairs, and chance.

They are what the field measures against (k1 1.2, b 0.75; TF-IDF cosine with 1 + log tf), without our vocabulary,
stop words or number handling, so that a difference to ours is a difference of method.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from hashlib import sha256

import rjieba

K1, B = 1.2, 0.75
CJK = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")

Tokens = Callable[[str], list[str]]
Ranker = Callable[[str, str], Mapping[str, float]]


def plain_words() -> Tokens:
    """Words by the segmenter's own dictionary; punctuation left out."""
    jieba = rjieba.Jieba()
    return lambda text: [word for word in jieba.cut(text) if CJK.search(word)]


def plain_pairs(text: str) -> list[str]:
    found: list[str] = []
    for run in CJK.findall(text):
        if run[0].isascii() or len(run) == 1:
            found.append(run.lower())
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def bm25(texts: Mapping[str, str], tokens: Tokens) -> Ranker:
    """Okapi BM25 over the whole query text."""
    postings, lengths = _postings(texts, tokens)
    n, average = len(texts), sum(lengths.values()) / max(1, len(texts)) or 1.0

    def scores(_: str, text: str) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        for term, often in Counter(tokens(text)).items():
            entries = postings.get(term, {})
            rare = math.log(1 + (n - len(entries) + 0.5) / (len(entries) + 0.5))
            for key, count in entries.items():
                found[key] += often * rare * count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[key] / average))
        return found

    return scores


def tfidf(texts: Mapping[str, str], tokens: Tokens) -> Ranker:
    """Cosine of TF-IDF vectors with 1 + log tf and smoothed idf."""
    postings, _ = _postings(texts, tokens)
    rare = {term: math.log((len(texts) + 1) / (len(entries) + 1)) + 1 for term, entries in postings.items()}
    squares: dict[str, float] = defaultdict(float)
    for term, entries in postings.items():
        for key, count in entries.items():
            squares[key] += ((1 + math.log(count)) * rare[term]) ** 2

    def scores(_: str, text: str) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        for term, often in Counter(tokens(text)).items():
            for key, count in postings.get(term, {}).items():
                found[key] += (1 + math.log(often)) * (1 + math.log(count)) * rare[term] ** 2
        return {key: value / math.sqrt(squares[key]) for key, value in found.items()}

    return scores


def chance(texts: Mapping[str, str]) -> Ranker:
    """An order that knows nothing, the same in every run."""

    def scores(qid: str, _: str) -> Mapping[str, float]:
        return {key: int(sha256(f"{qid}\n{key}".encode()).hexdigest()[:12], 16) / 16**12 for key in texts}

    return scores


def _postings(texts: Mapping[str, str], tokens: Tokens) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    postings: dict[str, dict[str, int]] = defaultdict(dict)
    lengths: dict[str, int] = {}
    for key, text in texts.items():
        counted = Counter(tokens(text))
        lengths[key] = sum(counted.values())
        for term, count in counted.items():
            postings[term][key] = count
    return postings, lengths
