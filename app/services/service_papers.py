"""送达的文书: the confirmation of an address, the record of leaving, the public notice, the letter entrusting service."""

from typing import Any

from app.models import Agent, Award, Case, Hearing, Paper, Party, Service, ServiceAddress
from app.rendering.filters import FILTERS
from app.services import case_rows, office_options, papers
from app.services.desk import BEIJING, Desk
from app.services.paper_facts import SIDE_TITLES, common, service_facts
from workflows import limits as law

REASONS = {"unknown": "你（单位）下落不明", "failed": "采用其他方式无法送达"}
cn_int = FILTERS["cn_int"]
cn_date = FILTERS["cn_date"]


def known_as(desk: Desk, case: Case) -> dict[str, Any]:
    """Before acceptance there is no 案号: papers name the case by its 收件号."""
    return {**common(desk, case)["case"], "number": case.title}


def confirmation(desk: Desk, case: Case, row: ServiceAddress) -> Paper:
    """送达地址确认书 as it was confirmed, for the signature (CHR 20)."""
    party = desk.session.get_one(Party, row.party_id)
    agent = desk.session.get(Agent, row.agent_id) if row.agent_id else None
    others = [f"{r['name']}（{r['relation']}）" if r.get("relation") else str(r["name"]) for r in row.recipients]
    facts = {
        "party": party.name,
        "role_title": SIDE_TITLES[party.side],
        "recipient": "、".join([agent.name if agent else party.name, *others]),
        "recipient_relation": "代理人" if agent and not others else "",
        "postal": row.address,
        "phone": row.phone,
        "electronic": row.e_consent,
        "account": row.e_address,
        "signed_on": row.signed_on.isoformat(),
        "clerk": desk.actor.name,
    }
    return papers.issue(desk, case, "service_address_confirmation", party=party, extra={"case": known_as(desk, case), "address": facts})


def left_record(desk: Desk, case: Case, paper: Paper, service: Service) -> Paper:
    """留置（张贴）送达记录: what happened at the door, with the photos (CHR 20; CPL 89)."""
    grounds = {c[0]: c[1] for c in desk.book.fields["leave_ground"].choices}
    facts = service_facts(desk, case, paper, service)
    facts["reason"] = f"{grounds[service.ground]}。{service.proof}"
    return papers.issue(desk, case, "service_left_record", extra={"case": known_as(desk, case), "service": facts})


def entrusting_letter(desk: Desk, case: Case, paper: Paper, party: Party, to: str) -> Paper:
    """委托送达函 (CPL 91)."""
    extra = {"case": known_as(desk, case), "service": about(paper, party, phone=True), "entrusted": {"to": to}}
    return papers.issue(desk, case, "entrusted_service_letter", extra=extra)


def public_notice(desk: Desk, case: Case, paper: Paper, party: Party, ground: str) -> Paper:
    """公告: what is served, why so, when it counts as served, and what follows (CPL 95)."""
    version = law.rule("svc.public", desk.today)
    days = int(office_options.answer(desk, "public_notice_days")) if version.options else version.length
    notice = {
        "days": days,
        "decided": paper.kind in ("award", "advance_award"),
        "reason": REASONS[ground],
        "consequences": _consequences(desk, paper),
    }
    extra = {"case": known_as(desk, case), "service": about(paper, party), "notice": notice}
    return papers.issue(desk, case, "public_notice", extra=extra)


def about(paper: Paper, party: Party, *, phone: bool = False) -> dict[str, Any]:
    """The paper and the person, as the papers of service name them."""
    facts = {
        "paper_title": paper.title,
        "paper_number": paper.number,
        "recipient": party.name,
        "recipient_role": SIDE_TITLES[party.side],
        "address": party.postal_address or party.address,
    }
    return {**facts, "phone": party.phone} if phone else facts


def _consequences(desk: Desk, paper: Paper) -> list[str]:
    """What the person may or must do after the notice, with the periods of the law."""
    if paper.kind in ("response_notice", "collective_notice"):
        period = law.rule("arb.answer").period
        return [f"自公告期满之日起{period}内可以向本委提交答辩书；逾期不提交的，不影响仲裁程序的进行。"]
    hearing = desk.session.get(Hearing, paper.hearing_id) if paper.hearing_id else None
    if hearing is not None:
        at = hearing.starts_at.astimezone(BEIJING)
        return [f"本委定于{cn_date(at.date().isoformat())}{at:%H:%M}在{hearing.room}开庭，无正当理由不到庭的，依法处理。"]
    award = desk.session.get(Award, paper.award_id) if paper.award_id else None
    if award is None:
        return []
    who = {"worker": "劳动者", "employer": "用人单位", "either": "当事人"}
    does = {"sue": "提起诉讼", "annul": "申请撤销裁决"}
    return [
        f"{who[r['party']]}不服本裁决的，可以自公告期满之日起{cn_int(r['days'])}日内依照裁决书写明的途径{does.get(r['action'], '提起诉讼')}。"
        for r in award.remedies
    ]


def last_address(desk: Desk, case: Case) -> ServiceAddress:
    """The confirmation just recorded."""
    return case_rows.of_case(desk.session, ServiceAddress, case.id or 0)[-1]
