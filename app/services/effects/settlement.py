"""调解书: made with the settlement, in effect when everyone has signed for it, without effect when a party goes back."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Case, MediationStatement, Paper
from app.services import awards, case_rows, papers
from app.services.desk import Desk
from app.services.effects.hearings import latest_hearing
from app.services.effects.registry import Door, after, before


@before("med.in_hearing")
def mediate(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """LMA 42: the attempt is recorded; what was offered is not."""
    case.mediation_tried_on = desk.today
    hearing = latest_hearing(desk, case)
    if hearing is not None:
        hearing.mediation_result = asked["mediation_note"]
        desk.session.add(hearing)


@after("med.in_hearing", "collective.guide")
def settled(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """CHR 72, 73: the statement is made at once; it settles nothing before both sides have signed for it."""
    if asked["mediation_result"] == "failed":
        return
    whole = asked["mediation_result"] == "settled"
    open_items = [i.id or 0 for i in awards.open_items(desk.session, case)]
    last = desk.session.exec(
        select(MediationStatement.ordinal)
        .where(MediationStatement.case_id == case.id)
        .order_by(col(MediationStatement.ordinal).desc())
    ).first()
    statement = MediationStatement(
        case_id=case.id or 0,
        ordinal=(last or 0) + 1,
        whole=whole,
        item_ids=open_items if whole else list(asked["settled_items"]),
        terms=asked["mediation_terms"],
        reached_on=desk.today,
    )
    desk.session.add(statement)
    paper = papers.issue(desk, case, "mediation_statement", extra={"settlement": _facts(case, statement)})
    statement.paper_id = paper.id
    desk.session.flush()
    door.start(desk, case, "statement.issue", statement)


def _facts(case: Case, statement: MediationStatement) -> dict[str, Any]:
    lines = [line.strip(" ；;。") for line in statement.terms.splitlines() if line.strip(" ；;。")]
    facts: dict[str, Any] = {"reached_on": statement.reached_on.isoformat(), "terms": [{"text": one} for one in lines]}
    if not statement.whole:
        settled_now = [str(i.ordinal) for i in case.items if i.id in statement.item_ids]
        facts["part"] = f"第{'、'.join(settled_now)}项仲裁请求"
    return facts


def signed_for(desk: Desk, case: Case, paper: Paper, door: Door) -> None:
    """LMA 42; rules §21.12: in effect at the last signature, and not before. Called when a paper was served."""
    statement = desk.session.exec(
        select(MediationStatement).where(MediationStatement.paper_id == paper.id, MediationStatement.state == "issued")
    ).first()
    if statement is None:
        return
    received = [
        s for s in case_rows.services(desk.session, case.id or 0) if s.paper_id == paper.id and s.served_on is not None
    ]
    bound = {p.id for p in case.taking_part if p.side != "third_party" and p.left_on is None}
    if not bound <= {s.party_id for s in received}:
        return
    statement.effective_on = max(s.served_on for s in received if s.served_on is not None)
    door.perform(desk, statement, "statement.take_effect")
    if statement.whole:
        door.perform(desk, case, "med.statement_effective")


@before("statement.take_effect")
def take_effect(desk: Desk, case: Case, statement: MediationStatement, _: Mapping[str, Any]) -> None:
    """CHR 73: the claims it covers are settled; the others go on."""
    for item in case.items:
        if item.id in statement.item_ids:
            item.disposition = "settled"
            desk.session.add(item)


@before("statement.refuse")
def refuse(desk: Desk, case: Case, statement: MediationStatement, asked: Mapping[str, Any]) -> None:
    statement.refused_by_id = asked["party"]
    statement.refusal = asked["refusal_of_statement"]
    paper = desk.session.get(Paper, statement.paper_id)
    if paper is not None:
        # What was conceded to settle is nobody's evidence (NEG 11): the paper that failed is no part of the main file.
        paper.folder = "inner"
        desk.session.add(paper)


@after("statement.refuse")
def refused(desk: Desk, case: Case, statement: MediationStatement, _: Mapping[str, Any], door: Door) -> None:
    """LMA 42: no settlement, so the tribunal goes on and makes its award in good time."""
    if statement.whole:
        door.perform(desk, case, "med.statement_refused")
