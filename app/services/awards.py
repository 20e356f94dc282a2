"""裁决稿: what the tribunal writes for each claim, and its fall into final and non-final awards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.models import Award, Body, Case, ClaimItem, Limit, ParameterValue, Setting
from app.services import forms, standing_aside
from app.services.desk import Desk
from app.services.errors import InvalidInput
from workflows import finality, parameters
from workflows.errors import InputError, NotInForce, Reason, Refused
from workflows.items import kind as item_kind

DECIDED = ("granted", "partly", "refused")
OVER = ("settled", "withdrawn")
UNDER_WAY = ("draft", "submitted", "approved")
CONTEXT = "context-"
ONE_DAY = timedelta(days=1)
TEXT_LIMIT = 50000
ITEM_TEXTS = {
    "reasoning": ("裁决理由", TEXT_LIMIT),
    "decision_text": ("裁决结果", 2000),
    "deviation_reason": ("不一致的理由", 1000),
    "articles": ("法律依据", 2000),
    "working": ("计算过程", TEXT_LIMIT),
}
"""Field → its name and the most characters."""
OPTION_PREFIX = "finality."


def entered_parameters(session: Session) -> list[parameters.Entry]:
    """Values of law parameters an administrator has entered, with date, place and source."""
    known = parameters.shipped()
    return [
        parameters.Entry(
            name=row.name,
            title=known[row.name].title,
            unit=known[row.name].unit,
            value=row.value["value"],
            start=row.start,
            basis=row.basis,
            mark=row.mark,
            place=row.place,
        )
        for row in session.exec(select(ParameterValue)).all()
        if row.name in known
    ]


def options(session: Session) -> dict[str, str]:
    """The office's answers to the questions the law leaves open about finality (rules §6, marks P and U)."""
    rows = session.exec(select(Setting).where(col(Setting.key).startswith(OPTION_PREFIX))).all()
    return {row.key.removeprefix(OPTION_PREFIX): row.value for row in rows}


def plan(session: Session, case: Case, on: date) -> finality.Split:
    """How the items decided so far would fall into awards made on a day. Raises InputError and NotInForce as `finality.split` does."""
    office = session.get(Body, case.office_id)
    assert office is not None
    decided = [
        finality.DecidedItem(
            id=str(item.id),
            kind=item.kind,
            awarded_fen=(item.awarded_fen or 0) if item_kind(item.kind).money else None,
            worker=str(item.respondent_id if item.counterclaim else item.applicant_id),
        )
        for item in to_decide(session, case)
        if item.disposition in DECIDED
    ]
    # O1 十一: where the case has a relation to confirm, no part of it can be final, decided now or not.
    context = [
        finality.DecidedItem(id=f"{CONTEXT}{item.id}", kind=item.kind, awarded_fen=None, worker=str(item.applicant_id))
        for item in case.items
        if item_kind(item.kind).limb == "relation" and item.disposition != "withdrawn"
        and str(item.id) not in {one.id for one in decided}
    ]
    found = finality.split(
        [*decided, *context],
        place=office.place,
        application_date=case.filed_on,
        award_date=on,
        options=options(session),
        extra=entered_parameters(session),
    )
    plans = (replace(one, items=tuple(i for i in one.items if not i.startswith(CONTEXT))) for one in found.awards)
    return replace(found, awards=tuple(one for one in plans if one.items))


def made_ids(session: Session, case: Case) -> set[int]:
    """The awards of the case that are made: what they decide stands."""
    query = select(Award.id).where(Award.case_id == case.id, col(Award.number).is_not(None))
    return {one for one in session.exec(query).all() if one is not None}


def open_items(session: Session, case: Case) -> list[ClaimItem]:
    """The claims no award made, no settlement and no withdrawal has dealt with."""
    made = made_ids(session, case)
    return [i for i in case.items if i.award_id not in made and i.disposition not in OVER]


def to_decide(session: Session, case: Case) -> list[ClaimItem]:
    """Those the award under way decides: the part chosen for a partial award, or all that is left (CHR 49)."""
    left = open_items(session, case)
    return [i for i in left if i.id in case.partial_items] if case.partial_items else left


def next_ordinal(desk: Desk, case: Case) -> int:
    last = desk.session.exec(
        select(Award.ordinal).where(Award.case_id == case.id).order_by(col(Award.ordinal).desc())
    ).first()
    return (last or 0) + 1


def ordinals_ahead(desk: Desk, case: Case, count: int) -> list[int]:
    """The ordinals the next `count` awards will have: drafts there are, then new ones."""
    drafts = desk.session.exec(
        select(Award.ordinal).where(Award.case_id == case.id, col(Award.number).is_(None)).order_by(col(Award.ordinal))
    ).all()
    first = next_ordinal(desk, case)
    return [*drafts, *range(first, first + count)][:count]


def following_number(desk: Desk, case: Case, position: int) -> str:
    """The case number with -1, -2 …: each award of the case has its own, never one used before (rules §17, P)."""
    assert case.number is not None
    return f"{case.number.removesuffix('号')}-{len(made_ids(desk.session, case)) + position}号"


def split_into_awards(desk: Desk, case: Case) -> list[Award]:
    """Make, or bring up to date, one award row for each part of the split; every item gets its award."""
    try:
        parts = plan(desk.session, case, desk.today).awards
    except (InputError, NotInForce) as problem:
        raise Refused("裁决稿送审", [Reason(str(problem), "LMA 47; CHR 50")], "LMA 47") from problem
    rows = list(
        desk.session.exec(
            select(Award).where(Award.case_id == case.id, col(Award.number).is_(None)).order_by(col(Award.ordinal))
        ).all()
    )
    for item in open_items(desk.session, case):
        item.award_id = None
    used = []
    for part in parts:
        award = rows.pop(0) if rows else Award(case_id=case.id or 0, ordinal=next_ordinal(desk, case), type=part.type)
        award.type = part.type
        award.partial = bool(case.partial_items)
        award.remedies = [
            {"party": r.party, "action": r.action, "court": r.court, "days": r.days, "basis": r.basis}
            for r in part.remedies
        ]
        award.reasons = [line.as_dict() for line in part.reasons]
        award.options = dict(options(desk.session))
        desk.session.add(award)
        desk.session.flush()
        for item in case.items:
            if str(item.id) in part.items:
                item.award_id = award.id
                desk.session.add(item)
        used.append(award)
    desk.session.flush()
    return used


def with_items(desk: Desk, case: Case) -> Sequence[Award]:
    """The awards under way that decide something, in order."""
    ids = {item.award_id for item in case.items if item.award_id is not None}
    return desk.session.exec(
        select(Award).where(col(Award.id).in_(ids), col(Award.state).in_(UNDER_WAY)).order_by(col(Award.ordinal))
    ).all()


def number_and_date(desk: Desk, case: Case) -> None:
    """The case number when one award decides the case; else -1, -2 … (rules §17, P), going on from awards made before."""
    made = with_items(desk, case)
    alone = len(made) == 1 and not case.partial_items and not made_ids(desk.session, case)
    numbers = [following_number(desk, case, position) for position in range(1, len(made) + 1)]
    for award, following in zip(made, numbers, strict=True):
        award.number = case.number if alone else following
        award.made_on = desk.today
        desk.session.add(award)
    desk.session.flush()


def first_day_of_effect(desk: Desk, award: Award) -> date:
    """LMA 50; SPC2000 2: the day after the last party's period to sue ended."""
    clocks = desk.session.exec(
        select(Limit).where(
            Limit.machine == "award",
            Limit.subject_id == award.id,
            col(Limit.rule).in_(("post.sue.nonfinal", "post.sue.final_worker")),
        )
    ).all()
    last = max((clock.due for clock in clocks), default=award.made_on or desk.today)
    return last + ONE_DAY


def _is_line(row: Any) -> bool:
    """One line of a working as a calculation sheet writes it."""
    return (
        isinstance(row, dict)
        and set(row) <= {"text", "basis", "amount_fen", "sum", "warnings"}
        and all(isinstance(row.get(name, ""), str) for name in ("text", "basis", "sum"))
        and type(row.get("amount_fen", 0)) is int
        and isinstance(row.get("warnings", []), list)
    )


def save_draft(desk: Desk, case: Case, raw: Mapping[str, Any]) -> None:
    """Keep what the arbitrator has written so far: findings, reasons, and each item's result.

    Fields: facts_found, reasoning; item-<id>-disposition, -awarded, -reasoning, -decision_text, -working, -articles,
    -deviation_reason. `working` is lines "text | basis"; articles are separated by ";". Raises InvalidInput with
    every problem, Refused when the draft is not the tribunal's to write now.
    """
    if case.state not in ("heard", "deliberated"):
        raise Refused("保存裁决稿", [Reason("开庭之后、送审之前才能撰写裁决稿。请先办理前面的步骤。", "CHR 53")], "CHR 53")
    standing_aside.refuse(desk, case, "保存裁决稿")
    problems: list[InputError] = []
    for name, title in (("facts_found", "查明的事实"), ("reasoning", "裁决理由")):
        if name in raw:
            text = str(raw[name]).strip()
            if len(text) > TEXT_LIMIT or "\x00" in text:
                problem = InputError(title, text, f"超过{TEXT_LIMIT}个字，或者含有不能保存的控制字符。", "请精简或者删除后再保存。")
                problem.name = name  # type: ignore[attr-defined]
                problems.append(problem)
            else:
                setattr(case, name, text)
    for item in open_items(desk.session, case):
        try:
            save_item(desk.session, item, raw)
        except InputError as problem:
            problem.name = f"item-{item.id}-awarded"  # type: ignore[attr-defined]
            problems.append(problem)
    if problems:
        raise InvalidInput(problems)
    desk.session.add(case)
    desk.session.flush()


def save_item(session: Session, item: ClaimItem, raw: Mapping[str, Any]) -> None:
    """Put what is typed for one claim into its row. Raises InputError for the first thing that cannot be used."""

    def given(name: str) -> str | None:
        value = raw.get(f"item-{item.id}-{name}")
        return None if value is None else str(value).strip()

    if item.disposition == "withdrawn":
        return
    title = f"第{item.ordinal}项"
    disposition = given("disposition")
    if disposition is not None:
        if disposition not in ("pending", *DECIDED):
            raise InputError(title, disposition, "不在可选范围内。", "请从列表中选择。")
        item.disposition = disposition
    awarded = given("awarded")
    if awarded is not None:
        item.awarded_fen = forms.money(f"{title}裁决金额", awarded) if awarded else None
    if item.disposition == "refused" and item_kind(item.kind).money:
        item.awarded_fen = 0
    if item.disposition in ("granted", "partly") and item_kind(item.kind).money and not item.awarded_fen:
        raise InputError(f"{title}裁决金额", awarded or "", "支持或者部分支持的，须填写金额。", "请填写金额，或者改为驳回。")
    if (
        item.disposition == "granted"
        and item.awarded_fen is not None
        and item.claimed_fen is not None
        and item.awarded_fen < item.claimed_fen
    ):
        raise InputError(
            f"{title}裁决金额", awarded or "", "少于请求金额，不是全部支持。", "请改为“部分支持”，或者核对金额。"
        )
    for name, (what, most) in ITEM_TEXTS.items():
        text = given(name)
        if text is None:
            continue
        if len(text) > most or "\x00" in text:
            raise InputError(f"{title}{what}", text, f"超过{most}个字，或者含有不能保存的控制字符。", "请精简或者删除后再保存。")
        if name == "articles":
            item.articles = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
        elif name == "working":
            item.working = _working(f"{title}{what}", text)
        else:
            setattr(item, name, text)
    session.add(item)


def _working(field: str, text: str) -> list[dict[str, Any]]:
    """Lines "what | ground"; or the JSON a calculation sheet hands over. Raises InputError."""
    if text.startswith("["):
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError):
            rows = None
        if rows is not None and isinstance(rows, list) and all(_is_line(row) for row in rows):
            return rows
        raise InputError(field, text[:60], "不是计算清单的内容。", "请一行写一步，“算式 | 依据”；或者从计算页面存入。")
    lines = (line.partition("|") for line in text.splitlines() if line.strip())
    return [{"text": said.strip(), "basis": basis.strip()} for said, _, basis in lines]


FALLEN = ("no_effect", "contested", "annulled", "not_enforced", "never_effective", "superseded", "set_aside")
"""States in which an award does not simply hold: wherever it is named, this is said with it (practice §8.6)."""


def fallen(desk: Desk, case: Case) -> list[Award]:
    """The awards of a case a court or the commission has taken away or put in doubt."""
    query = select(Award).where(Award.case_id == case.id, col(Award.state).in_(FALLEN)).order_by(col(Award.ordinal))
    return list(desk.session.exec(query).all())
