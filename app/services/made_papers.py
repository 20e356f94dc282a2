"""制作文书: the papers nobody's step brings about, made at the desk when they are wanted; and the forms handed to parties."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from app.models import Award, Body, Case, CourtMatter, Outcome, Party, Staff
from app.rendering import papers as rendering
from app.rendering.amounts import yuan
from app.rendering.kinds import PaperKind, kind, kinds
from app.services import paper_facts
from app.services.approvals import DISPOSITIONS
from app.services.desk import Desk
from app.services.errors import NotYours
from workflows import items as catalogue
from workflows import limits
from workflows.statute import Rule

ARTICLES = "desk_papers.toml"
"""The articles whose steps make a paper and do nothing else."""

Facts = Callable[[Desk, Case, Mapping[str, Any]], dict[str, Any]]


def steps_for(desk: Desk, case: Case, on: date) -> list[Rule]:
    """The papers that can be made at the desk where the case now stands, by anybody."""
    return [rule for rule in desk.book.of("case", on) if rule.file == ARTICLES and case.state in rule.sources]


# ---- facts ----


def _receipt(desk: Desk, _: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """CHR 29: what was received, by whom, and how long the examination takes."""
    return {
        "receipt": {
            "materials": [_material(line) for line in str(asked["received_materials"]).splitlines() if line.strip()],
            "days": limits.rule("arb.accept.decide").length,
            "received_by": desk.actor.name,
        }
    }


def _material(line: str) -> dict[str, Any]:
    found = re.fullmatch(r"(.*?)[\s　×xX]*(\d{1,3})\s*份?", line.strip())
    if found and found[1].strip():
        return {"title": found[1].strip(" 　，,；;"), "copies": int(found[2])}
    return {"title": line.strip(" 　，,；;。")}


def _letter(desk: Desk, _: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """CHR 17."""
    return {
        "inquiry": {
            "to": asked["letter_to"].rstrip("：:"),
            "people": [desk.session.get_one(Staff, one).name for one in asked["inquirers"]],
            "matter": str(asked["letter_matter"]).strip().rstrip("。；; "),
            "valid_days": asked["letter_days"],
        }
    }


def _loan(desk: Desk, _: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """O70 四: only of the main file."""
    return {
        "loan": {
            "unit": asked["loan_unit"],
            "borrower": asked["loan_borrower"],
            "purpose": asked["loan_purpose"],
            "on": desk.today.isoformat(),
            "until": asked["loan_until"].isoformat(),
            "handed_by": desk.actor.name,
        }
    }


def _feedback(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """O70 四: the latest judgment beside the award, claim by claim."""
    matter = desk.session.exec(
        select(CourtMatter)
        .where(CourtMatter.case_id == case.id, col(CourtMatter.decided_on).is_not(None))
        .order_by(col(CourtMatter.decided_on).desc(), col(CourtMatter.id).desc())
    ).first()
    if matter is None or matter.decided_on is None:
        return {}
    outcomes = desk.session.exec(select(Outcome).where(Outcome.matter_id == matter.id).order_by(col(Outcome.id))).all()
    own = {item.id: item for item in case.items}
    awards = {item.award_id for item in case.items if item.award_id}
    numbers = desk.session.exec(select(Award).where(col(Award.id).in_(awards)).order_by(col(Award.ordinal))).all()
    return {
        "feedback": {
            "award_number": "、".join(a.number or "" for a in numbers),
            "made_on": next((a.made_on.isoformat() for a in numbers if a.made_on), ""),
            "court": desk.session.get_one(Body, matter.court_id).name,
            "number": matter.number or "",
            "decided_on": matter.decided_on.isoformat(),
            "effective_on": matter.effective_on.isoformat() if matter.effective_on else "",
            "items": [_compared(one, own.get(one.claim_item_id)) for one in outcomes],
            "remark": asked["note_optional"],
        }
    }


def _compared(outcome: Outcome, item: Any) -> dict[str, Any]:
    court = _said(outcome.disposition, outcome.amount_fen)
    if item is None:
        return {"title": outcome.text or catalogue.kind(outcome.kind).title, "award": "未经仲裁", "court": court}
    return {
        "title": f"{item.ordinal}.{catalogue.kind(item.kind).title}",
        "award": _said(item.disposition, item.awarded_fen),
        "court": court,
        "verdict": "未处理" if outcome.disposition == "absent" else "一致" if _same(outcome, item) else "不一致",
        "reason": outcome.reason_note,
    }


def _same(outcome: Outcome, item: Any) -> bool:
    return outcome.disposition == item.disposition and (outcome.amount_fen or 0) == (item.awarded_fen or 0)


def _said(disposition: str, fen: int | None) -> str:
    return {**DISPOSITIONS, "absent": "未处理"}.get(disposition, disposition) + (yuan(fen) if fen else "")


FACTS: Mapping[str, Facts] = {
    "filing_receipt": _receipt,
    "inquiry_letter": _letter,
    "file_loan_slip": _loan,
    "judgment_feedback": _feedback,
}
"""Kind of paper → what it states besides what every paper of the case does."""


# ---- forms handed to parties ----


def handouts() -> Sequence[PaperKind]:
    """The forms a party may be given, in the order of their names."""
    return [one for one in kinds().values() if one.handout]


def handout(desk: Desk, office: Body, name: str, case: Case | None, party: Party | None) -> bytes:
    """A form as PDF: filled with what the case knows, or blank. It is no paper of the file: nothing is kept.

    Raises NotYours for a paper that is no form, or a party of another case.
    """
    if not kind(name).handout or (party is not None and (case is None or party.case_id != case.id)):
        raise NotYours
    facts: dict[str, Any] = {"office": {"name": office.name}, "paper": {"date": desk.today.isoformat()}, "form": {}}
    if case is not None:
        known = paper_facts.common(desk, case)
        facts |= {key: known[key] for key in ("applicants", "respondents", "claims")}
        facts["case"] = {"number": case.number or case.receipt_number, "cause": known["case"]["cause"]}
        facts["form"] = {"facts": case.facts_and_reasons} if name == "form_application" else {}
    if party is not None:
        facts["form"] |= {
            "name": party.name,
            "address": party.address,
            "legal_representative": party.legal_representative,
            "post": party.legal_representative_post,
        }
    return rendering.make_pdf(name, rendering.pruned(facts)).pdf


__all__ = ["ARTICLES", "FACTS", "handout", "handouts", "steps_for"]
