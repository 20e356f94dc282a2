"""八调衔接: channels, pairs and permitted hand-overs, read from `links.toml`, with the office's dated changes laid over it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.errors import DefinitionError

FILE = Path(__file__).parent / "links.toml"
STAGES = ("before_filing", "before_acceptance", "before_hearing")
STAGE_TITLES = {"before_filing": "申请仲裁前", "before_acceptance": "受理前", "before_hearing": "受理后、开庭前"}
CONSENTS = ("both", "both_written")
"""What consent it takes: of every party in any way that is recorded, or of every party in writing. Never less (CHR 69, 70)."""
PROPOSERS = ("filing_clerk", "arbitrator", "hearing_clerk", "mediator")


@dataclass(frozen=True)
class Channel:
    """One mediation channel: its pair, the stages it may be used at, who may propose it and the limit that runs in it."""

    id: str
    title: str
    title_en: str
    pair: str
    stages: tuple[str, ...]
    limit: str
    proposers: tuple[str, ...]
    consent: str
    mark: str
    basis: str
    open: bool = True


@dataclass(frozen=True)
class Pair:
    """Two linked channels and what the link is for."""

    id: str
    title: str
    title_en: str
    link: str
    link_en: str


@dataclass(frozen=True)
class Handover:
    """One permitted hand-over. `limit` is empty where the limit of the channel it goes to runs."""

    source: str
    to: str
    stages: tuple[str, ...]
    proposers: tuple[str, ...]
    consent: str
    limit: str
    comes_back: str
    comes_back_en: str
    what: str
    what_en: str
    mark: str
    basis: str
    open: bool = True


@dataclass(frozen=True)
class Committee:
    """Bodies of this level are enterprise committees with limits of their own (NEG 22, 29)."""

    level: str
    accept: str
    finish: str


@dataclass(frozen=True)
class Change:
    """What an office changed from a day on: a channel (`to` empty) or a hand-over. It replaces what is named in it."""

    source: str
    to: str
    start: date
    open: bool
    stages: tuple[str, ...]
    proposers: tuple[str, ...]
    consent: str
    limit: str
    comes_back: str
    mark: str
    basis: str


@dataclass(frozen=True)
class Links:
    """All channels with their links, as they apply on one day."""

    channels: Mapping[str, Channel]
    pairs: Mapping[str, Pair]
    handovers: Mapping[tuple[str, str], Handover]
    stage_limits: Mapping[str, str]
    committee: Committee

    def linked(self, channel: str, stage: str) -> tuple[str, ...]:
        """The channels a dispute may be handed over to from `channel` at `stage`."""
        return tuple(
            one.to
            for one in self.handovers.values()
            if one.source == channel and one.open and stage in one.stages and self.channels[one.to].open
        )

    def usable(self, stage: str) -> tuple[str, ...]:
        """The channels a dispute may be referred to at `stage`."""
        return tuple(one.id for one in self.channels.values() if one.open and stage in one.stages)

    def consent(self, channel: str, source: str = "") -> str:
        """The consent it takes to come into a channel, directly or from another one."""
        handover = self.handovers.get((source, channel))
        return handover.consent if handover else self.channels[channel].consent

    def limit(self, channel: str, stage: str, level: str, source: str = "") -> str:
        """The limit of a mediation: the law's for the stage, the committee's, the hand-over's, or the channel's."""
        if stage in self.stage_limits:
            return self.stage_limits[stage]
        if level == self.committee.level:
            return self.committee.finish
        handover = self.handovers.get((source, channel))
        return handover.limit if handover and handover.limit else self.channels[channel].limit

    def limits(self) -> tuple[str, ...]:
        """The limits an office may choose between where the law leaves it a choice."""
        return tuple(dict.fromkeys(c.limit for c in self.channels.values()))

    def on(self, changes: Iterable[Change], day: date) -> "Links":
        """These links with every change that has begun by `day`, the later over the earlier."""
        channels, handovers = dict(self.channels), dict(self.handovers)
        for one in sorted(changes, key=lambda change: change.start):
            if one.start > day:
                continue
            said: dict[str, Any] = {
                "open": one.open,
                "stages": one.stages,
                "proposers": one.proposers,
                "consent": one.consent,
                "limit": one.limit,
                "mark": one.mark,
                "basis": one.basis,
            }
            if one.to:
                known = handovers.get((one.source, one.to)) or _unknown(one)
                handovers[one.source, one.to] = replace(
                    known, **said, comes_back=one.comes_back, comes_back_en=one.comes_back
                )
            else:
                channels[one.source] = replace(channels[one.source], **said)
        return replace(self, channels=channels, handovers=handovers)


def _unknown(change: Change) -> Handover:
    """A hand-over the shipped file does not know: the office permits it."""
    return Handover(change.source, change.to, (), (), "both", "", "", "", "", "", change.mark, change.basis)


def load(path: Path = FILE) -> Links:
    """Read and check a links file. Raises DefinitionError naming the block and the reason."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    channels = {b["id"]: Channel(**_tuples(b)) for b in raw["channel"]}
    pairs = {b["id"]: Pair(**b) for b in raw["pair"]}
    handovers = {(b["from"], b["to"]): _handover(b) for b in raw["handover"]}
    for channel in channels.values():
        if channel.pair not in pairs:
            raise DefinitionError(f"{path.name}：渠道 {channel.id} 有误：没有第 {channel.pair} 对")
        _sound(path, f"渠道 {channel.id}", channel)
    for handover in handovers.values():
        for name in (handover.source, handover.to):
            if name not in channels:
                raise DefinitionError(f"{path.name}：移交 {handover.source} 有误：没有渠道 {name}")
        _sound(path, f"移交 {handover.source}", handover)
    for pair in pairs:
        if sum(c.pair == pair for c in channels.values()) != 2:
            raise DefinitionError(f"{path.name}：第 {pair} 对应当正好有两个渠道")
    return Links(channels, pairs, handovers, raw["stage_limits"], Committee(**raw["committee"]))


def _tuples(block: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in block.items()}


def _handover(block: Mapping[str, Any]) -> Handover:
    return Handover(source=block["from"], **_tuples({k: v for k, v in block.items() if k != "from"}))


def _sound(path: Path, what: str, one: Channel | Handover) -> None:
    if not set(one.stages) <= set(STAGES):
        raise DefinitionError(f"{path.name}：{what} 有误：stages 只能是 {'、'.join(STAGES)}")
    if not set(one.proposers) <= set(PROPOSERS):
        raise DefinitionError(f"{path.name}：{what} 有误：proposers 只能是 {'、'.join(PROPOSERS)}")
    if one.consent not in CONSENTS:
        raise DefinitionError(f"{path.name}：{what} 有误：consent 只能是 {'、'.join(CONSENTS)}")


@cache
def links() -> Links:
    """The links the product ships."""
    return load()
