"""How long the fate of a collective award takes: 300 workers, 60 of them suing. Aim: median under 50 ms.

    .venv/bin/python -m benchmarks.after_award
"""

import statistics
import time
from datetime import date, timedelta

from workflows.after_award import after_award

WORKERS = 300
ROUNDS = 30


def document(kind: str) -> dict:
    """An award made on 2026-03-02, served over twenty days, every fifth worker suing and every tenth withdrawing."""
    served = [(date(2026, 3, 3) + timedelta(days=n % 20)).isoformat() for n in range(WORKERS)]
    parties = [{"id": f"w{n}", "side": "worker", "served": day} for n, day in enumerate(served)]
    events = [{"date": "2026-03-24", "what": "sue", "award": "A", "party": f"w{n}"} for n in range(0, WORKERS, 5)]
    events += [
        {"date": "2026-05-06", "what": "suit_withdrawn", "award": "A", "party": f"w{n}"} for n in range(0, WORKERS, 10)
    ]
    return {
        "awards": [
            {
                "id": "A",
                "type": kind,
                "made": "2026-03-02",
                "parties": [*parties, {"id": "e", "side": "employer", "served": "2026-03-06"}],
            }
        ],
        "events": events,
        "on": "2026-05-11",
    }


def measure(kind: str) -> tuple[float, float]:
    """Median and worst milliseconds over the rounds, after one warm-up."""
    case = document(kind)
    after_award(case)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        after_award(case)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), max(taken)


if __name__ == "__main__":
    for kind in ("final", "non_final"):
        median, worst = measure(kind)
        print(f"after-award, {WORKERS} workers, {kind}: median {median:.1f} ms, worst {worst:.1f} ms (aim < 50 ms)")
