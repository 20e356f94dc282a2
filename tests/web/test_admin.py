"""Three administrators, three desks: none sees a case, none can do another's work, every change is on record."""

from datetime import date

import pytest
from sqlmodel import select
from told import Office

from app.models import AdminAct, Body, CalendarYear, Case, ParameterValue, Setting
from app.services import awards

BODY = {
    "name": "东川市软件园调解工作站",
    "code": "med-park",
    "kind": "mediation_body",
    "level": "community",
    "channel": "industry",
    "place": "山东省/东川市/河湾区",
    "active_from": "2026-09-01",
}


def acts(told: Office) -> list[tuple[str, str, str]]:
    with told.reading() as session:
        return [(act.what, act.about, act.detail) for act in session.exec(select(AdminAct).order_by(AdminAct.id))]


def test_a_body_is_entered_changed_and_ended_and_each_change_says_what_was_before(told: Office) -> None:
    system = told.as_("system")
    assert "软件园调解工作站" in system.post("/admin/bodies/new", 302, **BODY)
    with told.reading() as session:
        body = session.exec(select(Body).where(Body.code == "med-park")).one()
    system.post(f"/admin/bodies/{body.id}", 302, **{**BODY, "phone": "0599-8300001", "active_to": "2026-12-31"})
    what, about, detail = acts(told)[-1]
    assert (what, about) == ("body.edit", BODY["name"])
    assert "active_to：None → 2026-12-31" in detail
    assert "phone： → 0599-8300001" in detail


def test_a_body_cannot_stand_below_itself(told: Office) -> None:
    with told.reading() as session:
        bureau = session.exec(select(Body).where(Body.code == "bureau")).one()
        city = session.exec(select(Body).where(Body.code == "city")).one()
    fields = {"name": bureau.name, "code": "bureau", "kind": "bureau", "level": "city", "place": bureau.place}
    page = told.as_("system").post(f"/admin/bodies/{bureau.id}", 422, **fields, parent_id=str(city.id))
    assert "上级机构在本机构之下" in page


def test_everything_wrong_with_a_body_is_said_at_once(told: Office) -> None:
    page = told.as_("system").post(
        "/admin/bodies/new", 422, name="", code="city", kind="court", level="moon", place="", active_to="2000-01-01"
    )
    for words in ("没有填写", "已有这个编码", "法院须选层级", "不在可选范围内", "早于起用日期"):
        assert words in page


WAGE = {
    "name": "minimum_wage",
    "place": "山东省/东川市",
    "start": "2026-10-01",
    "value": "2,400",
    "basis": "鲁政字〔2026〕1号（样例）",
    "mark": "V",
}


def test_a_value_has_a_day_a_place_and_a_source_and_never_changes(told: Office) -> None:
    system = told.as_("system")
    page = system.post("/admin/parameters", 302, **WAGE)
    assert "鲁政字〔2026〕1号" in page
    assert "数值不能改" in system.post("/admin/parameters", 422, **{**WAGE, "value": "2500"})
    with told.reading() as session:
        row = session.exec(select(ParameterValue).where(ParameterValue.start == date(2026, 10, 1))).one()
    assert row.value == {"value": 2400}
    assert acts(told)[-1][0] == "parameter.add"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("value", "-5", "不是正整数"),
        ("value", "二千", "不是正整数"),
        ("basis", "", "没有填写"),
        ("start", "2026-13-01", "没有这一天"),
        ("mark", "X", "不在可选范围内"),
        ("name", "gravity", "不在可选范围内"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_the_reason(
    told: Office, field: str, typed: str, words: str
) -> None:
    page = told.as_("system").post("/admin/parameters", 422, **{**WAGE, field: typed})
    assert words in page
    assert WAGE["place"] in page, "what was typed stays"


def test_a_new_minimum_wage_moves_the_line_between_final_and_non_final(told: Office) -> None:
    """LMA 47(1): 不超过当地月最低工资标准十二个月金额。"""
    told.as_("system").post("/admin/parameters", 302, **{**WAGE, "value": "5100"})
    page = told.as_("head").get(
        "/calculator/finality?filed_on=2026-10-08&place=山东省/东川市&kind-0=wrongful_termination&amount-0=60000"
    )
    assert "第1份：终局裁决" in page


def test_days_an_office_was_closed_are_entered_with_their_notice(told: Office) -> None:
    system = told.as_("system")
    page = system.post(
        "/admin/calendar", 302, kind="closure", first="2026-08-10", last="2026-08-12", source="防汛指挥部通告", office=""
    )
    assert "防汛指挥部通告" in page
    with told.reading() as session:
        assert len(session.exec(select(CalendarYear)).all()) == 3
    assert "超过31天" in system.post(
        "/admin/calendar", 422, kind="closure", first="2026-01-01", last="2026-12-31", source="通告"
    )


def test_an_open_question_of_law_is_answered_by_the_office_and_the_answer_is_on_record(told: Office) -> None:
    system = told.as_("system")
    assert "按系统默认" in system.get("/admin/settings")
    system.post("/admin/settings", 302, non_monetary_items="final")
    with told.reading() as session:
        assert session.get_one(Setting, "finality.non_monetary_items").value == "final"
    assert acts(told)[-1] == ("setting.edit", "非金钱事项（继续履行、出具证明等）的类型", "非终局 → 终局")
    assert "不在可选范围内" in system.post("/admin/settings", 422, non_monetary_items="sometimes")


def test_the_choice_of_the_minimum_wage_of_the_award_day_does_not_stop_drafts(told: Office) -> None:
    told.as_("system").post("/admin/settings", 302, minimum_wage_date="award")
    page = told.as_("head").get(
        "/calculator/finality?filed_on=2026-03-02&place=山东省/东川市&kind-0=overtime&amount-0=8000"
    )
    assert "第1份：终局裁决" in page
    with told.reading() as session:
        case = session.get_one(Case, 1)
        for item in case.items:
            item.award_id = None  # as if the draft were still to be sent up; nothing of it is kept
        assert [part.type for part in awards.plan(session, case, date(2026, 9, 2)).awards] == ["final", "non_final"]


OWN = {
    "system": ("/admin/bodies", "/admin/parameters", "/admin/calendar", "/admin/settings", "/accounts"),
    "security": ("/accounts",),
    "audit": ("/audit/", "/audit/sign_ins", "/audit/acts", "/audit/refused", "/audit/chain", "/accounts"),
}


@pytest.mark.parametrize("login", OWN)
def test_no_administrator_has_the_desk_of_another_or_sees_a_case(told: Office, login: str) -> None:
    browser = told.as_(login)
    for page in {page for pages in OWN.values() for page in pages}:
        browser.get(page, 200 if page in OWN[login] else 403)
    for page in ("/cases/1", "/referrals/1", "/court/matters/1", "/reports/", "/precedents/"):
        browser.get(page, 403)


def test_people_who_handle_cases_have_no_administrator_desk(told: Office) -> None:
    for login in ("head", "filing", "judge", "analyst", "industry"):
        for page in ("/admin/bodies", "/audit/", "/accounts"):
            told.as_(login).get(page, 403)
