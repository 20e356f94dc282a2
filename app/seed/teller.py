"""Who tells the sample office: days counted back from today, fictional people and firms."""

from collections.abc import Callable
from datetime import date

from sqlmodel import select
from stdnum.cn import ric, uscc

from app.database import open_session, transaction
from app.models import Award, Lead, Referral
from app.runtime import Runtime
from app.seed.exhibits import hand_in
from app.services import leads
from app.services.filing import Application, ItemInput, PartyInput
from app.services.leads import LeadInput
from app.storytelling import Story, StoryClock
from workflows.calendar import Calendar

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
NEW_CAUSES = date(2026, 1, 1)
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
        self.files(self.application(*items, filed_on=self.back(back), workers=workers, text=text), by="filing")

    def application(
        self, *items: tuple[str, str, str], filed_on: date | None = None, workers: int = 1, text: str = ""
    ) -> Application:
        """What the parties hand in, or tell before they apply."""
        parties = [self._worker(n) for n in range(workers)] + [self._firm()]
        claims = [
            ItemInput(kind, amount, words, applicant=n) for n in range(workers) for kind, amount, words in items
        ]
        return Application(
            filed_on=filed_on.isoformat() if filed_on else "",
            parties=parties,
            items=claims,
            facts_and_reasons=text or "申请人在被申请人处工作，双方因劳动报酬和解除劳动合同发生争议，协商未果。",
            procedure="collective" if workers >= len(WORKERS) - 4 else "ordinary",
        )

    def registers(self, kind: str, by: str, *items: tuple[str, str, str], reporter: str = "", asked_on: str = "") -> tuple[type[Lead], int]:
        """A dispute of before any application, entered on the day the clock shows."""
        with transaction(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            lead = leads.register(desk, LeadInput(kind, self.application(*items), reporter=reporter, asked_on=asked_on))
            self.case_id = lead.case_id
            return Lead, lead.id or 0

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

    def is_accepted(self, cause: str = "") -> None:
        """Under the claims for pay of the list of causes that was in force that day."""
        super().is_accepted(cause or ("205(5)" if self.clock.day >= NEW_CAUSES else "186(5)"))

    def is_notified(self, alone: bool = True) -> None:
        """A tribunal, and the copy of the application with the respondent, today."""
        self.has_a_tribunal(alone=alone)
        day = self.clock.day
        self.serves("response_notice", "respondent", "filing", method="direct", sent=day, served=day)

    def is_tried(self, *, formed: int, heard: int) -> None:
        """Tribunal `formed` working days ago, heard `heard` working days ago; mediation failed."""
        day = self.back(formed)
        self.has_a_tribunal(alone=True)
        for kind, side in (("response_notice", "respondent"), ("acceptance_notice", "applicant"), ("panel_notice", "applicant"), ("panel_notice", "respondent")):
            self.serves(kind, side, "filing", method="direct", sent=day, served=day)
        hearing = self.calendar.nth_working_day_before(self.today, heard)
        self.is_set_down_and_notified(f"{hearing.isoformat()} 09:00")
        self.back(heard)
        hand_in(self)
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
