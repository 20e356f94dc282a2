"""Case numbers under many writers: unique and without a gap, whoever writes and from wherever."""

import subprocess
import sys
from pathlib import Path

from offices import ACCEPT, Office, all_at_once
from sqlmodel import select

from app.database import open_session, transaction
from app.models import Body, Case, NumberSeries
from app.services import numbers

WRITERS = 50
# One Python process reads the program once and becomes ten, of five writers each with a connection of its own.
PROCESSES = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
import psycopg
from app.database import make_engine, transaction
from app.services import numbers

def write(engine):
    with transaction(engine) as session:
        given = numbers.give(session, int(sys.argv[2]), "case", 2026)
    os.write(1, f"{given}\\n".encode())

children = []
for _ in range(int(sys.argv[3]) // 5):
    child = os.fork()
    if child == 0:
        try:
            with ThreadPoolExecutor(5) as pool:
                list(pool.map(write, [make_engine(sys.argv[1])] * 5))
            os._exit(0)
        except BaseException as problem:
            os.write(2, f"{problem!r}\\n".encode())
            os._exit(1)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def test_fifty_threads_get_fifty_numbers_without_a_gap(office: Office) -> None:
    """Also when the series does not exist yet and all fifty would open it."""
    office_id = office.body_id("city")

    def one(_: int) -> int:
        with transaction(office.engine) as session:
            return numbers.give(session, office_id, numbers.CASE, 2026)

    assert sorted(all_at_once(one, WRITERS)) == list(range(1, WRITERS + 1))


def test_fifty_writers_in_ten_processes_get_fifty_numbers_without_a_gap(office: Office) -> None:
    settings, office_id = office.runtime.settings, office.body_id("city")
    done = subprocess.run(
        [sys.executable, "-c", PROCESSES, settings.url, str(office_id), str(WRITERS)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(int(line) for line in done.stdout.split()) == list(range(1, WRITERS + 1))


def test_a_number_that_was_not_used_is_given_again(office: Office) -> None:
    """Every third writer fails after it got its number: the others still leave no gap."""
    office_id = office.body_id("city")

    def one(which: int) -> int:
        with transaction(office.engine) as session:
            given = numbers.give(session, office_id, numbers.CASE, 2026)
            if which % 3 == 0:
                raise OSError("the disk was full")
            return given

    given = all_at_once(one, 30)
    assert sorted(n for n in given if isinstance(n, int)) == list(range(1, 21))
    assert [type(n) for n in given if not isinstance(n, int)] == [OSError] * 10
    with open_session(office.engine, writing=False) as session:
        assert session.exec(select(NumberSeries.last).where(NumberSeries.series == numbers.CASE)).one() == 20


def test_offices_series_and_years_count_for_themselves(small_office: Office) -> None:
    city, shiqiao = small_office.body_id("city"), small_office.body_id("shiqiao")
    with transaction(small_office.engine) as session:
        given = [
            numbers.give(session, *each)
            for each in (
                (city, "case", 2026),
                (city, "case", 2026),
                (shiqiao, "case", 2026),
                (city, "case", 2027),
                (city, "receipt", 2026),
                (city, "case", 2026),
            )
        ]
        body = session.get(Body, city)
        assert body is not None
        written = numbers.case_number(session, body, 2026)
    assert given == [1, 2, 1, 1, 1, 3]
    assert written == "东川劳人仲案字〔2026〕第4号"


def test_cases_received_and_accepted_at_once_are_numbered_in_one_row(office: Office) -> None:
    """The numbers of the office as it works: 12 applications at 12 desks, then 12 acceptances."""
    ids = all_at_once(lambda _: office.receives_another(), 12)
    assert all(isinstance(case_id, int) for case_id in ids), ids

    def accept(which: int) -> None:
        one = Office(office.runtime.settings)
        one.case_id = ids[which]
        # The same person twelve times: each time another dispute, or CHR 34 would bar all but the first.
        one.takes("arb.accept", "filing", **ACCEPT, other_dispute="yes")
        one.engine.dispose()

    assert all_at_once(accept, 12) == [None] * 12
    with open_session(office.engine, writing=False) as session:
        cases = session.exec(select(Case)).all()
    assert sorted(c.receipt_number for c in cases) == sorted(f"东川劳人仲收〔2026〕第{n}号" for n in range(1, 13))
    assert sorted(c.number or "" for c in cases) == sorted(f"东川劳人仲案字〔2026〕第{n}号" for n in range(1, 13))
