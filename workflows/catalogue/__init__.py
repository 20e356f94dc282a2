"""Lists that are not dated single values: kinds of item, open questions of §6, remedies, causes, number codes, sums."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """The catalogue file `name` (without .toml). Shared: callers must not change what they get."""
    with (FOLDER / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)
