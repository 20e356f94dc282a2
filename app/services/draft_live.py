"""What stands against a draft while it is written: asked every few seconds, with what is typed and not yet saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.models import Case, ClaimItem
from app.services import awards, drafting
from app.services.desk import Desk
from app.services.draft_check import ASKS_WHY, texts_cited
from app.services.drafting import Standing
from search_index.citations import amounts
from workflows import finality
from workflows.errors import InputError
from workflows.items import kind as item_kind

TEXTS = ("facts_found", "reasoning")
SAID_OF_ITEMS = ("项请求还没有裁决意见", "项裁决金额超过请求金额", "项裁决金额与计算过程的结果不一致")


@dataclass(frozen=True)
class Line:
    """One thing to see to. `level`: `stop` cannot stay, `look` is for the arbitrator to weigh."""

    level: str
    text: str
    basis: str = ""


@dataclass(frozen=True)
class ItemState:
    """One claim as typed: what to see to, and the sum its working comes to (fen) where it names one."""

    id: int
    ordinal: int
    disposition: str
    awarded_fen: int | None
    working_fen: int | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Live:
    """The whole draft as typed. Sums in fen."""

    items: Sequence[ItemState]
    whole: Sequence[Line]
    standing: Standing
    claimed_fen: int = 0
    awarded_fen: int = 0
    decided: int = 0
    left: int = 0
    without_rights: Sequence[int] = field(default=())
    """Positions of awards of the split that would carry no sentence on the parties' rights."""


def look(desk: Desk, case: Case, raw: Mapping[str, Any]) -> Live:
    """The draft with what is typed. Changes the rows in this session only: the caller must not commit it."""
    session = desk.session
    for name in TEXTS:
        if name in raw:
            setattr(case, name, str(raw[name]))
    states = []
    to_decide = awards.to_decide(session, case)
    for item in to_decide:
        if f"item-{item.id}-disposition" not in raw:
            continue  # on another page of a long roster
        wrong: list[Line] = []
        try:
            awards.save_item(session, item, raw)
        except InputError as problem:
            wrong.append(Line("stop", f"{problem.why}{problem.remedy}", problem.basis))
        states.append(_state(desk, item, wrong))
    standing = drafting.standing(desk, case)
    money = [item for item in to_decide if item_kind(item.kind).money]
    return Live(
        items=states,
        whole=[*_of_the_law("\n".join((case.reasoning, case.facts_found)), desk), *_missing(standing)],
        standing=standing,
        claimed_fen=sum(item.claimed_fen or 0 for item in money),
        awarded_fen=sum(item.awarded_fen or 0 for item in money if item.disposition in awards.DECIDED),
        decided=sum(item.disposition in awards.DECIDED for item in to_decide),
        left=sum(item.disposition == "pending" for item in to_decide),
        without_rights=without_rights(standing.split),
    )


def without_rights(split: finality.Split | None) -> list[int]:
    """LMA 46; CHR 53: each award tells the parties what they may do and by when."""
    return [at for at, one in enumerate(split.awards, 1) if not one.remedies] if split else []


def _missing(standing: Standing) -> list[Line]:
    """What the door will ask for, without what is said beside the claims already."""
    said = [one for one in standing.reasons if not any(part in one.text for part in SAID_OF_ITEMS)]
    lines = [Line("stop", one.text, one.basis) for one in said]
    if standing.split_problem:
        lines.append(Line("stop", standing.split_problem, "LMA 47; CHR 50"))
    for position in without_rights(standing.split):
        lines.append(Line("stop", f"第{position}份裁决书还没有当事人权利的告知段落。请核对终局与非终局的划分。", "LMA 46; CHR 53"))
    return lines


def _state(desk: Desk, item: ClaimItem, wrong: list[Line]) -> ItemState:
    money = item_kind(item.kind).money
    lines = list(wrong)
    if item.disposition == "pending" and not wrong:
        lines.append(Line("stop", "还没有裁决意见。漏裁不能用补正决定书补正。", "CHR 53, 54"))
    decided = item.disposition in awards.DECIDED
    if decided and money and item.awarded_fen is not None and (item.claimed_fen or 0) < item.awarded_fen and item.claimed_fen:
        lines.append(Line("stop", "裁决金额超过请求金额。请改正，或者先办理变更请求。", "LMA 28; CHR 44"))
    comes_to = working_sums(item)
    if decided and comes_to and item.awarded_fen is not None and item.awarded_fen not in comes_to and item.disposition != "refused":
        lines.append(Line("stop", f"裁决金额与计算过程的结果（{comes_to[0] / 100:,.2f}元）不一致。请核对后改正其中一处。", "CHR 53"))
    if decided and not item.reasoning.strip():
        lines.append(Line("look", "还没有写理由。", "CHR 53"))
    if decided and not item.articles:
        lines.append(Line("look", "还没有写适用的条文。", "CHR 53"))
    lines += _of_the_law("\n".join((*item.articles, item.reasoning)), desk)
    if decided and item.check.get("digest") == item.draft_digest and item.check.get("needs_reason") and not item.deviation_reason.strip():
        lines.append(Line("stop", "与类案、口径或者现行条文不一致。维持的，请写一句理由。", "O70 四"))
    return ItemState(
        id=item.id or 0,
        ordinal=item.ordinal,
        disposition=item.disposition,
        awarded_fen=item.awarded_fen,
        working_fen=comes_to[0] if comes_to else None,
        lines=lines,
    )


def _of_the_law(text: str, desk: Desk) -> list[Line]:
    return [
        Line("stop" if one.kind in ASKS_WHY else "look", one.text, one.basis) for one in texts_cited(text, desk.today)
    ]


def working_sums(item: ClaimItem) -> list[int]:
    """The sums (fen) a working may come to: what the law engine computed; else the last sum written, and all of them together.

    A working in words may end with its result or list several parts; a draft that fits either is not complained about.
    """
    computed = next((row["amount_fen"] for row in item.working if "amount_fen" in row), None)
    if computed is not None:
        return [int(computed)]
    ends = [found[-1] for row in item.working if (found := amounts(str(row.get("text", ""))))]
    return list(dict.fromkeys((ends[-1], sum(ends)))) if ends else []
