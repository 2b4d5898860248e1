"""How sure a share, a sum of shares and a rank are (区间), without resampling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

__all__ = ["Estimate", "rank_ranges", "weighted", "wilson", "z_of"]


class Estimate(NamedTuple):
    """A value with the ends of its interval; a value of None has no base, and can be anything."""

    value: float | None
    low: float
    high: float


def z_of(confidence: float, *, together: int = 1) -> float:
    """Give the normal quantile of a two-sided interval.

    Parameters
    ----------
    confidence : float
        Of the interval, or of all of them together.
    together : int
        How many intervals are to hold at once (Bonferroni).

    Examples
    --------
    >>> round(z_of(0.95), 3), round(z_of(0.95, together=5), 3)
    (1.96, 2.576)
    """
    return NormalDist().inv_cdf(1 - (1 - confidence) / (2 * together))


def wilson(hits: float, of: float, z: float) -> Estimate:
    """Give a share with Wilson's interval; counts may be fractional.

    With hits as a sum of values from 0 to 1 instead of a count, the value is their mean; no such
    values vary more than zeros and ones with the same mean do, and items counted by 1/m vary no
    more than as many whole ones as their parts add up to: the interval is wide enough for both.

    Parameters
    ----------
    hits, of : float
        How many of how many; with an item of m units counted as 1/m.
    z : float
        Normal quantile.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22(158): 209-212.
    doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(7, 10, 1.96)]
    [0.7, 0.397, 0.892]
    >>> wilson(0, 0, 1.96)
    Estimate(value=None, low=0.0, high=1.0)
    """
    if of <= 0:
        return Estimate(None, 0.0, 1.0)
    share = min(max(hits / of, 0.0), 1.0)
    wide = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / wide
    half = z / wide * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Estimate(share, max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0))


def weighted(parts: Sequence[Estimate], weights: Sequence[float]) -> Estimate:
    """Give a weighted mean of shares with its interval, from the ends of theirs (MOVER).

    A part without a base leaves its weight to the others for the value; in the interval it can be
    anything from 0 to 1.

    Parameters
    ----------
    parts : sequence of Estimate
        Taken as independent.
    weights : sequence of float
        Adding up to more than 0.

    References
    ----------
    Zou, G. Y., Huang, W., Zhang, X. (2009). A note on confidence interval estimation for a linear
    function of binomial proportions. Computational Statistics & Data Analysis 53: 1080-1085.
    doi:10.1016/j.csda.2008.09.033.

    Examples
    --------
    >>> parts = [Estimate(0.8, 0.5, 0.9), Estimate(0.5, 0.1, 0.9)]
    >>> [round(x, 3) for x in weighted(parts, [0.5, 0.5])]
    [0.65, 0.4, 0.856]
    """
    known = [(p, w) for p, w in zip(parts, weights, strict=True) if p.value is not None]
    total = sum(weights)
    if not known:
        return Estimate(None, 0.0, 1.0)
    weight = sum(w for _, w in known)
    value = sum(w * p.value for p, w in known if p.value is not None) / weight
    down = up = 0.0
    for part, w in zip(parts, weights, strict=True):
        here = value if part.value is None else part.value
        down += (w / total * (here - part.low)) ** 2
        up += (w / total * (part.high - here)) ** 2
    return Estimate(value, max(value - math.sqrt(down), 0.0), min(value + math.sqrt(up), 1.0))


def rank_ranges(scores: Sequence[Estimate]) -> list[tuple[int, int]]:
    """Give the best and the worst rank that the data allow each of several.

    One is surely better than another where the interval of their difference, from the ends of both
    (MOVER), lies above 0. With intervals at `z_of(confidence, together=len(scores) - 1)` each
    one's rank interval holds at that confidence, for all its comparisons are made at once; that
    all rank intervals hold together is not claimed. Al Mohamad, Goeman and van Zwet make them hold
    together, by Tukey's test of all pairs; whom to count is the same here and there.

    Parameters
    ----------
    scores : sequence of Estimate
        Higher is better; each has a value.

    References
    ----------
    Zou, G. Y., Donner, A. (2008). Construction of confidence limits about effect measures: a
    general approach. Statistics in Medicine 27(10): 1693-1702. doi:10.1002/sim.3095.
    Al Mohamad, D., Goeman, J. J., van Zwet, E. W. (2018). Simultaneous confidence intervals for
    ranks with application to ranking institutions. arXiv:1812.05507.

    Examples
    --------
    >>> rank_ranges([Estimate(90, 85, 95), Estimate(84, 75, 90), Estimate(50, 40, 60)])
    [(1, 2), (1, 2), (3, 3)]
    """
    return [
        (
            1 + sum(_surely_above(other, own) for other in scores),
            len(scores) - sum(_surely_above(own, other) for other in scores),
        )
        for own in scores
    ]


def _surely_above(one: Estimate, other: Estimate) -> bool:
    if one.value is None or other.value is None:
        return False
    slack = math.hypot(one.value - one.low, other.high - other.value)
    return one.value - other.value > slack
