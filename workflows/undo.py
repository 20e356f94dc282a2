"""Which step puts right which other one (undo.toml). A record is never deleted: what went wrong is met by a further step."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from workflows.errors import DefinitionError
from workflows.statute import statute

FILE = Path(__file__).parent / "undo.toml"


@cache
def ways() -> Mapping[str, tuple[str, ...]]:
    """Step → the steps that compensate it, the nearest first. Raises DefinitionError for a step there is not."""
    with FILE.open("rb") as stream:
        table: dict[str, list[str]] = tomllib.load(stream)["undo"]
    known = {rule.id for rule in statute().rules}
    for step, others in table.items():
        for name in (step, *others):
            if name not in known:
                raise DefinitionError(f"{FILE.name}：没有“{name}”这一步")
        if not others:
            raise DefinitionError(f"{FILE.name}：{step} 没有写用哪一步更正")
    return {step: tuple(others) for step, others in table.items()}
