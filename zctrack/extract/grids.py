"""Tables as cells (表格): columns by their headings, and the rows of a file's own tables.

A file says which cell stands where and which are merged; `zctrack.extract.line_grids` finds the
same in plain text. Both give a `Grid`, so that what is carried from one row to the next is told in
one place (`zctrack.extract.tables`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zctrack.extract.clause_reader import names
from zctrack.grammar import load
from zctrack.notice import Block

__all__ = [
    "Cell",
    "Column",
    "Grid",
    "Line",
    "column_of",
    "fits",
    "is_ditto",
    "is_header",
    "of_blocks",
]

INDEX = re.compile(r"（?\d{1,3}(?:[-—.]\d{1,3})?）?[.、]?\Z")
CHAPTER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_REMARK = re.compile(r"（[^（）]*）\Z")
# A cell with more characters, spaces and remarks among them, heads no column.
LONGEST_HEADING = 60
NOTE = re.compile(r"(?:备注|附注|附件|说明|注)：")
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


# --- headings -------------------------------------------------------------------------------------
@functools.cache
def _columns() -> Mapping[str, tuple[str, str | None]]:
    return {
        word.replace(" ", ""): (row["id"], row.get("label"))
        for row in load.rules("roles", "column")
        for word in row["words"]
    }


@functools.cache
def heading_leads() -> frozenset[str]:
    """The characters that a known heading can begin with, spaces among them."""
    return frozenset(word[0] for word in _columns()) | frozenset(" \t\r\u3000\xa0")


def column_of(folded: str, start: int, end: int) -> Column | None:
    """The known column that a heading names, or None."""
    bare = "".join(folded[start:end].split())
    known = _columns().get(_REMARK.sub("", bare) if "（" in bare else bare)
    return Column(*known, bare, (start, end)) if known else None


def is_header(columns: Sequence[Column], least: int) -> bool:
    """Whether known headings are enough for a header that names who answers."""
    labelled = [c for c in columns if c.label and c.label != "limit"]
    return len(columns) >= least and bool(labelled)


# --- a file's own cells ---------------------------------------------------------------------------
def of_blocks(folded: str, blocks: Sequence[Block]) -> Iterator[Grid]:
    """The responsibility tables among a file's own tables, in text order.

    Parameters
    ----------
    folded : str
        The shadow text.
    blocks : sequence of Block
        Where the file's cells stand.
    """
    tables: dict[int, dict[int, list[Block]]] = {}
    for block in blocks:
        if block.table is None:
            continue
        tables.setdefault(block.table or 0, {}).setdefault(block.row or 0, []).append(block)
    for rows in tables.values():
        grid = _of_table(folded, [rows[at] for at in sorted(rows)])
        if grid is not None:
            yield grid


def _of_table(folded: str, rows: Sequence[Sequence[Block]]) -> Grid | None:
    for at, row in enumerate(rows[:4]):
        known = _headings(folded, row)
        if not is_header(list(known.values()), 2) or len(row) < 2:
            continue
        columns = {
            b.column or 0: Column("text", None, folded[b.start : b.end], (b.start, b.end))
            for b in row
        } | known
        start, first = row[0].start, at + 1
        # 责任单位 over 牵头单位 and 配合单位: the second line of a header says more.
        while first < len(rows) and is_header(
            list((more := _headings(folded, rows[first])).values()), 1
        ):
            columns |= more
            first += 1
        lines = [
            Line(cells, goes_on=_continues(cells, columns, folded))
            for row in rows[first:]
            if len(cells := _cells(row)) > 1
            and sum(bool(folded[c.start : c.end].strip()) for c in cells) > 1
            and not is_header(list(_headings(folded, row).values()), 2)
        ]
        if lines:
            return Grid(start, columns, tuple(lines))
    return None


def _headings(folded: str, row: Sequence[Block]) -> dict[int, Column]:
    found = {b.column or 0: column_of(folded, b.start, b.end) for b in row}
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


# --- words in cells ---
def fits(cells: Sequence[str], header: Sequence[Column]) -> bool:
    """Whether words are such as stand under these headings, without an index."""
    known = names()
    told = False
    for column, words in zip(header, cells, strict=False):
        if column.id == "index":
            if words:
                return False
        elif not words:
            continue
        elif NOTE.match(words) or CHAPTER.match(words):
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
