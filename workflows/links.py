"""八调衔接: the eight channels, the four pairs and the permitted hand-overs, read from `links.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.errors import DefinitionError

FILE = Path(__file__).parent / "links.toml"
STAGES = ("before_acceptance", "before_hearing")


@dataclass(frozen=True)
class Channel:
    """One mediation channel: its pair, the stages it may be used at and the limit that runs in it."""

    id: str
    title: str
    title_en: str
    pair: str
    stages: tuple[str, ...]
    limit: str
    mark: str
    basis: str


@dataclass(frozen=True)
class Pair:
    """Two linked channels and what the link is for."""

    id: str
    title: str
    title_en: str
    link: str
    link_en: str


@dataclass(frozen=True)
class Links:
    """All channels with their links."""

    channels: dict[str, Channel]
    pairs: dict[str, Pair]
    handovers: dict[str, tuple[str, ...]]

    def linked(self, channel: str, stage: str) -> tuple[str, ...]:
        """The channels a dispute may be handed over to from `channel` at `stage`."""
        return tuple(c for c in self.handovers.get(channel, ()) if stage in self.channels[c].stages)


def load(path: Path = FILE) -> Links:
    """Read and check a links file. Raises DefinitionError naming the block and the reason."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    channels = {b["id"]: Channel(**{**b, "stages": tuple(b["stages"])}) for b in raw["channel"]}
    pairs = {b["id"]: Pair(**b) for b in raw["pair"]}
    handovers = {b["from"]: tuple(b["to"]) for b in raw["handover"]}
    for channel in channels.values():
        if channel.pair not in pairs:
            raise DefinitionError(f"{path.name}：渠道 {channel.id} 有误：没有第 {channel.pair} 对")
        if not set(channel.stages) <= set(STAGES):
            raise DefinitionError(f"{path.name}：渠道 {channel.id} 有误：stages 只能是 {'、'.join(STAGES)}")
    for source, targets in handovers.items():
        for name in (source, *targets):
            if name not in channels:
                raise DefinitionError(f"{path.name}：移交 {source} 有误：没有渠道 {name}")
    for pair in pairs:
        if sum(c.pair == pair for c in channels.values()) != 2:
            raise DefinitionError(f"{path.name}：第 {pair} 对应当正好有两个渠道")
    return Links(channels, pairs, handovers)


@cache
def links() -> Links:
    """The links the product ships."""
    return load()
