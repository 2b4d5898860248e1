"""Units in bands with the intervals of their scores, and what changed (排名分档)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.listed import listed
from zctrack.charts.marks import Page, figure_of, mark, that_fit, write
from zctrack.dictionary.build import labels
from zctrack.wording import ranking as wording
from zctrack.wording.words import MISSING, number, party, percent, say

__all__ = ["bands", "change"]

# Lines, heads of groups and the axis, in millimetres.
_LINE, _HEAD, _AXIS, _UNDER = 4.5, 5.6, 5.2, 3.8
# Up to so many units the narrow sheet prints the parts too.
_WITH_PARTS = 16
# Lines of the units with too little data, at 160 mm and at 80 mm; their leading.
_LISTED, _LEADING = (4, 6), 3.8
_INK = {"upper": "second", "middle": "other", "lower": "first"}
_COLUMNS = ("on_time", "attainment", "reporting", "rank", "closed")
_TICKS = (0, 25, 50, 75, 100)

Row = Mapping[Hashable, Any]


@style.chart
def bands(
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
    """Draw each unit's score with its interval, by band, the parts beside it.

    Units with too little data are listed in a group of their own, below, with their closed items.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.ranking.bands`.
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
        Show no person's name; none is shown, for officials are not ranked.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> bands(frame("ranking.bands")).words.title
    '没有负责事项的单位'
    """
    made_up = bool((table["source"] == "simulated").any())
    words = wording.bands(table, lang=lang, names=names)
    page = Page(words, ax, lang, source, width, internal, made_up)
    if table.empty:
        return page.empty()
    ranked = table[table["band"] != "too_little"]
    below = listed(
        lambda first: wording.too_little(table, lang=lang, names=names, first=first),
        page.room - 1.0,
        _LISTED[page.narrow],
        lang,
    )
    under = len(below) * _LEADING + 2.4 if below else 0.6
    with_parts = page.narrow and len(ranked) <= _WITH_PARTS
    foot = _foot(page, len(ranked), 0)
    shown = ranked.head(_units_that_fit(ranked, page.spare(foot) - under, with_parts))
    if len(shown) < len(ranked):
        # The foot tells how many are left out, and takes its own room.
        foot = _foot(page, len(ranked), len(ranked) - len(shown))
        shown = ranked.head(_units_that_fit(ranked, page.spare(foot) - under, with_parts))
        foot = _foot(page, len(ranked), len(ranked) - len(shown))
    plot = _Plot.of(shown, page, names)
    step = _LINE + (_UNDER if with_parts else 0.0)
    groups = shown["band"].nunique()
    high = (_AXIS + groups * _HEAD + len(shown) * step + 1.0) if len(shown) else 0.0
    axes = page.axes(high + under, foot)
    if len(shown):
        plot.draw_axis(axes, high, shown, whole=not with_parts)
    top, group = _AXIS, None
    counts = ranked["band"].value_counts()
    called = labels("band", "zh" if lang == "zh" else "en")
    for row in shown.to_dict("records"):
        if row["band"] != group:
            group = row["band"]
            axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
            head = called[group][:1].upper() + called[group][1:]
            told = _say("bands_group", lang, band=head, n=number(int(counts[group]), lang))
            write(axes, 0, top + _HEAD / 2 + 0.3, told, page.label, bold=True)
            top += _HEAD
        plot.draw_unit(axes, row, top + _LINE / 2)
        if with_parts:  # lines through words cannot be read: each unit has its piece of them
            plot.draw_lines(axes, row["average"], top, top + _LINE)
            told = wording.parts(row, lang=lang)
            write(axes, page.room, top + _LINE + _UNDER / 2 - 0.4, told, 8, "muted", ha="right")
        top += step
    for n, line in enumerate(below):
        write(axes, 0, high + 1.4 + (n + 0.5) * _LEADING, line, 8, "muted")
    return figure_of(axes)


def _units_that_fit(ranked: pd.DataFrame, room: float, with_parts: bool) -> int:
    """Count the units that stand within a height, each band with its head."""
    step = _LINE + (_UNDER if with_parts else 0.0)
    begins = ranked["band"] != ranked["band"].shift()
    return that_fit((step + _HEAD * begins).tolist(), room - _AXIS - 1.0)


def _foot(page: Page, units: int, hidden: int) -> str:
    """Tell what a sheet leaves out: units, and the parts of their scores."""
    lang = page.lang
    notes = [_say("bands_rest", lang, n=number(hidden, lang))] if hidden else []
    notes += [_say("bands_narrow", lang)] if page.narrow and units > _WITH_PARTS else []
    return say("targets", "join", lang).join(notes)


class _Plot:
    """Where names, the axis of the score and the columns of the parts stand, in millimetres."""

    def __init__(
        self, page: Page, names: pd.DataFrame | None, left: float, right: float, wide: list[float]
    ) -> None:
        self.page, self.names = page, names
        self.left, self.right, self.wide = left, right, wide

    @classmethod
    def of(cls, shown: pd.DataFrame, page: Page, names: pd.DataFrame | None) -> _Plot:
        """Measure the words, and give the axis the room that they leave."""
        called = [party(unit, names, page.lang) for unit in shown["unit"]]
        most = page.room * (0.38 if page.narrow else 0.27)
        widest = max((style.text_width(name, page.label) for name in called), default=0.0)
        left = min(widest * 1.04, most) + 3.5
        wide = []
        if not page.narrow:
            heads = [_say(f"col_{name}", page.lang) for name in _COLUMNS]
            wide = [max(style.text_width(head, 8) + 3.0, 11.0) for head in heads]
        return cls(page, names, left, page.room - sum(wide) - 3.0, wide)

    def at(self, score: float) -> float:
        return self.left + (self.right - self.left) * score / 100

    def draw_axis(self, axes: Axes, bottom: float, shown: pd.DataFrame, *, whole: bool) -> None:
        """Name the ticks, the average and the columns; draw the lines down to the end if whole."""
        lang = self.page.lang
        average = float(shown["average"].iloc[0])
        told = _say("bands_average", lang, n=number(average, lang))
        room = style.text_width(told, 8) / 2 + 3.0
        for tick in _TICKS:
            if abs(self.at(tick) - self.at(average)) > room:
                write(axes, self.at(tick), _AXIS / 2, number(tick, lang), 8, "muted", ha="center")
        if whole:
            self.draw_lines(axes, average, _AXIS, bottom)
        middle = min(max(self.at(average), self.left + room - 3.0), self.right - room + 3.0)
        write(axes, middle, _AXIS / 2, told, 8, ha="center")
        right = self.right + 3.0
        for name, wide in zip(_COLUMNS, self.wide, strict=False):
            right += wide
            write(axes, right, _AXIS / 2, _say(f"col_{name}", lang), 8, "muted", ha="right")

    def draw_lines(self, axes: Axes, average: float, top: float, bottom: float) -> None:
        """Draw the lines of the ticks and, darker, of the average."""
        for tick in _TICKS:
            x = self.at(tick)
            axes.plot([x, x], [top, bottom], color=style.colour("grid"), linewidth=0.6, zorder=0)
        x = self.at(average)
        axes.plot([x, x], [top, bottom], color=style.colour("text"), linewidth=1.0, zorder=0.5)

    def draw_unit(self, axes: Axes, row: Row, y: float) -> None:
        """Draw one unit: name, interval, score, and the parts in their columns."""
        lang, size = self.page.lang, self.page.label
        name = party(row["unit"], self.names, lang)
        write(axes, 0, y, _cut(name, self.left - 3.0, size), size)
        ink = style.colour(_INK[row["band"]])
        ends = [self.at(row["score_low"]), self.at(row["score_high"])]
        axes.plot(ends, [y, y], color=ink, linewidth=2.2, solid_capstyle="butt", zorder=1)
        mark(axes, self.at(row["score"]), y, _INK[row["band"]])
        right = self.right + 3.0
        for column, wide in zip(_COLUMNS, self.wide, strict=False):
            right += wide
            write(axes, right, y, self._cell(row, column), 8, ha="right")

    def _cell(self, row: Row, column: str) -> str:
        if column == "rank":
            return wording.rank(row, lang=self.page.lang)
        if column == "closed":
            return number(int(row["closed"]), self.page.lang)
        return percent(row[column], self.page.lang)


def _cut(name: str, width: float, size: float) -> str:
    """Shorten a name that is too long for its place."""
    if style.text_width(name, size) <= width:
        return name
    kept = name
    while kept and style.text_width(f"{kept}…", size) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


@style.chart
def change(
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
    """Draw the changes of band as a table: who rose, fell, came in or left.

    Of those that stayed only the ones are rows whose score has surely changed.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.ranking.change`.
    ax, lang, names, source, width, internal, hide_persons
        As in `bands`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> change(frame("ranking.change")).words.title
    '没有可比的单位'
    """
    made_up = bool((table["source"] == "simulated").any())
    words = wording.change(table, lang=lang, names=names)
    page = Page(words, ax, lang, source, width, internal, made_up)
    if table.empty:
        return page.empty()
    code: Any = "zh" if lang == "zh" else "en"
    called = labels("band_change", code)
    rows: list[list[str | style.Cell]] = []
    heads: set[int] = set()
    for name in ("up", "down", "entered", "left", "same"):
        own = table[table["change"] == name]
        if name == "same":
            own = own[own["apart"]]
        if own.empty:
            continue
        told = _say("change_group", lang, change=called[name], n=number(len(own), lang))
        heads.add(len(rows))
        rows.append([style.Cell(told, bold=True, span=True), "", ""])
        rows += [_changed(row, names, lang) for row in own.to_dict("records")]
    if not rows:
        return page.empty()
    columns = [_say(f"col_{name}", lang) for name in ("unit", "change", "scores")]
    widths = [34.0, 22.0, 24.0] if page.narrow else [60.0, 45.0, 53.0]
    # Units that stayed, or have no band at all, are no rows: they too are counted in the foot.
    every = _say("change_rest", lang, n=number(len(table), lang))
    n = page.rows_within(rows, columns, widths, page.spare(every))
    while n and n - 1 in heads:
        n -= 1
    hidden = len(table) - (n - len([h for h in heads if h < n]))
    foot = _say("change_rest", lang, n=number(hidden, lang)) if hidden else ""
    return page.table(rows[:n], columns, widths, foot)


def _changed(row: Row, names: pd.DataFrame | None, lang: str) -> list[str | style.Cell]:
    bands_ = labels("band", "zh" if lang == "zh" else "en")
    was, now = (bands_.get(row[side], _say("absent", lang)) for side in ("before", "after"))
    both = [row["score_before"], row["score_after"]]
    scores = [MISSING if pd.isna(score) else number(score, lang, 1) for score in both]
    told = _say("change_scores", lang, before=scores[0], after=scores[1])
    if row["apart"]:
        told += f"\n{_say('change_apart', lang)}"
    move = _say("change_from_to", lang, before=was, after=now)
    return [party(row["unit"], names, lang), move, told]


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("ranking", key, lang, **values)
