"""The settings of the simulated year (模拟设定), read from ``year.toml``, and how chance is drawn.

Every bureau has its own streams of random numbers, by its name: what one bureau does never depends
on which others are asked, nor on the order of the files.
"""

from __future__ import annotations

import functools
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, TypeVar

import numpy as np

__all__ = ["chance", "pick", "settings", "stream"]

T = TypeVar("T")


@functools.cache
def settings() -> Mapping[str, Any]:
    """The file as it stands.

    Examples
    --------
    >>> settings()["mark"]
    '模拟'
    """
    return tomllib.loads((resources.files("zctrack.simulate") / "year.toml").read_text("utf-8"))


def stream(seed: int, *names: str) -> np.random.Generator:
    """Give the generator of something by its names.

    Parameters
    ----------
    seed : int
        Of the whole simulation, 0 or more.
    *names : str
        Such as a bureau and a day.

    Examples
    --------
    >>> a, b = stream(1, "区财政局"), stream(1, "区财政局")
    >>> a.random() == b.random(), a.random() == stream(2, "区财政局").random()
    (True, False)
    """
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def chance(rng: np.random.Generator, share: float) -> bool:
    """Say yes in a share of the cases; one number is always drawn.

    Examples
    --------
    >>> chance(np.random.default_rng(1), 0.0), chance(np.random.default_rng(1), 1.0)
    (False, True)
    """
    return bool(rng.random() < share)


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """Draw one of some choices.

    Examples
    --------
    >>> pick(np.random.default_rng(1), ["完成"])
    '完成'
    """
    return choices[int(rng.integers(len(choices)))]
