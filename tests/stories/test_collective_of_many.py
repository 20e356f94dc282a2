"""一百二十名劳动者的集体争议，从名册收件到各人分别生效：一份名册、一次通知、一份结果表、一份裁决、各走各的起诉期。"""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from roster_books import HEADINGS, book, line
from teller import Told
from test_collective import elects, is_told_once, reaches_all

from app.database import open_session, transaction
from app.demonstration import APPLICATION
from app.models import Award, Case, Paper, Service
from app.rendering.papers import make_pdf
from app.services import roster
from app.services.errors import InvalidInput
from app.storytelling import REASONED, agreed
from workflows.errors import Refused

MANY = 120
WAGES, DAMAGES = HEADINGS[7:9]
BASE = 80000
"""Above twelve minimum wages: nothing of it is final (LMA 47)."""


def files_the_roster(story: Told, count: int = MANY) -> None:
    """沈禾 looks through the workbook and takes in everybody on it with the firm."""
    found = roster.plan(book([line(n, wages=f"{BASE + n}.50") for n in range(1, count + 1)]), "名册.xlsx")
    assert not found.problems
    firm = [p for p in APPLICATION.parties if p.side == "respondent"]
    story.files_claims([*found.parties, *firm], found.items)


def is_heard(story: Told) -> None:
    """Accepted, represented, told once, guided, heard; the tribunal has deliberated."""
    story.is_accepted()
    elects(story)
    is_told_once(story)
    reaches_all(story, story.latest_paper("collective_notice"), receiver=str(story.worker_id(1)))
    story.serves("collective_notice", "respondent", "clerk", method="direct", sent=story.clock.day, served=story.clock.day)
    story.takes("collective.guide", "arbitrator", mediation_result="failed", mediation_note="未能达成一致", helpers="")
    story.clock.to(3, 24)
    there = {f"came-{story.worker_id(n)}": "came" for n in (1, 2, 3)}
    story.takes("arb.hear", "clerk", hearing_record="笔录", **there, **{"came-applicant": "delegate", "came-respondent": "agent"})
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
    story.takes("arb.deliberate", "arbitrator", deliberation_text="合议一致。", **agreed(story.case().panel))


def results_book(story: Told, **changed: object) -> bytes:
    """The roster of results as downloaded, with these cells ("H8": 0) written over."""
    with open_session(story.runtime.engine, writing=False) as session:
        content = roster.results_template(session.get_one(Case, story.case_id))
    made = load_workbook(BytesIO(content))
    for cell, value in changed.items():
        made.worksheets[0][cell] = value
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def writes_results(story: Told, content: bytes, **texts: str) -> None:
    """高诚 brings the results in, all or nothing, and writes reasons and articles once for each kind."""
    actor = story.actor("arbitrator")
    with transaction(story.runtime.engine) as session:
        desk, case = story.runtime.desk(session, actor), session.get_one(Case, story.case_id)
        roster.apply_results(desk, case, roster.plan_results(case, content, "裁决结果名册.xlsx"))
        roster.apply_kinds(desk, case, texts)


TEXTS: dict[str, Any] = {
    "reasoning-wages": "被申请人没有举证证明已经足额支付工资，应当支付。",
    "articles-wages": "LCL 30",
    "reasoning-wrongful_termination": "被申请人没有说明解除的理由，属于违法解除。",
    "articles-wrongful_termination": "LCL 48；LCL 87",
}


def is_awarded_by_roster(story: Told, content: bytes) -> None:
    writes_results(story, content, **TEXTS)
    story.writes_draft("arbitrator", facts_found="查明的事实。", reasoning=REASONED)
    why = {
        f"item-{check.item.id}-deviation_reason": "本案证据与所列类案不同。"
        for check in story.checks_draft("arbitrator")
        if check.needs_reason
    }
    story.writes_draft("arbitrator", **why)
    story.is_awarded()


def test_a_hundred_and_twenty_workers_from_the_roster_to_their_own_day_of_effect(story: Told) -> None:
    """LMA 7；CHR 62至64；LMA 50；I1 17：部分劳动者起诉的，裁决对没有起诉的劳动者发生法律效力。

    签收名册送达一百一十八人，两人另日送达；五人起诉；其余各人自本人起诉期满生效，两人晚几日。
    """
    files_the_roster(story)
    assert (story.case().collective, len(story.case().items)) == (True, 2 * MANY)
    is_heard(story)
    # 第7号、第9号的工资请求部分支持，其余全部支持。
    is_awarded_by_roster(story, results_book(story, D8=40000, D10=50000))
    award = story.row(Award)
    assert (award.type, award.state) == ("non_final", "awaiting")
    paper = story.row(Paper, kind="award")
    many = paper.facts["award"]["group"]
    wages = next(k for k in many["kinds"] if k["title"] == WAGES)
    assert (many["count"], wages["count"]) == (MANY, MANY)
    assert wages["partly"] == "职工007、职工009（序号7、9）"
    paid = sum((BASE + n) * 100 + 50 for n in range(1, MANY + 1) if n not in (7, 9)) + 9000000
    assert wages["awarded_fen"] == wages["payments"][0]["amount_fen"] == paid
    assert many["awarded_fen"] == paid + sum((60000 + n) * 100 for n in range(1, MANY + 1))
    day = story.clock.day
    reaches_all(story, paper.id or 0, "全体除119、120")
    story.serves("award", "respondent", "clerk", method="direct", sent=day, served=day)
    assert story.count(Service, paper_id=paper.id) == MANY - 1
    story.clock.to(3, 30)
    reaches_all(story, paper.id or 0, "119、120", service_method="post", proof="邮件签收回执两份")
    for number in (4, 5, 6, 7, 9):
        story.takes(
            "court.file", "filing", matter_kind="first_instance", award=str(award.id), plaintiff=str(story.worker_id(number)),
            court=str(story.body_id("court-hewan")), filed_on="2026-03-30",
        )  # fmt: skip
    story.clock.to(4, 9)  # fifteen days from 24 March end on 8 April
    story.time_passes()
    award = story.row(Award)
    assert (award.state, award.effective_from) == ("partly_in_effect", date(2026, 4, 9))
    assert award.worker_fates["counts"] == {"effective": MANY - 7, "no_effect": 5, "pending": 2}
    story.clock.to(4, 15)
    story.time_passes()
    award = story.row(Award)
    assert award.worker_fates["counts"] == {"effective": MANY - 5, "no_effect": 5}
    assert award.worker_fates["effective"][str(story.worker_id(120))] == "2026-04-15"


def test_the_award_over_twelve_says_sums_and_puts_the_rest_into_schedules(story: Told) -> None:
    """CHR 53：裁决书载明请求、结果和各人数额；附表的表头在每页重复，合计与各行一致。"""
    files_the_roster(story, 12)
    is_heard(story)
    is_awarded_by_roster(story, results_book(story, D8=40000, D10=50000))
    text = make_pdf("award", story.row(Paper, kind="award").facts).text.replace("\n", "")
    for said in (
        "职工001、职工002、职工003、职工004、职工005等12人（名单见附表一）",
        "推举的代表：职工001、职工002、职工003。",
        f"驳回职工007、职工009（序号7、9）关于{WAGES}的仲裁请求的其余部分",
        "附表二 各申请人的请求和裁决数额（单位：元）",
    ):
        assert said.replace(" ", "") in text.replace(" ", "").replace("　", ""), said


def test_results_with_one_wrong_cell_change_nothing(story: Told) -> None:
    """结果表有一处有误，全部不写入；各处错误一次说全，指明行和列。"""
    files_the_roster(story, 11)
    with pytest.raises(Refused, match="开庭之后、送审之前"):
        writes_results(story, results_book(story))
    is_heard(story)
    wrong = results_book(story, D3=999999, B4="职工999", E5="", A6=77)
    with open_session(story.runtime.engine, writing=False) as session:
        found = roster.plan_results(session.get_one(Case, story.case_id), wrong, "裁决结果名册.xlsx")
    told = [str(p) for p in found.problems]
    for at, why in (("第3行D列", "超过请求金额"), ("第4行B列", "第3号是职工003"), ("第5行E列", "没有填写裁决金额"), ("第6行A列", "不是本案现有劳动者的序号")):
        assert any(one.startswith(at) and why in one for one in told), (at, told)
    assert any("第5号职工005没有一行" in one for one in told)
    with pytest.raises(InvalidInput):
        writes_results(story, wrong)
    assert {i.disposition for i in story.case().items} == {"pending"}


def test_results_and_texts_by_kind_reach_every_item_of_the_kind(story: Told) -> None:
    """金额等于请求为支持，少于请求为部分支持，零为驳回；理由和法律依据按请求类型写一次。"""
    files_the_roster(story, 11)
    is_heard(story)
    writes_results(story, results_book(story, D2=0, D3=1.25), **TEXTS)
    items = [i for i in story.case().items if i.kind == "wages"]
    assert [i.disposition for i in items[:3]] == ["refused", "partly", "granted"]
    assert [i.awarded_fen for i in items[:2]] == [0, 125]
    assert {i.reasoning for i in items} == {TEXTS["reasoning-wages"]}
    damages = [i for i in story.case().items if i.kind == "wrongful_termination"]
    assert {tuple(i.articles) for i in damages} == {("LCL 48", "LCL 87")}
