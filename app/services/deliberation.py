"""评议: the record of each view, the conclusion, and who dissents. It never leaves the inner file (CHR 22, 52)."""

from collections.abc import Mapping
from typing import Any

from app.models import Case
from workflows.deliberation import VIEWS, Decision, decide

POSTS = {True: "首席仲裁员", False: "仲裁员"}


def decision(case: Case) -> Decision | None:
    """The view that decides, once the tribunal has deliberated."""
    return decide(case.votes) if case.votes else None


def dissenters(case: Case) -> Mapping[int, str]:
    """Arbitrators whose view did not become the decision → their names."""
    found = decision(case)
    names = {vote["staff"]: vote["name"] for vote in case.votes}
    return {one: names[one] for one in found.dissenters} if found else {}


def in_words(case: Case, conclusion: str) -> str:
    """The whole record as one text for the tribunal's page."""
    lines = [f"{_post(case, vote)}{vote['name']}（{VIEWS[vote['view']][0]}）：{vote['text']}" for vote in case.votes]
    found = decision(case)
    assert found is not None
    return "\n".join([*lines, f"评议结论：{conclusion}", found.sentence()])


def record_facts(case: Case, conclusion: str, today: str) -> dict[str, Any]:
    """The facts of the 评议笔录."""
    found = decision(case)
    assert found is not None
    return {
        "on": today,
        "place": "合议室",
        "opinions": [
            {"post": _post(case, vote), "name": vote["name"], "text": f"（{VIEWS[vote['view']][0]}）{vote['text']}"}
            for vote in case.votes
        ],
        "conclusion": f"{conclusion.rstrip('。')}。\n{found.sentence()}",
        "dissent": [
            {"name": vote["name"], "text": vote["text"]} for vote in case.votes if vote["staff"] in found.dissenters
        ],
    }


def _post(case: Case, vote: Mapping[str, Any]) -> str:
    return "独任仲裁员" if len(case.votes) == 1 else POSTS[bool(vote["chief"])]
