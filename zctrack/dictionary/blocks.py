"""Lists of values to a DataFrame (列表成表): one array a type, not one a column.

A notice is eleven tables of a hundred columns and few rows, so that what a parse pays for is the
number of columns. Columns of one type are converted together and laid into the frame as one block;
that is pandas' own layout, and `pandas.api.internals.create_dataframe_from_blocks` its entrance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

# pandas' own stubs do not list it yet.
from pandas.api.internals import (  # type: ignore[import-not-found]
    create_dataframe_from_blocks,
)

__all__ = ["Layout", "from_lists", "values"]

_EPOCH = dt.date(1970, 1, 1).toordinal()
_SECONDS = 86_400
_NOT_A_DAY = int(np.iinfo(np.int64).min)


class Layout:
    """Where the columns of each type stand in a table.

    Parameters
    ----------
    dtypes : mapping of str to str
        Column → pandas dtype, in the table's order.
    """

    def __init__(self, dtypes: Mapping[str, str]) -> None:
        self.columns = pd.Index(list(dtypes), dtype="str")
        self.groups: list[tuple[str, tuple[str, ...], Any]] = []
        for dtype in dict.fromkeys(dtypes.values()):
            places = [i for i, held in enumerate(dtypes.values()) if held == dtype]
            names = tuple(self.columns[i] for i in places)
            self.groups.append((dtype, names, np.array(places, dtype=np.intp)))


def from_lists(layout: Layout, given: Mapping[str, list[Any]]) -> pd.DataFrame:
    """The DataFrame of lists that are equally long.

    Parameters
    ----------
    layout : Layout
        The table's columns by type.
    given : mapping of str to list
        The values of each column.

    Returns
    -------
    pandas.DataFrame
        With a fresh RangeIndex.

    Examples
    --------
    >>> from_lists(Layout({"task": "str", "start": "int64"}), {"task": ["M1.1"], "start": [7]})
       task  start
    0  M1.1      7
    """
    length = len(given[layout.columns[0]])
    blocks: list[tuple[Any, Any]] = []
    for dtype, names, places in layout.groups:
        lists = [given[name] for name in names]
        if dtype == "str":
            whole = _texts(list(chain.from_iterable(lists)))
            blocks += [
                (whole[i * length : (i + 1) * length], places[i : i + 1]) for i in range(len(names))
            ]
        elif dtype == "Int64":
            blocks += [(values(one, dtype), places[i : i + 1]) for i, one in enumerate(lists)]
        elif dtype == "datetime64[s]":
            blocks.append(
                (_days(list(chain.from_iterable(lists))).reshape(len(names), length), places)
            )
        else:
            blocks.append((np.array(lists, dtype=dtype).reshape(len(names), length), places))
    # A view: a frame whose columns are given a name must not name those of the next one.
    frame: pd.DataFrame = create_dataframe_from_blocks(
        blocks, index=pd.RangeIndex(length), columns=layout.columns.view()
    )
    return frame


def values(given: Sequence[Any], dtype: str) -> Any:
    """The values of one column as what a DataFrame holds.

    Parameters
    ----------
    given : sequence
        A list, an array or a Series; days as ``datetime.date``, ISO strings or None.
    dtype : str
        The pandas dtype.
    """
    if isinstance(given, pd.Series):
        return given.astype(dtype).reset_index(drop=True)
    if dtype == "datetime64[s]":
        return _days(given)
    if dtype == "Int64" and all(value is None or type(value) is int for value in given):
        missing = np.array([value is None for value in given], dtype=bool)
        return pd.arrays.IntegerArray(np.array([v or 0 for v in given], dtype="int64"), missing)
    if dtype in ("float64", "int64", "bool") and isinstance(given, list):
        try:
            return np.array(given, dtype=dtype)
        except (TypeError, ValueError):
            return pd.Series(given, dtype=dtype).array
    return pd.Series(given, dtype=dtype).array


def _texts(given: list[Any]) -> Any:
    """Texts as pandas holds them; straight from Arrow where it is there, a third of the time."""
    try:
        import pyarrow
    except ImportError:
        return pd.array(given, dtype="str")
    dtype: Any = pd.StringDtype(na_value=np.nan)
    try:
        arrow = pyarrow.array(given, type=pyarrow.large_string(), from_pandas=True)
    except (TypeError, ValueError):
        # Not only texts: pandas says what it can make of them.
        return pd.array(given, dtype="str")
    return dtype.__from_arrow__(arrow)


def _days(given: Sequence[Any]) -> Any:
    """Days by their ordinals, which is ten times as fast as numpy's own reading of dates."""
    if all(value is None or type(value) is dt.date for value in given):
        seconds = [
            _NOT_A_DAY if value is None else (value.toordinal() - _EPOCH) * _SECONDS
            for value in given
        ]
        return np.array(seconds, dtype="int64").view("datetime64[s]")
    return np.array(list(given), dtype="datetime64[s]")
