"""Where a bureau's return stands in its file (报送表): heading, rows, and the period it prints.

The heading is known by its words, wherever it stands and in whatever order its columns are
(``grammar/progress.toml``); notes across the table and repeated headings are no rows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zctrack.errors import FileError, OptionError, ZctrackError
from zctrack.extract import calendar
from zctrack.extract.fold import fold
from zctrack.extract.lexer import scan
from zctrack.formats.file_tables import Grid
from zctrack.formats.grid import coordinate
from zctrack.formats.read import document
from zctrack.grammar import load

__all__ = [
    "Row",
    "Source",
    "content",
    "heading",
    "is_simulated",
    "printed_day",
    "rows",
    "titles",
]

Source = str | os.PathLike[str] | bytes

_NEEDED = ("goal", "progress")
_ONE_OF = ("units", "officials", "done")
_HEADING_WITHIN = 30
_LONGEST_HEADING = 20
_TITLE_WITHIN = 300
_PERIODS = ("quarter", "half", "months")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a return, by the meaning of its columns; row and column count from 0."""

    grid: int
    sheet: str
    number: int
    column: int
    cells: Mapping[str, str]

    @property
    def cell(self) -> str:
        """Where its words stand: F7."""
        return coordinate(self.number + 1, self.column + 1)


def content(source: Source) -> tuple[str | None, bytes]:
    """A file's name, where it has one, and its bytes.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    if isinstance(source, bytes):
        return None, source
    try:
        return Path(source).name, Path(source).read_bytes()
    except OSError as error:
        raise FileError(
            f"the file cannot be read ({error.strerror or error})", where=str(source)
        ) from None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """What each column of a row is, where the row is read as a heading."""
    found: dict[str, int] = {}
    for at, words in enumerate(row):
        plain = re.sub(r"[\s（）()]", "", fold(words))
        if not plain or len(plain) > _LONGEST_HEADING:
            continue
        for rule in load.rules("progress", "column"):
            if load.pattern(rule["pattern"], "progress").fullmatch(plain):
                found.setdefault(rule["id"], at)
                break
    return found


def heading(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Where a grid's heading stands (from 0), and its columns; None where it has none.

    Examples
    --------
    >>> heading(Grid("表1", (("完成情况",), ("年 度 目 标", "是否完成", "进展情况"))))
    (1, {'goal': 0, 'done': 1, 'progress': 2})
    """
    for number, row in enumerate(grid.rows[:_HEADING_WITHIN]):
        columns = _columns(row)
        if all(c in columns for c in _NEEDED) and any(c in columns for c in _ONE_OF):
            return number, columns
    return None


def rows(grids: Sequence[Grid]) -> Iterator[Row]:
    """Every row of every table with a return's heading, in the file's order."""
    for at, grid in enumerate(grids, start=1):
        found = heading(grid)
        if found is None:
            continue
        top, columns = found
        for number, row in enumerate(grid.rows[top + 1 :], start=top + 1):
            cells = {c: row[i].strip() if i < len(row) else "" for c, i in columns.items()}
            if _is_data(row, cells):
                yield Row(at, grid.sheet, number, columns["progress"], cells)


def _is_data(row: Sequence[str], cells: Mapping[str, str]) -> bool:
    """Whether a row reports: no blank one, no note across the table, no repeated heading."""
    filled = {cell for cell in row if cell.strip()}
    if len(filled) < 2 or not (cells["goal"] or cells["progress"]):
        return False
    return not all(c in _columns(row) for c in _NEEDED)


def titles(grids: Sequence[Grid], data: bytes, file: str) -> list[str]:
    """What a return says of itself: the words above its rows, the document's first, its name."""
    texts = []
    for grid in grids:
        found = heading(grid)
        if found is not None:
            above = [cell for row in grid.rows[: found[0] + 1] for cell in dict.fromkeys(row)]
            texts.append("\n".join(above))
    # A workbook is no document of running text: its rows above the heading are all it has.
    with suppress(ZctrackError):
        texts.append(document(data, name=file).text[:_TITLE_WITHIN])
    return [*texts, file]


def is_simulated(texts: Sequence[str]) -> bool:
    """Whether a return calls itself made up (模拟数据).

    Examples
    --------
    >>> is_simulated(["三季度完成情况（模拟数据）"]), is_simulated(["三季度完成情况"])
    (True, False)
    """
    marks = [load.pattern(r["pattern"], "progress") for r in load.rules("progress", "simulated")]
    return any(mark.search(fold(text)) for mark in marks for text in texts)


def printed_day(texts: Sequence[str], file: str) -> date:
    """The end of the period that a return prints, the nearest to its rows first.

    Raises
    ------
    OptionError
        If no quarter is printed, or no year.

    Examples
    --------
    >>> printed_day(["区水利局2020年任务完成情况", "第三季度任务目标"], "a.xlsx")
    datetime.date(2020, 9, 30)
    """
    tokens = [t for text in texts for t in scan(fold(text)) if t.kind == "time"]
    years = [int(t.groups["Y"]) for t in tokens if t.groups.get("Y")]
    for token in tokens:
        if token.fields["span"] in _PERIODS and years:
            when = calendar.read(token, base=years[0], carried=None, region=None)
            if when.until is not None:
                return when.until
    raise OptionError(
        "no quarter is printed in the title, the heading or the file's name",
        where=file,
        todo="Give as_of, the last day of the return's quarter.",
    )
