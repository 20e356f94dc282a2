"""诉讼衔接 as the court's desk sees it: its matters, the files open to it, a suit found by the award's number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import (
    Award,
    Body,
    Case,
    ClaimItem,
    CourtLink,
    CourtMatter,
    Event,
    FileShare,
    Limit,
    Outcome,
    Paper,
    Party,
)
from app.permissions import COURT_ROLES, OFFICE_ROLES, Concern, May, allows, may_see_paper
from app.rendering.filters import case_number
from app.rendering.kinds import kind
from app.services import access, limits, steps, walls
from app.services.agreements import ShownAgreement, of_matter
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from app.services.steps import Offer
from workflows.errors import InputError
from workflows.items import kind as item_kind
from workflows.limits import LimitAnswer

MADE = ("awaiting", "partly_in_effect", "in_effect", "no_effect", "contested", "annulled")
MOST = 200


@dataclass(frozen=True)
class Row:
    """One matter in the list."""

    matter: CourtMatter
    case: Case
    court: str
    plaintiff: str
    awards: tuple[Award, ...]
    limit: Limit | None


@dataclass(frozen=True)
class Compared:
    """One claim item as the award and as the judgment decided it. `delta_fen`: judgment less award, where both are money."""

    item: ClaimItem | None
    title: str
    text: str
    claimed_fen: int | None
    award: str
    awarded_fen: int | None
    outcome: Outcome | None
    delta_fen: int | None
    same: bool | None


@dataclass(frozen=True)
class Page:
    """One matter as one reader may see it: nothing of the inner file is ever in it."""

    matter: CourtMatter
    case: Case
    court: Body
    plaintiff: Party | None
    concern: Concern
    sees_file: bool
    agreement: ShownAgreement | None
    awards: Sequence[tuple[Award, CourtLink, Sequence[ClaimItem], Paper | None]]
    papers: Sequence[Paper]
    limits: Sequence[tuple[Limit, LimitAnswer]]
    compared: Sequence[Compared]
    others: Sequence[CourtMatter]
    steps: Sequence[Offer]


def matters_before(desk: Desk, state: str = "") -> list[Row]:
    """The matters at this person's court, or of the cases of this person's office; undecided ones first."""
    body = desk.actor.body_id
    query = select(CourtMatter).order_by(col(CourtMatter.id).desc()).limit(MOST)
    if desk.actor.has(*COURT_ROLES):
        query = query.where(CourtMatter.court_id == body, walls.open_to(desk.actor, desk.today, CourtMatter.case_id))
    elif desk.actor.has(*OFFICE_ROLES):
        query = query.join(Case, col(Case.id) == CourtMatter.case_id).where(
            access.visible_cases(desk.actor, desk.today)
        )
    else:
        return []
    if state == "open":
        query = query.where(col(CourtMatter.state).in_(("filed", "accepted")))
    elif state == "ended":
        query = query.where(col(CourtMatter.state).not_in(("filed", "accepted")))
    rows = _rows(desk, desk.session.exec(query).all())
    return sorted(rows, key=lambda r: (r.matter.state not in ("filed", "accepted"), -(r.matter.id or 0)))


def _rows(desk: Desk, matters: Sequence[CourtMatter]) -> list[Row]:
    """The lines of the list, everything they show read in a few questions however many they are."""
    ids = [matter.id for matter in matters]
    cases = {c.id: c for c in desk.session.exec(select(Case).where(col(Case.id).in_([m.case_id for m in matters])))}
    courts = {b.id: b.name for b in desk.session.exec(select(Body).where(col(Body.id).in_({m.court_id for m in matters})))}
    plaintiffs = {
        p.id: p.name
        for p in desk.session.exec(select(Party).where(col(Party.id).in_([m.plaintiff_id for m in matters])))
    }
    awards: dict[int, list[Award]] = {}
    for matter_id, award in desk.session.exec(
        select(CourtLink.matter_id, Award)
        .join(Award, col(Award.id) == CourtLink.award_id)
        .where(col(CourtLink.matter_id).in_(ids))
        .order_by(col(Award.ordinal))
    ):
        awards.setdefault(matter_id, []).append(award)
    running: dict[int, Limit] = {}
    for limit in desk.session.exec(
        select(Limit)
        .where(Limit.machine == "court_matter", col(Limit.subject_id).in_(ids), Limit.state == "open")
        .order_by(col(Limit.due))
    ):
        running.setdefault(limit.subject_id, limit)
    return [
        Row(
            matter=matter,
            case=cases[matter.case_id],
            court=courts[matter.court_id],
            plaintiff=plaintiffs.get(matter.plaintiff_id, ""),
            awards=tuple(awards.get(matter.id or 0, ())),
            limit=running.get(matter.id or 0),
        )
        for matter in matters
    ]


def files_open_to(desk: Desk) -> Sequence[tuple[FileShare, Case, Body]]:
    """The case files this person's court may read today (main file only)."""
    if not desk.actor.has(*COURT_ROLES) or desk.actor.body_id is None:
        return []
    found = desk.session.exec(
        select(FileShare, Case, Body)
        .join(Case, col(Case.id) == FileShare.case_id)
        .join(Body, col(Body.id) == Case.office_id)
        .where(
            FileShare.court_id == desk.actor.body_id,
            FileShare.since <= desk.today,
            col(FileShare.until).is_(None) | (col(FileShare.until) >= desk.today),
        )
        .order_by(col(FileShare.since).desc(), col(FileShare.id).desc())
        .limit(MOST)
    ).all()
    return [(share, case, office) for share, case, office in found]


def file_by_award_number(desk: Desk, raw: Mapping[str, Any]) -> Event:
    """登记起诉（申请）at the court: the award by its exact number and one of its parties by exact name.

    Fields: award_number, plaintiff_name, matter_kind, filed_on. A number that does not exist and a name that does not
    belong to it get the same answer, so that nobody learns by trying which awards there are. Raises InvalidInput,
    NotAllowed and what `steps.take_by_number` raises.
    """
    if not desk.actor.has(*COURT_ROLES):
        raise NotAllowed("登记起诉（申请）", ["法官", "书记员"], "LMA 48, 49, 50")
    number = case_number(str(raw.get("award_number") or ""))
    name = " ".join(str(raw.get("plaintiff_name") or "").split())
    problems = []
    if not number:
        problems.append(_problem("award_number", "裁决书编号", "", "没有填写。", "请照裁决书首页的编号填写。"))
    if not name:
        problems.append(
            _problem("plaintiff_name", "起诉人（申请人）", "", "没有填写。", "请照裁决书上的姓名或者名称填写全称。")
        )
    if problems:
        raise InvalidInput(problems)
    award = desk.session.exec(select(Award).where(Award.number == number, col(Award.state).in_(MADE))).first()
    case = desk.session.get(Case, award.case_id) if award else None
    plaintiff = next((p for p in case.parties if p.name == name), None) if case else None
    if award is None or case is None or plaintiff is None:
        raise InvalidInput(
            [
                _problem(
                    "award_number",
                    "裁决书编号",
                    number,
                    "没有与这个编号和起诉人都相符的裁决书。",
                    "请对照裁决书核对编号（括号、序号、“-1”“-2”都要一致）和起诉人全称；仍不相符的，请与作出裁决的仲裁机构联系。",
                )
            ]
        )
    asked = {
        "matter_kind": raw.get("matter_kind"),
        "award": str(award.id),
        "plaintiff": str(plaintiff.id),
        "court": str(desk.actor.body_id),
        "filed_on": raw.get("filed_on"),
    }
    return steps.take_by_number(desk, case, "court.file", asked)


def _problem(name: str, title: str, value: str, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem


def page(desk: Desk, matter_id: int) -> Page:
    """Everything the matter page shows. Raises NotYours when it does not concern the reader."""
    matter = desk.session.get(CourtMatter, matter_id)
    if matter is None:
        raise NotYours
    case = steps.case_of(desk, matter)
    concern = access.concern_of(desk.session, case, desk.today)
    if not allows(desk.actor, May.SEE_MATTER, concern):
        raise NotYours
    if desk.actor.has(*COURT_ROLES) and matter.court_id != desk.actor.body_id and not _above(desk, matter):
        raise NotYours
    sees_file = allows(desk.actor, May.SEE_CASE, concern)
    awards = _linked(desk, matter)
    plaintiff = desk.session.get(Party, matter.plaintiff_id) if matter.plaintiff_id else None
    return Page(
        matter=matter,
        case=case,
        court=desk.session.get_one(Body, matter.court_id),
        plaintiff=plaintiff,
        concern=concern,
        sees_file=sees_file,
        agreement=of_matter(desk, case, matter),
        awards=[(award, link, _items(case, award), _paper(desk, award)) for award, link in awards],
        papers=_main_file(desk, case, concern) if sees_file else (),
        limits=_limits(desk, case, matter, [award for award, _ in awards]),
        compared=compare(desk, case, matter, [award for award, _ in awards]),
        others=desk.session.exec(
            select(CourtMatter)
            .where(CourtMatter.case_id == case.id, CourtMatter.id != matter.id)
            .order_by(col(CourtMatter.id))
        ).all(),
        steps=steps.offers(desk, matter),
    )


def _above(desk: Desk, matter: CourtMatter) -> bool:
    """Whether the reader's court has a later instance of this matter before it."""
    later = select(CourtMatter).where(CourtMatter.previous_id == matter.id, CourtMatter.court_id == desk.actor.body_id)
    return desk.session.exec(later).first() is not None


def _linked(desk: Desk, matter: CourtMatter) -> list[tuple[Award, CourtLink]]:
    found = desk.session.exec(
        select(Award, CourtLink)
        .join(CourtLink, col(CourtLink.award_id) == Award.id)
        .where(CourtLink.matter_id == matter.id)
        .order_by(col(Award.ordinal))
    ).all()
    return [(award, link) for award, link in found]


def _items(case: Case, award: Award) -> list[ClaimItem]:
    return [item for item in case.items if item.award_id == award.id]


def _paper(desk: Desk, award: Award) -> Paper | None:
    return desk.session.exec(
        select(Paper).where(Paper.award_id == award.id, Paper.kind == "award").order_by(col(Paper.id).desc())
    ).first()


def _main_file(desk: Desk, case: Case, concern: Concern) -> list[Paper]:
    """正卷目录: the papers this reader may open, oldest first; the inner file is not asked for at all."""
    found = desk.session.exec(
        select(Paper).where(Paper.case_id == case.id, Paper.folder == "main").order_by(col(Paper.made_on), col(Paper.id))
    ).all()
    return [one for one in found if may_see_paper(desk.actor, "main", kind(one.kind).seen_by, concern)]


def _limits(
    desk: Desk, case: Case, matter: CourtMatter, awards: Sequence[Award]
) -> list[tuple[Limit, LimitAnswer]]:
    """The court's own limits and each person's time to go to court."""
    found = desk.session.exec(select(Limit).where(Limit.case_id == case.id).order_by(col(Limit.due), col(Limit.id))).all()
    ids = {award.id for award in awards}
    own = [
        one
        for one in found
        if (one.machine == "court_matter" and one.subject_id == matter.id)
        or (one.machine == "award" and one.subject_id in ids)
    ]
    return [(one, limits.answer(desk.session, one, case.office_id)) for one in own]


def compare(desk: Desk, case: Case, matter: CourtMatter, awards: Sequence[Award]) -> list[Compared]:
    """Award and judgment side by side, item by item; claims never before the arbitrator come last."""
    outcomes = desk.session.exec(select(Outcome).where(Outcome.matter_id == matter.id).order_by(col(Outcome.id))).all()
    if not outcomes:
        return []
    by_item = {one.claim_item_id: one for one in outcomes if one.claim_item_id is not None}
    ids = {award.id for award in awards}
    rows = [_compared(item, by_item.get(item.id or 0)) for item in case.items if item.award_id in ids or item.id in by_item]
    new = [
        Compared(None, item_kind(one.kind).title, one.text, None, "absent", None, one, None, None)
        for one in outcomes
        if one.claim_item_id is None
    ]
    return rows + new


def _compared(item: ClaimItem, outcome: Outcome | None) -> Compared:
    money = item_kind(item.kind).money
    delta = (outcome.amount_fen or 0) - (item.awarded_fen or 0) if outcome is not None and money else None
    same = None
    if outcome is not None and outcome.disposition != "absent":
        same = outcome.disposition == item.disposition and not delta
    return Compared(
        item=item,
        title=item_kind(item.kind).title,
        text=item.text,
        claimed_fen=item.claimed_fen,
        award=item.disposition,
        awarded_fen=item.awarded_fen,
        outcome=outcome,
        delta_fen=delta if outcome is not None and outcome.disposition != "absent" else None,
        same=same,
    )
