"""Every name an article uses is known: machines, states, roles, conditions, fields, limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows import limits_rules
from workflows.approvals import approvals as known_approvals
from workflows.guards import GUARDS
from workflows.soundness.finding import Finding, about
from workflows.states import ROLES, START, STATES, STAY

if TYPE_CHECKING:
    from workflows.statute import Rule, Statute

PLACES = ("office", "panel", "sending", "receiving", "court")
"""Where a task may be laid (app/services/tasks.py)."""


def states(book: Statute) -> Iterator[Finding]:
    """The machine and its states; no wildcard; nothing but START starts anything."""
    for rule in book.rules:
        if rule.machine not in STATES:
            yield about(rule, f"没有状态机 {rule.machine!r}")
            continue
        known = STATES[rule.machine]
        if "*" in rule.sources:
            yield about(rule, "不能写“任何状态”，请逐个写明从哪些状态开始")
        for source in rule.sources:
            if source not in known and source not in (START, "*"):
                yield about(rule, f"{source!r} 不是 {rule.machine} 的状态")
        for branch in rule.branches:
            if branch.to not in known and branch.to != STAY:
                yield about(rule, f"{branch.to!r} 不是 {rule.machine} 的状态")
        if START in rule.sources and len(rule.sources) > 1:
            yield about(rule, "从无到有的一步不能同时从别的状态开始")
        if START in rule.sources and any(branch.to == STAY for branch in rule.branches):
            yield about(rule, "从无到有的一步应当写明到哪个状态")
        if len(set(rule.sources)) != len(rule.sources):
            yield about(rule, "from 里同一状态写了两次")


def roles(book: Statute) -> Iterator[Finding]:
    """Somebody known takes every step, and nobody is named twice."""
    for rule in book.rules:
        if not rule.by:
            yield about(rule, "缺少 by")
        for role in rule.by:
            if role not in ROLES:
                yield about(rule, f"没有岗位 {role!r}")
        if len(set(rule.by)) != len(rule.by):
            yield about(rule, "by 里同一岗位写了两次")


def conditions(book: Statute) -> Iterator[Finding]:
    """Every condition is written; none is asked twice by one article."""
    for rule in book.rules:
        for name in (*rule.when, *rule.checks, *(w for b in rule.branches for w in b.when)):
            if name not in GUARDS:
                yield about(rule, f"没有名为 {name!r} 的条件")
        asked = (*rule.when, *rule.checks)
        for name in {one for one in asked if asked.count(one) > 1}:
            yield about(rule, f"条件 {name!r} 问了两次")


def fields(book: Statute) -> Iterator[Finding]:
    """What a step asks for is defined; a limit's origin is "today" or something the step asks for."""
    for rule in book.rules:
        for name in rule.asks:
            if name not in book.fields:
                yield about(rule, f"没有名为 {name!r} 的填写项")
        if len(set(rule.asks)) != len(rule.asks):
            yield about(rule, "asks 里同一填写项写了两次")
        for opens in rule.opens:
            if opens.origin == "today":
                continue
            if opens.origin not in rule.asks:
                yield about(rule, f"期限 {opens.rule} 的起算日 {opens.origin!r} 不是这一步要填写的内容")
            elif opens.origin in book.fields and not book.fields[opens.origin].required:
                yield about(rule, f"期限 {opens.rule} 的起算日 {opens.origin!r} 可以不填，期限就无从起算")
    asked = {name for rule in book.rules for name in rule.asks}
    for name in book.fields:
        if name not in asked:
            yield Finding("", f"填写项 {name}", "没有一个步骤要填写它")
    for one in book.fields.values():
        if one.type == "choice" and not one.choices:
            yield Finding("", f"填写项 {one.id}", "类型是 choice，却没有写可选的内容")
        if one.type in ("staff", "staff_list") and not one.roles:
            yield Finding("", f"填写项 {one.id}", "选人的填写项没有写明可以选哪些岗位的人")
        if len({choice[0] for choice in one.choices}) != len(one.choices):
            yield Finding("", f"填写项 {one.id}", "同一选项写了两次")


def approvals(book: Statute) -> Iterator[Finding]:
    """The kind of approval stands in approvals.toml, and a step of the system waits for nobody."""
    for rule in book.rules:
        if rule.approval and rule.approval not in known_approvals().kinds:
            yield about(rule, f"没有审批种类 {rule.approval!r}")
        if rule.approval and rule.by == ("system",):
            yield about(rule, "由系统办理的步骤不能报请审批")


def limits(book: Statute) -> Iterator[Finding]:
    """Limits opened, closed, shown on tasks and started by service stand in the law's own tables."""
    known = limits_rules.rules()
    for rule in book.rules:
        for name in (*(o.rule for o in rule.opens), *rule.closes):
            if name not in known:
                yield about(rule, f"没有期限规则 {name!r}")
    for task in book.tasks:
        if task.limit and task.limit not in known:
            yield Finding("", f"任务 {task.id}", f"没有期限规则 {task.limit!r}")
    for clock in book.clocks:
        for name in filter(None, (clock.rule, clock.closes)):
            if name not in known:
                yield Finding("", f"送达起算 {clock.paper}", f"没有期限规则 {name!r}")


def tasks(book: Statute) -> Iterator[Finding]:
    """A task is for a known role at a known place, while its subject is in known states it can rest in."""
    seen: set[str] = set()
    for task in book.tasks:
        where = f"任务 {task.id}"
        for state in task.states:
            if state not in STATES.get(task.machine, {}):
                yield Finding("", where, f"{task.machine} 没有状态 {state!r}")
        if task.role not in ROLES:
            yield Finding("", where, f"没有岗位 {task.role!r}")
        if task.at not in PLACES:
            yield Finding("", where, f"不知道放在哪里：{task.at!r}")
        for name in task.when:
            if name not in GUARDS:
                yield Finding("", where, f"没有名为 {name!r} 的条件")
        if task.day not in ("", "hearing"):
            yield Finding("", where, f"不知道取哪一天：{task.day!r}")
        for name in task.done_by:
            if all(rule.id != name for rule in book.rules):
                yield Finding("", where, f"没有条目 {name!r}，不能由它办完")
        if task.id in seen:
            yield Finding("", where, "同一任务写了两次")
        seen.add(task.id)
        if not any(_can_be_done(rule, task.machine, task.states, task.role) for rule in book.rules):
            yield Finding("", where, f"{task.role} 在这些状态下没有一个步骤可以办理")


def _can_be_done(rule: Rule, machine: str, states_of_task: tuple[str, ...], role: str) -> bool:
    if role not in rule.by:
        return False
    return rule.starts or (rule.machine == machine and bool(set(states_of_task) & set(rule.sources))) or (
        rule.machine != machine
    )
