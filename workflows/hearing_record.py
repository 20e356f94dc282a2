"""庭审笔录: its phases in order, what is usually said in each, the questions a claim calls for, and who said what.

LMA 40; CHR 41, 42. The data is `catalogue/hearing_record.toml`; nothing in it is a rule, all of it may be left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from workflows.catalogue import read

SPEAKER = re.compile(r"^\s*([^：:，。；？！\s]{1,24})\s*[：:]\s*(.*)$")
RECORDER = "书记员记录"
"""Who "says" what is written down without a speaker: what happened in the room."""
SIGNED, REFUSED, AWAY = "signed", "refused", "away"
HOW_SIGNED = {SIGNED: "已签名", REFUSED: "拒绝签名", AWAY: "未到庭"}


@dataclass(frozen=True)
class Phase:
    """One part of the hearing, with lines that are often said in it (placeholders in braces)."""

    id: str
    title: str
    title_en: str
    script: tuple[str, ...]
    hint: str = ""
    hint_en: str = ""


@dataclass(frozen=True)
class Turn:
    """Somebody said something."""

    who: str
    text: str


@cache
def phases() -> tuple[Phase, ...]:
    return tuple(
        Phase(one["id"], one["title"], one["title_en"], tuple(one["script"]), one.get("hint", ""), one.get("hint_en", ""))
        for one in read("hearing_record")["phase"]
    )


def questions(kinds: Iterable[str]) -> tuple[str, ...]:
    """What the tribunal may want to ask, each question once: of every case, then kind by kind as claimed."""
    data = read("hearing_record")
    by_kind: Mapping[str, list[str]] = {name: row["questions"] for row in data["kind"] for name in row["ids"]}
    asked = [*data["common"]["questions"]]
    for kind in dict.fromkeys(kinds):
        asked += by_kind.get(kind, [])
    return tuple(dict.fromkeys(asked))


def turns(text: str) -> tuple[Turn, ...]:
    """Who said what: a line "speaker：words" begins a turn, a line without a speaker goes on with it."""
    found: list[Turn] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = SPEAKER.match(line)
        if match and not match[1][-1].isdigit():
            found.append(Turn(match[1], match[2].strip()))
        elif found:
            found[-1] = Turn(found[-1].who, f"{found[-1].text}\n{line.strip()}".strip())
        else:
            found.append(Turn(RECORDER, line.strip()))
    return tuple(one for one in found if one.text)


def as_text(parts: Mapping[str, str]) -> str:
    """The record as one text, phase by phase; phases nothing was written in are left out."""
    return "\n\n".join(f"【{one.title}】\n{parts[one.id].strip()}" for one in phases() if parts.get(one.id, "").strip())


def unwritten(parts: Mapping[str, str]) -> tuple[Phase, ...]:
    """The phases nothing was said in yet; lines that only name a speaker say nothing."""
    return tuple(one for one in phases() if not turns(parts.get(one.id, "")))
