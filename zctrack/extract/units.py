"""One figure in another unit (换算): 吨 in 万吨, 公顷 in 万亩, never 头 in 亩.

The units and their dimensions are data (``grammar/units.toml``); here is only the arithmetic.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from zctrack.extract.numerals import scale
from zctrack.grammar.load import data

__all__ = ["convert", "dimension", "known"]

_SCALE = re.compile(r"[十百千万亿]+")


@functools.cache
def _units() -> Mapping[str, tuple[str, float]]:
    """Read unit → (dimension, factor to its base); one without a factor is its own dimension."""
    return {
        row["name"]: (row["dimension"], row["factor"]) if "factor" in row else (row["name"], 1.0)
        for row in data("units")["unit"]
    }


def _one(unit: str) -> tuple[str, float]:
    """Give dimension and factor of a unit without a slash; an unknown unit is its own dimension."""
    known = _units()
    if unit in known:  # 千瓦 is a unit, no thousand of 瓦 is to be looked for
        return known[unit]
    prefix = _SCALE.match(unit)
    rest = unit[prefix.end() :] if prefix else ""
    if prefix and rest:
        kind, factor = known.get(rest, (rest, 1.0))
        return kind, factor * scale(prefix[0])
    return unit, 1.0


def _parts(unit: str) -> tuple[str, float]:
    plain = unit.strip().replace("％", "%").replace("／", "/")
    top, _, bottom = plain.partition("/")
    if plain in _units() or not bottom:
        return _one(plain)
    kind, factor = _one(top)
    per_kind, per_factor = _one(bottom)
    return f"{kind}/{per_kind}", factor / per_factor


def dimension(unit: str) -> str:
    """Name what a unit measures: units of one dimension convert into each other.

    Parameters
    ----------
    unit : str
        As printed: 万亩, 吨/日, ％.

    Returns
    -------
    str
        The dimension's name; for a unit that ``units.toml`` does not list, or lists without a
        factor, the unit itself without 万, 亿, 千.

    Examples
    --------
    >>> dimension("万头") == dimension("头"), dimension("吨/日")
    (True, 'mass/日')
    """
    return _parts(unit)[0]


def known(unit: str) -> bool:
    """Say whether ``units.toml`` lists a unit, with 万, 亿, 千 or without.

    Parameters
    ----------
    unit : str
        As printed; of 吨/日 the part before the stroke counts.

    Examples
    --------
    >>> known("万头"), known("吨/日"), known("左右")
    (True, True, False)
    """
    plain = unit.strip().replace("％", "%").replace("／", "/")
    units = _units()
    if plain in units:
        return True
    top = plain.partition("/")[0]
    return top in units or _SCALE.sub("", top, count=1) in units


def convert(value: float, unit: str, to: str) -> float | None:
    """Give a figure in another unit, or None where the two measure different things.

    Parameters
    ----------
    value : float
        The figure.
    unit : str
        Its unit, as printed.
    to : str
        The unit wanted.

    Returns
    -------
    float or None
        None where the dimensions differ.

    Examples
    --------
    >>> convert(31000, "头", "万头"), convert(1000, "万斤", "万吨")
    (3.1, 0.5)
    >>> convert(2.0, "万吨/日", "头") is None
    True
    """
    kind, factor = _parts(unit)
    wanted, divisor = _parts(to)
    if kind != wanted:
        return None
    # Division of whole powers of ten can leave 3.0999999999999996; twelve digits are enough.
    return float(f"{value * factor / divisor:.12g}")
