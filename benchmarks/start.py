"""How long bin/run takes until its page answers: first start of an instance, second start, and from a fresh clone.

Run as: .venv/bin/python benchmarks/start.py [--fresh-clone] [--json]
The first start makes the database and fills the sample office. --fresh-clone also clones the repository into a new
folder and starts it there with whatever the package cache holds. Aim: second start under 5 s.
"""

import argparse
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from lib import ROOT, folder, machine, show
from server import free_port


def seconds_to_answer(project: Path, data: Path, limit: float = 900) -> float:
    """Start bin/run, wait for its sign-in page, stop it."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        ["bin/run", "--port", str(port), "--data", str(data), "--no-browser-hint"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"bin/run ended with status {process.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
                    assert answer.status == 200
                    return time.perf_counter() - start
            except OSError:
                if time.perf_counter() - start > limit:
                    raise SystemExit("bin/run did not answer in time") from None
                time.sleep(0.05)
    finally:
        # Only what was started here: the group of this one bin/run.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fresh-clone", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {"machine": machine()}
    with folder() as data:
        figures["first_start_s"] = round(seconds_to_answer(ROOT, data), 1)
        figures["second_start_s"] = [round(seconds_to_answer(ROOT, data), 1) for _ in range(3)]
    if chosen.fresh_clone:
        with folder() as place:
            start = time.perf_counter()
            subprocess.run(["git", "clone", "-q", str(ROOT), str(place / "clone")], check=True)
            cloned = time.perf_counter() - start
            figures["fresh_clone_s"] = round(cloned + seconds_to_answer(place / "clone", place / "data"), 1)
    show(figures, chosen.json)


if __name__ == "__main__":
    main()
