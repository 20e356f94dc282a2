"""衔接渠道由系统管理员在页面上变更：注明起始日期，只向以后适用，写入日志。"""

from datetime import date

from sqlmodel import select
from told import Office

from app.models import AdminAct, Body, LinkChange
from app.services import office_links

CHANGE = {
    "source": "industry",
    "target": "peoples",
    "start": "2026-09-10",
    "open": "no",
    "consent": "both",
    "limit": "",
    "comes_back": "不再移交",
    "basis": "东人社办〔2026〕18号",
    "mark": "P",
}


def linked(told: Office, day: str) -> tuple[str, ...]:
    with told.reading() as session:
        office = session.exec(select(Body.id).where(Body.code == "city")).one() or 0
        return office_links.on_day(session, office, date.fromisoformat(day)).linked("industry", "before_acceptance")


def test_a_change_holds_from_its_day_and_leaves_an_act_in_the_log(told: Office) -> None:
    system = told.as_("system")
    assert "行业调解 → 人民调解" in system.get("/admin/links")
    assert "不再移交" not in system.get("/admin/links/change?source=industry&to=peoples")
    page = system.post("/admin/links/change", 302, **CHANGE)
    assert "东人社办〔2026〕18号" in page
    assert (linked(told, "2026-09-09"), linked(told, "2026-09-10")) == (("peoples",), ())
    with told.reading() as session:
        act = session.exec(select(AdminAct).where(AdminAct.what == "link.change")).one()
    assert act.about == "行业调解 → 人民调解"
    assert "2026-09-10" in act.detail


def test_everything_wrong_with_a_change_is_said_at_once(told: Office) -> None:
    page = told.as_("system").post(
        "/admin/links/change", 422, source="moon", target="", start="2026-09-01", open="yes", consent="none", basis=""
    )
    for words in ("不在可选范围内", "变更只向以后适用", "至少选一项", "没有填写"):
        assert words in page
    with told.reading() as session:
        assert session.exec(select(LinkChange)).all() == []


def test_nobody_else_changes_links(told: Office) -> None:
    for login in ("filing", "head", "security", "audit", "peoples"):
        told.as_(login).get("/admin/links", 403)
        told.as_(login).post("/admin/links/change", 403, **CHANGE)
