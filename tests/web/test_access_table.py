"""Which role gets what from which address: the whole table, written down, read by a person, and kept.

tests/web/access_table.txt has a line for each address and a column for each person: the answer for a case that
concerns them / for one that does not (another office's, or none at all). Make it anew with
`WRITE_ACCESS_TABLE=1 .venv/bin/pytest tests/web/test_access_table.py`, and read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import col, select
from told import Office

from app.database import transaction
from app.demonstration import APPLICATION
from app.models import Approval, Case, CourtMatter, Lead, Paper, Referral, Staff
from app.services import leads, package, papers, people, volume_making
from app.services.leads import LeadInput

TABLE = Path(__file__).with_name("access_table.txt")
PEOPLE = (
    "filing", "arbitrator", "arbitrator2", "clerk", "head", "analyst", "industry", "union", "judge", "judge-mid",
    "courtclerk", "system", "security", "audit", "filing-shiqiao", "nobody",
)  # fmt: skip
LEFT_OUT = ("static", "bootstrap.static", "vendor.static")
NONE = 999_999
CHANGING = ("accounts.", "admin.", "auth.", "reports.close", "standards.", "meetings.")
"""Posts that would change what later lines are about are tried on rows that are not there."""


def filled(office: Office, rule: str, own: bool, person: str) -> str:
    """An address of this rule about the first dispute, or about nothing that concerns anybody."""
    with office.reading() as session:
        ids = {
            "case_id": 1,
            "referral_id": session.exec(select(Referral.id).order_by(col(Referral.id))).first(),
            "matter_id": session.exec(select(CourtMatter.id)).first(),
            "paper_id": session.exec(select(Paper.id).where(Paper.kind == "award")).first(),
            "lead_id": session.exec(select(Lead.id)).first(),
            "subject_id": 1,
            "approval_id": session.exec(select(Approval.id).where(Approval.case_id == 1)).first(),
        }
        if "<int:referral_id>/papers/" in rule:
            letters = select(Paper.id).where(Paper.kind == "delegation_letter", Paper.referral_id == ids["referral_id"])
            ids["paper_id"] = session.exec(letters).first()
    values = {
        "attachment_id": NONE, "search_id": NONE, "wall_id": NONE, "item_id": NONE, "topic_id": NONE, "request_id": NONE, "outcome_id": 1, "evidence_id": NONE, "mark_id": NONE, "folder": "main", "approval_id": NONE, "task_id": NONE, "entrustment_id": NONE, "meeting_id": 1, "candidate_id": NONE, "staff_id": 1, "body_id": 1, "report_id": NONE, "standard_id": 1, "ordinal": 1,
        "name": "severance", "key": "none", "tab": "reads", "ending": "pdf", "kind": "cases", "rule": "svc.record",
        **ids,
    }  # fmt: skip
    address = rule
    for part in rule.split("<")[1:]:
        declared = part.split(">")[0]
        name = declared.split(":")[-1]
        value = values[name]
        address = address.replace(f"<{declared}>", str(value if own or not name.endswith("_id") else NONE))
    return address


def rules(app: Flask) -> Iterator[tuple[str, str, str]]:
    found = {
        (rule.rule, method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in LEFT_OUT
    }
    yield from sorted(found)


def answers(office: Office, rule: str, method: str, endpoint: str) -> list[str]:
    cells = []
    for person in PEOPLE:
        said = []
        for own in (True, False):
            if not own and "_id>" not in rule:
                continue
            there = own and not (method == "POST" and endpoint.startswith(CHANGING))
            address = filled(office, rule, there, person)
            client = office.app.test_client() if person == "nobody" else office.as_(person).client
            answer = client.open(address, method=method, data={} if method == "POST" else None)
            said.append(str(answer.status_code))
        cells.append("/".join(said))
    return cells


def table_of(office: Office) -> list[str]:
    office.app.config["WTF_CSRF_ENABLED"] = False
    lines = ["address | " + " | ".join(PEOPLE)]
    for rule, method, endpoint in rules(office.app):
        lines.append(f"{method} {rule} | " + " | ".join(answers(office, rule, method, endpoint)))
    return lines


def test_every_address_answers_every_role_as_written_down(told: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a line fails, and so does an answer nobody has read."""
    monkeypatch.setattr(papers, "pdf_of", lambda *_: b"%PDF-")
    monkeypatch.setattr(volume_making, "bound", lambda _, __, ___, listed: (Path(__file__), listed))
    monkeypatch.setattr(package, "make", lambda *_, **__: None)
    with transaction(told.engine) as session:
        mediator = people.actor_of(session, session.exec(select(Staff).where(Staff.login == "industry")).one())
        desk = told.app.extensions["hengjian"].desk(session, mediator)
        leads.register(desk, LeadInput("report", APPLICATION))
    found = table_of(told)
    if os.environ.get("WRITE_ACCESS_TABLE"):
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8").splitlines()


def test_the_table_holds_what_the_rules_say() -> None:
    """The lines that matter most, said once more by hand: whoever writes the table anew cannot miss them."""
    head, *lines = [line.split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    of = {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}
    case = of["GET /cases/<int:case_id>"]
    assert {who for who, said in case.items() if said.startswith("200")} == {
        "filing", "arbitrator", "arbitrator2", "clerk", "head", "analyst", "judge", "courtclerk",
    }  # fmt: skip
    referral = of["GET /referrals/<int:referral_id>"]
    assert {who for who, said in referral.items() if said.startswith("200")} == {
        "filing", "arbitrator", "arbitrator2", "clerk", "head", "industry",
    }  # fmt: skip
    for address, line in of.items():
        if "_id>" in address and address.startswith("GET /cases"):
            assert all(not said.endswith("/200") for said in line.values()), address
            assert line["filing-shiqiao"].split("/")[0] in ("403", "404"), address
        for admin in ("system", "security", "audit"):
            if address.startswith(("GET /cases", "GET /referrals", "GET /court", "GET /papers", "GET /materials")):
                assert line[admin][:3] in ("403", "404"), address
        assert not any("500" in said for said in line.values()), address


def test_a_restricted_case_is_there_for_those_who_sit_in_it_and_for_nobody_else(told: Office) -> None:
    """涉及商业秘密、个人隐私的案件（LMA 26；CHR 25）：承办人员、立案和负责人之外，连有没有这个案件也不知道。"""
    with transaction(told.engine) as session:
        case = session.get_one(Case, 1)
        case.restricted, case.panel = True, [case.chief_id]
        matter = session.exec(select(CourtMatter.id)).one()
    addresses = ("/cases/1", "/referrals/1", f"/court/matters/{matter}", "/cases/1/parties", "/cases/1/draft")
    for login, sits in (("arbitrator", True), ("clerk", True), ("arbitrator3", False), ("analyst", False)):
        browser = told.as_(login)
        for address in addresses:
            status = browser.bytes(address).status_code
            assert status in ((200, 403) if sits else (403, 404)), f"{login} {address}: {status}"
        for page in ("/cases", "/cases?q=邹玥", "/court/", "/referrals/?state=ended", "/"):
            text = browser.bytes(page).get_data(as_text=True)
            assert sits or "第1号" not in text, f"{login} {page}"
