"""裁审案件关联: finds the awards a suit may be about, says how and how sure, and leaves the answer to a person.

A court that enters a suit by names learns nothing about which awards there are: what fits is shown to the office
that made the award, and its answer opens the file (O70 四; practice §7.8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, CourtLink, CourtMatter, CourtNotice, LinkCandidate, Party
from app.permissions import COURT_ROLES
from app.services.desk import Desk

MADE = ("awaiting", "partly_in_effect", "in_effect", "no_effect", "contested", "annulled", "not_enforced")
SURE = {"number": 100, "persons": 90, "split": 70, "names": 60}
"""How sure a way of finding is, of 100: for the order of the list only; every link needs a person's yes."""
KINDS = ("first_instance", "annulment")


@dataclass(frozen=True)
class Found:
    """One award that may fit."""

    award: Award
    found_by: str
    confidence: int
    why: tuple[str, ...]


def for_matter(desk: Desk, case: Case, matter: CourtMatter) -> None:
    """Other awards between the same persons that the plaintiff may attack in one suit: proposed, not linked."""
    if matter.kind not in KINDS:
        return
    plaintiff = next((p for p in case.parties if p.id == matter.plaintiff_id), None)
    if plaintiff is None:
        return
    linked = set(desk.session.exec(select(CourtLink.award_id).where(CourtLink.matter_id == matter.id)))
    others = [p for p in case.parties if p.kind != plaintiff.kind and p.side != "third_party"]
    for one in _between(desk, plaintiff, others, case):
        if one.award.id not in linked and may_attack(matter.kind, plaintiff.kind, one.award):
            propose(desk, one, matter=matter)
    desk.session.flush()


def may_attack(kind: str, party_kind: str, award: Award) -> bool:
    """Rules §7.3: who may do what against which award."""
    if kind == "annulment":
        return award.type == "final" and party_kind == "employer"
    return award.type == "non_final" or (award.type == "final" and party_kind == "worker")


def _between(desk: Desk, plaintiff: Party, others: Sequence[Party], case: Case) -> list[Found]:
    """Awards of this case and of others between the same two sides, the surest first."""
    found = []
    rows = desk.session.exec(
        select(Award, Case)
        .join(Case, col(Case.id) == Award.case_id)
        .where(col(Award.state).in_(MADE), col(Award.number).is_not(None), col(Case.id).in_(_cases_of(plaintiff)))
    ).all()
    for award, other in rows:
        if other.id == case.id:
            found.append(Found(award, "number", SURE["split"], (f"同一仲裁案件（{case.title}）的另一份裁决",)))
            continue
        way = _how_same(other.parties, plaintiff, others)
        if way:
            found.append(Found(award, way, SURE[way], (f"当事人相同（{'身份证明号码' if way == 'persons' else '姓名、名称'}）",)))
    return sorted(found, key=lambda one: (-one.confidence, one.award.id or 0))


def _cases_of(party: Party) -> Any:
    """Ids of the cases a person is a party of, by identity where it is known, else by name."""
    query = select(Party.case_id)
    if party.id_number:
        return query.where(Party.id_number == party.id_number)
    if party.uscc:
        return query.where(Party.uscc == party.uscc)
    return query.where(Party.name == party.name)


def _how_same(parties: Iterable[Party], plaintiff: Party, others: Sequence[Party]) -> str:
    """ "persons" when both sides are the same by number or code, "names" when by name, "" when not the same."""
    there = [p for p in parties if p.side != "third_party"]
    ways = []
    for wanted in (plaintiff, *others):
        ways.append(max((_way(wanted, one) for one in there), default=0))
    if not ways or 0 in (ways[0], max(ways[1:], default=0)):
        return ""
    return "persons" if min(ways[0], max(ways[1:])) == 2 else "names"


def _way(one: Party, other: Party) -> int:
    mine, theirs = one.id_number or one.uscc, other.id_number or other.uscc
    if mine and theirs:
        return 2 if mine == theirs else 0
    return 1 if one.name == other.name and one.kind == other.kind else 0


def propose(
    desk: Desk, one: Found, *, matter: CourtMatter | None = None, notice: CourtNotice | None = None
) -> None:
    """Put a found award before a person, once: of a suit that is in the file, or of one a court entered by names."""
    there = select(LinkCandidate).where(LinkCandidate.award_id == one.award.id)
    if matter is not None:
        there = there.where(LinkCandidate.matter_id == matter.id)
    else:
        assert notice is not None
        there = there.where(LinkCandidate.notice_id == notice.id)
    if desk.session.exec(there).first() is not None:
        return
    desk.session.add(
        LinkCandidate(
            matter_id=matter.id if matter else None,
            notice_id=notice.id if notice else None,
            award_id=one.award.id or 0,
            case_id=one.award.case_id,
            found_by=one.found_by,
            confidence=one.confidence,
            why=[{"text": text} for text in one.why],
        )
    )


def shown_to(desk: Desk, candidates: Sequence[LinkCandidate], case_id: int) -> list[LinkCandidate]:
    """A court is shown other awards of the case before it; those of other cases are the office's to confirm."""
    return [one for one in candidates if one.case_id == case_id or not desk.actor.has(*COURT_ROLES)]


def decide(desk: Desk, candidate: LinkCandidate, status: str, reason: str = "") -> None:
    """What a person said to a proposal."""
    candidate.status = status
    candidate.decided_by_id = desk.actor.id
    candidate.decided_at = desk.now
    candidate.reason = reason[:500]
    desk.session.add(candidate)


def accepted_first(desk: Desk, matter: CourtMatter) -> CourtMatter | None:
    """The suit of the other side over the same award that a court accepted first and that still stands (I1 4)."""
    awards = select(CourtLink.award_id).where(CourtLink.matter_id == matter.id)
    rows = desk.session.exec(
        select(CourtMatter)
        .join(CourtLink, col(CourtLink.matter_id) == CourtMatter.id)
        .where(
            col(CourtLink.award_id).in_(awards),
            CourtMatter.id != matter.id,
            CourtMatter.kind == "first_instance",
            CourtMatter.state == "accepted",
        )
    ).all()
    mine = (matter.accepted_on or date.max, matter.id or 0)
    earlier = [m for m in rows if (m.accepted_on or date.max, m.id or 0) < mine]
    return min(earlier, key=lambda m: (m.accepted_on or date.max, m.id or 0), default=None)
