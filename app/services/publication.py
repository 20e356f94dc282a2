"""公开文本: an award as it may be published. Names and numbers are hidden by rule; then the finished file is searched for them.

The rules are data (templates/papers/publication.toml). A string that was to be hidden and is still in the file, in its text,
its metadata, its bookmarks or anything attached, stops the copy: it is never handed out.
"""

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from app.models import Paper
from app.rendering import papers as rendering
from app.rendering.kinds import FOLDER
from app.services.short_names import LEGAL_FORM, of_employer
from workflows.errors import Reason, Refused

PUBLISHED = ("award",)
DROPPED = ("id_number", "uscc", "phone", "postal_address", "birth_date", "legal_representative", "legal_representative_post")
"""What a party's own line in the paper leaves out altogether."""
KEPT_WHOLE = ("office", "panel", "paper")
"""Blocks that name the commission, its courts and the tribunal: published as they are."""
DISTRICT = re.compile(r"^(?:.*?(?:省|自治区))?(?:.*?(?:市|州|盟))?(?:.{1,6}?(?:区|县|旗|市))?")
SHORTEST = 2
"""A hidden string of one character is no name: searching for it would find everything."""


@dataclass(frozen=True)
class Hidden:
    """Something hidden: what it is, how it reads in the original, what stands in its place."""

    what: str
    text: str
    shown: str


@dataclass(frozen=True)
class PublicCopy:
    """The copy, and what is not in it. `hidden` stays in the office."""

    pdf: bytes
    text: str
    hidden: tuple[Hidden, ...]


@dataclass
class _Masks:
    """Names by whole words, patterns by form; the longest first, so that no short name eats part of a long one."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Regular expression → (what it is, what is shown)."""
    found: dict[str, Hidden] = field(default_factory=dict)

    def apply(self, text: str) -> str:
        for pattern, (what, shown) in sorted(self.names.items(), key=lambda one: (-len(one[0]), one[0])):
            text = re.sub(pattern, self._replacing(what, shown), text)
        for rule in rules()["pattern"]:
            text = re.sub(rule["find"], self._replacing(rule["what"], rule["shown"]), text)
        return text

    def hide(self, what: str, text: str, shown: str = "") -> None:
        """Note a string that must be gone although no replacement stands for it."""
        if len(text.strip()) >= SHORTEST:
            self.found.setdefault(text, Hidden(what, text, shown))

    def _replacing(self, what: str, shown: str) -> Any:
        def replace(match: re.Match[str]) -> str:
            self.hide(what, match[0], shown)
            return shown

        return replace


@cache
def rules() -> Mapping[str, Any]:
    """What is hidden, and how it reads then."""
    return tomllib.loads((FOLDER / "publication.toml").read_text(encoding="utf-8"))


def copy_of(paper: Paper, place: str = "") -> PublicCopy:
    """The public copy of an award. `place` is where the office is, for the short names of firms.

    Raises Refused when the paper is none that is published, or when anything hidden is still in the file.
    """
    if paper.kind not in PUBLISHED:
        why = f"《{paper.title}》不公开。公开文本只从裁决书制作。"
        raise Refused("制作公开文本", [Reason(why, rules()["basis"])], rules()["basis"])
    masks = _masks(paper.facts, place or str(paper.facts.get("office", {}).get("place", "")))
    facts = {**_masked(paper.facts, masks), "publication": {"note": rules()["note"]}}
    facts["paper"] = {key: value for key, value in paper.facts["paper"].items() if key != "check"}
    made = rendering.make_pdf(paper.kind, rendering.pruned(facts))
    hidden = tuple(sorted(masks.found.values(), key=lambda one: (one.what, one.text)))
    if left := surviving(made.pdf, hidden):
        why = "；".join(f"{one.what}“{one.text}”还在{where}里" for one, where in left)
        reason = Reason(f"公开文本没有做成：{why}。请核对裁决书里它的写法，或者请系统管理员补充隐去规则。", rules()["basis"])
        raise Refused("制作公开文本", [reason], rules()["basis"])
    return PublicCopy(made.pdf, made.text, hidden)


def surviving(pdf: bytes, hidden: tuple[Hidden, ...]) -> list[tuple[Hidden, str]]:
    """What of the hidden is still somewhere in the file, and where. Spaces and line breaks do not hide anything."""
    places = [(where, "".join(text.split())) for where, text in _texts(pdf)]
    found = []
    for one in hidden:
        wanted = "".join(one.text.split())
        found += [(one, where) for where, text in places if wanted in text][:1]
    return found


def _texts(pdf: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(pdf))
    yield "正文", "".join(page.extract_text() for page in reader.pages)
    yield "文件属性", "".join(str(value) for value in (reader.metadata or {}).values())
    root: Any = reader.trailer["/Root"]
    if (stream := root.get("/Metadata")) is not None:
        yield "文件属性", stream.get_object().get_data().decode("utf-8", "replace")
    yield "书签", "".join(_titles(reader.outline))
    for name, contents in reader.attachments.items():
        yield f"附件 {name}", name + "".join(one.decode("utf-8", "replace") for one in contents)
    yield "批注和链接", "".join(
        str(note.get_object()) for page in reader.pages for note in page.get("/Annots", ())
    )


def _titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        elif isinstance(entry, Destination):
            yield str(entry.title)


# ---- who and what is hidden ----


def _masks(facts: Mapping[str, Any], place: str) -> _Masks:
    masks = _Masks()
    parties = [p for side in ("applicants", "respondents", "third_parties") for p in facts.get(side, ())]
    roll = facts.get("award", {}).get("group", {}).get("people", ())
    people = [p["name"] for p in (*parties, *roll) if p.get("kind", "worker") == "worker"]
    people += [p["legal_representative"] for p in parties if p.get("legal_representative")]
    people += [agent["name"] for p in parties for agent in p.get("agents", ()) if agent.get("name")]
    for name, shown in _people(list(dict.fromkeys(people))).items():
        masks.names[re.escape(name)] = ("姓名", shown)
        masks.hide("姓名", name, shown)
    employers = list(dict.fromkeys(p["name"] for p in parties if p.get("kind", "worker") != "worker"))
    letters = rules()["names"]["employer"]
    for number, name in enumerate(employers):
        form = LEGAL_FORM.search(name)
        ending = "company" if form is None or "公司" in form[0] else "unit"
        shown = (letters[number] if number < len(letters) else f"第{number + 1}") + rules()["names"][ending]
        masks.names[re.escape(name)] = ("单位名称", shown)
        masks.hide("单位名称", name, shown)
        for short in of_employer(name, place):
            masks.names[short] = ("单位简称", shown)
    for p in (*parties, *roll):
        for key in (*DROPPED, "address"):
            if p.get(key) and key not in ("legal_representative_post", "birth_date"):
                masks.hide({"address": "住址", "postal_address": "住址"}.get(key, "个人信息"), str(p[key]))
        for address in {str(p.get("address", "")), str(p.get("postal_address", ""))}:
            if len(address) > len(_district(address)):
                masks.names[re.escape(address)] = ("住址", _district(address) or "（住址略）")
    return masks


def _people(names: list[str]) -> dict[str, str]:
    """王某; where several share a surname, 王某1, 王某2 in the order they appear."""
    word, compound = rules()["names"]["person"], tuple(rules()["names"]["compound"])
    surname = {name: name[:2] if name.startswith(compound) and len(name) > 2 else name[:1] for name in names}
    shared = [s for s in surname.values() if list(surname.values()).count(s) > 1]
    seen: dict[str, int] = {}
    shown = {}
    for name in names:
        first = surname[name]
        seen[first] = seen.get(first, 0) + 1
        shown[name] = first + word + (str(seen[first]) if first in shared else "")
    return shown


def _district(address: str) -> str:
    found = DISTRICT.match(address)
    return found[0] if found else ""


def _masked(value: Any, masks: _Masks, at: str = "") -> Any:
    if isinstance(value, Mapping):
        return {
            key: one if not at and key in KEPT_WHOLE else _masked(one, masks, f"{at}.{key}")
            for key, one in value.items()
            if not (key in DROPPED and ("applicants" in at or "respondents" in at or "third_parties" in at or ".people" in at))
        }
    if isinstance(value, list):
        return [_masked(one, masks, at or "[]") for one in value]
    return masks.apply(value) if isinstance(value, str) else value
