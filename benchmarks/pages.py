"""My work, the case list and case pages with 50,000 cases: p95 at 20 requests a second, on gunicorn as bin/run starts it.

Run as: .venv/bin/python benchmarks/pages.py [--cases 50000] [--seconds 30] [--rate 20] [--json] [--keep DIR]
Requests leave on time whether or not earlier ones were answered (open loop); each is timed from the moment it
was due. Aim: p95 under 150 ms.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from bulk import load_cases
from lib import folder, machine, show, summary
from server import Browser, served

PEOPLE = ("filing", "clerk", "head", "arbitrator", "arbitrator2")


def requests_of(ids: dict[str, list[int]], count: int, seed: int = 1) -> list[tuple[str, str, str]]:
    """Kind, person and address of each request, mixed as a working day is."""
    pick = random.Random(seed)
    open_ids = [i for name, some in ids.items() if name != "closed" for i in some]
    found = []
    for _ in range(count):
        who = pick.choice(PEOPLE)
        kind = pick.choices(("my work", "open case", "closed case", "case list", "list of a state", "search by number"),
                            (35, 30, 10, 15, 5, 5))[0]  # fmt: skip
        path = {
            "my work": "/",
            "open case": f"/cases/{pick.choice(open_ids)}",
            "closed case": f"/cases/{pick.choice(ids['closed'])}",
            "case list": "/cases",
            "list of a state": "/cases?state=heard",
            "search by number": f"/cases?q=-{pick.randrange(1, 50000)}",
        }[kind]
        found.append((kind, who, path))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="build the office here and leave it; used again when there")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {}
    with nullcontext(chosen.keep) if chosen.keep else folder() as data:
        data.mkdir(parents=True, exist_ok=True)
        listed = data / "ids.json"
        if listed.exists():
            ids = json.loads(listed.read_text())
        else:
            start = time.perf_counter()
            ids = load_cases(data, chosen.cases, date.today())  # noqa: DTZ011
            listed.write_text(json.dumps(ids))
            figures["loading"] = {
                "cases": chosen.cases,
                "seconds": round(time.perf_counter() - start, 1),
                "megabytes": round((data / "hengjian.db").stat().st_size / 1e6),
            }
        with served(data) as port:
            browsers = {login: Browser(port, login) for login in PEOPLE}
            for kind, who, path in {k: (k, w, p) for k, w, p in requests_of(ids, 200, seed=2)}.values():
                for _ in range(4):  # both workers have read their templates
                    status, _page = browsers[who].get(path)
                    assert status == 200, f"{kind} {path}: {status}"
            figures["machine"] = machine()
            figures |= run(browsers, requests_of(ids, chosen.seconds * chosen.rate), chosen.rate)
    show(figures, chosen.json)


def run(browsers: dict[str, Browser], requests: list[tuple[str, str, str]], rate: int) -> dict[str, Any]:
    times: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    begin = time.perf_counter() + 0.5

    def one(number: int) -> None:
        kind, who, path = requests[number]
        due = begin + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        status, _page = browsers[who].get(path)
        times[kind].append(time.perf_counter() - due)
        if status != 200:
            failed.append(f"{path}: {status}")

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(one, range(len(requests))))
    figures: dict[str, Any] = {"all pages": summary([t for some in times.values() for t in some])}
    figures |= {kind: summary(some) for kind, some in sorted(times.items())}
    figures["failed"] = failed[:5]
    return figures


if __name__ == "__main__":
    main()
