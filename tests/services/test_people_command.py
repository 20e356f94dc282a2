"""`hengjian users …` as an operator types it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from sqlmodel import SQLModel, select

from app.commands.users import users
from app.database import make_engine, transaction
from app.models.body import Body
from app.models.staff import AdminAct, Staff
from app.services import people

COMMISSION = "东川市劳动人事争议仲裁委员会"


class Office:
    """A prepared, empty database and a command line on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = make_engine(f"sqlite:///{folder / 'hengjian.db'}")
        SQLModel.metadata.create_all(self.engine)

    def types(self, line: str) -> Result:
        env = {"HENGJIAN_DATA": str(self.folder), "DATABASE_URL": ""}
        return CliRunner().invoke(users, line.split(), env=env)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people, "hasher", lambda: cheap)
    office = Office(tmp_path)
    with transaction(office.engine) as session:
        session.add(Body(code="dc", name=COMMISSION, kind="commission", level="city", place="山东省/东川市"))
    yield office
    office.engine.dispose()


def password_in(output: str) -> str:
    found = re.search(r"一次性密码[：\s]*(\S+)", output)
    assert found is not None
    return found[1]


def test_an_account_is_added_listed_and_can_sign_in_with_its_one_time_password(office: Office) -> None:
    added = office.types("add wang --name 王立案 --body dc --role filing_clerk --role hearing_clerk")
    assert added.exit_code == 0, added.output
    listed = json.loads(office.types("list --json").stdout)
    assert listed[0]["login"] == "wang"
    assert listed[0]["roles"] == ["filing_clerk", "hearing_clerk"]
    assert listed[0]["must_change_password"] is True
    assert "立案人员、仲裁书记员" in office.types("list").stdout
    with transaction(office.engine) as session:
        assert people.compare(session, "wang", password_in(added.stdout)).right


def test_reset_disable_enable_unlock_and_roles_do_what_they_say(office: Office) -> None:
    office.types("add wang --name 王立案 --body dc --role filing_clerk")
    fresh = password_in(office.types("reset wang").stdout)
    for line in ("disable wang", "enable wang", "unlock wang", "roles wang arbitrator head"):
        assert office.types(line).exit_code == 0
    with transaction(office.engine) as session:
        staff = session.exec(select(Staff)).one()
        assert staff.active
        assert people.roles_of(session, staff) == {"arbitrator", "head"}
        assert people.compare(session, "wang", fresh).right
        assert {act.actor_name for act in session.exec(select(AdminAct))} == {"系统（命令行）"}


def test_the_first_start_makes_three_administrators_once(office: Office) -> None:
    first = office.types(f"start --body {COMMISSION} --place 山东省/东川市")
    assert first.exit_code == 0, first.output
    assert first.stdout.count("一次性密码") == 3
    second = office.types(f"start --body {COMMISSION} --place 山东省/东川市")
    assert "没有改动" in second.stdout
    listed = json.loads(office.types("list --json").stdout)
    assert [row["roles"] for row in listed] == [["audit_admin"], ["security_admin"], ["system_admin"]]
    assert all(row["must_change_password"] for row in listed)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("reset ghost", "没有这个账号"),
        ("add wang --name 王 --body nowhere --role judge", "没有这个单位"),
        ("add 王 --name 王 --body dc --role judge", "登录名只能由"),
        ("add x2 --name 王 --body dc --role system_admin --role audit_admin", "相互监督"),
        ("add x2 --name 王 --body dc --role system_admin --role judge", "不能同时办理案件"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(office: Office, line: str, said: str) -> None:
    answer = office.types(line)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


def test_a_database_that_was_never_prepared_is_named(tmp_path: Path) -> None:
    answer = CliRunner().invoke(users, ["list"], env={"HENGJIAN_DATA": str(tmp_path), "DATABASE_URL": ""})
    assert answer.exit_code == 2
    assert "hengjian db upgrade" in answer.stderr
