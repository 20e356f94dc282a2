"""审批表 (CHR 22): the facts of the form, from the request and the opinions given on it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.models import Approval, Case
from app.services.approvals import DRAFT_RULE
from app.services.desk import Desk
from workflows.approvals import approvals


def of_form(session: Session, approval_id: int) -> dict[str, Any]:
    """What the approval form says: the act, what was proposed, and every level's opinion or why it was skipped."""
    approval = session.get_one(Approval, approval_id)
    case = session.get_one(Case, approval.case_id)
    kind = approvals().kinds[approval.kind]
    steps = [
        {
            "role_title": "报请人",
            "opinion": f"报请{kind.title}",
            "name": approval.requested_by_name,
            "on": approval.requested_on.isoformat(),
        }
    ]
    for level in approval.levels:
        said = [one for one in approval.opinions if one["level"] == level["id"]]
        if level.get("skipped"):
            steps.append({"role_title": level["title"], "opinion": f"略过：{level['skipped']}"})
        steps += [
            {
                "role_title": level["title"],
                "opinion": one["remark"],
                "name": one["by_name"] + (f"（受{one['for_name']}委托）" if one.get("for_name") else ""),
                "on": one["on"],
            }
            for one in said
        ]
    return {
        "matter": kind.title,
        "summary": case.facts_found or case.facts_and_reasons,
        "proposal": _proposal(approval) or kind.title,
        "basis": kind.basis,
        "steps": steps,
    }


def _proposal(approval: Approval) -> str:
    """What was proposed; of a draft award only what is decided on each claim, the rest stands in the draft itself."""
    lines = [(line["title"], line["text"]) for line in approval.content]
    if approval.rule == DRAFT_RULE:
        lines = [(title, text.split("\n")[0]) for title, text in lines if title.startswith("第")]
    return "\n".join(f"{title}：{text}" for title, text in lines)


def of_acceptance(desk: Desk, case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    """立案审批表 (CHR 22, 30): which of the four conditions were examined, by whom, and who approves where the office asks for it."""
    examined = desk.book.fields["conditions"].help.partition("依据")[0].rstrip("。")
    return {
        "summary": case.facts_and_reasons,
        "proposal": f"经逐项核对（{examined}），符合受理条件，拟予受理。" if asked.get("conditions") else "符合受理条件，拟予受理。",
        "basis": "LMA 29; CHR 30",
        "steps": [
            {"role_title": "立案人员", "opinion": "予以受理。", "name": desk.actor.name, "on": desk.today.isoformat()},
            {"role_title": "审批人"},
        ],
    }
