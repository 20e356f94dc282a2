"""口径: everybody who judges reads them; the head and the analyst write them."""

from sqlmodel import select
from told import Office

from app.models import AdminAct, Standard

NEW = {
    "number": "口径2026-09",
    "title": "加班基数的认定",
    "text": "劳动合同没有约定加班费基数的，按正常工作时间应得工资确定。",
    "meeting": "2026年第三次联席会议",
    "adopted_on": "2026-09-01",
    "kinds": "overtime",
    "articles": "LL 44",
}


def test_the_analyst_enters_a_standard_and_mediators_and_judges_read_it(told: Office) -> None:
    page = told.as_("analyst").post("/standards/new", 302, **NEW)
    assert "加班基数的认定" in page
    for reader in ("judge", "industry", "arbitrator"):
        assert "加班基数的认定" in told.as_(reader).get("/standards/?kind=overtime")
    with told.reading() as session:
        assert session.exec(select(AdminAct.what)).all()[-1] == "standard.new"


def test_every_problem_is_said_at_once_and_nothing_typed_is_lost(told: Office) -> None:
    page = told.as_("head").post("/standards/new", 422, title="只有标题", adopted_on="明天", valid_to="")
    for words in ("编号", "口径内容", "适用的请求类型", "看不懂这个日期", 'value="只有标题"'):
        assert words in page
    with told.reading() as session:
        assert not session.exec(select(Standard).where(Standard.title == "只有标题")).all()


def test_a_number_is_given_once(told: Office) -> None:
    analyst = told.as_("analyst")
    analyst.post("/standards/new", 302, **NEW)
    assert "已有这个编号" in analyst.post("/standards/new", 422, **NEW)


def test_a_standard_that_ended_is_marked(told: Office) -> None:
    page = told.as_("head").post("/standards/new", 302, **{**NEW, "adopted_on": "2026-01-01", "valid_to": "2026-08-31"})
    assert "现在不适用" in page


def test_others_may_not_write(told: Office) -> None:
    for login in ("judge", "industry", "arbitrator", "filing"):
        told.as_(login).get("/standards/new", 403)
        told.as_(login).get("/standards/1/edit", 403)
