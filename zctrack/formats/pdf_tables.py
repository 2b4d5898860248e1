"""Tables with ruled columns on the pages of a PDF: from lines to a grid, from a grid to cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zctrack.formats.pdf_furniture import data, pattern
from zctrack.formats.pdf_lines import joined, lines_of
from zctrack.formats.pdf_pages import Glyph, Page, Rule

__all__ = ["Row", "Table", "continued", "tables_of"]

# In points: rules nearer than this touch; edges nearer than this are one.
_TOUCH = 4.0
_SAME = 3.0
# More rules than this on one page is no table that anybody reads.
_MOST_RULES = 3000
_MOST_SLOTS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row: column (from 1) and text; a cell that goes on from above is empty.

    ``merged`` are the columns of the latter.
    """

    cells: tuple[tuple[int, str], ...]
    page: int
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One table on one page: its frame, the edges of its columns, and its rows."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    columns: tuple[float, ...]
    rows: tuple[Row, ...]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands in the table."""
        middle = (glyph.left + glyph.right) / 2
        height = glyph.base + glyph.size / 3
        return self.left <= middle < self.right and self.bottom < height <= self.top

    def like(self, other: Table) -> bool:
        """Whether another table has the same columns."""
        return len(self.columns) == len(other.columns) and all(
            abs(mine - theirs) < 2 * _SAME
            for mine, theirs in zip(self.columns, other.columns, strict=True)
        )


def tables_of(page: Page) -> list[Table]:
    """Find the tables of a page: at least two columns, divided by rules.

    Parameters
    ----------
    page : Page
        The page.

    Returns
    -------
    list of Table
        From the top down.
    """
    if not 4 <= len(page.rules) <= _MOST_RULES:
        return []
    found = [_table(page, group) for group in _touching(page.rules)]
    tables = [table for table in found if table is not None]
    return sorted(tables, key=lambda table: -table.top)


def continued(rows: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """Join the rows of a table with those on the next page.

    A heading row that is printed again is left out. A first row whose leading cell is empty, and
    that has no number of its own, is the rest of the last row of the page before.

    Parameters
    ----------
    rows, more : sequence of Row
        Before and after the page break.

    Returns
    -------
    list of Row
    """
    rest = list(more)
    if rows and rest and rest[0].cells == rows[0].cells:
        rest = rest[1:]
    if not rows or not rest:
        return [*rows, *rest]
    last, first = rows[-1], rest[0]
    texts = dict(first.cells)
    begun = dict(last.cells)
    goes_on = (
        [column for column, _ in last.cells] == [column for column, _ in first.cells]
        and not first.cells[0][1]
        and any(texts.values())
        and all(begun[column] or not text for column, text in texts.items())
        and not any(pattern("numbering").match(text) for text in texts.values())
    )
    if not goes_on:
        return [*rows, *rest]
    whole = Row(
        tuple((column, joined(text, texts[column])) for column, text in last.cells),
        last.page,
        last.merged,
    )
    return [*rows[:-1], whole, *rest[1:]]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group the rules that touch one another, directly or through others."""
    group = list(range(len(rules)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    flat = [(i, rule) for i, rule in enumerate(rules) if rule.horizontal]
    upright = [(i, rule) for i, rule in enumerate(rules) if not rule.horizontal]
    for i, across in flat:
        for j, down in upright:
            if (
                across.begin - _TOUCH <= down.at <= across.end + _TOUCH
                and down.begin - _TOUCH <= across.at <= down.end + _TOUCH
            ):
                group[root(i)] = root(j)
    grouped: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        grouped.setdefault(root(index), []).append(rule)
    return [members for members in grouped.values() if len(members) >= 4]


def _table(page: Page, rules: Sequence[Rule]) -> Table | None:
    flat = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if len(flat) < 2 or not upright:
        return None
    # Tables are often open at their sides: the horizontal rules say how far they reach.
    columns = _edges(
        [r.at for r in upright] + [min(r.begin for r in flat), max(r.end for r in flat)]
    )
    heights = _edges(
        [r.at for r in flat] + [min(r.begin for r in upright), max(r.end for r in upright)]
    )
    heights.reverse()
    width, height = len(columns) - 1, len(heights) - 1
    if width < 2 or height < 1 or width * height > _MOST_SLOTS:
        return None
    owner = _merged(columns, heights, flat, upright)
    inside: dict[int, list[Glyph]] = {}
    for glyph in page.glyphs:
        column = _slot(columns, (glyph.left + glyph.right) / 2)
        row = _slot([-h for h in heights], -(glyph.base + glyph.size / 3))
        if column is not None and row is not None:
            inside.setdefault(owner[row * width + column], []).append(glyph)
    if len(set(owner)) < 2 or not inside:
        return None
    rows = []
    for at in range(height):
        cells = []
        merged = set()
        for column in range(width):
            slot = at * width + column
            own = owner[slot]
            # A cell is named by its first slot; further slots in its row are the same cell, those
            # in later rows go on from above.
            if own == slot:
                cells.append((column + 1, _cell_text(inside.get(own, []), page.number)))
            elif own % width == column and own < at * width:
                cells.append((column + 1, ""))
                merged.add(column + 1)
        rows.append(Row(tuple(cells), page.number, frozenset(merged)))
    return Table(
        page.number, columns[0], heights[-1], columns[-1], heights[0], tuple(columns), tuple(rows)
    )


def _edges(places: Sequence[float]) -> list[float]:
    """Make edges that lie close together one, from low to high."""
    edges: list[list[float]] = []
    for place in sorted(places):
        if edges and place - edges[-1][-1] < _SAME:
            edges[-1].append(place)
        else:
            edges.append([place])
    return [sum(near) / len(near) for near in edges]


def _slot(edges: Sequence[float], place: float) -> int | None:
    return next((i for i, (low, high) in enumerate(pairwise(edges)) if low <= place < high), None)


def _merged(
    columns: Sequence[float],
    heights: Sequence[float],
    flat: Sequence[Rule],
    upright: Sequence[Rule],
) -> list[int]:
    """For each slot of the grid, the first slot of its cell: slots without a rule between merge."""
    width, height = len(columns) - 1, len(heights) - 1
    owner = list(range(width * height))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        owner[high] = low

    on_columns = [[r for r in upright if abs(r.at - edge) < _SAME] for edge in columns]
    on_heights = [[r for r in flat if abs(r.at - edge) < _SAME] for edge in heights]
    for row in range(height):
        middle = (heights[row] + heights[row + 1]) / 2
        for column in range(width - 1):
            if not _crossed(on_columns[column + 1], middle):
                join(row * width + column, row * width + column + 1)
    for row in range(height - 1):
        for column in range(width):
            middle = (columns[column] + columns[column + 1]) / 2
            if not _crossed(on_heights[row + 1], middle):
                join(row * width + column, (row + 1) * width + column)
    return [root(index) for index in range(width * height)]


def _crossed(rules: Sequence[Rule], place: float) -> bool:
    return any(rule.begin <= place <= rule.end for rule in rules)


def _cell_text(glyphs: Sequence[Glyph], page: int) -> str:
    """Join a cell's lines; a stop before, or a number at the beginning, makes a space between."""
    lines = lines_of(glyphs, page)
    text = ""
    for line in lines:
        stopped = text.endswith(tuple(data()["stops"]))
        own = stopped and pattern("numbering").match(line.text) is not None
        text = f"{text} {line.text}" if own else joined(text, line.text)
    return text
