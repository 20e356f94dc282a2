"""裁审差异: every claim a judgment decided otherwise than the award; what both sides say to it, and what is done about it.

A divergence is not entered: it is an outcome that differs, by the same test as the monthly report. What people add are
opinions (never changed, the last of each side counts) and the action taken. Where both name the same reason, it is agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import col, select

from app.models import (
    Award,
    Body,
    Case,
    ClaimItem,
    CourtMatter,
    DivergenceAction,
    DivergenceOpinion,
    Outcome,
    Staff,
    Standard,
)
from app.models.court import REASON_CODES
from app.models.feedback import ACTIONS
from app.permissions import COURT_ROLES, OFFICE_ROLES, Concern, May, allows
from app.services import access
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours
from workflows import consistency
from workflows.errors import InputError

PAGE = 50
DECIDED = ("granted", "partly", "refused")
STATES = ("open", "disputed", "agreed", "acted")
KINDS_OF_MATTER = ("first_instance", "second_instance", "retrial")
LONGEST_TEXT, LONGEST_NOTE = 2000, 1000


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to; "" leaves a thing open. `side`: arbitration or other, by the reason."""

    month: str = ""
    kind: str = ""
    reason: str = ""
    court_id: int = 0
    side: str = ""
    state: str = ""
    instance: str = ""


@dataclass(frozen=True)
class Row:
    """One divergence. `delta_fen` is the judgment's sum less the award's."""

    outcome: Outcome
    item: ClaimItem
    matter: CourtMatter
    case: Case
    court: str
    delta_fen: int | None
    state: str
    arbitration_side: bool | None


@dataclass(frozen=True)
class Said:
    """One opinion or action with the name of who gave it."""

    row: Any
    who: str


@dataclass(frozen=True)
class Sheet:
    """One divergence with all that was said to it."""

    row: Row
    office: str
    award: Award | None
    concern: Concern
    sees_file: bool
    opinions: Sequence[Said]
    actions: Sequence[Said]
    standards: Sequence[Standard]
    may_speak_for: str
    """office, court, or "" for those who only read."""
    may_act: bool


def unequal() -> ColumnElement[bool]:
    """An outcome that differs from what the award decided; a claim the court did not have before it is no difference."""
    return and_(
        col(Outcome.disposition).in_(DECIDED),
        col(ClaimItem.disposition).in_(DECIDED),
        or_(
            col(Outcome.disposition) != col(ClaimItem.disposition),
            func.coalesce(col(Outcome.amount_fen), 0) != func.coalesce(col(ClaimItem.awarded_fen), 0),
        ),
    )


def mine(desk: Desk) -> ColumnElement[bool]:
    """Whose divergences a person sees: a court its own judgments', an office its own cases'."""
    if desk.actor.has(*COURT_ROLES):
        return col(Outcome.court_id) == desk.actor.body_id
    if desk.actor.has(*OFFICE_ROLES):
        return access.visible_cases(desk.actor, desk.today)
    raise NotYours


def _acted() -> ColumnElement[bool]:
    return exists().where(col(DivergenceAction.outcome_id) == col(Outcome.id))


def _spoke(side: str) -> ColumnElement[bool]:
    return exists().where(col(DivergenceOpinion.outcome_id) == col(Outcome.id), col(DivergenceOpinion.side) == side)


def _agreed() -> ColumnElement[bool]:
    return and_(col(Outcome.agreed_by_court_id).is_not(None), col(Outcome.agreed_by_office_id).is_not(None))


def _in_state(state: str) -> ColumnElement[bool]:
    both = and_(or_(_spoke("court"), col(Outcome.agreed_by_court_id).is_not(None)), _spoke("office"))
    return {
        "acted": _acted(),
        "agreed": and_(~_acted(), _agreed()),
        "disputed": and_(~_acted(), ~_agreed(), both),
        "open": and_(~_acted(), ~_agreed(), ~both),
    }[state]


def _query(desk: Desk, wanted: Filters) -> Any:
    query = (
        sa.select(Outcome, ClaimItem, CourtMatter, Case, col(Body.name))
        .join(ClaimItem, col(ClaimItem.id) == Outcome.claim_item_id)
        .join(CourtMatter, col(CourtMatter.id) == Outcome.matter_id)
        .join(Case, col(Case.id) == Outcome.case_id)
        .join(Body, col(Body.id) == Outcome.court_id)
        .where(col(CourtMatter.kind).in_(KINDS_OF_MATTER), col(CourtMatter.ended_by) == "judgment", unequal(), mine(desk))
    )
    conditions: dict[str, ColumnElement[bool]] = {
        "month": col(Outcome.month) == wanted.month,
        "kind": col(Outcome.kind) == wanted.kind,
        "reason": col(Outcome.reason_code).is_(None) if wanted.reason == "none" else col(Outcome.reason_code) == wanted.reason,
        "court_id": col(Outcome.court_id) == wanted.court_id,
        "instance": col(CourtMatter.kind) == wanted.instance,
    }
    query = query.where(*(one for name, one in conditions.items() if getattr(wanted, name)))
    if wanted.side:
        own = [one.id for one in consistency.REASONS if one.arbitration == (wanted.side == "arbitration")]
        query = query.where(col(Outcome.reason_code).in_(own))
    if wanted.state in STATES:
        query = query.where(_in_state(wanted.state))
    return query


def listed(desk: Desk, wanted: Filters, page: int = 1) -> tuple[list[Row], int]:
    """One page of the register, latest judgments first, and how many there are in all."""
    query = _query(desk, wanted)
    total = desk.session.exec(select(func.count()).select_from(_ids(query))).one()
    found = desk.session.execute(
        query.order_by(col(CourtMatter.decided_on).desc(), col(Outcome.id).desc()).limit(PAGE).offset((max(page, 1) - 1) * PAGE)
    ).all()
    states = _states(desk, [outcome for outcome, *_ in found])
    return [_row(outcome, item, matter, case, court, states[outcome.id or 0]) for outcome, item, matter, case, court in found], total


def _ids(query: Any) -> Any:
    return query.with_only_columns(col(Outcome.id)).order_by(None).subquery()


def counts(desk: Desk, wanted: Filters | None = None) -> dict[str, int]:
    """How many divergences stand in each state."""
    return {state: _count(desk, wanted or Filters(), state) for state in STATES}


def _count(desk: Desk, wanted: Filters, state: str) -> int:
    query = _query(desk, wanted).where(_in_state(state))
    return int(desk.session.exec(select(func.count()).select_from(_ids(query))).one())


def waiting_for(desk: Desk) -> int:
    """How many divergences wait for the opinion of this person's side; 0 for those who speak for neither."""
    if not allows(desk.actor, May.SPEAK_ON_DIVERGENCE):
        return 0
    if desk.actor.has(*COURT_ROLES):
        silent = and_(~_spoke("court"), col(Outcome.agreed_by_court_id).is_(None))
    else:
        silent = ~_spoke("office")
        if not desk.actor.has("head", "section_head"):
            silent = and_(silent, col(Case.chief_id) == desk.actor.id)
    query = _query(desk, Filters()).where(~_acted(), silent)
    return int(desk.session.exec(select(func.count()).select_from(_ids(query))).one())


def _states(desk: Desk, outcomes: Sequence[Outcome]) -> dict[int, str]:
    """The state of each, out of three questions however many they are."""
    ids = [one.id for one in outcomes]
    acted = set(desk.session.exec(select(DivergenceAction.outcome_id).where(col(DivergenceAction.outcome_id).in_(ids))))
    spoke = set(
        desk.session.exec(
            select(DivergenceOpinion.outcome_id, DivergenceOpinion.side).where(col(DivergenceOpinion.outcome_id).in_(ids))
        )
    )
    found = {}
    for one in outcomes:
        key = one.id or 0
        court = (key, "court") in spoke or one.agreed_by_court_id is not None
        if key in acted:
            found[key] = "acted"
        elif one.agreed_by_court_id is not None and one.agreed_by_office_id is not None:
            found[key] = "agreed"
        else:
            found[key] = "disputed" if court and (key, "office") in spoke else "open"
    return found


def _row(outcome: Outcome, item: ClaimItem, matter: CourtMatter, case: Case, court: str, state: str) -> Row:
    money = outcome.amount_fen is not None or item.awarded_fen is not None
    return Row(
        outcome=outcome,
        item=item,
        matter=matter,
        case=case,
        court=court,
        delta_fen=(outcome.amount_fen or 0) - (item.awarded_fen or 0) if money else None,
        state=state,
        arbitration_side=consistency.reason(outcome.reason_code).arbitration if outcome.reason_code else None,
    )


def courts(desk: Desk) -> Sequence[tuple[int, str]]:
    """The courts a person's divergences are of."""
    ids = select(Outcome.court_id).join(Case, col(Case.id) == Outcome.case_id).where(mine(desk)).distinct()
    return [(b.id or 0, b.name) for b in desk.session.exec(select(Body).where(col(Body.id).in_(ids)).order_by(col(Body.id)))]


def months(desk: Desk, most: int = 24) -> Sequence[str]:
    """The months in which judgments a person sees were given, latest first."""
    query = select(Outcome.month).join(Case, col(Case.id) == Outcome.case_id).where(mine(desk)).distinct()
    return list(desk.session.exec(query.order_by(col(Outcome.month).desc()).limit(most)))


def sheet(desk: Desk, outcome_id: int) -> Sheet:
    """One divergence. Raises NotYours when there is none, or it does not concern the reader."""
    found = desk.session.execute(_query(desk, Filters()).where(col(Outcome.id) == outcome_id)).first()
    if found is None:
        raise NotYours
    outcome, item, matter, case, court = found
    concern = access.concern_of(desk.session, case, desk.today)
    office = desk.session.get_one(Body, outcome.office_id)
    governing = desk.session.exec(select(Standard).order_by(col(Standard.adopted_on).desc())).all()
    return Sheet(
        row=_row(outcome, item, matter, case, court, _states(desk, [outcome])[outcome.id or 0]),
        office=office.name,
        award=desk.session.get(Award, item.award_id) if item.award_id else None,
        concern=concern,
        sees_file=allows(desk.actor, May.SEE_CASE, concern),
        opinions=_said(desk, DivergenceOpinion, outcome_id),
        actions=_said(desk, DivergenceAction, outcome_id),
        standards=[one for one in governing if item.kind in one.kinds],
        may_speak_for=_speaks_for(desk, case),
        may_act=allows(desk.actor, May.ACT_ON_DIVERGENCE),
    )


def _said(desk: Desk, model: Any, outcome_id: int) -> list[Said]:
    rows = desk.session.exec(
        select(model, Staff.name).join(Staff, col(Staff.id) == model.by_id).where(model.outcome_id == outcome_id).order_by(model.id)
    ).all()
    return [Said(row, who) for row, who in rows]


def _speaks_for(desk: Desk, case: Case) -> str:
    """A judge for the court; for the office its heads, and the arbitrators who decided the case."""
    if not allows(desk.actor, May.SPEAK_ON_DIVERGENCE):
        return ""
    if desk.actor.has(*COURT_ROLES):
        return "court"
    sat = desk.actor.id in {case.chief_id, *case.panel}
    return "office" if sat or desk.actor.has("head", "section_head") else ""


def speak(desk: Desk, outcome_id: int, raw: Mapping[str, Any]) -> DivergenceOpinion:
    """Give one's side's opinion. Fields: reason_code, text. Raises NotYours, NotAllowed, InvalidInput.

    The same reason from both sides is the agreed reason; another one from either opens the question again.
    """
    found = sheet(desk, outcome_id)
    side = found.may_speak_for
    if not side:
        raise NotAllowed("对差异发表意见", ["法官", "仲裁院负责人", "庭长", "本案仲裁员"], "O70 四")
    code, text = str(raw.get("reason_code") or ""), str(raw.get("text") or "").strip()
    problems = []
    if code not in REASON_CODES:
        problems.append(_at("reason_code", "差异原因", code, "没有选择，或者不在九项之内。", "请选择一项原因。"))
    if not text:
        problems.append(_at("text", "意见", "", "没有填写。", "请写明为什么是这个原因；对方和联席会议要看。"))
    elif len(text) > LONGEST_TEXT or "\x00" in text:
        problems.append(_at("text", "意见", text[:40], f"超过{LONGEST_TEXT}个字，或者含有控制字符。", "请精简。"))
    if problems:
        raise InvalidInput(problems)
    assert desk.actor.id is not None
    opinion = DivergenceOpinion(
        outcome_id=outcome_id, side=side, reason_code=code, text=text, by_id=desk.actor.id, at=desk.now
    )
    desk.session.add(opinion)
    _settle(desk, found, side, code)
    desk.session.flush()
    return opinion


def _settle(desk: Desk, found: Sheet, side: str, code: str) -> None:
    """Who stands behind the registered reason now. The court's word is what is registered until both agree."""
    outcome = found.row.outcome
    last = {said.row.side: said.row for said in found.opinions}
    other = last.get("office" if side == "court" else "court")
    if side == "court":
        outcome.reason_code, outcome.agreed_by_court_id = code, desk.actor.id
        outcome.agreed_by_office_id = other.by_id if other is not None and other.reason_code == code else None
    else:
        court = other.reason_code if other is not None else outcome.reason_code if outcome.agreed_by_court_id else None
        outcome.agreed_by_office_id = desk.actor.id if court == code else None
    desk.session.add(outcome)


def act(desk: Desk, outcome_id: int, raw: Mapping[str, Any]) -> DivergenceAction:
    """Record the action taken. Fields: action, note, standard (id), since. Raises NotYours, NotAllowed, InvalidInput."""
    found = sheet(desk, outcome_id)
    if not found.may_act:
        raise NotAllowed("登记对差异的处理", ["仲裁院负责人", "统计分析员"], "O70 四")
    action, note = str(raw.get("action") or ""), str(raw.get("note") or "").strip()
    typed = str(raw.get("standard") or "")
    standard = next((one for one in found.standards if str(one.id) == typed), None)
    problems = []
    if action not in ACTIONS:
        problems.append(_at("action", "处理方式", action, "没有选择。", "请选择一种。"))
    if action == "standard" and standard is None:
        problems.append(
            _at("standard", "口径", typed, "没有选择适用于这类请求的口径。", "请选择；还没有的，先在「口径」页登记。")
        )
    if action != "standard" and not note:
        problems.append(_at("note", "说明", "", "没有填写。", "请写明做了什么；不处理的，写明理由。"))
    elif len(note) > LONGEST_NOTE or "\x00" in note:
        problems.append(_at("note", "说明", note[:40], f"超过{LONGEST_NOTE}个字，或者含有控制字符。", "请精简。"))
    if problems:
        raise InvalidInput(problems)
    assert desk.actor.id is not None
    made = DivergenceAction(
        outcome_id=outcome_id,
        action=action,
        note=note,
        standard_id=standard.id if standard is not None and action == "standard" else None,
        since=max(standard.adopted_on, found.row.matter.decided_on or standard.adopted_on)
        if action == "standard" and standard is not None
        else desk.today,
        by_id=desk.actor.id,
        at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def behind(desk: Desk, standard: Standard) -> Sequence[int]:
    """The divergences answered with this standard, of those the reader sees."""
    rows = desk.session.exec(
        select(DivergenceAction.outcome_id)
        .join(Outcome, col(Outcome.id) == DivergenceAction.outcome_id)
        .join(Case, col(Case.id) == Outcome.case_id)
        .where(DivergenceAction.standard_id == standard.id, mine(desk))
        .distinct()
        .order_by(col(DivergenceAction.outcome_id))
    ).all()
    return list(rows)


# ---- drafts that kept to their own measure ----


def kept_to(desk: Desk, since: date, most: int = PAGE) -> Sequence[tuple[ClaimItem, Case, Award]]:
    """Decided items of issued awards that lie outside what like cases decided, with the reason the arbitrator gave.

    The office's own: the reason was written for the approval and never reaches a court. Raises NotYours.
    """
    if desk.actor.has(*COURT_ROLES) or not desk.actor.has(*OFFICE_ROLES):
        raise NotYours
    rows = desk.session.exec(
        select(ClaimItem, Case, Award)
        .join(Award, col(Award.id) == ClaimItem.award_id)
        .join(Case, col(Case.id) == ClaimItem.case_id)
        .where(col(ClaimItem.deviation_reason) != "", col(Award.made_on) >= since, mine(desk))
        .order_by(col(Award.made_on).desc(), col(ClaimItem.id).desc())
        .limit(most)
    ).all()
    return [(item, case, award) for item, case, award in rows]


def _at(name: str, title: str, value: object, why: str, remedy: str) -> InputError:
    problem = InputError(title, value, why, remedy, "O70 四")
    problem.name = name  # type: ignore[attr-defined]
    return problem
