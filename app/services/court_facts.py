"""The facts of the court stage as the conditions see them (MatterFacts, the excuses of I1 12, a title's standing)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import (
    Case,
    CourtLink,
    CourtMatter,
    Discussion,
    Hearing,
    JointMeeting,
    Limit,
    Paper,
    Request,
    Service,
)
from app.services import agreement_facts, award_fate, case_rows
from app.services.desk import BEIJING, Desk
from workflows.facts import EarlierSuit, MatterFacts, StandingFacts

OPEN = ("filed", "accepted", "stayed", "joined")
APPEALS = ("court.appeal", "court.appeal.ruling")
EXTENDABLE = ("ordinary", "simplified", "small")


def matters(desk: Desk, case: Case, rows: Sequence[CourtMatter], limits: Sequence[Limit]) -> dict[int | None, MatterFacts]:
    """Every matter of the case; asked in a few questions however many there are."""
    if not rows:
        return {}
    links = case_rows.court_links(desk.session, case.id or 0)
    received: dict[int, set[int]] = {}
    for row in case_rows.court_receipts(desk.session, case.id or 0):
        received.setdefault(row.matter_id, set()).add(row.party_id)
    recovered: dict[int, int] = {}
    for money in case_rows.recoveries(desk.session, case.id or 0):
        recovered[money.matter_id] = recovered.get(money.matter_id, 0) + money.amount_fen
    waiting = {one.matter_id for one in case_rows.link_candidates(desk.session, case.id or 0) if one.status == "open"}
    beside = _beside(desk, links)
    return {
        m.id: _matter(m, links, limits, beside, rows, received.get(m.id or 0, set()), recovered.get(m.id or 0, 0), waiting)
        for m in rows
    }


def _matter(
    matter: CourtMatter,
    links: Sequence[CourtLink],
    limits: Sequence[Limit],
    beside: Sequence[tuple[int, CourtMatter]],
    rows: Sequence[CourtMatter],
    received: set[int],
    recovered: int,
    waiting: set[int | None],
) -> MatterFacts:
    mine = [link for link in links if link.matter_id == matter.id]
    awards = frozenset(link.award_id for link in mine)
    running = [one for one in limits if one.machine == "court_matter" and one.subject_id == matter.id]
    appeals = [one.due for one in running if one.rule in APPEALS]
    term = next((one for one in running if one.rule == "court.terms" and one.state == "open"), None)
    return MatterFacts(
        id=matter.id or 0,
        kind=matter.kind,
        state=matter.state,
        number=matter.number,
        court_id=matter.court_id,
        for_overdue=matter.for_overdue,
        links_confirmed=all(link.confirmed_by_id is not None for link in mine),
        for_refusal=matter.for_refusal,
        award_ids=awards,
        plaintiff_id=matter.plaintiff_id,
        accepted_on=matter.accepted_on,
        decided_on=matter.decided_on,
        effective_on=matter.effective_on,
        ended_how=matter.ended_how,
        has_previous=matter.previous_id is not None,
        appealed=any(
            m.previous_id == matter.id and m.kind == "second_instance" and _still_counts(m) for m in rows
        ),
        appeal_until=max(appeals, default=None),
        can_be_extended=term is not None and (term.options or {}).get("procedure", "ordinary") in EXTENDABLE,
        amount_fen=matter.amount_fen,
        recovered_fen=recovered,
        annulment_pending=any(
            award_id in awards and m.kind == "annulment" and m.state in OPEN for award_id, m in beside
        ),
        earlier=_earlier(matter, awards, beside),
        received_by=frozenset(received),
        has_candidates=matter.id in waiting,
        single_instance=matter.trial_procedure == "small",
        served_on=matter.served_on,
        last_day_to_object=agreement_facts.last_day_to_object(matter, limits),
    )


def _still_counts(appeal: CourtMatter) -> bool:
    """An appeal that was withdrawn or never taken leaves the first judgment as if there had been none."""
    return appeal.state != "not_accepted" and appeal.ended_how != "withdrawn"


def _beside(desk: Desk, links: Sequence[CourtLink]) -> list[tuple[int, CourtMatter]]:
    """All matters over the awards of the case, also those recorded in the thread of another case."""
    awards = {link.award_id for link in links}
    if not awards:
        return []
    rows = desk.session.exec(
        select(CourtLink.award_id, CourtMatter)
        .join(CourtMatter, col(CourtMatter.id) == CourtLink.matter_id)
        .where(col(CourtLink.award_id).in_(awards))
    ).all()
    return [(award_id, matter) for award_id, matter in rows]


def _earlier(
    matter: CourtMatter, awards: frozenset[int], beside: Sequence[tuple[int, CourtMatter]]
) -> EarlierSuit | None:
    """The other party's suit over the same award that was accepted first and still stands (I1 4)."""
    if matter.kind != "first_instance" or matter.accepted_on is None:
        return None
    found = [
        other
        for award_id, other in beside
        if award_id in awards
        and other.id != matter.id
        and other.kind == "first_instance"
        and other.state == "accepted"
        and other.accepted_on is not None
        and (other.accepted_on, other.id or 0) < (matter.accepted_on, matter.id or 0)
    ]
    first = min(found, key=lambda m: (m.accepted_on or date.max, m.id or 0), default=None)
    return EarlierSuit(first.id or 0, first.court_id) if first else None


def excuses(
    desk: Desk, case: Case, papers: Sequence[Paper], services: Sequence[Service], requests: Sequence[Request]
) -> tuple[str, ...]:
    """I1 12: what the file shows that may excuse a late decision, in the order of the article. The court decides."""
    found = []
    if any("transfer" in r.kind or "jurisdiction" in r.kind for r in requests if r.state in ("received", "granted")):
        found.append("（一）移送管辖或者管辖异议")
    if _being_served(case, papers, services, desk.today):
        found.append("（二）正在送达或者送达延误")
    if case.state == "suspended":
        found.append("（三）中止审理，等待另案结果、评残结论等")
    hearing = max(case_rows.of_case(desk.session, Hearing, case.id or 0), key=lambda h: h.ordinal, default=None)
    if hearing is not None and hearing.state in ("set", "notified"):
        day = hearing.starts_at.astimezone(BEIJING).date()
        if day >= desk.today:
            found.append(f"（四）正在等待开庭（{day.isoformat()}）")
    if any("appraisal" in r.kind or "investigation" in r.kind for r in requests if r.state in ("received", "granted")):
        found.append("（五）启动鉴定程序或者委托调查取证")
    return tuple(found)


def _being_served(case: Case, papers: Sequence[Paper], services: Sequence[Service], today: date) -> bool:
    """Notices to the respondent that are under way: made, and not received by today."""
    respondents = {p.id for p in case.on_side("respondent")}
    served = {(s.paper_id, s.party_id): s.served_on for s in services if s.served_on is not None}
    for paper in papers:
        if paper.kind not in ("response_notice", "hearing_notice"):
            continue
        for party in respondents if paper.party_id is None else respondents & {paper.party_id}:
            day = served.get((paper.id or 0, party or 0))
            if day is None or day > today:
                return True
    return False


def standing(
    desk: Desk, case: Case, asked: Mapping[str, Any], request: Request | None
) -> StandingFacts | None:
    """Where the title a step or a request names stands for the one it is about; None where none is named."""
    if request is not None and request.kind == "effect_certificate":
        return award_fate.standing(desk, case, str(request.data.get("title", "")), request.party_id)
    if "creditor" not in asked:
        return None
    award, paper = asked.get("award_optional"), asked.get("mediation_paper")
    if not award and not paper:
        return None
    return award_fate.standing(desk, case, f"A{award}" if award else f"M{paper}", asked["creditor"], asked.get("filed_on"))


def discussion(desk: Desk, case: Case, subject: Any) -> tuple[bool, bool]:
    """Whether a discussion of the case is open, and whether the meeting of this one was held."""
    rows = case_rows.of_case(desk.session, Discussion, case.id or 0)
    is_open = any(row.state in ("proposed", "on_agenda", "discussed") for row in rows)
    meeting_id = getattr(subject, "meeting_id", None)
    meeting = desk.session.get(JointMeeting, meeting_id) if isinstance(subject, Discussion) and meeting_id else None
    return is_open, meeting is not None and meeting.status == "held"
