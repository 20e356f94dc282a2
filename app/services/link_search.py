"""裁审案件关联: finds the awards a suit may be about, says how and how sure, and leaves the answer to a person.

A court that enters a suit by names learns nothing about which awards there are: what fits is shown to the office
that made the award, and its answer opens the file (O70 四; practice §7.8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Body, Case, CourtLink, CourtMatter, CourtNotice, LinkCandidate, Party
from app.permissions import COURT_ROLES, OFFICE_ROLES, May, allows
from app.rendering.filters import case_number
from app.services import access, forms, steps
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows import case_numbers
from workflows.errors import InputError

MADE = ("awaiting", "partly_in_effect", "in_effect", "no_effect", "contested", "annulled", "not_enforced")
SURE = {"number": 100, "persons": 90, "split": 70, "names": 60}
"""How sure a way of finding is, of 100: for the order of the list only; every link needs a person's yes."""
KINDS = ("first_instance", "annulment")
MOST = 200


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
            _propose(desk, one, matter=matter)
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


def _propose(
    desk: Desk, one: Found, *, matter: CourtMatter | None = None, notice: CourtNotice | None = None
) -> None:
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


# ---- a suit a court enters by names ----


def enter_notice(desk: Desk, raw: Mapping[str, Any]) -> CourtNotice:
    """A court tells of a suit without an award's number that fits. Raises InvalidInput with every problem, NotAllowed.

    Fields: number, matter_kind, plaintiff_name, plaintiff_identity, defendant_name, award_number, filed_on, accepted_on.
    """
    if not desk.actor.has(*COURT_ROLES) or desk.actor.body_id is None:
        raise NotAllowed("登记待关联的诉讼", ["法官", "法院书记员"], "O70 四")
    problems: list[InputError] = []
    number = _court_number(desk, str(raw.get("number") or ""), problems)
    names = {
        name: _name(name, title, raw, problems)
        for name, title in (("plaintiff_name", "起诉人（申请人）"), ("defendant_name", "被告（被申请人）"))
    }
    kind = str(raw.get("matter_kind") or "")
    if kind not in KINDS:
        problems.append(_named("matter_kind", "诉讼类型", kind, "不在可选范围内。", "请从列表中选择。"))
    days = {
        name: _day(desk, name, title, raw, problems)
        for name, title in (("filed_on", "起诉（申请）日期"), ("accepted_on", "立案日期"))
    }
    filed, accepted = days["filed_on"], days["accepted_on"]
    if filed and accepted and accepted < filed:
        problems.append(_named("accepted_on", "立案日期", str(accepted), "早于起诉（申请）日期。", "请核对日期。"))
    if problems:
        raise InvalidInput(problems)
    assert filed is not None
    assert accepted is not None
    notice = CourtNotice(
        court_id=desk.actor.body_id,
        number=number,
        kind=kind,
        plaintiff_name=names["plaintiff_name"],
        plaintiff_identity=str(raw.get("plaintiff_identity") or "").strip()[:18],
        defendant_name=names["defendant_name"],
        award_number=case_number(str(raw.get("award_number") or ""))[:80],
        filed_on=filed,
        accepted_on=accepted,
        entered_by_id=desk.actor.id,
        entered_at=desk.now,
    )
    desk.session.add(notice)
    desk.session.flush()
    for one in _for_notice(desk, notice):
        _propose(desk, one, notice=notice)
    desk.session.flush()
    return notice


def _court_number(desk: Desk, typed: str, problems: list[InputError]) -> str:
    number = typed.strip().replace("(", "（").replace(")", "）")
    try:
        fits = case_numbers.parse(number).system == "court"
    except InputError:
        fits = False
    if not fits:
        problems.append(_named("number", "法院案号", typed, "写法不对。", "应当像“（2026）鲁0591民初1024号”这样填写。"))
    there = select(CourtNotice.id).where(CourtNotice.court_id == desk.actor.body_id, CourtNotice.number == number)
    linked = select(CourtMatter.id).where(CourtMatter.court_id == desk.actor.body_id, CourtMatter.number == number)
    if desk.session.exec(there).first() or desk.session.exec(linked).first():
        problems.append(_named("number", "法院案号", number, "这个案号已经登记。", "不需要再次登记。"))
    return number


def _name(name: str, title: str, raw: Mapping[str, Any], problems: list[InputError]) -> str:
    text = " ".join(str(raw.get(name) or "").split())
    if not text:
        problems.append(_named(name, title, "", "没有填写。", "请照起诉状填写全称。"))
    elif len(text) > 120 or "\x00" in text:
        problems.append(_named(name, title, text[:60], "过长，或者含有不能保存的字符。", "请核对。"))
    return text


def _day(desk: Desk, name: str, title: str, raw: Mapping[str, Any], problems: list[InputError]) -> date | None:
    try:
        found = forms.day(title, str(raw.get(name) or ""))
    except InputError as problem:
        problem.name = name  # type: ignore[attr-defined]
        problems.append(problem)
        return None
    if found > desk.today:
        problems.append(_named(name, title, str(found), "晚于今天。", "请按实际日期填写。"))
    return found


def _named(name: str, title: str, value: str, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem


def _for_notice(desk: Desk, notice: CourtNotice) -> list[Found]:
    """Awards by the number named, or between persons of these names; weaker where only names agree."""
    rows = desk.session.exec(
        select(Award, Case)
        .join(Case, col(Case.id) == Award.case_id)
        .where(
            col(Award.state).in_(MADE),
            (col(Award.number) == notice.award_number)
            | col(Case.id).in_(select(Party.case_id).where(Party.name == notice.plaintiff_name)),
        )
    ).all()
    found = []
    for award, case in rows:
        plaintiff = next((p for p in case.parties if p.name == notice.plaintiff_name), None)
        if plaintiff is None or award.made_on is None or award.made_on > notice.filed_on:
            continue
        if not may_attack(notice.kind, plaintiff.kind, award):
            continue
        both = any(p.name == notice.defendant_name and p.id != plaintiff.id for p in case.parties)
        if notice.award_number and award.number == notice.award_number:
            found.append(Found(award, "number", SURE["number"], ("裁决书编号相同", "起诉人是该案当事人")))
        elif both and notice.plaintiff_identity and notice.plaintiff_identity in (plaintiff.id_number, plaintiff.uscc):
            found.append(Found(award, "persons", SURE["persons"], ("起诉人的身份证明号码相同", "对方名称相同")))
        elif both and not (notice.plaintiff_identity and (plaintiff.id_number or plaintiff.uscc)):
            found.append(Found(award, "names", SURE["names"], ("双方姓名、名称相同",)))
    return sorted(found, key=lambda one: (-one.confidence, one.award.id or 0))


@dataclass(frozen=True)
class NoticeRow:
    """One suit that is not linked, and what of it this reader may see."""

    notice: CourtNotice
    court: str
    candidates: tuple[tuple[LinkCandidate, Award, Case], ...]
    """Only awards of the reader's own office: a court is not told which awards there are."""


def unlinked(desk: Desk) -> list[NoticeRow]:
    """The suits nobody has linked yet: a court sees its own, an office those that may be about its awards."""
    query = select(CourtNotice).where(CourtNotice.status == "open").order_by(col(CourtNotice.id).desc()).limit(MOST)
    body = desk.actor.body_id
    if desk.actor.has(*COURT_ROLES):
        query = query.where(CourtNotice.court_id == body)
    elif not desk.actor.has(*OFFICE_ROLES):
        return []
    notices = desk.session.exec(query).all()
    mine: dict[int, list[tuple[LinkCandidate, Award, Case]]] = {}
    if desk.actor.has(*OFFICE_ROLES):
        rows = desk.session.exec(
            select(LinkCandidate, Award, Case)
            .join(Award, col(Award.id) == LinkCandidate.award_id)
            .join(Case, col(Case.id) == LinkCandidate.case_id)
            .where(
                col(LinkCandidate.notice_id).in_([n.id for n in notices]),
                LinkCandidate.status == "open",
                access.visible_cases(desk.actor, desk.today),
            )
            .order_by(col(LinkCandidate.confidence).desc(), col(LinkCandidate.id))
        ).all()
        for candidate, award, case in rows:
            mine.setdefault(candidate.notice_id or 0, []).append((candidate, award, case))
        notices = [n for n in notices if n.id in mine]
    courts = {b.id: b.name for b in desk.session.exec(select(Body).where(col(Body.id).in_({n.court_id for n in notices})))}
    return [NoticeRow(n, courts[n.court_id], tuple(mine.get(n.id or 0, ()))) for n in notices]


def answer(desk: Desk, candidate_id: int, raw: Mapping[str, Any]) -> CourtMatter | None:
    """The office says whether its award is the one the suit is about; yes makes the matter and opens the file.

    Fields: answer ("yes" or "no"), reason. Raises NotYours, NotAllowed, InvalidInput and what `steps` raises.
    """
    candidate = desk.session.get(LinkCandidate, candidate_id)
    notice = desk.session.get(CourtNotice, candidate.notice_id) if candidate and candidate.notice_id else None
    if candidate is None or notice is None or notice.status != "open" or candidate.status != "open":
        raise NotYours
    case = desk.session.get_one(Case, candidate.case_id, with_for_update=True)
    if not allows(desk.actor, May.SEE_CASE, access.concern_of(desk.session, case, desk.today)):
        raise NotYours
    if not desk.actor.has("filing_clerk") or not allows(desk.actor, May.LINK_MATTER):
        raise NotAllowed("确认案件关联", ["立案人员"], "O70 四")
    reason = str(raw.get("reason") or "").strip()
    if raw.get("answer") == "no":
        if not reason:
            raise InvalidInput([_named("reason", "理由", "", "没有填写。", "请写明为什么不是同一争议。")])
        decide(desk, candidate, "rejected", reason)
        return None
    decide(desk, candidate, "confirmed", reason)
    return _make_matter(desk, case, candidate, notice)


def _make_matter(desk: Desk, case: Case, candidate: LinkCandidate, notice: CourtNotice) -> CourtMatter:
    """The suit as the court entered it, through the same door as any other."""
    plaintiff = next(p for p in case.parties if p.name == notice.plaintiff_name)
    event = steps.take_by_number(
        desk,
        case,
        "court.file",
        {
            "matter_kind": notice.kind,
            "award": str(candidate.award_id),
            "plaintiff": str(plaintiff.id),
            "court": str(notice.court_id),
            "filed_on": notice.filed_on.isoformat(),
        },
    )
    matter = desk.session.get_one(CourtMatter, event.subject_id)
    link = desk.session.exec(select(CourtLink).where(CourtLink.matter_id == matter.id)).one()
    link.found_by, link.confidence = candidate.found_by, candidate.confidence
    link.confirmed_by_id, link.confirmed_at = desk.actor.id, desk.now
    notice.status, notice.matter_id = "linked", matter.id
    desk.session.add_all((link, notice))
    desk.session.flush()
    return matter
