"""计算清单: a sum computed by the law engine, put with its claim item and printed as a sheet of the file."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from app.models import Case, ClaimItem
from app.services import awards
from app.services.desk import Desk
from app.services.errors import InvalidInput
from workflows import money
from workflows.errors import InputError, NotInForce
from workflows.items import kind as item_kind


def inputs_of(text: str) -> dict[str, str]:
    """Lines "name=value" as a dictionary. Raises InputError for a line without "="."""
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, sign, value = line.partition("=")
        if not sign:
            raise InputError("输入", line, "没有等号。", "请按“名称=数值”填写。")
        found[name.strip()] = value.strip()
    return found


def put_with_item(desk: Desk, case: Case, item_id: int, name: str, typed: str) -> ClaimItem:
    """Compute sum `name` and keep its working with the item. Raises InvalidInput with the field at fault."""
    item = next(i for i in case.items if i.id == item_id)
    try:
        answer = money.sum_of(name, extra=awards.entered_parameters(desk.session), **inputs_of(typed))
    except InputError as problem:
        raise InvalidInput([problem]) from problem
    except NotInForce as problem:
        raise InvalidInput([InputError("算法", name, str(problem), "")]) from problem
    lines: list[dict[str, Any]] = [line.as_dict() for line in answer.working]
    item.working = [*lines, {"amount_fen": answer.amount_fen, "sum": name, "warnings": list(answer.warnings)}]
    desk.session.add(item)
    return item


def sheet_facts(case: Case, item_id: int) -> dict[str, Any]:
    """What the sheet of one item prints."""
    item = next(i for i in case.items if i.id == item_id)
    total = next(line["amount_fen"] for line in item.working if "amount_fen" in line)
    return {
        "items": [
            {
                "title": item_kind(item.kind).title,
                "articles": list(item.articles),
                "working": [line for line in item.working if line.get("text")],
                "amount_fen": total,
            }
        ],
        "total_fen": total,
    }


def open_cases(desk: Desk) -> Sequence[Case]:
    """The cases of this arbitrator a calculation can be filed into now."""
    states = desk.book.rule("arb.file_calculation", desk.today).sources
    return desk.session.exec(
        select(Case)
        .where(Case.hearing_officer_id == desk.actor.id, col(Case.state).in_(states))
        .order_by(col(Case.accepted_on), col(Case.id))
        .limit(30)
    ).all()
