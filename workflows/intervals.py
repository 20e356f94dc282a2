"""Uncertainty beside every rate: small cities have few judgments a month, and a bare percentage hides it.

Everything here depends on sums only, never on the order of the cases, so permuting the input changes no digit.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

Interval = tuple[float, float]

METHOD_SHARE = "Wilson 95%"
METHOD_MONEY = "Wilson 95%，以诉讼案件为单位的 Kish 有效样本量"


def z_of(confidence: float = 0.95) -> float:
    """The two-sided normal quantile of a confidence between 0 and 1."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(numerator: int | Fraction, size: int | Fraction, confidence: float = 0.95) -> Interval | None:
    """Wilson score interval of numerator ÷ size; None when there is nothing to divide by.

    `size` need not be whole: the money rung passes an effective number of suits.
    """
    if size <= 0:
        return None
    z2 = z_of(confidence) ** 2
    n, share = float(size), float(Fraction(numerator) / Fraction(size))
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2) / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if share == 0 else max(0.0, middle - half)
    high = 1.0 if share == 1 else min(1.0, middle + half)
    return low, high


def effective_size(weights: Iterable[int]) -> Fraction:
    """Kish: (Σw)² ÷ Σw². Ten equal suits count as ten; one suit with nearly all the money counts as about one."""
    listed = list(weights)
    squares = sum(w * w for w in listed)
    return Fraction(sum(listed) ** 2, squares) if squares else Fraction(0)


def money_interval(kept: int, weights: Iterable[int], confidence: float = 0.95) -> Interval | None:
    """Interval of Σ kept ÷ Σ weights, one weight (largest sum, in fen) a suit; None when no money is at stake.

    Each suit keeps between none and all of its weight, so the variance of the ratio is at most
    R(1−R)·Σw²/(Σw)²: Wilson with the effective size is on the safe side. Unlike a bootstrap it needs no
    seed, and it does not shrink to nothing when all suits agree or when there is only one.
    """
    listed = list(weights)
    size, total = effective_size(listed), sum(listed)
    return wilson(Fraction(kept, total) * size, size, confidence) if total else None
