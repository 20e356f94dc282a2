"""The daily sweep: what is overdue, mediation periods that lapse, awards and payment orders that take effect, late payments."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, func, select

from app.database import transaction
from app.models import Agreement, Award, Case, CourtMatter, Limit, LimitEntry
from app.services import facts, kept_drafts, steps, unserved, worklist
from app.services.actor import SYSTEM
from app.services.desk import Desk
from app.services.machines import MACHINES, kind_of
from app.settings import Settings
from workflows import procedure

log = logging.getLogger(__name__)

RIGHTS = (
    "post.sue.nonfinal",
    "post.sue.final_worker",
    "post.sue.after_annulled",
    "post.annul",
    "post.annul.after_worker_fails",
    "court.appeal",
    "court.appeal.ruling",
    "court.filing.defence",
    "post.annul.unlabelled",
    "post.sue.after_non_enforcement",
    "post.enforce",
    "court.preserve_lapse",
    "court.preserve_lapse.enforce",
    "pre.carry_over",
    "review.apply",
    "confirm.apply",
    "confirm.object",
    "payorder.object",
    "file.keep",
)
"""A party's time to sue, to apply or to appeal: passed unused it is over, and nothing was missed that had to be done. So with the time a file is kept."""


def sweep(engine: Engine, settings: Settings, now: datetime) -> dict[str, int]:
    """Do what time alone brings about. Each case in its own transaction; safe to repeat.

    Returns how many limits were found overdue, mediations lapsed, awards and judgments took effect, agreements fell late
    and payment orders came into force, and how many cases could not be moved: one such case does not keep the others
    waiting, and is tried again the next day.
    """
    done = dict.fromkeys(("overdue", "lapsed", "in_effect", "judgments", "late", "in_force", "may_sue", "failed"), 0)
    with transaction(engine) as session:
        today = Desk(session, SYSTEM, now, settings).today
        past = (col(Limit.state) == "open", col(Limit.due) < today)
        for limit in session.exec(select(Limit).where(*past, col(Limit.rule).in_(RIGHTS))).all():
            limit.state, limit.ended_on = "closed", limit.due
            session.add(limit)
        session.flush()
        worklist.release_absent(Desk(session, SYSTEM, now, settings))
        unserved.forget_past_hearings(session)
        kept_drafts.drop_old(session, now, settings.typed_days)
        still = select(LimitEntry.id).where(
            LimitEntry.limit_id == Limit.id, LimitEntry.kind == "exclude", col(LimitEntry.end_on).is_(None)
        )
        done["overdue"] = session.exec(select(func.count()).select_from(Limit).where(*past, ~still.exists())).one()
        waiting = [(timed, session.exec(timed.candidates(today)).all()) for timed in TIMED]
    for timed, ids in waiting:
        for subject_id in ids:
            try:
                done[timed.counted] += _one(engine, settings, now, timed, subject_id)
            except Exception:
                log.exception("每日巡查：%s %s 的「%s」没有办成", timed.machine, subject_id, timed.step)
                done["failed"] += 1
    return done


@dataclass(frozen=True)
class Timed:
    """A step that time alone brings about, and a query for the subjects it may be ripe for."""

    machine: str
    step: str
    counted: str
    candidates: Callable[[date], Any]
    """Asked of the tables, so that tens of thousands of running limits cost one query; the conditions decide."""


def _with_a_limit_past(machine: str, *states: str) -> Callable[[date], Any]:
    """Subjects in these states one of whose own limits is over."""
    model = MACHINES[machine].model

    def query(today: date) -> Any:
        over = select(Limit.id).where(
            Limit.machine == machine, Limit.subject_id == model.id, Limit.state == "open", col(Limit.due) < today
        )
        return select(model.id).where(col(model.state).in_(states), over.exists()).order_by(model.id)

    return query


def _awards_nobody_may_sue_upon(today: date) -> Any:
    """Awards whose parties' times to sue are all over."""
    clocks = select(Limit.id).where(
        Limit.machine == "award", Limit.subject_id == Award.id, col(Limit.rule).in_(facts.SUE_RULES)
    )
    return (
        select(Award.id)
        .where(Award.state == "awaiting", clocks.exists(), ~clocks.where(col(Limit.due) >= today).exists())
        .order_by(col(Award.id))
    )


def _judgments_nobody_may_appeal(today: date) -> Any:
    """Judgments whose parties' times to appeal are all over, or against which there was none."""
    running = select(Limit.id).where(
        Limit.machine == "court_matter",
        Limit.subject_id == CourtMatter.id,
        Limit.rule == "court.appeal",
        col(Limit.due) >= today,
    )
    return (
        select(CourtMatter.id)
        .where(
            CourtMatter.state == "judged",
            col(CourtMatter.kind).in_(("first_instance", "second_instance", "retrial")),
            col(CourtMatter.effective_on).is_(None),
            col(CourtMatter.merged_into_id).is_(None),
            ~running.exists(),
        )
        .order_by(col(CourtMatter.id))
    )


def _agreements_late(today: date) -> Any:
    """Agreements a payment of which was due before today."""
    due = (Agreement.state == "binding", col(Agreement.next_due_on) < today)
    return select(Agreement.id).where(*due).order_by(col(Agreement.id))


def _orders_nobody_opposed(today: date) -> Any:
    """Payment orders whose time to pay or to object is over; the clock may be closed already as a right unused."""
    clock = select(Limit.id).where(
        Limit.machine == "court_matter", Limit.subject_id == CourtMatter.id, Limit.rule == "payorder.object"
    )
    over = clock.where(col(Limit.due) < today).exists()
    return select(CourtMatter.id).where(CourtMatter.state == "order_served", over).order_by(col(CourtMatter.id))


def _awards_of_several_workers(today: date) -> Any:
    """Awards over two workers or more, one of whose times to sue is over: effect comes worker by worker (I1 17)."""
    clocks = (
        select(Limit.subject_id)
        .where(Limit.machine == "award", Limit.rule == "post.sue.nonfinal")
        .group_by(col(Limit.subject_id))
        .having(func.count() > 2, func.min(col(Limit.due)) < today)
    )
    return (
        select(Award.id)
        .where(col(Award.state).in_(("awaiting", "partly_in_effect", "no_effect")), col(Award.id).in_(clocks))
        .order_by(col(Award.id))
    )


def _applications_not_decided(today: date) -> Any:
    """Applications nobody decided on in time: the applicant may sue (LMA 29)."""
    over = select(Limit.id).where(
        Limit.case_id == Case.id, Limit.rule == "arb.accept.decide", Limit.state == "open", col(Limit.due) < today
    )
    return (
        select(Case.id).where(Case.state == "filed", col(Case.may_sue_from).is_(None), over.exists()).order_by(col(Case.id))
    )


TIMED = (
    Timed("case", "arb.may_sue", "may_sue", _applications_not_decided),
    Timed("referral", "referral.lapse", "lapsed", _with_a_limit_past("referral", "proposed", "agreed", "delegated", "accepted")),
    Timed("lead", "lead.no_reply", "lapsed", _with_a_limit_past("lead", "negotiating")),
    Timed("award", "award.each_worker", "in_effect", _awards_of_several_workers),
    Timed("award", "award.take_effect", "in_effect", _awards_nobody_may_sue_upon),
    Timed("court_matter", "court.judgment_effective", "judgments", _judgments_nobody_may_appeal),
    Timed("agreement", "agreement.fall_late", "late", _agreements_late),
    Timed("court_matter", "payorder.take_effect", "in_force", _orders_nobody_opposed),
)


def _one(engine: Engine, settings: Settings, now: datetime, timed: Timed, subject_id: int | None) -> int:
    """Take the step on one subject if its conditions hold now."""
    with transaction(engine) as session:
        desk = Desk(session, SYSTEM, now, settings)
        subject: Any = session.get(MACHINES[timed.machine].model, subject_id)
        case_id = getattr(subject, "case_id", subject.id) if subject else None
        case = session.get(Case, case_id, with_for_update=True) if case_id else None
        if subject is None or case is None:
            return 0
        known = facts.build(desk, case, timed.machine, subject)
        ready = [
            s
            for s in procedure.next_steps(
                timed.machine, subject.state, known, steps.applicable_on(case), desk.book, kind_of(subject)
            )
            if s.rule.id == timed.step and s.possible
        ]
        if not ready:
            return 0
        steps.perform(desk, subject, timed.step)
        return 1
