"""类案: decisions come into the database, from there into the index, and like ones are found again.

The database is the source. The index follows through the outbox ("precedent.index") and can always be made anew.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO

from sqlmodel import Session, col, func, select

from app.models import Case, OutboxMessage, Precedent
from search_index import query as questions
from search_index.documents import doc_from_dict
from search_index.import_cases import read_cases
from search_index.import_rows import RowError
from search_index.port import NO_FILTERS, Filters, Hit, PrecedentDoc, SearchIndex, SimilarQuery
from workflows.errors import InputError

BATCH = 200
OWN = "case:"
JUDGMENT = "matter:"
STANDARD = "standard:"
"""Beginnings of the keys that are ours; no imported case may take one."""
INDEX_MESSAGE = "precedent.index"
SAME_NAME = (
    "key",
    "title",
    "publisher",
    "source",
    "url",
    "region",
    "office",
    "court",
    "authority",
    "fate",
    "fate_note",
    "kinds",
    "causes",
    "articles",
    "issues",
    "facts",
    "reasoning",
    "result",
    "notes",
)


@dataclass
class Imported:
    """What an import did: how many rows are new, changed, as they were, and what is wrong with the others."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [error.as_dict() for error in self.errors],
        }


def import_file(session: Session, stream: BinaryIO, now: datetime) -> Imported:
    """Bring the cases of a JSONL file in. The same file twice changes nothing; a bad row keeps no good one out."""
    done = Imported()
    for docs in _batches(_good(read_cases(stream, reserved=(OWN, JUDGMENT, STANDARD)), done), BATCH):
        there = {
            row.key: row
            for row in session.exec(select(Precedent).where(col(Precedent.key).in_([doc.key for doc in docs]))).all()
        }
        changed = []
        for doc in docs:
            outcome = save(session, doc, there.get(doc.key), now)
            setattr(done, outcome, getattr(done, outcome) + 1)
            if outcome != "unchanged":
                changed.append(doc.key)
        announce(session, changed, now)
    return done


def _good(rows: Iterable[PrecedentDoc | RowError], done: Imported) -> Iterator[PrecedentDoc]:
    for row in rows:
        if isinstance(row, RowError):
            done.errors.append(row)
        else:
            yield row


def _batches(docs: Iterable[PrecedentDoc], size: int) -> Iterator[list[PrecedentDoc]]:
    stream = iter(docs)
    while batch := list(islice(stream, size)):
        yield batch


def save(session: Session, doc: PrecedentDoc, row: Precedent | None, now: datetime, case_id: int | None = None) -> str:
    """Write one document over `row`, or as a new row. Answers added, updated or unchanged."""
    digest = content_hash(doc)
    if row is not None and row.content_hash == digest:
        return "unchanged"
    target = row or Precedent(
        key=doc.key, title=doc.title, authority=doc.authority, content_hash=digest, updated_at=now
    )
    data = asdict(doc)
    for name in SAME_NAME:
        value = data[name]
        setattr(target, name, list(value) if isinstance(value, tuple) else value)
    target.items = list(data["items"])
    target.decided_on = doc.day
    target.case_id = case_id
    target.content_hash = digest
    target.updated_at = now
    session.add(target)
    return "updated" if row else "added"


def announce(session: Session, keys: list[str], now: datetime) -> None:
    """Leave the index work in the same transaction; the worker does it, and may do it twice."""
    if keys:
        session.add(
            OutboxMessage(kind=INDEX_MESSAGE, key=f"precedents:{keys[0]}", payload={"keys": keys}, created_at=now)
        )


def deliver(session: Session, index: SearchIndex, payload: Mapping[str, Any]) -> None:
    """Outbox handler of "precedent.index": bring the index in line with the rows of these keys, as they are now."""
    keys = list(payload["keys"])
    rows = session.exec(select(Precedent).where(col(Precedent.key).in_(keys))).all()
    index.put(doc_from_row(row) for row in rows)
    index.delete(set(keys) - {row.key for row in rows})


def held(session: Session) -> int:
    """How many decisions the database holds."""
    return session.exec(select(func.count(col(Precedent.id)))).one()


def reindex_all(session: Session, index: SearchIndex, progress: Callable[[int], None] | None = None) -> int:
    """Make the whole index anew; the old one serves meanwhile. Answers how many decisions it holds.

    Cut off at any moment it leaves the old index serving, and may be started again. What changes in the database
    meanwhile waits in the outbox and is delivered to the new index afterwards.
    """
    rows = session.exec(select(Precedent).order_by(col(Precedent.id)).execution_options(yield_per=BATCH))
    return index.rebuild((doc_from_row(row) for row in rows), progress)


def doc_from_row(row: Precedent) -> PrecedentDoc:
    data: dict[str, Any] = {name: getattr(row, name) for name in SAME_NAME}
    return doc_from_dict(data | {"items": row.items, "day": row.decided_on})


def content_hash(doc: PrecedentDoc) -> str:
    """Of everything the document says: the same content is the same hash."""
    return sha256(json.dumps(asdict(doc), ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def similar_to_text(index: SearchIndex, text: str, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
    """Like decisions for words somebody typed. InputError when there is nothing to look for."""
    question = questions.from_text(text)
    if question.empty:
        raise InputError("检索内容", text, "没有内容。", "请写出争议的事实、请求或者法条，例如“未签劳动合同二倍工资”。")
    return index.search(question, filters, k)


def similar_to_case(index: SearchIndex, case: Case, filters: Filters = NO_FILTERS, k: int = 10) -> list[Hit]:
    """Like decisions for a case, by its claim kinds, cited articles, claims and facts; never the case itself.

    Reads the main file only: neither the deliberation record nor mediation offers.
    """
    question, own = question_of(case, filters)
    return [] if question.empty else index.search(question, own, k)


def question_of(case: Case, filters: Filters = NO_FILTERS) -> tuple[SimilarQuery, Filters]:
    """The question a case puts, and the filters that keep the case itself out of the answer."""
    own = replace(filters, exclude=(*filters.exclude, f"{OWN}{case.id}"))
    question = questions.from_case(
        kinds=[item.kind for item in case.items],
        cited=[article for item in case.items for article in item.articles],
        claims=[item.text for item in case.items],
        facts="\n".join(part for part in (case.facts_and_reasons, case.facts_found) if part),
    )
    return question, own


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """A hit for --json and for pages: what, why, how much authority, what became of it."""
    doc = hit.doc
    return {
        "key": doc.key,
        "title": doc.title,
        "score": hit.score,
        "warning": hit.mark,
        "why": list(hit.why),
        "passages": list(hit.passages),
        "outcome": asdict(hit.outcome_for_like_item) if hit.outcome_for_like_item else None,
        "authority": doc.authority,
        "fate": doc.fate,
        "fate_note": doc.fate_note,
        "kinds": list(doc.kinds),
        "articles": list(doc.articles),
        "publisher": doc.publisher,
        "source": doc.source,
        "day": doc.day.isoformat() if doc.day else None,
        "url": doc.url,
        "parts": hit.parts,
    }
