"""送达的填写项: agents, services to correct, photos; and of a long form only what the chosen method asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from app.models import Agent, Attachment, Case, Paper, Service
from app.services import case_rows
from app.services.desk import Desk
from workflows.errors import InputError
from workflows.service_methods import book
from workflows.statute import FieldDefinition, Rule

ALWAYS = frozenset(("paper", "party", "workers", "receiver", "service_method", "sent_on", "proof", "proof_optional", "failure", "failed_on"))
"""What every method asks for."""
Shown = TypeVar("Shown")


def agent(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    """An agent of one of the parties. Raises InputError."""
    found = desk.session.get(Agent, int(text)) if re.fullmatch(r"\d{1,12}", text) else None
    if found is None or found.party_id not in {p.id for p in case.parties}:
        raise InputError(field.title, text, "不是本案登记的代理人。", "请从列表中选择。")
    return int(text)


def service(desk: Desk, field: FieldDefinition, case: Case, text: str) -> int:
    """A service on record that arrived. Raises InputError."""
    if text not in {str(one.id) for one in arrived(desk, case)}:
        raise InputError(field.title, text, "不是本案已经登记的送达。", "请从列表中选择。")
    return int(text)


def attachment_list(desk: Desk, field: FieldDefinition, case: Case, raw: Mapping[str, Any]) -> tuple[int, ...]:
    """Files of the case chosen as evidence of a service. Raises InputError."""
    given = raw.get(field.id)
    chosen = {str(one).strip() for one in (given if isinstance(given, (list, tuple)) else [given] if given else [])} - {""}
    known = {str(one.id): one.id or 0 for one in files(desk, case)}
    if chosen - set(known):
        raise InputError(field.title, "", "不是本案正卷里的材料。", "请从列表中选择，或者重新选择文件。")
    return tuple(number for text, number in known.items() if text in chosen)


def files(desk: Desk, case: Case) -> list[Attachment]:
    """What may show how a paper was served: material of the main file."""
    return [one for one in case_rows.of_case(desk.session, Attachment, case.id or 0) if one.folder == "main"]


def arrived(desk: Desk, case: Case) -> list[Service]:
    """The services of the case on record, newest first."""
    return [one for one in reversed(case_rows.services(desk.session, case.id or 0)) if one.served_on is not None]


def agent_choices(case: Case) -> list[tuple[str, str]]:
    return [(str(a.id), f"{p.name}：{a.name}") for p in case.parties for a in p.agents]


def file_choices(desk: Desk, case: Case) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in files(desk, case)]


def service_choices(desk: Desk, case: Case) -> list[tuple[str, str]]:
    papers = {p.id: p for p in case_rows.of_case(desk.session, Paper, case.id or 0)}
    names = {p.id: p.name for p in case.parties}
    return [
        (str(one.id), f"《{papers[one.paper_id].title}》{papers[one.paper_id].number} → {names[one.party_id]}，{one.served_on}")
        for one in arrived(desk, case)
    ]


ONE: Mapping[str, Callable[[Desk, FieldDefinition, Case, str], Any]] = {"agent": agent, "service": service}
"""Readers of one value."""
MANY: Mapping[str, Callable[[Desk, FieldDefinition, Case, Mapping[str, Any]], Any]] = {"attachment_list": attachment_list}
"""Readers of several."""


def only(rule: Rule, name: str) -> str:
    """The methods that have a use for a field of a step of service, so that a page can hide it for the others."""
    if "service_method" not in rule.asks or name in ALWAYS:
        return ""
    return " ".join(method.id for method in book().methods.values() if name in method.fields)


def wanted(rule: Rule, typed: Mapping[str, Any]) -> frozenset[str] | None:
    """Of a step of service, the fields the chosen method asks for; None for other steps and before a method is chosen."""
    method = book().methods.get(str(typed.get("service_method") or ""))
    if method is None or "service_method" not in rule.asks:
        return None
    return ALWAYS | method.fields


def as_needed(rule: Rule, typed: Mapping[str, Any], field: FieldDefinition) -> FieldDefinition:
    """The field as the chosen method asks for it: what it cannot do without is marked."""
    method = book().methods.get(str(typed.get("service_method") or ""))
    needs = {need.field for need in method.needs} if method is not None and "service_method" in rule.asks else set()
    return replace(field, required=True) if field.id in needs and not field.required else field


def narrowed(rule: Rule, typed: Mapping[str, Any], found: Sequence[Shown], name_of: Callable[[Shown], str]) -> list[Shown]:
    """The fields of a step as a page shows them: what the chosen method has no use for is left out unless it was typed."""
    keep = wanted(rule, typed)
    return [one for one in found if keep is None or name_of(one) in keep or typed.get(name_of(one))]
