"""Tells cases by acts: each one transaction through the services and the door, taken by the person whose act it is.

The demonstration, the sample office and the story tests all speak these words.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app.database import open_session, transaction
from app.models import Approval, Body, Case, Event, Limit, Paper, Party, Staff
from app.runtime import Runtime
from app.services import awards, draft_check, filing, limits, people, report, steps, sweep, uploads
from app.services.actor import Actor
from app.services.desk import BEIJING, Desk
from app.services.filing import Application
from app.story_service import PROOFS, picture
from search_index.consistency import ItemCheck
from workflows.errors import HengjianError
from workflows.items import kind as item_kind
from workflows.states import label

FOUND = (
    "双方建立劳动关系的事实有劳动合同、工资银行流水和社会保险缴费记录为证，双方均无异议。工资标准以解除前十二个月的银行流水核定；"
    "考勤表经双方当庭核对，真实性予以确认。解除由被申请人提出，未说明法定事由，也未与申请人协商。"
)
REASONED = "被申请人掌握工资支付和考勤的证据，没有提交相反证据，应当承担举证不能的后果。"
WHY = {
    "wages": ("欠付工资的月份和数额有银行流水印证，被申请人没有证明已经支付。", "LL 50; LCL 30"),
    "overtime": ("考勤表可以证明休息日加班且未安排补休，应当支付加班费。", "LL 44; I1 42"),
    "wrongful_termination": ("解除没有法定事由，也没有履行法定程序，属于违法解除。", "LCL 48; LCL 87"),
    "double_wage": ("自用工满一个月的次日起未订立书面劳动合同，应当支付二倍工资的差额。", "LCL 10; LCL 82"),
    "annual_leave": ("应休未休的天数按已过天数折算，依法另行支付。", "ALR 5; ALM 12"),
    "relation_confirmation": ("申请人接受被申请人管理、从事其安排的有报酬的劳动，符合劳动关系的特征。", "LCL 7"),
}
BOTH_CAME = {"came-applicant": "came", "came-respondent": "agent"}
"""Each side of a small case as the hearing page asks: the worker came, the firm sent an agent."""
WHY_ELSE = ("请求有证据印证，被申请人没有提交相反证据。", "LMA 6")


def agreed(panel: Sequence[int], text: str = "同意评议结论。") -> dict[str, str]:
    """Every arbitrator of the panel holds the same view."""
    return {
        name: value
        for one in panel
        for name, value in ((f"views-{one}-view", "first"), (f"views-{one}-text", text))
    }


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

    def __init__(
        self,
        runtime: Runtime,
        clock: StoryClock,
        say: Callable[[Told], None] = lambda _: None,
        *,
        delivering: bool = True,
    ) -> None:
        """With `delivering` the outbox is emptied after each act, as a worker would; else it is left to one."""
        self.runtime = runtime
        self.delivering = delivering
        self.clock = clock
        self.say = say
        self.told: list[Told] = []
        self.case_id = 0

    def _deliver(self) -> None:
        if self.delivering:
            self.runtime.deliver()

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
        self._deliver()

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
        self._deliver()

    def asks_for(
        self, step: str, by: str, subject: tuple[type[Any], int] | None = None, into: str = "", **raw: Any
    ) -> None:
        """A step that needs approval: asked for, and approved by everyone whose turn it is."""
        self.takes(step, by, subject, **raw)
        self.is_approved(into=into)

    def is_approved(self, into: str = "") -> None:
        """The newest request of the case passes the levels it has left, each in the person of the sample office."""
        approval = (Approval, self.latest(Approval, state="waiting"))
        people = {"chief": "arbitrator", "section_head": "sectionhead", "head": "head"}
        while True:
            with open_session(self.runtime.engine, writing=False) as session:
                waiting = session.get_one(Approval, approval[1])
                last = [one for one in waiting.levels if not one.get("skipped")][-1]["id"] == waiting.level
                level = waiting.level
            step = "approval.approve" if last else "approval.endorse"
            self.takes(step, people[level], approval, approval_opinion="同意")
            if last:
                break
        if into and self.case().state != into:
            raise WentWrong(f"批准之后案件应为{into}，实为{self.case().state}")

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
        """A paper reaches a side, with the proof its method asks for."""
        paper = self.latest(Paper, kind=kind, **which)
        self.serves_paper(paper, self.party(on), by, method=method, sent=sent, served=served)

    def serves_paper(
        self, paper: int, party: int, by: str, *, method: str, sent: date, served: date | None, **proof: Any
    ) -> None:
        photos = {"photos": [self.photographs(by)]} if method == "left_or_posted" else {}
        self.takes(
            "svc.record",
            by,
            paper=str(paper),
            party=str(party),
            service_method=method,
            sent_on=sent.isoformat(),
            served_on=served.isoformat() if served else "",
            **{**PROOFS[method], **photos, **proof},
        )

    def photographs(self, by: str) -> str:
        """A photo of the door comes into the file. Returns its id."""
        with transaction(self.runtime.engine) as session:
            desk, case = self.runtime.desk(session, self.actor(by)), session.get_one(Case, self.case_id)
            content = picture(self.case_id * 100 + self.clock.minute)
            return str(uploads.keep_once(desk, case, f"现场照片{self.clock.minute}.png", content, purpose="送达过程的照片").id)

    def time_passes(self) -> dict[str, int]:
        done = sweep.sweep(self.runtime.engine, self.runtime.settings, self.runtime.now())
        self._deliver()
        return done

    def case(self) -> Case:
        """The case as it now stands."""
        with open_session(self.runtime.engine, writing=False) as session:
            case = session.get(Case, self.case_id)
            assert case is not None
            return case

    # -- short words ---------------------------------------------------------

    def is_accepted(self, cause: str = "205(5)", **more: str) -> None:
        """Accepted under a cause of the list in force from 2026."""
        self.takes("arb.accept", "filing", conditions="yes", cause=cause, note_optional="", into="accepted", **more)

    def has_a_tribunal(self, *, alone: bool = False) -> None:
        """A sole arbitrator, or three with a chief; the respondent is notified."""
        self.takes(
            "arb.form_tribunal",
            "head",
            chief=str(self.staff_id("arbitrator")),
            members=[] if alone else [str(self.staff_id("arbitrator2")), str(self.staff_id("arbitrator3"))],
            recorder=str(self.staff_id("clerk")),
            into="tribunal_formed",
        )
        if self.case().procedure == "collective":
            return  # everything else follows in the one notice (CHR 64)
        self.takes("arb.notify_respondent", "filing", evidence_until=(self.clock.day + timedelta(days=25)).isoformat())

    def is_set_down_and_notified(self, at: str) -> None:
        """The hearing is set and its notice served on everyone the same day."""
        self.takes("arb.set_hearing", "clerk", hearing_at=at, room="第一仲裁庭", into="hearing_set")
        for side in ("applicant", "respondent"):
            self.serves(
                "hearing_notice",
                side,
                "clerk",
                method="direct",
                sent=self.clock.day,
                served=self.clock.day,
                party_id=self.party(side),
            )

    def is_heard_without_settlement(self) -> None:
        """Held on the day the clock shows; mediation is tried and fails."""
        self.takes("arb.hear", "clerk", hearing_record="庭审笔录", into="heard", **BOTH_CAME)
        self.takes("med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")

    def is_decided(self, **results: tuple[str, str]) -> None:
        """The draft decides each item (kind → disposition and yuan), is compared, and says why where it differs."""
        self.takes(
            "arb.deliberate", "arbitrator", deliberation_text="合议一致，按查明的事实和下列理由裁决。", **agreed(self.case().panel)
        )
        items = self.case().items
        typed = {"facts_found": FOUND, "reasoning": REASONED}
        for item in items:
            disposition, amount = results.get(item.kind, ("granted", str((item.claimed_fen or 0) // 100)))
            typed |= {
                f"item-{item.id}-disposition": disposition,
                f"item-{item.id}-awarded": amount,
                f"item-{item.id}-reasoning": WHY.get(item.kind, WHY_ELSE)[0],
                f"item-{item.id}-articles": WHY.get(item.kind, WHY_ELSE)[1],
            }
            if item.claimed_fen is None:
                typed[f"item-{item.id}-decision_text"] = "确认双方2021年2月1日至2026年1月30日存在劳动关系"
        self.writes_draft("arbitrator", **typed)
        asked = [check.item.id for check in self.checks_draft("arbitrator") if check.needs_reason]
        if asked:
            reason = "本案有考勤记录和书面承诺印证，与所列类案的事实不同。"
            self.writes_draft("arbitrator", **{f"item-{one}-deviation_reason": reason for one in asked})

    def is_awarded(self) -> None:
        """Sent up, approved and signed on the day the clock shows."""
        self.takes("arb.submit_draft", "arbitrator", note_optional="", into="under_approval")
        self.is_approved(into="approved")
        self.takes("arb.sign", "arbitrator", note_optional="", into="awarded")

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
