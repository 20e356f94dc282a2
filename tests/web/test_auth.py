"""Sign-in, sessions, forged posts, safe headers: the door seen from outside."""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from door import (
    GOOD,
    SAME_SITE,
    Clock,
    app,
    cheap_hashes,
    client,
    clock,
    engine,
    own_token,
    sign_in,
    small_app,
    token_on,
)
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from app.database import transaction
from app.models.staff import SignIn, Staff
from app.services import people
from app.services.actor import SYSTEM
from app.web.kept import safe_path

__all__ = ["app", "cheap_hashes", "client", "clock", "engine"]  # fixtures


def test_a_stranger_is_led_to_sign_in_and_back_to_the_page_asked_for(client: FlaskClient) -> None:
    led = client.get("/cases/new?kind=wages")
    assert led.status_code == 302
    assert led.location == "/sign-in?next=/cases/new?kind%3Dwages"
    back = sign_in(client, next="/cases/new?kind=wages")
    assert back.location == "/cases/new?kind=wages"
    assert client.get("/").text == "我的工作"


def test_wrong_name_wrong_password_locked_and_disabled_all_read_the_same(client: FlaskClient, engine: Engine) -> None:
    def answer(login: str, password: str) -> tuple[int, str]:
        response = sign_in(client, login, password)
        return response.status_code, re.sub(r'value="[^"]*"', "", response.text)

    wrong_password, unknown = answer("wang", "x"), answer("nobody", "x")
    answer("wang", "x"), answer("wang", "x")
    locked = answer("wang", GOOD)
    with transaction(engine) as session:
        staff = people.by_login(session, "audit")
        assert staff is not None
        staff.active = False
    disabled = answer("audit", GOOD)
    assert wrong_password == unknown == locked == disabled
    assert wrong_password[0] == 422
    assert "锁定 15 分钟" in wrong_password[1]


def test_the_lock_opens_after_its_time(client: FlaskClient, clock: Clock) -> None:
    for _ in range(3):
        sign_in(client, "wang", "x")
    assert sign_in(client).status_code == 422
    clock.advance(minutes=15)
    assert sign_in(client).status_code == 302


def test_what_was_typed_at_sign_in_stays_but_never_the_password(client: FlaskClient) -> None:
    page = sign_in(client, "wang<b>", "my-secret-typo").text
    assert "wang&lt;b&gt;" in page
    assert "my-secret-typo" not in page


def test_every_attempt_is_in_the_log(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "nobody", "x")
    sign_in(client)
    client.post("/sign-out", data={"csrf_token": own_token(client)})
    with transaction(engine) as session:
        rows = session.exec(select(SignIn).order_by(SignIn.id)).all()
        assert [(row.login, row.result) for row in rows] == [("nobody", "wrong"), ("wang", "ok"), ("wang", "out")]
        assert {row.address for row in rows} == {"127.0.0.1"}


def test_signing_in_gives_a_new_session_and_a_new_token(client: FlaskClient) -> None:
    """Whoever planted a cookie before the sign-in holds nothing afterwards."""
    client.get("/sign-in")
    with client.session_transaction() as before:
        planted = dict(before) | {"planted": "yes"}
        before["planted"] = "yes"
    sign_in(client)
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != planted["csrf_token"]
        first = after["id"]
    client.post("/sign-out", data={"csrf_token": own_token(client)})
    sign_in(client)
    with client.session_transaction() as again:
        assert again["id"] != first


def test_a_copied_cookie_is_worth_nothing_after_sign_out(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    cookie = client.get_cookie("hengjian")
    assert cookie is not None
    client.post("/sign-out", data={"csrf_token": own_token(client)})
    thief = app.test_client()
    thief.set_cookie("hengjian", cookie.value)
    assert thief.get("/").status_code == 302


def test_a_changed_password_ends_every_other_session(app: Flask, client: FlaskClient) -> None:
    other = app.test_client()
    sign_in(client), sign_in(other)
    changed = client.post(
        "/account/password",
        data={"old_password": GOOD, "new_password": "Green-river-stone-9", "again_password": "Green-river-stone-9",
              "csrf_token": own_token(client)},
    )  # fmt: skip
    assert changed.status_code == 302
    assert client.get("/").status_code == 200, "the one who changed it stays"
    assert other.get("/").status_code == 302
    assert "重新登录" in other.get("/sign-in").text


def test_new_roles_count_at_once(client: FlaskClient, engine: Engine) -> None:
    sign_in(client)
    with transaction(engine) as session:
        staff = people.by_login(session, "wang")
        assert staff is not None
        people.set_roles(session, SYSTEM, staff, ["audit_admin"], datetime(2026, 3, 2, tzinfo=UTC))
    assert client.get("/cases/new").status_code == 302


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"old_password": "wrong"}, "与现在的密码不一致"),
        ({"again_password": "Something-else-1"}, "两次输入的新密码不一样"),
        ({"new_password": "short", "again_password": "short"}, "至少要有 10 个字符"),
    ],
)
def test_a_password_that_cannot_be_taken_says_why(client: FlaskClient, fields: dict[str, str], why: str) -> None:
    sign_in(client)
    data = {"old_password": GOOD, "new_password": "Green-river-stone-9", "again_password": "Green-river-stone-9"}
    answer = client.post("/account/password", data=data | fields | {"csrf_token": own_token(client)})
    assert answer.status_code == 422
    assert why in answer.text
    assert "Green-river-stone-9" not in answer.text


def test_an_idle_session_must_sign_in_again_a_used_one_need_not(client: FlaskClient, clock: Clock) -> None:
    sign_in(client)
    for _ in range(3):
        clock.advance(minutes=29)
        assert client.get("/").status_code == 200
    clock.advance(minutes=31)
    assert client.get("/").status_code == 302
    assert "30 分钟没有操作" in client.get("/sign-in").text


def test_what_was_typed_survives_an_expired_session(client: FlaskClient, clock: Clock) -> None:
    sign_in(client)
    token = own_token(client)
    clock.advance(hours=2)
    facts = "2025年3月至12月加班未付 <b>8,000元</b>"
    late = client.post("/cases/new", data={"facts": facts, "csrf_token": token}, headers=SAME_SITE)
    assert late.status_code == 401
    assert "已经保留" in late.text
    kept = re.search(r'name="kept" value="([^"]+)"', late.text)
    assert kept is not None
    resumed = client.post(
        "/sign-in",
        data={"login": "wang", "password": GOOD, "kept": kept[1], "csrf_token": token_on(late.text)},
        headers=SAME_SITE,
    )
    assert resumed.status_code == 200
    assert "2025年3月至12月加班未付 &lt;b&gt;8,000元&lt;/b&gt;" in resumed.text
    sent = client.post("/cases/new", data={"facts": facts, "csrf_token": token_on(resumed.text)}, headers=SAME_SITE)
    assert sent.text == f"收到：{facts}"


def test_what_was_typed_is_not_handed_to_somebody_else(client: FlaskClient, clock: Clock) -> None:
    sign_in(client)
    token = own_token(client)
    clock.advance(hours=2)
    late = client.post("/cases/new", data={"facts": "秘密", "csrf_token": token}, headers=SAME_SITE)
    kept = re.search(r'name="kept" value="([^"]+)"', late.text)
    assert kept is not None
    other = client.post(
        "/sign-in",
        data={"login": "audit", "password": GOOD, "kept": kept[1], "csrf_token": token_on(late.text)},
    )
    assert other.status_code == 302
    assert "秘密" not in other.text


def test_an_outdated_token_offers_to_send_again_what_was_typed(client: FlaskClient) -> None:
    sign_in(client)
    answer = client.post("/cases/new", data={"facts": "加班费", "csrf_token": "old"}, headers=SAME_SITE)
    assert answer.status_code == 400
    assert "还没有提交" in answer.text
    again = client.post("/cases/new", data={"facts": "加班费", "csrf_token": token_on(answer.text)}, headers=SAME_SITE)
    assert again.text == "收到：加班费"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
def test_a_forged_post_is_refused_and_never_offered_again(client: FlaskClient, headers: dict[str, str]) -> None:
    sign_in(client)
    answer = client.post("/cases/new", data={"facts": "forged"}, headers=headers)
    assert answer.status_code == 400
    assert "forged" not in answer.text
    assert "为防冒用" in answer.text
    stranger = client.application.test_client().post("/cases/new", data={"facts": "forged"}, headers=headers)
    assert stranger.status_code == 401
    assert 'name="kept"' not in stranger.text


def test_a_sign_in_page_left_open_asks_once_more_and_keeps_the_name(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"login": "wang", "password": GOOD, "csrf_token": "old"})
    assert answer.status_code == 400
    assert 'value="wang"' in answer.text
    assert GOOD not in answer.text


def test_a_one_time_password_must_be_changed_before_anything_else(client: FlaskClient, engine: Engine) -> None:
    assert sign_in(client, "new").location == "/account/password"
    assert client.get("/").location == "/account/password"
    page = client.get("/account/password").text
    assert "设置自己的密码" in page
    new = "Green-river-stone-9"
    client.post("/account/password", data={"old_password": GOOD, "new_password": new, "again_password": new,
                                           "csrf_token": token_on(page)})  # fmt: skip
    assert client.get("/").text == "我的工作"
    with transaction(engine) as session:
        staff = session.exec(select(Staff).where(Staff.login == "new")).one()
        assert not staff.must_change_password


def test_the_wrong_role_is_told_whose_page_it_is(client: FlaskClient) -> None:
    sign_in(client)
    answer = client.get("/accounts")
    assert answer.status_code == 403
    assert "审计管理员" in answer.text


def test_an_administrator_starts_at_the_own_account(client: FlaskClient) -> None:
    assert sign_in(client, "audit").location == "/account"
    assert client.get("/").location == "/account"
    assert "审计管理员" in client.get("/account").text


def test_a_case_of_another_office_does_not_exist(client: FlaskClient) -> None:
    sign_in(client)
    assert client.get("/cases/1").status_code == 200
    assert client.get("/cases/2").status_code == 404


def test_a_route_that_does_not_say_who_may_use_it_does_not_answer(client: FlaskClient) -> None:
    with pytest.raises(RuntimeError, match="@needs"):
        client.get("/silent")


def test_a_case_page_that_never_asked_whom_the_case_concerns_does_not_answer(client: FlaskClient) -> None:
    sign_in(client)
    with pytest.raises(RuntimeError, match="require_case"):
        client.get("/careless")


def test_an_htmx_request_without_a_session_gets_the_sign_in_page_in_place_of_the_body(client: FlaskClient) -> None:
    answer = client.get("/cases/new", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == "body"
    assert 'name="password"' in answer.text


def test_headers_allow_nothing_from_elsewhere_and_nothing_inline(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    for page in ("/sign-in", "/open"):
        text = client.get(page).text
        assert not re.search(r"<script(?![^>]+src=)|\sstyle=|\son\w+=", text), "the policy would stop it"


def test_cookies_travel_only_encrypted_in_production(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    live = small_app(engine, clock, tmp_path, "production").test_client()
    answer = live.get("/sign-in", base_url="https://hengjian.example")
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "Strict-Transport-Security" in answer.headers


def test_the_language_is_chosen_before_and_after_signing_in(client: FlaskClient, engine: Engine) -> None:
    page = client.get("/sign-in").text
    changed = client.post("/language", data={"language": "en", "next": "/sign-in", "csrf_token": token_on(page)})
    assert changed.location == "/sign-in"
    assert re.search(r'value="en" lang="en"\s+aria-current="true"', client.get("/sign-in").text)
    sign_in(client)
    client.post("/language", data={"language": "en", "csrf_token": own_token(client)})
    with transaction(engine) as session:
        staff = people.by_login(session, "wang")
        assert staff is not None
        assert staff.locale == "en"
    assert client.post("/language", data={"language": "xx", "csrf_token": own_token(client)}).status_code == 400


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/\t/evil.example", "/\n/evil.example", "", "evil", "/ok\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_nothing_leads_to_another_site(client: FlaskClient, target: str) -> None:
    assert safe_path(target) is None
    assert sign_in(client, next=target).location == "/"


@given(st.text(alphabet=st.sampled_from("/\\:@.#?%aevil \t\n\r\x00"), max_size=12))
@hypothesis_settings(max_examples=300, deadline=None)
def test_a_path_called_safe_stays_on_this_site_as_a_browser_reads_it(target: str) -> None:
    if safe_path(target) is None:
        return
    # Browsers drop tab and newline and read a backslash as a slash.
    read = re.sub(r"[\t\n\r]", "", target.strip()).replace("\\", "/")
    assert urlsplit(urljoin("https://hengjian.example/", read)).netloc == "hengjian.example"
