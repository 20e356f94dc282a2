"""The sentences of a decision that matched, with the matching words marked as 〖…〗."""

import re
from collections.abc import Sequence

from search_index.port import PrecedentDoc

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
LONGEST = 120
MARKED = re.compile(r"〖([^〖〗]*)〗")


def passages(doc: PrecedentDoc, terms: Sequence[str], most: int = 2) -> tuple[str, ...]:
    """Up to `most` sentences that hold the most of `terms`, in the order of the text, reasoning before facts."""
    wanted = [term for term in terms if term]
    if not wanted:
        return ()
    found = []
    for place, part in enumerate((doc.issues, doc.reasoning, doc.result, doc.facts)):
        for match in SENTENCE.finditer(part):
            sentence = match[0].strip()
            held = {term for term in wanted if term in sentence.lower()}
            if held:
                found.append((-len(held), place, match.start(), sentence))
    chosen = sorted(found)[:most]
    return tuple(highlight(_shorten(sentence, wanted), wanted) for *_, sentence in sorted(chosen, key=lambda f: f[1:3]))


def highlight(text: str, terms: Sequence[str]) -> str:
    """Mark every occurrence of the terms; the longest wins where two overlap. Marks already in the text are taken out."""
    text = text.replace("〖", "[").replace("〗", "]")
    longest_first = sorted({term for term in terms if term}, key=lambda term: (-len(term), term))
    if not longest_first:
        return text
    return re.sub("|".join(re.escape(term) for term in longest_first), lambda m: f"〖{m[0]}〗", text, flags=re.IGNORECASE)


def _shorten(sentence: str, terms: Sequence[str]) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    low = sentence.lower()
    first = min((at for at in (low.find(term) for term in terms) if at >= 0), default=0)
    start = max(0, min(first - LONGEST // 3, len(sentence) - LONGEST))
    cut = sentence[start : start + LONGEST]
    return ("…" if start else "") + cut + ("…" if start + LONGEST < len(sentence) else "")
