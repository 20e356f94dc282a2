"""回避: the challenge, the decision, and the change of the tribunal that follows from it."""

from collections.abc import Mapping
from typing import Any

from app.models import Case, Event, Request, Staff
from app.services import decision_papers
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.effects.requests import decided, new_request


@before("recusal.ask")
def ask(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "recusal", asked, staff_id=asked["challenged"], data=_data(asked))


@before("recusal.own")
def own(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    """LMA 33: an official who knows a ground says so unasked."""
    return new_request(desk, case, "recusal", asked, staff_id=desk.actor.id, data=_data(asked))


def _data(asked: Mapping[str, Any]) -> dict[str, Any]:
    learnt = asked.get("learnt_on")
    return {"ground": asked["recusal_ground"], "learnt_on": learnt.isoformat() if learnt else ""}


@before("recusal.grant", "recusal.reject")
def decide(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    """CHR 12: who decided is kept."""
    request.data = {**request.data, "decider": asked["recusal_decider"]}
    decided(desk, request, asked["note"])


@during("recusal.grant", "recusal.reject")
def tell(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 11: the decision in writing, with its reasons."""
    person = desk.session.get_one(Staff, request.staff_id).name
    by = {"commission": "经仲裁委员会决定", "director": "经仲裁委员会主任（或者其授权的仲裁院负责人）决定"}
    decision_papers.issue(
        desk,
        case,
        "recusal_decision",
        opening=(
            f"{decision_papers.who(case, request.party_id)}申请{person}回避" if request.party_id else f"{person}自行提出回避"
        ),
        reason=asked["note"],
        articles=["LMA 33", "CHR 11", "CHR 12"],
        result=f"{by[asked['recusal_decider']]}，{person}回避" if event.after == "granted" else "驳回回避申请",
    )


@before("arb.replace_member")
def replace(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """One for one; the new notice of the tribunal tells the parties."""
    leaving, coming = asked["leaving"], asked["replacement"]
    case.panel = [coming if one == leaving else one for one in case.panel]
    if case.recorder_id == leaving:
        case.recorder_id = coming
    if case.chief_id == leaving:
        case.chief_id = coming
    if case.hearing_officer_id == leaving:
        case.hearing_officer_id = coming
    if asked["earlier_acts"] == "repeat":
        # What is heard again is debated, mediated and deliberated again by those who now sit.
        case.debate_closed_on = None
        case.mediation_tried_on, case.no_mediation_reason = None, ""
        case.deliberation, case.votes = "", []
