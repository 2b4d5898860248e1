"""When it is tightest, what lapses, whose month is worst, what is next (时限).

Dots are due dates, squares are lapses, in every chart.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
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
from zctrack.charts.rows import Columns, day_cell
from zctrack.charts.strip import SLOTS, Strip, parties
from zctrack.wording import deadlines as wording
from zctrack.wording.periods import more
from zctrack.wording.words import date, number, say

__all__ = ["calendar", "clustering", "load", "upcoming"]

# Lines and gaps in millimetres.
_LINE, _GAP = 4.7, 0.9
# What one page holds: lines of one date's marks, parties of a strip; and how many parties stay
# where there are more.
_LINES, _PARTIES, _FIRST = 12, 30, 12
# How many of each kind of past deadline a countdown keeps, and how many rows a table tries.
_PAST, _ROWS = 4, 60
_CERTAINTY = {"printed": "full", "inferred": "hollow", "doubtful": "doubtful"}


Row = Mapping[Hashable, Any]


@style.chart
def clustering(
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
    """Draw each date's tasks as a run of marks with their keys, on an ordinal date axis.

    Filled where the notice prints the day, hollow where it is inferred, with a question mark where
    doubtful; dots are due, squares lapse.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.clustering`.
    ax : Axes, optional
        Draw marks and axis labels into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> clustering(frame("deadlines.clustering")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.clustering(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    rows = table.sort_values(["date", "kind"]).to_dict("records")
    runs = [_run(row) for row in rows]
    heads = [_say(f"count_{row['kind']}", lang, n=number(row["tasks"], lang)) for row in rows]
    days = [date(row["date"], lang) for row in rows]
    head = max(style.text_width(day, page.label) for day in days) * 1.04 + 2.0
    start = head + max(style.text_width(text, page.label) for text in heads) + 2.0
    step = MARK + max(style.text_width(key, 8) for run in runs for _, key in run) + 1.45
    across = max(int((page.room - start + 1.2) / step), 1)
    most = across * _LINES
    runs = [run if len(run) <= most else [*run[: most - 1], ("", "……")] for run in runs]
    heights = [-(-len(run) // across) * _LINE for run in runs]
    shown = _busiest(rows, heights, page.tall)
    kept = [n for n, row in enumerate(rows) if row["date"] in shown]
    first = [n for n in kept if n == 0 or rows[n - 1]["date"] != rows[n]["date"]]
    entries = [("due", way, _say(f"mark_{name}", lang)) for name, way in _CERTAINTY.items()]
    caption = _say("clustering_axis", lang)
    top = legend_height(page, caption, entries)
    rest = more(table[~table["date"].isin(shown)], "dates", lang=lang)
    axes = page.axes(top + sum(heights[n] for n in kept) + len(first) * _GAP * 2, rest)
    draw_legend(page, axes, caption, entries)
    for n in kept:
        kind, run = rows[n]["kind"], runs[n]
        if n in first:
            top += _GAP * (n != kept[0])
            axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
            top += _GAP
            busy = any(row["busiest"] for row in rows if row["date"] == rows[n]["date"])
            write(axes, 0, top + _LINE / 2, days[n], page.label, bold=busy)
        write(axes, head, top + _LINE / 2, heads[n], page.label, "muted")
        for place, (way, key) in enumerate(run):
            x, y = start + place % across * step, top + (place // across + 0.5) * _LINE
            if way:
                mark(axes, x + MARK / 2, y, kind, way)
            write(axes, x + MARK + 0.6, y, key, 8)
        top += heights[n]
    return figure_of(axes)


@style.chart
def calendar(
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
    """Draw the calendar as a table: date, task, measure, the units that answer, the sentence.

    What is drawn is what the table holds: ``analysis.deadlines.calendar(…, kinds="expires")`` gives
    the lapses, ``kinds="due"`` the due dates. Where the day is inferred, the words that the notice
    prints stand under it.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.calendar`, with ``units`` and ``sentence`` where known.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> calendar(frame("deadlines.calendar")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.calendar(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    columns = Columns(page, names)
    rows: list[list[str | style.Cell]] = []
    previous = None
    for row in table.head(_ROWS).to_dict("records"):
        day = date(row["until"], lang) if row["until"] != previous else ""
        rows.append([day_cell(day, row, lang), *columns.cells(row)])
        previous = row["until"]
    heads = [_say("column_date", lang), *columns.heads]
    n = page.rows_within(rows, heads, columns.widths)
    return page.table(rows[:n], heads, columns.widths, more(table.iloc[n:], "rows", lang=lang))


@style.chart
def load(
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
    """Draw a strip: the parties that have any date by the periods, marks with their number.

    Dots are due, squares lapse; full colour where the party answers, light where it supports; the
    ground of each party's worst period is shaded.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.load`.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> load(frame("deadlines.load")).words.title
    '没有责任主体负有写明日期的时限'
    """
    words = wording.load(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    slots = [slot for slot in SLOTS if not (page.narrow and slot.endswith("supporting"))]
    active = table[(table[slots] > 0).any(axis=1)]
    if active.empty:
        return page.empty()
    shown_parties = parties(active, names, most=_PARTIES, first=_FIRST)
    shown = active[active["party"].isin(shown_parties)]
    called = wording.called(table, lang=lang, names=names, hide_persons=hide_persons)
    widest = max(style.text_width(called[who], page.label) for who in shown_parties)
    room = min(widest * 1.04, page.room * 0.36)
    lines = {who: style.wrap(called[who], room, page.label, lang) for who in shown_parties}
    strip = Strip(shown, slots, room + 2.5, page)
    entries: list[Entry] = [
        (*SLOTS[slot], _say(f"load_key_{slot}", lang)) for slot in slots if shown[slot].any()
    ]
    entries.append(("ground", "none", _say("load_key_worst", lang)))
    caption = _say("load_axis", lang)
    top = legend_height(page, caption, entries) + strip.head
    heights = {who: max(_LINE + 0.7, len(text) * 3.8 + 1.0) for who, text in lines.items()}
    shown_parties = shown_parties[: that_fit(heights.values(), page.tall - top)]
    shown, heights = (
        shown[shown["party"].isin(shown_parties)],
        dict(list(heights.items())[: len(shown_parties)]),
    )
    rest = more(active[~active["party"].isin(shown_parties)], "parties", lang=lang)
    notes = [more(shown[~shown["begin"].isin(strip.begins)], "periods", lang=lang)]
    if len(slots) < len(SLOTS):
        notes.insert(0, _say("load_answering_only", lang))
    foot = _say("clustering_join", lang).join(note for note in notes if note)
    axes = page.axes(top + sum(heights.values()) + (_LINE if rest else 0.6), foot)
    draw_legend(page, axes, caption, entries)
    strip.draw_head(axes, top)
    cells = {who: rows.to_dict("records") for who, rows in shown.groupby("party")}
    for who in shown_parties:
        axes.plot([0, strip.right], [top, top], color=style.colour("grid"), linewidth=0.5)
        for n, line in enumerate(lines[who]):
            middle = top + heights[who] / 2 + (n - (len(lines[who]) - 1) / 2) * 3.8
            write(axes, 0, middle, line, page.label)
        for row in cells[who]:
            strip.draw_cell(axes, row, top, heights[who])
        top += heights[who]
    axes.plot([0, strip.right], [top, top], color=style.colour("grid"), linewidth=0.5)
    write(axes, 0, top + _LINE / 2, rest, page.label, "muted")
    return figure_of(axes)


@style.chart
def upcoming(
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
    """Draw a countdown table: what is past, what falls within each horizon, and one line for later.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.upcoming`, with ``units`` and ``sentence`` where known.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> upcoming(frame("deadlines.upcoming")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.upcoming(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    columns = Columns(page, names)
    gone = table[table["past"]].sort_values("kind", kind="stable")
    past = gone.groupby("kind").tail(_PAST)
    near = table[table["within"].notna()].head(_ROWS)
    rows: list[list[str | style.Cell]] = []
    keys: list[str | None] = []
    group = None
    for row in pd.concat([past, near]).to_dict("records"):
        heading = _group(row, lang)
        if heading != group:
            rows.append([style.Cell(heading, bold=True), *[""] * len(columns.heads)])
            keys.append(None)
        group = heading
        rows.append([_countdown(row, lang), *columns.cells(row)])
        keys.append(row["deadline"])
    heads = [_say("column_days", lang), *columns.heads]
    n = page.rows_within(rows, heads, columns.widths)
    n -= bool(n and keys[n - 1] is None)  # no heading without a row
    hidden = table[~table["deadline"].isin(keys[:n])]
    return page.table(rows[:n], heads, columns.widths, more(hidden, "later", lang=lang))


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("deadlines", key, lang, **values)


def _run(row: Row) -> list[tuple[str, str]]:
    """Give each task of a date as its way of drawing and its key."""
    return [
        (way, key)
        for name, way in _CERTAINTY.items()
        if isinstance(row[f"{name}_tasks"], str)
        for key in row[f"{name}_tasks"].split("、")
    ]


def _busiest(rows: Sequence[Row], heights: Sequence[float], tall: float) -> set[Any]:
    """Choose the dates that one page holds: those with most tasks."""
    marks = pd.DataFrame(
        {"height": heights, **{c: [r[c] for r in rows] for c in ("date", "tasks")}}
    )
    days = marks.groupby("date").agg({"tasks": "max", "height": "sum"})
    days = days.sort_values("tasks", ascending=False, kind="stable")
    held = (days["height"] + 2 * _GAP).cumsum() <= tall
    return set(days.index[held]) | {days.index[0]}


def _group(row: Row, lang: str) -> str:
    if row["past"]:
        return _say(f"upcoming_group_{row['kind']}", lang)
    return _say("upcoming_group_within", lang, n=number(int(row["within"]), lang))


def _countdown(row: Row, lang: str) -> style.Cell:
    key = "over" if row["past"] else "left" if row["days_left"] else "none"
    days = _say(f"upcoming_days_{key}", lang, n=number(abs(row["days_left"]), lang))
    return day_cell(f"{days}\n{date(row['until'], lang)}", row, lang)
