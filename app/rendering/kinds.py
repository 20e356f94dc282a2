"""The kinds of paper the office makes, each described in templates/papers/<kind>/about.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "papers"
ROLES = frozenset(
    (
        "party", "filing_clerk", "mediator", "arbitrator", "hearing_clerk", "head", "judge", "court_clerk", "analyst",
        "audit_admin",
    )
)  # fmt: skip
NEVER_INNER = frozenset(("party", "judge", "court_clerk", "analyst"))
SIGNERS = ("", "arbitrators", "panel", "clerk", "head", "mediator", "server")
SEALS = ("", "commission", "mediation_body")
APPROVALS = ("", "head")
OPTIONAL = frozenset(("deliberation", "handout"))
PATH = re.compile(r"^[a-z_0-9]+(\[\])?(\.[a-z_0-9]+(\[\])?)*$")


@dataclass(frozen=True)
class PaperKind:
    """What the office has laid down about one kind of paper."""

    id: str
    title: str
    title_en: str
    series: str
    """Which series its own number comes from ("" when it carries the case number only)."""
    folder: str
    """ "main" (正卷) or "inner" (副卷): an inner paper never leaves the office (CHR 22–23)."""
    signed_by: str
    sealed_by: str
    approval: str
    """Who must approve before it is issued: "head" or nobody."""
    seen_by: tuple[str, ...]
    basis: str
    electronic_service: bool
    """False for papers that may never be served by phone, mail or message (CHR 59)."""
    facts: tuple[str, ...]
    """Paths of the facts it cannot do without ("applicants[].name")."""
    deliberation: bool = False
    """Holds what the tribunal deliberated: for those who sit in the case and the head, not for the whole office."""
    handout: bool = False
    """A form handed to a party to fill in and sign: no paper of the office, never numbered and never issued."""


@cache
def kinds() -> Mapping[str, PaperKind]:
    """Every kind of paper by id. Raises DefinitionError naming the file and the reason."""
    return {path.parent.name: load(path) for path in sorted(FOLDER.glob("*/about.toml"))}


def kind(name: str) -> PaperKind:
    """One kind of paper. Raises DefinitionError for a name nobody has described."""
    try:
        return kinds()[name]
    except KeyError:
        raise DefinitionError(f"没有「{name}」这种文书；可用的有：{'、'.join(kinds())}") from None


def load(path: Path) -> PaperKind:
    """Read and check one about.toml."""
    with path.open("rb") as stream:
        raw: dict[str, Any] = tomllib.load(stream)
    where = f"{path.parent.name}/about.toml"
    expected = PaperKind.__dataclass_fields__.keys() - {"id", *OPTIONAL}
    if wrong := expected.symmetric_difference(raw.keys() - OPTIONAL):
        raise DefinitionError(f"{where}：缺少或多出 {'、'.join(sorted(wrong))}")
    if not (path.parent / "body.html").is_file():
        raise DefinitionError(f"{where}：旁边没有 body.html")
    for name, allowed in (
        ("folder", ("main", "inner")),
        ("signed_by", SIGNERS),
        ("sealed_by", SEALS),
        ("approval", APPROVALS),
        ("electronic_service", (True, False)),
    ):
        if raw[name] not in allowed:
            raise DefinitionError(f"{where}：{name} 不能是 {raw[name]!r}")
    for name in ("title", "title_en", "basis"):
        if not raw[name].strip():
            raise DefinitionError(f"{where}：{name} 是空的")
    seen_by = tuple(raw["seen_by"])
    if unknown := set(seen_by) - ROLES:
        raise DefinitionError(f"{where}：seen_by 里没有这些岗位：{'、'.join(sorted(unknown))}")
    if not seen_by:
        raise DefinitionError(f"{where}：seen_by 是空的，没有人能看到这份文书")
    if raw["folder"] == "inner" and (leak := NEVER_INNER & set(seen_by)):
        raise DefinitionError(f"{where}：副卷文书不得给 {'、'.join(sorted(leak))} 看")
    labels = fact_labels()
    for fact in raw["facts"]:
        if not PATH.match(fact) or fact not in labels:
            raise DefinitionError(f"{where}：事实「{fact}」在 facts.toml 里没有名称")
    return PaperKind(id=path.parent.name, **{**raw, "seen_by": seen_by, "facts": tuple(raw["facts"])})


@cache
def fact_labels() -> Mapping[str, str]:
    """Path of a fact, list positions as [], → its Chinese name."""
    with (FOLDER / "facts.toml").open("rb") as stream:
        return {path: str(label) for path, label in tomllib.load(stream)["labels"].items()}


def label_of(path: str) -> str:
    """ "applicants[1].address" → 申请人住所（第2名）. An unnamed path is given as it is."""
    positions = [int(p) + 1 for p in re.findall(r"\[(\d+)\]", path)]
    name = fact_labels().get(re.sub(r"\[\d+\]", "[]", path), path)
    return f"{name}（第{'、'.join(map(str, positions))}项）" if positions else name
