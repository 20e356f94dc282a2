"""决定书、通知书 on the way from filing to hearing: one shape — what was asked, why, on what ground, what was decided."""

from collections.abc import Sequence

from app.models import Case, Paper, Party
from app.services import paper_facts, papers
from app.services.desk import Desk
from workflows import limits


def issue(
    desk: Desk,
    case: Case,
    kind: str,
    *,
    opening: str,
    reason: str,
    articles: Sequence[str],
    result: str,
    rights: str = "",
    to: Sequence[Party] = (),
) -> Paper:
    """Make one paper of this shape for the parties named, or for all. Raises Refused naming what is missing."""
    named = to or case.taking_part
    answer = {"answer": {"days": limits.rule("arb.answer").length}} if kind == "claim_change_notice" else {}
    return papers.issue(
        desk,
        case,
        kind,
        party=to[0] if len(to) == 1 else None,
        extra={
            **answer,
            "decision": {
                "to": [party.name for party in named],
                "opening": opening,
                "reason": reason.strip().rstrip("。；; "),
                "articles": list(articles),
                "result": result.strip().rstrip("。；; "),
                "rights": rights,
            }
        },
    )


def who(case: Case, party_id: int | None) -> str:
    """The party with its role, as a decision names it."""
    party = next((p for p in case.parties if p.id == party_id), None)
    return f"{paper_facts.SIDE_TITLES[party.side]}{party.name}" if party else ""
