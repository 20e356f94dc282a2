"""The embedded engine: Whoosh on disk. Good for one institution, up to about 50,000 decisions.

On disk: `<folder>/CURRENT` names the generation that serves (`g000001/` …). A rebuild fills a new generation and swaps
the name at the end, so readers are served meanwhile and a crash leaves the old one. The engine does not force its files
to disk (tech.md §1), so the database stays the source: after a power loss, rebuild.
"""

import fcntl
import json
import os
import shutil
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh import query as ask
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema

from search_index.documents import doc_from_dict
from search_index.port import NO_FILTERS, Filters, Hit, PrecedentDoc, Progress, SimilarQuery, Stats
from search_index.ranking import rank
from search_index.scoring import ARTICLE_BOOST, CANDIDATES, FIELDS, Vector, document_vector, key_terms, query_vector

WRITER_MEMORY_MB = 128
MERGE_ABOVE = 8
# Raised when stored documents or the analysis change shape; an older index then says it must be rebuilt.
FORMAT = 1


class IndexBusy(Exception):
    """Another process is writing. Nothing is lost: the caller keeps its work in the outbox and tries again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"索引 {folder} 正由另一个进程写入。待办留在发件箱中，稍后自动重试。")


def analysis_fingerprint() -> str:
    """Changes whenever vocabulary, segmentation or format change, since old terms would then not be found."""
    digest = sha256(str(FORMAT).encode())
    for name in ("vocabulary.toml", "analysis.py"):
        digest.update(files("search_index").joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


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
        authority=ID(),
        fate=ID(),
        region=ID(),
        office=ID(),
        court=ID(),
        day=NUMERIC(int),
        doc=STORED(),
        vector=STORED(),
    )


class WhooshIndex:
    """A SearchIndex on disk. `read_only` (web workers) never writes a file and works before anything was indexed."""

    def __init__(self, folder: Path | str, *, read_only: bool = False, candidates: int = CANDIDATES) -> None:
        self.folder = Path(folder)
        self.read_only = read_only
        self._candidates = candidates
        self._generation = ""
        self._index: Any = None
        self._searcher: Any = None
        self._frequencies: dict[tuple[str, str], int] = {}
        if not read_only:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._current():
                with self._writing():
                    if not self._current():
                        self._create("g000001").close()
                        self._serve("g000001")
        self.refresh()

    # Writing

    def put(self, docs: Iterable[PrecedentDoc]) -> None:
        ready = {doc.key: _fields(doc) for doc in docs}
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
        with self._writing():
            served = str(self._current().get("generation", ""))
            for left_over in self.folder.glob("g[0-9]*"):
                if left_over.name != served:
                    shutil.rmtree(left_over)
            name = f"g{int(served[1:] or 0) + 1:06d}" if served else "g000001"
            fresh = self._create(name)
            writer = fresh.writer(limitmb=WRITER_MEMORY_MB)
            try:
                seen: set[str] = set()
                for doc in docs:
                    if doc.key in seen:
                        continue
                    seen.add(doc.key)
                    writer.add_document(**_fields(doc))
                    if progress:
                        progress(len(seen))
            except BaseException:
                writer.cancel()
                fresh.close()
                shutil.rmtree(self.folder / name)
                raise
            writer.commit()
            fresh.close()
            self._serve(name)
        self.refresh()
        if served:
            # Readers that still have it open keep their open files; the next refresh takes them over.
            shutil.rmtree(self.folder / served, ignore_errors=True)
        return len(seen)

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        with self._writing():
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

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time over all generations; the lock dies with its process."""
        if self.read_only:
            raise IndexBusy(self.folder)
        with (self.folder / "WRITING").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusy(self.folder) from None
            yield

    def _create(self, name: str) -> Any:
        place = self.folder / name
        if place.exists():
            shutil.rmtree(place)
        place.mkdir()
        return index.create_in(str(place), _schema())

    def _serve(self, name: str) -> None:
        told = {"generation": name, "analysis": analysis_fingerprint(), "built": datetime.now(UTC).isoformat("T", "seconds")}
        beside = self.folder / "CURRENT.new"
        beside.write_text(json.dumps(told), "utf-8")
        os.replace(beside, self.folder / "CURRENT")

    def _current(self) -> dict[str, Any]:
        try:
            told = json.loads((self.folder / "CURRENT").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return told if (self.folder / told["generation"]).is_dir() else {}

    # Reading

    def search(self, query: SimilarQuery, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
        if query.empty or not self.documents():
            return []
        reach = max(self._candidates, k)
        chosen = ask.Every() if self.documents() <= reach else self._choose(query)
        found = self._searcher.search(chosen, limit=reach, filter=_filter(filters))
        candidates = [(_doc(hit), _vector(hit)) for hit in found]
        return rank(query, candidates, self, k)

    def _choose(self, query: SimilarQuery) -> Any:
        """Candidates by key terms. A small stock needs none: there every document is ranked."""
        terms: list[Any] = [
            ask.Term(field, term, boost=weight) for field, term, weight in key_terms(query_vector(query), self)
        ]
        terms += [ask.Term("articles", article, boost=ARTICLE_BOOST) for article in query.articles]
        return ask.Or(terms) if terms else ask.NullQuery

    def get(self, key: str) -> PrecedentDoc | None:
        found = self._searcher.document(key=key) if self._searcher else None
        return _doc(found) if found else None

    def stats(self) -> Stats:
        told = self._current()
        place = self.folder / told["generation"] if told else None
        size = sum(file.stat().st_size for file in place.iterdir()) if place else 0
        return Stats(
            documents=self.documents(),
            where=str(self.folder),
            bytes=size,
            updated=told.get("built", ""),
            stale=bool(told) and told["analysis"] != analysis_fingerprint(),
        )

    def refresh(self) -> None:
        generation = str(self._current().get("generation", ""))
        if not generation:
            return
        if generation != self._generation:
            self.close()
            self._index = index.open_dir(str(self.folder / generation), readonly=self.read_only)
            self._searcher = self._index.searcher()
            self._generation = generation
        elif not self._searcher.up_to_date():
            # Not searcher.refresh(): in whoosh-reloaded 2.7.5 it brings segments back that a merge has replaced
            # (FileIndex._reader extends the list with the old reader's segments), so documents would be doubled.
            stale, self._searcher = self._searcher, self._index.searcher()
            stale.close()
        self._frequencies = {}

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._index.close()
        self._searcher = self._index = None
        self._generation = ""

    # Statistics for scoring

    def documents(self) -> int:
        return int(self._searcher.doc_count()) if self._searcher else 0

    def frequency(self, field: str, term: str) -> int:
        known = self._frequencies.get((field, term))
        if known is None:
            # Deleted documents count until the engine merges them away; never more than there are.
            known = min(int(self._searcher.doc_frequency(field, term)), self.documents())
            self._frequencies[field, term] = known
        return known

    def average_length(self, field: str) -> float:
        return float(self._searcher.avg_field_length(field)) if self._searcher else 0.0


def _fields(doc: PrecedentDoc) -> dict[str, Any]:
    vector = document_vector(doc)
    fields: dict[str, Any] = {
        "key": doc.key,
        "articles": ",".join(doc.articles),
        "kinds": ",".join(doc.kinds),
        "authority": doc.authority,
        "fate": doc.fate,
        "region": doc.region,
        "office": doc.office,
        "court": doc.court,
        "doc": _pack(asdict(doc)),
        "vector": _pack_vector(vector),
    }
    for field in FIELDS:
        fields[field] = " ".join(term for term, count in vector.counts[field].items() for _ in range(count))
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


def _pack(value: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, default=str).encode(), 1)


def _doc(hit: Any) -> PrecedentDoc:
    return doc_from_dict(json.loads(zlib.decompress(hit["doc"])))


def _pack_vector(vector: Vector) -> tuple[bytes, bytes, list[int], list[float]]:
    """Terms and counts apart: five times faster to read back than JSON, and 200 are read for each question."""
    terms = "\n".join(" ".join(vector.counts[field]) for field in FIELDS)
    counts = array("H", [min(count, 65_535) for field in FIELDS for count in vector.counts[field].values()])
    return (
        zlib.compress(terms.encode(), 1),
        counts.tobytes(),
        [vector.lengths[field] for field in FIELDS],
        [vector.norms[field] for field in FIELDS],
    )


def _vector(hit: Any) -> Vector:
    packed, numbers, lengths, norms = hit["vector"]
    counts = array("H")
    counts.frombytes(numbers)
    rest = iter(counts)
    fields = zlib.decompress(packed).decode().split("\n")
    # strict=False: the counts of all fields stand in one row, each field takes as many as it has terms.
    return Vector(
        counts={
            field: dict(zip(terms.split(), rest, strict=False)) for field, terms in zip(FIELDS, fields, strict=True)
        },
        lengths=dict(zip(FIELDS, lengths, strict=True)),
        norms=dict(zip(FIELDS, norms, strict=True)),
    )
