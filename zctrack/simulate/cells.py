"""How a figure is typed into one cell (填写方式): rightly in many ways, or wrongly in many ways."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from zctrack.actuals.form_rows import Row, plain_number
from zctrack.extract.units import convert, dimension
from zctrack.simulate.settings import chance, pick, settings

__all__ = ["Typed", "figure", "in_chinese", "wrong_figure"]

_DIGITS = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a cell.

    Parameters
    ----------
    value : object
        Text, number or day; a text that begins with = is a formula.
    way : str
        How it was typed.
    number_format : str or None
        As Excel writes it, where another than the cell's own.
    saved : float or None
        Of a formula: the result that was saved with it.
    comparator : str
        What the words around it make of it.
    """

    value: object
    way: str = "plain"
    number_format: str | None = None
    saved: float | None = None
    comparator: str = "="

    @property
    def text(self) -> str:
        """Its value as text."""
        return plain_number(self.value) if isinstance(self.value, float) else str(self.value)


Way = Callable[[float, Row, np.random.Generator], Typed | None]


def in_chinese(number: int) -> str:
    """Write a whole number from 0 to 99 in Chinese.

    Examples
    --------
    >>> in_chinese(7), in_chinese(10), in_chinese(14), in_chinese(40), in_chinese(63)
    ('七', '十', '十四', '四十', '六十三')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def figure(value: float, row: Row, rng: np.random.Generator) -> Typed:
    """Type a figure rightly.

    Parameters
    ----------
    value : float
        In the row's unit of measure.
    row : Row
        What the form asks.
    rng : numpy.random.Generator
        Of the bureau.

    Returns
    -------
    Typed
        Plain digits in most cases; else 1,000, 760家, 154800亩 for 15.48万亩, 63.5%, 四十, 约760.

    Examples
    --------
    >>> from zctrack.actuals.form_rows import rows
    >>> from zctrack.datasets import load
    >>> area = rows(load(), ["M27.1"])[0]
    >>> {figure(15.48, area, np.random.default_rng(n)).value for n in range(40)} >= {"154800亩"}
    True
    """
    for rule in settings()["way"]:
        if chance(rng, rule["share"]):
            typed = _WAYS[rule["kind"]](value, row, rng)
            if typed is not None:
                return typed
    # A share of up to 1 % without its sign could be read as one of up to 100 %.
    if _share(row) and value <= 1:
        return Typed(f"{plain_number(value)}%", "percent_sign")
    return Typed(value)


def wrong_figure(kind: str, value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    """Type a figure wrongly, or None where this mistake cannot be made of it.

    Parameters
    ----------
    kind : str
        A mistake of ``year.toml``.
    value, row, rng
        As for `figure`.

    Examples
    --------
    >>> from zctrack.actuals.form_rows import rows
    >>> from zctrack.datasets import load
    >>> area = rows(load(), ["M27.1"])[0]
    >>> wrong_figure("bare_smaller_unit", 15.48, area, np.random.default_rng(1)).value
    154800.0
    """
    make = _MISTAKES.get(kind)
    return None if make is None else make(value, row, rng)


# ----------------------------------------------------------------------------------------- rightly


def _share(row: Row) -> bool:
    return row.unit is not None and dimension(row.unit) == "share"


def _with_unit(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if row.unit is None or _share(row):
        return None
    return Typed(f"{plain_number(value)}{row.unit}", "with_unit")


def _thousands(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if value < 1000:
        return None
    whole, _, rest = plain_number(value).partition(".")
    return Typed(f"{int(whole):,}{'.' + rest if rest else ''}", "thousands")


def _smaller(value: float, row: Row) -> tuple[float, str] | None:
    """Give a figure in the unit without 万 or 亿, where the notice's has one."""
    if row.unit is None or row.plain_unit is None or row.plain_unit == row.unit or value <= 0:
        return None
    smaller = convert(value, row.unit, row.plain_unit)
    same = smaller is not None and convert(smaller, row.plain_unit, row.unit) == value
    return (smaller, row.plain_unit) if same and smaller is not None else None


def _smaller_unit(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    found = _smaller(value, row)
    return None if found is None else Typed(f"{plain_number(found[0])}{found[1]}", "smaller_unit")


def _percent_format(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if not _share(row):
        return None
    return Typed(float(f"{value / 100:.12g}"), "percent_format", number_format="0.0%")


def _percent_sign(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if not _share(row):
        return None
    return Typed(plain_number(value) + pick(rng, ["%", "％"]), "percent_sign")


def _chinese(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if value != int(value) or not 2 <= value <= 99 or _share(row):
        return None
    return Typed(in_chinese(int(value)) + (row.unit or ""), "chinese")


def _full_width(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if value <= 1:
        return None
    return Typed(plain_number(value).translate(_FULL_WIDTH), "full_width")


def _about(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if row.unit is None or value <= 0:
        return None
    return Typed(f"约{plain_number(value)}{row.unit}", "about", comparator="about")


def _formula_saved(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    parts = _sum(value)
    if parts is None or _share(row):
        return None
    return Typed(parts, "formula_saved", saved=value)


_WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "with_unit": _with_unit,
        "thousands": _thousands,
        "smaller_unit": _smaller_unit,
        "percent_format": _percent_format,
        "percent_sign": _percent_sign,
        "chinese": _chinese,
        "full_width": _full_width,
        "about": _about,
        "formula_saved": _formula_saved,
    }
)


# ----------------------------------------------------------------------------------------- wrongly


def _sum(value: float) -> str | None:
    """Write a whole number as a sum of two."""
    if value != int(value) or value < 2:
        return None
    first = int(value) * 2 // 3
    return f"={first}+{int(value) - first}"


def _wrong_dimension(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    if row.unit is None:
        return None
    others = [u for u in settings()["words"]["unfit"] if dimension(u) != dimension(str(row.unit))]
    return Typed(f"{plain_number(value)}{pick(rng, others)}", "text")


def _two_values(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    part = plain_number(math.floor(value / 3))
    unit = row.unit or ""
    return Typed(f"{plain_number(value)}{unit}，其中本季{part}{unit}", "text")


def _formula_unsaved(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    parts = _sum(value)
    return None if parts is None else Typed(parts, "formula")


def _bare_share(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    share = float(f"{value / 100:.12g}")
    if not _share(row) or not 0 < share <= 1 or row.goal is None or row.goal <= 1:
        return None
    return Typed(share)


def _bare_smaller_unit(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    found = _smaller(value, row)
    # Only what is far from the goal can be seen to be in another unit.
    if found is None or row.goal is None or found[0] < 1000 * row.goal:
        return None
    return Typed(found[0])


def _decimal_comma(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    whole, _, rest = plain_number(value).partition(".")
    if len(rest) not in (1, 2):
        return None
    return Typed(f"{whole},{rest}", "text")


def _words_for_figure(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    return Typed(pick(rng, settings()["words"]["for_figure"]), "text")


def _error_value(value: float, row: Row, rng: np.random.Generator) -> Typed | None:
    return Typed("#REF!", "error")


_MISTAKES: Mapping[str, Way] = MappingProxyType(
    {
        "wrong_dimension": _wrong_dimension,
        "two_values": _two_values,
        "formula_unsaved": _formula_unsaved,
        "bare_share": _bare_share,
        "bare_smaller_unit": _bare_smaller_unit,
        "decimal_comma": _decimal_comma,
        "words_for_figure": _words_for_figure,
        "error_value": _error_value,
    }
)
