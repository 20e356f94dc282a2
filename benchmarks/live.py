"""Steps through the door while 10,000 cases are live, and the daily sweep over their running limits.

Run as: .venv/bin/python benchmarks/live.py [--cases 10000] [--steps 300] [--json]
Every case stands somewhere between the desk and the hearing, with its limits running. Steps are taken one after the
other by one process, each timed from opening its transaction to the end of its commit. The sweep is the worker's own,
on a day on which some periods are over; a second sweep the same day finds nothing left to do.
Aims: as many steps a second as in an empty office; a sweep over 50,000 running limits in under 30 s.
"""

import argparse
import time
from datetime import date, datetime, timedelta
from typing import Any

import bulk
from lib import folder, machine, show, summary
from sqlmodel import func, select

from app.database import open_session, transaction
from app.models import Case, Limit, Staff
from app.runtime import Runtime
from app.services import people, steps, sweep
from app.services.desk import BEIJING
from app.settings import load

TODAY = date(2026, 3, 30)
LIVE = (
    (bulk.filed, 0.25, 3),
    (bulk.accepted, 0.25, 20),
    (bulk.with_tribunal, 0.25, 20),
    (bulk.set_down, 0.15, 20),
    (bulk.heard, 0.10, 20),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    bulk.SPREAD = LIVE
    figures: dict[str, Any] = {"machine": machine()}
    with folder() as data:
        started = time.perf_counter()
        ids = bulk.load_cases(data, chosen.cases, TODAY)
        figures["filled_s"] = round(time.perf_counter() - started, 1)
        clock = [datetime.combine(TODAY, datetime.min.time(), BEIJING) + timedelta(hours=10)]
        runtime = Runtime(load(data=data), lambda: clock[0])
        with open_session(runtime.engine, writing=False) as session:
            figures["live cases"] = session.exec(select(func.count()).select_from(Case).where(Case.state != "closed")).one()
            running = select(func.count()).select_from(Limit).where(Limit.state == "open")
            figures["running limits"] = session.exec(running).one()
            actor = people.actor_of(session, session.exec(select(Staff).where(Staff.login == "filing")).one())
        figures["steps"] = _steps(runtime, actor, ids["filed"][: chosen.steps])
        for name in ("sweep", "sweep again"):
            started = time.perf_counter()
            done = sweep.sweep(runtime.engine, runtime.settings, clock[0])
            figures[name] = {"seconds": round(time.perf_counter() - started, 2), **done}
        runtime.engine.dispose()
    show(figures, chosen.json)


def _steps(runtime: Runtime, actor: Any, ids: list[int]) -> dict[str, float]:
    seconds = []
    for case_id in ids:
        with transaction(runtime.engine) as session:
            token = steps.offer(runtime.desk(session, actor), session.get_one(Case, case_id), "arb.accept").token
        started = time.perf_counter()
        with transaction(runtime.engine) as session:
            desk, case = runtime.desk(session, actor), session.get_one(Case, case_id)
            steps.take(desk, case, "arb.accept", {"conditions": "yes", "cause": "205(5)"}, token)
        seconds.append(time.perf_counter() - started)
    return {"a second": round(len(seconds) / sum(seconds), 1), **summary(seconds)}


if __name__ == "__main__":
    main()
