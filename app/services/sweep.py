"""The daily sweep: mark what is overdue, let mediation periods lapse, let awards take effect."""

from datetime import datetime
from typing import cast

from sqlalchemy import Engine
from sqlmodel import col, select

from app.database import transaction
from app.models import Award, Case, Lead, Limit, Referral
from app.services import facts, steps
from app.services.actor import SYSTEM
from app.services.desk import Desk
from app.settings import Settings
from workflows import procedure

RIGHTS = (
    "post.sue.nonfinal",
    "post.sue.final_worker",
    "post.sue.after_annulled",
    "post.annul",
    "post.annul.after_worker_fails",
    "court.appeal",
    "court.appeal.ruling",
    "pre.carry_over",
)
"""A party's time to sue, to apply or to appeal: passed unused it is over, and nothing was missed that had to be done."""


def sweep(engine: Engine, settings: Settings, now: datetime) -> dict[str, int]:
    """Do what time alone brings about. Each case in its own transaction; safe to repeat.

    Returns how many limits were found overdue, mediations lapsed and awards took effect.
    """
    done = {"overdue": 0, "lapsed": 0, "in_effect": 0}
    with transaction(engine) as session:
        desk = Desk(session, SYSTEM, now, settings)
        late = session.exec(select(Limit).where(Limit.state == "open", col(Limit.due) < desk.today)).all()
        for limit in late:
            if limit.rule in RIGHTS:
                limit.state, limit.ended_on = "closed", limit.due
                session.add(limit)
        done["overdue"] = sum(limit.state == "open" and not _stands_still(limit) for limit in late)
        referrals = session.exec(select(Referral.id).where(col(Referral.state).in_(("delegated", "accepted")))).all()
        leads = session.exec(select(Lead.id).where(Lead.state == "negotiating")).all()
        awards = session.exec(select(Award.id).where(Award.state == "awaiting")).all()
    for referral_id in referrals:
        done["lapsed"] += _one(engine, settings, now, Referral, referral_id, "referral", "referral.lapse")
    for lead_id in leads:
        done["lapsed"] += _one(engine, settings, now, Lead, lead_id, "lead", "lead.no_reply")
    for award_id in awards:
        done["in_effect"] += _one(engine, settings, now, Award, award_id, "award", "award.take_effect")
    return done


def _stands_still(limit: Limit) -> bool:
    return any(e.kind == "exclude" and e.end_on is None for e in limit.entries)


def _one(
    engine: Engine,
    settings: Settings,
    now: datetime,
    model: type[Referral] | type[Award] | type[Lead],
    subject_id: int | None,
    machine: str,
    step: str,
) -> int:
    """Take the step on one subject if its conditions hold now."""
    with transaction(engine) as session:
        desk = Desk(session, SYSTEM, now, settings)
        subject = cast("Referral | Award | Lead | None", session.get(model, subject_id))
        case = session.get(Case, subject.case_id, with_for_update=True) if subject else None
        if subject is None or case is None:
            return 0
        known = facts.build(desk, case, machine, subject)
        ready = [
            s
            for s in procedure.next_steps(machine, subject.state, known, steps.applicable_on(case), desk.book)
            if s.rule.id == step and s.possible
        ]
        if not ready:
            return 0
        steps.perform(desk, subject, step)
        return 1
