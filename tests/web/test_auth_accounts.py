"""The pages of the three administrators, each within its own powers."""

import re
from datetime import UTC, datetime

import pytest
from door import GOOD, app, cheap_hashes, client, clock, engine, own_token, sign_in
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from app.database import transaction
from app.models.body import Body
from app.models.staff import AdminAct, Staff
from app.services import people
from app.services.actor import SYSTEM

__all__ = ["app", "cheap_hashes", "client", "clock", "engine"]  # fixtures


def account(engine: Engine, login: str) -> Staff:
    with transaction(engine) as session:
        staff = people.by_login(session, login)
        assert staff is not None
        return staff


def as_(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, login)
    return client


def test_one_creates_another_authorises_a_third_can_read_it_afterwards(app: Flask, engine: Engine) -> None:
    """三员分立: no one of them alone can put a person to work on cases."""
    system, security, audit = (as_(app, login) for login in ("sys", "sec", "audit"))
    with transaction(engine) as session:
        body = session.exec(select(Body.id)).one()
    made = system.post(
        "/accounts/new", data={"login": "zhao", "name": "赵㛃", "body": body, "csrf_token": own_token(system)}
    )
    found = re.search(r"font-monospace[^>]*>([^<]+)<", made.text)
    assert found is not None
    zhao = account(engine, "zhao")

    person = app.test_client()
    assert sign_in(person, "zhao", found[1]).location == "/account/password"
    granted = security.post(
        f"/accounts/{zhao.id}/roles", data={"roles": ["arbitrator"], "csrf_token": own_token(security)}
    )
    assert granted.status_code == 302
    assert audit.get(f"/accounts/{zhao.id}").status_code == 200
    with transaction(engine) as session:
        acts = session.exec(select(AdminAct).where(AdminAct.about == "zhao（赵㛃）").order_by(AdminAct.id)).all()
    assert [(act.what, act.detail) for act in acts][-1] == ("account.roles", "无 → 仲裁员")


def test_nobody_does_the_work_of_another_administrator(app: Flask, engine: Engine) -> None:
    wang = account(engine, "wang").id
    acts = {
        "roles": ("sec", {"roles": ["head"]}),
        "reset": ("sec", {}),
        "unlock": ("sec", {}),
        "active": ("sys", {"active": "no"}),
    }
    for act, (owner, fields) in acts.items():
        for login in ("sys", "sec", "audit", "wang"):
            if login != owner:
                client = as_(app, login)
                answer = client.post(f"/accounts/{wang}/{act}", data=fields | {"csrf_token": own_token(client)})
                assert answer.status_code == 403, (act, login)
    assert as_(app, "wang").get("/accounts").status_code == 403


def test_forbidden_roles_come_back_with_the_reason_and_the_boxes_as_ticked(app: Flask, engine: Engine) -> None:
    client = as_(app, "sec")
    wang = account(engine, "wang").id
    answer = client.post(
        f"/accounts/{wang}/roles",
        data={"roles": ["system_admin", "audit_admin"], "csrf_token": own_token(client)},
    )
    assert answer.status_code == 422
    assert "相互监督" in answer.text
    assert len(re.findall(r'value="(?:system_admin|audit_admin)"[^>]*checked', answer.text)) == 2


def test_a_disabled_account_is_out_at_once_and_nobody_disables_the_own_account(app: Flask, engine: Engine) -> None:
    system, wang = as_(app, "sys"), as_(app, "wang")
    assert wang.get("/").status_code == 200
    url = f"/accounts/{account(engine, 'wang').id}/active"
    system.post(url, data={"active": "no", "csrf_token": own_token(system)})
    assert wang.get("/").status_code == 302
    own = f"/accounts/{account(engine, 'sys').id}/active"
    refused = system.post(own, data={"active": "no", "csrf_token": own_token(system)})
    assert refused.status_code == 422
    assert "不能停用自己的账号" in refused.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"login": "wang", "name": "某人"}, "已有这个登录名"),
        ({"login": "王", "name": "某人"}, "登录名只能由"),
        ({"login": "li", "name": ""}, "姓名应为"),
        ({"login": "li", "name": "李", "body": "999"}, "没有选择单位"),
    ],
)
def test_an_account_that_cannot_be_made_keeps_what_was_typed(
    app: Flask, engine: Engine, fields: dict[str, str], said: str
) -> None:
    client = as_(app, "sys")
    with transaction(engine) as session:
        body = session.exec(select(Body.id)).one()
    answer = client.post("/accounts/new", data={"body": body} | fields | {"csrf_token": own_token(client)})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields["login"]}"' in answer.text


def test_an_account_without_roles_sees_only_itself(app: Flask, engine: Engine) -> None:
    with transaction(engine) as session:
        body = session.exec(select(Body)).one()
        people.create(
            session, SYSTEM, login="bare", name="新人", body=body, roles=(), password=GOOD,
            must_change=False, at=datetime(2026, 3, 1, tzinfo=UTC),
        )  # fmt: skip
    client = as_(app, "bare")
    assert client.get("/account").status_code == 200
    assert client.get("/").location == "/account"
    assert client.get("/cases/new").status_code == 403
    assert client.get("/cases/1").status_code == 403


def test_an_account_that_does_not_exist_is_not_found(app: Flask) -> None:
    assert as_(app, "sec").get("/accounts/999").status_code == 404
