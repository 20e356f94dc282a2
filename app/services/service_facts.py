"""What the conditions of service look at: every party as recipient with its tries, the case, what may be corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.models import Case, Paper, Party, Service, ServiceAddress
from app.services import case_rows, office_options
from app.services.desk import Desk
from workflows.service_methods import Attempt, Done, Recipient, ServiceFacts, Setting

ASKED = ("service_method", "notice_ground", "service", "service_rows")
"""A step that asks for one of these is about service; nothing is read for the others."""


def build(desk: Desk, case: Case, asked: Mapping[str, Any]) -> ServiceFacts:
    """The facts for a step of service; empty for any other, which asks nothing of them."""
    if not any(name in asked for name in ASKED):
        return ServiceFacts()
    services = case_rows.services(desk.session, case.id or 0)
    papers = {p.id: p for p in case_rows.of_case(desk.session, Paper, case.id or 0)}
    return ServiceFacts(
        recipients=recipients(desk, case, services),
        setting=setting(desk, case),
        done={
            one.id or 0: Done(
                id=one.id or 0,
                party_id=one.party_id,
                paper_id=one.paper_id,
                paper_kind=papers[one.paper_id].kind,
                method=one.method,
                sent_on=one.sent_on,
                served_on=one.served_on,
                paper_made_on=papers[one.paper_id].made_on,
            )
            for one in services
            if one.served_on is not None
        },
    )


def enrich(desk: Desk, case: Case, asked: dict[str, Any]) -> None:
    """An electronic address nobody typed is the one the party confirmed."""
    if asked.get("service_method") == "electronic" and not asked.get("e_address") and asked.get("party"):
        confirmed = in_force(desk, case).get(asked["party"], ())
        asked["e_address"] = next((one.e_address for one in confirmed if one.e_consent), "")


def setting(desk: Desk, case: Case) -> Setting:
    """The case and what the office has decided where the law leaves it open (marks P)."""
    lifted = [name for name in ("electronic_awards", "statement_by_post") if office_options.answer(desk, name) == "yes"]
    workers = sum(p.kind == "worker" for p in case.on_side("applicant"))
    return Setting(case.filed_on, case.procedure, workers, frozenset(lifted))


def recipients(desk: Desk, case: Case, services: Sequence[Service]) -> dict[int, Recipient]:
    """Party id → the party as the methods see it."""
    confirmed = in_force(desk, case)
    tries: dict[int, list[Service]] = {}
    for one in services:
        tries.setdefault(one.party_id, []).append(one)
    return {p.id or 0: recipient(p, confirmed.get(p.id or 0, ()), tries.get(p.id or 0, ())) for p in case.parties}


def recipient(party: Party, confirmed: Sequence[ServiceAddress], tries: Sequence[Service]) -> Recipient:
    """One party as the methods see it, from the rows about it."""
    return Recipient(
        name=party.name,
        kind=party.kind,
        has_consented=party.e_service_consent,
        e_address=next((one.e_address for one in confirmed if one.e_consent), ""),
        agents=frozenset(agent.name for agent in party.agents),
        recipients=frozenset(str(who["name"]) for one in confirmed for who in one.recipients),
        attempts=tuple(
            Attempt(one.paper_id, one.method, one.result, one.failure, one.failed_on or one.served_on or one.sent_on)
            for one in tries
        ),
    )


def in_force(desk: Desk, case: Case) -> dict[int, list[ServiceAddress]]:
    """Party id → its confirmations of address that stand: its own first, then those of its agents, newest first."""
    found: dict[int, list[ServiceAddress]] = {}
    for one in reversed(case_rows.of_case(desk.session, ServiceAddress, case.id or 0)):
        if one.replaced_on is None:
            found.setdefault(one.party_id, []).append(one)
    return {party: sorted(rows, key=lambda row: row.agent_id is not None) for party, rows in found.items()}
