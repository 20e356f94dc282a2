"""Who acts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The person (or the system itself) behind an act, as the services need to know them."""

    id: int | None
    name: str
    roles: frozenset[str]
    body_id: int | None
    body_kind: str = ""
    body_name: str = ""
    locale: str = "zh"

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(id=None, name="系统", roles=frozenset({"system"}), body_id=None)
