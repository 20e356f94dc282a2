"""The one table of who may do what, and whom a case concerns."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from app.database import make_engine, open_session
from app.models.body import Body
from app.models.case import Case
from app.models.court import CourtMatter, FileShare
from app.models.referral import Referral
from app.models.staff import ADMIN_ROLES, BUSINESS_ROLES, Staff
from app.permissions import (
    CASE_BOUND,
    COURT_ROLES,
    LABELS,
    OFFICE_ROLES,
    ROLES,
    Concern,
    May,
    allows,
    may_see_paper,
)
from app.services import access
from app.services.actor import Actor

TODAY = date(2026, 5, 6)
OFFICE, OTHER_OFFICE, COURT, OTHER_COURT, UNION, OTHER_UNION = 1, 2, 3, 4, 5, 6
SITS, STRANGER = 11, 12

CASE = Concern(
    office_id=OFFICE,
    tribunal=frozenset({SITS}),
    mediating={UNION: frozenset({SITS})},
    open_to=frozenset({COURT}),
    matters_at=frozenset({COURT}),
)


def actor(role: str, body: int, staff_id: int = STRANGER) -> Actor:
    return Actor(id=staff_id, name="某人", roles=frozenset({role}), body_id=body)


def test_every_role_is_in_the_table_with_a_name_and_every_permission_is_held_by_somebody() -> None:
    assert set(ROLES) == set(BUSINESS_ROLES + ADMIN_ROLES) == set(LABELS)
    assert set().union(*ROLES.values()) == set(May)


@pytest.mark.parametrize("role", ADMIN_ROLES)
@pytest.mark.parametrize("body", [OFFICE, COURT, UNION])
def test_administrators_see_nothing_of_cases(role: str, body: int) -> None:
    assert not ROLES[role].intersection(CASE_BOUND)
    assert not any(allows(actor(role, body, SITS), may, CASE) for may in CASE_BOUND)


def test_the_three_administrators_share_no_power() -> None:
    """三员分立: what one does the others can only watch."""
    shared = {May.SIGNED_IN, May.SEE_ACCOUNTS}
    system, security, audit = (ROLES[role] - shared for role in ADMIN_ROLES)
    assert not system & security
    assert not system & audit
    assert not security & audit


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_office_staff_see_the_cases_of_their_own_office_only(role: str) -> None:
    assert allows(actor(role, OFFICE), May.SEE_CASE, CASE)
    assert not any(allows(actor(role, OTHER_OFFICE, SITS), may, CASE) for may in CASE_BOUND)


@pytest.mark.parametrize("role", COURT_ROLES)
def test_a_court_reads_the_main_file_opened_to_it_and_never_the_inner_file(role: str) -> None:
    """CHR 22: 副卷 stays with the commission."""
    assert allows(actor(role, COURT), May.SEE_CASE, CASE)
    assert not allows(actor(role, OTHER_COURT), May.SEE_CASE, CASE)
    for may in (May.SEE_INNER, May.SEE_DELIBERATION, May.SEE_OFFERS, May.DRAFT_AWARD, May.ACT_ON_CASE):
        assert may not in ROLES[role]
        assert not allows(actor(role, COURT, SITS), may, CASE)
    assert not may_see_paper(actor(role, COURT), "inner", [role], CASE), "even if a paper listed the court by mistake"
    assert may_see_paper(actor(role, COURT), "main", [role], CASE)
    assert not may_see_paper(actor(role, OTHER_COURT), "main", [role], CASE)


def test_a_record_of_deliberation_is_not_for_arbitrators_of_other_cases() -> None:
    """CHR 22, 52: the inner file is the office's, what was deliberated is the tribunal's (found by the random walk)."""
    readers = ["arbitrator", "hearing_clerk", "head"]
    assert may_see_paper(actor("arbitrator", OFFICE, SITS), "inner", readers, CASE, deliberation=True)
    assert may_see_paper(actor("head", OFFICE, STRANGER), "inner", readers, CASE, deliberation=True)
    assert not may_see_paper(actor("arbitrator", OFFICE, STRANGER), "inner", readers, CASE, deliberation=True)
    assert may_see_paper(actor("arbitrator", OFFICE, STRANGER), "inner", readers, CASE), "approvals are the office's"


def test_what_was_offered_in_mediation_stays_with_its_mediator() -> None:
    """NEG 11: concessions made to settle may not be used later; nobody who decides ever sees them."""
    holders = [role for role, may in ROLES.items() if May.SEE_OFFERS in may]
    assert holders == ["mediator"]
    assert allows(actor("mediator", UNION, SITS), May.SEE_OFFERS, CASE)
    assert not allows(actor("mediator", UNION, STRANGER), May.SEE_OFFERS, CASE)
    assert allows(actor("mediator", UNION, STRANGER), May.ACT_ON_REFERRAL, CASE), "a colleague may stand in"
    assert not allows(actor("mediator", OTHER_UNION, SITS), May.SEE_REFERRAL, CASE)
    assert not allows(actor("mediator", UNION, SITS), May.SEE_CASE, CASE), "the referral, not the file"


def test_deliberation_is_for_those_who_sit_and_the_head_who_approves() -> None:
    assert allows(actor("arbitrator", OFFICE, SITS), May.SEE_DELIBERATION, CASE)
    assert allows(actor("hearing_clerk", OFFICE, SITS), May.SEE_DELIBERATION, CASE)
    assert allows(actor("head", OFFICE), May.SEE_DELIBERATION, CASE)
    assert not allows(actor("arbitrator", OFFICE, STRANGER), May.SEE_DELIBERATION, CASE)
    assert not allows(actor("arbitrator", OFFICE, STRANGER), May.DRAFT_AWARD, CASE)
    assert not allows(actor("filing_clerk", OFFICE, SITS), May.SEE_DELIBERATION, CASE)


def test_a_proposal_nobody_agreed_to_is_not_yet_the_mediation_bodys_business() -> None:
    case = Case(receipt_number="r", office_id=OFFICE, filed_on=TODAY, created_at=datetime.now(UTC))
    proposal = Referral(
        case_id=1, ordinal=1, stage="before_acceptance", channel="union", sending_body_id=OFFICE,
        receiving_body_id=UNION, proposed_on=TODAY,
    )  # fmt: skip
    assert not allows(actor("mediator", UNION), May.SEE_REFERRAL, Concern.of(case, TODAY, [proposal]))
    proposal.delegated_on = TODAY
    assert allows(actor("mediator", UNION), May.SEE_REFERRAL, Concern.of(case, TODAY, [proposal]))


def test_without_an_account_nothing_about_a_case_is_allowed() -> None:
    nobody = Actor(id=None, name="", roles=frozenset(ROLES), body_id=None)
    assert not any(allows(nobody, may, CASE) for may in CASE_BOUND)


# --- one rule, two forms: for one case in Python, for lists in SQL ----------------------------------------------


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("permissions")
    engine = make_engine(f"sqlite:///{folder / 'permissions.db'}")
    SQLModel.metadata.create_all(engine)
    with open_session(engine) as session:
        _fill(session)
        session.commit()
    yield engine
    engine.dispose()


def _fill(session: Session) -> None:
    kinds = {OFFICE: "commission", OTHER_OFFICE: "commission", COURT: "court", OTHER_COURT: "court"}
    for key in (OFFICE, OTHER_OFFICE, COURT, OTHER_COURT, UNION, OTHER_UNION):
        kind = kinds.get(key, "mediation_body")
        session.add(Body(id=key, code=f"b{key}", name=f"单位{key}", kind=kind, level="city", place="山东省/东川市"))
    session.flush()
    for key in (SITS, STRANGER):
        session.add(Staff(id=key, login=f"s{key}", name="某人", body_id=OFFICE))
    session.flush()
    tribunals: list[dict[str, int]] = [{}, {"chief_id": SITS}, {"recorder_id": SITS}, {"hearing_officer_id": SITS}]
    number = 0
    for office in (OFFICE, OTHER_OFFICE):
        for restricted in (False, True):
            for tribunal in tribunals:
                for until in (None, date(2026, 5, 5), TODAY):
                    number += 1
                    case = Case(
                        receipt_number=f"r{number}", office_id=office, filed_on=date(2026, 3, 2),
                        created_at=datetime.now(UTC), restricted=restricted, **tribunal,
                    )  # fmt: skip
                    session.add(case)
                    session.flush()
                    court = COURT if number % 2 else OTHER_COURT
                    session.add(
                        FileShare(case_id=case.id or 0, court_id=court, since=date(2026, 4, 1), until=until)
                    )
                    session.add(
                        CourtMatter(case_id=case.id or 0, court_id=court, kind="first_instance", filed_on=TODAY)
                    )


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("body", [OFFICE, OTHER_OFFICE, COURT, OTHER_COURT, UNION])
@pytest.mark.parametrize("staff_id", [SITS, STRANGER])
def test_lists_show_exactly_the_cases_that_may_be_opened(engine: Engine, role: str, body: int, staff_id: int) -> None:
    who = actor(role, body, staff_id)
    with open_session(engine, writing=False) as session:
        listed = set(session.exec(select(Case.id).where(access.visible_cases(who, TODAY))))
        cases = session.exec(select(Case).order_by(col(Case.id))).all()
        opened = {
            case.id for case in cases if allows(who, May.SEE_CASE, access.concern_of(session, case, TODAY))
        }
    assert listed == opened
