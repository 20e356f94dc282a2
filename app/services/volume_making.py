"""成册: the bound volume of a catalogue — cover, catalogue, documents, closing note — made outside any transaction.

Like `deliveries`, this is work that takes long: it reads with its desk, makes files, and writes one row at the end.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.database import transaction
from app.models import Attachment, Case, Event, Paper, Volume
from app.rendering import papers as rendering
from app.services import binding, deliveries, evidence, paper_facts, papers
from app.services.binding import Part
from app.services.desk import BEIJING, Desk
from app.services.volumes import LIST_KIND, Catalogue, Entry, paged
from workflows.errors import Reason, Refused
from workflows.states import label

KEPT = 6
"""Bound volumes of one file that are kept: the latest for each kind of reader, and a few before."""
VOLUME_TITLES = {"main": "正卷", "inner": "副卷"}
AUDIENCE_NOTES = {"court": "本册供人民法院查阅。", "party": "本册供当事人及其代理人查阅、复制（仲裁办案规则第二十三条）。"}
MEDIA_WORDS = {"audio": "录音", "video": "录像", "text": "文字文件"}


def bound(engine: Engine, desk: Desk, case: Case, listed: Catalogue) -> tuple[Path, Catalogue]:
    """The PDF of the volume, made if it is not there yet, and the catalogue with its page numbers.

    Raises Refused for a file with nothing in it.

    `desk` only reads.
    """
    if not listed.entries:
        raise Refused("装订成册", [Reason("卷内还没有材料。请先登记材料或者制作文书。", "CHR 22")], "CHR 22")
    if listed.volume is not None:
        path = papers.store_path(desk.settings, listed.volume.sha256)
        if path.exists():
            return path, listed
    desk.settings.files.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=desk.settings.files) as folder:
        made = Path(folder) / "volume.pdf"
        starts, pages = _make(engine, desk, case, listed, Path(folder), made)
        with made.open("rb") as stream:
            sha256 = papers.keep_stream(desk.settings, stream)
    with transaction(engine) as session:
        row = session.exec(
            select(Volume).where(Volume.case_id == case.id, Volume.fingerprint == listed.fingerprint)
        ).first()
        row = row or Volume(case_id=case.id or 0, folder=listed.folder, fingerprint=listed.fingerprint, sha256="", pages=0, made_at=desk.now)
        row.sha256, row.pages, row.starts, row.made_at = sha256, pages, starts, desk.now
        session.add(row)
        session.flush()
        outdated = _outdated(session, case, listed.folder)
    for one in outdated:
        papers.store_path(desk.settings, one).unlink(missing_ok=True)
    return papers.store_path(desk.settings, sha256), paged(listed, starts)


def _outdated(session: Session, case: Case, folder: str) -> list[str]:
    """Drop the oldest volumes of a file that has changed since: hundreds of megabytes each, and made again when wanted.

    Answers the hashes nothing names any more.
    """
    rows = session.exec(
        select(Volume).where(Volume.case_id == case.id, Volume.folder == folder).order_by(col(Volume.made_at).desc(), col(Volume.id).desc())
    ).all()
    for row in rows[KEPT:]:
        session.delete(row)
    session.flush()
    gone = {row.sha256 for row in rows[KEPT:]}
    if not gone:
        return []
    # Somebody may have handed a volume in as material of another case: the same bytes lie there once.
    columns = (Volume.sha256, Paper.sha256, Attachment.sha256, Attachment.pdf_sha256)
    named = {one for column in columns for one in session.exec(select(column).where(col(column).in_(gone))).all()}
    return sorted(gone - named)


def document(engine: Engine, desk: Desk, case: Case, entry: Entry, folder: Path) -> Path:
    """One document of the catalogue as PDF; what is no thing of pages gets a sheet that says what and where it is."""
    if entry.paper_id is not None:
        paper = desk.session.get_one(Paper, entry.paper_id)
        if paper.sha256 and (known := papers.store_path(desk.settings, paper.sha256)).exists():
            return known
        return _written(folder, f"paper-{entry.paper_id}", deliveries.read_or_make(engine, desk.settings, entry.paper_id))
    if entry.made == LIST_KIND:
        facts = _common(desk, case, entry.made_on.isoformat())
        said = evidence.stated(desk, case, findings=evidence.findings_are_public(desk, case))
        return _written(folder, "evidence", rendering.make_pdf(LIST_KIND, {**facts, "evidence": said}).pdf)
    assert entry.attachment is not None
    if entry.attachment.pdf_sha256 or entry.attachment.content_type == "application/pdf":
        path = papers.store_path(desk.settings, entry.attachment.pdf_sha256 or entry.attachment.sha256)
        if binding.opens(path):  # what was taken in before files were looked through may not
            return path
    return _written(folder, f"slip-{entry.attachment.id}", _slip(desk, case, entry))


def _make(
    engine: Engine, desk: Desk, case: Case, listed: Catalogue, folder: Path, made: Path
) -> tuple[list[int], int]:
    """First page of each document and of what follows the last one; all pages."""
    paths = [document(engine, desk, case, entry, folder) for entry in listed.entries]
    starts = [1]
    for path in paths:
        starts.append(starts[-1] + binding.page_count(path))
    facts = _file_facts(desk, case, listed, starts)
    prefix = "inner_" if listed.folder == "inner" else ""

    def sheet(kind: str, title: str) -> Part:
        name = prefix + kind
        return Part(_written(folder, name, rendering.make_pdf(name, facts).pdf), title, front=True)

    parts = [sheet("file_cover", "案卷封面"), sheet("file_catalogue", "卷内目录")]
    parts += [
        Part(path, f"{entry.ordinal}. {entry.title}{'（' + entry.about + '）' if entry.about else ''}", entry.place.title)
        for entry, path in zip(listed.entries, paths, strict=True)
    ]
    parts.append(sheet("file_closing_note", "备考表"))
    return starts, binding.bind(parts, made, f"{case.title} {VOLUME_TITLES[listed.folder]}")


def _common(desk: Desk, case: Case, day: str) -> dict[str, Any]:
    facts = paper_facts.common(desk, case)
    facts["case"] = {**facts["case"], "number": case.title}  # before acceptance a file is known by its receipt
    facts["paper"] = {"number": case.title, "date": day}
    return facts


def _file_facts(desk: Desk, case: Case, listed: Catalogue, starts: list[int]) -> dict[str, Any]:
    day = max(entry.made_on for entry in listed.entries)
    gathered = desk.session.exec(
        select(Event).where(Event.case_id == case.id, Event.rule == "file.gather").order_by(col(Event.id).desc())
    ).first()
    facts = _common(desk, case, day.isoformat())
    note = AUDIENCE_NOTES.get(listed.audience)
    facts["file"] = {
        "volume": VOLUME_TITLES[listed.folder],
        "filed_on": case.filed_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "closed_how": label("case", case.closed_by) if case.closed_by else "未结案",
        "keep_text": f"保管至{case.keep_until.year}年{case.keep_until.month}月{case.keep_until.day}日" if case.keep_until else "结案时确定",
        "pages": starts[-1] - 1,
        "count": len(listed.entries),
        "entries": [_line(entry, first, following) for entry, first, following in zip(listed.entries, starts, starts[1:], strict=False)],
        "gathered_by": gathered.actor_name if gathered else "尚未归集",
        "gathered_on": (gathered.at.astimezone(BEIJING).date() if gathered else day).isoformat(),
        "notes": [note] if note else [],
    }
    return facts


def _line(entry: Entry, first: int, following: int) -> dict[str, Any]:
    last = following - 1
    unpaged = entry.attachment is not None and entry.attachment.pages == 0
    return {
        "ordinal": entry.ordinal,
        "title": entry.title,
        "about": entry.about,
        "number": entry.number,
        "made_on": entry.made_on.isoformat(),
        "pages": str(first) if last <= first else f"{first}—{last}",
        "note": "原件另附" if unpaged else "",
    }


def _slip(desk: Desk, case: Case, entry: Entry) -> bytes:
    file = entry.attachment
    assert file is not None
    kind = "inner_file_slip_sheet" if file.folder == "inner" else "file_slip_sheet"
    slip: Mapping[str, Any] = {
        "name": file.name,
        "kind": MEDIA_WORDS.get(file.content_type.split("/")[0], "电子文档"),
        "content_type": file.content_type.split(";")[0],
        "size": f"{file.size:,}字节",
        "sha256": file.sha256,
        "from": entry.about or "办案机构",
        "purpose": file.purpose,
        "added_on": entry.made_on.isoformat(),
    }
    return rendering.make_pdf(kind, {**_common(desk, case, entry.made_on.isoformat()), "slip": slip}).pdf


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(content)
    return path
