"""Marks and words on a sheet in millimetres (图面): x to the right, y downwards.

Charts whose axis is a list (dates in order, parties) place their marks by hand: so nine rows and
ninety stand equally far apart, and no label can meet another.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.wording.words import Words

__all__ = [
    "MARK",
    "Entry",
    "Page",
    "draw_legend",
    "figure_of",
    "legend_height",
    "mark",
    "that_fit",
    "tint",
    "write",
]

MARK = 2.9
"""Size of a mark in millimetres; one with a number inside is larger."""
# What one page holds of a plot in millimetres, beside its title and foot: at half width these have
# more lines.
_TALL, _TALL_NARROW = 205.0, 180.0
# The printed height of an A4 page, in millimetres, less one for rounding.
_PAGE = 266.0
_LINE = 4.8
_PT_PER_MM = 72 / 25.4
_NARROW_BELOW = 110.0

# Meaning, way of drawing, words.
Entry = tuple[str | None, str, str]


def figure_of(axes: Axes) -> Figure:
    """Give the figure that axes stand on."""
    figure: Any = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure


@dataclass
class Page:
    """The plot of one chart: a sheet of its own, or the axes that were given.

    Parameters
    ----------
    words : Words
        Title, subtitle, base and alt text.
    ax : Axes or None
        Axes to draw into; without them a sheet is made.
    lang, source, width, internal, simulated
        As in `zctrack.charts.style.figure`.
    """

    words: Words
    ax: Axes | None
    lang: str
    source: str | None
    width: style.Width
    internal: bool
    simulated: bool = False

    @property
    def room(self) -> float:
        """The width to draw in, in millimetres."""
        if self.ax is None:
            return style.inner_width(self.width)
        fig: Any = self.ax.get_figure()
        return float(self.ax.get_position().width * fig.get_figwidth() * 25.4)

    @property
    def narrow(self) -> bool:
        """Whether it is one column of a page."""
        return self.room < _NARROW_BELOW

    @property
    def tall(self) -> float:
        """The height that one page leaves for the plot, in millimetres."""
        return _TALL_NARROW if self.narrow else _TALL

    def spare(self, foot: str = "") -> float:
        """The height that an A4 page leaves for the plot beside exactly these words."""
        if self.ax is not None:
            return self.tall
        sheet, _ = style.figure(
            self.words,
            width=self.width,
            height=0.0,
            lang=self.lang,
            source=self.source,
            simulated=self.simulated,
            internal=self.internal,
            foot=foot or None,
        )
        return _PAGE - float(sheet.get_figheight()) * 25.4

    @property
    def label(self) -> float:
        """The type size of labels, in points."""
        return style.size("label", "half" if self.narrow else "full")

    def axes(self, height: float, foot: str = "") -> Axes:
        """Give axes in millimetres, with a foot line where the sheet is our own."""
        if self.ax is None:
            _, axes = style.figure(
                self.words,
                width=self.width,
                height=height,
                lang=self.lang,
                source=self.source,
                simulated=self.simulated,
                internal=self.internal,
                foot=foot or None,
            )
        else:
            axes = self.ax
        fig: Any = axes.get_figure()
        high = float(axes.get_position().height * fig.get_figheight() * 25.4)
        axes.set_axis_off()
        axes.set_xlim(0, self.room)
        axes.set_ylim(max(height, high), 0)
        return axes

    def empty(self) -> Figure:
        """Give a sheet whose title says why there is nothing to draw."""
        return figure_of(self.axes(1.0))

    def rows_within(
        self,
        rows: Sequence[Sequence[str | style.Cell]],
        columns: Sequence[str],
        widths: Sequence[float],
        room: float | None = None,
    ) -> int:
        """Count the rows of a table that one page, or a room, holds: at least one."""
        wide = [share / sum(widths) * self.room for share in widths]
        head = style.table_height([], columns, wide, lang=self.lang)
        heights = (style.table_height([r], columns, wide, lang=self.lang) - head for r in rows)
        return that_fit(heights, (self.tall if room is None else room) - head)

    def table(
        self,
        rows: Sequence[Sequence[str | style.Cell]],
        columns: Sequence[str],
        widths: Sequence[float],
        foot: str = "",
    ) -> Figure:
        """Draw a table whose widths are shares of the room."""
        wide = [share / sum(widths) * self.room for share in widths]
        axes = self.axes(style.table_height(rows, columns, wide, lang=self.lang), foot)
        style.table(axes, rows, columns, wide, lang=self.lang)
        return figure_of(axes)


def that_fit(heights: Iterable[float], room: float) -> int:
    """Count the rows that stand within a height, at least one.

    Parameters
    ----------
    heights : iterable of float
        Of the rows, in millimetres.
    room : float
        What there is for them.

    Returns
    -------
    int
        None of no rows.

    Examples
    --------
    >>> that_fit([8.0, 8.0, 8.0], 20.0), that_fit([40.0], 20.0), that_fit([], 20.0)
    (2, 1, 0)
    """
    sums = list(itertools.accumulate(heights))
    return max(bisect.bisect_right(sums, room), min(len(sums), 1))


def tint(meaning: str, share: float = 0.72) -> str:
    """Lighten a colour of the palette.

    Parameters
    ----------
    meaning : str
        As for `zctrack.charts.style.colour`.
    share : float
        How much white, from 0 to 1.

    Returns
    -------
    str
        ``"#rrggbb"``.

    Examples
    --------
    >>> tint("text", 1.0)
    '#ffffff'
    """
    base = style.colour(meaning).removeprefix("#")
    parts = [int(base[n : n + 2], 16) for n in (0, 2, 4)]
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


def mark(axes: Axes, x: float, y: float, meaning: str, way: str = "full", number: str = "") -> None:
    """Draw one mark of a meaning.

    Parameters
    ----------
    axes : Axes
        In millimetres.
    x, y : float
        Its centre.
    meaning : str
        Gives shape and colour.
    way : {"full", "hollow", "doubtful", "light", "outlined"}
        Filled; outline; grey outline with a question mark; tinted with an outline; filled, with a
        dark outline.
    number : str
        Stands inside the mark, which is larger then.
    """
    ink = style.colour("muted" if way == "doubtful" else meaning)
    number = "?" if way == "doubtful" else number
    face = {"full": ink, "light": tint(meaning), "outlined": ink}.get(way, style.colour("paper"))
    ink = style.colour("muted") if way == "outlined" else ink
    axes.plot(
        [x],
        [y],
        marker=style.marker(meaning),
        markersize=(MARK + (0.8 if number and way != "doubtful" else 0.0)) * _PT_PER_MM,
        markerfacecolor=face,
        markeredgecolor=ink,
        markeredgewidth=0.9,
        linewidth=0,
        clip_on=False,
    )
    if number:
        write(axes, x, y, number, 8, style.ink_on(face), ha="center")


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size_pt: float,
    ink: str = "text",
    *,
    ha: str = "left",
    bold: bool = False,
) -> None:
    """Write one line whose middle stands at y.

    Parameters
    ----------
    axes : Axes
        In millimetres.
    x, y : float
        Where.
    text : str
        The words.
    size_pt : float
        Type size in points.
    ink : str
        Meaning of the colour.
    ha : {"left", "center", "right"}
        What of the text stands at x.
    bold : bool
        Whether it reads as bold.
    """
    # The middle of Chinese characters and of figures is 0.36 em above their baseline.
    baseline = y + 0.36 * size_pt / _PT_PER_MM
    drawn = axes.text(
        x, baseline, text, fontsize=size_pt, color=style.colour(ink), ha=ha, va="baseline"
    )
    if bold:
        style.embolden(drawn)


def _legend_lines(page: Page, caption: str, entries: Sequence[Entry]) -> list[list[Entry]]:
    lines: list[list[Entry]] = [[]]
    used = 0.0
    named: list[Entry] = [(None, "", caption)] if caption else []
    for entry in [*named, *entries]:
        wide = style.text_width(entry[2], 8) + (MARK + 1.0 if entry[0] else 0.0) + 4.0
        if lines[-1] and used + wide > page.room + 4.0:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += wide
    return lines


def legend_height(page: Page, caption: str, entries: Sequence[Entry]) -> float:
    """Measure the legend that `draw_legend` draws, in millimetres."""
    return len(_legend_lines(page, caption, entries)) * _LINE + 0.8


def draw_legend(page: Page, axes: Axes, caption: str, entries: Sequence[Entry]) -> None:
    """Write what the axis is, then each mark with its words, at the upper edge."""
    for n, line in enumerate(_legend_lines(page, caption, entries)):
        x, y = 0.0, n * _LINE + _LINE / 2
        for meaning, way, words in line:
            if meaning == "ground":
                axes.fill(
                    [x, x + MARK, x + MARK, x],
                    [y - 1.6, y - 1.6, y + 1.6, y + 1.6],
                    facecolor=style.colour(way),
                    edgecolor=style.colour("paper"),
                    hatch=style.hatch(way) or None,
                    linewidth=0,
                )
            elif meaning in ("line", "dashes"):
                dashes: Any = (0, (2, 1.4)) if meaning == "dashes" else "-"
                ink = style.colour(way)
                axes.plot([x, x + MARK], [y, y], color=ink, linewidth=1.1, linestyle=dashes)
            elif meaning:
                mark(axes, x + MARK / 2, y, meaning, way)
            x += MARK + 1.0 if meaning else 0.0
            write(axes, x, y, words, 8, "muted")
            x += style.text_width(words, 8) + 4.0
