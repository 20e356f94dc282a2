"""未送达 in an office of 50,000 cases: the list, a later page, the line on the first page, the export.

Run as: .venv/bin/python benchmarks/unserved.py [--cases N] [--json]
"""

import argparse
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import lib
from bulk import load_cases
from sqlmodel import select

from app.database import open_session
from app.models import Staff
from app.runtime import Runtime
from app.services import people, unserved
from app.services.unserved import Filters
from app.settings import load
from app.storytelling import StoryClock


def times(act: Callable[[], Any], how_often: int) -> dict[str, float]:
    found = []
    for _ in range(how_often):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return lib.summary(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    today = date(2026, 11, 25)
    with lib.folder() as folder:
        load_cases(folder, asked.cases, today)
        clock = StoryClock()
        clock.to(today.month, today.day, today.year)
        runtime = Runtime(load(data=folder), clock)
        with open_session(runtime.engine, writing=False) as session:
            actor = people.actor_of(session, session.exec(select(Staff).where(Staff.login == "clerk")).one())
            desk = runtime.desk(session, actor)
            first = unserved.find(desk, Filters())
            figures = {
                "machine": lib.machine(),
                "papers_waiting": (unserved.summary(desk) or (0,))[0],
                "lines_on_a_page": len(first.lines),
                "first_page": times(lambda: unserved.find(desk, Filters()), 30),
                "next_page": times(lambda: unserved.find(desk, Filters(), first.following), 30),
                "line_of_the_day": times(lambda: unserved.summary(desk), 30),
                "export": times(lambda: unserved.rows_to_export(desk, Filters()), 3),
            }
        runtime.engine.dispose()
    lib.show(figures, asked.json)


if __name__ == "__main__":
    main()
