"""离开集体争议: some workers withdraw, settle or are severed; the others go on (CHR 35; LMA 42; rules §10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from app.models import Body, Case, ClaimItem, Event, Paper, Party, Service
from app.services import group, limits, numbers, papers
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.errors import InvalidInput
from app.services.paper_facts import claim_facts, party_facts
from workflows import collective as law
from workflows import panel
from workflows.errors import InputError

COPIED = (
    "side", "kind", "name", "sex", "birth_date", "id_number", "uscc", "legal_representative", "legal_representative_post",
    "address", "postal_address", "phone", "e_service_consent",
)  # fmt: skip


def _leave(desk: Desk, case: Case, ids: Sequence[int], how: str, disposition: str) -> None:
    for party in case.parties:
        if party.id in ids:
            party.left_on, party.left_how = desk.today, how
            desk.session.add(party)
    for item in case.items:
        if item.applicant_id in ids:
            item.disposition, item.awarded_fen = disposition, None
            desk.session.add(item)
    desk.session.flush()


def _only_theirs(case: Case, ids: Sequence[int]) -> dict[str, Any]:
    """The facts of a paper that is about some of the applicants."""
    return {
        "applicants": [party_facts(p) for p in case.parties if p.id in ids],
        "claims": [claim_facts(i) for i in case.items if i.applicant_id in ids],
    }


def _stands_on(desk: Desk, case: Case, ids: Sequence[int], paper: Paper) -> None:
    for party in case.parties:
        if party.id in ids:
            party.left_paper_id = paper.id
            desk.session.add(party)


@before("collective.withdraw_some")
def withdraw_some(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 35: their claims end; the others' go on."""
    _leave(desk, case, asked["workers"], "withdrawn", "withdrawn")


@during("collective.withdraw_some")
def decide_on_withdrawal(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    withdrawal = {"requested_on": desk.today.isoformat(), "reason": str(asked["withdrawal_reason"]).rstrip("。")}
    extra = {**_only_theirs(case, asked["workers"]), "withdrawal": withdrawal}
    _stands_on(desk, case, asked["workers"], papers.issue(desk, case, "withdrawal_decision", asked=asked, extra=extra))


@before("collective.settle_some")
def settle_some(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 42: a 调解书 for those who settled; until both sides have signed it either may go back."""
    _leave(desk, case, asked["workers"], "settling", "settled")


@during("collective.settle_some")
def statement_for_some(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    lines = [line.strip(" ；;。") for line in str(asked["settlement_terms"]).splitlines() if line.strip(" ；;。")]
    settlement = {"reached_on": desk.today.isoformat(), "terms": [{"text": line} for line in lines]}
    extra = {**_only_theirs(case, asked["workers"]), "settlement": settlement}
    _stands_on(desk, case, asked["workers"], papers.issue(desk, case, "mediation_statement", extra=extra))


def signed_for(desk: Desk, case: Case, paper: Paper) -> None:
    """LMA 42; rules §21.12: settled on the day of the last signature, worker by worker. Called when a paper was served."""
    leavers = [p for p in case.parties if p.left_paper_id == paper.id and p.left_how == "settling"]
    if not leavers:
        return
    rows = desk.session.exec(
        select(Service).where(Service.paper_id == paper.id, col(Service.served_on).is_not(None))
    ).all()
    days = {row.party_id: row.served_on for row in rows}
    firms = [p.id or 0 for p in case.still_in("respondent")]
    for party in leavers:
        if all(one in days for one in (party.id or 0, *firms)):
            party.left_how = "settled"
            party.left_on = max(day for one in (party.id or 0, *firms) if (day := days[one]) is not None)
            desk.session.add(party)


@before("collective.settlement_falls")
def settlement_falls(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 42: before the second signature either side may go back; the claims are open again."""
    back = [p for p in case.parties if p.id in asked["settled_workers"]]
    statements = {p.left_paper_id for p in back}
    signed = {
        (s.paper_id, s.party_id)
        for s in desk.session.exec(
            select(Service).where(col(Service.paper_id).in_(statements), col(Service.served_on).is_not(None))
        ).all()
    }
    firms = [p.id for p in case.parties if p.side == "respondent"]
    bound = [p for p in back if (p.left_paper_id, p.id) in signed and all((p.left_paper_id, f) in signed for f in firms)]
    if bound:
        why = f"{group.told(bound)}的调解书双方已经签收，发生法律效力，不能反悔。"
        raise InvalidInput([InputError("劳动者", "", why, "请从名单中去掉。", "LMA 42")])
    for party in back:
        party.left_on = party.left_how = party.left_paper_id = None
        desk.session.add(party)
    ids = {p.id for p in back}
    for item in case.items:
        if item.applicant_id in ids:
            item.disposition = "pending"
            desk.session.add(item)
    desk.session.flush()


# ---- 分案 ----


@before("collective.sever")
def sever(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """The workers named go on in a case of their own, with their claims and the day of acceptance they have."""
    office = desk.session.get_one(Body, case.office_id)
    leaving = [p for p in case.parties if p.id in asked["workers"]]
    kinds = [(n, i.kind) for n, p in enumerate(leaving) for i in case.items if i.applicant_id == p.id]
    shared = law.sharing(len(leaving), kinds)
    many = panel.is_collective(panel.CaseFacts(workers=shared, common_claim=shared > 1), case.filed_on)
    made = Case(
        receipt_number=numbers.receipt_number(desk.session, office, desk.today.year),
        number=numbers.case_number(desk.session, office, desk.today.year),
        office_id=case.office_id,
        definition=desk.book.version,
        procedure="collective" if many else "ordinary",
        collective=many,
        source=case.source,
        cause=case.cause,
        filed_on=case.filed_on,
        law_on=case.law_on,
        papers_complete_on=case.papers_complete_on,
        accepted_on=case.accepted_on,
        facts_and_reasons=case.facts_and_reasons,
        severed_from_id=case.id,
        created_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    twins: dict[int | None, Party] = {}
    for ordinal, party in enumerate([*leaving, *(p for p in case.parties if p.side != "applicant")], start=1):
        twin = Party(case_id=made.id or 0, ordinal=ordinal, **{name: getattr(party, name) for name in COPIED})
        twins[party.id] = twin
        made.parties.append(twin)
    desk.session.flush()
    moved: list[ClaimItem] = [i for i in case.items if i.applicant_id in asked["workers"]]
    for ordinal, item in enumerate(moved, start=1):
        item.applicant_id = twins[item.applicant_id].id or 0
        item.respondent_id = twins[item.respondent_id].id or 0
        item.ordinal = ordinal
        item.case = made
        desk.session.add(item)
    desk.session.flush()
    _leave(desk, case, asked["workers"], "severed", "pending")


@after("collective.sever")
def severed(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    made = desk.session.exec(
        select(Case).where(Case.severed_from_id == case.id).order_by(col(Case.id).desc())
    ).first()
    assert made is not None
    door.start(desk, made, "filing.severed", made)


@during("filing.severed")
def time_runs_on(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], event: Event) -> None:
    """LMA 43: the time for the award counts from the acceptance the claims had; a case of their own needs a tribunal."""
    assert case.accepted_on is not None
    limits.open_limit(desk, case, "arb.decide_45", case.accepted_on, event.id)
    limits.open_limit(desk, case, "arb.panel.form", desk.today, event.id)
    limits.open_limit(desk, case, "arb.serve_application", desk.today, event.id)
    if case.procedure == "collective":
        limits.open_limit(desk, case, "arb.collective.notice", desk.today, event.id)
