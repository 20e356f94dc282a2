"""`hengjian procedure walk`: a random walk through the real services in an empty sample office, checked after each step."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import func, select

from app import walk_checks
from app.database import open_session, transaction
from app.demonstration import prepare_office
from app.models import (
    Agreement,
    Award,
    Case,
    CourtMatter,
    Event,
    Limit,
    OutboxMessage,
    Paper,
    Referral,
    Request,
    Service,
    Staff,
    Task,
)
from app.runtime import Runtime
from app.services import awards, draft_check, filing, outbox, people, steps, sweep
from app.services.actor import Actor
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.services.machines import PARTS
from app.services.sample import PEOPLE
from app.services.steps import Offer
from app.settings import Settings
from app.storytelling import StoryClock
from app.walk_input import Typing
from workflows import guards
from workflows.errors import HengjianError, Reason, Refused
from workflows.facts import Facts
from workflows.guards.registry import Guard
from workflows.states import STATES
from workflows.statute import START, statute

LIVE = 6
WEIGHTS = {
    "arb.refuse": 0.05, "arb.withdraw_before_acceptance": 0.05, "arb.withdraw": 0.02, "referral.withdraw": 0.15,
    "arb.request_correction": 0.1, "referral.propose": 0.25, "arb.receive_answer": 0.1, "arb.forward_answer": 0.1,
    "arb.suspend": 0.03, "arb.extend": 0.05, "arb.postpone_hearing": 0.04, "arb.deem_withdrawn": 0.1,
    "paper.correct": 0.1, "court.file": 0.3, "svc.record": 1.2, "arb.accept": 4.0, "referral.record_session": 0.4,
    "arb.return_draft": 0.3, "court.not_accept": 0.2, "arb.form_tribunal": 4.0, "arb.set_hearing": 4.0, "arb.hear": 4.0,
    "arb.notify_respondent": 2.0, "med.in_hearing": 0.4, "arb.deliberate": 4.0, "arb.submit_draft": 4.0,
    "agreement.break": 0.3,
}  # fmt: skip
"""How often a step is picked against the others: endings seldom, so that cases come far."""
COUNTED = (Event, Paper, Limit, Task, Service, OutboxMessage, Referral, CourtMatter)


class Paperless(Runtime):
    """A runtime that makes no PDF."""

    def handlers(self) -> Mapping[str, outbox.Handler]:
        return {**super().handlers(), "paper.make": lambda session, payload: None}

    def deliver(self) -> int:
        return outbox.deliver_due(self.engine, self.handlers(), self.now())


class Broke(HengjianError):
    """An invariant does not hold, or a step failed in a way no step may."""


@dataclass
class Coverage:
    """What a walk met."""

    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    guards: Counter[tuple[str, bool]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    cases: int = 0

    def lines(self) -> list[str]:
        """The coverage in words, with the names of what was never met."""
        book = statute()
        rules = dict.fromkeys(r.id for r in book.rules)
        states = [(m, s) for m, known in STATES.items() for s in known]
        outcomes = [(g, o) for g in guards.GUARDS for o in (True, False)]
        return [
            f"{self.taken} 步、{self.cases} 件案件；被拒绝 {sum(self.refusals.values())} 次"
            f"（{'、'.join(f'{k} {n}' for k, n in self.refusals.most_common())}），都没有留下痕迹。",
            *_met("状态", states, self.states, lambda s: f"{s[0]}.{s[1]}"),
            *_met("条目", list(rules), self.rules, str),
            *_met("条件结果", outcomes, self.guards, lambda g: f"{g[0]}={'成立' if g[1] else '不成立'}"),
        ]


def _met(what: str, known: list[Any], met: Counter[Any], name: Any) -> Iterator[str]:
    never = [name(one) for one in known if not met[one]]
    yield f"{what}：{len(known)} 个中走到 {len(known) - len(never)} 个。"
    if never:
        yield "  没有走到：" + "、".join(never)


@contextmanager
def listening(coverage: Coverage) -> Iterator[None]:
    """Count every answer the conditions give. The conditions themselves stay as they are."""

    def heard(name: str, asked: Guard) -> Guard:
        def condition(facts: Facts) -> Reason | None:
            reason = asked(facts)
            coverage.guards[(name, reason is None)] += 1
            return reason

        return condition

    own = dict(guards.GUARDS)
    guards.GUARDS.update({name: heard(name, asked) for name, asked in own.items()})
    try:
        yield
    finally:
        guards.GUARDS.update(own)


class Walk:
    """One walk. The same seed in the same empty office takes the same steps."""

    def __init__(self, runtime: Runtime, clock: StoryClock, seed: int) -> None:
        self.runtime, self.clock = runtime, clock
        self.random = Random(seed)  # noqa: S311 - a walk must be repeatable, not secret
        self.typing = Typing(self.random)
        self.coverage = Coverage()
        self.live: list[int] = []
        self.actors: list[Actor] = []
        self.last = "（还没有办理）"

    def run(self, number: int) -> Coverage:
        """Take `number` steps. Raises Broke at the first thing that is not as it must be."""
        with open_session(self.runtime.engine, writing=False) as session:
            for login, *_ in PEOPLE:
                staff = session.exec(select(Staff).where(Staff.login == login)).one()
                self.actors.append(people.actor_of(session, staff))
        with listening(self.coverage):
            while self.coverage.taken < number:
                self._turn()
            self._deliver()
        return self.coverage

    def _turn(self) -> None:
        if (len(self.live) < LIVE and self.random.random() < 0.3) or not self.live:
            self._file()
        elif self.random.random() < 0.12:
            self._time_passes()
        else:
            self._act(self.random.choice(self.live))

    def _file(self) -> None:
        before = 0
        with transaction(self.runtime.engine) as session:
            clerk = next(a for a in self.actors if a.has("filing_clerk"))
            desk = self.runtime.desk(session, clerk)
            case = filing.receive(desk, self.typing.application(desk.today))
            case_id = case.id or 0
        self.live.append(case_id)
        self.coverage.cases += 1
        self.coverage.taken += 1
        self.last = "filing.receive"
        self._check(case_id, before)

    def _time_passes(self) -> None:
        days = self.random.choice((1, 2, 3, 7, 10, 16, 31))
        self.clock.day += timedelta(days=days)
        self.clock.minute = 0
        versions = self._versions()
        sweep.sweep(self.runtime.engine, self.runtime.settings, self.runtime.now())
        self.last = f"过了{days}日"
        for case_id, version in versions.items():
            if self._versions()[case_id] != version:
                self._check(case_id, version)
        self._deliver()

    def _versions(self) -> dict[int, int]:
        with open_session(self.runtime.engine, writing=False) as session:
            return {i: session.get_one(Case, i).version for i in self.live}

    def _deliver(self) -> None:
        self.runtime.deliver()
        with open_session(self.runtime.engine, writing=False) as session:
            failed = session.exec(select(OutboxMessage).where(OutboxMessage.error != "")).first()
            if failed is not None:
                raise Broke(f"消息 {failed.kind} 没有送到：{failed.error}")

    def _act(self, case_id: int) -> None:
        """One step of one person on one case; a case nobody can move any more is left behind."""
        roles = self._roles(case_id)
        able = [actor for actor in self.actors if actor.has(*roles)]
        for actor in self.random.sample(able, len(able)):
            if self._acts(case_id, actor):
                return
        self.live.remove(case_id)

    def _roles(self, case_id: int) -> set[str]:
        """Whose steps start where the case and its parts stand: the others need not be asked."""
        with open_session(self.runtime.engine, writing=False) as session:
            case = session.get_one(Case, case_id)
            places = {(steps.machine_of(one), one.state) for one in self._subjects(session, case)}
            decided = session.exec(select(Award.id).where(Award.case_id == case_id, Award.made_on != None)).first()  # noqa: E711
        places |= {("referral", START), ("request", START)} | ({("court_matter", START)} if decided else set())
        return {
            role
            for rule in statute().rules
            if not rule.elsewhere and any((rule.machine, source) in places for source in rule.sources)
            for role in rule.by
        } - {"system"}

    def _acts(self, case_id: int, actor: Actor) -> bool:
        """False when this person can do nothing on the case."""
        with open_session(self.runtime.engine) as session:
            desk = self.runtime.desk(session, actor)
            case = session.get_one(Case, case_id)
            before, counted = case.version, self._counts(session)
            if case.state == "deliberated" and actor.has("arbitrator"):
                self._draft(desk, case)
            choices = [
                (one, subject)
                for subject in self._subjects(session, case)
                for one in self._offers(desk, subject)
                if one.possible
            ]
            picked = self._pick(desk, choices)
            if picked is None:
                session.commit()
                return False
            one, subject, typed = picked
            token = one.token
            if self.random.random() < 0.06:
                self.typing.spoil(typed)
            if self.random.random() < 0.02:
                token = "old"  # noqa: S105 - a page left open too long
            self.last = f"{actor.name} {one.rule.id} {typed}"
            session.commit()
            try:
                event = steps.take(desk, subject, one.rule.id, typed, token)
                session.commit()
            except (InvalidInput, Refused, NotAllowed, NotYours, Stale) as answer:
                session.rollback()
                self.coverage.refusals[type(answer).__name__] += 1
                self._no_trace(case_id, before, counted)
                return True
            except Exception as problem:
                raise Broke(f"{self.last}：{type(problem).__name__}: {problem}") from problem
            closed = event.after == "closed"
        self.coverage.taken += 1
        self._check(case_id, before)
        if closed and self.random.random() < 0.3:
            self.live.remove(case_id)
        return True

    def _draft(self, desk: Any, case: Case) -> None:
        with closing(self.runtime.index()) as index:
            awards.save_draft(desk, case, self.typing.draft(case))
            if self.random.random() < 0.9:
                draft_check.run(desk, case, index)

    def _subjects(self, session: Any, case: Case) -> list[Any]:
        found: list[Any] = [case]
        for model in (Referral, Agreement, CourtMatter, Paper, Request):
            rows = session.exec(select(model).where(model.case_id == case.id)).all()
            found += [row for row in rows if model is not Paper or row.kind == "award"][-3:]
        return found

    def _offers(self, desk: Any, subject: Any) -> list[Offer]:
        found = steps.offers(desk, subject)
        if isinstance(subject, Case):
            for machine in PARTS:
                found += steps.starting_offers(desk, subject, machine)
        return found

    def _pick(self, desk: Any, choices: list[tuple[Offer, Any]]) -> tuple[Offer, Any, dict[str, Any]] | None:
        while choices:
            weights = [WEIGHTS.get(one.rule.id, 1.0) for one, _ in choices]
            at = self.random.choices(range(len(choices)), weights)[0]
            one, subject = choices.pop(at)
            typed = self.typing.step(desk, one, subject)
            if typed is not None:
                return one, subject, typed
        return None

    def _counts(self, session: Any) -> tuple[int, ...]:
        return tuple(session.exec(select(func.count()).select_from(model)).one() for model in COUNTED)

    def _no_trace(self, case_id: int, version: int, counted: tuple[int, ...]) -> None:
        with open_session(self.runtime.engine, writing=False) as session:
            if session.get_one(Case, case_id).version != version or self._counts(session) != counted:
                raise Broke(f"{self.last}：被拒绝，却留下了痕迹")

    def _check(self, case_id: int, since: int) -> None:
        with open_session(self.runtime.engine, writing=False) as session:
            desk = self.runtime.desk(session, self.actors[0])
            case = session.get_one(Case, case_id)
            for event in session.exec(select(Event).where(Event.case_id == case_id, Event.sequence > since)).all():
                self.coverage.rules[event.rule] += 1
                self.coverage.states[(event.machine, event.after)] += 1
            wrong = walk_checks.broken(desk, case, since)
        if wrong:
            raise Broke(f"第 {self.coverage.taken} 步（{self.clock.day}，{self.last}）之后：" + "；".join(wrong))


CHAPTER = 1000
"""Steps in one office: a longer walk begins anew in another, so that its years and its tables stay of human size."""


def walk(folder: Path, number: int, seed: int) -> tuple[Coverage, Broke | None]:
    """Walk `number` steps in sample offices under `folder`: what was met, and the first thing that broke."""
    coverage = Coverage()
    for chapter, begun in enumerate(range(0, number, CHAPTER)):
        clock = StoryClock()
        place = folder / str(chapter)
        place.mkdir(parents=True)
        settings = Settings(environment="test", data=place, secret_key=f"walk {seed}", search_engine="memory")
        runtime = Paperless(settings, clock)
        prepare_office(runtime, "no password")
        try:
            one = Walk(runtime, clock, seed * 1000 + chapter)
            one.coverage = coverage
            one.run(min(begun + CHAPTER, number))
        except Broke as problem:
            return coverage, problem
        finally:
            runtime.engine.dispose()
    return coverage, None
