"""审批: each opinion is kept; the last level's approval does what was asked for, in the same transaction."""

from collections.abc import Mapping
from typing import Any

from app.models import Approval, Case
from app.services import approvals
from app.services.desk import Desk
from app.services.effects.registry import Door, after, before


@before("approval.endorse")
def endorse(desk: Desk, case: Case, approval: Approval, asked: Mapping[str, Any]) -> None:
    approvals.record_opinion(desk, case, approval, "endorse", asked["approval_opinion"] or "同意")
    approval.level = approvals.next_level(approval)


@before("approval.approve")
def approve(desk: Desk, case: Case, approval: Approval, asked: Mapping[str, Any]) -> None:
    approvals.record_opinion(desk, case, approval, "approve", asked["approval_opinion"] or "同意")
    approval.decided_on = desk.today


@before("approval.return")
def send_back(desk: Desk, case: Case, approval: Approval, asked: Mapping[str, Any]) -> None:
    approvals.record_opinion(desk, case, approval, "return", asked["remarks"])
    approval.decided_on = desk.today


@before("approval.withdraw", "approval.void")
def drop(desk: Desk, case: Case, approval: Approval, asked: Mapping[str, Any]) -> None:
    approval.decided_on = desk.today


@after("approval.approve")
def approved(desk: Desk, case: Case, approval: Approval, _: Mapping[str, Any], door: Door) -> None:
    door.carry_out(desk, case, approval)


@after("approval.return")
def returned(desk: Desk, case: Case, approval: Approval, _: Mapping[str, Any], door: Door) -> None:
    """CHR 53: a draft that comes back is the tribunal's to write again."""
    if approval.rule == approvals.DRAFT_RULE:
        door.follow(desk, case, "arb.return_draft")


@after("approval.withdraw")
def withdrawn(desk: Desk, case: Case, approval: Approval, _: Mapping[str, Any], door: Door) -> None:
    if approval.rule == approvals.DRAFT_RULE:
        door.follow(desk, case, "arb.recall_draft")
