"""Tables drawn as marks (表): a header line, wrapped cells, light rules.

The axes become a page in millimetres: x to the right, y downwards from the header's upper edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes

from zctrack.charts.palette import colour, context, marker
from zctrack.charts.typography import embolden, wrap
from zctrack.errors import OptionError

__all__ = ["Cell", "table", "table_height"]

_MM_PER_PT = 25.4 / 72
_LEADING = 1.28
_PAD_X = 1.2
_PAD_Y = 0.9

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a drawn table.

    Parameters
    ----------
    text : str
        Its words.
    colour : str
        Meaning of its ink, by the palette.
    bold : bool
        Whether its words read as bold.
    fill : str or None
        Meaning of its ground, by the palette.
    marker : str or None
        Meaning whose marker stands before the words.
    span : bool
        Whether the words run on over the cells to the right, which are empty: a group's heading.
    """

    text: str
    colour: str = "text"
    bold: bool = False
    fill: str | None = None
    marker: str | None = None
    span: bool = False


_MARKER_MM = 3.4


def _cell(value: str | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(str(value))


def _lines(cell: Cell, width: float, size_pt: float, lang: str) -> list[str]:
    room = width - _PAD_X * 2 - (_MARKER_MM if cell.marker else 0.0)
    return wrap(cell.text, max(room * 0.98, 4.0), size_pt, lang)


def _laid(
    rows: Sequence[Sequence[str | Cell]],
    columns: Sequence[str],
    widths: Sequence[float],
    size_pt: float,
    lang: str,
) -> list[tuple[float, list[tuple[Cell, list[str]]]]]:
    """Height and wrapped cells of each row, the header first."""
    if len(widths) != len(columns) or any(len(row) != len(columns) for row in rows):
        raise OptionError("a table needs one width and one cell a column")
    header: list[str | Cell] = [Cell(name, "muted") for name in columns]
    laid = []
    for row in (header, *rows):
        cells = [
            (cell, _lines(cell, sum(widths[n:]) if cell.span else widths[n], size_pt, lang))
            for n, cell in enumerate(_cell(value) for value in row)
        ]
        most = max(len(lines) for _, lines in cells)
        laid.append((most * size_pt * _MM_PER_PT * _LEADING + 2 * _PAD_Y, cells))
    return laid


def table_height(
    rows: Sequence[Sequence[str | Cell]],
    columns: Sequence[str],
    widths: Sequence[float],
    *,
    size_pt: float = 8.0,
    lang: str = "zh",
) -> float:
    """Measure a table before the sheet is made.

    Parameters
    ----------
    rows : sequence of rows, each a sequence of str or Cell
        The cells.
    columns : sequence of str
        The headings.
    widths : sequence of float
        Of the columns, in millimetres.
    size_pt : float
        Type size in points.
    lang : {"zh", "en"}
        Language of the cells.

    Returns
    -------
    float
        Millimetres: the `height` for `zctrack.charts.style.figure`.

    Examples
    --------
    >>> round(table_height([["M1.1", "区财政局"]], ["任务", "牵头"], [20, 30]), 1)
    10.8
    """
    return sum(height for height, _ in _laid(rows, columns, widths, size_pt, lang))


def table(
    ax: Axes,
    rows: Sequence[Sequence[str | Cell]],
    columns: Sequence[str],
    widths: Sequence[float],
    *,
    align: Sequence[Align] | None = None,
    size_pt: float = 8.0,
    lang: str = "zh",
) -> float:
    """Draw a table into the axes, which take the whole plot.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its scale becomes millimetres, y downwards. Do not call `fit` afterwards: cells are wrapped
        to their column.
    rows : sequence of rows, each a sequence of str or Cell
        The cells.
    columns : sequence of str
        The headings.
    widths : sequence of float
        Of the columns, in millimetres; together at most `zctrack.charts.style.inner_width`.
    align : sequence of {"left", "right", "center"}, optional
        Of each column; left if not given.
    size_pt : float
        Type size in points.
    lang : {"zh", "en"}
        Language of the cells.

    Returns
    -------
    float
        The table's height in millimetres.

    Raises
    ------
    OptionError
        If rows, columns and widths do not have the same length.

    Examples
    --------
    >>> from zctrack.charts import style
    >>> from zctrack.wording.words import Words
    >>> rows, columns, widths = [["M1.1", "区财政局"]], ["任务", "牵头"], [20.0, 30.0]
    >>> height = style.table_height(rows, columns, widths)
    >>> sheet, axes = style.figure(Words("发现", "量度", "n = 1", "文字"), height=height)
    >>> round(style.table(axes, rows, columns, widths) - height, 6)
    0.0
    """
    with context():
        laid = _laid(rows, columns, widths, size_pt, lang)
        total = sum(height for height, _ in laid)
        wide = _take_place(ax, total)
        top = 0.0
        for number, (height, cells) in enumerate(laid):
            left = 0.0
            for column, ((cell, lines), width) in enumerate(zip(cells, widths, strict=True)):
                where: Align = align[column] if align else "left"
                _draw(ax, cell, lines, (left, top, width, height), where, size_pt)
                left += width
            top += height
            ink, line = ("axis", 0.8) if number == 0 else ("grid", 0.5)
            ax.plot([0, max(wide, left)], [top, top], color=colour(ink), linewidth=line)
    return total


def _take_place(ax: Axes, total: float) -> float:
    """Turn the axes into a page in millimetres, as high as the table; give its width."""
    fig: Any = ax.get_figure()
    width, height = (float(side) * 25.4 for side in fig.get_size_inches())
    if hasattr(fig, "plot_box") and len(fig.axes) == 1:
        left, bottom, right, top = fig.plot_box()
        ax.set_position((left, bottom, right - left, top - bottom))
    box = ax.get_position()
    ax.set_axis_off()
    ax.set_xlim(0, box.width * width)
    ax.set_ylim(max(box.height * height, total), 0)
    return float(box.width * width)


def _draw(
    ax: Axes,
    cell: Cell,
    lines: Sequence[str],
    place: tuple[float, float, float, float],
    where: Align,
    size_pt: float,
) -> None:
    left, top, width, height = place
    if cell.fill:
        ax.fill(
            [left, left + width, left + width, left],
            [top, top, top + height, top + height],
            color=colour(cell.fill),
            linewidth=0,
            zorder=0,
        )
    start = left + _PAD_X
    if cell.marker:
        ax.plot(
            [start + 1.1],
            [top + _PAD_Y + size_pt * _MM_PER_PT * 0.64],
            marker=marker(cell.marker),
            color=colour(cell.marker),
            markersize=5,
            linewidth=0,
        )
        start += _MARKER_MM
    x = {"left": start, "right": left + width - _PAD_X, "center": left + width / 2}[where]
    step = size_pt * _MM_PER_PT * _LEADING
    for number, line in enumerate(lines):
        text = ax.text(
            x,
            top + _PAD_Y + (number + 0.78) * step,
            line,
            ha=where,
            va="baseline",
            fontsize=size_pt,
            color=colour(cell.colour),
        )
        if cell.bold:
            embolden(text)
