"""A precedent as plain JSON, there and back: what the index stores and what our own export files hold."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from search_index.port import ItemOutcome, PrecedentDoc

LISTS = ("kinds", "causes", "articles")


def doc_from_dict(data: Mapping[str, Any]) -> PrecedentDoc:
    """The document of a dict made by `dataclasses.asdict` (days as ISO text). Unknown names are a TypeError."""
    values = dict(data)
    for name in LISTS:
        values[name] = tuple(values.get(name, ()))
    values["items"] = tuple(ItemOutcome(**item) for item in values.get("items", ()))
    if isinstance(values.get("day"), str):
        values["day"] = date.fromisoformat(values["day"])
    return PrecedentDoc(**values)


FIELD_NAMES = tuple(f.name for f in fields(PrecedentDoc))
