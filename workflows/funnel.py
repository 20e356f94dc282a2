"""A funnel, not a league table: is an office further from the common rate than chance alone would put it?

Exact binomial limits, interpolated between neighbouring counts (as proposed for hospital funnels by Spiegelhalter):
without the interpolation small offices would almost never lie outside, with it about one equal office in twenty does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma, log, log1p, sqrt

LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Dot:
    """One office: `numerator` same of `denominator` compared, and the limits for that many."""

    name: str
    numerator: int
    denominator: int
    limits: tuple[tuple[float, float], ...]

    @property
    def rate(self) -> float:
        return self.numerator / self.denominator

    def outside(self, level: int = 0) -> bool:
        """Outside the limits of LEVELS[level]. A sign to look, never a verdict."""
        low, high = self.limits[level]
        return not low <= self.rate <= high


@dataclass(frozen=True)
class Funnel:
    """The offices with something to compare, by name; `rate` is the common rate, None without any office.

    `dispersion` is the mean squared z score: well above 1 means that offices differ more than chance
    (or claims within a suit go together), and the limits are then too narrow.
    """

    rate: float | None
    dots: tuple[Dot, ...]
    dispersion: float | None


def funnel(offices: Sequence[tuple[str, int, int]]) -> Funnel:
    """`offices`: (name, same, compared). An office with nothing compared has no dot."""
    known = sorted((name, same, of) for name, same, of in offices if of)
    total = sum(of for _, _, of in known)
    if not total:
        return Funnel(None, (), None)
    rate = sum(same for _, same, _ in known) / total
    dots = tuple(Dot(name, same, of, tuple(limits(of, rate, level) for level in LEVELS)) for name, same, of in known)
    spread = rate * (1 - rate)
    scores = [(dot.rate - rate) ** 2 * dot.denominator / spread for dot in dots] if spread else []
    return Funnel(rate, dots, sum(scores) / (len(scores) - 1) if len(scores) > 1 else None)


@cache
def limits(size: int, rate: float, confidence: float) -> tuple[float, float]:
    """Lower and upper limit of the share of `size` when each is alike with probability `rate`."""
    if rate in (0.0, 1.0):
        return rate, rate
    tail = (1 - confidence) / 2
    return _quantile(size, rate, tail), _quantile(size, rate, 1 - tail)


def _quantile(size: int, rate: float, probability: float) -> float:
    """(r − α) ÷ size, where r is the first count whose cumulated probability reaches `probability`."""
    # Far from the middle nothing is left to add: ten standard deviations hold all a float can see.
    reach = 10 * sqrt(size * rate * (1 - rate)) + 10
    first = max(0, int(size * rate - reach))
    below = 0.0
    for count in range(first, size + 1):
        here = exp(
            lgamma(size + 1)
            - lgamma(count + 1)
            - lgamma(size - count + 1)
            + count * log(rate)
            + (size - count) * log1p(-rate)
        )
        if below + here >= probability or count == size:
            part = min(1.0, max(0.0, (below + here - probability) / here)) if here else 0.0
            return min(1.0, max(0.0, (count - part) / size))
        below += here
    return 1.0
