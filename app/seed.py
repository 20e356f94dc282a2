"""Fills a believable sample office once: fictional disputes at every stage, dated around today."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import col, select
from stdnum.cn import ric, uscc

from app.database import open_session, transaction
from app.demonstration import prepare_office
from app.models import Agreement, Award, CourtMatter, Referral, Staff, StaffRole
from app.models.staff import ADMIN_ROLES
from app.runtime import Runtime
from app.services import people, report
from app.services.desk import BEIJING
from app.services.filing import Application, ItemInput, PartyInput
from app.storytelling import Story, StoryClock
from workflows.calendar import Calendar

SAMPLE_PASSWORD = "Dongchuan-2026"  # noqa: S105 - the sample office is fictional and refuses to run in production

WORKERS = ["曹予安", "尹素梅", "段可凡", "贾临川", "陆采薇", "温世昌", "崔璟", "龚小禾", "莫亦寒", "章玉堃", "宋知行", "祁连", "焦月娥", "柴进宝", "阎芷若", "万喆"]
FIRMS = (
    "东川云帆物流有限公司",
    "东川市百味楼餐饮管理有限公司",
    "河湾启明教育科技有限公司",
    "东川宏图纺织股份有限公司",
    "东川市鑫源机械制造有限公司",
    "东川和悦物业服务有限公司",
    "东川蓝湾水产加工有限公司",
)
Scenario = Callable[["Teller"], None]


class Teller(Story):
    """A story with days counted back from today; working days by the official calendar."""

    def __init__(self, runtime: Runtime, clock: StoryClock, today: date, number: int) -> None:
        super().__init__(runtime, clock, delivering=False)
        self.today = today
        self.number = number
        self.calendar = Calendar.standard()

    def back(self, working_days: int) -> date:
        """Put the clock on the n-th working day before today."""
        day = self.calendar.nth_working_day_before(self.today, working_days) if working_days else self.today
        self.clock.to(day.month, day.day, day.year)
        return day

    def ahead(self, working_days: int) -> date:
        return self.calendar.nth_working_day_after(self.clock.day, working_days)

    def comes_in(self, *items: tuple[str, str, str], back: int, workers: int = 1, text: str = "") -> None:
        """An application of `workers` people with (kind, yuan, words) each, received `back` working days ago."""
        day = self.back(back)
        parties = [self._worker(n) for n in range(workers)] + [self._firm()]
        claims = [
            ItemInput(kind, amount, words, applicant=n) for n in range(workers) for kind, amount, words in items
        ]
        self.files(
            Application(
                filed_on=day.isoformat(),
                parties=parties,
                items=claims,
                facts_and_reasons=text or "申请人在被申请人处工作，双方因劳动报酬和解除劳动合同发生争议，协商未果。",
                procedure="collective" if workers >= len(WORKERS) - 4 else "ordinary",
            ),
            by="filing",
        )

    def _worker(self, position: int) -> PartyInput:
        name = WORKERS[(self.number + position) % len(WORKERS)]
        serial = 100 + (self.number * 37 + position * 7) % 800
        body = f"370502{1970 + (self.number + position) % 30}0{1 + position % 9}{10 + self.number % 18}{serial}"
        return PartyInput(
            side="applicant",
            kind="worker",
            name=name,
            identity=body + ric.calc_check_digit(body + "0"),
            address=f"东川市河湾区和顺街{12 + self.number}号{1 + position}单元",
            postal_address=f"东川市河湾区和顺街{12 + self.number}号{1 + position}单元",
            phone=f"1380001{1000 + self.number * 20 + position:04d}",
        )

    def _firm(self) -> PartyInput:
        code = f"91370500MA3{self.number:02d}C4D5"
        return PartyInput(
            side="respondent",
            kind="employer",
            name=FIRMS[self.number % len(FIRMS)],
            identity=next(code[:17] + d for d in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc.is_valid(code[:17] + d)),
            address=f"东川市河湾区工匠巷{20 + self.number}号",
            postal_address=f"东川市河湾区工匠巷{20 + self.number}号",
            phone=f"0599-83{60000 + self.number * 11}",
            legal_representative="纪长庚",
            legal_representative_post="总经理",
        )

    def is_referred(self, channel: str, body: str, mediator: str, *, received: bool) -> tuple[type[Referral], int]:
        """Proposed, agreed by everyone, delegated; with `received` also taken on by the body."""
        self.takes("referral.propose", "filing", channel=channel, receiving_body=str(self.body_id(body)))
        referral = (Referral, self.latest(Referral))
        for side in ("applicant", "respondent"):
            party = str(self.party(side))
            self.takes("referral.record_consent", "filing", referral, party=party, agrees="yes", consent_way="phone")
        self.takes("referral.delegate", "filing", referral, note_optional="")
        if received:
            self.takes("referral.accept_by_body", mediator, referral, note_optional="")
        return referral

    def is_tried(self, *, formed: int, heard: int) -> None:
        """Tribunal `formed` working days ago, heard `heard` working days ago; mediation failed."""
        day = self.back(formed)
        self.has_a_tribunal(alone=True)
        self.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)
        hearing = self.calendar.nth_working_day_before(self.today, heard)
        self.is_set_down_and_notified(f"{hearing.isoformat()} 09:00")
        self.back(heard)
        self.is_heard_without_settlement()

    def award_reaches(self, side: str, back: int) -> None:
        """Every award of the case is served on this side."""
        day = self.back(back)
        for award_type in ("final", "non_final"):
            if any(a == award_type for a in self._types()):
                award = self.latest(Award, type=award_type)
                self.serves("award", side, "clerk", method="direct", sent=day, served=day, award_id=award)

    def _types(self) -> set[str]:
        with open_session(self.runtime.engine, writing=False) as session:
            return set(session.exec(select(Award.type).where(Award.case_id == self.case_id)).all())


PAY = ("wages", "18600", "请求支付拖欠的工资18,600元")
OVERTIME = ("overtime", "6400", "请求支付休息日加班费6,400元")
DAMAGES = ("wrongful_termination", "52000", "请求支付违法解除劳动合同赔偿金52,000元")
NO_CONTRACT = ("double_wage", "44000", "请求支付未签书面劳动合同的二倍工资差额44,000元")
LEAVE = ("annual_leave", "2760", "请求支付未休年休假工资报酬2,760元")
MEDICAL = ("injury_medical", "31200", "请求支付工伤医疗费31,200元")


def just_received(t: Teller) -> None:
    t.comes_in(PAY, LEAVE, back=0)


def nearly_due(t: Teller) -> None:
    t.comes_in(NO_CONTRACT, back=4)


def papers_missing(t: Teller) -> None:
    t.comes_in(OVERTIME, back=3)
    t.back(2)
    t.takes("arb.request_correction", "filing", missing_papers="劳动者身份证复印件\n工资发放记录", into="correcting")


def asked_to_mediate(t: Teller) -> None:
    t.comes_in(PAY, OVERTIME, back=1)
    t.takes("referral.propose", "filing", channel="peoples", receiving_body=str(t.body_id("med-people")))


def in_industry_mediation(t: Teller) -> None:
    t.comes_in(PAY, back=6)
    t.back(5)
    t.is_referred("industry", "med-ind", "industry", received=True)


def letter_just_sent(t: Teller) -> None:
    t.comes_in(DAMAGES, back=2)
    t.is_referred("peoples", "med-people", "peoples", received=False)


def in_union_mediation(t: Teller) -> None:
    t.comes_in(OVERTIME, LEAVE, back=7)
    t.back(6)
    t.is_referred("enterprise_union", "med-union", "union", received=True)


def in_delegated_mediation(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=8)
    t.back(6)
    t.is_accepted()
    t.back(5)
    t.is_referred("pre_award", "med-pre", "preaward", received=True)


def just_accepted(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=3)
    t.back(1)
    t.is_accepted()


def answered(t: Teller) -> None:
    t.comes_in(OVERTIME, DAMAGES, back=16)
    t.back(14)
    t.is_accepted()
    t.back(12)
    t.has_a_tribunal()
    day = t.back(11)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)
    t.back(4)
    t.takes("arb.receive_answer", "clerk", answer_text="被申请人认为加班未经审批，解除合法。")


def hearing_next_week(t: Teller) -> None:
    t.comes_in(NO_CONTRACT, PAY, back=15)
    t.back(12)
    t.is_accepted()
    day = t.back(10)
    t.has_a_tribunal(alone=True)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)
    t.back(1)
    t.is_set_down_and_notified(f"{t.ahead(7).isoformat()} 14:00")


def heard_and_unsettled(t: Teller) -> None:
    t.comes_in(PAY, OVERTIME, back=22)
    t.back(20)
    t.is_accepted()
    t.is_tried(formed=17, heard=2)


def being_drafted(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, LEAVE, back=26)
    t.back(24)
    t.is_accepted()
    t.is_tried(formed=21, heard=5)
    t.back(3)
    t.is_decided()


def waiting_for_approval(t: Teller) -> None:
    t.comes_in(OVERTIME, back=28)
    t.back(26)
    t.is_accepted()
    t.is_tried(formed=23, heard=8)
    t.back(6)
    t.is_decided()
    t.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")


def suspended(t: Teller) -> None:
    t.comes_in(MEDICAL, back=25)
    t.back(22)
    t.is_accepted()
    t.back(15)
    t.asks_for("arb.suspend", "arbitrator", into="suspended", suspension_ground="appraisal", suspension_reason="等待劳动能力鉴定结论",
        suspension_awaits="东川市劳动能力鉴定委员会，收件〔2026〕57号",
    )


def overdue(t: Teller) -> None:
    t.comes_in(PAY, back=48)
    t.back(45)
    t.is_accepted()
    day = t.back(42)
    t.has_a_tribunal(alone=True)
    t.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)


def collective(t: Teller) -> None:
    t.comes_in(("wages", "9600", "请求支付2026年拖欠的工资9,600元"), back=9, workers=12, text="被申请人停产后拖欠十二名劳动者工资。")
    t.back(7)
    t.is_accepted()
    t.back(5)
    t.has_a_tribunal()


def awarded_and_served(t: Teller) -> None:
    t.comes_in(PAY, DAMAGES, back=34)
    t.back(32)
    t.is_accepted()
    t.is_tried(formed=29, heard=14)
    t.back(10)
    t.is_decided()
    t.back(6)
    t.is_awarded()
    t.award_reaches("applicant", 5)
    t.award_reaches("respondent", 3)


def before_the_court(t: Teller) -> None:
    t.comes_in(DAMAGES, back=58)
    t.back(56)
    t.is_accepted()
    t.is_tried(formed=53, heard=40)
    t.back(36)
    t.is_decided()
    t.back(34)
    t.is_awarded()
    t.award_reaches("applicant", 33)
    t.award_reaches("respondent", 32)
    _suit(t, filed=26, accepted=22, number="（2026）鲁0591民初2107号")


def judged_last_month(t: Teller) -> None:
    t.comes_in(DAMAGES, OVERTIME, back=110)
    t.back(108)
    t.is_accepted()
    t.is_tried(formed=105, heard=92)
    t.back(90)
    t.is_decided()
    t.back(88)
    t.is_awarded()
    t.award_reaches("applicant", 87)
    t.award_reaches("respondent", 86)
    matter = _suit(t, filed=80, accepted=76, number="（2026）鲁0591民初1733号")
    last_month = t.today.replace(day=1) - timedelta(days=8)
    t.clock.to(last_month.month, last_month.day, last_month.year)
    damages = next(item for item in t.case().items if item.kind == "wrongful_termination")
    t.takes(
        "court.enter_judgment",
        "judge",
        matter,
        decided_on=last_month.isoformat(),
        judgment_text="被告于判决生效之日起十日内支付赔偿金46,800元。",
        **{
            f"outcome-{damages.id}-disposition": "partly",
            f"outcome-{damages.id}-amount": "46800",
            f"outcome-{damages.id}-reason": "calculation",
            f"outcome-{damages.id}-note": "平均工资不应包括报销款",
        },
        into="judged",
    )


def _suit(t: Teller, *, filed: int, accepted: int, number: str) -> tuple[type[CourtMatter], int]:
    day = t.back(filed)
    t.takes(
        "court.file",
        "filing",
        matter_kind="first_instance",
        award=str(t.latest(Award, type="non_final")),
        plaintiff=str(t.party("respondent")),
        court=str(t.body_id("court-hewan")),
        filed_on=day.isoformat(),
    )
    matter = (CourtMatter, t.latest(CourtMatter))
    t.takes("court.confirm_link", "courtclerk", matter, note_optional="")
    t.back(accepted)
    t.takes("court.accept", "courtclerk", matter, court_number=number, into="accepted")
    return matter


def settled_by_mediation(t: Teller) -> None:
    t.comes_in(PAY, back=12)
    t.back(11)
    referral = t.is_referred("chamber", "med-chamber", "chamber", received=True)
    t.back(4)
    t.takes(
        "referral.record_outcome",
        "chamber",
        referral,
        outcome="agreed",
        outcome_reason_optional="",
        agreement_terms="被申请人于本月底前一次性支付申请人15,000元，双方再无其他争议。",
    )
    day = t.back(3)
    t.takes("agreement.sign", "chamber", (Agreement, t.latest(Agreement)), signer="all", signed_on=day.isoformat())


def refused(t: Teller) -> None:
    t.comes_in(("social_insurance_loss", "5200", "请求被申请人补缴社会保险费"), back=6)
    t.back(4)
    t.asks_for(
        "arb.refuse",
        "filing",
        refusal_ground="out_of_scope",
        refusal_reason="补缴社会保险费由社会保险经办机构处理，不属于受理范围",
        into="refused",
    )


SCENARIOS: tuple[Scenario, ...] = (
    judged_last_month,
    before_the_court,
    overdue,
    awarded_and_served,
    waiting_for_approval,
    being_drafted,
    suspended,
    heard_and_unsettled,
    answered,
    hearing_next_week,
    settled_by_mediation,
    collective,
    in_delegated_mediation,
    in_union_mediation,
    in_industry_mediation,
    refused,
    nearly_due,
    papers_missing,
    just_accepted,
    letter_just_sent,
    asked_to_mediate,
    just_received,
)


def fill(runtime: Runtime) -> None:
    """An empty instance becomes the sample office. PDFs and the index follow when the worker runs."""
    today = runtime.now().astimezone(BEIJING).date()
    clock = StoryClock()
    told = Runtime(runtime.settings, clock)
    clock.to(today.month, today.day, today.year)
    prepare_office(told, people.hasher().hash(SAMPLE_PASSWORD))
    with transaction(told.engine) as session:
        # The first start makes each administrator choose a password of their own.
        for staff in session.exec(select(Staff).join(StaffRole).where(col(StaffRole.role).in_(ADMIN_ROLES))).all():
            staff.must_change_password = True
            session.add(staff)
    for number, scenario in enumerate(SCENARIOS, start=1):
        clock.to(today.month, today.day, today.year)
        scenario(Teller(told, clock, today, number))
    clock.to(today.month, today.day, today.year)
    _issue_last_month(told, Teller(told, clock, today, 0))
    told.engine.dispose()


def _issue_last_month(runtime: Runtime, teller: Teller) -> None:
    """The report of the month before, so that the analyst finds one."""
    last = teller.today.replace(day=1) - timedelta(days=1)
    with transaction(runtime.engine) as session:
        report.close_month(runtime.desk(session, teller.actor("analyst")), f"{last:%Y-%m}")


