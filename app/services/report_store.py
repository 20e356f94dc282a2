"""How an issued report is kept: a small snapshot that is printed and signed by its hash, and large parts beside it.

The snapshot holds the hash of every part, so one hash still stands for all of it. Opening a page reads the snapshot
only; recomputing reads the facts, a click behind a figure reads that figure's cases. Parts are canonical JSON, compressed.
"""

import gc
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from app.models import Report, ReportPart
from app.services.events import canonical
from workflows.errors import InputError

FACTS = "facts"
HIDDEN = ("cases", "hits")
LEVEL = 3
"""Of compression: a province's facts become eight times smaller in two seconds; higher levels gain little."""

Record = dict[str, Any]


@contextmanager
def collector_paused() -> Iterator[None]:
    """A report makes millions of records and throws none away; looking for garbage among them took half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def printed_figures(figures: Mapping[str, Mapping[str, Any]]) -> Record:
    """The figures without the cases behind them."""
    return {
        name: {key: value for key, value in figure.items() if key not in HIDDEN} for name, figure in figures.items()
    }


def behind(figures: Mapping[str, Mapping[str, Any]]) -> Record:
    """For each figure [cases behind the denominator, cases behind the numerator]."""
    return {name: [figure[key] for key in HIDDEN] for name, figure in figures.items()}


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep(session: Session, report: Report, facts: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the parts of a report just made. `facts` is canonical JSON."""
    assert report.id is not None
    contents = {FACTS: facts, **{name: canonical(pair) for name, pair in behind(figures).items()}}
    for name, text in contents.items():
        session.add(ReportPart(report_id=report.id, name=name, content=zlib.compress(text.encode(), LEVEL)))
    session.flush()


def facts_text(report: Report) -> str:
    """The frozen facts as the text their hash was taken from."""
    # A report of the first definition holds everything in its snapshot.
    return canonical(report.snapshot["data"]) if "data" in report.snapshot else _part(report, FACTS)


def facts(report: Report) -> Record:
    found: Record = report.snapshot["data"] if "data" in report.snapshot else json.loads(facts_text(report))
    return found


def cases(report: Report, figure: str) -> list[list[int]]:
    """[cases, hits] of a figure. Raises InputError when the report has no such figure."""
    known = report.snapshot["figures"]
    if figure not in known:
        raise InputError("figure", figure, "本期报告没有这个指标。", "请从报告页面点选。")
    if "data" in report.snapshot:
        return [known[figure][key] for key in HIDDEN]
    found: list[list[int]] = json.loads(_part(report, figure))
    return found


def all_cases(report: Report) -> Record:
    """[cases, hits] of every figure."""
    if "data" in report.snapshot:
        return behind(report.snapshot["figures"])
    rows = select(ReportPart).where(ReportPart.report_id == report.id, ReportPart.name != FACTS)
    return {part.name: json.loads(zlib.decompress(part.content)) for part in _session(report).exec(rows)}


def _part(report: Report, name: str) -> str:
    content = (
        _session(report)
        .exec(select(col(ReportPart.content)).where(ReportPart.report_id == report.id, ReportPart.name == name))
        .one()
    )
    return zlib.decompress(content).decode()


def _session(report: Report) -> Session:
    session = object_session(report)
    assert isinstance(session, Session)
    return session
