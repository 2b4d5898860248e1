"""Reading reported figures (实绩) from CSV or Excel into the table ``actuals``.

Nothing is guessed: a cell that cannot be read is an error that names its file, line and column.
The closed sets and what may be missing come from the dictionary, by its pandera schema.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, Any

import pandas as pd

from zctrack.actuals.values import complain, day, value
from zctrack.dictionary.build import codes, frame, schema, table
from zctrack.errors import FileError, FormatError, LimitError, OptionError, TableError

__all__ = ["read_actuals"]

Source = str | os.PathLike[str] | IO[bytes]

_LIMIT_BYTES = 64 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")  # Chinese Excel saves CSV in GB 18030
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a CSV or one row of a sheet, and how to name a place in it."""

    file: str
    number: int
    sheet: str | None
    cells: Sequence[object]

    def at(self, column: int, name: str) -> str:
        """Name a place as an analyst finds it: line and column, or sheet and cell."""
        if self.sheet is None:
            return f"{self.file}, line {self.number}, column {name}"
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(column + 1)
        return f"{self.file}, sheet {self.sheet}, cell {letter}{self.number} ({name})"

    def padded(self, length: int) -> _Line:
        """Give the line with empty cells where it is shorter than the first."""
        return replace(self, cells=(*self.cells, *[None] * (length - len(self.cells))))

    def __str__(self) -> str:
        if self.sheet is None:
            return f"{self.file}, line {self.number}"
        return f"{self.file}, sheet {self.sheet}, row {self.number}"


def read_actuals(
    source: Source, *, known_on: str | date | pd.Timestamp | None = None
) -> pd.DataFrame:
    r"""Read reported figures from a CSV or Excel file, checked against the dictionary.

    The first line holds the columns' names, in any order; ``zt.describe("actuals")`` explains
    them. Columns that may be empty may be left out. Columns that the dictionary does not know
    (a quote, the words of the notice) are kept as text behind the others. Dates are written
    2020-12-31; CSV is read as UTF-8, else as GB 18030; of a workbook the first sheet is read, with
    the values that its formulas last had.

    Parameters
    ----------
    source : path or binary file object
        A .csv or .xlsx file.
    known_on : str, date or Timestamp, optional
        Only what had been reported by that day. A row without ``reported_on`` counts as reported
        on the day that it describes.

    Returns
    -------
    pandas.DataFrame
        The table ``actuals``, in the file's order.

    Raises
    ------
    FileError
        If the file cannot be read; FormatError if it is neither CSV nor xlsx, LimitError if it is
        larger than 64 MB.
    TableError
        If a column is missing or a cell cannot be used: with file, line (or sheet and cell).
    OptionError
        If known_on is no date.

    Examples
    --------
    >>> text = "notice,item,level,as_of,value,unit,finality,evidence,source\n"
    >>> text += "n1,M8.5.q1,district,2020-12-31,760,家,final,documented,a.pdf\n"
    >>> read_actuals(io.BytesIO(text.encode()))[["item", "value"]].values.tolist()
    [['M8.5.q1', 760.0]]
    """
    until = None if known_on is None else pd.Timestamp(day(known_on, "known_on"))
    name, data = _bytes(source)
    lines = _sheet(data, name) if data.startswith(_ZIP) else _lines(data, name)
    first = next(lines, _Line(name, 1, None, ()))
    names = [_plain(cell) for cell in first.cells]
    _check_header(names, first)
    rows = [line.padded(len(names)) for line in lines if any(_plain(c) for c in line.cells)]
    actuals = _typed(rows, names)
    _check(actuals, rows, names)
    if until is None:
        return actuals
    known = actuals["reported_on"].fillna(actuals["as_of"])
    return actuals[known <= until].reset_index(drop=True)


# ------------------------------------------------------------------------------------ the bytes


def _bytes(source: Source) -> tuple[str, bytes]:
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if "://" in str(source):
            raise OptionError(
                f"{source!s} is an address", todo="Give the path of a .csv or .xlsx file."
            )
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= _LIMIT_BYTES else b""
        except OSError as error:
            raise FileError(
                f"the file cannot be read ({error.strerror or error})", where=str(path)
            ) from None
        name = path.name
    else:
        data = source.read(_LIMIT_BYTES + 1)
        name, size = str(getattr(source, "name", "the file")), len(data)
    if size > _LIMIT_BYTES:
        raise LimitError("the file is larger than 64 MB", where=name)
    if not data.strip():
        raise FormatError("the file is empty", where=name)
    return name, data


def _lines(data: bytes, name: str) -> Iterator[_Line]:
    """Read the rows of a CSV; a quoted cell may hold line breaks, so a row has its first line."""
    text = None
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\x00" in text:
        raise FormatError(
            "the file is neither CSV text nor an xlsx workbook",
            where=name,
            todo="Save it as .xlsx, or as CSV in UTF-8.",
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FormatError(
                f"the CSV cannot be read ({error})", where=f"{name}, line {reader.line_num}"
            ) from None
        yield _Line(name, line, None, row)
        line = reader.line_num + 1


def _sheet(data: bytes, name: str) -> Iterator[_Line]:
    """Read the rows of a workbook's first sheet."""
    import warnings
    import zipfile

    from openpyxl import load_workbook

    try:
        # openpyxl warns of drop-downs and the like that it leaves out: nothing that a figure needs.
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise FormatError(
            f"the file is no workbook that can be read ({error})",
            where=name,
            todo="Open it in Excel or WPS and save it as .xlsx again.",
        ) from None
    try:
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield _Line(name, number, sheet.title, row)
    finally:
        book.close()


# ------------------------------------------------------------------------------------ the cells


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _check_header(names: Sequence[str], first: _Line) -> None:
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


def _typed(rows: Sequence[_Line], names: Sequence[str]) -> pd.DataFrame:
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
        if any(_plain(cell) for cell in row.cells[len(names) :])
    ]
    complain(complaints)
    actuals = frame("actuals", columns)
    for at, name in enumerate(names):
        if name and name not in columns:
            cells = [_plain(row.cells[at]) or None for row in rows]
            actuals[name] = pd.Series(cells, dtype="str")
    return actuals


def _check(actuals: pd.DataFrame, rows: Sequence[_Line], names: Sequence[str]) -> None:
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
