"""管辖: explanation before acceptance, objection, transfer with its linked case, designation, cancellation, right to sue."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from app.models import Body, Case, Event, Hearing, Request
from app.services import decision_papers, limits, numbers, papers, transfers
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before, during
from app.services.effects.requests import decided, new_request

CANCEL_ARTICLES = {"repeated": ["CHR 32", "CHR 34"]}
CANCEL_TITLES = {
    "out_of_scope": "不属于受理范围",
    "unclear": "没有明确的仲裁请求和事实理由",
    "no_interest": "申请人与本案无直接利害关系或者没有明确的被申请人",
    "repeated": "属于重复申请",
}


@during("arb.explain_jurisdiction")
def explain(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CHR 31(1): a written explanation naming the right commission, no refusal."""
    papers.issue(
        desk,
        case,
        "jurisdiction_explanation",
        extra={
            "jurisdiction": {
                "commission": asked["right_commission"].rstrip("。"),
                "reason": asked["jurisdiction_reason"].rstrip("。"),
            }
        },
    )


@before("arb.may_sue")
def may_sue(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    """LMA 29: the right is recorded with its ground and day."""
    case.may_sue_from = desk.today
    case.may_sue_ground = (
        "不予受理通知书已送达申请人（LMA 29）" if case.state == "refused" else "法定期限内未作出是否受理的决定（LMA 29）"
    )


# ---- 撤销案件 ----


@during("arb.cancel_case")
def cancel(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CHR 32: served within five working days."""
    decision_papers.issue(
        desk,
        case,
        "cancellation_decision",
        opening=f"{decision_papers.who(case, case.on_side('applicant')[0].id)}申请仲裁一案，本委受理后发现不符合受理条件",
        reason=f"本案{CANCEL_TITLES[asked['cancel_ground']]}：{asked['cancel_reason']}",
        articles=CANCEL_ARTICLES.get(asked["cancel_ground"], ["CHR 30", "CHR 32"]),
        result="撤销本案",
    )


# ---- 异议 ----


@before("objection.file")
def file_objection(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> Request:
    return new_request(desk, case, "jurisdiction", asked)


@before("objection.uphold", "objection.reject")
def decide_objection(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any]) -> None:
    decided(desk, request, asked["note"])


@during("objection.uphold", "objection.reject")
def tell_objection(desk: Desk, case: Case, request: Request, asked: Mapping[str, Any], event: Event) -> None:
    decision_papers.issue(
        desk,
        case,
        "objection_decision",
        opening=f"{decision_papers.who(case, request.party_id)}在答辩期内书面提出管辖异议：{request.text[:500].rstrip('。')}",
        reason=asked["note"],
        articles=["LMA 21", "CHR 8", "CHR 10"],
        result="管辖异议成立，本案移送有管辖权的仲裁委员会" if event.after == "granted" else "驳回管辖异议，本案继续审理",
    )


# ---- 移送 ----


@before("arb.transfer")
def transfer(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    case.transfer_to_id = asked["receiving_commission"]
    body = desk.session.get(Body, case.transfer_to_id) if case.transfer_to_id else None
    case.transfer_to = body.name if body else asked["receiving_commission_name"]
    _keep_state(case)


@during("arb.transfer")
def send_transfer(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CHR 9, 10: a letter to the receiving commission, a notice to the parties."""
    reason = asked["jurisdiction_reason"]
    papers.issue(
        desk,
        case,
        "transfer_letter",
        extra={"jurisdiction": {"commission": case.transfer_to, "reason": reason.rstrip("。")}},
    )
    decision_papers.issue(
        desk,
        case,
        "transfer_notice",
        opening="本委受理后发现本案不属于本委管辖",
        reason=reason,
        articles=["LMA 21", "CHR 8", "CHR 9"],
        result=f"将本案移送{case.transfer_to}；仲裁期限自受移送的仲裁委员会受理之日起重新计算",
    )


@after("arb.transfer")
def make_linked_case(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    _cancel_hearings(desk, case, door)
    if case.transfer_to_id is not None:
        linked = transfers.linked_case(desk, case)
        door.start(desk, linked, "filing.receive_transfer", linked)


@before("arb.ask_designation")
def ask_designation(desk: Desk, case: Case, _: Any, __: Mapping[str, Any]) -> None:
    _keep_state(case)


@during("arb.ask_designation")
def request_designation(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], __: Event) -> None:
    """CHR 9: to the department above both commissions; by name once it is known, else as the rule calls it."""
    sender = desk.session.get(Body, transfers.origin_of(desk, case).office_id) if case.origin_id else None
    papers.issue(
        desk,
        case,
        "designation_request",
        extra={
            "designation": {
                "department": "共同的上一级仲裁委员会主管部门",
                "reason": asked["note"].strip().rstrip("。；; "),
                "other": sender.name if sender else "",
            }
        },
    )


@after("arb.ask_designation")
def designation_asked(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    _cancel_hearings(desk, case, door)


@before("arb.transfer_taken")
def taken(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    case.transfer_number = asked["receiving_number"]


@before("arb.take_transfer")
def take(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 46(5): the forty-five days count anew from the day the receiving commission takes it; its own number."""
    office = desk.session.get_one(Body, case.office_id)
    case.number = numbers.case_number(desk.session, office, desk.today.year)
    case.accepted_on = desk.today
    case.cause = asked["cause"]


@after("arb.take_transfer")
def tell_sender(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    origin = transfers.origin_of(desk, case)
    if origin.state == "transferring":
        door.perform(desk, origin, "arb.transfer_taken", receiving_number=case.number, taken_on=desk.today)


@after("arb.dispute_transfer")
def dispute(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    origin = transfers.origin_of(desk, case)
    if origin.state == "transferring":
        door.perform(desk, origin, "arb.transfer_disputed", note=asked["note"])


@before("arb.designated")
def designated(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 9: the common higher department says who takes it."""
    if asked["designated_to"] == "other":
        case.transfer_to, case.transfer_to_id = asked["receiving_commission_name"], None
    if asked["designated_to"] == "here":
        case.transfer_to, case.transfer_to_id = "", None


@after("arb.designated")
def tell_receiver(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    linked = transfers.linked_to(desk, case)
    if linked is not None and linked.state == "designation":
        to_it = asked["designated_to"] == "receiver"
        door.perform(desk, linked, "arb.designated_here" if to_it else "arb.designated_away")
        if not to_it:
            limits.close_limits(desk, linked, ("arb.decide_45",), None, desk.today)


def _keep_state(case: Case) -> None:
    """Where the case stood, should it come back; a hearing that was set falls away."""
    case.state_before_suspension = "tribunal_formed" if case.state == "hearing_set" else case.state


def _cancel_hearings(desk: Desk, case: Case, door: Door) -> None:
    hearings = desk.session.exec(
        select(Hearing).where(Hearing.case_id == case.id, col(Hearing.state).in_(("set", "notified")))
    ).all()
    for hearing in hearings:
        door.perform(desk, hearing, "hearing.cancelled")


@after("arb.cancel_case")
def cancelled(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], door: Door) -> None:
    _cancel_hearings(desk, case, door)
