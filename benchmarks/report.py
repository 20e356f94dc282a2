"""Time of a monthly report over a year of a province: by default 200,000 cases and 60,000 suits.

    .venv/bin/python benchmarks/report.py [--cases N] [--suits N] [--offices N] [--keep FILE.db] [--profile]

Prints one JSON line with wall and processor seconds of each part; the aims are 20 s for the figures and 60 s with
the PDF. With --keep the made database stays and is used again; --profile adds the twenty costliest functions.
"""

import argparse
import cProfile
import json
import pstats
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlmodel
from sqlalchemy import Engine, insert, select
from sqlmodel import Session, SQLModel

from app.database import make_engine
from app.models import (
    Award,
    Body,
    Case,
    ClaimItem,
    CourtLink,
    CourtMatter,
    Limit,
    Outcome,
    Party,
    Report,
    ReportLine,
    ReportPart,
)
from app.services import report, report_drill
from app.services.actor import SYSTEM, Actor
from app.services.desk import Desk
from app.settings import Settings

NOW = datetime(2026, 11, 2, tzinfo=UTC)
KINDS = ("wages", "overtime", "severance", "wrongful_termination", "annual_leave")
REASONS = ("law", "calculation", "fact_finding", "new_evidence")
Row = dict[str, Any]


def rows(cases: int, suits: int, offices: int) -> Iterator[tuple[type[SQLModel], Row]]:
    """A year of cases from November 2025 on; the first `suits` of them end up in court and are judged by October."""
    chance = random.Random(7)
    for n in range(1, offices + 1):
        yield (
            Body,
            {
                "id": n,
                "code": f"o{n}",
                "name": f"第{n}仲裁委员会",
                "kind": "commission",
                "level": "district",
                "place": "省",
            },
        )
        yield (
            Body,
            {
                "id": 1000 + n,
                "code": f"c{n}",
                "name": f"第{n}法院",
                "kind": "court",
                "level": "district",
                "place": "省",
            },
        )
    item_id = 0
    for n in range(1, cases + 1):
        accepted = date(2025, 11, 1) + timedelta(days=chance.randrange(365))
        closed = accepted + timedelta(days=chance.randrange(10, 70))
        sued = n <= suits
        if sued:
            accepted, closed = date(2025, 11, 1) + timedelta(days=n % 240), date(2025, 12, 15) + timedelta(days=n % 240)
        office = 1 + n % offices
        base = {
            "id": n,
            "receipt_number": f"r{n}",
            "number": f"a{n}",
            "office_id": office,
            "created_at": NOW,
            "source": "import",
        }
        yield (
            Case,
            {
                **base,
                "state": "awarded",
                "filed_on": accepted,
                "accepted_on": accepted,
                "closed_on": closed,
                "closed_by": "awarded",
            },
        )
        yield Party, {"id": 2 * n, "case_id": n, "ordinal": 1, "side": "applicant", "kind": "worker", "name": "甲"}
        yield (
            Party,
            {
                "id": 2 * n + 1,
                "case_id": n,
                "ordinal": 2,
                "side": "respondent",
                "kind": "employer",
                "name": f"公司{n % 90_000}",
            },
        )
        limit = {"case_id": n, "title": "期限", "origin": accepted}
        yield Limit, {**limit, "rule": "arb.decide_45", "subject_id": n, "due": accepted + timedelta(days=45)}
        yield Award, {"id": n, "case_id": n, "ordinal": 1, "number": f"a{n}", "type": "non_final", "made_on": closed}
        due = closed + timedelta(days=20)
        yield (
            Limit,
            {**limit, "rule": "post.sue.nonfinal", "subject_id": n, "machine": "award", "party_id": 2 * n, "due": due},
        )
        decided = due + timedelta(days=chance.randrange(10, 60))
        if sued:
            yield (
                CourtMatter,
                {
                    "id": n,
                    "case_id": n,
                    "court_id": 1000 + office,
                    "kind": "first_instance",
                    "number": f"m{n}",
                    "state": "judged",
                }
                | {"plaintiff_id": 2 * n, "filed_on": due, "decided_on": decided, "ended_by": "judgment"},
            )
            if chance.random() < 0.9:
                yield CourtLink, {"matter_id": n, "award_id": n, "found_by": "number", "confirmed_at": NOW}
        for ordinal in range(1, 5):
            item_id += 1
            fen, kind = chance.randrange(10_000, 9_000_000), KINDS[ordinal]
            yield (
                ClaimItem,
                {
                    "id": item_id,
                    "case_id": n,
                    "ordinal": ordinal,
                    "kind": kind,
                    "applicant_id": 2 * n,
                    "respondent_id": 2 * n + 1,
                }
                | {"claimed_fen": fen, "awarded_fen": fen, "disposition": "granted", "award_id": n},
            )
            if sued:
                same = chance.random() < 0.9
                yield (
                    Outcome,
                    {"matter_id": n, "claim_item_id": item_id, "case_id": n, "kind": kind, "month": f"{decided:%Y-%m}"}
                    | {"disposition": "granted" if same else "partly", "amount_fen": fen if same else fen // 2}
                    | {
                        "reason_code": None if same else chance.choice(REASONS),
                        "office_id": office,
                        "court_id": 1000 + office,
                    },
                )


def fill(session: Session, made: Iterator[tuple[type[SQLModel], Row]]) -> None:
    """Insert in batches; a table's rows are written after those they point to."""
    order = (Body, Case, Party, Limit, Award, CourtMatter, CourtLink, ClaimItem, Outcome)
    waiting: dict[type[SQLModel], list[Row]] = {model: [] for model in order}

    def write() -> None:
        for model in order:
            for keys in sorted({tuple(sorted(row)) for row in waiting[model]}):
                session.execute(insert(model), [row for row in waiting[model] if tuple(sorted(row)) == keys])
            waiting[model].clear()

    for n, (model, row) in enumerate(made, start=1):
        waiting[model].append(row)
        if n % 100_000 == 0:
            write()
    write()
    session.commit()


class Watch:
    """Wall and processor seconds of named parts."""

    def __init__(self, profile: bool) -> None:
        self.took: dict[str, Any] = {}
        self.profile = profile

    def __call__(self, name: str, make: Callable[[], Any]) -> Any:
        profiler = cProfile.Profile()
        wall, cpu = time.perf_counter(), time.process_time()
        made = profiler.runcall(make) if self.profile else make()
        self.took[name] = {
            "wall_s": round(time.perf_counter() - wall, 2),
            "cpu_s": round(time.process_time() - cpu, 2),
        }
        if isinstance(made, bytes):
            self.took[name]["mb"] = round(len(made) / 1e6, 2)
        if self.profile:
            print(f"== {name}")
            pstats.Stats(profiler).sort_stats("tottime").print_stats(20)
        return made


def measure(engine: Engine, watch: Watch) -> None:
    with Session(engine) as session:
        watch("figures", lambda: report.figures(session, "2026-10"))
    with Session(engine) as session:
        desk = Desk(session=session, actor=SYSTEM, now=NOW, settings=Settings())

        def close() -> Report:
            made = report.close_month(desk, "2026-10")
            session.flush()
            return made

        issued = watch("close_month", close)
        watch.took["snapshot_mb"] = round(len(json.dumps(issued.snapshot)) / 1e6, 2)
        watch("pdf", lambda: report.pdf(issued))
        watch("xlsx", lambda: report.xlsx(issued))
        watch("verify", lambda: report.problems(issued))
        watch.took["suits_compared"] = issued.snapshot["figures"]["ladder.year.first.case_strict"]["denominator"]
        watch("page", lambda: report.page_facts(issued))
        watch("as_json", lambda: len(report.as_json(issued)))
        watch.took["facts_stored_mb"] = round(
            sum(len(part.content) for part in session.exec(sqlmodel.select(ReportPart)).all()) / 1e6, 1
        )
        drilled(session, issued, watch)
        session.rollback()


def drilled(session: Session, issued: Report, watch: Watch) -> None:
    """Drill-down over twelve issued months: the lines of the month once more for each of the eleven before."""
    months = [f"2025-{n:02d}" for n in (11, 12)] + [f"2026-{n:02d}" for n in range(1, 10)]
    lines = [row._asdict() for row in session.execute(select(*(c for c in ReportLine.__table__.c if c.name != "id"))).all()]
    for month in months:
        earlier = Report(month=month, snapshot={}, sha256="", issued_at=NOW)
        session.add(earlier)
        session.flush()
        session.execute(insert(ReportLine), [{**line, "report_id": earlier.id} for line in lines])
    watch.took["lines"] = 12 * len(lines)
    actor = Actor(id=1, name="分析员", roles=frozenset({"analyst"}), body_id=None)
    desk = Desk(session=session, actor=actor, now=NOW, settings=Settings())
    for name, first, more in (
        ("drill_month", "2026-10", {}),
        ("drill_year", "2025-11", {}),
        ("drill_year_one_office", "2025-11", {"office": "7"}),
    ):
        times = []
        for topic, dimensions in report_drill.OF_TOPIC.items():
            for by in dimensions:
                for _ in range(3):
                    start = time.perf_counter()
                    asked = {"topic": topic, "by": by, "first": first, "last": "2026-10", **more}
                    report_drill.answer(desk, report_drill.read(desk, asked))
                    times.append(1000 * (time.perf_counter() - start))
        times.sort()
        watch.took[name] = {
            "n": len(times),
            "median_ms": round(times[len(times) // 2], 1),
            "p95_ms": round(times[int(0.95 * len(times))], 1),
            "max_ms": round(times[-1], 1),
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=200_000)
    options.add_argument("--suits", type=int, default=60_000)
    options.add_argument("--offices", type=int, default=110)
    options.add_argument("--keep", default="")
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    watch = Watch(chosen.profile)
    watch.took |= {"cases": chosen.cases, "suits": chosen.suits, "offices": chosen.offices}

    with tempfile.TemporaryDirectory() as folder:
        file = Path(chosen.keep or f"{folder}/report.db")
        there = file.exists()
        engine = make_engine(f"sqlite:///{file}")
        if not there:
            SQLModel.metadata.create_all(engine)
            with Session(engine) as session:
                fill(session, rows(chosen.cases, chosen.suits, chosen.offices))
        measure(engine, watch)
        engine.dispose()
    watch.took["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(watch.took))


if __name__ == "__main__":
    main()
