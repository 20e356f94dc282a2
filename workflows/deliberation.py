"""评议: from each arbitrator's view to the decision (LMA 45; CHR 52): majority, dissent, or the chief's view."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VIEWS: Mapping[str, tuple[str, str]] = {
    "first": ("第一种意见", "first view"),
    "second": ("第二种意见", "second view"),
    "third": ("第三种意见", "third view"),
}
"""Arbitrators who agree choose the same one."""


@dataclass(frozen=True)
class Decision:
    """The view that decides, on what footing ("sole", "unanimous", "majority", "chief"), and who dissents."""

    view: str
    by: str
    dissenters: tuple[int, ...]

    def sentence(self) -> str:
        """The conclusion as the record of deliberation states it."""
        return {
            "sole": "独任仲裁员按上述意见制作裁决稿。",
            "unanimous": "仲裁庭意见一致，按该意见制作裁决稿。",
            "majority": f"仲裁庭形成多数意见（{VIEWS[self.view][0]}），按多数意见制作裁决稿；少数意见记入笔录。",
            "chief": f"仲裁庭不能形成多数意见，按首席仲裁员的意见（{VIEWS[self.view][0]}）制作裁决稿；其他意见记入笔录。",
        }[self.by]


def decide(votes: Sequence[Mapping[str, Any]]) -> Decision:
    """`votes` have staff, chief and view. Without a majority the chief's view decides. Raises ValueError without votes."""
    if not votes:
        raise ValueError("no votes")
    view, count = Counter(vote["view"] for vote in votes).most_common(1)[0]
    by = "sole" if len(votes) == 1 else "unanimous" if count == len(votes) else "majority"
    if count * 2 <= len(votes):
        view, by = next(vote["view"] for vote in votes if vote["chief"]), "chief"
    return Decision(view, by, tuple(vote["staff"] for vote in votes if vote["view"] != view))
