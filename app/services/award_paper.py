"""What an award says about the course of its case: partial awards, sums paid in advance, claims settled on the way."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Award, AwardCorrection, Case, Event, MediationStatement, Request
from app.rendering.amounts import yuan
from app.services import hearing_papers, limits
from app.services.desk import Desk
from app.services.hearing_papers import Sentence
from workflows.items import kind


def advance_facts(case: Case, request: Request, award: Award) -> dict[str, Any]:
    """The advance payment award: who pays whom what, on which facts (CHR 51)."""
    item = next(i for i in case.items if i.id == award.advance[0]["item"])
    names = {p.id: p.name for p in case.parties}
    return {
        "asked_on": request.received_on.isoformat(),
        "asker": names[request.party_id],
        "request": request.text.rstrip("。"),
        "item_ordinal": item.ordinal,
        "kind_title": kind(item.kind).title,
        "payer": names[item.respondent_id],
        "payee": names[item.applicant_id],
        "amount_fen": award.advance[0]["fen"],
        "reason": request.decision.rstrip("。"),
    }


def _partial(desk: Desk, case: Case, event: Event) -> str:
    rows = desk.session.exec(
        select(Award)
        .where(Award.case_id == case.id, Award.made_on == event.on_day, col(Award.partial).is_(True))
        .order_by(col(Award.ordinal))
    ).all()
    items = [str(i.ordinal) for i in case.items if i.award_id in {a.id for a in rows}]
    numbers = "、".join(a.number or "" for a in rows)
    return f"，本委就第{'、'.join(items)}项仲裁请求先行作出{numbers}裁决书。"


def _advance(desk: Desk, case: Case, event: Event) -> str:
    request = desk.session.get(Request, event.subject_id)
    assert request is not None
    item = next(i for i in case.items if i.id == request.data["item"])
    return f"，本委就第{item.ordinal}项仲裁请求裁决先予执行{yuan(request.data['fen'])}。"


def _settled(desk: Desk, case: Case, event: Event) -> str:
    statement = desk.session.get(MediationStatement, event.subject_id)
    assert statement is not None
    items = [str(i.ordinal) for i in case.items if i.id in statement.item_ids]
    return f"，第{'、'.join(items)}项仲裁请求的调解书经双方签收生效。"


TOLD: Mapping[str, Sentence] = {
    **hearing_papers.TOLD,
    "arb.sign_partial": _partial,
    "request.grant_advance": _advance,
    "statement.take_effect": _settled,
}
"""Acts that changed the course of the case → the sentence an award prints about them."""


def procedure_notes(desk: Desk, case: Case) -> list[str]:
    """One sentence for each act that changed the course of the case, up to the award now made."""
    events = desk.session.exec(
        select(Event).where(Event.case_id == case.id, col(Event.rule).in_(TOLD)).order_by(col(Event.sequence))
    ).all()
    return [
        hearing_papers.in_words(event.on_day) + TOLD[event.rule](desk, case, event)
        for event in events
        if not _is_this_signing(event, case)
    ]


def _is_this_signing(event: Event, case: Case) -> bool:
    """The signing under way is the award itself, not something that happened before it."""
    return event.rule == "arb.sign_partial" and event.sequence == case.version


def mediation_attempt(case: Case, settled: bool) -> dict[str, Any]:
    """CHR 71: how mediation went, or why there was none."""
    if case.mediation_tried_on is None:
        return {"none_because": case.no_mediation_reason}
    words = "双方就部分仲裁请求达成协议，其余未能达成协议" if settled else "双方未能达成协议"
    return {"on": case.mediation_tried_on.isoformat(), "result_text": words}


CLOCKS = ("post.sue.nonfinal", "post.sue.final_worker", "post.annul", "post.annul.after_worker_fails")
CORRECTED = {"writing": "文字错误", "calculation": "计算错误", "omitted": "已经裁决而遗漏的事项"}


def correction_facts(desk: Desk, case: Case, award: Award, row: AwardCorrection) -> dict[str, Any]:
    """补正决定书: what is mended, and whose period to sue or to annul runs on unchanged (CHR 54)."""
    names = {p.id: p.name for p in case.parties}
    running = [
        {"party": names[one.party_id], "what": one.title, "due_on": one.due.isoformat()}
        for one in limits.open_limits(desk.session, case.id or 0, *CLOCKS)
        if (one.machine, one.subject_id) == ("award", award.id) and one.party_id in names
    ]
    item = next((i for i in case.items if i.id == row.item_id), None)
    facts: dict[str, Any] = {
        "award_number": award.number or "",
        "award_on": award.made_on.isoformat() if award.made_on else "",
        "kind_title": CORRECTED[row.kind],
        "before": row.before_text.rstrip("。"),
        "after": row.after_text.rstrip("。"),
        "running": running,
    }
    if item is not None:
        facts["item"] = f"第{item.ordinal}项仲裁请求（{kind(item.kind).title}）"
    if row.after_fen is not None:
        facts |= {"before_fen": row.before_fen or 0, "after_fen": row.after_fen}
    return facts


def reopening_facts(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The commission's decision to set an effective result aside and take the case up again (O1 十八)."""
    award = desk.session.get(Award, asked["award"]) if asked.get("award") else None
    statement = desk.session.exec(
        select(MediationStatement)
        .where(MediationStatement.case_id == case.id, MediationStatement.state == "effective")
        .order_by(col(MediationStatement.id).desc())
    ).first()
    made_on = award.made_on if award else statement.effective_on if statement else None
    return {
        "what": f"{award.number}裁决书" if award else "调解书",
        "made_on": made_on.isoformat() if made_on else "",
        "reason": str(asked["reopening_reason"]).rstrip("。"),
    }
