"""裁决稿的历次稿本: each saving that changed something, who made it, and what differs from the one before.

Inner file (CHR 22): for the tribunal, and from submission on for those who approve.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from sqlmodel import col, select

from app.models import Case, DraftVersion
from app.rendering.amounts import yuan
from app.services import awards
from app.services.desk import Desk
from app.services.events import digest
from workflows.items import kind as item_kind

HowSaved = Literal["saved", "submitted"]
KEPT = 60
"""Savings kept for one case; what was sent up for approval is always kept."""
CLAUSE = re.compile(r"[^，。；：、\n]*[，。；：、\n]|[^，。；：、\n]+")
TEXTS = {
    "reasoning": "理由",
    "decision_text": "裁决主文",
    "working": "计算过程",
    "articles": "适用条文",
    "deviation_reason": "与类案或者口径不同的理由",
}
RESULTS = {"pending": "未裁决", "granted": "支持", "partly": "部分支持", "refused": "驳回", "withdrawn": "撤回", "settled": "调解"}


@dataclass(frozen=True)
class Piece:
    """A run of text: `same` in both, `deleted` from the earlier or `inserted` by the later."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True)
class Change:
    """One part of the draft that differs, in pieces in reading order."""

    where: str
    pieces: tuple[Piece, ...]


def keep(desk: Desk, case: Case, how: HowSaved = "saved") -> DraftVersion:
    """Keep the draft as it now stands, unless the last version says the same. Answers the version that says it."""
    content = content_of(case)
    mark = digest(content)
    last = _last(desk, case)
    if last is not None and last.digest == mark:
        if how == "submitted" and last.how != how:
            last.how = how
            desk.session.add(last)
        return last
    made = DraftVersion(
        case_id=case.id or 0,
        ordinal=last.ordinal + 1 if last else 1,
        saved_at=desk.now,
        by_id=desk.actor.id,
        by_name=desk.actor.name,
        how=how,
        content=content,
        digest=mark,
    )
    desk.session.add(made)
    desk.session.flush()
    for old in listed(desk, case)[KEPT:]:
        if old.how == "saved":
            desk.session.delete(old)
    return made


def listed(desk: Desk, case: Case) -> Sequence[DraftVersion]:
    """The versions of a case, newest first."""
    return desk.session.exec(
        select(DraftVersion).where(DraftVersion.case_id == case.id).order_by(col(DraftVersion.ordinal).desc())
    ).all()


def version(desk: Desk, case: Case, ordinal: int) -> DraftVersion | None:
    return desk.session.exec(
        select(DraftVersion).where(DraftVersion.case_id == case.id, DraftVersion.ordinal == ordinal)
    ).first()


def last_submitted(desk: Desk, case: Case, before: int | None = None) -> DraftVersion | None:
    """The newest version that went to approval, of those before ordinal `before` when it is given."""
    query = select(DraftVersion).where(DraftVersion.case_id == case.id, DraftVersion.how == "submitted")
    if before is not None:
        query = query.where(DraftVersion.ordinal < before)
    return desk.session.exec(query.order_by(col(DraftVersion.ordinal).desc())).first()


def content_of(case: Case) -> dict[str, Any]:
    """Everything of a draft a person writes, in the order of the claims."""
    return {
        "facts_found": case.facts_found,
        "reasoning": case.reasoning,
        "items": [
            {
                "id": item.id,
                "ordinal": item.ordinal,
                "kind": item.kind,
                "disposition": item.disposition,
                "awarded_fen": item.awarded_fen,
                "reasoning": item.reasoning,
                "decision_text": item.decision_text,
                "working": _working(item.working),
                "articles": "；".join(item.articles),
                "deviation_reason": item.deviation_reason,
            }
            for item in case.items
        ],
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed from one content to another, part by part; parts that say the same are left out."""
    found = [
        _change(title, str(before.get(name, "")), str(after.get(name, "")))
        for name, title in (("facts_found", "查明的事实"), ("reasoning", "裁决理由（全案）"))
    ]
    earlier = {item["id"]: item for item in before.get("items", ())}
    for item in after.get("items", ()):
        old = earlier.pop(item["id"], {})
        found += [_change(f"{_head(item)}：{title}", _said(old, name), _said(item, name)) for name, title in _parts()]
    for gone in earlier.values():
        found.append(_change(_head(gone), _said(gone, "result"), ""))
    return [one for one in found if one is not None]


def restore(desk: Desk, case: Case, older: DraftVersion) -> None:
    """Make an earlier version the draft of today; today's was kept before and can be brought back the same way.

    Raises what `awards.save_draft` raises. Workings computed by the law engine stay with their item only where the
    text is the same; else their lines come back as text.
    """
    raw: dict[str, str] = {name: str(older.content.get(name, "")) for name in ("facts_found", "reasoning")}
    now = {item.id: item for item in case.items}
    for old in older.content.get("items", ()):
        item = now.get(old["id"])
        if item is None:
            continue
        base = f"item-{item.id}-"
        fen = old["awarded_fen"]
        raw |= {
            f"{base}disposition": old["disposition"],
            f"{base}awarded": f"{fen // 100}.{fen % 100:02d}" if fen is not None else "",
            **{f"{base}{name}": str(old[name]) for name in ("reasoning", "decision_text", "articles", "deviation_reason")},
        }
        if old["working"] != _working(item.working):
            raw[f"{base}working"] = str(old["working"])
    awards.save_draft(desk, case, raw)
    keep(desk, case)


def _parts() -> list[tuple[str, str]]:
    return [("result", "结果"), *TEXTS.items()]


def _head(item: Mapping[str, Any]) -> str:
    return f"第{item['ordinal']}项 {item_kind(item['kind']).title}"


def _said(item: Mapping[str, Any], name: str) -> str:
    if name != "result":
        return str(item.get(name, ""))
    if not item:
        return ""
    result = RESULTS[item["disposition"]]
    return f"{result} {yuan(item['awarded_fen'])}" if item["awarded_fen"] is not None else result


def _working(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = [f"{row.get('text', '')} | {row['basis']}" if row.get("basis") else str(row.get("text", "")) for row in rows]
    return "\n".join(line for line in lines if line)


def _change(where: str, before: str, after: str) -> Change | None:
    return None if before == after else Change(where, compared(before, after))


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, clause by clause: what stayed, what went, what came."""
    old, new = CLAUSE.findall(before), CLAUSE.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("deleted", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("inserted", "".join(new[c:d])))
    return tuple(pieces)


def _last(desk: Desk, case: Case) -> DraftVersion | None:
    return desk.session.exec(
        select(DraftVersion).where(DraftVersion.case_id == case.id).order_by(col(DraftVersion.ordinal).desc())
    ).first()
