"""A collective case of 300 workers: opening its page with 400 events, its roll, its draft award, and what a step on it takes.

Run as: .venv/bin/python benchmarks/collective.py [--workers 300] [--events 400] [--rounds 30] [--json]
Pages are asked through Flask's test client in this process, signed in, each timed from request to answer. Aims: the
page p95 under 300 ms, a step under 150 ms.
"""

import argparse
import gc
import re
import time
from datetime import timedelta
from typing import Any

from lib import folder, machine, show, summary
from sqlmodel import select, update
from stdnum.cn import ric

from app.clock import now
from app.database import open_session, transaction
from app.factory import create_app
from app.models import Case, Event, Staff
from app.runtime import Runtime
from app.services import events, filing, people, sample, step_form, steps
from app.services.filing import Application, ItemInput, PartyInput
from app.settings import load

PASSWORD = "a long benchmark password"


def worker(number: int) -> PartyInput:
    stem = f"370502{1960 + number % 40}0{1 + number % 9}{10 + number % 18}{100 + number:03d}"
    identity = stem + str(ric.calc_check_digit(stem + "0"))
    return PartyInput("applicant", "worker", f"职工{number:03d}", identity=identity, address="东川市河湾区和顺街8号")


def build(runtime: Runtime, workers: int, many: int) -> tuple[int, list[float]]:
    """An accepted case of so many workers, two claims each, and events by repeated elections; seconds of each step."""
    seconds = []
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), people.hasher().hash(PASSWORD))
    with open_session(runtime.engine, writing=False) as session:
        actor = people.actor_of(session, session.exec(select(Staff).where(Staff.login == "filing")).one())
    firm = PartyInput("respondent", "employer", "东川市某某机械有限公司", address="东川市工业园")
    items = [ItemInput(kind, f"{8000 + n}.25", "", applicant=n) for n in range(workers) for kind in ("wages", "overtime")]
    with transaction(runtime.engine) as session:
        desk = runtime.desk(session, actor)
        case = filing.receive(
            desk,
            Application(f"{desk.today - timedelta(days=1)}", [*(worker(n + 1) for n in range(workers)), firm], items, "拖欠工资。"),
        )
        case_id = case.id or 0
    today = ""
    for number in range(many):
        with open_session(runtime.engine, writing=False) as session:
            desk = runtime.desk(session, actor)
            today = desk.today.isoformat()
            token = steps.offer(desk, session.get_one(Case, case_id), "collective.elect").token
        start = time.perf_counter()
        with transaction(runtime.engine) as session:
            desk = runtime.desk(session, actor)
            subject = step_form.subject_of(desk, "case", case_id, alone=True)  # as the web does
            raw = {"delegates": "1、2、3", "signers": "全体", "elected_on": today, "election_paper": f"推举书{number}"}
            steps.take(desk, subject, "collective.elect", raw, token)
        seconds.append(time.perf_counter() - start)
    return case_id, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=300)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {"machine": machine()}
    with folder() as data:
        settings = load(data=data)
        runtime = Runtime(settings, now)
        runtime.prepare()
        gc.freeze()  # as wsgi.py does
        case_id, seconds = build(runtime, chosen.workers, chosen.events)
        figures["a step (election)"] = summary(seconds)
        with open_session(runtime.engine, writing=False) as session:
            rows = session.exec(select(Event).where(Event.case_id == case_id)).all()
            figures["events"] = len(rows)
            figures["snapshot_kilobytes"] = round(len(events.canonical(rows[-1].snapshot).encode()) / 1024)
        app = create_app(settings)
        client = app.test_client()
        figures |= pages(client, case_id, chosen.rounds)
        figures |= draft(client, runtime, case_id, chosen.rounds)
        figures["machine_after"] = machine()
        runtime.engine.dispose()
    show(figures, chosen.json)


def pages(client: Any, case_id: int, rounds: int) -> dict[str, Any]:
    from server import hidden  # noqa: PLC0415

    page = client.get("/sign-in").get_data(as_text=True)
    client.post("/sign-in", data={"csrf_token": hidden(page, "csrf_token"), "login": "filing", "password": PASSWORD})
    found = {}
    for title, path in (("case page", f"/cases/{case_id}"), ("roll", f"/cases/{case_id}/roll?page=3")):
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            answer = client.get(path)
            times.append(time.perf_counter() - start)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
        found[title] = summary(times[2:])
    return found


def draft(client: Any, runtime: Runtime, case_id: int, rounds: int) -> dict[str, Any]:
    """The draft award of the same case, as if it had been heard: opened, looked over while it is typed, saved."""
    from server import hidden  # noqa: PLC0415

    with transaction(runtime.engine) as session:
        chief = session.exec(select(Staff.id).where(Staff.login == "arbitrator")).one()
        heard = update(Case).where(Case.id == case_id).values(state="heard", chief_id=chief, panel=[chief], recorder_id=chief)
        session.connection().execute(heard)
    client.delete_cookie("hengjian")
    page = client.get("/sign-in").get_data(as_text=True)
    client.post("/sign-in", data={"csrf_token": hidden(page, "csrf_token"), "login": "arbitrator", "password": PASSWORD})
    address = f"/cases/{case_id}/draft"
    page = client.get(address).get_data(as_text=True)
    shown = re.findall(r'name="(item-\d+)-disposition"', page)
    typed = {f"{name}-disposition": "granted" for name in shown} | {f"{name}-awarded": "90000" for name in shown}
    typed |= {f"{name}-reasoning": "考勤表和工资表可以证明。" for name in shown} | {f"{name}-articles": "LL 44" for name in shown}
    typed["csrf_token"] = hidden(page, "csrf_token")
    found: dict[str, Any] = {"draft_items_on_a_page": len(shown), "draft_kilobytes": round(len(page.encode()) / 1024)}
    for title, act, expected in (
        ("draft page", lambda: client.get(address), 200),
        ("draft looked over", lambda: client.post(f"{address}/live", data=typed), 200),
        ("draft saved", lambda: client.post(address, data=typed | {"facts_found": str(time.perf_counter())}), 303),
    ):
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            answer = act()
            times.append(time.perf_counter() - start)
            assert answer.status_code == expected, f"{title}: {answer.status_code} {answer.get_data(as_text=True)[:500]}"
        found[title] = summary(times[2:])
    return found


if __name__ == "__main__":
    main()
