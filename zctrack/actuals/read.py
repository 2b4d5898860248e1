"""Reading reported figures (实绩) from CSV, Excel or a ledger into the table ``actuals``.

Nothing is guessed: a cell that cannot be read is an error that names its file, line and column.
What may be missing comes from the dictionary, by its pandera schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from zctrack.actuals.lines import Line, Source, lines_of, plain
from zctrack.actuals.values import complain, day, value
from zctrack.dictionary.build import codes, frame, schema, table
from zctrack.errors import TableError

__all__ = ["read_actuals"]

_LEDGERS = ("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")


def read_actuals(
    source: Source, *, known_on: str | date | pd.Timestamp | None = None
) -> pd.DataFrame:
    r"""Read reported figures from a CSV or Excel file, or from a ledger (台账).

    The first line holds the columns' names, in any order; ``zt.describe("actuals")`` explains
    them. Columns that may be empty may be left out. Columns that the dictionary does not know
    (a quote, the words of the notice) are kept as text behind the others. Dates are written
    2020-12-31; CSV is read as UTF-8, else as GB 18030; of a workbook the first sheet is read, with
    the values that its formulas last had.

    Parameters
    ----------
    source : path, address or binary file object
        A .csv or .xlsx file, checked against the dictionary; or a ledger's address,
        ``"sqlite:///l.db"`` or ``"postgresql://…"``.
    known_on : str, date or Timestamp, optional
        Only what had been reported by that day. A row of a file without ``reported_on`` counts as
        reported on the day that it describes. Of a ledger: what stood by the entries that had been
        entered by that day, see ``Ledger.actuals``.

    Returns
    -------
    pandas.DataFrame
        The table ``actuals``, in the file's or the ledger's order.

    Raises
    ------
    FileError
        If the file cannot be read; FormatError if it is neither CSV nor xlsx, LimitError if it is
        larger than 64 MB.
    TableError
        If a column is missing or a cell cannot be used: with file, line (or sheet and cell).
    LedgerError
        If there is no ledger at that address, or it cannot be reached or read.
    OptionError
        If known_on is no date, or the address is of something else.

    Examples
    --------
    >>> import io
    >>> text = "notice,item,level,as_of,value,unit,finality,evidence,source\n"
    >>> text += "n1,M8.5.q1,district,2020-12-31,760,家,final,documented,a.pdf\n"
    >>> read_actuals(io.BytesIO(text.encode()))[["item", "value"]].values.tolist()
    [['M8.5.q1', 760.0]]
    """
    if isinstance(source, str) and source.startswith(_LEDGERS):
        from zctrack.actuals.ledger import Ledger

        return Ledger(source, create=False).actuals(known_on=known_on)
    until = None if known_on is None else pd.Timestamp(day(known_on, "known_on"))
    lines = lines_of(source)
    first = next(lines)
    names = [plain(cell) for cell in first.cells]
    _check_header(names, first)
    rows = [line.padded(len(names)) for line in lines if any(plain(c) for c in line.cells)]
    actuals = _typed(rows, names)
    _check(actuals, rows, names)
    if until is None:
        return actuals
    known = actuals["reported_on"].fillna(actuals["as_of"])
    return actuals[known <= until].reset_index(drop=True)


def _check_header(names: Sequence[str], first: Line) -> None:
    needed = [c.name for c in table("actuals").columns if not c.optional]
    missing = [name for name in needed if name not in names]
    if missing:
        raise TableError(
            f"the first line lacks the columns {', '.join(missing)}",
            where=str(first),
            todo='zt.describe("actuals") lists the columns.',
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise TableError(f"the first line names {', '.join(twice)} twice", where=str(first))


def _typed(rows: Sequence[Line], names: Sequence[str]) -> pd.DataFrame:
    """Read the cells in the dictionary's types; each that cannot be read is one complaint."""
    complaints: list[tuple[str, str]] = []
    columns: dict[str, list[Any]] = {}
    for column in table("actuals").columns:
        at = names.index(column.name) if column.name in names else len(names)
        values = columns[column.name] = []
        for row in rows:
            found, complaint = value(row.cells[at] if at < len(names) else None, column)
            values.append(found)
            if complaint:
                complaints.append((row.at(at, column.name), complaint))
    complaints += [
        (str(row), "the row has more cells than the first line")
        for row in rows
        if any(plain(cell) for cell in row.cells[len(names) :])
    ]
    complain(complaints)
    actuals = frame("actuals", columns)
    for at, name in enumerate(names):
        if name and name not in columns:
            cells = [plain(row.cells[at]) or None for row in rows]
            actuals[name] = pd.Series(cells, dtype="str")
    return actuals


def _check(actuals: pd.DataFrame, rows: Sequence[Line], names: Sequence[str]) -> None:
    """Refuse what the dictionary's schema refuses: closed sets and missing values."""
    import pandera.errors

    spec = {c.name: c for c in table("actuals").columns}
    try:
        schema("actuals").validate(actuals[list(spec)], lazy=True)
    except pandera.errors.SchemaErrors as failed:
        complaints = []
        cases = failed.failure_cases.to_dict("records")
        for case in sorted(cases, key=lambda c: (int(c["index"]), list(spec).index(c["column"]))):
            name = str(case["column"])
            place = rows[int(case["index"])].at(names.index(name), name)
            if pd.isna(case["failure_case"]):
                complaints.append((place, "the cell is empty and must not be"))
            else:
                known = ", ".join(code.code for code in codes(str(spec[name].codes)))
                complaints.append((place, f"{case['failure_case']!r} is none of {known}"))
        complain(complaints)
