"""The facts a paper is made from, taken from the case on the day and then frozen with it (contract: docs/papers.md)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import (
    Attachment,
    Award,
    Body,
    Case,
    ClaimItem,
    Consent,
    Hearing,
    Limit,
    MediationSession,
    Paper,
    Party,
    Referral,
    Request,
    Service,
    Staff,
)
from app.rendering.amounts import yuan
from app.services import award_paper, case_rows, evidence, group_award, mediation_facts
from app.services.desk import BEIJING, Desk
from app.services.limits import calendar_of
from workflows import causes, items, limits, service_methods

SIDE_TITLES = {"applicant": "申请人", "respondent": "被申请人", "third_party": "第三人"}


def common(desk: Desk, case: Case) -> dict[str, Any]:
    """What every paper of a case states: the office, the case, the parties, the claims."""
    gone = {p.id for p in case.parties if p.left_on is not None}
    facts: dict[str, Any] = {
        "office": office_facts(desk, case),
        "case": {
            "number": case.number or "",
            "receipt_number": case.receipt_number,
            "cause": cause_title(case),
            "filed_on": case.filed_on.isoformat(),
            "accepted_on": case.accepted_on.isoformat() if case.accepted_on else "",
            "procedure": case.procedure,
            "evidence_until": case.evidence_until.isoformat() if case.evidence_until else "",
        },
        "applicants": [party_facts(p) for p in case.still_in("applicant")],
        "respondents": [party_facts(p) for p in case.on_side("respondent")],
        "third_parties": [party_facts(p) for p in case.on_side("third_party")],
        "claims": [
            claim_facts(item) for item in case.items if item.disposition != "withdrawn" and item.applicant_id not in gone
        ],
    }
    if case.chief_id is not None:
        facts["panel"] = panel_facts(desk, case)
    return facts


def office_facts(desk: Desk, case: Case) -> dict[str, Any]:
    office = _body(desk, case.office_id)
    basic = _body(desk, office.basic_court_id) if office.basic_court_id else None
    intermediate = _body(desk, office.intermediate_court_id) if office.intermediate_court_id else None
    return {
        "name": office.name,
        "court_name": office.office_name or office.name,
        "place": office.place,
        "address": office.address,
        "phone": office.phone,
        "basic_court": basic.name if basic else "",
        "intermediate_court": intermediate.name if intermediate else "",
    }


def cause_title(case: Case) -> str:
    """案由 as a phrase that "争议" can follow; before acceptance the kinds of claim stand in for it."""
    if case.cause:
        return causes.cause(case.cause, case.filed_on).title.removesuffix("纠纷").removesuffix("争议")
    kinds = list(dict.fromkeys(items.kind(item.kind).title for item in case.items))
    return "、".join(kinds[:3]) + ("等" if len(kinds) > 3 else "")


def party_facts(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "kind": party.kind,
        "sex": party.sex,
        "birth_date": party.birth_date.isoformat() if party.birth_date else "",
        "id_number": party.id_number,
        "uscc": party.uscc,
        "address": party.address,
        "postal_address": party.postal_address,
        "phone": party.phone,
        "legal_representative": party.legal_representative,
        "legal_representative_post": party.legal_representative_post,
        "agents": [{"name": a.name, "kind": a.kind, "powers": a.powers} for a in party.agents],
    }


def claim_facts(item: ClaimItem) -> dict[str, Any]:
    kind = items.kind(item.kind)
    amount = f"{yuan(item.claimed_fen)}" if item.claimed_fen is not None else ""
    asked = "申请人" if item.counterclaim else "被申请人"
    text = item.text or (f"请求{asked}支付{kind.title}" if kind.money else f"请求{kind.title}")
    if item.counterclaim and not text.startswith("反申请"):
        text = f"反申请：{text}"
    text = text.rstrip("。；; ")
    if amount and amount.removesuffix("元").removesuffix(".00") not in text and amount not in text:
        text += amount
    return {
        "ordinal": item.ordinal,
        "kind_title": kind.title,
        "text": text,
        "claimed_fen": item.claimed_fen,
    }


def panel_facts(desk: Desk, case: Case) -> dict[str, Any]:
    names = {
        staff.id: staff.name
        for staff in desk.session.exec(
            select(Staff).where(col(Staff.id).in_([case.chief_id, case.recorder_id, *case.panel]))
        ).all()
    }
    facts: dict[str, Any] = {
        "chief": names.get(case.chief_id, ""),
        "members": [names[one] for one in case.panel if one != case.chief_id and one in names],
        "recorder": names.get(case.recorder_id, ""),
    }
    if case.not_signing:
        facts["unsigned"] = [names[one] for one in case.not_signing if one in names]
    return facts


def letter_of(desk: Desk, referral: Referral) -> Paper | None:
    """The letter by which the office asked the body to mediate; none where the body took the matter itself."""
    return desk.session.exec(
        select(Paper).where(Paper.referral_id == referral.id, Paper.kind == "delegation_letter")
    ).first()


def referral_facts(desk: Desk, case: Case, referral: Referral) -> dict[str, Any]:
    book = mediation_facts.links_of(desk, referral)
    channel = book.channels[referral.channel]
    body = _body(desk, referral.receiving_body_id)
    answers = desk.session.exec(select(Consent).where(Consent.referral_id == referral.id)).all()
    names = {p.id: p.name for p in case.parties}
    ways = {c[0]: c[1] for c in desk.book.fields["consent_way"].choices}
    letter = letter_of(desk, referral)
    rows = {row.id: row for row in case_rows.of_case(desk.session, Referral, case.id or 0)}
    previous = rows.get(referral.previous_id)
    name = book.limit(referral.channel, referral.stage, body.level, previous.channel if previous else "")
    by_consent = name in book.stage_limits.values()
    consented = mediation_facts.consent_the_days_count_from(referral, rows) if by_consent else None
    origin = consented or referral.delegated_on or desk.today
    calendar = calendar_of(desk.session, case.office_id)
    mediator = desk.session.get(Staff, referral.mediator_id) if referral.mediator_id else None
    sessions = desk.session.exec(
        select(MediationSession).where(MediationSession.referral_id == referral.id).order_by(col(MediationSession.id))
    ).all()
    due = limits.compute(name, origin, calendar=calendar).due
    period = f"自{'双方同意' if by_consent else '收到本函'}之日起{limits.rule(name).period}"
    if name == book.committee.finish:
        # NEG 22, 29: a committee first decides whether to take the matter; its time counts from there.
        taken = limits.compute(book.committee.accept, origin, calendar=calendar).due
        due = limits.compute(name, taken, calendar=calendar).due
        period = f"收到本函后{limits.rule(book.committee.accept).period}内决定是否受理，自受理之日起{limits.rule(name).period}"
    return {
        "channel_title": channel.title,
        "stage": referral.stage,
        "pair_title": book.pairs[channel.pair].title,
        "articles": "第六十九条" if referral.stage == "before_acceptance" else "第七十条",
        "body": {"name": body.name, "address": body.address, "phone": body.phone},
        "consents": [
            {"party": names.get(a.party_id, ""), "on": a.given_on.isoformat(), "how": ways.get(a.way, "")}
            for a in answers
            if a.agrees
        ],
        "due_on": due.isoformat(),
        "until": "最迟至" if name == book.committee.finish else "至",
        "period_text": period,
        "letter_number": letter.number if letter else "",
        "received_on": (referral.received_on or referral.delegated_on or referral.proposed_on).isoformat(),
        "ended_on": referral.ended_on.isoformat() if referral.ended_on else "",
        "outcome": "succeeded" if referral.outcome == "agreed" else "failed",
        "outcome_title": {"agreed": "达成调解协议", "partly_agreed": "部分请求达成调解协议"}.get(
            referral.outcome or "", "调解不成"
        ),
        "outcome_reason": referral.outcome_reason,
        "mediator": mediator.name if mediator else "",
        "sessions": [
            {"on": s.held_on.isoformat(), "place": s.place, "present": [s.came]} for s in sessions
        ],
    }


def hearing_facts(desk: Desk, case: Case, hearing: Hearing) -> dict[str, Any]:
    starts = hearing.starts_at.astimezone(BEIJING)
    office = _body(desk, case.office_id)
    return {
        "date": starts.date().isoformat(),
        "time": f"{'上午' if starts.hour < 12 else '下午'}{starts:%H:%M}",
        "room": hearing.room,
        "address": office.address,
        "postpone_days": limits.rule("arb.postpone_request").length,
        "public": not case.private_ground,
    }


def award_facts(desk: Desk, case: Case, award: Award, siblings: int) -> dict[str, Any]:
    """The award's own part. Its result lines follow the items it decides."""
    decided = [item for item in case.items if item.award_id == award.id]
    hearings = desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id, Hearing.state == "held").order_by(col(Hearing.ordinal))
    ).all()
    office = office_facts(desk, case)
    courts = {"basic": office["basic_court"], "intermediate": office["intermediate_court"]}
    parties = {p.id: p for p in case.parties}
    other = next(
        (
            sibling.number
            for sibling in desk.session.exec(select(Award).where(Award.case_id == case.id)).all()
            if sibling.id != award.id and sibling.number and sibling.made_on == award.made_on
            and sibling.type != "advance_payment"
        ),
        "",
    )
    many = group_award.facts(desk, case, decided)
    return ({"group": many} if many else {}) | {
        "type": award.type,
        "hearings": [
            {
                "date": h.starts_at.astimezone(BEIJING).date().isoformat(),
                "appearance": h.came.rstrip("。"),
                "public": h.public,
            }
            for h in hearings
        ],
        "procedure_notes": award_paper.procedure_notes(desk, case),
        "mediation_attempt": award_paper.mediation_attempt(case, any(i.disposition == "settled" for i in case.items)),
        "partial": award.partial,
        "facts_claimed": case.facts_and_reasons,
        "facts_answered": _answers(desk, case),
        "evidence": evidence.for_award(desk, case),
        "facts_found": case.facts_found,
        "reasons": case.reasoning,
        "articles": list(dict.fromkeys(a for item in decided for a in item.articles)) or ["LMA 46", "CHR 53"],
        "items": [_decided(item, parties) for item in decided],
        "remedies": [{**remedy, "court": courts[remedy["court"]] or "有管辖权的人民法院"} for remedy in award.remedies],
        "other_award_number": other if siblings > 1 else "",
    }


def _answers(desk: Desk, case: Case) -> str:
    """What the respondent answered, and what was answered to each counterclaim."""
    names = {p.id: p.name for p in case.parties}
    lines = [case.answer_text or "被申请人在答辩期内未提交答辩书。"]
    for request in case_rows.of_case(desk.session, Request, case.id or 0):
        if request.kind == "counterclaim" and request.data.get("answer_text"):
            lines.append(f"{names.get(request.data.get('against'), '')}对反申请答辩称：{request.data['answer_text']}")
    return "\n".join(lines)


def _decided(item: ClaimItem, parties: Mapping[int | None, Party]) -> dict[str, Any]:
    kind = items.kind(item.kind)
    facts: dict[str, Any] = {
        "ordinal": item.ordinal,
        "kind_title": kind.title,
        "disposition": item.disposition,
        "claimed_fen": item.claimed_fen,
        "awarded_fen": item.awarded_fen,
        "payer": parties[item.respondent_id].name,
        "payee": parties[item.applicant_id].name,
        "due": "自本裁决书生效之日起十日内" if not item.decision_text else "",
        "working": [{"text": w["text"], "basis": w["basis"]} for w in item.working if w.get("text")],
        "reasoning": item.reasoning,
    }
    if item.decision_text:
        facts["result_text"] = item.decision_text.rstrip("。；; ")
    return facts


def service_facts(desk: Desk, case: Case, paper: Paper, service: Service) -> dict[str, Any]:
    """The return of service (送达回证) of one paper to one person."""
    party = next(p for p in case.parties if p.id == service.party_id)
    methods = {c[0]: c[1] for c in desk.book.fields["service_method"].choices}
    method = service_methods.book().methods[service.method]
    server = desk.session.get(Staff, service.recorded_by_id) if service.recorded_by_id else None
    facts: dict[str, Any] = {
        "paper_title": paper.title,
        "paper_number": paper.number,
        "recipient": party.name,
        "recipient_role": SIDE_TITLES[party.side],
        "address": service.place or party.postal_address or party.address,
        "method_title": methods[service.method],
        "sent_on": service.sent_on.isoformat(),
        "servers": [server.name if server else desk.actor.name],
        "remarks": _remarks(desk, service),
        "evidence": [
            one.name for one in case_rows.of_case(desk.session, Attachment, case.id or 0) if one.id in service.attachments
        ],
    }
    if service.relation in ("", "self"):
        facts["signed_by"] = service.signed_by
    else:
        relations = {c[0]: c[1] for c in desk.book.fields["relation"].choices}
        facts |= {"taken_by": service.signed_by, "taken_by_relation": relations[service.relation]}
    if service.served_on and method.deemed:
        facts["deemed_on"] = service.served_on.isoformat()
        facts["deemed_basis"] = limits.rule(method.counts).basis
    elif service.served_on:
        facts["served_on"] = service.served_on.isoformat()
    return facts


def _remarks(desk: Desk, service: Service) -> str:
    """The proof in words: what was typed, the number of the letter, why it was left, posted or published."""
    field = "leave_ground" if service.method == "left_or_posted" else "notice_ground"
    grounds = {c[0]: c[1] for c in desk.book.fields[field].choices}
    parts = (
        f"邮件号码{service.tracking_number}" if service.tracking_number else "",
        grounds.get(service.ground, ""),
        f"查找情况：{service.inquiry}" if service.inquiry else "",
        service.proof,
    )
    return "；".join(part.rstrip("。；") for part in parts if part)


def running(desk: Desk, case: Case, rule: str) -> Limit | None:
    """The limit of this rule that runs now, or ran last."""
    return desk.session.exec(
        select(Limit).where(Limit.case_id == case.id, Limit.rule == rule).order_by(col(Limit.id).desc())
    ).first()


def _body(desk: Desk, body_id: int) -> Body:
    body = desk.session.get(Body, body_id)
    assert body is not None
    return body
