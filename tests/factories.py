"""A believable office with good defaults: a test says only what it is about."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session, SQLModel, col, select
from werkzeug.test import TestResponse

from app.database import make_engine, open_session, transaction
from app.models import Body, Case, Event, Paper, Party, Referral, Staff
from app.runtime import Runtime
from app.services import filing, people, sample, steps
from app.services.actor import Actor
from app.services.desk import BEIJING, Desk
from app.services.filing import Application, ItemInput, PartyInput
from app.settings import Settings
from app.storytelling import BOTH_CAME, agreed
from app.web.security import Guard

SECRET = "k" * 32
PASSWORD = "Dongchuan-2026"
WORKER_ID = "370502199003152427"
FIRM_CODE = "91370500MA3C4D5E6D"


class FixedClock:
    """Stands still until a test moves it. Days are Beijing days, at 10 in the morning."""

    def __init__(self) -> None:
        self.now = datetime.combine(date(2026, 3, 2), time(10), BEIJING).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def to(self, year: int, month: int, day: int) -> None:
        self.now = datetime.combine(date(year, month, day), time(10), BEIJING).astimezone(UTC)


def worker(**other: Any) -> PartyInput:
    given = {
        "side": "applicant",
        "kind": "worker",
        "name": "邹玥",
        "identity": WORKER_ID,
        "address": "东川市河湾区柳溪街道槐荫里14号楼",
        "phone": "13800010086",
    }
    return PartyInput(**(given | other))


def firm(**other: Any) -> PartyInput:
    given = {
        "side": "respondent",
        "kind": "employer",
        "name": "东川市恒岳建筑安装有限公司",
        "identity": FIRM_CODE,
        "address": "东川市河湾区工匠巷18号",
        "phone": "0599-8366777",
        "legal_representative": "纪长庚",
        "legal_representative_post": "总经理",
    }
    return PartyInput(**(given | other))


def application(**other: Any) -> Application:
    given: dict[str, Any] = {
        "filed_on": "2026-03-02",
        "parties": [worker(), firm()],
        "items": [
            ItemInput("overtime", "8000", "请求支付加班费8,000元"),
            ItemInput("wages", "20000", "请求支付拖欠的工资20,000元"),
            ItemInput("wrongful_termination", "60000", "请求支付违法解除劳动合同赔偿金60,000元"),
        ],
        "facts_and_reasons": "申请人2021年2月入职，多次在休息日加班；2025年11月起拖欠工资；2026年1月30日被口头解除。",
    }
    return Application(**(given | other))


def make_template(folder: Path) -> Path:
    """A database of the sample office, made once and copied for each test."""
    path = folder / "office.db"
    engine = make_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    with transaction(engine) as session:
        bodies = sample.add_bodies(session)
        sample.add_people(session, bodies, people.hasher().hash(PASSWORD))
        sample.add_standards(session)
    engine.dispose()
    return path


@dataclass
class Office:
    """One running instance of the sample office, with its clock and its pages."""

    runtime: Runtime
    clock: FixedClock
    app: Flask
    actors: dict[str, Actor] = field(default_factory=dict)

    # -- rows ----------------------------------------------------------------

    def reading(self) -> Session:
        return open_session(self.runtime.engine, writing=False)

    def actor(self, login: str) -> Actor:
        if login not in self.actors:
            with self.reading() as session:
                staff = session.exec(select(Staff).where(Staff.login == login)).one()
                self.actors[login] = people.actor_of(session, staff)
        return self.actors[login]

    def staff_id(self, login: str) -> int:
        return self.actor(login).id or 0

    def body_id(self, code: str) -> int:
        with self.reading() as session:
            return session.exec(select(Body.id).where(Body.code == code)).one() or 0

    def desk(self, session: Session, login: str) -> Desk:
        return self.runtime.desk(session, self.actor(login))

    def case(self, case_id: int) -> Case:
        with self.reading() as session:
            return session.get_one(Case, case_id)

    def party(self, case_id: int, side: str) -> int:
        with self.reading() as session:
            return session.exec(select(Party.id).where(Party.case_id == case_id, Party.side == side)).first() or 0

    def latest(self, model: type[Any], case_id: int, **equal: Any) -> int:
        """The id of the newest row of a case that has these values."""
        with self.reading() as session:
            query = select(model.id).where(model.case_id == case_id)
            for name, value in equal.items():
                query = query.where(getattr(model, name) == value)
            return session.exec(query.order_by(col(model.id).desc())).first() or 0

    def events(self, case_id: int) -> list[str]:
        with self.reading() as session:
            query = select(Event.rule).where(Event.case_id == case_id).order_by(col(Event.sequence))
            return list(session.exec(query).all())

    # -- acts ----------------------------------------------------------------

    def files(self, by: str = "filing", **other: Any) -> int:
        """An application comes in. Returns the id of the case."""
        with transaction(self.runtime.engine) as session:
            return filing.receive(self.desk(session, by), application(**other)).id or 0

    def takes(self, case_id: int, step: str, by: str, subject: tuple[type[Any], int] | None = None, **raw: Any) -> str:
        """Take one step as a page would. Returns the state after it."""
        with transaction(self.runtime.engine) as session:
            desk = self.desk(session, by)
            model, row_id = subject or (Case, case_id)
            thing = session.get_one(model, row_id)
            return steps.take(desk, thing, step, raw, steps.offer(desk, thing, step).token).after

    def accepts(self, case_id: int) -> None:
        self.takes(case_id, "arb.accept", "filing", conditions="yes", cause="205(5)", note_optional="")

    def forms_tribunal(self, case_id: int) -> None:
        self.takes(
            case_id,
            "arb.form_tribunal",
            "head",
            chief=str(self.staff_id("arbitrator")),
            members=[str(self.staff_id("arbitrator2")), str(self.staff_id("arbitrator3"))],
            recorder=str(self.staff_id("clerk")),
        )

    def serves(self, case_id: int, kind: str, side: str, **which: Any) -> None:
        today = self.clock.now.astimezone(BEIJING).date().isoformat()
        self.takes(
            case_id,
            "svc.record",
            "clerk",
            paper=str(self.latest(Paper, case_id, kind=kind, **which)),
            party=str(self.party(case_id, side)),
            service_method="direct",
            sent_on=today,
            served_on=today,
            proof="送达回证签收",
        )

    def deliberated(self) -> int:
        """A case whose hearing is over and which the tribunal has deliberated on. Returns its id."""
        case_id = self.files()
        self.accepts(case_id)
        self.forms_tribunal(case_id)
        self.takes(case_id, "arb.notify_respondent", "filing", evidence_until="2026-03-20")
        self.serves(case_id, "response_notice", "respondent")
        self.takes(case_id, "arb.set_hearing", "clerk", hearing_at="2026-03-16 09:00", room="第二仲裁庭")
        for side in ("applicant", "respondent"):
            self.serves(case_id, "hearing_notice", side, party_id=self.party(case_id, side))
        self.clock.to(2026, 3, 16)
        self.takes(case_id, "arb.hear", "clerk", hearing_record="双方对考勤表无异议。", **BOTH_CAME)
        self.takes(case_id, "med.in_hearing", "arbitrator", mediation_result="failed", mediation_note="未能达成协议")
        self.takes(case_id, "arb.deliberate", "arbitrator", deliberation_text="合议庭一致认为应当支持加班费和工资。", **agreed(self.case(case_id).panel))
        return case_id

    def refers(self, case_id: int, channel: str = "industry", body: str = "med-ind") -> int:
        """Both sides agree and the letter goes out. Returns the id of the referral."""
        self.takes(case_id, "referral.propose", "filing", channel=channel, receiving_body=str(self.body_id(body)))
        referral = self.latest(Referral, case_id)
        for side in ("applicant", "respondent"):
            self.takes(
                case_id,
                "referral.record_consent",
                "filing",
                (Referral, referral),
                party=str(self.party(case_id, side)),
                agrees="yes",
                consent_way="phone",
            )
        self.takes(case_id, "referral.delegate", "filing", (Referral, referral), note_optional="")
        return referral

    def draft_fields(self, case_id: int, *results: tuple[str, str]) -> dict[str, str]:
        """What is typed on the draft page: disposition and amount for each item in order."""
        fields = {"facts_found": "查明：申请人2021年2月入职，休息日加班未补休，欠薪20,000元。", "reasoning": "应当足额支付。"}
        for item, (disposition, amount) in zip(self.case(case_id).items, results, strict=True):
            base = f"item-{item.id}-"
            fields |= {
                f"{base}disposition": disposition,
                f"{base}awarded": amount,
                f"{base}reasoning": "考勤表和工资表可以证明。",
                f"{base}working": "见工资表 | LL 50",
                f"{base}articles": "LL 50",
            }
        return fields


def open_office(template: Path, folder: Path, app: Flask) -> Office:
    """A fresh copy of the sample office behind the shared pages."""
    shutil.copy(template, folder / "hengjian.db")
    settings = Settings(environment="test", data=folder, secret_key=SECRET, search_engine="memory")
    clock = FixedClock()
    runtime = Runtime(settings, clock)
    app.extensions["hengjian"] = runtime
    app.extensions["hengjian_guard"] = Guard(settings, runtime.engine, clock)
    return Office(runtime, clock, app)


class Browser(FlaskClient):
    """A signed-in browser. Every page it fetches is looked at in passing; every form it sends carries the token."""

    office: Office
    login: str = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        data = kwargs.get("data")
        if self.login:
            self._stay_signed_in()
        if kwargs.get("method") == "POST" and (data is None or isinstance(data, Mapping)):
            kwargs["data"] = {"csrf_token": self._token(), **(data or {})}
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.text.lstrip().startswith("<!doctype html>"):
            check_page(answer.text)
        return answer

    def _stay_signed_in(self) -> None:
        actor = self.office.actor(self.login)
        with self.session_transaction() as session:
            session.update(who=actor.id, epoch=0, seen=int(self.office.clock.now.timestamp()), id="browser")
            session.setdefault("language", "zh")
            session.setdefault("csrf_token", "c" * 40)

    def _token(self) -> str:
        return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps("c" * 40))


class _Page(HTMLParser):
    """What a page must have whatever it is about."""

    VOID = ("hidden", "submit", "button")

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings = 0
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.labelled: set[str] = set()
        self.in_label = 0
        self.title = ""
        self._in_title = False
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "html":
            self.lang = found.get("lang") or ""
        self.headings += tag == "h1"
        self._in_title = tag == "title"
        if tag == "label":
            self.in_label += 1
            self.labelled.add(str(found.get("for", "")))
        if tag in ("input", "select", "textarea") and found.get("type") not in self.VOID and not self.in_label:
            self.fields.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        self.in_label -= tag == "label"
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def check_page(text: str) -> None:
    """One h1, a title, a language, no id twice, every input labelled."""
    page = _Page()
    page.feed(text)
    assert page.headings == 1, f"{page.headings} h1"
    assert page.title.strip(" ·\n"), "no title"
    assert page.lang, "no lang"
    double = {one for one in page.ids if page.ids.count(one) > 1}
    assert not double, f"ids twice: {double}"
    silent = [a.get("name") for _, a in page.fields if a.get("id") not in page.labelled and not a.get("aria-label")]
    assert not silent, f"inputs without a label: {silent}"


def words(answer: TestResponse) -> str:
    """What a reader reads of a page, without tags and runs of blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
