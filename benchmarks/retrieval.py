"""How good the ranking is: ours beside plain baselines on every test set in a folder, in one run.

    .venv/bin/python benchmarks/retrieval.py ../shared/data/retrieval [--engines ours,bm25-words] [--sets stard]

The folder holds one folder a set and `evaluate.py`, which scores the runs. Prints a Markdown table.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from search_index.rank_sets import RANKERS, rank_set

SLICES = {"stard": ["", "labor=true"], "typical-known-item": ["kind=title", "kind=focus"]}
PAIRS = {"cail2019-scm-sample"}
MEASURES = ("MAP", "NDCG@10", "NDCG@30", "accuracy")
DEPTH = 200


def score(folder: Path, name: str, run: Path, part: str) -> dict[str, str]:
    command = [sys.executable, str(folder / "evaluate.py"), "--qrels", str(folder / name / "qrels.tsv")]
    command += ["--queries", str(folder / name / "queries.jsonl"), "--run", str(run)]
    command += ["--where", part] if part else []
    command += ["--protocol", "accuracy"] if name in PAIRS else []
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {measure: found[1] for measure in MEASURES if (found := re.search(rf"^{measure}\s+([0-9.]+)", said, re.M))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engines", default=",".join(RANKERS))
    parser.add_argument("--sets", default="")
    asked = parser.parse_args()
    sets = asked.sets.split(",") if asked.sets else sorted(p.parent.name for p in asked.folder.glob("*/queries.jsonl"))
    print("| set | engine | MAP | NDCG@10 | NDCG@30 | accuracy |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for name in sets:
            for engine in asked.engines.split(","):
                run = Path(scratch) / f"{name}.{engine}"
                rank_set(asked.folder / name, run, engine, DEPTH)
                for part in SLICES.get(name, [""]):
                    figures = score(asked.folder, name, run, part)
                    shown = " | ".join(figures.get(measure, "–") for measure in MEASURES)
                    print(f"| {name} {part} | {engine} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
