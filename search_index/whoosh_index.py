"""The embedded engine: Whoosh on disk. Good for one institution, up to about 50,000 decisions.

The engine does not force its files to disk (tech.md §1), so the database stays the source: after a power loss, rebuild.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh import query as ask
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema

from search_index.documents import doc_from_dict
from search_index.generations import Generations, IndexBusy
from search_index.port import Filters, PrecedentDoc, Progress, Stats
from search_index.ranking import Candidate
from search_index.scoring import CANDIDATES
from search_index.stock import Record, Stock, Wanted, as_json, candidate, record
from search_index.vectors import FIELDS

__all__ = ["IndexBusy", "WhooshIndex"]

WRITER_MEMORY_MB = 128
MERGE_ABOVE = 8
# Entries read to choose candidates, in all: about 5 µs each, so that a question's time does not grow with the stock.
POSTINGS = 40_000


def _schema() -> Schema:
    # Own terms, joined by spaces: the engine must not cut them again. No positions (phrase=False): 4x smaller and faster.
    def terms() -> TEXT:
        return TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)

    return Schema(
        key=ID(unique=True, stored=True),
        words=terms(),
        pairs=terms(),
        concepts=terms(),
        articles=KEYWORD(commas=True),
        kinds=KEYWORD(commas=True),
        outcomes=KEYWORD(commas=True),
        authority=ID(),
        fate=ID(),
        region=ID(),
        office=ID(),
        court=ID(),
        day=NUMERIC(int),
        doc=STORED(),
        brief=STORED(),
        packed=STORED(),
    )


class WhooshIndex(Stock):
    """A SearchIndex on disk. `read_only` (web workers) never writes a file and works before anything was indexed."""

    postings = POSTINGS

    def __init__(self, folder: Path | str, *, read_only: bool = False, candidates: int = CANDIDATES) -> None:
        self._files = Generations(Path(folder), "whoosh", read_only=read_only)
        self.reach = candidates
        self._generation = ""
        self._index: Any = None
        self._searcher: Any = None
        self._frequencies: dict[tuple[str, str], int] = {}
        if not read_only and not self._files.serving:
            with self._files.writing():
                if not self._files.serving:
                    place = self._files.fresh()
                    index.create_in(str(place), _schema()).close()
                    self._files.serve(place.name)
        self.refresh()

    # Writing

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        ready = {doc.key: _fields(record(doc)) for doc in docs}
        if ready:
            with self._writer() as writer:
                for fields in ready.values():
                    writer.update_document(**fields)

    def delete(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        if gone:
            with self._writer() as writer:
                for key in gone:
                    writer.delete_by_term("key", key)

    def rebuild(self, docs: Iterable[PrecedentDoc], progress: Progress | None = None) -> int:
        with self._files.writing():
            served, place = self._files.serving, self._files.fresh()
            fresh = index.create_in(str(place), _schema())
            writer = fresh.writer(limitmb=WRITER_MEMORY_MB)
            try:
                seen: set[str] = set()
                for doc in docs:
                    if doc.key in seen:
                        continue
                    seen.add(doc.key)
                    writer.add_document(**_fields(record(doc)))
                    if progress:
                        progress(len(seen))
            except BaseException:
                writer.cancel()
                fresh.close()
                self._files.drop(place.name)
                raise
            writer.commit()
            fresh.close()
            self._files.serve(place.name)
        self.refresh()
        self._files.drop(served)
        return len(seen)

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        with self._files.writing():
            # Another process may have swapped in a new generation since this object last looked.
            self.refresh()
            writer = self._index.writer(limitmb=WRITER_MEMORY_MB)
            try:
                yield writer
            except BaseException:
                writer.cancel()
                raise
            # Merging at every commit rewrites small segments again and again; a few of them cost a reader little.
            writer.commit(merge=len(self._searcher.reader().leaf_readers()) > MERGE_ABOVE)
        self.refresh()

    # Reading

    def choose(self, wanted: Wanted, filters: Filters, most: int) -> list[Candidate]:
        parts: list[Any] = [ask.Or([ask.Term(field, term) for field, term in group]) for group in wanted.groups]
        if wanted.terms:
            parts.append(ask.Or([ask.Term(field, term, boost=weight) for field, term, weight in wanted.terms]))
        chosen = ask.And(parts) if len(parts) > 1 else parts[0] if parts else ask.Every()
        found = self._searcher.search(chosen, limit=most, filter=_filter(filters))
        return [_candidate(hit.fields()) for hit in found]

    def get(self, key: str) -> PrecedentDoc | None:
        found = self._searcher.document(key=key) if self._searcher else None
        return _doc(found) if found else None

    def stats(self) -> Stats:
        return self._files.stats(self.documents())

    def refresh(self) -> None:
        self._files.open_serving(self._open)

    def _open(self, generation: str) -> None:
        if not generation:
            return
        if generation != self._generation:
            self.close()
            self._index = index.open_dir(str(self._files.place(generation)), readonly=self._files.read_only)
            self._searcher = self._index.searcher()
            self._generation = generation
        elif not self._searcher.up_to_date():
            # Not searcher.refresh(): in whoosh-reloaded 2.7.5 it brings segments back that a merge has replaced
            # (FileIndex._reader extends the list with the old reader's segments), so documents would be doubled.
            stale, self._searcher = self._searcher, self._index.searcher()
            stale.close()
        else:
            return
        self._frequencies = {}

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._index.close()
        self._searcher = self._index = None
        self._generation = ""

    def documents(self) -> int:
        return int(self._searcher.doc_count()) if self._searcher else 0

    def frequency(self, field: str, term: str) -> int:
        known = self._frequencies.get((field, term))
        if known is None:
            # Deleted documents count until the engine merges them away; never more than there are.
            known = min(int(self._searcher.doc_frequency(field, term)), self.documents()) if self._searcher else 0
            self._frequencies[field, term] = known
        return known


def _fields(one: Record) -> dict[str, Any]:
    doc = one.doc
    fields: dict[str, Any] = {
        "key": doc.key,
        "articles": ",".join(doc.articles),
        "kinds": ",".join(doc.kinds),
        "outcomes": ",".join(one.outcomes),
        "authority": doc.authority,
        "fate": doc.fate,
        "region": doc.region,
        "office": doc.office,
        "court": doc.court,
        "doc": zlib.compress(as_json(asdict(doc)), 1),
        "brief": one.brief,
        "packed": one.packed,
    }
    for field in FIELDS:
        fields[field] = " ".join(term for term, count in one.counts[field].items() for _ in range(count))
    if doc.day:
        fields["day"] = doc.day.toordinal()
    return fields


def _filter(filters: Filters) -> Any:
    parts: list[Any] = []
    for field, values in (
        ("kinds", filters.kinds),
        ("articles", filters.articles),
        ("authority", filters.authorities),
        ("fate", filters.fates),
        ("outcomes", filters.outcome_terms),
    ):
        if values:
            parts.append(ask.Or([ask.Term(field, value) for value in values]))
    if filters.region:
        parts.append(ask.Prefix("region", filters.region))
    for field, value in (("office", filters.office), ("court", filters.court)):
        if value:
            parts.append(ask.Term(field, value))
    if filters.since or filters.until:
        first = filters.since.toordinal() if filters.since else None
        last = filters.until.toordinal() if filters.until else None
        parts.append(ask.NumericRange("day", first, last))
    if filters.exclude:
        parts.append(ask.Not(ask.Or([ask.Term("key", key) for key in filters.exclude])))
    if not parts:
        return None
    return ask.And(parts)


def _candidate(stored: dict[str, Any]) -> Candidate:
    return candidate(stored["brief"], stored["packed"], lambda: _doc(stored))


def _doc(stored: Any) -> PrecedentDoc:
    return doc_from_dict(json.loads(zlib.decompress(stored["doc"])))
