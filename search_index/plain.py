"""What a person typed into the search box: words, phrases in quotes, articles; with help when a word is spelt wrong.

Every word must be found, in any of the ways our vocabulary knows to say it (2N, 违法解除赔偿金, 双倍赔偿); a phrase in
quotes must stand in the text as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from search_index.analysis import concepts, normalise, pairs, words
from search_index.citations import articles, statute_key
from search_index.governing import topics
from search_index.port import LookUp
from search_index.query import from_text
from search_index.vocabulary import vocabulary

LONGEST = 200
MOST_GROUPS = 12
QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,60})[”\"」』]")
SPACED = re.compile(r"[\s,，、;；。+]+")
SHOWN_FORMS = 4
ALIKE = 0.6


@dataclass(frozen=True)
class Help:
    """How the words were understood. `also`: (what was typed, other ways of saying it that were looked for as well);
    `instead`: (what nothing was found for, what may have been meant)."""

    also: tuple[tuple[str, tuple[str, ...]], ...] = ()
    instead: tuple[tuple[str, str], ...] = ()


NO_HELP = Help()


def read(text: str, known: Callable[[str, str], int]) -> tuple[LookUp, Help]:
    """What is looked for, and what to tell the person. `known(field, term)`: in how many documents a term is."""
    text = text[:LONGEST]
    phrases = tuple(dict.fromkeys(normalise(said).strip() for said in QUOTED.findall(text)))
    rest = QUOTED.sub(" ", text)
    cited = articles(rest)
    groups: list[tuple[tuple[str, str], ...]] = [(("articles", one),) for one in cited]
    also: list[tuple[str, tuple[str, ...]]] = []
    instead: list[tuple[str, str]] = []
    for said in (part for part in SPACED.split(rest) if part and not _part_of_citation(part, cited)):
        meant = tuple(dict.fromkeys(concepts(said)))
        if meant:
            also.append((said, tuple(form for form in _forms(meant[0]) if form != said)[:SHOWN_FORMS]))
            groups += [_ways(word, meant) for word in words(said)[:1]] or [tuple(("concepts", one) for one in meant)]
            continue
        for word in words(said):
            if known("words", word) or known("pairs", word):
                groups.append((("words", word), ("pairs", word)))
            else:
                groups.append((("words", word),))
                if close := get_close_matches(word if len(words(said)) == 1 else said, _spelling(), 1, ALIKE):
                    instead.append((said, close[0]))
    groups += [(("pairs", pair),) for phrase in phrases for pair in dict.fromkeys(pairs(phrase))]
    wanted = LookUp(tuple(dict.fromkeys(groups))[:MOST_GROUPS], phrases, from_text(text))
    return wanted, Help(tuple(dict.fromkeys(also)), tuple(dict.fromkeys(instead)))


def _ways(word: str, meant: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The word itself or any of the things it means."""
    return (("words", word), *(("concepts", one) for one in meant))


def _part_of_citation(part: str, cited: tuple[str, ...]) -> bool:
    """Whether the word only belongs to an article that was recognised: 第八十七条, LCL, 87, 劳动合同法."""
    if articles(part) or (cited and re.fullmatch(r"第?[0-9零一二三四五六七八九十百]+(?:[条款项](?:之[0-9一二三四五六七八九十]+)?)?", part)):
        return True
    return part in {one.split()[0] for one in cited} or statute_key(part) in {one.split()[0] for one in cited}


@cache
def _by_owner() -> dict[str, tuple[str, ...]]:
    vocab = vocabulary()
    found = {f"kind:{kind.id}": kind.forms for kind in vocab.kinds}
    return found | {f"concept:{concept}": forms for concept, forms in vocab.concepts}


def _forms(owner: str) -> tuple[str, ...]:
    return _by_owner().get(owner, ())


@cache
def _spelling() -> list[str]:
    """Every word a person may have meant: the trade's own, not a whole dictionary."""
    vocab = vocabulary()
    said = [*vocab.words, *(form for forms in _by_owner().values() for form in forms)]
    said += [form for topic in topics() for form in topic.forms]
    said += [names[0] for _, names in vocab.statutes]
    return sorted(set(said))
