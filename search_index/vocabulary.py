"""The words of the trade, read from `vocabulary.toml`: claim kinds, concepts, statutes, words kept whole."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workflows import items
from workflows.errors import DefinitionError


@dataclass(frozen=True)
class Kind:
    """One claim kind and the ways people say it. `claim_forms` count only inside a claim's own sentence.

    Inside such a sentence the kind gives way to any kind in `yields_to` that is named there as well.
    """

    id: str
    title: str
    forms: tuple[str, ...]
    claim_forms: tuple[str, ...]
    unless: tuple[str, ...]
    yields_to: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    words: tuple[str, ...]
    stop: frozenset[str]
    kinds: tuple[Kind, ...]
    concepts: tuple[tuple[str, tuple[str, ...]], ...]
    statutes: tuple[tuple[str, tuple[str, ...]], ...]

    def kind_title(self, kind: str) -> str:
        """The Chinese label of a kind; an unknown id is shown as it is."""
        return next((k.title for k in self.kinds if k.id == kind), kind)

    def statute_title(self, key: str) -> str:
        return next((names[0] for k, names in self.statutes if k == key), key)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary shipped with the program; the same for index and query.

    DefinitionError names the block that is not sound.
    """
    data = tomllib.loads(files("search_index").joinpath("vocabulary.toml").read_text("utf-8"))
    for table in ("kind", "concept", "statute"):
        key = "key" if table == "statute" else "id"
        ids = [block.get(key, "") for block in data[table]]
        doubled = sorted({i for i in ids if not i or ids.count(i) > 1})
        if doubled:
            raise DefinitionError(f"vocabulary.toml：[[{table}]] 的 {key} 缺少或者重复：{doubled}")
    return Vocabulary(
        words=tuple(data["words"]),
        stop=frozenset(data["stop"]),
        kinds=tuple(
            Kind(
                id=k["id"],
                title=items.KINDS[k["id"]].title if k["id"] in items.KINDS else k["id"],
                forms=tuple(k["forms"]),
                claim_forms=tuple(k.get("claim_forms", ())),
                unless=tuple(k.get("unless", ())),
                yields_to=tuple(k.get("yields_to", ())),
            )
            for k in data["kind"]
        ),
        concepts=tuple((c["id"], tuple(c["forms"])) for c in data["concept"]),
        statutes=tuple((s["key"], tuple(s["names"])) for s in data["statute"]),
    )
