"""What the benchmarks share: figures of a series, a sample office in a folder of its own, and what machine this is."""

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Median, p95 and longest, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "median_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1000, 2),
        "max_ms": round(ordered[-1] * 1000, 2),
        "count": len(ordered),
    }


def machine() -> dict[str, Any]:
    """What was measured on, and how busy it was: other work on the same cores makes every figure worse."""
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_1min": round(os.getloadavg()[0], 1),
        "system": platform.platform(terse=True),
    }


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="hengjian-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def show(figures: dict[str, Any], as_json: bool) -> None:
    """The figures as JSON, or one line each."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{name}: " + ", ".join(f"{key} {inner}" for key, inner in value.items()))
        else:
            print(f"{name}: {value}")
