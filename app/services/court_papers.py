"""The facts of the papers of the court stage: certificate of effect, letters to a court, the decision to terminate."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Award, Body, Case, CourtMatter, Paper, Party, Request, Service
from app.rendering.amounts import yuan
from app.services import award_fate
from app.services.desk import Desk


def certificate(desk: Desk, case: Case, request: Request) -> dict[str, Any]:
    """Which paper has effect for whom since when, and why."""
    fate = next(f for f in award_fate.of_case(desk, case) if f.key == request.data["title"])
    one = next(p for p in fate.parties if p.party.id == request.party_id)
    made = fate.award.made_on if fate.award else fate.paper.made_on if fate.paper else None
    return {
        "certificate": {
            "party": one.party.name,
            "paper_title": "仲裁调解书" if fate.paper else "裁决书",
            "paper_number": fate.number,
            "made_on": made.isoformat() if made else "",
            "effective_on": one.effective_from.isoformat() if one.effective_from else "",
            "articles": ["LMA 51"] if fate.paper else ["LMA 47", "LMA 51"] if fate.type == "final" else ["LMA 50", "LMA 51"],
        }
    }


def why_not_effective(desk: Desk, case: Case, request: Request) -> str:
    """The reasons why the paper has no effect for the one who asked, in words."""
    standing = award_fate.standing(desk, case, str(request.data["title"]), request.party_id)
    return "".join(standing.reasons) if standing else ""


def preservation_letter(desk: Desk, case: Case, request: Request) -> dict[str, Any]:
    """O70 三(二): who asks for how much of what, and the notice of acceptance that goes with it."""
    court = desk.session.get_one(Body, request.data["court_id"])
    asking = next((p for p in case.parties if p.id == request.party_id), None)
    notice = desk.session.exec(
        select(Paper).where(Paper.case_id == case.id, Paper.kind == "acceptance_notice").order_by(col(Paper.id).desc())
    ).first()
    return {
        "preservation": {
            "court": court.name,
            "party": asking.name if asking else "",
            "against": "、".join(p.name for p in case.parties if asking and p.kind != asking.kind and p.side != "third_party"),
            "amount": yuan(request.data["amount_fen"]),
            "property": request.text,
            "acceptance_number": notice.number if notice else "",
        }
    }


def transfer_letter(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """O70 三(三): the award and the proof of its service."""
    award = desk.session.get_one(Award, asked["award"])
    court = desk.session.get_one(Body, asked["court"])
    creditor = desk.session.get_one(Party, asked["creditor"])
    made = select(Paper.id).where(Paper.award_id == award.id, col(Paper.kind).in_(("award", "advance_award")))
    services = desk.session.exec(
        select(Service).where(col(Service.paper_id).in_(made), col(Service.served_on).is_not(None))
    ).all()
    names = {p.id: p.name for p in case.parties}
    advance = {one["item"]: one["fen"] for one in getattr(award, "advance", None) or ()}
    owed = sum(
        advance.get(item.id, 0) if advance else (item.awarded_fen or 0)
        for item in case.items
        if item.applicant_id == creditor.id and (advance or item.award_id == award.id)
    )
    return {
        "transfer": {
            "court": court.name,
            "award_number": award.number or "",
            "made_on": award.made_on.isoformat() if award.made_on else "",
            "creditor": creditor.name,
            "debtor": "、".join(p.name for p in case.parties if p.kind == "employer" and p.side != "third_party"),
            "amount": yuan(owed),
            "served": [
                {"party": names.get(s.party_id, ""), "on": s.served_on.isoformat() if s.served_on else ""}
                for s in services
            ],
        }
    }


def termination(desk: Desk, case: Case) -> dict[str, Any]:
    """CHR 48: which court accepted whose suit under which number."""
    matter = desk.session.exec(
        select(CourtMatter)
        .where(CourtMatter.case_id == case.id, col(CourtMatter.for_overdue).is_(True), col(CourtMatter.number).is_not(None))
        .order_by(col(CourtMatter.id).desc())
    ).first()
    if matter is None:
        return {}
    plaintiff = desk.session.get(Party, matter.plaintiff_id) if matter.plaintiff_id else None
    return {
        "suit": {
            "court": desk.session.get_one(Body, matter.court_id).name,
            "number": matter.number or "",
            "accepted_on": matter.accepted_on.isoformat() if matter.accepted_on else "",
            "plaintiff": plaintiff.name if plaintiff else "",
        }
    }


def told_by_court(desk: Desk) -> dict[str, Any]:
    """O70 三: the court tells the commission that it took a suit over an award that is overdue; who took it down, and when."""
    return {"notified": {"on": desk.today.isoformat(), "how": "法院登记受理后在系统中告知", "by": desk.actor.name}}
