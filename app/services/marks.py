"""阅卷批注: notes at pages of the main file, for their writer or for the writer's own house. Never part of the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, or_, select

from app.models import Case, ReadingMark, Staff
from app.models.efile import COLOURS
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotYours
from app.services.volumes import Catalogue, Entry
from workflows.errors import InputError

LONGEST_NOTE = 1000
MOST_PAGE = 9999


@dataclass(frozen=True)
class ShownMark:
    """A mark with the document it stands in and who wrote it."""

    row: ReadingMark
    entry: Entry
    by: str
    mine: bool

    @property
    def volume_page(self) -> int:
        """The page in the bound volume; 0 while it is not bound."""
        return self.entry.first_page + self.row.page - 1 if self.entry.first_page else 0


def of_case(desk: Desk, case: Case, listed: Catalogue) -> Sequence[ShownMark]:
    """The reader's own marks, and those colleagues of the same house share: nobody else's, whoever asks."""
    if desk.actor.id is None or desk.actor.body_id is None:
        return []
    query = (
        select(ReadingMark, Staff)
        .join(Staff, col(Staff.id) == ReadingMark.staff_id)
        .where(
            ReadingMark.case_id == case.id,
            ReadingMark.body_id == desk.actor.body_id,
            or_(col(ReadingMark.staff_id) == desk.actor.id, col(ReadingMark.shared)),
        )
        .order_by(col(ReadingMark.id))
    )
    entries = _by_document(listed)
    found = [
        ShownMark(row, entry, staff.name, row.staff_id == desk.actor.id)
        for row, staff in desk.session.exec(query).all()
        if (entry := entries.get((row.paper_id, row.attachment_id))) is not None
    ]
    return sorted(found, key=lambda one: (one.entry.ordinal, one.row.page, one.row.id or 0))


def add(desk: Desk, case: Case, listed: Catalogue, raw: Mapping[str, Any]) -> ReadingMark:
    """A mark at a page of one of the documents this reader may read. Raises InvalidInput."""
    problems: list[InputError] = []
    entry = next((one for one in listed.entries if document_key(one) == str(raw.get("document") or "")), None)
    if entry is None or entry.made:
        problems.append(_at("document", InputError("文书材料", raw.get("document") or "", "不在您可以查阅的目录里。", "请从列表中选择。", "CHR 23")))
    text = str(raw.get("page") or "").strip()
    page = int(text) if text.isdecimal() and len(text) <= 5 else 0
    most = (entry.pages if entry else 0) or MOST_PAGE
    if not 1 <= page <= most:
        problems.append(_at("page", InputError("页码", text, f"这份材料没有这一页（共{most}页）。" if most < MOST_PAGE else "不是页码。", "请填写从1开始的页码。")))
    colour = str(raw.get("colour") or COLOURS[0])
    if colour not in COLOURS:
        problems.append(_at("colour", InputError("颜色", colour, "没有这种颜色。", "请从列表中选择。")))
    note = str(raw.get("note") or "").strip()
    if len(note) > LONGEST_NOTE:
        problems.append(_at("note", InputError("批注", note, f"超过{LONGEST_NOTE}个字。", "请精简。")))
    if problems:
        raise InvalidInput(problems)
    assert entry is not None
    row = ReadingMark(
        case_id=case.id or 0,
        staff_id=desk.actor.id or 0,
        body_id=desk.actor.body_id or 0,
        shared=raw.get("shared") in ("yes", "on"),
        paper_id=entry.paper_id,
        attachment_id=entry.attachment.id if entry.attachment else None,
        page=page,
        colour=colour,
        note=note,
        at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def remove(desk: Desk, case: Case, mark_id: int) -> None:
    """Only one's own. Raises NotYours."""
    row = desk.session.get(ReadingMark, mark_id)
    if row is None or row.case_id != case.id or row.staff_id != desk.actor.id:
        raise NotYours
    desk.session.delete(row)
    desk.session.flush()


def document_key(entry: Entry) -> str:
    """How a form names a document."""
    return f"paper-{entry.paper_id}" if entry.paper_id is not None else f"file-{entry.attachment.id if entry.attachment else 0}"


def _by_document(listed: Catalogue) -> dict[tuple[int | None, int | None], Entry]:
    return {(one.paper_id, one.attachment.id if one.attachment else None): one for one in listed.entries if not one.made}


def _at(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem
