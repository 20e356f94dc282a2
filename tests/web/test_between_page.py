"""受理与开庭之间在案件页面上：请求怎样变、谁承担责任、回避、时效抗辩、移送和合并、可以起诉。"""

from collections.abc import Callable
from datetime import date

from factories import Browser, Office, firm, words, worker
from sqlmodel import select

from app.models import Approval, Case, ClaimItem, Paper, Request

SignIn = Callable[[str], Browser]


def under_way(office: Office, **other: object) -> int:
    """Accepted, a tribunal, the application sent to the respondent; 2 March 2026."""
    case_id = office.files(**other)
    office.accepts(case_id)
    office.forms_tribunal(case_id)
    office.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-27")
    office.serves(case_id, "response_notice", "respondent")
    return case_id


def asked(office: Office, case_id: int, kind: str) -> tuple[type[Request], int]:
    return Request, office.latest(Request, case_id, kind=kind)


def approve(office: Office, case_id: int) -> None:
    for step, by in (("approval.endorse", "sectionhead"), ("approval.approve", "head")):
        office.takes(case_id, step, by, (Approval, office.latest(Approval, case_id)), approval_opinion="")


def test_every_change_of_a_claim_is_shown_with_its_day_and_article(office: Office, client_as: SignIn) -> None:
    """CHR 36、44：变更前后、反申请，何日、依据哪一条，都在案件页面上。"""
    case_id = under_way(office)
    wages = office.latest(ClaimItem, case_id, kind="wages")
    applicant, respondent = (str(office.party(case_id, side)) for side in ("applicant", "respondent"))
    office.takes(
        case_id, "change.ask", "filing", asking_party=applicant, change_way="change", changed_item=str(wages),
        claim_kind_optional="", claim_amount="26000", request_text="补算三月份工资",
    )  # fmt: skip
    office.takes(case_id, "change.accept", "filing", asked(office, case_id, "claim_change"), new_answer_waived="", note_optional="")
    office.takes(
        case_id, "counterclaim.file", "filing", asking_party=respondent, against_party=applicant, claim_kind="employer_damages",
        claim_amount="5000", request_text="赔偿丢失的仪器",
    )  # fmt: skip
    office.takes(case_id, "counterclaim.join", "filing", asked(office, case_id, "counterclaim"), note_optional="")
    page = words(client_as("clerk").get(f"/cases/{case_id}"))
    assert "请求的变更和时效抗辩" in page
    part = page.split("请求的变更和时效抗辩")[1].split("文书")[0]
    assert "第2项 变更 沈禾" in part
    assert "拖欠工资 20,000.00元 → 拖欠工资 26,000.00元" in part
    assert "《办案规则》第四十四条、第四十六条" in page
    assert "《办案规则》第三十六条、第四十六条" in page
    assert "反申请 被请求人 邹玥" in page


def test_who_else_answers_for_a_claim_and_how_is_shown_at_the_claim(office: Office, client_as: SignIn) -> None:
    """LMA 22；CHR 6、7：几个被申请人的，每项请求写明被请求人和其他责任人及责任形式。"""
    other = firm(name="东川市众聚人力资源有限公司", identity="", address="东川市河湾区和顺街1号")
    case_id = under_way(office, parties=[worker(), firm(), other])
    with office.reading() as session:
        second = session.exec(select(Case).where(Case.id == case_id)).one().on_side("respondent")[1].id
    office.takes(
        case_id, "arb.state_liability", "clerk", claim_item=str(office.latest(ClaimItem, case_id, kind="wages")),
        liable_party=str(second), liability_form="joint", note="劳务派遣",
    )  # fmt: skip
    page = words(client_as("clerk").get(f"/cases/{case_id}"))
    assert "被请求人 东川市恒岳建筑安装有限公司" in page
    assert "连带责任 东川市众聚人力资源有限公司（劳务派遣）" in page


def test_the_defence_names_who_and_which_claim_and_its_working_is_for_the_tribunal(office: Office, client_as: SignIn) -> None:
    """LMA 27；I2 20：谁、何日、对哪一项；算出来的答案只给仲裁庭看。"""
    case_id = under_way(office)
    office.takes(
        case_id, "defence.time_bar", "clerk", asking_party=str(office.party(case_id, "respondent")),
        claim_item=str(office.latest(ClaimItem, case_id, kind="overtime")), known_on="2024-12-31",
        relation_ended_on="2025-01-15", request_text="已超过一年",
    )  # fmt: skip
    page = words(client_as("arbitrator").get(f"/cases/{case_id}"))
    assert "时效抗辩 · 东川市恒岳建筑安装有限公司 · 针对第1项请求" in page
    assert "时效的计算（供仲裁庭参考）" in page
    desk = words(client_as("filing").get(f"/cases/{case_id}"))
    assert "针对第1项请求" in desk
    assert "时效的计算" not in desk


def test_a_challenged_person_stands_on_the_page_until_decided(office: Office, client_as: SignIn) -> None:
    """CHR 11：被申请回避的人员暂停参与，页面写明；决定之后写明结果和日期。"""
    case_id = under_way(office)
    office.takes(
        case_id, "recusal.ask", "clerk", asking_party=str(office.party(case_id, "respondent")),
        challenged=str(office.staff_id("arbitrator")), recusal_ground="contact", learnt_on="", request_text="私自会见",
    )  # fmt: skip
    assert "申请回避 顾文渊 · 等待决定，暂停参与" in words(client_as("filing").get(f"/cases/{case_id}"))
    office.takes(
        case_id, "recusal.reject", "head", asked(office, case_id, "recusal"), recusal_decider="director", note="依法接待"
    )
    assert "申请回避 顾文渊 · 驳回 2026-03-02" in words(client_as("filing").get(f"/cases/{case_id}"))


def test_a_transferred_case_points_both_ways_but_opens_only_to_its_own_office(office: Office, client_as: SignIn) -> None:
    """CHR 9：移送至、移送自；另一机构的案卷不因此打开。"""
    case_id = under_way(office)
    office.takes(
        case_id, "arb.transfer", "arbitrator", receiving_commission=str(office.body_id("shiqiao")),
        receiving_commission_name="", jurisdiction_reason="履行地在石桥县",
    )  # fmt: skip
    approve(office, case_id)
    with office.reading() as session:
        linked = session.exec(select(Case).where(Case.transferred_from_id == case_id)).one()
        number = session.get_one(Case, case_id).number
    page = client_as("filing").get(f"/cases/{case_id}")
    assert "移送至 石桥县劳动人事争议仲裁委员会" in words(page)
    assert f'href="/cases/{linked.id}"' not in page.text
    there = client_as("filing-shiqiao").get(f"/cases/{linked.id}")
    assert f"移送自 {number}" in words(there)
    assert f'href="/cases/{case_id}"' not in there.text


def test_cases_heard_together_link_to_each_other(office: Office, client_as: SignIn) -> None:
    """ORG 12：合并审理的案件互相链接。"""
    first = under_way(office)
    second = under_way(office, parties=[worker(name="邹明远", identity="370502198501011235"), firm()])
    with office.reading() as session:
        number = session.get_one(Case, first).number
    office.takes(second, "arb.join_case", "arbitrator", other_case=number, note="同一用人单位")
    for here, there in ((first, second), (second, first)):
        page = client_as("clerk").get(f"/cases/{here}")
        assert "合并审理" in words(page)
        assert f'href="/cases/{there}"' in page.text


def test_the_way_to_the_court_is_shown_with_its_ground_and_day(office: Office, client_as: SignIn) -> None:
    """LMA 29：不予受理的，申请人可以起诉：自何日起，凭什么。"""
    case_id = office.files()
    office.takes(case_id, "arb.refuse", "filing", refusal_ground="out_of_scope", refusal_reason="承揽关系")
    office.takes(case_id, "approval.approve", "head", (Approval, office.latest(Approval, case_id)), approval_opinion="")
    assert "可以向人民法院起诉" not in words(client_as("filing").get(f"/cases/{case_id}")).split("办案记录")[0]
    office.takes(
        case_id, "svc.record", "filing", paper=str(office.latest(Paper, case_id, kind="refusal_notice")),
        party=str(office.party(case_id, "applicant")), service_method="direct", sent_on="2026-03-02", served_on="2026-03-02",
        proof="送达回证签收",
    )  # fmt: skip
    page = words(client_as("filing").get(f"/cases/{case_id}"))
    assert f"申请人可以向人民法院起诉，自{date(2026, 3, 2).isoformat()}起 · 不予受理通知书已送达申请人" in page


def test_before_acceptance_the_page_asks_about_jurisdiction_and_bars_nothing(office: Office, client_as: SignIn) -> None:
    """LMA 21；CHR 8、31：用人单位住所看不出在本委所在地的，提示核对履行地；收件、受理都不受影响，受理后不再提示。"""
    here = office.files()
    assert "既不是劳动合同履行地" not in words(client_as("filing").get(f"/cases/{here}"))
    away = office.files(parties=[worker(name="邹明远", identity="370502198501011235"), firm(address="西河市高新区长安路3号")])
    page = words(client_as("filing").get(f"/cases/{away}"))
    assert "既不是劳动合同履行地，也不是用人单位所在地。请告知申请人向 西河市高新区长安路3号" in page
    office.accepts(away)
    assert "既不是劳动合同履行地" not in words(client_as("filing").get(f"/cases/{away}"))
