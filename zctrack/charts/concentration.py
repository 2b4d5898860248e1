"""How concentrated the work is (集中程度): shares with their range, and a shaded table.

Part of `zctrack.charts.workload`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zctrack.charts import style
from zctrack.charts.marks import (
    Entry,
    Page,
    draw_legend,
    figure_of,
    legend_height,
    mark,
    that_fit,
    write,
)
from zctrack.charts.places import inside
from zctrack.wording import structure as structure_wording
from zctrack.wording import workload as wording
from zctrack.wording.parties import in_order, shown, way
from zctrack.wording.words import number, percent, say

__all__ = ["concentration", "crosstab"]

_FIRST = 12
_LINE = 3.7
_SHARES = (("share_first", "first"), ("share_two", "second"), ("share_three", "other"))


@style.chart
def concentration(
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
    """Draw the share of the first, the first two and three, with the range of leaving one out.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.concentration` gives.
    ax, lang, names, source, width, internal, hide_persons
        As in `zctrack.charts.workload.by_party`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> concentration(frame("workload.concentration")).words.title
    '没有人负责任务'
    """
    words = wording.concentration(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    kind = str(table["kind"].iloc[0])
    everybody = list(dict.fromkeys(table[["first", "second", "third"]].stack().dropna()))
    called = shown(everybody, kind, names=names, lang=lang, hide_persons=hide_persons)
    room = page.room * (0.34 if page.narrow else 0.24)
    rows = [_label(row, called, room, page) for row in table.to_dict("records")]
    heights = [max(len(label) * _LINE + 1.6, 9.4) for label in rows]
    left, right = room + 4.0, page.room - 5.0
    key: list[Entry] = [
        (ink, "full", say("workload", f"concentration_{name}", lang))
        for (_, ink), name in zip(_SHARES, ("first", "two", "three"), strict=True)
    ]
    caption = say("workload", "concentration_axis", lang)
    head = legend_height(page, caption, key)
    axes = page.axes(head + sum(heights) + 5.0)
    draw_legend(page, axes, caption, key)
    bottom = head + sum(heights)
    for tick in range(0, 101, 20):
        x = left + (right - left) * tick / 100
        axes.plot([x, x], [head, bottom], color=style.colour("grid"), linewidth=0.5)
        write(axes, x, bottom + 2.6, percent(tick / 100, lang), 8, "muted", ha="center")
    top = head
    for row, label, height in zip(table.to_dict("records"), rows, heights, strict=True):
        axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
        for place, line in enumerate(label):
            at = top + height / 2 + (place - (len(label) - 1) / 2) * _LINE
            last = place == len(label) - 1
            write(axes, 0, at, line, 8 if last else page.label, "muted" if last else "text")
        _shares(axes, row, top + height / 2 + 1.6, (left, right), lang)
        top += height
    return figure_of(axes)


def _label(row: Mapping[Any, Any], called: Mapping[str, str], room: float, page: Page) -> list[str]:
    """Write a way of counting with its n, and under it who is first."""
    lang = page.lang
    n = say("workload", "by_party_of", lang, n=number(row["total"], lang))
    label = style.wrap(f"{way(row['way'], lang)} {n}", room, page.label, lang)
    return [*label, style.wrap(called[row["first"]], room, 8, lang)[0]]


def _shares(
    axes: Axes, row: Mapping[Any, Any], y: float, edges: tuple[float, float], lang: str
) -> None:
    left, right = edges

    def x_of(share: float) -> float:
        return left + (right - left) * share / 100

    for name, ink in (("first", "first"), ("two", "second")):
        axes.plot(
            [x_of(row[f"{name}_low"]), x_of(row[f"{name}_high"])],
            [y, y],
            color=style.colour(ink),
            linewidth=1.2,
            solid_capstyle="butt",
        )
    values = [row[column] for column, _ in _SHARES]
    # Equal shares are one mark and one number.
    distinct = [n for n, value in enumerate(values) if value not in values[:n]]
    sizes = [style.text_width(percent(values[n] / 100, lang), 8) + 1.0 for n in distinct]
    places = inside([x_of(values[n]) for n in distinct], sizes, left - 3.5, right + 4.5)
    for n, at in zip(distinct, places, strict=True):
        mark(axes, x_of(values[n]), y, _SHARES[n][1])
        write(axes, at, y - 3.4, percent(values[n] / 100, lang), 8, ha="center")


@style.chart
def crosstab(
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
    """Draw a shaded table with the numbers: chapters or measures down, parties across.

    Parties stand in protocol order where ``names`` has one; of more than 12 the 12 with most
    tasks are shown, and one line says the rest.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.crosstab` gives.
    ax, lang, names, source, width, internal, hide_persons
        As in `zctrack.charts.workload.by_party`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> crosstab(frame("workload.crosstab")).words.title
    '没有人负责任务'
    """
    words = wording.crosstab(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    kind, by = str(table["kind"].iloc[0]), str(table["by"].iloc[0])
    sizes = dict(zip(table["party"], table["party_tasks"], strict=True))
    called = shown(list(sizes), kind, names=names, lang=lang, hide_persons=hide_persons)
    parties = in_order(list(sizes)[:_FIRST], names)
    name_of = structure_wording.chapter if by == "chapter" else structure_wording.measure
    rows = {number_of: name_of(number_of, names, lang) for number_of in table["column"].unique()}
    room = min(
        max(style.text_width(words, page.label) for words in rows.values()) + 2.0,
        page.room * (0.34 if page.narrow else 0.42),
    )
    n_room = 7.0
    wide = min((page.room - room - n_room) / len(parties), 20.0)
    heads, head, upright = _heads([called[party] for party in parties], wide, lang)
    lines = {n: style.wrap(words, room - 1.5, page.label, lang) for n, words in rows.items()}
    heights = {n: max(5.0, len(words) * _LINE + 0.8) for n, words in lines.items()}
    sums = list(itertools.accumulate(heights.values()))
    drawn = list(heights)[: that_fit(heights.values(), page.tall - head)]
    foot = _left_out(list(sizes.values())[_FIRST:], len(rows) - len(drawn), by, lang)
    axes = page.axes(head + sums[len(drawn) - 1] + 6.0, foot)
    xs = [room + (place + 0.5) * wide for place in range(len(parties))]
    n_at = xs[-1] + wide / 2 + n_room - 1.0
    _write_heads(axes, heads, xs, head - 1.0, upright=upright)
    n_head = say("workload", "crosstab_n", lang)
    write(axes, n_at, head - 1.0 - _LINE / 2, n_head, 8, "muted", ha="right")
    cells = {(row["party"], row["column"]): row for row in table.to_dict("records")}
    most = max(int(table["tasks"].max()), 1)
    top = head
    for n in drawn:
        height = heights[n]
        middle = top + height / 2
        for place, line in enumerate(lines[n]):
            at = middle + (place - (len(lines[n]) - 1) / 2) * _LINE
            write(axes, 0, at, line, page.label)
        for x, party in zip(xs, parties, strict=True):
            _cell(axes, x, top, (wide, height), int(cells[party, n]["tasks"]), most, lang)
        column_tasks = cells[parties[0], n]["column_tasks"]
        write(axes, n_at, middle, number(column_tasks, lang), 8, "muted", ha="right")
        top += height
    axes.plot([0, n_at], [top + 0.4] * 2, color=style.colour("axis"), linewidth=0.8)
    write(axes, 0, top + 3.4, say("workload", "crosstab_all", lang), page.label, "muted")
    for x, party in zip(xs, parties, strict=True):
        write(axes, x, top + 3.4, number(sizes[party], lang), 8, "muted", ha="center")
    everything = cells[parties[0], table["column"].iloc[0]]["all_tasks"]
    write(axes, n_at, top + 3.4, number(everything, lang), 8, "muted", ha="right")
    return figure_of(axes)


def _left_out(parties: Sequence[int], rows: int, by: str, lang: str) -> str:
    """Say which parties and rows the page has no room for."""
    parts = []
    if parties:
        values = {"n": number(len(parties), lang), "most": number(max(parties), lang)}
        parts.append(say("workload", "crosstab_rest", lang, **values))
    if rows:
        noun = say("workload", f"crosstab_noun_{by}", lang)
        parts.append(say("workload", "crosstab_rows_more", lang, n=number(rows, lang), noun=noun))
    return ("；" if lang == "zh" else "; ").join(parts)


def _heads(called: Sequence[str], wide: float, lang: str) -> tuple[list[list[str]], float, bool]:
    """Set the names over their columns: upright in two lines where that is enough, else turned.

    Gives the lines of each name, the height of all, and whether they stand upright.
    """
    upright = [style.wrap(name, wide - 0.2, 8, lang) for name in called]
    words = [word for name in called if name.isascii() for word in name.split()]
    if max(len(lines) for lines in upright) <= 2 and all(
        style.text_width(word, 8) <= wide - 0.2 for word in words
    ):
        return upright, max(len(lines) for lines in upright) * _LINE + 1.5, True
    # Turned lines stand side by side in the column; a longer name makes the heading higher.
    beside = max(int(wide / _LINE), 1)
    longest = max(style.text_width(name, 8) for name in called)
    high = longest if beside == 1 else max(min(longest, 34.0), longest / beside * 1.15)
    turned = [style.wrap(name, high * 1.01, 8, lang) for name in called]
    return turned, high + 2.0, False


def _write_heads(
    axes: Axes, heads: Sequence[Sequence[str]], xs: Sequence[float], bottom: float, *, upright: bool
) -> None:
    for x, lines in zip(xs, heads, strict=True):
        if upright:
            for place, line in enumerate(reversed(lines)):
                write(axes, x, bottom - (place + 0.5) * _LINE, line, 8, ha="center")
            continue
        for place, line in enumerate(lines):
            axes.text(
                x + (place - (len(lines) - 1) / 2) * _LINE,
                bottom,
                line,
                fontsize=8,
                color=style.colour("text"),
                rotation=90,
                ha="center",
                va="bottom",
            )


def _cell(
    axes: Axes, x: float, top: float, size: tuple[float, float], tasks: int, most: int, lang: str
) -> None:
    wide, height = size
    fill = style.colour(f"shade{-(-4 * tasks // most)}")
    axes.add_patch(
        Rectangle(
            (x - wide / 2 + 0.15, top + 0.15),
            wide - 0.3,
            height - 0.3,
            facecolor=fill,
            linewidth=0,
        )
    )
    if tasks:
        ink = style.ink_on(fill)
        write(axes, x, top + height / 2, number(tasks, lang), 8, ink, ha="center")
