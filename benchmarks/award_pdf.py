"""Time and memory of making an award PDF: first and steady state, and the one-time costs.

Run as: .venv/bin/python benchmarks/award_pdf.py [--rounds 30] [--json]
The award is the sample of tests/papers, shortened to 4 pages with and without rare characters in the
names, and whole (6 pages with tables). Aim: warm under 0.3 s for an award of 3-4 pages.
"""

import argparse
import copy
import importlib
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/papers")]


def memory() -> float:
    """Peak resident memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shortened(facts: dict[str, Any]) -> dict[str, Any]:
    """An award of 3-4 pages: one claim, no table of evidence, no issues."""
    short = copy.deepcopy(facts)
    short["award"] |= {"evidence": [], "issues": [], "facts_found": facts["award"]["facts_found"].split("\n")[0]}
    short["award"]["items"] = short["award"]["items"][:1]
    short["claims"] = short["claims"][:1]
    return short


def with_common_names(facts: dict[str, Any]) -> dict[str, Any]:
    """The same without characters that need the fall-back face."""
    text = json.dumps(facts, ensure_ascii=False)
    for rare, common in (("王喆玥", "王丽"), ("㛃", "杰"), ("𬱖", "强"), ("郭赟", "郭文")):
        text = text.replace(rare, common)
    return json.loads(text)  # type: ignore[no-any-return]


def rounds_of(facts: dict[str, Any], rounds: int) -> dict[str, Any]:
    make_pdf = importlib.import_module("app.rendering.papers").make_pdf
    times = []
    for serial in range(rounds):
        own = {**facts, "paper": {**facts["paper"], "number": f"东劳人仲案字〔2026〕第{serial + 1}号"}}
        start = time.perf_counter()
        made = make_pdf("award", own)
        times.append(time.perf_counter() - start)
    return {
        "pages": made.pages,
        "kilobytes": round(len(made.pdf) / 1024),
        "first_s": round(times[0], 3),
        "median_s": round(statistics.median(times[1:]), 3),
        "p95_s": round(sorted(times[1:])[int(0.95 * (rounds - 1))], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    start = time.perf_counter()
    samples = importlib.import_module("paper_samples").SAMPLES
    importlib.import_module("app.rendering.press")
    figures: dict[str, Any] = {"import_s": round(time.perf_counter() - start, 3)}
    rare = shortened(samples["award_non_final"][1])
    for name, facts in (("plain", with_common_names(rare)), ("rare", rare), ("long", samples["award_final"][1])):
        figures[name] = rounds_of(facts, chosen.rounds) | {"peak_memory_mb": round(memory())}
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    print(f"import: {figures['import_s']} s")
    for name, title in (("plain", "ordinary names"), ("rare", "rare names"), ("long", "rare names, two claims")):
        f = figures[name]
        print(
            f"{title}: {f['pages']} pages, {f['kilobytes']} KiB: first {f['first_s']} s, "
            f"then median {f['median_s']} s, p95 {f['p95_s']} s ({chosen.rounds} rounds); "
            f"peak memory {f['peak_memory_mb']} MB"
        )


if __name__ == "__main__":
    main()
