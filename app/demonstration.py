"""`hengjian demo`: one dispute through the whole thread, by the same services and the same door as the pages."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Award, Body, Case, CourtMatter, Event, Limit, Paper, Party, Referral, Staff
from app.runtime import Runtime
from app.services import (
    awards,
    draft_check,
    filing,
    limits,
    papers,
    people,
    precedents,
    readlog,
    report,
    sample,
    steps,
    sweep,
)
from app.services.actor import Actor
from app.services.desk import BEIJING, Desk
from app.services.filing import Application, ItemInput, PartyInput
from search_index.consistency import ItemCheck
from workflows.errors import HengjianError
from workflows.items import kind as item_kind
from workflows.states import label

SAMPLES = Path(__file__).parent / "samples"


class StoryClock:
    """A clock that stands where the story is."""

    def __init__(self) -> None:
        self.day = date(2026, 3, 2)
        self.minute = 0

    def __call__(self) -> datetime:
        self.minute += 1
        return datetime.combine(self.day, time(9 + self.minute // 60 % 8, self.minute % 60), BEIJING)

    def to(self, month: int, day: int, year: int = 2026) -> None:
        self.day = date(year, month, day)
        self.minute = 0


@dataclass
class Told:
    """One step as told: who did what when, on what ground, where the case then stood, and what it did to the clocks."""

    on: str
    who: str
    what: str
    basis: str
    about: str
    state: str
    opened: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "who": self.who,
            "what": self.what,
            "basis": self.basis,
            "about": self.about,
            "state": self.state,
            "limits_opened": self.opened,
            "limits_closed": self.closed,
            "papers": self.papers,
        }


class WentWrong(HengjianError):
    """A step of the demonstration did not do what it should."""


class Story:
    """Tells one dispute. Each act is one transaction, taken by the person whose act it is, with a page's token."""

    def __init__(self, runtime: Runtime, clock: StoryClock, say: Callable[[Told], None] = lambda _: None) -> None:
        self.runtime = runtime
        self.clock = clock
        self.say = say
        self.told: list[Told] = []
        self.case_id = 0

    # -- people and rows ----------------------------------------------------

    def actor(self, login: str) -> Actor:
        with open_session(self.runtime.engine, writing=False) as session:
            staff = session.exec(select(Staff).where(Staff.login == login)).one()
            return people.actor_of(session, staff)

    def staff_id(self, login: str) -> int:
        found = self.actor(login).id
        assert found is not None
        return found

    def body_id(self, code: str) -> int:
        with open_session(self.runtime.engine, writing=False) as session:
            return session.exec(select(Body.id).where(Body.code == code)).one() or 0

    def party(self, side: str) -> int:
        with open_session(self.runtime.engine, writing=False) as session:
            found = session.exec(select(Party.id).where(Party.case_id == self.case_id, Party.side == side)).first()
        return found or 0

    def latest(self, model: type[Any], **equal: Any) -> int:
        """The id of the newest row of the case that has these values."""
        with open_session(self.runtime.engine, writing=False) as session:
            query = select(model.id).where(model.case_id == self.case_id)
            for name, value in equal.items():
                query = query.where(getattr(model, name) == value)
            found = session.exec(query.order_by(col(model.id).desc())).first()
        if found is None:
            raise WentWrong(f"演示中没有找到 {model.__name__} {equal}")
        return int(found)

    # -- acts ----------------------------------------------------------------

    def files(self, application: Application, by: str) -> None:
        with transaction(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            case = filing.receive(desk, application)
            self.case_id = case.id or 0
            event = filing.first_event(desk, case)
            assert event is not None
            self._tell(desk, event)
        self.runtime.deliver()

    def takes(
        self, step: str, by: str, subject: tuple[type[Any], int] | None = None, into: str = "", **raw: Any
    ) -> None:
        """Take one step as a page would: see it offered, then send what was typed with its token."""
        with transaction(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            model, row_id = subject or (Case, self.case_id)
            thing = session.get(model, row_id)
            assert thing is not None
            token = steps.offer(desk, thing, step).token
            event = steps.take(desk, thing, step, raw, token)
            self._tell(desk, event)
            if into and event.after != into:
                raise WentWrong(f"「{event.title}」之后应为{into}，实为{event.after}")
        self.runtime.deliver()

    def is_refused(self, step: str, by: str, because: str, **raw: Any) -> None:
        """Try a step that must not go through now."""
        with open_session(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            case = session.get(Case, self.case_id)
            assert case is not None
            try:
                steps.take(desk, case, step, raw, steps.offer(desk, case, step).token)
            except HengjianError as answer:
                if because not in str(answer):
                    raise WentWrong(f"拒绝的理由应当提到“{because}”，实为：{answer}") from answer
            else:
                raise WentWrong(f"「{step}」本应被拒绝")
            session.rollback()

    def writes_draft(self, by: str, **raw: Any) -> None:
        with transaction(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            case = session.get(Case, self.case_id)
            assert case is not None
            awards.save_draft(desk, case, raw)

    def checks_draft(self, by: str) -> list[ItemCheck]:
        """Compare the draft with like decisions and standards, as the button on the draft page does."""
        with transaction(self.runtime.engine) as session, closing(self.runtime.index()) as index:
            desk = self.runtime.desk(session, self.actor(by))
            case = session.get(Case, self.case_id)
            assert case is not None
            found = draft_check.run(desk, case, index)
        for check in found:
            shown = check.distribution
            self._say_plainly(
                by,
                "裁决稿比对类案和口径",
                f"{item_kind(check.item.kind).title}：可比裁判{shown.decisions}件"
                f"（支持{shown.granted}、部分支持{shown.partly}、驳回{shown.refused}）"
                + "".join(f"；{note}" for note in (*check.notes, *check.remarks))
                + "".join(f"；口径{s.number}《{s.title}》" for s in check.standards),
            )
        return found

    def closes_month(self, month: str, by: str, folder: Path) -> list[Path]:
        """Freeze the month and put page facts, PDF, XLSX and JSON of the report into `folder`."""
        with transaction(self.runtime.engine) as session:
            desk = self.runtime.desk(session, self.actor(by))
            issued = report.close_month(desk, month)
            wrong = report.problems(issued)
            if wrong:
                raise WentWrong("月报不能由快照复算：" + "；".join(wrong))
            contents = {
                "json": report.as_json(issued).encode(),
                "xlsx": report.xlsx(issued),
                "pdf": report.pdf(issued),
            }
            self._say_plainly(by, f"发布{month}裁审衔接月报", f"第{issued.edition}版，快照校验值{issued.sha256[:16]}…")
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for ending, content in contents.items():
            path = folder / f"裁审衔接月报-{month}.{ending}"
            path.write_bytes(content)
            written.append(path)
        return written

    def _say_plainly(self, by: str, what: str, state: str) -> None:
        """An act that is no step of the procedure, and so has no event."""
        told = Told(self.clock.day.isoformat(), self.actor(by).name, what, "O70 四", "", state)
        self.told.append(told)
        self.say(told)

    def serves(self, kind: str, on: str, by: str, *, method: str, sent: date, served: date | None, **which: Any) -> None:
        party = self.party(on)
        paper = self.latest(Paper, kind=kind, **which)
        self.takes(
            "svc.record",
            by,
            paper=str(paper),
            party=str(party),
            service_method=method,
            sent_on=sent.isoformat(),
            served_on=served.isoformat() if served else "",
            proof={"direct": "送达回证签收", "post": "邮件单号 XA 1029 3847 5，签收回执在卷"}.get(method, "照片在卷"),
        )

    def time_passes(self) -> dict[str, int]:
        done = sweep.sweep(self.runtime.engine, self.runtime.settings, self.runtime.now())
        self.runtime.deliver()
        return done

    # -- telling -------------------------------------------------------------

    def _tell(self, desk: Desk, event: Event) -> None:
        desk.session.flush()
        since = self._new_events(desk, event)
        ids = [e.id for e in since]
        case = desk.session.get(Case, self.case_id)
        assert case is not None
        opened = desk.session.exec(select(Limit).where(col(Limit.origin_event_id).in_(ids))).all()
        closed = desk.session.exec(select(Limit).where(col(Limit.ended_event_id).in_(ids))).all()
        made = desk.session.exec(select(Paper).where(Paper.case_id == case.id, Paper.made_at == desk.now)).all()
        for one in since:
            first = one is since[0]
            told = Told(
                on=one.on_day.isoformat(),
                who=one.actor_name,
                what=one.title,
                basis=one.basis,
                about=one.machine,
                state=label(one.machine, one.after),
                opened=[self._limit(desk, case, x) for x in opened if x.origin_event_id == one.id],
                closed=[
                    {"rule": x.rule, "title": x.title, "due": x.due.isoformat(), "ended": x.state}
                    for x in closed
                    if x.ended_event_id == one.id
                ],
                papers=[f"《{p.title}》{p.number}" for p in made] if first else [],
            )
            self.told.append(told)
            self.say(told)

    def _new_events(self, desk: Desk, event: Event) -> list[Event]:
        return list(
            desk.session.exec(
                select(Event)
                .where(Event.case_id == event.case_id, Event.sequence >= event.sequence)
                .order_by(col(Event.sequence))
            ).all()
        )

    def _limit(self, desk: Desk, case: Case, limit: Limit) -> dict[str, Any]:
        answer = limits.answer(desk.session, limit, case.office_id)
        return {
            "rule": limit.rule,
            "title": limit.title,
            "due": answer.due.isoformat(),
            "working": [line.as_dict() for line in answer.working],
        }


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
        came="申请人本人、被申请人委托代理人到庭",
        hearing_record="核对身份、告知权利义务；宣读请求与答辩；举证质证；辩论；最后陈述。双方对考勤表真实性无异议。",
        into="heard",
    )
    story.is_refused("arb.deliberate", "arbitrator", "先行调解", deliberation_text="评议")
    story.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="双方差距较大，未能达成协议")
    clock.to(4, 24)
    story.takes(
        "arb.deliberate",
        "arbitrator",
        deliberation_text="三名仲裁员一致认为：考勤表与工资表可以证明加班和欠薪；口头解除没有依据，属于违法解除。",
        into="deliberated",
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
    story.takes("arb.approve", "head", note_optional="同意", into="approved")
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
    story.takes("arb.close", "clerk", note_optional="", into="closed")
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
