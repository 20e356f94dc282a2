"""What is said in confidence stays where it was said: every page, every file and every row is searched for it.

Two disputes are told (told.py); words that belong to the inner file are planted wherever they can be; then every
address is opened by every role, with every row there is. A mark may appear only where this table allows it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import SQLModel, col, select
from told import Office

from app.database import transaction
from app.models import (
    Attachment,
    Award,
    Case,
    CourtMatter,
    Event,
    Hearing,
    Lead,
    MediationSession,
    OutboxMessage,
    Paper,
    Precedent,
    Referral,
    RefusedStep,
    Report,
    Staff,
    Standard,
)
from app.services import papers, people, report
from app.services.machines import MACHINES
from app.web.context import PATH_OF
from workflows.statute import statute

NOTES, OFFERS = "印记手记甲", "印记让步乙"
DELIBERATED, APPROVAL, INNER_NOTE = "印记评议丙", "印记审批丁", "印记内部戊"
INNER_NAME, DRAFT, DRAFT_SUM = "印记副卷己", "印记草稿庚", "7,654,321"
IDENTITY, PHONE = "370502199003152427", "13800010086"
REASON = "印记不成辛"

ROLES = {
    "filing": "filing_clerk",
    "arbitrator": "arbitrator",
    "clerk": "hearing_clerk",
    "head": "head",
    "analyst": "analyst",
    "industry": "mediator",
    "peoples": "mediator",
    "union": "mediator",
    "judge": "judge",
    "courtclerk": "court_clerk",
    "system": "system_admin",
    "security": "security_admin",
    "audit": "audit_admin",
}
TRIBUNAL = {"arbitrator", "clerk", "head"}
OFFICE = {"filing", *TRIBUNAL}
MAY_SEE = {
    NOTES: {"industry"},
    OFFERS: {"industry"},
    DELIBERATED: TRIBUNAL,
    APPROVAL: OFFICE,
    INNER_NOTE: OFFICE,
    INNER_NAME: OFFICE,
    DRAFT: TRIBUNAL,
    DRAFT_SUM: TRIBUNAL,
    IDENTITY: {*OFFICE, "judge", "courtclerk"},
    PHONE: {*OFFICE, "industry", "peoples"},
    REASON: {*OFFICE, "industry"},
}


@dataclass
class Marked:
    """The told office with its marks, and the ids of every row an address can name."""

    office: Office
    ids: dict[type[SQLModel], list[int]]


@pytest.fixture
def marked(told: Office) -> Marked:
    with transaction(told.engine) as session:
        for row in session.exec(select(MediationSession)).all():
            row.private_notes, row.offers = NOTES, OFFERS
        first, second = session.exec(select(Case).order_by(col(Case.id))).all()
        first.deliberation = DELIBERATED
        # The second dispute is still in mediation: whatever stands in its draft is nobody's yet but the tribunal's.
        second.facts_found = second.reasoning = DRAFT
        sitting = {one.login: one.id for one in session.exec(select(Staff)).all()}
        second.chief_id, second.recorder_id = sitting["arbitrator"], sitting["clerk"]
        item = second.items[0]
        item.disposition, item.awarded_fen, item.reasoning, item.decision_text = "partly", 765_432_100, DRAFT, DRAFT
        for event in session.exec(select(Event).where(col(Event.inner).is_(True))).all():
            event.note = INNER_NOTE
        for event in session.exec(select(Event).where(Event.rule == "referral.record_outcome")).all():
            event.note = REASON
        for referral in session.exec(select(Referral).where(col(Referral.ended_on).is_not(None))).all():
            referral.outcome_reason = REASON if referral.ordinal == 1 else ""
        for paper in session.exec(select(Paper).where(Paper.folder == "inner")).all():
            if paper.kind in ("deliberation_record", "approval_form"):
                paper.sha256, mark = "", DELIBERATED if paper.kind == "deliberation_record" else APPROVAL
                paper.title = mark
        settings = told.app.extensions["hengjian"].settings
        session.add(
            Attachment(
                case_id=first.id or 0, name=f"{INNER_NAME}.txt", purpose=INNER_NAME, folder="inner",
                content_type="text/plain; charset=utf-8", size=9, sha256=papers.keep(settings, INNER_NAME.encode()),
                added_at=datetime(2026, 9, 1, tzinfo=UTC), added_by_id=1,
            )
        )
    with told.reading() as session:
        rows = (*(one.model for one in MACHINES.values()), Attachment, Staff, Standard, Report)
        ids = {model: [*session.exec(select(model.id)).all(), 999_999] for model in rows}  # type: ignore[attr-defined]
    return Marked(told, ids)


def addresses(marked: Marked, role: str) -> Iterator[str]:
    """Every page there is, for every row it can be about; of the forms those the role may fill in; papers apart."""
    ids = marked.ids
    yield from (
        "/", "/cases", "/cases?q=邹玥", "/cases/new", "/cases/import", "/court/", "/court/?state=ended", "/court/file",
        "/referrals/", "/referrals/?state=ended", "/referrals/roster", "/leads/", "/leads/new", "/admin/links", "/precedents/", "/precedents/?q=加班费", "/standards/", "/standards/new",
        "/reports/", "/reports/definitions", "/reports/month?month=2026-08", "/calculator/", "/account", "/accounts",
        "/audit/", "/audit/reads", "/audit/sign_ins", "/audit/acts", "/audit/refused", "/audit/chain", "/admin/",
        "/admin/bodies", "/admin/settings", "/admin/parameters", "/admin/calendar",
    )  # fmt: skip
    with marked.office.reading() as session:
        yield from (f"/precedents/{key}" for key in session.exec(select(Precedent.key)).all())
        numbers = [n for n in session.exec(select(Case.number)).all() if n]
    yield from (f"/precedents/?case={number}" for number in numbers)
    for case in ids[Case]:
        yield from (f"/cases/{case}{end}" for end in ("", "/draft", "/draft/similar", "/parties", "/materials/new", "/file", "/evidence"))
    yield from (f"/referrals/{one}" for one in ids[Referral])
    yield from (f"/leads/{one}{end}" for one in ids[Lead] for end in ("", "/apply"))
    yield from (f"/court/matters/{one}" for one in ids[CourtMatter])
    yield from (f"/materials/{one}" for one in ids[Attachment])
    yield from (f"/standards/{one}{end}" for one in ids[Standard][:1] for end in ("", "/edit"))
    yield from (f"/accounts/{one}" for one in ids[Staff][:2])
    starting = {"case": ("referral", "court_matter")}
    for machine, model in ((name, one.model) for name, one in MACHINES.items()):
        rules = {r.id for r in statute().rules if r.machine in (machine, *starting.get(machine, ())) and role in r.by}
        yield from (f"/{PATH_OF[machine]}/{one}/steps/{rule}" for one in ids[model] for rule in sorted(rules))


def found_in(text: str, login: str) -> list[str]:
    return [mark for mark, who in MAY_SEE.items() if mark in text and login not in who]


@pytest.mark.parametrize("login", ROLES)
def test_no_page_shows_what_is_sealed_from_its_reader(marked: Marked, login: str) -> None:
    """NEG 11；CHR 52；rules §21.14：让步、手记、评议和审批不出内卷；证件号码和电话按岗位遮蔽。"""
    browser, leaks, opened = marked.office.as_(login), [], 0
    for address in addresses(marked, ROLES[login]):
        answer = browser.bytes(address)
        assert answer.status_code in (200, 302, 403, 404, 409, 422), f"{address}: {answer.status_code}"
        opened += answer.status_code == 200
        leaks += [f"{address} shows {mark}" for mark in found_in(answer.get_data(as_text=True), login)]
    assert leaks == []
    assert opened > 0


def test_each_mark_is_seen_by_somebody(marked: Marked) -> None:
    """Otherwise the walk above proves nothing."""
    seen = set()
    for login in ("industry", "arbitrator", "filing"):
        browser = marked.office.as_(login)
        pages = (f"{start}/{n}" for start in ("/cases", "/referrals", "/materials") for n in (1, 2))
        drafts = (f"/cases/{n}/draft" for n in (1, 2))
        for address in (*pages, *drafts):
            text = browser.bytes(address).get_data(as_text=True)
            seen |= {mark for mark in MAY_SEE if mark in text}
    assert seen >= set(MAY_SEE) - {DRAFT_SUM}


def test_papers_open_only_for_their_readers_and_only_their_own_case(
    marked: Marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHR 22：正卷、副卷分立；调解组织只看发给自己的函件。"""
    monkeypatch.setattr(papers, "pdf_of", lambda *_: b"%PDF-")
    with marked.office.reading() as session:
        rows = session.exec(select(Paper)).all()
        body = {one.login: one.body_id for one in session.exec(select(Staff)).all()}
        receiving = {one.id: one.receiving_body_id for one in session.exec(select(Referral)).all()}
    wrong = []
    for login, role in ROLES.items():
        browser = marked.office.as_(login)
        for paper in rows:
            if paper.kind not in ("award", "deliberation_record", "approval_form", "delegation_letter", "referral_return",
                                  "mediation_proposal", "service_return", "acceptance_notice"):  # fmt: skip
                continue
            status = browser.client.get(f"/papers/{paper.id}.pdf").status_code
            if role in ("system_admin", "security_admin", "audit_admin"):
                may = False
            elif role == "mediator":
                mine = receiving.get(paper.referral_id) == body[login]
                may = mine and paper.kind in ("delegation_letter", "referral_return", "mediation_proposal")
            elif role in ("judge", "court_clerk"):
                may = paper.case_id == 1 and paper.folder == "main" and paper.kind != "referral_return"
            elif role == "analyst":
                may = False
            else:
                may = paper.kind != "deliberation_record" or login in TRIBUNAL
            if (status == 200) is not may:
                wrong.append(f"{login} {paper.kind} {paper.id} of case {paper.case_id}: {status}")
    assert wrong == []


def test_offers_never_leave_their_own_table(told: Office) -> None:
    """NEG 11：调解中的让步不得在其后的仲裁、诉讼中作为不利证据；只在调解记录一处保存。"""
    words = ("单位最多出三万五", "单位担心其他员工效仿")
    with told.reading() as session:
        kept = session.exec(select(MediationSession)).one()
        assert words[0] in kept.offers
        assert words[1] in kept.private_notes
        for model in (Event, Paper, Precedent, Report, RefusedStep, OutboxMessage, Case, Hearing, Referral, Award):
            for row in session.exec(select(model)).all():
                said = json.dumps(row.model_dump(mode="json"), ensure_ascii=False)
                assert not any(word in said for word in words), f"{model.__name__} {row.model_dump(include={'id', 'kind', 'rule'})}"
    for file in sorted(told.app.extensions["hengjian"].settings.data.rglob("*")):
        # The database itself holds its one table; everything else on disk is index, papers and logs.
        if file.is_file() and ".db" not in file.name:
            content = file.read_bytes()
            assert not any(word.encode() in content for word in words), file


def test_deliberation_is_in_no_main_paper_no_precedent_and_no_report(told: Office) -> None:
    """CHR 52；rules §21.14：评议笔录不对外，只进副卷。"""
    word = "三名仲裁员一致认为"
    with told.reading() as session:
        for paper in session.exec(select(Paper)).all():
            stated = json.dumps([paper.facts, papers.attachment(paper)], ensure_ascii=False)
            assert (word in stated) == (paper.kind == "deliberation_record"), paper.kind
            if paper.folder == "inner":
                assert papers.attachment(paper) is None
        for model in (Precedent, Report, RefusedStep, OutboxMessage):
            for row in session.exec(select(model)).all():
                assert word not in json.dumps(row.model_dump(mode="json"), ensure_ascii=False)
        for event in session.exec(select(Event)).all():
            assert word not in event.note


def test_a_report_carries_nobody_by_name(told: Office) -> None:
    """The monthly report goes to both houses and beyond: no names, numbers or phones of parties in any of its forms."""
    with transaction(told.engine) as session:
        runtime = told.app.extensions["hengjian"]
        analyst = session.exec(select(Staff).where(Staff.login == "analyst")).one()
        issued = report.close_month(runtime.desk(session, people.actor_of(session, analyst)), "2026-08")
        said = report.as_json(issued) + json.dumps(report.page_facts(issued), ensure_ascii=False, default=str)
    for private in ("邹玥", "恒岳建筑", "纪长庚", IDENTITY, PHONE, "91370500MA3C4D5E6D"):
        assert private not in said
