"""Questions the rules leave to each commission: the possible answers, the default, and how sure it is (marks P, U)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from workflows import catalogue
from workflows.finality import Option


@cache
def options() -> Mapping[str, Option]:
    """Every such question, by name."""
    return MappingProxyType(
        {
            b["id"]: Option(b["id"], b["title"], b["default"], b["mark"], b["basis"], MappingProxyType(b["values"]))
            for b in catalogue.read("office_options")["option"]
        }
    )
