"""Targets by year in a table (分年度目标): a column's heading is the time of its cells.

序号 | 项目 | 2020年 | 2021年 | 责任单位: a number under 2020年 is to be reached by the end of 2020,
and what it measures is named once, in the row's first words.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence

from zctrack.extract.calendar import When
from zctrack.extract.dates import Deadline
from zctrack.extract.quantities import Quantity
from zctrack.extract.tables import Row, Sheet

__all__ = ["apply"]

_YEAR = re.compile(r"(20\d{2})年(?:度)?(?:底|末)?(?:前)?")
_STOP = re.compile(r"[。；\d]")
_LONGEST_NAME = 30


def apply(
    text: str,
    folded: str,
    sheets: Sequence[Sheet],
    deadlines: list[Deadline],
    quantities: Sequence[Quantity],
) -> None:
    """Give numbers in tables their year and their name, where the cells leave them open.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    sheets : sequence of Sheet
        The tables of the text.
    deadlines : list of Deadline
        Those of the text; one is added for each task and heading that gives a number its year. It
        stands where the heading does.
    quantities : sequence of Quantity
        Those of the text; their indicator, and the deadline of targets, are filled in.
    """
    rows = [row for sheet in sheets for row in sheet.rows if row.headings]
    if not rows:
        return
    starts = [row.start for row in rows]
    added: dict[tuple[str, int], Deadline] = {}
    for quantity in quantities:
        row = rows[bisect_right(starts, quantity.start) - 1]
        if row.start <= quantity.start < row.end:
            _fill(text, folded, row, quantity, added)
    # The heading's own year is said with each row that it dates.
    headings = {h[0] for row in rows for h in row.headings if h}
    used = {id(quantity.deadline) for quantity in quantities}
    deadlines[:] = [d for d in deadlines if d.start not in headings or id(d) in used]
    deadlines += added.values()
    deadlines.sort(key=lambda d: d.start)


def _fill(
    text: str,
    folded: str,
    row: Row,
    quantity: Quantity,
    added: dict[tuple[str, int], Deadline],
) -> None:
    cells = zip(row.cells, row.headings, strict=True)
    heading = next((h for (_, s, e), h in cells if s <= quantity.start < e), None)
    if heading is None:
        return
    found = _YEAR.match(folded, *heading)
    if found is None:
        return
    if quantity.indicator is None:
        quantity.indicator = _name(text, folded, row)
    if quantity.deadline is not None or quantity.role != "target":
        return
    year = int(found.group(1))
    key = (quantity.task, heading[0])
    if key not in added:
        when = When(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
        added[key] = Deadline(
            quantity.task, quantity.measure, "implementation", "due", when, None, True,
            "year/column", *found.span(),
        )  # fmt: skip
    quantity.deadline = added[key]


def _name(text: str, folded: str, row: Row) -> str | None:
    """The row's first words, where they are a short phrase."""
    for label, start, end in row.cells:
        words = text[start:end].strip()
        if label is None and words:
            short = len(words) <= _LONGEST_NAME and not _STOP.search(folded, start, end)
            return words if short else None
    return None
