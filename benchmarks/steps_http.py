"""Steps per second over HTTP with 1, 4 and 16 clients on gunicorn, and no step lost or doubled.

Run as: .venv/bin/python benchmarks/steps_http.py [--seconds 10] [--json]
Each client is a browser of its own: it opens the form of a step, then sends it, as fast as it is answered. Every
form is sent twice at once by the 16 clients' round, as a double click does: one of the two must win.
Afterwards the hash chain of every case is walked and events are counted against answers.
"""

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from door import Timed
from lib import folder, machine, show, summary
from server import PASSWORD, Browser, hidden, served
from sqlmodel import func, select

from app.clock import now
from app.database import open_session, transaction
from app.demonstration import APPLICATION
from app.models import Event
from app.runtime import Runtime
from app.services import events, filing, people, sample
from app.settings import load
from app.storytelling import StoryClock

ACCEPT = {"conditions": "yes", "cause": "205(5)", "note_optional": ""}
CORRECT = {"missing_papers": "身份证复印件"}
STEPS = (("arb.request_correction", CORRECT), ("arb.papers_completed", {"note_optional": ""}), ("arb.accept", ACCEPT))
"""What each client does with each case: two steps with a paper, one without."""


def fill(data: Path, cases: int) -> list[int]:
    """An office with applications at the desk, received today."""
    runtime = Runtime(load(data=data), now)
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), people.hasher().hash(PASSWORD))
    actor = Timed(runtime, StoryClock()).actor("filing")
    ids = []
    for _ in range(cases):
        with transaction(runtime.engine) as session:
            desk = runtime.desk(session, actor)
            application = APPLICATION.__class__(**{**vars(APPLICATION), "filed_on": desk.today.isoformat()})
            ids.append(filing.receive(desk, application).id or 0)
    runtime.engine.dispose()
    return ids


def take(browser: Browser, case_id: int, step: str, fields: dict[str, str], twice: bool) -> list[tuple[int, float]]:
    """Status and seconds of each submission of one form."""
    path = f"/cases/{case_id}/steps/{step}"
    status, page = browser.get(path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    form = {"csrf_token": hidden(page, "csrf_token"), "token": hidden(page, "token"), **fields}

    def send(_: int) -> tuple[int, float]:
        start = time.perf_counter()
        answer, _page = browser.post(path, form)
        return answer, time.perf_counter() - start

    if not twice:
        return [send(0)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, range(2)))


def client(port: int, ids: list[int], until: float, twice: bool) -> tuple[int, int, list[float]]:
    """Steps taken, submissions told that the case had moved on, and seconds of each submission."""
    browser = Browser(port, "filing")
    taken = late = 0
    seconds: list[float] = []
    while ids and time.perf_counter() < until:
        case_id = ids.pop()
        for step, fields in STEPS:
            answers = take(browser, case_id, step, dict(fields), twice)
            seconds += [spent for _, spent in answers]
            taken += sum(status == 303 for status, _ in answers)
            late += sum(status == 409 for status, _ in answers)
            if sum(status == 303 for status, _ in answers) != 1:
                raise RuntimeError(f"case {case_id}, {step}: {[status for status, _ in answers]}")
    return taken, late, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {"machine": machine()}
    with folder() as data:
        ids = fill(data, 400)
        runtime = Runtime(load(data=data), now)
        with served(data) as port:
            client(port, [ids.pop() for _ in range(4)], time.perf_counter() + 60, False)
            for clients, twice in ((1, False), (4, False), (16, False), (16, True)):
                before = _events(runtime)
                own = [[ids.pop() for _ in range(len(ids) // (clients * 4) or 1)] for _ in range(clients)]
                start = time.perf_counter()
                with ThreadPoolExecutor(clients) as pool:
                    done = list(pool.map(lambda some, t=twice, until=start + chosen.seconds: client(port, some, until, t), own))
                spent = time.perf_counter() - start
                taken = sum(one[0] for one in done)
                title = f"{clients} clients" + (", each form sent twice" if twice else "")
                written = _events(runtime) - before
                figures[title] = {
                    "steps": taken,
                    "steps_per_s": round(taken / spent, 1),
                    **summary([s for one in done for s in one[2]]),
                    "second_submissions_refused": sum(one[1] for one in done),
                    "events_written": written,
                }
                if written != taken:
                    raise SystemExit(f"{taken} steps were answered as taken, {written} are in the file")
        with open_session(runtime.engine, writing=False) as session:
            cases, broken = events.verify(session)
        figures["chain"] = {"cases": cases, "broken": str(broken)}
        runtime.engine.dispose()
    show(figures, chosen.json)


def _events(runtime: Runtime) -> int:
    """Events so far, those of the desk itself."""
    with open_session(runtime.engine, writing=False) as session:
        return session.exec(select(func.count()).select_from(Event).where(Event.machine == "case")).one()


if __name__ == "__main__":
    main()
