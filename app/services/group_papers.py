"""What papers of a collective case say: to whom one copy goes for many, and the roll in a phrase."""

from collections.abc import Sequence
from typing import Any

from app.models import Case, Party
from app.services import group
from app.services.desk import Desk
from workflows import limits


def goes_to_all(case: Case) -> bool:
    """Whether the applicants are told by one paper for all of them (CHR 64)."""
    return case.procedure == "collective"


def addressees(desk: Desk, case: Case) -> list[tuple[Party | None, dict[str, str]]]:
    """One copy for the applicants as a whole, one for everybody else: the party, and how the paper addresses it."""
    titles = {"respondent": "被申请人", "third_party": "第三人"}
    copies: list[tuple[Party | None, dict[str, str]]] = [(None, applicants(desk, case))]
    copies += [(p, {"name": p.name, "role_title": titles[p.side]}) for p in case.parties if p.side in titles]
    return copies


def applicants(desk: Desk, case: Case) -> dict[str, str]:
    """The applicants as one addressee: by their representatives, where they have elected some."""
    row = group.delegation(desk.session, case)
    here = case.still_in("applicant")
    chosen: Sequence[Party] = [p for p in here if row is not None and p.id in row.delegates]
    if chosen:
        return {"name": "、".join(p.name for p in chosen), "role_title": f"{group.told(here)}的代表"}
    return {"name": group.told(here), "role_title": "申请人"}


def notice_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """The one notice (CHR 64): answer, evidence, and who stands for the workers."""
    row = group.delegation(desk.session, case)
    names = {p.id: p.name for p in case.parties}
    chosen = [names[one] for one in row.delegates if one in names] if row is not None else []
    return {
        "answer": {"days": limits.rule("arb.answer").length},
        "group": {
            "count": len(case.still_in("applicant")),
            "delegates": "、".join(chosen) if chosen else "没有推举代表，由各申请人本人参加",
        },
    }
