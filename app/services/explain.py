"""May a step be done on a case now, by whom, what is missing, on what ground."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from app.models import Case, Staff
from app.services import people, steps
from app.services.desk import Desk
from app.services.errors import NotYours
from app.services.machines import PARTS
from workflows.errors import Reason
from workflows.states import label
from workflows.statute import Rule


@dataclass(frozen=True)
class Explained:
    """A step on the case, or on its newest part of that kind. `who`: those it is open to; `starts_here`: the state fits."""

    rule: Rule
    state: str
    starts_here: bool
    who: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return self.starts_here and bool(self.who) and not self.reasons


def explain(desk: Desk, case: Case, step: str) -> Explained:
    """Ask the door for every active person whether the step is offered. Raises NotYours when there is no such step."""
    try:
        rule = desk.book.rule(step, steps.applicable_on(case))
    except KeyError:
        raise NotYours from None
    subject = _subject(desk, case, rule)
    state = label(steps.machine_of(subject), subject.state) if subject is not None else "（还没有）"
    who: list[str] = []
    reasons: list[Reason] = []
    starts_here = False
    for staff in desk.session.exec(select(Staff).where(col(Staff.active).is_(True)).order_by(col(Staff.id))).all():
        actor = people.actor_of(desk.session, staff)
        if subject is None or not actor.has(*rule.by):
            continue
        try:
            one = steps.offer(Desk(desk.session, actor, desk.now, desk.settings), subject, step)
        except NotYours:
            continue
        starts_here = True
        if one.mine and not one.reasons:
            who.append(actor.name)
        reasons += [reason for reason in one.reasons if one.mine and reason not in reasons]
    # What stands against one person only (four eyes) is no reason when another may do it.
    return Explained(rule, state, starts_here, tuple(dict.fromkeys(who)), () if who else tuple(reasons))


def _subject(desk: Desk, case: Case, rule: Rule) -> Any:
    if rule.machine == "case" or rule.starts:
        return case
    model = PARTS[rule.machine]
    return desk.session.exec(
        select(model).where(model.case_id == case.id).order_by(col(model.id).desc())
    ).first()
