"""Rows of responsibility tables (责任分工表): units with an index, whose cells are their clause.

What one cell says for several rows is carried down to each: a cell merged over them, 〃 and 同上, a
blank where the notice says that a blank repeats the row above, or a blank in a row whose own index
is merged. A carried name or time stands where it is printed, in the row above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zctrack.extract.clause_reader import Clause
from zctrack.extract.grids import Cell, Column, Grid, Line, is_ditto, of_blocks
from zctrack.extract.lexer import Token
from zctrack.extract.line_grids import of_lines
from zctrack.grammar import load
from zctrack.notice import Block

__all__ = ["Row", "Sheet", "carry_limits", "sheets", "with_rows"]

_YEAR = re.compile(r"20\d{2}年")
# How far from its table a remark on blanks is looked for.
_REMARK = 400
# A blank in these says nothing by itself: a task may have no supporting body.
_MAY_BE_EMPTY = ("support_unit", "support_official", "guide_unit")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where its index stands, and its cells as (label, start, end).

    ``value`` is the printed index; it is None in a row that belongs to the unit above. ``carried``
    are the cells of rows above that hold for this one too. ``headings`` are the stretches of the
    cells' headings, in a table with a column for each year.
    """

    start: int
    index_end: int
    value: str | None
    end: int
    cells: tuple[tuple[str | None, int, int], ...]
    carried: tuple[tuple[str, int, int], ...] = ()
    headings: tuple[tuple[int, int] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its header's stretch and its rows."""

    start: int
    end: int
    rows: tuple[Row, ...]


def sheets(folded: str, blocks: Sequence[Block] = ()) -> list[Sheet]:
    """The tables of a text.

    Parameters
    ----------
    folded : str
        The shadow text.
    blocks : sequence of Block
        Where the file's cells stand, if it told.

    Returns
    -------
    list of Sheet
        In text order; empty where no line run looks like a header.
    """
    found: list[Sheet] = []
    # Where a file's own tables are read, its lines hold no other.
    for grid in list(of_blocks(folded, blocks)) or of_lines(folded):
        rows = _rows(folded, grid)
        if rows:
            found.append(Sheet(grid.start, rows[-1].end, tuple(rows)))
    return found


def _rows(folded: str, grid: Grid) -> list[Row]:
    blanks = _blanks_repeat(folded, grid)
    by_year = any(_YEAR.match(column.heading) for column in grid.columns.values())
    above: dict[int, tuple[int, int]] = {}
    rows: list[Row] = []
    for line in grid.lines:
        carried = _carried(folded, grid.columns, line, above, blanks)
        index = next((c for c in line.cells if c.column == grid.index), None)
        first, last = line.cells[0], line.cells[-1]
        value: str | None
        if line.goes_on and rows:
            start = index_end = (index or first).start
            value = None
        elif index is not None and (number := _number(folded[index.start : index.end])):
            start, index_end, value = index.start, index.end, number
        else:
            # A table without indices: the row begins with its first cell, and has no label.
            start = index_end = first.start
            value = str(1 + sum(row.value is not None for row in rows))
        mine = [(c, grid.columns.get(c.column)) for c in line.cells if c is not index]
        cells = tuple((column.label if column else None, c.start, c.end) for c, column in mine)
        headings = tuple(column.span if column else None for _, column in mine) if by_year else ()
        rows.append(Row(start, index_end, value, last.end, cells, carried, headings))
    return rows


def _number(words: str) -> str | None:
    found = re.search(r"\d{1,3}(?=\D*\Z)|[一二三四五六七八九十]{1,3}", words)
    return found.group() if found else None


def _carried(
    folded: str,
    columns: Mapping[int, Column],
    line: Line,
    above: dict[int, tuple[int, int]],
    blanks: frozenset[int],
) -> tuple[tuple[str, int, int], ...]:
    """The cells above that hold for this row; `above` goes on to the next row."""
    carried: list[tuple[str, int, int]] = []
    printed = {c.column: c for c in line.cells}
    for place, column in columns.items():
        if column.label is None:
            continue
        cell = printed.get(place)
        words = folded[cell.start : cell.end].strip() if cell else ""
        if cell is not None and words and not is_ditto(words):
            above[place] = (cell.start, cell.end)
        elif words or _repeats(column, cell, line, place in blanks):
            if place in above:
                carried.append((column.label, *above[place]))
        else:
            above.pop(place, None)
    return tuple(carried)


def _repeats(column: Column, cell: Cell | None, line: Line, told: bool) -> bool:
    """Whether a blank cell says the same as the one above it."""
    if cell is not None and cell.merged:
        return True
    return told or (line.goes_on and cell is not None and column.label not in _MAY_BE_EMPTY)


def _blanks_repeat(folded: str, grid: Grid) -> frozenset[int]:
    """The columns of which the notice says that a blank repeats the row above."""
    end = grid.lines[-1].cells[-1].end
    for row in load.rules("roles", "blank"):
        pattern = load.pattern(row["pattern"], "roles")
        for start, stop in ((end, end + _REMARK), (max(0, grid.start - _REMARK), grid.start)):
            if hit := pattern.search(folded, start, stop):
                named = {k for k, c in grid.columns.items() if c.heading and c.heading in hit[0]}
                labelled = {
                    k for k, c in grid.columns.items() if c.label and c.label not in _MAY_BE_EMPTY
                }
                return frozenset(named or labelled)
    return frozenset()


def with_rows(tokens: Sequence[Token], tables: Sequence[Sheet]) -> list[Token]:
    """The tokens with each row's index as a mark.

    Numbering inside a cell that ranks as high as the rows do is no unit of its own: the row is.
    """
    rows = [row for table in tables for row in table.rows]
    marks = [
        Token("mark", "row", row.start, row.index_end, {"v": row.value}, {"id": "row"})
        for row in rows
        if row.value is not None
    ]
    if not marks:
        return list(tokens)
    inner = {s["id"] for s in load.rules("numbering", "style") if s["rank"] > 6}
    stretches = sorted((row.start, row.index_end, row.end) for row in rows)
    kept: list[Token] = []
    i = 0
    for token in tokens:
        while i < len(stretches) and stretches[i][2] <= token.start:
            i += 1
        if i < len(stretches) and stretches[i][0] < token.end:
            in_index = token.start < stretches[i][1]
            in_row = stretches[i][0] <= token.start
            if in_index or (in_row and token.kind == "mark" and token.form not in inner):
                continue
        kept.append(token)
    return sorted([*marks, *kept], key=lambda t: t.start)


def carry_limits(
    clauses: Sequence[Clause], coverage: dict[int, list[tuple[str, int]]]
) -> dict[int, list[tuple[str, int]]]:
    """Coverage in which a carried time limit holds for the tasks of the rows below it too.

    Parameters
    ----------
    clauses : sequence of Clause
        All of them; those of rows know the time limits that they took from above.
    coverage : dict of int to list
        Clause number → the keys and measures of the tasks that it covers.
    """
    if not any(clause.carried_limits for clause in clauses):
        return coverage
    wider = {number: list(tasks) for number, tasks in coverage.items()}
    by_limit = {span: c.number for c in clauses if c.form == "cells" for span in c.limits}
    for clause in clauses:
        for span in clause.carried_limits:
            tasks = wider.get(by_limit.get(span, -1))
            if tasks is not None:
                tasks += [t for t in coverage.get(clause.number, []) if t not in tasks]
    return wider
