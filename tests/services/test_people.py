"""Accounts, lock-out, passwords and roles that exclude one another."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from app.database import make_engine, open_session
from app.models.body import Body
from app.models.staff import ADMIN_ROLES, BUSINESS_ROLES, AdminAct, SignIn, Staff, StaffRole
from app.permissions import ROLES, conflict
from app.services import people
from app.services.actor import SYSTEM, Actor
from workflows.errors import InputError

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULE = people.LockRule(after=3, minutes=15)
GOOD = "Blue-horse-staple-7"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people, "hasher", lambda: cheap)
    people._nobody_hash.cache_clear()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("people")
    engine = make_engine(f"sqlite:///{folder / 'people.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with open_session(engine) as session:
        yield session
        session.rollback()


def make_staff(session: Session, login: str = "wang", roles: tuple[str, ...] = ("filing_clerk",)) -> Staff:
    body = session.exec(select(Body)).first()
    if body is None:
        body = Body(code="dc", name="东川市劳动人事争议仲裁委员会", kind="commission", level="city", place="山东省/东川市")
        session.add(body)
        session.flush()
    staff, _ = people.create(
        session, SYSTEM, login=login, name="王立案", body=body, roles=roles, at=NOON, password=GOOD, must_change=False
    )
    return staff


def attempt(session: Session, login: str, password: str, at: datetime = NOON) -> Staff | None:
    compared = people.compare(session, login, password)
    return people.conclude(session, compared, address="10.0.0.8", at=at, rule=RULE)


def test_the_right_password_comes_in_whatever_the_case_or_width_of_the_login(session: Session) -> None:
    staff = make_staff(session)
    assert attempt(session, "wang", GOOD) == staff
    assert attempt(session, " ＷＡＮＧ ", GOOD) == staff


def test_an_account_locks_after_repeated_failures_and_opens_by_itself(session: Session) -> None:
    make_staff(session)
    for _ in range(RULE.after):
        assert attempt(session, "wang", "wrong") is None
    assert attempt(session, "wang", GOOD) is None, "locked: even the right password stays outside"
    assert attempt(session, "wang", GOOD, NOON + timedelta(minutes=14)) is None
    assert attempt(session, "wang", GOOD, NOON + timedelta(minutes=15)) is not None
    assert [row.result for row in session.exec(select(SignIn).order_by(SignIn.id))] == [
        "wrong", "wrong", "wrong", "locked", "locked", "ok",
    ]  # fmt: skip


def test_guesses_compared_before_the_lock_do_not_come_in_after_it(session: Session) -> None:
    """A hundred guesses sent at once are compared side by side; they are counted one by one."""
    make_staff(session)
    compared = [people.compare(session, "wang", word) for word in ("a", "b", "c", GOOD)]
    answers = [people.conclude(session, one, address="", at=NOON, rule=RULE) for one in compared]
    assert answers == [None] * 4


def test_a_success_clears_the_count_of_failures(session: Session) -> None:
    staff = make_staff(session)
    for _ in range(RULE.after - 1):
        attempt(session, "wang", "wrong")
    attempt(session, "wang", GOOD)
    assert staff.failed_count == 0
    assert attempt(session, "wang", "wrong") is None
    assert staff.locked_until is None


def test_a_disabled_account_stays_outside_and_its_sessions_end(session: Session) -> None:
    staff = make_staff(session)
    before = staff.session_epoch
    people.set_active(session, SYSTEM, staff, False, NOON)
    assert attempt(session, "wang", GOOD) is None
    assert staff.session_epoch > before


def test_an_unknown_login_is_compared_with_a_hash_of_the_same_cost(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the time of the answer tells which accounts exist."""
    staff = make_staff(session)
    seen: list[str] = []
    monkeypatch.setattr(people, "_matches", lambda stored, password: seen.append(stored) or False)
    people.compare(session, "wang", "x")
    people.compare(session, "nobody", "x")
    assert seen[0] == staff.password_hash
    assert seen[1].rsplit("$", 2)[0] == staff.password_hash.rsplit("$", 2)[0], "same algorithm and parameters"


def test_every_attempt_is_logged_also_for_logins_that_do_not_exist(session: Session) -> None:
    attempt(session, "ghost" * 40, "x")
    row = session.exec(select(SignIn)).one()
    assert (row.result, row.staff_id, row.address) == ("wrong", None, "10.0.0.8")
    assert len(row.login) == 80


def test_changing_the_password_ends_other_sessions_and_the_duty_to_change(session: Session) -> None:
    staff = make_staff(session)
    staff.must_change_password = True
    before = staff.session_epoch
    people.change_password(session, staff, GOOD, "Green-river-stone-9", NOON)
    assert staff.session_epoch == before + 1
    assert not staff.must_change_password
    assert attempt(session, "wang", GOOD) is None
    assert attempt(session, "wang", "Green-river-stone-9") is not None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-7", "10 个字符"),
        ("x" * 201 + "A1-bcd", "最多"),
        ("onlylowercaseletters", "两类"),
        ("aaaaaaaaaaaaB1", "不同的字符太少"),
        ("My-wang-secret-5", "登录名或姓名"),
        ("王立案的密码Ab-12345", "登录名或姓名"),
        ("Password-2026-x", "太常见"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(session: Session, password: str, why: str) -> None:
    staff = make_staff(session)
    with pytest.raises(InputError, match=why) as refused:
        people.change_password(session, staff, GOOD, password, NOON)
    assert password not in str(refused.value), "a password never stands in a message"


def test_a_reset_gives_a_password_for_once_and_unlocks(session: Session) -> None:
    staff = make_staff(session)
    for _ in range(RULE.after):
        attempt(session, "wang", "wrong")
    fresh = people.reset_password(session, SYSTEM, staff, NOON)
    assert attempt(session, "wang", fresh) == staff
    assert staff.must_change_password
    assert people.weaknesses(fresh, login="wang", name="王立案") == []


def test_two_accounts_cannot_share_a_login(session: Session) -> None:
    make_staff(session)
    with pytest.raises(InputError, match="已有这个登录名"):
        make_staff(session, "WANG")


@pytest.mark.parametrize("login", ["", "x", "王", "a b", "a" * 41, "x;drop", "../x"])
def test_a_login_is_plain_letters_and_digits(session: Session, login: str) -> None:
    with pytest.raises(InputError, match="登录名"):
        make_staff(session, login)


def test_every_change_of_an_account_is_written_down(session: Session) -> None:
    staff = make_staff(session)
    people.set_roles(session, SYSTEM, staff, ["arbitrator"], NOON)
    people.reset_password(session, SYSTEM, staff, NOON)
    people.unlock(session, SYSTEM, staff, NOON)
    people.set_active(session, SYSTEM, staff, False, NOON)
    whats = [row.what for row in session.exec(select(AdminAct).order_by(AdminAct.id))]
    assert whats == ["account.create", "account.roles", "account.reset", "account.unlock", "account.disable"]
    assert session.exec(select(AdminAct.detail).where(AdminAct.what == "account.roles")).one() == "立案人员 → 仲裁员"


def test_nobody_changes_their_own_roles(session: Session) -> None:
    staff = make_staff(session, "sec", ("security_admin",))
    myself = Actor(id=staff.id, name=staff.name, roles=frozenset({"security_admin"}), body_id=staff.body_id)
    with pytest.raises(InputError, match="自己的岗位"):
        people.set_roles(session, myself, staff, ["audit_admin"], NOON)


ROLE_SETS = st.lists(st.sampled_from(sorted(ROLES)), min_size=0, max_size=4).map(tuple)


@given(wanted=st.lists(ROLE_SETS, min_size=1, max_size=8))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_assignments_joins_two_administrators_or_one_with_cases(
    engine: Engine, wanted: list[tuple[str, ...]]
) -> None:
    """系统、安全、审计三员分立：一个账号只能担任其中一个，且不得办案。"""
    with open_session(engine) as session:
        staff = make_staff(session)
        for roles in wanted:
            with suppress(InputError):
                people.set_roles(session, SYSTEM, staff, roles, NOON)
            held = people.roles_of(session, staff)
            assert held, "an account is never left without a role"
            admins = held.intersection(ADMIN_ROLES)
            assert len(admins) <= 1
            assert not (admins and held.intersection(BUSINESS_ROLES))
        session.rollback()


def test_the_database_itself_refuses_a_second_administrator_role(session: Session) -> None:
    staff = make_staff(session, "sys", ("system_admin",))
    session.add(StaffRole(staff_id=staff.id or 0, role="audit_admin", slot="admin"))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (("filing_clerk", "hearing_clerk"), True),
        (("arbitrator", "head"), True),
        (("head", "analyst"), True),
        (("judge", "court_clerk"), True),
        (("system_admin", "audit_admin"), False),
        (("security_admin", "analyst"), False),
        (("judge", "arbitrator"), False),
        (("court_clerk", "mediator"), False),
        (("chancellor",), False),
    ],
)
def test_which_roles_go_together(roles: tuple[str, ...], allowed: bool) -> None:
    assert (conflict(roles) is None) == allowed
