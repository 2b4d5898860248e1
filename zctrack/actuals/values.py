"""One cell becomes one value of the dictionary's type, or a complaint that says why it does not.

Cells come from a CSV (text), a workbook (text, numbers, days) or a DataFrame (its own missing
values): the same rule reads them all, so a figure means the same wherever it was typed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from numbers import Real
from types import MappingProxyType
from typing import Any

import pandas as pd

from zctrack.dictionary.build import Column, codes
from zctrack.errors import OptionError, TableError

__all__ = ["complain", "day", "is_missing", "value"]

Read = tuple[Any, str | None]

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ITEM = re.compile(r"[MC]\d+\.\d+(\.q\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
# What no database and no text file can hold: NUL, and halves of characters.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_SHOWN = 3


def value(cell: object, column: Column) -> Read:
    """Read one cell in the type of its column; of codes, whether the code exists.

    Parameters
    ----------
    cell : object
        Text, a number, a day, or a missing value. Blanks around a text are dropped and its line
        ends become LF.
    column : Column
        What the dictionary says of the column.

    Returns
    -------
    tuple of value and str
        The value (None where the cell is empty) and None, or None and the complaint. An empty cell
        is no complaint here: whether it may be is the table's matter.

    Examples
    --------
    >>> from zctrack.dictionary.build import table
    >>> columns = {c.name: c for c in table("actuals").columns}
    >>> value("2020-12-31", columns["as_of"])
    (datetime.date(2020, 12, 31), None)
    >>> value("1,000", columns["value"])[1]
    "'1,000' is no number; write digits alone, the unit has its own column"
    """
    if is_missing(cell):
        return None, None
    read = _item if column.name == "item" else _READERS.get(column.type, _text)
    found, complaint = read(cell)
    if complaint is None and found is not None and column.codes:
        known = [code.code for code in codes(column.codes)]
        if found not in known:
            return None, f"{found!r} is none of {', '.join(known)}"
    return found, complaint


def is_missing(cell: object) -> bool:
    """Whether a cell is empty: None, a blank text, or one of pandas' missing values.

    Examples
    --------
    >>> [is_missing(cell) for cell in (None, " ", float("nan"), pd.NaT, 0)]
    [True, True, True, True, False]
    """
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    return isinstance(cell, float) and math.isnan(cell)


def day(given: str | date | pd.Timestamp, name: str) -> date:
    """Read an argument that is a day.

    Parameters
    ----------
    given : str, date or Timestamp
        The argument.
    name : str
        Its name, for the message.

    Raises
    ------
    OptionError
        If it is no day.

    Examples
    --------
    >>> day("2020-12-31", "as_of")
    datetime.date(2020, 12, 31)
    """
    wrong = OptionError(f"{name}={given!r} is no date", todo="Write it as 2020-12-31.")
    try:
        stamp = pd.Timestamp(given)
    except (TypeError, ValueError):
        raise wrong from None
    if pd.isna(stamp):
        raise wrong
    return stamp.date()


def complain(complaints: Sequence[tuple[str, str]]) -> None:
    """Raise one error for all complaints, or none if there are none.

    Parameters
    ----------
    complaints : sequence of (place, what)
        The first three are printed, the rest are counted.

    Raises
    ------
    TableError
        If there are any.
    """
    if not complaints:
        return
    place, what = complaints[0]
    rest = [f"{where}: {why}" for where, why in complaints[1:_SHOWN]]
    more = len(complaints) - _SHOWN
    rest += [f"and {more} more"] if more > 0 else []
    raise TableError("; ".join([what, *rest]), where=place)


def _text(cell: object) -> Read:
    text = str(cell).strip().replace("\r\n", "\n").replace("\r", "\n")
    if _UNWRITABLE.search(text):
        return None, f"{text!r} holds a character that cannot be written to a file"
    return text or None, None


def _item(cell: object) -> Read:
    text = str(cell).strip()
    if not _ITEM.fullmatch(text):
        return None, f"{text!r} is no key of a task (M8.5) or of a target (M8.5.q1)"
    return text, None


def _date(cell: object) -> Read:
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    text = str(cell).strip()
    found = _DAY.fullmatch(text)
    if not found:
        return None, f"{text!r} is no date; write it as 2020-12-31"
    try:
        return date(*(int(part) for part in found.groups())), None
    except ValueError:
        return None, f"{text!r} is a day that does not exist"


def _float(cell: object) -> Read:
    if isinstance(cell, bool):
        return None, f"{cell!r} is no number"
    text = str(cell).strip()
    number = float(cell) if isinstance(cell, Real) else math.nan
    if _NUMBER.fullmatch(text):
        number = float(text)
    if not math.isfinite(number):
        return None, f"{text!r} is no number; write digits alone, the unit has its own column"
    return number + 0.0, None  # minus nought is nought


def _int(cell: object) -> Read:
    text = str(cell).strip()
    if isinstance(cell, bool) or not _WHOLE.fullmatch(text):
        return None, f"{text!r} is no whole number"
    return int(text), None


_READERS: Mapping[str, Callable[[object], Read]] = MappingProxyType(
    {"date": _date, "float": _float, "int": _int}
)
