"""Chinese text into terms: the same for a document and for a query, or nothing would be found.

Three kinds of term, each its own field of the index: words (segmented), pairs (overlapping character pairs, which
forgive a segmenter's mistakes) and concepts (our vocabulary: 2N, 违法解除赔偿金 and 双倍赔偿 are one).
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import rjieba

from search_index.citations import articles, plain
from search_index.vocabulary import Kind, vocabulary

# High enough that the word wins over its parts in every context (the dictionary's commonest word has 318,825).
KEPT_WHOLE = 500_000
RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[a-z0-9+.%]+")
NUMBER = re.compile(r"[0-9.,%]+")


@cache
def _segmenter() -> rjieba.Jieba:
    jieba = rjieba.Jieba()
    vocab = vocabulary()
    for word in vocab.words:
        jieba.add_word(word, KEPT_WHOLE, "n")
    return jieba


def is_word(text: str) -> bool:
    """Whether the dictionary knows `text` as one word, nothing guessed."""
    return list(_segmenter().cut(text, False)) == [text]


def normalise(text: str) -> str:
    """Text as it is analysed: one width, small letters. Citations and sums are read before this from the same form."""
    return plain(text).lower()


def words(text: str) -> list[str]:
    """Words in order, without punctuation, stop words and bare numbers."""
    stop = vocabulary().stop
    return [
        word
        for word in (raw.strip() for raw in _segmenter().cut(normalise(text)))
        if word and word not in stop and RUN.fullmatch(word) and not NUMBER.fullmatch(word)
    ]


def pairs(text: str) -> list[str]:
    """Overlapping character pairs of each Chinese run; letters and digits stay whole, bare numbers are left out."""
    found = []
    for run in RUN.findall(normalise(text)):
        if run[0].isascii():
            if not NUMBER.fullmatch(run):
                found.append(run)
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


@cache
def _concept_forms() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    owners: dict[str, list[str]] = {}
    vocab = vocabulary()
    for kind in vocab.kinds:
        for form in kind.forms:
            owners.setdefault(normalise(form), []).append(f"kind:{kind.id}")
    for concept, forms in vocab.concepts:
        for form in forms:
            owners.setdefault(normalise(form), []).append(f"concept:{concept}")
    longest_first = sorted(owners, key=len, reverse=True)
    # 工伤医疗费 also speaks of 工伤: a form stands for every form inside it.
    meant = {
        form: tuple(dict.fromkeys(owner for inner in longest_first if inner in form for owner in owners[inner]))
        for form in longest_first
    }
    return meant, re.compile("|".join(re.escape(form) for form in longest_first))


def concepts(text: str) -> list[str]:
    """Concepts and claim kinds the text speaks of, once for each mention ("concept:fire", "kind:overtime")."""
    meant, forms = _concept_forms()
    return [owner for match in forms.finditer(normalise(text)) for owner in meant[match[0]]]


@cache
def _kind_forms() -> tuple[tuple[Kind, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    def plainly(forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(normalise(form) for form in forms)

    return tuple((k, plainly(k.forms), plainly(k.claim_forms), plainly(k.unless)) for k in vocabulary().kinds)


def kinds_of(text: str, *, claim: bool = False) -> tuple[str, ...]:
    """Claim kinds a text names, in catalogue order. `claim`: the text is a claim's own sentence, so 工资 alone counts."""
    text = normalise(text)
    named: list[Kind] = []
    for kind, forms, claim_forms, unless in _kind_forms():
        rest = text
        for form in unless:
            rest = rest.replace(form, "")
        if any(form in rest for form in (forms + claim_forms if claim else forms)):
            named.append(kind)
    names = {kind.id for kind in named}
    return tuple(kind.id for kind in named if not (claim and names & set(kind.yields_to)))


@dataclass(frozen=True)
class Terms:
    """A text as the index sees it: how often each term occurs."""

    words: Counter[str]
    pairs: Counter[str]
    concepts: Counter[str]
    articles: tuple[str, ...]


def analyse(text: str) -> Terms:
    """All terms of a text. About 0.3 ms for a page of 1,000 characters."""
    return Terms(Counter(words(text)), Counter(pairs(text)), Counter(concepts(text)), articles(text))
