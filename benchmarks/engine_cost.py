"""What the engine costs a step: against bare `transitions`, and against python-statemachine, in the same run.

Run as: .venv/bin/python benchmarks/engine_cost.py [--rounds 300] [--json]
python-statemachine is fetched by pip into a folder that is thrown away afterwards; it is no dependency of the product.

Compared, each moving one thing from a state to a state and back to it:
  transitions, in memory            a machine of as many states and transitions as the case machine; nothing kept
  transitions + SQLite              the same; one UPDATE of the state, one INSERT of an event, one COMMIT (sqlite3)
  python-statemachine + SQLite      the same machine in that library, with the same UPDATE, INSERT and COMMIT
  hengjian, conditions and move     workflows.procedure: every condition of the rule, every reason, the move; nothing kept
  hengjian, the whole door          med.in_hearing: authorise, token, conditions, move, event with the snapshot of the case
                                    and hash chain, limits, tasks, outbox, COMMIT (SQLAlchemy on SQLite)
The door does what the other two do not; the ratio says what that costs, not that they are alike.
"""

import argparse
import importlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from door import Timed
from lib import folder, machine, show, summary
from transitions import Machine

from app.database import open_session, transaction
from app.models import Case
from app.runtime import Runtime
from app.services import facts, sample
from app.settings import Settings
from app.storytelling import StoryClock
from workflows import procedure
from workflows.soundness.graph import closure
from workflows.statute import START, STAY, statute

OTHER = "python-statemachine==3.2.2"


class Kept:
    """One row and its events in SQLite, as the simplest program would keep them."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for line in (
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, state TEXT)", "INSERT INTO thing VALUES (1, 'heard')",
            "CREATE TABLE event (id INTEGER PRIMARY KEY, rule TEXT, before TEXT, after TEXT, at TEXT)",
        ):  # fmt: skip
            self.db.execute(line)

    def keep(self, before: str, after: str) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("UPDATE thing SET state = ? WHERE id = 1", (after,))
        self.db.execute("INSERT INTO event (rule, before, after, at) VALUES ('go', ?, ?, datetime())", (before, after))
        self.db.execute("COMMIT")


def edges() -> list[tuple[str, str]]:
    """The edges of the case machine."""
    found = []
    for rule in statute().rules:
        if rule.machine == "case":
            found += [(s, s if b.to == STAY else b.to) for s in rule.sources if s != START for b in rule.branches]
    return list(dict.fromkeys(found))


def bare() -> Callable[[], tuple[str, str]]:
    """The case machine in `transitions`, going heard → deliberated → heard."""
    names = sorted({one for pair in edges() for one in pair})
    shared = Machine(model=None, states=names, initial="heard", auto_transitions=False)
    for source, to in edges():
        shared.add_transition(f"{source}__{to}", source, to)
    shared.add_transition("there", "heard", "deliberated")
    shared.add_transition("back", "deliberated", "heard")
    holder = procedure.Holder("heard")

    def go() -> tuple[str, str]:
        before = holder.state
        shared.events["there" if before == "heard" else "back"].trigger(holder)
        return before, holder.state

    return go


def other(place: Path) -> Callable[[], tuple[str, str]]:
    """The same in python-statemachine, fetched for the occasion."""
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(place), OTHER], check=True)
    sys.path.insert(0, str(place))
    library = importlib.import_module("statemachine")

    # That library refuses states it cannot reach from the first one.
    along: dict[str, set[str]] = {}
    for source, to in edges():
        along.setdefault(source, set()).add(to)
    names = sorted(closure({"filed"}, along) - {"closed"})
    body: dict[str, Any] = {name: library.State(initial=name == "filed") for name in names}
    body["closed"] = library.State(final=True)
    grouped: dict[str, Any] = {}
    for source, to in edges():
        if source in names:
            grouped[f"{source}__{to}"] = body[source].to(body[to])
    grouped["there"], grouped["back"] = body["heard"].to(body["deliberated"]), body["deliberated"].to(body["heard"])
    grouped["begin"] = body["filed"].to(body["heard"])
    one = type("Procedure", (library.StateMachine,), {**body, **grouped})()
    one.send("begin")

    def go() -> tuple[str, str]:
        before = "heard" if one.heard.is_active else "deliberated"
        one.send("there" if before == "heard" else "back")
        return before, "deliberated" if before == "heard" else "heard"

    return go


def timed(act: Callable[[], Any], rounds: int) -> list[float]:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with folder() as data:
        place = data / "other"
        clock = StoryClock()
        (data / "office").mkdir()
        runtime = Runtime(Settings(environment="test", data=data / "office", secret_key="k" * 32), clock)
        runtime.prepare()
        with transaction(runtime.engine) as session:
            sample.add_people(session, sample.add_bodies(session), "no password")
        story = Timed(runtime, clock)
        story.clock.to(3, 2)
        story.receives()
        story.is_accepted()
        story.has_a_tribunal(alone=True)
        story.is_set_down_and_notified("2026-03-24 09:00")
        story.clock.to(3, 24)
        story.is_heard_without_settlement()
        in_memory, kept, rival = bare(), Kept(data / "one.db"), Kept(data / "two.db")
        beside, another = bare(), other(place)
        with open_session(runtime.engine, writing=False) as session:
            desk = runtime.desk(session, story.actor("arbitrator"))
            case = session.get_one(Case, story.case_id)
            known = facts.build(desk, case, asked={"mediation_result": "failed"})
            rule = statute().rule("med.in_hearing", case.filed_on)
        story.seconds.clear()
        series: dict[str, list[float]] = {}
        for _ in range(10):  # in turns, so that all see the same machine
            many = max(1, chosen.rounds // 10)
            for name, act in (
                ("transitions, in memory", in_memory),
                ("transitions + SQLite", lambda: kept.keep(*beside())),
                ("python-statemachine + SQLite", lambda: rival.keep(*another())),
                ("hengjian, conditions and move", lambda: procedure.move(rule, "heard", known)),
            ):
                series.setdefault(name, []).extend(timed(act, many))
            for _ in range(many):
                story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
        series["hengjian, the whole door"] = story.seconds["med.in_hearing"]
        runtime.engine.dispose()
    figures: dict[str, Any] = {"machine": machine()}
    medians = {name: summary(seconds)["median_ms"] for name, seconds in series.items()}
    for name, seconds in series.items():
        ordered = sorted(seconds)
        figures[name] = {
            "median_us": round(ordered[len(ordered) // 2] * 1e6, 1),
            "p95_us": round(ordered[int(len(ordered) * 0.95)] * 1e6, 1),
            "count": len(ordered),
        }
    base = {name: figures[name]["median_us"] for name in medians}
    for name, median in base.items():
        for against in ("transitions + SQLite", "python-statemachine + SQLite"):
            figures[name][f"times {against}"] = round(median / base[against], 2)
    show(figures, chosen.json)


if __name__ == "__main__":
    main()
