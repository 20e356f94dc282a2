"""facts.json: what the main file says of a case, for another program (docs/schema/case-file-facts.schema.json).

Every field is named here; nothing else of the case gets in. Nothing of the inner file has a field.
"""

from typing import Any

from sqlmodel import col, select

from app.models import Award, Case, Hearing, Paper, Party, Service
from app.services import case_rows, evidence, paper_facts
from app.services.desk import BEIJING, Desk
from app.services.volumes import Catalogue
from workflows import items
from workflows.states import label

SCHEMA = "hengjian-case-facts/1"
CATALOGUE_SCHEMA = "hengjian-catalogue/1"


def of_case(desk: Desk, case: Case, listed: Catalogue) -> dict[str, Any]:
    """The facts as a court may have them. Results of claims stand in them once the award that states them is made."""
    office = paper_facts.office_facts(desk, case)
    awards = [one for one in case_rows.of_case(desk.session, Award, case.id or 0) if one.made_on is not None]
    parties = {party.id: party for party in case.parties}
    return {
        "schema": SCHEMA,
        "office": {"name": office["name"], "place": office["place"]},
        "case": {
            "number": case.title,
            "receipt_number": case.receipt_number,
            "cause": paper_facts.cause_title(case),
            "procedure": case.procedure,
            "state": label("case", case.state),
            "filed_on": _day(case.filed_on),
            "accepted_on": _day(case.accepted_on),
            "closed_on": _day(case.closed_on),
            "mediation_tried_on": _day(case.mediation_tried_on),
        },
        "parties": [_party(party) for party in case.parties],
        "claims": _claims(case, awards, parties),
        "hearings": [
            {
                "held_at": hearing.starts_at.astimezone(BEIJING).isoformat(),
                "room": hearing.room,
                "public": hearing.public,
                "state": label("hearing", hearing.state),
                "present": hearing.came,
            }
            for hearing in sorted(case_rows.of_case(desk.session, Hearing, case.id or 0), key=lambda one: one.ordinal)
        ],
        "evidence": evidence.stated(desk, case, findings=evidence.findings_are_public(desk, case)),
        "awards": [
            {
                "number": award.number or "",
                "type": award.type,
                "made_on": _day(award.made_on),
                "state": label("award", award.state),
                "effective_from": _day(award.effective_from),
                "claims": [item.ordinal for item in case.items if item.award_id == award.id],
            }
            for award in sorted(awards, key=lambda one: one.ordinal)
        ],
        "services": _services(desk, case, listed, parties),
    }


def of_catalogue(case: Case, listed: Catalogue, paths: dict[int, str]) -> dict[str, Any]:
    """catalogue.json: the documents in order; `paths` says under which names they are in the package."""
    return {
        "schema": CATALOGUE_SCHEMA,
        "case": case.title,
        "basis": "CHR 22",
        "documents": [
            {
                "ordinal": entry.ordinal,
                "place": entry.place.id,
                "place_title": entry.place.title,
                "title": entry.title,
                "about": entry.about,
                "number": entry.number,
                "date": entry.made_on.isoformat(),
                "first_page": entry.first_page,
                "pages": entry.pages,
                "file": paths[entry.ordinal],
            }
            for entry in listed.entries
        ],
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "side": party.side,
        "kind": party.kind,
        "name": party.name,
        "id_number": party.id_number,
        "uscc": party.uscc,
        "address": party.address,
        "legal_representative": party.legal_representative,
        "agents": [{"name": agent.name, "kind": agent.kind, "powers": agent.powers} for agent in party.agents],
    }


def _claims(case: Case, awards: list[Award], parties: dict[int | None, Party]) -> list[dict[str, Any]]:
    decided = {award.id for award in awards if award.type != "advance_payment"}
    lines = []
    for item in case.items:
        line: dict[str, Any] = {
            "ordinal": item.ordinal,
            "kind": item.kind,
            "title": items.kind(item.kind).title,
            "text": item.text,
            "applicant": parties[item.applicant_id].name,
            "respondent": parties[item.respondent_id].name,
            "counterclaim": item.counterclaim,
            "claimed_fen": item.claimed_fen,
        }
        if item.award_id in decided:
            line["result"] = {"disposition": item.disposition, "awarded_fen": item.awarded_fen, "text": item.decision_text}
        lines.append(line)
    return lines


def _services(desk: Desk, case: Case, listed: Catalogue, parties: dict[int | None, Party]) -> list[dict[str, Any]]:
    """送达, of the papers that are in the package."""
    papers = {entry.paper_id: entry for entry in listed.entries if entry.paper_id is not None}
    query = (
        select(Service, Paper)
        .join(Paper, col(Paper.id) == Service.paper_id)
        .where(Paper.case_id == case.id)
        .order_by(col(Service.id))
    )
    return [
        {
            "paper": papers[service.paper_id].title,
            "number": papers[service.paper_id].number,
            "party": parties[service.party_id].name,
            "method": service.method,
            "sent_on": _day(service.sent_on),
            "served_on": _day(service.served_on),
        }
        for service, _ in desk.session.exec(query).all()
        if service.paper_id in papers
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
