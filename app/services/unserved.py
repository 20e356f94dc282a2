"""未送达: which papers somebody has not received yet, whom they are for, and what to try next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import defer, selectinload
from sqlmodel import Session, col, func, or_, select

from app.models import Case, Hearing, Limit, Paper, Party, Service, ServiceAddress
from app.permissions import May, allows
from app.services import access, case_rows, limits, service_facts
from app.services.desk import BEIJING, Desk
from workflows import limits as law
from workflows.service_methods import Addressed, Attempt, Proposal, addressed_to, book, next_method

SET = ("set", "notified")
POSTPONED = "postponement_notice"
CLOSED = "closed"
PAGE = 50
"""Papers on a page."""
NAMED = 3
"""People of one paper with a line of their own; where more wait, those nothing was tried for share one."""
MOST_EXPORTED = 5000


def addressees(
    case: Case, paper: Paper, hearings: Mapping[int | None, Hearing], copies: Sequence[Paper]
) -> list[Party]:
    """Whom a paper is to be served on; nobody for papers that need no service, or need none any more."""
    law_of = addressed_to(paper.kind)
    if law_of is None or paper.folder != "main":
        return []
    hearing = hearings.get(paper.hearing_id)
    if hearing is not None and hearing.state not in SET and paper.kind != POSTPONED:
        return []  # the sitting was held, put off or called off: its notice has lost its object
    here = [p for p in case.taking_part if p.side in law_of.to]
    if paper.party_id is not None:
        return [p for p in here if p.id == paper.party_id]
    leavers = [p for p in here if p.left_paper_id == paper.id]
    if leavers:
        return [*leavers, *(p for p in here if p.side != "applicant")]
    # CHR 64: one copy for all the applicants; whoever a copy of their own is addressed to gets that one.
    own = {
        other.party_id
        for other in copies
        if (other.kind, other.hearing_id) == (paper.kind, paper.hearing_id) and paper.hearing_id is not None
    }
    return [p for p in here if p.left_on is None and p.id not in own]


def waiting_for(desk: Desk, case: Case, paper: Paper) -> list[Party]:
    """Those a paper has not reached; who is served by notice is reached once it was published."""
    hearings = {one.id: one for one in case_rows.of_case(desk.session, Hearing, case.id or 0)}
    papers = case_rows.of_case(desk.session, Paper, case.id or 0)
    reached = {
        one.party_id
        for one in case_rows.services(desk.session, case.id or 0)
        if one.paper_id == paper.id and one.served_on is not None
    }
    return [p for p in addressees(case, paper, hearings, papers) if p.id not in reached]


def settle(desk: Desk, case: Case, paper: Paper) -> None:
    """Note on the paper whether somebody still has to receive it: the list of the unserved reads only those."""
    desk.session.flush()
    paper.awaits_service = case.state != CLOSED and bool(waiting_for(desk, case, paper))
    desk.session.add(paper)


def lay_aside(desk: Desk, case: Case) -> None:
    """The file is closed: what did not have to arrive before that is nobody's work any more."""
    for paper in case_rows.of_case(desk.session, Paper, case.id or 0):
        paper.awaits_service = False
        desk.session.add(paper)


def forget_past_hearings(session: Session) -> None:
    """Notices of hearings that were held, put off or called off have lost their object."""
    over = select(Hearing.id).where(col(Hearing.state).not_in(SET))
    session.connection().execute(
        update(Paper)
        .where(col(Paper.awaits_service).is_(True), col(Paper.hearing_id).in_(over), col(Paper.kind) != POSTPONED)
        .values(awaits_service=False)
    )


# ---- the list ----


@dataclass(frozen=True)
class Line:
    """One paper and whom it has not reached: one person, or all of those nothing was tried for yet."""

    paper: Paper
    case: Case
    parties: Sequence[Party]
    tries: Sequence[Attempt]
    days: int
    due: date | None
    law: Addressed
    proposal: Proposal

    @property
    def title(self) -> str:
        """What the next method is called."""
        return book().methods[self.proposal.method].title


@dataclass(frozen=True)
class Filters:
    """What may be asked of the list: words of a case, whose case, the next method, at least so many days old."""

    q: str = ""
    clerk: int | None = None
    method: str = ""
    days: int = 0


@dataclass(frozen=True)
class Listing:
    """One page, oldest first, and where the next begins ("" at the end)."""

    lines: Sequence[Line]
    following: str


def find(desk: Desk, filters: Filters, after: str = "", size: int = PAGE) -> Listing:
    """The papers of this person's cases that somebody has not received, oldest first."""
    query = _awaiting(desk, filters)
    if after and (key := _key(after)):
        query = query.where(or_(Paper.made_on > key[0], (col(Paper.made_on) == key[0]) & (col(Paper.id) > key[1])))
    query = query.order_by(col(Paper.made_on), col(Paper.id)).limit(size + 1).options(defer(Paper.facts))  # type: ignore[arg-type]
    papers: list[Paper] = list(desk.session.scalars(query).all())
    shown = papers[:size]
    following = f"{shown[-1].made_on.isoformat()}.{shown[-1].id}" if len(papers) > size else ""
    lines = [line for line in _lines(desk, shown) if not filters.method or line.proposal.method == filters.method]
    return Listing(lines, following)


def _key(text: str) -> tuple[date, int] | None:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _awaiting(desk: Desk, filters: Filters) -> Any:
    # Asked paper by paper, of the few that wait: as a join SQLite would read every case of the office first.
    mine = select(Case.id).where(Case.id == Paper.case_id, access.visible_cases(desk.actor, desk.today))
    if filters.q.strip():
        text = filters.q.strip()[:60]
        named = select(Party.case_id).where(col(Party.name).contains(text, autoescape=True))
        numbered = col(Case.number).contains(text, autoescape=True) | col(Case.receipt_number).contains(text, autoescape=True)
        mine = mine.where(numbered | col(Case.id).in_(named))
    if filters.clerk is not None:
        mine = mine.where((col(Case.recorder_id) == filters.clerk) | (col(Case.hearing_officer_id) == filters.clerk))
    query = select(Paper).where(
        col(Paper.awaits_service).is_(True), Paper.folder == "main", mine.correlate(Paper).exists()
    )
    if filters.days > 0:
        query = query.where(col(Paper.made_on) <= date.fromordinal(desk.today.toordinal() - min(filters.days, 9999)))
    return query


def summary(desk: Desk) -> tuple[int, date] | None:
    """How many papers wait and since when, for the first page; None when nothing waits."""
    query = _awaiting(desk, Filters()).with_only_columns(func.count(), func.min(Paper.made_on))
    count, oldest = desk.session.connection().execute(query).one()
    return (count, oldest) if count else None


def cases_in(desk: Desk, filters: Filters) -> set[int]:
    """The cases a list tells about."""
    return set(desk.session.scalars(_awaiting(desk, filters).with_only_columns(Paper.case_id).distinct()).all())


def of_case(desk: Desk, case: Case) -> list[Line]:
    """What of one case has not arrived, oldest first."""
    papers = [p for p in case_rows.of_case(desk.session, Paper, case.id or 0) if p.awaits_service]
    return _lines(desk, papers)


def _lines(desk: Desk, papers: Sequence[Paper]) -> list[Line]:
    """The lines of these papers; everything their cases need is read for all of them at once."""
    ids = {paper.case_id for paper in papers}
    if not ids:
        return []
    session = desk.session
    cases = {
        one.id: one
        for one in session.exec(select(Case).where(col(Case.id).in_(ids)).options(selectinload(Case.parties))).all()  # type: ignore[arg-type]
    }
    notices = {p.hearing_id for p in papers if p.hearing_id is not None}
    hearings = {h.id: h for h in session.exec(select(Hearing).where(col(Hearing.id).in_(notices))).all()}
    copies = session.exec(
        select(Paper).where(col(Paper.hearing_id).in_(notices), col(Paper.party_id).is_not(None)).options(defer(Paper.facts))  # type: ignore[arg-type]
    ).all() if notices else ()  # fmt: skip
    mine = select(Paper.id).where(col(Paper.case_id).in_(ids))
    tried = session.exec(select(Service).where(col(Service.paper_id).in_(mine)).order_by(col(Service.id))).all()
    tries: dict[int, list[Service]] = {}
    for service in tried:
        tries.setdefault(service.party_id, []).append(service)
    confirmed: dict[int, list[ServiceAddress]] = {}
    for row in session.exec(
        select(ServiceAddress).where(col(ServiceAddress.case_id).in_(ids), col(ServiceAddress.replaced_on).is_(None))
    ).all():
        confirmed.setdefault(row.party_id, []).append(row)
    dues = _dues(desk, ids)
    reached = {(s.paper_id, s.party_id) for s in tried if s.served_on is not None}
    beside: dict[int | None, list[Paper]] = {}
    for copy in copies:
        beside.setdefault(copy.hearing_id, []).append(copy)
    found: list[Line] = []
    for paper in papers:
        case = cases[paper.case_id]
        own = beside.get(paper.hearing_id, ()) if paper.hearing_id is not None else ()
        left = [p for p in addressees(case, paper, hearings, own) if (paper.id, p.id) not in reached]
        due = _due(desk, case, paper, hearings, dues)
        found += _of_paper(desk, case, paper, left, tries, confirmed, due)
    return found


def _of_paper(
    desk: Desk,
    case: Case,
    paper: Paper,
    left: Sequence[Party],
    tries: Mapping[int, Sequence[Service]],
    confirmed: Mapping[int, Sequence[ServiceAddress]],
    due: date | None,
) -> list[Line]:
    law_of, setting = addressed_to(paper.kind), service_facts.setting(desk, case)
    assert law_of is not None
    untouched = [p for p in left if not any(s.paper_id == paper.id for s in tries.get(p.id or 0, ()))]
    together = untouched if len(untouched) > NAMED else []
    lines = []
    for party in [*(p for p in left if p not in together), *together[:1]]:
        person = service_facts.recipient(party, confirmed.get(party.id or 0, ()), tries.get(party.id or 0, ()))
        lines.append(
            Line(
                paper=paper,
                case=case,
                parties=together if party in together else [party],
                tries=[a for a in person.attempts if a.paper_id == paper.id],
                days=(desk.today - paper.made_on).days,
                due=due,
                law=law_of,
                proposal=next_method(paper.kind, paper.id or 0, person, setting),
            )
        )
    return lines


def _dues(desk: Desk, cases: set[int]) -> Mapping[tuple[int, str], date]:
    """Case and limit rule → its last day, of the limits that run until a paper was served."""
    rules = {one.due for one in book().addressed.values() if one.due}
    rows = desk.session.exec(
        select(Limit).where(col(Limit.case_id).in_(cases), col(Limit.rule).in_(rules), Limit.state == "open")
    ).all()
    return {(one.case_id, one.rule): one.due for one in rows}


def _due(
    desk: Desk, case: Case, paper: Paper, hearings: Mapping[int | None, Hearing], dues: Mapping[tuple[int, str], date]
) -> date | None:
    """The last day the law leaves for serving the paper, where it says one."""
    said = book().addressed[paper.kind].due
    hearing = hearings.get(paper.hearing_id)
    if said == "hearing" and hearing is not None:
        day = hearing.starts_at.astimezone(BEIJING).date()
        if case.procedure == "simplified":
            return day
        return law.compute("arb.hearing_notice", day, calendar=limits.calendar_of(desk.session, case.office_id)).due
    return dues.get((case.id or 0, said))


def rows_to_export(desk: Desk, filters: Filters) -> list[list[str]]:
    """The list as a table, a person a line; addresses and telephones only for those who may see them."""
    listing = find(desk, filters, size=MOST_EXPORTED)
    sees = allows(desk.actor, May.SEE_PHONE)
    found = [["案号", "文书", "文号", "制发日期", "已过天数", "受送达人", "送达地址", "联系电话", "已经试过", "建议方式", "法定最后日期"]]
    for line in listing.lines:
        tried = "；".join(f"{book().methods[a.method].title}：{_result(a)}" for a in line.tries)
        for party in line.parties:
            found.append(
                [
                    line.case.title, line.paper.title, line.paper.number, line.paper.made_on.isoformat(), str(line.days),
                    party.name, (party.postal_address or party.address) if sees else "", party.phone if sees else "", tried,
                    line.title, line.due.isoformat() if line.due else "",
                ]
            )  # fmt: skip
    if listing.following:
        found.append([f"只列出最早的{MOST_EXPORTED}份文书，后面的没有列出：请用条件缩小范围后再导出。"])
    return found


def _result(attempt: Attempt) -> str:
    failure = book().failures.get(attempt.failure)
    return failure.title if failure is not None else "已发出，没有结果"
