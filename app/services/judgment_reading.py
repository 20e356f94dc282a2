"""判决书识别: a judgment's text read for one matter, as a form a person looks through before anything is registered."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from sqlmodel import col, select

from app.models import Body, Case, ClaimItem, CourtLink, CourtMatter, Outcome, Party
from app.services import forms, kept_drafts
from app.services.desk import Desk
from search_index.judgment_items import LIKELY, Asked, Proposal, Reading, propose
from search_index.judgment_text import INSTANCE_TITLES, Judgment, Line, read
from workflows.errors import InputError
from workflows.items import kind as item_kind

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PART = 20 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
READ = re.compile(r"^outcome-.*-(?:disposition|amount|kind|text|read|sure|why)$")
"""Fields a reading fills: those of an earlier reading give way as a whole."""
MOST_NEW = 5
"""New claims put on the form from lines no claim of the award explains."""


@dataclass(frozen=True)
class Mark:
    """What stands beside a recognised row: how sure, on which words, and whether to look twice."""

    confidence: int
    why: str
    likely: bool


@dataclass(frozen=True)
class Recognised:
    """One judgment read for one matter. `typed` fills the form of court.enter_judgment; `warnings` do not fit the matter."""

    judgment: Judgment
    reading: Reading
    typed: Mapping[str, str]
    warnings: tuple[str, ...]


def of_matter(desk: Desk, case: Case, matter: CourtMatter, text: str) -> Recognised:
    """Read `text` as the judgment in `matter`. Raises InputError when nothing of a result is in it."""
    if not text.strip():
        raise InputError("判决书", "", "没有文字。", "请粘贴判决书全文或者判决主文，也可以上传 .txt、.docx 文件。")
    before = desk.session.get(CourtMatter, matter.previous_id) if matter.previous_id else None
    return _read(desk, case, text, matter, before)


def of_case(desk: Desk, case: Case, text: str) -> Recognised:
    """Read `text` for a case, the matter found by the number in the heading where it is registered."""
    judgment = read(text)
    matter = desk.session.exec(
        select(CourtMatter).where(CourtMatter.case_id == case.id, CourtMatter.number == judgment.number)
    ).first()
    before = desk.session.get(CourtMatter, matter.previous_id) if matter and matter.previous_id else None
    return _read(desk, case, text, matter, before)


def _read(
    desk: Desk, case: Case, text: str, matter: CourtMatter | None, before: CourtMatter | None
) -> Recognised:
    names = tuple(p.name for p in case.parties)
    judgment = read(text, names)
    items = _before_it(desk, case, matter)
    plaintiff = desk.session.get(Party, matter.plaintiff_id) if matter and matter.plaintiff_id else None
    reading = propose(
        judgment,
        [_asked(item) for item in items],
        plaintiff=plaintiff.name if plaintiff else "",
        below=read(before.judgment_text, names) if before and before.judgment_text else None,
        decided_below=_below(desk, before),
    )
    return Recognised(judgment, reading, _typed(items, judgment, reading), _warnings(desk, judgment, reading, matter))


def _before_it(desk: Desk, case: Case, matter: CourtMatter | None) -> list[ClaimItem]:
    """The claims of the awards this matter is about: what another award of the case decided is another suit's."""
    items = forms.before_the_court(desk, case)
    if matter is None:
        return items
    linked = set(desk.session.exec(select(CourtLink.award_id).where(CourtLink.matter_id == matter.id)))
    return [item for item in items if item.award_id in linked] or items


def _asked(item: ClaimItem) -> Asked:
    names = {p.id: p.name for p in item.case.parties}
    return Asked(
        key=item.id or 0,
        kind=item.kind,
        claimed_fen=item.claimed_fen,
        award=item.disposition,
        awarded_fen=item.awarded_fen,
        claimant=names.get(item.applicant_id, ""),
        against=names.get(item.respondent_id, ""),
    )


def _below(desk: Desk, before: CourtMatter | None) -> dict[int, tuple[str, int | None]]:
    if before is None:
        return {}
    rows = desk.session.exec(
        select(Outcome).where(Outcome.matter_id == before.id, col(Outcome.claim_item_id).is_not(None))
    ).all()
    return {row.claim_item_id or 0: (row.disposition, row.amount_fen) for row in rows}


def _typed(items: Sequence[ClaimItem], judgment: Judgment, reading: Reading) -> dict[str, str]:
    """The form as it is put before the person. A result that could not be read stays empty."""
    typed = {"judgment_text": judgment.result}
    if judgment.day:
        typed["decided_on"] = judgment.day.isoformat()
    known = {item.id: item for item in items}
    for one in reading.proposals:
        item = known[one.key]
        if one.disposition:
            typed |= _row(f"outcome-{one.key}", one, money=item_kind(item.kind).money)
    for number, line in enumerate(reading.unmatched[:MOST_NEW], start=1):
        typed |= _new(f"outcome-new-{number}", line)
    return typed


def _row(base: str, one: Proposal, *, money: bool) -> dict[str, str]:
    shown = one.fen if money and one.disposition in ("granted", "partly") else None
    amount = {} if shown is None else {f"{base}-amount": yuan(shown)}
    proposed = f"{one.disposition}:{(shown or 0) if one.disposition != 'refused' else 0}"
    return {
        f"{base}-disposition": one.disposition,
        **amount,
        f"{base}-read": proposed,
        f"{base}-sure": str(one.confidence),
        f"{base}-why": "；".join(one.why),
    }


def _new(base: str, line: Line) -> dict[str, str]:
    fen = sum(part.fen for part in line.parts)
    return {
        f"{base}-disposition": "refused" if line.effect in ("not_pay", "refuse", "deny") else "granted",
        f"{base}-kind": line.kinds[0] if line.kinds else "",
        f"{base}-text": line.text[:500],
        **({f"{base}-amount": yuan(fen)} if fen else {}),
        f"{base}-read": f"{'granted' if fen else 'refused'}:{fen}",
        f"{base}-sure": str(min(line.confidence, 50)),
        f"{base}-why": "裁决的请求项里没有对应的一项，可能是未经仲裁的新请求",
    }


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _warnings(desk: Desk, judgment: Judgment, reading: Reading, matter: CourtMatter | None) -> tuple[str, ...]:
    said = [*judgment.missing, *reading.notes]
    if matter is not None:
        court = desk.session.get_one(Body, matter.court_id).name
        if judgment.court and not judgment.court.endswith(court) and not court.endswith(judgment.court):
            said.append(f"文书写的法院是{judgment.court}，本案登记的是{court}。请核对是不是同一件。")
        if judgment.number and matter.number and judgment.number != matter.number:
            said.append(f"文书的案号是{judgment.number}，本案登记的是{matter.number}。请核对是不是同一件。")
        if judgment.instance and matter.kind in INSTANCE_TITLES and judgment.instance != matter.kind:
            said.append(f"文书看来是{INSTANCE_TITLES[judgment.instance]}的，本案登记为{INSTANCE_TITLES[matter.kind]}。")
    if judgment.ending in ("remanded", "dismissed", "withdrawn"):
        said.append("这不是逐项作出判决的文书，请用「登记撤诉、驳回或者和解」。")
    return tuple(said)


def put_before(desk: Desk, path: str, found: Recognised) -> None:
    """Keep what was read as if typed on the form at `path`; what the person typed there besides stays (reasons, notes)."""
    kept = kept_drafts.find(desk.session, desk.actor.id or 0, path)
    before = {str(name): str(value) for name, value in kept.fields if not READ.search(str(name))} if kept is not None else {}
    kept_drafts.keep(desk, path, list({**before, **found.typed}.items()))


def marks(typed: Mapping[str, Any]) -> dict[str, Mark]:
    """Row → what was recognised, out of the form itself, so that the marks stay when the form comes back."""
    found = {}
    for name, value in typed.items():
        if name.startswith("outcome-") and name.endswith("-sure") and str(value).isdecimal():
            key = name.removeprefix("outcome-").removesuffix("-sure")
            sure = min(100, int(str(value)[:3]))
            found[key] = Mark(sure, str(typed.get(f"outcome-{key}-why", ""))[:500], sure >= LIKELY)
    return found


def text_of(content: bytes, name: str) -> str:
    """The text of an uploaded judgment: .txt (UTF-8 or GB 18030) or .docx. Raises InputError."""
    if len(content) > LARGEST_FILE:
        raise InputError("判决书", name, "超过 5 MB。", "请上传文字版，或者把判决主文粘贴到文本框。")
    if content[:4] == b"PK\x03\x04":
        return _word(content, name)
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise InputError("判决书", name, "不是可以读出文字的文件。", "请上传 .txt 或者 .docx 文件；扫描件请把判决主文粘贴到文本框。")


def _word(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > LARGEST_PART:
                raise InputError("判决书", name, "解开以后超过 20 MB。", "请把判决主文粘贴到文本框。")
            data = archive.read(part)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ValueError("entities")
        root = ElementTree.fromstring(data)  # noqa: S314 - entities are refused above
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, ValueError):
        raise InputError("判决书", name, "不是完整的 Word 文档（.docx）。", "请另存为 .docx 后再上传，或者把文字粘贴到文本框。") from None
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{WORD}t")) for paragraph in root.iter(f"{WORD}p")
    )

