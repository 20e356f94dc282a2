"""移送: the linked case at the receiving commission.

A transfer ends the case at the sending office (已移送) and begins one at the receiving office with its own number: each
office counts what it did, the hash chain of neither is rewritten, and the two point to each other.
"""

from sqlmodel import select

from app.models import Agent, Attachment, Body, Case, ClaimItem, Party
from app.services import numbers
from app.services.desk import Desk

PARTY_FIELDS = (
    "ordinal", "side", "kind", "name", "sex", "birth_date", "id_number", "uscc", "legal_representative",
    "legal_representative_post", "address", "postal_address", "phone", "e_service_consent", "joined_on", "joined_ground", "left_on", "left_how",
)  # fmt: skip
ITEM_FIELDS = ("ordinal", "kind", "claimed_fen", "text", "counterclaim")
OVER = ("settled", "withdrawn")
"""What has become of a claim and stays so; anything else was the view of the tribunal that gave the case away."""
ATTACHMENT_FIELDS = ("name", "purpose", "folder", "content_type", "size", "sha256", "added_at", "added_by_id")


def linked_case(desk: Desk, case: Case) -> Case:
    """The case at the receiving commission: parties, claims and the main file are copied, not what the tribunal wrote."""
    office = desk.session.get_one(Body, case.transfer_to_id)
    linked = Case(
        receipt_number=numbers.receipt_number(desk.session, office, desk.today.year),
        office_id=office.id or 0,
        state="transferred_in",
        definition=desk.book.version,
        procedure=case.procedure,
        collective=case.collective,
        source="transfer",
        origin_id=case.origin_id,
        transferred_from_id=case.id,
        filed_on=case.filed_on,
        law_on=case.law_on,
        papers_complete_on=desk.today,
        facts_and_reasons=case.facts_and_reasons,
        created_at=desk.now,
    )
    desk.session.add(linked)
    desk.session.flush()
    same: dict[int | None, Party] = {}
    for party in case.parties:
        same[party.id] = Party(
            case_id=linked.id or 0,
            **{name: getattr(party, name) for name in PARTY_FIELDS},
            agents=[Agent(party_id=0, name=a.name, kind=a.kind, powers=a.powers) for a in party.agents],
        )
        linked.parties.append(same[party.id])
    desk.session.flush()
    for party in case.parties:
        if party.succeeds_id is not None:
            same[party.id].succeeds_id = same[party.succeeds_id].id
    for item in case.items:
        linked.items.append(
            ClaimItem(
                case_id=linked.id or 0,
                applicant_id=same[item.applicant_id].id or 0,
                respondent_id=same[item.respondent_id].id or 0,
                disposition=item.disposition if item.disposition in OVER else "pending",
                **{name: getattr(item, name) for name in ITEM_FIELDS},
            )
        )
    files = desk.session.exec(select(Attachment).where(Attachment.case_id == case.id, Attachment.folder == "main")).all()
    for file in files:
        desk.session.add(
            Attachment(
                case_id=linked.id or 0,
                party_id=same[file.party_id].id if file.party_id else None,
                **{name: getattr(file, name) for name in ATTACHMENT_FIELDS},
            )
        )
    desk.session.flush()
    return linked


def origin_of(desk: Desk, case: Case) -> Case:
    """The case at the office that transferred it, its row locked."""
    return desk.session.get_one(Case, case.transferred_from_id, with_for_update=True)


def linked_to(desk: Desk, case: Case) -> Case | None:
    """The case that came of transferring this one."""
    return desk.session.exec(select(Case).where(Case.transferred_from_id == case.id).with_for_update()).first()
