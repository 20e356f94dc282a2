"""隔离 and 安全策略: a wall beats every grant, seat and list; policies hold at once; both are the security administrator's alone."""

from sqlmodel import col, select
from told import Office

from app.models import AdminAct, Case, Staff
from app.permissions import May, allows
from app.services import access, people
from app.services.desk import BEIJING

CASE = "东川劳人仲案字〔2026〕第1号"
WALL = {"login": "arbitrator", "case": CASE, "reason": "与申请人是近亲属"}


def test_a_wall_keeps_even_the_chief_of_the_tribunal_from_the_case_until_it_is_lifted(told: Office) -> None:
    """LMA 33: whoever is related to a party has nothing to do with the case; a seat in the tribunal changes nothing."""
    chief = told.as_("arbitrator")
    assert CASE in chief.get("/cases")
    page = told.as_("security").post("/walls", 303, **WALL)
    assert "已隔离" in page
    for address in ("/cases/1", "/cases/1/draft", "/cases/1/steps/svc.record", "/cases/1/roll"):
        chief.get(address, 404)
    for address in ("/cases", "/", "/search?q=邹玥", "/search?q=2026 1", "/court/", "/approvals/"):
        assert "第1号" not in chief.get(address).split("</header>")[1].replace("2026 1", ""), address
    assert CASE in told.as_("head").get("/cases")
    told.as_("security").post("/walls", 303, to="/walls/1/lift")
    assert CASE in chief.get("/cases")
    with told.reading() as session:
        acts = [(one.what, one.about) for one in session.exec(select(AdminAct).order_by(col(AdminAct.id).desc()).limit(2))]
    assert [what for what, _ in acts] == ["wall.lift", "wall.set"]


def test_a_wall_against_a_party_covers_every_case_of_it_in_lists_as_on_pages(told: Office) -> None:
    """One rule in two forms: what a list shows is what may be opened, for everybody, with walls of both kinds standing."""
    security = told.as_("security")
    security.post("/walls", 303, login="industry", party_name="东川市恒岳建筑安装有限公司", reason="曾任该公司法律顾问")
    security.post("/walls", 303, login="head", party_name="邹玥", party_number="000000000000000000", reason="同名的另一个人")
    security.post("/walls", 303, **WALL)
    mediator = told.as_("industry")
    assert "邹玥" not in mediator.get("/referrals/?state=ended")
    assert "邹玥" not in mediator.get("/")
    mediator.get("/referrals/1", 404)
    with told.reading() as session:
        today = told.app.extensions["hengjian"].now().astimezone(BEIJING).date()
        cases = session.exec(select(Case)).all()
        for staff in session.exec(select(Staff)).all():
            who = people.actor_of(session, staff)
            listed = set(session.exec(select(Case.id).where(access.visible_cases(who, today))))
            opened = {c.id for c in cases if allows(who, May.SEE_CASE, access.concern_of(session, c, today))}
            assert listed == opened, staff.login
        assert 1 in {c.id for c in cases if allows(people.actor_of(session, people.by_login(session, "head")), May.SEE_CASE, access.concern_of(session, c, today))}


def test_what_is_wrong_with_a_wall_is_told_and_nothing_typed_is_lost(told: Office) -> None:
    security = told.as_("security")
    page = security.post("/walls", 422, login="nobody", case="东川劳人仲案字〔2026〕第99号", party_name="邹玥", reason="亲")
    for said in ("没有这个账号", "没有这个案号", "案件和当事人只填一样", "应为4至300个字"):
        assert said in page
    assert 'value="东川劳人仲案字〔2026〕第99号"' in page
    assert "只填一样" not in security.post("/walls", 422, login="arbitrator", reason="与申请人是近亲属")
    for other in ("system", "audit", "head"):
        told.as_(other).get("/walls", 403)
        told.as_(other).get("/policies", 403)


def test_policies_hold_at_once_stay_within_bounds_and_are_on_record(told: Office) -> None:
    security = told.as_("security")
    strict = {"idle_minutes": "10", "lock_after": "3", "lock_minutes": "60", "min_password": "14"}
    assert "不是3到10之间的整数" in security.post("/policies", 422, **(strict | {"lock_after": "99"}))
    security.post("/policies", 303, **strict)
    stranger = told.app.test_client()
    told.app.config["WTF_CSRF_ENABLED"] = False
    for _ in range(3):
        stranger.post("/sign-in", data={"login": "filing", "password": "wrong"})
    with told.reading() as session:
        locked = people.by_login(session, "filing")
        assert locked is not None
        assert locked.locked_until is not None
        noted = session.exec(select(AdminAct.detail).where(AdminAct.what == "policy.edit").order_by(col(AdminAct.id))).all()
    assert noted == ["30 → 10", "5 → 3", "15 → 60", "10 → 14"]
    told.app.config["WTF_CSRF_ENABLED"] = True
    client = told.as_("judge").client
    with client.session_transaction() as cookie:
        cookie["seen"] -= 11 * 60
    assert client.get("/").status_code == 302, "eleven minutes are too long now"
