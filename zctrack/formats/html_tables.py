"""Tables of web pages: which of them hold data, and what stands in which cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["cells", "integer", "is_data"]

Element = Any

# One cell that holds most of a table and has many lines is a page's column, not a table's cell.
_FRAME_SHARE = 0.6
_FRAME_LENGTH = 800
# As browsers bound them, and as keeps a damaged page from filling the memory.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65534


def is_data(table: Element) -> bool:
    """Tell whether a table holds data, rather than arranging the page.

    Parameters
    ----------
    table : lxml element
        A ``table``.

    Returns
    -------
    bool
        False for tables around tables, of one column, or with a cell that holds the page's text.
    """
    if (table.get("role") or "") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if all(len(row) <= 1 for row in rows):
        return False
    lengths = [len("".join(cell.itertext())) for row in rows for cell in row]
    longest = max(lengths, default=0)
    return longest < _FRAME_LENGTH or longest < _FRAME_SHARE * sum(lengths)


def cells(
    table: Element, text_of: Callable[[Element], str]
) -> Iterator[tuple[int, int, str | None]]:
    """Yield row, column and text of each cell, row by row.

    Parameters
    ----------
    table : lxml element
        A ``table`` that holds data.
    text_of : callable
        Gives a cell's text.

    Yields
    ------
    tuple of int, int, str or None
        Row and column from 1; a cell over several rows comes again, as None, in each further row.
    """
    for caption in table.iterchildren("caption"):
        yield 1, 1, text_of(caption)
    # Columns that a cell of a row above still covers: first column → rows left, width.
    covered: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(table.iter("tr"), start=1):
        column = 1
        begun: dict[int, tuple[int, int]] = {}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in covered:
                yield at, column, None
                column += covered[column][1]
            width = min(max(integer(cell.get("colspan"), 1), 1), _MOST_COLUMNS)
            height = integer(cell.get("rowspan"), 1) or _MOST_ROWS
            yield at, column, text_of(cell)
            if height > 1:
                begun[column] = (height, width)
            column += width
        for place in sorted(place for place in covered if place >= column):
            yield at, place, None
        covered = {
            place: (left - 1, width)
            for place, (left, width) in sorted((covered | begun).items())
            if left > 1
        }


def integer(value: str | None, default: int) -> int:
    """Get a whole number from an attribute; the default where it is missing or no number."""
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default
