"""`hengjian demo`: one dispute through the whole thread, by the same services and the same door as the pages."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Award, Case, CourtMatter, Paper, Referral
from app.runtime import Runtime
from app.services import papers, precedents, readlog, sample, standard_precedents, steps
from app.services.filing import Application, ItemInput, PartyInput
from app.storytelling import BOTH_CAME, Story, StoryClock, Told, WentWrong, agreed

__all__ = ["Story", "StoryClock", "Told", "WentWrong", "papers_of", "prepare_office", "tell"]

SAMPLES = Path(__file__).parent / "samples"
WORKER = PartyInput(
    side="applicant",
    kind="worker",
    name="邹玥",
    identity="370502199003152427",
    address="东川市河湾区柳溪街道槐荫里14号楼2单元301室",
    postal_address="东川市河湾区柳溪街道槐荫里14号楼2单元301室",
    phone="13800010086",
)
FIRM = PartyInput(
    side="respondent",
    kind="employer",
    name="东川市恒岳建筑安装有限公司",
    identity="91370500MA3C4D5E6D",
    address="东川市河湾区工匠巷18号",
    postal_address="东川市河湾区工匠巷18号",
    phone="0599-8366777",
    legal_representative="纪长庚",
    legal_representative_post="总经理",
)
APPLICATION = Application(
    filed_on="2026-03-02",
    parties=[WORKER, FIRM],
    items=[
        ItemInput("overtime", "8000", "请求被申请人支付2025年7月至12月休息日加班费8,000元"),
        ItemInput("wages", "20000", "请求被申请人支付2025年11月至2026年1月拖欠的工资20,000元"),
        ItemInput("wrongful_termination", "60000", "请求被申请人支付违法解除劳动合同赔偿金60,000元"),
    ],
    facts_and_reasons=(
        "申请人2021年2月1日入职被申请人，任施工资料员，月工资6,000元。2025年7月至12月多次在休息日加班，被申请人没有安排补休，"
        "也没有支付加班费；2025年11月起拖欠工资。2026年1月30日，被申请人以“项目收尾、岗位取消”为由口头通知申请人不用再来上班，"
        "没有与申请人协商，也没有提前通知。申请人认为该解除违法。"
    ),
)


def tell(story: Story, reports: Path) -> list[Path]:
    """One dispute from the desk to the court and into the report of the month, whose files go to `reports`.

    Raises WentWrong, or whatever a step answers. Returns the files of the report.
    """
    clock = story.clock
    story.files(APPLICATION, by="filing")
    _mediation(story)
    clock.to(3, 26)
    story.takes("arb.accept", "filing", conditions="yes", cause="205(5)", note_optional="", into="accepted")
    clock.to(3, 27)
    story.takes(
        "arb.form_tribunal",
        "head",
        chief=str(story.staff_id("arbitrator")),
        members=[str(story.staff_id("arbitrator2")), str(story.staff_id("arbitrator3"))],
        recorder=str(story.staff_id("clerk")),
        into="tribunal_formed",
    )
    story.takes("arb.notify_respondent", "filing", evidence_until="2026-04-20")
    clock.to(3, 31)
    story.serves("response_notice", "respondent", "filing", method="post", sent=date(2026, 3, 27), served=date(2026, 3, 30))
    clock.to(4, 8)
    story.takes(
        "arb.receive_answer",
        "clerk",
        answer_text="被申请人认为加班未经审批，工资因项目结算延迟而缓发；岗位取消属于客观情况变化，解除合法。",
    )
    story.takes("arb.forward_answer", "clerk", note_optional="")
    clock.to(4, 10)
    story.is_refused("arb.set_hearing", "clerk", "五个工作日", hearing_at="2026-04-13 09:00", room="第二仲裁庭")
    story.takes("arb.set_hearing", "clerk", hearing_at="2026-04-22 09:00", room="第二仲裁庭", into="hearing_set")
    _notices(story)
    clock.to(4, 22)
    story.takes(
        "arb.hear",
        "clerk",
        hearing_record="核对身份、告知权利义务；宣读请求与答辩；举证质证；辩论；最后陈述。双方对考勤表真实性无异议。",
        into="heard",
        **BOTH_CAME,
    )
    story.is_refused("arb.deliberate", "arbitrator", "先行调解", deliberation_text="评议", **agreed(story.case().panel))
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="双方差距较大，未能达成协议")
    clock.to(4, 24)
    story.takes(
        "arb.deliberate",
        "arbitrator",
        deliberation_text="三名仲裁员一致认为：考勤表与工资表可以证明加班和欠薪；口头解除没有依据，属于违法解除。",
        into="deliberated",
        **agreed(story.case().panel),
    )
    _award(story)
    _served(story)
    _court(story)
    clock.to(9, 2)
    return story.closes_month("2026-08", "analyst", reports)


def _mediation(story: Story) -> None:
    clock = story.clock
    worker, firm = str(story.party("applicant")), str(story.party("respondent"))
    story.takes("referral.propose", "filing", channel="industry", receiving_body=str(story.body_id("med-ind")))
    first = (Referral, story.latest(Referral))
    story.takes("referral.record_consent", "filing", first, party=worker, agrees="yes", consent_way="in_person")
    clock.to(3, 3)
    story.takes(
        "referral.record_consent", "filing", first, party=firm, agrees="yes", consent_way="phone", into="agreed"
    )
    story.takes("referral.delegate", "filing", first, note_optional="", into="delegated")
    clock.to(3, 4)
    story.takes("referral.accept_by_body", "industry", first, note_optional="")
    clock.to(3, 9)
    story.takes(
        "referral.record_session",
        "industry",
        first,
        session_on="2026-03-09",
        session_place="调解室",
        session_came="双方",
        private_notes="单位担心其他员工效仿。",
        offers="单位最多出三万五。",
    )
    clock.to(3, 12)
    story.takes(
        "referral.record_outcome",
        "industry",
        first,
        outcome="no_agreement",
        outcome_reason_optional="双方对解除是否合法分歧较大",
        agreement_terms="",
        into="failed",
    )
    story.takes(
        "referral.hand_over",
        "industry",
        first,
        linked_channel="peoples",
        receiving_body=str(story.body_id("med-people")),
        note_optional="",
        into="handed_over",
    )
    second = (Referral, story.latest(Referral))
    clock.to(3, 13)
    story.takes("referral.record_consent", "filing", second, party=worker, agrees="yes", consent_way="phone")
    story.takes(
        "referral.record_consent", "filing", second, party=firm, agrees="yes", consent_way="phone", into="agreed"
    )
    story.takes("referral.delegate", "filing", second, note_optional="")
    clock.to(3, 16)
    story.takes("referral.accept_by_body", "peoples", second, note_optional="")
    clock.to(3, 25)
    story.takes(
        "referral.record_outcome",
        "peoples",
        second,
        outcome="refused",
        outcome_reason_optional="被申请人不愿继续调解",
        agreement_terms="",
        into="failed",
    )
    story.takes("referral.return", "peoples", second, note_optional="", into="returned")


def _notices(story: Story) -> None:
    for side, method, sent, served in (
        ("applicant", "direct", date(2026, 4, 10), date(2026, 4, 10)),
        ("respondent", "post", date(2026, 4, 10), date(2026, 4, 13)),
    ):
        story.clock.to(4, served.day)
        story.serves(
            "hearing_notice", side, "clerk", method=method, sent=sent, served=served, party_id=story.party(side)
        )


def _award(story: Story) -> None:
    clock = story.clock
    story.is_refused("arb.submit_draft", "arbitrator", "还没有裁决意见", note_optional="")
    with open_session(story.runtime.engine, writing=False) as session:
        case = session.get(Case, story.case_id)
        assert case is not None
        overtime, wages, damages = (item.id for item in case.items)
    story.writes_draft(
        "arbitrator",
        facts_found=(
            "邹玥2021年2月1日入职，月工资6,000元。2025年7月至12月休息日加班14.5天未补休；2025年11月至2026年1月工资尚欠20,000元。"
            "2026年1月30日，被申请人口头通知解除劳动合同，未说明法定事由，也未与申请人协商。"
        ),
        reasoning="劳动者的工资和加班费应当足额支付。被申请人未能证明解除具有法定事由，应当承担违法解除的责任。",
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
    clock.to(4, 27)
    story.is_refused("arb.submit_draft", "arbitrator", "还没有与类案和口径比对", note_optional="")
    story.checks_draft("arbitrator")
    story.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")
    clock.to(4, 28)
    story.is_approved(into="approved")
    clock.to(4, 29)
    story.takes("arb.sign", "arbitrator", note_optional="", into="awarded")


def _served(story: Story) -> None:
    """The two sides receive both awards on different days and by different ways: each side has its own clocks."""
    made = {kind: story.latest(Award, type=kind) for kind in ("final", "non_final")}
    story.clock.to(4, 30)
    for award in made.values():
        day = date(2026, 4, 30)
        story.serves("award", "applicant", "clerk", method="direct", sent=day, served=day, award_id=award)
    story.clock.to(5, 7)
    for award in made.values():
        sent, served = date(2026, 4, 30), date(2026, 5, 6)
        story.serves("award", "respondent", "clerk", method="post", sent=sent, served=served, award_id=award)


def _court(story: Story) -> None:
    clock = story.clock
    firm = str(story.party("respondent"))
    award = story.latest(Award, type="non_final")
    clock.to(5, 18)
    with transaction(story.runtime.engine) as session:
        desk = story.runtime.desk(session, story.actor("courtclerk"))
        case = session.get(Case, story.case_id)
        assert case is not None
        event = steps.take_by_number(
            desk,
            case,
            "court.file",
            {
                "matter_kind": "first_instance",
                "award": str(award),
                "plaintiff": firm,
                "court": str(story.body_id("court-hewan")),
                "filed_on": "2026-05-18",
            },
        )
        story._tell(desk, event)
    story.runtime.deliver()
    matter = (CourtMatter, story.latest(CourtMatter))
    clock.to(5, 20)
    story.takes("court.confirm_link", "filing", matter, note_optional="")
    clock.to(5, 22)
    story.takes("court.accept", "courtclerk", matter, court_number="（2026）鲁0591民初1024号", into="accepted")
    clock.to(6, 10)
    story.time_passes()
    _judge_reads(story)
    clock.to(6, 12)
    story.asks_for("arb.close", "clerk", note_optional="", into="closed")
    clock.to(8, 21)
    with open_session(story.runtime.engine, writing=False) as session:
        case = session.get(Case, story.case_id)
        assert case is not None
        damages = case.items[2].id
    story.takes(
        "court.enter_judgment",
        "judge",
        matter,
        decided_on="2026-08-20",
        judgment_text="一、被告于本判决生效之日起十日内支付原告违法解除劳动合同赔偿金54,000元；二、驳回其他诉讼请求。",
        **{
            f"outcome-{damages}-disposition": "partly",
            f"outcome-{damages}-amount": "54000",
            f"outcome-{damages}-reason": "calculation",
            f"outcome-{damages}-note": "计算基数应按解除前十二个月平均工资5,400元",
        },
        into="judged",
    )


def _judge_reads(story: Story) -> None:
    """A judge opens the main file; the reading is logged, and nothing of the inner file is there."""
    judge = story.actor("judge")
    with transaction(story.runtime.engine) as session:
        readlog.record(session, judge, story.case_id, "正卷", story.runtime.now())
    with open_session(story.runtime.engine) as session:
        for paper in session.exec(select(Paper).where(Paper.case_id == story.case_id, Paper.folder == "main")).all():
            papers.pdf_of(session, story.runtime.settings, paper)
        session.commit()


def prepare_office(runtime: Runtime, password_hash: str) -> None:
    """An empty instance becomes the sample office."""
    runtime.prepare()
    with transaction(runtime.engine) as session:
        bodies = sample.add_bodies(session)
        sample.add_people(session, bodies, password_hash)
        sample.add_standards(session)
        with (SAMPLES / "precedents.jsonl").open("rb") as stream:
            precedents.import_file(session, stream, runtime.now())
        standard_precedents.refresh_all(session, runtime.now())
    runtime.deliver()


def papers_of(runtime: Runtime, case_id: int) -> list[Mapping[str, Any]]:
    """Where each paper of the case lies."""
    with open_session(runtime.engine, writing=False) as session:
        found = session.exec(select(Paper).where(Paper.case_id == case_id).order_by(col(Paper.id))).all()
        return [
            {
                "title": p.title,
                "number": p.number,
                "folder": p.folder,
                "pages": p.pages,
                "path": str(papers.store_path(runtime.settings, p.sha256)) if p.sha256 else "",
            }
            for p in found
        ]
