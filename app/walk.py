"""`hengjian procedure walk`: a random walk through the real services in an empty sample office, checked after each step.

The walk prefers what it has met least and lets time pass to days on which something happens (a hearing, the end of a
period), so that it reaches approval, award and court; every step goes through the door as a person's would.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event as hook
from sqlmodel import col, func, select, update

from app import walk_checks, walk_choice, walk_elsewhere
from app.database import open_session, transaction
from app.models import (
    Award,
    Case,
    CourtMatter,
    Event,
    Hearing,
    Lead,
    Limit,
    OutboxMessage,
    Paper,
    Referral,
    Service,
    Staff,
    Task,
)
from app.runtime import Runtime
from app.services import awards, case_rows, draft_check, facts, leads, outbox, people, sample, steps, sweep
from app.services.actor import Actor
from app.services.desk import BEIJING, Desk
from app.services.errors import InvalidInput, NotAllowed, NotYours, Stale
from app.services.machines import PARTS, machine_of
from app.services.sample import PEOPLE
from app.services.steps import Offer
from app.settings import Settings
from app.storytelling import StoryClock
from app.walk_coverage import Coverage, listening, meet
from app.walk_input import Typing
from app.walk_plots import Book, Pursuit
from workflows.errors import HengjianError, Refused
from workflows.facts import Facts
from workflows.statute import statute

__all__ = ["Broke", "Coverage", "Walk", "walk"]

LIVE = 4
COUNTED = (Event, Paper, Limit, Task, Service, OutboxMessage, Referral, CourtMatter)
SILENT = ("paper.make", "case.changed")
"""Messages whose delivery does nothing here: no PDF is made."""
NEWEST = 3
"""How many of the newest parts of each machine are looked at."""
WAIT = 0.8
"""How often the days go on when nothing can be done on the way of a plot."""
WAIT_MEANWHILE = 0.12
"""The same while something else was done."""
ASKED = 6
"""How many people are asked whether a step is open to them."""
LONGEST_STORY = 90
"""Steps after which a case is left behind, so that new ones begin."""


Known = dict[tuple[int | None, int, bool], Facts]
"""What conditions know of a subject for a person, and of a case for what would start."""


class Paperless(Runtime):
    """A runtime that makes no PDF."""

    def handlers(self) -> Mapping[str, outbox.Handler]:
        return {**super().handlers(), "paper.make": lambda session, payload: None}

    def deliver(self) -> int:
        with transaction(self.engine) as session:
            session.exec(
                update(OutboxMessage)
                .where(col(OutboxMessage.kind).in_(SILENT), col(OutboxMessage.delivered_at).is_(None))
                .values(delivered_at=self.now())
            )
        return outbox.deliver_due(self.engine, self.handlers(), self.now())


class Broke(HengjianError):
    """An invariant does not hold, or a step failed in a way no step may."""


class Walk:
    """One walk. The same seed in the same empty office takes the same steps."""

    def __init__(self, runtime: Runtime, clock: StoryClock, seed: int) -> None:
        self.runtime, self.clock = runtime, clock
        self.random = Random(seed)  # noqa: S311 - a walk must be repeatable, not secret
        self.typing = Typing(self.random)
        self.coverage = Coverage()
        self.live: list[int] = []
        self.known: dict[int, walk_checks.Seen] = {}
        self.actors: list[Actor] = []
        self.last = "（还没有办理）"
        self.rules = [r for r in statute().rules if r.by != ("system",) and (not r.elsewhere or r.id == "lead.apply")]
        self.book = Book(self.random)
        self.pursuits: dict[int, Pursuit] = {}

    def run(self, number: int) -> Coverage:
        """Take `number` steps. Raises Broke at the first thing that is not as it must be."""
        with open_session(self.runtime.engine, writing=False) as session:
            for login, *_ in PEOPLE:
                staff = session.exec(select(Staff).where(Staff.login == login)).one()
                self.actors.append(people.actor_of(session, staff))
        with listening([self.coverage]):
            while self.coverage.taken < number:
                self._turn()
            self._deliver()
            for case_id in self.known:
                self._whole(case_id)
        return self.coverage

    def _turn(self) -> None:
        if (len(self.live) < LIVE and self.random.random() < 0.3) or not self.live:
            self._file()
        elif self.random.random() < 0.03:
            self._time_passes(self.live)
        else:
            self._act(self.random.choice(self.live))

    def _file(self) -> None:
        """A new dispute, with a plot to follow."""
        pursuit = Pursuit(self.book.next())
        with transaction(self.runtime.engine) as session:
            actor = walk_elsewhere.begins_it(self.runtime.desk, session, self.actors, pursuit.plot, self.random)
            desk = self.runtime.desk(session, actor)
            case_id = walk_elsewhere.begin(desk, pursuit.plot, self.typing.application(desk.today, pursuit.plot))
        self.live.append(case_id)
        self.pursuits[case_id] = pursuit
        self.coverage.cases += 1
        self.coverage.taken += 1
        self.last = f"新的争议（{pursuit.plot.id}）"
        self._check(case_id)

    def _meetings(self) -> None:
        with transaction(self.runtime.engine) as session:
            head = next(a for a in self.actors if a.has("head"))
            walk_elsewhere.keep_meetings_going(self.runtime.desk(session, head))

    def _adopt(self) -> None:
        """Cases that others brought about: an application after a dispute, a transfer to another office, a severance."""
        with open_session(self.runtime.engine, writing=False) as session:
            fresh = session.exec(select(Case.id, Case.source).where(col(Case.id).not_in(self.known))).all()
        for case_id, source in fresh:
            told = source in ("report", "negotiation", "mediation")
            self.live.append(case_id or 0)
            self.pursuits[case_id or 0] = Pursuit(self.book.next("application") if told else self.book.arrived())
            self._check(case_id or 0)

    def _leave(self, case_id: int) -> None:
        self.live.remove(case_id)

    # -- time ----------------------------------------------------------------

    def _time_passes(self, cases: Sequence[int]) -> None:
        """Some days, or to a day on which something happens in one of the cases: a hearing, the end of a period."""
        days = self.random.choice((1, 2, 3, 7, 16))
        ahead = self._days_ahead(cases)
        target = self.random.choice(ahead) if ahead and self.random.random() < 0.7 else None
        self.clock.day = target or self.clock.day + timedelta(days=days)
        self.clock.minute = 0
        before = self._versions()
        done = sweep.sweep(self.runtime.engine, self.runtime.settings, self.runtime.now())
        if done["failed"]:
            raise Broke(f"到了{self.clock.day}，每日巡查有 {done['failed']} 件没有办成")
        self.last = f"到了{self.clock.day}，每日巡查"
        self._meetings()
        after = self._versions()
        for case_id, version in before.items():
            if after[case_id] != version:
                self._check(case_id)
        self._deliver()

    def _days_ahead(self, cases: Sequence[int]) -> list[date]:
        with open_session(self.runtime.engine, writing=False) as session:
            hearings = session.exec(
                select(Hearing.starts_at).where(
                    col(Hearing.case_id).in_(cases), col(Hearing.state).in_(("set", "notified"))
                )
            ).all()
            limits = session.exec(
                select(Limit.due).where(col(Limit.case_id).in_(cases), Limit.state == "open")
            ).all()
        days = [at.astimezone(BEIJING).date() for at in hearings]
        days = sorted(days)[:2] * 3 + [due + timedelta(days=1) for due in sorted(d for d in limits if d >= self.clock.day)[:2]]
        return [day for day in days if self.clock.day < day <= self.clock.day + timedelta(days=70)]

    def _versions(self) -> dict[int, int]:
        with open_session(self.runtime.engine, writing=False) as session:
            rows = session.exec(select(Case.id, Case.version).where(col(Case.id).in_(self.live))).all()
            return {case_id or 0: version for case_id, version in rows}

    def _deliver(self) -> None:
        self.runtime.deliver()
        with open_session(self.runtime.engine, writing=False) as session:
            failed = session.exec(select(OutboxMessage).where(OutboxMessage.error != "")).first()
            if failed is not None:
                raise Broke(f"消息 {failed.kind} 没有送到：{failed.error}")

    # -- steps ---------------------------------------------------------------

    def _act(self, case_id: int) -> None:
        """One step of one person on one case; a case nobody can move any more is left behind."""
        pursuit = self.pursuits[case_id]
        wanted, taken = pursuit.next, self.coverage.taken
        self._step(case_id, pursuit)
        if wanted and pursuit.next == wanted:
            pursuit.failed()
            wait = WAIT if self.coverage.taken == taken else WAIT_MEANWHILE
            if case_id in self.live and self.random.random() < wait:
                self._time_passes([case_id])
        if not wanted and case_id in self.live and self.random.random() < 0.1:
            self._leave(case_id)

    def _step(self, case_id: int, pursuit: Pursuit) -> None:
        with open_session(self.runtime.engine) as session:
            case = session.get_one(Case, case_id)
            subjects = self._subjects(session, case)
            found = walk_choice.candidates(statute(), self.rules, subjects)
            ordered = walk_choice.in_order(self.random, found, self.coverage, self._hurry(session, case), pursuit)
            counted = self._counts(session)
            offered: Known = {}
            for one in ordered:
                picked = self._pick(session, case, one, offered, pursuit)
                if picked is not None:
                    break
            else:
                if case.version > LONGEST_STORY or not pursuit.next:
                    self._leave(case_id)
                session.commit()
                return
            self._take(session, case, counted, *picked)

    def _pick(
        self, session: Any, case: Case, one: walk_choice.Candidate, offered: Known, pursuit: Pursuit
    ) -> tuple[Desk, Offer, Any, dict[str, Any]] | None:
        """The first person the step is open to, with what they type."""
        for actor in walk_choice.who(self.random, self.actors, one.rule, case, one.subject)[:ASKED]:
            desk = self.runtime.desk(session, actor)
            if one.rule.id in ("arb.submit_draft", "arb.submit_partial") and case.state == "deliberated":
                self._draft(desk, case)
                offered.clear()
            offer = self._offer(desk, case, one, offered)
            if offer is not None and offer.possible:
                typed = self.typing.step(desk, offer, one.subject, pursuit.typed(one.rule.id))
                if typed is not None:
                    return desk, offer, one.subject, typed
        return None

    def _offer(self, desk: Desk, case: Case, one: walk_choice.Candidate, known: Known) -> Offer | None:
        """The step as the person's page would offer it; what was looked at for another step is not looked at again."""
        subject = case if one.rule.starts else one.subject
        if not steps.is_theirs(desk, case, subject, one.rule):
            return None
        key = (desk.actor.id, id(subject), one.rule.starts)
        if key not in known:
            known[key] = facts.build(desk, case, *(() if one.rule.starts else (machine_of(subject), subject)))
        return steps.offer_of(desk, case, subject, one.rule, known[key])

    def _take(
        self, session: Any, case: Case, counted: tuple[int, ...], desk: Desk, one: Offer, subject: Any, typed: dict[str, Any]
    ) -> None:
        token = one.token
        case_id, before = case.id or 0, case.version
        if self.random.random() < 0.05:
            self.typing.spoil(typed)
        if self.random.random() < 0.02:
            token = "old"  # noqa: S105 - a page left open too long
        self.last = f"{desk.actor.name} {one.rule.id} {typed}"
        session.commit()
        try:
            made = self._apply(desk, one, subject) if isinstance(subject, Lead) and one.rule.id == "lead.apply" else 0
            event = None if made else steps.take(desk, subject, one.rule.id, typed, token)
            session.commit()
        except (InvalidInput, Refused, NotAllowed, NotYours, Stale) as answer:
            session.rollback()
            self.coverage.refusals[type(answer).__name__] += 1
            self._no_trace(case_id, before, counted)
            return
        except Exception as problem:
            raise Broke(f"{self.last}：{type(problem).__name__}: {problem}") from problem
        self.coverage.taken += 1
        self._check(case_id)
        self._adopt()
        if event is not None and event.sequence > LONGEST_STORY:
            self._leave(case_id)

    def _apply(self, desk: Desk, one: Offer, lead: Lead) -> int:
        return walk_elsewhere.apply(desk, lead, one, leads.prefilled(desk, desk.session.get_one(Case, lead.case_id)))

    def _hurry(self, session: Any, case: Case) -> float:
        """Notices of the hearing and awards hold a case up until they are served."""
        if case.state == "hearing_set" or any(
            award.state == "awaiting" for award in case_rows.of_case(session, Award, case.id or 0)
        ):
            return 8.0
        return 1.0

    def _draft(self, desk: Any, case: Case) -> None:
        with closing(self.runtime.index()) as index:
            awards.save_draft(desk, case, self.typing.draft(case))
            if self.random.random() < 0.95:
                draft_check.run(desk, case, index)

    def _subjects(self, session: Any, case: Case) -> list[Any]:
        """The case first, then the newest of its parts on which people can take a step."""
        moved = {rule.machine for rule in self.rules}
        found: list[Any] = [case]
        for machine, model in PARTS.items():
            if machine not in moved:
                continue
            rows = case_rows.of_case(session, model, case.id or 0)
            if model is Paper:
                rows = [one for one in rows if one.kind == "award"]
            found += reversed(rows[-NEWEST:])
        return found

    def _counts(self, session: Any) -> tuple[int, ...]:
        """The newest row of each table: a step that was refused adds none."""
        newest = select(*(select(func.max(model.id)).scalar_subquery() for model in COUNTED))  # type: ignore[call-overload]
        return tuple(session.exec(newest).one())

    # -- checks --------------------------------------------------------------

    def _no_trace(self, case_id: int, version: int, counted: tuple[int, ...]) -> None:
        with open_session(self.runtime.engine, writing=False) as session:
            if session.get_one(Case, case_id).version != version or self._counts(session) != counted:
                raise Broke(f"{self.last}：被拒绝，却留下了痕迹")

    def _check(self, case_id: int) -> None:
        seen = self.known.setdefault(case_id, walk_checks.Seen())
        with open_session(self.runtime.engine, writing=False) as session:
            desk = self.runtime.desk(session, self.actors[0])
            case = session.get_one(Case, case_id)
            fresh = session.exec(
                select(Event).where(Event.case_id == case_id, Event.sequence > seen.sequence).order_by(col(Event.sequence))
            ).all()
            meet(self.coverage, fresh)
            self.pursuits[case_id].went([event.rule for event in fresh])
            wrong = walk_checks.broken(desk, case, seen, fresh)
            if self.coverage.taken % 50 == 0:
                wrong += walk_checks.shown_wrongly(self.runtime.desk, session, case, self.actors)
        if wrong:
            raise Broke(f"第 {self.coverage.taken} 步（{self.clock.day}，{self.last}）之后：" + "；".join(wrong))

    def _whole(self, case_id: int) -> None:
        with open_session(self.runtime.engine, writing=False) as session:
            wrong = walk_checks.whole_chain(session, session.get_one(Case, case_id))
        if wrong:
            raise Broke(f"走完之后：{wrong}")


CHAPTER = 1000
"""Steps in one office: a longer walk begins anew in another, so that its years and its tables stay of human size."""


def prepare(runtime: Runtime) -> None:
    """Bodies, people and standards; no precedents, which the steps do not need. Nothing is synced to disk."""
    if runtime.engine.dialect.name == "sqlite":
        hook.listen(runtime.engine, "connect", _unsynced)
    runtime.prepare()
    with transaction(runtime.engine) as session:
        sample.add_people(session, sample.add_bodies(session), "no password")
        sample.add_standards(session)
    runtime.deliver()


def _unsynced(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def walk(folder: Path, number: int, seed: int) -> tuple[Coverage, Broke | None]:
    """Walk `number` steps in sample offices under `folder`: what was met, and the first thing that broke."""
    coverage = Coverage()
    for chapter, begun in enumerate(range(0, number, CHAPTER)):
        clock = StoryClock()
        place = folder / str(chapter)
        place.mkdir(parents=True)
        settings = Settings(environment="test", data=place, secret_key=f"walk {seed}", search_engine="memory")
        runtime = Paperless(settings, clock)
        prepare(runtime)
        try:
            one = Walk(runtime, clock, seed * 1000 + chapter)
            one.coverage = coverage
            one.run(min(begun + CHAPTER, number))
        except Broke as problem:
            return coverage, problem
        finally:
            runtime.engine.dispose()
    return coverage, None
