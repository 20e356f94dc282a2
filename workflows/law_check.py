"""Is the law's data sound, fresh and read? What `hengjian law check` and the administrator's page show."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflows import limits_rules, parameters
from workflows.calendar import Calendar, statutory
from workflows.errors import DefinitionError

ROOT = Path(__file__).parent

MONTH_OF_NOTICE = 11  # the State Council's notice for the next year is usually out by the end of November


@dataclass(frozen=True)
class Findings:
    """Counts, and what a person must look at: never checked lately, unread texts, missing notices."""

    limits: tuple[str, ...]
    parameters: tuple[str, ...]
    last_notice: int
    stale: tuple[str, ...]
    unread: tuple[str, ...]
    practice: tuple[str, ...]
    missing_notices: tuple[str, ...]

    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (
            ("超过一年没有核对", self.stale),
            ("标记 S、U：原文没有人核对过", self.unread),
            ("标记 P：做法或者地方规定", self.practice),
            ("没有登记的放假通知", self.missing_notices),
            ("全部期限规则", self.limits),
            ("全部参数", self.parameters),
        )

    def as_dict(self) -> dict[str, object]:
        return {
            "limits": list(self.limits),
            "parameters": list(self.parameters),
            "last_notice": self.last_notice,
            "stale": list(self.stale),
            "unread": list(self.unread),
            "practice": list(self.practice),
            "missing_notices": list(self.missing_notices),
        }


def findings(stale_before: date, today: date) -> Findings:
    """Read every data file of the law. Raises DefinitionError for the first that is not sound."""
    marks: list[tuple[str, str]] = []
    stale: list[str] = []
    rules = [version for versions in limits_rules.rules().values() for version in versions]
    for rule in rules:
        marks.append((rule.mark, f"期限 {rule.id}（{rule.title}）自 {rule.since}：{rule.basis}，标记 {rule.mark}"))
        marks += [
            (
                option.mark,
                f"期限 {rule.id} 的选项 {option.name}（{option.title}，默认 {option.default}）：标记 {option.mark}",
            )
            for option in rule.options
        ]
        if rule.checked_on < stale_before:
            stale.append(f"期限 {rule.id}：{rule.checked_on} 核对")
    marks += [
        (option.mark, f"顺延的选项 {option.name}（{option.title}，默认 {option.default}）：标记 {option.mark}")
        for option in limits_rules.roll_options()
    ]
    for ground in limits_rules.grounds():
        marks.append((ground.mark, f"计算规则 {ground.id} 自 {ground.since}：{ground.basis}，标记 {ground.mark}"))
    shipped = parameters.shipped()
    for parameter in shipped.values():
        if parameter.checked_on < stale_before:
            stale.append(f"参数 {parameter.name}（{parameter.title}）：{parameter.checked_on} 核对")
        marks += [
            (
                e.mark,
                f"参数 {e.name}（{e.title}）自 {e.start}{' ' + e.place if e.place else ''} 为 {e.value}：标记 {e.mark}",
            )
            for e in parameter.entries
        ]
    for version in statutory.versions():
        marks.append((version.mark, f"全体公民放假的节日自 {version.start}：{version.basis}，标记 {version.mark}"))
    for name, mark, checked in other_data():
        if mark:
            marks.append((mark, f"{name}：标记 {mark}"))
        if checked and checked < stale_before:
            stale.append(f"{name}：{checked} 核对")
    published = Calendar.standard()
    last = max(published.notices)
    wanted = today.year + (1 if today.month >= MONTH_OF_NOTICE else 0)
    return Findings(
        limits=tuple(f"{name}  {versions[-1].title}" for name, versions in sorted(limits_rules.rules().items())),
        parameters=tuple(f"{name}  {parameter.title}" for name, parameter in shipped.items()),
        last_notice=last,
        stale=tuple(stale),
        unread=tuple(text for mark, text in marks if mark in ("S", "U")),
        practice=tuple(text for mark, text in marks if mark == "P"),
        missing_notices=tuple(
            f"{year} 年：公布后请由管理员登记，此前涉及该年的期限都是预测" for year in range(last + 1, wanted + 1)
        ),
    )


def other_data() -> Iterator[tuple[str, str, date | None]]:
    """Every block of the other data files (catalogues, links, interruptions) that carries a mark or a day of checking.

    Raises DefinitionError for a file that is not TOML.
    """
    limit_files = {rule.file for versions in limits_rules.rules().values() for rule in versions} | {"counting.toml"}
    for path in sorted(ROOT.rglob("*.toml")):
        if path.parent == parameters.FOLDER or path.parent.name == "calendar" or path.name in limit_files:
            continue
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DefinitionError(f"{path.name}：不是有效的 TOML：{error}") from error
        yield from blocks(raw, path.relative_to(ROOT).as_posix())


def blocks(node: object, where: str) -> Iterator[tuple[str, str, date | None]]:
    """Walk a data file; name each block by its id, name or title."""
    if isinstance(node, list):
        for item in node:
            yield from blocks(item, where)
    elif isinstance(node, dict):
        label = next((str(node[key]) for key in ("id", "name", "title", "code") if key in node), "")
        here = f"{where} {label}".strip()
        mark, checked = node.get("mark", ""), node.get("checked_on")
        if mark or checked:
            yield here, mark if isinstance(mark, str) else "", checked if isinstance(checked, date) else None
        for value in node.values():
            yield from blocks(value, here if label else where)
