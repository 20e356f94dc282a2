"""Fields with a line for each party, arbitrator or claim item: how they are offered and how what was typed is read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import Case, Staff
from app.services import group, service_forms, service_list
from app.services.desk import Desk
from app.services.errors import InvalidInput
from workflows.appearance import SIDE_TITLES, WAYS
from workflows.deliberation import VIEWS
from workflows.errors import InputError
from workflows.items import kind as item_kind
from workflows.statute import FieldDefinition

MOST_OPINION = 10000


@dataclass(frozen=True)
class Row:
    """One line of such a field: the name it is typed under, whom it is about, and what was typed."""

    name: str
    title: str
    value: str = ""
    text: str = ""


def rows(desk: Desk, case: Case, field: FieldDefinition, typed: Mapping[str, Any], english: bool) -> tuple[Row, ...]:
    """The lines of a field on a page. Where many stand on one side, one line answers for all not answered for alone."""
    if field.type == "appearance":
        return tuple(_appearance_rows(case, field, typed, english))
    if field.type == "votes":
        names = _sitting(desk, case)
        return tuple(
            Row(
                f"{field.id}-{one}",
                name,
                str(typed.get(f"{field.id}-{one}-view", "")),
                str(typed.get(f"{field.id}-{one}-text", "")),
            )
            for one, name in names.items()
        )
    return ()


def _appearance_rows(case: Case, field: FieldDefinition, typed: Mapping[str, Any], english: bool) -> list[Row]:
    found = []
    titles = {"applicant": "applicant", "respondent": "respondent", "third_party": "third party"}
    for side, title in SIDE_TITLES.items():
        on_side = case.still_in(side)
        if len(on_side) > 1:
            every = f"all other {titles[side]}s" if english else f"其余各{title}"
            found.append(Row(f"{field.id}-{side}", every, str(typed.get(f"{field.id}-{side}", ""))))
        said = titles[side] if english else title
        found += [
            Row(f"{field.id}-{p.id}", f"{said} {p.name}", str(typed.get(f"{field.id}-{p.id}", ""))) for p in on_side
        ]
    return found


def choices(field: FieldDefinition, english: bool) -> Sequence[tuple[str, str]]:
    """What may be chosen on each line."""
    known = {"appearance": WAYS, "votes": VIEWS}.get(field.type, {})
    return [(value, words[english]) for value, words in known.items()]


# ---- reading ----


def appearance(desk: Desk, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> dict[int, str]:
    """Party id → how it appeared: its own line, or the line for all of its side. Raises InvalidInput."""
    found: dict[int, str] = {}
    problems = []
    for party in (p for p in case.parties if p.left_on is None):
        own, side = f"{field.id}-{party.id}", f"{field.id}-{party.side}"
        said = _one(raw, own) or _one(raw, side)
        if said in WAYS:
            found[party.id or 0] = said
            continue
        why = f"没有登记{SIDE_TITLES[party.side]}{party.name}是否到庭。" if not said else "不在可选范围内。"
        problems.append(_at(InputError(field.title, said, why, "请逐一选择。", "LMA 36; CHR 41"), own))
    if problems:
        raise InvalidInput(problems)
    return found


def votes(desk: Desk, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each arbitrator's view and reasons, the chief first. Raises InvalidInput naming whose view is missing."""
    found: list[dict[str, Any]] = []
    problems = []
    for one, name in _sitting(desk, case).items():
        view, text = _one(raw, f"{field.id}-{one}-view"), _one(raw, f"{field.id}-{one}-text")
        if view not in VIEWS or not text:
            why = f"没有登记仲裁员{name}的意见。" if not view or not text else "不在可选范围内。"
            problems.append(_at(InputError(field.title, view, why, "请逐人登记意见和理由。", "CHR 52"), f"{field.id}-{one}"))
        elif len(text) > MOST_OPINION or "\x00" in text:
            why = f"意见超过{MOST_OPINION}个字，或者含有不能保存的控制字符。"
            problems.append(_at(InputError(field.title, text, why, "请精简或者删除后再提交。"), f"{field.id}-{one}"))
        else:
            found.append({"staff": one, "name": name, "chief": one == case.chief_id, "view": view, "text": text})
    if problems:
        raise InvalidInput(problems)
    return found


def item_list(desk: Desk, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> tuple[int, ...]:
    """The claim items chosen, in the order of the case. Raises InputError."""
    given = raw.get(field.id)
    chosen = {str(one).strip() for one in (given if isinstance(given, (list, tuple)) else [given] if given else [])} - {""}
    known = {str(item.id): item.id or 0 for item in case.items}
    if chosen - set(known):
        raise InputError(field.title, "", "不是本案的请求项。", "请从列表中选择。")
    if field.required and not chosen:
        raise InputError(field.title, "", "还没有选择请求项。", "请至少选择一项。")
    return tuple(number for text, number in known.items() if text in chosen)


Reader = Callable[[Desk, FieldDefinition, Case, Mapping[str, Any]], Any]
READERS: Mapping[str, Reader] = {
    "appearance": appearance,
    "votes": votes,
    "item_list": item_list,
    "worker_list": group.read_workers,
    "left_workers": group.read_workers,
    **service_forms.MANY,
    "service_rows": service_list.rows_of_file,
}


def item_choices(case: Case, english: bool) -> list[tuple[str, str]]:
    titles = [(item, item_kind(item.kind)) for item in case.items]
    return [(str(i.id), f"{i.ordinal}. {kind.title_en if english else kind.title}") for i, kind in titles]


def _sitting(desk: Desk, case: Case) -> dict[int, str]:
    """The arbitrators of the case, chief first."""
    ids = list(dict.fromkeys([case.chief_id, *case.panel]))
    found = {s.id: s.name for s in desk.session.exec(select(Staff).where(col(Staff.id).in_(ids))).all()}
    return {one: found[one] for one in ids if one is not None and one in found}


def _one(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return re.sub(r"^\s+|\s+$", "", str(value or ""))


def _at(problem: InputError, name: str) -> InputError:
    problem.name = name  # type: ignore[attr-defined]
    return problem
