"""A workbook as grids of cells (单元格网格), as people send it: merged, hidden, with formulas.

Nothing here knows of notices. A formula counts as the value that was saved with it; a merged
cell's value stands in every cell that it covers, and says so.
"""

from __future__ import annotations

import functools
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from zctrack.errors import FormatError, LimitError
from zctrack.formats.limits import DEFAULTS, Limits

__all__ = ["Book", "Cell", "Grid", "coordinate", "read_grids"]

_TODO = "Open it in Excel or WPS and save it as .xlsx again."
_RATIO_FROM = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    Parameters
    ----------
    value : str, float, int, bool, datetime, date, time or None
        Its value; of a formula the saved one, None where none was saved.
    row, column : int
        Where, from 1.
    number_format : str
        As Excel writes it: ``0.0%``.
    formula : bool
        Whether it is computed.
    error : bool
        Whether it is an error such as #N/A.
    merged : str or None
        The cell (C7) whose value it shows, where it is a covered part of a merged one.
    over_rows : bool
        Whether it belongs to a cell merged over several rows.
    """

    value: Any
    row: int
    column: int
    number_format: str = "General"
    formula: bool = False
    error: bool = False
    merged: str | None = None
    over_rows: bool = False

    @property
    def text(self) -> str:
        """Its value as a person would read it, without spaces around."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, datetime):
            midnight = value.time() == time(0)
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float):
            return f"{value:.15g}"
        return str(value).strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells by row and column, and what of it is hidden."""

    title: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    hidden_rows: frozenset[int]

    def cells(self) -> Iterator[Cell]:
        """Give every cell, row by row."""
        for row in self.rows.values():
            yield from row.values()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets, the keywords of its properties, the day from which it counts."""

    grids: tuple[Grid, ...]
    keywords: str
    epoch: datetime


def coordinate(row: int, column: int) -> str:
    """Name a cell.

    Examples
    --------
    >>> coordinate(7, 28)
    'AB7'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_grids(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> Book:
    """Read a workbook.

    Parameters
    ----------
    data : bytes
        An .xlsx or .xlsm.
    name : str, optional
        Its name, for errors.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    Book

    Raises
    ------
    FormatError
        If it is no workbook that can be read.
    LimitError
        If it is too large.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook, to_bytes, write
    >>> book = new_workbook("周村")
    >>> _ = write(book.create_sheet("一"), 2, 1, 760)
    >>> [cell.text for cell in read_grids(to_bytes(book)).grids[0].cells()]
    ['760']
    """
    _guard(data, name, limits)
    try:
        return _book(data, limits)
    except (FormatError, LimitError) as error:
        raise type(error)(error.what, where=name, todo=error.todo) from error.__cause__


# Whoever asks what a file is reads it next: the last one is kept, so that it is opened once.
@functools.lru_cache(maxsize=1)
def _book(data: bytes, limits: Limits) -> Book:
    book, values = _open(data, formulas=True), None
    if any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values()):
        values = _open(data, formulas=False)
    count = sum(len(sheet._cells) for sheet in book.worksheets)
    if count > limits.cells:
        raise LimitError(f"the workbook has {count:,} cells, more than {limits.cells:,}")
    grids = tuple(
        _grid(sheet, None if values is None else values[sheet.title]) for sheet in book.worksheets
    )
    return Book(grids, str(book.properties.keywords or ""), book.epoch)


def _guard(data: bytes, name: str | None, limits: Limits) -> None:
    """Refuse what is no xlsx, and what would become too large by unpacking."""
    if len(data) > limits.file_bytes:
        raise LimitError(f"the file is larger than {limits.file_bytes:,} bytes", where=name)
    if data.startswith(_OLE):
        raise FormatError(
            "this is an old workbook (.xls, .et), or one with a password", where=name, todo=_TODO
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FormatError("this is no workbook (.xlsx)", where=name, todo=_TODO) from None
    if not any(entry.filename.endswith("workbook.xml") for entry in entries):
        raise FormatError("this is no workbook (.xlsx)", where=name, todo=_TODO)
    for entry in entries:
        too_dense = entry.file_size > _RATIO_FROM and entry.file_size > limits.zip_ratio * max(
            entry.compress_size, 1
        )
        if entry.file_size > limits.part_bytes or too_dense:
            raise LimitError("a part of the workbook is too large when unpacked", where=name)
    if len(entries) > limits.zip_entries:
        raise LimitError("the workbook has too many parts", where=name)


def _open(data: bytes, *, formulas: bool) -> Any:
    from openpyxl import load_workbook

    try:
        # openpyxl warns of drop-downs and the like that it leaves out: nothing that a value needs.
        with warnings.catch_warnings(action="ignore"):
            return load_workbook(io.BytesIO(data), data_only=not formulas)
    except Exception as error:
        # A damaged workbook makes openpyxl and its parsers raise whatever they meet.
        raise FormatError(
            f"the file is no workbook that can be read ({type(error).__name__})", todo=_TODO
        ) from error


def _grid(sheet: Any, values: Any | None) -> Grid:
    covers = _covers(sheet)
    found: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in sheet._cells.items():
        known = cell if values is None else values._cells.get((row, column), cell)
        formula = cell.data_type == "f"
        value = known.value if values is not None or not formula else None
        if (value is None or (isinstance(value, str) and not value.strip())) and not formula:
            continue
        area = covers.get((row, column))
        found[row, column] = Cell(
            value,
            row,
            column,
            cell.number_format or "General",
            formula,
            known.data_type == "e",
            over_rows=area is not None and area.max_row > area.min_row,
        )
    for place, area in covers.items():
        first = found.get((area.min_row, area.min_col))
        if first is not None and place not in found:
            origin = coordinate(area.min_row, area.min_col)
            found[place] = Cell(
                first.value, *place, first.number_format, first.formula, first.error, origin,
                area.max_row > area.min_row,
            )  # fmt: skip
    rows: dict[int, dict[int, Cell]] = {}
    for row, column in sorted(found):
        rows.setdefault(row, {})[column] = found[row, column]
    hidden = frozenset(n for n in rows if sheet.row_dimensions[n].hidden)
    return Grid(sheet.title, sheet.sheet_state != "visible", rows, hidden)


def _covers(sheet: Any) -> dict[tuple[int, int], Any]:
    """Say which merged area covers each cell; a whole column merged is cut to the used rows."""
    last = max((row for row, _ in sheet._cells), default=0)
    return {
        (row, column): area
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, last) + 1)
        for column in range(area.min_col, min(area.max_col, area.min_col + 200) + 1)
    }
