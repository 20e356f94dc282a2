"""按登记表登记送达: many lines, one step; each person's own clock, one return of service for each paper."""

from collections.abc import Mapping
from typing import Any

from app.models import Award, Case, Event, Paper, Party, Service
from app.services import group, papers, service_papers, unserved
from app.services.desk import Desk
from app.services.effects import service as one_service
from app.services.effects.registry import Door, after, during
from app.services.paper_facts import service_facts


@during("svc.record_list")
def record_list(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], event: Event) -> None:
    """CHR 20; rules §21.6: as each line says, and nobody's time starts by somebody else's receipt."""
    parties = {p.id: p for p in case.parties}
    for paper_id in dict.fromkeys(row["paper"] for row in asked["service_rows"]):
        paper = desk.session.get_one(Paper, paper_id)
        rows = [row for row in asked["service_rows"] if row["paper"] == paper_id]
        served = [
            (parties[row["party"]], one_service.take_in(desk, paper, parties[row["party"]], row, row["served_on"]))
            for row in rows
        ]
        desk.session.flush()
        arrived = [(party, service) for party, service in served if service.served_on is not None]
        award = desk.session.get(Award, paper.award_id) if paper.award_id else None
        for party, service in arrived:
            assert service.served_on is not None
            one_service.start_clocks_of(desk, case, paper, award, party, service.served_on, event)
        if arrived:
            _return(desk, case, paper, arrived)
        unserved.settle(desk, case, paper)


def _return(desk: Desk, case: Case, paper: Paper, arrived: list[tuple[Party, Service]]) -> None:
    """送达回证 of a list: one line for each person, with day, number of the letter and who signed."""
    first = arrived[0][1]
    if len(arrived) == 1:
        one_service.make_return(desk, case, paper, first)
        return
    facts = service_facts(desk, case, paper, first)
    listed = [party for party, _ in arrived]
    facts |= {
        "recipient": group.told(listed),
        "address": "见所附登记",
        "signed_by": "见所附登记",
        "remarks": f"受送达人共{len(listed)}人，当事人名册序号：{group.numbers(listed)}。",
        "evidence": [_line(party, service) for party, service in arrived],
    }
    facts.pop("served_on", None)
    facts.pop("taken_by", None)
    facts.pop("taken_by_relation", None)
    made = papers.issue(desk, case, "service_return", extra={"case": service_papers.known_as(desk, case), "service": facts})
    for _, service in arrived:
        service.return_paper_id = made.id
        desk.session.add(service)


def _line(party: Party, service: Service) -> str:
    letter = f"，邮件号码{service.tracking_number}" if service.tracking_number else ""
    by = f"，{service.signed_by}签收" if service.signed_by else ""
    return f"{party.ordinal}号{party.name}，{service.served_on}送达{letter}{by}"


@after("svc.record_list")
def notified(desk: Desk, case: Case, _: Any, asked: Mapping[str, Any], door: Door) -> None:
    """What follows when the last person of a hearing, a statement or a decision was reached."""
    arrived = [row for row in asked["service_rows"] if row["step"] == "svc.record"]
    for paper_id in dict.fromkeys(row["paper"] for row in arrived):
        workers = tuple(row["party"] for row in arrived if row["paper"] == paper_id)
        one_service.everyone_notified(desk, case, _, {"paper": paper_id, "workers": workers}, door)
