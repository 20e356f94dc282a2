"""A document's terms as numbers, small enough to lie beside it in an index and quick to compare many at once.

Terms are kept as 32-bit numbers: a pair of characters is its two code units, so that its first half is the character
itself and single characters need no list of their own; words and concepts are a checksum (two of 100,000 words meet
once or twice, which no ranking notices). A packed vector is a header, the numbers of all fields, then their counts.
"""

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search_index.analysis import analyse, pairs
from search_index.port import PrecedentDoc, SimilarQuery

FIELDS = ("words", "pairs", "concepts")
# Numbers of terms in each field and in title and issues; then lengths; then lengths of the log-count vectors.
HEADER = struct.Struct("<4I3I3f")
MOST = 255

Counts = Mapping[str, Mapping[str, int]]
Ids = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def term_id(field: str, term: str) -> int:
    """The number of a term in a field; the same in every process."""
    if field != "pairs":
        return crc32(term.encode())
    codes = [ord(char) & 0xFFFF for char in term]
    if term[0].isascii() or len(codes) > 2:
        return crc32(term.encode()) & 0xFFFF
    return codes[0] << 16 | (codes[1] if len(codes) == 2 else 0)


def document_counts(doc: PrecedentDoc) -> Counts:
    """What of a document is searched: its text, and its kinds as concepts, so that a kind set by hand is found."""
    terms = analyse(doc.text)
    terms.concepts.update(f"kind:{kind}" for kind in doc.kinds)
    return {"words": terms.words, "pairs": terms.pairs, "concepts": terms.concepts}


def query_counts(query: SimilarQuery) -> Counts:
    """A query's terms. Issues and chosen terms stand for themselves and count on top of the text."""
    terms = analyse("\n".join(part for part in (query.text, query.issues, " ".join(query.terms)) if part))
    terms.concepts.update(f"kind:{kind}" for kind in query.kinds)
    return {"words": terms.words, "pairs": terms.pairs, "concepts": terms.concepts}


def pack(doc: PrecedentDoc, counts: Counts) -> bytes:
    """The vector of a document as bytes. `counts` are its terms (`document_counts`)."""
    stated = {term_id("pairs", term) for term in pairs(f"{doc.title}\n{doc.issues}")}
    ids = [np.array([term_id(field, term) for term in counts[field]], dtype=np.uint32) for field in FIELDS]
    often = [np.array([min(n, MOST) for n in counts[field].values()], dtype=np.uint8) for field in FIELDS]
    header = HEADER.pack(
        *(len(counts[field]) for field in FIELDS),
        len(stated),
        *(sum(counts[field].values()) for field in FIELDS),
        *(math.sqrt(sum((1 + math.log(n)) ** 2 for n in counts[field].values())) or 1.0 for field in FIELDS),
    )
    last = np.array(sorted(stated), dtype=np.uint32)
    return b"".join([header, *(part.tobytes() for part in ids), last.tobytes(), *(part.tobytes() for part in often)])


@dataclass(frozen=True)
class Matches:
    """Where candidates hold the terms asked for: in which candidate, which of the terms, how often."""

    doc: Places
    term: Places
    count: Floats


class Sheet:
    """The packed vectors of all candidates of one question side by side."""

    def __init__(self, packed: Sequence[bytes]) -> None:
        self.size = len(packed)
        heads = [HEADER.unpack_from(one) for one in packed]
        table = np.array(heads, dtype=np.float64).reshape(self.size, 10)
        terms = table[:, :4].astype(np.int64)
        self.terms = {field: table[:, place] for place, field in enumerate(FIELDS)}
        self.lengths = {field: table[:, 4 + place] for place, field in enumerate(FIELDS)}
        self.norms = {field: table[:, 7 + place] for place, field in enumerate(FIELDS)}
        starts = HEADER.size + 4 * np.concatenate([np.zeros((self.size, 1), np.int64), terms.cumsum(axis=1)], axis=1)
        counted = starts[:, 4:5] + np.concatenate([np.zeros((self.size, 1), np.int64), terms[:, :3].cumsum(axis=1)], axis=1)
        self._ids: dict[str, Ids] = {}
        self._counts: dict[str, npt.NDArray[np.uint8]] = {}
        self._docs: dict[str, Places] = {}
        for place, field in enumerate((*FIELDS, "stated")):
            self._ids[field] = np.frombuffer(_cut(packed, starts[:, place : place + 2]), dtype=np.uint32)
            self._docs[field] = np.repeat(np.arange(self.size), terms[:, place])
        for place, field in enumerate(FIELDS):
            self._counts[field] = np.frombuffer(_cut(packed, counted[:, place : place + 2]), dtype=np.uint8)

    def matches(self, field: str, asked: Ids) -> Matches:
        """`asked` in ascending order. In "stated" every count is 1."""
        ids = self._ids[field]
        near = np.flatnonzero(_sieve(asked)[_mixed(ids)])
        place = np.minimum(np.searchsorted(asked, ids[near]), max(len(asked) - 1, 0))
        right = asked[place] == ids[near] if len(asked) else np.zeros(0, dtype=bool)
        near = near[right]
        count = self._counts[field][near].astype(np.float64) if field in self._counts else np.ones(len(near))
        return Matches(self._docs[field][near], place[right], count)

    def characters(self, asked: Ids) -> Matches:
        """Single characters, read off the pairs they begin. `asked` in ascending order."""
        codes = self._ids["pairs"] >> 16
        table = np.zeros(0x10000, dtype=bool)
        table[asked] = True
        near = np.flatnonzero(table[codes])
        rows = self._docs["pairs"][near] * len(asked) + np.searchsorted(asked, codes[near])
        cells, where = np.unique(rows, return_inverse=True)
        count = np.bincount(where, weights=self._counts["pairs"][near], minlength=len(cells)).astype(np.float64)
        doc, term = np.divmod(cells, max(len(asked), 1))
        return Matches(doc, term, count)


def _cut(packed: Sequence[bytes], bounds: npt.NDArray[np.int64]) -> bytes:
    return b"".join(one[start:end] for one, (start, end) in zip(packed, bounds.tolist(), strict=True))


def _sieve(asked: Ids) -> npt.NDArray[np.bool_]:
    """Keeps most of what was not asked for out of the exact look-up, which is the slow part."""
    table = np.zeros(0x10000, dtype=bool)
    table[_mixed(asked)] = True
    return table


def _mixed(ids: Ids) -> Ids:
    """Sixteen bits to which every bit of a number has something to say (Knuth's multiplicative hash)."""
    mixed: Ids = (ids * np.uint32(2_654_435_761)) >> np.uint32(16)
    return mixed


def ascending(field: str, terms: Iterable[str]) -> tuple[Ids, list[str]]:
    """Terms and their numbers in ascending order of the numbers."""
    pairs_ = sorted((term_id(field, term), term) for term in terms)
    return np.array([number for number, _ in pairs_], dtype=np.uint32), [term for _, term in pairs_]
