"""Moving running cases to newer articles by a reviewed plan: dry run, application, log, revert.

A plan (TOML) says to which day, which cases, and by which article a case leaves a state the newer articles no longer
know:

    title  = "办案规则修订，2027年1月1日起"
    to_day = 2027-01-01
    states = ["filed", "accepted"]      # only cases that stand there; all live cases when left out
    filed_before = 2027-01-01           # optional
    [leave]
    on_hold = "med.resume_acceptance"   # optional: state → an article the system takes after the move
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.database import open_session, transaction
from app.models import Case, Event
from app.services import steps
from app.services.desk import Desk
from app.services.machines import PARTS, kind_of
from workflows.errors import DefinitionError, HengjianError
from workflows.soundness.graph import closure, of_kind, ways
from workflows.states import STATES
from workflows.statute import Statute

RULE = "definition.migrate"
DeskOf = Callable[[Session], Desk]
"""The system's desk in a session."""
KEYS = {"title", "to_day", "states", "filed_before", "leave"}


@dataclass(frozen=True)
class Plan:
    """Which cases go to which day's articles. `mark` is the plan's own hash, kept with every event it causes."""

    title: str
    to_day: date
    mark: str
    states: tuple[str, ...] = ()
    filed_before: date | None = None
    leave: Mapping[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        return f"方案「{self.title}」（{self.mark}）"


@dataclass(frozen=True)
class Move:
    """What a plan does, or did, with one case. `refused` is empty when nothing stands against it."""

    case_id: int
    title: str
    state: str
    law_on: date
    refused: str = ""


def read_plan(path: Path) -> Plan:
    """Read a plan. Raises DefinitionError naming what is wrong with it."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if strange := set(raw) - KEYS:
        raise DefinitionError(f"{path.name}：不认识的键 {'、'.join(sorted(strange))}")
    if not isinstance(raw.get("to_day"), date) or not raw.get("title"):
        raise DefinitionError(f"{path.name}：应写明 title 和 to_day（日期）")
    unknown = [s for s in (*raw.get("states", ()), *raw.get("leave", {})) if s not in STATES["case"]]
    if unknown:
        raise DefinitionError(f"{path.name}：案件没有状态 {'、'.join(unknown)}")
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Plan(raw["title"], raw["to_day"], mark, tuple(raw.get("states", ())), raw.get("filed_before"), raw.get("leave", {}))


def dry_run(session: Session, book: Statute, plan: Plan) -> list[Move]:
    """Every case the plan is about, with what stands against its move. Changes nothing."""
    live = [state for state, info in STATES["case"].items() if not info.end]
    query = select(Case).where(col(Case.state).in_(plan.states or live)).order_by(col(Case.id))
    if plan.filed_before:
        query = query.where(Case.filed_on < plan.filed_before)
    return [
        Move(case.id or 0, case.title, case.state, steps.applicable_on(case), "；".join(_against(session, book, plan, case)))
        for case in session.exec(query).all()
        if steps.applicable_on(case) != plan.to_day
    ]


def _against(session: Session, book: Statute, plan: Plan, case: Case) -> Iterator[str]:
    if STATES["case"][case.state].end:
        yield "案件已经办结"
        return
    if plan.to_day < case.filed_on:
        yield f"方案的日期早于收件之日（{case.filed_on.isoformat()}）"
    state = case.state
    if leaving := plan.leave.get(case.state):
        try:
            rule = book.rule(leaving, plan.to_day)
        except KeyError:
            yield f"{plan.to_day.isoformat()} 没有条目 {leaving}"
            return
        if rule.by != ("system",) or case.state not in rule.sources or rule.machine != "case":
            yield f"条目 {leaving} 不是系统从「{STATES['case'][case.state].label}」办理的"
            return
        state = rule.targets()[0]
    if not _has_a_way_out(book, "case", "", state, plan.to_day):
        yield f"按 {plan.to_day.isoformat()} 的条目，从「{STATES['case'][state].label}」走不到办结"
    for machine, model in PARTS.items():
        for part in session.exec(select(model).where(model.case_id == case.id)).all():
            if not _has_a_way_out(book, machine, kind_of(part), part.state, plan.to_day):
                yield f"按新条目，{machine} {part.id} 从「{STATES[machine][part.state].label}」走不到终点"


def _has_a_way_out(book: Statute, machine: str, kind: str, state: str, on: date) -> bool:
    reached = closure({state}, ways(of_kind(book.of(machine, on), kind)))
    return any(STATES[machine][one].end for one in reached if one in STATES[machine])


def apply(engine: Engine, desk_of: DeskOf, book: Statute, plan: Plan) -> list[Move]:
    """Move every case nothing stands against, each in a transaction of its own, through the door."""
    with open_session(engine, writing=False) as session:
        moves = dry_run(session, book, plan)
    done = []
    for move in moves:
        if move.refused:
            done.append(move)
            continue
        try:
            with transaction(engine) as session:
                case = session.get_one(Case, move.case_id, with_for_update=True)
                desk = desk_of(session)
                steps.perform(desk, case, RULE, to_day=plan.to_day, note=plan.note)
                if leaving := plan.leave.get(move.state):
                    steps.perform(desk, case, leaving)
            done.append(move)
        except HengjianError as answer:
            done.append(Move(move.case_id, move.title, move.state, move.law_on, str(answer)))
    return done


def revert(engine: Engine, desk_of: DeskOf, plan: Plan) -> list[Move]:
    """Give back the day of before to every case the plan moved and nobody has taken a step on since."""
    with open_session(engine, writing=False) as session:
        found = session.exec(
            select(Event.case_id, Event.sequence).where(Event.rule == RULE, Event.note == plan.note).order_by(col(Event.id))
        ).all()
    return [_revert_one(engine, desk_of, plan, case_id, sequence) for case_id, sequence in found]


def _revert_one(engine: Engine, desk_of: DeskOf, plan: Plan, case_id: int, sequence: int) -> Move:
    with transaction(engine) as session:
        case = session.get_one(Case, case_id, with_for_update=True)
        move = Move(case_id, case.title, case.state, steps.applicable_on(case))
        if case.version != sequence:
            return Move(case_id, case.title, case.state, move.law_on, "迁移之后又有办案记录，不能自动退回")
        before = session.exec(select(Event).where(Event.case_id == case_id, Event.sequence == sequence - 1)).one()
        law_on = before.snapshot["case"]["law_on"]
        steps.perform(
            desk_of(session), case, RULE, to_day=date.fromisoformat(law_on) if law_on else None, note=f"退回{plan.note}"
        )
        return move

