"""Histories of cases without names: what was done in which order, by which office, from where to where."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.models import Case, Event
from app.services import events
from app.services.machines import MACHINES, kind_of

FILE = "histories.jsonl"


def history_of(session: Session, case: Case) -> dict[str, Any]:
    """One case's events: steps, states, roles and days. No number, no name, nothing that was typed."""
    rows = session.exec(select(Event).where(Event.case_id == case.id).order_by(col(Event.sequence))).all()
    numbers: dict[tuple[str, int], int] = {}
    told = []
    for event in rows:
        subject = (event.machine, event.subject_id)
        numbers.setdefault(subject, sum(1 for machine, _ in numbers if machine == event.machine) + 1)
        row = session.get(MACHINES[event.machine].model, event.subject_id)
        one = {
            "machine": event.machine,
            "subject": numbers[subject],
            "rule": event.rule,
            "before": event.before,
            "after": event.after,
            "role": event.actor_role,
        }
        if row is not None and kind_of(row):
            one["kind"] = kind_of(row)
        if event.rule == "definition.migrate":
            one["law_on"] = event.snapshot["case"]["law_on"]
        told.append(one)
    migrated = [row for row in rows if row.rule == "definition.migrate"]
    begun_under = rows[0].snapshot.get("case", {}).get("law_on") if rows and migrated else case.law_on
    history = {"law_on": str(begun_under or case.filed_on), "events": told}
    return {"id": events.digest(history)[:12], **history}


def record(session: Session, folder: Path) -> int:
    """Write the histories of every case into `folder`, each kind of course once. Returns how many were written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    known = {history["id"]: history for history in read(folder)}
    for case in session.exec(select(Case).order_by(col(Case.id))).all():
        history = history_of(session, case)
        known.setdefault(history["id"], history)
    ordered = sorted(known.values(), key=lambda one: str(one["id"]))
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ordered), encoding="utf-8")
    return len(ordered)


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The histories kept in a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
