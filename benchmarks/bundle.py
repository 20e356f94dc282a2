"""One bound volume of 300 documents and 2,000 pages: time and peak memory, and the package with it.

Run as: .venv/bin/python benchmarks/bundle.py [--documents 300] [--pages 2000] [--json]
Half of the documents are papers the office made, the other half scans handed in: pages of grey noise at 100 dots an
inch, as large as real scans. The binding runs in a process of its own, so the memory is what it alone needs.
Aim: under 500 MB.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from lib import ROOT, folder, machine, show

sys.path[:0] = [str(ROOT), str(ROOT / "tests/papers")]

SCANS = 40
"""Different scanned pages; each document takes its own run of them."""


def scans(count: int) -> list[bytes]:
    """Pages of grey noise as JPEG, about as many bytes as a scanned page of print."""
    from PIL import Image  # noqa: PLC0415 - the child that is measured does not need it

    made = []
    for seed in range(count):
        noise = random.Random(seed).randbytes(207 * 292)
        page = Image.frombytes("L", (207, 292), noise).resize((827, 1169))
        out = BytesIO()
        page.save(out, "JPEG", quality=60)
        made.append(out.getvalue())
    return made


def prepare(data: Path, documents: int, pages: int) -> dict[str, Any]:
    """An office with one case whose main file holds so many documents and pages."""
    import img2pdf  # noqa: PLC0415
    from paper_samples import SAMPLES  # noqa: PLC0415
    from sqlmodel import select  # noqa: PLC0415

    from app.database import transaction  # noqa: PLC0415
    from app.demonstration import APPLICATION, prepare_office  # noqa: PLC0415
    from app.models import Paper, Staff  # noqa: PLC0415
    from app.rendering.papers import make_pdf  # noqa: PLC0415
    from app.runtime import Runtime  # noqa: PLC0415
    from app.services import filing, papers, people, uploads  # noqa: PLC0415
    from app.settings import load  # noqa: PLC0415

    runtime = Runtime(load({}, data))
    prepare_office(runtime, "no password")
    grey, made = scans(SCANS), documents // 2
    kind, facts = SAMPLES["hearing_notice"]
    total = 0
    with transaction(runtime.engine) as session:
        clerk = session.exec(select(Staff).where(Staff.login == "filing")).one()
        desk = runtime.desk(session, people.actor_of(session, clerk))
        case = filing.receive(desk, replace(APPLICATION, filed_on=desk.today.isoformat()))
        for serial in range(made):
            own = {**facts, "paper": {**facts["paper"], "number": f"试字第{serial + 1}号"}}
            pdf = make_pdf(kind, own)
            total += pdf.pages
            session.add(
                Paper(
                    case_id=case.id or 0, kind=kind, title="开庭通知书", number=f"试字第{serial + 1}号", facts=own, made_on=desk.today,
                    made_at=desk.now, sha256=papers.keep(runtime.settings, pdf.pdf), pages=pdf.pages, facts_hash=str(serial),
                )
            )  # fmt: skip
        for serial in range(documents - made):
            left = documents - made - serial
            count = (pages - total + left - 1) // left
            total += count
            run = [grey[(serial * 7 + n) % SCANS] for n in range(count)]
            content = img2pdf.convert(run, nodate=True, producer=f"scan {serial}")
            uploads.receive(desk, case, f"材料{serial + 1}.pdf", content, party_id=case.parties[0].id)
        return {"case": case.id, "documents": documents, "pages": total}


def bind(data: Path, case_id: int) -> dict[str, Any]:
    """What is measured: catalogue, cover, the volume; then the same file again, from the store."""
    started = time.perf_counter()
    from sqlmodel import select  # noqa: PLC0415

    from app.database import open_session  # noqa: PLC0415
    from app.models import Case, Staff  # noqa: PLC0415
    from app.runtime import Runtime  # noqa: PLC0415
    from app.services import people, volume_making, volumes  # noqa: PLC0415
    from app.settings import load  # noqa: PLC0415

    runtime = Runtime(load({}, data), lambda: datetime.now(UTC))
    loaded = time.perf_counter()
    figures: dict[str, Any] = {"loading_s": round(loaded - started, 2)}
    for name in ("bound_s", "again_s"):
        begun = time.perf_counter()
        with open_session(runtime.engine, writing=False) as session:
            clerk = session.exec(select(Staff).where(Staff.login == "filing")).one()
            desk = runtime.desk(session, people.actor_of(session, clerk))
            case = session.get_one(Case, case_id)
            path, listed = volume_making.bound(runtime.engine, desk, case, volumes.catalogue(desk, case))
        figures[name] = round(time.perf_counter() - begun, 2)
    figures["volume_mb"] = round(path.stat().st_size / 1e6, 1)
    figures["bound_pages"] = sum(entry.pages for entry in listed.entries)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--documents", type=int, default=300)
    words.add_argument("--pages", type=int, default=2000)
    words.add_argument("--json", action="store_true")
    words.add_argument("--bind", nargs=2, metavar=("DATA", "CASE"), help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.bind:
        print(json.dumps(bind(Path(asked.bind[0]), int(asked.bind[1]))))
        return
    with folder() as data:
        file = prepare(data, asked.documents, asked.pages)
        child = subprocess.run(
            [sys.executable, __file__, "--bind", str(data), str(file["case"])],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        show({"machine": machine(), "file": file, "volume": json.loads(child.stdout)}, asked.json)


if __name__ == "__main__":
    main()
