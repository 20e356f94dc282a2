"""Which facts a paper states: what may travel inside it for other programs, and nothing more."""

from collections.abc import Mapping
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined

from app.rendering.filters import FILTERS
from app.rendering.gaps import ReadsFactsFirst, passing
from app.rendering.kinds import FOLDER, kind


class _Watching(ReadsFactsFirst):
    """Notes every fact the template reads."""

    def __init__(self) -> None:
        super().__init__(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.filters.update({name: passing(function) for name, function in FILTERS.items()})
        self.read: set[tuple[int, str]] = set()

    def getattr(self, obj: Any, attribute: str) -> Any:
        self.read.add((id(obj), attribute))
        return super().getattr(obj, attribute)


def stated(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `facts` the paper's text rests on: an attachment made of it tells no more than the paper.

    `facts` must be complete; make the paper (or ask `papers.missing`) first.
    """
    watching = _Watching()
    watching.get_template(f"{name}/body.html").render(facts, paper_kind=kind(name))
    kept = {key: _kept(value, watching.read) for key, value in facts.items()}
    return {key: value for key, value in kept.items() if value not in ({}, [])}


def _kept(value: Any, read: set[tuple[int, str]]) -> Any:
    if isinstance(value, Mapping):
        return {key: _kept(item, read) for key, item in value.items() if (id(value), key) in read}
    if isinstance(value, list):
        return [item for item in (_kept(item, read) for item in value) if item != {}]
    return value
