"""Where conditions are registered under their own names."""

from collections.abc import Callable

from workflows.errors import Reason
from workflows.facts import Facts

Guard = Callable[[Facts], Reason | None]
GUARDS: dict[str, Guard] = {}


def guard(function: Guard) -> Guard:
    """Register a condition under its own name."""
    GUARDS[function.__name__] = function
    return function
