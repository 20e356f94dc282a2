"""The engine for large stocks: Tantivy on disk, from about 50,000 decisions up. Chosen with HENGJIAN_SEARCH=tantivy.

Never its `more_like_this` (tech.md §2: it panics once a document was deleted, past `except Exception`): key terms are
chosen by our own code and sent as a plain boolean query. One writer, opened for each commit and closed again.
"""

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search_index.documents import doc_from_dict
from search_index.generations import Generations, IndexBusy
from search_index.port import Filters, PrecedentDoc, Progress, Stats
from search_index.ranking import Candidate
from search_index.scoring import CANDIDATES
from search_index.stock import Record, Stock, Wanted, as_json, candidate, record
from search_index.vectors import FIELDS

WRITER_BYTES = 64_000_000
EXACT = ("key", "articles", "kinds", "outcomes", "authority", "fate", "region", "office", "court")
STORED = ("brief", "packed", "doc")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        # Own terms, joined by spaces: the engine must not cut them again. No positions: nothing asks for them.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in EXACT:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    for field in STORED:
        builder.add_bytes_field(field, stored=True)
    return builder.build()


class TantivyIndex(Stock):
    """A SearchIndex on disk. `read_only` (web workers) never writes a file and works before anything was indexed."""

    def __init__(self, folder: Path | str, *, read_only: bool = False, candidates: int = CANDIDATES) -> None:
        self._files = Generations(Path(folder), "tantivy", read_only=read_only)
        self.reach = candidates
        self._schema = _schema()
        self._generation = ""
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None
        self._frequencies: dict[tuple[str, str], int] = {}
        if not read_only and not self._files.serving:
            with self._files.writing():
                if not self._files.serving:
                    place = self._files.fresh()
                    tantivy.Index(self._schema, path=str(place))
                    self._files.serve(place.name)
        self.refresh()

    # Writing

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        ready = {doc.key: _document(record(doc)) for doc in docs}
        if ready:

            def replace(writer: tantivy.IndexWriter) -> None:
                for key, doc in ready.items():
                    writer.delete_documents_by_term("key", key)
                    writer.add_document(doc)

            self._commit(replace)

    def delete(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        if gone:
            self._commit(lambda writer: [writer.delete_documents_by_term("key", key) for key in sorted(gone)])

    def _commit(self, work: Callable[[tantivy.IndexWriter], object]) -> None:
        with self._files.writing():
            # Another process may have swapped in a new generation since this object last looked.
            self.refresh()
            assert self._index is not None
            # One thread, so that the same input always makes the same segments.
            writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
            try:
                work(writer)
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            finally:
                # Ends the writer and frees its lock.
                writer.wait_merging_threads()
        self.refresh()

    def rebuild(self, docs: Iterable[PrecedentDoc], progress: Progress | None = None) -> int:
        with self._files.writing():
            served, place = self._files.serving, self._files.fresh()
            writer = tantivy.Index(self._schema, path=str(place)).writer(heap_size=4 * WRITER_BYTES, num_threads=1)
            seen: set[str] = set()
            try:
                for doc in docs:
                    if doc.key in seen:
                        continue
                    seen.add(doc.key)
                    writer.add_document(_document(record(doc)))
                    if progress:
                        progress(len(seen))
                writer.commit()
            except BaseException:
                writer.rollback()
                writer.wait_merging_threads()
                self._files.drop(place.name)
                raise
            writer.wait_merging_threads()
            self._files.serve(place.name)
        self.refresh()
        self._files.drop(served)
        return len(seen)

    # Reading

    def choose(self, wanted: Wanted, filters: Filters, most: int) -> list[Candidate]:
        if self._searcher is None:
            return []
        must = [(Occur.Must, _any([self._term(field, term) for field, term in group])) for group in wanted.groups]
        if wanted.terms:
            weighed = [Query.boost_query(self._term(field, term), weight) for field, term, weight in wanted.terms]
            must.append((Occur.Must, _any(weighed)))
        if not must:
            must.append((Occur.Must, Query.all_query()))
        query = Query.boolean_query(must + self._filters(filters))
        found = self._searcher.search(query, limit=most, count=False)
        return [self._candidate(self._searcher.doc(address)) for _, address in found.hits]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, "freq" if field in FIELDS else "basic")

    def _filters(self, filters: Filters) -> list[tuple[Occur, Query]]:
        parts: list[tuple[Occur, Query]] = []
        for field, values in (
            ("kinds", filters.kinds),
            ("articles", filters.articles),
            ("authority", filters.authorities),
            ("fate", filters.fates),
            ("outcomes", filters.outcome_terms),
            ("office", (filters.office,) if filters.office else ()),
            ("court", (filters.court,) if filters.court else ()),
            ("region", self._regions(filters.region) if filters.region else ()),
        ):
            if values:
                parts.append((Occur.Must, Query.const_score_query(_any([self._term(field, one) for one in values]), 0.0)))
        if filters.since or filters.until:
            first = filters.since.toordinal() if filters.since else 1
            last = filters.until.toordinal() if filters.until else 10_000_000
            days = Query.range_query(self._schema, "day", tantivy.FieldType.Integer, first, last)
            parts.append((Occur.Must, Query.const_score_query(days, 0.0)))
        parts += [(Occur.MustNot, self._term("key", key)) for key in filters.exclude]
        return parts

    def _regions(self, start: str) -> tuple[str, ...]:
        """Every region that begins so; one that is nowhere where there is none."""
        assert self._searcher is not None
        return tuple(term for term, _ in self._searcher.terms_with_prefix("region", start)) or ("\x00",)

    def _candidate(self, stored: tantivy.Document) -> Candidate:
        return candidate(_bytes(stored, "brief"), _bytes(stored, "packed"), lambda: _doc(stored))

    def get(self, key: str) -> PrecedentDoc | None:
        if self._searcher is None:
            return None
        found = self._searcher.search(self._term("key", key), limit=1, count=False).hits
        return _doc(self._searcher.doc(found[0][1])) if found else None

    def stats(self) -> Stats:
        return self._files.stats(self.documents())

    def refresh(self) -> None:
        self._files.open_serving(self._open)

    def _open(self, generation: str) -> None:
        if not generation:
            return
        if generation != self._generation:
            self._index = tantivy.Index.open(str(self._files.place(generation)))
            self._generation = generation
        assert self._index is not None
        self._index.reload()
        self._searcher = self._index.searcher()
        self._frequencies = {}

    def close(self) -> None:
        self._index = self._searcher = None
        self._generation = ""

    def documents(self) -> int:
        return int(self._searcher.num_docs) if self._searcher else 0

    def frequency(self, field: str, term: str) -> int:
        known = self._frequencies.get((field, term))
        if known is None:
            # Deleted documents count until the engine merges them away; never more than there are.
            known = min(int(self._searcher.doc_freq(field, term)), self.documents()) if self._searcher else 0
            self._frequencies[field, term] = known
        return known


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _document(one: Record) -> tantivy.Document:
    made = tantivy.Document()
    doc = one.doc
    for field in FIELDS:
        made.add_text(field, " ".join(term for term, count in one.counts[field].items() for _ in range(count)))
    for field, values in (
        ("key", (doc.key,)),
        ("articles", doc.articles),
        ("kinds", doc.kinds),
        ("outcomes", one.outcomes),
        ("authority", (doc.authority,)),
        ("fate", (doc.fate,)),
        ("region", (doc.region,)),
        ("office", (doc.office,)),
        ("court", (doc.court,)),
    ):
        for value in values:
            made.add_text(field, value)
    if doc.day:
        made.add_integer("day", doc.day.toordinal())
    made.add_bytes("brief", one.brief.encode())
    made.add_bytes("packed", one.packed)
    made.add_bytes("doc", zlib.compress(as_json(asdict(doc)), 1))
    return made


def _bytes(stored: tantivy.Document, field: str) -> bytes:
    return bytes(stored.get_first(field) or b"")


def _doc(stored: tantivy.Document) -> PrecedentDoc:
    return doc_from_dict(json.loads(zlib.decompress(_bytes(stored, "doc"))))


__all__ = ["IndexBusy", "TantivyIndex"]
