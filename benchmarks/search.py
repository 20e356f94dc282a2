"""How fast the embedded index is: build, incremental commit, short and case-sized questions.

    .venv/bin/python benchmarks/search.py [--documents 2000] [--memory]

Documents are made by shuffling sentences of the text given with --text (any UTF-8 file; default: the vocabulary's own
forms), so sizes are real and content is not. Prints one line per measure: median and 95th percentile in milliseconds.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from search_index.memory_index import MemoryIndex
from search_index.port import Filters, PrecedentDoc, SearchIndex
from search_index.query import from_case, from_text
from search_index.vocabulary import vocabulary
from search_index.whoosh_index import WhooshIndex

SHORT = ["加班审批 加班费", "违法解除赔偿金", "未签劳动合同二倍工资", "竞业限制违约金", "工伤医疗费", "未休年休假工资"]


def sentences(path: Path | None) -> list[str]:
    if path:
        return [part.strip() + "。" for part in path.read_text("utf-8").split("。") if 8 < len(part.strip()) < 200]
    vocab = vocabulary()
    words = list(vocab.words) + [form for kind in vocab.kinds for form in kind.forms]
    chance = random.Random(7)
    return ["，".join(chance.sample(words, 6)) + "。" for _ in range(3_000)]


def document(n: int, pool: list[str], chance: random.Random) -> PrecedentDoc:
    kinds = tuple(kind.id for kind in chance.sample(vocabulary().kinds, 2))
    return PrecedentDoc(
        key=f"k{n}",
        title=pool[n % len(pool)][:60],
        kinds=kinds,
        facts="".join(chance.choices(pool, k=18)),
        reasoning="".join(chance.choices(pool, k=10)),
        articles=(f"LCL {1 + n % 98}",),
        day=date(2015, 1, 1) + timedelta(days=n % 4000),
    )


def timed(label: str, work: list[Callable[[], object]]) -> None:
    spent = []
    for one in work:
        start = time.perf_counter()
        one()
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    print(f"{label}: p50 {statistics.median(spent):.0f} ms, p95 {spent[int(len(spent) * 0.95)]:.0f} ms ({len(spent)} times)")


def measure(index: SearchIndex, docs: list[PrecedentDoc]) -> None:
    start = time.perf_counter()
    index.rebuild(docs)
    spent = time.perf_counter() - start
    print(f"build: {len(docs)} documents in {spent:.1f} s ({len(docs) / spent:.0f} a second), {index.stats().bytes / 1e6:.0f} MB")
    timed("short question", [lambda text=text: index.search(from_text(text)) for text in SHORT * 5])
    cases = [from_case(kinds=doc.kinds, facts=doc.facts, cited=doc.articles) for doc in docs[:30]]
    timed("case-sized question", [lambda case=case: index.search(case) for case in cases])
    filters = Filters(kinds=(docs[0].kinds[0],), since=date(2018, 1, 1))
    timed("case-sized with filters", [lambda case=case: index.search(case, filters) for case in cases])
    timed("add one and commit", [lambda doc=doc: index.put([doc]) for doc in docs[:20]])
    timed("add ten and commit", [lambda n=n: index.put(docs[n * 10 : n * 10 + 10]) for n in range(10)])
    timed("delete one and commit", [lambda doc=doc: index.delete([doc.key]) for doc in docs[-10:]])
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--memory", action="store_true", help="the memory adapter instead of Whoosh")
    asked = parser.parse_args()
    chance = random.Random(1)
    pool = sentences(asked.text)
    docs = [document(n, pool, chance) for n in range(asked.documents)]
    with tempfile.TemporaryDirectory() as folder:
        index: SearchIndex = MemoryIndex() if asked.memory else WhooshIndex(folder)
        measure(index, docs)
        index.close()


if __name__ == "__main__":
    main()
