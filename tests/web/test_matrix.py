"""岗位 × 状态 × 步骤，逐格经网页验证：有权的过得了授权，无权的过不了；授权之前什么都不运行（design §3）。

每个状态机造一个对象，直接放到要试的状态；填写内容的读取换成一个记号，过了授权的请求以 409 停在那里。
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from factories import Browser, Office
from sqlalchemy import text, update

from app.database import transaction
from app.models import Agreement, Award, Case, CourtMatter, FileShare, Hearing, Paper, Referral
from app.permissions import COURT_ROLES
from app.services import steps, tokens
from app.services.effects import AFTER, BEFORE, DURING
from app.services.machines import MACHINES
from app.web import steps as pages
from workflows import procedure
from workflows.errors import Reason, Refused
from workflows.states import START, STATES
from workflows.statute import Rule, statute

SignIn = Callable[[str], Browser]
LOGINS = {
    "filing_clerk": "filing", "mediator": "peoples", "arbitrator": "arbitrator", "hearing_clerk": "clerk", "head": "head",
    "judge": "judge", "court_clerk": "courtclerk", "analyst": "analyst", "section_head": "sectionhead",
}  # fmt: skip
NOBODY = ("system", "security", "audit")
"""Administrators take no step at all."""
LEVELLED = ("approval",)
"""Who may decide an approval is a question of its level and person, not of the role alone: the stories of approvals ask it."""
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
NEEDED: dict[str, Any] = {
    "ordinal": 90, "number": "试字第1号", "title": "试", "room": "一", "starts_at": AT, "made_at": AT, "created_at": AT,
}  # fmt: skip


@pytest.fixture
def everywhere(office: Office) -> tuple[Office, dict[str, int]]:
    """One case that concerns the office, a mediation body and a court, with one row of every machine."""
    case_id = office.files()
    with transaction(office.runtime.engine) as session:
        case = session.get_one(Case, case_id)
        case.chief_id = case.hearing_officer_id = office.staff_id("arbitrator")
        case.panel, case.recorder_id = [case.chief_id], office.staff_id("clerk")
        court, body = office.body_id("court-hewan"), office.body_id("med-people")
        made: dict[str, Any] = {"case": case}
        common = {"case_id": case_id}
        made["referral"] = Referral(
            **common, ordinal=90, stage="before_hearing", channel="peoples", sending_body_id=case.office_id,
            receiving_body_id=body, proposed_on=DAY, delegated_on=DAY, state="accepted",
        )  # fmt: skip
        session.add(made["referral"])
        session.flush()
        made["agreement"] = Agreement(**common, referral_id=made["referral"].id, made_on=DAY, state="binding")
        made["court_matter"] = CourtMatter(**common, court_id=court, kind="first_instance", filed_on=DAY, state="filed")
        made["hearing"] = Hearing(**common, ordinal=90, starts_at=AT, room="一", state="set")
        made["paper"] = Paper(**common, kind="award", title="试", number="试1", made_on=DAY, made_at=AT, folder="main")
        made["award"] = Award(**common, ordinal=90, type="final", state="draft")
        session.add_all(made.values())
        session.flush()
        session.add(FileShare(case_id=case_id, court_id=court, matter_id=made["court_matter"].id, since=DAY))
        for machine in MACHINES:
            if machine not in made and machine not in LEVELLED:
                made[machine] = _row(machine, {**common, "agreement_id": made["agreement"].id, "body_id": body})
                session.add(made[machine])
        session.flush()
        ids = {machine: row.id for machine, row in made.items()}
    return office, ids


def _row(machine: str, known: dict[str, Any]) -> Any:
    """The smallest row of a machine's table: what may not be empty is filled in by its name."""
    model = MACHINES[machine].model
    kinds = [kind for r in statute().rules if r.machine == machine for kind in r.kinds]
    values: dict[str, Any] = {"state": next(iter(STATES[machine]))}
    for column in model.__table__.columns:
        if column.name in known:
            values[column.name] = known[column.name]
        elif not column.nullable and column.default is None and column.name not in ("id", "state"):
            values[column.name] = DAY if str(column.type) == "DATE" else NEEDED.get(column.name, (kinds or ["report"])[0])
    return model(**values)


def placed(office: Office, machine: str, subject_id: int, rule: Rule, source: str, login: str) -> tuple[str, str]:
    """Put the subject where the rule starts; the address of the step, and a good token for it."""
    on = "case" if rule.starts else machine
    model = MACHINES[on].model
    with transaction(office.runtime.engine) as session:
        if not rule.starts:
            values: dict[str, Any] = {"state": source}
            if "kind" in model.__table__.columns and rule.kinds:
                values["kind"] = rule.kinds[0]
            if machine == "lead":
                values["body_id"] = office.actor(login).body_id
            session.execute(text("PRAGMA ignore_check_constraints=ON"))
            session.execute(update(model).where(model.id == subject_id).values(**values))
        desk = office.desk(session, login)
        row = session.get_one(model, subject_id)
        case = session.get_one(Case, getattr(row, "case_id", subject_id))
        token = tokens.sign(
            desk.settings, on, subject_id, rule.id, row.state, case.version, desk.book.version, desk.now
        )
    return f"/{MACHINES[on].path}/{subject_id}/steps/{rule.id}", token


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Reading the form is the first thing after authorisation and token: it says so and stops. Whatever else of the
    step ran before would be on the list."""
    ran: list[str] = []

    def stopped(*_: Any, **__: Any) -> Any:
        raise Refused("过了授权", [Reason("过了授权")])

    def ran_too_early(name: str) -> Callable[..., Any]:
        def bomb(*_: Any, **__: Any) -> Any:
            ran.append(name)
            raise AssertionError(name)

        return bomb

    monkeypatch.setattr(steps.forms, "parse", stopped)
    monkeypatch.setattr(steps.facts, "build", ran_too_early("facts.build"))
    for name in ("missing", "move", "begin", "may_be_taken"):
        monkeypatch.setattr(procedure, name, ran_too_early(f"procedure.{name}"))
    for table in (BEFORE, DURING, AFTER):
        for rule in table:
            monkeypatch.setitem(table, rule, ran_too_early(f"effect {rule}"))
    monkeypatch.setattr(pages, "_again", lambda *_: ("past authorisation", 409))
    return ran


@pytest.mark.parametrize("machine", [one for one in STATES if one not in LEVELLED])
def test_every_cell_of_the_matrix_holds_through_http(
    machine: str, everywhere: tuple[Office, dict[str, int]], client_as: SignIn, nothing_runs: list[str]
) -> None:
    """每一格：该岗位可以办的，过得了授权（409 停在填写之前）；不可以办的，403 或者 404。授权前没有条件、后果运行。"""
    office, ids = everywhere
    clients = {role: client_as(login) for role, login in LOGINS.items()}
    wrong, cells = [], 0
    for rule in statute().of(machine, DAY):
        for source in rule.sources:
            for role, login in LOGINS.items():
                if source == START and machine == "case":
                    continue  # cases begin on pages of their own
                # A court has no file yet when it records a suit: it comes in by the award's number (tests/web/test_court.py).
                address, token = placed(
                    office, machine, ids["case" if rule.starts else machine], rule, source, login
                )
                answer = clients[role].post(address, data={"token": token})
                cells += 1
                past = answer.status_code == 409 and answer.text == "past authorisation"
                may = role in rule.by and not (rule.starts and machine == "court_matter" and role in COURT_ROLES)
                if past != may or (not past and answer.status_code not in (403, 404)):
                    wrong.append(f"{machine}.{source} {rule.id} {role}：{answer.status_code}")
    assert wrong == []
    assert nothing_runs == []
    assert cells or machine == "case"


@pytest.mark.parametrize("login", NOBODY)
def test_administrators_take_no_step(
    login: str, everywhere: tuple[Office, dict[str, int]], client_as: SignIn, nothing_runs: list[str]
) -> None:
    """系统、安全、审计管理员不办理任何步骤。"""
    office, ids = everywhere
    client = client_as(login)
    for machine in ids:
        rule = next(r for r in statute().of(machine, DAY) if not r.starts)
        address, token = placed(office, machine, ids[machine], rule, rule.sources[0], login)
        assert client.post(address, data={"token": token}).status_code in (403, 404), address
        assert client.get(address).status_code in (403, 404), address


@pytest.mark.parametrize("login", ["filing-shiqiao", "industry", "judge-mid", "system"])
def test_what_does_not_concern_somebody_answers_as_if_it_were_not_there(
    login: str, everywhere: tuple[Office, dict[str, int]], client_as: SignIn
) -> None:
    """别的仲裁委、没有受托的调解组织、没有案件的法院：每个状态机的每个步骤都与不存在的编号同样回答。"""
    _, ids = everywhere
    client = client_as(login)
    leaks = []
    for machine in ids:
        if machine == "lead":
            continue  # an early report belongs to the body that took it in, asked below by the matrix
        for rule in statute().of(machine, DAY)[:: 1 if login == "filing-shiqiao" else 5]:
            on = "case" if rule.starts else machine
            address = f"/{MACHINES[on].path}/{ids[on]}/steps/{rule.id}"
            absent = f"/{MACHINES[on].path}/999999/steps/{rule.id}"
            for ask in (client.get, lambda url: client.post(url, data={"token": "x"})):
                here, there = ask(address), ask(absent)
                if here.status_code != there.status_code or here.status_code not in (403, 404):
                    leaks.append(f"{address}：{here.status_code}，不存在的是 {there.status_code}")
    assert leaks == []
