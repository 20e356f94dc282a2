"""送达地址确认书: recorded, put in the place of the one before, printed, and used for every service from then on."""

import re
from collections.abc import Mapping
from typing import Any

from app.models import Agent, Case, Event, Party, ServiceAddress
from app.services import case_rows, service_papers
from app.services.desk import Desk
from app.services.effects.registry import before, during
from app.services.errors import InvalidInput
from workflows.errors import InputError

PARTS = re.compile(r"[，,、；;\t]")


@before("svc.confirm_address")
def confirm(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any]) -> None:
    """CHR 20; CPLI 130–136: a later confirmation of the same person ends the one before; the party's own is the default."""
    party = desk.session.get_one(Party, asked["party"])
    agent = desk.session.get(Agent, asked["address_agent"]) if asked["address_agent"] else None
    if agent is not None and agent.party_id != party.id:
        raise InvalidInput([InputError("代理人", agent.name, f"不是{party.name}的代理人。", "请改选当事人或者代理人。", "CHR 20")])
    for earlier in case_rows.of_case(desk.session, ServiceAddress, case.id or 0):
        if (earlier.party_id, earlier.agent_id, earlier.replaced_on) == (party.id, agent.id if agent else None, None):
            earlier.replaced_on = desk.today
            desk.session.add(earlier)
    desk.session.add(
        ServiceAddress(
            case_id=case.id or 0,
            party_id=party.id or 0,
            agent_id=agent.id if agent else None,
            address=asked["confirm_address"],
            phone=asked["confirm_phone"],
            recipients=_recipients(asked["confirm_recipients"]),
            e_consent=asked["e_consent"],
            e_address=asked["e_address"],
            signed_on=asked["address_signed_on"],
            recorded_at=desk.now,
            recorded_by_id=desk.actor.id,
        )
    )
    if agent is None:
        party.postal_address, party.phone = asked["confirm_address"], asked["confirm_phone"]
        party.e_service_consent = asked["e_consent"]
    else:
        party.e_service_consent = party.e_service_consent or asked["e_consent"]
    desk.session.add(party)
    desk.session.flush()


def _recipients(text: str) -> list[dict[str, str]]:
    """One a line: name, relation, telephone."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in PARTS.split(line) if part.strip()]
        if parts:
            found.append(dict(zip(("name", "relation", "phone"), [*parts, "", ""], strict=False)))
    return found


@during("svc.confirm_address")
def print_it(desk: Desk, case: Case, _: Any, __: Mapping[str, Any], ___: Event) -> None:
    """CHR 20: 送达地址确认书, for the signature."""
    row = service_papers.last_address(desk, case)
    row.paper_id = service_papers.confirmation(desk, case, row).id
    desk.session.add(row)
