"""What the case page shows of the time between filing and hearing: how claims changed and who answers for them,
challenges, the defence of the time bar, the cases it came from, went to or is heard with, and the way to the court."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, or_, select

from app.models import Body, Case, CaseJoin, ClaimItem, Event, ItemChange, ItemLiability, Party, Request, Staff
from app.permissions import May, allows
from app.services import access, case_rows, filing_hints
from app.services.desk import Desk

DECIDING = ("change.accept", "counterclaim.join", "party.add")
"""The steps that change claims; the event of each says by which articles."""


@dataclass(frozen=True)
class Change:
    """One change of one claim: what it was, what it became, when, by whom and by which articles."""

    item: ClaimItem
    kind: str
    on_day: date
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    basis: str
    by: str


@dataclass(frozen=True)
class Liable:
    """A further party who is to answer for a claim."""

    party: Party
    form: str
    ground: str


@dataclass(frozen=True)
class OtherCase:
    """Another case this one is tied to. `id` only where this reader may open it."""

    number: str
    id: int | None = None
    on_day: date | None = None


@dataclass(frozen=True)
class Defence:
    """时效抗辩: who, against which claim, when; the engine's answer only for those who decide."""

    party: str
    item: int
    raised_on: date
    working: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Challenge:
    """回避: of whom, and how it stands (received, granted, refused)."""

    person: str
    state: str
    received_on: date
    decided_on: date | None


@dataclass(frozen=True)
class BetweenView:
    """As one reader may see it."""

    changes: Sequence[Change]
    liable: Mapping[int, Sequence[Liable]]
    """Claim item id → who else answers for it."""
    defences: Sequence[Defence]
    challenges: Sequence[Challenge]
    sent_to: OtherCase | None
    came_from: OtherCase | None
    joined: Sequence[OtherCase]
    elsewhere: str
    """Before acceptance: why another office may be the one; a hint, no bar."""
    bars: Sequence[filing_hints.Bar]


def of_case(desk: Desk, case: Case) -> BetweenView:
    """For the case page; the caller has asked whether the case concerns the reader."""
    assert case.id is not None
    requests = case_rows.of_case(desk.session, Request, case.id)
    parties = {party.id: party for party in case.parties}
    concern = access.concern_of(desk.session, case, desk.today)
    decides = allows(desk.actor, May.SEE_DELIBERATION, concern)
    return BetweenView(
        changes=_changes(desk, case),
        liable=_liable(desk, case, parties),
        defences=[
            Defence(parties[one.party_id].name, one.data["item"], one.received_on, one.data["working"] if decides else ())
            for one in requests
            if one.kind == "time_bar_defence" and one.party_id in parties
        ],
        challenges=_challenges(desk, [one for one in requests if one.kind == "recusal" and one.staff_id]),
        sent_to=_sent_to(desk, case),
        came_from=_came_from(desk, case),
        joined=_joined(desk, case),
        elsewhere=_elsewhere(desk, case),
        bars=_bars(desk, case),
    )


def _elsewhere(desk: Desk, case: Case) -> str:
    """LMA 21; CHR 8: a hint before acceptance, from the place of performance and the employers' addresses."""
    if case.state not in ("filed", "correcting"):
        return ""
    employers = [p.address for p in case.parties if p.kind == "employer" and p.address]
    found = filing_hints.elsewhere(desk.session.get_one(Body, case.office_id), case.performance_place, employers)
    return found.text if found else ""


def _bars(desk: Desk, case: Case) -> list[filing_hints.Bar]:
    """The claims whose time bar had passed at filing: said, never a ground to refuse (CHR 30)."""
    if case.infringed_on is None or case.state not in ("filed", "correcting", "on_hold"):
        return []
    threads = [one for one in (case.id, case.origin_id) if one]
    kinds = [item.kind for item in case.items]
    found, _ = filing_hints.bars_of(
        desk, kinds, case.filed_on, case.infringed_on, case.relation_ended_on, threads, case.office_id
    )
    return [one for one in found if one.bar.passed]


def _changes(desk: Desk, case: Case) -> list[Change]:
    rows = desk.session.exec(
        select(ItemChange).where(ItemChange.case_id == case.id).order_by(col(ItemChange.id))
    ).all()
    if not rows:
        return []
    items = {item.id: item for item in case.items}
    decided = desk.session.exec(
        select(Event).where(Event.case_id == case.id, Event.machine == "request", col(Event.rule).in_(DECIDING))
    ).all()
    events = {event.subject_id: event for event in decided}
    found = []
    for row in rows:
        event = events.get(row.request_id or 0)
        found.append(
            Change(
                items[row.item_id], row.kind, row.on_day, row.before, row.after,
                event.basis if event else "", event.actor_name if event else "",
            )
        )  # fmt: skip
    return found


def _liable(desk: Desk, case: Case, parties: Mapping[int | None, Party]) -> dict[int, list[Liable]]:
    found: dict[int, list[Liable]] = {}
    rows = desk.session.exec(
        select(ItemLiability).where(ItemLiability.case_id == case.id).order_by(col(ItemLiability.id))
    ).all()
    for row in rows:
        found.setdefault(row.item_id, []).append(Liable(parties[row.party_id], row.form, row.ground))
    return found


def _challenges(desk: Desk, rows: Sequence[Request]) -> list[Challenge]:
    if not rows:
        return []
    people = desk.session.exec(select(Staff).where(col(Staff.id).in_({one.staff_id for one in rows}))).all()
    names = {one.id: one.name for one in people}
    return [Challenge(names[one.staff_id], one.state, one.received_on, one.decided_on) for one in rows]


def _shown(desk: Desk, ids: set[int]) -> set[int]:
    """Those of these cases whose file this reader may open."""
    if not ids:
        return set()
    query = select(Case.id).where(col(Case.id).in_(ids), access.visible_cases(desk.actor, desk.today))
    return {one for one in desk.session.exec(query).all() if one is not None}


def _link(desk: Desk, other: Case, on_day: date | None = None) -> OtherCase:
    number = other.title
    return OtherCase(number, other.id if _shown(desk, {other.id or 0}) else None, on_day)


def _sent_to(desk: Desk, case: Case) -> OtherCase | None:
    """CHR 9: where the case was transferred to, with its number there once it was taken."""
    if not case.transfer_to:
        return None
    there = desk.session.exec(select(Case).where(Case.transferred_from_id == case.id)).first()
    # After another designation the case made for the first receiver is not the one that goes on.
    if there is None or there.state == "not_taken" or case.transfer_to_id is None:
        return OtherCase(f"{case.transfer_to} {case.transfer_number}".strip())
    link = _link(desk, there)
    return OtherCase(f"{case.transfer_to} {case.transfer_number}".strip(), link.id)


def _came_from(desk: Desk, case: Case) -> OtherCase | None:
    if case.transferred_from_id is None:
        return None
    return _link(desk, desk.session.get_one(Case, case.transferred_from_id))


def _joined(desk: Desk, case: Case) -> list[OtherCase]:
    """ORG 12: the cases heard together with this one today."""
    mine = desk.session.exec(
        select(CaseJoin.lead_id).where(
            or_(col(CaseJoin.lead_id) == case.id, col(CaseJoin.case_id) == case.id), col(CaseJoin.ended_on).is_(None)
        )
    ).all()
    if not mine:
        return []
    links = desk.session.exec(
        select(CaseJoin).where(col(CaseJoin.lead_id).in_(set(mine)), col(CaseJoin.ended_on).is_(None))
    ).all()
    since = {one.case_id: one.joined_on for one in links}
    others = desk.session.exec(
        select(Case).where(col(Case.id).in_({*since, *mine} - {case.id})).order_by(col(Case.id))
    ).all()
    own = since.get(case.id or 0)
    return [_link(desk, other, since.get(other.id or 0) or own) for other in others]
