"""The whole thread in real browsers: every official does their part on their own screen."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from browsing import Person, fits, squeezed
from factories import FIRM_CODE, WORKER_ID, Office
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from app.database import transaction
from app.demonstration import SAMPLES
from app.models import Case, Paper
from app.services import precedents, sweep
from app.storytelling import agreed

FIRM = "东川市恒岳建筑安装有限公司"
JUDGMENT = """东川市河湾区人民法院
民事判决书
（2026）鲁0591民初1024号
判决如下：
一、原告东川市恒岳建筑安装有限公司于本判决生效之日起十日内支付被告邹玥违法解除劳动合同赔偿金54,000元；
二、驳回原告东川市恒岳建筑安装有限公司的其他诉讼请求。
案件受理费10元，由原告负担。
二〇二六年八月二十日
"""
MINE = "单位担心其他员工效仿"
OFFER = "单位最多出三万五"


@dataclass
class Thread:
    """The dispute being walked."""

    office: Office
    person: Callable[..., Person]
    case_id: int = 0
    number: str = ""

    def on(self, month: int, day: int) -> None:
        self.office.clock.to(2026, month, day)

    def at(self, login: str) -> Person:
        """Somebody of the office with the case open."""
        one = self.person(login)
        one.opens_case(self.case_id)
        return one

    def appearances(self, **sides: str) -> dict[str, str]:
        """The lines of the hearing page: each side has one party here."""
        return {f"came-{self.office.party(self.case_id, side)}": way for side, way in sides.items()}

    def views(self, text: str) -> dict[str, str]:
        """Every arbitrator of the case holds the same view."""
        with self.office.reading() as session:
            panel = list(session.get_one(Case, self.case_id).panel)
        return agreed(panel, text)

    def serves(self, login: str, paper: str, side: str, method: str, sent: str, served: str, proof: str) -> None:
        one = self.at(login)
        one.takes(
            "登记送达",
            paper=paper,
            party=str(self.office.party(self.case_id, side)),
            service_method=method,
            sent_on=sent,
            served_on=served,
            proof=proof,
            **({"tracking_number": "XA 1029 3847 6"} if method == "post" else {}),
        )


def test_one_dispute_goes_from_the_desk_to_the_court_and_into_the_report(
    office: Office, person: Callable[..., Person]
) -> None:
    """O70 四: mediation, arbitration and suit are one thread; each side of it sees its own part and nothing else."""
    with transaction(office.runtime.engine) as session, (SAMPLES / "precedents.jsonl").open("rb") as stream:
        precedents.import_file(session, stream, office.clock())
    office.runtime.deliver()
    thread = Thread(office, person)
    _filing(thread)
    _mediation(thread)
    _before_the_hearing(thread)
    _hearing(thread)
    _award(thread)
    _service(thread)
    _court(thread)
    _report(thread)
    _audit(thread)


def _filing(thread: Thread) -> None:
    thread.on(3, 2)
    filing = thread.person("filing")
    filing.shot("01-my-work")
    filing.follows("收件")
    filing.page.get_by_role("button", name="增加一项请求").click()
    expect(filing.page.locator("[id='item-1-kind']")).to_be_visible()
    filing.page.get_by_role("button", name="增加一项请求").click()
    expect(filing.page.locator("[id='item-2-kind']")).to_be_visible()
    filing.types(
        **{
            "party-0-name": "邹玥",
            "party-0-identity": WORKER_ID,
            "party-0-address": "东川市河湾区柳溪街道槐荫里14号楼2单元301室",
            "party-0-postal_address": "东川市河湾区柳溪街道槐荫里14号楼2单元301室",
            "party-0-phone": "13800010086",
            "party-1-name": FIRM,
            "party-1-identity": FIRM_CODE[:-1] + "X",
            "party-1-address": "东川市河湾区工匠巷18号",
            "party-1-postal_address": "东川市河湾区工匠巷18号",
            "party-1-phone": "0599-8366777",
            "party-1-legal_representative": "纪长庚",
            "party-1-legal_representative_post": "总经理",
            "item-0-kind": "overtime",
            "item-0-amount": "8000",
            "item-0-text": "请求支付2025年7月至12月休息日加班费8,000元",
            "item-1-kind": "wages",
            "item-1-amount": "20000",
            "item-1-text": "请求支付2025年11月至2026年1月拖欠的工资20,000元",
            "item-2-kind": "wrongful_termination",
            "item-2-amount": "60000",
            "item-2-text": "请求支付违法解除劳动合同赔偿金60,000元",
            "facts_and_reasons": "申请人2021年2月1日入职，月工资6,000元。休息日加班未补休；2025年11月起欠薪；2026年1月30日被口头解除。",
        }
    )
    filing.presses("收件")
    # A wrong check digit is said at its field; nothing typed is lost.
    expect(filing.page.locator("#problems")).to_contain_text("统一社会信用代码")
    filing.shot("02-filing-wrong")
    assert filing.page.locator("[id='item-2-text']").input_value().startswith("请求支付违法解除")
    filing.types(**{"party-1-identity": FIRM_CODE})
    filing.presses("收件")
    expect(filing.page.get_by_role("status").first).to_contain_text("已收件，收件号")
    thread.case_id = int(filing.page.url.rsplit("/", 1)[-1].split("#")[0])
    filing.sees("邹玥", FIRM, "加班", "60,000.00", "为什么是这一天")
    filing.shot("03-case-filed")
    # The next day the list has it, found by the name of the firm.
    filing.follows("案件")
    filing.page.get_by_label("查找", exact=True).fill("恒岳")
    expect(filing.page.locator("#rows").get_by_role("link")).to_have_count(1)
    filing.shot("04-cases")


def _mediation(thread: Thread) -> None:
    filing = thread.at("filing")
    filing.takes("提议调解", "05-propose", channel="industry", receiving_body="建筑业")
    assert squeezed("正在调解") in squeezed(filing.page.content()) or filing.state()
    filing.takes("登记当事人答复", party="邹玥", agrees="yes", consent_way="in_person")
    thread.on(3, 3)
    filing = thread.at("filing")
    filing.takes("登记当事人答复", party=FIRM, agrees="yes", consent_way="phone")
    filing.takes("发出委托调解函")
    filing.shot("06-case-on-hold")
    filing.sees("暂缓", "东川市建筑业劳动争议调解委员会")
    assert "委托调解函" in filing.reads_pdf("委托调解函")

    thread.on(3, 4)
    industry = thread.person("industry", phone=True)
    industry.opens_task("接收或者退回委托")
    fits(industry.page)
    industry.sees("邹玥", FIRM, "8,000.00", "委托调解函")
    industry.shot("07-referral")
    industry.takes("调解组织接收")
    # Fifteen days from the body's receiving the application, which came with the letter on 3 March (调解仲裁法第十四条).
    industry.sees("2026-03-18", "还有14天", "为什么是这一天")
    thread.on(3, 9)
    industry.opens_task("调解并登记结果")
    industry.takes(
        "登记一次调解",
        "08-session",
        session_on="2026-03-09",
        session_place="调解室",
        session_came="双方",
        private_notes=MINE,
        offers=OFFER,
    )
    fits(industry.page)
    industry.sees(MINE, OFFER)
    industry.shot("09-referral-session")
    # What was said in confidence stays with the mediators.
    filing = thread.at("filing")
    filing.sees_not(MINE, OFFER)
    # The file is none of the mediator's business.
    assert industry.goes(f"/cases/{thread.case_id}") in (403, 404)
    industry.shot("10-not-yours")
    thread.on(3, 12)
    industry.opens_task("调解并登记结果")
    industry.takes("登记调解结果", outcome="no_agreement", outcome_reason_optional="双方对解除是否合法分歧较大")
    industry.takes("移交对接渠道", "11-hand-over", linked_channel="peoples", receiving_body="东川市人民调解中心")
    fits(industry.page)
    industry.shot("12-handed-over")

    thread.on(3, 13)
    filing = thread.at("filing")
    filing.shot("13-case-second-referral")
    # The time to decide on acceptance stands still during mediation (办案规则第六十九条): nothing is overdue.
    filing.sees("暂停计算")
    filing.sees_not("已过")
    for party in ("邹玥", FIRM):
        filing.takes("登记当事人答复", party=party, agrees="yes", consent_way="phone")
    filing.takes("发出委托调解函")
    thread.on(3, 16)
    peoples = thread.person("peoples", phone=True)
    peoples.opens_task("接收或者退回委托")
    peoples.takes("调解组织接收")
    peoples.sees_not(MINE, OFFER)
    thread.on(3, 25)
    peoples.opens_task("调解并登记结果")
    peoples.takes("登记调解结果", outcome="refused", outcome_reason_optional="被申请人不愿继续调解")
    peoples.takes("退回仲裁机构")
    fits(peoples.page)
    peoples.shot("14-returned")


def _before_the_hearing(thread: Thread) -> None:
    thread.on(3, 26)
    filing = thread.person("filing")
    filing.opens_task("决定是否受理")
    filing.takes("受理", "15-accept", conditions=True, cause="205(5)")
    thread.number = filing.page.locator("h1").inner_text()
    assert "〔2026〕" in thread.number
    filing.shot("16-accepted")

    thread.on(3, 27)
    head = thread.person("head")
    head.opens_task("组庭")
    head.takes("组庭", "17-tribunal", chief="顾文渊", members=["白若琳", "韩铎"], recorder="罗小满")
    filing = thread.at("filing")
    filing.takes("发应诉通知", evidence_until="2026-04-20")
    thread.on(3, 31)
    thread.serves(
        "filing",
        "应诉通知书",
        "respondent",
        "post",
        "2026-03-27",
        "2026-03-30",
        "邮件单号 XA 1029 3847 5，签收回执在卷",
    )
    # Ten working days to answer from the day it was received (调解仲裁法第三十条，办案规则第八十条).
    thread.at("filing").sees("答辩", "2026-04-14", "10个工作日", "清明节")

    thread.on(4, 8)
    clerk = thread.at("clerk")
    clerk.takes("收到答辩书", answer_text="被申请人认为加班未经审批，工资因项目结算延迟而缓发；解除合法。")
    clerk.takes("转送答辩书副本")
    thread.on(4, 10)
    clerk = thread.at("clerk")
    clerk.starts("排期开庭")
    clerk.types(hearing_at="2026-04-13T09:00", room="第二仲裁庭")
    clerk.sends("排期开庭")
    expect(clerk.page.locator("#problems")).to_contain_text("五个工作日")
    assert clerk.page.locator("#room").input_value() == "第二仲裁庭"
    clerk.shot("18-hearing-too-soon")
    clerk.types(hearing_at="2026-04-22T09:00")
    clerk.sends("排期开庭")
    thread.serves("clerk", "开庭通知书 （邹玥）", "applicant", "direct", "2026-04-10", "2026-04-10", "送达回证签收")
    thread.on(4, 13)
    thread.serves("clerk", f"开庭通知书 （{FIRM}）", "respondent", "post", "2026-04-10", "2026-04-13", "回执在卷")
    clerk.shot("19-hearing-notified")


def _hearing(thread: Thread) -> None:
    thread.on(4, 22)
    clerk = thread.at("clerk")
    clerk.takes(
        "开庭",
        "20-hearing",
        **thread.appearances(applicant="came", respondent="agent"),
        hearing_record="核对身份、告知权利义务；举证质证；辩论；最后陈述。双方对考勤表真实性无异议。",
    )
    arbitrator = thread.at("arbitrator")
    # Award only after mediation was tried (调解仲裁法第四十二条): the grey step says so.
    assert "调解" in arbitrator.grey("评议")
    arbitrator.shot("21-heard")
    arbitrator.takes("庭审调解", mediation_result="failed", mediation_note="双方差距较大，未能达成协议")
    thread.on(4, 24)
    arbitrator = thread.at("arbitrator")
    arbitrator.takes(
        "评议",
        deliberation_text="三名仲裁员一致认为：考勤表与工资表可以证明加班和欠薪；口头解除没有依据。",
        **thread.views("同意评议结论。"),
    )


def _award(thread: Thread) -> None:
    arbitrator = thread.person("arbitrator")
    arbitrator.opens_task("撰写裁决稿并送审")
    with thread.office.reading() as session:
        overtime, wages, damages = (item.id for item in session.get_one(Case, thread.case_id).items)
    arbitrator.types(
        facts_found="邹玥2021年2月1日入职，月工资6,000元。2025年7月至12月休息日加班14.5天未补休；工资尚欠20,000元。",
        reasoning="工资和加班费应当足额支付。被申请人未能证明解除具有法定事由，应当承担违法解除的责任。",
        **{
            f"item-{overtime}-disposition": "granted",
            f"item-{overtime}-awarded": "8000",
            f"item-{overtime}-reasoning": "考勤表经双方确认，可以证明休息日加班14.5天，未安排补休，应当支付加班费。",
            f"item-{overtime}-working": "6,000元 ÷ 21.75天 × 14.5天 × 200% = 8,000.00元 | LL 44; OW25",
            f"item-{overtime}-articles": "LL 44; I1 42",
            f"item-{wages}-disposition": "granted",
            f"item-{wages}-awarded": "20000",
            f"item-{wages}-reasoning": "项目结算延迟不是缓发工资的法定理由，欠付数额双方无异议。",
            f"item-{wages}-working": "应付 − 已付 = 20,000.00元 | LL 50; LCL 30",
            f"item-{wages}-articles": "LL 50; LCL 30",
            f"item-{damages}-disposition": "granted",
            f"item-{damages}-awarded": "60000",
            f"item-{damages}-reasoning": "岗位取消未经协商变更即解除，不符合法定条件，属于违法解除。",
            f"item-{damages}-working": "5个月 × 6,000元 × 2 = 60,000.00元 | LCL 47, 48, 87; LCR 25",
            f"item-{damages}-articles": "LCL 47; LCL 48; LCL 87",
        },
    )
    arbitrator.presses("保存")
    arbitrator.sees("裁决稿已保存", "还没有与类案和口径比对", "终局裁决", "非终局裁决")
    expect(arbitrator.page.get_by_text("岗位取消后口头通知离职").first).to_be_visible()
    thread.on(4, 27)
    arbitrator.presses("保存并与类案、口径比对")
    # Precedents and joint standards beside each item.
    arbitrator.sees("可比裁判", "赔偿金和经济补偿的计算基数", "未经审批的加班", "可以送审")
    expect(arbitrator.page.locator("aside").get_by_text("岗位取消后口头通知离职").first).to_be_visible()
    arbitrator.shot("22-draft")
    draft = arbitrator.reads_pdf("预览这份裁决书")
    assert "裁决" in draft
    arbitrator.follows("送审")
    arbitrator.sends("裁决稿送审")
    thread.on(4, 28)
    head = thread.person("head")
    head.opens_task("审批裁决稿")
    head.shot("23-under-approval")
    # Whoever approves reads what is approved.
    assert "应当承担违法解除的责任" in head.reads_pdf("预览这份裁决书", 1)
    head.takes("批准", approval_opinion="同意")
    thread.on(4, 29)
    arbitrator.opens_task("签发裁决书")
    arbitrator.takes("签发裁决书")
    arbitrator.sees("终局", "非终局", "第1-1号", "第1-2号")
    arbitrator.shot("24-awarded")
    papers = [arbitrator.reads_pdf("裁决书", n) for n in (0, 1)]
    # Both recite the whole claim; what each decides stands after 裁决如下.
    texts = [text.rsplit("裁决如下", 1)[1] for text in papers]
    final = next(text for text in texts if "为终局裁决" in text)
    other = next(text for text in texts if text != final)
    # 终局: the worker may sue in 15 days, the employer may apply to annul in 30 (调解仲裁法第四十七至四十九条).
    assert "8,000" in final
    assert "20,000" in final
    assert "三十日" in final
    assert "撤销" in final
    assert "60,000" not in final
    assert "60,000" in other
    assert "十五日" in other
    assert "撤销" not in other
    for text in papers:
        assert "邹玥" in text, "a rare character is printed, not a box"


def _service(thread: Thread) -> None:
    """Each side on its own day, in its own way: each has its own clocks."""
    thread.on(4, 30)
    for part in ("第1-1号", "第1-2号"):
        thread.serves("clerk", part, "applicant", "direct", "2026-04-30", "2026-04-30", "送达回证签收")
    thread.on(5, 7)
    for part in ("第1-1号", "第1-2号"):
        thread.serves("clerk", part, "respondent", "post", "2026-04-30", "2026-05-06", "邮件单号 XA 1029 3847 6")
    clerk = thread.at("clerk")
    clerk.sees("2026-05-15", "2026-05-21", "2026-06-05", "撤销")
    clerk.shot("25-served")


def _court(thread: Thread) -> None:
    judge = thread.person("judge")
    assert judge.goes(f"/cases/{thread.case_id}") == 404, "no suit yet: the file does not exist for the court"
    thread.on(5, 18)
    courtclerk = thread.person("courtclerk")
    courtclerk.follows("诉讼")
    courtclerk.follows("按裁决书编号登记起诉")
    number = thread.number.replace("号", "-2号")
    courtclerk.types(
        award_number=number.replace("第1", "第9"),
        plaintiff_name=FIRM,
        matter_kind="first_instance",
        filed_on="2026-05-18",
    )
    courtclerk.presses("登记")
    expect(courtclerk.page.locator("#problems")).to_be_visible()
    courtclerk.shot("26-wrong-number")
    courtclerk.types(award_number=number)
    courtclerk.presses("登记")
    courtclerk.sees("已登记", "按编号", "60,000.00")
    thread.on(5, 20)
    # A link counts once somebody has confirmed it; until then the report leaves it out.
    courtclerk.sees("待确认")
    thread.at("filing").takes("确认案件关联")
    thread.on(5, 22)
    courtclerk.page.reload()
    courtclerk.sees("，已确认")
    courtclerk.takes("法院立案", court_number="（2026）鲁0591民初1024号")
    courtclerk.shot("27-matter")
    thread.on(6, 10)
    sweep.sweep(thread.office.runtime.engine, thread.office.runtime.settings, thread.office.clock())

    judge.goes("/")
    judge.follows("诉讼")
    judge.follows("（2026）鲁0591民初1024号")
    judge.shot("28-judge-matter")
    assert "60,000" in judge.reads_pdf("裁决书")
    judge.clicks(judge.page.locator("dl.facts").get_by_role("link", name=thread.number))
    # The main file, and nothing of the inner one.
    judge.sees("邹玥", "庭审笔录")
    judge.sees_not("三名仲裁员一致认为", "评议记录", "审批表", MINE, OFFER)
    judge.shot("29-judge-file")
    for kind in ("deliberation_record", "approval_form"):
        assert judge.goes(f"/papers/{_paper(thread, kind)}.pdf") == 404
    assert judge.goes(f"/cases/{thread.case_id}/draft") in (403, 404)

    thread.on(8, 21)
    judge.goes("/court/")
    judge.follows("（2026）鲁0591民初1024号")
    judge.follows("识别判决书，填入逐项登记表")
    judge.types(text=JUDGMENT)
    judge.presses("识别，填入登记表")
    judge.sees("由系统识别，把握")
    with thread.office.reading() as session:
        damages = session.get_one(Case, thread.case_id).items[2].id
    # What was read stands in the form; the judge adds why it differs.
    expect(judge.page.locator(f"#outcome-{damages}-amount")).to_have_value("54000.00")
    expect(judge.page.locator("#decided_on")).to_have_value("2026-08-20")
    judge.types(
        **{
            f"outcome-{damages}-reason": "calculation",
            f"outcome-{damages}-note": "基数应按解除前十二个月平均工资5,400元",
        },
    )
    judge.shot("30-judgment")
    judge.sends("逐项登记裁判结果")
    judge.sees("裁决与判决逐项对照", "54,000.00", "-6,000.00", "不一致", "计算")
    judge.shot("31-compared")
    judge.follows("不一致")
    judge.types(reason_code="calculation", text="计算基数不应包括报销款。")
    judge.presses("登记意见")
    judge.sees("法院一方 · 计算", "计算基数不应包括报销款。", "待双方发表意见")
    judge.shot("32-divergence")


def _paper(thread: Thread, kind: str) -> int:
    return thread.office.latest(Paper, thread.case_id, kind=kind)


def _report(thread: Thread) -> None:
    thread.on(9, 2)
    analyst = thread.person("analyst")
    analyst.follows("月报")
    analyst.shot("32-reports")
    analyst.types(month="2026-08")
    analyst.presses("发布")
    analyst.sees("已发布 2026-08 第 1 版", "一页摘要", "关联覆盖率 100.0%（1 / 1）")
    analyst.shot("33-report")
    files = {kind: _download(analyst, kind) for kind in ("PDF", "XLSX", "JSON")}
    text = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(files["PDF"])).pages))
    assert "裁审衔接" in text
    assert load_workbook(BytesIO(files["XLSX"])).sheetnames
    assert b"2026-08" in files["JSON"]


def _download(one: Person, kind: str) -> bytes:
    with one.page.expect_download() as waiting:
        one.page.get_by_role("link", name=f"下载 {kind}").click()
    return waiting.value.path().read_bytes()


def _audit(thread: Thread) -> None:
    """O70 四: who looked at the file is on record, and the records are unbroken."""
    audit = thread.person("audit")
    audit.follows("审计")
    audit.goes("/audit/reads?person=郑怀瑾")
    audit.sees("郑怀瑾", thread.number, "法官")
    audit.shot("34-reads")
    audit.goes("/audit/chain")
    audit.shot("35-chain")
    assert audit.goes(f"/cases/{thread.case_id}") in (403, 404)
