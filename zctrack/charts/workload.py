"""Who answers for how much (工作量): lines over the ways of counting, bars for units."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from zctrack.analysis import workload
from zctrack.charts import style
from zctrack.charts.concentration import concentration, crosstab
from zctrack.charts.cooperation import co_occurrence, gaps
from zctrack.charts.marks import Page, draw_legend, figure_of, legend_height, write
from zctrack.charts.places import inside
from zctrack.dictionary.build import labels
from zctrack.wording import workload as wording
from zctrack.wording.parties import shown, way
from zctrack.wording.words import number, percent, say

__all__ = ["by_party", "co_occurrence", "concentration", "crosstab", "gaps"]

# How many parties a chart shows before one line says the rest.
_FIRST = 12
_ROW = 5.4
_LINE = 3.7
_ANSWERS = ("lead", "joint", "respective")
# The plot of the lines in millimetres: room for a number above it, its height, between two names.
_TOP, _HIGH, _APART = 4.0, 56.0, 0.6
# Between two columns at least: room for 100% above each point, and beside one that leans inwards.
_VALUE, _LEANING = 8.2, 10.4


@style.chart
def by_party(
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
    """Draw who carries how much: officials as lines, units as bars.

    Officials: one line each over the ways of counting, in percent of the total of each way; n
    stands under each way, the first two are coloured. Units: the first 12 with what they answer
    for and what they support, then one line for the rest.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.by_party` gives; its column ``kind`` decides the form.
    ax : matplotlib.axes.Axes, optional
        Draw marks and labels into these axes instead of a sheet of its own.
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
        Number persons instead of naming them.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> by_party(frame("workload.by_party")).words.title
    '没有写明责任单位'
    """
    words = wording.by_party(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    kind = str(table["kind"].iloc[0])
    called = shown(list(table["party"]), kind, names=names, lang=lang, hide_persons=hide_persons)
    if kind == "unit":
        return _unit_bars(page, table, called)
    return _official_lines(page, table, called)


def _official_lines(page: Page, table: pd.DataFrame, called: Mapping[str, str]) -> Figure:
    lang = page.lang
    cells = workload.ways(table)
    cells = cells[cells["total"] > 0]
    totals = dict(zip(cells["way"], cells["total"], strict=True))
    order = list(totals)
    parties, lines = _that_fit(page, list(table["party"]), called)
    rest = table.iloc[len(parties) :]
    words = {"n": number(len(rest), lang), "most": number(rest["tasks"].max(), lang)}
    foot = _say("by_party_rest_official", lang, **words) if len(rest) else ""
    heads = [_head(name, totals[name], page) for name in order]
    deepest = max(len(head) for head in heads)

    names_at = page.room - max(
        style.text_width(line, page.label) for party in parties for line in lines[party]
    )
    xs = _columns(
        [_widest(head) for head in heads],
        8.5,
        names_at - (2.5 if page.narrow else 4.0),
        tight=page.narrow,
    )
    values = {party: _shares(cells, party) for party in parties}
    highest = max(max(line) for line in values.values())
    step = 20 if highest > 40 else 10
    ceiling = max(math.ceil(highest / step), 1) * step
    axes = page.axes(_TOP + _HIGH + 1.5 + deepest * _LINE, foot)

    def y_of(share: float) -> float:
        """Turn a percentage into millimetres from the upper edge."""
        return _TOP + _HIGH * (1 - share / ceiling)

    for tick in range(0, ceiling + 1, step):
        ink, wide = ("grid", 0.5) if tick else ("axis", 0.8)
        axes.plot([8.5, xs[-1]], [y_of(tick)] * 2, color=style.colour(ink), linewidth=wide)
        write(axes, 7.6, y_of(tick), percent(tick / 100, lang), 8, "muted", ha="right")
    for x, head in zip(xs, heads, strict=True):
        filled = [*head[:-1], *[""] * (deepest - len(head)), head[-1]]
        for place, line in enumerate(filled):
            ink = "muted" if place == deepest - 1 else "text"
            write(axes, x, y_of(0) + 1.5 + (place + 0.5) * _LINE, line, 8, ink, ha="center")
    drawn = {party: [y_of(share) for share in values[party]] for party in parties}
    for place, party in reversed(list(enumerate(parties))):
        ink = _ink(place)
        axes.plot(
            xs,
            drawn[party],
            color=style.colour(ink),
            linewidth=2.0 if place < 2 else 1.1,
            marker=style.marker(ink),
            markersize=5.0 if place < 2 else 3.5,
            clip_on=False,
            zorder=4 - min(place, 2),
        )
    _end_labels(axes, page, {party: lines[party] for party in parties}, drawn, (xs[-1], names_at))
    # Where columns stand closer than numbers are wide, the ends alone are numbered.
    gaps_of = [b - a for a, b in itertools.pairwise(xs)]
    crowded = bool(gaps_of) and (min(gaps_of) < _VALUE or min(gaps_of[0], gaps_of[-1]) < _LEANING)
    numbered = {0, len(xs) - 1} if crowded else set(range(len(xs)))
    _values(axes, xs, [(drawn[p], values[p]) for p in parties[:2]], numbered, lang)
    return figure_of(axes)


def _shares(cells: pd.DataFrame, party: str) -> list[float]:
    return cells.loc[cells["party"] == party, "share"].astype("float64").tolist()


def _ink(place: int) -> str:
    return ("first", "second")[place] if place < 2 else "other"


def _widest(lines: Sequence[str]) -> float:
    return max(style.text_width(line, 8) for line in lines)


def _that_fit(
    page: Page, parties: Sequence[str], called: Mapping[str, str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Choose the parties whose names fit beside the plot, one above the other."""
    room = 13.5 if page.narrow else 34.0
    lines = {party: style.wrap(called[party], room, page.label, page.lang) for party in parties}
    fitting: list[str] = []
    used = 0.0
    for party in parties[:_FIRST]:
        used += len(lines[party]) * _LINE + _APART
        if fitting and used > _HIGH:
            break
        fitting.append(party)
    return fitting, lines


def _head(name: str, total: int, page: Page) -> list[str]:
    """Write what stands under a way of counting: its label, then n."""
    label = _wrapped(way(name, page.lang), _head_room(page), page.lang)
    return [*label, _say("by_party_of", page.lang, n=number(total, page.lang))]


def _head_room(page: Page) -> float:
    """Give the least width of a heading: on a narrow sheet four characters, or the longest word."""
    if page.narrow:
        return 8.5 if page.lang == "en" else 12.0
    return 20.0


def _wrapped(text: str, least: float, lang: str) -> list[str]:
    """Wrap a heading to its longest word, or to a least width if that is more."""
    longest = max(style.text_width(word, 8) for word in text.split()) if lang == "en" else 0.0
    return style.wrap(text, max(least, longest * 1.03), 8, lang)


def _columns(widths: Sequence[float], low: float, high: float, *, tight: bool) -> list[float]:
    """Place the ways of counting: evenly, or by the widths of their labels where that is tight."""
    # A label may reach under the axis's numbers, not beyond the sheet.
    first = max(low + (1.5 if tight else 4.0), widths[0] / 2)
    if len(widths) == 1:
        return [first]
    heads = [(one + other) / 2 for one, other in itertools.pairwise(widths)]
    needs = [max(need, _VALUE) for need in heads]
    # At both ends the numbers lean inwards.
    needs[0], needs[-1] = max(needs[0], _LEANING), max(needs[-1], _LEANING)
    if sum(needs) + 0.4 * len(needs) > high - first:
        needs = heads
    even = (high - first) / len(needs)
    if even >= max(needs) + 1.0:
        return [first + even * place for place in range(len(widths))]
    gap = max((high - first - sum(needs)) / len(needs), 0.4)
    return list(itertools.accumulate((need + gap for need in needs), initial=first))


def _end_labels(
    axes: Axes,
    page: Page,
    lines: Mapping[str, Sequence[str]],
    drawn: Mapping[str, Sequence[float]],
    across: tuple[float, float],
) -> None:
    """Write each name beside the end of its line."""
    ends = [drawn[party][-1] for party in lines]
    sizes = [len(words) * _LINE + _APART for words in lines.values()]
    # Below the axis stand the ways of counting: a name does not reach down to them.
    places = inside(ends, sizes, _TOP - 2.0, _TOP + _HIGH + 0.5)
    for place, (words, end, at) in enumerate(zip(lines.values(), ends, places, strict=True)):
        axes.plot(
            [across[0] + 1.2, across[1] - 0.6],
            [end, at],
            color=style.colour("rule" if place > 1 else _ink(place)),
            linewidth=0.6,
        )
        for number_of, line in enumerate(words):
            middle = at + (number_of - (len(words) - 1) / 2) * _LINE
            ink = "text" if place < 2 else "muted"
            write(axes, across[1], middle, line, page.label, ink, bold=place < 2)


def _values(
    axes: Axes,
    xs: Sequence[float],
    coloured: Sequence[tuple[Sequence[float], Sequence[float]]],
    numbered: Collection[int],
    lang: str,
) -> None:
    """Write the percentages of the first two: the upper one above its point, the other below."""
    last = len(xs) - 1
    for place, (ys, shares) in enumerate(coloured):
        others = coloured[1 - place][0] if len(coloured) == 2 else [float("inf")] * len(xs)
        for n, (x, y, other, share) in enumerate(zip(xs, ys, others, shares, strict=True)):
            if n not in numbered or (y == other and place):
                continue
            # A number that stands for both goes where no line comes down to it.
            near = [ys[k] for k in (n - 1, n + 1) if 0 <= k <= last]
            above = y < other or (y == other and min(near) >= y)
            at = y + (-2.9 if above else 3.0)
            # At the edges a number leans inwards: beside it stand the axis and the names.
            side, lean = (
                ("left", -1.2) if n == 0 else ("right", 1.2) if n == last else ("center", 0)
            )
            text = axes.text(
                x + lean,
                at + 1.0,
                percent(share / 100, lang),
                fontsize=8,
                ha=side,
                va="baseline",
                color=style.colour("text"),
                zorder=6,
            )
            text.set_path_effects([withStroke(linewidth=2.0, foreground=style.colour("paper"))])


def _unit_bars(page: Page, table: pd.DataFrame, called: Mapping[str, str]) -> Figure:
    lang = page.lang
    some, rest = table.head(_FIRST), table.iloc[_FIRST:]
    room = min(max(style.text_width(called[p], page.label) for p in some["party"]), page.room * 0.3)
    lines = [style.wrap(called[p], room * 1.01, page.label, lang) for p in some["party"]]
    heads = {
        column: _wrapped(_say(f"column_{column}", lang), 9.0, lang)
        for column in ("leads", "officials")
    }
    counts = [_widest(head) + 2.0 for head in heads.values()]
    bar_room = (page.room - room - 2.0 - sum(counts) - 14.0) / 2
    scale = bar_room / max(int(some[["tasks", "supports"]].to_numpy().max()), 1)
    starts = (room + 2.0, room + 2.0 + bar_room + 7.0)
    label = labels("role", "zh" if lang == "zh" else "en")
    key = [("ground", role, label[role]) for role in _ANSWERS if some[role].any()]
    key += [("ground", "support", label["support"])] if some["supports"].any() else []
    caption = _say("column_all_tasks", lang)
    key_at = legend_height(page, caption, key)
    bars = {
        column: _wrapped(_say(f"column_{column}", lang), bar_room, lang)
        for column in ("tasks", "supports")
    }
    deepest = max(len(head) for head in (*heads.values(), *bars.values()))
    head_at = key_at + deepest * _LINE + 1.0
    heights = [max(_ROW, len(words) * _LINE + 1.2) for words in lines]
    rest_words = _rest_units(rest, lang)
    rest_lines = style.wrap(rest_words, page.room * 0.98, 8, lang) if rest_words else []
    axes = page.axes(head_at + sum(heights) + 1.5 + len(rest_lines) * _LINE)

    draw_legend(page, axes, caption, key)
    ends = (page.room - counts[1], page.room)
    for head, x, side in (
        *((head, x, "left") for head, x in zip(bars.values(), starts, strict=True)),
        *((head, x, "right") for head, x in zip(heads.values(), ends, strict=True)),
    ):
        for place, line in enumerate(reversed(head)):
            write(axes, x, head_at - 0.5 - (place + 0.5) * _LINE, line, 8, "muted", ha=side)
    axes.plot([0, page.room], [head_at] * 2, color=style.colour("axis"), linewidth=0.8)
    top = head_at
    for row, name, height in zip(some.to_dict("records"), lines, heights, strict=True):
        middle = top + height / 2
        for place, line in enumerate(name):
            write(axes, 0, middle + (place - (len(name) - 1) / 2) * _LINE, line, page.label)
        edge = starts[0]
        for role in _ANSWERS:
            _bar(axes, edge, middle, row[role] * scale, role)
            edge += row[role] * scale
        write(axes, edge + 1.0, middle, number(row["tasks"], lang), 8)
        _bar(axes, starts[1], middle, row["supports"] * scale, "support")
        at = starts[1] + row["supports"] * scale + 1.0
        write(axes, at, middle, number(row["supports"], lang), 8)
        for column, x in zip(("leads_supported", "under_officials"), ends, strict=True):
            write(axes, x, middle, number(row[column], lang), 8, ha="right")
        top += height
        axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
    for place, line in enumerate(rest_lines):
        write(axes, 0, top + 1.5 + (place + 0.5) * _LINE, line, 8, "muted")
    return figure_of(axes)


def _rest_units(rest: pd.DataFrame, lang: str) -> str:
    if rest.empty:
        return ""
    groups = int(rest["collective"].sum())
    return _say(
        "by_party_rest_groups" if groups else "by_party_rest",
        lang,
        n=number(len(rest), lang),
        groups=number(groups, lang),
        most=number(rest["named"].max(), lang),
    )


def _bar(axes: Axes, left: float, middle: float, wide: float, meaning: str) -> None:
    if wide > 0:
        axes.add_patch(
            Rectangle(
                (left, middle - 1.6),
                wide,
                3.2,
                facecolor=style.colour(meaning),
                hatch=style.hatch(meaning),
                edgecolor=style.colour("paper"),
                linewidth=0,
            )
        )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workload", key, lang, **values)
