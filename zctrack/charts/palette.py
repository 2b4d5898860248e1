"""Colours, markers and patterns by meaning (配色), and the settings of type and lines.

What they are stands in ``palette.toml`` and ``zctrack.mplstyle``.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from types import MappingProxyType
from typing import Any

import matplotlib as mpl

from zctrack.charts.typography import font
from zctrack.errors import OptionError

__all__ = ["colour", "context", "family", "hatch", "ink_on", "marker", "sights"]


# What small text needs by WCAG 2 (1.4.3, AA); figures set 8 pt, so nothing in them is large.
_LEGIBLE = 4.5


@functools.cache
def _palette() -> Mapping[str, Any]:
    text = (resources.files("zctrack.charts") / "palette.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@functools.cache
def _settings() -> Mapping[str, Any]:
    with resources.as_file(resources.files("zctrack.charts") / "zctrack.mplstyle") as path:
        chosen: Any = mpl.rc_params_from_file(path, use_default_template=False)
    return MappingProxyType(dict(chosen))


@contextmanager
def context() -> Iterator[None]:
    """Draw in the visual language, and leave matplotlib's settings as they were.

    Examples
    --------
    >>> before = dict(mpl.rcParams)
    >>> with context():
    ...     mpl.rcParams["font.family"]
    ['Noto Sans SC']
    >>> dict(mpl.rcParams) == before
    True
    """
    font()
    with mpl.rc_context():
        # From matplotlib's own defaults, so that a chart is the same whatever the user has set.
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(_settings())
        yield


def _entry(meaning: str) -> Mapping[str, str]:
    colours: Mapping[str, Mapping[str, str]] = _palette()["colours"]
    if meaning not in colours:
        raise OptionError(
            f"the palette has no colour for {meaning!r}", todo=f"Use one of: {', '.join(colours)}."
        )
    return colours[meaning]


def colour(meaning: str) -> str:
    """Look up the colour of a meaning.

    Parameters
    ----------
    meaning : str
        A code (``"lead"``, ``"due"``, ``"achieved"``), a shade (``"shade0"`` … ``"shade4"``) or a
        part of the sheet (``"text"``, ``"muted"``, ``"grid"``): see palette.toml.

    Returns
    -------
    str
        ``"#rrggbb"``.

    Raises
    ------
    OptionError
        If the palette has no such meaning.

    Examples
    --------
    >>> colour("lead")
    '#0b4a8f'
    """
    return _entry(meaning)["hex"]


def marker(meaning: str) -> str:
    """Look up the marker of a meaning.

    Parameters
    ----------
    meaning : str
        As for `colour`.

    Returns
    -------
    str
        A matplotlib marker.

    Examples
    --------
    >>> marker("expires")
    's'
    """
    return _entry(meaning)["marker"]


def hatch(meaning: str) -> str:
    """Look up the pattern that fills areas of a meaning; empty for a plain area.

    Parameters
    ----------
    meaning : str
        As for `colour`.

    Returns
    -------
    str
        A matplotlib hatch.

    Examples
    --------
    >>> hatch("behind")
    '///'
    """
    return _entry(meaning)["hatch"]


def ink_on(fill: str) -> str:
    """Choose the ink of words on a filled area: paper or text, black where both are too near it.

    One of white and black has a contrast of 4.58 or more on any colour, so that words on a fill
    always have the 4.5 that WCAG asks of small text.

    Parameters
    ----------
    fill : str
        The area's colour, ``"#rrggbb"``.

    Returns
    -------
    {"paper", "text", "black"}
        A meaning of the palette.

    Examples
    --------
    >>> ink_on(colour("shade4")), ink_on(colour("shade1")), ink_on(colour("shade3"))
    ('paper', 'text', 'black')
    """
    legible = (ink for ink in ("paper", "text") if _contrast(colour(ink), fill) >= _LEGIBLE)
    return next(legible, "black")


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: 1 to 21."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(hex_colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(hex_colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def family(name: str) -> tuple[str, ...]:
    """List the meanings of one family, in the order in which they may stand side by side.

    Parameters
    ----------
    name : {"role", "deadline", "status", "emphasis", "shade"}
        The family.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> family("shade")
    ('shade0', 'shade1', 'shade2', 'shade3', 'shade4')
    """
    families: Mapping[str, Mapping[str, Any]] = _palette()["families"]
    if name not in families:
        raise OptionError(
            f"the palette has no family {name!r}", todo=f"Use one of: {', '.join(families)}."
        )
    return tuple(families[name]["members"])


def sights() -> Mapping[str, list[list[float]]]:
    """Give the matrices by which other sights are simulated, for linear RGB.

    Examples
    --------
    >>> sorted(sights())
    ['deuteranopia', 'grey', 'protanopia', 'tritanopia']
    """
    found: Mapping[str, list[list[float]]] = _palette()["sight"]
    return found
