"""卷内目录: what stands in the main and the inner file, in the order of the rule, and who may have it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import defer
from sqlmodel import col, select

from app.models import Attachment, Case, Evidence, Paper, Volume
from app.permissions import COURT_ROLES, May, allows, may_see_paper
from app.rendering.kinds import kind as paper_kind
from app.rendering.papers import canonical
from app.services import access, evidence
from app.services.desk import BEIJING, Desk
from workflows import file_order
from workflows.approvals import approvals
from workflows.file_order import Place

Audience = Literal["reader", "court", "party"]
"""For whom a catalogue is drawn up: the person who asks, a court, or a party (CHR 23)."""
FORM, RETURN = "approval_form", "service_return"
LIST_KIND = "evidence_list"


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    ordinal: int
    place: Place
    title: str
    about: str
    """Whom or what it is about: the party it was sent to or comes from."""
    number: str
    made_on: date
    key: str
    """Changes when the document does."""
    paper_id: int | None = None
    attachment: Attachment | None = None
    made: str = ""
    """A kind of paper drawn up for the volume itself, from the facts of the day (证据清单)."""
    pages: int = 0
    """0: not known until it is bound."""
    first_page: int = 0
    """Its first page in the bound volume; 0 while no volume of just these documents is bound."""

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1


@dataclass(frozen=True)
class Catalogue:
    """The documents of one file for one audience, and the volume that binds just them, once there is one."""

    folder: str
    audience: Audience
    entries: Sequence[Entry]
    fingerprint: str
    volume: Volume | None

    @property
    def by_place(self) -> list[tuple[Place, list[Entry]]]:
        grouped: dict[str, tuple[Place, list[Entry]]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.place.id, (entry.place, []))[1].append(entry)
        return list(grouped.values())


def catalogue(desk: Desk, case: Case, folder: str = "main", audience: Audience = "reader") -> Catalogue:
    """The catalogue. The caller has asked whether the person may read the file of this case.

    An inner file has no audience but those who may read each of its papers.
    """
    audience = audience if folder == "main" else "reader"
    found = sorted(_documents(desk, case, folder, audience), key=lambda one: (one[0], one[1].made_on))
    entries = [_numbered(entry, ordinal) for ordinal, (_, entry) in enumerate(found, 1)]
    print_ = hashlib.sha256(canonical([folder, _cover(case), [_line(one) for one in entries]])).hexdigest()
    volume = desk.session.exec(select(Volume).where(Volume.case_id == case.id, Volume.fingerprint == print_)).first()
    listed = Catalogue(folder, audience, entries, print_, volume)
    return paged(listed, volume.starts) if volume is not None else listed


def paged(listed: Catalogue, starts: Sequence[int]) -> Catalogue:
    """With the page numbers of the bound volume: where each document starts, and where the next one would."""
    entries = [
        _numbered(one, one.ordinal, first, following - first)
        for one, first, following in zip(listed.entries, starts, starts[1:], strict=False)
    ]
    return replace(listed, entries=entries)


def _cover(case: Case) -> list[Any]:
    """What the cover says and no document does."""
    return [case.title, str(case.closed_on), case.closed_by, str(case.keep_until), case.chief_id, case.recorder_id, *case.panel]


def _line(entry: Entry) -> list[Any]:
    return [entry.place.id, entry.title, entry.about, entry.number, str(entry.made_on), entry.key]


def _numbered(entry: Entry, ordinal: int, first: int = 0, pages: int = 0) -> Entry:
    return replace(entry, ordinal=ordinal, first_page=first, pages=pages or entry.pages)


def _documents(desk: Desk, case: Case, folder: str, audience: Audience) -> Iterator[tuple[int, Entry]]:
    parties = {party.id: party for party in case.parties}
    returned = _returned(desk, case) if folder == "main" else {}
    for paper in _papers(desk, case, folder, audience):
        approval = _approved(paper) if paper.kind == FORM else ""
        place = file_order.of_paper(folder, paper.kind, approval)
        party = parties.get(paper.party_id)
        yield file_order.rank(folder, place.id), Entry(
            ordinal=0, place=place, title=paper.title, about=party.name if party else returned.get(paper.id, ""), number=paper.number,
            made_on=paper.made_on, key=f"paper {paper.id} {paper.facts_hash}", paper_id=paper.id, pages=paper.pages,
        )  # fmt: skip
    if folder == "main" and (listed := _evidence_list(desk, case)) is not None:
        yield listed
    files = select(Attachment).where(Attachment.case_id == case.id, Attachment.folder == folder).order_by(col(Attachment.id))
    for file in desk.session.exec(files).all():
        place = file_order.of_material(folder, file.place)
        party = parties.get(file.party_id)
        yield file_order.rank(folder, place.id), Entry(
            ordinal=0, place=place, title=file.name, about=party.name if party else "", number="",
            made_on=file.added_at.astimezone(BEIJING).date(), key=f"file {file.id} {file.sha256} {file.pdf_sha256}",
            attachment=file, pages=file.pages,
        )  # fmt: skip


def _papers(desk: Desk, case: Case, folder: str, audience: Audience) -> list[Paper]:
    """The issued papers of a folder that this audience may have."""
    query = select(Paper).where(Paper.case_id == case.id, Paper.folder == folder).order_by(col(Paper.made_on), col(Paper.id))
    if folder == "main":
        query = query.options(defer(Paper.facts))  # type: ignore[arg-type]
    rows = desk.session.exec(query).all()
    if audience == "court":
        return [one for one in rows if set(COURT_ROLES) <= set(paper_kind(one.kind).seen_by)]
    if audience == "party":
        return [one for one in rows if "party" in paper_kind(one.kind).seen_by]
    concern = access.concern_of(desk.session, case, desk.today)
    return [
        one
        for one in rows
        if may_see_paper(
            desk.actor, one.folder, paper_kind(one.kind).seen_by, concern, deliberation=paper_kind(one.kind).deliberation
        )
    ]


def _returned(desk: Desk, case: Case) -> dict[int | None, str]:
    """Return of service → who received what: a file has dozens of them."""
    query = select(Paper.id, Paper.facts).where(Paper.case_id == case.id, Paper.kind == RETURN)
    found = {}
    for paper_id, facts in desk.session.exec(query).all():
        served = facts.get("service", {})
        found[paper_id] = "，".join(word for word in (served.get("recipient"), served.get("paper_title")) if word)
    return found


def _approved(paper: Paper) -> str:
    """What kind of approval a form is about."""
    matter = str(paper.facts.get("approval", {}).get("matter", ""))
    return next((one.id for one in approvals().kinds.values() if one.title == matter), "")


def _evidence_list(desk: Desk, case: Case) -> tuple[int, Entry] | None:
    """证据清单, drawn up anew for each volume: before the evidence itself. Findings stand in it once an award states them."""
    if desk.session.exec(select(Evidence.id).where(Evidence.case_id == case.id)).first() is None:
        return None
    said = evidence.stated(desk, case, findings=evidence.findings_are_public(desk, case))
    place = next(one for one in file_order.order()["main"] if one.by == "party")
    key = hashlib.sha256(canonical(said)).hexdigest()
    entry = Entry(
        ordinal=0, place=place, title="证据清单", about="", number="", made_on=case.filed_on, key=f"list {key}", made=LIST_KIND
    )
    return file_order.rank("main", place.id), entry


def may_read_inner(desk: Desk, case: Case) -> bool:
    """Whether the inner file may be shown to this person at all; each paper is asked for again."""
    return allows(desk.actor, May.SEE_INNER, access.concern_of(desk.session, case, desk.today))
