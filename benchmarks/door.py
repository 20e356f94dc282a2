"""One step through the door on SQLite: median and p95, and as a ratio to a bare update-and-commit in the same run.

Run as: .venv/bin/python benchmarks/door.py [--cases 40] [--url DATABASE_URL] [--json] [--profile]
Each case is taken from the desk to the signed award; between any two cases a bare SQLAlchemy update of one row is
committed, so both see the same machine. A step is timed as a request does it: from opening the transaction
to the end of its commit, with everything the step causes (event, limits, papers' facts, tasks, messages).
"computing" is the median of the processor's own time: on a busy machine the rest was waiting for a core.
Aim: p95 under 40 ms.
"""

import argparse
import cProfile
import pstats
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from lib import folder, machine, show, summary

from app.database import transaction
from app.demonstration import APPLICATION
from app.models import Case
from app.runtime import Runtime
from app.services import filing, sample, steps
from app.services.actor import Actor
from app.settings import Settings
from app.storytelling import Story, StoryClock, agreed

WITH_PAPER = ("arb.accept", "arb.notify_respondent", "arb.set_hearing", "arb.submit_draft", "arb.sign")
"""The steps below that issue papers: their facts are frozen and checked in the step, the PDF is made by the worker."""


class Timed(Story):
    """A story that keeps how long each step took."""

    def __init__(self, runtime: Runtime, clock: StoryClock) -> None:
        super().__init__(runtime, clock, delivering=False)
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.computing: dict[str, list[float]] = defaultdict(list)
        self.profile: cProfile.Profile | None = None
        self._actors: dict[str, Actor] = {}

    def actor(self, login: str) -> Actor:
        if login not in self._actors:
            self._actors[login] = super().actor(login)
        return self._actors[login]

    def receives(self) -> None:
        actor = self.actor("filing")
        start, computing = time.perf_counter(), time.process_time()
        with transaction(self.runtime.engine) as session:
            self.case_id = filing.receive(self.runtime.desk(session, actor), APPLICATION).id or 0
        self._keep("filing.receive", start, computing)

    def takes(
        self, step: str, by: str, subject: tuple[type[Any], int] | None = None, into: str = "", **raw: Any
    ) -> None:
        model, row_id = subject or (Case, self.case_id)
        actor = self.actor(by)
        with transaction(self.runtime.engine) as session:
            token = steps.offer(self.runtime.desk(session, actor), session.get(model, row_id), step).token
        if self.profile:
            self.profile.enable()
        start, computing = time.perf_counter(), time.process_time()
        with transaction(self.runtime.engine) as session:
            steps.take(self.runtime.desk(session, actor), session.get(model, row_id), step, raw, token)
        self._keep(step, start, computing)
        if self.profile:
            self.profile.disable()

    def updates_barely(self) -> None:
        """One row, one column, one commit: what any program on this database would pay."""
        start, computing = time.perf_counter(), time.process_time()
        with transaction(self.runtime.engine) as session:
            case = session.get(Case, self.case_id)
            assert case is not None
            case.answer_text = f"{start}"
            session.add(case)
        self._keep("bare", start, computing)

    def _keep(self, what: str, start: float, computing: float) -> None:
        self.seconds[what].append(time.perf_counter() - start)
        self.computing[what].append(time.process_time() - computing)


def one_case(story: Timed) -> None:
    """From the desk to the signed award, the short way."""
    story.clock.to(3, 2)
    story.receives()
    story.is_accepted(other_dispute="yes")  # the same worker claims the same each time
    story.clock.to(3, 10)
    story.has_a_tribunal(alone=True)
    story.is_set_down_and_notified("2026-03-24 09:00")
    story.clock.to(3, 24)
    story.is_heard_without_settlement()
    story.takes(
        "arb.deliberate", "arbitrator", deliberation_text="评议意见一致", **agreed([story.staff_id("arbitrator")])
    )
    with transaction(story.runtime.engine) as session:
        case = session.get(Case, story.case_id)
        assert case is not None
        for item in case.items:
            # As the draft page leaves an item: decided, and compared with like decisions.
            item.disposition, item.awarded_fen, item.reasoning = "granted", item.claimed_fen, "理由"
            item.check = {"digest": item.draft_digest, "needs_reason": False}
        case.facts_found, case.reasoning = "查明的事实。", "裁决的理由。"
        session.add(case)
    story.is_awarded()
    for _ in range(5):
        story.updates_barely()


def measure(data: Path, cases: int, url: str, profile: cProfile.Profile | None = None) -> Timed:
    clock = StoryClock()
    runtime = Runtime(Settings(environment="test", data=data, database_url=url, secret_key="k" * 32), clock)
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), "no password")
    story = Timed(runtime, clock)
    one_case(story)
    story.seconds.clear()
    story.computing.clear()  # the first case reads articles, templates and fonts; gunicorn's workers do so once
    story.profile = profile
    for _ in range(cases):
        one_case(story)
    runtime.engine.dispose()
    return story


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--url", default="", help="an empty database; SQLite in a new folder when not given")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    chosen = parser.parse_args()
    profile = cProfile.Profile() if chosen.profile else None
    with folder() as data:
        story = measure(data, chosen.cases, chosen.url, profile)
    taken = [name for name in story.seconds if name != "bare"]
    groups = {
        "bare update and commit": ["bare"],
        "all steps": taken,
        "without paper": [name for name in taken if name not in WITH_PAPER],
        "with paper": [name for name in taken if name in WITH_PAPER],
        **{name: [name] for name in sorted(taken)},
    }
    figures: dict[str, Any] = {"machine": machine()}
    for title, names in groups.items():
        figures[title] = summary([t for name in names for t in story.seconds[name]])
        figures[title]["computing_ms"] = round(statistics.median(t for n in names for t in story.computing[n]) * 1000, 1)
        figures[title]["times_bare"] = round(
            figures[title]["median_ms"] / figures["bare update and commit"]["median_ms"], 1
        )
    show(figures, chosen.json)
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
