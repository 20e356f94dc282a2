"""Recorded histories held against the articles of today: every difference is named, none is passed over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.statute import START, Rule, Statute

BEGUN_UNRECORDED = {"paper": "issued"}
"""A paper comes into being inside the step that issues it, without an event of its own."""



def carried_out(rule: Rule) -> bool:
    """A step the system takes because somebody asked for, or gave, an approval is recorded under that person's role."""
    return rule.by == ("system",)


@dataclass(frozen=True)
class Difference:
    """One event of a history that today's articles would not have allowed."""

    history: str
    sequence: int
    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.history} 第 {self.sequence} 条 {self.rule}：{self.why}"


def replay(book: Statute, history: Mapping[str, Any]) -> Iterator[Difference]:
    """Walk one history: the article exists on its day, starts where the event started, leads to where it led, and names
    the role that took it; each subject goes on from where it was left."""
    name, law_on = str(history["id"]), date.fromisoformat(history["law_on"])
    standing: dict[tuple[str, int], str] = {}
    for position, event in enumerate(history["events"], start=1):
        machine, subject = event["machine"], (event["machine"], event["subject"])

        def differs(why: str, position: int = position, rule: str = event["rule"]) -> Difference:
            return Difference(name, position, rule, why)

        before = event["before"] or START
        expected = standing.get(subject, BEGUN_UNRECORDED.get(machine, START))
        if event["rule"] != "definition.migrate" and before != expected:
            yield differs(f"从 {before} 开始，上一条却停在 {expected}")
        standing[subject] = event["after"]
        try:
            rule = book.rule(event["rule"], law_on)
        except KeyError:
            yield differs(f"{law_on.isoformat()} 没有这个条目")
            continue
        if rule.machine != machine:
            yield differs(f"条目属于 {rule.machine}，记录属于 {machine}")
        if before not in rule.sources:
            yield differs(f"条目不从 {before} 开始")
        elif event["rule"] != "definition.migrate" and event["after"] not in rule.targets():
            yield differs(f"条目不通向 {event['after']}")
        if event["role"] not in rule.by and not carried_out(rule):
            yield differs(f"条目没有 {event['role']} 这个岗位")
        if not rule.concerns(event.get("kind", "")):
            yield differs(f"条目不管 {event.get('kind', '')!r} 这一种")
        law_on = date.fromisoformat(event["law_on"]) if event.get("law_on") else law_on
