"""What an analysis asks of a table before it counts (所给数据表): its columns, and no hole in them.

Which columns may have holes is the dictionary's matter: a target without a date is one, a task
without its key is none.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pandas as pd

from zctrack.dictionary.build import table as described_table
from zctrack.errors import TableError

__all__ = ["need"]

# So many rows with a hole are named, the rest are counted.
_SHOWN = 3
# What the dictionary calls a table that an argument names more shortly.
_CALLED = {
    "after": "ranking.bands",
    "annex": "bulletin.annex",
    "before": "ranking.bands",
    "by_unit": "progress.by_unit",
    "changes": "ledger",
    "due": "review.due",
    "figures": "bulletin.figures",
    "items": "progress.items",
    "register": "review.slips",
    "slips": "review.slips",
    "targets": "quantities",
}


def need(
    table: pd.DataFrame,
    name: str,
    columns: Sequence[str],
    *,
    also: Sequence[str] = (),
) -> None:
    """Refuse a table that lacks a column, or a value in a column that has one in every row.

    Parameters
    ----------
    table : pandas.DataFrame
        What was given.
    name : str
        What the message calls it: its name in the dictionary, or one of `_CALLED`.
    columns : sequence of str
        What it must have.
    also : sequence of str
        What is read where it is there.

    Raises
    ------
    TableError
        If a column or a value is missing: with the column, the rows and what to do.

    Examples
    --------
    >>> need(pd.DataFrame({"task": ["M1.1"]}), "tasks", ["task"])
    >>> need(pd.DataFrame({"task": ["M1.1", None]}), "tasks", ["task"])
    Traceback (most recent call last):
        ...
    zctrack.errors.TableError: tasks, row 2 (index 1): the column 'task' has no value there. \
Fill it in, or leave such rows out: tasks.dropna(subset=['task']).
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TableError(f"the table {name!r} lacks {', '.join(missing)}")
    filled = _filled(_CALLED.get(name, name))
    for column in dict.fromkeys([*columns, *also]):
        if column not in filled or column not in table.columns:
            continue
        holes = table[column].isna().to_numpy().nonzero()[0]
        if len(holes):
            rows = [f"{at + 1} (index {table.index[at]})" for at in holes[:_SHOWN]]
            more = f" and {len(holes) - _SHOWN} more" if len(holes) > _SHOWN else ""
            raise TableError(
                f"the column {column!r} has no value there",
                where=f"{name}, row{'s' if len(holes) > 1 else ''} {', '.join(rows)}{more}",
                todo=f"Fill it in, or leave such rows out: {name}.dropna(subset=[{column!r}]).",
            )


@functools.cache
def _filled(described: str) -> frozenset[str]:
    """The columns of a table in which the dictionary allows no hole."""
    columns = described_table(described).columns
    return frozenset(column.name for column in columns if not column.optional)
