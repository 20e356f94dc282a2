"""追加当事人: the new party, what it takes over, its own notices, and the forty-five days counted anew."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Agent, Case, Event, Hearing, Party, Request
from app.services import decision_papers, identity, papers, restarts
from app.services.desk import Desk
from app.services.effects.claims import inherited
from app.services.effects.registry import before, during
from app.services.effects.requests import decided, new_request
from workflows import limits

SIDE = {"third_applied": "third_party", "third_called": "third_party"}
"""Ground → the side a new party stands on; who stands for somebody is on their side, the others are respondents."""
ARTICLES = {
    "dispatch": ["LMA 22"],
    "unlicensed": ["CHR 6"],
    "contractor": ["CHR 7"],
    "borrowed": ["LMA 22", "I1 30"],
    "related": ["LMA 22", "I2 3"],
    "successor": ["LMA 22", "I1 26"],
    "third_applied": ["LMA 23"],
    "third_called": ["LMA 23"],
    "heir": ["LMA 25"],
    "guardian": ["LMA 25"],
}
KEPT = ("joining_ground", "new_party_kind", "new_party_name", "new_party_identity", "new_party_address", "stands_for")


@before("party.ask")
def ask(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(
        desk,
        case,
        "add_party",
        {**asked, "asking_party": asked["asking_party_optional"]},
        data={name: asked[name] for name in KEPT},
    )


@before("party.add")
def add(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """LMA 22, 23, 25. A guardian acts for the worker and is no party; an heir pursues the worker's claims."""
    said = request.data
    ground = said["joining_ground"]
    stands_for = next((p for p in case.parties if p.id == said["stands_for"]), None)
    decided(desk, request, asked["note_optional"])
    if ground == "guardian":
        assert stands_for is not None
        stands_for.agents.append(
            Agent(party_id=stands_for.id or 0, name=said["new_party_name"], kind="法定代理人", powers="法定代理")
        )
        desk.session.flush()
        return
    party = Party(
        case_id=case.id or 0,
        ordinal=max(p.ordinal for p in case.parties) + 1,
        side=stands_for.side if stands_for else SIDE.get(ground, "respondent"),
        kind=said["new_party_kind"],
        name=said["new_party_name"],
        address=said["new_party_address"],
        joined_on=desk.today,
        joined_ground=_title(desk, ground)[:200],
        succeeds_id=stands_for.id if stands_for else None,
    )
    if said["new_party_identity"]:
        identity.put(party, "新当事人", said["new_party_identity"])
    case.parties.append(party)
    desk.session.flush()
    request.data = {**said, "party_id": party.id}
    if stands_for is not None:
        inherited(desk, case, request, stands_for, party)


@during("party.add")
def added(desk: Desk, case: Case, request: Request, _: Mapping[str, Any], event: Event) -> None:
    """CHR 46(1): from the day of the decision; the new respondent has an answer period of its own."""
    said = request.data
    ground = said["joining_ground"]
    opening = (
        f"{decision_papers.who(case, request.party_id)}申请追加{said['new_party_name']}参加本案"
        if request.party_id
        else f"本委依职权审查{said['new_party_name']}参加本案的事项"
    )
    reason = f"{_title(desk, ground)}。{request.text[:500].rstrip('。')}"
    party = next((p for p in case.parties if p.id == said.get("party_id")), None)
    if party is None:
        decision_papers.issue(
            desk, case, "procedural_notice", opening=opening, reason=reason, articles=ARTICLES[ground],
            result=f"由{said['new_party_name']}作为法定代理人代为参加仲裁",
        )  # fmt: skip
        return
    restarts.decide_45(desk, case, "追加当事人", event.id)
    role = {"respondent": "被申请人", "third_party": "第三人", "applicant": "申请人"}[party.side]
    result = f"追加{party.name}为本案{role}；仲裁期限自决定追加之日起重新计算"
    articles = [*ARTICLES[ground], "CHR 46"]
    others = [p for p in case.taking_part if p is not party]
    decision_papers.issue(
        desk, case, "procedural_notice", opening=opening, reason=reason, articles=articles, result=result, to=others
    )
    decision_papers.issue(
        desk,
        case,
        "added_party_notice",
        opening=opening,
        reason=reason,
        articles=articles,
        result=result,
        rights=_rights(party),
        to=[party],
    )
    hearing = desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id, col(Hearing.state).in_(("set", "notified")))
    ).first()
    if hearing is not None:
        papers.issue(desk, case, "hearing_notice", hearing=hearing, party=party)


@before("party.do_not_add")
def do_not_add(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@during("party.do_not_add")
def not_added(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], _: Event) -> None:
    if request.party_id is None:
        return
    decision_papers.issue(
        desk,
        case,
        "procedural_decision",
        opening=f"{decision_papers.who(case, request.party_id)}申请追加{request.data['new_party_name']}参加本案",
        reason=asked["note"],
        articles=ARTICLES[request.data["joining_ground"]],
        result="不予追加",
    )


def _title(desk: Desk, ground: str) -> str:
    return next(choice[1] for choice in desk.book.fields["joining_ground"].choices if choice[0] == ground)


def _rights(party: Party) -> str:
    if party.side == "respondent":
        period = limits.rule("arb.answer").period
        return f"请自收到本通知书和仲裁申请书副本之日起{period}提交答辩书；不提交答辩书的，不影响仲裁程序的进行。"
    return "可以在举证期限内提交证据和书面意见，并按开庭通知参加庭审。"
