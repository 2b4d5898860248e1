"""The lines of a CSV and the rows of a workbook's first sheet, each knowing its own place."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from zctrack.errors import FileError, FormatError, LimitError, OptionError

__all__ = ["Line", "Source", "lines_of", "plain"]

Source = str | os.PathLike[str] | IO[bytes]

_LIMIT_BYTES = 64 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")  # Chinese Excel saves CSV in GB 18030
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Line:
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

    def padded(self, length: int) -> Line:
        """Give the line with empty cells where it is shorter than the first."""
        return replace(self, cells=(*self.cells, *[None] * (length - len(self.cells))))

    def __str__(self) -> str:
        if self.sheet is None:
            return f"{self.file}, line {self.number}"
        return f"{self.file}, sheet {self.sheet}, row {self.number}"


def plain(cell: object) -> str:
    """A cell as text without the blanks around it.

    Examples
    --------
    >>> plain(" M8.5 "), plain(None)
    ('M8.5', '')
    """
    return "" if cell is None else str(cell).strip()


def lines_of(source: Source) -> Iterator[Line]:
    r"""Read a CSV or a workbook's first sheet, line by line; there is always a first one.

    Parameters
    ----------
    source : path or binary file object
        A .csv (UTF-8, else GB 18030) or .xlsx file, told apart by their bytes.

    Yields
    ------
    Line

    Raises
    ------
    FileError
        If the file cannot be read; FormatError if it is neither CSV nor xlsx, LimitError if it is
        larger than 64 MB.

    Examples
    --------
    >>> [line.cells for line in lines_of(io.BytesIO(b"item,value\nM8.5.q1,760\n"))]
    [['item', 'value'], ['M8.5.q1', '760']]
    """
    name, data = _bytes(source)
    found = _sheet(data, name) if data.startswith(_ZIP) else _lines(data, name)
    yield next(found, Line(name, 1, None, ()))
    yield from found


def _bytes(source: Source) -> tuple[str, bytes]:
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if "://" in str(source):
            # What follows the scheme may hold a password.
            scheme = str(source).partition("://")[0]
            raise OptionError(
                f"{scheme}://… is an address that cannot be read from",
                todo="Give the path of a .csv or .xlsx file, or sqlite:///… or postgresql://….",
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


def _lines(data: bytes, name: str) -> Iterator[Line]:
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
        yield Line(name, line, None, row)
        line = reader.line_num + 1


def _sheet(data: bytes, name: str) -> Iterator[Line]:
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
            yield Line(name, number, sheet.title, row)
    finally:
        book.close()
