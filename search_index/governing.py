"""Which articles a question is probably about, by what it speaks of (`governing.toml`); for finding only."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search_index.analysis import normalise
from search_index.vocabulary import vocabulary
from workflows.errors import DefinitionError


@dataclass(frozen=True)
class Topic:
    """One thing people ask about, the ways they say it, and the articles that are usually applied to it."""

    id: str
    forms: tuple[str, ...]
    articles: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The topics shipped with the program. DefinitionError names what is not sound."""
    data = tomllib.loads(files("search_index").joinpath("governing.toml").read_text("utf-8"))
    known = {key for key, _ in vocabulary().statutes}
    found = tuple(
        Topic(t["id"], tuple(normalise(form) for form in t["forms"]), tuple(t["articles"])) for t in data["topic"]
    )
    ids = [topic.id for topic in found]
    for topic in found:
        strange = [a for a in topic.articles if not re.fullmatch(r"\w+ [0-9]+(?:-[0-9]+)?", a) or a.split()[0] not in known]
        if strange or ids.count(topic.id) > 1:
            raise DefinitionError(f"governing.toml：[[topic]] {topic.id} 重复，或者条文写法有误：{strange}")
    return found


def governing(text: str) -> Mapping[str, float]:
    """Articles the text's subjects are usually decided by, each with a weight; empty where no subject is known.

    The first article of a subject counts 1, the later ones less; several subjects add up.
    """
    text = normalise(text)
    weights: dict[str, float] = {}
    for topic in topics():
        if any(form in text for form in topic.forms):
            for place, article in enumerate(topic.articles):
                weights[article] = weights.get(article, 0.0) + (place + 1) ** -0.5
    return weights
