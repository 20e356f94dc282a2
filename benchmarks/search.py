"""The contest of the engines: build, incremental commit, questions short and case-sized, memory and size, in one run.

    .venv/bin/python benchmarks/search.py [--documents 10000] [--engines whoosh,tantivy,fts5] [--text FILE]

Documents are made by shuffling sentences of the text given with --text (any UTF-8 file; default: the vocabulary's own
forms), so sizes are real and content is not. "page" is a whole answer as the page asks for it (candidates, ranking,
reasons, facets, ten hits); "engine" only the choice of 200 candidates by key terms, which is all SQLite FTS5, the outside
peer, is asked for. Each engine runs in its own process, one after the other. Times in milliseconds.
"""

import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from search_index.engines import open_index
from search_index.port import Filters, ItemOutcome, PrecedentDoc, SimilarQuery
from search_index.query import from_case, from_text
from search_index.scoring import key_terms
from search_index.stock import Stock, Wanted
from search_index.vectors import document_counts, query_counts
from search_index.vocabulary import vocabulary

SHORT = ["加班审批 加班费", "违法解除赔偿金", "未签劳动合同二倍工资", "竞业限制违约金", "工伤医疗费", "未休年休假工资"]
TIMES = 40


def sentences(path: Path | None) -> list[str]:
    if path:
        return [part.strip() + "。" for part in path.read_text("utf-8").split("。") if 8 < len(part.strip()) < 200]
    vocab = vocabulary()
    words = list(vocab.words) + [form for kind in vocab.kinds for form in kind.forms]
    chance = random.Random(7)
    return ["，".join(chance.sample(words, 6)) + "。" for _ in range(3_000)]


def documents(count: int, pool: list[str], seed: int = 1) -> Iterator[PrecedentDoc]:
    chance = random.Random(seed)
    for n in range(count):
        kinds = tuple(kind.id for kind in chance.sample(vocabulary().kinds, 2))
        yield PrecedentDoc(
            key=f"k{seed}-{n}",
            title=pool[n % len(pool)][:60],
            kinds=kinds,
            facts="".join(chance.choices(pool, k=18)),
            reasoning="".join(chance.choices(pool, k=10)),
            articles=(f"LCL {1 + n % 98}",),
            items=tuple(ItemOutcome(kind, chance.choice(["granted", "partly", "refused"])) for kind in kinds),
            day=date(2015, 1, 1) + timedelta(days=n % 4000),
        )


def timed(work: list[Callable[[], object]]) -> str:
    spent = []
    for one in work:
        start = time.perf_counter()
        one()
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return f"{statistics.median(spent):.1f} / {spent[int(len(spent) * 0.95)]:.1f}"


def questions(pool: list[str]) -> tuple[list[SimilarQuery], list[SimilarQuery]]:
    short = [from_text(SHORT[n % len(SHORT)]) for n in range(TIMES)]
    asked = list(documents(TIMES, pool, seed=99))
    return short, [from_case(kinds=doc.kinds, facts=doc.facts, cited=doc.articles) for doc in asked]


def measure(engine: str, count: int, pool: list[str], folder: Path) -> dict[str, object]:
    short, cases = questions(pool)
    if engine == "fts5":
        return measure_fts5(count, pool, folder, short, cases)
    index = open_index(engine, folder)
    assert isinstance(index, Stock)
    start = time.perf_counter()
    index.rebuild(documents(count, pool), lambda n: print(f"{engine}: {n}", file=sys.stderr) if n % 5_000 == 0 else None)
    built = time.perf_counter() - start
    size = index.stats().bytes
    index.ask(short[0])
    filters = Filters(kinds=("overtime",), since=date(2018, 1, 1))

    def choosing(question: SimilarQuery) -> Callable[[], object]:
        # The terms are found beforehand: the peer is asked no more than this either.
        wanted = Wanted(terms=key_terms(query_counts(question), index, postings=index.postings))
        return lambda: index.choose(wanted, Filters(), 200)

    found: dict[str, object] = {"engine": engine, "documents": count, "build s": round(built), "MB": round(size / 1e6)}
    found["page short"] = timed([lambda q=q: index.ask(q) for q in short])
    found["page case"] = timed([lambda q=q: index.ask(q) for q in cases])
    found["page case, filters"] = timed([lambda q=q: index.ask(q, filters) for q in cases])
    found["engine short"] = timed([choosing(q) for q in short])
    found["engine case"] = timed([choosing(q) for q in cases])
    more = list(documents(60, pool, seed=3))
    found["add 1"] = timed([lambda doc=doc: index.put([doc]) for doc in more[:20]])
    found["add 10"] = timed([lambda n=n: index.put(more[20 + n * 10 : 30 + n * 10]) for n in range(4)])
    found["delete 1"] = timed([lambda doc=doc: index.delete([doc.key]) for doc in more[:10]])
    found["page case after"] = timed([lambda q=q: index.ask(q) for q in cases])
    index.close()
    return found


def measure_fts5(
    count: int, pool: list[str], folder: Path, short: list[SimilarQuery], cases: list[SimilarQuery]
) -> dict[str, object]:
    store = sqlite3.connect(folder / "fts5.db")
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("CREATE VIRTUAL TABLE t USING fts5(terms, content='', tokenize='ascii')")
    store.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")

    def coded(field: str, term: str) -> str:
        return field[0] + term.encode().hex()

    def row(doc: PrecedentDoc) -> str:
        return " ".join(coded(f, t) for f, terms in document_counts(doc).items() for t, n in terms.items() for _ in range(n))

    def add(docs: list[PrecedentDoc]) -> None:
        with store:
            store.executemany("INSERT INTO t(terms) VALUES (?)", [(row(doc),) for doc in docs])

    start = time.perf_counter()
    with store:
        store.executemany("INSERT INTO t(terms) VALUES (?)", ((row(doc),) for doc in documents(count, pool)))
    store.execute("INSERT INTO t(t) VALUES ('optimize')")
    built = time.perf_counter() - start

    class Known:
        def documents(self) -> int:
            return count

        def frequency(self, field: str, term: str) -> int:
            found = store.execute("SELECT doc FROM v WHERE term = ?", [coded(field, term)]).fetchone()
            return found[0] if found else 0

    def choosing(question: SimilarQuery) -> Callable[[], object]:
        terms = " OR ".join(coded(field, term) for field, term, _ in key_terms(query_counts(question), Known()))
        ask = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 200"
        return lambda: store.execute(ask, [terms]).fetchall()

    more = list(documents(60, pool, seed=3))
    return {
        "engine": "fts5",
        "documents": count,
        "build s": round(built),
        "MB": round((folder / "fts5.db").stat().st_size / 1e6),
        "engine short": timed([choosing(q) for q in short]),
        "engine case": timed([choosing(q) for q in cases]),
        "add 1": timed([lambda doc=doc: add([doc]) for doc in more[:20]]),
        "add 10": timed([lambda n=n: add(more[20 + n * 10 : 30 + n * 10]) for n in range(4)]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--engines", default="whoosh,tantivy,fts5")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--alone", action="store_true", help="measure in this process (used by the contest itself)")
    asked = parser.parse_args()
    if not asked.alone:
        for engine in asked.engines.split(","):
            command = [sys.executable, __file__, "--alone", "--engines", engine, "--documents", str(asked.documents)]
            subprocess.run(command + (["--text", str(asked.text)] if asked.text else []), check=True)
        return
    with tempfile.TemporaryDirectory(prefix="hengjian-search-") as folder:
        found = measure(asked.engines, asked.documents, sentences(asked.text), Path(folder))
    found["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(found, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
