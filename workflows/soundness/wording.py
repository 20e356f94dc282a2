"""Words: steps a person sees together have different names, and everything has a name in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from workflows.soundness.finding import Finding, about
from workflows.soundness.graph import kinds, machines, of_kind
from workflows.states import STATES, TITLES

if TYPE_CHECKING:
    from workflows.statute import Rule, Statute

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def titles(book: Statute) -> Iterator[Finding]:
    """Two steps offered on one page never carry the same title."""
    starting = [r for m in machines(book) if m != "case" for r in book.of(m, date.max) if r.starts and shown(r)]
    yield from _twice(starting, "同一页上可以开始的步骤")
    for machine in machines(book):
        rules = [rule for rule in book.of(machine, date.max) if shown(rule)]
        for kind in kinds(rules):
            for state in STATES[machine]:
                together = [rule for rule in of_kind(rules, kind) if state in rule.sources]
                yield from _twice(together, f"{machine} 在 {state} 时")


def shown(rule: Rule) -> bool:
    """Whether people see the step at all."""
    return rule.by != ("system",)


def _twice(rules: list[Rule], where: str) -> Iterator[Finding]:
    for word in ("title", "title_en"):
        named: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            named[getattr(rule, word)].append(rule)
        for title, several in named.items():
            if len(several) > 1:
                yield about(several[-1], f"{where}，「{title}」与 {several[0].id} 同名")


def languages(book: Statute) -> Iterator[Finding]:
    """Chinese is Chinese, English is there and is not Chinese."""
    for rule in book.rules:
        yield from _both(f"条目 {rule.id}", rule.title, rule.title_en, rule.file)
    for field in book.fields.values():
        yield from _both(f"填写项 {field.id}", field.title, field.title_en)
        if bool(field.help) != bool(field.help_en):
            yield Finding("", f"填写项 {field.id}", "说明只有一种语言")
        for _, chinese, english in field.choices:
            yield from _both(f"填写项 {field.id} 的选项", chinese, english)
    for task in book.tasks:
        yield from _both(f"任务 {task.id}", task.title, task.title_en)
    for machine, known in STATES.items():
        if machine not in TITLES:
            yield Finding("", f"状态机 {machine}", "没有名称")
        for state, info in known.items():
            yield from _both(f"状态 {machine}.{state}", info.label, info.label_en)


def _both(block: str, chinese: str, english: str, file: str = "") -> Iterator[Finding]:
    if not CHINESE.search(chinese) and not re.fullmatch(r"[\w\s.（）()《》-]*", chinese):
        yield Finding(file, block, f"中文名称 {chinese!r} 不是中文")
    if not english or CHINESE.search(english):
        yield Finding(file, block, "缺少英文名称")


def grounds(book: Statute) -> Iterator[Finding]:
    """Every article names the law it stands on, by the short names of the rule book."""
    known = "|".join(SOURCES)
    for rule in book.rules:
        for one in re.split(r"[;；]", rule.basis):
            if not re.match(rf"\s*(?:{known})", one):
                yield about(rule, f"依据 {one.strip()!r} 不是认识的法律名称")


SOURCES = (
    "LMA", "CHR", "ORG", "NEG", "I1", "I2", "O1", "O70", "SPC2000", "CPLI", "CPL", "CC", "LL", "LCL", "LCR", "WII", "ALR",
    "ALM", "OW25", "HOL", "OA", "FEE", "MWR", "PML", "案号若干规定", "ESL", "PIPL", "ARC", "系统管理",
)  # fmt: skip
