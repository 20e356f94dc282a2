"""收件: an application as typed, checked whole, becomes a case with parties and claim items."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Agent, Body, Case, ClaimItem, Event, Party
from app.models.case import PARTY_KINDS
from app.services import forms, identity, numbers, steps
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from workflows import collective as group_law
from workflows import items as catalogue
from workflows import panel
from workflows.errors import InputError

MOST_PARTIES = 650
"""Six hundred workers and the other side."""
MOST_ITEMS = 6000
LONGEST_FACTS = 20000


@dataclass
class PartyInput:
    """One party as typed. `identity` is the identity number of a person or the credit code of an organisation."""

    side: str
    kind: str
    name: str
    identity: str = ""
    sex: str = ""
    birth_date: str = ""
    address: str = ""
    postal_address: str = ""
    phone: str = ""
    legal_representative: str = ""
    legal_representative_post: str = ""
    e_service_consent: bool = False
    agents: list[Mapping[str, str]] = field(default_factory=list)


@dataclass
class ItemInput:
    """One claim as typed; `amount` in yuan, empty where no money is asked. Parties are counted from 0 on each side."""

    kind: str
    amount: str = ""
    text: str = ""
    applicant: int = 0
    respondent: int = 0


@dataclass
class Application:
    """仲裁申请 as typed (LMA 28; CHR 29)."""

    filed_on: str
    parties: Sequence[PartyInput]
    items: Sequence[ItemInput]
    facts_and_reasons: str = ""
    procedure: str = "ordinary"
    source: str = "direct"
    key: str = ""
    origin: int | None = None
    """The dispute before filing this application comes from."""
    performance_place: str = ""
    infringed_on: str = ""
    relation_ended_on: str = ""


def receive(desk: Desk, application: Application) -> Case:
    """Take an application in: the case, its parties and items, its receipt number, its first event.

    Raises InvalidInput with every problem at once; NotAllowed when the desk is not a filing desk. A form sent twice
    (same `key`) gives the case of the first time.
    """
    if not desk.actor.has("filing_clerk") or desk.actor.body_id is None:
        raise NotAllowed("收件", ["立案人员"], "CHR 29")
    key = _key(desk, application)
    if key and (earlier := desk.session.exec(select(Case).where(Case.filing_key == key)).first()):
        return earlier
    problems: list[InputError] = []
    filed_on = _filed_on(desk, application, problems)
    parties = [p for n, one in enumerate(application.parties) if (p := party_of(one, n, filed_on, problems))]
    both_sides(application, problems)
    items = [i for n, one in enumerate(application.items) if (i := item_of(one, n, application, filed_on, problems))]
    if not application.items:
        problems.append(_named("items", InputError("仲裁请求", "", "一项也没有填写。", "请逐项填写请求。", "CHR 29")))
    if not application.facts_and_reasons.strip():
        problems.append(
            _named("facts_and_reasons", InputError("事实和理由", "", "没有填写。", "请写明争议经过。", "LMA 28"))
        )
    elif len(application.facts_and_reasons) > LONGEST_FACTS:
        problems.append(
            _named(
                "facts_and_reasons",
                InputError("事实和理由", "", f"超过{LONGEST_FACTS}个字。", "请精简，详细材料作为证据上传。"),
            )
        )
    if application.procedure not in ("ordinary", "simplified", "collective"):
        problems.append(InputError("程序", application.procedure, "不在可选范围内。", "请从列表中选择。"))
    days = {
        name: _past_day(name, title, getattr(application, name), filed_on, problems)
        for name, title in (("infringed_on", "知道权利被侵害的日期"), ("relation_ended_on", "劳动关系终止日期"))
    }
    if problems or filed_on is None:
        raise InvalidInput(problems)
    return _make(desk, application, key, filed_on, parties, items, days)


def _make(
    desk: Desk,
    application: Application,
    key: str,
    filed_on: date,
    parties: Sequence[Party],
    items: Sequence[tuple[ItemInput, int | None]],
    days: Mapping[str, date | None],
) -> Case:
    office = desk.session.get(Body, desk.actor.body_id)
    assert office is not None
    assert office.id is not None
    shared = _sharing(parties, items)
    collective = panel.is_collective(panel.CaseFacts(workers=shared, common_claim=shared > 1), filed_on)
    case = Case(
        receipt_number=numbers.receipt_number(desk.session, office, filed_on.year),
        office_id=office.id,
        definition=desk.book.version,
        # CHR 62: the collective part applies by law, unless the case is handled in the simplified way.
        procedure="collective" if collective and application.procedure == "ordinary" else application.procedure,
        collective=collective,
        source=application.source,
        origin_id=application.origin,
        filed_on=filed_on,
        papers_complete_on=filed_on,
        facts_and_reasons=application.facts_and_reasons.strip(),
        performance_place=application.performance_place.strip()[:120],
        infringed_on=days["infringed_on"],
        relation_ended_on=days["relation_ended_on"],
        filing_key=key or None,
        created_at=desk.now,
    )
    desk.session.add(case)
    desk.session.flush()
    add_rows(desk, case, parties, items)
    steps.start(desk, case, "filing.receive", {}, case)
    return case


def add_rows(
    desk: Desk, case: Case, parties: Sequence[Party], items: Sequence[tuple[ItemInput, int | None]]
) -> None:
    """Parties and claims of a case just made, in the order typed."""
    for ordinal, party in enumerate(parties, start=1):
        party.case_id, party.ordinal = case.id or 0, ordinal
        case.parties.append(party)
    desk.session.flush()
    applicants, respondents = case.on_side("applicant"), case.on_side("respondent")
    for ordinal, (typed, fen) in enumerate(items, start=1):
        case.items.append(
            ClaimItem(
                case_id=case.id or 0,
                ordinal=ordinal,
                kind=typed.kind,
                applicant_id=applicants[typed.applicant].id or 0,
                respondent_id=respondents[typed.respondent].id or 0,
                claimed_fen=fen,
                text=typed.text.strip(),
            )
        )
    desk.session.flush()


def _sharing(parties: Sequence[Party], items: Sequence[tuple[ItemInput, int | None]]) -> int:
    """How many workers among the applicants have a claim in common (LMA 7; CHR 62)."""
    applicants = [p for p in parties if p.side == "applicant"]
    place = {n: position for position, n in enumerate(n for n, p in enumerate(applicants) if p.kind == "worker")}
    return group_law.sharing(
        len(place), [(place[typed.applicant], typed.kind) for typed, _ in items if typed.applicant in place]
    )


def _key(desk: Desk, application: Application) -> str:
    """The form's own key, tied to the person who sent it."""
    if not application.key:
        return ""
    return hashlib.sha256(f"{desk.actor.id}:{application.key}".encode()).hexdigest()


def _named(name: str, problem: InputError) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem


def _filed_on(desk: Desk, application: Application, problems: list[InputError]) -> date | None:
    try:
        filed_on = forms.day("收件日期", application.filed_on)
    except InputError as problem:
        problems.append(_named("filed_on", problem))
        return None
    if filed_on > desk.today:
        problems.append(
            _named("filed_on", InputError("收件日期", application.filed_on, "晚于今天。", "请填写实际收件的日期。"))
        )
    elif (desk.today - filed_on).days > 60 and application.source != "import":
        problems.append(
            _named(
                "filed_on",
                InputError(
                    "收件日期",
                    application.filed_on,
                    "比今天早六十天以上，可能填错。",
                    "请核对；以前的案件请用「旧案导入」。",
                ),
            )
        )
    else:
        try:
            desk.book.rule("filing.receive", filed_on)
        except KeyError:
            problems.append(
                _named("filed_on", InputError("收件日期", application.filed_on, "早于调解仲裁法施行。", "请核对年份。"))
            )
    return filed_on


def _past_day(name: str, title: str, text: str, filed_on: date | None, problems: list[InputError]) -> date | None:
    """A day the applicant speaks of, which may be left open; not after the day of filing."""
    if not text.strip():
        return None
    try:
        day = forms.day(title, text)
        if filed_on is not None and day > filed_on:
            raise InputError(title, text, "晚于收件日期。", "请核对；不清楚的可以不填。", "LMA 27")
    except InputError as problem:
        problems.append(_named(name, problem))
        return None
    return day


def party_of(one: PartyInput, position: int, filed_on: date | None, problems: list[InputError]) -> Party | None:
    where = f"party-{position}"
    before = len(problems)
    label = f"第{position + 1}位当事人"
    if one.kind not in PARTY_KINDS:
        problems.append(_named(f"{where}-kind", InputError(f"{label}类型", one.kind, "不在可选范围内。", "请选择。")))
    name = re.sub(r"\s+", " ", one.name).strip()
    if not name:
        problems.append(
            _named(f"{where}-name", InputError(f"{label}姓名或者名称", "", "没有填写。", "请按证件填写。", "CHR 29"))
        )
    elif len(name) > 120 or not name.isprintable():
        problems.append(
            _named(f"{where}-name", InputError(f"{label}姓名或者名称", name, "过长，或者含有控制字符。", "请按证件填写。"))
        )
    party = Party(
        case_id=0,
        ordinal=position + 1,
        side=one.side,
        kind=one.kind,
        name=name[:120],
        sex=one.sex,
        address=one.address.strip()[:300],
        postal_address=one.postal_address.strip()[:300],
        phone=one.phone.strip()[:40],
        legal_representative=one.legal_representative.strip()[:60],
        legal_representative_post=one.legal_representative_post.strip()[:60],
        e_service_consent=one.e_service_consent,
        agents=[
            Agent(
                party_id=0,
                name=str(a.get("name", "")).strip()[:60],
                kind=str(a.get("kind", "")).strip()[:60],
                powers=str(a.get("powers", "")).strip()[:300],
            )
            for a in one.agents
            if str(a.get("name", "")).strip()
        ],
    )
    try:
        if one.kind in PARTY_KINDS and one.identity.strip():
            identity.put(party, label, one.identity)
            if filed_on is not None and party.birth_date is not None and party.birth_date > filed_on:
                raise InputError(f"{label}公民身份号码", one.identity, "出生日期晚于收件日期。", "请核对。", "GB 11643")
    except InputError as problem:
        problems.append(_named(f"{where}-identity", problem))
    if one.phone.strip() and not re.fullmatch(r"[\d\-+() ]{5,40}", one.phone.strip()):
        problems.append(
            _named(f"{where}-phone", InputError(f"{label}电话", one.phone, "不是电话号码。", "只填数字和连字符。"))
        )
    return party if len(problems) == before else None


def both_sides(application: Application, problems: list[InputError]) -> None:
    if len(application.parties) > MOST_PARTIES:
        problems.append(InputError("当事人", len(application.parties), f"超过{MOST_PARTIES}人。", "请分案办理。"))
    for side, title in (("applicant", "申请人"), ("respondent", "被申请人")):
        if not any(p.side == side for p in application.parties):
            problems.append(
                _named(side, InputError(title, "", "一位也没有填写。", f"请填写{title}的姓名或者名称。", "LMA 28"))
            )


def item_of(
    one: ItemInput, position: int, application: Application, filed_on: date | None, problems: list[InputError]
) -> tuple[ItemInput, int | None] | None:
    where, label = f"item-{position}", f"第{position + 1}项请求"
    try:
        kind = catalogue.kind(one.kind)
    except InputError as problem:
        problems.append(_named(f"{where}-kind", InputError(f"{label}类型", one.kind, problem.why, "请从目录中选择。")))
        return None
    fen: int | None = None
    if kind.money or one.amount.strip():
        try:
            if kind.money and not one.amount.strip():
                raise InputError(f"{label}金额", "", "没有填写。", "请填写请求的金额（元）。", "CHR 29")
            fen = forms.money(f"{label}金额", one.amount)
            if fen == 0 and kind.money:
                raise InputError(f"{label}金额", one.amount, "请求金额为零。", "请填写请求的金额。")
        except InputError as problem:
            problems.append(_named(f"{where}-amount", problem))
            return None
    if len(one.text) > forms.MOST_ITEMS_TEXT:
        problems.append(
            _named(f"{where}-text", InputError(f"{label}表述", one.text, "超过2000个字。", "请精简到请求本身。"))
        )
        return None
    for side, index in (("applicant", one.applicant), ("respondent", one.respondent)):
        if not 0 <= index < max(1, sum(p.side == side for p in application.parties)):
            problems.append(InputError(label, index, "所指的当事人不存在。", "请重新选择。"))
            return None
    return one, fen


def related(desk: Desk, case: Case) -> Sequence[Case]:
    """Other cases of the office with a same identity number or credit code: duplicates and related disputes."""
    ids = [p.id_number for p in case.parties if p.id_number]
    codes = [p.uscc for p in case.parties if p.uscc]
    return desk.session.exec(
        select(Case)
        .where(
            Case.office_id == case.office_id,
            Case.id != case.id,
            col(Case.id).in_(select(Party.case_id).where(col(Party.id_number).in_(ids) | col(Party.uscc).in_(codes))),
        )
        .order_by(col(Case.filed_on).desc())
        .limit(20)
    ).all()


def first_event(desk: Desk, case: Case) -> Event | None:
    """The event of the case's intake."""
    return desk.session.exec(select(Event).where(Event.case_id == case.id, Event.sequence == 1)).first()


def values(application: Application) -> dict[str, Any]:
    """The application as typed, for a form that must lose nothing."""
    return {
        "filed_on": application.filed_on,
        "parties": list(application.parties),
        "items": list(application.items),
        "facts_and_reasons": application.facts_and_reasons,
        "procedure": application.procedure,
    }
