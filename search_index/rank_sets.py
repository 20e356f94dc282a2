"""Ranking a retrieval test set, ours or a baseline, into a run file that any scorer reads.

A set is a folder with `corpus.jsonl` (`docid`, `text`, sometimes `title`) and `queries.jsonl` (`qid`, `text`, sometimes
`pool`: rank only these, and `exclude`: never these).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search_index.analysis import kinds_of
from search_index.citations import articles
from search_index.memory_index import MemoryIndex
from search_index.port import NO_FILTERS, PrecedentDoc, SearchIndex
from search_index.query import from_text
from search_index.rank_baselines import Ranker, bm25, chance, plain_pairs, plain_words, tfidf
from search_index.tantivy_index import TantivyIndex
from search_index.whoosh_index import WhooshIndex
from workflows.errors import InputError

RANKERS = ("ours", "whoosh", "tantivy", "bm25-words", "bm25-bigrams", "tfidf-bigrams", "chance")
BATCH = 5_000
COMPARED = 1_000
"""How many candidates are compared in full: articles of law are short, so more of them can be."""


def rank_set(folder: Path, out: Path, engine: str, depth: int) -> tuple[int, int]:
    """Write `qid docid score` for every query, best first. Answers the number of queries and of documents.

    InputError names file, line and field of what cannot be read.
    """
    corpus = {row["docid"]: row for row in _rows(folder / "corpus.jsonl", ("docid", "text"))}
    queries = list(_rows(folder / "queries.jsonl", ("qid", "text")))
    with TemporaryDirectory(prefix="hengjian-rank-") as scratch:
        ranker = _ranker(engine, corpus, depth, Path(scratch))
        lines = [line for query in queries for line in _ranked(query, ranker, corpus, depth)]
    try:
        out.write_text("".join(lines), "utf-8")
    except OSError as error:
        raise InputError("--out", out, f"不能写入（{error.strerror}）。", "请换一个可写的位置。") from None
    return len(queries), len(corpus)


def _ranked(query: Mapping[str, Any], ranker: Ranker, corpus: Mapping[str, Any], depth: int) -> Iterator[str]:
    scores = dict(ranker(query["qid"], query["text"]))
    if pool := query.get("pool"):
        scores = {key: scores.get(key, 0.0) for key in pool if key in corpus}
    for key in _listed(query.get("exclude")):
        scores.pop(key, None)
    for key in sorted(scores, key=lambda key: (-scores[key], key))[:depth]:
        yield f"{query['qid']} {key} {scores[key]:.6f}\n"


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []


def _ranker(engine: str, corpus: Mapping[str, Mapping[str, Any]], depth: int, scratch: Path) -> Ranker:
    texts = {key: "\n".join(part for part in (row.get("title"), row["text"]) if part) for key, row in corpus.items()}
    baselines: dict[str, Callable[[], Ranker]] = {
        "bm25-words": lambda: bm25(texts, plain_words()),
        "bm25-bigrams": lambda: bm25(texts, plain_pairs),
        "tfidf-bigrams": lambda: tfidf(texts, plain_pairs),
        "chance": lambda: chance(texts),
    }
    if engine in baselines:
        return baselines[engine]()
    # A pool or an excluded document must not push others out of the answer: one more than asked for is ranked.
    reach = max(depth + 1, COMPARED)
    index: SearchIndex
    if engine == "whoosh":
        index = WhooshIndex(scratch, candidates=reach)
    elif engine == "tantivy":
        index = TantivyIndex(scratch, candidates=reach)
    else:
        index = MemoryIndex(candidates=reach)
    docs = [_document(key, row) for key, row in corpus.items()]
    for start in range(0, len(docs), BATCH):
        index.put(docs[start : start + BATCH])

    def scores(_: str, text: str) -> Mapping[str, float]:
        return index.order(from_text(text), NO_FILTERS)

    return scores


def _document(key: str, row: Mapping[str, Any]) -> PrecedentDoc:
    """A document of a test set as a decision: its kinds recognised as an import would.

    One whose title names an article of law is that article; others apply what their text cites.
    """
    title = str(row.get("title") or "")
    own = articles(title)
    return PrecedentDoc(
        key=key,
        title=title,
        facts=row["text"],
        kinds=kinds_of(f"{title}\n{row['text']}"),
        articles=own if len(own) == 1 else articles(row["text"]),
    )


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        stream = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise InputError("--set", path, f"打不开（{error.strerror}）。", "目录里要有 corpus.jsonl 和 queries.jsonl。") from None
    with stream:
        try:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _row(path, number, line, needed)
        except UnicodeDecodeError:
            raise InputError("--set", path, "不是 UTF-8 编码。", "请另存为 UTF-8。") from None


def _row(path: Path, number: int, line: str, needed: tuple[str, ...]) -> dict[str, Any]:
    where = f"{path.name} 第 {number} 行"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(where, line, "不是完整的 JSON。", "一行一个对象。") from None
    if not isinstance(row, dict):
        raise InputError(where, line, "应是一个对象。", "一行一个对象。")
    for name in needed:
        if not isinstance(row.get(name), str):
            raise InputError(f"{where} {name}", row.get(name), "缺少，或者不是文字。", f"请补上 {name}。")
    return row
