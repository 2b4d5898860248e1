"""A ledger's entries as a CSV that a repository can keep and compare (导出)."""

from __future__ import annotations

import csv
import io
import os
from typing import Any

import pandas as pd

from zctrack.actuals.book import Row, as_rows
from zctrack.actuals.lines import lines_of, plain
from zctrack.actuals.values import complain, value
from zctrack.dictionary.build import table
from zctrack.errors import TableError

__all__ = ["from_csv", "to_csv"]


def to_csv(entries: pd.DataFrame) -> bytes:
    """Write entries as CSV: UTF-8, LF, ISO dates, an empty cell where a value is missing.

    Parameters
    ----------
    entries : pandas.DataFrame
        The table ``ledger``.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> to_csv(frame("ledger"))[:17]
    b'notice,item,level'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in table("ledger").columns])
    writer.writerows([_cell(value) for value in row.values()] for row in as_rows(entries))
    return out.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # The shortest digits that read back as the same number, and no .0 behind a whole one.
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def from_csv(path: str | os.PathLike[str]) -> list[tuple[str, Row]]:
    """Read an export's entries, in the file's order.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    list of (str, Row)
        Each entry with the place of its line, for messages.

    Raises
    ------
    TableError
        If a column is missing or unknown, or a cell cannot be used, with line and column.
    FileError
        If the file cannot be read; FormatError if it is no CSV.
    """
    lines = lines_of(path)
    first = next(lines)
    names = [plain(cell) for cell in first.cells]
    columns = table("ledger").columns
    # A column that came later and may be empty is empty in an older export.
    missing = [c.name for c in columns if not c.optional and c.name not in names]
    unknown = [name for name in names if name not in [c.name for c in columns]]
    if missing or unknown or len(set(names)) < len(names):
        wrong = f"lacks {', '.join(missing)}" if missing else f"has {', '.join(unknown) or 'twins'}"
        raise TableError(
            f"the file is no export of a ledger: its first line {wrong}", where=str(first)
        )
    complaints: list[tuple[str, str]] = []
    rows: list[tuple[str, Row]] = []
    for line in lines:
        if len(line.cells) > len(names):
            complaints.append((str(line), "the line has more cells than the first one"))
        cells = dict(zip(names, line.padded(len(names)).cells, strict=False))
        row: Row = {}
        for column in columns:
            found, complaint = value(cells.get(column.name), column)
            row[column.name] = found
            if complaint is None and found is None and not column.optional:
                complaint = "the cell is empty and must not be"
            if complaint:
                complaints.append((line.at(0, column.name), complaint))
        rows.append((str(line), row))
    complain(complaints)
    return rows
