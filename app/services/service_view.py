"""一案的送达: what has arrived and what has not, paper by paper, and where each party is to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Attachment, Case, Paper, Party, Service, ServiceAddress
from app.services import case_rows, unserved
from app.services.desk import Desk
from app.services.unserved import Line

SHOWN = 30
"""Services of one paper on the page; the table to download has all."""


@dataclass(frozen=True)
class PaperServices:
    """One paper that somebody is to be served with: the tries, and whom it has not reached."""

    paper: Paper
    services: Sequence[Service]
    more: int
    waiting: Sequence[Line]


@dataclass(frozen=True)
class Reached:
    """Where a party is to be reached: the confirmations that stand, and those before."""

    party: Party
    standing: Sequence[ServiceAddress]
    earlier: Sequence[ServiceAddress]


@dataclass(frozen=True)
class CaseServices:
    """Everything about service in one case."""

    papers: Sequence[PaperServices]
    addresses: Sequence[Reached]
    parties: Mapping[int | None, Party]
    agents: Mapping[int | None, str]
    files: Mapping[int | None, Attachment]


def of_case(desk: Desk, case: Case) -> CaseServices:
    """The page of service of one case."""
    services: dict[int, list[Service]] = {}
    for service in case_rows.services(desk.session, case.id or 0):
        services.setdefault(service.paper_id, []).append(service)
    waiting: dict[int | None, list[Line]] = {}
    for line in unserved.of_case(desk, case):
        waiting.setdefault(line.paper.id, []).append(line)
    papers = [
        PaperServices(p, tried[:SHOWN], max(0, len(tried) - SHOWN), waiting.get(p.id, ()))
        for p in reversed(case_rows.of_case(desk.session, Paper, case.id or 0))
        if (tried := services.get(p.id or 0, [])) or p.id in waiting
    ]
    rows = case_rows.of_case(desk.session, ServiceAddress, case.id or 0)
    here = [p for p in case.taking_part if p.left_on is None]
    return CaseServices(
        papers=papers,
        addresses=[
            Reached(
                party,
                [r for r in rows if r.party_id == party.id and r.replaced_on is None],
                [r for r in rows if r.party_id == party.id and r.replaced_on is not None],
            )
            for party in here
            if len(here) <= SHOWN or party.side != "applicant" or any(r.party_id == party.id for r in rows)
        ],
        parties={p.id: p for p in case.parties},
        agents={a.id: a.name for p in case.parties for a in p.agents},
        files={f.id: f for f in case_rows.of_case(desk.session, Attachment, case.id or 0) if f.folder == "main"},
    )
