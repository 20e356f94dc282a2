"""Suits no award is linked to yet: a court enters what stands in the complaint, the office says whether its award is meant."""

from collections.abc import Mapping
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
from app.services.link_search import KINDS, MADE, SURE, Found, decide, may_attack, propose
from workflows import case_numbers
from workflows.errors import InputError

MOST = 200


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
        propose(desk, one, notice=notice)
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
