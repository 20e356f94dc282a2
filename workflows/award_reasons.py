"""The reasons behind an award's effect: the same reason for many people becomes one line."""

from workflows.working import Line

SHOWN = 10


class Reasons:
    """Collects reasons in the order they were found."""

    def __init__(self) -> None:
        self._people: dict[tuple[str, str], list[str]] = {}

    def add(self, text: str, basis: str) -> None:
        """A reason about the award as a whole."""
        self._people.setdefault((text, basis), [])

    def about(self, person: str, text: str, basis: str) -> None:
        """A reason about one party; parties with the same reason share a line."""
        people = self._people.setdefault((text, basis), [])
        if person not in people:
            people.append(person)

    def lines(self) -> tuple[Line, ...]:
        return tuple(Line(_named(people) + text, basis) for (text, basis), people in self._people.items())


def _named(people: list[str]) -> str:
    if not people:
        return ""
    more = f"等 {len(people)} 人" if len(people) > SHOWN else ""
    return "、".join(people[:SHOWN]) + more + "："
