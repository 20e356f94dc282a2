"""到庭情况: who came to a hearing, party by party, and the sentence the record and the award print about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CAME, AGENT, DELEGATE, EXCUSED, ABSENT, LEFT = "came", "agent", "delegate", "excused", "absent", "left"
WAYS: Mapping[str, tuple[str, str]] = {
    CAME: ("到庭（本人、法定代表人或者负责人）", "came (in person, or the legal representative)"),
    AGENT: ("由委托代理人到庭", "represented by an agent"),
    DELEGATE: ("由推举的代表到庭", "represented by the elected representatives"),
    EXCUSED: ("有正当理由未到庭", "absent with good reason"),
    ABSENT: ("无正当理由未到庭", "absent without reason"),
    LEFT: ("未经仲裁庭许可中途退庭", "left without leave"),
}
"""Way of appearing → its words, Chinese and English (LMA 36)."""
THERE = (CAME, AGENT, DELEGATE)
AWAY = (ABSENT, LEFT)
"""LMA 36 attaches its consequences to these two only."""
SIDE_TITLES = {"applicant": "申请人", "respondent": "被申请人", "third_party": "第三人"}
NAMED = 3


@dataclass(frozen=True)
class Comer:
    """One party as the sentence names it."""

    id: int
    side: str
    kind: str
    name: str


def sentence(parties: Iterable[Comer], ways: Mapping[int, str]) -> str:
    """"申请人邹玥到庭，被申请人某公司经书面通知无正当理由未到庭": those who did the same are named together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for party in parties:
        way = ways.get(party.id)
        if way is not None:
            groups.setdefault((party.side, _words(way, party.kind)), []).append(party.name)
    return "，".join(f"{SIDE_TITLES[side]}{_names(names)}{words}" for (side, words), names in groups.items())


def _names(names: list[str]) -> str:
    """The first few by name, the rest by number."""
    return "、".join(names) if len(names) <= NAMED else f"{'、'.join(names[:NAMED])}等{len(names)}人"


def _words(way: str, kind: str) -> str:
    if way == CAME:
        return "本人到庭" if kind == "worker" else "的法定代表人（负责人）到庭"
    return {
        AGENT: "的委托代理人到庭",
        DELEGATE: "由推举的代表到庭",
        EXCUSED: "有正当理由未到庭",
        ABSENT: "经书面通知，无正当理由未到庭",
        LEFT: "未经仲裁庭许可中途退庭",
    }[way]
