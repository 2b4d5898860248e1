"""A ledger's entries as a CSV that a repository can keep and compare (导出)."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from typing import Any

import pandas as pd

from zctrack.actuals.book import Book, Row, as_rows
from zctrack.actuals.lines import lines_of, plain
from zctrack.actuals.values import complain, value
from zctrack.dictionary.build import table
from zctrack.errors import LedgerError, TableError

__all__ = ["continued", "from_csv", "to_csv"]


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


def continued(given: Sequence[tuple[str, Row]], held: Sequence[Row]) -> list[Row]:
    """What an export adds to the entries of a ledger, which it has to agree with.

    Parameters
    ----------
    given : sequence of (str, Row)
        The export's entries, as ``from_csv`` gives them.
    held : sequence of Row
        The ledger's entries, in order.

    Returns
    -------
    list of Row
        The entries behind the ledger's last one; none if the file has no more.

    Raises
    ------
    LedgerError
        If an entry differs from the ledger's, or does not follow from those before it; with its
        line.

    Examples
    --------
    >>> continued([], [])
    []
    """
    for (line, row), there in zip(given, held, strict=False):
        _same(row, there, line)
    book = Book.of(held)
    return [_follows(row, book, line) for line, row in given[len(held) :]]


def _same(row: Row, held: Row, line: str) -> None:
    for name, there in held.items():
        if row[name] != there:
            raise LedgerError(
                f"entry {held['entry']} is another one in the ledger: "
                f"{name} is {_said(there)} there and {_said(row[name])} here",
                where=line,
                todo="Load the file into an empty ledger of its own and compare.",
            )


def _follows(row: Row, book: Book, line: str) -> Row:
    """Enter a line again by the ledger's own rules: it has to come out as it stands."""
    advice = "The file is no export of one ledger, or was changed by hand: take the original."
    number = book.last + 1
    try:
        made = book.admit(row, row["entered_on"])
    except LedgerError as error:
        raise LedgerError(error.what, where=line, todo=advice) from None
    if made is None:
        raise LedgerError("the entry says nothing new", where=line, todo=advice)
    for name in ("entry", "replaces"):
        if row[name] != made[name]:
            raise LedgerError(
                f"{name} of entry {number} should be {_said(made[name])} and is {_said(row[name])}",
                where=line,
                todo=advice,
            )
    return made


def _said(value: object) -> str:
    return "empty" if value is None else str(value)
