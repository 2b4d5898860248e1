"""Responsibility tables that were flattened to one cell a line (表格).

A run of column headings is a header; the lines behind it are rows, each begun by its index. Cells
are told by their place where a row has as many lines as there are columns, else from the right,
where the columns of names and times stand.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zctrack.extract.lexer import Token
from zctrack.grammar import load

__all__ = ["Row", "Sheet", "sheets", "with_rows"]

_INDEX = re.compile(r"\d{1,3}(?:[-—.]\d{1,3})?\Z")
_CELL_END = re.compile(r"[\n\t]")
_REMARK = re.compile(r"（[^（）]*）\Z")
# A cell with more characters, spaces and remarks among them, heads no column.
_LONGEST_HEADING = 60
_CHAPTER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where its index stands, and its cells as (label, start, end)."""

    start: int
    index_end: int
    value: str
    end: int
    cells: tuple[tuple[str | None, int, int], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its header's stretch and its rows."""

    start: int
    end: int
    rows: tuple[Row, ...]


@functools.cache
def _columns() -> Mapping[str, tuple[str, str | None]]:
    return {
        word.replace(" ", ""): (row["id"], row.get("label"))
        for row in load.rules("roles", "column")
        for word in row["words"]
    }


def sheets(folded: str) -> list[Sheet]:
    """The tables of a text.

    Parameters
    ----------
    folded : str
        The shadow text.

    Returns
    -------
    list of Sheet
        In text order; empty where no line run looks like a header.
    """
    # A cell is a line, or what stands between two tabs of one.
    cuts = [cut.start() for cut in _CELL_END.finditer(folded)]
    lines = list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(folded)], strict=True))
    columns = _columns()
    found: list[Sheet] = []
    i = 0
    while i < len(lines):
        header: list[tuple[str, str | None]] = []
        j = i
        while j < len(lines) and len(header) < 12:
            if lines[j][1] - lines[j][0] > _LONGEST_HEADING:
                break
            cell = folded[slice(*lines[j])].replace(" ", "").strip("\r")
            known = columns.get(_REMARK.sub("", cell))
            if known is None:
                break
            header.append(known)
            j += 1
        labelled = [label for _, label in header if label and label != "limit"]
        if len(header) >= 3 and labelled:
            rows, j = _rows(folded, lines, j, header)
            if rows:
                found.append(Sheet(lines[i][0], rows[-1].end, tuple(rows)))
            i = max(j, i + 1)
        else:
            i += 1
    return found


def _rows(
    folded: str, lines: list[tuple[int, int]], i: int, header: list[tuple[str, str | None]]
) -> tuple[list[Row], int]:
    has_index = header[0][0] == "index"
    width = len(header) - (1 if has_index else 0)
    columns = header[1:] if has_index else header
    rows: list[Row] = []
    while i < len(lines):
        text = folded[slice(*lines[i])].strip()
        if not text:
            i += 1
            continue
        if _CHAPTER.match(text) and not _INDEX.match(text):
            i += 1
            continue
        if not has_index or not _INDEX.match(text):
            break
        start = lines[i][0]
        j = i + 1
        cells: list[tuple[int, int]] = []
        while j < len(lines):
            cell = folded[slice(*lines[j])].strip()
            if cell and (_INDEX.match(cell) or _CHAPTER.match(cell)) and len(cells) >= 2:
                break
            if re.match(r"(?:备注|附注|附件|说明)：", cell):
                break
            cells.append(lines[j])
            j += 1
            if len(cells) == width and _row_follows(folded, lines, j):
                break
        while len(cells) > width and not folded[slice(*cells[-1])].strip():
            cells.pop()
        value = re.split(r"[-—.]", text)[-1]
        stop = cells[-1][1] if cells else lines[i][1]
        rows.append(Row(start, lines[i][1], value, stop, _named(cells, columns)))
        i = j
    return rows, i


def _row_follows(folded: str, lines: list[tuple[int, int]], j: int) -> bool:
    while j < len(lines) and not folded[slice(*lines[j])].strip():
        j += 1
    if j >= len(lines):
        return True
    text = folded[slice(*lines[j])].strip()
    return bool(
        _INDEX.match(text)
        or _CHAPTER.match(text)
        or re.match(r"(?:备注|附注|附件|说明|注)：", text)
    )


def _named(
    cells: list[tuple[int, int]], columns: list[tuple[str, str | None]]
) -> tuple[tuple[str | None, int, int], ...]:
    """Cells with their column's label; where the counts differ they are aligned from the right."""
    shift = len(cells) - len(columns)
    named: list[tuple[str | None, int, int]] = []
    for k, (start, end) in enumerate(cells):
        column = k - shift if shift >= 0 else k
        label = columns[column][1] if 0 <= column < len(columns) else None
        named.append((label, start, end))
    return tuple(named)


def with_rows(tokens: Sequence[Token], tables: Sequence[Sheet]) -> list[Token]:
    """The tokens with each row's index as a mark."""
    rows = {row.start: row for table in tables for row in table.rows}
    if not rows:
        return list(tokens)
    marks = [
        Token("mark", "row", row.start, row.index_end, {"v": row.value}, {"id": "row"})
        for row in rows.values()
    ]
    taken = [(m.start, m.end) for m in marks]
    kept = [t for t in tokens if not any(s < t.end and t.start < e for s, e in taken)]
    return sorted([*kept, *marks], key=lambda t: t.start)
