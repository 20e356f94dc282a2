"""The procedure as pictures and tables, generated from the articles: never drawn by hand."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflows.states import STATES, TITLES
from workflows.statute import ROLES, START, STAY, Statute

__all__ = ["TITLES", "matrix", "mermaid"]


def mermaid(book: Statute, machine: str, on: date, counts: Mapping[str, int] | None = None) -> str:
    """The state diagram of one machine as Mermaid text; rules that stay in a state are left out.

    With `counts` each state also says how many subjects stand in it.
    """
    lines = ["stateDiagram-v2"]
    lines += [
        f"    {state}: {info.label}" + (f"（{counts.get(state, 0)}）" if counts is not None else "")
        for state, info in STATES[machine].items()
    ]
    drawn: dict[tuple[str, str], list[str]] = {}
    for rule in book.of(machine, on):
        for source in rule.sources:
            for branch in rule.branches:
                if branch.to not in (STAY, source):
                    drawn.setdefault((source, branch.to), []).append(rule.title)
    for (source, to), titles in drawn.items():
        start = "[*]" if source == START else source
        lines.append(f"    {start} --> {to}: {'、'.join(dict.fromkeys(titles))}")
    lines += [f"    {state} --> [*]" for state, info in STATES[machine].items() if info.end]
    return "\n".join(lines)


def matrix(book: Statute, on: date) -> Iterator[tuple[str, str, str, str, str]]:
    """Machine, state, step, role, and whether the role may take the step there: one row a cell."""
    for machine in STATES:
        for rule in book.of(machine, on):
            for source in rule.sources:
                for role in ROLES:
                    yield machine, source, rule.id, role, "yes" if role in rule.by else "no"
