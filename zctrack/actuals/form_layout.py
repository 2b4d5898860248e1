"""Where things stand in a form that came back (版面识别): its id, its head, its lines of headings.

People rename sheets, move columns and rows, paste two forms under one another. So every line is
asked whether it is one of headings, and every cell whether it is one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import pandas as pd

from zctrack.actuals.cell_days import Day, day
from zctrack.actuals.form_words import LANGUAGES, columns, data, folded, heading
from zctrack.extract.fold import fold
from zctrack.formats.grid import Book, Cell, Grid

__all__ = ["Id", "Line", "Seen", "identify", "is_ours", "lines"]

T = TypeVar("T")
# So many known headings make a line one of headings.
_ENOUGH = 3
_HALF_YEARS = ((6, 30), (12, 31))


@dataclass(frozen=True, slots=True)
class Id:
    """What a form's small print says."""

    mark: str
    version: int
    notice: str
    unit: str
    as_of: pd.Timestamp
    simulated: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sheet says of itself: its id, the unit, the day it asks about, who filled it when."""

    id: Id | None
    unit: str | None
    as_of: pd.Timestamp | None
    filled_by: str | None
    filled_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row below a line of headings."""

    number: int
    hidden: bool
    cells: Mapping[str, Cell]
    extra: tuple[tuple[str | None, Cell], ...]


def _read_id(text: str) -> Id | None:
    marks = [data()["mark"], data()["summary_mark"]]
    match = re.search(rf"({'|'.join(map(re.escape, marks))})/([0-9]{{1,4}})\s*[|｜](.*)", text)
    if not match:
        return None
    parts = [part.strip() for part in re.split(r"[|｜]", match[3])]
    if len(parts) < 3 or not parts[1]:
        return None
    try:
        as_of = pd.Timestamp(parts[2])
    except ValueError:
        return None
    if pd.isna(as_of):
        return None
    return Id(match[1], int(match[2]), parts[0], parts[1], as_of, "simulated" in parts[3:])


def is_ours(book: Book) -> bool:
    """Say whether a workbook is a form or summary of ours: by its id, else by its headings.

    Examples
    --------
    >>> from datetime import datetime
    >>> is_ours(Book((), "zctrack-form/1 | n | 区财政局 | 2020-09-30", datetime(1899, 12, 30)))
    True
    """
    if _read_id(book.keywords):
        return True
    cells = (cell for grid in book.grids for cell in grid.cells())
    if any(isinstance(cell.value, str) and _read_id(cell.value) for cell in cells):
        return True
    return any("item" in names for grid in book.grids for names in _headings(grid).values())


def identify(book: Book) -> tuple[Seen, Mapping[str, Seen]]:
    """Read what each sheet says of itself, and what the workbook says where all its parts agree.

    Returns
    -------
    tuple
        Of the workbook, and by sheet. A sheet that says nothing has what the workbook says.
    """
    own = {grid.title: _sheet(grid, book) for grid in book.grids}
    ids = [seen.id for seen in own.values() if seen.id is not None]
    if not ids and (found := _read_id(book.keywords)):
        ids = [found]
    whole = Seen(
        ids[0] if len(set(ids)) == 1 else None,
        _only(seen.unit for seen in own.values()),
        _only(seen.as_of for seen in own.values()),
        _only(seen.filled_by for seen in own.values()),
        _only(seen.filled_on for seen in own.values()),
    )
    each = {
        title: Seen(
            seen.id or whole.id,
            seen.unit or whole.unit,
            seen.as_of if seen.as_of is not None else whole.as_of,
            seen.filled_by or whole.filled_by,
            seen.filled_on or whole.filled_on,
        )
        for title, seen in own.items()
    }
    return whole, each


def _only(values: Iterable[T | None]) -> T | None:
    """Give what all that say anything say alike."""
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else None


def _sheet(grid: Grid, book: Book) -> Seen:
    ids = {found for cell in grid.cells() if isinstance(cell.value, str)
           and (found := _read_id(cell.value))}  # fmt: skip
    found_id = next(iter(ids)) if len(ids) == 1 else None
    labels = _labels()
    beside: dict[str, Cell] = {}
    for row in grid.rows.values():
        for column, cell in row.items():
            if not isinstance(cell.value, str) or cell.merged:
                continue
            label, mark, rest = folded(cell.value).partition("：")
            name = labels.get(label)
            right = row.get(column + 1)
            if name is None or name in beside:
                continue
            if rest:
                said = fold(cell.value).partition(mark)[2].strip()
                beside[name] = replace(cell, value=said)
            elif right is not None and not _label(right):
                beside[name] = right
    form_day = found_id.as_of if found_id else None
    as_of = _day(beside.get("as_of_label"), None, book)
    return Seen(
        found_id,
        beside["unit_label"].text or None if "unit_label" in beside else None,
        None if as_of is None else pd.Timestamp(as_of),
        beside["filler_label"].text or None if "filler_label" in beside else None,
        _filled(beside.get("filled_on_label"), form_day, book),
    )


def _label(cell: Cell) -> bool:
    return isinstance(cell.value, str) and folded(cell.value).partition("：")[0] in _labels()


def _labels() -> Mapping[str, str]:
    names = ("unit_label", "as_of_label", "filler_label", "phone_label", "filled_on_label")
    return {folded(data()[lang][name]): name for name in names for lang in LANGUAGES}


def _day(cell: Cell | None, form_day: pd.Timestamp | None, book: Book) -> date | None:
    if cell is None or cell.error or cell.value is None:
        return None
    found = day(cell, form_day=form_day, epoch=book.epoch)
    return found.day if isinstance(found, Day) else None


def _filled(cell: Cell | None, form_day: pd.Timestamp | None, book: Book) -> date | None:
    """Read the day of filling: without a year, it is the first such day after the form's."""
    found = _day(cell, None, book)
    if found is not None or cell is None or form_day is None:
        return found
    # Each half year asks for the days up to its end, so that every month has its year once.
    ends = [(year, *end) for year in (form_day.year, form_day.year + 1) for end in _HALF_YEARS]
    for year, month, last in ends:
        read = day(cell, form_day=pd.Timestamp(year, month, last), epoch=book.epoch)
        if isinstance(read, Day) and read.day >= form_day.date():
            return read.day
    return None


def _headings(grid: Grid) -> dict[int, dict[str, int]]:
    """Find the lines of headings: row → name of column → where."""
    found: dict[int, dict[str, int]] = {}
    for number, row in grid.rows.items():
        names: dict[str, int] = {}
        for column, cell in row.items():
            if isinstance(cell.value, str) and (name := heading(cell.value)):
                names.setdefault(name, column)
        kinds = {columns()[name].kind for name in names}
        if len(names) >= _ENOUGH and "entry" in kinds and ("sentence" in names or "item" in names):
            found[number] = names
    return found


def lines(grid: Grid) -> list[Line] | None:
    """Give the rows below the lines of headings, or None where the sheet has no such line.

    Parameters
    ----------
    grid : Grid
        A sheet.

    Returns
    -------
    list of Line or None
        Each with its cells by name of column, and the cells under no heading of ours, with what
        stands over them. Our own small print is left out.
    """
    heads = _headings(grid)
    if not heads:
        return None
    found: list[Line] = []
    names: dict[str, int] = {}
    over: dict[int, str] = {}
    for number, row in grid.rows.items():
        if number in heads:
            names = heads[number]
            over = {column: cell.text for column, cell in row.items()}
            continue
        if not names or (names.get("item") not in row and _small_print(row)):
            continue
        cells = {name: row[column] for name, column in names.items() if column in row}
        known = set(names.values())
        extra = tuple(
            (over.get(column), cell)
            for column, cell in row.items()
            if column not in known and not cell.merged
        )
        if cells or extra:
            found.append(Line(number, number in grid.hidden_rows, cells, extra))
    return found


def _small_print(row: Mapping[int, Cell]) -> bool:
    """Say whether a line is our own: the id, the mark of simulated data, labels and their cells.

    A line that holds anything else is a row, whatever one of its cells begins with.
    """
    own = {folded(data()[lang]["simulated"]) for lang in LANGUAGES}
    ours: set[int] = set()
    for column, cell in row.items():
        if isinstance(cell.value, str) and _label(cell):
            ours |= {column, column + 1}
        elif isinstance(cell.value, str) and (_read_id(cell.value) or folded(cell.value) in own):
            ours.add(column)
    return bool(ours) and all(column in ours for column, cell in row.items() if not cell.merged)
