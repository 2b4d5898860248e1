"""Where labels stand (标签位置): apart from each other, near what they name, on the sheet."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["inside", "spread"]


def spread(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Move labels apart that would overlap, each as little as the others allow.

    Neighbours that touch are pooled and centred on where they want to be on average (the pooling
    of isotonic regression), so that the order stays and no label is moved without need.

    Parameters
    ----------
    wanted : sequence of float
        Where the middle of each label would best stand.
    sizes : sequence of float
        How much room each takes along that line.

    Returns
    -------
    list of float
        Where their middles stand, in the given order.

    Examples
    --------
    >>> spread([10.0, 10.0, 30.0], [4.0, 4.0, 4.0])
    [8.0, 12.0, 30.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    # A pool: its members, and each one's distance from the first of them.
    pools: list[tuple[list[int], list[float]]] = []
    for i in order:
        pools.append(([i], [0.0]))
        while len(pools) > 1:
            (left, left_at), (right, right_at) = pools[-2], pools[-1]
            next_at = left_at[-1] + (sizes[left[-1]] + sizes[right[0]]) / 2
            if _start(left, left_at, wanted) + next_at <= _start(right, right_at, wanted):
                break
            pools[-2:] = [([*left, *right], [*left_at, *(next_at + at for at in right_at)])]
    places = [0.0] * len(wanted)
    for members, offsets in pools:
        start = _start(members, offsets, wanted)
        for i, offset in zip(members, offsets, strict=True):
            places[i] = start + offset
    return places


def _start(members: Sequence[int], offsets: Sequence[float], wanted: Sequence[float]) -> float:
    """Find where a pool begins so that its members stand, on average, where they want to."""
    return sum(wanted[i] - at for i, at in zip(members, offsets, strict=True)) / len(members)


def inside(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart, and in from two edges.

    Parameters
    ----------
    wanted, sizes : sequence of float
        As for `spread`.
    low, high : float
        The edges. Where not all fit between them, what is over stands beyond the upper one.

    Returns
    -------
    list of float

    Examples
    --------
    >>> inside([1.0, 2.0], [4.0, 4.0], 0.0, 20.0)
    [2.0, 6.0]
    """
    places = list(wanted)
    # Each pass pulls the labels at an edge in and lets the others make room.
    for _ in range(len(places) + 1):
        places = spread(places, sizes)
        held = [
            max(min(place, high - size / 2), low + size / 2)
            for place, size in zip(places, sizes, strict=True)
        ]
        if held == places:
            break
        places = held
    return _stacked(places, sizes, low)


def _stacked(places: Sequence[float], sizes: Sequence[float], low: float) -> list[float]:
    """Let none overlap the one before it, whatever the edges."""
    found = list(places)
    edge = low
    for i in sorted(range(len(found)), key=lambda i: found[i]):
        found[i] = max(found[i], edge + sizes[i] / 2)
        edge = found[i] + sizes[i] / 2
    return found
