"""卷内次序 (CHR 22): the places of the main and the inner file, in the order of the rule, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from workflows import catalogue
from workflows.errors import DefinitionError

FOLDERS = ("main", "inner")
LAST = "other"


@dataclass(frozen=True)
class Place:
    """One place of a file: what belongs there and who may put material there."""

    id: str
    title: str
    title_en: str
    kinds: frozenset[str]
    """Kinds of paper the system makes."""
    approvals: frozenset[str]
    """Kinds of approval whose form goes here."""
    upload: bool
    by: str
    """ "party", "office": whose material comes here when nobody says where."""


@cache
def order() -> Mapping[str, Sequence[Place]]:
    """Folder → its places, first to last. Raises DefinitionError for a place twice or a kind in two places."""
    raw = catalogue.read("file_order")
    found = {folder: tuple(_place(block) for block in raw[folder]) for folder in FOLDERS}
    for folder, places in found.items():
        ids = [place.id for place in places]
        kinds = [kind for place in places for kind in sorted(place.kinds | place.approvals)]
        if len(set(ids)) < len(ids) or len(set(kinds)) < len(kinds) or ids[-1] != LAST:
            raise DefinitionError(f"file_order.toml：{folder} 有重复的位置或者文书，或者最后不是“其他”")
    return MappingProxyType(found)


def _place(block: Mapping[str, object]) -> Place:
    def words(name: str) -> frozenset[str]:
        value = block.get(name, ())
        return frozenset(str(one) for one in value) if isinstance(value, list) else frozenset()

    return Place(
        id=str(block["id"]),
        title=str(block["title"]),
        title_en=str(block["title_en"]),
        kinds=words("kinds"),
        approvals=words("approvals"),
        upload=bool(block["upload"]),
        by=str(block.get("by", "")),
    )


def rank(folder: str, place: str) -> int:
    """Where a place stands in its file, from 0; what is not known stands last."""
    ids = [one.id for one in order()[folder]]
    return ids.index(place) if place in ids else len(ids) - 1


def of_paper(folder: str, kind: str, approval: str = "") -> Place:
    """The place of a paper; of an approval form by what it approves."""
    places = order()[folder]
    for place in places:
        if approval and approval in place.approvals:
            return place
    for place in places:
        if kind in place.kinds:
            return place
    return places[-1]


def of_material(folder: str, place: str) -> Place:
    """The place a material was put in; an old one without a place stands with the evidence or last."""
    places = order()[folder]
    return next((one for one in places if one.id == place), usual(folder, by_party=folder == "main"))


def usual(folder: str, *, by_party: bool) -> Place:
    """Where material goes when nobody says where."""
    wanted = "party" if by_party else "office"
    places = order()[folder]
    return next((one for one in places if one.by == wanted), places[-1])


def open_to_uploads(folder: str) -> list[Place]:
    return [one for one in order()[folder] if one.upload]
