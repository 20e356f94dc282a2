"""衔接渠道的变更: what the system administrator changes in the mediation links, each change from its own day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.models import Body, LinkChange
from app.permissions import May, allows
from app.services import admin, office_links
from app.services.desk import Desk
from app.services.errors import InvalidInput, NotAllowed
from workflows.errors import InputError
from workflows.links import CONSENTS, PROPOSERS, STAGES, Links, links
from workflows.parameters import MARKS

LONGEST = 200


def in_force(session: Session, on: date) -> Links:
    """The links everybody has on a day: the shipped file with the changes that are for all offices."""
    return office_links.on_day(session, office_links.EVERYWHERE, on)


def changes(session: Session) -> list[tuple[LinkChange, str]]:
    """Every change entered, the newest first, with the office it is for ("" for all)."""
    names = {b.id: b.name for b in session.exec(select(Body).where(Body.kind == "commission"))}
    return [(row, names.get(row.office_key, "")) for row in office_links.rows(session)]


def likely(session: Session, on: date, source: str, to: str) -> dict[str, Any]:
    """What the form starts with: the link as it is now."""
    book = in_force(session, on)
    known = book.handovers.get((source, to)) if to else book.channels.get(source)
    typed: dict[str, Any] = {"source": source, "target": to, "start": "", "open": "yes", "consent": "both", "mark": "P"}
    if known is None:
        return typed | {"stages": [], "proposers": [], "limit": "", "comes_back": ""}
    return typed | {
        "open": "yes" if known.open else "no",
        "stages": list(known.stages),
        "proposers": list(known.proposers),
        "consent": known.consent,
        "limit": known.limit,
        "comes_back": getattr(known, "comes_back", ""),
    }


def change(desk: Desk, raw: Mapping[str, Any]) -> LinkChange:
    """Enter one change. It holds from its day on; what was proposed before is finished as it began. Raises InvalidInput.

    Fields: office (id, or empty for all), source, target (empty for the channel itself), start, open, stages, proposers,
    consent, limit, comes_back, basis, mark.
    """
    if not allows(desk.actor, May.EDIT_SETTINGS):
        raise NotAllowed("变更衔接渠道", ["系统管理员"])
    problems: list[InputError] = []
    book = links()
    known = tuple(book.channels)
    source = admin.choice_of("source", "渠道", str(raw.get("source") or ""), known, problems, needed=True) or ""
    to = admin.choice_of("target", "移交到", str(raw.get("target") or ""), known, problems, needed=False) or ""
    if to and to == source:
        problems.append(admin.named("target", InputError("移交到", to, "不能移交给自己。", "请另选渠道。")))
    start = admin.day_of("start", "起始日期", str(raw.get("start") or ""), problems, needed=True)
    if start is not None and start < desk.today:
        problems.append(
            admin.named("start", InputError("起始日期", start, "早于今天。", "变更只向以后适用，请填写今天或者以后的日期。"))
        )
    is_open = str(raw.get("open") or "") == "yes"
    stages = _several("stages", "阶段", raw, STAGES, problems, needed=is_open)
    proposers = _several("proposers", "谁可以提出", raw, PROPOSERS, problems, needed=is_open)
    consent = admin.choice_of("consent", "同意", str(raw.get("consent") or ""), CONSENTS, problems, needed=True)
    limit = admin.choice_of("limit", "期限", str(raw.get("limit") or ""), book.limits(), problems, needed=not to)
    comes_back = admin.text_of("comes_back", "退回时带回", str(raw.get("comes_back") or ""), 300, problems, needed=bool(to))
    basis = admin.text_of("basis", "依据（文件名称和文号）", str(raw.get("basis") or ""), LONGEST, problems, needed=True)
    mark = admin.choice_of("mark", "可靠程度", str(raw.get("mark") or ""), MARKS, problems, needed=True)
    office = admin.body_of(desk.session, "office", "机构", str(raw.get("office") or ""), problems)
    if start and _there(desk.session, office or 0, source, to, start):
        problems.append(
            admin.named("start", InputError("起始日期", start, "这一天已经登记过变更。", "变更不能改，只能另定起始日期。"))
        )
    if problems or start is None:
        raise InvalidInput(problems)
    row = LinkChange(
        office_key=office or office_links.EVERYWHERE,
        source=source,
        target=to,
        start=start,
        is_open=is_open,
        stages=stages,
        proposers=proposers,
        consent=consent or "both",
        limit_rule=limit or "",
        comes_back=comes_back,
        mark=mark or "P",
        basis=basis,
        entered_by_id=desk.actor.id,
        entered_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    about = book.channels[source].title + (f" → {book.channels[to].title}" if to else "")
    said = f"自{start}起{'可用' if is_open else '停用'}；阶段 {'、'.join(stages)}；提出 {'、'.join(proposers)}；{consent}；{limit}；{basis}"
    admin.note(desk, "link.change", about, said)
    return row


def _there(session: Session, office: int, source: str, to: str, start: date) -> bool:
    found = session.exec(
        select(LinkChange.id).where(
            LinkChange.office_key == office,
            LinkChange.source == source,
            LinkChange.target == to,
            col(LinkChange.start) == start,
        )
    ).first()
    return found is not None


def _several(
    name: str, title: str, raw: Mapping[str, Any], allowed: tuple[str, ...], problems: list[InputError], *, needed: bool
) -> list[str]:
    given = raw.getlist(name) if hasattr(raw, "getlist") else raw.get(name) or []
    if not set(given) <= set(allowed):
        problems.append(admin.named(name, InputError(title, "、".join(given), "不在可选范围内。", "请从列表中选择。")))
    elif needed and not given:
        problems.append(admin.named(name, InputError(title, "", "一项也没有选。", "请至少选一项，或者停用这个渠道。")))
    return [one for one in allowed if one in given]
