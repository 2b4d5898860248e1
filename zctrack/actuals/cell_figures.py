"""A figure out of a cell (数值格): 760, "760家", "1,000", 一千, 63.5%, 154800亩 for 15.48万亩.

Nothing is guessed: what can be read in two ways is a problem, and what was converted is said.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from zctrack.actuals.form_rows import Row, plain_number
from zctrack.actuals.form_words import data, folded
from zctrack.actuals.rejects import Problem
from zctrack.extract.fold import fold
from zctrack.extract.numerals import number, scale
from zctrack.extract.units import convert, dimension, known
from zctrack.formats.grid import Cell

__all__ = ["Figure", "blank", "figure"]

_ARABIC = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?|\.[0-9]+")
_CHINESE = re.compile(r"[〇零一二三四五六七八九十百千万亿两壹贰]+|半(?!年)")
_GROUPED = re.compile(r"[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?")
_OF_HUNDRED = re.compile(r"百分之(?=[〇零一二三四五六七八九十百0-9])")
_SCALES = re.compile(r"[十百千万亿]+")
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"(?:[-—－−]|负)(?=[0-9〇零一二三四五六七八九十.])")
# A word behind a number that is longer than any unit is a sentence.
_UNIT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says: a value in the target's unit, and how it was read."""

    value: float
    unit: str | None
    comparator: str | None = None
    basis: str | None = None
    notes: tuple[str, ...] = field(default=())


def blank(cell: Cell | None) -> bool:
    """Say whether a cell holds nothing but a stroke.

    Examples
    --------
    >>> blank(None), blank(Cell("—", 1, 1)), blank(Cell("无", 1, 1))
    (True, True, False)
    """
    if cell is None:
        return True
    if cell.formula or cell.error:
        return False
    return not cell.text or folded(cell.text) in _empty()


@functools.cache
def _empty() -> frozenset[str]:
    return frozenset(folded(text) for text in data()["cells"]["empty"])


@functools.cache
def _nothing() -> frozenset[str]:
    return frozenset(folded(text) for text in data()["cells"]["nothing"])


@functools.cache
def _around(side: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Words before or behind a figure, the longest first."""
    pairs = [(folded(w), rule) for rule in data()["cells"][side] for w in rule["words"]]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def figure(cell: Cell, row: Row, unit: str | None) -> Figure | Problem | None:
    """Read the figure of a cell.

    Parameters
    ----------
    cell : Cell
        Not blank, no error, with a value.
    row : Row
        Whose figure it is: its unit, basis and goal.
    unit : str or None
        The unit that the row's own cell for it names; a number without a unit is in it.

    Returns
    -------
    Figure, Problem or None
        None where the cell says that there is no figure (暂无).

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> from zctrack.actuals.form_rows import rows
    >>> area = rows(load(), ["M27.1"])[0]
    >>> figure(Cell("154,800亩", 7, 9), area, "万亩").value
    15.48
    >>> figure(Cell("760家", 7, 9), area, "万亩").reason
    'wrong_unit'
    """
    value = cell.value
    if isinstance(value, bool):
        return Problem("not_a_number")
    if isinstance(value, date | time):
        return Problem("date_in_number")
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return Problem("not_a_number")
        return _number(float(value), cell, row, unit)
    if folded(cell.text) in _nothing():
        return None
    # Capitals are kept: kW and MW are units.
    return _text(_SPACE.sub("", fold(cell.text)), cell, row, unit)


def _number(value: float, cell: Cell, row: Row, unit: str | None) -> Figure | Problem:
    percent = "%" in cell.number_format
    if percent:
        shown = float(f"{value * 100:.12g}")
        said = f"{plain_number(shown)}%"
        return _checked(Figure(shown, "%"), row, said, stated_unit=True)
    return _checked(Figure(value, unit), row, plain_number(value), stated_unit=False)


def _text(text: str, cell: Cell, row: Row, unit: str | None) -> Figure | Problem:
    found = Figure(math.nan, None)
    rest = text
    moved = True
    while moved:
        rest, found, moved = _strip(rest, found, front=True)
    negative = _SIGN.match(rest)
    rest = rest[negative.end() :] if negative else rest.removeprefix("+")
    of_hundred = _OF_HUNDRED.match(rest)
    rest = rest[of_hundred.end() :] if of_hundred else rest
    read = _numeral(rest)
    if isinstance(read, Problem):
        return read
    value, rest = read
    moved = True
    while moved:
        rest, found, moved = _strip(rest, found, front=False)
    if of_hundred:
        rest = f"%{rest}"
    if re.search(r"[0-9]", rest):
        return Problem("several_numbers")
    # 多 and 余 stand between number and unit too: 1200余家.
    for word, rule in _around("behind"):
        if rule["comparator"] == ">" and rest.startswith(word):
            rest = rest[len(word) :]
            found = replace(found, comparator=found.comparator or ">")
    behind = _unit(rest, row)
    if isinstance(behind, Problem):
        return behind
    factor, named = behind
    if named is not None and len(named) > _UNIT_LENGTH:
        return Problem("not_a_number")
    value = -value * factor if negative else value * factor
    bare = rest == ""
    found = replace(found, value=value, unit=unit if bare else named)
    plain = bare and cell.text == plain_number(value)
    said = plain_number(value) if plain else f"“{cell.text}”"
    return _checked(found, row, said, stated_unit=not bare)


def _strip(text: str, found: Figure, *, front: bool) -> tuple[str, Figure, bool]:
    """Take one word off the front or the end of a figure, with what it means."""
    for word, rule in _around("before" if front else "behind"):
        if text != word and (text.startswith(word) if front else text.endswith(word)):
            rest = text[len(word) :] if front else text[: -len(word)]
            return (
                rest,
                replace(
                    found,
                    comparator=found.comparator or rule.get("comparator"),
                    basis=found.basis or rule.get("basis"),
                ),
                True,
            )
    return text, found, False


def _numeral(text: str) -> tuple[float, str] | Problem:
    """Read the number at the front, and give what follows it."""
    if match := _ARABIC.match(text):
        said = match[0].rstrip(",，")
        if ("," in said or "，" in said) and not _GROUPED.fullmatch(said):
            return Problem("thousands", {"found": said})
        return float(said.replace(",", "").replace("，", "")), text[len(said) :]
    if match := _CHINESE.match(text):
        try:
            return number(match[0]), text[match.end() :]
        except ValueError:
            return Problem("not_a_number")
    return Problem("several_numbers" if len(re.findall(r"[0-9]+", text)) > 1 else "not_a_number")


def _unit(rest: str, row: Row) -> tuple[float, str | None] | Problem:
    """Read what stands behind a number: a unit, or only the 万 of the row's own unit.

    15.48万 in a column of 万亩 is 15.48万亩; 1千 in it can be 1000亩 or 1000万亩.
    """
    if not rest:
        return 1.0, None
    if not _SCALES.fullmatch(rest):
        return 1.0, rest
    own = (row.unit or "").removesuffix(row.plain_unit or "")
    if own and rest != own:
        return Problem("unknown_unit", {"unit": rest, "wanted": row.unit or ""})
    return (1.0, row.unit) if own else (scale(rest), row.unit)


def _checked(found: Figure, row: Row, said: str, *, stated_unit: bool) -> Figure | Problem:
    """Convert into the target's unit, and refuse what can be read in two ways."""
    wanted = row.unit
    value = found.value
    notes = list(found.notes)
    if wanted is not None:
        unit = found.unit or wanted
        converted = convert(value, unit, wanted)
        if converted is None:
            reason = "wrong_unit" if known(unit) else "unknown_unit"
            return Problem(reason, {"unit": unit, "wanted": wanted})
        if unit != wanted and converted != value:
            own = said if stated_unit else f"{said}{unit}"
            notes.append(f"原填{own}，折算为{plain_number(converted)}{wanted}")
        elif said.startswith("“") or (stated_unit and unit == "%"):
            notes.append(f"原填{said}")
        value = converted
    elif said.startswith("“"):
        notes.append(f"原填{said}")
    if value < 0 and row.basis != "growth":
        return Problem("negative")
    if not stated_unit:
        doubt = _doubt(value, found, row)
        if doubt is not None:
            return doubt
    return replace(found, value=value, unit=wanted or found.unit, notes=tuple(notes))


def _doubt(value: float, found: Figure, row: Row) -> Problem | None:
    """Refuse a bare number that most likely stands for another one."""
    limits = data()["limits"]
    goal = row.goal
    if goal is None or goal <= 0 or row.unit is None:
        return None
    if dimension(row.unit) == "share" and 0 < value <= limits["share_up_to"] < goal:
        percent = plain_number(float(f"{value * 100:.12g}"))
        return Problem("share_or_percentage", {"found": plain_number(value), "percent": percent})
    if value >= goal * limits["far_from_goal"]:
        values = {
            "goal": plain_number(goal),
            "wanted": row.unit,
            "times": plain_number(limits["far_from_goal"]),
        }
        return Problem("far_from_goal", values)
    return None
