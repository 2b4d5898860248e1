"""A submission (报送): rows that one file brings for the ledger, in the dictionary's types.

Its columns are the ledger's without those that the ledger itself gives: the running number, the
day of entry, and what an entry corrects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from zctrack.actuals.values import complain, is_missing, value
from zctrack.dictionary.build import Column, frame, table
from zctrack.errors import TableError

__all__ = ["GIVEN_BY_THE_LEDGER", "check_submission", "columns", "submission"]

GIVEN_BY_THE_LEDGER = ("entry", "entered_on", "replaces")
# A table of actuals has no kinds: what it holds was reported.
_DEFAULTS: Mapping[str, str] = {"kind": "report"}


def columns() -> tuple[Column, ...]:
    """The columns of a submission, in order.

    Examples
    --------
    >>> [c.name for c in columns()][-5:]
    ['kind', 'file', 'file_hash', 'sheet', 'cell']
    """
    return tuple(c for c in table("ledger").columns if c.name not in GIVEN_BY_THE_LEDGER)


def submission(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Make a submission from rows, checked against the dictionary.

    Parameters
    ----------
    rows : iterable of mapping
        One mapping an entry, column → value. Optional columns may be absent or empty; ``kind`` is
        ``"report"`` where it is absent. Days are ``date``, ``Timestamp`` or ISO text; figures are
        numbers or plain digits.

    Returns
    -------
    pandas.DataFrame
        One row each, in the same order, with the columns of ``columns()``; see
        ``zt.describe("ledger")``.

    Raises
    ------
    TableError
        If a column is unknown, a value is missing or cannot be used, or a close-out (销号) rests
        on something else than a checked result: with the row (or its file, sheet and cell) and
        the column. Several are named at once.

    Examples
    --------
    >>> row = {"notice": "n1", "item": "M8.5.q1", "level": "district", "as_of": "2020-09-30"}
    >>> row |= {"value": 760, "unit": "家", "finality": "interim", "evidence": "stated"}
    >>> submission([row | {"source": "simulated"}])[["item", "value", "kind"]].values.tolist()
    [['M8.5.q1', 760.0, 'report']]
    """
    given = list(rows)
    read: dict[str, list[Any]] = {column.name: [] for column in columns()}
    complaints: list[tuple[str, str]] = []
    for number, row in enumerate(given, start=1):
        unknown = [str(name) for name in row if name not in read]
        if unknown:
            known = ", ".join(read)
            what = f"the column {unknown[0]} is none of a submission's: {known}"
            complaints.append((_place(row, number), what))
        for column in columns():
            cell = row.get(column.name)
            found, complaint = value(
                _DEFAULTS.get(column.name) if is_missing(cell) else cell, column
            )
            read[column.name].append(found)
            if complaint is None and found is None and not column.optional:
                complaint = "the value is missing"
            if complaint:
                complaints.append((f"{_place(row, number)}, column {column.name}", complaint))
        if read["kind"][-1] == "close_out" and read["evidence"][-1] not in (None, "checked"):
            what = "a close-out needs a checked result, evidence must be 'checked'"
            complaints.append((f"{_place(row, number)}, column evidence", what))
    complain(complaints)
    # The dictionary knows the ledger's columns; the three that are still to be given are cut off.
    to_be_given: dict[str, list[Any]] = {
        "entry": [0] * len(given),
        "entered_on": [None] * len(given),
        "replaces": [None] * len(given),
    }
    return frame("ledger", read | to_be_given).drop(columns=list(GIVEN_BY_THE_LEDGER))


def check_submission(given: pd.DataFrame) -> pd.DataFrame:
    """Check a table that somebody else made, and give it the submission's columns and types.

    Parameters
    ----------
    given : pandas.DataFrame
        Columns as of ``submission``; a table ``actuals`` is one too. Columns that the ledger gives
        (a ledger's own table) are refused.

    Returns
    -------
    pandas.DataFrame
        As ``submission`` gives it; `given` stays as it is.

    Raises
    ------
    TableError
        As ``submission`` does.

    Examples
    --------
    >>> check_submission(pd.DataFrame()).shape
    (0, 22)
    """
    twice = [str(name) for name in given.columns[given.columns.duplicated()]]
    if twice:
        raise TableError(f"the table has the column {twice[0]} twice")
    records: Sequence[Mapping[Any, object]] = given.to_dict("records")
    return submission({str(name): cell for name, cell in record.items()} for record in records)


def _place(row: Mapping[str, object], number: int) -> str:
    """Name a row as the sender finds it: file, sheet and cell where it has them."""
    parts = [
        f"{word}{row[name]}"
        for name, word in (("file", ""), ("sheet", "sheet "), ("cell", "cell "))
        if not is_missing(row.get(name))
    ]
    return ", ".join([*parts, f"row {number} of the submission"] if len(parts) < 3 else parts)
