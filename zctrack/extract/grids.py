"""Tables as cells (表格): the lines of a header and of the rows behind it, each cell in its column.

A table comes three ways: a file says which cell stands where and which are merged, tabs part the
cells of a line, or there is one cell a line. All give the same grid, so that what is carried from
one row to the next is told in one place (`zctrack.extract.tables`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zctrack.extract.clause_reader import names
from zctrack.grammar import load
from zctrack.notice import Block

__all__ = ["Cell", "Column", "Grid", "Line", "grids", "is_ditto"]

_INDEX = re.compile(r"（?\d{1,3}(?:[-—.]\d{1,3})?）?[.、]?\Z")
_CHAPTER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_CELL_END = re.compile(r"[\n\t]")
_SPACE = re.compile(r"[ \r\n]")
_REMARK = re.compile(r"（[^（）]*）\Z")
# A cell with more characters, spaces and remarks among them, heads no column.
_LONGEST_HEADING = 60
_NOTE = re.compile(r"(?:备注|附注|附件|说明|注)：")
# An unknown heading between known ones: a few words, or a year's column.
_HEADING = re.compile(r"(?:20\d{2}年)?[\u4e00-\u9fff（）/、]{0,10}\Z")
_MOST_COLUMNS = 14
# A name or a time in a cell is short; a task's text is not.
_LONGEST_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its heading says, and the label that it stands for."""

    id: str
    label: str | None
    heading: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column's place, its stretch, and whether a cell above covers it."""

    column: int
    start: int
    end: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, and whether its index is left to the row above."""

    cells: tuple[Cell, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: where its header begins, its columns by place, its rows."""

    start: int
    columns: Mapping[int, Column]
    lines: tuple[Line, ...]

    @property
    def index(self) -> int | None:
        """The place of the column of indices."""
        return next((k for k, c in self.columns.items() if c.id == "index"), None)


def grids(folded: str, blocks: Sequence[Block] = ()) -> Iterator[Grid]:
    """The responsibility tables of a text, in text order.

    Parameters
    ----------
    folded : str
        The shadow text.
    blocks : sequence of Block
        Where the file's cells stand, if it told.
    """
    placed = [block for block in blocks if block.table is not None]
    if placed:
        taken = []
        for grid in _of_blocks(folded, placed):
            taken.append((grid.start, grid.lines[-1].cells[-1].end))
            yield grid
        if taken:
            return
    yield from _of_lines(folded)


# --- headings -------------------------------------------------------------------------------------
@functools.cache
def _columns() -> Mapping[str, tuple[str, str | None]]:
    return {
        word.replace(" ", ""): (row["id"], row.get("label"))
        for row in load.rules("roles", "column")
        for word in row["words"]
    }


def _column(folded: str, start: int, end: int) -> Column | None:
    bare = _SPACE.sub("", folded[start:end])
    known = _columns().get(_REMARK.sub("", bare))
    return Column(*known, bare, (start, end)) if known else None


def _is_header(columns: Sequence[Column], least: int) -> bool:
    labelled = [c for c in columns if c.label and c.label != "limit"]
    return len(columns) >= least and bool(labelled)


# --- a file's own cells ---------------------------------------------------------------------------
def _of_blocks(folded: str, placed: Sequence[Block]) -> Iterator[Grid]:
    tables: dict[int, dict[int, list[Block]]] = {}
    for block in placed:
        tables.setdefault(block.table or 0, {}).setdefault(block.row or 0, []).append(block)
    for rows in tables.values():
        grid = _of_table(folded, [rows[at] for at in sorted(rows)])
        if grid is not None:
            yield grid


def _of_table(folded: str, rows: Sequence[Sequence[Block]]) -> Grid | None:
    for at, row in enumerate(rows[:4]):
        known = _headings(folded, row)
        if not _is_header(list(known.values()), 2) or len(row) < 2:
            continue
        columns = {
            b.column or 0: Column("text", None, folded[b.start : b.end], (b.start, b.end))
            for b in row
        } | known
        start, first = row[0].start, at + 1
        # 责任单位 over 牵头单位 and 配合单位: the second line of a header says more.
        while first < len(rows) and _is_header(
            list((more := _headings(folded, rows[first])).values()), 1
        ):
            columns |= more
            first += 1
        lines = [
            Line(cells, goes_on=_continues(cells, columns, folded))
            for row in rows[first:]
            if len(cells := _cells(row)) > 1
            and sum(bool(folded[c.start : c.end].strip()) for c in cells) > 1
            and not _is_header(list(_headings(folded, row).values()), 2)
        ]
        if lines:
            return Grid(start, columns, tuple(lines))
    return None


def _headings(folded: str, row: Sequence[Block]) -> dict[int, Column]:
    found = {b.column or 0: _column(folded, b.start, b.end) for b in row}
    return {place: column for place, column in found.items() if column is not None}


def _cells(row: Sequence[Block]) -> tuple[Cell, ...]:
    return tuple(Cell(b.column or 0, b.start, b.end, b.merged) for b in row)


def _continues(cells: Sequence[Cell], columns: Mapping[int, Column], folded: str) -> bool:
    """Whether the row belongs to the unit above: its index, or its first text, is merged."""
    index = next((k for k, c in columns.items() if c.id == "index"), None)
    if index is not None:
        mine = next((c for c in cells if c.column == index), None)
        return mine is None or not folded[mine.start : mine.end].strip()
    first = next((c for c in cells if columns.get(c.column, _NO_COLUMN).id == "text"), None)
    return first is not None and first.merged


_NO_COLUMN = Column("none", None, "")


# --- lines and tabs -------------------------------------------------------------------------------
def _of_lines(folded: str) -> Iterator[Grid]:
    # A cell is a line, or what stands between two tabs of one.
    cuts = [cut.start() for cut in _CELL_END.finditer(folded)]
    pieces = list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(folded)], strict=True))
    i = 0
    while i < len(pieces):
        header, j = _flat_header(folded, pieces, i)
        if _is_header([c for c in header if c.id != "unknown"], 3):
            read = _tabbed_rows if _tabbed(folded, pieces[i]) else _flat_rows
            lines, j = read(folded, pieces, j, header)
            if lines:
                yield Grid(pieces[i][0], dict(enumerate(header)), tuple(lines))
            i = max(j, i + 1)
        else:
            i += 1


def _flat_header(
    folded: str, pieces: Sequence[tuple[int, int]], i: int
) -> tuple[list[Column], int]:
    """A run of headings; unknown ones count between known ones."""
    begin, end = pieces[i]
    first = _column(folded, begin, end) if end - begin <= _LONGEST_HEADING else None
    if first is None:
        return [], i
    header = [first]
    last = 1
    tabbed = _tabbed(folded, pieces[i])
    j = i + 1
    while j < len(pieces) and len(header) < _MOST_COLUMNS:
        if tabbed and folded[pieces[j][0] - 1] == "\n":
            break
        start, end = pieces[j]
        words = folded[start:end].strip(" \r")
        column = _column(folded, start, end) if end - start <= _LONGEST_HEADING else None
        if column is None:
            if not words or not _HEADING.match(words) or _CHAPTER.match(words):
                break
            column = Column("unknown", None, words, (start, end))
        header.append(column)
        j += 1
        if column.id != "unknown":
            last = len(header)
    return header[:last], i + last


def _tabbed(folded: str, piece: tuple[int, int]) -> bool:
    return folded.startswith("\t", piece[1])


def _tabbed_rows(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> tuple[list[Line], int]:
    """A line with tabs is a row; a chapter's line has one cell that is not empty."""
    has_index = header[0].id == "index"
    rows: list[Line] = []
    while i < len(pieces):
        cells = [pieces[i]]
        while _tabbed(folded, pieces[i]):
            i += 1
            cells.append(pieces[i])
        i += 1
        words = [folded[start:end].strip() for start, end in cells]
        if not any(words) or (len(words) - words.count("") == 1 and _CHAPTER.match("".join(words))):
            continue
        goes_on = has_index and not words[0]
        if len(cells) < 2 or (has_index and words[0] and not _INDEX.match(words[0])):
            return rows, i - len(cells)
        if goes_on and not _fits(words, header):
            continue
        shift = max(0, len(cells) - len(header))
        index = (Cell(0, *cells[0]),) if has_index else ()
        rest = cells[len(index) :]
        rows.append(Line((*index, *_placed(rest, len(index) - shift)), goes_on=goes_on))
    return rows, i


def _flat_rows(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> tuple[list[Line], int]:
    if header[0].id != "index":
        return [], i
    width = len(header) - 1
    rows: list[Line] = []
    while i < len(pieces):
        text = folded[slice(*pieces[i])].strip()
        if rows and not text and _goes_on(folded, pieces, i, header):
            rows.append(Line(_placed(pieces[i : i + width + 1], 0), goes_on=True))
            i += width + 1
            continue
        if not text or (_CHAPTER.match(text) and not _INDEX.match(text)):
            i += 1
            continue
        if not _INDEX.match(text):
            break
        j = i + 1
        cells: list[tuple[int, int]] = []
        while j < len(pieces):
            cell = folded[slice(*pieces[j])].strip()
            if cell and (_INDEX.match(cell) or _CHAPTER.match(cell)) and len(cells) >= 2:
                break
            if _NOTE.match(cell):
                break
            cells.append(pieces[j])
            j += 1
            if len(cells) == width and (
                _row_follows(folded, pieces, j) or _goes_on(folded, pieces, j, header)
            ):
                break
        while len(cells) > width and not folded[slice(*cells[-1])].strip():
            cells.pop()
        # Where the counts differ cells are aligned from the right, where names and times stand.
        shift = max(0, len(cells) - width)
        index = Cell(0, *pieces[i])
        rows.append(Line((index, *_placed(cells, 1 - shift))))
        i = j
    return rows, i


def _placed(cells: Sequence[tuple[int, int]], first: int) -> tuple[Cell, ...]:
    return tuple(Cell(k, start, end) for k, (start, end) in enumerate(cells, first))


def _row_follows(folded: str, pieces: Sequence[tuple[int, int]], j: int) -> bool:
    while j < len(pieces) and not folded[slice(*pieces[j])].strip():
        j += 1
    if j >= len(pieces):
        return True
    text = folded[slice(*pieces[j])].strip()
    return bool(_INDEX.match(text) or _CHAPTER.match(text) or _NOTE.match(text))


def _goes_on(
    folded: str, pieces: Sequence[tuple[int, int]], i: int, header: Sequence[Column]
) -> bool:
    """Whether a row begins here whose index is merged with the one above: it fits the columns."""
    if i + len(header) > len(pieces):
        return False
    return _fits([folded[s:e].strip() for s, e in pieces[i : i + len(header)]], header)


def _fits(cells: Sequence[str], header: Sequence[Column]) -> bool:
    known = names()
    told = False
    for column, words in zip(header, cells, strict=False):
        if column.id == "index":
            if words:
                return False
        elif not words:
            continue
        elif _NOTE.match(words) or _CHAPTER.match(words):
            return False
        elif column.label == "limit":
            if len(words) > _LONGEST_LIMIT:
                return False
        elif column.label is None:
            told = True
        elif not (
            is_ditto(words)
            or column.label.endswith("official")
            or all(known.possible(n) or known.sure(n) for n in re.split(r"[、，；\s]+", words))
        ):
            return False
    return told


@functools.cache
def _dittos() -> frozenset[str]:
    return frozenset(w for row in load.rules("roles", "ditto") for w in row["words"])


def is_ditto(words: str) -> bool:
    """Whether a cell says that it repeats the one above it (〃, 同上)."""
    return re.sub(r"\s", "", words) in _dittos()
