"""A strip (条带图): parties down, periods across, and what each party has in each period.

A period's column is as wide as the marks that it needs. Where the columns do not fit, their
headings stand upright; what still does not fit is not drawn, and `hidden` says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from zctrack.charts import style
from zctrack.charts.marks import Page, mark, write
from zctrack.wording.parties import in_order
from zctrack.wording.periods import period

__all__ = ["SLOTS", "Strip", "parties"]

SLOTS: Mapping[str, tuple[str, str]] = {
    "due_answering": ("due", "full"),
    "due_supporting": ("due", "light"),
    "lapses_answering": ("expires", "full"),
    "lapses_supporting": ("expires", "light"),
}
"""The counts of a cell, in the order in which they stand, and how each is drawn."""

_LEADING = 3.8


def parties(table: pd.DataFrame, names: pd.DataFrame | None, *, most: int, first: int) -> list[str]:
    """Choose whom a strip shows, in protocol order.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.load`.
    names : DataFrame or None
        names.csv; without it the table's order holds.
    most, first : int
        All parties up to `most`; beyond that the `first` with the heaviest periods.

    Returns
    -------
    list of str

    Examples
    --------
    >>> rows = pd.DataFrame({"party": ["甲", "乙"]} | {name: [1, 2] for name in SLOTS})
    >>> parties(rows, None, most=1, first=1)
    ['乙']
    """
    chosen = list(table["party"].unique())
    if len(chosen) > most:
        heaviest = table.sort_values([*SLOTS], ascending=False, kind="stable")["party"].unique()
        kept = set(heaviest[:first])
        chosen = [who for who in chosen if who in kept]
    return in_order(chosen, names)


class Strip:
    """The columns of a strip: where each period stands and which marks it holds.

    Parameters
    ----------
    table : DataFrame
        The rows of `analysis.deadlines.load` to show.
    slots : sequence of str
        Which of `SLOTS` to show.
    left : float
        Where the columns begin, in millimetres.
    page : Page
        The page.

    Attributes
    ----------
    head : float
        Height of the headings, in millimetres.
    right : float
        Where the columns end.
    begins : list of Timestamp
        The periods that fit.
    """

    def __init__(self, table: pd.DataFrame, slots: Sequence[str], left: float, page: Page) -> None:
        self._slot, gap = (4.3, 0.5) if page.narrow else (4.6, 1.4)
        begins = sorted(table["begin"].unique())
        span = str(table["span"].iloc[0])
        named = {begin: period(begin, span, page.lang) for begin in begins}
        self._slots = {
            begin: [s for s in slots if (table.loc[table["begin"] == begin, s] > 0).any()]
            for begin in begins
        }
        marks = {begin: len(self._slots[begin]) * self._slot + gap for begin in begins}
        for wide in (12.5, 9.0):
            self._labels = {begin: style.wrap(named[begin], wide, 8, page.lang) for begin in begins}
            self._widths = {
                begin: max(marks[begin], *(style.text_width(x, 8) + 1.8 for x in lines))
                for begin, lines in self._labels.items()
            }
            high = max(len(lines) for lines in self._labels.values())
            self._upright = left + sum(self._widths.values()) > page.room or high > 2
            if not self._upright:
                break
        if self._upright:
            self._widths = marks
            self._labels = {begin: [named[begin]] for begin in begins}
            self.head = max(style.text_width(text, 8) for text in named.values()) + 2.5
        else:
            self.head = max(len(lines) for lines in self._labels.values()) * _LEADING + 1.6
        self._places: dict[Any, float] = {}
        for begin in begins:
            if left + self._widths[begin] > page.room + 0.1 and self._places:
                break
            self._places[begin] = left
            left += self._widths[begin]
        self.right = left
        self.begins = list(self._places)

    def draw_head(self, axes: Axes, bottom: float) -> None:
        """Write the periods above the columns."""
        for begin, left in self._places.items():
            middle = left + self._widths[begin] / 2
            if self._upright:
                at: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom", "fontsize": 8}
                axes.text(middle, bottom - 1.2, self._labels[begin][0], **at)
                continue
            for n, line in enumerate(reversed(self._labels[begin])):
                write(axes, middle, bottom - 2.6 - n * _LEADING, line, 8, ha="center")

    def draw_cell(self, axes: Axes, row: Mapping[Hashable, Any], top: float, height: float) -> None:
        """Draw the marks of one party in one period; its worst period has a ground."""
        begin = row["begin"]
        if begin not in self._places:
            return
        left, wide, slots = self._places[begin], self._widths[begin], self._slots[begin]
        if row["worst"]:
            axes.fill(
                [left, left + wide, left + wide, left],
                [top, top, top + height, top + height],
                color=style.colour("none"),
                linewidth=0,
                zorder=0,
            )
        start = left + (wide - len(slots) * self._slot) / 2
        for n, slot in enumerate(slots):
            if row[slot]:
                count = str(row[slot]) if row[slot] > 1 else ""
                x = start + (n + 0.5) * self._slot
                mark(axes, x, top + height / 2, *SLOTS[slot], count)
