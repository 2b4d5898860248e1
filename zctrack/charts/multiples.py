"""Small multiples (小图组): one little picture a target, its figures against the path.

Part of `zctrack.charts.targets`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.marks import (
    MARK,
    Entry,
    Page,
    draw_legend,
    figure_of,
    legend_height,
    mark,
    that_fit,
    write,
)
from zctrack.wording import figures
from zctrack.wording import targets as wording
from zctrack.wording.words import say

__all__ = ["trajectories"]

# Columns at 160 mm and at 80 mm, and the gap between two panels in millimetres.
_ACROSS, _GAP = (4, 2), 5.0
_LINE, _PLOT, _TICKS, _BELOW = 3.6, 15.0, 4.0, 2.4
# A scale spans this share of the goal at least, so that a small gap does not look like a large one.
_LEAST_SPAN = 0.2
_INNER = MARK / 2

Row = Mapping[Any, Any]


@style.chart
def trajectories(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: style.Width = "full",
    internal: bool = False,
    hide_persons: bool = False,
) -> Figure:
    """Draw the figures of each target against its path, one panel a target, worst status first.

    The last figure has the shape of the target's status; the grey line is the path, the dashed
    one the target. A forecast is hollow, with its interval.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.trajectories`.
    ax : Axes, optional
        Draw into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name; the panels show none.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> trajectories(frame("targets.trajectories")).words.title
    '没有目标有可以计入的数值'
    """
    page = Page(
        wording.trajectories(table, lang=lang), ax, lang, source, width, internal,
        simulated=figures.simulated(table),
    )  # fmt: skip
    if table.empty:
        return page.empty()
    across = _ACROSS[page.narrow]
    wide = (page.room - (across - 1) * _GAP) / across
    called = figures.called(table, names, lang=lang)
    panels = [
        _Panel.of(rows, called[rows["quantity"].iloc[0]], page, wide) for rows in _ordered(table)
    ]
    lines = [panels[n : n + across] for n in range(0, len(panels), across)]
    entries = _entries(table, panels, lang)
    top = legend_height(page, "", entries)
    heads = [max(panel.head for panel in line) for line in lines]
    heights = [head + _PLOT + _TICKS + _BELOW for head in heads]
    lines = lines[: that_fit(heights, page.tall - top)]
    rest = len(panels) - sum(len(line) for line in lines)
    foot = figures.rest(rest, lang=lang, table="track")
    axes = page.axes(top + sum(heights[: len(lines)]), foot)
    draw_legend(page, axes, "", entries)
    for line, head, height in zip(lines, heads, heights, strict=False):
        for n, panel in enumerate(line):
            panel.draw(axes, n * (wide + _GAP), top, head, page)
        top += height
    return figure_of(axes)


def _ordered(table: pd.DataFrame) -> list[pd.DataFrame]:
    """One frame a target: the worst status first, in it the widest last gap."""
    each = [rows for _, rows in table.groupby("quantity", sort=False)]

    def key(rows: pd.DataFrame) -> tuple[int, float]:
        gap = rows.loc[rows["point"] == "reported", "gap"].iloc[-1]
        return figures.rank(str(rows["status"].iloc[0])), -float(gap)

    return sorted(each, key=key)


def _entries(table: pd.DataFrame, panels: Sequence[_Panel], lang: str) -> list[Entry]:
    statuses = dict.fromkeys(panel.status for panel in panels)
    entries: list[Entry] = [(code, "full", figures.status(code, lang=lang)) for code in statuses]
    entries += [("line", "muted", say("targets", "trajectories_path", lang))]
    entries += [("dashes", "axis", say("targets", "trajectories_goal", lang))]
    if (table["point"] == "forecast").any():
        entries.append(("second", "hollow", say("targets", "trajectories_ahead", lang)))
    return entries


@dataclass(frozen=True)
class _Panel:
    """One target: its words, and its points by kind as (day, value, low, high)."""

    words: tuple[str, ...]
    figures: tuple[str, ...]
    status: str
    goal: float
    points: Mapping[str, Sequence[tuple[pd.Timestamp, float, float, float]]]
    wide: float

    @classmethod
    def of(cls, rows: pd.DataFrame, called: str, page: Page, wide: float) -> _Panel:
        first = rows.to_dict("records")[0]
        points = {
            str(kind): list(zip(own["day"], own["value"], own["low"], own["high"], strict=True))
            for kind, own in rows.groupby("point", sort=False)
        }
        last = points["reported"][-1][1]
        # A point has the goal alone: of 2–3 the lower end.
        asked = {"low": first["goal"], "high": first["goal"]}
        asked |= {"comparator": "="} if first["comparator"] == "range" else {}
        told = figures.pair(first | asked | {"value": last}, lang=page.lang)
        return cls(
            tuple(style.wrap(called, wide, 8, page.lang)),
            tuple(style.wrap(told, wide - MARK - 1.2, 8, page.lang)),
            str(first["status"]),
            float(first["goal"]),
            points,
            wide,
        )

    @property
    def head(self) -> float:
        """Height of the words, in millimetres."""
        return (len(self.words) + len(self.figures)) * _LINE + 1.8

    def draw(self, axes: Axes, left: float, top: float, head: float, page: Page) -> None:
        """Write the words, then draw the lines and the points."""
        for n, line in enumerate(self.words):
            write(axes, left, top + (n + 0.5) * _LINE, line, 8)
        at = top + len(self.words) * _LINE
        mark(axes, left + MARK / 2, at + _LINE / 2, self.status)
        for n, line in enumerate(self.figures):
            write(axes, left + MARK + 1.2, at + (n + 0.5) * _LINE, line, 8, "muted")
        upper, lower = top + head, top + head + _PLOT
        every = [point for own in self.points.values() for point in own]
        days = [day for day, *_ in every]
        begin, span = min(days), max((max(days) - min(days)).days, 1)
        bounds = [v for _, *ends in every for v in ends if not pd.isna(v)] + [self.goal]
        low, high = _scale(bounds, self.goal)

        def x_of(day: pd.Timestamp) -> float:
            return left + _INNER + (self.wide - 2 * _INNER) * (day - begin).days / span

        def y_of(value: float) -> float:
            return lower - (lower - upper) * (value - low) / (high - low)

        axes.plot([left, left + self.wide], [lower + 0.6] * 2, color=style.colour("axis"), lw=0.6)
        axes.plot([left, left + self.wide], [y_of(self.goal)] * 2, color=style.colour("axis"),
                  lw=0.9, linestyle=(0, (3, 2)))  # fmt: skip
        self._draw_points(axes, x_of, y_of)
        for day, side, x in ((begin, "left", left), (max(days), "right", left + self.wide)):
            words = say("targets", "trajectories_month", page.lang, year=day.year, month=day.month)
            write(axes, x, lower + 0.6 + _TICKS / 2, words, 8, "muted", ha=side)

    def _draw_points(self, axes: Axes, x_of: Any, y_of: Any) -> None:
        path = self.points["path"]
        axes.plot([x_of(d) for d, *_ in path], [y_of(v) for _, v, *_ in path],
                  color=style.colour("muted"), lw=0.9)  # fmt: skip
        reported = self.points["reported"]
        xs, ys = [x_of(d) for d, *_ in reported], [y_of(v) for _, v, *_ in reported]
        axes.plot(xs, ys, color=style.colour("second"), lw=1.4)
        axes.plot(xs[:-1], ys[:-1], color=style.colour("second"), lw=0, marker="o", markersize=3.2)
        for day, value, low, high in self.points.get("forecast", ()):
            x = x_of(day)
            axes.plot([xs[-1], x], [ys[-1], y_of(value)], color=style.colour("second"), lw=0.8,
                      linestyle=(0, (1, 1.5)))  # fmt: skip
            axes.plot([x, x], [y_of(low), y_of(high)], color=style.colour("second"), lw=1.2)
            mark(axes, x, y_of(value), "second", "hollow")
        mark(axes, xs[-1], ys[-1], self.status)


def _scale(values: Sequence[float], goal: float) -> tuple[float, float]:
    """Choose the ends of a scale: all values, and not less than a fifth of the goal."""
    low, high = min(values), max(values)
    short = max(_LEAST_SPAN * abs(goal), 1e-9) - (high - low)
    if short > 0:
        low, high = low - short / 2, high + short / 2
    # Room for a mark above and below.
    room = (high - low) * 0.12
    return low - room, high + room
