"""Articles against machines, papers, effects and rights."""

from collections.abc import Iterator

from app.permissions import ROLES, May
from app.rendering.kinds import kinds
from app.services.definition.source import Source
from app.services.effects import AFTER, BEFORE, DURING
from app.services.machines import MACHINES
from app.services.sweep import RIGHTS
from workflows import limits_rules
from workflows.soundness import Finding, product
from workflows.soundness.finding import about
from workflows.soundness.timing import closed, opened
from workflows.states import STATES, TITLES
from workflows.statute import Statute

WITHIN = ("paper.issue",)
"""A paper comes into being inside the step that issues it: that step's event is its record."""


def machines_meet(book: Statute, _: Source) -> Iterator[Finding]:
    """No pair of states of two machines that move one another is stuck, contradictory or missed by a follow-up."""
    yield from product.unknown(book)
    yield from product.met(book)


def machines(_: Statute, __: Source) -> Iterator[Finding]:
    """Every machine has states, a title and a table."""
    for machine in {*STATES, *TITLES, *MACHINES}:
        for what, known in (("状态", STATES), ("名称", TITLES), ("数据表", MACHINES)):
            if machine not in known:
                yield Finding("", f"状态机 {machine}", f"没有{what}")


def papers(book: Statute, _: Source) -> Iterator[Finding]:
    """The papers steps issue and services start clocks from are described in templates/papers."""
    for rule in book.rules:
        for name in rule.issues:
            if name not in kinds():
                yield about(rule, f"没有文书 {name!r}")
    for clock in book.clocks:
        if clock.paper not in kinds():
            yield Finding("", f"送达起算 {clock.rule}", f"没有文书 {clock.paper!r}")


def effects_have_articles(book: Statute, _: Source) -> Iterator[Finding]:
    """An effect of a step nobody wrote never runs."""
    known = {rule.id for rule in book.rules}
    for table, name in ((BEFORE, "before"), (DURING, "during"), (AFTER, "after")):
        for rule in table:
            if rule not in known:
                yield Finding("", f"后果 {name}({rule})", "没有这个条目")


def what_people_start_is_made(book: Statute, source: Source) -> Iterator[Finding]:
    """A step by which a person brings something into being needs an effect that makes the row, or a page of its own."""
    for rule in book.rules:
        if rule.starts and rule.by != ("system",) and rule.machine != "case" and rule.id not in BEFORE:
            yield about(rule, "由人办理、从无到有，却没有产生对象的后果（before）")
        if rule.starts and rule.machine == "case" and not source.says(rule.id):
            yield about(rule, "没有一处程序按这一条产生案件")


def what_the_system_takes_is_taken(book: Statute, source: Source) -> Iterator[Finding]:
    """A step only the system takes is named by some effect or sweep; else it never happens."""
    for rule in book.rules:
        if rule.by == ("system",) and not source.says(rule.id) and rule.id not in WITHIN:
            yield about(rule, "只由系统办理，却没有一处程序办理它")


def somebody_may(book: Statute, _: Source) -> Iterator[Finding]:
    """Who is named may act on things of that machine at all (app/permissions.py)."""
    for rule in book.rules:
        if rule.starts and rule.machine == "case":
            continue  # there is no case yet that could concern anybody
        act = MACHINES[rule.machine].act if rule.machine in MACHINES else May.ACT_ON_CASE
        for role in rule.by:
            if role == "system":
                continue
            rights = ROLES.get(role, frozenset())
            if not rights & {act, May.ACT_ON_CASE}:
                yield about(rule, f"岗位 {role} 对{TITLES[rule.machine]}没有办理的权限，这一步它永远办不了")


def limits_end(book: Statute, source: Source) -> Iterator[Finding]:
    """What is opened is ended by an article, by a service, by an effect, or is a party's right that simply lapses."""
    ended = closed(book) | set(RIGHTS) | source.words_beside
    for name in sorted(_all_opened(book, source) - ended):
        yield Finding("", f"期限 {name}", "有步骤起算，却没有一处结束它，也不是当事人的权利期限（sweep.RIGHTS）")


def limits_have_consequences(book: Statute, source: Source) -> Iterator[Finding]:
    """Also the limits effects open say what happens when they pass."""
    for name in sorted(_all_opened(book, source) - opened(book)):
        for version in limits_rules.rules()[name]:
            if not (version.missed or version.result or version.note):
                yield Finding(version.file, f"期限 {name}", "没有写明期满之后怎样（missed）")


def _all_opened(book: Statute, source: Source) -> set[str]:
    return opened(book) | {name for name in source.opened_limits if name in limits_rules.rules()}
