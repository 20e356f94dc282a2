"""The court's desk: matters, the main file, a suit recorded by the award's number, award and judgment compared."""

import pytest
from sqlmodel import select
from told import Office

from app.models import Award, CaseRead, CourtMatter, RefusedStep

FORM = "/court/file"


def number_of(told: Office, kind: str) -> str:
    with told.reading() as session:
        return session.exec(select(Award.number).where(Award.type == kind)).one() or ""


def test_the_court_sees_its_matters_and_the_files_open_to_it(told: Office) -> None:
    page = told.as_("judge").get("/court/")
    assert "（2026）鲁0591民初1024号" in page
    assert "东川劳人仲案字〔2026〕第1号" in page
    other = told.as_("judge-mid").get("/court/")
    assert "1024" not in other
    assert "没有向本院开放的案卷" in other
    told.as_("judge-mid").get("/court/matters/1", 404)


def test_the_matter_page_shows_award_and_judgment_item_by_item_with_the_difference(told: Office) -> None:
    """O70 四: 逐案比对裁审结果。"""
    page = told.as_("judge").get("/court/matters/1")
    for words in ("违法解除或者终止劳动合同赔偿金", "60,000.00元", "54,000.00元", "-6,000.00元", "不一致", "非终局裁决"):
        assert words in page
    assert "计算基数应按解除前十二个月平均工资" in page


def test_nothing_of_the_inner_file_reaches_the_court(told: Office) -> None:
    """CHR 22–23: 副卷不对外提供。"""
    page = told.as_("judge").get("/court/matters/1")
    assert "受理通知书" in page
    for inner in ("评议记录", "评议笔录", "审批表", "三名仲裁员一致认为", "三万五"):
        assert inner not in page


def test_every_look_at_a_matter_is_on_record(told: Office) -> None:
    told.as_("judge").get("/court/matters/1")
    with told.reading() as session:
        read = session.exec(select(CaseRead).where(CaseRead.staff_name == "郑怀瑾")).all()
    assert read[-1].what == "诉讼案件 （2026）鲁0591民初1024号"


def test_a_suit_is_recorded_by_the_number_of_the_award_however_its_brackets_are_typed(told: Office) -> None:
    number = number_of(told, "final").replace("〔", "(").replace("〕", ")")
    page = told.as_("courtclerk").post(
        FORM, 302, award_number=number, plaintiff_name="邹玥", matter_kind="first_instance", filed_on="2026-05-10"
    )
    assert "已登记" in page
    assert "终局裁决" in page
    with told.reading() as session:
        assert len(session.exec(select(CourtMatter)).all()) == 2


@pytest.mark.parametrize(
    ("number", "name"),
    [("东川劳人仲案字〔2026〕第9-1号", "邹玥"), (None, "张三"), ("石桥劳人仲案字〔2026〕第1号", "邹玥"), ("%", "邹玥")],
    ids=["no such award", "not a party", "another office", "a pattern"],
)
def test_a_wrong_number_and_a_wrong_name_get_the_same_answer(told: Office, number: str | None, name: str) -> None:
    typed = number or number_of(told, "final")
    page = told.as_("courtclerk").post(
        FORM, 422, award_number=typed, plaintiff_name=name, matter_kind="first_instance", filed_on="2026-05-10"
    )
    assert "没有与这个编号和起诉人都相符的裁决书" in page
    assert f'value="{name}"' in page, "what was typed stays"
    assert "恒岳" not in page, "nothing of any case is told"


def test_numbers_that_did_not_fit_are_on_record(told: Office) -> None:
    told.as_("courtclerk").post(FORM, 422, award_number="x", plaintiff_name="y", filed_on="2026-05-10")
    with told.reading() as session:
        tried = session.exec(select(RefusedStep)).all()[-1]
    assert (tried.rule, tried.kind, tried.actor_name) == ("court.file", "input", "苏芮")


def test_a_suit_the_award_does_not_allow_is_refused_with_the_article_and_what_was_typed(told: Office) -> None:
    """LMA 48, 49: 对终局裁决，用人单位不能起诉，只能申请撤销。"""
    page = told.as_("courtclerk").post(
        FORM,
        409,
        award_number=number_of(told, "final"),
        plaintiff_name="东川市恒岳建筑安装有限公司",
        matter_kind="first_instance",
        filed_on="2026-05-10",
    )
    assert "撤销" in page
    assert 'value="东川市恒岳建筑安装有限公司"' in page


def test_an_empty_form_says_every_gap_at_once(told: Office) -> None:
    page = told.as_("courtclerk").post(FORM, 422, filed_on="2026-05-10")
    assert "裁决书编号" in page
    assert page.count("没有填写") >= 2


def test_the_form_belongs_to_courts(told: Office) -> None:
    assert "这一页由法院使用" in told.as_("filing").get(FORM)
    told.as_("industry").get(FORM, 403)
    page = told.as_("filing").client
    assert page.post(FORM, data={}).status_code in (400, 403)


def test_the_office_sees_its_own_matters_only(told: Office) -> None:
    assert "1024" in told.as_("filing").get("/court/")
    assert "1024" not in told.as_("filing-shiqiao").get("/court/")
    told.as_("filing-shiqiao").get("/court/matters/1", 404)


def test_undecided_and_decided_matters_can_be_listed_apart(told: Office) -> None:
    assert "1024" not in told.as_("judge").get("/court/?state=open")
    assert "1024" in told.as_("judge").get("/court/?state=ended")


def test_a_right_to_sue_that_passed_is_over_not_overdue(told: Office) -> None:
    page = told.as_("judge").get("/court/matters/1")
    assert "对非终局裁决起诉（邹玥）" in page
    assert "已届满" in page
    assert "due-overdue" not in page
